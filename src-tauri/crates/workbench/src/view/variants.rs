//! The variants of a case: filters, the table in windows, the waterfall, and why something is not there.

use serde::{Deserialize, Serialize};
use specta::Type;

use variants::AnnotationKind;

use crate::{
    Action, Desk, WorkbenchError,
    desk::case_id,
    family_relation::relation_name,
    variant_question::presets,
    variant_row::Shown,
    variant_view::{Question, View},
};

use super::{
    case::{AffectionName, RelationName},
    panels::GradeName,
    worklist::SexName,
};

/// A case whose variants are open.
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
pub struct OpenedVariants {
    /// The case.
    pub case: String,
    /// Assembly of all positions.
    pub assembly: String,
    /// The members with genotypes, in the order of every list of genotypes; the proband first.
    pub members: Vec<MemberColumn>,
    /// Alleles that are open.
    pub rows: u32,
    /// False where the file has no annotation: gene and consequence are empty.
    pub annotated: bool,
    /// The population frequencies that the annotation has.
    pub populations: Vec<String>,
    /// The presets that there are.
    pub presets: Vec<PresetLine>,
    /// The panels that were chosen for the case.
    pub panels: Vec<String>,
}

/// A member of the family as a column of genotypes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
pub struct MemberColumn {
    /// The person.
    pub id: String,
    /// Name as written.
    pub name: Option<String>,
    /// Stated sex.
    pub sex: SexName,
    /// Whether the person has the disease.
    pub affection: AffectionName,
    /// What the person is to the proband.
    pub relation: RelationName,
}

/// A preset of filters.
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
pub struct PresetLine {
    /// Its name, a key.
    pub name: String,
    /// Its version.
    pub version: u32,
    /// Largest frequency to keep for a dominant pattern.
    pub max_af: Option<f64>,
    /// Largest frequency to keep for a pattern in which both copies are changed.
    pub max_af_recessive: Option<f64>,
    /// The patterns that are kept; empty where inheritance is not asked for.
    pub patterns: Vec<PatternName>,
}

/// How a hit segregates, as [`domain::Pattern`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the words are those of domain::Pattern")]
pub enum PatternName {
    DeNovo,
    Dominant,
    Recessive,
    CompoundHeterozygous,
    XRecessive,
    XDominant,
    YLinked,
    Mitochondrial,
    HemizygousDeletion,
    ParentalMosaic,
}

/// What is to be shown.
#[derive(Clone, Debug, PartialEq, Deserialize, Type)]
pub struct FilterRequest {
    /// The case.
    pub case: String,
    /// The preset that the chips below change.
    pub preset: String,
    /// Patterns to keep instead of the preset's; an empty list asks for no inheritance.
    pub patterns: Option<Vec<PatternName>>,
    /// Largest frequency to keep, of any pattern, instead of the preset's, 0 to 1.
    pub max_af: Option<f64>,
    /// Impact to keep instead of the preset's consequences.
    pub consequence: Option<ConsequenceChip>,
    /// Genes of these panels only.
    pub panels: Vec<String>,
    /// The least grade of a gene in a panel that counts.
    pub grade: GradeName,
    /// A gene symbol or a region `chr:start-end` only.
    pub place: Option<String>,
    /// False to switch off the thresholds of quality.
    pub quality: bool,
    /// True to show what a person has dismissed as well.
    pub with_dismissed: bool,
    /// Only variants of this sort among what the filters leave; all where `None`.
    pub kind: Option<KindName>,
    /// The order of the rows.
    pub sort: SortColumn,
    /// True from large to small.
    pub descending: bool,
    /// What is looked at, so that its place among the new rows is told and it stays in view.
    pub looked_at: Option<LookedAt>,
}

/// A variant in a gene, whatever its pattern.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Type)]
pub struct LookedAt {
    /// Its number in the table.
    pub row: u32,
    /// The gene; empty where it lies in none.
    pub gene: String,
}

/// The sorts of variants that people look at apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum KindName {
    /// Of fewer than 50 bases.
    Small,
    /// Structural variants, copy numbers, mobile elements.
    Structural,
    /// Short tandem repeats.
    Repeat,
}

