//! Phenotype and variant evidence to ordered candidates, each with its reasons.

mod error;
pub mod phenotype;

pub use error::Error;
