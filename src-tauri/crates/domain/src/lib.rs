//! Words and rules of the clinic without I/O: assemblies, positions, genotypes, pedigrees, ids, classes, the clock.
//!
//! Everything here is a value. Nothing reads a file, asks the time or draws a random number by itself.

mod absence;
mod assembly;
mod chromosome;
mod classification;
mod clock;
mod criterion;
mod disease;
mod gene;
mod genotype;
mod hpo;
mod ids;
mod inheritance;
mod pedigree;
mod position;
mod role;
mod sex;

pub use absence::Absence;
pub use assembly::{Assembly, ParseAssemblyError};
pub use chromosome::{Chromosome, ParseChromosomeError};
pub use classification::{Classification, ParseClassificationError};
pub use clock::{Clock, FixedClock};
pub use criterion::{Criterion, MetCriterion, ParseCriterionError, Strength};
pub use disease::{DiseaseId, DiseaseSource, ParseDiseaseIdError};
pub use gene::{GeneSymbol, HgncId, ParseGeneError};
pub use genotype::{Genotype, ParseGenotypeError};
pub use hpo::{HpoId, ParseHpoIdError};
pub use ids::{CaseId, DeviceId, EventId, ParseIdError, PersonId, UserId};
pub use inheritance::{ModeOfInheritance, ParsePatternError, Pattern};
pub use pedigree::{Affection, Pedigree, PedigreeError, Person};
pub use position::{Position, Region, RegionError};
pub use role::{ParseRoleError, Role};
pub use sex::Sex;
