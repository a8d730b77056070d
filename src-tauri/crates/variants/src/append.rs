//! Bringing pieces of a table together: rows one after the other, dictionaries sorted and renumbered at the end, so that
//! the same file gives the same table whatever the number of threads.

use std::collections::{BTreeMap, BTreeSet};

use domain::HgncId;

use crate::{
    Genes,
    column::{Counts, Numbers},
    record::length,
    rows::Rows,
    table::{Contig, Sample, VariantTable},
};

/// The texts behind the ids of one builder.
pub(crate) struct Dictionaries {
    contigs: Vec<String>,
    filters: Vec<String>,
    genes: Vec<(String, u32)>,
}

impl Dictionaries {
    pub fn of(rows: &Rows) -> Self {
        let texts =
            |t: &[Box<[u8]>]| t.iter().map(|b| String::from_utf8_lossy(b).into_owned()).collect::<Vec<String>>();
        let genes = texts(rows.annotator.genes.texts());
        Self {
            contigs: texts(rows.contigs.texts()),
            filters: texts(rows.filters.texts()),
            genes: genes.into_iter().zip(rows.annotator.hgnc.iter().copied()).collect(),
        }
    }

    /// Adds a gene that is not there yet; gives its id.
    pub fn add_gene(&mut self, symbol: &str) -> u32 {
        self.genes.push((symbol.to_owned(), 0));
        length(self.genes.len() - 1)
    }

    /// Those of a finished table.
    pub fn of_table(table: &VariantTable) -> Self {
        let hgnc = |id| table.genes.hgnc(id).map_or(0, |h| h.0);
        Self {
            contigs: table.contigs.iter().map(|c| c.name.clone()).collect(),
            filters: table.filters.clone(),
            genes: table.genes.iter().map(|(id, symbol)| (symbol.to_owned(), hgnc(id))).collect(),
        }
    }
}

/// Rows from `start` on carry the ids of builder `builder`, up to the next segment.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Segment {
    pub start: usize,
    pub hits: usize,
    pub builder: usize,
}

impl VariantTable {
    /// Adds the rows of `other`, ids as they are.
    pub(crate) fn append(&mut self, mut other: Self) {
        let shift = length(self.rows());
        self.records += other.records;
        if self.change.len() == self.rows() && other.change.len() == other.rows() {
            self.change.append(&mut other.change);
        } else {
            // An older table does not have it: better none than those of some rows.
            self.change.clear();
        }
        for (sample, more) in self.samples.iter_mut().zip(other.samples) {
            sample.append(more);
        }
        for (column, more) in self.frequencies.iter_mut().zip(&mut other.frequencies) {
            column.values.append(&mut more.values);
        }
        other.gene_hits.iter_mut().for_each(|h| h.row += shift);
        self.contig.append(&mut other.contig);
        self.position.append(&mut other.position);
        self.end.append(&mut other.end);
        self.allele.append(&mut other.allele);
        self.kind.append(&mut other.kind);
        self.filter.append(&mut other.filter);
        self.part.append(&mut other.part);
        self.offset.append(&mut other.offset);
        self.consequence.append(&mut other.consequence);
        self.gene.append(&mut other.gene);
        self.gene_hits.append(&mut other.gene_hits);
        self.clinvar.append(&mut other.clinvar);
        self.stars.append(&mut other.stars);
        self.max_af.append(&mut other.max_af);
        self.revel.append(&mut other.revel);
        self.cadd.append(&mut other.cadd);
        self.spliceai.append(&mut other.spliceai);
        self.rs.append(&mut other.rs);
        self.repeats.extend(other.repeats.into_iter().map(|(row, repeat)| (row + shift, repeat)));
    }

    /// Takes only the ids of the rows of `other`, and what is counted.
    pub(crate) fn append_ids(&mut self, other: &mut Self) {
        let shift = length(self.contig.len());
        self.records += std::mem::take(&mut other.records);
        other.gene_hits.iter_mut().for_each(|h| h.row += shift);
        self.contig.append(&mut other.contig);
        self.filter.append(&mut other.filter);
        self.gene.append(&mut other.gene);
        self.gene_hits.append(&mut other.gene_hits);
    }

