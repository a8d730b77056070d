//! The plain facts of a variant, from its record, its family and the reference data.

use domain::{Assembly, Chromosome, GeneSymbol, ModeOfInheritance};
use knowledge::{GeneConstraint, GeneValidity};
use review::{
    Clinvar, ClinvarNeighbour, Codon, DeNovo, Effect, Facts, Origin, OtherAllele, Phase, Pvs1Facts, Region, Thresholds,
};
use variants::{ClinVarClass, Consequence, Family, Member, Transcript, VariantTable};

use super::{Subject, has_not};
use crate::{Reference, WorkbenchError, analysis::f64_of};

/// What the facts borrow from.
pub(super) struct Gathered<'a> {
    pub variant: String,
    pub transcript: Option<&'a Transcript>,
    assembly: Assembly,
    effect: Option<Effect>,
    modes: Vec<ModeOfInheritance>,
    frequencies: Option<Vec<(String, f64)>>,
    revel: Option<f64>,
    spliceai: Option<f64>,
    constraint: Option<&'a GeneConstraint>,
    constraint_is_v2: bool,
    validity: &'a [GeneValidity],
    pvs1: Pvs1Facts,
    residue: Option<Vec<ClinvarNeighbour>>,
    origin: Origin,
    other_allele: Option<OtherAllele>,
}

impl<'a> Gathered<'a> {
    pub(super) fn of(subject: &Subject<'a>) -> Result<Self, WorkbenchError> {
        let &Subject { reference, table, row, detail, gene, proband, family, other_allele } = subject;
        let knowledge = reference.knowledge();
        let transcript = detail.shown_transcript(gene.map(GeneSymbol::as_str));
        let chromosome = table.chromosome(row);
        let (position, from, to) = detail.normal_form();
        let place = chromosome.map_or_else(|| detail.chrom.clone(), |c| c.to_string());
        let mut modes: Vec<ModeOfInheritance> = Vec::new();
        for link in gene.map(|gene| knowledge.diseases_of(gene)).unwrap_or_default() {
            modes.extend(knowledge.modes_of_inheritance(link.disease));
        }
        modes.sort_unstable();
        modes.dedup();
        let effect = transcript.map(|t| effect(t.consequence));
        let mut gathered = Self {
            variant: format!("{}-{position}-{from}-{to}", place.trim_start_matches("chr")),
            transcript,
            assembly: table.assembly(),
            effect,
            modes,
            frequencies: frequencies(table, row),
            revel: table.revel(row).map(f64_of),
            spliceai: table.spliceai(row).map(f64_of),
            constraint: gene.and_then(|gene| knowledge.constraint(gene)),
            constraint_is_v2: knowledge.constraint_is_v2(),
            validity: gene.map(|gene| knowledge.validity(gene)).unwrap_or_default(),
            pvs1: transcript.map(pvs1_facts).unwrap_or_default(),
            residue: None,
            origin: family.map_or(Origin::Unknown, |family| origin(table, row, family)),
            other_allele: None,
        };
        if let (Some(transcript), Some(chromosome)) = (transcript, chromosome) {
            gathered.residue = gathered.neighbours(reference, transcript, chromosome, position, to)?;
        }
        let homozygous = table.samples().get(proband).is_some_and(|s| s.genotype(row).copies() >= 2);
        if gathered.modes.contains(&ModeOfInheritance::AutosomalRecessive) {
            let itself = homozygous.then_some(OtherAllele { phase: Phase::Homozygous, class: None });
            gathered.other_allele = itself.or(other_allele);
        }
        Ok(gathered)
    }

    /// True where a second allele of the gene would be looked for, and was not.
    pub(super) fn asks_for_other_allele(&self) -> bool {
        self.other_allele.is_none() && self.modes.contains(&ModeOfInheritance::AutosomalRecessive)
    }

    pub(super) fn facts(&self) -> Facts<'_> {
        Facts {
            assembly: self.assembly,
            variant: &self.variant,
            effect: self.effect,
            modes: &self.modes,
            frequencies: self.frequencies.as_deref(),
            bs1: None,
            revel: self.revel,
            spliceai: self.spliceai,
            far_from_splice_site: self.transcript.and_then(far_from_splice_site),
            constraint: self.constraint,
            constraint_is_v2: self.constraint_is_v2,
            validity: self.validity,
            pvs1: self.pvs1,
            in_repeat: None,
            residue: self.residue.as_deref(),
            origin: self.origin,
            other_allele: self.other_allele,
        }
    }

    /// Other missense variants of ClinVar at the residue: likely pathogenic or pathogenic, at least one star.
    fn neighbours(
        &self,
        reference: &Reference,
        transcript: &Transcript,
        chromosome: Chromosome,
        position: u32,
        alternate: &str,
    ) -> Result<Option<Vec<ClinvarNeighbour>>, WorkbenchError> {
        let knowledge = reference.knowledge();
        // The mitochondrial code is another one.
        if !knowledge.has_clinvar(self.assembly) || chromosome.to_string().ends_with(['M', 'T']) {
            return Ok(None);
        }
        let strand = transcript.field("STRAND").map(|strand| strand == "1");
        let codon = transcript.field("Codons").zip(strand).and_then(|(codons, on)| Codon::of(codons, position, on));
        let Some(codon) = codon else { return Ok(None) };
        let (start, end) = codon.range();
        let mut found = Vec::new();
        let mut own = None;
        let entries = knowledge.clinvar_within(self.assembly, chromosome, start, end)?;
        for base in ["A", "C", "G", "T"] {
            own = own.or_else(|| codon.residue_with(position, base, alternate));
        }
        for entry in entries.into_iter().filter(|e| e.missense && e.stars.is_some_and(|stars| stars > 0)) {
            let class = match entry.class {
                ClinVarClass::Pathogenic => Clinvar::Pathogenic,
                ClinVarClass::LikelyPathogenic => Clinvar::LikelyPathogenic,
                _ => continue,
            };
            let itself = entry.position == position && entry.alternate == alternate;
            let residue = codon.residue_with(entry.position, entry.reference, entry.alternate);
            let Some(residue) = residue.filter(|_| !itself) else { continue };
            if Some(residue) != codon.residue() && residue != '*' {
                let same_residue = own == Some(residue);
                found.push(ClinvarNeighbour { variation: entry.variation, residue, same_residue, class });
            }
        }
        Ok(Some(found))
    }
}

