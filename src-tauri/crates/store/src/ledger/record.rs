use std::collections::{BTreeMap, BTreeSet};

use consent::{Category, ConsentRecord};
use domain::{Assembly, Classification, DeviceId, DiseaseId, GeneSymbol, Pedigree, PersonId, Role, UserId};
use sealed::{digest::Sha256, envelope::PublicKey};
use serde::{Deserialize, Serialize};

use super::{EligibilityRecorded, SignRecorded, Subject};
use crate::Topic;

/// What happened: the kind of an event and its payload, which is encrypted. A member that is added later has a default,
/// so that older payloads stay readable.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "payload", rename_all = "snake_case")]
pub enum Record {
    /// A device whose events are believed from now on; the first event of a store accepts its own.
    DeviceAccepted {
        /// The device.
        device: DeviceId,
        /// What people call it.
        name: String,
    },
    /// A user was added, or has a new role.
    UserAdded(UserAdded),
    /// A user may no longer unlock the store.
    UserDisabled {
        /// The user.
        user: UserId,
    },
    /// The author unlocked the store.
    Unlocked,
    /// A user has a new passphrase by recovery shares.
    Recovered {
        /// The user.
        user: UserId,
    },
    /// Where the data of a case came from. Its hashes depend on sealed data, so it is under a key of its own.
    SourceRecorded {
        /// The files as the hub names them.
        files: Vec<SourceFile>,
    },
    /// A case was brought in.
    CaseImported(CaseImported),
    /// A user was given the keys of the case.
    CaseShared {
        /// The user.
        user: UserId,
    },
    /// A person's consent; the last one recorded is in force.
    ConsentRecorded(ConsentRecord),
    /// A person withdrew: the consent as it is in force from now on.
    ConsentWithdrawn(ConsentRecord),
    /// The panels of the case, which make genes primary.
    PanelChosen(PanelChosen),
    /// A sign of a person; the last record of a term stands.
    SignRecorded(SignRecorded),
    /// Eligibility and earlier tests; the last record stands.
    EligibilityRecorded(EligibilityRecorded),
    /// A decision about a variant, gene or disease.
    Decision(Decision),
    /// What the expert panel decided about the case.
    PanelDecision(PanelDecision),
    /// Whether data that do not fit the pedigree may be used; the last answer stands.
    DoubtAnswered(DoubtAnswered),
    /// A document was released.
    ReportReleased(ReportReleased),
    /// Keys were destroyed.
    PayloadErased(PayloadErased),
    /// Sealed data of a person were looked at.
    SealedViewed {
        /// The person.
        person: PersonId,
        /// The category.
        category: Category,
    },
    /// The variants of a case were looked at.
    VariantsViewed,
    /// What the genotypes say of kinship and parentage was looked at.
    KinshipViewed,
    /// A document of the case was set to be read or printed, or a released one was opened.
    DocumentViewed {
        /// Which: a kind of report, or `labels`.
        document: String,
    },
    /// One variant was looked at. Who looked is kept when everything clinical is erased, so the payload does not name it:
    /// the event does in clear, under a secret that is erased with the opinions.
    VariantViewed {
        /// `chrom-pos-ref-alt`; empty where it is read back.
        #[serde(skip)]
        variant: String,
    },
}

/// A user of this installation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserAdded {
    /// The name that is typed to sign in.
    pub user: UserId,
    /// The name that is shown.
    pub name: String,
    /// The role.
    pub role: Role,
    /// What keys are sealed to.
    pub public_key: PublicKey,
}

/// One file of a hub or package.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceFile {
    /// Its name there.
    pub name: String,
    /// Bytes.
    pub size: u64,
    /// SHA-256 as verified on the stream.
    pub sha256: Sha256,
}

/// A case as it was brought in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CaseImported {
    /// The assembly of its variants.
    pub assembly: Assembly,
    /// The family.
    pub pedigree: Pedigree,
    /// The patient record, as the workbench writes and reads it.
    pub record: serde_json::Value,
}

/// The panels of a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PanelChosen {
    /// Ids of the panels.
    pub panels: Vec<String>,
    /// The genes that are primary by this choice.
    pub primary: BTreeSet<GeneSymbol>,
}

