//! What people decided about the variants of an open case, by variant and by row.

use std::collections::{BTreeMap, BTreeSet};

use sealed::digest::Sha256;

use crate::{
    Desk, WorkbenchError,
    open_case::OpenCase,
    told::key_parts,
    view::{variant::DecisionPage, variant_row::VerdictName},
};

/// The decisions of an open case.
#[derive(Default)]
pub(crate) struct DecidedRows {
    /// What stood when they were read.
    standing: Vec<(String, Sha256)>,
    /// By `chrom-pos-ref-alt`, the latest first.
    by_variant: BTreeMap<String, Vec<DecisionPage>>,
    /// By row, the latest that was not taken back.
    by_row: BTreeMap<u32, DecisionPage>,
}

impl DecidedRows {
    /// True where nothing else stands by now.
    pub fn is_of(&self, standing: &[(String, Sha256)]) -> bool {
        self.standing == standing
    }

    /// What was decided about a variant, the latest first.
    pub fn history(&self, key: &str) -> &[DecisionPage] {
        self.by_variant.get(key).map_or(&[], Vec::as_slice)
    }

    /// What stands of a row; `None` where nothing does.
    pub fn of_row(&self, row: u32) -> Option<&DecisionPage> {
        self.by_row.get(&row)
    }

    /// True where a person has put the row aside.
    pub fn is_dismissed(&self, row: u32) -> bool {
        self.of_row(row).is_some_and(|d| d.verdict == VerdictName::Dismissed)
    }
}

impl Desk {
    /// Reads what was decided about the variants of an open case and finds their rows.
    pub(crate) fn decided_rows(
        &self,
        open: &OpenCase,
        standing: Vec<(String, Sha256)>,
    ) -> Result<DecidedRows, WorkbenchError> {
        let by_variant = self.decisions_of_variants(&open.id)?;
        let standing_ones = by_variant.iter().filter_map(|(key, history)| Some((key, history.first()?)));
        let standing_ones = standing_ones.filter(|(_, latest)| latest.verdict != VerdictName::Open);
        let latest: BTreeMap<&str, &DecisionPage> = standing_ones.map(|(key, page)| (key.as_str(), page)).collect();
        let rows = open.rows_of(&latest.keys().copied().collect())?;
        let by_row = rows.into_iter().filter_map(|(key, row)| {
            let page = (*latest.get(key.as_str())?).clone();
            Some((u32::try_from(row).unwrap_or(u32::MAX), page))
        });
        let by_row = by_row.collect();
        Ok(DecidedRows { standing, by_variant, by_row })
    }
}

impl OpenCase {
    /// The rows of variants by `chrom-pos-ref-alt`; what has none is left out.
    pub(crate) fn rows_of(&self, keys: &BTreeSet<&str>) -> Result<Vec<(String, usize)>, WorkbenchError> {
        let places: BTreeSet<(&str, u32)> = keys.iter().filter_map(|key| place(key)).collect();
        let positions: BTreeSet<u32> = places.iter().map(|(_, position)| *position).collect();
        let (table, mut texts, mut found) = (&self.table, self.texts(), Vec::new());
        if positions.is_empty() {
            return Ok(found);
        }
        for row in (0..table.rows()).filter(|row| positions.contains(&table.position(*row))) {
            if places.contains(&(table.contig_name(row), table.position(row))) {
                let text = texts.of(self, row)?;
                if keys.contains(text.key.as_str()) {
                    found.push((text.key.clone(), row));
                }
            }
        }
        Ok(found)
    }
}

/// Contig and position of `chrom-pos-ref-alt`.
fn place(key: &str) -> Option<(&str, u32)> {
    key_parts(key).map(|(contig, position, ..)| (contig, position))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_contig_may_have_dashes_in_its_name() {
        assert_eq!(place("chr10-121520163-G-C"), Some(("chr10", 121_520_163)));
        assert_eq!(place("HLA-A-12-G-C"), Some(("HLA-A", 12)));
        assert_eq!(place("chr6-7-G-G]HLA-DRB1*15:01:1]"), Some(("chr6", 7)), "and so may an allele");
        assert_eq!(place("chr10-x-G-C"), None);
    }
}
