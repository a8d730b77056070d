//! How VEP writes the alleles of a record in the field `Allele` (ensembl-vep, Parser::VCF): where a length differs and all
//! alleles but `*` share the first base, that base is cut off; `-` for nothing; a word for symbolic alleles.

use crate::record::number;

/// The ways in which an alternate may be written, those that are exact before those that a program might use.
#[derive(Clone, Copy)]
enum Form {
    /// As in the record.
    Raw,
    /// As VEP cuts the alleles of the record.
    Cut,
    /// Its own shared first base cut off, whatever the others begin with.
    OwnCut,
    /// Everything cut off that it shares with the reference.
    Minimal,
}

const FORMS: usize = 4;

/// How the alternates of a record may stand in `Allele`.
#[derive(Clone, Debug, Default)]
pub(crate) struct AlleleNames {
    /// By alternate and [`Form`]; kept from record to record, so that no new memory is needed.
    forms: Vec<[Vec<u8>; FORMS]>,
    alternates: usize,
    /// The program writes alleles as they stand in the record (SnpEff).
    are_raw: bool,
}

impl AlleleNames {
    pub fn of(reference: &[u8], alternates: &[&[u8]], are_raw: bool) -> Self {
        let mut found = Self::default();
        found.fill(reference, alternates, are_raw);
        found
    }

    /// As [`AlleleNames::of`], without new memory.
    pub fn fill(&mut self, reference: &[u8], alternates: &[&[u8]], are_raw: bool) {
        let differ = alternates.iter().any(|a| a.len() != reference.len());
        let mut plain = alternates.iter().filter(|a| !a.contains(&b'*'));
        let shared = reference.first().is_some_and(|first| plain.all(|a| a.first() == Some(first)));
        if self.forms.len() < alternates.len() {
            self.forms.resize_with(alternates.len(), Default::default);
        }
        (self.alternates, self.are_raw) = (alternates.len(), are_raw);
        for (forms, alternate) in self.forms.iter_mut().zip(alternates) {
            let own = alternate.first() == reference.first() && alternate.len() != reference.len();
            let without_first = |cut: bool| or_dash(if cut { &alternate[1.min(alternate.len())..] } else { alternate });
            let cut = match alternate.starts_with(b"<") {
                true => symbolic(alternate),
                false => without_first(differ && shared && !alternate.contains(&b'*')),
            };
            for (form, text) in
                forms.iter_mut().zip([alternate, cut, without_first(own), minimal(reference, alternate)])
            {
                form.clear();
                form.extend_from_slice(text);
            }
        }
    }

    /// The alternate, counted from 0, that a text in `Allele` means: the one that is written so exactly, else the only one
    /// that may be. Of a record `GAA` to `GA,G` VEP calls them `A` and `-`, though `-` for `GA` would be a deletion too.
    #[inline]
    pub fn which(&self, allele: &[u8]) -> Option<usize> {
        let forms = &self.forms[..self.alternates];
        let written = |form: Form| {
            forms.iter().enumerate().filter(move |(_, f)| f[form as usize].eq_ignore_ascii_case(allele)).map(|(n, _)| n)
        };
        let exact = if self.are_raw { [Form::Raw, Form::Cut] } else { [Form::Cut, Form::Raw] };
        let only = |form: Form| {
            let mut found = written(form);
            found.next().filter(|_| found.next().is_none())
        };
        exact
            .into_iter()
            .find_map(|form| written(form).next())
            .or_else(|| only(Form::OwnCut))
            .or_else(|| only(Form::Minimal))
    }

    /// The alternate that a change of bcftools csq (`25G>T`, several joined by `+`) tells of at a position.
    pub fn which_changed(&self, position: u32, change: &[u8]) -> Option<usize> {
        let told = |one: &[u8], forms: &[Vec<u8>; FORMS]| {
            let digits = one.iter().take_while(|b| b.is_ascii_digit()).count();
            let to = memchr::memchr(b'>', one).map(|at| &one[at + 1..]);
            number(&one[..digits]) == Some(position) && to == Some(&forms[Form::Raw as usize])
        };
        let tells = |forms: &[Vec<u8>; FORMS]| change.split(|b| *b == b'+').any(|one| told(one, forms));
        self.forms[..self.alternates].iter().position(tells)
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
    fn names_are_those_of_vep() {
        for (reference, alternates, expected) in [
            ("A", &["G"][..], &["G"][..]),
            ("AT", &["A"], &["-"]),
            ("A", &["AT"], &["T"]),
            ("AT", &["A", "ATT"], &["-", "TT"]),
            ("AT", &["A", "GT"], &["-", "GT"]),
            ("A", &["AT", "*"], &["T", "*"]),
            ("T", &["<DEL>"], &["deletion"]),
            ("GAA", &["GA"], &["A"]),
            // What one may be called is what the other is called.
            ("GAA", &["GA", "G"], &["A", "-"]),
            ("GAA", &["G", "GA"], &["-", "A"]),
            ("A", &["AT", "T"], &["AT", "T"]),
            ("a", &["t", "g"], &["T", "G"]),
        ] {
            let alternates: Vec<&[u8]> = alternates.iter().map(|a| a.as_bytes()).collect();
            let names = AlleleNames::of(reference.as_bytes(), &alternates, false);
            for (i, allele) in expected.iter().enumerate() {
                assert_eq!(names.which(allele.as_bytes()), Some(i), "{reference} {alternates:?}: {allele}");
            }
        }
        let names = AlleleNames::of(b"AT", &[b"A", b"ATT"], false);
        assert_eq!(names.which_changed(25, b"20C>G+25AT>A"), Some(0));
        assert_eq!(names.which_changed(25, b"25AT>ATT"), Some(1));
        assert_eq!((names.which_changed(26, b"25AT>A"), names.which_changed(25, b"")), (None, None));
    }

    #[test]
    fn snpeff_writes_alleles_as_they_are() {
        let names = AlleleNames::of(b"TA", &[b"TT", b"T"], true);
        assert_eq!((names.which(b"TT"), names.which(b"T")), (Some(0), Some(1)));
        let cut_by_vep = AlleleNames::of(b"TA", &[b"TT", b"T"], false);
        assert_eq!((cut_by_vep.which(b"T"), cut_by_vep.which(b"-")), (Some(0), Some(1)));
    }
}
