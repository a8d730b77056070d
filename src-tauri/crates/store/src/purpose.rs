use std::{fmt, str::FromStr};

use consent::Category;
use domain::{CaseId, PersonId, Role};
use serde::{Deserialize, Serialize};

/// What one key is for. Its text form names it in the database and in the ledger, and is bound into every envelope.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum KeyPurpose {
    /// The Ed25519 key that signs the events of this device.
    DeviceSignature,
    /// An encrypted file.
    File {
        /// The case.
        case: CaseId,
        /// Which file of the case.
        kind: FileKind,
    },
    /// The payloads of events.
    Ledger {
        /// The case; `None` for events of the installation.
        case: Option<CaseId>,
        /// The person, for events about one person only.
        person: Option<PersonId>,
        /// What the events are about.
        topic: Topic,
    },
}

/// Which part of the genome data of a case.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// All persons, without the sealed regions.
    Open,
    /// One person, without the sealed regions.
    Person {
        /// The person.
        person: PersonId,
    },
    /// What one person has in the sealed regions of one category.
    Slice {
        /// The person.
        person: PersonId,
        /// The category.
        category: Category,
    },
}

/// What an encrypted file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Content {
    /// The VCF, compressed by BGZF.
    Vcf,
    /// Structural variants and copy numbers of a file of their own, likewise.
    Structural,
    /// Mobile elements, likewise.
    MobileElements,
    /// Repeats, likewise.
    Repeats,
    /// The tabix index of the VCF.
    Index,
    /// The variant table built from it.
    Table,
    /// Coverage of genes.
    Coverage,
    /// The reads of one person: BAM.
    Reads,
    /// Their index.
    ReadsIndex,
}

/// One of the encrypted files of a case. Text form: `open/vcf`, `person/<person>/reads`,
/// `slice/<person>/<category>/vcf`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FileKind {
    /// The part.
    pub part: Part,
    /// The content.
    pub content: Content,
}

/// What the payloads under one ledger key are about: what is erased together and what must be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Topic {
    /// Users, unlocks, devices: no clinical content.
    Installation,
    /// Where the data came from: hashes that depend on sealed data.
    Source,
    /// The patient record and pedigree, the panels chosen.
    Case,
    /// Consent records and withdrawals: the duty to account.
    Consent,
    /// Opinions and decisions.
    Opinion,
    /// Signed documents that were handed over.
    Report,
    /// Who looked, what was shared and erased: the duty to account, without clinical content.
    Access,
}

/// A text names no key purpose or file kind.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{text:?} names no key or file of this program version")]
pub struct ParsePurposeError {
    /// The text as found.
    pub text: String,
}

impl KeyPurpose {
    /// The case that it belongs to.
    pub fn case(&self) -> Option<&CaseId> {
        match self {
            Self::DeviceSignature => None,
            Self::File { case, .. } => Some(case),
            Self::Ledger { case, .. } => case.as_ref(),
        }
    }

    /// Whether users of this role hold the key. Keys of the house are no keys to a patient: an administrator has none of
    /// a case, but for the record of the source, which a data manager has too.
    pub fn is_held_by(&self, role: Role) -> bool {
        match self {
            Self::DeviceSignature | Self::Ledger { topic: Topic::Installation, .. } => true,
            Self::Ledger { topic: Topic::Source, .. } => matches!(role, Role::DataManager | Role::Administrator),
            Self::File { .. } | Self::Ledger { .. } => role != Role::Administrator,
        }
    }
}

impl FileKind {
    /// A file of the open part.
    pub fn open(content: Content) -> Self {
        Self { part: Part::Open, content }
    }

    /// A file of one person's open part.
    pub fn person(person: PersonId, content: Content) -> Self {
        Self { part: Part::Person { person }, content }
    }

    /// A file of a sealed slice.
    pub fn slice(person: PersonId, category: Category, content: Content) -> Self {
        Self { part: Part::Slice { person, category }, content }
    }
}

impl Content {
    const ALL: [Self; 9] = [
        Self::Vcf,
        Self::Structural,
        Self::MobileElements,
        Self::Repeats,
        Self::Index,
        Self::Table,
        Self::Coverage,
        Self::Reads,
        Self::ReadsIndex,
    ];

    fn name(self) -> &'static str {
        match self {
            Self::Vcf => "vcf",
            Self::Structural => "structural",
            Self::MobileElements => "mobile_elements",
            Self::Repeats => "repeats",
            Self::Index => "index",
            Self::Table => "table",
            Self::Coverage => "coverage",
            Self::Reads => "reads",
            Self::ReadsIndex => "reads_index",
        }
    }
}

