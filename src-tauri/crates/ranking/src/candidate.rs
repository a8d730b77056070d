//! From filtered hits to ordered candidates: the phenotype's share and the genotype's share, kept apart and added.

use std::collections::{BTreeMap, BTreeSet};

use domain::{DiseaseId, DiseaseSource, GeneSymbol, ModeOfInheritance, Pattern};
use knowledge::Knowledge;

use crate::fit::{Fit, fit, is_recessive_only};

/// Protein-coding genes of the human genome, rounded (GENCODE 47: 20,093).
const GENES: f64 = 20_000.0;
/// Share of causes expected among the known diseases of genes; the rest are diseases not yet described, of any gene.
const KNOWN: f64 = 0.8;
/// The worst that a phenotype can say against a disease: one odd symptom must not sink it.
const FLOOR: f64 = -9.0;

/// A hit of a gene as the filters left it.
#[derive(Clone, Debug, PartialEq)]
pub struct GeneHit {
    /// The gene.
    pub gene: GeneSymbol,
    /// How it segregates; `None` where the origin may not be told.
    pub pattern: Option<Pattern>,
    /// The row, or both rows of a pair.
    pub rows: Vec<usize>,
    /// True where the proband has no other copy of the place.
    pub only_copy: bool,
    /// True where the rows of a pair are known to lie on different copies.
    pub trans: bool,
    /// ln of the odds that the annotations of its alleles give, added up ([`crate::Damage::log_odds`]).
    pub log_odds: f64,
}

/// A gene with its best hit and best disease.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// The hit.
    pub hit: GeneHit,
    /// The disease that fits best; `None` where the gene has no linked disease.
    pub disease: Option<DiseaseId>,
    /// How that disease is inherited: the mode that fits the hit, else the first that is annotated.
    pub mode: Option<ModeOfInheritance>,
    /// Whether mode and pattern fit.
    pub fit: Fit,
    /// True where that disease explains the patient worse than one not yet described would: both shares are those of the
    /// latter. Also where there is none.
    pub undescribed: bool,
    /// The phenotype's share: ln of the odds against an arbitrary gene.
    pub phenotype: f64,
    /// The genotype's share: ln of the odds against chance, with the fit of the disease that gives the phenotype's share.
    pub genotype: f64,
    /// Genes of this family that have a hit of the same pattern, this one included.
    pub chance: usize,
}

impl Candidate {
    /// The sum of both shares.
    pub fn score(&self) -> f64 {
        self.phenotype + self.genotype
    }
}

/// A disease that is linked with a gene, seen from one patient.
#[derive(Clone, Debug, PartialEq)]
pub struct LinkedDisease {
    /// The disease.
    pub disease: DiseaseId,
    /// How it is inherited, as annotated.
    pub modes: BTreeSet<ModeOfInheritance>,
    /// The phenotype's share: ln of the odds against an arbitrary gene; `None` where the disease has no annotated
    /// phenotype.
    pub phenotype: Option<f64>,
}

impl LinkedDisease {
    fn share(&self) -> f64 {
        self.phenotype.unwrap_or(FLOOR)
    }

    /// Of Orphanet's diseases no mode is annotated (`phenotype.hpoa`), and they are those of OMIM under other numbers.
    fn tells_mode(&self) -> bool {
        self.disease.source() != DiseaseSource::Orpha || !self.modes.is_empty()
    }
}

/// The diseases that are linked with a gene, by id. `posterior` is the probability of a disease by phenotype alone.
pub fn linked_diseases(
    gene: &GeneSymbol,
    knowledge: &Knowledge,
    posterior: impl Fn(DiseaseId) -> Option<f64>,
) -> Vec<LinkedDisease> {
    let of = |disease: DiseaseId| LinkedDisease {
        disease,
        modes: knowledge.modes_of_inheritance(disease),
        phenotype: posterior(disease).map(|p| (KNOWN * p * GENES).ln().max(FLOOR)),
    };
    knowledge.diseases_of(gene).iter().map(|link| of(link.disease)).collect()
}