/// How grave a consequence must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum ConsequenceChip {
    /// Everything.
    Any,
    /// Coding and splice.
    CodingAndSplice,
    /// Loss of function: stop, frameshift, canonical splice site, start lost, whole-gene loss.
    LossOfFunction,
}

/// A column to sort by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum SortColumn {
    /// The rank: joined score of the gene.
    Rank,
    /// Place in the genome.
    Position,
    /// Gene symbol.
    Gene,
    /// Gravity of the consequence.
    Consequence,
    /// Largest frequency; a missing one is smaller than any.
    Frequency,
    /// Class in ClinVar.
    Clinvar,
    /// REVEL.
    Revel,
    /// CADD.
    Cadd,
    /// SpliceAI.
    Spliceai,
    /// The class that a person gave.
    Class,
}

/// A filtered and sorted view of a case; the rows are fetched by its number.
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
pub struct Filtered {
    /// Its number, for [`RowsRequest`].
    pub view: u32,
    /// How many rows it has.
    pub rows: u32,
    /// How many genes those are in.
    pub genes: u32,
    /// How many rows of each sort the filters leave, whichever is asked for.
    pub kinds: KindCounts,
    /// What each filter kept and removed, in order.
    pub waterfall: Vec<WaterfallStep>,
    /// Rows that a person has dismissed and that are not shown.
    pub dismissed: u32,
    /// Panel genes that could not be seen.
    pub not_seen: Vec<String>,
    /// The place of what is looked at, from 0; `None` where it is not among the rows or nothing was named.
    pub place: Option<u32>,
    /// The rows around that place, or the first ones: a window that begins at a multiple of its length, so that the first
    /// look needs no second question.
    pub window: RowWindow,
}

/// How many rows there are of each sort.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Type)]
pub struct KindCounts {
    /// Of fewer than 50 bases.
    pub small: u32,
    /// Structural.
    pub structural: u32,
    /// Repeats.
    pub repeat: u32,
}

/// Rows of a view that follow each other.
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
pub struct RowWindow {
    /// The place of the first, from 0.
    pub offset: u32,
    /// The rows, at most 100.
    pub rows: Vec<VariantRow>,
}

/// One step of the waterfall.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
pub struct WaterfallStep {
    /// The filter, a key.
    pub step: String,
    /// Alleles left after it.
    pub kept: u32,
    /// Alleles that it removed first.
    pub removed: u32,
}

/// Rows of a view.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Type)]
pub struct RowsRequest {
    /// The case.
    pub case: String,
    /// The number of the view.
    pub view: u32,
    /// The first row, from 0.
    pub offset: u32,
    /// How many, at most 1000.
    pub count: u32,
}

/// Where something stands in a view.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Type)]
pub struct PlaceRequest {
    /// The case.
    pub case: String,
    /// The number of the view.
    pub view: u32,
    /// The number of the row in the table.
    pub row: u32,
    /// In this gene alone; `None` takes the first.
    pub gene: Option<String>,
    /// As a pair with this row alone; `None` takes the first.
    pub partner: Option<u32>,
}

