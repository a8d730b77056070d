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
    worklist::count,
};

use super::{
    case::{AffectionName, RelationName},
    explained::{ExplainRequest, Explained},
    panels::GradeName,
    variant_row::VariantRow,
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
    /// True where an unaffected carrier does not speak against dominant inheritance.
    pub incomplete_penetrance: bool,
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

impl FilterRequest {
    /// The preset `standard` without any chip.
    pub fn standard(case: &str) -> Self {
        Self {
            case: case.to_owned(),
            preset: "standard".to_owned(),
            patterns: None,
            max_af: None,
            consequence: None,
            panels: Vec::new(),
            grade: GradeName::Green,
            place: None,
            quality: true,
            incomplete_penetrance: false,
            with_dismissed: false,
            kind: None,
            sort: SortColumn::Rank,
            descending: false,
            looked_at: None,
        }
    }
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
        let read = self.read_case(&case_id(case)?)?;
        // Nothing is kept open of which nobody knows that it was looked at.
        self.look_at_variants(&read)?;
        let open = self.keep_open(read);
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
            not_seen: open.not_seen(&self.reference, &of_panels).into_iter().map(|n| n.gene).collect(),
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
