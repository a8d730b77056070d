use std::{io, path::PathBuf};

use crate::SourceKind;

/// What can go wrong with reference data. Every message names the file and the place and says what to do.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The disk or the system failed.
    #[error("{}: {doing} failed: {source}; check that the path exists, that it may be used, and that the disk has room", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What was being done.
        doing: &'static str,
        /// The fault.
        source: io::Error,
    },
    /// A compressed source cannot be unpacked.
    #[error("{file}: the gz stream is damaged or cut off: {source}; download the file again")]
    Unpack {
        /// The file.
        file: String,
        /// The fault.
        source: io::Error,
    },
    /// A source is larger than anything expected.
    #[error(
        "{file}: more than {limit} bytes unpacked; expected a public reference file, check that it is the right one"
    )]
    TooLarge {
        /// The file.
        file: String,
        /// The limit in bytes.
        limit: u64,
    },
    /// A source is not UTF-8.
    #[error("{file}:{line}: not UTF-8; expected a text file as published, download it again")]
    NotText {
        /// The file.
        file: String,
        /// The line, from 1.
        line: usize,
    },
    /// The last line of a table has no newline.
    #[error(
        "{file}:{line}: no newline at its end, so that the file may be cut off within this line; download it again"
    )]
    CutOff {
        /// The file.
        file: String,
        /// The line, from 1.
        line: usize,
    },
    /// A line is longer than anything expected.
    #[error("{file}:{line}: a line of more than {limit} bytes; expected a {kind} file, check that it is the right one")]
    LongLine {
        /// The file.
        file: String,
        /// The line, from 1.
        line: usize,
        /// The limit in bytes.
        limit: usize,
        /// The kind of file that was expected.
        kind: SourceKind,
    },
    /// The line with the names of the columns is missing or lacks one.
    #[error(
        "{file}:{line}: column {column} is missing; expected the header of a {kind} file, check that it is the right one"
    )]
    Header {
        /// The file.
        file: String,
        /// The line of the header, from 1 (the last line where none was found).
        line: usize,
        /// The column that was looked for.
        column: &'static str,
        /// The kind of file that was expected.
        kind: SourceKind,
    },
    /// A line has fewer columns than its header.
    #[error("{file}:{line}: {found} columns; expected {expected}; download the file again or mend the line")]
    Columns {
        /// The file.
        file: String,
        /// The line, from 1.
        line: usize,
        /// How many there are.
        found: usize,
        /// How many there should be.
        expected: usize,
    },
    /// A field cannot be read.
    #[error("{file}:{line}: {field}: {found:?}; expected {expected}; download the file again or mend the line")]
    Field {
        /// The file.
        file: String,
        /// The line, from 1.
        line: usize,
        /// The column.
        field: &'static str,
        /// The value as found, shortened.
        found: String,
        /// What was expected.
        expected: &'static str,
    },
    /// A JSON source cannot be read.
    #[error("{file}: {source}; expected {expected}, download it again")]
    Json {
        /// The file.
        file: String,
        /// The fault, with line and column.
        source: serde_json::Error,
        /// What was expected.
        expected: &'static str,
    },
    /// A comma-separated source cannot be read.
    #[error("{file}: {source}; expected a comma-separated table as published, download it again")]
    Csv {
        /// The file.
        file: String,
        /// The fault, with its line.
        source: csv::Error,
    },
    /// A Turtle source cannot be read.
    #[error("{file}:{line}: {what}; expected Turtle (RDF 1.1) as published, download the file again")]
    Turtle {
        /// The file.
        file: String,
        /// The line, from 1.
        line: usize,
        /// What is wrong.
        what: String,
    },
    /// An entry of a source is wrong.
    #[error("{file}: {term}: {what}; expected a {kind} file as published, download it again")]
    Term {
        /// The file.
        file: String,
        /// The entry as written.
        term: String,
        /// What is wrong.
        what: &'static str,
        /// The kind of file that was expected.
        kind: SourceKind,
    },
    /// Two sources are of releases that do not fit together.
    #[error("{named} names {term} for {subject}, which {other} does not know; import both from one release of the HPO")]
    MixedReleases {
        /// The file that names the term, with its release.
        named: String,
        /// The term.
        term: String,
        /// What it is named for.
        subject: String,
        /// The file that should know the term, with its release.
        other: String,
    },
    /// Two sources state different releases of what belongs together.
    #[error("{one} and {other} are of different releases; import both from one release of the HPO")]
    OtherRelease {
        /// One file, with its release.
        one: String,
        /// The other, with its release.
        other: String,
    },
    /// A source holds nothing.
    #[error("{file}: holds no {what}; expected a {kind} file, check that it is the right one")]
    Empty {
        /// The file.
        file: String,
        /// What was looked for.
        what: &'static str,
        /// The kind of file that was expected.
        kind: SourceKind,
    },
    /// The assembly of gene coordinates is not known.
    #[error("{file}: the name does not say which assembly; write GRCh37={file} or GRCh38={file}")]
    Assembly {
        /// The file.
        file: String,
    },
    /// Something is asked that needs a source which was not imported.
    #[error("the reference data has no {kind}; add it: shirube knowledge import {} FILE --into DIR", kind.option())]
    Missing {
        /// What is missing.
        kind: SourceKind,
    },
    /// A folder is no reference data.
    #[error("{}: no reference data here (manifest.json is missing); make it: shirube knowledge import … --into DIR", path.display())]
    NotKnowledge {
        /// The folder.
        path: PathBuf,
    },
    /// Reference data of a newer program.
    #[error("{}: schema {found:?}; this program reads {expected:?}; use a newer version or import the sources again", path.display())]
    Schema {
        /// The manifest.
        path: PathBuf,
        /// The schema as found.
        found: String,
        /// The schema that is read.
        expected: &'static str,
    },
    /// Stored reference data does not hold what was written.
    #[error("{}: damaged: {what}; import the sources again", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What does not fit.
        what: String,
    },
    /// Reference data cannot be written in its stored form.
    #[error("{}: cannot be put into its stored form: {source}; report this as a fault of the program", path.display())]
    Store {
        /// The file.
        path: PathBuf,
        /// The fault.
        source: postcard::Error,
    },
}
