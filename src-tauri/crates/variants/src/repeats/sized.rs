//! The repeats of a family: the sizes of every person's alleles, whatever row they stand in, and who has one in the range
//! of a row's allele.

use std::collections::{BTreeMap, BTreeSet};

use domain::{GeneSymbol, Region};

use super::{Repeat, RepeatAllele, RepeatRange};
use crate::{
    Call, Consequence, GenotypeCode, Header, VariantTable,
    record::Record,
    structural::{Found, Known},
};

/// A locus in a file: the part, then its name and place.
type Place = (u8, String, Option<Region>);

impl VariantTable {
    /// A repeat with the gene of the catalogue, or those at its place where nobody annotated it. Beyond the normal range the
    /// gene is elongated; else nothing more than a variant is told of it.
    pub(crate) fn found_repeat(
        &self,
        row: usize,
        record: &Record,
        header: &Header,
        which: usize,
        Known { genes, catalogue, .. }: Known,
    ) -> Found {
        let known = |place: &Region, motifs: &[String]| catalogue.locus(self.assembly, place, motifs).cloned();
        let Some(repeat) = Repeat::of(record, Some(&known)) else { return Found::default() };
        let mut repeat = repeat.seen_from(record, which);
        let expanded = repeat.is_expanded();
        let consequence = if expanded { Consequence::FeatureElongation } else { Consequence::SequenceVariant };
        let annotated = self.consequence[row] != Consequence::NotAnnotated;
        let named: Vec<GeneSymbol> = match (&repeat.gene, &repeat.region) {
            _ if annotated && !expanded => Vec::new(),
            (Some(gene), _) => vec![gene.clone()],
            (None, Some(region)) => genes.genes_at(region, self.assembly).into_iter().map(|(gene, _)| gene).collect(),
            (None, None) => Vec::new(),
        };
        let mut of_file = std::mem::take(&mut repeat.samples);
        let of_sample = |sample: &crate::Sample| {
            let place = header.samples.iter().position(|name| *name == sample.name);
            let shown = place.filter(|_| sample.genotype(row).call() != Call::NotShown);
            shown.and_then(|place| of_file.get_mut(place)).map(std::mem::take).unwrap_or_default()
        };
        repeat.samples = self.samples.iter().map(of_sample).collect();
        let genes = named.into_iter().map(|gene| (gene, consequence)).collect();
        Found { genes, repeat: Some(repeat), ..Found::default() }
    }

    /// Gives every row of a locus the alleles of all its rows, and each person the number of alleles in the range of the
    /// row's or beyond it: an expanded allele is inherited as such, seldom at the same size.
    pub(crate) fn take_repeats(&self, found: &mut BTreeMap<usize, Found>) {
        let mut loci: BTreeMap<Place, Vec<Vec<RepeatAllele>>> = BTreeMap::new();
        let mut records = BTreeSet::new();
        for (&row, of_row) in found.iter() {
            let Some(repeat) = &of_row.repeat else { continue };
            // Every row of a record tells the same.
            if records.insert((self.part[row], self.offset[row])) {
                let known =
                    loci.entry(self.locus_of(row, repeat)).or_insert_with(|| vec![Vec::new(); self.samples.len()]);
                known.iter_mut().zip(&repeat.samples).for_each(|(known, more)| together(known, more));
            }
        }
        for (&row, of_row) in found.iter_mut() {
            let Some(repeat) = &mut of_row.repeat else { continue };
            repeat.samples = loci.get(&self.locus_of(row, repeat)).cloned().unwrap_or_default();
            of_row.genotypes = self.by_range(row, repeat);
        }
    }

    fn locus_of(&self, row: usize, repeat: &Repeat) -> Place {
        (self.part[row], repeat.locus.clone(), repeat.region)
    }

    fn by_range(&self, row: usize, repeat: &Repeat) -> Vec<(usize, GenotypeCode)> {
        let Some(range) = repeat.range_of_row.filter(|range| *range > RepeatRange::Normal) else { return Vec::new() };
        let code = |alleles: &Vec<RepeatAllele>, before: GenotypeCode| {
            let mut numbers: Vec<Option<u16>> = alleles
                .iter()
                .map(|allele| match allele.range {
                    Some(own) if own >= range => Some(1),
                    // It may have grown from this one: nobody is free of it.
                    Some(own) if own > RepeatRange::Normal => None,
                    _ => Some(0),
                })
                .collect();
            if numbers.len() == 1 && !before.is_haploid() {
                numbers.push(None);
            }
            GenotypeCode::of(&numbers, false, 1)
        };
        let sized = repeat.samples.iter().enumerate().filter(|(_, alleles)| !alleles.is_empty());
        sized.map(|(n, alleles)| (n, code(alleles, self.samples[n].genotype[row]))).collect()
    }
}

/// Records that were split tell both alleles each, or one each.
fn together(known: &mut Vec<RepeatAllele>, more: &[RepeatAllele]) {
    if more.len() > 1 || known.is_empty() {
        *known = more.to_vec();
    } else if known.len() == 1 {
        known.extend_from_slice(more);
    }
}

impl Repeat {
    /// True where the allele of its row has more copies than normal ones have.
    pub fn is_expanded(&self) -> bool {
        self.range_of_row.is_some_and(|range| range > RepeatRange::Normal)
    }
}
