use std::{collections::BTreeSet, sync::OnceLock};

use domain::GeneSymbol;

use super::{Test, Why};
use crate::VariantTable;

/// The genes of a panel among those of a table, and the rows that lie in one of them.
pub(crate) struct PanelRows<'a> {
    table: &'a VariantTable,
    /// By gene id.
    genes: Vec<bool>,
    /// Rows with several genes, one of them in the panel; sorted. Made when they are asked for.
    several: OnceLock<Vec<u32>>,
}

impl<'a> PanelRows<'a> {
    pub fn new(table: &'a VariantTable, panel: &BTreeSet<GeneSymbol>) -> Self {
        let mut genes = vec![false; table.genes().len()];
        for id in panel.iter().filter_map(|symbol| table.genes().id(symbol.as_str())) {
            if let Some(gene) = usize::try_from(id).ok().and_then(|id| genes.get_mut(id)) {
                *gene = true;
            }
        }
        Self { table, genes, several: OnceLock::new() }
    }

    fn several(&self) -> &[u32] {
        self.several.get_or_init(|| {
            let hits = self.table.gene_hits.iter().filter(|h| self.contains(h.gene));
            let mut rows: Vec<u32> = hits.map(|h| h.row).collect();
            rows.dedup();
            rows
        })
    }

    /// True where the gene belongs to the panel.
    pub fn contains(&self, gene: u32) -> bool {
        has(&self.genes, gene)
    }
}

#[inline]
fn has(genes: &[bool], gene: u32) -> bool {
    usize::try_from(gene).ok().and_then(|g| genes.get(g)).copied().unwrap_or(false)
}

impl Test for &PanelRows<'_> {
    #[inline]
    fn keeps(&self, row: usize) -> bool {
        self.contains(self.table.gene[row])
            || u32::try_from(row).is_ok_and(|row| self.several().binary_search(&row).is_ok())
    }

    fn why(&self, row: usize) -> Why {
        let symbol = |(gene, _)| self.table.genes().symbol(gene).map(str::to_owned);
        Why::NotInPanel { genes: self.table.genes_of(row).filter_map(symbol).collect() }
    }
}
