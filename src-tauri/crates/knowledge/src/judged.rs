//! What curators, populations and the programmes say of genes, diseases and variants.

use std::collections::BTreeMap;

use domain::{Assembly, Chromosome, DiseaseId, DiseaseSource, GeneSymbol, HpoId};

use crate::{
    ClinVarEntry, Error, GeneConstraint, GeneValidity, JapaneseDisease, Knowledge, NandoClass, NandoScheme, Panel,
    PanelGene, SourceKind, clinvar::ClinVar, constraint::RELEASE_2, lookup::Content,
};

impl Knowledge {
    /// What ClinGen says of a gene and its diseases, the best class first; empty where it was not curated. A symbol without
    /// an entry is looked up under the other symbols of its gene, where HGNC is there.
    pub fn validity(&self, gene: &GeneSymbol) -> &[GeneValidity] {
        let curations = self.contents().find_map(|c| if let Content::ClinGen(all) = c { Some(all) } else { None });
        let Some(curations) = curations else { return &[] };
        let of = |symbol: &GeneSymbol| {
            let start = curations.partition_point(|c| &c.symbol < symbol);
            let length = curations[start..].partition_point(|c| &c.symbol == symbol);
            Some(&curations[start..start + length]).filter(|found| !found.is_empty())
        };
        self.by_any_symbol(gene, of).unwrap_or(&[])
    }

    /// The constraint of a gene by gnomAD, under any of its symbols.
    pub fn constraint(&self, gene: &GeneSymbol) -> Option<&GeneConstraint> {
        let genes = self.contents().find_map(|c| if let Content::Constraint(all) = c { Some(all) } else { None })?;
        self.by_any_symbol(gene, |symbol| genes.binary_search_by(|g| g.symbol.cmp(symbol)).ok().map(|i| &genes[i]))
    }

    /// True where the constraint is that of gnomAD 2.1.1, whose numbers have other limits than those of version 4.
    pub fn constraint_is_v2(&self) -> bool {
        self.versions()
            .any(|source| source.kind == SourceKind::Constraint && source.release.as_deref() == Some(RELEASE_2))
    }

    /// The panels that have a gene, by name, each with what it says of the gene.
    pub fn panels_of(&self, gene: &GeneSymbol) -> Vec<(&Panel, PanelGene)> {
        let of = |panel: &Panel| self.by_any_symbol(gene, |symbol| panel.entry(symbol));
        self.panels().filter_map(|panel| Some((panel, of(panel)?))).collect()
    }

    fn by_any_symbol<T>(&self, gene: &GeneSymbol, of: impl Fn(&GeneSymbol) -> Option<T>) -> Option<T> {
        of(gene).or_else(|| self.other_symbols(gene).into_iter().find_map(of))
    }

    pub(crate) fn nando_classes(&self) -> &[NandoClass] {
        self.contents()
            .find_map(|c| if let Content::Nando(all) = c { Some(all.as_slice()) } else { None })
            .unwrap_or(&[])
    }

    /// A class of NANDO.
    pub fn nando(&self, id: DiseaseId) -> Option<&NandoClass> {
        let classes = self.nando_classes();
        classes.binary_search_by_key(&id, |class| class.id).ok().map(|i| &classes[i])
    }

    /// The class of the programme that carries a number as 指定難病: of several the one above the others.
    pub fn designated(&self, number: u16) -> Option<&NandoClass> {
        self.nando_classes().iter().filter(|class| class.shitei_nanbyo() == Some(number)).min_by_key(|class| {
            let below = class.parents().any(|p| self.nando(p).is_some_and(|p| p.shitei_nanbyo() == Some(number)));
            (below, class.id)
        })
    }

    /// The classes of NANDO that mean the same as a disease of OMIM, Orphanet or MONDO: designated before paediatric, then
    /// by id. None is a common answer: hundreds of designated classes match no MONDO class.
    pub fn nando_of(&self, disease: DiseaseId) -> Vec<&NandoClass> {
        if disease.source() == DiseaseSource::Nando {
            return self.nando(disease).into_iter().collect();
        }
        let mondo: Vec<DiseaseId> = if disease.source() == DiseaseSource::Mondo {
            vec![disease]
        } else {
            self.matches().filter(|m| m.1 == disease).map(|m| m.0).collect()
        };
        let same = |class: &&NandoClass| class.exact_mondo().any(|id| mondo.contains(&id));
        let mut found: Vec<&NandoClass> = self.nando_classes().iter().filter(same).collect();
        found.sort_by_key(|class| (class.scheme, class.id));
        found
    }

