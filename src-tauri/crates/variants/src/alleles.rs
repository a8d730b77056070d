//! How VEP writes the alleles of a record in the field `Allele` (ensembl-vep, Parser::VCF): where a length differs and all
//! alleles but `*` share the first base, that base is cut off; `-` for nothing; a word for symbolic alleles.

use crate::record::number;

/// The forms in which an alternate may stand in `Allele`.
#[derive(Clone, Debug, Default)]
pub(crate) struct AlleleForms {
    forms: Vec<Vec<u8>>,
}

impl AlleleForms {
    pub fn of(reference: &[u8], alternates: &[&[u8]], which: usize) -> Self {
        let mut found = Self::default();
        found.fill(reference, alternates, which);
        found
    }

    /// As [`AlleleForms::of`], without new memory.
    pub fn fill(&mut self, reference: &[u8], alternates: &[&[u8]], which: usize) {
        let alternate = alternates[which];
        let plain = || alternates.iter().filter(|a| !a.contains(&b'*'));
        let differ = alternates.iter().any(|a| a.len() != reference.len());
        let shared = reference.first().is_some_and(|first| plain().all(|a| a.first() == Some(first)));
        let own = alternate.first() == reference.first() && alternate.len() != reference.len();
        let cut = if (differ && shared && !alternate.contains(&b'*')) || own { 1 } else { 0 };
        self.forms.resize_with(3, Vec::new);
        for (form, text) in self.forms.iter_mut().zip([
            alternate,
            or_dash(&alternate[cut.min(alternate.len())..]),
            minimal(reference, alternate),
        ]) {
            form.clear();
            form.extend_from_slice(text);
        }
        if alternate.starts_with(b"<") {
            self.forms[1] = symbolic(alternate).to_vec();
        }
    }

    /// True where a change of bcftools csq (`25G>T`, several joined by `+`) tells of this allele at a position.
    pub fn is_changed_to(&self, position: u32, change: &[u8]) -> bool {
        let told = |one: &[u8]| {
            let digits = one.iter().take_while(|b| b.is_ascii_digit()).count();
            let to = memchr::memchr(b'>', one).map(|at| &one[at + 1..]);
            number(&one[..digits]) == Some(position) && to.is_some() && to == self.forms.first().map(Vec::as_slice)
        };
        change.split(|b| *b == b'+').any(told)
    }

    #[inline]
    pub fn has(&self, allele: &[u8]) -> bool {
        self.forms.iter().any(|f| f == allele)
    }
}

fn or_dash(text: &[u8]) -> &[u8] {
    if text.is_empty() { b"-" } else { text }
}

/// Common ends cut off, the right one first (`--minimal`).
fn minimal<'a>(reference: &[u8], alternate: &'a [u8]) -> &'a [u8] {
    let tail = reference.iter().rev().zip(alternate.iter().rev()).take_while(|(a, b)| a == b).count();
    let (r, a) = (&reference[..reference.len() - tail], &alternate[..alternate.len() - tail]);
    let head = r.iter().zip(a).take_while(|(a, b)| a == b).count();
    or_dash(&a[head..])
}

/// VEP's word for a symbolic allele.
fn symbolic(alternate: &[u8]) -> &[u8] {
    match alternate {
        a if a.starts_with(b"<DEL") => b"deletion",
        a if a.starts_with(b"<DUP:TANDEM") => b"tandem_duplication",
        a if a.starts_with(b"<DUP") => b"duplication",
        a if a.starts_with(b"<INS") => b"insertion",
        a if a.starts_with(b"<INV") => b"inversion",
        a if a.starts_with(b"<CNV") => b"copy_number_variation",
        a => a,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_those_of_vep() {
        for (reference, alternates, expected) in [
            ("A", &["G"][..], &["G"][..]),
            ("AT", &["A"], &["-"]),
            ("A", &["AT"], &["T"]),
            ("AT", &["A", "ATT"], &["-", "TT"]),
            ("AT", &["A", "GT"], &["-", "GT"]),
            ("A", &["AT", "*"], &["T", "*"]),
            ("T", &["<DEL>"], &["deletion"]),
            ("GAA", &["GA"], &["A"]),
        ] {
            let alternates: Vec<&[u8]> = alternates.iter().map(|a| a.as_bytes()).collect();
            for (i, allele) in expected.iter().enumerate() {
                let forms = AlleleForms::of(reference.as_bytes(), &alternates, i);
                assert!(forms.has(allele.as_bytes()), "{reference} {alternates:?}: {forms:?} should have {allele}");
            }
        }
        let forms = AlleleForms::of(b"AT", &[b"A", b"ATT"], 0);
        assert!(forms.is_changed_to(25, b"20C>G+25AT>A") && !forms.is_changed_to(25, b"25AT>ATT"));
        assert!(!forms.is_changed_to(26, b"25AT>A") && !forms.is_changed_to(25, b""));
        assert!(!forms.has(b"TT"), "the other allele's entry is not mine");
    }
}
