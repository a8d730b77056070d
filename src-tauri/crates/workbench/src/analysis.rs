//! From a variant table to the shortlist: filters, ranking, the record's own words for what stands on the list.
//! Bare files and cases of the store go the same way.

use std::collections::{BTreeMap, BTreeSet};

use domain::{CaseId, GeneSymbol, Pattern};
use ranking::{Candidate as Ranked, Fit};
use variants::{Detail, Details, Explanation, Fate, Hit, NotListed, Preset, Source};

use crate::{
    Acmg, Candidate, Disease, Gene, GenotypeShare, NotSeen, PhenotypeShare, PhenotypeUsed, RepeatSize, Shortlist, Step,
    TermShare, TriageAnswer, Variant, Version, WorkbenchError,
    evidence::Evidence,
    shortlist::SCHEMA,
    why_not_here::{Coverage, WhyNotHere},
};

/// Everything that a shortlist is made from.
pub(crate) struct Analysis<'a> {
    pub evidence: Evidence<'a>,
    pub case: Option<CaseId>,
    /// The parts that rows are read from, in the order of the table's parts.
    pub sources: &'a [Source],
    /// What the scope is called in the answer.
    pub scope_name: &'static str,
    pub preset: &'a Preset,
    /// Genes that the analysis is limited to.
    pub limit_to: Option<BTreeSet<GeneSymbol>>,
    pub panels: Vec<String>,
    pub versions: Vec<Version>,
    pub not_seen: Vec<NotSeen>,
    pub coverage: Coverage<'a>,
    /// Classes that a person has decided, by `chrom-pos-ref-alt`.
    pub decided: BTreeMap<String, Acmg>,
    pub top: usize,
}

