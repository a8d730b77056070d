//! The reference data of a run: what `knowledge import` made, or the starter pack that ships.

use std::{
    collections::BTreeSet,
    path::Path,
    sync::{Arc, OnceLock},
};

use consent::{ConsentScope, ReturnRule, Sealing, SensitiveLists, SensitiveMap};
use domain::{Assembly, GeneSymbol, Pedigree, Region};
use include_dir::{Dir, File, include_dir};
use knowledge::{Knowledge, Panel, SensitiveText, SourceKind, TermIndex, TermScanner};
use ranking::phenotype::PhenotypeRanker;
use sealed::digest::Sha256;
use variants::{RepeatCatalogue, Source, VariantTable};

use crate::{
    Settings, Version, WorkbenchError,
    panel_catalogue::{CataloguedPanel, made_panels},
    view::panels::PanelKind,
};

static STARTER: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../../assets/knowledge");
static PANELS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../../assets/panels");

/// The repeats that cause disease, in the starter pack.
const REPEATS: &str = "repeats.tsv";

/// Reference data, with the sensitive lists that always hold: where the imported data have none, those of the starter
/// pack do. Nothing is opened by a list that is missing.
#[derive(Debug)]
pub struct Reference {
    knowledge: Knowledge,
    /// Why the data that the settings name could not be read; then the starter pack stands here, for names alone.
    unread: Option<String>,
    sensitive: SensitiveLists,
    /// Panels, sensitive lists and coordinates of the starter pack; read where the imported data have none.
    fallback: OnceLock<Knowledge>,
    ranker: OnceLock<PhenotypeRanker>,
    /// The names of the signs, folded; built at the first search.
    terms: OnceLock<TermIndex>,
    /// The dictionary of notes; made at the first note.
    scanner: OnceLock<TermScanner>,
    /// Read when the first repeat is sized.
    repeats: OnceLock<RepeatCatalogue>,
    /// Lists that are made from other sources; made when a panel is first looked for.
    made_panels: OnceLock<Vec<CataloguedPanel>>,
}

impl Reference {
    /// The starter pack.
    ///
    /// # Errors
    /// [`WorkbenchError::Knowledge`] where the pack is damaged.
    pub fn starter() -> Result<Self, WorkbenchError> {
        Self::of(Knowledge::from_sources(starter_sources())?)
    }

    /// Reference data made by `knowledge import`.
    ///
    /// # Errors
    /// [`WorkbenchError::Knowledge`] where it cannot be read.
    pub fn open(directory: &Path) -> Result<Self, WorkbenchError> {
        Self::of(Knowledge::open(directory)?)
    }

    /// Reference data from a directory, else the starter pack.
    ///
    /// # Errors
    /// As [`Reference::open`].
    pub fn open_or_starter(directory: Option<&Path>) -> Result<Self, WorkbenchError> {
        directory.map_or_else(Self::starter, Self::open)
    }

    /// The reference data that are in use at a store: those that its settings name, else the starter pack. Where the named
    /// ones cannot be read, nobody is kept from signing in and importing them again; until then no case is opened.
    ///
    /// # Errors
    /// [`WorkbenchError::Json`] where the settings cannot be read.
    pub fn of_home(home: &Path) -> Result<Self, WorkbenchError> {
        let named = Settings::read(home)?.knowledge.map(|name| home.join(name));
        match Self::open_or_starter(named.as_deref()) {
            Err(WorkbenchError::Knowledge(error)) if named.is_some() => {
                Ok(Self { unread: Some(error.to_string()), ..Self::starter()? })
            }
            read => read,
        }
    }

    /// The data that are in use at a store, to be extended: those that its settings name where they can be read, else the
    /// starter pack.
    pub(crate) fn knowledge_of(home: &Path, settings: &Settings) -> Result<Knowledge, WorkbenchError> {
        match settings.knowledge.as_ref().map(|name| Knowledge::open(&home.join(name))) {
            Some(Ok(named)) => Ok(named),
            Some(Err(_)) | None => Ok(Knowledge::from_sources(starter_sources())?),
        }
    }

