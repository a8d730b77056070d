//! Reads VCF, splits it by consent, builds the variant table, finds inheritance, filters with reasons.

mod annotation;
mod clinvar;
mod column;
mod consequence;
mod genes;
mod genotype;
mod kind;
mod table;

pub use annotation::AnnotationKind;
pub use clinvar::{ClinVarClass, review_stars};
pub use column::{Counts, Numbers};
pub use consequence::{Consequence, Impact, ParseConsequenceError};
pub use genes::Genes;
pub use genotype::{Call, GenotypeCode};
pub use kind::Kind;
pub use table::{Contig, FILTER_MISSING, FILTER_PASS, Frequency, GeneHit, Part, Sample, VariantTable};
