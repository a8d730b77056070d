//! Tandem repeats as ExpansionHunter and TRGT count them, against the ranges of the catalogue, or of those that stranger
//! writes beside them.

mod catalogue;
mod sized;

use domain::{GeneSymbol, Region};
use serde::Serialize;

use self::catalogue::same_motif;
pub use self::catalogue::{RepeatCatalogue, RepeatCatalogueError, RepeatLocus};
use crate::{
    Error, Header,
    record::{Record, number},
    source::Source,
    text::Lines,
};

/// Finds a locus by its place and the names that the record gives it.
type KnownLocus<'a> = &'a dyn Fn(&Region, &[String]) -> Option<RepeatLocus>;

/// Where a number of repeats lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RepeatRange {
    /// At most the largest normal one.
    Normal,
    /// Between normal and pathogenic: intermediate, mutable, premutation.
    Intermediate,
    /// At least the smallest pathogenic one.
    Pathogenic,
}

/// One allele of a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RepeatAllele {
    /// Copies of the motif; of several motifs those that count for the disease.
    pub copies: u32,
    /// The fewest and most copies that the reads allow, where the file tells.
    pub interval: Option<(u32, u32)>,
    /// Where `copies` lies; `None` where no ranges are known.
    pub range: Option<RepeatRange>,
}

/// A record of a repeat.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repeat {
    /// The name of the locus (VARID, else REPID, else TRID).
    pub locus: String,
    /// Where it lies; `None` on no primary chromosome.
    pub region: Option<Region>,
    /// The motif as it is written for people, else as it stands on the reference.
    pub motif: Option<String>,
    /// The gene, where the catalogue has the locus.
    pub gene: Option<GeneSymbol>,
    /// Most copies that are normal.
    pub normal_most: Option<u32>,
    /// Fewest copies that are pathogenic.
    pub pathogenic_least: Option<u32>,
    /// The disease, the mode of inheritance and the source of the ranges, as in the file.
    pub disease: Option<String>,
    /// Mode of inheritance as in the file.
    pub inheritance: Option<String>,
    /// Source of the ranges as in the file.
    pub source: Option<String>,
    /// The alleles of each sample in the order of the header, in a table of its samples; none where not called, or where
    /// consent does not open them.
    pub samples: Vec<Vec<RepeatAllele>>,
    /// Copies of the motif in the allele of the table's row, and where they lie.
    pub(crate) copies_of_row: Option<u32>,
    pub(crate) range_of_row: Option<RepeatRange>,
    /// The motifs as in the file, and the places of those that count where the file tells.
    motifs: Vec<String>,
    counting: Option<Vec<usize>>,
}

impl Repeat {
    /// Every record of a file that names a repeat, in its order; records of another kind are left out.
    ///
    /// # Errors
    /// What [`Error`] says of files, headers and records.
    pub fn read_all(source: &Source) -> Result<Vec<Self>, Error> {
        let mut lines = Lines::open(source)?;
        let header = Header::read_lines(source.name(), &mut lines)?;
        let (mut found, mut line) = (Vec::new(), Vec::new());
        while lines.next_into(&mut line)?.is_some() {
            let record = Record::parse(&line, header.samples.len()).map_err(|f| f.at(source.name(), lines.number))?;
            found.extend(Self::of(&record, None));
        }
        Ok(found)
    }

    /// Copies of the motif in the allele of the table's row.
    pub fn copies(&self) -> Option<u32> {
        self.copies_of_row
    }

    /// Where those lie; `None` where they or the ranges are not known.
    pub fn range_of_row(&self) -> Option<RepeatRange> {
        self.range_of_row
    }