    /// The diseases of OMIM and Orphanet that mean the same as a class of NANDO, by id.
    pub fn same_as_nando(&self, class: &NandoClass) -> Vec<DiseaseId> {
        let mondo: Vec<DiseaseId> = class.exact_mondo().collect();
        let mut found: Vec<DiseaseId> = self.matches().filter(|m| mondo.contains(&m.0)).map(|m| m.1).collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    /// The genes that NanbyoData links with a class of NANDO, by symbol.
    pub fn nando_genes(&self, class: DiseaseId) -> Vec<&GeneSymbol> {
        let links = self.contents().find_map(|c| if let Content::NandoGenes(all) = c { Some(all) } else { None });
        links.into_iter().flatten().filter(|(id, _)| id.0 == class).map(|(_, gene)| gene).collect()
    }

    /// The classes of NANDO that NanbyoData links with a gene, by id.
    pub fn nando_of_gene(&self, gene: &GeneSymbol) -> Vec<&NandoClass> {
        let links = self.contents().find_map(|c| if let Content::NandoGenes(all) = c { Some(all) } else { None });
        links
            .into_iter()
            .flatten()
            .filter(|(_, symbol)| symbol == gene)
            .filter_map(|(id, _)| self.nando(id.0))
            .collect()
    }

    /// The terms that NanbyoData gives a class of NANDO, by id.
    pub fn nando_terms(&self, class: DiseaseId) -> Vec<HpoId> {
        let links = self.contents().find_map(|c| if let Content::NandoHpo(all) = c { Some(all) } else { None });
        links.into_iter().flatten().filter(|(id, _)| id.0 == class).map(|(_, term)| term.0).collect()
    }

    /// Japanese names by NANDO of every disease that means the same as one of its classes, by disease.
    pub(crate) fn names_by_nando(&self) -> &[JapaneseDisease] {
        self.nando_names.get_or_init(|| {
            let mut by_mondo: BTreeMap<DiseaseId, Vec<DiseaseId>> = BTreeMap::new();
            for (mondo, disease) in self.matches() {
                by_mondo.entry(mondo).or_default().push(disease);
            }
            let mut classes: Vec<&NandoClass> = self.nando_classes().iter().collect();
            classes.sort_by_key(|class| (class.scheme, class.id));
            let mut names: BTreeMap<DiseaseId, JapaneseDisease> = BTreeMap::new();
            for class in classes.into_iter().filter(|class| class.scheme != NandoScheme::Other) {
                let mondo = class.exact_mondo();
                let same = mondo.flat_map(|id| by_mondo.get(&id).into_iter().flatten().copied().chain([id]));
                for disease in same.chain([class.id]) {
                    names.entry(disease).or_insert_with(|| JapaneseDisease {
                        disease,
                        name: class.name_ja.clone(),
                        shitei_nanbyo: class.shitei_nanbyo(),
                    });
                }
            }
            names.into_values().collect()
        })
    }

    fn clinvar(&self, assembly: Assembly) -> Result<Option<&ClinVar>, Error> {
        let name = assembly.to_string();
        let mut parts = self.parts().iter();
        let Some(part) = parts.find(|p| p.source.kind == SourceKind::ClinVar && p.source.part == name) else {
            return Ok(None);
        };
        Ok(if let Content::ClinVar(clinvar) = part.content()? { Some(clinvar) } else { None })
    }

    /// True where ClinVar of this assembly was imported.
    pub fn has_clinvar(&self, assembly: Assembly) -> bool {
        let name = assembly.to_string();
        self.versions().any(|source| source.kind == SourceKind::ClinVar && source.part == name)
    }

    /// How many variants of ClinVar there are on an assembly.
    ///
    /// # Errors
    /// [`Error::Damaged`] where the stored file does not hold what was written.
    pub fn clinvar_count(&self, assembly: Assembly) -> Result<usize, Error> {
        Ok(self.clinvar(assembly)?.map_or(0, ClinVar::len))
    }

    /// The entry of ClinVar for an allele, which need not be in its normal form; `None` where it has none, or was not
    /// imported ([`Knowledge::has_clinvar`]).
    ///
    /// # Errors
    /// [`Error::Damaged`] where the stored file does not hold what was written.
    pub fn clinvar_entry(
        &self,
        assembly: Assembly,
        chromosome: Chromosome,
        position: u32,
        reference: &str,
        alternate: &str,
    ) -> Result<Option<ClinVarEntry<'_>>, Error> {
        Ok(self.clinvar(assembly)?.and_then(|c| c.find(chromosome, position, reference, alternate)))
    }

    /// The entries of ClinVar that begin within a range, both ends included (1-based), in order.
    ///
    /// # Errors
    /// [`Error::Damaged`] where the stored file does not hold what was written.
    pub fn clinvar_within(
        &self,
        assembly: Assembly,
        chromosome: Chromosome,
        start: u32,
        end: u32,
    ) -> Result<Vec<ClinVarEntry<'_>>, Error> {
        Ok(self.clinvar(assembly)?.map_or_else(Vec::new, |c| c.within(chromosome, start, end).collect()))
    }
}
