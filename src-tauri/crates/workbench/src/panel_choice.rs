//! Choosing panels for the variants of a case: what there is, what the signs suggest, what a newer version changes.

use std::{collections::BTreeSet, fs, path::Path};

use domain::{GeneSymbol, Pattern};
use knowledge::{Colour, Knowledge, Panel, PanelDifference, PanelGene};

use crate::{
    Desk, Installation, WorkbenchError,
    analysis::round,
    open_case::OpenCase,
    panel_catalogue::CataloguedPanel,
    panel_suggestion::{BEST, Covered, suggested},
    variant_row::Shown,
    variant_view::{Entry, Question, View},
    view::panels::{
        ChangedGene, GradeCounts, GradeName, GradedGene, PanelChoice, PanelChoices, PanelKind, PanelNews,
        PanelNewsRequest, PanelSuggestion, PanelVersion,
    },
    worklist::count,
};

/// The rows of each side that a news names.
const ROWS: usize = 30;

impl Desk {
    /// The panels that the variants of the open case can be limited to, and which of them its signs suggest.
    ///
    /// # Errors
    /// [`WorkbenchError::Stale`], [`WorkbenchError::NotPermitted`]; [`WorkbenchError::Knowledge`].
    pub fn panel_choices(&self, case: &str) -> Result<PanelChoices, WorkbenchError> {
        let open = self.opened(case)?;
        let panels = self.reference.catalogued_panels()?;
        // Nobody is led to secondary findings.
        let fit = |one: &CataloguedPanel| match one.kind {
            PanelKind::SecondaryFindings => BTreeSet::new(),
            _ => self.reference.under_any_symbol(&one.panel.genes),
        };
        let genes: Vec<BTreeSet<GeneSymbol>> = panels.iter().map(fit).collect();
        let suggested = suggested(self.reference.knowledge(), open.fit.ranking(), &genes);
        let suggestion = |(place, covered): (usize, Covered)| PanelSuggestion {
            name: panels[place].panel.name.clone(),
            share: round(covered.share),
            best: count(covered.best),
            of: count(BEST),
        };
        Ok(PanelChoices {
            suggested: suggested.into_iter().map(suggestion).collect(),
            panels: panels.iter().map(choice).collect(),
        })
    }

    /// What a newer version of a panel changes, in itself and in the list of the open case; `None` where no other version
    /// of it is here.
    ///
    /// # Errors
    /// As [`Desk::filter_variants`]; [`WorkbenchError::Knowledge`] where a version cannot be read.
    pub fn panel_news(
        &self,
        installation: &Installation,
        request: &PanelNewsRequest,
    ) -> Result<Option<PanelNews>, WorkbenchError> {
        let open = self.opened(&request.filter.case)?;
        let in_use = self.reference.limiting_panel(&request.panel)?;
        let current = installation.settings()?.knowledge;
        let imported = imported(installation.home(), current.as_deref(), &request.panel)?;
        // A later program may ship a newer one than what was imported.
        let is_first = |shipped: &&Panel| imported.first().is_none_or(|first| shipped.published <= first.published);
        let shipped = self.reference.shipped_panel(&request.panel)?.filter(is_first).cloned();
        let mut versions: Vec<Panel> = shipped.into_iter().chain(imported).collect();
        versions.dedup();
        let (older, newer) = match versions.as_slice() {
            [.., newest] if *newest != in_use => (&in_use, newest),
            [.., before, newest] => (before, newest),
            _ => return Ok(None),
        };
        let hides = |gene: &GeneSymbol| self.reference.hides(open.scope.sealing(), gene);
        let (before, after) = (self.limited(&open, request, older)?, self.limited(&open, request, newer)?);
        let rows_of = |view: &View, other: &View| {
            let there: BTreeSet<_> = other.entries.iter().map(|e| key(view, e)).collect();
            let changed: Vec<Entry> = view.entries.iter().filter(|e| !there.contains(&key(view, e))).copied().collect();
            let shown = Shown::new(&open, &self.reference, view).rows(&changed[..changed.len().min(ROWS)])?;
            Ok::<_, WorkbenchError>((count(changed.len()), shown))
        };
        let (coming, come) = rows_of(&after, &before)?;
        let (going, go) = rows_of(&before, &after)?;
        let genes = changed_genes(older, newer, self.reference.knowledge());
        Ok(Some(PanelNews {
            older: version(older),
            newer: version(newer),
            waiting: *older == in_use,
            genes: genes.into_iter().filter(|(gene, _)| !hides(gene)).map(|(_, change)| change).collect(),
            coming,
            going,
            come,
            go,
        }))
    }

