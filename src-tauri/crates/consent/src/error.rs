use domain::{Assembly, PersonId};

use crate::Item;

/// What `consent` refuses or cannot read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ConsentError {
    /// A line of a list of sensitive genes that cannot be read.
    #[error("{list}:{line}: {field}: {found:?}, expected {expected}")]
    ListLine {
        /// Name of the list (its file).
        list: String,
        /// 1-based line.
        line: usize,
        /// Name of the column.
        field: &'static str,
        /// The text as found.
        found: String,
        /// What was expected.
        expected: &'static str,
    },
    /// A list without any gene: an empty list would open everything.
    #[error(
        "{list}: no gene: expected a header line with the columns `gene onset` or `gene condition` and at least one row"
    )]
    EmptyList {
        /// Name of the list (its file).
        list: String,
    },
    /// Sensitive genes that lie nowhere: what is not known to be sealed would be shown.
    #[error(
        "the sensitive genes {genes} have no coordinates on {assembly}, so their regions cannot be sealed: expected approved \
         symbols (HGNC) in the lists of sensitive genes, or gene coordinates that hold these"
    )]
    NoPlace {
        /// The symbols, with commas.
        genes: String,
        /// The assembly.
        assembly: Assembly,
    },
    /// A person did not agree, or withdrew.
    #[error("{person} has not agreed to {item}")]
    NotAgreed {
        /// The person.
        person: PersonId,
        /// The item that forbids it.
        item: Item,
    },
}
