//! BA1, BS1 and PM2: how frequent the allele is.

use domain::{ModeOfInheritance, Strength};

use super::{Facts, Message, Review, Thresholds};

pub(super) fn propose(thresholds: &Thresholds, facts: &Facts<'_>, review: &mut Review) {
    let Some(frequencies) = facts.frequencies else {
        for code in ["BA1", "BS1", "PM2"] {
            review.not_asked(code, "missing_frequency");
        }
        return;
    };
    let limits = &thresholds.frequency;
    let highest = frequencies.iter().max_by(|a, b| a.1.total_cmp(&b.1));
    let args = |limit: f64| {
        let (population, value) = highest.map_or(("-", 0.0), |(name, value)| (name.as_str(), *value));
        [("frequency", format!("{value}")), ("population", population.to_owned()), ("limit", format!("{limit}"))]
    };
    let value = highest.map_or(0.0, |(_, value)| *value);
    let exception = thresholds.is_ba1_exception(facts.assembly, facts.variant);
    if value > limits.ba1 && !exception {
        let evidence = Message::new("evidence_ba1", args(limits.ba1));
        return review.propose("BA1", Strength::StandAlone, evidence, &limits.source, Vec::new());
    }
    if exception {
        review.not_asked("BA1", "ba1_exception");
        return;
    }
    let bs1 = facts.bs1.unwrap_or(limits.bs1);
    if value > bs1 {
        let missing = if facts.bs1.is_none() { vec!["missing_bs1"] } else { Vec::new() };
        return review.propose(
            "BS1",
            Strength::Strong,
            Message::new("evidence_bs1", args(bs1)),
            &limits.source,
            missing,
        );
    }
    // The higher limit only where every known mode is recessive.
    let recessive = |mode: &ModeOfInheritance| {
        matches!(mode, ModeOfInheritance::AutosomalRecessive | ModeOfInheritance::XLinkedRecessive)
    };
    let all_recessive = !facts.modes.is_empty() && facts.modes.iter().all(recessive);
    let pm2 = if all_recessive { limits.pm2_recessive } else { limits.pm2_dominant };
    if value < pm2 {
        let mut missing = if facts.modes.is_empty() { vec!["missing_mode"] } else { Vec::new() };
        if frequencies.is_empty() {
            // Absent from a population set, or its site is not covered there: the file does not tell.
            missing.push("missing_callability");
        }
        let key = if value > 0.0 { "evidence_pm2" } else { "evidence_pm2_absent" };
        review.propose("PM2", Strength::Supporting, Message::new(key, args(pm2)), &limits.source, missing);
    }
}
