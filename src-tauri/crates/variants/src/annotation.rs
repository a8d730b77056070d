use std::sync::OnceLock;

use serde::{Deserialize, Serialize};

use crate::{
    ClinVarClass, Consequence, Genes,
    alleles::AlleleForms,
    clinvar::is_conflict,
    intern::Interner,
    profile::{Meaning, Profile},
    record::{Record, decimal, number},
    review_stars,
    table::STARS_UNKNOWN,
};

/// How consequences are annotated in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AnnotationKind {
    /// Ensembl VEP, `CSQ`.
    Vep,
    /// SnpEff, `ANN` or `EFF`. Recognized, not read yet.
    Snpeff,
    /// bcftools csq, `BCSQ`. Recognized, not read yet.
    Bcsq,
    /// No annotation of consequences.
    None,
}

impl AnnotationKind {
    /// The name in reports; `none` without annotation.
    pub fn name(self) -> &'static str {
        match self {
            Self::Vep => "vep",
            Self::Snpeff => "snpeff",
            Self::Bcsq => "bcsq",
            Self::None => "none",
        }
    }
}

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
    pub stars: u8,
    pub rs: u32,
    matched: bool,
    conflict: bool,
}

impl Annotated {
    fn new(frequencies: usize) -> Self {
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
            stars: STARS_UNKNOWN,
            rs: 0,
            matched: false,
            conflict: false,
        }
    }

    fn clear(&mut self) {
        let mut genes = std::mem::take(&mut self.genes);
        let mut frequencies = std::mem::take(&mut self.frequencies);
        genes.clear();
        frequencies.fill(f32::NAN);
        *self = Self { genes, frequencies, ..Self::new(0) };
    }

    fn effect(&mut self, gene: u32, consequence: Consequence) {
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

    fn value(&mut self, meaning: Meaning, allele: &[u8], text: &[u8]) {
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
            Meaning::Revel => largest(&mut self.revel, largest_of(text)),
            Meaning::Cadd => largest(&mut self.cadd, largest_of(text)),
            Meaning::SpliceAi => largest(&mut self.spliceai, largest_of(text)),
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
    fn fill_from(&mut self, other: &Self) {
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
}

/// Reads the annotation of records. Genes are numbered in the order in which they are first seen.
pub(crate) struct Annotator<'a> {
    profile: &'a Profile,
    hides_name: &'a (dyn Fn(&str) -> bool + Sync),
    pub genes: Interner,
    /// HGNC number of each gene, 0 where not known.
    pub hgnc: Vec<u32>,
    hidden: Vec<bool>,
    /// One per alternate of the last record.
    pub found: Vec<Annotated>,
    /// What belongs to no alternate by its `Allele`: it counts for those that nothing belongs to.
    shared: Annotated,
    forms: Vec<AlleleForms>,
    /// Start and end of each wanted CSQ field in the present entry, and in the entry before.
    fields: Vec<(usize, usize)>,
    before: Vec<(usize, usize)>,
}

impl<'a> Annotator<'a> {
    pub fn new(profile: &'a Profile, hides_name: &'a (dyn Fn(&str) -> bool + Sync)) -> Self {
        let columns = profile.frequencies.len();
        Self {
            profile,
            hides_name,
            genes: Interner::default(),
            hgnc: Vec::new(),
            hidden: Vec::new(),
            found: Vec::new(),
            shared: Annotated::new(columns),
            forms: Vec::new(),
            fields: vec![(0, 0); profile.fields],
            before: vec![(0, 0); profile.fields],
        }
    }

    /// Fills `found` for each alternate of the record.
    pub fn read(&mut self, record: &Record, alternates: &[&[u8]]) {
        while self.found.len() < alternates.len() {
            self.found.push(Annotated::new(self.profile.frequencies.len()));
        }
        self.found[..alternates.len()].iter_mut().for_each(Annotated::clear);
        self.shared.clear();
        self.forms.resize_with(alternates.len().max(self.forms.len()), AlleleForms::default);
        for (i, forms) in self.forms[..alternates.len()].iter_mut().enumerate() {
            forms.fill(record.reference, alternates, i);
        }
        let mut has_entries = false;
        for (key, value) in record.info_fields() {
            if !self.profile.csq_key.is_empty() && key == self.profile.csq_key {
                self.entries(value, alternates.len());
                has_entries = true;
            } else if let Some(meaning) = self.profile.info(key) {
                self.info_value(meaning, value, alternates);
            }
        }
        let own_rs = record.id.split(|b| *b == b';').find_map(rs_number);
        for found in &mut self.found[..alternates.len()] {
            if has_entries && !found.matched {
                found.fill_from(&self.shared);
            }
            found.rs = own_rs.unwrap_or(found.rs);
            if found.conflict && found.clinvar != ClinVarClass::None {
                found.clinvar = ClinVarClass::Conflicting;
            }
        }
    }

    fn info_value(&mut self, meaning: Meaning, value: &[u8], alternates: &[&[u8]]) {
        let count = alternates.len();
        if meaning == Meaning::SpliceAiRecord {
            for (found, alternate) in self.found.iter_mut().zip(alternates) {
                for score in spliceai_scores(value, alternate) {
                    found.value(Meaning::SpliceAi, b"", score);
                }
            }
            return;
        }
        // ClinVar's words are lists themselves; the record is about its one alternate.
        let per_allele = !matches!(meaning, Meaning::ClinVar | Meaning::Review | Meaning::Rs);
        let values = if per_allele { 1 + memchr::memchr_iter(b',', value).count() } else { 1 };
        for (i, found) in self.found[..count].iter_mut().enumerate() {
            let mine = match values {
                1 => Some(value),
                n if n == count => value.split(|b| *b == b',').nth(i),
                n if n == count + 1 => value.split(|b| *b == b',').nth(i + 1),
                _ => None,
            };
            if meaning == Meaning::ClinVar {
                // The record's own field is more exact than VEP's co-located one.
                let class = ClinVarClass::parse(value);
                found.clinvar = if class == ClinVarClass::None { found.clinvar } else { class };
            } else if let Some(text) = mine {
                found.value(meaning, b"", text);
            }
        }
    }

    /// VEP's entries: separated by `,`, their fields by `|`.
    fn entries(&mut self, value: &[u8], alternates: usize) {
        let (mut field, mut start) = (0, 0);
        let mut last = None;
        for at in Separators::of(value).chain([value.len()]) {
            if let Some(place) = self.fields.get_mut(field) {
                *place = (start, at);
            }
            start = at + 1;
            field += 1;
            if value.get(at) != Some(&b'|') {
                self.fields.iter_mut().skip(field).for_each(|f| *f = (0, 0));
                last = Some(self.entry(value, alternates, last));
                std::mem::swap(&mut self.fields, &mut self.before);
                field = 0;
            }
        }
    }

    /// One entry; answers which alternate it belongs to, `usize::MAX` for none.
    fn entry(&mut self, value: &[u8], alternates: usize, last: Option<usize>) -> usize {
        let places = &self.profile.entry;
        let field = |place: Option<usize>| {
            let (start, end) = place.map_or((0, 0), |p| self.fields[p]);
            &value[start..end]
        };
        let (allele, terms, symbol, hgnc) =
            (field(places.allele), field(places.consequence), field(places.symbol), field(places.hgnc));
        let name = if symbol.is_empty() { field(places.gene) } else { symbol };
        let number =
            number(field(places.allele_number)).and_then(|n| usize::try_from(n).ok()).and_then(|n| n.checked_sub(1));
        let which = match number.filter(|n| *n < alternates) {
            Some(n) => Some(n),
            None if places.allele.is_none() => None,
            None => self.forms[..alternates].iter().position(|f| f.has(allele)),
        };
        let gene = self.gene(name, hgnc);
        if gene.is_some_and(|g| self.hidden[g as usize]) {
            return usize::MAX;
        }
        let found = match which {
            Some(n) => &mut self.found[n],
            None => &mut self.shared,
        };
        found.matched |= which.is_some();
        for term in terms.split(|b| *b == b'&') {
            found.effect(gene.unwrap_or(Genes::NONE), consequence(term));
        }
        let which = which.unwrap_or(usize::MAX - 1);
        let same_allele = last == Some(which);
        for &(place, meaning) in &self.profile.values {
            let ((start, end), (s, e)) = (self.fields[place], self.before[place]);
            let text = &value[start..end];
            // Most values are the same in every transcript.
            let known = same_allele && *text == value[s..e];
            if !text.is_empty() && !known {
                found.value(meaning, allele, text);
            }
        }
        which
    }

    fn gene(&mut self, name: &[u8], hgnc: &[u8]) -> Option<u32> {
        if name.is_empty() || name == b"." {
            return None;
        }
        let gene = self.genes.number(name);
        let place = gene as usize;
        if place >= self.hgnc.len() {
            self.hgnc.push(0);
            self.hidden.push(std::str::from_utf8(name).is_ok_and(|n| (self.hides_name)(n)));
        }
        if self.hgnc[place] == 0 && !hgnc.is_empty() {
            let digits = hgnc.rsplit(|b| *b == b':').next().unwrap_or(hgnc);
            self.hgnc[place] = number(digits).unwrap_or(0);
        }
        Some(gene)
    }
}

/// Where `|` and `,` stand, from left to right. Eight bytes are looked at together: fields are short, so that looking for
/// each separator anew costs more than it finds.
struct Separators<'a> {
    bytes: &'a [u8],
    at: usize,
    /// The high bit of each byte that is a separator, of the eight bytes before `at`.
    found: u64,
}

