//! Reference data: HPO, diseases, genes, coordinates, panels, sensitive lists: import, versions, look-up.
//!
//! The public files are read as they are (plain or gz) and kept in a compact directory that opens in milliseconds:
//!
//! ```no_run
//! use std::path::Path;
//! use knowledge::{Importer, Knowledge, SourceKind};
//!
//! let mut importer = Importer::new(None);
//! importer.add(SourceKind::Hpo, Path::new("hp.json"))?;
//! importer.add(SourceKind::Hpoa, Path::new("phenotype.hpoa"))?;
//! importer.finish().save(Path::new("knowledge"))?;
//!
//! let knowledge = Knowledge::open(Path::new("knowledge"))?;
//! for source in knowledge.versions() {
//!     assert_eq!(source.sha256.len(), 64);
//! }
//! # Ok::<(), knowledge::Error>(())
//! ```

mod coordinates;
mod directory;
mod disease;
mod error;
mod gene;
mod hgnc;
mod import;
mod label;
mod lookup;
mod mondo;
mod ontology;
mod packed;
mod panel;
mod reading;
mod sensitive;
mod source;
mod term_index;

pub use disease::{Annotation, Disease, Diseases, Frequency, FrequencyClass};
pub use error::Error;
pub use gene::{Association, GeneLink};
pub use import::Importer;
pub use label::JapaneseDisease;
pub use lookup::Knowledge;
pub use ontology::{Ontology, Term};
pub use panel::Panel;
pub use sensitive::SensitiveText;
pub use source::{Source, SourceKind};
pub use term_index::{TermHit, TermIndex};
