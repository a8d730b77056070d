use domain::{Assembly, CaseId, PersonId};
use sealed::digest::Sha256;
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use crate::HubError;

/// Schema of `hub.json`.
pub const HUB_SCHEMA: &str = "shirube.folder-hub/1";
/// Schema of `case.json`.
pub const CASE_SCHEMA: &str = "shirube.hub-case/1";

/// `hub.json`: the cases of a hub.
#[derive(Deserialize)]
pub(crate) struct HubListing {
    pub(crate) name: String,
    pub(crate) cases: Vec<CaseEntry>,
}

/// Where the listing of a case is. `path` is relative to the hub.
#[derive(Deserialize)]
pub(crate) struct CaseEntry {
    pub(crate) id: CaseId,
    #[serde(flatten)]
    pub(crate) file: ListedFile,
}

/// `case.json`: the files of a case.
#[derive(Deserialize)]
pub(crate) struct CaseListing {
    pub(crate) id: CaseId,
    pub(crate) assembly: Assembly,
    pub(crate) files: Vec<CaseFile>,
}

/// A file of a case. `path` is relative to `case.json`. `person` says whose reads it holds.
#[derive(Deserialize)]
pub(crate) struct CaseFile {
    pub(crate) kind: FileKind,
    #[serde(default)]
    pub(crate) person: Option<PersonId>,
    #[serde(flatten)]
    pub(crate) file: ListedFile,
}

/// A file with what it must be.
#[derive(Clone, Deserialize)]
pub(crate) struct ListedFile {
    pub(crate) path: String,
    pub(crate) size: u64,
    pub(crate) sha256: Sha256,
}

/// What a file of a case is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FileKind {
    /// The variants of the family: bgzip VCF.
    Vcf,
    /// Structural variants and copy numbers of the family in a file of their own: VCF.
    Structural,
    /// Mobile elements of the family: VCF.
    MobileElements,
    /// Repeats of the family, as ExpansionHunter or TRGT count them: VCF.
    Repeats,
    /// The tabix or CSI index of the variants.
    Index,
    /// The pedigree: PED, one family.
    Ped,
    /// The proband's signs: Phenopacket v2 JSON.
    Phenopacket,
    /// Everything clinical: FHIR R4 Bundle JSON.
    Fhir,
    /// Coverage per panel gene and person.
    Coverage,
    /// The reads of one person: BAM, sorted by coordinate.
    Bam,
    /// The reads of one person: CRAM.
    Cram,
    /// The index of the reads of one person: BAI, CSI or CRAI.
    ReadsIndex,
}

impl FileKind {
    /// The files of variants, each VCF of the family; the first is that without which there is no case.
    pub const VARIANTS: [Self; 4] = [Self::Vcf, Self::Structural, Self::MobileElements, Self::Repeats];

    /// The name in `case.json`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Vcf => "vcf",
            Self::Structural => "structural",
            Self::MobileElements => "mobile_elements",
            Self::Repeats => "repeats",
            Self::Index => "index",
            Self::Ped => "ped",
            Self::Phenopacket => "phenopacket",
            Self::Fhir => "fhir",
            Self::Coverage => "coverage",
            Self::Bam => "bam",
            Self::Cram => "cram",
            Self::ReadsIndex => "reads_index",
        }
    }

    /// True where the file is of one person, whom the listing names.
    pub(crate) fn is_of_one_person(self) -> bool {
        matches!(self, Self::Bam | Self::Cram | Self::ReadsIndex)
    }
}

#[derive(Deserialize)]
struct Schema {
    schema: String,
}

/// Reads a listing; its schema is looked at before anything else.
pub(crate) fn read<T: DeserializeOwned>(file: &str, bytes: &[u8], expected: &'static str) -> Result<T, HubError> {
    let Schema { schema } = json(file, bytes)?;
    if schema != expected {
        return Err(HubError::Schema { file: file.to_owned(), found: schema, expected });
    }
    json(file, bytes)
}

fn json<T: DeserializeOwned>(file: &str, bytes: &[u8]) -> Result<T, HubError> {
    let wrong = |path: String, source| HubError::Json { file: file.to_owned(), path, source };
    let mut json = serde_json::Deserializer::from_slice(bytes);
    let value = serde_path_to_error::deserialize(&mut json).map_err(|e| wrong(e.path().to_string(), e.into_inner()))?;
    json.end().map_err(|source| wrong(".".to_owned(), source))?;
    Ok(value)
}
