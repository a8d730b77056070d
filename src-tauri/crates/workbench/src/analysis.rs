//! From a variant table to the shortlist: filters, ranking, the record's own words for what stands on the list.
//! Bare files and cases of the store go the same way.

use std::collections::{BTreeMap, BTreeSet};

use consent::{ConsentScope, SensitiveLists};
use domain::{CaseId, DiseaseId, GeneSymbol, Pattern};
use ranking::{
    Candidate as Ranked, Damage, Effect, Fit, GeneHit, candidates,
    phenotype::{Phenotype, PhenotypeRanker, PhenotypeRanking},
};
use variants::{
    ClinVarClass, Consequence, Details, Explain, Explanation, Family, Hit, Member, Outcome, Preset, Source,
    VariantTable,
};

use crate::{
    Acmg, Candidate, Disease, Gene, GenotypeShare, NotSeen, PhenotypeShare, PhenotypeUsed, Reference, Shortlist, Step,
    TermShare, TriageAnswer, Variant, Version, WorkbenchError, shortlist::SCHEMA,
};

/// Everything that a shortlist is made from.
pub(crate) struct Analysis<'a> {
    pub reference: &'a Reference,
    pub case: Option<CaseId>,
    pub table: &'a VariantTable,
    /// The parts that rows are read from, in the order of the table's parts.
    pub sources: &'a [Source],
    pub family: &'a Family,
    pub scope: &'a ConsentScope,
    /// What the scope is called in the answer.
    pub scope_name: &'static str,
    pub preset: &'a Preset,
    /// Genes that the analysis is limited to.
    pub limit_to: Option<BTreeSet<GeneSymbol>>,
    pub phenotype: &'a Phenotype,
    pub panels: Vec<String>,
    pub versions: Vec<Version>,
    pub not_seen: Vec<NotSeen>,
    /// Classes that a person has decided, by `chrom-pos-ref-alt`.
    pub decided: BTreeMap<String, Acmg>,
    pub top: usize,
}

impl Analysis<'_> {
    /// Filters, ranks, reads the records that stand on the list, and answers "why is it not here?".
    pub fn run(mut self, query: Option<&str>) -> Result<TriageAnswer, WorkbenchError> {
        let mut details = Details::open(&self.sources.iter().collect::<Vec<_>>())?;
        let outcome = self.preset.filters.run(self.table, self.family, self.limit_to.as_ref())?;
        let ranker = PhenotypeRanker::new(self.reference.knowledge())?;
        let ranking = ranker.rank(self.phenotype);
        let hits: Vec<GeneHit> = outcome.hits().iter().filter_map(|hit| self.gene_hit(hit)).collect();
        let posterior = |disease: DiseaseId| ranking.find(&ranker, disease).map(|(_, d)| d.posterior);
        let primary = self.scope.sealing().primary();
        let ordered = candidates(&hits, self.reference.knowledge(), primary, posterior);
        let shown = ordered.iter().take(self.top).enumerate();
        let candidates = shown
            .map(|(place, ranked)| self.candidate(&mut details, place + 1, ranked, &ranker, &ranking))
            .collect::<Result<_, _>>()?;
        let ignored = ranking.unknown.iter().map(ToString::to_string).collect();
        let waterfall = outcome.waterfall().iter().map(|s| Step {
            step: s.step.name().to_owned(),
            kept: s.kept,
            removed: s.removed,
        });
        let shortlist = Shortlist {
            schema: SCHEMA,
            case: self.case.take(),
            assembly: self.table.assembly(),
            scope: self.scope_name,
            family: self.family.pedigree().family.clone(),
            proband: self.family.proband().person.id.clone(),
            members: self.members().iter().map(|m| m.person.id.clone()).collect(),
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
        let explanation = query.map(|q| self.explain(q, &outcome)).transpose()?;
        Ok(TriageAnswer { shortlist, explanation })
    }

    /// Why is it not here?
    fn explain(&self, query: &str, outcome: &Outcome) -> Result<Explanation, WorkbenchError> {
        let places = |gene: &GeneSymbol| self.reference.knowledge().regions(gene, self.table.assembly());
        let explain = Explain { table: self.table, family: self.family, scope: self.scope, outcome, places: &places };
        Ok(explain.answer(&query.parse()?, &self.sources.iter().collect::<Vec<_>>())?)
    }

    /// A hit with its evidence; `None` where no gene is annotated.
    fn gene_hit(&self, hit: &Hit) -> Option<GeneHit> {
        let gene: GeneSymbol = self.table.genes().symbol(hit.gene)?.parse().ok()?;
        let rows: Vec<usize> = std::iter::once(hit.row).chain(hit.partner).collect();
        let log_odds = rows.iter().map(|&row| damage(self.table, row, hit.gene).log_odds()).sum();
        let hidden = rows.iter().any(|&row| self.origin_hidden(row));
        Some(GeneHit { gene, pattern: hit.pattern.filter(|_| !hidden), rows, log_odds })
    }

    /// The members with genotypes, the proband first.
    fn members(&self) -> Vec<&Member> {
        let mut members: Vec<&Member> = self.family.members().iter().filter(|m| m.sample.is_some()).collect();
        members.sort_by_key(|m| m.relation);
        members
    }

    /// True where a parent is sealed at the row.
    fn origin_hidden(&self, row: usize) -> bool {
        let child = &self.family.proband().person;
        self.table.region(row).is_some_and(|region| self.scope.origin_hidden(child, &region))
    }

    fn candidate(
        &self,
        details: &mut Details,
        rank: usize,
        ranked: &Ranked,
        ranker: &PhenotypeRanker,
        ranking: &PhenotypeRanking,
    ) -> Result<Candidate, WorkbenchError> {
        let knowledge = self.reference.knowledge();
        let gene = &ranked.hit.gene;
        let explanation = ranked.disease.and_then(|d| ranker.explain(ranking, d));
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
            phenotype: PhenotypeShare { score: round(ranked.phenotype), terms },
            genotype: GenotypeShare { score: round(ranked.genotype) },
            secondary: is_secondary(gene, self.scope.general_list(), self.scope.sealing().primary()),
            variants,
            reasons,
        })
    }

    fn variant(&self, details: &mut Details, row: usize, gene: &GeneSymbol) -> Result<Variant, WorkbenchError> {
        let detail = details.of(self.table, row, self.scope)?;
        let transcript = detail.shown_transcript(Some(gene.as_str()));
        let hidden = self.origin_hidden(row);
        let proband = &self.family.proband().person.id;
        let genotypes = self.members().into_iter().map(|member| {
            let shown = &member.person.id == proband || !hidden;
            member.sample.filter(|_| shown).and_then(|s| detail.sample(s, "GT").map(str::to_owned))
        });
        let mut variant = Variant {
            chrom: detail.chrom.clone(),
            pos: detail.position,
            r#ref: detail.reference.clone(),
            alt: detail.alternate.clone(),
            hgvs_c: transcript.and_then(|t| t.hgvs_c()).map(str::to_owned),
            hgvs_p: transcript.and_then(|t| t.hgvs_p()).map(str::to_owned),
            consequence: transcript.map(|t| t.terms.join("&")),
            genotypes: genotypes.collect(),
            max_af: self.table.max_af(row).map(f64_of),
            clinvar: self.table.clinvar(row).name().map(str::to_owned),
            acmg: None,
        };
        variant.acmg = self.decided.get(&variant.key()).cloned();
        Ok(variant)
    }
}