    /// The repeat of a record, by the ranges of its locus where it is in the catalogue, else by those of the file.
    pub(crate) fn of(record: &Record, known: Option<KnownLocus<'_>>) -> Option<Self> {
        let text = |key: &str| {
            let value = record.info_value(key.as_bytes()).filter(|v| !v.is_empty() && *v != b".")?;
            Some(String::from_utf8_lossy(value).into_owned())
        };
        let count = |key: &str| record.info_value(key.as_bytes()).and_then(number);
        let locus = ["VARID", "REPID", "TRID"].iter().find_map(|key| text(key))?;
        let chromosome = std::str::from_utf8(record.chrom).ok().and_then(|c| c.parse().ok());
        let end = count("END").unwrap_or_else(|| record.end()).max(record.position);
        let mut repeat = Self {
            locus,
            region: chromosome.and_then(|c| Region::new(c, record.position.max(1), end.max(1)).ok()),
            motif: ["DisplayRU", "RU", "MOTIFS"].iter().find_map(|key| text(key)),
            gene: None,
            normal_most: count("STR_NORMAL_MAX"),
            pathogenic_least: count("STR_PATHOLOGIC_MIN"),
            disease: text("Disease"),
            inheritance: text("InheritanceMode"),
            source: text("SourceDisplay").or_else(|| text("Source")),
            samples: Vec::new(),
            copies_of_row: None,
            range_of_row: None,
            motifs: text("RU")
                .or_else(|| text("MOTIFS"))
                .iter()
                .flat_map(|m| m.split(','))
                .map(str::to_owned)
                .collect(),
            counting: record.info_value(b"PathologicStruc").map(places),
        };
        if let Some(locus) = known.and_then(|known| known(repeat.region.as_ref()?, &repeat.motifs)) {
            repeat.judge_by(locus);
        }
        let columns = record.samples.split(|b| *b == b'\t').filter(|c| !c.is_empty());
        repeat.samples = columns.map(|column| repeat.alleles(record, column)).collect();
        Some(repeat)
    }

    fn judge_by(&mut self, locus: RepeatLocus) {
        if self.counting.is_none() && self.motifs.len() > 1 {
            let counting = (0..self.motifs.len()).filter(|place| same_motif(&self.motifs[*place], &locus.motif));
            self.counting = Some(counting.collect());
        }
        self.gene = Some(locus.gene);
        self.motif = Some(locus.motif);
        self.normal_most = Some(locus.normal_most);
        self.pathogenic_least = Some(locus.pathogenic_least);
        self.disease = Some(locus.disease);
        self.inheritance = Some(locus.inheritance);
        self.source = Some(locus.source);
    }

    /// The alleles of a sample by REPCN, else by the motif counts of TRGT, else by its genotype among `<STRn>`.
    fn alleles(&self, record: &Record, column: &[u8]) -> Vec<RepeatAllele> {
        let value = |key: &[u8]| sample_value(record, column, key);
        let listed = |key: &'static [u8], by: u8| value(key).into_iter().flat_map(move |v| v.split(move |b| *b == by));
        let mut intervals = listed(b"REPCI", b'/').map(interval);
        if value(b"REPCN").is_some() {
            let copies = listed(b"REPCN", b'/').map(number);
            let of = |copies: Option<u32>| (copies, intervals.next().flatten());
            return copies.map(of).filter_map(|(copies, interval)| Some(self.allele(copies?, interval))).collect();
        }
        if value(b"MC").is_some() {
            let counts = listed(b"MC", b',').filter_map(|allele| motif_copies(allele, self.counting.as_deref()));
            return counts.map(|copies| self.allele(copies, None)).collect();
        }
        let alleles = genotype(value(b"GT").unwrap_or_default());
        alleles.into_iter().filter_map(|n| Some(self.allele(copies_of(record, n?)?, None))).collect()
    }

    fn allele(&self, copies: u32, interval: Option<(u32, u32)>) -> RepeatAllele {
        RepeatAllele { copies, interval, range: self.range(copies) }
    }

    /// Tells what the allele of a row is: a number of `<STRn>`, of the reference INFO REF, else what is counted of it in a
    /// sample that has it.
    pub(crate) fn seen_from(mut self, record: &Record, which: usize) -> Self {
        let is_reference = record.alternates().nth(which) == Some(b".");
        let number = if is_reference { 0 } else { which + 1 };
        let counted = || {
            let mut columns = record.samples.split(|b| *b == b'\t').zip(&self.samples);
            columns.find_map(|(column, alleles)| {
                let called = genotype(sample_value(record, column, b"GT").unwrap_or_default());
                let all = called.len() == alleles.len();
                let mut listed = called.into_iter().filter(|n| all || n.is_some());
                Some(alleles.get(listed.position(|n| n == Some(number))?)?.copies)
            })
        };
        self.copies_of_row = copies_of(record, number).or_else(counted);
        self.range_of_row = self.copies_of_row.and_then(|copies| self.range(copies));
        self
    }

    /// Where a number of copies lies; `None` where the file gives no ranges.
    pub fn range(&self, copies: u32) -> Option<RepeatRange> {
        match (self.normal_most, self.pathogenic_least) {
            (_, Some(least)) if copies >= least => Some(RepeatRange::Pathogenic),
            (Some(most), _) if copies <= most => Some(RepeatRange::Normal),
            (Some(_), Some(_)) => Some(RepeatRange::Intermediate),
            _ => None,
        }
    }
}

