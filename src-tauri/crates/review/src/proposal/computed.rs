//! PP3, BP4 and BP7: what predictors say of the protein and of splicing.

use domain::Strength;

use super::{Effect, Facts, Message, Review, Thresholds};

pub(super) fn propose(thresholds: &Thresholds, facts: &Facts<'_>, loss_of_function: bool, review: &mut Review) {
    let Some(effect) = facts.effect else { return };
    match effect {
        // PVS1 already says what a predictor of splicing would say.
        _ if loss_of_function => {}
        Effect::Missense => missense(thresholds, facts, review),
        Effect::Synonymous | Effect::Intronic => splicing(thresholds, facts, review),
        _ => {}
    }
}

/// The strength that a REVEL score reaches for and against.
fn band(bands: &[(Strength, f64)], reached: impl Fn(f64) -> bool) -> Option<(Strength, f64)> {
    bands.iter().copied().find(|(_, limit)| reached(*limit))
}

fn missense(thresholds: &Thresholds, facts: &Facts<'_>, review: &mut Review) {
    let (revel, splice) = (&thresholds.revel, &thresholds.spliceai);
    let Some(score) = facts.revel else {
        if !splice_for(thresholds, facts, review) {
            review.not_asked("PP3", "missing_revel");
        }
        review.not_asked("BP4", "missing_revel");
        return;
    };
    let args = |limit: f64| {
        let spliceai = facts.spliceai.map_or_else(|| "-".to_owned(), |s| format!("{s}"));
        [("revel", format!("{score}")), ("limit", format!("{limit}")), ("spliceai", spliceai)]
    };
    let missing = if facts.spliceai.is_none() { vec!["missing_spliceai"] } else { Vec::new() };
    if let Some((strength, limit)) = band(&revel.pp3, |limit| score >= limit) {
        let evidence = Message::new("evidence_pp3_revel", args(limit));
        return review.propose("PP3", strength, evidence, &revel.source, missing);
    }
    if splice_for(thresholds, facts, review) {
        return;
    }
    if facts.spliceai.is_none_or(|s| s <= splice.bp4)
        && let Some((strength, limit)) = band(&revel.bp4, |limit| score <= limit)
    {
        let evidence = Message::new("evidence_bp4_revel", args(limit));
        review.propose("BP4", strength, evidence, &revel.source, missing);
    }
}

/// PP3 by SpliceAI; true where it is proposed.
fn splice_for(thresholds: &Thresholds, facts: &Facts<'_>, review: &mut Review) -> bool {
    let limits = &thresholds.spliceai;
    let Some(score) = facts.spliceai.filter(|score| *score >= limits.pp3) else { return false };
    let args = [("spliceai", format!("{score}")), ("limit", format!("{}", limits.pp3))];
    review.propose(
        "PP3",
        Strength::Supporting,
        Message::new("evidence_pp3_spliceai", args),
        &limits.source,
        Vec::new(),
    );
    true
}

fn splicing(thresholds: &Thresholds, facts: &Facts<'_>, review: &mut Review) {
    let limits = &thresholds.spliceai;
    let Some(score) = facts.spliceai else {
        for code in ["PP3", "BP4", "BP7"] {
            review.not_asked(code, "missing_spliceai");
        }
        return;
    };
    if splice_for(thresholds, facts, review) || score > limits.bp4 {
        return;
    }
    let args = || [("spliceai", format!("{score}")), ("limit", format!("{}", limits.bp4))];
    let evidence = Message::new("evidence_bp4_spliceai", args());
    review.propose("BP4", Strength::Supporting, evidence, &limits.source, Vec::new());
    match facts.far_from_splice_site {
        Some(true) => {
            let evidence = Message::new("evidence_bp7", args());
            review.propose("BP7", Strength::Supporting, evidence, &limits.source, Vec::new());
        }
        Some(false) => {}
        None => review.not_asked("BP7", "missing_splice_distance"),
    }
}

/// PP3 beside PM1: together at most as strong as strong (10.1016/j.ajhg.2022.10.013). What PP3 may be, given the strength of
/// PM1; `None` where nothing is left.
pub fn beside_pm1(pp3: Strength, pm1: Strength) -> Option<Strength> {
    let left = Strength::Strong.points() - pm1.points();
    let strengths = [Strength::Strong, Strength::Moderate, Strength::Supporting];
    strengths.into_iter().find(|strength| *strength <= pp3 && strength.points() <= left)
}