/// One hit: an allele in a gene under a pattern.
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
pub struct VariantRow {
    /// Its number in the table, for [`VariantRequest`](super::variant::VariantRequest).
    pub row: u32,
    /// Place among the genes, 1 is best; `None` where it is not ranked.
    pub rank: Option<u32>,
    /// Joined score of its gene, natural log units.
    pub score: Option<f64>,
    /// The phenotype's share of it.
    pub phenotype_score: Option<f64>,
    /// The genotype's share of it.
    pub genotype_score: Option<f64>,
    /// `chrom-pos-ref-alt` as in the file.
    pub key: String,
    /// Chromosome as in the file.
    pub chrom: String,
    /// 1-based position.
    pub pos: u32,
    /// Reference allele.
    pub reference: String,
    /// Alternate allele.
    pub alternate: String,
    /// Gene; empty where none is annotated.
    pub gene: String,
    /// The disease that fits best: Japanese name, else English.
    pub disease_ja: Option<String>,
    /// Its English name.
    pub disease_en: Option<String>,
    /// Number as 指定難病.
    pub shitei_nanbyo: Option<u32>,
    /// HGVS on the transcript, without the transcript.
    pub hgvs_c: Option<String>,
    /// HGVS on the protein, without the protein.
    pub hgvs_p: Option<String>,
    /// Gravest consequence in the gene (Sequence Ontology term).
    pub consequence: Option<String>,
    /// How it segregates; `None` where the origin may not be told or none was asked for.
    pub pattern: Option<PatternName>,
    /// The other variant of a pair, as its key.
    pub partner: Option<String>,
    /// The other variant of a pair, as its number in the table.
    pub partner_row: Option<u32>,
    /// Genotypes in the order of the members; of a repeat beyond the normal sizes by the alleles of that range.
    pub genotypes: Vec<GenotypeCell>,
    /// What it is, where it is structural.
    pub structural: Option<StructuralCell>,
    /// Its sizes, where it is a repeat.
    pub repeat: Option<RepeatCell>,
    /// Largest frequency of any population; `None` where none is known.
    pub max_af: Option<f64>,
    /// Largest Japanese frequency; `None` where none is known.
    pub japanese_af: Option<f64>,
    /// Class in ClinVar, a key; `None` where there is no entry.
    pub clinvar: Option<String>,
    /// Stars of its review.
    pub clinvar_stars: Option<u32>,
    /// REVEL.
    pub revel: Option<f64>,
    /// CADD.
    pub cadd: Option<f64>,
    /// SpliceAI.
    pub spliceai: Option<f64>,
    /// FILTER where it is not PASS.
    pub filter: Option<String>,
    /// True where ClinVar rescued it from a soft filter.
    pub rescued: bool,
    /// True in a sensitive gene that is not primary and that consent has opened.
    pub secondary: bool,
    /// What has to be said with it, keys such as `note_phase_not_known`.
    pub notes: Vec<String>,
    /// What was decided, as it stands.
    pub decided: Option<DecidedCell>,
    /// The shown names of those who have looked at it.
    pub looked: Vec<String>,
}

/// A genotype as a glyph.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum GenotypeCell {
    /// No copy of the allele.
    Reference,
    /// One copy of two.
    Heterozygous,
    /// Both copies.
    Homozygous,
    /// The only copy.
    Hemizygous,
    /// Not called.
    NotCalled,
    /// Consent does not open this genotype.
    NotShown,
}

/// A structural variant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
pub struct StructuralCell {
    /// Its type.
    pub kind: StructuralName,
    /// Bases lost, doubled, inserted or turned; `None` where the file does not tell.
    pub length: Option<u32>,
    /// Its last base on the reference, 1-based.
    pub end: u32,
    /// The other side of a breakend, as `chrom:position`.
    pub mate: Option<String>,
    /// How many genes it touches.
    pub genes: u32,
}

/// The types of structural variants.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum StructuralName {
    /// Bases are lost.
    Deletion,
    /// Bases are there once more.
    Duplication,
    /// Bases are put in.
    Insertion,
    /// A mobile element is put in.
    MobileElement,
    /// Bases are turned.
    Inversion,
    /// Other copies than two.
    CopyNumber,
    /// Joined to another place.
    Breakend,
    /// Something else, by its name in the file alone.
    Other,
}

/// A repeat.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
pub struct RepeatCell {
    /// The name of the locus in the file.
    pub locus: String,
    /// The motif that is counted.
    pub motif: Option<String>,
    /// Where the allele of the row lies; `None` where no ranges are known.
    pub range: Option<RepeatRangeName>,
    /// The alleles in the order of the members: an empty list where not called, `None` where consent does not open them.
    pub alleles: Vec<Option<Vec<RepeatAlleleCell>>>,
    /// Most copies that are normal.
    pub normal_most: Option<u32>,
    /// Fewest copies that are pathogenic.
    pub pathogenic_least: Option<u32>,
    /// The disease of the locus.
    pub disease: Option<String>,
    /// Where the ranges are from.
    pub source: Option<String>,
}

/// One allele of a repeat.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
pub struct RepeatAlleleCell {
    /// Copies of the motif.
    pub copies: u32,
    /// The fewest copies that the reads allow.
    pub least: Option<u32>,
    /// The most copies that the reads allow.
    pub most: Option<u32>,
    /// Where `copies` lies; `None` where no ranges are known.
    pub range: Option<RepeatRangeName>,
}

/// Where a number of copies lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum RepeatRangeName {
    /// As in people without the disease.
    Normal,
    /// Between: mutable, premutation, reduced penetrance, or not known.
    Intermediate,
    /// As in people with the disease.
    Pathogenic,
}

