//! Synthetic families and the demonstration hub (dev only).
//!
//! [`Family`] describes a made-up family with a published variant; [`Family::write`] gives its case folder and
//! [`write_hub`] a hub of several. Everything follows from the descriptions in `families/` and from `assets/`: no clock,
//! no system randomness, so that each run and machine writes the same bytes. Only tests and the demonstration use it.

mod annotation;
mod asset;
mod background;
mod bundle;
mod call;
mod chance;
mod codon;
mod coverage;
mod crowd;
mod descent;
mod family;
mod frequency;
mod gene;
mod hub;
mod packet;
pub mod reads;
mod record;
mod site;
mod variant;
pub mod vcf;

pub use annotation::FIELDS as CSQ_FIELDS;
pub use family::Family;
pub use hub::write_hub;
pub use variant::Variant;
