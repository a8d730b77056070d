//! One variant: everything known of it, and what people decide about it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use specta::Type;

use crate::{Action, Desk, NotAsked, ProposalLine, WorkbenchError, parentage::Parentage, variant_row::Shown};

use super::{
    picture::Picture,
    session::RoleName,
    variant_row::{ClassName, GenotypeCell, VariantRow, VerdictName},
    variants::PatternName,
};

/// Which variant.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Type)]
pub struct VariantRequest {
    /// The case.
    pub case: String,
    /// The number of the view.
    pub view: u32,
    /// The row's number in the table.
    pub row: u32,
    /// The place in the view's order, where it stands there: an allele stands once for each of its genes and patterns.
    pub place: Option<u32>,
    /// True where a person looks at it, false where it is only got ready.
    pub look: bool,
}

/// Why a variant is no candidate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum UnrankedName {
    /// It lies in no gene.
    NoGene,
    /// The filters of this moment do not keep it.
    Filtered,
    /// Its gene is looked at for secondary findings alone, and their list does not return this one.
    NotReturned,
    /// One hit in a gene whose diseases need two; nothing is said of what that makes of the person.
    LoneHit,
}

/// Everything known of one variant.
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
pub struct VariantPage {
    /// As in the table.
    pub row: VariantRow,
    /// `chrom-pos-ref-alt` of the shortest form, equal ends cut off.
    pub normal_form: String,
    /// rs numbers and other ids.
    pub ids: Vec<String>,
    /// QUAL.
    pub quality: Option<f64>,
    /// The gene.
    pub gene: Option<GenePage>,
    /// Why it stands where it stands.
    pub ranking: Option<RankingPage>,
    /// Why it does not; `None` where it does.
    pub unranked: Option<UnrankedName>,
    /// Genotypes in the order of the members.
    pub genotypes: Vec<GenotypePage>,
    /// Consequence per transcript, MANE first.
    pub transcripts: Vec<TranscriptLine>,
    /// Frequencies by population.
    pub frequencies: Vec<PopulationFrequency>,
    /// The same drawn; `None` where the annotation has no frequencies.
    pub frequency_chart: Option<Picture>,
    /// ClinVar's entry as the file has it.
    pub clinvar: Option<ClinvarPage>,
    /// Scores with their bands.
    pub scores: Vec<Score>,
    /// The patterns that hold, and what speaks against the others.
    pub patterns: Vec<PatternLine>,
    /// The other variant of a pair.
    pub partner: Option<VariantRow>,
    /// Criteria that the evidence speaks for; nothing is met before a person says so.
    pub proposals: Vec<ProposalLine>,
    /// Criteria that could not be looked at, each with the reason.
    pub not_asked: Vec<NotAsked>,
    /// Criteria that tell of relatives who may not be shown here, by their codes: they can be neither proposed nor chosen.
    pub untold: Vec<String>,
    /// What was decided, as it stands; `None` where nothing was.
    pub decision: Option<DecisionPage>,
    /// What was decided before and by whom, the latest first.
    pub history: Vec<DecisionPage>,
    /// Every INFO field that no other part shows.
    pub info: Vec<NamedValue>,
}

/// A name and a value, as in the file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
pub struct NamedValue {
    /// The name.
    pub name: String,
    /// The value.
    pub value: String,
}

/// A gene and its diseases.
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
pub struct GenePage {
    /// Symbol as annotated.
    pub symbol: String,
    /// HGNC id.
    pub hgnc: Option<String>,
    /// Full name, where known.
    pub name: Option<String>,
    /// The diseases that are linked to it, the best fitting first.
    pub diseases: Vec<DiseaseLine>,
    /// The panels of the case and of the installation that have it.
    pub panels: Vec<String>,
}

/// A disease of a gene.
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
pub struct DiseaseLine {
    /// Catalogue number.
    pub id: String,
    /// English name.
    pub name_en: String,
    /// Japanese name.
    pub name_ja: Option<String>,
    /// Number as 指定難病.
    pub shitei_nanbyo: Option<u32>,
    /// How it is inherited.
    pub modes: Vec<String>,
    /// Score of the phenotype against it, natural log units.
    pub score: Option<f64>,
}

/// Why a variant stands where it stands.
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
pub struct RankingPage {
    /// Joined score, natural log units.
    #[specta(type = u32)] // a plain number: it is always finite
    pub score: f64,
    /// The phenotype's share.
    #[specta(type = u32)] // a plain number: it is always finite
    pub phenotype: f64,
    /// The genotype's share.
    #[specta(type = u32)] // a plain number: it is always finite
    pub genotype: f64,
    /// The pattern of the gene's best hit; `None` where the origin may not be told.
    pub pattern: Option<PatternName>,
    /// Genes of this family that have a hit of the same pattern, this one included.
    pub chance: u32,
    /// Whether the mode of the disease and the pattern fit, a key: `fits`, `differs`, `unknown`.
    pub fit: String,
    /// True where both shares are those of a disease not yet described, which explains the patient better than the known
    /// one; also where none is known.
    pub undescribed: bool,
    /// How the gene's best fitting disease fits; `None` where none is linked or annotated.
    pub disease: Option<DiseaseFitPage>,
}