/// What stands of a decision, for a row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
pub struct DecidedCell {
    /// What was decided.
    pub verdict: VerdictName,
    /// The class.
    pub class: Option<ClassName>,
}

/// What was decided about a variant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum VerdictName {
    /// Nothing: a decision was taken back.
    Open,
    /// It stays a candidate.
    Candidate,
    /// It is put aside.
    Dismissed,
    /// It is reported.
    Reported,
}

/// The five classes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the words are those of domain::Classification")]
pub enum ClassName {
    Benign,
    LikelyBenign,
    UncertainSignificance,
    LikelyPathogenic,
    Pathogenic,
}

impl From<domain::Classification> for ClassName {
    fn from(class: domain::Classification) -> Self {
        match class {
            domain::Classification::Benign => Self::Benign,
            domain::Classification::LikelyBenign => Self::LikelyBenign,
            domain::Classification::UncertainSignificance => Self::UncertainSignificance,
            domain::Classification::LikelyPathogenic => Self::LikelyPathogenic,
            domain::Classification::Pathogenic => Self::Pathogenic,
        }
    }
}

/// Why is it not here?
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Type)]
pub struct ExplainRequest {
    /// The case.
    pub case: String,
    /// The number of the view.
    pub view: u32,
    /// A position, `chrom-pos-ref-alt`, rs number or HGVS.
    pub query: String,
}

/// The answer to "why is it not here?".
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
pub struct Explained {
    /// What was asked.
    pub query: String,
    /// What can be said.
    pub answer: ExplainedAnswer,
    /// Of what is not in the file: true where the place could be called, so that it is truly absent; `None` where nothing
    /// tells.
    pub callable: Option<bool>,
    /// The genes at the place of what is not in the file.
    pub there: Vec<GeneAtPlace>,
    /// The rows that it means.
    pub rows: Vec<ExplainedRow>,
}

/// What can be said of a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum ExplainedAnswer {
    /// Not part of this analysis: the one answer for every sealed region.
    NotAnalysed,
    /// The place was looked at and no such record is in the file.
    NotInFile,
    /// These rows.
    Found,
}

/// A gene at a place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
pub struct GeneAtPlace {
    /// Its symbol.
    pub gene: String,
    /// Whether the panels of the analysis have it; `None` where it has no panel.
    pub in_panel: Option<bool>,
    /// Of 1,000 of its bases, how many could be called in the proband; `None` where the hub did not measure it.
    pub callable_permille: Option<u16>,
}

/// What became of one row.
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
pub struct ExplainedRow {
    /// Its number in the table.
    pub row: u32,
    /// `chrom-pos-ref-alt`.
    pub key: String,
    /// Its genes.
    pub genes: Vec<String>,
    /// True where it is in the view.
    pub shown: bool,
    /// The first filter that removed it, a key; `dismissed` where a person has put it aside.
    pub removed_by: Option<String>,
    /// Why, with its numbers: keys of the messages with their arguments.
    pub reasons: Vec<Reason>,
    /// The patterns under which it is shown.
    pub patterns: Vec<PatternName>,
}

/// A sentence as a key with arguments, so that both languages can say it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
pub struct Reason {
    /// The key.
    pub key: String,
    /// The arguments, by name.
    pub args: Vec<Argument>,
}

/// An argument of a sentence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
pub struct Argument {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: String,
}

/// The most rows that are given at once.
const MOST_ROWS: u32 = 1_000;
/// Rows of a [`RowWindow`]; the table in the window asks for as many at once.
const WINDOW: usize = 100;