impl<'a> Separators<'a> {
    fn of(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0, found: 0 }
    }

    #[inline]
    fn equal(word: u64, byte: u8) -> u64 {
        const LOW: u64 = 0x7f7f_7f7f_7f7f_7f7f;
        let differ = word ^ (u64::from(byte) * 0x0101_0101_0101_0101);
        !(((differ & LOW) + LOW) | differ | LOW)
    }
}

impl Iterator for Separators<'_> {
    type Item = usize;

    #[inline]
    fn next(&mut self) -> Option<usize> {
        while self.found == 0 {
            let rest = self.bytes.get(self.at..).filter(|r| !r.is_empty())?;
            let word = match rest.first_chunk() {
                Some(eight) => u64::from_le_bytes(*eight),
                None => {
                    let mut eight = [0; 8];
                    eight[..rest.len()].copy_from_slice(rest);
                    u64::from_le_bytes(eight)
                }
            };
            self.at += 8;
            self.found = Self::equal(word, b'|') | Self::equal(word, b',');
        }
        let byte = (self.found.trailing_zeros() / 8) as usize;
        self.found &= self.found - 1;
        Some(self.at - 8 + byte)
    }
}

/// A frequency between 0 and 1: the largest of several; of `T:0.1&G:0.2` (old VEP) only this allele's.
fn frequency(allele: &[u8], text: &[u8]) -> Option<f32> {
    text.split(|b| *b == b'&')
        .filter_map(|t| match t.iter().position(|b| *b == b':') {
            Some(colon) if t[..colon] == *allele => decimal(&t[colon + 1..]),
            Some(_) => None,
            None => decimal(t),
        })
        .filter(|v| (0.0..=1.0).contains(v))
        .reduce(f32::max)
}

