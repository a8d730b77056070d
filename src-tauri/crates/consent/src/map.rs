use std::collections::BTreeMap;

use domain::{Assembly, Chromosome, GeneSymbol, Region};

use crate::{Category, SensitiveLists};

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
    without_coordinates: Vec<GeneSymbol>,
}

impl SensitiveMap {
    /// Places the genes of the lists by their coordinates (without flanks), as `knowledge` has them.
    pub fn new(assembly: Assembly, lists: SensitiveLists, coordinates: impl Fn(&GeneSymbol) -> Vec<Region>) -> Self {
        let mut regions: BTreeMap<Chromosome, Vec<SensitiveRegion>> = BTreeMap::new();
        let mut without_coordinates = Vec::new();
        for (gene, &category) in lists.genes() {
            let places = coordinates(gene);
            if places.is_empty() {
                without_coordinates.push(gene.clone());
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
        Self { assembly, lists, regions, without_coordinates }
    }

    /// The assembly of all regions.
    pub fn assembly(&self) -> Assembly {
        self.assembly
    }

    /// The lists that it was made from.
    pub fn lists(&self) -> &SensitiveLists {
        &self.lists
    }

    /// Sensitive genes whose place is not known: their names are hidden, their region cannot be sealed.
    pub fn without_coordinates(&self) -> &[GeneSymbol] {
        &self.without_coordinates
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