    /// Why the data that the settings name could not be read.
    pub fn unread(&self) -> Option<&str> {
        self.unread.as_deref()
    }

    /// Nothing is read, sealed or judged by other data than those that are set.
    fn must_be_read(&self) -> Result<(), WorkbenchError> {
        self.unread.as_ref().map_or(Ok(()), |what| Err(WorkbenchError::ReferenceUnread { what: what.clone() }))
    }

    pub(crate) fn of(knowledge: Knowledge) -> Result<Self, WorkbenchError> {
        let mut reference = Self {
            knowledge,
            unread: None,
            sensitive: SensitiveLists::default(),
            fallback: OnceLock::new(),
            ranker: OnceLock::new(),
            terms: OnceLock::new(),
            scanner: OnceLock::new(),
            repeats: OnceLock::new(),
            made_panels: OnceLock::new(),
        };
        let mut sensitive = SensitiveLists::default();
        for list in reference.sensitive_texts()? {
            sensitive.add_tsv(&list.name, &list.text)?;
        }
        reference.sensitive = sensitive;
        Ok(reference)
    }

    /// A list that was imported adds to those that ship: nothing is opened by a list that is missing.
    fn sensitive_texts(&self) -> Result<Vec<&SensitiveText>, WorkbenchError> {
        let mut lists: Vec<_> = self.knowledge.sensitive_lists().collect();
        let own: BTreeSet<&str> = lists.iter().map(|list| list.name.as_str()).collect();
        lists.extend(self.fallback()?.sensitive_lists().filter(|ships| !own.contains(ships.name.as_str())));
        Ok(lists)
    }

    fn fallback(&self) -> Result<&Knowledge, WorkbenchError> {
        if let Some(read) = self.fallback.get() {
            return Ok(read);
        }
        let needed = [SourceKind::Sensitive, SourceKind::GeneCoordinates, SourceKind::Panel];
        let read = Knowledge::from_sources(starter_sources().filter(|(kind, ..)| needed.contains(kind)))?;
        Ok(self.fallback.get_or_init(|| read))
    }

    /// The reference data for look-up.
    pub fn knowledge(&self) -> &Knowledge {
        &self.knowledge
    }

    /// What ranks diseases by phenotype; made when it is first asked for.
    ///
    /// # Errors
    /// [`WorkbenchError::Ranking`] where ontology or annotation were not imported; [`WorkbenchError::ReferenceUnread`].
    pub fn ranker(&self) -> Result<&PhenotypeRanker, WorkbenchError> {
        self.must_be_read()?;
        if let Some(made) = self.ranker.get() {
            return Ok(made);
        }
        let made = PhenotypeRanker::new(&self.knowledge)?;
        Ok(self.ranker.get_or_init(|| made))
    }

    /// The names of the signs for search.
    ///
    /// # Errors
    /// [`WorkbenchError::Knowledge`] where there is no ontology.
    pub fn terms(&self) -> Result<&TermIndex, WorkbenchError> {
        if let Some(built) = self.terms.get() {
            return Ok(built);
        }
        let built = TermIndex::of(&self.knowledge)?;
        Ok(self.terms.get_or_init(|| built))
    }

    /// The dictionary of the signs in notes.
    ///
    /// # Errors
    /// [`WorkbenchError::Knowledge`] where there is no ontology.
    pub fn scanner(&self) -> Result<&TermScanner, WorkbenchError> {
        if let Some(built) = self.scanner.get() {
            return Ok(built);
        }
        let built = TermScanner::of(&self.knowledge)?;
        Ok(self.scanner.get_or_init(|| built))
    }