fn largest_of(text: &[u8]) -> Option<f32> {
    text.split(|b| matches!(b, b'&' | b';')).filter_map(decimal).reduce(f32::max)
}

/// The four delta scores of SpliceAI's own INFO entry for an alternate.
fn spliceai_scores<'a>(value: &'a [u8], alternate: &'a [u8]) -> impl Iterator<Item = &'a [u8]> {
    value
        .split(|b| *b == b',')
        .filter(move |entry| entry.split(|b| *b == b'|').next() == Some(alternate))
        .flat_map(|entry| entry.split(|b| *b == b'|').skip(2).take(4))
}

/// The number of a dbSNP id `rs123`.
pub(crate) fn rs_number(text: &[u8]) -> Option<u32> {
    number(text.strip_prefix(b"rs")?)
}

/// The consequence of a Sequence Ontology term; [`Consequence::SequenceVariant`] for a term that is not known.
pub(crate) fn consequence(term: &[u8]) -> Consequence {
    static BY_LENGTH: OnceLock<Vec<Vec<Consequence>>> = OnceLock::new();
    let by_length = BY_LENGTH.get_or_init(|| {
        let mut table = Vec::new();
        for &c in Consequence::ALL {
            let length = c.term().len();
            if table.len() <= length {
                table.resize_with(length + 1, Vec::new);
            }
            table[length].push(c);
        }
        table
    });
    let same_length = by_length.get(term.len()).map_or(&[][..], Vec::as_slice);
    same_length.iter().copied().find(|c| c.term().as_bytes() == term).unwrap_or(Consequence::SequenceVariant)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn every_separator_is_found(text in "[|,}{a\u{80}]{0,60}") {
            let expected: Vec<usize> = memchr::memchr2_iter(b'|', b',', text.as_bytes()).collect();
            prop_assert_eq!(Separators::of(text.as_bytes()).collect::<Vec<_>>(), expected);
        }
    }

    #[test]
    fn frequencies_are_those_of_the_allele() {
        assert_eq!(frequency(b"T", b"T:0.1&G:0.2"), Some(0.1));
        assert_eq!(frequency(b"T", b"0.1&0.3"), Some(0.3));
        assert_eq!(frequency(b"T", b"C:0.1"), None, "another allele's frequency is not mine");
        assert_eq!(frequency(b"T", b"1.5"), None, "no frequency");
        assert_eq!(frequency(b"T", b"."), None);
        assert_eq!(consequence(b"splice_donor_5th_base_variant"), Consequence::SpliceDonorFifthBase);
        assert_eq!(consequence(b"a_new_term"), Consequence::SequenceVariant);
    }
}
