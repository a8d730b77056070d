//! A table under a scope: what was read whole is asked for again whenever it is used, and the slices that the scope opens
//! are joined to it.

use consent::{Category, ConsentScope};
use domain::{Chromosome, PersonId, Region};
use rayon::prelude::*;

use crate::{
    Consequence, Error, Genes, GenotypeCode, ReadOptions,
    append::{Dictionaries, Segment},
    header::Header,
    read::read,
    record::length,
    rows::Admission,
    source::Source,
    table::{GeneHit, Part, Sample, VariantTable},
};

impl VariantTable {
    /// What the scope opens of a loaded table: rows outside it are taken out, genotypes of persons who do not open them
    /// are not shown, names of sealed genes are taken out of the annotation. Slices are joined after that.
    ///
    /// # Errors
    /// [`Error::Mismatch`] where the sensitive regions of the scope are on another assembly.
    pub fn within(mut self, scope: &ConsentScope) -> Result<Self, Error> {
        self.same_assembly("variant table", scope)?;
        let people: Vec<Option<PersonId>> = self.samples.iter().map(|s| s.name.parse().ok()).collect();
        let opens = |person: &Option<PersonId>, region: &Region| match person {
            _ if scope.breadth().is_some() => scope.is_open(region),
            Some(person) => scope.opens(person, region),
            None => false,
        };
        let answers = |region: &Region| people.iter().map(|p| opens(p, region)).collect::<Vec<bool>>();
        let closed: Vec<usize> =
            (0..self.rows()).into_par_iter().filter(|row| !scope.is_open(&self.counts_as(*row))).collect();
        // In the open part the answer of a person is the same for every region.
        let first_open = closed.iter().zip(0..).take_while(|(closed, row)| *closed == row).count();
        if first_open < self.rows() {
            let shown = answers(&self.counts_as(first_open));
            if shown.contains(&false) {
                // Who is not seen in the open part is seen nowhere.
                (0..self.rows()).for_each(|row| mask(&mut self.samples, row, &shown));
            }
        }
        let mut keep = vec![true; self.rows()];
        for row in closed {
            let shown = answers(&self.counts_as(row));
            mask(&mut self.samples, row, &shown);
            keep[row] = self.samples.iter().any(|s| s.genotype[row].has_allele());
        }
        self.hide_genes(scope);
        Ok(if keep.contains(&false) { self.kept(&keep) } else { self })
    }

    /// Joins the rows of a sealed slice that the scope opens: only this person's genotypes, all others are not shown.
    ///
    /// # Errors
    /// What [`Error`] says of files; [`Error::Mismatch`] where the slice is of another family or annotation, or where the
    /// scope does not open it.
    pub fn join(
        &mut self,
        slice: &Source,
        person: &PersonId,
        category: Category,
        scope: &ConsentScope,
        options: ReadOptions,
    ) -> Result<(), Error> {
        let mismatch = |what: String| Error::Mismatch { file: slice.name().to_owned(), what };
        if !scope.opens_slice(person, category) {
            return Err(mismatch("the scope does not open this slice".to_owned()));
        }
        let column =
            self.sample_index(person.as_str()).ok_or_else(|| mismatch(format!("{person} is no sample here")))?;
        let number = u8::try_from(self.parts.len()).map_err(|_| mismatch("more than 255 slices".to_owned()))?;
        let header = Header::read(slice)?;
        if header.samples != [person.as_str()] {
            return Err(mismatch(format!("expected the one sample {person}, found {:?}", header.samples)));
        }
        let samples: Vec<String> = self.samples.iter().map(|s| s.name.clone()).collect();
        let admission = Admission::Slice { scope, person, column };
        let options = ReadOptions { assembly: Some(self.assembly), ..options };
        let part = Part::Slice { person: person.clone(), category };
        let mut more =
            read(slice, &header, &samples, &admission, None, &|name| hides_name(scope, &part, name), options)?;
        if !more.frequencies.iter().map(|f| &f.name).eq(self.frequencies.iter().map(|f| &f.name)) {
            return Err(mismatch("its frequency fields are not those of the open part".to_owned()));
        }
        more.part.fill(number);
        let builders = [Dictionaries::of_table(self), Dictionaries::of_table(&more)];
        let second = Segment { start: self.rows(), hits: self.gene_hits.len(), builder: 1 };
        let segments = [Segment { start: 0, hits: 0, builder: 0 }, second];
        let order: Vec<String> = self.contigs.iter().map(|c| c.name.clone()).collect();
        self.append(more);
        self.renumber(&order, &builders, &segments);
        self.parts.push(part);
        Ok(())
    }

