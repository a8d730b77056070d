//! Reads VCF, splits it by consent, builds the variant table, finds inheritance, filters with reasons.
//!
//! # The way of a file
//!
//! [`Source`] opens a file, or the plain side of an encrypted one. [`split`] takes a hub's VCF apart by consent,
//! [`split_reads`] the reads of a person, which [`ReadsLayout`] puts together again as far as consent goes.
//! [`VariantTable::read`] makes columns of what the scope opens, in one streaming pass; [`VariantTable::write_to`] keeps
//! them sealed, [`VariantTable::within`] asks the scope of the moment again, [`VariantTable::join`] adds opened slices.
//! [`VariantTable::add_file`] puts several files of a family together, [`VariantTable::fill`] finds the genes of structural
//! variants and sizes repeats. [`Family`] and [`Filters`] judge rows; [`Details`] reads the record behind a row; [`check`] holds a file to the
//! specification.

mod alleles;
mod annotation;
mod append;
mod bcf;
mod callable;
mod check;
mod clinvar;
mod column;
mod consequence;
mod detail;
mod error;
mod figures;
mod genes;
mod genotype;
mod header;
mod homozygosity;
mod import;
mod index;
mod intern;
mod joined;
mod kind;
mod kinship;
mod limits;
mod mendel;
mod profile;
mod read;
mod reads;
mod record;
mod repeats;
mod rows;
mod samples;
mod saved;
mod scoped;
mod sequence;
mod source;
mod split;
mod structural;
mod table;
#[cfg(test)]
mod testing;
mod text;
mod words;

pub use annotation::AnnotationKind;
pub use callable::{Callable, CallableAt};
pub use check::{CheckReport, MOST_PROBLEMS, Problem, Severity, Validity, check};
pub use clinvar::{ClinVarClass, review_stars};
pub use column::{Counts, Numbers};
pub use consequence::{Consequence, Impact, ParseConsequenceError};
pub use detail::{Detail, Details, Transcript, normal_form};
pub use error::Error;
pub use figures::{BALANCE_BINS, Figures};
pub use genes::Genes;
pub use genotype::{Call, GenotypeCode};
pub use header::{ContigLine, Definition, Header};
pub use homozygosity::Run;
pub use kind::{Change, Kind, STRUCTURAL_LENGTH, VariantClass};
pub use kinship::{Degree, Kinship, SexChromosomes};
pub use mendel::{Descent, MendelianErrors, Parent};
pub use read::ReadOptions;
pub use reads::{Cell, ReadsIndex, ReadsLayout, ReadsReport, ReadsSinks, ReadsSource, split_reads};
pub use record::mate_of;
pub use repeats::{Repeat, RepeatAllele, RepeatCatalogue, RepeatCatalogueError, RepeatLocus, RepeatRange};
pub use sequence::Sequence;
pub use source::{Source, Stream};
pub use split::{SplitReport, SplitSinks, split, text_digest};
pub use structural::GenePlaces;
pub use table::{Contig, FILTER_MISSING, FILTER_PASS, Frequency, GeneHit, Part, Sample, VariantTable};
pub use words::{ClinvarWords, Words};

mod explain;
mod family;
mod filter;
mod pattern;
mod preset;
mod waterfall;

pub use explain::{
    Explain, ExplainError, Explained, Explanation, Fate, GeneThere, Hgvs, NotListed, ParseQueryError, Query,
    Surroundings,
};
pub use family::{Family, FamilyError, FileNames, Member, Relation, check_samples, strangers};
pub use filter::{
    Against, AlleleFrequency, Answers, ClinvarStanding, ClinvarUse, ConsequenceFilter, ConsequenceSet, Filter,
    FilterError, Filters, FrequencyLimits, ParseFrequencyError, Quality, Thresholds, Weigh, Why,
};
pub use pattern::{Contradiction, Judgement, Locus, MOST_PAIRED_ROWS, Note, Notes, PatternSet, Segregation};
pub use preset::{ParsePresetError, Preset};
pub use waterfall::{Hit, Outcome, Step, Verdict};
