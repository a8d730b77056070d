//! The state of a consent and the [`ConsentScope`] made from it: what may be shown, and why not.
//!
//! Genes are *primary* for a case (the ordered disease, the chosen panels), *sensitive* (on a versioned list), both or
//! neither. What is sensitive and not primary is sealed, per person, as long as that person's consent does not open its
//! category. Sealing depends on the person and the region, never on the data.

mod category;
mod error;
mod lists;
mod map;
mod record;
mod scope;
mod sealing;

pub use category::{Category, ParseCategoryError};
pub use error::ConsentError;
pub use lists::{ReturnRule, SensitiveLists, SensitiveSource};
pub use map::{FLANK, SensitiveMap, SensitiveRegion};
pub use record::{AgeClass, ConsentRecord, ConsentState, Decider, Decision, Item, Proxy, ProxyRelation};
pub use scope::{Breadth, ConsentScope};
pub use sealing::Sealing;