/// The shortest decimal that means the same f32, as f64: 0.0001 and not 0.00009999999747378752.
pub(crate) fn f64_of(number: f32) -> f64 {
    number.to_string().parse().unwrap_or_else(|_| f64::from(number))
}

/// Six digits are more than the evidence carries, and they print the same on every machine.
fn round(score: f64) -> f64 {
    (score * 1e6).round() / 1e6
}

/// True for a sensitive gene that is not primary.
pub(crate) fn is_secondary(gene: &GeneSymbol, lists: &SensitiveLists, primary: &BTreeSet<GeneSymbol>) -> bool {
    lists.genes().contains_key(gene) && !primary.contains(gene)
}

/// The evidence of a row's allele in one of its genes.
fn damage(table: &VariantTable, row: usize, gene: u32) -> Damage {
    let consequence = table.genes_of(row).find(|(g, _)| *g == gene).map_or(Consequence::NotAnnotated, |(_, c)| c);
    let assured = table.stars(row).is_none_or(|stars| stars > 0);
    Damage {
        effect: effect(consequence),
        revel: table.revel(row),
        cadd: table.cadd(row),
        splice_ai: table.spliceai(row),
        max_af: table.max_af(row),
        clinvar_pathogenic: assured && table.clinvar(row).is_pathogenic(),
        clinvar_benign: assured && matches!(table.clinvar(row), ClinVarClass::Benign | ClinVarClass::LikelyBenign),
    }
}

fn effect(consequence: Consequence) -> Effect {
    match consequence {
        Consequence::StopLost | Consequence::InframeInsertion | Consequence::InframeDeletion => Effect::InFrame,
        c if c <= Consequence::TranscriptAmplification => Effect::LossOfFunction,
        Consequence::Missense | Consequence::ProteinAltering => Effect::Missense,
        c if c <= Consequence::SplicePolypyrimidineTract => Effect::SpliceRegion,
        _ => Effect::Silent,
    }
}

/// Why a candidate stands on the list, in plain sentences with their numbers.
fn reasons(ranked: &Ranked, phenotype_rank: Option<usize>, variants: &[Variant]) -> Vec<String> {
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
        if let Some(clinvar) = &variant.clinvar {
            reasons.push(format!("ClinVar in the file: {clinvar}"));
        }
    }
    match (ranked.disease, phenotype_rank) {
        (Some(disease), Some(rank)) => reasons.push(format!("{disease} has rank {rank} by phenotype alone")),
        (Some(disease), None) => reasons.push(format!("{disease} has no annotated phenotype")),
        (None, _) => reasons.push("no disease is linked with this gene in the reference data".to_owned()),
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