    /// Gives every row the final ids: contigs in a given order, then by name; filters and genes sorted. Only what a row has
    /// stays in the dictionaries.
    pub(crate) fn renumber(&mut self, order: &[String], builders: &[Dictionaries], segments: &[Segment]) {
        let used = self.used(builders, segments);
        let (contigs, contig_ids) = contig_ids(order, builders, &used);
        let (filters, filter_ids) = filter_ids(builders, &used);
        let mut by_symbol: BTreeMap<String, Option<HgncId>> = BTreeMap::new();
        for (builder, used) in builders.iter().zip(&used) {
            for ((symbol, hgnc), _) in builder.genes.iter().zip(&used.genes).filter(|(_, used)| **used) {
                let id = by_symbol.entry(symbol.clone()).or_default();
                // The smallest, should the annotation disagree with itself: never the first that was read.
                *id = [*id, (*hgnc > 0).then_some(HgncId(*hgnc))].into_iter().flatten().min();
            }
        }
        self.genes = Genes::new(by_symbol);
        let gene_ids: Vec<Vec<u32>> = builders
            .iter()
            .map(|b| b.genes.iter().map(|(symbol, _)| self.genes.id(symbol).unwrap_or(Genes::NONE)).collect())
            .collect();
        for (segment, rows, hits) in spans(segments, self.contig.len(), self.gene_hits.len()) {
            for row in rows {
                let (contig, filter) = (usize::from(self.contig[row]), usize::from(self.filter[row]));
                self.contig[row] = contig_ids[segment.builder][contig];
                self.filter[row] = filter_ids[segment.builder][filter];
                if self.gene[row] != Genes::NONE {
                    self.gene[row] = gene_ids[segment.builder][self.gene[row] as usize];
                }
            }
            for hit in &mut self.gene_hits[hits] {
                hit.gene = gene_ids[segment.builder][hit.gene as usize];
            }
        }
        self.gene_hits.sort_unstable();
        self.contigs = contigs;
        self.filters = filters;
        let rows = self.rows();
        for sample in self.samples.iter_mut().filter(|s| !s.phase_set.is_empty()) {
            sample.phase_set.resize(rows, 0);
        }
    }

    fn used(&self, builders: &[Dictionaries], segments: &[Segment]) -> Vec<Used> {
        let mut all: Vec<Used> = builders
            .iter()
            .map(|b| Used {
                contigs: vec![false; b.contigs.len()],
                filters: vec![false; b.filters.len()],
                genes: vec![false; b.genes.len()],
            })
            .collect();
        for (segment, rows, hits) in spans(segments, self.contig.len(), self.gene_hits.len()) {
            let used = &mut all[segment.builder];
            for row in rows.clone() {
                used.contigs[usize::from(self.contig[row])] = true;
                used.filters[usize::from(self.filter[row])] = true;
            }
            let of_rows = self.gene[rows].iter().copied();
            for gene in of_rows.chain(self.gene_hits[hits].iter().map(|h| h.gene)).filter(|g| *g != Genes::NONE) {
                used.genes[gene as usize] = true;
            }
        }
        all
    }
}

/// Which entries of a builder's dictionaries a row has.
struct Used {
    contigs: Vec<bool>,
    filters: Vec<bool>,
    genes: Vec<bool>,
}

fn marked<'a>(texts: &'a [String], used: &'a [bool]) -> impl Iterator<Item = &'a str> {
    texts.iter().zip(used).filter(|(_, used)| **used).map(|(text, _)| text.as_str())
}

fn spans(
    segments: &[Segment],
    rows: usize,
    hits: usize,
) -> impl Iterator<Item = (Segment, std::ops::Range<usize>, std::ops::Range<usize>)> {
    let ends = segments.iter().skip(1).map(|s| (s.start, s.hits)).chain([(rows, hits)]);
    segments.iter().zip(ends).map(|(s, (row, hit))| (*s, s.start..row, s.hits..hit))
}

fn contig_ids(order: &[String], builders: &[Dictionaries], used: &[Used]) -> (Vec<Contig>, Vec<Vec<u16>>) {
    let mut seen: BTreeSet<&str> =
        builders.iter().zip(used).flat_map(|(b, u)| marked(&b.contigs, &u.contigs)).collect();
    let listed: Vec<&str> = order.iter().map(String::as_str).filter(|name| seen.remove(name)).collect();
    let names: Vec<&str> = listed.into_iter().chain(seen).collect();
    let maps = ids(&names, builders.iter().map(|b| &b.contigs));
    let contigs = names.iter().map(|n| Contig { name: (*n).to_owned(), chromosome: n.parse().ok() }).collect();
    (contigs, maps)
}