impl Analysis<'_> {
    /// Filters, ranks, reads the records that stand on the list, and answers "why is it not here?".
    pub fn run(mut self, query: Option<&str>) -> Result<TriageAnswer, WorkbenchError> {
        let Evidence { table, family, fit, .. } = self.evidence;
        let mut details = Details::open(&self.sources.iter().collect::<Vec<_>>())?;
        let outcome = self.preset.filters.run(table, family, self.limit_to.as_ref())?;
        let ordered = self.evidence.candidates(outcome.hits());
        let shown = ordered.iter().take(self.top).enumerate();
        let candidates =
            shown.map(|(place, ranked)| self.candidate(&mut details, place + 1, ranked)).collect::<Result<_, _>>()?;
        let ranking = fit.ranking();
        let ignored = ranking.unknown.iter().map(ToString::to_string).collect();
        let waterfall = outcome.waterfall().iter().map(|s| Step {
            step: s.step.name().to_owned(),
            kept: s.kept,
            removed: s.removed,
        });
        let shortlist = Shortlist {
            schema: SCHEMA,
            case: self.case.take(),
            assembly: table.assembly(),
            scope: self.scope_name,
            family: family.pedigree().family.clone(),
            proband: family.proband().person.id.clone(),
            members: self.evidence.members().iter().map(|m| m.person.id.clone()).collect(),
            preset: self.preset.to_string(),
            panels: std::mem::take(&mut self.panels),
            versions: std::mem::take(&mut self.versions),
            phenotype: PhenotypeUsed {
                observed: ranking.observed.clone(),
                excluded: ranking.excluded.clone(),
                ignored,
            },
            waterfall: waterfall.collect(),
            further_candidates: ordered.len().saturating_sub(self.top),
            candidates,
            not_seen: std::mem::take(&mut self.not_seen),
        };
        let Evidence { reference, scope, .. } = self.evidence;
        let why = WhyNotHere { reference, table, family, scope, outcome: &outcome, coverage: self.coverage };
        let mut explanation = query.map(|query| why.answer(query, self.sources)).transpose()?;
        if let Some(Explanation::Found { variants }) = &mut explanation {
            for found in variants.iter_mut().filter(|found| matches!(found.fate, Fate::Kept { .. })) {
                found.not_listed = self.not_listed(found.row, outcome.hits(), &ordered);
            }
        }
        Ok(TriageAnswer { shortlist, explanation, remarks: Vec::new() })
    }

    /// Why a row that the filters keep is none of the candidates shown.
    fn not_listed(&self, row: usize, hits: &[Hit], ordered: &[Ranked]) -> Option<NotListed> {
        if let Some(place) = ordered.iter().position(|ranked| ranked.hit.rows.contains(&row)) {
            return (place >= self.top).then_some(NotListed::Behind(place + 1));
        }
        let symbol = |hit: &Hit| self.evidence.table.genes().symbol(hit.gene);
        let hits = || hits.iter().filter(|hit| hit.row == row);
        let genes: BTreeSet<&str> = hits().filter_map(symbol).collect();
        let other = ordered.iter().any(|ranked| genes.contains(ranked.hit.gene.as_str()));
        let withheld = || hits().all(|hit| self.evidence.is_withheld(row, hit.partner, hit.gene));
        Some(match genes.is_empty() {
            true => NotListed::NoGene,
            false if withheld() => NotListed::NotReturned,
            false if other => NotListed::OtherHit,
            false => NotListed::LoneHit,
        })
    }

    fn candidate(&self, details: &mut Details, rank: usize, ranked: &Ranked) -> Result<Candidate, WorkbenchError> {
        let Evidence { reference, fit, .. } = self.evidence;
        let knowledge = reference.knowledge();
        let gene = &ranked.hit.gene;
        let explanation = ranked.disease.and_then(|d| fit.explain(reference, d));
        let terms = explanation.iter().flat_map(|e| &e.terms).map(|t| TermShare { id: t.id, share: t.share }).collect();
        let disease = ranked.disease.map(|id| Disease {
            id,
            name: knowledge.disease_name(id).unwrap_or_default().to_owned(),
            name_ja: knowledge.disease_ja(id).map(|d| d.name.clone()),
            shitei_nanbyo: knowledge.disease_ja(id).and_then(|d| d.shitei_nanbyo),
        });
        let variants =
            ranked.hit.rows.iter().map(|&row| self.variant(details, row, gene)).collect::<Result<Vec<_>, _>>()?;
        let reasons = reasons(ranked, explanation.map(|e| e.rank), &variants);
        Ok(Candidate {
            rank,
            score: round(ranked.score()),
            gene: Gene { symbol: gene.to_string(), hgnc: knowledge.hgnc(gene) },
            disease,
            mode: ranked.mode,
            pattern: ranked.hit.pattern.map(|p| p.name().to_owned()),
            trans: ranked.hit.trans,
            phenotype: PhenotypeShare { score: round(ranked.phenotype), terms },
            genotype: GenotypeShare { score: round(ranked.genotype) },
            secondary: self.evidence.is_secondary(gene),
            variants,
            reasons,
        })
    }

    fn variant(&self, details: &mut Details, row: usize, gene: &GeneSymbol) -> Result<Variant, WorkbenchError> {
        let detail = details.of(self.evidence.table, row, self.evidence.scope)?;
        let mut variant = variant(&self.evidence, &detail, row, gene);
        variant.acmg = self.decided.get(&variant.key()).cloned();
        Ok(variant)
    }
}

