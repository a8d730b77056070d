//! ACMG/AMP: rule sets as data, the class that criteria give, and criteria proposed from evidence. Nothing is final without
//! a person.
//!
//! ```
//! use review::RuleSet;
//!
//! let met = ["PVS1", "PM2_Supporting"].map(|code| code.parse().expect("a criterion"));
//! assert_eq!(RuleSet::acmg_2015()?.judge(&met).class.letters(), "LP");
//! assert_eq!(RuleSet::points()?.judge(&met).points, Some(9));
//! # Ok::<(), review::Error>(())
//! ```

mod codon;
mod cspec;
mod error;
mod proposal;
mod rules;
mod temperature;

pub use codon::Codon;
pub use cspec::read_cspec;
pub use error::Error;
pub use proposal::{
    Clinvar, ClinvarNeighbour, DeNovo, Facts, Message, Origin, OtherAllele, Phase, Proposal, Review, Thresholds,
    beside_pm1,
    pvs1::{Effect, Frame, Mechanism, Pvs1, Pvs1Facts, Region},
};
pub use rules::{Combination, Counts, Judgement, Method, RuleSet};
pub use temperature::Temperature;
