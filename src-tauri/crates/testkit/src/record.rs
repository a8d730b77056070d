use std::collections::BTreeMap;

use anyhow::Result;
use domain::{Chromosome, Sex};

use crate::{
    annotation::vep_alleles,
    call::{Call, Care},
    chance::Chance,
    family::Family,
    gene::Gene,
    site::{Alternate, Site},
    variant::Variant,
};

/// A record of the VCF.
pub(crate) struct Record {
    pub(crate) site: Site,
    pub(crate) filter: &'static str,
    /// By participant, in the order of the family.
    pub(crate) calls: Vec<Call>,
}

/// The records of a family by place: one to a position.
#[derive(Default)]
pub(crate) struct Records(BTreeMap<(usize, u32), Record>);

impl Records {
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// Adds a record; what was at the place before stays.
    pub(crate) fn insert(&mut self, record: Record) {
        self.0.entry(record.place()).or_insert(record);
    }

    /// Puts a variant in; what was at the place before goes.
    pub(crate) fn plant(&mut self, variant: &Variant, family: &Family) -> Result<()> {
        let record = Record::planted(variant, family)?;
        self.0.insert(record.place(), record);
        Ok(())
    }

    /// The places and lines on a chromosome, in order.
    pub(crate) fn on(&self, chromosome: Chromosome) -> impl Iterator<Item = (u32, String)> {
        let range = (chromosome.index(), 0)..=(chromosome.index(), u32::MAX);
        self.0.range(range).map(|((_, position), record)| (*position, record.line()))
    }
}

impl Record {
    fn place(&self) -> (usize, u32) {
        (self.site.chromosome.index(), self.site.position)
    }

    fn planted(variant: &Variant, family: &Family) -> Result<Self> {
        let place = variant.place()?;
        let is_linked = Gene::is_sex_linked(place.chromosome, place.position);
        let mut chance = Chance::of(&[&family.id, "planted", &variant.place]);
        let care = Care::sure(&mut chance);
        let calls = family
            .participants()
            .map(|(member, _)| {
                let copies = if is_linked && member.sex == Sex::Male && family.haploid_x { 1 } else { 2 };
                let missing = Care { missing: 1.0, ..care };
                Ok(match variant.alleles(&member.id, copies)? {
                    Some(truth) => Call::draw(&truth, 1, care, &mut chance),
                    None => Call::draw(&vec![0; copies], 1, missing, &mut chance),
                })
            })
            .collect::<Result<_>>()?;
        let alternate = Alternate {
            bases: place.alternate,
            frequency: 0.0,
            known: variant.known(),
            entries: if variant.consequence.is_empty() { Vec::new() } else { vec![variant.entry()] },
        };
        let site = Site {
            chromosome: place.chromosome,
            position: place.position,
            reference: place.reference,
            alternates: vec![alternate],
        };
        Ok(Self { site, filter: "PASS", calls })
    }

    /// The line of the VCF, without its end.
    pub(crate) fn line(&self) -> String {
        let site = &self.site;
        let alternates: Vec<&str> = site.alternates.iter().map(|a| a.bases.as_str()).collect();
        let id = site.alternates.iter().map(|a| a.known.existing_variation.as_str()).find(|id| !id.is_empty());
        let depth: u32 = self.calls.iter().map(Call::depth).sum();
        let alternate_reads: u32 = self.calls.iter().map(Call::alternate_reads).sum();
        let quality = if self.filter == "LowQual" { 10 + alternate_reads % 20 } else { 30 + alternate_reads * 21 };
        let calls: Vec<String> = self.calls.iter().map(Call::text).collect();
        [
            format!("chr{}", site.chromosome),
            site.position.to_string(),
            id.unwrap_or(".").to_owned(),
            site.reference.clone(),
            alternates.join(","),
            quality.to_string(),
            self.filter.to_owned(),
            format!("{};DP={depth}{}", self.counts(), self.annotation(&alternates)),
            "GT:AD:DP:GQ".to_owned(),
            calls.join("\t"),
        ]
        .join("\t")
    }

    /// `AC`, `AF`, `AN` of the family.
    fn counts(&self) -> String {
        let alleles: Vec<u8> =
            self.calls.iter().filter_map(|call| call.alleles.as_deref()).flatten().copied().collect();
        let total = alleles.len();
        let counts = (1_u8..).take(self.site.alternates.len()).map(|a| alleles.iter().filter(|&&b| b == a).count());
        let counts: Vec<usize> = counts.collect();
        // Thousandths, rounded half up.
        let share = |count: &usize| match (count * 2_000 / total.max(1)).div_ceil(2) {
            1_000 => "1.000".to_owned(),
            share => format!("0.{share:03}"),
        };
        let join = |texts: Vec<String>| texts.join(",");
        let texts = join(counts.iter().map(usize::to_string).collect());
        format!("AC={texts};AF={};AN={total}", join(counts.iter().map(share).collect()))
    }

    fn annotation(&self, alternates: &[&str]) -> String {
        let spelled = vep_alleles(&self.site.reference, alternates);
        let entries: Vec<String> = self
            .site
            .alternates
            .iter()
            .zip(&spelled)
            .flat_map(|(alternate, allele)| alternate.entries.iter().map(|e| e.text(allele, &alternate.known)))
            .collect();
        if entries.is_empty() { String::new() } else { format!(";CSQ={}", entries.join(",")) }
    }
}