/// How a disease fits the patient's signs. The shares of the terms and the others add up to its score.
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
pub struct DiseaseFitPage {
    /// Catalogue number.
    pub id: String,
    /// English name.
    pub name_en: String,
    /// Japanese name.
    pub name_ja: Option<String>,
    /// Its place among all diseases by phenotype alone, from 1.
    pub place: u32,
    /// Its probability by phenotype alone, 0 to 1.
    #[specta(type = u32)] // a plain number: it is always finite
    pub probability: f64,
    /// Its score, natural log units.
    #[specta(type = u32)] // a plain number: it is always finite
    pub score: f64,
    /// Each term's share.
    pub terms: Vec<TermShareLine>,
    /// What else adds or takes.
    pub others: Vec<OtherShareLine>,
    /// Signs that the patient was found not to have; they count nothing and are shown.
    pub excluded: Vec<ExcludedLine>,
}

/// What is no term and adds to the score of a disease or takes from it.
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
pub struct OtherShareLine {
    /// A key: `sex`, `gene`, `onset`.
    pub what: String,
    /// Its summand, natural log units.
    #[specta(type = u32)] // a plain number: it is always finite
    pub share: f64,
}

/// A sign that the patient was found not to have.
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
pub struct ExcludedLine {
    /// `HP:0000000`.
    pub term: String,
    /// Japanese label.
    pub label_ja: Option<String>,
    /// English label.
    pub label_en: String,
    /// How many of the published patients have it, 0 to 1; `None` where nothing is published.
    pub frequency: Option<f64>,
}

/// One term's share of the phenotype score.
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
pub struct TermShareLine {
    /// `HP:0000000`.
    pub term: String,
    /// Japanese label.
    pub label_ja: Option<String>,
    /// English label.
    pub label_en: String,
    /// Its summand, natural log units.
    #[specta(type = u32)] // a plain number: it is always finite
    pub share: f64,
    /// Japanese label of the term that it matches by, where that is another one.
    pub matched_ja: Option<String>,
    /// English label of the same.
    pub matched_en: Option<String>,
    /// How many of the published patients have it, 0 to 1; `None` where nothing is published.
    pub frequency: Option<f64>,
}

/// One person's genotype.
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
pub struct GenotypePage {
    /// The person.
    pub person: String,
    /// As a glyph.
    pub cell: GenotypeCell,
    /// GT as in the file.
    pub gt: Option<String>,
    /// Reads.
    pub depth: Option<u32>,
    /// Reads that show this allele.
    pub alternate_reads: Option<u32>,
    /// Genotype quality, phred.
    pub genotype_quality: Option<u32>,
    /// Every other field of the sample.
    pub fields: Vec<NamedValue>,
}

/// Consequence in one transcript.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
pub struct TranscriptLine {
    /// Gene.
    pub gene: Option<String>,
    /// Transcript.
    pub transcript: Option<String>,
    /// The RefSeq transcript where it is MANE Select.
    pub mane: Option<String>,
    /// True for Ensembl's canonical transcript.
    pub canonical: bool,
    /// Sequence Ontology terms.
    pub consequences: Vec<String>,
    /// VEP's impact, lower case.
    pub impact: String,
    /// HGVS on the transcript.
    pub hgvs_c: Option<String>,
    /// HGVS on the protein.
    pub hgvs_p: Option<String>,
    /// Exon or intron, as `3/12`.
    pub part: Option<String>,
    /// Biotype.
    pub biotype: Option<String>,
}

/// A frequency in one population.
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
pub struct PopulationFrequency {
    /// The population, a key such as `gnomad_exomes` or `tommo`.
    pub population: String,
    /// True for a Japanese set.
    pub japanese: bool,
    /// 0 to 1; `None` where the allele is not in the set, which is not zero.
    pub frequency: Option<f64>,
}

/// ClinVar's entry as the file has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
pub struct ClinvarPage {
    /// The class, a key.
    pub class: String,
    /// The words of the file.
    pub words: String,
    /// Stars, 0 to 4.
    pub stars: Option<u32>,
    /// Review status as in the file.
    pub review: Option<String>,
    /// Accession or variation id.
    pub id: Option<String>,
}

/// A score with the band that it falls into.
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
pub struct Score {
    /// Its name: `revel`, `cadd`, `spliceai`, `alphamissense`.
    pub name: String,
    /// Its value.
    #[specta(type = u32)] // a plain number: it is always finite
    pub value: f64,
    /// The calibrated band, a key such as `pp3_moderate`, `bp4_supporting`, `indeterminate`; `None` where the score has none.
    pub band: Option<String>,
}

