//! Phenotype and variant evidence to ordered candidates, each with its reasons.

mod candidate;
mod error;
mod fit;
pub mod phenotype;
mod severity;

pub use candidate::{Candidate, GeneHit, LinkedDisease, candidates, linked_diseases};
pub use error::Error;
pub use fit::Fit;
pub use severity::{Damage, Effect};
