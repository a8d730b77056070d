use domain::{GeneSymbol, HgncId};

use super::{Panel, PanelGene};

/// What a newer version of a panel changes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PanelDifference {
    /// Genes that are only in the newer one, by symbol.
    pub added: Vec<PanelGene>,
    /// Genes that are only in the older one, by symbol.
    pub removed: Vec<PanelGene>,
    /// Genes of both whose colour or mode changed, older and newer, by symbol.
    pub changed: Vec<(PanelGene, PanelGene)>,
    /// Genes that have another symbol in the newer one, the older symbol before the newer; they are told above as well where
    /// their colour or mode changed.
    pub renamed: Vec<(GeneSymbol, GeneSymbol)>,
    /// How many genes are the same in both.
    pub unchanged: usize,
}

impl PanelDifference {
    /// Compares two versions of a panel; `hgnc` is the gene that a symbol is or was used for.
    pub fn between(older: &Panel, newer: &Panel, hgnc: impl Fn(&GeneSymbol) -> Option<HgncId>) -> Self {
        let mut difference = Self::default();
        let symbols: std::collections::BTreeSet<GeneSymbol> =
            older.entries().chain(newer.entries()).map(|gene| gene.symbol).collect();
        for symbol in symbols {
            match (older.entry(&symbol), newer.entry(&symbol)) {
                (None, Some(gene)) => difference.added.push(gene),
                (Some(gene), None) => difference.removed.push(gene),
                (Some(before), Some(after)) if before != after => difference.changed.push((before, after)),
                _ => difference.unchanged += 1,
            }
        }
        for gone in std::mem::take(&mut difference.removed) {
            let id = hgnc(&gone.symbol);
            let same = difference.added.iter().position(|come| id.is_some() && hgnc(&come.symbol) == id);
            let Some(come) = same.map(|place| difference.added.remove(place)) else {
                difference.removed.push(gone);
                continue;
            };
            difference.renamed.push((gone.symbol.clone(), come.symbol.clone()));
            match gone.colour == come.colour && gone.mode == come.mode {
                true => difference.unchanged += 1,
                false => difference.changed.push((gone, come)),
            }
        }
        difference
    }

    /// Genes that the newer version looks at and the older did not.
    pub fn gained(&self) -> Vec<&GeneSymbol> {
        let turned = self.changed.iter().filter(|(before, after)| !before.is_looked_at() && after.is_looked_at());
        let mut gained: Vec<&GeneSymbol> = self.added.iter().filter(|g| g.is_looked_at()).map(|g| &g.symbol).collect();
        gained.extend(turned.map(|(_, after)| &after.symbol));
        gained.sort_unstable();
        gained
    }

    /// Genes that the older version looked at and the newer does not.
    pub fn lost(&self) -> Vec<&GeneSymbol> {
        let turned = self.changed.iter().filter(|(before, after)| before.is_looked_at() && !after.is_looked_at());
        let mut lost: Vec<&GeneSymbol> = self.removed.iter().filter(|g| g.is_looked_at()).map(|g| &g.symbol).collect();
        lost.extend(turned.map(|(before, _)| &before.symbol));
        lost.sort_unstable();
        lost
    }
}