/// A pattern and whether it holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
pub struct PatternLine {
    /// The pattern.
    pub pattern: PatternName,
    /// True where it holds.
    pub holds: bool,
    /// The person whose genotype speaks against it.
    pub against: Option<String>,
}

/// A text in one or both languages.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct Words {
    /// Japanese.
    pub ja: Option<String>,
    /// English.
    pub en: Option<String>,
}

/// A decision as it was recorded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
pub struct DecisionPage {
    /// Id of the event.
    pub id: String,
    /// What was decided.
    pub verdict: VerdictName,
    /// The class.
    pub class: Option<ClassName>,
    /// The criteria, such as `PM2_Supporting`.
    pub criteria: Vec<String>,
    /// What speaks for each criterion, by its code (`PM2`), as it was recorded.
    pub evidence: BTreeMap<String, Words>,
    /// Why it was dismissed.
    pub reasons: Vec<DismissalReason>,
    /// Words in Japanese (or in whatever language they were written).
    pub note: Option<String>,
    /// Words in English, for the report.
    pub note_en: Option<String>,
    /// The disease that it is reported for.
    pub disease: Option<String>,
    /// Who: the shown name.
    pub author: String,
    /// As what.
    pub role: RoleName,
    /// When, by the clock of the device.
    pub time: String,
}

/// Why a variant is put aside; several at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Type)]
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
    /// Something else, said in the note.
    Other,
}

/// A decision to record. The latest about a variant stands; `Open` takes the one before back.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Type)]
pub struct DecisionRequest {
    /// The case.
    pub case: String,
    /// `chrom-pos-ref-alt` as in the file.
    pub key: String,
    /// The gene.
    pub gene: Option<String>,
    /// What is decided.
    pub verdict: VerdictName,
    /// The class.
    pub class: Option<ClassName>,
    /// The criteria, such as `PM2_Supporting`.
    pub criteria: Vec<String>,
    /// What speaks for each criterion, by its code (`PM2`), in words of the person or those of the proposal; not needed.
    pub evidence: BTreeMap<String, Words>,
    /// Why it is dismissed; needed for that.
    pub reasons: Vec<DismissalReason>,
    /// Words.
    pub note: Option<String>,
    /// Words in English, for the report.
    pub note_en: Option<String>,
    /// The disease that it is reported for.
    pub disease: Option<String>,
}

/// The ACMG/AMP criteria to choose from, and what a choice of them gives.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
pub struct CriterionLine {
    /// Its code, such as `PM2`.
    pub code: String,
    /// True where it speaks for pathogenic.
    pub pathogenic: bool,
    /// The strength that it has unless changed: `supporting`, `moderate`, `strong`, `very_strong`, `stand_alone`.
    pub strength: String,
    /// The strengths that it may be given.
    pub strengths: Vec<String>,
}

/// What a choice of criteria gives by both rule sets: points (10.1002/humu.24088) and combinations (10.1038/gim.2015.30).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
pub struct PointsReply {
    /// The sum.
    pub points: i32,
    /// The class that follows.
    pub class: ClassName,
    /// How near uncertain significance of 0 to 5 points is to likely pathogenic, a key from `ice_cold` to `hot`.
    pub temperature: Option<String>,
    /// The class by the combinations of 2015.
    pub class_2015: ClassName,
    /// The combinations that are met, as the source names them.
    pub combinations: Vec<String>,
    /// True where pathogenic and benign combinations contradict each other.
    pub contradictory: bool,
    /// As what PP3 was counted beside PM1, where more was chosen: `PP3`, `PP3_Moderate`, or an empty text for not at all.
    pub pp3_beside_pm1: Option<String>,
}

impl Desk {
    /// Everything known of one variant.
    ///
    /// # Errors
    /// [`WorkbenchError::Stale`] where the view is not open any more.
    pub fn variant_page(&self, variant: &VariantRequest) -> Result<VariantPage, WorkbenchError> {
        let open = self.opened(&variant.case)?;
        let view = open.view(variant.view)?;
        let child = open.family.proband().person.id.clone();
        let parentage = || {
            // Who may not know is told the same whatever the data say; for who may, it is a look once the page is shown.
            if self.ask(Action::SeeKinship).is_err() {
                return Ok(Parentage::NotShown);
            }
            if variant.look {
                self.look_at_kinship(&open.id)?;
            }
            Ok(self.measured(&open.id, &open.record, &open.scope)?.check.parentage(child.as_str()))
        };
        let page = Shown::new(&open, &self.reference, &view).page(variant.row, variant.place, &parentage)?;
        if variant.look {
            self.look_at_variant(&open, &page.row.key)?;
        }
        Ok(page)
    }
}
