use std::collections::BTreeMap;

use anyhow::{Context, Result, bail};
use domain::{Chromosome, Genotype, PersonId};
use serde::Deserialize;

use crate::annotation::{Entry, Known};

/// A variant that is put into a family: a published one, or one that a test wants to see or to miss.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Variant {
    /// GRCh38, such as `chr10-121520163-G-C`; position 1-based, as in VCF.
    pub place: String,
    /// Approved symbol.
    pub gene: String,
    /// Ensembl id of the gene.
    pub ensembl: String,
    /// HGNC number of the gene.
    pub hgnc: Option<u32>,
    /// The MANE Select transcript, a RefSeq id with version.
    pub transcript: String,
    /// Change of the transcript, `c.…`.
    pub hgvs_c: String,
    /// RefSeq id of the protein with version.
    pub protein: String,
    /// Change of the protein, `p.(…)`; empty where there is none.
    pub hgvs_p: String,
    /// Sequence Ontology terms joined by `&`, as VEP writes them.
    pub consequence: String,
    /// rs number with `rs`; empty where none is stated.
    pub rs: String,
    /// ClinVar's significance as VEP writes it; empty where none is stated.
    pub clin_sig: String,
    /// REVEL; empty but for missense.
    pub revel: String,
    /// CADD, PHRED scale.
    pub cadd: String,
    /// Largest SpliceAI delta score.
    pub splice_ai: String,
    /// Allele frequency in gnomAD exomes; none: not there.
    pub gnomad_exomes: Option<f64>,
    /// Allele frequency in ToMMo; none: not there.
    pub tommo: Option<f64>,
    /// Genotype by person, as in VCF; who is not named has the reference alleles.
    pub genotypes: BTreeMap<PersonId, String>,
    /// Where it is published.
    pub source: String,
}

/// The parts of [`Variant::place`].
pub(crate) struct Place {
    pub(crate) chromosome: Chromosome,
    pub(crate) position: u32,
    pub(crate) reference: String,
    pub(crate) alternate: String,
}

impl Variant {
    /// The same with this genotype of a person.
    ///
    /// # Errors
    /// Where the person's id is none.
    pub fn with_genotype(mut self, person: &str, genotype: &str) -> Result<Self> {
        self.genotypes.insert(person.parse()?, genotype.to_owned());
        Ok(self)
    }

    pub(crate) fn place(&self) -> Result<Place> {
        let wrong = || format!("{:?} is no place of a variant: expected chrom-pos-ref-alt, one alternate", self.place);
        let parts: Vec<&str> = self.place.split('-').collect();
        let [chromosome, position, reference, alternate] = parts[..] else { bail!(wrong()) };
        let is_sequence = |text: &str| !text.is_empty() && text.bytes().all(|b| b"ACGT".contains(&b));
        if !is_sequence(reference) || !is_sequence(alternate) {
            bail!(wrong());
        }
        let (chromosome, position) = (chromosome.parse().with_context(wrong)?, position.parse().with_context(wrong)?);
        Ok(Place { chromosome, position, reference: reference.to_owned(), alternate: alternate.to_owned() })
    }

    /// The alleles of a person, none where not called; `copies` reference alleles where nothing is stated.
    pub(crate) fn alleles(&self, person: &PersonId, copies: usize) -> Result<Option<Vec<u8>>> {
        let Some(text) = self.genotypes.get(person) else { return Ok(Some(vec![0; copies])) };
        let genotype: Genotype = text.parse().with_context(|| self.place.clone())?;
        Ok(genotype.alleles.iter().map(|a| a.and_then(|a| u8::try_from(a).ok())).collect())
    }

    pub(crate) fn entry(&self) -> Entry {
        let digits =
            |text: &str| text.chars().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit).collect();
        let is_exonic = !self.hgvs_c.contains(['+', '*']) && !self.hgvs_c.trim_start_matches("c.").contains('-');
        let cds_position: String = if is_exonic { digits(&self.hgvs_c) } else { String::new() };
        let joined = |id: &str, change: &str| if change.is_empty() { String::new() } else { format!("{id}:{change}") };
        Entry {
            consequence: self.consequence.clone(),
            symbol: self.gene.clone(),
            gene: self.ensembl.clone(),
            feature: self.transcript.clone(),
            hgvs_c: joined(&self.transcript, &self.hgvs_c),
            hgvs_p: joined(&self.protein, &self.hgvs_p),
            cds_position,
            protein_position: if self.hgvs_p.is_empty() { String::new() } else { digits(&self.hgvs_p) },
            hgnc: self.hgnc.map(|number| format!("HGNC:{number}")).unwrap_or_default(),
            canonical: true,
            mane_select: self.transcript.clone(),
            revel: self.revel.clone(),
            ..Entry::default()
        }
    }

    pub(crate) fn known(&self) -> Known {
        Known {
            existing_variation: self.rs.clone(),
            gnomad_exomes: self.gnomad_exomes,
            gnomad_genomes: None,
            tommo: self.tommo,
            clin_sig: self.clin_sig.clone(),
            cadd: self.cadd.clone(),
            splice_ai: self.splice_ai.clone(),
        }
    }
}
