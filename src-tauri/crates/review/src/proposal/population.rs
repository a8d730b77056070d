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
    let is_unreadable = frequencies.iter().any(|(_, value)| !is_frequency(*value));
    if is_unreadable {
        review.not_asked("PM2", "missing_readable_frequency");
        if !frequencies.iter().any(|(_, value)| is_frequency(*value)) {
            review.not_asked("BA1", "missing_readable_frequency");
            return review.not_asked("BS1", "missing_readable_frequency");
        }
    }
    let limits = &thresholds.frequency;
    let highest = frequencies.iter().filter(|(_, value)| is_frequency(*value)).max_by(|a, b| a.1.total_cmp(&b.1));
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
    // The higher limits only where every known mode is recessive.
    let recessive = |mode: &ModeOfInheritance| {
        matches!(mode, ModeOfInheritance::AutosomalRecessive | ModeOfInheritance::XLinkedRecessive)
    };
    let all_recessive = !facts.modes.is_empty() && facts.modes.iter().all(recessive);
    if value > bs1 {
        // The general limit is none for a recessive disease, whose carriers are healthy.
        if all_recessive && facts.bs1.is_none() {
            return review.not_asked("BS1", "missing_bs1_recessive");
        }
        let missing = if facts.bs1.is_none() { vec!["missing_bs1"] } else { Vec::new() };
        return review.propose(
            "BS1",
            Strength::Strong,
            Message::new("evidence_bs1", args(bs1)),
            &limits.source,
            missing,
        );
    }
    let pm2 = if all_recessive { limits.pm2_recessive } else { limits.pm2_dominant };
    if value < pm2 && !is_unreadable {
        let mut missing = if facts.modes.is_empty() { vec!["missing_mode"] } else { Vec::new() };
        if frequencies.is_empty() {
            // Absent from a population set, or its site is not covered there: the file does not tell.
            missing.push("missing_callability");
        }
        let key = if value > 0.0 { "evidence_pm2" } else { "evidence_pm2_absent" };
        review.propose("PM2", Strength::Supporting, Message::new(key, args(pm2)), &limits.source, missing);
    }
}

fn is_frequency(value: f64) -> bool {
    (0.0..=1.0).contains(&value)
}

/// True where BA1 or BS1 holds, or would if the disease were not recessive.
pub(super) fn is_common(thresholds: &Thresholds, facts: &Facts<'_>) -> bool {
    let limit = facts.bs1.unwrap_or(thresholds.frequency.bs1);
    let above = |(_, value): &(String, f64)| is_frequency(*value) && *value > limit;
    facts.frequencies.is_some_and(|all| all.iter().any(above))
        && !thresholds.is_ba1_exception(facts.assembly, facts.variant)
}
