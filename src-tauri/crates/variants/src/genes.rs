use std::collections::BTreeMap;

use domain::HgncId;

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
