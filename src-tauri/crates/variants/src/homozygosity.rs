//! Runs of homozygosity: stretches of an autosome in which a person has the same copy twice.

use domain::{Chromosome, Position, Region};

use crate::VariantTable;

/// A run of homozygosity.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Run {
    /// From its first to its last record.
    pub region: Region,
    /// Homozygous records.
    pub homozygous: u64,
    /// Heterozygous ones, which are errors if the run is one.
    pub heterozygous: u64,
    /// Logarithm (base 10) of the odds of one copy twice against two copies of the population.
    pub lod: f64,
}

/// Rate at which a genotype is wrong or has changed since the common ancestor.
const ERROR: f64 = 0.01;
/// The least odds of a run.
const LEAST_LOD: f64 = 3.0;
/// Longest stretch without any record that a run goes over: centromeres are shorter.
const GAP: u32 = 5_000_000;
/// The frequency of an allele of which the file gives none: then a third of its carriers are homozygous.
const UNKNOWN: f32 = 0.5;

impl Run {
    /// The runs of the sample at a place of the header that are at least `least` bases long, in the order of the genome.
    ///
    /// Every single base that the person carries adds the odds that its genotype is so with one copy twice (10.1086/302661),
    /// given that the person carries it; runs are the stretches with the largest sums that do not overlap.
    pub fn all(table: &VariantTable, sample: usize, least: u32) -> Vec<Self> {
        let Some(sample) = table.samples().get(sample) else { return Vec::new() };
        let mut by_chromosome: Vec<Vec<Marker>> = vec![Vec::new(); Chromosome::all().count()];
        for row in (0..table.rows()).filter(|row| table.is_sure_snv(*row, &[sample])) {
            let chromosome = table.chromosome(row).filter(|c| c.is_autosome());
            let (Some(chromosome), Some(position)) = (chromosome, Position::new(table.position(row))) else { continue };
            let copies = sample.genotype(row).copies();
            if copies > 0 {
                let frequency = table.max_af(row).unwrap_or(UNKNOWN);
                let marker = Marker { position, homozygous: copies == 2, lod: lod(copies == 2, frequency) };
                by_chromosome[chromosome.index()].push(marker);
            }
        }
        let mut runs = Vec::new();
        for (chromosome, mut markers) in Chromosome::all().zip(by_chromosome) {
            markers.sort_by_key(|m| m.position);
            for part in markers.chunk_by(|a, b| b.position.get() - a.position.get() <= GAP) {
                runs.extend(stretches(part).into_iter().filter_map(|(start, end)| run(chromosome, &part[start..end])));
            }
        }
        runs.retain(|run| run.lod >= LEAST_LOD && run.length() >= least);
        runs
    }

    /// Its length in bases.
    pub fn length(&self) -> u32 {
        self.region.end.get() - self.region.start.get() + 1
    }
}

#[derive(Clone, Copy, Debug)]
struct Marker {
    position: Position,
    homozygous: bool,
    lod: f64,
}

/// Odds of a carrier's genotype, of an allele with this frequency.
fn lod(homozygous: bool, frequency: f32) -> f64 {
    let p = f64::from(frequency.clamp(0.01, 0.99));
    let by_chance = p / (2.0 - p);
    if homozygous { ((1.0 - ERROR) / by_chance).log10() } else { (ERROR / (1.0 - by_chance)).log10() }
}

fn run(chromosome: Chromosome, markers: &[Marker]) -> Option<Run> {
    let (first, last) = (markers.first()?, markers.last()?);
    let count = |homozygous: bool| markers.iter().filter(|m| m.homozygous == homozygous).count() as u64;
    Some(Run {
        region: Region { chromosome, start: first.position, end: last.position },
        homozygous: count(true),
        heterozygous: count(false),
        lod: markers.iter().map(|m| m.lod).sum(),
    })
}

/// All maximal stretches with the largest sums (Ruzzo and Tompa 1999, "A linear time algorithm for finding all maximal scoring
/// subsequences"), as starts and ends.
fn stretches(markers: &[Marker]) -> Vec<(usize, usize)> {
    /// A stretch with the sums before it and at its end.
    struct Stretch {
        start: usize,
        end: usize,
        before: f64,
        after: f64,
    }
    let mut found: Vec<Stretch> = Vec::new();
    let mut sum = 0.0;
    for (place, marker) in markers.iter().enumerate() {
        let before = sum;
        sum += marker.lod;
        if marker.lod <= 0.0 {
            continue;
        }
        let mut new = Stretch { start: place, end: place + 1, before, after: sum };
        while let Some(at) = found.iter().rposition(|s| s.before < new.before) {
            if found[at].after >= new.after {
                break;
            }
            (new.start, new.before) = (found[at].start, found[at].before);
            found.truncate(at);
        }
        found.push(new);
    }
    found.into_iter().map(|s| (s.start, s.end)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;

    #[test]
    fn a_run_with_one_error_is_found_and_no_other() {
        let head = "##fileformat=VCFv4.2\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tchild\n";
        let mut text = head.to_owned();
        for i in 0..300_u32 {
            // Elsewhere every third is homozygous, as usual.
            let homozygous = if (100..200).contains(&i) { i != 150 } else { i % 3 == 0 };
            let genotype = if homozygous { "1/1" } else { "0/1" };
            text += &format!("chr3\t{}\t.\tA\tG\t.\tPASS\t.\tGT\t{genotype}\n", 1 + i * 20_000);
        }
        let table = testing::table(&text);
        let runs = Run::all(&table, 0, 1_000_000);
        let [run] = runs[..] else { panic!("one run: {runs:?}") };
        let near = |position: Position, marker: u32| position.get().abs_diff(1 + marker * 20_000) <= 40_000;
        assert!(near(run.region.start, 100) && near(run.region.end, 199), "{run:?}");
        assert_eq!(run.heterozygous, 1);
        assert!(Run::all(&table, 0, 3_000_000).is_empty(), "it has two million bases");
        assert!(Run::all(&table, 1, 1).is_empty(), "there is one sample");
    }

    #[test]
    fn stretches_are_those_of_the_paper() {
        let scores = [4.0, -5.0, 3.0, -3.0, 1.0, 2.0, -2.0, 2.0, -2.0, 1.0, 5.0];
        let position = Position::FIRST;
        let markers: Vec<Marker> =
            scores.iter().map(|lod| Marker { position, homozygous: *lod > 0.0, lod: *lod }).collect();
        assert_eq!(stretches(&markers), [(0, 1), (2, 3), (4, 11)], "its Figure 1");
    }
}
