use crate::{
    ClinVarClass, Consequence, Genes,
    clinvar::is_conflict,
    profile::Meaning,
    record::{decimal, number},
    review_stars,
    table::{STARS_NONE, STARS_OF_RECORD, STARS_UNKNOWN},
};

/// What the annotation says of one alternate allele. Missing numbers are NaN.
#[derive(Clone, Debug)]
pub(crate) struct Annotated {
    pub consequence: Consequence,
    pub gene: u32,
    /// Every gene with its gravest consequence, in the order of the file.
    pub genes: Vec<(u32, Consequence)>,
    pub frequencies: Vec<f32>,
    pub max_af: f32,
    pub revel: f32,
    pub cadd: f32,
    pub spliceai: f32,
    pub clinvar: ClinVarClass,
    /// A class of the record as a whole: of which of its alternates is not told.
    pub(super) of_record: ClinVarClass,
    pub stars: u8,
    pub rs: u32,
    /// True where an entry names this allele.
    pub(super) matched: bool,
    conflict: bool,
}

impl Annotated {
    pub(super) fn new(frequencies: usize) -> Self {
        Self {
            consequence: Consequence::NotAnnotated,
            gene: Genes::NONE,
            genes: Vec::new(),
            frequencies: vec![f32::NAN; frequencies],
            max_af: f32::NAN,
            revel: f32::NAN,
            cadd: f32::NAN,
            spliceai: f32::NAN,
            clinvar: ClinVarClass::None,
            of_record: ClinVarClass::None,
            stars: STARS_UNKNOWN,
            rs: 0,
            matched: false,
            conflict: false,
        }
    }

    pub(super) fn clear(&mut self) {
        let mut genes = std::mem::take(&mut self.genes);
        let mut frequencies = std::mem::take(&mut self.frequencies);
        genes.clear();
        frequencies.fill(f32::NAN);
        *self = Self { genes, frequencies, ..Self::new(0) };
    }

    pub(super) fn effect(&mut self, gene: u32, consequence: Consequence) {
        if consequence < self.consequence {
            self.consequence = consequence;
            self.gene = gene;
        }
        if gene == Genes::NONE {
            return;
        }
        if self.gene == Genes::NONE && consequence == self.consequence {
            self.gene = gene;
        }
        match self.genes.iter_mut().rev().find(|(g, _)| *g == gene) {
            Some((_, gravest)) => *gravest = consequence.min(*gravest),
            None => self.genes.push((gene, consequence)),
        }
    }

    pub(super) fn value(&mut self, meaning: Meaning, allele: &[u8], text: &[u8]) {
        let largest = |kept: &mut f32, value: Option<f32>| {
            if let Some(v) = value {
                *kept = if kept.is_nan() { v } else { kept.max(v) };
            }
        };
        match meaning {
            Meaning::Frequency(column) => {
                let value = frequency(allele, text);
                largest(&mut self.frequencies[column], value);
                largest(&mut self.max_af, value);
            }
            Meaning::Population => largest(&mut self.max_af, frequency(allele, text)),
            Meaning::Revel => largest(&mut self.revel, largest_of(text, 1.0)),
            Meaning::Cadd => largest(&mut self.cadd, largest_of(text, f32::MAX)),
            Meaning::SpliceAi => largest(&mut self.spliceai, largest_of(text, 1.0)),
            Meaning::ClinVar => {
                if self.clinvar == ClinVarClass::None {
                    self.clinvar = ClinVarClass::parse(text);
                }
            }
            Meaning::Review => {
                self.stars = review_stars(text).unwrap_or(self.stars);
                self.conflict |= is_conflict(text);
            }
            Meaning::Stars => self.stars = number(text).and_then(|n| u8::try_from(n).ok()).unwrap_or(self.stars),
            Meaning::Rs => {
                if self.rs == 0 {
                    self.rs = text.split(|b| *b == b'&').find_map(rs_number).unwrap_or(0);
                }
            }
            // Its entries are taken apart by allele before they come here.
            Meaning::SpliceAiRecord => {}
        }
    }

