//! The FHIR R4 and Phenopacket shapes that are read and written.
//!
//! [`Bundle`], [`resource`] and [`element`] are FHIR R4 (4.0.1) with the names of JP Core 1.2; [`phenopacket`] is the GA4GH
//! Phenopacket, version 2. They hold the fields that this program reads or writes and no others: both formats are open,
//! so a field that is not known is passed over, but a `modifierExtension`, which may turn the meaning round, is
//! refused. [`case`] and [`Phenotype`] are the same as plain values of the clinic. Every error names the file, the place in
//! it as a JSON path, and what was expected.

mod bundle;
pub mod case;
mod date;
pub mod element;
mod error;
mod json;
mod onset;
pub mod phenopacket;
mod phenotype;
pub mod resource;
pub mod system;

pub use bundle::{Bundle, Entry, Resource};
pub use date::{DateTime, ParseDateError, PartialDate};
pub use error::FhirError;
pub use json::MAX_BYTES;
pub use onset::{Age, Onset, ParseAgeError};
pub use phenotype::{Feature, Phenotype};
