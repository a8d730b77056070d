//! Reference data: HPO, diseases, 指定難病, genes, coordinates, validity, constraint, panels, ClinVar, sensitive lists:
//! import, versions, look-up.
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

mod clinvar;
mod constraint;
mod coordinates;
mod designated;
mod directory;
mod disease;
mod error;
mod folded;
mod gene;
mod hgnc;
mod import;
mod judged;
mod kana;
mod label;
mod lookup;
mod mondo;
mod nando;
mod ontology;
mod packed;
mod panel;
mod part;
mod reading;
mod scan;
mod sensitive;
mod source;
mod term_index;
mod validity;

pub use clinvar::ClinVarEntry;
pub use constraint::GeneConstraint;
pub use designated::DesignatedDisease;
pub use disease::{Annotation, Disease, Diseases, Frequency, FrequencyClass};
pub use error::Error;
pub use gene::{Association, GeneLink};
pub use import::Importer;
pub use label::JapaneseDisease;
pub use lookup::Knowledge;
pub use nando::{NandoClass, NandoScheme};
pub use ontology::{Ontology, Term};
pub use panel::{Colour, Panel, PanelDifference, PanelGene};
pub use scan::{FoundTerm, Stated, TermScanner};
pub use sensitive::SensitiveText;
pub use source::{Source, SourceKind};
pub use term_index::{TermHit, TermIndex};
pub use validity::{GeneValidity, Validity};
