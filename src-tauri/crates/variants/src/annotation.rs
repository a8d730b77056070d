use serde::{Deserialize, Serialize};

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
