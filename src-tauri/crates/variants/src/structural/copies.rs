//! What a number of copies (CN) tells where there is no genotype.

use domain::Sex;

use super::{Found, Known};
use crate::{
    Call, GenotypeCode, Header, Kind, Locus, VariantTable,
    record::{Record, number},
};

impl VariantTable {
    /// The kind of `<CNV>`, and genotypes by CN of who has none, or one allele where there are two. Where the number of copies
    /// that a person has by nature is not known, only of who has no copy left.
    pub(super) fn by_copies(
        &self,
        row: usize,
        record: &Record,
        header: &Header,
        alternate: &[u8],
        known: Known,
        found: &mut Found,
    ) {
        let Some(place) = record.format.split(|b| *b == b':').position(|key| key == b"CN") else { return };
        let columns: Vec<&[u8]> = record.samples.split(|b| *b == b'\t').collect();
        let copies = |name: &str| {
            let column = columns.get(header.samples.iter().position(|sample| sample == name)?)?;
            column.split(|b| *b == b':').nth(place).and_then(copy_number)
        };
        let natural = |sample: usize| copies_by_nature(self.locus(row), known.sex(&self.samples[sample].name));
        let shown = self.samples.iter().enumerate().filter(|(_, s)| s.genotype[row].call() != Call::NotShown);
        let all: Vec<(usize, u32)> = shown.filter_map(|(n, s)| Some((n, copies(&s.name)?))).collect();
        let fewer = all.iter().any(|(n, copies)| natural(*n).is_some_and(|natural| *copies < natural));
        let more = all.iter().any(|(n, copies)| natural(*n).is_some_and(|natural| *copies > natural));
        let is_cnv = alternate == b"<CNV>";
        if is_cnv && fewer && !more {
            found.kind = Some(Kind::SymbolicDeletion);
        }
        let lost = found.kind.unwrap_or(self.kind[row]) == Kind::SymbolicDeletion;
        let gained = alternate.starts_with(b"<DUP") || (is_cnv && more && !fewer);
        let both = is_cnv && more && fewer;
        let one_at_least = GenotypeCode::of(&[None, Some(1)], false, 1);
        let of = |copies: u32, natural: Option<u32>| match (copies, natural) {
            (0, Some(1..) | None) if lost => Some(GenotypeCode::of(&[Some(1), Some(1)], false, 1)),
            (copies, Some(natural)) if copies == natural => (lost || gained || both).then_some(GenotypeCode::REFERENCE),
            (1, Some(2)) if lost => Some(GenotypeCode::of(&[Some(0), Some(1)], false, 1)),
            (2.., Some(1)) if gained => Some(GenotypeCode::of(&[Some(1)], false, 1)),
            // Of four copies two may lie on each chromosome, or three on one.
            (3.., Some(2)) if gained => Some(one_at_least),
            // Fewer in one, more in another: whether two who differ have the same one is not told.
            (_, Some(_)) if both => Some(one_at_least),
            _ => None,
        };
        let is_told_otherwise = |sample: usize| {
            let code = self.samples[sample].genotype[row];
            code.call() == Call::None || (natural(sample) == Some(2) && code.is_haploid())
        };
        let without = all.into_iter().filter(|(n, _)| is_told_otherwise(*n));
        found.genotypes = without.filter_map(|(n, copies)| Some((n, of(copies, natural(n))?))).collect();
    }
}

/// The copies that a person of this sex has; `None` where that is not known.
fn copies_by_nature(locus: Locus, sex: Sex) -> Option<u32> {
    match (locus, sex) {
        (Locus::Autosomal, _) | (Locus::X, Sex::Female) => Some(2),
        (Locus::X | Locus::Y, Sex::Male) => Some(1),
        (Locus::Y, Sex::Female) => Some(0),
        (Locus::X | Locus::Y, Sex::Unknown) | (Locus::Mitochondrial, _) => None,
    }
}

/// CN, to the next whole number where a caller tells a decimal one.
fn copy_number(text: &[u8]) -> Option<u32> {
    let point = text.iter().position(|b| *b == b'.').unwrap_or(text.len());
    let (whole, part) = text.split_at(point);
    let up = part.get(1).is_some_and(|digit| (b'5'..=b'9').contains(digit));
    number(whole)?.checked_add(u32::from(up))
}

#[cfg(test)]
mod tests {
    use domain::Pedigree;

    use super::*;
    use crate::{
        Consequence,
        structural::tests::{filled, filled_for, genes},
    };

