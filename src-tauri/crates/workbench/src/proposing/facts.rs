//! The plain facts of a variant, from its record, its family and the reference data.

use domain::{Assembly, Chromosome, GeneSymbol, ModeOfInheritance};
use knowledge::{GeneConstraint, GeneValidity};
use review::{
    Clinvar, ClinvarNeighbour, Codon, DeNovo, Effect, Facts, Origin, OtherAllele, Phase, Pvs1Facts, Region, Thresholds,
};
use variants::{ClinVarClass, Consequence, Member, Transcript, VariantTable};

use super::{Subject, has_not};
use crate::{Reference, WorkbenchError, analysis::f64_of, parentage::Parentage};

/// What the facts borrow from.
pub(super) struct Gathered<'a> {
    pub variant: String,
    pub transcript: Option<&'a Transcript>,
    assembly: Assembly,
    effect: Option<Effect>,
    modes: Vec<ModeOfInheritance>,
    carried: Option<bool>,
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
        let &Subject { reference, table, row, detail, gene, proband, family, other_allele, .. } = subject;
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
        let is_proband_known = family.is_some() || table.samples().len() == 1;
        let mut gathered = Self {
            variant: format!("{}-{position}-{from}-{to}", place.trim_start_matches("chr")),
            transcript,
            assembly: table.assembly(),
            effect,
            modes,
            // Without a family the first sample of several need not be the proband.
            carried: is_proband_known.then(|| has_not(table, proband, row)).flatten().map(|has_not| !has_not),
            frequencies: frequencies(table, row, detail.unreadable_frequency),
            revel: table.revel(row).map(f64_of),
            spliceai: table.spliceai(row).map(f64_of),
            constraint: gene.and_then(|gene| knowledge.constraint(gene)),
            constraint_is_v2: knowledge.constraint_is_v2(),
            validity: gene.map(|gene| knowledge.validity(gene)).unwrap_or_default(),
            pvs1: transcript.map(|t| pvs1_facts(t, detail.marks_main_transcript)).unwrap_or_default(),
            residue: None,
            origin: origin(subject)?,
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
            carried: self.carried,
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

/// Every population with a value, and one without a number where one could not be read; `None` where the file has no
/// frequencies at all.
fn frequencies(table: &VariantTable, row: usize, unreadable: bool) -> Option<Vec<(String, f64)>> {
    let mut values: Vec<(String, f64)> =
        table.frequencies().iter().filter_map(|f| Some((f.name.clone(), f64_of(f.get(row)?)))).collect();
    let highest = table.max_af(row).map(f64_of);
    if let Some(highest) = highest.filter(|h| values.iter().all(|(_, value)| value < h)) {
        values.push(("max".to_owned(), highest));
    }
    if unreadable {
        values.push(("max".to_owned(), f64::NAN));
    }
    (!values.is_empty() || !table.frequencies().is_empty()).then_some(values)
}

/// `5/12` of VEP.
fn fraction(text: &str) -> Option<(u32, u32)> {
    let (part, whole) = text.split_once('/')?;
    let first = part.split('-').next()?;
    Some((first.parse().ok()?, whole.parse().ok()?)).filter(|(part, whole)| (1..=*whole).contains(part))
}

/// Residues of a typical exon.
const EXON: u32 = 50;

/// The residue that a frameshift changes first and where the new stop is, in residues: `p.Ser1982ArgfsTer22`. `None` for the
/// stop where there is none (`fsTer?`).
fn new_stop(hgvs_p: &str) -> Option<(u32, Option<u32>)> {
    let (change, stop) = hgvs_p.rsplit_once("p.")?.1.split_once("fs")?;
    let digits: String = change.chars().filter(char::is_ascii_digit).collect();
    let stop = stop.strip_prefix("Ter").or_else(|| stop.strip_prefix(['*', 'X']))?.trim_end_matches(')');
    let first: u32 = digits.parse().ok()?;
    Some((first, stop.parse::<u32>().ok().map(|after| first.saturating_add(after.saturating_sub(1)))))
}

/// Whether decay is predicted, by the exon of a premature stop. That of a frameshift may lie exons behind its first base; the
/// exons between are not annotated and taken to be typical, and where the last ones may be reached it is not known.
fn nmd((exon, exons): (u32, u32), shift: Option<(u32, Option<u32>)>, length: Option<u32>) -> Option<bool> {
    let last_junction = Thresholds::shipped().ok()?.last_junction();
    let at = |exon: u32| Region { exon, exons, to_last_junction: None }.nmd(last_junction);
    let Some((first, stop)) = shift.filter(|_| at(exon) == Some(true)) else { return at(exon) };
    let stop = stop?;
    if length.is_some_and(|length| stop > length) {
        return Some(false);
    }
    at(exon.saturating_add(stop.saturating_sub(first) / EXON)).filter(|decay| *decay)
}

fn pvs1_facts(transcript: &Transcript, marks_main_transcript: bool) -> Pvs1Facts {
    let exon = transcript.field("EXON").and_then(fraction);
    let length = transcript.field("Protein_position").and_then(fraction).map(|(_, length)| length);
    let is_shift = transcript.consequence == Consequence::Frameshift;
    let shift = transcript.hgvs_p().filter(|_| is_shift).and_then(new_stop);
    let by_exon = exon.and_then(|exon| nmd(exon, shift, length));
    // The plugin NMD of VEP names what escapes.
    let by_plugin = transcript.field("NMD").filter(|text| text.contains("escaping")).map(|_| false);
    let protein = transcript.field("Protein_position").and_then(fraction);
    let removed = protein.map(|(first, length)| f64::from(length - first + 1) / f64::from(length));
    let stands_for_the_gene = transcript.mane_select().is_some() || transcript.is_canonical();
    Pvs1Facts {
        nmd: by_plugin.or(by_exon),
        relevant_transcript: stands_for_the_gene.then_some(true),
        lesser_transcript: marks_main_transcript && !stands_for_the_gene,
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

/// Whether the parents have the allele. Of parents who may not be the parents nothing is told.
fn origin(subject: &Subject<'_>) -> Result<Origin, WorkbenchError> {
    let &Subject { table, row, parentage, probability, .. } = subject;
    let Some(family) = subject.family else { return Ok(Origin::Unknown) };
    let parent = |member: Option<&Member>| has_not(table, member?.sample?, row);
    let carried = table.samples().get(family.proband_sample()).is_some_and(|s| s.genotype(row).copies() > 0);
    Ok(match (parent(family.father()), parent(family.mother())) {
        _ if !carried => Origin::Unknown,
        (Some(true), Some(true)) => match parentage()? {
            Parentage::Confirmed => Origin::DeNovo(DeNovo { parents_confirmed: true, probability }),
            Parentage::NotShown => Origin::DeNovo(DeNovo { parents_confirmed: false, probability }),
            Parentage::InDoubt => Origin::Unknown,
        },
        (Some(false), _) | (_, Some(false)) => Origin::Inherited,
        _ => Origin::Unknown,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frameshift_is_judged_by_its_new_stop() {
        assert_eq!(new_stop("ENSP1.3:p.Ser1982ArgfsTer22"), Some((1982, Some(2003))));
        assert_eq!(new_stop("NP_1.1:p.(Gly12Valfs*2)"), Some((12, Some(13))));
        assert_eq!(new_stop("p.Gly12ValfsTer?"), Some((12, None)));
        assert_eq!((new_stop("p.Gly12fs"), new_stop("p.Gly12Ter")), (None, None));
        for (exon, shift, length, expected) in [
            ((3, 10), None, None, Some(true)),
            ((3, 10), Some((100, Some(110))), Some(900), Some(true)),
            ((3, 10), Some((100, Some(499))), Some(900), None),
            ((3, 10), Some((100, Some(901))), Some(900), Some(false)),
            ((3, 10), Some((100, None)), Some(900), None),
            ((10, 10), Some((800, Some(810))), Some(900), Some(false)),
            ((9, 10), Some((700, Some(710))), Some(900), None),
        ] {
            assert_eq!(nmd(exon, shift, length), expected, "{exon:?} {shift:?}");
        }
    }

    #[test]
    fn a_transcript_that_is_not_marked_is_a_lesser_one() {
        let of = |fields: &[(&str, &str)], marks| {
            let fields = fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
            let transcript = Transcript { terms: Vec::new(), consequence: Consequence::StopGained, fields };
            let facts = pvs1_facts(&transcript, marks);
            (facts.relevant_transcript, facts.lesser_transcript)
        };
        assert_eq!(of(&[("CANONICAL", "YES")], true), (Some(true), false));
        assert_eq!(of(&[], true), (None, true));
        assert_eq!(of(&[], false), (None, false), "the annotation marks none");
    }
}
