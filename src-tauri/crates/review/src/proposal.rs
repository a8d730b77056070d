//! Criteria proposed from what is known of a variant, each with its number and its source. PP5 and BP6 are never proposed
//! (10.1038/gim.2018.42). What could not be asked is told apart from what was asked and does not hold.

use domain::{Assembly, Criterion, MetCriterion, ModeOfInheritance, Strength};
use knowledge::{GeneConstraint, GeneValidity, Validity};

mod computed;
mod family;
mod population;
pub mod pvs1;
mod residue;
mod thresholds;

pub use computed::beside_pm1;
pub use family::{DeNovo, Origin, OtherAllele, Phase};
use pvs1::{Effect, Mechanism, Pvs1Facts};
pub use residue::{Clinvar, ClinvarNeighbour};
pub use thresholds::Thresholds;

/// A sentence: a key of the messages and what stands in its gaps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// The key.
    pub key: &'static str,
    /// Name and text of each gap, in order.
    pub args: Vec<(&'static str, String)>,
}

impl Message {
    fn new(key: &'static str, args: impl IntoIterator<Item = (&'static str, String)>) -> Self {
        Self { key, args: args.into_iter().collect() }
    }
}

/// A criterion that the evidence speaks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// The criterion and its strength.
    pub met: MetCriterion,
    /// What speaks for it, with its numbers.
    pub evidence: Message,
    /// Where the threshold comes from.
    pub source: String,
    /// What was not known and would be asked, each a key of the messages.
    pub missing: Vec<&'static str>,
}

/// The proposals for a variant, in the order of the criteria, and what could not be asked at all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Review {
    /// The proposals.
    pub proposals: Vec<Proposal>,
    /// Criteria that could not be looked at, each with the reason.
    pub not_asked: Vec<(Criterion, Message)>,
}

/// Everything plain that the proposals are made from; `None` is not known, which is not zero.
#[derive(Clone, Debug)]
pub struct Facts<'a> {
    /// The assembly of the variant.
    pub assembly: Assembly,
    /// chrom-pos-ref-alt, the chromosome without `chr`, in the normal form.
    pub variant: &'a str,
    /// What it does to the transcript that is shown.
    pub effect: Option<Effect>,
    /// The modes of inheritance of the disease in question; empty where not known.
    pub modes: &'a [ModeOfInheritance],
    /// False where the proband is called without it; `None` where that is not known.
    pub carried: Option<bool>,
    /// Allele frequencies by population, 0 to 1; `None` where the file was not annotated with any, empty where the allele
    /// is in none. What lies outside is none that can be read.
    pub frequencies: Option<&'a [(String, f64)]>,
    /// Largest frequency that the disease allows, where it is known for the gene.
    pub bs1: Option<f64>,
    /// REVEL, 0 to 1.
    pub revel: Option<f64>,
    /// The largest delta score of SpliceAI, 0 to 1.
    pub spliceai: Option<f64>,
    /// True for a silent variant, or one in an intron at +7 or -21 and beyond.
    pub far_from_splice_site: Option<bool>,
    /// Constraint of the gene.
    pub constraint: Option<&'a GeneConstraint>,
    /// True where it is of gnomAD 2.1.1, whose LOEUF has another limit.
    pub constraint_is_v2: bool,
    /// Curations of the gene.
    pub validity: &'a [GeneValidity],
    /// What the tree of PVS1 asks.
    pub pvs1: Pvs1Facts,
    /// True where a change of length lies in a repeat without known function.
    pub in_repeat: Option<bool>,
    /// Missense variants of ClinVar at the same residue; `None` where it could not be looked up.
    pub residue: Option<&'a [ClinvarNeighbour]>,
    /// Whether the parents have it.
    pub origin: Origin,
    /// The other allele of the gene, for a recessive disease.
    pub other_allele: Option<OtherAllele>,
}

/// The criteria that are proposed at all, in their order.
const PROPOSED: [&str; 16] =
    ["PVS1", "PS1", "PS2", "PM2", "PM3", "PM4", "PM5", "PM6", "PP2", "PP3", "BA1", "BS1", "BP1", "BP3", "BP4", "BP7"];

impl Thresholds {
    /// The proposals for a variant.
    pub fn review(&self, facts: &Facts<'_>) -> Review {
        let mut review = Review::default();
        if facts.carried == Some(false) {
            PROPOSED.iter().for_each(|code| review.not_asked(code, "missing_carrier"));
            return review;
        }
        // A score outside its range is none.
        let score = |value: Option<f64>| value.filter(|value| (0.0..=1.0).contains(value));
        let facts = &Facts { revel: score(facts.revel), spliceai: score(facts.spliceai), ..facts.clone() };
        let loss = self.loss_of_function(facts, &mut review);
        population::propose(self, facts, &mut review);
        computed::propose(self, facts, loss, &mut review);
        residue::propose(facts, &mut review);
        family::propose(self, facts, &mut review);
        self.constraint_of_missense(facts, &mut review);
        length(facts, &mut review);
        review.proposals.sort_by_key(|proposal| proposal.met.criterion);
        review.not_asked.sort_by_key(|(criterion, _)| *criterion);
        review
    }

