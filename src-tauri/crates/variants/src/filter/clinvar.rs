use serde::{Deserialize, Serialize};

use super::{Test, Why, rows};
use crate::{ClinVarClass, Note, VariantTable};

/// What a pathogenic or likely pathogenic entry in ClinVar does, if it has at least one star and no conflict. Kept
/// rows are marked in any case, conflicting and starless entries too.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClinvarUse {
    /// It marks the row.
    #[default]
    Mark,
    /// It keeps the row against every soft filter.
    Rescue,
    /// Rows without it are removed.
    Only,
}

/// Where a row stands that ClinVar calls pathogenic, or disputes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ClinvarStanding {
    /// Pathogenic or likely pathogenic, at least one star, no conflict.
    Pathogenic,
    /// Pathogenic or likely pathogenic without a star.
    Starless,
    /// Pathogenic or likely pathogenic; the review status is not given.
    StatusNotGiven,
    /// Pathogenic or likely pathogenic, at least one star; but the record has several alternates, and of which is not told.
    AlleleNotTold,
    /// Conflicting classifications.
    Conflicting,
    /// The entry means the reference allele: more than half of a population carries the alternate one.
    MeansReference,
}

impl ClinvarStanding {
    pub(super) fn note(self) -> Note {
        match self {
            Self::Pathogenic => Note::ClinvarPathogenic,
            Self::Starless => Note::ClinvarStarless,
            Self::StatusNotGiven => Note::ClinvarStatusNotGiven,
            Self::AlleleNotTold => Note::ClinvarAlleleNotTold,
            Self::Conflicting => Note::ClinvarConflicting,
            Self::MeansReference => Note::ClinvarMeansReference,
        }
    }
}

/// The ClinVar entries of a table; as a filter it keeps the pathogenic ones.
#[derive(Clone, Copy)]
pub(super) struct Entries<'a> {
    pub table: &'a VariantTable,
}

impl Entries<'_> {
    /// `None` without an entry of interest.
    #[inline]
    pub fn standing(self, row: usize) -> Option<ClinvarStanding> {
        let class = self.table.clinvar[row];
        if class == ClinVarClass::Conflicting {
            return Some(ClinvarStanding::Conflicting);
        }
        if !class.is_pathogenic() {
            return None;
        }
        // No pathogenic allele is carried by most people. VEP gives an entry to every allele of the place: where the
        // assembly has the rare allele as its reference (F5 R506Q in GRCh37), the alternate one is the healthy one.
        if self.table.max_af(row).is_some_and(|f| f > 0.5) {
            return Some(ClinvarStanding::MeansReference);
        }
        Some(match self.table.stars(row) {
            Some(0) => ClinvarStanding::Starless,
            Some(_) if self.table.is_clinvar_of_record(row) => ClinvarStanding::AlleleNotTold,
            Some(_) => ClinvarStanding::Pathogenic,
            None => ClinvarStanding::StatusNotGiven,
        })
    }
}

impl Test for Entries<'_> {
    #[inline]
    fn keeps(&self, row: usize) -> bool {
        // That it is of another allele is not known either: it is kept, and that is said.
        matches!(self.standing(row), Some(ClinvarStanding::Pathogenic | ClinvarStanding::AlleleNotTold))
    }

    fn word(&self, first: usize, asked: u64) -> u64 {
        let entries = rows::word(rows::cells(&self.table.clinvar, first), ClinVarClass::is_pathogenic);
        rows::one_by_one(asked & entries, |place| self.keeps(first + place))
    }

    fn why(&self, row: usize) -> Why {
        Why::Clinvar { class: self.table.clinvar(row).name(), standing: self.standing(row) }
    }
}
