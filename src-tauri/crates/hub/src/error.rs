use std::{io, path::PathBuf};

use domain::{CaseId, PersonId};
use sealed::digest::Sha256;

use crate::CoverageError;

/// What is wrong with a hub. `file` is the file with the folder it lies in.
#[derive(Debug, thiserror::Error)]
pub enum HubError {
    /// The folder holds no hub.
    #[error("{}: no hub.json: expected the folder of a hub (it holds hub.json and one folder per case)", folder.display())]
    NoHub {
        /// The folder.
        folder: PathBuf,
    },
    /// The disk failed.
    #[error("{file}: {source}")]
    Io {
        /// The file.
        file: String,
        /// What the system says.
        source: io::Error,
    },
    /// A listing that is not JSON or not of the expected shape.
    #[error("{file}: {path}: {source}")]
    Json {
        /// The file.
        file: String,
        /// The place in it.
        path: String,
        /// What the JSON reader found and expected.
        source: serde_json::Error,
    },
    /// A listing of a kind or version that is not known.
    #[error(
        "{file}: schema: found {found:?}, expected {expected:?} (a higher number needs a newer version of this program)"
    )]
    Schema {
        /// The file.
        file: String,
        /// As found.
        found: String,
        /// As expected.
        expected: &'static str,
    },
    /// A path that could lead out of the folder.
    #[error("{file}: path {path:?}: expected plain names separated by `/`, inside the folder")]
    Path {
        /// The listing that holds the path.
        file: String,
        /// The path.
        path: String,
    },
    /// A symbolic link, or something else that is no plain file.
    #[error("{file}: is not a plain file inside the folder (a link or a special file): not opened")]
    NotPlain {
        /// The file.
        file: String,
    },
    /// A file that is listed is not there.
    #[error("{file}: is listed but not there: get the case from the hub again")]
    NoFile {
        /// The file.
        file: String,
    },
    /// A file has another size than is listed.
    #[error(
        "{file}: {found} bytes, but {expected} are listed: cut short or changed on the way; get the case from the hub again"
    )]
    Size {
        /// The file.
        file: String,
        /// As listed.
        expected: u64,
        /// As found.
        found: u64,
    },
    /// A file has another hash than is listed: nothing of it may be kept.
    #[error(
        "{file}: SHA-256 is {found}, but {expected} is listed: changed on the way; get the case from the hub again"
    )]
    Hash {
        /// The file.
        file: String,
        /// As listed.
        expected: Sha256,
        /// As found.
        found: Sha256,
    },
    /// A file that is read whole is larger than is allowed.
    #[error("{file}: {size} bytes, more than the {limit} that are read")]
    TooLarge {
        /// The file.
        file: String,
        /// Its size.
        size: u64,
        /// The most that is read.
        limit: u64,
    },
    /// Something is listed twice.
    #[error("{file}: {what} is listed twice")]
    Twice {
        /// The listing.
        file: String,
        /// What.
        what: String,
    },
    /// A case that the hub does not have.
    #[error("case {case}: not in this hub; it has {}", known.iter().map(CaseId::as_str).collect::<Vec<_>>().join(", "))]
    UnknownCase {
        /// The case.
        case: CaseId,
        /// What the hub has.
        known: Vec<CaseId>,
    },
    /// The listing of a case names another case.
    #[error("{file}: id: found {found}, expected {expected}, as the hub lists it")]
    OtherCase {
        /// The file.
        file: String,
        /// As found.
        found: CaseId,
        /// As listed.
        expected: CaseId,
    },
    /// A file is of one person and names none, or of all and names one.
    #[error("{file}: {path}: person: {}", if *expected { "expected the person whose reads these are" } else { "expected none: the file is of the whole family" })]
    PersonOfFile {
        /// The listing.
        file: String,
        /// The file that it lists.
        path: String,
        /// True where a person is expected.
        expected: bool,
    },
    /// A kind of file without which there is no case.
    #[error("{file}: no file of kind {kind}: expected one")]
    NoKind {
        /// The listing.
        file: String,
        /// The kind.
        kind: &'static str,
    },
    /// The FHIR Bundle or the phenopacket cannot be read.
    #[error(transparent)]
    Fhir(#[from] fhir::FhirError),
    /// The PED cannot be read.
    #[error("{file}: {source}")]
    Pedigree {
        /// The file.
        file: String,
        /// Line and column.
        source: domain::PedigreeError,
    },
    /// The coverage table cannot be read.
    #[error("{file}: {source}")]
    Coverage {
        /// The file.
        file: String,
        /// Line and column.
        source: CoverageError,
    },
    /// A text file is not UTF-8.
    #[error("{file}: byte {offset}: expected UTF-8 text")]
    NotText {
        /// The file.
        file: String,
        /// First byte that is none, 0-based.
        offset: usize,
    },
    /// A consent decides an item that this program does not know: what it means cannot be kept to.
    #[error("{file}: {path}: consent item {item:?} is not known: expected one of {}", known.join(", "))]
    UnknownItem {
        /// The file.
        file: String,
        /// The place in it.
        path: String,
        /// The item.
        item: String,
        /// The items that are known.
        known: Vec<&'static str>,
    },
    /// The files of a case contradict each other about something.
    #[error("{file}: {person}: {what}")]
    Disagree {
        /// The file.
        file: String,
        /// The person.
        person: PersonId,
        /// What does not hold.
        what: String,
    },
    /// It is not clear who the proband is.
    #[error("{file}: no single proband: {what}; expected a ServiceRequest whose subject is the proband")]
    NoProband {
        /// The file.
        file: String,
        /// What was found.
        what: String,
    },
}
