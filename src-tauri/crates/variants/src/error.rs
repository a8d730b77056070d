use std::io;

use domain::Assembly;

/// Why a VCF, an index or a saved table was not read or written. Messages name the file, the place, what was expected
/// and what to do; lines are 1-based.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The machine failed.
    #[error("{file}: {source}")]
    Io {
        /// The file.
        file: String,
        /// What the system said.
        source: io::Error,
    },
    /// The file is something else.
    #[error("{file}: not a VCF: expected `##fileformat=VCFv4.x` as the first line, found {found:?}")]
    NotVcf {
        /// The file.
        file: String,
        /// How it begins.
        found: String,
    },
    /// BCF without compression is a stream between programs and is not read.
    #[error("{file}: BCF without compression is not read: convert it with `bcftools view -Oz` or `-Ob`")]
    Bcf {
        /// The file.
        file: String,
    },
    /// The last block of a BGZF file is missing.
    #[error("{file}: the BGZF end-of-file block is missing, so the file may have been cut off: get it again")]
    MissingEof {
        /// The file.
        file: String,
    },
    /// The file ends within a BGZF block or a gzip stream.
    #[error("{file}: the file ends within the compressed block at byte {offset}: it is cut off, get it again")]
    Truncated {
        /// The file.
        file: String,
        /// Where the block starts, in compressed bytes.
        offset: u64,
    },
    /// A compressed block is damaged.
    #[error("{file}: damaged compressed block at byte {offset}: {what}; get the file again")]
    Block {
        /// The file.
        file: String,
        /// Where the block starts, in compressed bytes.
        offset: u64,
        /// What is wrong with it.
        what: String,
    },
    /// A BCF record is whole, as its checksum says, but holds what is not understood here.
    #[error(
        "{file}: the record at compressed byte {offset} cannot be decoded here ({what}): convert it with `bcftools view -Oz`"
    )]
    Undecoded {
        /// The file.
        file: String,
        /// Where its block starts, in compressed bytes.
        offset: u64,
        /// What was met.
        what: String,
    },
    /// Something is larger than is ever read.
    #[error("{file}: {place}: {what} is above the limit of {limit}")]
    Limit {
        /// The file.
        file: String,
        /// Line or byte.
        place: String,
        /// What is too large.
        what: &'static str,
        /// The limit with its unit.
        limit: String,
    },
    /// The header cannot be used.
    #[error("{file}:{line}: header: {what}")]
    Header {
        /// The file.
        file: String,
        /// 1-based line.
        line: u64,
        /// What is wrong and what was expected.
        what: String,
    },
    /// A record cannot be read.
    #[error("{file}:{line}: {field}: {what}")]
    Record {
        /// The file.
        file: String,
        /// 1-based line.
        line: u64,
        /// The column.
        field: &'static str,
        /// What is wrong and what was expected.
        what: String,
    },
    /// Nothing in the header tells the assembly.
    #[error(
        "{file}: the header names no known assembly (##reference, ##contig lengths, VEP's assembly): \
         say which it is with `--assembly GRCh37` or `--assembly GRCh38`"
    )]
    UnknownAssembly {
        /// The file.
        file: String,
    },
    /// Two places tell different assemblies.
    #[error("{file}: the assembly is not clear: {one_place} says {one}, {other_place} says {other}")]
    AssemblyConflict {
        /// The file.
        file: String,
        /// First statement.
        one: Assembly,
        /// Where it stands.
        one_place: String,
        /// Second statement.
        other: Assembly,
        /// Where it stands.
        other_place: String,
    },
    /// Files that should go together do not.
    #[error("{file}: {what}")]
    Mismatch {
        /// The file.
        file: String,
        /// What does not fit and what to do.
        what: String,
    },
    /// A region was asked for and there is no index.
    #[error("{file}: no index beside it (.tbi or .csi): make one with `tabix -p vcf {file}`")]
    MissingIndex {
        /// The file.
        file: String,
    },
    /// The index is older than the file.
    #[error("{index}: older than {file}: make it again with `tabix -f -p vcf {file}`")]
    OldIndex {
        /// The file.
        file: String,
        /// Its index.
        index: String,
    },
    /// The index is not of this file or damaged.
    #[error("{index}: {what}: make it again with `tabix -f -p vcf`")]
    BadIndex {
        /// The index.
        index: String,
        /// What is wrong.
        what: String,
    },
    /// The saved table is no such table or is damaged.
    #[error("{file}: not a usable variant table: {what}; it can be built again from the VCF")]
    Table {
        /// The file.
        file: String,
        /// What is wrong.
        what: String,
    },
    /// The sequence of the genome cannot be used.
    #[error("{file}: {what}")]
    Sequence {
        /// The FASTA file.
        file: String,
        /// What is wrong and what to do.
        what: String,
    },
    /// The reads of a person cannot be used.
    #[error("{file}: {what}")]
    Reads {
        /// The BAM.
        file: String,
        /// What is wrong and what to do.
        what: String,
    },
    /// Whoever asked for it stopped it.
    #[error("{file}: stopped before it was read to its end")]
    Stopped {
        /// The file.
        file: String,
    },
    /// A part of a saved table or slice does not open.
    #[error("{file}: {source}")]
    Sealed {
        /// The file.
        file: String,
        /// What the seal says.
        source: sealed::Error,
    },
}

/// What is wrong with one line: the column and the fault. The file and the line number are added where they are known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fault {
    pub field: &'static str,
    pub what: String,
}

impl Fault {
    pub(crate) fn new(field: &'static str, what: impl Into<String>) -> Self {
        Self { field, what: what.into() }
    }

    pub(crate) fn at(self, file: &str, line: u64) -> Error {
        Error::Record { file: file.to_owned(), line, field: self.field, what: self.what }
    }
}

/// A piece of a line, short enough for a message.
pub(crate) fn shown(bytes: &[u8]) -> String {
    const LENGTH: usize = 40;
    let text = String::from_utf8_lossy(&bytes[..bytes.len().min(LENGTH)]).into_owned();
    if bytes.len() > LENGTH { format!("{text}…") } else { text }
}
