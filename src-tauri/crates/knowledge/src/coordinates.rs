//! Gene coordinates: Ensembl BioMart tables with chromosome, start, end, symbol.

use domain::{Assembly, Chromosome, GeneSymbol, Region};
use serde::{Deserialize, Serialize};

use crate::{Error, reading::Text};

const COLUMNS: [&str; 4] = ["Chromosome/scaffold name", "Gene Start (bp)", "Gene End (bp)", "HGNC symbol"];

/// Where genes lie on one assembly.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Coordinates {
    pub(crate) assembly: Assembly,
    /// By symbol, then place.
    genes: Vec<GenePlace>,
    /// Positions in `genes`, by place.
    by_place: Vec<u32>,
    /// For each entry of `by_place` the last base of it and of all before it on the chromosome.
    reach: Vec<u32>,
}

/// A gene on a chromosome; bases 1-based, both included.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
struct GenePlace {
    symbol: GeneSymbol,
    /// [`Chromosome::index`].
    chromosome: u8,
    start: u32,
    end: u32,
}

impl GenePlace {
    fn region(&self) -> Option<Region> {
        Region::new(Chromosome::from_index(usize::from(self.chromosome))?, self.start, self.end).ok()
    }
}

impl Coordinates {
    /// All places of a symbol, in order.
    pub(crate) fn regions(&self, symbol: &str) -> Vec<Region> {
        let start = self.genes.partition_point(|gene| gene.symbol.as_str() < symbol);
        self.genes[start..].iter().take_while(|g| g.symbol.as_str() == symbol).filter_map(GenePlace::region).collect()
    }

    /// Every gene with its place, from left to right on each chromosome.
    pub(crate) fn places(&self) -> impl Iterator<Item = (&GeneSymbol, Region)> {
        let genes = self.by_place.iter().filter_map(|&position| self.genes.get(position as usize));
        genes.filter_map(|gene| Some((&gene.symbol, gene.region()?)))
    }

    /// The symbols of the genes that share a base with a region, in order.
    pub(crate) fn genes_at(&self, region: &Region) -> Vec<&GeneSymbol> {
        let chromosome = region.chromosome.index();
        let place = |position: u32| &self.genes[position as usize];
        let after = self.by_place.partition_point(|&position| {
            let gene = place(position);
            (usize::from(gene.chromosome), gene.start) <= (chromosome, region.end.get())
        });
        let mut symbols: Vec<&GeneSymbol> = self.by_place[..after]
            .iter()
            .zip(&self.reach)
            .rev()
            .take_while(|&(&position, &reach)| {
                usize::from(place(position).chromosome) == chromosome && reach >= region.start.get()
            })
            .map(|(&position, _)| place(position))
            .filter(|gene| gene.end >= region.start.get())
            .map(|gene| &gene.symbol)
            .collect();
        symbols.sort_unstable();
        symbols.dedup();
        symbols
    }
}

/// The assembly that a file name tells by `37` or `38` (or its usual names).
pub(crate) fn assembly_in(file: &str) -> Result<Assembly, Error> {
    let named = file.parse().ok();
    let assembly = named.or(match (file.contains("37"), file.contains("38")) {
        (true, false) => Some(Assembly::GRCh37),
        (false, true) => Some(Assembly::GRCh38),
        _ => None,
    });
    assembly.ok_or_else(|| Error::Assembly { file: file.to_owned() })
}

/// Reads the coordinates; genes on patches and other contigs beside the 25 chromosomes, and genes without a symbol,
/// are passed over.
pub(crate) fn read(text: &Text, assembly: Assembly) -> Result<Coordinates, Error> {
    let mut genes = Vec::new();
    for row in text.rows(COLUMNS)? {
        let row = row?;
        let Ok(chromosome) = row.fields[0].parse::<Chromosome>() else { continue };
        if row.fields[3].is_empty() {
            continue;
        }
        let length = assembly.length(chromosome);
        let expected = "a position of the chromosome, 1-based, end not before start (is the assembly right?)";
        let start: u32 = row.read(1, expected, |f| f.parse().ok().filter(|s| (1..=length).contains(s)))?;
        let end: u32 = row.read(2, expected, |f| f.parse().ok().filter(|e| (start..=length).contains(e)))?;
        let symbol = row.read(3, "a gene symbol", |f| f.parse().ok())?;
        let chromosome = row.read(0, "a chromosome", |_| u8::try_from(chromosome.index()).ok())?;
        genes.push(GenePlace { symbol, chromosome, start, end });
    }
    genes.sort_unstable();
    genes.dedup();
    let mut by_place: Vec<u32> = (0_u32..).take(genes.len()).collect();
    by_place.sort_by_key(|&position| {
        let gene = &genes[position as usize];
        (gene.chromosome, gene.start, gene.end)
    });
    let mut reach = Vec::with_capacity(genes.len());
    let mut furthest = (0, 0);
    for &position in &by_place {
        let gene = &genes[position as usize];
        furthest = if furthest.0 == gene.chromosome {
            furthest.max((gene.chromosome, gene.end))
        } else {
            (gene.chromosome, gene.end)
        };
        reach.push(furthest.1);
    }
    if genes.is_empty() {
        Err(text.empty("gene on a chromosome"))
    } else {
        Ok(Coordinates { assembly, genes, by_place, reach })
    }
}