    /// The repeats that cause disease; those that ship.
    ///
    /// # Errors
    /// [`WorkbenchError::Repeats`] where the table is damaged.
    pub fn repeats(&self) -> Result<&RepeatCatalogue, WorkbenchError> {
        if let Some(read) = self.repeats.get() {
            return Ok(read);
        }
        let read = RepeatCatalogue::parse(REPEATS, shipped(REPEATS))?;
        Ok(self.repeats.get_or_init(|| read))
    }

    /// Finds the genes of structural variants and sizes repeats, as the last step of reading a table. Where no coordinates
    /// were imported for its assembly, genes are those of the starter pack.
    pub(crate) fn fill(
        &self,
        table: &mut VariantTable,
        sources: &[Source],
        scope: &ConsentScope,
        pedigrees: &[Pedigree],
    ) -> Result<(), WorkbenchError> {
        let own = self.knowledge.has_coordinates(table.assembly());
        let places = if own { &self.knowledge } else { self.fallback()? };
        Ok(table.fill(&sources.iter().collect::<Vec<_>>(), scope, pedigrees, places, self.repeats()?)?)
    }

    /// The lists of sensitive genes in force.
    pub fn sensitive(&self) -> &SensitiveLists {
        &self.sensitive
    }

    /// Genes with the other symbols that are or were used for them and for no other gene: files are annotated by releases of
    /// any year.
    pub(crate) fn under_any_symbol(&self, genes: &BTreeSet<GeneSymbol>) -> BTreeSet<GeneSymbol> {
        let others = genes.iter().flat_map(|gene| {
            let id = self.knowledge.hgnc(gene);
            let others = self.knowledge.other_symbols(gene).into_iter();
            others.filter(move |other| id.is_some() && self.knowledge.hgnc(other) == id)
        });
        genes.iter().chain(others).cloned().collect()
    }

    /// True where a gene is sensitive and not primary, by this symbol or another one of it.
    pub(crate) fn hides(&self, sealing: &Sealing, gene: &GeneSymbol) -> bool {
        let symbols = self.under_any_symbol(&BTreeSet::from([gene.clone()]));
        symbols.iter().any(|symbol| sealing.hides_name(symbol.as_str()))
    }

    /// Which hits of a sensitive gene are returned, by this symbol or another one of it.
    pub(crate) fn return_rule(&self, gene: &GeneSymbol) -> ReturnRule {
        let symbols = self.under_any_symbol(&BTreeSet::from([gene.clone()]));
        let mut rules = symbols.iter().map(|symbol| self.sensitive.rule(symbol));
        rules.find(|rule| *rule != ReturnRule::default()).unwrap_or_default()
    }

    /// Where the sensitive genes lie on an assembly.
    ///
    /// # Errors
    /// [`WorkbenchError::Knowledge`] where the starter pack is damaged; [`WorkbenchError::ReferenceUnread`].
    pub fn sensitive_map(&self, assembly: Assembly) -> Result<Arc<SensitiveMap>, WorkbenchError> {
        self.must_be_read()?;
        let fallback = self.fallback()?;
        let of_symbol = |gene: &GeneSymbol| -> Vec<Region> {
            let own = self.knowledge.regions(gene, assembly);
            if own.is_empty() { fallback.regions(gene, assembly) } else { own }
        };
        let place = |gene: &GeneSymbol| -> Vec<Region> {
            let own = of_symbol(gene);
            if !own.is_empty() {
                return own;
            }
            self.under_any_symbol(&BTreeSet::from([gene.clone()])).iter().flat_map(of_symbol).collect()
        };
        Ok(Arc::new(SensitiveMap::new(assembly, self.sensitive.clone(), place)?))
    }

    /// Where every gene lies on an assembly, from left to right on each chromosome: by the imported coordinates, else by
    /// those of the starter pack.
    ///
    /// # Errors
    /// [`WorkbenchError::Knowledge`] where the starter pack is damaged.
    pub fn gene_places(&self, assembly: Assembly) -> Result<Vec<(&GeneSymbol, Region)>, WorkbenchError> {
        let own: Vec<_> = self.knowledge.gene_places(assembly).collect();
        Ok(if own.is_empty() { self.fallback()?.gene_places(assembly).collect() } else { own })
    }

