use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::{Test, Why, panel::PanelRows, rows};
use crate::{Consequence, VariantTable};

/// Which consequences are looked for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConsequenceFilter {
    /// The terms: one of them must be the gravest consequence in a gene of the row.
    pub terms: ConsequenceSet,
    /// In percent: a SpliceAI delta score from here on keeps a variant whatever its consequence.
    /// 20 is PP3 of ClinGen's splicing recommendations (10.1016/j.ajhg.2023.06.002).
    pub min_spliceai_percent: Option<u8>,
    /// A change in the product of a gene of `rna_genes.txt`, which codes for no protein, is kept as well.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub rna_genes: bool,
}

/// The genes of a table that code for no protein and cause disease, by id.
#[derive(Clone, Debug, Default)]
pub(super) struct RnaGenes(Vec<u32>);

impl RnaGenes {
    pub fn of(table: &VariantTable) -> Self {
        let symbols = include_str!("rna_genes.txt").lines().filter(|line| !line.starts_with('#'));
        let mut ids: Vec<u32> = symbols.filter_map(|symbol| table.genes().id(symbol)).collect();
        ids.sort_unstable();
        Self(ids)
    }

    fn are_changed(&self, gene: u32, consequence: Consequence) -> bool {
        matches!(consequence, Consequence::NonCodingExon | Consequence::MatureMiRna)
            && self.0.binary_search(&gene).is_ok()
    }
}

/// A set of consequences.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ConsequenceSet(u64);

impl ConsequenceSet {
    /// What changes a protein or splicing ([`Consequence::is_coding_or_splice`]).
    pub fn coding_and_splice() -> Self {
        Consequence::ALL.iter().copied().filter(|c| c.is_coding_or_splice()).collect()
    }

    /// True where the term is in the set.
    #[inline]
    pub fn contains(self, consequence: Consequence) -> bool {
        self.0 & (1 << consequence.rank()) != 0
    }

    /// True where it holds every term that is graver than its mildest: then the gravest of a row decides alone.
    fn is_closed_upwards(self) -> bool {
        self.0 & self.0.wrapping_add(1) == 0
    }
}

impl FromIterator<Consequence> for ConsequenceSet {
    fn from_iter<I: IntoIterator<Item = Consequence>>(terms: I) -> Self {
        Self(terms.into_iter().fold(0, |bits, c| bits | 1 << c.rank()))
    }
}

impl Serialize for ConsequenceSet {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(Consequence::ALL.iter().filter(|c| self.contains(**c)).map(|c| c.term()))
    }
}

impl<'de> Deserialize<'de> for ConsequenceSet {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let terms = Vec::<String>::deserialize(deserializer)?;
        terms.iter().map(|t| t.parse::<Consequence>()).collect::<Result<_, _>>().map_err(de::Error::custom)
    }
}

/// Has one of the consequences in a gene in question.
#[derive(Clone, Copy)]
pub(super) struct Matters<'a> {
    pub table: &'a VariantTable,
    pub wanted: &'a ConsequenceFilter,
    pub panel: Option<&'a PanelRows<'a>>,
    /// Empty where they are not asked for.
    pub rna: &'a RnaGenes,
}

impl Matters<'_> {
    /// True where the row's consequence in one gene is asked for, whatever the panel says.
    #[inline]
    pub fn in_gene(&self, gene: u32, consequence: Consequence) -> bool {
        self.wanted.terms.contains(consequence) || self.rna.are_changed(gene, consequence)
    }

    /// True where the row changes an RNA of a gene of the panel, or of any where there is no panel.
    pub fn by_rna(&self, row: usize) -> bool {
        // A row's gravest consequence is no milder than that in any one gene.
        !self.rna.0.is_empty()
            && self.table.consequence[row] <= Consequence::NonCodingExon
            && self.table.genes_of(row).any(|(gene, consequence)| {
                self.rna.are_changed(gene, consequence) && self.panel.is_none_or(|p| p.contains(gene))
            })
    }

    /// True where the row has one of the terms in a gene of the panel, or in any where there is no panel.
    #[inline]
    pub fn by_term(&self, row: usize) -> bool {
        let terms = self.wanted.terms;
        let gravest = terms.contains(self.table.consequence[row]);
        match self.panel {
            None if gravest || terms.is_closed_upwards() => gravest,
            // A row's gravest consequence is no milder than that in any one gene.
            Some(_) if !gravest && terms.is_closed_upwards() => false,
            panel => self
                .table
                .genes_of(row)
                .any(|(gene, consequence)| terms.contains(consequence) && panel.is_none_or(|p| p.contains(gene))),
        }
    }

    /// True where SpliceAI keeps it.
    pub fn by_splice_prediction(&self, row: usize) -> bool {
        self.least_splice_score().is_some_and(|limit| self.table.spliceai(row).is_some_and(|score| score >= limit))
    }

    fn least_splice_score(&self) -> Option<f32> {
        self.wanted.min_spliceai_percent.map(|percent| f32::from(percent) / 100.0)
    }
}

impl Test for Matters<'_> {
    #[inline]
    fn keeps(&self, row: usize) -> bool {
        self.by_term(row) || self.by_splice_prediction(row) || self.by_rna(row)
    }

    fn word(&self, first: usize, asked: u64) -> u64 {
        let terms = self.wanted.terms;
        if !terms.is_closed_upwards() {
            return rows::one_by_one(asked, |place| self.keeps(first + place));
        }
        let gravest = rows::cells(&self.table.consequence, first);
        let mut kept = rows::word(gravest, |consequence| terms.contains(consequence));
        if self.panel.is_some() {
            kept = rows::one_by_one(asked & kept, |place| self.by_term(first + place));
        }
        if let Some(limit) = self.least_splice_score() {
            kept |= rows::word(rows::cells(self.table.spliceai.raw(), first), |score| score >= limit);
        }
        if !self.rna.0.is_empty() {
            let may_be = rows::word(gravest, |consequence| consequence <= Consequence::NonCodingExon);
            kept |= rows::one_by_one(asked & may_be & !kept, |place| self.by_rna(first + place));
        }
        kept
    }

    fn why(&self, row: usize) -> Why {
        match self.table.consequence(row) {
            Consequence::NotAnnotated => Why::NotAnnotated,
            consequence => {
                Why::Consequence { term: consequence.term(), spliceai: self.table.spliceai(row).map(|s| s.to_string()) }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn coding_and_splice_is_closed_upwards_and_a_single_term_is_not() {
        assert!(ConsequenceSet::coding_and_splice().is_closed_upwards());
        let synonymous: ConsequenceSet = [Consequence::Synonymous].into_iter().collect();
        assert!(!synonymous.is_closed_upwards());
        assert!(synonymous.contains(Consequence::Synonymous) && !synonymous.contains(Consequence::Missense));
    }

    #[test]
    fn the_splice_threshold_is_exact_in_f32() {
        assert!("0.20".parse::<f32>().expect("f32") >= f32::from(20_u8) / 100.0, "0.20 itself is kept");
        for percent in 0..=100_u8 {
            let written: f32 = format!("{}.{:02}", percent / 100, percent % 100).parse().expect("f32");
            assert!(written >= f32::from(percent) / 100.0, "{percent} percent written as a decimal is at the limit");
        }
    }
}
