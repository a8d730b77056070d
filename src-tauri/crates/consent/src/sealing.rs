use std::{collections::BTreeSet, sync::Arc};

use domain::{Assembly, GeneSymbol, Region};

use crate::{Category, SensitiveMap, SensitiveRegion};

/// Which regions are sealed for a case: sensitive and not primary. It knows no person and no data.
#[derive(Clone, Debug)]
pub struct Sealing {
    map: Arc<SensitiveMap>,
    primary: BTreeSet<GeneSymbol>,
}

impl Sealing {
    /// The rule for a case with these primary genes (of the ordered disease, of the chosen panels, of an accepted match).
    pub fn new(map: Arc<SensitiveMap>, primary: BTreeSet<GeneSymbol>) -> Self {
        Self { map, primary }
    }

    /// `None` where the region lies in the open part; else the strictest category that it touches.
    pub fn category_of(&self, region: &Region) -> Option<Category> {
        self.sealed(region).map(|s| s.category).max()
    }

    /// The sensitive regions that are not primary and share a base with this one.
    pub fn sealed<'a>(&'a self, region: &Region) -> impl Iterator<Item = &'a SensitiveRegion> + use<'a> {
        self.map.overlapping(region).filter(|s| !self.primary.contains(&s.gene))
    }

    /// True where this gene's name is taken out of the annotation of open records.
    pub fn hides_name(&self, symbol: &str) -> bool {
        self.map.lists().genes().contains_key(symbol) && !self.primary.contains(symbol)
    }

    /// The primary genes.
    pub fn primary(&self) -> &BTreeSet<GeneSymbol> {
        &self.primary
    }

    /// Where the sensitive genes lie.
    pub fn map(&self) -> &SensitiveMap {
        &self.map
    }

    /// The assembly of all regions.
    pub fn assembly(&self) -> Assembly {
        self.map.assembly()
    }
}
