use std::fmt;

use domain::{Pattern, PersonId, Region};
use serde::Serialize;

use super::{AlleleFrequency, ClinvarStanding};
use crate::{Kind, PatternSet};

/// Why a filter removed a row, with its numbers.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum Why {
    /// `*` or `<NON_REF>`.
    NoAllele {
        /// Which.
        kind: Kind,
    },
    /// The proband does not have the allele.
    NotCarried,
    /// The proband has no genotype here.
    NotCalled,
    /// Outside of the regions asked for.
    OutsideRegions {
        /// The regions asked for.
        regions: Vec<Region>,
    },
    /// None of its genes is in the panel.
    NotInPanel {
        /// Its genes.
        genes: Vec<String>,
    },
    /// The caller's filter.
    FilterColumn {
        /// The text of FILTER.
        value: String,
    },
    /// Too few reads in the proband.
    Depth {
        /// As in the file.
        value: u16,
        /// The least that is asked.
        limit: u16,
    },
    /// Too low a genotype quality in the proband.
    GenotypeQuality {
        /// As in the file.
        value: u16,
        /// The least that is asked.
        limit: u16,
    },
    /// The share of reads with the allele does not fit the proband's genotype.
    Balance {
        /// Reads with the allele.
        alternate: u16,
        /// All reads.
        depth: u16,
        /// Least share in percent.
        low: u8,
        /// Largest share in percent.
        high: u8,
    },
    /// Too common.
    Frequency {
        /// The largest frequency in any population.
        value: AlleleFrequency,
        /// The population, where it is named.
        population: Option<String>,
        /// The largest that is asked.
        limit: AlleleFrequency,
    },
    /// Not one of the consequences asked for.
    Consequence {
        /// The gravest one.
        term: &'static str,
        /// The SpliceAI score, where given.
        spliceai: Option<String>,
    },
    /// The record has no annotation for this allele.
    NotAnnotated,
    /// Not pathogenic in ClinVar with a star and without conflict.
    Clinvar {
        /// The class, where there is an entry.
        class: Option<&'static str>,
        /// Why a pathogenic entry does not count.
        standing: Option<ClinvarStanding>,
    },
    /// No pattern that is asked for holds.
    Inheritance {
        /// Who speaks against which pattern.
        against: Vec<Against>,
        /// It may be half of a pair, but no second variant of the gene is kept.
        no_second_variant: bool,
        /// It may be one of a deletion and a variant opposite to it, but the other one is not kept.
        not_opposite: bool,
        /// Patterns that hold but for which it is too common.
        too_common_for: PatternSet,
    },
}

impl Why {
    /// The same without a word about relatives: for rows whose origin may not be told.
    #[must_use]
    pub(crate) fn of_proband_alone(self, proband: &PersonId) -> Self {
        match self {
            Self::Inheritance { against, no_second_variant, not_opposite, too_common_for } => {
                let alone = |a: Against| Against { person: a.person.filter(|p| p == proband), ..a };
                let against = against.into_iter().map(alone).collect();
                Self::Inheritance { against, no_second_variant, not_opposite, too_common_for }
            }
            other => other,
        }
    }
}

/// A pattern that does not hold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Against {
    /// The pattern.
    pub pattern: Pattern,
    /// The first person whose genotype does not fit it; `None` where no genotype says so: the origin cannot be shown.
    pub person: Option<PersonId>,
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoAllele { kind: Kind::NonRef } => f.write_str("allele: <NON_REF> is no allele of its own"),
            Self::NoAllele { .. } => f.write_str("allele: * stands for a deletion that has its own record"),
            Self::NotCarried => f.write_str("carried: the proband does not carry it"),
            Self::NotCalled => f.write_str("carried: not called in the proband"),
            Self::OutsideRegions { regions } => {
                let regions: Vec<String> = regions.iter().map(Region::to_string).collect();
                write!(f, "region: outside of {}", regions.join(", "))
            }
            Self::NotInPanel { genes } if genes.is_empty() => f.write_str("panel: in no gene"),
            Self::NotInPanel { genes } => write!(f, "panel: {} not in the panel", genes.join(", ")),
            Self::FilterColumn { value } => write!(f, "quality: FILTER is {value}"),
            Self::Depth { value, limit } => write!(f, "quality: depth {value} in the proband below {limit}"),
            Self::GenotypeQuality { value, limit } => {
                write!(f, "quality: genotype quality {value} in the proband below {limit}")
            }
            Self::Balance { alternate, depth, low, high } => write!(
                f,
                "quality: {alternate} of {depth} reads with the allele in the proband, outside of {low} to {high} %"
            ),
            Self::Frequency { value, population: Some(population), limit } => {
                write!(f, "frequency: {value} in {population} above {limit}")
            }
            Self::Frequency { value, population: None, limit } => write!(f, "frequency: {value} above {limit}"),
            Self::Consequence { term, spliceai: None } => write!(f, "consequence: {term} is not asked for"),
            Self::Consequence { term, spliceai: Some(score) } => {
                write!(f, "consequence: {term} is not asked for, SpliceAI {score}")
            }
            Self::NotAnnotated => f.write_str("consequence: the record has no annotation for this allele"),
            Self::Clinvar { class: None, .. } => f.write_str("clinvar: no entry"),
            Self::Clinvar { class: Some(class), standing } => {
                write!(f, "clinvar: {class}{}", standing.map_or("", standing_text))
            }
            Self::Inheritance { against, no_second_variant, not_opposite, too_common_for } => {
                inheritance(f, against, [*no_second_variant, *not_opposite], *too_common_for)
            }
        }
    }
}

fn standing_text(standing: ClinvarStanding) -> &'static str {
    match standing {
        ClinvarStanding::Pathogenic | ClinvarStanding::Conflicting => "",
        ClinvarStanding::Starless => " without a star",
        ClinvarStanding::StatusNotGiven => ", review status not given",
        ClinvarStanding::AlleleNotTold => ", of which alternate of the record is not told",
        ClinvarStanding::MeansReference => ", about the reference allele: most people carry this one",
    }
}

fn inheritance(
    f: &mut fmt::Formatter<'_>,
    against: &[Against],
    [no_second_variant, not_opposite]: [bool; 2],
    too_common_for: PatternSet,
) -> fmt::Result {
    let mut parts = Vec::new();
    if no_second_variant {
        parts.push("compound_heterozygous: no second variant of the gene is kept".to_owned());
    }
    if not_opposite {
        parts.push("hemizygous_deletion: no variant and deletion opposite to each other are kept".to_owned());
    }
    parts.extend(too_common_for.iter().map(|p| format!("{p}: too common for it")));
    parts.extend(against.iter().map(|a| match &a.person {
        Some(person) => format!("{}: the genotype of {person} does not fit", a.pattern),
        None => format!("{}: the origin cannot be shown", a.pattern),
    }));
    write!(f, "inheritance: {}", parts.join("; "))
}