/// A decision about one thing of a case. Texts are by language (`ja`, `en`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// What is decided, named so that the same thing always has the same name; kept secret in the event.
    pub thing: String,
    /// What was decided.
    pub verdict: Verdict,
    /// The gene.
    pub gene: Option<GeneSymbol>,
    /// The variants.
    #[serde(default)]
    pub variants: Vec<String>,
    /// The last base of the variant, 1-based, where its name does not tell it: of a structural variant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end: Option<u32>,
    /// The disease.
    pub disease: Option<DiseaseId>,
    /// The class (ACMG/AMP), where one was given.
    pub classification: Option<Classification>,
    /// The criteria that were met, with their strength (`PM2_Supporting`).
    #[serde(default)]
    pub criteria: Vec<String>,
    /// What speaks for each criterion, by its code (`PM2`), as it was known then.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub evidence: BTreeMap<String, BTreeMap<String, String>>,
    /// Comments.
    #[serde(default)]
    pub comment: BTreeMap<String, String>,
    /// Why it is dismissed; several at once.
    #[serde(default)]
    pub reasons: BTreeSet<DismissalReason>,
}

/// What can be decided about a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Nothing: the decision before is taken back.
    Open,
    /// It is reported.
    Reported,
    /// It stays a candidate.
    Candidate,
    /// It is put aside.
    Dismissed,
}

/// Why a variant is put aside.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DismissalReason {
    /// Common in a population.
    Common,
    /// Common in the cases of this hospital.
    CommonHere,
    /// Does not fit the inheritance.
    Inheritance,
    /// Does not fit the phenotype.
    Phenotype,
    /// An artefact.
    Technical,
    /// Only in a transcript that does not matter.
    Transcript,
    /// Something else, said in the comment.
    Other,
}

/// What the expert panel decided. Texts are by language (`ja`, `en`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PanelDecision {
    /// The decision.
    pub decision: BTreeMap<String, String>,
    /// Who took part.
    #[serde(default)]
    pub members: Vec<String>,
    /// What is to be done.
    #[serde(default)]
    pub next_steps: BTreeMap<String, Vec<String>>,
}

/// What a person found out about data that do not fit the pedigree, or seem mixed with somebody else's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DoubtAnswered {
    /// The doubt, named so that the same one always has the same name; kept secret in the event.
    pub doubt: String,
    /// SHA-256 of the open part of the genome data that it is about: other data bring the doubt up anew.
    pub data: Sha256,
    /// True where the data may be used all the same.
    pub usable: bool,
    /// Why.
    pub reason: String,
}

/// A document that was handed over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportReleased {
    /// Which document.
    pub document: String,
    /// SHA-256 of the unsigned PDF.
    pub sha256: Sha256,
    /// Its language (`ja`, `en`).
    #[serde(default)]
    pub language: Option<String>,
    /// The PDF in Base64 (RFC 4648, section 4), so that it can be shown again as it was.
    #[serde(default)]
    pub pdf: Option<String>,
}

/// Keys that were destroyed. The events whose payloads are gone are the subjects of the event, in clear.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PayloadErased {
    /// Text forms of the [`KeyPurpose`](crate::KeyPurpose)s whose keys were destroyed.
    pub purposes: Vec<String>,
    /// Why.
    pub reason: String,
}