/// Orders the candidates, best first; ties by gene. `linked` gives the diseases of a gene ([`linked_diseases`]).
///
/// A lone hit in a gene that is recessive only is no candidate unless the gene is primary: two hits are needed, and a
/// carrier state is nobody's question, whatever ClinVar says of it. One that is new in the child is none.
pub fn candidates<L: AsRef<[LinkedDisease]>>(
    hits: &[GeneHit],
    linked: impl Fn(&GeneSymbol) -> L,
    primary: &BTreeSet<GeneSymbol>,
) -> Vec<Candidate> {
    let chance = genes_by_pattern(hits);
    let mut best: BTreeMap<&GeneSymbol, Candidate> = BTreeMap::new();
    for hit in hits {
        let linked = linked(&hit.gene);
        let linked = linked.as_ref();
        let modes: Vec<&BTreeSet<ModeOfInheritance>> =
            linked.iter().filter(|l| l.tells_mode()).map(|l| &l.modes).collect();
        let is_carrier_state = hit.rows.len() == 1 && is_lone(hit.pattern) && is_recessive_only(&modes);
        if is_carrier_state && !primary.contains(&hit.gene) {
            continue;
        }
        let count = chance.get(&hit.pattern).map_or(1, BTreeSet::len);
        let candidate = candidate(hit, linked, count);
        let known = best.get(&hit.gene);
        if known.is_none_or(|k| candidate.score().total_cmp(&k.score()).is_gt()) {
            best.insert(&hit.gene, candidate);
        }
    }
    let mut ordered: Vec<Candidate> = best.into_values().collect();
    ordered.sort_by(|a, b| b.score().total_cmp(&a.score()).then_with(|| a.hit.gene.cmp(&b.hit.gene)));
    ordered
}

/// One copy hit, as far as is known, that may be a carrier state.
fn is_lone(pattern: Option<Pattern>) -> bool {
    match pattern {
        None | Some(Pattern::Dominant | Pattern::ParentalMosaic) => true,
        Some(
            Pattern::DeNovo
            | Pattern::Recessive
            | Pattern::CompoundHeterozygous
            | Pattern::HemizygousDeletion
            | Pattern::XRecessive
            | Pattern::XDominant
            | Pattern::YLinked
            | Pattern::Mitochondrial,
        ) => false,
    }
}

fn genes_by_pattern(hits: &[GeneHit]) -> BTreeMap<Option<Pattern>, BTreeSet<&GeneSymbol>> {
    let mut genes: BTreeMap<Option<Pattern>, BTreeSet<&GeneSymbol>> = BTreeMap::new();
    for hit in hits {
        genes.entry(hit.pattern).or_default().insert(&hit.gene);
    }
    genes
}

