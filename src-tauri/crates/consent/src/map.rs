use std::collections::BTreeMap;

use domain::{Assembly, Chromosome, GeneSymbol, Region};

use crate::{Category, ConsentError, SensitiveLists};

/// Bases on each side of a gene that belong to its sensitive region.
pub const FLANK: u32 = 5_000;

/// The region of one sensitive gene, flanks included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SensitiveRegion {
    /// The gene.
    pub gene: GeneSymbol,
    /// Its category.
    pub category: Category,
    /// The gene's coordinates with [`FLANK`] bases on each side.
    pub region: Region,
}

/// Where the sensitive genes lie on one assembly.
#[derive(Clone, Debug)]
pub struct SensitiveMap {
    assembly: Assembly,
    lists: SensitiveLists,
    regions: BTreeMap<Chromosome, Vec<SensitiveRegion>>,
}

impl SensitiveMap {
    /// Places the genes of the lists by their coordinates (without flanks), as `knowledge` has them.
    ///
    /// # Errors
    /// [`ConsentError::NoPlace`] where a gene has none: its region could not be sealed.
    pub fn new(
        assembly: Assembly,
        lists: SensitiveLists,
        coordinates: impl Fn(&GeneSymbol) -> Vec<Region>,
    ) -> Result<Self, ConsentError> {
        let mut regions: BTreeMap<Chromosome, Vec<SensitiveRegion>> = BTreeMap::new();
        let mut without = Vec::new();
        for (gene, &category) in lists.genes() {
            let places = coordinates(gene);
            if places.is_empty() {
                without.push(gene.to_string());
            }
            for place in places {
                let region = place.widened(FLANK);
                let sensitive = SensitiveRegion { gene: gene.clone(), category, region };
                regions.entry(region.chromosome).or_default().push(sensitive);
            }
        }
        for list in regions.values_mut() {
            list.sort_by(|a, b| (a.region, &a.gene).cmp(&(b.region, &b.gene)));
        }
        if !without.is_empty() {
            return Err(ConsentError::NoPlace { genes: without.join(", "), assembly });
        }
        Ok(Self { assembly, lists, regions })
    }

    /// The assembly of all regions.
    pub fn assembly(&self) -> Assembly {
        self.assembly
    }

    /// The lists that it was made from.
    pub fn lists(&self) -> &SensitiveLists {
        &self.lists
    }

    /// The sensitive regions that share a base with this one, from left to right.
    pub fn overlapping<'a>(&'a self, region: &Region) -> impl Iterator<Item = &'a SensitiveRegion> + use<'a> {
        let region = *region;
        self.regions.get(&region.chromosome).into_iter().flatten().filter(move |s| s.region.overlaps(&region))
    }

    /// Every sensitive region of a chromosome, from left to right.
    pub fn on(&self, chromosome: Chromosome) -> &[SensitiveRegion] {
        self.regions.get(&chromosome).map_or(&[], Vec::as_slice)
    }
}