    /// Where a row lies. A contig that is no primary chromosome holds no region of the lists: it counts as the open part.
    fn counts_as(&self, row: usize) -> Region {
        self.region(row).unwrap_or(OUTSIDE)
    }

    fn hide_genes(&mut self, scope: &ConsentScope) {
        let hidden: Vec<bool> = self.genes.iter().map(|(_, symbol)| scope.hides_name(symbol)).collect();
        if !hidden.contains(&true) {
            return;
        }
        let is_hidden = |gene: u32| hidden.get(gene as usize).copied().unwrap_or(false);
        self.gene_hits.retain(|h| !is_hidden(h.gene));
        for row in 0..self.rows() {
            if is_hidden(self.gene[row]) {
                let number = length(row);
                let place = self.gene_hits.partition_point(|h| h.row < number);
                let next = self.gene_hits.get(place).filter(|h| h.row == number);
                self.gene[row] = next.map_or(Genes::NONE, |h| h.gene);
                self.consequence[row] = next.map_or(Consequence::NotAnnotated, |h| h.consequence);
            }
        }
        // The names themselves must go too.
        let builders = [Dictionaries::of_table(self)];
        let order: Vec<String> = self.contigs.iter().map(|c| c.name.clone()).collect();
        self.renumber(&order, &builders, &[Segment { start: 0, hits: 0, builder: 0 }]);
    }

    /// Only the rows that are kept.
    fn kept(mut self, keep: &[bool]) -> Self {
        let mut new_row = vec![u32::MAX; keep.len()];
        for (number, row) in (0_u32..).zip(keep.iter().enumerate().filter(|(_, k)| **k).map(|(r, _)| r)) {
            new_row[row] = number;
        }
        self.gene_hits = std::mem::take(&mut self.gene_hits)
            .into_iter()
            .filter(|h| keep[h.row as usize])
            .map(|h| GeneHit { row: new_row[h.row as usize], ..h })
            .collect();
        self.retain_rows(keep);
        let mut records: Vec<(u8, u64)> = self.part.iter().copied().zip(self.offset.iter().copied()).collect();
        records.dedup();
        self.records = records.len() as u64;
        // Texts that no row has any more must not stay in the dictionaries.
        let builders = [Dictionaries::of_table(&self)];
        let order: Vec<String> = self.contigs.iter().map(|c| c.name.clone()).collect();
        self.renumber(&order, &builders, &[Segment { start: 0, hits: 0, builder: 0 }]);
        self
    }
}

/// True where the name of a gene is not told in a part: in a person's slice the names of the genes that the person has
/// opened are.
pub(crate) fn hides_name(scope: &ConsentScope, part: &Part, name: &str) -> bool {
    if !scope.hides_name(name) {
        return false;
    }
    let Part::Slice { person, .. } = part else { return true };
    let map = scope.sealing().map();
    let mut places = Chromosome::all().flat_map(|c| map.on(c)).filter(|s| s.gene.as_str() == name).peekable();
    places.peek().is_none() || places.any(|s| !scope.opens(person, &s.region))
}

/// Stands for what lies on no primary chromosome: the first base of the mitochondrion is in no sensitive region.
const OUTSIDE: Region =
    Region { chromosome: Chromosome::MT, start: domain::Position::FIRST, end: domain::Position::FIRST };

fn mask(samples: &mut [Sample], row: usize, shown: &[bool]) {
    for (sample, _) in samples.iter_mut().zip(shown).filter(|(_, shown)| !**shown) {
        sample.genotype[row] = GenotypeCode::NOT_SHOWN;
        sample.depth.hide(row);
        sample.genotype_quality.hide(row);
        sample.alternate_reads.hide(row);
        if let Some(set) = sample.phase_set.get_mut(row) {
            *set = 0;
        }
    }
}
