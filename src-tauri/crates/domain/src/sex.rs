use serde::{Deserialize, Serialize};

/// Karyotypic sex as stated in the pedigree; never inferred here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sex {
    /// One X and one Y expected.
    Male,
    /// Two X expected.
    Female,
    /// Not stated.
    Unknown,
}
