use consent::Category;
use domain::{Absence, Affection, Assembly, GeneSymbol, HpoId, PersonId};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::Localized;

/// What was analysed, and how.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Analysis {
    /// Assembly that every position in the documents counts in.
    pub assembly: Assembly,
    /// Method of sequencing, such as 全ゲノムシークエンス.
    #[serde(default)]
    pub method: Option<Localized>,
    /// Aligner, caller, annotator and their versions as given by the hub (統一パイプライン).
    #[serde(default)]
    pub pipeline: Option<String>,
    /// Laboratory that sequenced.
    #[serde(default)]
    pub laboratory: Option<Localized>,
    /// Clinical or research.
    pub grade: Grade,
    /// Whether the reported variants were confirmed by a second method.
    pub confirmation: Confirmation,
    /// The persons whose data were analysed, the proband first.
    pub samples: Vec<Sample>,
}

/// Whether a result comes from an accredited laboratory process or from research.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Grade {
    /// Clinical grade (診療).
    Clinical,
    /// Research grade (研究): IRUD and programme results until confirmed.
    Research,
}

/// Whether a second method confirmed the reported variants.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Confirmation {
    /// 確認済.
    Confirmed,
    /// 未確認.
    Unconfirmed,
}

/// A person of the family who took part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sample {
    /// The person.
    pub person: PersonId,
    /// What the person is to the proband.
    pub relation: Relation,
    /// Whether the person has the disease in question.
    pub affection: Affection,
    /// Kind of the specimen, such as 末梢血.
    #[serde(default)]
    pub specimen: Option<Localized>,
    /// Day of collection.
    #[serde(default)]
    pub collected: Option<Date>,
    /// Whether the person's genome was sequenced.
    pub sequenced: bool,
}

/// What a person is to the proband, by blood.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Relation {
    /// The proband (発端者).
    Proband,
    /// Father.
    Father,
    /// Mother.
    Mother,
    /// Brother or sister.
    Sibling,
    /// Son or daughter.
    Child,
    /// Grandfather.
    Grandfather,
    /// Grandmother.
    Grandmother,
    /// Uncle.
    Uncle,
    /// Aunt.
    Aunt,
    /// Another relative, or not stated.
    Other,
}

impl Relation {
    /// All relations.
    pub const ALL: [Self; 10] = [
        Self::Proband,
        Self::Father,
        Self::Mother,
        Self::Sibling,
        Self::Child,
        Self::Grandfather,
        Self::Grandmother,
        Self::Uncle,
        Self::Aunt,
        Self::Other,
    ];
}

/// A clinical feature of the patient.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Phenotype {
    /// The HPO term.
    pub id: HpoId,
    /// Its name.
    pub name: Localized,
    /// False where the feature was looked for and is absent.
    pub present: bool,
}

/// One filter of the waterfall.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WaterfallStep {
    /// Name of the filter (`quality`, `frequency`, …). A name that the messages know under `steps` is printed in the
    /// language of the document, any other as it stands.
    pub step: String,
    /// Variants left after it.
    pub kept: u64,
    /// Variants that it was the first to remove.
    pub removed: u64,
}

/// What could be seen in the genes of one panel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PanelCoverage {
    /// Name of the panel.
    pub name: Localized,
    /// Version of the panel.
    #[serde(default)]
    pub version: Option<String>,
    /// Its genes.
    pub genes: Vec<GeneCoverage>,
}

/// What could be seen in one gene of a panel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GeneCoverage {
    /// The gene.
    pub gene: GeneSymbol,
    /// Share of its coding bases that could be judged, in thousandths (0..=1000).
    #[serde(default)]
    pub callable_permille: Option<u16>,
    /// Why nothing of the gene is reported; `None` where a variant of it is.
    pub absence: Option<Absence>,
}

/// Genes of one category of the fixed general list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GeneralGenes {
    /// The category.
    pub category: Category,
    /// Name and version of the list, such as `ACMG SF v3.2`.
    pub list: String,
    /// The genes.
    pub genes: Vec<GeneSymbol>,
}

/// Something with a version that the result stands on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VersionLine {
    /// What it is.
    pub kind: VersionKind,
    /// Its name.
    pub name: String,
    /// Its version or release.
    #[serde(default)]
    pub version: Option<String>,
    /// SHA-256 of its content, lower-case hexadecimal.
    #[serde(default)]
    pub sha256: Option<String>,
}

/// What a version line is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VersionKind {
    /// This program.
    Program,
    /// Reference data.
    Knowledge,
    /// A panel of genes.
    Panel,
    /// A filter preset.
    Preset,
    /// Rules of classification.
    Rules,
    /// The open part of the case's genome data, or a slice in scope.
    Data,
}

impl VersionKind {
    /// All kinds, in the order in which they are printed.
    pub const ALL: [Self; 6] = [Self::Program, Self::Knowledge, Self::Panel, Self::Preset, Self::Rules, Self::Data];
}