    /// The view of a request with this version of the panel.
    fn limited(&self, open: &OpenCase, request: &PanelNewsRequest, panel: &Panel) -> Result<View, WorkbenchError> {
        let mut filter = request.filter.clone();
        if !filter.panels.contains(&panel.name) {
            filter.panels.push(panel.name.clone());
        }
        let version =
            |name: &str| if name == panel.name { Ok(panel.clone()) } else { self.reference.limiting_panel(name) };
        let question = Question::with_panels(&filter, open, &self.reference, &version)?;
        View::new(open, &open.evidence(&self.reference), question)
    }
}

/// The versions of a panel that were imported, oldest first. Data of another version of the program have none.
fn imported(home: &Path, current: Option<&str>, name: &str) -> Result<Vec<Panel>, WorkbenchError> {
    // Each import made a folder with its time as name; those after the one in use were begun and not finished.
    let Some((parent, current)) = current.and_then(|folder| folder.split_once('/')) else { return Ok(Vec::new()) };
    let parent = home.join(parent);
    let wrong = |source| WorkbenchError::file(&parent, source);
    let entries = fs::read_dir(&parent).map_err(wrong)?.collect::<Result<Vec<_>, _>>().map_err(wrong)?;
    let names = entries.iter().filter_map(|entry| entry.file_name().into_string().ok());
    let names: BTreeSet<String> = names.filter(|name| name.as_str() <= current).collect();
    let mut versions = Vec::new();
    for folder in names {
        match Knowledge::open_panel(&parent.join(folder), name) {
            Ok(panel) => versions.extend(panel),
            Err(knowledge::Error::Schema { .. } | knowledge::Error::NotKnowledge { .. }) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(versions)
}

/// What makes two rows of two views the same. Where inheritance is not asked for a row is shown once, in whichever gene.
fn key(view: &View, entry: &Entry) -> (u32, Option<u32>, Option<Pattern>) {
    (entry.row, view.filters.inheritance.map(|_| entry.gene), entry.pattern)
}

fn changed_genes(older: &Panel, newer: &Panel, knowledge: &Knowledge) -> Vec<(GeneSymbol, ChangedGene)> {
    let difference = PanelDifference::between(older, newer, |gene| knowledge.hgnc(gene));
    let line = |older: Option<&PanelGene>, newer: Option<&PanelGene>| {
        let symbol = older.or(newer)?.symbol.clone();
        let change = ChangedGene { gene: symbol.to_string(), older: older.map(graded), newer: newer.map(graded) };
        Some((symbol, change))
    };
    let added = difference.added.iter().filter_map(|gene| line(None, Some(gene)));
    let removed = difference.removed.iter().filter_map(|gene| line(Some(gene), None));
    let changed = difference.changed.iter().filter_map(|(before, after)| line(Some(before), Some(after)));
    let mut genes: Vec<_> = added.chain(removed).chain(changed).collect();
    genes.sort_by(|(a, _), (b, _)| a.cmp(b));
    genes
}

fn graded(gene: &PanelGene) -> GradedGene {
    GradedGene { grade: gene.colour.map(Into::into), mode: gene.mode.clone() }
}

fn version(panel: &Panel) -> PanelVersion {
    PanelVersion { version: panel.version.clone(), published: panel.published.clone() }
}

fn choice(one: &CataloguedPanel) -> PanelChoice {
    let mut grades = GradeCounts::default();
    let mut genes = 0;
    for gene in one.panel.entries() {
        genes += 1;
        match gene.colour {
            Some(Colour::Green) => grades.green += 1,
            Some(Colour::Amber) => grades.amber += 1,
            Some(Colour::Red) => grades.red += 1,
            None => {}
        }
    }
    PanelChoice {
        name: one.panel.name.clone(),
        kind: one.kind,
        name_ja: one.name_ja.clone(),
        name_en: one.name_en.clone(),
        kana: one.kana.clone(),
        version: one.panel.version.clone(),
        published: one.panel.published.clone(),
        grades: (grades != GradeCounts::default()).then_some(grades),
        genes,
        diseases_known: one.diseases.map(|(known, _)| count(known)),
        diseases: one.diseases.map(|(_, all)| count(all)),
    }
}

impl From<Colour> for GradeName {
    fn from(colour: Colour) -> Self {
        match colour {
            Colour::Green => Self::Green,
            Colour::Amber => Self::Amber,
            Colour::Red => Self::Red,
        }
    }
}

impl From<GradeName> for Colour {
    fn from(grade: GradeName) -> Self {
        match grade {
            GradeName::Green => Self::Green,
            GradeName::Amber => Self::Amber,
            GradeName::Red => Self::Red,
        }
    }
}