/// A row with its record, seen from a gene; without a classification.
pub(crate) fn variant(evidence: &Evidence<'_>, detail: &Detail, row: usize, gene: &GeneSymbol) -> Variant {
    let transcript = detail.shown_transcript(Some(gene.as_str()));
    let genotypes = evidence.members().into_iter().map(|member| {
        let shown = evidence.shows(member, row);
        member.sample.filter(|_| shown).and_then(|s| detail.sample(s, "GT").map(str::to_owned))
    });
    Variant {
        chrom: detail.chrom.clone(),
        pos: detail.position,
        r#ref: detail.reference.clone(),
        alt: detail.alternate.clone(),
        hgvs_c: transcript.and_then(|t| t.hgvs_c()).map(str::to_owned),
        hgvs_p: transcript.and_then(|t| t.hgvs_p()).map(str::to_owned),
        consequence: transcript.map(|t| t.terms.join("&")).or_else(|| evidence.term(row, gene)),
        genotypes: genotypes.collect(),
        cells: evidence.members().into_iter().map(|member| evidence.genotype(member, row)).collect(),
        populations: evidence.table.frequencies().iter().map(|f| (f.name.clone(), f.get(row).map(f64_of))).collect(),
        rs: evidence.table.rs(row),
        stars: evidence.table.stars(row),
        max_af: evidence.table.max_af(row).map(f64_of),
        repeat: RepeatSize::of(evidence.table, row),
        clinvar: evidence.table.clinvar(row).name().map(str::to_owned),
        acmg: None,
    }
}

/// The shortest decimal that means the same f32, as f64: 0.0001 and not 0.00009999999747378752.
pub(crate) fn f64_of(number: f32) -> f64 {
    number.to_string().parse().unwrap_or_else(|_| f64::from(number))
}

/// Six digits are more than the evidence carries, and they print the same on every machine.
pub(crate) fn round(score: f64) -> f64 {
    (score * 1e6).round() / 1e6
}

/// Why a candidate stands on the list, in plain sentences with their numbers.
pub(crate) fn reasons(ranked: &Ranked, phenotype_rank: Option<usize>, variants: &[Variant]) -> Vec<String> {
    let mut reasons = Vec::new();
    let pattern = ranked.hit.pattern.map_or("carried by the proband", pattern_words);
    reasons.push(format!("{pattern}: {} gene(s) of this family have such a hit", ranked.chance));
    for variant in variants {
        let consequence = variant.consequence.as_deref().unwrap_or("no consequence annotated");
        let frequency = match variant.max_af {
            Some(af) => format!("frequency {af} at most"),
            None => "frequency not known".to_owned(),
        };
        reasons.push(format!("{consequence}, {frequency}"));
        reasons.extend(variant.repeat.iter().map(ToString::to_string));
        if let Some(clinvar) = &variant.clinvar {
            reasons.push(format!("ClinVar in the file: {clinvar}"));
        }
    }
    match (ranked.disease, phenotype_rank) {
        (Some(disease), Some(rank)) => reasons.push(format!("{disease} has rank {rank} by phenotype alone")),
        (Some(disease), None) => reasons.push(format!("{disease} has no annotated phenotype")),
        (None, _) => reasons.push("no disease is linked with this gene in the reference data".to_owned()),
    }
    if let Some(disease) = ranked.disease.filter(|_| ranked.undescribed) {
        reasons.push(format!("a disease of this gene not yet described explains the patient better than {disease}"));
    }
    // Without a pattern nothing may be said about the origin.
    match ranked.fit {
        Fit::Fits if ranked.hit.pattern.is_some() => {
            reasons.push("the disease is inherited as the variant segregates".to_owned());
        }
        Fit::Differs if ranked.hit.pattern.is_some() => reasons.push("the disease is inherited otherwise".to_owned()),
        _ => {}
    }
    reasons
}

fn pattern_words(pattern: Pattern) -> &'static str {
    match pattern {
        Pattern::DeNovo => "in neither parent (de novo)",
        Pattern::Dominant => "one copy in every affected member, in no unaffected one",
        Pattern::Recessive => "two copies",
        Pattern::CompoundHeterozygous => "two different variants of the gene",
        Pattern::XRecessive => "on the X chromosome, recessive",
        Pattern::XDominant => "on the X chromosome, dominant",
        Pattern::YLinked => "on the Y chromosome",
        Pattern::Mitochondrial => "on the mitochondrial genome",
        Pattern::HemizygousDeletion => "opposite a deletion",
        Pattern::ParentalMosaic => "in a part of a parent's cells",
    }
}
