//! PVS1 as the whole decision tree of Abou Tayoun 2018 (10.1002/humu.23626, figure 1 and table 2): a pure function over plain
//! facts. What is not known takes the cautious way and is told.

use domain::Strength;

/// What a variant does, as far as criteria ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Effect {
    /// A new stop codon.
    StopGained,
    /// The reading frame moves.
    Frameshift,
    /// One of the two bases at either end of an intron.
    SpliceSite,
    /// The start codon is lost.
    StartLost,
    /// The whole gene is deleted.
    GeneDeletion,
    /// One or several exons are deleted.
    ExonDeletion,
    /// One or several exons within the gene are duplicated, shown to lie in tandem.
    TandemDuplication,
    /// As before, presumed to lie in tandem.
    PresumedTandemDuplication,
    /// As before, shown not to lie in tandem.
    OtherDuplication,
    /// One residue for another.
    Missense,
    /// Residues more or fewer, the frame stays.
    InFrame,
    /// The stop codon is lost.
    StopLost,
    /// The same residue.
    Synonymous,
    /// In an intron or near a splice site, not one of its two bases.
    Intronic,
    /// Anything else.
    Other,
}

/// What becomes of the reading frame where exons are skipped, deleted or doubled.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Frame {
    /// It moves.
    Disrupted,
    /// It stays.
    Preserved,
    /// Not known.
    #[default]
    Unknown,
}

/// Where a premature stop lies, or the first base that is changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Region {
    /// The exon, from 1.
    pub exon: u32,
    /// How many exons the transcript has.
    pub exons: u32,
    /// In the last exon but one: bases from the stop to the end of that exon.
    pub to_last_junction: Option<u32>,
}

impl Region {
    /// Whether the transcript is predicted to undergo nonsense-mediated decay: not where the stop lies in the last exon or
    /// in the last `last_junction` bases of the one before (50 in the published tree), nor in a gene of one exon. `None`
    /// where the place within the last exon but one is not known.
    pub fn nmd(&self, last_junction: u32) -> Option<bool> {
        if self.exon >= self.exons {
            return Some(false);
        }
        if self.exon + 1 < self.exons {
            return Some(true);
        }
        self.to_last_junction.map(|bases| bases > last_junction)
    }
}

/// The facts that the tree asks; `None` where they are not known.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Pvs1Facts {
    /// What becomes of the frame, where exons are skipped, deleted or doubled.
    pub frame: Frame,
    /// Nonsense-mediated decay is predicted ([`Region::nmd`]).
    pub nmd: Option<bool>,
    /// The exon is in a biologically relevant transcript.
    pub relevant_transcript: Option<bool>,
    /// The annotation marks the transcripts that stand for their genes, and not this one.
    pub lesser_transcript: bool,
    /// The lost or altered region is critical to the function of the protein.
    pub critical_region: Option<bool>,
    /// Variants of loss of function are frequent in this exon in the general population.
    pub common_lof: Option<bool>,
    /// Share of the protein that is lost, 0 to 1.
    pub removed: Option<f64>,
    /// Another transcript that works starts elsewhere.
    pub alternative_start: Option<bool>,
    /// A pathogenic variant lies upstream of the next possible start codon in frame.
    pub pathogenic_upstream: Option<bool>,
}

/// How well it is shown that loss of function of the gene causes the disease: table 2 lowers the strength by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mechanism {
    /// Not shown, or the gene is not known to cause a disease: no PVS1.
    NotShown,
    /// Lowered by two.
    Possible,
    /// Lowered by one.
    Probable,
    /// As the tree says.
    Established,
}

/// What the tree says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pvs1 {
    /// The strength; `None` where PVS1 does not apply.
    pub strength: Option<Strength>,
    /// The way through the tree, each step a key of the messages.
    pub path: Vec<&'static str>,
    /// What was not known on this way, each a key of the messages.
    pub missing: Vec<&'static str>,
}

