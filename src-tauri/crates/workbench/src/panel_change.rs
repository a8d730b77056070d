//! What a newer version of a panel changes.

use knowledge::{Colour, Panel, PanelDifference, PanelGene};
use serde::Serialize;

use crate::{Reference, Version};

/// An answer of `shirube panel diff`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PanelChange {
    /// `shirube.panel_diff/1`.
    pub schema: &'static str,
    /// The older version.
    pub older: Version,
    /// The newer version.
    pub newer: Version,
    /// Genes that an analysis looks at now and did not before.
    pub gained: Vec<String>,
    /// Genes that an analysis looked at before and does not now.
    pub lost: Vec<String>,
    /// Every gene that differs, by symbol.
    pub genes: Vec<GeneChange>,
    /// Genes that have another symbol now: the older and the newer one.
    pub renamed: Vec<[String; 2]>,
    /// How many genes are the same.
    pub unchanged: usize,
}

/// One gene that differs; `None` on the side where the panel does not have it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct GeneChange {
    /// The symbol.
    pub gene: String,
    /// In the older version.
    pub older: Option<GeneState>,
    /// In the newer version.
    pub newer: Option<GeneState>,
}

/// What a panel says of a gene.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct GeneState {
    /// The colour.
    pub colour: Option<Colour>,
    /// The mode in the panel's words.
    pub mode: Option<String>,
}

/// Compares two versions of a panel.
pub fn panel_change(reference: &Reference, older: &(Panel, Version), newer: &(Panel, Version)) -> PanelChange {
    let difference = PanelDifference::between(&older.0, &newer.0, |gene| reference.knowledge().hgnc(gene));
    let names = |genes: Vec<&domain::GeneSymbol>| genes.into_iter().map(ToString::to_string).collect();
    let state = |gene: &PanelGene| Some(GeneState { colour: gene.colour, mode: gene.mode.clone() });
    let line = |older: Option<&PanelGene>, newer: Option<&PanelGene>| GeneChange {
        gene: older.or(newer).map(|gene| gene.symbol.to_string()).unwrap_or_default(),
        older: older.and_then(state),
        newer: newer.and_then(state),
    };
    let added = difference.added.iter().map(|gene| line(None, Some(gene)));
    let removed = difference.removed.iter().map(|gene| line(Some(gene), None));
    let changed = difference.changed.iter().map(|(before, after)| line(Some(before), Some(after)));
    let mut genes: Vec<GeneChange> = added.chain(removed).chain(changed).collect();
    genes.sort_unstable();
    PanelChange {
        schema: "shirube.panel_diff/1",
        older: older.1.clone(),
        newer: newer.1.clone(),
        gained: names(difference.gained()),
        lost: names(difference.lost()),
        renamed: difference.renamed.iter().map(|(one, other)| [one.to_string(), other.to_string()]).collect(),
        unchanged: difference.unchanged,
        genes,
    }
}
