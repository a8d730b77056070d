//! The thresholds of proposals as data: `assets/rules/acmg-evidence.json`.

use domain::{Assembly, Strength};
use serde::Deserialize;

use crate::Error;

const SCHEMA: &str = "shirube.acmg-evidence/1";
const SHIPPED: &str = include_str!("../../../../../assets/rules/acmg-evidence.json");

/// From which numbers criteria are proposed, each with its source.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Thresholds {
    schema: String,
    /// The id.
    pub id: String,
    /// The version.
    pub version: String,
    pub(super) frequency: Frequency,
    pub(super) revel: Revel,
    pub(super) spliceai: SpliceAi,
    pub(super) constraint: Constraint,
    pub(super) pvs1: Tree,
    pub(super) de_novo: DeNovoLimits,
    ba1_exceptions: Exceptions,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Frequency {
    pub ba1: f64,
    pub bs1: f64,
    pub pm2_dominant: f64,
    pub pm2_recessive: f64,
    pub source: String,
}

/// Bands from the strongest to the weakest.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Revel {
    pub pp3: Vec<(Strength, f64)>,
    pub bp4: Vec<(Strength, f64)>,
    pub source: String,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SpliceAi {
    pub pp3: f64,
    pub bp4: f64,
    pub source: String,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Constraint {
    pub lof_pli: f64,
    pub lof_loeuf: f64,
    pub lof_loeuf_v2: f64,
    pub missense_z: f64,
    pub source: String,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Tree {
    pub protein_share: f64,
    pub last_junction: u32,
    pub source: String,
}

/// From which probability of a disease of the gene, by the signs alone, they are specific for it, consistent with it, or
/// consistent with it among many.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DeNovoLimits {
    pub specific: f64,
    pub consistent: f64,
    pub many_genes: f64,
    pub source: String,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Exceptions {
    #[allow(dead_code, reason = "named in the file, for people")]
    source: String,
    variants: Vec<Exception>,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Exception {
    assembly: Assembly,
    variant: String,
    #[allow(dead_code, reason = "named in the file, for people")]
    clinvar: u32,
}

impl Thresholds {
    /// The thresholds that ship.
    ///
    /// # Errors
    /// [`Error`] where the file that ships is damaged.
    pub fn shipped() -> Result<Self, Error> {
        Self::read("acmg-evidence.json", SHIPPED)
    }

    /// Reads thresholds; `file` is for messages.
    ///
    /// # Errors
    /// [`Error::Json`], [`Error::Schema`], [`Error::Rule`] where numbers do not rise or fall as they must.
    pub fn read(file: &str, text: &str) -> Result<Self, Error> {
        let read: Self = serde_json::from_str(text).map_err(|source| Error::Json {
            file: file.to_owned(),
            source,
            expected: "thresholds (frequency, revel, spliceai, constraint, pvs1, de_novo, ba1_exceptions)",
        })?;
        if read.schema != SCHEMA {
            return Err(Error::Schema { file: file.to_owned(), found: read.schema, expected: SCHEMA });
        }
        let frequency = &read.frequency;
        let rise = [0.0, frequency.pm2_dominant, frequency.pm2_recessive, frequency.bs1, frequency.ba1, 1.0];
        let ordered = |rule: &str, holds: bool| {
            let what = "the numbers are not in order".to_owned();
            if holds { Ok(()) } else { Err(Error::Rule { file: file.to_owned(), rule: rule.to_owned(), what }) }
        };
        ordered("frequency", rise.is_sorted())?;
        let DeNovoLimits { specific, consistent, many_genes, .. } = read.de_novo;
        ordered("de_novo", [0.0, many_genes, consistent, specific, 1.0].is_sorted())?;
        ordered(
            "revel",
            read.revel.pp3.iter().rev().map(|b| b.1).is_sorted() && read.revel.bp4.iter().map(|b| b.1).is_sorted(),
        )?;
        ordered("spliceai", read.spliceai.bp4 < read.spliceai.pp3)?;
        Ok(read)
    }

    /// Bases before the last junction of exons within which a stop escapes nonsense-mediated decay.
    pub fn last_junction(&self) -> u32 {
        self.pvs1.last_junction
    }

    /// Whether BA1 does not hold for an allele (chrom-pos-ref-alt without `chr`, in its normal form) though it is common.
    pub(super) fn is_ba1_exception(&self, assembly: Assembly, variant: &str) -> bool {
        self.ba1_exceptions.variants.iter().any(|known| known.assembly == assembly && known.variant == variant)
    }
}