/// Walks the tree. `share` is the share of the protein above which its loss counts as much (0.1 in the published tree).
/// `None` where the effect is none that the tree is about.
pub(crate) fn decide(effect: Effect, facts: &Pvs1Facts, mechanism: Mechanism, share: f64) -> Option<Pvs1> {
    let mut way = Way { facts, share, path: Vec::new(), missing: Vec::new() };
    let strength = match effect {
        Effect::StopGained => way.truncated("pvs1_stop_gained"),
        Effect::Frameshift => way.truncated("pvs1_frameshift"),
        Effect::SpliceSite => way.skipped("pvs1_splice_site"),
        Effect::ExonDeletion => way.skipped("pvs1_exon_deletion"),
        Effect::GeneDeletion => way.end("pvs1_gene_deletion", Some(Strength::VeryStrong)),
        Effect::TandemDuplication => way.duplicated("pvs1_tandem", Strength::VeryStrong),
        Effect::PresumedTandemDuplication => way.duplicated("pvs1_presumed_tandem", Strength::Strong),
        Effect::OtherDuplication => way.end("pvs1_not_tandem", None),
        Effect::StartLost => way.start(),
        Effect::Missense
        | Effect::InFrame
        | Effect::StopLost
        | Effect::Synonymous
        | Effect::Intronic
        | Effect::Other => return None,
    };
    let (steps, step) = match mechanism {
        Mechanism::Established => (0, "pvs1_mechanism_established"),
        Mechanism::Probable => (1, "pvs1_mechanism_probable"),
        Mechanism::Possible => (2, "pvs1_mechanism_possible"),
        Mechanism::NotShown => (4, "pvs1_mechanism_not_shown"),
    };
    way.path.push(step);
    let strength = strength.and_then(|strength| lowered(strength, steps));
    Some(Pvs1 { strength, path: way.path, missing: way.missing })
}

fn lowered(strength: Strength, steps: usize) -> Option<Strength> {
    let weakest_first = [Strength::Supporting, Strength::Moderate, Strength::Strong, Strength::VeryStrong];
    let place = weakest_first.iter().position(|s| *s == strength)?;
    place.checked_sub(steps).and_then(|place| weakest_first.get(place)).copied()
}

struct Way<'a> {
    facts: &'a Pvs1Facts,
    share: f64,
    path: Vec<&'static str>,
    missing: Vec<&'static str>,
}

