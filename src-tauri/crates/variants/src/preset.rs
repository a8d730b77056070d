use std::fmt;

use domain::Pattern;
use serde::{Deserialize, Serialize};

use crate::{ClinvarUse, ConsequenceFilter, ConsequenceSet, Filters, FrequencyLimits, PatternSet, Quality, Thresholds};

/// A named, versioned set of filters. A change of any number is a new version: results name both.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Preset {
    /// Its name.
    pub name: String,
    /// Counts up with every change.
    pub version: u32,
    /// The filters.
    pub filters: Filters,
}

/// A text names no preset.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{text:?} is no preset: expected one of {}", Preset::NAMES.join(", "))]
pub struct ParsePresetError {
    /// The text as found.
    pub text: String,
}

/// Depth, genotype quality and balance as usual for diagnostic exomes and genomes.
const USUAL: Thresholds = Thresholds {
    min_depth: 8,
    min_genotype_quality: 20,
    min_heterozygous_percent: 20,
    max_heterozygous_percent: 80,
    min_homozygous_percent: 80,
};

impl Preset {
    /// The presets that come with the program.
    pub const NAMES: [&'static str; 9] = [
        "standard",
        "strict_de_novo",
        "dominant_rare",
        "recessive",
        "compound_heterozygous",
        "x_linked",
        "clinvar_rescue",
        "relaxed",
        "panel_only",
    ];

    /// One of [`Preset::NAMES`].
    ///
    /// # Errors
    /// [`ParsePresetError`] for any other name.
    pub fn named(name: &str) -> Result<Self, ParsePresetError> {
        let filters = match name {
            "standard" => standard(),
            "strict_de_novo" => strict_de_novo(),
            "dominant_rare" => asking(&[Pattern::DeNovo, Pattern::Dominant, Pattern::XDominant]),
            "recessive" => asking(&[Pattern::Recessive, Pattern::CompoundHeterozygous, Pattern::HemizygousDeletion]),
            "compound_heterozygous" => asking(&[Pattern::CompoundHeterozygous, Pattern::HemizygousDeletion]),
            "x_linked" => asking(&[Pattern::XRecessive, Pattern::XDominant]),
            "clinvar_rescue" => Filters { carried: true, clinvar: ClinvarUse::Only, ..Filters::default() },
            "relaxed" => relaxed(),
            "panel_only" => Filters { carried: true, panel: true, ..Filters::default() },
            _ => return Err(ParsePresetError { text: name.to_owned() }),
        };
        // The last version of most keeps changes in RNA genes and asks no balance of mitochondrial variants; before, that of
        // strict_de_novo refuses de novo where a parent shows the allele in the reads.
        let version = match name {
            "clinvar_rescue" | "panel_only" | "compound_heterozygous" => 1,
            "strict_de_novo" => 3,
            _ => 2,
        };
        Ok(Self { name: name.to_owned(), version, filters })
    }
}

impl fmt::Display for Preset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.name, self.version)
    }
}

/// All patterns, rare by mode, coding, splice and RNA genes.
fn standard() -> Filters {
    Filters {
        carried: true,
        quality: Some(Quality { passing: true, thresholds: USUAL }),
        frequency: Some(FrequencyLimits::RARE),
        consequence: Some(ConsequenceFilter {
            terms: ConsequenceSet::coding_and_splice(),
            min_spliceai_percent: Some(20),
            rna_genes: true,
        }),
        clinvar: ClinvarUse::Rescue,
        inheritance: Some(PatternSet::ANY),
        ..Filters::default()
    }
}

/// As standard, for some patterns only.
fn asking(patterns: &[Pattern]) -> Filters {
    Filters { inheritance: Some(PatternSet::of(patterns)), ..standard() }
}

fn strict_de_novo() -> Filters {
    let thresholds = Thresholds { min_depth: 10, min_heterozygous_percent: 25, max_heterozygous_percent: 75, ..USUAL };
    Filters {
        quality: Some(Quality { passing: true, thresholds }),
        clinvar: ClinvarUse::Mark,
        clean_parents: true,
        ..asking(&[Pattern::DeNovo])
    }
}

/// Higher frequencies, poorer genotypes and the caller's doubts allowed, untranslated and synonymous variants too.
fn relaxed() -> Filters {
    use crate::Consequence::{CodingSequence, FivePrimeUtr, MatureMiRna, ThreePrimeUtr};
    let thresholds = Thresholds {
        min_depth: 4,
        min_genotype_quality: 10,
        min_heterozygous_percent: 10,
        max_heterozygous_percent: 90,
        min_homozygous_percent: 70,
    };
    let usual = standard();
    let mild = [CodingSequence, MatureMiRna, FivePrimeUtr, ThreePrimeUtr];
    let terms = crate::Consequence::ALL.iter().copied().filter(|c| *c <= crate::Consequence::Synonymous).chain(mild);
    Filters {
        quality: Some(Quality { passing: false, thresholds }),
        frequency: Some(FrequencyLimits::RELAXED),
        consequence: Some(ConsequenceFilter {
            terms: terms.collect(),
            min_spliceai_percent: Some(10),
            rna_genes: true,
        }),
        ..usual
    }
}