impl Record {
    /// The kind, as the event says it in clear.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::DeviceAccepted { .. } => "device_accepted",
            Self::UserAdded(_) => "user_added",
            Self::UserDisabled { .. } => "user_disabled",
            Self::Unlocked => "unlocked",
            Self::Recovered { .. } => "recovered",
            Self::SourceRecorded { .. } => "source_recorded",
            Self::CaseImported(_) => "case_imported",
            Self::CaseShared { .. } => "case_shared",
            Self::ConsentRecorded(_) => "consent_recorded",
            Self::ConsentWithdrawn(_) => "consent_withdrawn",
            Self::PanelChosen(_) => "panel_chosen",
            Self::SignRecorded(_) => "sign_recorded",
            Self::EligibilityRecorded(_) => "eligibility_recorded",
            Self::Decision(_) => "decision",
            Self::PanelDecision(_) => "panel_decision",
            Self::DoubtAnswered(_) => "doubt_answered",
            Self::ReportReleased(_) => "report_released",
            Self::PayloadErased(_) => "payload_erased",
            Self::SealedViewed { .. } => "sealed_viewed",
            Self::VariantsViewed => "variants_viewed",
            Self::KinshipViewed => "kinship_viewed",
            Self::DocumentViewed { .. } => "document_viewed",
            Self::VariantViewed { .. } => "variant_viewed",
        }
    }

    /// Whose key the payload is under.
    pub(crate) fn topic(&self) -> Topic {
        match self {
            Self::DeviceAccepted { .. }
            | Self::UserAdded(_)
            | Self::UserDisabled { .. }
            | Self::Unlocked
            | Self::Recovered { .. } => Topic::Installation,
            Self::SourceRecorded { .. } => Topic::Source,
            Self::CaseImported(_) | Self::PanelChosen(_) | Self::SignRecorded(_) | Self::EligibilityRecorded(_) => {
                Topic::Case
            }
            Self::ConsentRecorded(_) | Self::ConsentWithdrawn(_) => Topic::Consent,
            Self::Decision(_) | Self::PanelDecision(_) | Self::DoubtAnswered(_) => Topic::Opinion,
            Self::ReportReleased(_) => Topic::Report,
            Self::CaseShared { .. }
            | Self::PayloadErased(_)
            | Self::SealedViewed { .. }
            | Self::VariantsViewed
            | Self::KinshipViewed
            | Self::DocumentViewed { .. }
            | Self::VariantViewed { .. } => Topic::Access,
        }
    }

    /// The subject that follows from the record itself.
    pub(crate) fn subject(&self) -> Option<Subject> {
        match self {
            Self::DeviceAccepted { device, .. } => Some(Subject::Device(device.clone())),
            Self::UserAdded(UserAdded { user, .. })
            | Self::UserDisabled { user }
            | Self::Recovered { user }
            | Self::CaseShared { user } => Some(Subject::User(user.clone())),
            Self::ConsentRecorded(record) | Self::ConsentWithdrawn(record) => {
                Some(Subject::Person(record.person.clone()))
            }
            Self::SealedViewed { person, .. } | Self::SignRecorded(SignRecorded { person, .. }) => {
                Some(Subject::Person(person.clone()))
            }
            Self::Unlocked
            | Self::SourceRecorded { .. }
            | Self::CaseImported(_)
            | Self::PanelChosen(_)
            | Self::EligibilityRecorded(_)
            | Self::Decision(_)
            | Self::PanelDecision(_)
            | Self::DoubtAnswered(_)
            | Self::ReportReleased(_)
            | Self::PayloadErased(_)
            | Self::VariantsViewed
            | Self::KinshipViewed
            | Self::DocumentViewed { .. }
            | Self::VariantViewed { .. } => None,
        }
    }

    /// The thing that it is about, by a name that is the same each time; kept secret in the event.
    pub(crate) fn thing(&self) -> Option<String> {
        match self {
            Self::Decision(decision) => Some(decision.thing.clone()),
            Self::SignRecorded(sign) => Some(format!("sign {}", sign.term)),
            Self::DoubtAnswered(answer) => Some(format!("doubt {}", answer.doubt)),
            Self::VariantViewed { variant } => Some(variant.clone()),
            _ => None,
        }
    }
}

/// What an event of this kind decides: of the events with one topic, case and subjects those stand that no other
/// follows. `None` for kinds that only add up.
pub(crate) fn decides(kind: &str) -> Option<&'static str> {
    Some(match kind {
        "case_imported" => "case",
        "consent_recorded" | "consent_withdrawn" => "consent",
        "panel_chosen" => "panel",
        "sign_recorded" => "sign",
        "eligibility_recorded" => "eligibility",
        "decision" => "decision",
        "panel_decision" => "panel_decision",
        "doubt_answered" => "doubt",
        _ => return None,
    })
}