    #[test]
    fn copies_stand_for_a_genotype_that_is_not_there() {
        let codes = |table: &VariantTable| table.samples().iter().map(|s| s.genotype(0)).collect::<Vec<_>>();
        let (one, both) =
            (GenotypeCode::of(&[Some(0), Some(1)], false, 1), GenotypeCode::of(&[Some(1), Some(1)], false, 1));
        let table = filled("", &["chr2\t999\t.\tN\t<CNV>\t.\t.\tEND=2500\tGT:CN\t./.:0\t./.:1\t./.:2"]);
        assert_eq!((table.kind(0), codes(&table)), (Kind::SymbolicDeletion, vec![both, one, GenotypeCode::REFERENCE]));
        assert_eq!(genes(&table, 0), [("ONE", Consequence::TranscriptAblation)]);
        let table = filled("", &["chr2\t999\t.\tN\t<DUP>\t.\t.\tEND=2500\tGT:CN\t./.:3\t0/1:3\t./.:2"]);
        assert!(codes(&table)[0].has_allele() && !codes(&table)[0].is_called(), "one copy at least");
        let table = filled("", &["chrX\t999\t.\tN\t<DEL>\t.\t.\tEND=2500\tGT:CN\t./.:1\t./.:1\t./.:2"]);
        assert_eq!(codes(&table)[0], GenotypeCode::NOT_CALLED, "one copy of X is what a man has");
        let table = filled("", &["chrX\t999\t.\tN\t<DEL>\t.\t.\tEND=2500\tGT:CN\t./.:0\t./.:1\t./.:1"]);
        assert_eq!(codes(&table)[0], both, "and nobody has none");
        let table = filled("", &["chr2\t999\t.\tN\t<CNV>\t.\t.\tEND=2500\tGT:CN\t./.:1.12\t./.:1.9\t./.:2.04"]);
        assert_eq!(codes(&table), [one, GenotypeCode::REFERENCE, GenotypeCode::REFERENCE], "decimal numbers");
        let table = filled("", &["chr2\t999\t.\tN\t<CNV>\t.\t.\tEND=2500\tGT:CN\t./.:1\t./.:2\t./.:3"]);
        let carries: Vec<_> = codes(&table).iter().map(|code| (code.has_allele(), code.is_called())).collect();
        assert_eq!(table.kind(0), Kind::Symbolic);
        assert_eq!(carries, [(true, false), (false, true), (true, false)], "who has fewer or more carries a change");
        let table = filled("", &["chr2\t999\t.\tN\t<DEL>,<DUP>\t.\t.\tEND=2500\tGT:CN\t1:1\t0:2\t1:0"]);
        assert_eq!(codes(&table), [one, GenotypeCode::REFERENCE, both], "one allele number says nothing of two copies");
    }

    #[test]
    fn one_copy_of_x_is_what_a_man_has() {
        let ped = "F child father mother 1 2\nF father 0 0 1 1\nF mother 0 0 2 1";
        let pedigrees = Pedigree::parse_ped(ped).expect("a PED");
        let codes = |alternate: &str, copies: [&str; 3]| {
            let samples = copies.map(|copies| format!("./.:{copies}")).join("\t");
            let record = format!("chrX\t50000000\t.\tN\t{alternate}\t.\t.\tEND=50002500\tGT:CN\t{samples}");
            let table = filled_for(&pedigrees, "", &[&record]);
            let codes: Vec<GenotypeCode> = table.samples().iter().map(|s| s.genotype(0)).collect();
            (codes, table.kind(0))
        };
        let of = |alleles: &[Option<u16>]| GenotypeCode::of(alleles, false, 1);
        let (none, one, both) = (GenotypeCode::REFERENCE, of(&[Some(0), Some(1)]), of(&[Some(1), Some(1)]));
        assert_eq!(codes("<DEL>", ["0", "1", "1"]).0, [both, none, one], "a boy without it, his mother is a carrier");
        assert_eq!(codes("<CNV>", ["1", "1", "2"]).0[0], GenotypeCode::NOT_CALLED, "nobody differs");
        assert_eq!(codes("<CNV>", ["0", "1", "1"]), (vec![both, none, one], Kind::SymbolicDeletion));
        let (gained, kind) = codes("<CNV>", ["2", "1", "2"]);
        assert_eq!((&gained[..], kind), (&[of(&[Some(1)]), none, none][..], Kind::Symbolic), "two are one more");
        let shared =
            filled_for(&pedigrees, "", &["chrX\t1000000\t.\tN\t<DEL>\t.\t.\tEND=1002500\tGT:CN\t./.:1\t./.:2\t./.:2"]);
        assert_eq!(shared.samples()[0].genotype(0), one, "two in the pseudoautosomal region");
    }
}