impl Topic {
    const ALL: [Self; 7] =
        [Self::Installation, Self::Source, Self::Case, Self::Consent, Self::Opinion, Self::Report, Self::Access];

    /// The name in files and JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Installation => "installation",
            Self::Source => "source",
            Self::Case => "case",
            Self::Consent => "consent",
            Self::Opinion => "opinion",
            Self::Report => "report",
            Self::Access => "access",
        }
    }
}

/// Stands for no case or no person; no id, since ids begin with a letter or digit.
const NONE: &str = "-";

impl fmt::Display for KeyPurpose {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::DeviceSignature => f.write_str("device-signature"),
            Self::File { case, kind } => write!(f, "file/{case}/{kind}"),
            Self::Ledger { case, person, topic } => {
                let case = case.as_ref().map_or(NONE, CaseId::as_str);
                let person = person.as_ref().map_or(NONE, PersonId::as_str);
                write!(f, "ledger/{case}/{person}/{}", topic.name())
            }
        }
    }
}

impl fmt::Display for FileKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.part {
            Part::Open => write!(f, "open/{}", self.content.name()),
            Part::Person { person } => write!(f, "person/{person}/{}", self.content.name()),
            Part::Slice { person, category } => write!(f, "slice/{person}/{category}/{}", self.content.name()),
        }
    }
}

fn content(name: &str) -> Option<Content> {
    Content::ALL.into_iter().find(|c| c.name() == name)
}

fn optional<T: FromStr>(text: &str) -> Option<Option<T>> {
    if text == NONE { Some(None) } else { text.parse().ok().map(Some) }
}

fn file_kind(words: &[&str]) -> Option<FileKind> {
    Some(match words {
        ["open", name] => FileKind::open(content(name)?),
        ["person", person, name] => FileKind::person(person.parse().ok()?, content(name)?),
        ["slice", person, category, name] => {
            FileKind::slice(person.parse().ok()?, category.parse().ok()?, content(name)?)
        }
        _ => return None,
    })
}

impl FromStr for FileKind {
    type Err = ParsePurposeError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let words: Vec<&str> = text.split('/').collect();
        file_kind(&words).ok_or_else(|| ParsePurposeError { text: text.to_owned() })
    }
}

impl FromStr for KeyPurpose {
    type Err = ParsePurposeError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let words: Vec<&str> = text.split('/').collect();
        let read = || {
            Some(match words.as_slice() {
                ["device-signature"] => Self::DeviceSignature,
                ["file", case, kind @ ..] => Self::File { case: case.parse().ok()?, kind: file_kind(kind)? },
                ["ledger", case, person, topic] => Self::Ledger {
                    case: optional(case)?,
                    person: optional(person)?,
                    topic: Topic::ALL.into_iter().find(|t| t.name() == *topic)?,
                },
                _ => return None,
            })
        };
        read().ok_or_else(|| ParsePurposeError { text: text.to_owned() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all() -> Vec<KeyPurpose> {
        let case: CaseId = "family-1".parse().unwrap();
        let person: PersonId = "child".parse().unwrap();
        let mut all = vec![KeyPurpose::DeviceSignature];
        for content in Content::ALL {
            let mut kinds = vec![FileKind::open(content), FileKind::person(person.clone(), content)];
            kinds.extend(Category::ALL.map(|c| FileKind::slice(person.clone(), c, content)));
            all.extend(kinds.into_iter().map(|kind| KeyPurpose::File { case: case.clone(), kind }));
        }
        for topic in Topic::ALL {
            all.push(KeyPurpose::Ledger { case: None, person: None, topic });
            all.push(KeyPurpose::Ledger { case: Some(case.clone()), person: None, topic });
            all.push(KeyPurpose::Ledger { case: Some(case.clone()), person: Some(person.clone()), topic });
        }
        all
    }

    #[test]
    fn every_purpose_reads_back_and_none_is_another() {
        let texts: std::collections::BTreeSet<String> = all().iter().map(ToString::to_string).collect();
        assert_eq!(texts.len(), all().len(), "two purposes never share a key");
        for purpose in all() {
            assert_eq!(purpose.to_string().parse(), Ok(purpose));
        }
        for text in ["", "file", "file/c", "file/c/open", "file/c/open/bam", "ledger/c/p/x", "ledger/../-/case"] {
            assert!(text.parse::<KeyPurpose>().is_err(), "{text:?} is no purpose");
        }
    }

    #[test]
    fn an_administrator_holds_no_key_to_a_patient() {
        for purpose in all().iter().filter(|p| p.case().is_some()) {
            let is_source = matches!(purpose, KeyPurpose::Ledger { topic: Topic::Source | Topic::Installation, .. });
            assert_eq!(purpose.is_held_by(Role::Administrator), is_source, "{purpose}");
        }
    }
}
