//! Panels that fit a patient, by the phenotype alone and never by the variants.

use std::collections::{BTreeMap, BTreeSet};

use domain::GeneSymbol;
use knowledge::Knowledge;
use ranking::phenotype::PhenotypeRanking;

/// How many of the best fitting diseases are counted.
pub(crate) const BEST: usize = 10;
/// How many panels are suggested.
const MOST: usize = 6;

/// How much of the diseases that come into question a panel covers.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Covered {
    /// The posterior of the diseases with a gene in the panel, of all diseases, 0 to 1.
    pub share: f64,
    /// How many of the [`BEST`] best fitting diseases have a gene in it.
    pub best: usize,
}

/// What each panel covers of a ranking, and the places of those to suggest, best first; of two that cover the same the one
/// with fewer genes. Nothing is suggested without a sign.
pub(crate) fn suggested(
    knowledge: &Knowledge,
    ranking: &PhenotypeRanking,
    panels: &[BTreeSet<GeneSymbol>],
) -> Vec<(usize, Covered)> {
    if ranking.observed.is_empty() {
        return Vec::new();
    }
    let mut having: BTreeMap<&GeneSymbol, Vec<usize>> = BTreeMap::new();
    for (place, genes) in panels.iter().enumerate() {
        for gene in genes {
            having.entry(gene).or_default().push(place);
        }
    }
    let mut covered = vec![Covered::default(); panels.len()];
    for (rank, disease) in ranking.diseases.iter().enumerate() {
        let genes = knowledge.genes_of(disease.id).map(|link| &link.symbol);
        let with_it: BTreeSet<usize> = genes.filter_map(|gene| having.get(gene)).flatten().copied().collect();
        for place in with_it {
            covered[place].share += disease.posterior;
            covered[place].best += usize::from(rank < BEST);
        }
    }
    let mut found: Vec<(usize, Covered)> = covered.into_iter().enumerate().filter(|(_, c)| c.best > 0).collect();
    found.sort_by(|(a, one), (b, other)| {
        other.share.total_cmp(&one.share).then(panels[*a].len().cmp(&panels[*b].len())).then(a.cmp(b))
    });
    found.truncate(MOST);
    found
}