    /// PVS1; true where it is proposed.
    fn loss_of_function(&self, facts: &Facts<'_>, review: &mut Review) -> bool {
        let Some(effect) = facts.effect else {
            review.not_asked("PVS1", "missing_consequence");
            return false;
        };
        let mechanism = self.mechanism(facts);
        let Some(found) = pvs1::decide(effect, &facts.pvs1, mechanism, self.pvs1.protein_share) else { return false };
        let args = || {
            let best = facts.validity.iter().map(|curation| curation.class).max();
            let constraint = facts.constraint;
            [
                ("path", found.path.join(" ")),
                ("validity", best.map_or_else(|| "-".to_owned(), |class| class.word().to_owned())),
                ("pli", number(constraint.and_then(|c| c.pli))),
                ("loeuf", number(constraint.and_then(|c| c.loeuf))),
                ("removed", number(facts.pvs1.removed)),
            ]
        };
        let mut missing = found.missing.clone();
        if facts.validity.is_empty() {
            missing.push("missing_validity");
        }
        if facts.constraint.is_none() {
            missing.push("missing_constraint");
        }
        // A curation and constraint show neither by themselves nor together by which mechanism the disease comes.
        if matches!(mechanism, Mechanism::Possible | Mechanism::Probable) {
            missing.push("pvs1_missing_mechanism");
        }
        // Whether loss of function is the mechanism is then not known, which is not that it is none.
        if mechanism == Mechanism::NotShown && facts.validity.is_empty() && facts.constraint.is_none() {
            review.not_asked("PVS1", "missing_mechanism");
            return false;
        }
        match found.strength {
            Some(strength) => {
                let evidence = Message::new("evidence_pvs1", args());
                review.propose("PVS1", strength, evidence, &self.pvs1.source, missing);
                true
            }
            None => {
                if let Ok(criterion) = "PVS1".parse() {
                    review.not_asked.push((criterion, Message::new("pvs1_does_not_apply", args())));
                }
                false
            }
        }
    }

    /// How well loss of function is shown as the mechanism: by ClinGen's validity, and by a recessive mode or constraint
    /// against loss of function. Constraint alone never establishes it: the published table counts pathogenic variants of
    /// loss of function, which a person must do.
    pub fn mechanism(&self, facts: &Facts<'_>) -> Mechanism {
        let least = if facts.constraint_is_v2 { self.constraint.lof_loeuf_v2 } else { self.constraint.lof_loeuf };
        let constrained = facts.constraint.is_some_and(|gene| {
            // Where too few are expected the numbers say nothing.
            let told = !gene.flags.iter().any(|flag| flag == "no_exp_lof" || flag == "no_variants");
            told && (gene.pli.is_some_and(|pli| pli >= self.constraint.lof_pli)
                || gene.loeuf.is_some_and(|loeuf| loeuf < least))
        });
        let best = facts.validity.iter().map(|curation| curation.class).max();
        let recessive = facts.validity.iter().filter(|c| Some(c.class) == best).any(|c| {
            matches!(
                c.mode,
                Some(
                    ModeOfInheritance::AutosomalRecessive
                        | ModeOfInheritance::XLinked
                        | ModeOfInheritance::XLinkedRecessive
                )
            )
        });
        match (best, recessive || constrained) {
            (Some(Validity::Definitive | Validity::Strong), _) if recessive => Mechanism::Established,
            (Some(Validity::Definitive | Validity::Strong), _) | (Some(Validity::Moderate), true) => {
                Mechanism::Probable
            }
            (Some(Validity::Moderate), false) | (None, true) => Mechanism::Possible,
            _ => Mechanism::NotShown,
        }
    }

    /// PP2 and BP1: missense in a gene that bears few, or whose disease is by loss of function while missense is borne.
    fn constraint_of_missense(&self, facts: &Facts<'_>, review: &mut Review) {
        if facts.effect != Some(Effect::Missense) {
            return;
        }
        let Some((gene, z)) = facts.constraint.and_then(|gene| Some((gene, gene.missense_z?))) else {
            review.not_asked("PP2", "missing_constraint");
            review.not_asked("BP1", "missing_constraint");
            return;
        };
        let args = || [("z", number(Some(z))), ("pli", number(gene.pli)), ("transcript", gene.transcript.clone())];
        let source = &self.constraint.source;
        if z >= self.constraint.missense_z {
            review.propose("PP2", Strength::Supporting, Message::new("evidence_pp2", args()), source, Vec::new());
        } else if z <= 0.0 && gene.pli.is_some_and(|pli| pli >= self.constraint.lof_pli) {
            review.propose("BP1", Strength::Supporting, Message::new("evidence_bp1", args()), source, Vec::new());
        }
    }
}

/// PM4: the length of the protein changes by residues or a lost stop.
fn length(facts: &Facts<'_>, review: &mut Review) {
    let key = match facts.effect {
        Some(Effect::StopLost) => "evidence_pm4_stop_lost",
        Some(Effect::InFrame) if facts.in_repeat != Some(true) => "evidence_pm4_in_frame",
        Some(Effect::InFrame) => {
            let evidence = Message::new("evidence_bp3", []);
            return review.propose("BP3", Strength::Supporting, evidence, "10.1038/gim.2015.30", Vec::new());
        }
        _ => return,
    };
    let unknown = facts.effect == Some(Effect::InFrame) && facts.in_repeat.is_none();
    let missing = if unknown { vec!["missing_repeat"] } else { Vec::new() };
    review.propose("PM4", Strength::Moderate, Message::new(key, []), "10.1038/gim.2015.30", missing);
}

impl Review {
    fn propose(&mut self, code: &str, strength: Strength, evidence: Message, source: &str, missing: Vec<&'static str>) {
        if let Ok(criterion) = code.parse::<Criterion>() {
            let met = MetCriterion { criterion, strength };
            self.proposals.push(Proposal { met, evidence, source: source.to_owned(), missing });
        }
    }

    fn not_asked(&mut self, code: &str, key: &'static str) {
        if let Ok(criterion) = code.parse::<Criterion>() {
            self.not_asked.push((criterion, Message::new(key, [])));
        }
    }
}

/// A number for a sentence; `-` where it is not known.
fn number(value: Option<f64>) -> String {
    value.map_or_else(|| "-".to_owned(), |value| format!("{value}"))
}
