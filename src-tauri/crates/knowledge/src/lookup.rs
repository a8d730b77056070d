use std::{collections::BTreeSet, sync::OnceLock};

use domain::{Assembly, DiseaseId, GeneSymbol, HgncId, HpoId, ModeOfInheritance, Region};
use serde::{Deserialize, Serialize};

use crate::{
    Diseases, Error, GeneConstraint, GeneLink, GeneValidity, Importer, JapaneseDisease, NandoClass, Ontology, Panel,
    SensitiveText, Source, SourceKind,
    clinvar::ClinVar,
    coordinates::Coordinates,
    gene::GeneLinks,
    hgnc::Hgnc,
    label::{TermLabels, corrected},
    mondo::Matches,
    nando::Links,
    packed::PackedHpo,
    part::Part,
};

/// Reference data in memory, read-only. What was not imported answers with nothing, or with [`Error::Missing`] where
/// nothing would be a wrong answer.
#[derive(Debug, Default)]
pub struct Knowledge {
    /// By kind, then part.
    parts: Vec<Part>,
    /// Names by NANDO of diseases of any catalogue, by disease; made when they are first asked for.
    pub(crate) nando_names: OnceLock<Vec<JapaneseDisease>>,
}

/// What a source holds, ready for look-up.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) enum Content {
    Hpo(Ontology),
    Hpoa(Diseases),
    GenesToDisease(GeneLinks),
    Mondo(Matches),
    GeneCoordinates(Coordinates),
    Sensitive(SensitiveText),
    Panel(Panel),
    Hgnc(Hgnc),
    HpoJa(TermLabels),
    DiseaseJa(Vec<JapaneseDisease>),
    Nando(Vec<NandoClass>),
    NandoGenes(Links<GeneSymbol>),
    NandoHpo(Links<PackedHpo>),
    ClinGen(Vec<GeneValidity>),
    Constraint(Vec<GeneConstraint>),
    ClinVar(ClinVar),
}

/// Terms of the HPO for the mode of inheritance. A term below one of these means the same; the more special comes first.
const MODES: [(u32, ModeOfInheritance); 8] = [
    (1_419, ModeOfInheritance::XLinkedRecessive),
    (1_423, ModeOfInheritance::XLinkedDominant),
    (1_417, ModeOfInheritance::XLinked),
    (1_450, ModeOfInheritance::YLinked),
    (1_427, ModeOfInheritance::Mitochondrial),
    (32_113, ModeOfInheritance::Semidominant),
    (6, ModeOfInheritance::AutosomalDominant),
    (7, ModeOfInheritance::AutosomalRecessive),
];

