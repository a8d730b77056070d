use serde::{Deserialize, Serialize};

/// Why something is not there. Unknown is not absent: the five answers never share a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Absence {
    /// Looked for, could have been seen, is not there.
    TrulyAbsent,
    /// The place was read but the caller gave no genotype (`./.`).
    NotCalled,
    /// Too little or too poor data at the place to say anything.
    NotCallable,
    /// The gene is not in the panel of this analysis.
    NotInPanel,
    /// Not part of this analysis: the one answer for every sealed region, variant or none.
    NotAnalysed,
}
