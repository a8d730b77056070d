//! One case: the patient, the family, the signs, the specimens, the consent, the data, what happened when.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::{
    phenotype::Sign,
    picture::Picture,
    quality::DataQuality,
    session::RoleName,
    worklist::{SexName, Stage},
};

/// Everything about a case but its variants.
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
pub struct CasePage {
    /// The case.
    pub case: String,
    /// Assembly of its variants.
    pub assembly: String,
    /// What it waits for.
    pub stage: Stage,
    /// The proband.
    pub proband: String,
    /// The family, the proband first.
    pub people: Vec<Person>,
    /// The family drawn.
    pub pedigree: Picture,
    /// What relatives have, in words.
    pub family_history: Vec<RelativeLine>,
    /// The proband's signs over time.
    pub signs: Vec<Sign>,
    /// The specimens.
    pub specimens: Vec<Specimen>,
    /// The order.
    pub order: Option<OrderPage>,
    /// Eligibility and earlier tests.
    pub eligibility: Eligibility,
    /// How good the data are.
    pub quality: DataQuality,
    /// What happened, the latest first.
    pub timeline: Vec<TimelineEntry>,
}

/// A person of the family.
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
pub struct Person {
    /// The id in PED and VCF.
    pub id: String,
    /// Name as written.
    pub name: Option<String>,
    /// Name in kana.
    pub kana: Option<String>,
    /// The number of the chart.
    pub chart: Option<String>,
    /// Stated sex.
    pub sex: SexName,
    /// Date of birth, as much of it as is known.
    pub birth_date: Option<String>,
    /// Whole years today in Japan.
    pub age_years: Option<u32>,
    /// Whole months under two years.
    pub age_months: Option<u32>,
    /// True where the person has died.
    pub deceased: bool,
    /// Whether the person has the disease.
    pub affection: AffectionName,
    /// What the person is to the proband.
    pub relation: RelationName,
    /// True where there are genome data.
    pub sequenced: bool,
    /// The consent.
    pub consent: ConsentStanding,
    /// True for a minor today (under 18; unknown age counts as a minor).
    pub minor: bool,
}

/// Whether a person has the disease.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the words say it")]
pub enum AffectionName {
    Affected,
    Unaffected,
    Unknown,
}

impl From<domain::Affection> for AffectionName {
    fn from(affection: domain::Affection) -> Self {
        match affection {
            domain::Affection::Affected => Self::Affected,
            domain::Affection::Unaffected => Self::Unaffected,
            domain::Affection::Unknown => Self::Unknown,
        }
    }
}

/// What a person is to the proband.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Type)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the words say it")]
pub enum RelationName {
    Proband,
    Mother,
    Father,
    Brother,
    Sister,
    Sibling,
    HalfSibling,
    Son,
    Daughter,
    Child,
    Partner,
    MaternalGrandmother,
    MaternalGrandfather,
    PaternalGrandmother,
    PaternalGrandfather,
    MaternalAunt,
    MaternalUncle,
    PaternalAunt,
    PaternalUncle,
    Relative,
}

/// A consent at a glance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum ConsentStanding {
    /// None is recorded.
    None,
    /// The person takes part.
    TakesPart,
    /// A consent is recorded, participation refused.
    Refused,
    /// Withdrawn.
    Withdrawn,
}

/// What a relative who is only told about has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
pub struct RelativeLine {
    /// The relation in words.
    pub relation: String,
    /// Conditions with onset, in words.
    pub conditions: Vec<String>,
    /// Further words.
    pub note: Option<String>,
}

/// A specimen (検体).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
pub struct Specimen {
    /// Its number.
    pub number: Option<String>,
    /// Whose.
    pub person: String,
    /// Its kind, in words.
    pub kind: String,
    /// When it was taken.
    pub collected: Option<String>,
    /// What is left, one text per vessel.
    pub left: Vec<String>,
}

/// A sheet of labels to print.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Type)]
pub struct LabelRequest {
    /// The case.
    pub case: String,
    /// Numbers of the specimens, in the order of printing.
    pub specimens: Vec<String>,
    /// How many of each.
    pub copies: u32,
    /// The first free label of the sheet, from 1.
    pub first: u32,
    /// The sheet.
    pub sheet: LabelSheet,
    /// Whether the person's name is printed.
    pub with_name: bool,
}

/// A sheet of labels, A4.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum LabelSheet {
    /// 24 labels of 70 x 37 mm.
    Standard,
    /// 65 labels of 38 x 21 mm.
    Tube,
}

/// What was ordered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
pub struct OrderPage {
    /// Its number.
    pub number: Option<String>,
    /// When.
    pub date: Option<String>,
    /// By whom.
    pub requester: Option<String>,
    /// Why.
    pub indication: Option<String>,
    /// The suspected diseases: name and ids.
    pub diseases: Vec<String>,
    /// The panels.
    pub panels: Vec<String>,
}

/// Eligibility and earlier tests (適格性・既往検査).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Type)]
pub struct Eligibility {
    /// The disease class.
    pub class: Option<DiseaseClass>,
    /// 非典型例.
    pub atypical: bool,
    /// The question that is asked.
    pub question: Option<String>,
    /// Earlier tests.
    pub tests: Vec<EarlierTest>,
    /// Who recorded it, and when.
    pub recorded_by: Option<String>,
    /// When it was recorded.
    pub recorded_on: Option<String>,
}

/// The three classes of the programme.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum DiseaseClass {
    /// 単一遺伝子性.
    SingleGene,
    /// 多因子性.
    Multifactorial,
    /// 診断困難.
    HardToDiagnose,
}

/// A test that was done before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
pub struct EarlierTest {
    /// What was tested.
    pub kind: TestKind,
    /// Its name.
    pub name: String,
    /// When.
    pub date: Option<String>,
    /// What came out, in words.
    pub result: String,
}

/// The kinds of earlier tests.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum TestKind {
    /// Exome.
    Exome,
    /// Genome.
    Genome,
    /// Gene panel.
    Panel,
    /// A test that insurance pays (保険収載).
    Insured,
    /// Chromosomes or array.
    Chromosomes,
    /// Anything else.
    Other,
}

/// Eligibility as it is to be from now on.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Type)]
pub struct EligibilityRequest {
    /// The case.
    pub case: String,
    /// The disease class.
    pub class: Option<DiseaseClass>,
    /// 非典型例.
    pub atypical: bool,
    /// The question that is asked.
    pub question: Option<String>,
    /// Earlier tests.
    pub tests: Vec<EarlierTestRequest>,
}

/// A test that was done before, to record.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Type)]
pub struct EarlierTestRequest {
    /// What was tested.
    pub kind: TestKind,
    /// Its name.
    pub name: String,
    /// When.
    pub date: Option<String>,
    /// What came out.
    pub result: String,
}

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
pub struct TimelineEntry {
    /// Id of the event.
    pub id: String,
    /// When, by the clock of the device.
    pub time: String,
    /// What: the kind of the event, a key.
    pub kind: String,
    /// Who: the shown name.
    pub author: String,
    /// As what.
    pub role: RoleName,
    /// What it was about, in a few words, where the user may read it.
    pub about: Option<String>,
}