fn filter_ids(builders: &[Dictionaries], used: &[Used]) -> (Vec<String>, Vec<Vec<u16>>) {
    let known = [".", "PASS"];
    let seen = builders.iter().zip(used).flat_map(|(b, u)| marked(&b.filters, &u.filters));
    let others: BTreeSet<&str> = seen.filter(|f| !known.contains(f)).collect();
    let names: Vec<&str> = known.into_iter().chain(others).collect();
    let maps = ids(&names, builders.iter().map(|b| &b.filters));
    (names.into_iter().map(str::to_owned).collect(), maps)
}

/// For each builder: its ids to the place among `names`; what no row has gets any place.
fn ids<'a>(names: &[&str], builders: impl Iterator<Item = &'a Vec<String>>) -> Vec<Vec<u16>> {
    let places: BTreeMap<&str, u16> =
        names.iter().zip(0_usize..).map(|(n, i)| (*n, u16::try_from(i).unwrap_or(u16::MAX))).collect();
    builders.map(|texts| texts.iter().map(|t| places.get(t.as_str()).copied().unwrap_or(u16::MAX)).collect()).collect()
}

/// A column, whatever its cells are.
trait Cells {
    fn clear(&mut self);
    fn reserve(&mut self, rows: usize);
    fn retain(&mut self, keep: &[bool]);
}

impl<T> Cells for Vec<T> {
    fn clear(&mut self) {
        Self::clear(self);
    }

    fn reserve(&mut self, rows: usize) {
        Self::reserve(self, rows);
    }

    fn retain(&mut self, keep: &[bool]) {
        let mut keep = keep.iter();
        Self::retain(self, |_| keep.next().copied().unwrap_or(true));
    }
}

impl VariantTable {
    /// Every column that has a cell for each row.
    fn each_column(&mut self, mut act: impl FnMut(&mut dyn Cells)) {
        for sample in &mut self.samples {
            act(&mut sample.genotype);
            act(sample.depth.raw_mut());
            act(sample.genotype_quality.raw_mut());
            act(sample.alternate_reads.raw_mut());
            act(&mut sample.phase_set);
        }
        for frequency in &mut self.frequencies {
            act(frequency.values.raw_mut());
        }
        act(&mut self.contig);
        act(&mut self.position);
        act(&mut self.end);
        act(&mut self.allele);
        act(&mut self.kind);
        act(&mut self.change);
        act(&mut self.filter);
        act(&mut self.part);
        act(&mut self.offset);
        act(&mut self.consequence);
        act(&mut self.gene);
        act(&mut self.clinvar);
        act(&mut self.stars);
        act(self.max_af.raw_mut());
        act(self.revel.raw_mut());
        act(self.cadd.raw_mut());
        act(self.spliceai.raw_mut());
        act(&mut self.rs);
    }

    /// Takes out the rows that are not kept; `gene_hits` is not touched.
    pub(crate) fn retain_rows(&mut self, keep: &[bool]) {
        self.each_column(|column| column.retain(keep));
    }

    /// Makes room for so many rows.
    pub(crate) fn reserve_rows(&mut self, rows: usize) {
        self.each_column(|column| column.reserve(rows));
    }

    /// Takes out all rows and what is said of them; the room stays.
    pub(crate) fn clear_rows(&mut self) {
        self.each_column(|column| column.clear());
        self.gene_hits.clear();
        self.repeats.clear();
        self.records = 0;
    }
}

impl Sample {
    fn append(&mut self, mut more: Self) {
        let rows = self.genotype.len();
        if !more.phase_set.is_empty() || !self.phase_set.is_empty() {
            self.phase_set.resize(rows, 0);
            more.phase_set.resize(more.genotype.len(), 0);
            self.phase_set.append(&mut more.phase_set);
        }
        self.genotype.append(&mut more.genotype);
        self.depth.append(&mut more.depth);
        self.genotype_quality.append(&mut more.genotype_quality);
        self.alternate_reads.append(&mut more.alternate_reads);
    }
}

impl Numbers {
    fn append(&mut self, more: &mut Self) {
        self.raw_mut().append(more.raw_mut());
    }
}

impl Counts {
    fn append(&mut self, more: &mut Self) {
        self.raw_mut().append(more.raw_mut());
    }
}
