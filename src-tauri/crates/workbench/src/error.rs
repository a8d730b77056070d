//! What goes wrong, sorted by who has to act.

use std::{
    io,
    path::{Path, PathBuf},
};

use consent::ConsentError;
use documents::DocumentsError;
use domain::{Assembly, CaseId, ParseAssemblyError, ParseHpoIdError, ParsePatternError, PedigreeError, Role};

use hub::HubError;
use store::StoreError;

use crate::permission::Action;

/// What a use case refuses or cannot do. The rooms' own errors are kept; [`WorkbenchError::kind`] sorts them.
#[derive(Debug, thiserror::Error)]
pub enum WorkbenchError {
    /// Reference data.
    #[error(transparent)]
    Knowledge(#[from] knowledge::Error),
    /// Ranking.
    #[error(transparent)]
    Ranking(#[from] ranking::Error),
    /// Rules of ACMG/AMP.
    #[error(transparent)]
    Review(#[from] review::Error),
    /// A file of reference data could not be fetched.
    #[error(transparent)]
    Download(#[from] hub::DownloadError),
    /// Consent.
    #[error(transparent)]
    Consent(#[from] consent::ConsentError),
    /// Documents.
    #[error(transparent)]
    Documents(#[from] documents::DocumentsError),
    /// Variants.
    #[error(transparent)]
    Variants(#[from] variants::Error),
    /// A further file of a family on another assembly.
    #[error("{}: it is on {found}, the family's VCF on {expected}", path.display())]
    OtherAssembly {
        /// The file.
        path: PathBuf,
        /// Its assembly.
        found: Assembly,
        /// That of the family's VCF.
        expected: Assembly,
    },
    /// The catalogue of repeats.
    #[error(transparent)]
    Repeats(#[from] variants::RepeatCatalogueError),
    /// FHIR and phenopackets.
    #[error(transparent)]
    Fhir(#[from] fhir::FhirError),
    /// The hub.
    #[error(transparent)]
    Hub(#[from] hub::HubError),
    /// The store.
    #[error(transparent)]
    Store(#[from] store::StoreError),
    /// A file that cannot be read or written.
    #[error("{}: {source}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// The fault.
        source: io::Error,
    },
    /// A file that is not the JSON it should be.
    #[error("{}: {source}", path.display())]
    Json {
        /// The file.
        path: PathBuf,
        /// The fault, with line and column.
        source: serde_json::Error,
    },
    /// A PED that cannot be read.
    #[error("{}: {source}", path.display())]
    Pedigree {
        /// The file.
        path: PathBuf,
        /// The fault, with its line.
        source: PedigreeError,
    },
    /// A term on the command line.
    #[error(transparent)]
    HpoId(#[from] ParseHpoIdError),
    /// A pattern on the command line.
    #[error(transparent)]
    Pattern(#[from] ParsePatternError),
    /// An assembly on the command line.
    #[error(transparent)]
    Assembly(#[from] ParseAssemblyError),
    /// A name or number on the command line that is not known.
    #[error("{text:?} is no {what}: expected {expected}")]
    Unknown {
        /// What it should be.
        what: &'static str,
        /// The text as given.
        text: String,
        /// What was expected.
        expected: String,
    },
    /// A panel that does not exist.
    #[error("{name:?} is neither a file nor a panel in the reference data: known are {known}")]
    UnknownPanel {
        /// The name as given.
        name: String,
        /// The panels that there are.
        known: String,
    },
    /// Ranking needs to know what a variant does.
    #[error("{}: the records are not annotated (no CSQ of Ensembl VEP in the header), so no candidate can be ranked", path.display())]
    NotAnnotated {
        /// The file.
        path: PathBuf,
    },
    /// Several families and none chosen.
    #[error("{}: {} families ({}) and none was chosen", path.display(), families.len(), families.join(", "))]
    SeveralFamilies {
        /// The PED.
        path: PathBuf,
        /// Their names.
        families: Vec<String>,
    },
    /// The family and the VCF do not belong together, or there is no clear proband.
    #[error(transparent)]
    Family(#[from] variants::FamilyError),
    /// Filters that cannot be applied as asked.
    #[error(transparent)]
    Filter(#[from] variants::FilterError),
    /// A preset that does not exist.
    #[error(transparent)]
    Preset(#[from] variants::ParsePresetError),
    /// A consequence that does not exist.
    #[error(transparent)]
    Consequence(#[from] variants::ParseConsequenceError),
    /// A query that is none.
    #[error(transparent)]
    Query(#[from] variants::ParseQueryError),
    /// An explanation that could not be given.
    #[error(transparent)]
    Explain(#[from] variants::ExplainError),
    /// The role does not allow it.
    #[error("a {role} may not {action}")]
    NotPermitted {
        /// The user's role.
        role: Role,
        /// What was asked.
        action: Action,
    },
    /// A place that must be empty is not.
    #[error("{}: there is something already, and nothing is made anew over it", path.display())]
    Exists {
        /// The place.
        path: PathBuf,
    },
    /// The case from the hub does not hold together.
    #[error("case {case}: {what}")]
    BadCase {
        /// The case.
        case: CaseId,
        /// What does not hold.
        what: String,
    },
    /// A view of the variants that is not open any more.
    #[error("the variants of case {case} are not open any more in this view")]
    Stale {
        /// The case.
        case: CaseId,
    },
    /// The data may be of another person than is said, and nobody has answered that yet.
    #[error(
        "the data of case {case} are in doubt, and nobody has said why they may be used: no class and no report before that"
    )]
    InDoubt {
        /// The case.
        case: CaseId,
    },
    /// What is to be released is not what was looked at.
    #[error("the document is not the one that was looked at: something was recorded in between")]
    Changed,
    /// The user cancelled.
    #[error("cancelled; nothing of what was in work was kept")]
    Cancelled,
    /// The reference data that the settings name cannot be read.
    #[error("the reference data in use cannot be read, and no case is opened without them: {what}")]
    ReferenceUnread {
        /// The fault, with the folder.
        what: String,
    },
    /// What ships with the program is damaged.
    #[error("{what} in the program is damaged")]
    Embedded {
        /// Which part.
        what: &'static str,
    },
}

/// Who has to act: the exit codes of the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ErrorKind {
    /// The machine failed: disk, network, keyring.
    Machine,
    /// The input is bad.
    Input,
    /// Refused by consent or permission.
    Refused,
    /// A check that was asked for did not hold.
    Wanting,
}

impl WorkbenchError {
    /// A fault of a file.
    pub fn file(path: &Path, source: io::Error) -> Self {
        Self::File { path: path.to_owned(), source }
    }
}

impl WorkbenchError {
    /// Who has to act.
    pub fn kind(&self) -> ErrorKind {
        match self {
            Self::Consent(ConsentError::NotAgreed { .. }) | Self::NotPermitted { .. } => ErrorKind::Refused,
            Self::InDoubt { .. } => ErrorKind::Wanting,
            Self::Store(error) => store_kind(error),
            Self::File { source, .. }
            | Self::Variants(variants::Error::Io { source, .. })
            | Self::Explain(variants::ExplainError::Read(variants::Error::Io { source, .. }))
            | Self::Knowledge(knowledge::Error::Io { source, .. })
            | Self::Hub(HubError::Io { source, .. }) => io_kind(source),
            Self::Download(hub::DownloadError::Io { source, .. }) => io_kind(source),
            Self::Download(hub::DownloadError::Unreachable { .. } | hub::DownloadError::CutOff { .. })
            | Self::Knowledge(knowledge::Error::Store { .. })
            | Self::Embedded { .. } => ErrorKind::Machine,
            Self::Documents(
                DocumentsError::Template { .. } | DocumentsError::Export { .. } | DocumentsError::Font { .. },
            ) => ErrorKind::Machine,
            _ => ErrorKind::Input,
        }
    }

    /// What to do, in one sentence.
    pub fn help(&self) -> String {
        match self {
            Self::NotAnnotated { .. } => {
                "annotate the file with Ensembl VEP (--vcf), or use `shirube variants`, which filters without annotation".into()
            }
            Self::Download(hub::DownloadError::Unreachable { .. } | hub::DownloadError::CutOff { .. }) => {
                "look at the network, its proxy (HTTPS_PROXY) and the certificates of this device, and try again; nothing was changed".into()
            }
            Self::Download(_) => "correct the list of places (--places), or leave the kind out with --only; nothing was changed".into(),
            Self::Consent(ConsentError::NoPlace { .. }) => {
                "import the list of sensitive genes again under its name with these symbols corrected; until then no case is opened".into()
            }
            Self::OtherAssembly { .. } => "give files of one assembly".into(),
            Self::SeveralFamilies { .. } => "name one with --family".into(),
            Self::Family(_) => "mend the PED or the sample names, or name the person with --proband".into(),
            Self::Variants(variants::Error::UnknownAssembly { .. }) => "say it with --assembly GRCh37 or --assembly GRCh38".into(),
            Self::Variants(
                variants::Error::MissingEof { .. } | variants::Error::Truncated { .. } | variants::Error::Block { .. },
            ) => "the file was cut or damaged on its way: fetch it again and compare its checksum".into(),
            Self::UnknownPanel { .. } => "name one of these, or the path of a file with one gene symbol a line".into(),
            Self::Consent(ConsentError::NotAgreed { .. }) => "nothing is shown without this consent; record it when it is given".into(),
            Self::NotPermitted { action, .. } => {
                let roles = action.roles().iter().map(|r| r.name()).collect::<Vec<_>>().join(", ");
                format!("ask somebody who may: {roles}")
            }
            Self::InDoubt { .. } => {
                let roles = Action::AnswerDoubts.roles().iter().map(|r| r.name()).collect::<Vec<_>>().join(" or ");
                format!("a {roles} answers it on the page of the quality of the data, with the reason")
            }
            Self::ReferenceUnread { .. } => "import the reference data again, on the screen of the knowledge".into(),
            Self::Exists { .. } => "choose another folder, or move what is there".into(),
            Self::Hub(HubError::Hash { .. } | HubError::Size { .. }) => {
                "the file is not the one that the hub lists: fetch the folder again; nothing of this case was kept".into()
            }
            other => match other.kind() {
                ErrorKind::Machine => "look at the disk, its room and its rights, and try again; what was acknowledged before is safe".into(),
                ErrorKind::Input => "mend what the message names and run the command again; nothing was changed".into(),
                ErrorKind::Refused => "sign in as somebody who may, with the right passphrase and device key".into(),
                ErrorKind::Wanting => "look at the findings above".into(),
            },
        }
    }
}

fn io_kind(source: &io::Error) -> ErrorKind {
    match source.kind() {
        io::ErrorKind::NotFound
        | io::ErrorKind::IsADirectory
        | io::ErrorKind::NotADirectory
        | io::ErrorKind::InvalidData => ErrorKind::Input,
        _ => ErrorKind::Machine,
    }
}

fn store_kind(error: &StoreError) -> ErrorKind {
    match error {
        StoreError::WrongPassphrase { .. }
        | StoreError::UnknownUser { .. }
        | StoreError::DisabledUser { .. }
        | StoreError::NoKey { .. }
        | StoreError::OutOfScope { .. }
        | StoreError::NotIncluded { .. }
        | StoreError::KeyDestroyed { .. } => ErrorKind::Refused,
        StoreError::NoKeyring { .. }
        | StoreError::KeyringLocked { .. }
        | StoreError::KeyringWithoutKey { .. }
        | StoreError::Keyring { .. }
        | StoreError::KeyringMalformed { .. }
        | StoreError::NotWritable { .. }
        | StoreError::DiskFull { .. }
        | StoreError::InUse { .. }
        | StoreError::Database { .. }
        | StoreError::Runtime { .. }
        | StoreError::Stream { .. } => ErrorKind::Machine,
        StoreError::Io { source, .. } => io_kind(source),
        _ => ErrorKind::Input,
    }
}