    /// Takes over what is not known here.
    pub(super) fn fill_from(&mut self, other: &Self) {
        let missing = |kept: &mut f32, value: f32| {
            if kept.is_nan() || value > *kept {
                *kept = value;
            }
        };
        for &(gene, consequence) in &other.genes {
            self.effect(gene, consequence);
        }
        if other.consequence < self.consequence {
            self.consequence = other.consequence;
            self.gene = other.gene;
        }
        for (kept, value) in self.frequencies.iter_mut().zip(&other.frequencies) {
            missing(kept, *value);
        }
        missing(&mut self.max_af, other.max_af);
        missing(&mut self.revel, other.revel);
        missing(&mut self.cadd, other.cadd);
        missing(&mut self.spliceai, other.spliceai);
        if self.clinvar == ClinVarClass::None {
            self.clinvar = other.clinvar;
        }
        if self.stars == STARS_UNKNOWN {
            self.stars = other.stars;
        }
        self.conflict |= other.conflict;
        if self.rs == 0 {
            self.rs = other.rs;
        }
    }

    /// What only shows once everything is read: submissions in conflict, the record's own dbSNP id.
    pub(super) fn settle(&mut self, own_rs: Option<u32>) {
        self.rs = own_rs.unwrap_or(self.rs);
        if self.clinvar == ClinVarClass::None && self.of_record != ClinVarClass::None {
            self.clinvar = self.of_record;
            self.stars = STARS_OF_RECORD | self.stars & STARS_NONE;
        }
        if self.conflict && self.clinvar != ClinVarClass::None {
            self.clinvar = ClinVarClass::Conflicting;
        }
    }
}

/// A frequency between 0 and 1: the largest of several of one allele; of `T:0.1&G:0.2` (old VEP) only this allele's.
pub(crate) fn frequency(allele: &[u8], text: &[u8]) -> Option<f32> {
    // One number, as a rule.
    if let Some(one) = decimal(text) {
        return Some(one).filter(|v| (0.0..=1.0).contains(v));
    }
    text.split(|b| matches!(b, b'&' | b','))
        .filter_map(|t| match t.iter().position(|b| *b == b':') {
            Some(colon) if t[..colon] == *allele => decimal(&t[colon + 1..]),
            Some(_) => None,
            None => decimal(t),
        })
        .filter(|v| (0.0..=1.0).contains(v))
        .reduce(f32::max)
}

/// True where a frequency of the allele is given that is no number from 0 to 1.
pub(crate) fn is_unreadable_frequency(allele: &str, text: &str) -> bool {
    let mine = |part: &'_ &str| part.split_once(':').is_none_or(|(of, _)| of == allele);
    let values = text.split(['&', ',']).filter(mine).map(|part| part.rsplit(':').next().unwrap_or(part).trim());
    let mut given = values.filter(|value| !matches!(*value, "" | "." | "-" | "NA"));
    given.any(|value| decimal(value.as_bytes()).is_none_or(|v| !(0.0..=1.0).contains(&v)))
}

/// The largest of several scores; one below 0 or above the most that it can be is none.
pub(crate) fn largest_of(text: &[u8], most: f32) -> Option<f32> {
    let numbers = text.split(|b| matches!(b, b'&' | b';' | b',')).filter_map(decimal);
    numbers.filter(|v| (0.0..=most).contains(v)).reduce(f32::max)
}

/// The number of a dbSNP id `rs123`.
pub(super) fn rs_number(text: &[u8]) -> Option<u32> {
    number(text.strip_prefix(b"rs")?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frequencies_are_those_of_the_allele() {
        assert_eq!(frequency(b"T", b"T:0.1&G:0.2"), Some(0.1));
        assert_eq!(frequency(b"T", b"0.1&0.3"), Some(0.3));
        assert_eq!(frequency(b"T", b"C:0.1"), None, "another allele's frequency is not mine");
        assert_eq!(frequency(b"T", b"1.5"), None, "no frequency");
        assert_eq!(frequency(b"T", b"."), None);
    }

    #[test]
    fn what_cannot_be_read_is_not_missing() {
        for text in ["1.5", "-0.1", "nan", "rare", "0.1&2", "T:x"] {
            assert!(is_unreadable_frequency("T", text), "{text}");
        }
        for text in ["", ".", "0", "1", "1e-5", "0.1&.", "C:x", "C:0.1&T:0.2"] {
            assert!(!is_unreadable_frequency("T", text), "{text}");
        }
    }

    #[test]
    fn a_score_outside_its_range_is_none() {
        assert_eq!(largest_of(b"0.2&1.5", 1.0), Some(0.2));
        assert_eq!((largest_of(b"-1", 1.0), largest_of(b"-0.5", f32::MAX)), (None, None));
        assert_eq!(largest_of(b"35", f32::MAX), Some(35.0));
    }
}
