use std::collections::{BTreeMap, BTreeSet};

use domain::{GeneSymbol, HgncId};

use crate::{
    Consequence, GenePlaces, VariantTable,
    append::{Dictionaries, Segment},
    record::length,
    table::GeneHit,
};

/// The genes that the annotation names, sorted by symbol: the id of a gene is its place in that order, the same
/// whatever the order of reading was.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Genes {
    symbols: Vec<String>,
    hgnc: Vec<Option<HgncId>>,
}

impl Genes {
    /// The gene column's value for a row without a gene.
    pub const NONE: u32 = u32::MAX;

    pub(crate) fn new(by_symbol: BTreeMap<String, Option<HgncId>>) -> Self {
        let (symbols, hgnc) = by_symbol.into_iter().unzip();
        Self { symbols, hgnc }
    }

    /// How many genes there are.
    pub fn len(&self) -> usize {
        self.symbols.len()
    }

    /// True without any gene.
    pub fn is_empty(&self) -> bool {
        self.symbols.is_empty()
    }

    /// The symbol of an id as the annotation writes it; `None` for [`Genes::NONE`].
    pub fn symbol(&self, id: u32) -> Option<&str> {
        self.symbols.get(usize::try_from(id).ok()?).map(String::as_str)
    }

    /// The HGNC id, where the annotation gives it.
    pub fn hgnc(&self, id: u32) -> Option<HgncId> {
        self.hgnc.get(usize::try_from(id).ok()?).copied().flatten()
    }

    /// The id of a symbol.
    pub fn id(&self, symbol: &str) -> Option<u32> {
        let place = self.symbols.binary_search_by(|s| s.as_str().cmp(symbol)).ok()?;
        u32::try_from(place).ok()
    }

    /// Ids and symbols, by symbol.
    pub fn iter(&self) -> impl Iterator<Item = (u32, &str)> {
        (0_u32..).zip(self.symbols.iter().map(String::as_str))
    }
}

impl VariantTable {
    /// Adds genes to rows, under the symbol by which the table knows them already, and the gravest consequence of each.
    pub(crate) fn name_genes<'a>(
        &mut self,
        named: impl Iterator<Item = (usize, &'a BTreeMap<GeneSymbol, Consequence>)>,
        places: &dyn GenePlaces,
    ) {
        let (mut dictionary, mut added) = (Dictionaries::of_table(self), BTreeMap::new());
        let (mut rows, mut hits) = (BTreeSet::new(), Vec::new());
        for (row, genes) in named.filter(|(_, genes)| !genes.is_empty()) {
            let mut all: BTreeMap<u32, Consequence> = self.genes_of(row).collect();
            for (gene, consequence) in genes {
                let id = *added.entry(gene).or_insert_with(|| {
                    let others = places.other_symbols(gene);
                    let known = std::iter::once(gene).chain(&others).find_map(|symbol| self.genes.id(symbol.as_str()));
                    known.unwrap_or_else(|| dictionary.add_gene(gene.as_str()))
                });
                let gravest = all.entry(id).or_insert(*consequence);
                *gravest = (*gravest).min(*consequence);
            }
            let number = length(row);
            let first = all.iter().map(|(gene, consequence)| (*consequence, *gene)).min();
            if let Some((consequence, gene)) = first.filter(|first| first.0 < self.consequence[row]) {
                (self.consequence[row], self.gene[row]) = (consequence, gene);
            }
            rows.insert(number);
            if all.len() > 1 || !all.contains_key(&self.gene[row]) {
                hits.extend(all.into_iter().map(|(gene, consequence)| GeneHit { row: number, consequence, gene }));
            }
        }
        if rows.is_empty() {
            return;
        }
        self.gene_hits.retain(|hit| !rows.contains(&hit.row));
        self.gene_hits.append(&mut hits);
        let order: Vec<String> = self.contigs.iter().map(|c| c.name.clone()).collect();
        self.renumber(&order, &[dictionary], &[Segment::default()]);
    }
}