impl Way<'_> {
    fn end(&mut self, step: &'static str, strength: Option<Strength>) -> Option<Strength> {
        self.path.push(step);
        strength
    }

    /// A fact, or what is taken for it where it is not known.
    fn ask(&mut self, fact: Option<bool>, missing: &'static str, otherwise: bool) -> bool {
        fact.unwrap_or_else(|| {
            self.missing.push(missing);
            otherwise
        })
    }

    fn truncated(&mut self, step: &'static str) -> Option<Strength> {
        self.path.push(step);
        if self.nmd() { self.decay() } else { self.shortened() }
    }

    fn nmd(&mut self) -> bool {
        self.ask(self.facts.nmd, "pvs1_missing_nmd", false)
    }

    fn relevant(&mut self) -> bool {
        self.ask(self.facts.relevant_transcript, "pvs1_missing_transcript", true)
    }

    fn decay(&mut self) -> Option<Strength> {
        self.path.push("pvs1_nmd");
        match self.relevant() {
            true if self.facts.lesser_transcript && self.facts.relevant_transcript.is_none() => {
                self.end("pvs1_lesser_transcript", Some(Strength::Strong))
            }
            true => self.end("pvs1_relevant_transcript", Some(Strength::VeryStrong)),
            false => self.end("pvs1_no_relevant_transcript", None),
        }
    }

    /// The protein is made, shorter or altered.
    fn shortened(&mut self) -> Option<Strength> {
        self.path.push("pvs1_no_nmd");
        if self.ask(self.facts.critical_region, "pvs1_missing_region", false) {
            return self.end("pvs1_critical_region", Some(Strength::Strong));
        }
        self.path.push("pvs1_region_unknown");
        if self.ask(self.facts.common_lof, "pvs1_missing_population", false) {
            return self.end("pvs1_common_lof", None);
        }
        if !self.relevant() {
            return self.end("pvs1_no_relevant_transcript", None);
        }
        let Some(removed) = self.facts.removed else {
            self.missing.push("pvs1_missing_share");
            return self.end("pvs1_share_small", Some(Strength::Moderate));
        };
        if removed > self.share {
            self.end("pvs1_share_large", Some(Strength::Strong))
        } else {
            self.end("pvs1_share_small", Some(Strength::Moderate))
        }
    }

    /// Exons are skipped or deleted.
    fn skipped(&mut self, step: &'static str) -> Option<Strength> {
        self.path.push(step);
        match self.facts.frame {
            Frame::Disrupted => {
                self.path.push("pvs1_frame_disrupted");
                if self.nmd() { self.decay() } else { self.shortened() }
            }
            Frame::Preserved => {
                self.path.push("pvs1_frame_preserved");
                self.shortened()
            }
            Frame::Unknown => {
                self.missing.push("pvs1_missing_frame");
                self.shortened()
            }
        }
    }

    fn duplicated(&mut self, step: &'static str, strength: Strength) -> Option<Strength> {
        self.path.push(step);
        if self.facts.frame == Frame::Unknown {
            self.missing.push("pvs1_missing_frame");
        }
        if self.facts.frame == Frame::Disrupted && self.nmd() {
            self.end("pvs1_nmd", Some(strength))
        } else {
            self.end("pvs1_duplication_without_effect", None)
        }
    }

    fn start(&mut self) -> Option<Strength> {
        self.path.push("pvs1_start_lost");
        if self.ask(self.facts.alternative_start, "pvs1_missing_start", false) {
            return self.end("pvs1_alternative_start", None);
        }
        if self.ask(self.facts.pathogenic_upstream, "pvs1_missing_upstream", false) {
            self.end("pvs1_pathogenic_upstream", Some(Strength::Moderate))
        } else {
            self.end("pvs1_nothing_upstream", Some(Strength::Supporting))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    use Strength::{Moderate, Strong, Supporting, VeryStrong};

    const SHARE: f64 = 0.1;

    fn ask(effect: Effect, facts: Pvs1Facts) -> Option<Strength> {
        decide(effect, &facts, Mechanism::Established, SHARE).and_then(|found| found.strength)
    }

    /// Everything known, nothing in favour but a relevant transcript.
    const KNOWN: Pvs1Facts = Pvs1Facts {
        frame: Frame::Disrupted,
        nmd: Some(false),
        relevant_transcript: Some(true),
        lesser_transcript: false,
        critical_region: Some(false),
        common_lof: Some(false),
        removed: Some(0.05),
        alternative_start: Some(false),
        pathogenic_upstream: Some(false),
    };

    /// Figure 1 of 10.1002/humu.23626, leaf by leaf.
    #[test]
    fn every_leaf_of_the_published_tree() {
        let nmd = Pvs1Facts { nmd: Some(true), ..KNOWN };
        let elsewhere = |facts: Pvs1Facts| Pvs1Facts { relevant_transcript: Some(false), ..facts };
        let critical = Pvs1Facts { critical_region: Some(true), ..KNOWN };
        let common = Pvs1Facts { common_lof: Some(true), ..KNOWN };
        let large = Pvs1Facts { removed: Some(0.11), ..KNOWN };
        for effect in [Effect::StopGained, Effect::Frameshift, Effect::SpliceSite, Effect::ExonDeletion] {
            for (facts, expected) in [
                (nmd, Some(VeryStrong)),
                (elsewhere(nmd), None),
                (critical, Some(Strong)),
                (common, None),
                (elsewhere(KNOWN), None),
                (large, Some(Strong)),
                (KNOWN, Some(Moderate)),
            ] {
                assert_eq!(ask(effect, facts), expected, "{effect:?} {facts:?}");
            }
        }
        for effect in [Effect::SpliceSite, Effect::ExonDeletion] {
            let kept = |facts: Pvs1Facts| Pvs1Facts { frame: Frame::Preserved, nmd: Some(true), ..facts };
            for (facts, expected) in
                [(critical, Some(Strong)), (common, None), (large, Some(Strong)), (KNOWN, Some(Moderate))]
            {
                assert_eq!(ask(effect, kept(facts)), expected, "in frame, decay is no question: {effect:?} {facts:?}");
            }
        }
        assert_eq!(ask(Effect::GeneDeletion, KNOWN), Some(VeryStrong));
        let undisturbed = Pvs1Facts { frame: Frame::Preserved, ..nmd };
        for (effect, disrupted) in [
            (Effect::TandemDuplication, Some(VeryStrong)),
            (Effect::PresumedTandemDuplication, Some(Strong)),
            (Effect::OtherDuplication, None),
        ] {
            assert_eq!(ask(effect, nmd), disrupted, "{effect:?}");
            assert_eq!(ask(effect, undisturbed), None, "{effect:?}");
            assert_eq!(ask(effect, KNOWN), None, "without decay: {effect:?}");
        }
        assert_eq!(ask(Effect::StartLost, KNOWN), Some(Supporting));
        assert_eq!(ask(Effect::StartLost, Pvs1Facts { pathogenic_upstream: Some(true), ..KNOWN }), Some(Moderate));
        assert_eq!(ask(Effect::StartLost, Pvs1Facts { alternative_start: Some(true), ..KNOWN }), None);
        for effect in [Effect::Missense, Effect::InFrame, Effect::StopLost, Effect::Synonymous, Effect::Intronic] {
            assert_eq!(
                decide(effect, &nmd, Mechanism::Established, SHARE),
                None,
                "{effect:?} is not what the tree is about"
            );
        }
    }

    #[test]
    fn the_mechanism_lowers_and_ends_it() {
        let facts = Pvs1Facts { nmd: Some(true), ..KNOWN };
        let by = |facts: &Pvs1Facts, mechanism| {
            decide(Effect::StopGained, facts, mechanism, SHARE).and_then(|found| found.strength)
        };
        assert_eq!(by(&facts, Mechanism::Probable), Some(Strong));
        assert_eq!(by(&facts, Mechanism::Possible), Some(Moderate));
        assert_eq!(by(&facts, Mechanism::NotShown), None);
        assert_eq!(by(&KNOWN, Mechanism::Probable), Some(Supporting));
        assert_eq!(by(&KNOWN, Mechanism::Possible), None, "nothing is below supporting");
    }

    #[test]
    fn what_is_not_known_is_told_and_never_strengthens() {
        let nothing = Pvs1Facts::default();
        let found = decide(Effect::Frameshift, &nothing, Mechanism::Established, SHARE).expect("loss of function");
        assert_eq!(found.strength, Some(Moderate));
        let asked = ["nmd", "region", "population", "transcript", "share"].map(|what| format!("pvs1_missing_{what}"));
        assert_eq!(found.missing, asked);
        for (fact, strength) in [
            (Pvs1Facts { nmd: Some(true), ..nothing }, VeryStrong),
            (Pvs1Facts { critical_region: Some(true), ..nothing }, Strong),
            (Pvs1Facts { removed: Some(0.5), ..nothing }, Strong),
        ] {
            assert_eq!(ask(Effect::Frameshift, fact), Some(strength));
        }
        let start = decide(Effect::StartLost, &nothing, Mechanism::Established, SHARE).expect("loss of function");
        assert_eq!(start.strength, Some(Supporting));
        assert_eq!(start.missing, ["pvs1_missing_start", "pvs1_missing_upstream"]);
    }

    #[test]
    fn a_transcript_that_does_not_stand_for_its_gene_is_not_the_full_strength() {
        let lesser = Pvs1Facts { nmd: Some(true), lesser_transcript: true, ..Pvs1Facts::default() };
        let found = decide(Effect::Frameshift, &lesser, Mechanism::Established, SHARE).expect("loss of function");
        assert_eq!((found.strength, &found.missing[..]), (Some(Strong), &["pvs1_missing_transcript"][..]));
        assert!(found.path.contains(&"pvs1_lesser_transcript"));
        let judged = Pvs1Facts { relevant_transcript: Some(true), ..lesser };
        assert_eq!(ask(Effect::Frameshift, judged), Some(VeryStrong), "a person judged it");
    }

    #[test]
    fn decay_ends_fifty_bases_before_the_last_junction() {
        let at = |exon, exons, to_last_junction| Region { exon, exons, to_last_junction }.nmd(50);
        assert_eq!(at(3, 10, None), Some(true));
        assert_eq!(at(10, 10, None), Some(false), "the last exon");
        assert_eq!(at(1, 1, None), Some(false), "a gene of one exon");
        assert_eq!(at(9, 10, Some(51)), Some(true));
        assert_eq!(at(9, 10, Some(50)), Some(false));
        assert_eq!(at(9, 10, None), None, "the place in the exon is not known");
    }
}