#[allow(clippy::cast_precision_loss, reason = "a count of genes is far below 2^52")]
fn candidate(hit: &GeneHit, linked: &[LinkedDisease], chance: usize) -> Candidate {
    let genotype = (GENES / chance as f64).ln() + hit.log_odds;
    let known = linked.iter().map(|link| (link, fit(hit.pattern, hit.only_copy, &link.modes))).max_by(
        |(a, (fa, _)), (b, (fb, _))| {
            (a.share() + fa.log_odds()).total_cmp(&(b.share() + fb.log_odds())).then_with(|| b.disease.cmp(&a.disease))
        },
    );
    // Of a disease not yet described nothing is known, neither signs nor inheritance.
    let new = ((1.0 - KNOWN).ln(), Fit::Unknown.log_odds());
    let own = known.map(|(link, (fit, _))| (link.share(), fit.log_odds()));
    let own = own.filter(|own| own.0 + own.1 >= new.0 + new.1);
    let (phenotype, inheritance) = own.unwrap_or(new);
    let (disease, (fit, mode)) = known.map_or((None, (Fit::Unknown, None)), |(link, fit)| (Some(link.disease), fit));
    Candidate {
        hit: hit.clone(),
        disease,
        mode,
        fit,
        undescribed: own.is_none(),
        phenotype,
        genotype: genotype + inheritance,
        chance,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hit(gene: &str, pattern: Pattern, log_odds: f64) -> GeneHit {
        GeneHit {
            gene: gene.parse().expect("a gene"),
            pattern: Some(pattern),
            rows: vec![0],
            only_copy: false,
            trans: false,
            log_odds,
        }
    }

    fn no_diseases(gene: &GeneSymbol) -> Vec<LinkedDisease> {
        linked_diseases(gene, &Knowledge::default(), |_| None)
    }

    #[test]
    fn a_rare_pattern_weighs_more_than_a_common_one() {
        let mut hits: Vec<GeneHit> = (0..100).map(|i| hit(&format!("G{i}"), Pattern::Dominant, 0.0)).collect();
        hits.push(hit("DENOVO", Pattern::DeNovo, 0.0));
        let ordered = candidates(&hits, no_diseases, &BTreeSet::new());
        assert_eq!(ordered[0].hit.gene.as_str(), "DENOVO", "one gene by chance against a hundred");
        assert_eq!(ordered[0].chance, 1);
        assert_eq!(ordered.len(), 101, "genes without a linked disease are listed too");
        assert!(ordered.iter().all(|c| c.disease.is_none()));
    }

    #[test]
    fn a_gene_whose_diseases_do_not_fit_competes_by_one_not_yet_described() {
        let linked = |phenotype| {
            let modes = BTreeSet::from([ModeOfInheritance::AutosomalRecessive]);
            vec![LinkedDisease { disease: "OMIM:1".parse().expect("an id"), modes, phenotype: Some(phenotype) }]
        };
        let of = |pattern, phenotype| {
            let ordered = candidates(&[hit("A", pattern, 0.0)], |_: &GeneSymbol| linked(phenotype), &BTreeSet::new());
            assert!(ordered[0].disease.is_some(), "the gene's known disease is shown all the same");
            (ordered[0].fit, ordered[0].undescribed, ordered[0].phenotype)
        };
        let new = (1.0 - KNOWN).ln();
        assert_eq!(of(Pattern::Recessive, 3.0), (Fit::Fits, false, 3.0), "the known disease fits");
        assert_eq!(of(Pattern::Recessive, -8.0), (Fit::Fits, true, new), "its signs speak against it");
        assert_eq!(of(Pattern::XDominant, 1.0), (Fit::Differs, true, new), "it is inherited otherwise");
    }

    #[test]
    fn a_carrier_state_is_no_candidate_unless_the_gene_is_primary_or_it_is_new() {
        let modes = BTreeSet::from([ModeOfInheritance::AutosomalRecessive]);
        let omim = LinkedDisease { disease: "OMIM:1".parse().expect("an id"), modes, phenotype: Some(1.0) };
        let orphanet =
            LinkedDisease { disease: "ORPHA:1".parse().expect("an id"), modes: BTreeSet::new(), ..omim.clone() };
        let linked = [omim, orphanet];
        let listed = |hit: GeneHit, primary: &[&str]| {
            let primary = primary.iter().map(|gene| gene.parse().expect("a gene")).collect();
            !candidates(&[hit], |_: &GeneSymbol| linked.clone(), &primary).is_empty()
        };
        assert!(!listed(hit("A", Pattern::Dominant, 9.0), &[]), "however much ClinVar says of it");
        assert!(!listed(GeneHit { pattern: None, ..hit("A", Pattern::Dominant, 9.0) }, &["B"]));
        assert!(listed(hit("A", Pattern::Dominant, 0.0), &["A"]));
        assert!(listed(hit("A", Pattern::DeNovo, 0.0), &[]));
    }

    #[test]
    fn a_gene_stands_once_with_its_best_hit_and_ties_go_by_name() {
        let hits =
            [hit("B", Pattern::Dominant, 1.0), hit("B", Pattern::Dominant, 2.0), hit("A", Pattern::Dominant, 2.0)];
        let ordered = candidates(&hits, no_diseases, &BTreeSet::new());
        let names: Vec<_> = ordered.iter().map(|c| c.hit.gene.as_str()).collect();
        assert_eq!(names, ["A", "B"]);
    }
}