fn sample_value<'a>(record: &Record<'a>, column: &'a [u8], key: &[u8]) -> Option<&'a [u8]> {
    let place = record.format.split(|b| *b == b':').position(|k| k == key)?;
    column.split(|b| *b == b':').nth(place)
}

/// Allele numbers of a genotype.
fn genotype(text: &[u8]) -> Vec<Option<usize>> {
    let alleles = text.split(|b| matches!(b, b'/' | b'|')).filter(|a| !a.is_empty());
    alleles.map(|a| number(a).and_then(|n| usize::try_from(n).ok())).collect()
}

/// Copies that an allele has by its name: of the reference INFO REF, else the number of `<STRn>`.
fn copies_of(record: &Record, allele: usize) -> Option<u32> {
    match allele.checked_sub(1) {
        None => record.info_value(b"REF").and_then(number),
        Some(which) => copies_by_name(record.alternates().nth(which)),
    }
}

fn copies_by_name(alternate: Option<&[u8]>) -> Option<u32> {
    number(alternate?.strip_prefix(b"<STR")?.strip_suffix(b">")?)
}

/// `19-45`.
fn interval(text: &[u8]) -> Option<(u32, u32)> {
    let dash = text.iter().position(|b| *b == b'-')?;
    Some((number(&text[..dash])?, number(&text[dash + 1..])?))
}

/// The places of the motifs that count, of `[1]` or `[1,2]`.
fn places(text: &[u8]) -> Vec<usize> {
    let inner = text.strip_prefix(b"[").and_then(|t| t.strip_suffix(b"]")).unwrap_or(text);
    inner.split(|b| *b == b',').filter_map(|n| usize::try_from(number(n.trim_ascii())?).ok()).collect()
}

/// Copies of the motifs that count (all where none are told) of one allele such as `12_0`.
fn motif_copies(allele: &[u8], counting: Option<&[usize]>) -> Option<u32> {
    let counts: Vec<u32> = allele.split(|b| *b == b'_').map(number).collect::<Option<_>>()?;
    Some(match counting {
        Some(places) => places.iter().filter_map(|place| counts.get(*place)).sum(),
        None => counts.iter().sum(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;

    const HEAD: &str = "##fileformat=VCFv4.2\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tchild\n";

    fn one(info: &str, format: &str, column: &str) -> Repeat {
        let text = format!("{HEAD}4\t3076603\t.\tC\t<STR45>\t.\tPASS\t{info}\t{format}\t{column}\n");
        Repeat::read_all(&testing::source(text)).expect("readable").remove(0)
    }

    #[test]
    fn alleles_lie_in_the_ranges_of_the_file() {
        let info = "END=3076660;VARID=HTT;RU=CAG;STR_NORMAL_MAX=26;STR_PATHOLOGIC_MIN=36;Disease=HD;InheritanceMode=AD";
        let repeat = one(info, "GT:REPCN", "0/1:19/45");
        let found: Vec<_> = repeat.samples[0].iter().map(|a| (a.copies, a.range)).collect();
        assert_eq!(found, [(19, Some(RepeatRange::Normal)), (45, Some(RepeatRange::Pathogenic))]);
        let ranges = [26, 27, 35, 36].map(|copies| repeat.range(copies));
        use RepeatRange::{Intermediate, Normal, Pathogenic};
        assert_eq!(ranges, [Some(Normal), Some(Intermediate), Some(Intermediate), Some(Pathogenic)]);
        assert_eq!(repeat.region.map(|r| r.to_string()), Some("4:3076603-3076660".to_owned()));
        assert_eq!(one(info, "GT:REPCN", "./.:.").samples, [vec![]], "not called is no number");
        let without = one("END=3076660;VARID=HTT", "GT:REPCN", "0/1:19/45");
        assert_eq!(without.samples[0][1].range, None, "without ranges nothing is guessed");
    }

    #[test]
    fn only_motifs_that_count_are_counted() {
        let info = "TRID=SCA37;STR_NORMAL_MAX=16;STR_PATHOLOGIC_MIN=31;PathologicStruc=[0, 1]";
        let copies = |r: Repeat| r.samples[0].iter().map(|a| a.copies).collect::<Vec<_>>();
        assert_eq!(copies(one(info, "GT:MC", "0/1:12_0_9,40_33_9")), [12, 73]);
        assert_eq!(copies(one("TRID=X", "GT:MC", "0/1:12_1,.")), [13]);
    }
}