impl Knowledge {
    /// Reads sources from memory: kind, file name, bytes (plain or gz).
    ///
    /// # Errors
    /// As [`Importer::add`].
    pub fn from_sources<'a>(sources: impl IntoIterator<Item = (SourceKind, &'a str, &'a [u8])>) -> Result<Self, Error> {
        let mut importer = Importer::new(None);
        for (kind, file, bytes) in sources {
            importer.add_bytes(kind, file, bytes)?;
        }
        Ok(importer.finish())
    }

    pub(crate) fn from_parts(mut parts: Vec<Part>) -> Self {
        parts.sort_by(|a, b| a.source.cmp(&b.source));
        Self { parts, nando_names: OnceLock::new() }
    }

    pub(crate) fn into_parts(self) -> Vec<Part> {
        self.parts
    }

    pub(crate) fn parts(&self) -> &[Part] {
        &self.parts
    }

    pub(crate) fn contents(&self) -> impl Iterator<Item = &Content> {
        self.parts.iter().filter_map(Part::in_memory)
    }

    /// Where everything here comes from, by kind and part: to be named in results.
    pub fn versions(&self) -> impl Iterator<Item = &Source> {
        self.parts.iter().map(|part| &part.source)
    }

    /// The Human Phenotype Ontology.
    ///
    /// # Errors
    /// [`Error::Missing`] where it was not imported.
    pub fn ontology(&self) -> Result<&Ontology, Error> {
        self.contents()
            .find_map(|content| if let Content::Hpo(ontology) = content { Some(ontology) } else { None })
            .ok_or(Error::Missing { kind: SourceKind::Hpo })
    }

    /// The diseases with their published phenotype.
    ///
    /// # Errors
    /// [`Error::Missing`] where they were not imported.
    pub fn diseases(&self) -> Result<&Diseases, Error> {
        self.contents()
            .find_map(|content| if let Content::Hpoa(diseases) = content { Some(diseases) } else { None })
            .ok_or(Error::Missing { kind: SourceKind::Hpoa })
    }

    /// The English name of a disease.
    pub fn disease_name(&self, disease: DiseaseId) -> Option<&str> {
        self.diseases().ok()?.get(disease).map(|d| d.name.as_str())
    }

    /// The Japanese name of a disease and its number as 指定難病: from the table of Japanese names, else by NANDO.
    pub fn disease_ja(&self, disease: DiseaseId) -> Option<&JapaneseDisease> {
        let named = |names: &'_ [JapaneseDisease]| names.binary_search_by_key(&disease, |n| n.disease).ok();
        let stated = self.contents().find_map(|content| match content {
            Content::DiseaseJa(names) => named(names).map(|i| &names[i]),
            _ => None,
        });
        stated.or_else(|| {
            let names = self.names_by_nando();
            named(names).map(|i| &names[i])
        })
    }

    /// The Japanese name of the term that an id stands for, corrected where its source is garbled.
    pub fn term_name_ja(&self, id: HpoId) -> Option<&str> {
        let id = self.ontology().ok().and_then(|o| o.resolve(id)).unwrap_or(id);
        self.term_label_ja(id).map(|label| corrected(id, label).unwrap_or(label))
    }

    /// The same as its source has it.
    pub fn term_label_ja(&self, id: HpoId) -> Option<&str> {
        let id = self.ontology().ok().and_then(|o| o.resolve(id)).unwrap_or(id);
        self.contents().find_map(|content| match content {
            Content::HpoJa(labels) => labels.binary_search_by_key(&id, |l| l.0.0).ok().map(|i| labels[i].1.as_str()),
            _ => None,
        })
    }

    /// The modes of inheritance of a disease, in order; empty where none is annotated or the terms say nothing about
    /// Mendelian inheritance (sporadic, multifactorial, …).
    pub fn modes_of_inheritance(&self, disease: DiseaseId) -> BTreeSet<ModeOfInheritance> {
        let Some(disease) = self.diseases().ok().and_then(|d| d.get(disease)) else { return BTreeSet::new() };
        let mode = |number: u32| MODES.iter().find(|entry| entry.0 == number).map(|entry| entry.1);
        let by_ancestor = |term: HpoId| {
            let ontology = self.ontology().ok()?;
            let line = ontology.ancestors(ontology.resolve(term)?);
            MODES.iter().find(|entry| line.iter().any(|above| above.number() == entry.0)).map(|entry| entry.1)
        };
        disease.inheritance().filter_map(|term| mode(term.number()).or_else(|| by_ancestor(term))).collect()
    }

    /// The links of a gene with diseases, by disease; empty where none is known. A symbol that has none of its own is
    /// looked up under the other symbols of its gene, where HGNC is there.
    pub fn diseases_of(&self, gene: &GeneSymbol) -> &[GeneLink] {
        let Some(links) = self.gene_links() else { return &[] };
        let own = links.diseases_of(gene.as_str());
        if !own.is_empty() {
            return own;
        }
        let others = self.other_symbols(gene).into_iter().map(|symbol| links.diseases_of(symbol.as_str()));
        others.into_iter().find(|found| !found.is_empty()).unwrap_or(&[])
    }

    /// The links of a disease with genes, by symbol.
    pub fn genes_of(&self, disease: DiseaseId) -> impl Iterator<Item = &GeneLink> {
        self.gene_links().into_iter().flat_map(move |links| links.genes_of(disease))
    }

    /// Diseases of OMIM and Orphanet that one MONDO class matches exactly together with this one, by id, without it.
    pub fn same_disease(&self, disease: DiseaseId) -> BTreeSet<DiseaseId> {
        let classes: BTreeSet<DiseaseId> = self.matches().filter(|m| m.1 == disease).map(|m| m.0).collect();
        self.matches().filter(|m| classes.contains(&m.0) && m.1 != disease).map(|m| m.1).collect()
    }

    /// All exact matches: MONDO class and disease of OMIM or Orphanet, in order.
    pub fn exact_matches(&self) -> BTreeSet<(DiseaseId, DiseaseId)> {
        self.matches().collect()
    }

    pub(crate) fn matches(&self) -> impl Iterator<Item = (DiseaseId, DiseaseId)> {
        let matches =
            self.contents().filter_map(|c| if let Content::Mondo(matches) = c { Some(matches) } else { None });
        matches.flatten().map(|(mondo, disease)| (mondo.0, disease.0))
    }

    fn gene_links(&self) -> Option<&GeneLinks> {
        self.contents().find_map(|c| if let Content::GenesToDisease(links) = c { Some(links) } else { None })
    }

    fn hgnc_tables(&self) -> impl Iterator<Item = &Hgnc> {
        self.contents().filter_map(|c| if let Content::Hgnc(table) = c { Some(table) } else { None })
    }

    /// Where a gene lies on an assembly: usually one region, several for some, none where it is not known (or only on
    /// a patch). A symbol without a place of its own is looked up under the other symbols of its gene, where HGNC is there.
    pub fn regions(&self, gene: &GeneSymbol, assembly: Assembly) -> Vec<Region> {
        let Some(coordinates) = self.coordinates(assembly) else { return Vec::new() };
        let own = coordinates.regions(gene.as_str());
        if !own.is_empty() {
            return own;
        }
        let others = self.other_symbols(gene).into_iter().map(|symbol| coordinates.regions(symbol.as_str()));
        others.into_iter().find(|found| !found.is_empty()).unwrap_or_default()
    }

    /// True where the coordinates of the genes of an assembly are here.
    pub fn has_coordinates(&self, assembly: Assembly) -> bool {
        self.coordinates(assembly).is_some()
    }

    /// The genes that share a base with a region of an assembly, by symbol.
    pub fn genes_at(&self, region: &Region, assembly: Assembly) -> Vec<&GeneSymbol> {
        self.coordinates(assembly).map_or_else(Vec::new, |coordinates| coordinates.genes_at(region))
    }

    /// Every gene with its place on an assembly, from left to right on each chromosome.
    pub fn gene_places(&self, assembly: Assembly) -> impl Iterator<Item = (&GeneSymbol, Region)> {
        self.coordinates(assembly).into_iter().flat_map(Coordinates::places)
    }

    fn coordinates(&self, assembly: Assembly) -> Option<&Coordinates> {
        self.contents().find_map(|content| match content {
            Content::GeneCoordinates(coordinates) if coordinates.assembly == assembly => Some(coordinates),
            _ => None,
        })
    }

    /// The HGNC id of a gene by any of its symbols; `None` where it is not known or the symbol was used for several.
    pub fn hgnc(&self, gene: &GeneSymbol) -> Option<HgncId> {
        let by_symbol = self.hgnc_tables().find_map(|table| table.by_symbol(gene.as_str()));
        by_symbol.or_else(|| {
            let ncbi = self.gene_links()?.diseases_of(gene.as_str()).first()?.ncbi;
            self.hgnc_tables().find_map(|table| table.by_ncbi(ncbi))
        })
    }

    /// The other symbols that are or were used for a gene, the approved one first.
    pub fn other_symbols(&self, gene: &GeneSymbol) -> Vec<&GeneSymbol> {
        let Some(id) = self.hgnc(gene) else { return Vec::new() };
        self.hgnc_tables().flat_map(|table| table.symbols(id)).filter(|&symbol| symbol != gene).collect()
    }

    /// The panels, by name.
    pub fn panels(&self) -> impl Iterator<Item = &Panel> {
        self.contents().filter_map(|content| if let Content::Panel(panel) = content { Some(panel) } else { None })
    }

    /// The panel of this name.
    pub fn panel(&self, name: &str) -> Option<&Panel> {
        self.panels().find(|panel| panel.name == name)
    }

    /// The lists of sensitive genes, by name.
    pub fn sensitive_lists(&self) -> impl Iterator<Item = &SensitiveText> {
        self.contents().filter_map(|content| if let Content::Sensitive(list) = content { Some(list) } else { None })
    }
}

impl variants::GenePlaces for Knowledge {
    fn genes_at(&self, region: &Region, assembly: Assembly) -> Vec<(GeneSymbol, Region)> {
        let places = self.genes_at(region, assembly).into_iter().flat_map(|gene| {
            let there = self.regions(gene, assembly).into_iter().filter(|place| place.overlaps(region));
            there.map(|place| (gene.clone(), place))
        });
        places.collect()
    }

    fn other_symbols(&self, gene: &GeneSymbol) -> Vec<GeneSymbol> {
        self.other_symbols(gene).into_iter().cloned().collect()
    }
}
