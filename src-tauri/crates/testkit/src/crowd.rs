//! Records of an everyday kind, spread evenly over the genome: they give a genome the size of a real one, for measuring.

use anyhow::{Context, Result};
use domain::{Assembly, Chromosome};

use crate::{annotation::FIELDS, asset, family::Family, gene::Gene};

/// Consequence and impact, in this order over and over: most lie in introns, as in a real genome.
const KINDS: [(&str, &str); 10] = [
    ("intron_variant", "MODIFIER"),
    ("missense_variant", "MODERATE"),
    ("intron_variant", "MODIFIER"),
    ("upstream_gene_variant", "MODIFIER"),
    ("intron_variant", "MODIFIER"),
    ("synonymous_variant", "LOW"),
    ("intron_variant", "MODIFIER"),
    ("downstream_gene_variant", "MODIFIER"),
    ("intron_variant", "MODIFIER"),
    ("3_prime_UTR_variant", "MODIFIER"),
];
/// Genotypes of the relatives, over and over; the proband always carries the variant.
const RELATIVES: [&str; 3] = ["0/1:16,15:31:99", "0/0:30,0:30:90", "0/1:14,13:27:99"];
const PROBAND: &str = "0/1:15,15:30:99";
/// The first place on each chromosome.
const FIRST: u32 = 20_000;

/// The crowd of a family, by chromosome.
pub(crate) struct Crowd {
    /// Records on each chromosome.
    on_each: u32,
    people: usize,
    genes: Vec<Gene>,
}

impl Crowd {
    pub(crate) fn of(family: &Family) -> Result<Self> {
        let lists = asset::sensitive()?;
        let sensitive = lists.genes();
        let all = if family.crowd == 0 { Vec::new() } else { Gene::all()? };
        let genes = all.into_iter().filter(|gene| !sensitive.contains_key(gene.symbol.as_str())).collect();
        let on_each = u32::try_from(family.crowd / chromosomes().count()).context("a genome of that size")?;
        Ok(Self { on_each, people: family.participants().count(), genes })
    }

    /// The places and lines on a chromosome, in order.
    pub(crate) fn on(&self, chromosome: Chromosome) -> impl Iterator<Item = (u32, String)> {
        let count = if chromosomes().any(|c| c == chromosome) { self.on_each } else { 0 };
        let step = Assembly::GRCh38.length(chromosome).saturating_sub(FIRST) / count.max(1);
        (0..count).map(move |n| (FIRST + n * step, self.line(chromosome, FIRST + n * step, n)))
    }

    fn line(&self, chromosome: Chromosome, position: u32, n: u32) -> String {
        let of = |list: usize| n as usize % list;
        let (consequence, impact) = KINDS[of(KINDS.len())];
        let gene = &self.genes[(n / 7) as usize % self.genes.len()];
        let value = |field: &&str| match *field {
            "Allele" => "G".to_owned(),
            "Consequence" => consequence.to_owned(),
            "IMPACT" => impact.to_owned(),
            "SYMBOL" => gene.symbol.clone(),
            "Gene" => gene.ensembl.clone(),
            "Feature_type" => "Transcript".to_owned(),
            "Feature" => gene.ensembl.replace("ENSG", "ENST"),
            "BIOTYPE" => "protein_coding".to_owned(),
            "HGVSc" => format!("{}.1:c.{}A>G", gene.ensembl.replace("ENSG", "ENST"), 1 + n % 4_000),
            "CANONICAL" => "YES".to_owned(),
            // Common enough that no preset but the widest keeps it.
            "gnomADe_AF" | "gnomADg_AF" => format!("0.{:03}", 60 + n % 400),
            _ => String::new(),
        };
        let annotation = FIELDS.iter().map(value).collect::<Vec<_>>().join("|");
        let relatives = (1..self.people).map(|person| RELATIVES[(n as usize + person) % RELATIVES.len()]);
        let calls = [PROBAND].into_iter().chain(relatives).collect::<Vec<_>>().join("\t");
        format!("chr{chromosome}\t{position}\t.\tA\tG\t600\tPASS\tDP=90;CSQ={annotation}\tGT:AD:DP:GQ\t{calls}")
    }
}

/// Chromosomes 1 to 22: the same genotypes are possible in everybody.
fn chromosomes() -> impl Iterator<Item = Chromosome> {
    Chromosome::all().filter(|chromosome| chromosome.index() < Chromosome::X.index())
}
