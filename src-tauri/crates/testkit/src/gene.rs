use anyhow::{Context, Result};
use domain::{Assembly, Chromosome};

use crate::{asset, chance::Chance};

/// A gene at its real place on GRCh38, with a strand and exons that are made up. Bases are 1-based, ends included.
pub(crate) struct Gene {
    pub(crate) symbol: String,
    /// Ensembl id, `ENSG…`.
    pub(crate) ensembl: String,
    pub(crate) chromosome: Chromosome,
    pub(crate) start: u32,
    pub(crate) end: u32,
    /// True where it is read from right to left.
    pub(crate) reverse: bool,
    /// Coding stretches from left to right.
    pub(crate) exons: Vec<(u32, u32)>,
}

/// Bases of a gene to one more exon.
const BASES_AN_EXON: u32 = 3_000;
const MOST_EXONS: u32 = 30;

impl Gene {
    /// The genes of the starter knowledge on chromosomes 1 to 22 and X that are long enough for an exon, by place.
    pub(crate) fn all() -> Result<Vec<Self>> {
        const FILE: &str = "ensembl_genes_38.txt.gz";
        let mut genes = Vec::new();
        for (index, line) in asset::knowledge(FILE)?.lines().enumerate().skip(1) {
            let wrong = || format!("{FILE}:{}: expected chromosome, start, end, symbol, Ensembl id", index + 1);
            let fields: Vec<&str> = line.split('\t').collect();
            let [chromosome, start, end, symbol, ensembl] = fields[..] else { anyhow::bail!(wrong()) };
            let chromosome: Chromosome = chromosome.parse().with_context(wrong)?;
            let (start, end): (u32, u32) = (start.parse().with_context(wrong)?, end.parse().with_context(wrong)?);
            if chromosome.index() <= Chromosome::X.index() && end - start > 600 {
                genes.push(Self::laid_out(symbol, ensembl, chromosome, start, end));
            }
        }
        Ok(genes)
    }

    fn laid_out(symbol: &str, ensembl: &str, chromosome: Chromosome, start: u32, end: u32) -> Self {
        let mut chance = Chance::of(&["gene", ensembl]);
        let length = end - start + 1;
        let count = (length / BASES_AN_EXON).clamp(1, MOST_EXONS);
        let slot = length / count;
        let exons = (0..count)
            .map(|exon| {
                let bases = chance.between(30, 80) * 3;
                let left = start + exon * slot + chance.between(110, slot.saturating_sub(bases + 110).max(110));
                (left, (left + bases - 1).min(end))
            })
            .collect();
        let reverse = chance.happens(0.5);
        Self { symbol: symbol.to_owned(), ensembl: ensembl.to_owned(), chromosome, start, end, reverse, exons }
    }

    /// Coding bases.
    pub(crate) fn coding_bases(&self) -> u32 {
        self.exons.iter().map(|(left, right)| right - left + 1).sum()
    }

    /// The number of a coding base in the coding sequence, from 1.
    pub(crate) fn coding_position(&self, position: u32) -> u32 {
        let before = |&(left, right): &(u32, u32)| {
            let reached =
                if self.reverse { (right + 1).saturating_sub(position) } else { (position + 1).saturating_sub(left) };
            reached.min(right + 1 - left)
        };
        self.exons.iter().map(before).sum()
    }

    /// The number of an exon in the order of reading, from 1.
    pub(crate) fn exon_number(&self, exon: usize) -> usize {
        if self.reverse { self.exons.len() - exon } else { exon + 1 }
    }

    /// True outside the pseudoautosomal regions of X: a male has one copy.
    pub(crate) fn is_sex_linked(chromosome: Chromosome, position: u32) -> bool {
        let place = domain::Position::new(position);
        chromosome == Chromosome::X && !place.is_some_and(|p| Assembly::GRCh38.is_pseudoautosomal(chromosome, p))
    }
}
