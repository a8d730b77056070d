//! One case: the patient, the family, the signs, the specimens, the consent, the data, what happened when.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::{
    picture::Picture,
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

/// A sign (HPO) of the proband, as last recorded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
pub struct Sign {
    /// `HP:0000000`.
    pub term: String,
    /// Japanese label, where there is one.
    pub label_ja: Option<String>,
    /// English label.
    pub label_en: String,
    /// There, not there, gone, or not known.
    pub state: SignState,
    /// When it began: an HPO onset term's key, an ISO 8601 age, or words.
    pub onset: Option<String>,
    /// How severe, where recorded.
    pub severity: Option<SeverityName>,
    /// When it was observed.
    pub observed: Option<String>,
    /// Words.
    pub note: Option<String>,
    /// Who recorded it here; `None` where it came from the hub.
    pub recorded_by: Option<String>,
    /// When it was recorded here.
    pub recorded_on: Option<String>,
    /// Earlier records of the same term, the latest first.
    pub earlier: Vec<EarlierSign>,
}

/// What was recorded of a sign before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
pub struct EarlierSign {
    /// There, not there, gone, or not known.
    pub state: SignState,
    /// When it was observed.
    pub observed: Option<String>,
    /// Who recorded it; `None` for the hub.
    pub recorded_by: Option<String>,
}

/// Whether a sign is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum SignState {
    /// There.
    Present,
    /// Looked for and not there.
    Absent,
    /// It was there and is gone.
    Resolved,
    /// Taken back: recorded by mistake.
    Withdrawn,
}

/// HPO's severity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the words of HP:0012824")]
pub enum SeverityName {
    Borderline,
    Mild,
    Moderate,
    Severe,
    Profound,
}

/// Signs to record, all or none.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Type)]
pub struct SignsRequest {
    /// The case.
    pub case: String,
    /// The signs.
    pub signs: Vec<SignRequest>,
}

/// A sign to record; the latest record of a term stands.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Type)]
pub struct SignRequest {
    /// `HP:0000000`.
    pub term: String,
    /// There, not there, gone.
    pub state: SignState,
    /// When it began: an HPO onset key, an ISO 8601 age, or words.
    pub onset: Option<String>,
    /// How severe.
    pub severity: Option<SeverityName>,
    /// When it was observed (ISO 8601 date).
    pub observed: Option<String>,
    /// Words.
    pub note: Option<String>,
}

/// A term that a search found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
pub struct TermFound {
    /// `HP:0000000`.
    pub term: String,
    /// Japanese label.
    pub label_ja: Option<String>,
    /// English label.
    pub label_en: String,
    /// The name by which it was found, where it is none of the labels.
    pub by: Option<String>,
    /// Definition in English, where there is one.
    pub definition: Option<String>,
}

/// The signs that a note names, for a person to confirm. Nothing of the note is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
pub struct ScannedNote {
    /// The places, in the order of the note.
    pub places: Vec<NotePlace>,
    /// What they name, in the order in which the note first does.
    pub signs: Vec<NoteSign>,
}

/// A place of a note that names a sign.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
pub struct NotePlace {
    /// Where it begins, in UTF-16 code units from 0, as the window counts them.
    pub from: u32,
    /// Where it ends: the code unit after it.
    pub to: u32,
    /// Which of the signs, from 0.
    pub sign: u32,
    /// What the note says of it.
    pub stated: StatedName,
    /// True where it is said of a relative.
    pub relative: bool,
}

/// What a note says of a sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum StatedName {
    /// It is there.
    Present,
    /// It is not there.
    Absent,
    /// It is suspected, possible, to be ruled out.
    Uncertain,
}

/// A sign that a note names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
pub struct NoteSign {
    /// What the words stand for: one term, or several between which a person must choose.
    pub terms: Vec<TermFound>,
    /// What is proposed to be recorded; `None` where the note speaks of a relative alone, is not certain, says one thing
    /// here and another there, or a term must be chosen.
    pub proposed: Option<SignState>,
}

/// A term with its neighbours.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
pub struct TermPage {
    /// The term.
    pub term: TermFound,
    /// More general terms.
    pub parents: Vec<TermFound>,
    /// More special terms.
    pub children: Vec<TermFound>,
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

/// How good the data are.
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
pub struct DataQuality {
    /// Charts.
    pub charts: Vec<Picture>,
    /// Figures per person with genome data.
    pub people: Vec<PersonQuality>,
    /// Panel genes of which too little could be read in the proband.
    pub not_callable: Vec<GeneCoverage>,
    /// Records of the open part.
    pub records: u32,
    /// Where the data do not fit the pedigree, as long as nobody has answered it: to be cleared up before anything of them is
    /// believed.
    pub doubts: Vec<Doubt>,
}

/// Where the data of a family do not fit its pedigree: samples may be exchanged, or a relation another than stated.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Doubt {
    /// X shows another sex than is stated.
    Sex {
        /// Who.
        person: String,
        /// As in the pedigree.
        stated: SexName,
        /// By the data.
        shown: SexName,
    },
    /// Two people are not as near as is stated, or nearer.
    Relation {
        /// Who.
        people: [String; 2],
        /// As in the pedigree; `None` where it states none.
        stated: Option<DegreeName>,
        /// By the data.
        shown: DegreeName,
    },
    /// More contradictions to the laws of Mendel than a right trio has.
    Parents {
        /// Child, father, mother.
        people: [String; 3],
        /// Records that contradict.
        errors: u32,
        /// Records that were compared.
        compared: u32,
    },
    /// Both copies of a chromosome seem to be of one parent: disomy, or a large deletion.
    Disomy {
        /// The child.
        person: String,
        /// The chromosome.
        chromosome: String,
        /// The parent: father or mother.
        of: RelationName,
    },
    /// Reads seem to be of somebody else.
    Contamination {
        /// Whose sample.
        person: String,
        /// Their share, in thousandths.
        permille: u32,
    },
}

/// How near two people are related.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the words say it")]
pub enum DegreeName {
    Same,
    First,
    Second,
    Third,
    Unrelated,
}

impl From<variants::Degree> for DegreeName {
    fn from(degree: variants::Degree) -> Self {
        match degree {
            variants::Degree::Same => Self::Same,
            variants::Degree::First => Self::First,
            variants::Degree::Second => Self::Second,
            variants::Degree::Third => Self::Third,
            variants::Degree::Unrelated => Self::Unrelated,
        }
    }
}

/// Figures of one person's data.
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
pub struct PersonQuality {
    /// The person.
    pub person: String,
    /// Variants that the person has.
    pub variants: u32,
    /// Median read depth at them; `None` where the file gives none.
    pub median_depth: Option<u32>,
    /// Heterozygous over homozygous variants.
    pub het_hom: Option<f64>,
    /// Transitions over transversions.
    pub ti_tv: Option<f64>,
    /// Share of variants with a genotype quality of 20 or more.
    pub gq20: Option<f64>,
}

/// How much of a gene could be read.
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
pub struct GeneCoverage {
    /// The gene.
    pub gene: String,
    /// Share of its bases that can be called, 0 to 1.
    #[specta(type = u32)] // a plain number: it is always finite
    pub callable: f64,
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