    /// A panel by the path of a file, else by its name in the reference data, else by its name among those that ship, else of
    /// a designated disease (指定難病) by its number or name.
    ///
    /// # Errors
    /// [`WorkbenchError::UnknownPanel`] where there is none; [`WorkbenchError::Knowledge`] where the file is no panel.
    pub fn panel(&self, name: &str) -> Result<(Panel, Version), WorkbenchError> {
        let path = Path::new(name);
        if path.is_file() {
            let bytes = std::fs::read(path).map_err(|source| WorkbenchError::file(path, source))?;
            let panel = Panel::read(path)?;
            let version = panel_version(&panel, Some(Sha256::of(&bytes).to_string()));
            return Ok((panel, version));
        }
        self.named_panel(name).or_else(|error| {
            let made = self.made_panel(name)?.ok_or(error)?;
            Ok((made.panel.clone(), panel_version(&made.panel, None)))
        })
    }

    /// A panel by its name in the reference data, else by its name among those that ship.
    ///
    /// # Errors
    /// [`WorkbenchError::UnknownPanel`] where there is none; [`WorkbenchError::ReferenceUnread`].
    pub fn named_panel(&self, name: &str) -> Result<(Panel, Version), WorkbenchError> {
        self.must_be_read()?;
        let found = self
            .knowledge
            .panel(name)
            .map_or_else(|| Ok::<_, WorkbenchError>(self.fallback()?.panel(name)), |p| Ok(Some(p)))?;
        let panel =
            found.ok_or_else(|| WorkbenchError::UnknownPanel { name: name.to_owned(), known: self.panel_names() })?;
        let sources = self.knowledge.versions().chain(self.fallback()?.versions());
        let sha256 = sources.filter(|s| is_panel(s.kind) && s.part == panel.name).map(|s| s.sha256.clone()).next();
        Ok((panel.clone(), panel_version(panel, sha256)))
    }

    /// Every panel that can be named, by name: those of the reference data before those that ship.
    ///
    /// # Errors
    /// [`WorkbenchError::Knowledge`] where the starter pack is damaged.
    pub fn panels(&self) -> Result<Vec<&Panel>, WorkbenchError> {
        let mut panels: Vec<&Panel> = self.knowledge.panels().chain(self.fallback()?.panels()).collect();
        panels.sort_by(|a, b| a.name.cmp(&b.name));
        panels.dedup_by(|a, b| a.name == b.name);
        Ok(panels)
    }

    /// Where a panel comes from.
    pub(crate) fn panel_kind(&self, panel: &Panel) -> Result<PanelKind, WorkbenchError> {
        if self.shipped_panel(&panel.name)? == Some(panel) {
            return Ok(PanelKind::Shipped);
        }
        let source = self.knowledge.versions().find(|s| is_panel(s.kind) && s.part == panel.name);
        Ok(if source.is_some_and(|s| s.kind == SourceKind::PanelApp) { PanelKind::PanelApp } else { PanelKind::Own })
    }

    /// A panel of the starter pack.
    pub(crate) fn shipped_panel(&self, name: &str) -> Result<Option<&Panel>, WorkbenchError> {
        Ok(self.fallback()?.panel(name))
    }

    /// The panels that are made from other sources.
    ///
    /// # Errors
    /// [`WorkbenchError::Knowledge`] where the starter pack is damaged.
    pub(crate) fn made_panels(&self) -> Result<&[CataloguedPanel], WorkbenchError> {
        if let Some(made) = self.made_panels.get() {
            return Ok(made);
        }
        let made = made_panels(&self.knowledge, self.sensitive_texts()?.into_iter());
        Ok(self.made_panels.get_or_init(|| made))
    }

