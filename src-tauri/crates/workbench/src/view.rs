//! What the window shows and asks: one file per screen, each with its plain types and the use cases that fill them.
//!
//! Replies are read only, requests are given; no type is both. Ids are text, counts are `u32`, sizes in bytes `f64` (exact
//! up to 2^53). Dates are ISO 8601 text as they were written; times are UTC. Everything that a person reads in his own
//! language comes as a key (an enum) or in both languages.

pub mod case;
pub mod consent;
pub mod explained;
pub mod fault;
pub mod genome;
pub mod hub;
pub mod knowledge;
pub mod known;
pub mod panels;
pub mod phenotype;
pub mod picture;
pub mod quality;
pub mod report;
pub mod session;
pub mod settings;
pub mod variant;
pub mod variant_row;
pub mod variants;
pub mod worklist;
