//! What a row shows of its record: read at its offset when a person looks, and kept for a while.

use std::{collections::BTreeMap, sync::Arc};

use variants::{Detail, Details, Words};

use crate::{WorkbenchError, open_case::OpenCase};

/// How many rows are kept; one screen shows about thirty.
const KEPT: usize = 4_096;

/// The texts of one row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RowText {
    /// `chrom-pos-ref-alt` as in the file.
    pub key: String,
    /// REF.
    pub reference: String,
    /// ALT.
    pub alternate: String,
    /// SVLEN without its sign.
    pub length: Option<u32>,
    /// CHR2 with END2, POS2 or END, as `chrom:position`.
    pub other_side: Option<String>,
    /// By gene, what the transcript to show says; an empty name where the record has no gene.
    hgvs: BTreeMap<String, Hgvs>,
}

/// The change on the transcript to show.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Hgvs {
    /// On the transcript, without it.
    pub c: Option<String>,
    /// On the protein, without it.
    pub p: Option<String>,
}

impl RowText {
    fn of(detail: &Detail) -> Self {
        let mut hgvs = BTreeMap::new();
        for transcript in &detail.transcripts {
            let gene = transcript.gene().unwrap_or_default();
            if !hgvs.contains_key(gene) {
                let shown = detail.shown_transcript((!gene.is_empty()).then_some(gene));
                let texts = shown.map(|t| Hgvs { c: t.hgvs_c().map(change), p: t.hgvs_p().map(change) });
                hgvs.insert(gene.to_owned(), texts.unwrap_or_default());
            }
        }
        let length = detail.info("SVLEN").and_then(|text| text.split(',').find_map(|n| n.parse::<i32>().ok()));
        let position = || ["END2", "POS2", "END"].iter().find_map(|key| detail.info(key));
        Self {
            key: key(detail),
            reference: detail.reference.clone(),
            alternate: detail.alternate.clone(),
            length: length.map(i32::unsigned_abs),
            other_side: detail.info("CHR2").and_then(|chrom| Some(format!("{chrom}:{}", position()?))),
            hgvs,
        }
    }

    /// What to show of a gene.
    pub fn hgvs(&self, gene: &str) -> Hgvs {
        self.hgvs.get(gene).cloned().unwrap_or_default()
    }
}

/// `chrom-pos-ref-alt` as in the file.
pub(crate) fn key(detail: &Detail) -> String {
    format!("{}-{}-{}-{}", detail.chrom, detail.position, detail.reference, detail.alternate)
}

/// HGVS without what it is counted on.
pub(crate) fn change(hgvs: &str) -> String {
    hgvs.rsplit(':').next().unwrap_or(hgvs).to_owned()
}

/// The open files of a case and the rows that were read last.
#[derive(Default)]
pub(crate) struct RowTexts {
    details: Option<Details>,
    /// With the moment of their last use.
    rows: BTreeMap<usize, (u64, Arc<RowText>)>,
    moment: u64,
}

impl RowTexts {
    /// Everything that the record of a row says.
    pub fn detail(&mut self, open: &OpenCase, row: usize) -> Result<Detail, WorkbenchError> {
        let details = match self.details.take() {
            Some(details) => details,
            None => Details::open(&open.sources.iter().collect::<Vec<_>>())?,
        };
        Ok(self.details.insert(details).of(&open.table, row, &open.scope)?)
    }

    /// Everything that the record of a row says, and what its fields mean.
    pub fn words(&mut self, open: &OpenCase, row: usize) -> Result<(Detail, Words), WorkbenchError> {
        let detail = self.detail(open, row)?;
        let words = self.details.as_ref().and_then(|d| d.words(&open.table, row, &detail)).unwrap_or_default();
        Ok((detail, words))
    }

    /// The texts of a row.
    pub fn of(&mut self, open: &OpenCase, row: usize) -> Result<Arc<RowText>, WorkbenchError> {
        self.moment += 1;
        if let Some((used, text)) = self.rows.get_mut(&row) {
            *used = self.moment;
            return Ok(Arc::clone(text));
        }
        let text = Arc::new(RowText::of(&self.detail(open, row)?));
        if self.rows.len() >= 2 * KEPT {
            self.forget();
        }
        self.rows.insert(row, (self.moment, Arc::clone(&text)));
        Ok(text)
    }

    /// The texts of rows, read in the order of the file; given in the order asked for.
    pub fn of_all(&mut self, open: &OpenCase, rows: &[usize]) -> Result<Vec<Arc<RowText>>, WorkbenchError> {
        let mut in_file: Vec<usize> = rows.to_vec();
        in_file.sort_by_key(|row| (open.table.part(*row) != &variants::Part::Open, open.table.offset(*row), *row));
        let mut read = BTreeMap::new();
        for row in in_file {
            read.insert(row, self.of(open, row)?);
        }
        Ok(rows.iter().filter_map(|row| read.get(row).cloned()).collect())
    }

    /// Keeps the rows that were used last.
    fn forget(&mut self) {
        let mut used: Vec<u64> = self.rows.values().map(|(used, _)| *used).collect();
        used.sort_unstable();
        let oldest = used[used.len() - KEPT.min(used.len())];
        self.rows.retain(|_, (used, _)| *used >= oldest);
    }
}