fn effect(consequence: Consequence) -> Effect {
    match consequence {
        Consequence::TranscriptAblation => Effect::GeneDeletion,
        Consequence::SpliceAcceptor | Consequence::SpliceDonor => Effect::SpliceSite,
        Consequence::StopGained => Effect::StopGained,
        Consequence::Frameshift => Effect::Frameshift,
        Consequence::StopLost => Effect::StopLost,
        Consequence::StartLost => Effect::StartLost,
        Consequence::InframeInsertion | Consequence::InframeDeletion | Consequence::ProteinAltering => Effect::InFrame,
        Consequence::Missense => Effect::Missense,
        Consequence::Synonymous | Consequence::StopRetained | Consequence::StartRetained => Effect::Synonymous,
        Consequence::SpliceDonorFifthBase
        | Consequence::SpliceRegion
        | Consequence::SpliceDonorRegion
        | Consequence::SplicePolypyrimidineTract
        | Consequence::Intron => Effect::Intronic,
        _ => Effect::Other,
    }
}

/// Every population with a value; `None` where the file has no frequencies at all.
fn frequencies(table: &VariantTable, row: usize) -> Option<Vec<(String, f64)>> {
    let mut values: Vec<(String, f64)> =
        table.frequencies().iter().filter_map(|f| Some((f.name.clone(), f64_of(f.get(row)?)))).collect();
    let highest = table.max_af(row).map(f64_of);
    if let Some(highest) = highest.filter(|h| values.iter().all(|(_, value)| value < h)) {
        values.push(("max".to_owned(), highest));
    }
    (!values.is_empty() || !table.frequencies().is_empty()).then_some(values)
}

/// `5/12` of VEP.
fn fraction(text: &str) -> Option<(u32, u32)> {
    let (part, whole) = text.split_once('/')?;
    let first = part.split('-').next()?;
    Some((first.parse().ok()?, whole.parse().ok()?)).filter(|(part, whole)| (1..=*whole).contains(part))
}

fn pvs1_facts(transcript: &Transcript) -> Pvs1Facts {
    let exon = transcript.field("EXON").and_then(fraction);
    let by_exon = exon.and_then(|(exon, exons)| {
        Region { exon, exons, to_last_junction: None }.nmd(Thresholds::shipped().ok()?.last_junction())
    });
    // The plugin NMD of VEP names what escapes.
    let by_plugin = transcript.field("NMD").filter(|text| text.contains("escaping")).map(|_| false);
    let protein = transcript.field("Protein_position").and_then(fraction);
    let removed = protein.map(|(first, length)| f64::from(length - first + 1) / f64::from(length));
    let stands_for_the_gene = transcript.mane_select().is_some() || transcript.is_canonical();
    Pvs1Facts {
        nmd: by_plugin.or(by_exon),
        relevant_transcript: stands_for_the_gene.then_some(true),
        removed,
        ..Pvs1Facts::default()
    }
}

/// A silent variant outside the splice region; in an intron from +7 and -21 on by HGVS (`c.100+7A>G`).
fn far_from_splice_site(transcript: &Transcript) -> Option<bool> {
    match effect(transcript.consequence) {
        Effect::Synonymous => Some(!transcript.terms.iter().any(|term| term.starts_with("splice_"))),
        Effect::Intronic => {
            let change = transcript.hgvs_c()?.rsplit_once(':').map(|(_, change)| change)?;
            let from = change.get(3..)?.find(['+', '-']).map(|place| place + 3)?;
            let digits: String = change[from + 1..].chars().take_while(char::is_ascii_digit).collect();
            let distance: u32 = digits.parse().ok()?;
            Some(if change[from..].starts_with('+') { distance >= 7 } else { distance >= 21 })
        }
        _ => None,
    }
}

/// Whether the parents have the allele. That they are the parents is not checked here.
fn origin(table: &VariantTable, row: usize, family: &Family) -> Origin {
    let parent = |member: Option<&Member>| has_not(table, member?.sample?, row);
    let carried = table.samples().get(family.proband_sample()).is_some_and(|s| s.genotype(row).copies() > 0);
    match (parent(family.father()), parent(family.mother())) {
        _ if !carried => Origin::Unknown,
        (Some(true), Some(true)) => Origin::DeNovo(DeNovo { parents_confirmed: false, phenotype: None }),
        (Some(false), _) | (_, Some(false)) => Origin::Inherited,
        _ => Origin::Unknown,
    }
}