    fn panel_names(&self) -> String {
        let panels = self.panels().unwrap_or_default();
        panels.iter().map(|p| p.name.as_str()).collect::<Vec<_>>().join(", ")
    }

    /// Every source with release and hash; the sensitive lists and panels of the starter pack where they were used.
    ///
    /// # Errors
    /// [`WorkbenchError::Knowledge`] where the starter pack is damaged.
    pub fn versions(&self) -> Result<Vec<Version>, WorkbenchError> {
        let own = self.knowledge.sensitive_lists().next().is_some();
        let fallback = if own { None } else { Some(self.fallback()?) };
        let lists = fallback.into_iter().flat_map(Knowledge::versions).filter(|s| s.kind == SourceKind::Sensitive);
        let shown = self.knowledge.versions().filter(|s| !is_panel(s.kind)).chain(lists);
        Ok(shown.map(crate::import_knowledge::version_of).collect())
    }
}

/// The text of a file of the starter pack.
pub(crate) fn shipped(file: &str) -> &'static str {
    STARTER.get_file(file).and_then(File::contents_utf8).unwrap_or_default()
}

fn is_panel(kind: SourceKind) -> bool {
    matches!(kind, SourceKind::Panel | SourceKind::PanelApp)
}

fn panel_version(panel: &Panel, sha256: Option<String>) -> Version {
    Version { what: "panel".into(), name: panel.name.clone(), release: panel.version.clone(), sha256 }
}

/// The files of the starter pack by kind, in the order of their names.
fn starter_sources() -> impl Iterator<Item = (SourceKind, &'static str, &'static [u8])> {
    let named =
        |file: &'static File<'static>| file.path().file_name().and_then(|n| n.to_str()).map(|n| (n, file.contents()));
    let data = STARTER.files().filter_map(named).filter_map(|(name, bytes)| Some((kind_of(name)?, name, bytes)));
    let panels = PANELS.files().filter_map(named).filter(|(name, _)| !name.ends_with(".md"));
    data.chain(panels.map(|(name, bytes)| (SourceKind::Panel, name, bytes)))
}

fn kind_of(file: &str) -> Option<SourceKind> {
    let kinds = [
        ("hp.", SourceKind::Hpo),
        ("phenotype.", SourceKind::Hpoa),
        ("genes_to_disease", SourceKind::GenesToDisease),
        ("mondo", SourceKind::Mondo),
        ("ensembl_genes", SourceKind::GeneCoordinates),
        ("hgnc", SourceKind::Hgnc),
        ("hpo-ja", SourceKind::HpoJa),
        ("disease-ja", SourceKind::DiseaseJa),
        ("acmg_sf", SourceKind::Sensitive),
        ("sensitive", SourceKind::Sensitive),
    ];
    if file.ends_with(".md") {
        return None;
    }
    kinds.into_iter().find(|(prefix, _)| file.starts_with(prefix)).map(|(_, kind)| kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sensitive_gene_is_hidden_under_each_of_its_symbols_unless_it_is_primary() {
        let reference = Reference::starter().expect("the starter pack");
        let gene = |symbol: &str| -> GeneSymbol { symbol.parse().expect("a gene") };
        let hides = |primary: &[&str], symbol: &str| {
            let map = reference.sensitive_map(Assembly::GRCh38).expect("every gene has a place");
            let primary = primary.iter().map(|symbol| gene(symbol)).collect();
            reference.hides(&Sealing::new(map, primary), &gene(symbol))
        };
        assert!(hides(&[], "BRCA2") && hides(&[], "FANCD1"), "FANCD1 is another symbol of BRCA2");
        assert!(hides(&["FBN1"], "BRCA2"));
        assert!(!hides(&["BRCA2"], "BRCA2"), "what was asked is told");
        assert!(!hides(&[], "FGFR2"));
    }
}
