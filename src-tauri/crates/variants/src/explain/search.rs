//! Finds the rows that a query means.

use std::collections::BTreeSet;

use domain::{Chromosome, Position};
use memchr::memmem;

use super::{
    Explain, ExplainError,
    query::{Hgvs, Query, is_asked_for, without_version},
};
use crate::{Detail, Details, Genes, Source, Transcript, detail::trimmed, text::Lines};

impl Explain<'_> {
    /// The rows that a query means, with their details.
    pub(super) fn find(&self, query: &Query, sources: &[&Source]) -> Result<Vec<(usize, Detail)>, ExplainError> {
        let mut details = Details::open(sources)?;
        let mut read = |rows: Vec<usize>, wanted: &dyn Fn(&Detail) -> bool| {
            let mut found = Vec::new();
            for row in rows {
                let detail = details.of(self.table, row, self.scope)?;
                if wanted(&detail) {
                    found.push((row, detail));
                }
            }
            Ok(found)
        };
        match query {
            Query::Place { chromosome, position } => {
                let over = self.rows_over(*chromosome, *position, *position);
                let at: Vec<usize> =
                    over.iter().copied().filter(|r| self.table.position(*r) == position.get()).collect();
                read(if at.is_empty() { over } else { at }, &|_| true)
            }
            Query::Variant { chromosome, position, reference, alternate } => {
                let (start, reference, alternate) = trimmed(position.get(), reference, alternate, 0);
                let length = u32::try_from(reference.len()).unwrap_or(u32::MAX);
                // An insertion may be written one base to the left.
                let first = Position::new(start).unwrap_or(Position::FIRST);
                let rows = self.rows_over(*chromosome, first.left(1), first.right(length));
                // Bases may be written small (VCF 4.3, 1.6.1).
                let is_same = |detail: &Detail| {
                    let (own, from, to) = trimmed(detail.position, &detail.reference, &detail.alternate, 0);
                    own == start && from.eq_ignore_ascii_case(reference) && to.eq_ignore_ascii_case(alternate)
                };
                read(rows, &is_same)
            }
            Query::Rs(number) => {
                let known: Vec<usize> = self.rows().filter(|r| self.table.rs(*r) == Some(*number)).collect();
                if !known.is_empty() {
                    return read(known, &|_| true);
                }
                // The table has one id of a row; a record may name several.
                let id = format!("rs{number}");
                read(self.rows_that_name(&id, sources)?, &|detail| has_id(detail, &id))
            }
            Query::Hgvs(hgvs) => read(self.rows_of_hgvs(hgvs, sources)?, &|d| names(d, hgvs)),
        }
    }

    fn rows(&self) -> std::ops::Range<usize> {
        0..self.table.rows()
    }

    fn rows_over(&self, chromosome: Chromosome, start: Position, end: Position) -> Vec<usize> {
        let table = self.table;
        let over = |row: &usize| {
            table.chromosome(*row) == Some(chromosome)
                && table.position(*row) <= end.get()
                && table.end(*row) >= start.get()
        };
        self.rows().filter(over).collect()
    }

    /// Rows of the gene, or else of the records that name the transcript.
    fn rows_of_hgvs(&self, hgvs: &Hgvs, sources: &[&Source]) -> Result<Vec<usize>, ExplainError> {
        if let Some(gene) = &hgvs.gene {
            let genes = self.table.genes();
            let in_other_case = || genes.iter().find(|(_, s)| s.eq_ignore_ascii_case(gene.as_str())).map(|(id, _)| id);
            let Some(id) = genes.id(gene.as_str()).or_else(in_other_case) else { return Ok(Vec::new()) };
            let several: BTreeSet<u32> = self.table.gene_hits.iter().filter(|h| h.gene == id).map(|h| h.row).collect();
            let of_gene =
                |row: &usize| self.table.gene(*row) == id || u32::try_from(*row).is_ok_and(|r| several.contains(&r));
            return Ok(self.rows().filter(of_gene).collect());
        }
        let mut rows = self.rows_that_name(hgvs.accession.as_deref().unwrap_or_default(), sources)?;
        rows.retain(|row| self.table.gene(*row) != Genes::NONE);
        Ok(rows)
    }

    /// Rows of the records in which a text stands.
    fn rows_that_name(&self, text: &str, sources: &[&Source]) -> Result<Vec<usize>, ExplainError> {
        let needle = memmem::Finder::new(text.as_bytes());
        let mut places = BTreeSet::new();
        for (part, source) in sources.iter().enumerate() {
            let (mut lines, mut line) = (Lines::open(source)?, Vec::new());
            while let Some(place) = lines.next_into(&mut line)? {
                if line.first() != Some(&b'#') && needle.find(&line).is_some() {
                    places.insert((part, place));
                }
            }
        }
        let named = |row: &usize| places.contains(&(usize::from(self.table.part[*row]), self.table.offset(*row)));
        Ok(self.rows().filter(named).collect())
    }
}

/// True where ID, or VEP's `Existing_variation` of this allele, names an id.
fn has_id(detail: &Detail, id: &str) -> bool {
    let existing = detail.transcripts.iter().filter_map(|t| t.field("Existing_variation"));
    detail.ids.iter().map(String::as_str).chain(existing.flat_map(|ids| ids.split('&'))).any(|own| own == id)
}

/// True where a transcript of the record has this change.
fn names(detail: &Detail, hgvs: &Hgvs) -> bool {
    detail.transcripts.iter().any(|transcript| {
        let is_named = |gene: &str| transcript.gene().is_some_and(|own| own.eq_ignore_ascii_case(gene));
        let of_gene = hgvs.gene.as_ref().is_none_or(|g| is_named(g.as_str()));
        let on = hgvs.accession.as_deref();
        of_gene && on.is_none_or(|on| is_on(transcript, on)) && has_change(transcript, &hgvs.change)
    })
}

fn is_on(transcript: &Transcript, accession: &str) -> bool {
    let written_on = |hgvs: Option<&str>| hgvs.and_then(|h| h.split_once(':')).map(|(on, _)| on.to_owned());
    let names = [
        transcript.feature().map(str::to_owned),
        transcript.mane_select().map(str::to_owned),
        written_on(transcript.hgvs_c()),
        written_on(transcript.hgvs_p()),
    ];
    names.iter().flatten().any(|name| without_version(name) == accession)
}

fn has_change(transcript: &Transcript, change: &str) -> bool {
    let is = |hgvs: &str| is_asked_for(hgvs.rsplit(':').next().unwrap_or(hgvs), change);
    [transcript.hgvs_c(), transcript.hgvs_p()].into_iter().flatten().any(is)
}

#[cfg(test)]
mod tests {
    use crate::detail::trimmed;

    #[test]
    fn spellings_of_one_variant_trim_to_the_same() {
        let trimmed = |position, reference, alternate| trimmed(position, reference, alternate, 0);
        assert_eq!(trimmed(100, "CAG", "CTG"), trimmed(101, "A", "T"));
        assert_eq!(trimmed(100, "CA", "C"), trimmed(99, "TCA", "TC"));
        assert_eq!(trimmed(100, "C", "CTT"), (101, "", "TT"));
        assert_eq!(trimmed(100, "C", "<DEL>"), (100, "C", "<DEL>"), "symbolic alleles stay");
    }
}
