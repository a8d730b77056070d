//! The size of a repeat against the ranges of its locus, as answers tell it.

use std::fmt;

use serde::Serialize;
use variants::{RepeatRange, VariantTable};

/// The allele of a row that is a repeat.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RepeatSize {
    /// The name of the locus in the file.
    pub locus: String,
    /// The motif that is counted.
    pub motif: Option<String>,
    /// Its copies in this allele; `None` where the file does not tell.
    pub copies: Option<u32>,
    /// Where those lie; `None` where no ranges are known.
    pub range: Option<RepeatRange>,
    /// Most copies that are normal.
    pub normal_most: Option<u32>,
    /// Fewest copies that are pathogenic.
    pub pathogenic_least: Option<u32>,
    /// Where the ranges are from.
    pub source: Option<String>,
}

impl RepeatSize {
    /// Of a row; `None` where it is no repeat.
    pub(crate) fn of(table: &VariantTable, row: usize) -> Option<Self> {
        let repeat = table.repeat(row)?;
        Some(Self {
            locus: repeat.locus.clone(),
            motif: repeat.motif.clone(),
            copies: repeat.copies(),
            range: repeat.range_of_row(),
            normal_most: repeat.normal_most,
            pathogenic_least: repeat.pathogenic_least,
            source: repeat.source.clone(),
        })
    }
}

impl fmt::Display for RepeatSize {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let motif = self.motif.as_deref().unwrap_or(&self.locus);
        match self.copies {
            Some(copies) => write!(f, "{copies} copies of {motif}")?,
            None => write!(f, "{motif}: number of copies not told")?,
        }
        let range = match self.range {
            Some(RepeatRange::Normal) => "normal",
            Some(RepeatRange::Intermediate) => "intermediate",
            Some(RepeatRange::Pathogenic) => "pathogenic",
            None => return f.write_str(", no ranges known"),
        };
        write!(f, ", {range}")?;
        if let (Some(normal), Some(pathogenic)) = (self.normal_most, self.pathogenic_least) {
            write!(f, " (normal up to {normal}, pathogenic from {pathogenic}")?;
            if let Some(source) = &self.source {
                write!(f, "; {source}")?;
            }
            f.write_str(")")?;
        }
        Ok(())
    }
}
