//! What people decided about the variants of an open case, by variant and by row.

use std::collections::BTreeMap;

use sealed::digest::Sha256;

use crate::{
    Desk, WorkbenchError,
    open_case::OpenCase,
    view::{variant::DecisionPage, variants::VerdictName},
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
        let places: BTreeMap<(&str, u32), ()> =
            standing_ones.clone().filter_map(|(key, _)| Some((place(key)?, ()))).collect();
        let mut by_row = BTreeMap::new();
        if !places.is_empty() {
            let mut positions: Vec<u32> = places.keys().map(|(_, position)| *position).collect();
            positions.sort_unstable();
            let latest: BTreeMap<&String, &DecisionPage> = standing_ones.collect();
            let mut texts = open.texts();
            for row in (0..open.table.rows()).filter(|r| positions.binary_search(&open.table.position(*r)).is_ok()) {
                let here = (open.table.contig_name(row), open.table.position(row));
                if places.contains_key(&here) {
                    let text = texts.of(open, row)?;
                    let row = u32::try_from(row).unwrap_or(u32::MAX);
                    by_row.extend(latest.get(&text.key).map(|page| (row, (*page).clone())));
                }
            }
        }
        Ok(DecidedRows { standing, by_variant, by_row })
    }
}

/// Contig and position of `chrom-pos-ref-alt`.
fn place(key: &str) -> Option<(&str, u32)> {
    let mut parts = key.rsplitn(4, '-');
    let (_alternate, _reference, position, contig) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
    Some((contig, position.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_contig_may_have_dashes_in_its_name() {
        assert_eq!(place("chr10-121520163-G-C"), Some(("chr10", 121_520_163)));
        assert_eq!(place("HLA-A-12-G-C"), Some(("HLA-A", 12)));
        assert_eq!(place("chr10-x-G-C"), None);
    }
}
