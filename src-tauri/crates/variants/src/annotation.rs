mod allele;
mod separators;

use std::sync::OnceLock;

use serde::{Deserialize, Serialize};

pub(crate) use allele::{frequency, is_unreadable_frequency, largest_of};

use self::{
    allele::{Annotated, rs_number},
    separators::separators,
};
use crate::{
    ClinVarClass, Consequence, Genes, Kind,
    alleles::AlleleNames,
    intern::Interner,
    profile::{Meaning, Profile, foreign_term, old_symbol},
    record::{Record, number},
};

/// How consequences are annotated in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AnnotationKind {
    /// Ensembl VEP, `CSQ`.
    Vep,
    /// SnpEff, `ANN`.
    Snpeff,
    /// bcftools csq, `BCSQ`.
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

/// Whose an entry of the annotation is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Owner {
    /// This alternate's, counted from 0.
    One(usize),
    /// Of every alternate of the record: bcftools csq names no change for splice, UTR, intron and non-coding.
    Every,
    /// It names an allele that the record does not have, or another record (`@POS`).
    NotKnown,
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
    /// What belongs to no alternate by its `Allele`: it counts for those that nothing belongs to by name.
    shared: Annotated,
    names: AlleleNames,
    /// POS of the last record.
    position: u32,
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
            names: AlleleNames::default(),
            position: 0,
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
        self.position = record.position;
        self.names.fill(record.reference, alternates, self.profile.alleles_are_raw);
        let mut has_entries = false;
        for (key, value) in record.info_fields() {
            if !self.profile.csq_key.is_empty() && key == self.profile.csq_key {
                self.entries(value, alternates.len());
                has_entries = true;
            } else if let Some(known) = self.profile.info(key) {
                self.info_value(known.meaning, known.first, value, alternates);
            }
        }
        let own_rs = record.id.split(|b| *b == b';').find_map(rs_number);
        for found in &mut self.found[..alternates.len()] {
            if has_entries && !found.matched {
                found.fill_from(&self.shared);
            }
            found.settle(own_rs);
        }
    }

    /// `first`: where the value of the first alternate stands, in a list by allele.
    fn info_value(&mut self, meaning: Meaning, first: Option<usize>, value: &[u8], alternates: &[&[u8]]) {
        let count = alternates.len();
        if meaning == Meaning::SpliceAiRecord {
            for (found, alternate) in self.found.iter_mut().zip(alternates) {
                for score in spliceai_scores(value, alternate) {
                    found.value(Meaning::SpliceAi, b"", score);
                }
            }
            return;
        }
        let values = if first.is_some() { 1 + memchr::memchr_iter(b',', value).count() } else { 1 };
        let words = matches!(meaning, Meaning::ClinVar | Meaning::Review);
        let several = || alternates.iter().filter(|a| Kind::of(b"N", a).is_real()).count() > 1;
        let by_allele = first.is_some_and(|first| values == first + count);
        if meaning.is_frequency() && count > 1 && !by_allele && (first.is_some() || value.contains(&b',')) {
            // Of which allele each frequency is, is not told.
            return;
        }
        for (i, found) in self.found[..count].iter_mut().enumerate() {
            let mine = match first {
                Some(first) if values == first + count && values > 1 => value.split(|b| *b == b',').nth(first + i),
                _ => (values == 1 || words).then_some(value),
            };
            let Some(text) = mine else { continue };
            if meaning == Meaning::ClinVar {
                // The record's own field is more exact than VEP's co-located one.
                let class = ClinVarClass::parse(text);
                if !by_allele && several() {
                    found.of_record = class;
                } else if class != ClinVarClass::None {
                    found.clinvar = class;
                }
            } else {
                found.value(meaning, b"", text);
            }
        }
    }

    /// The entries by transcript: separated by `,`, their fields by `|`.
    fn entries(&mut self, value: &[u8], alternates: usize) {
        let (mut field, mut start) = (0, 0);
        let mut last = None;
        separators(value, |at, byte| {
            if let Some(place) = self.fields.get_mut(field) {
                *place = (start, at);
            }
            (start, field) = (at + 1, field + 1);
            if byte == b',' {
                last = self.whole_entry(value, alternates, field, last);
                field = 0;
            }
        });
        if let Some(place) = self.fields.get_mut(field) {
            *place = (start, value.len());
        }
        self.whole_entry(value, alternates, field + 1, last);
    }

    /// An entry of which the first `known` fields are there.
    fn whole_entry(&mut self, value: &[u8], alternates: usize, known: usize, last: Option<Owner>) -> Option<Owner> {
        self.fields.iter_mut().skip(known).for_each(|f| *f = (0, 0));
        let owner = self.entry(value, alternates, last);
        std::mem::swap(&mut self.fields, &mut self.before);
        owner
    }

    /// One entry; answers whose it is, `None` where its gene is hidden.
    fn entry(&mut self, value: &[u8], alternates: usize, last: Option<Owner>) -> Option<Owner> {
        let places = &self.profile.entry;
        let field = |place: Option<usize>| {
            let (start, end) = place.map_or((0, 0), |p| self.fields[p]);
            &value[start..end]
        };
        let (allele, terms) = (field(places.allele), field(places.consequence));
        let (symbol, old, mut hgnc) = (field(places.symbol), field(places.old_symbol), field(places.hgnc));
        let old_symbol = std::str::from_utf8(old).ok().and_then(old_symbol);
        if hgnc.is_empty() && old_symbol.is_none() {
            hgnc = old;
        }
        let name = match (symbol, old_symbol) {
            (b"", Some(old)) => old.as_bytes(),
            (b"", None) => field(places.gene),
            (symbol, _) => symbol,
        };
        let number =
            number(field(places.allele_number)).and_then(|n| usize::try_from(n).ok()).and_then(|n| n.checked_sub(1));
        let owner = |place: Option<usize>| place.map_or(Owner::NotKnown, Owner::One);
        let owner = match number.filter(|n| *n < alternates) {
            Some(n) => Owner::One(n),
            None if places.allele.is_none() => match field(places.change) {
                b"" if places.change.is_some() && !points_elsewhere(terms) => Owner::Every,
                change => owner(self.names.which_changed(self.position, change)),
            },
            None => owner(self.names.which(allele)),
        };
        let gene = self.gene(name, hgnc);
        if gene.is_some_and(|g| self.hidden[g as usize]) {
            return None;
        }
        let same_allele = last == Some(owner);
        let owners = match owner {
            Owner::One(n) => &mut self.found[n..=n],
            Owner::Every => &mut self.found[..alternates],
            Owner::NotKnown => std::slice::from_mut(&mut self.shared),
        };
        for found in owners {
            found.matched |= matches!(owner, Owner::One(_));
            for consequence in consequences(terms) {
                found.effect(gene.unwrap_or(Genes::NONE), consequence);
            }
            for &(place, meaning) in &self.profile.values {
                let ((start, end), (s, e)) = (self.fields[place], self.before[place]);
                let text = &value[start..end];
                // Most values are the same in every transcript.
                let known = same_allele && *text == value[s..e];
                if !text.is_empty() && !known {
                    found.value(meaning, allele, text);
                }
            }
        }
        Some(owner)
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

/// True for the consequence of an entry of bcftools csq that is told at another record.
pub(crate) fn points_elsewhere(terms: &[u8]) -> bool {
    terms.starts_with(b"@")
}

/// The four delta scores of SpliceAI's own INFO entry for an alternate.
fn spliceai_scores<'a>(value: &'a [u8], alternate: &'a [u8]) -> impl Iterator<Item = &'a [u8]> {
    value
        .split(|b| *b == b',')
        .filter(move |entry| entry.split(|b| *b == b'|').next() == Some(alternate))
        .flat_map(|entry| entry.split(|b| *b == b'|').skip(2).take(4))
}

/// The consequences of the terms of an entry. That a feature grows longer or shorter is said of introns as well, where it
/// changes nothing (VEP gives it the impact MODIFIER there): beside such a term alone it does not count.
pub(crate) fn consequences(terms: &[u8]) -> impl Iterator<Item = Consequence> {
    let of = |terms| <[u8]>::split(terms, |b| *b == b'&').map(consequence);
    let resizes = |c: Consequence| matches!(c, Consequence::FeatureElongation | Consequence::FeatureTruncation);
    let outside = |c: Consequence| c >= Consequence::Intron && c != Consequence::SequenceVariant;
    let only_outside = move || {
        let mut others = of(terms).filter(|c| !resizes(*c)).peekable();
        others.peek().is_some() && others.all(outside)
    };
    of(terms).filter(move |c| !(resizes(*c) && only_outside()))
}

/// The consequence of a term of the Sequence Ontology or of another program; [`Consequence::SequenceVariant`] for a term that is not known.
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
    let own = same_length.iter().copied().find(|c| c.term().as_bytes() == term);
    own.or_else(|| foreign_term(term)).unwrap_or(Consequence::SequenceVariant)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;

    #[test]
    fn an_entry_is_of_the_allele_that_it_names_however_the_others_could_be_called() {
        const HEADER: &str = "##fileformat=VCFv4.2\n##INFO=<ID=CSQ,Number=.,Type=String,Description=\"VEP. Format: \
            Allele|Consequence|SYMBOL|gnomADe_AF\">\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\n";
        let common = (Consequence::Intron, Some(0.2));
        let rare = (Consequence::Frameshift, Some(0.0));
        for (alleles, csq, expected) in [
            ("GAA\tGA,G", "A|intron_variant|SCN1A|0.2,-|frameshift_variant|SCN1A|0", [common, rare]),
            ("GAA\tG,GA", "A|intron_variant|SCN1A|0.2,-|frameshift_variant|SCN1A|0", [rare, common]),
            ("A\tAT,T", "AT|frameshift_variant|SCN1A|0,T|intron_variant|SCN1A|0.2", [rare, common]),
            ("a\tt,g", "T|frameshift_variant|SCN1A|0,G|intron_variant|SCN1A|0.2", [rare, common]),
        ] {
            let table = testing::table(&format!("{HEADER}chr2\t166000000\t.\t{alleles}\t.\tPASS\tCSQ={csq}\n"));
            let found = [0, 1].map(|row| (table.consequence(row), table.max_af(row)));
            assert_eq!(found, expected, "{alleles}");
        }
    }

    #[test]
    fn a_longer_intron_is_an_intron() {
        for (terms, gravest) in [
            ("intron_variant&feature_elongation", Consequence::Intron),
            ("feature_truncation&intron_variant&NMD_transcript_variant", Consequence::Intron),
            ("coding_sequence_variant&intron_variant&feature_truncation", Consequence::FeatureTruncation),
            ("feature_elongation", Consequence::FeatureElongation),
            ("intron_variant&a_new_term&feature_elongation", Consequence::FeatureElongation),
        ] {
            assert_eq!(consequences(terms.as_bytes()).min(), Some(gravest), "{terms}");
        }
    }

    #[test]
    fn terms_are_found_by_their_text() {
        assert_eq!(consequence(b"splice_donor_5th_base_variant"), Consequence::SpliceDonorFifthBase);
        assert_eq!(consequence(b"a_new_term"), Consequence::SequenceVariant);
        assert_eq!(consequence(b"*missense"), Consequence::Missense);
        assert_eq!(consequence(b"5_prime_utr"), Consequence::FivePrimeUtr);
        assert_eq!(consequence(b"disruptive_inframe_deletion"), Consequence::InframeDeletion);
        assert_eq!(consequence(b"@12345"), Consequence::ProteinAltering);
        assert_eq!(consequence(b""), Consequence::NotAnnotated);
    }
}