impl Desk {
    /// Opens the variants of a case; they stay open until another case is opened or the store locks. Looking is an event.
    ///
    /// # Errors
    /// [`WorkbenchError::NotPermitted`], [`WorkbenchError::Consent`], [`WorkbenchError::Store`].
    pub fn open_variants_of(&self, case: &str) -> Result<OpenedVariants, WorkbenchError> {
        self.ask(Action::SeeVariants)?;
        let open = self.keep_open(self.read_case(&case_id(case)?)?);
        self.look_at_variants(&open)?;
        let person = |member: &variants::Member| MemberColumn {
            id: member.person.id.to_string(),
            name: open.record.clinical.person(&member.person.id).and_then(|p| p.name.as_ref()).map(|n| n.full.clone()),
            sex: open.record.pedigree.member(&member.person.id).map_or(SexName::Unknown, |p| p.sex.into()),
            affection: member.person.affection.into(),
            relation: relation_name(&open.record.pedigree, &open.record.proband, &member.person.id),
        };
        let evidence = open.evidence(&self.reference);
        Ok(OpenedVariants {
            case: open.id.to_string(),
            assembly: open.table.assembly().to_string(),
            members: evidence.members().into_iter().map(person).collect(),
            rows: count(open.analysed_rows()),
            annotated: open.table.annotation() != AnnotationKind::None,
            populations: open.table.frequencies().iter().map(|f| f.name.clone()).collect(),
            presets: presets()?,
            panels: open.panels.clone(),
        })
    }

    /// Filters, ranks and sorts.
    ///
    /// # Errors
    /// [`WorkbenchError::Unknown`] where a name is not known.
    pub fn filter_variants(&self, filter: &FilterRequest) -> Result<Filtered, WorkbenchError> {
        let open = self.opened(&filter.case)?;
        let question = Question::of(filter, &open, &self.reference)?;
        let view = View::new(&open, &open.evidence(&self.reference), question)?;
        let view = open.views().keep(view);
        let step = |s: &variants::Step| WaterfallStep {
            step: s.step.name().to_owned(),
            kept: u32::try_from(s.kept).unwrap_or(u32::MAX),
            removed: u32::try_from(s.removed).unwrap_or(u32::MAX),
        };
        let panels = if filter.panels.is_empty() { &open.panels } else { &filter.panels };
        let panels = panels.iter().map(|name| Ok(self.reference.limiting_panel(name)?.graded(filter.grade.into())));
        let of_panels = panels.collect::<Result<Vec<_>, WorkbenchError>>()?.into_iter().flatten().collect();
        let genes = open.table.genes();
        let place = filter.looked_at.as_ref().and_then(|at| view.place(genes, at.row, Some(&at.gene), None));
        let start = place.unwrap_or_default() / WINDOW * WINDOW;
        let end = (start + WINDOW).min(view.entries.len());
        let rows = Shown::new(&open, &self.reference, &view).rows(&view.entries[start..end])?;
        Ok(Filtered {
            view: view.number,
            rows: count(view.entries.len()),
            genes: count(view.genes()),
            kinds: view.kinds,
            waterfall: view.waterfall.iter().map(step).collect(),
            dismissed: count(view.dismissed.iter().filter(|row| view.is_asked(&open.table, **row as usize)).count()),
            not_seen: open.not_seen(&of_panels).into_iter().map(|n| n.gene).collect(),
            place: place.map(count),
            window: RowWindow { offset: count(start), rows },
        })
    }

    /// Rows of a view.
    ///
    /// # Errors
    /// [`WorkbenchError::Stale`] where the view is not open any more.
    pub fn variant_rows(&self, rows: &RowsRequest) -> Result<Vec<VariantRow>, WorkbenchError> {
        let open = self.opened(&rows.case)?;
        let view = open.view(rows.view)?;
        let start = (rows.offset as usize).min(view.entries.len());
        let end = (start + rows.count.min(MOST_ROWS) as usize).min(view.entries.len());
        Shown::new(&open, &self.reference, &view).rows(&view.entries[start..end])
    }

    /// Where a variant stands among the rows of a view, from 0; `None` where it is not among them.
    ///
    /// # Errors
    /// [`WorkbenchError::Stale`] where the view is not open any more.
    pub fn variant_place(&self, of: &PlaceRequest) -> Result<Option<u32>, WorkbenchError> {
        let open = self.opened(&of.case)?;
        let view = open.view(of.view)?;
        Ok(view.place(open.table.genes(), of.row, of.gene.as_deref(), of.partner).map(count))
    }

    /// Why is it not here?
    ///
    /// # Errors
    /// [`WorkbenchError::Query`], [`WorkbenchError::Stale`].
    pub fn explain_variant(&self, question: &ExplainRequest) -> Result<Explained, WorkbenchError> {
        let open = self.opened(&question.case)?;
        let view = open.view(question.view)?;
        Shown::new(&open, &self.reference, &view).explain(&question.query)
    }
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
