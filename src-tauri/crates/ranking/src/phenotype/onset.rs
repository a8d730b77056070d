//! When a disease begins, by its published onsets.

use std::collections::BTreeMap;

use domain::HpoId;
use knowledge::{Disease, Ontology};

/// Onset, the term above all its classes.
const ONSET: u32 = 3_674;
/// Classes of onset, from before birth to old age.
const CLASSES: usize = 8;
/// What speaks for each class: before birth and congenital, neonatal, infantile, childhood, juvenile, young adult, middle
/// age, late.
pub(super) type Shares = [f64; CLASSES];
/// ln of a ratio for each class.
pub(super) type LogRatios = [f32; CLASSES];

/// The classes that a term of onset of the HPO stands for; more than one where it spans several. A term below one of these
/// means the same; the more special comes first.
const TERMS: [(u32, &[usize]); 11] = [
    (30_674, &[0]),
    (3_577, &[0]),
    (3_623, &[1]),
    (3_593, &[2]),
    (11_463, &[3]),
    (3_621, &[4]),
    (11_462, &[5]),
    (3_596, &[6]),
    (3_584, &[7]),
    (410_280, &[2, 3, 4]),
    (3_581, &[5, 6, 7]),
];
/// What an onset of the whole disease counts for, what that of one feature does, and what the ground does.
const DISEASE: f64 = 3.0;
const FEATURE: f64 = 0.3;
const GROUND: f64 = 2.0;
/// How much of an onset spreads to its class and to those one, two and more away: published onsets are means.
const SPREAD: [f64; 4] = [0.6, 0.2, 0.05, 0.01];

/// The terms of onset with their classes.
pub(super) fn terms(ontology: &Ontology) -> BTreeMap<HpoId, &'static [usize]> {
    let mut found = BTreeMap::new();
    let mut open: Vec<usize> = HpoId::from_number(ONSET).and_then(|id| ontology.position(id)).into_iter().collect();
    while let Some(position) = open.pop() {
        let id = ontology.terms()[position].id;
        let line = ontology.ancestors(id);
        let entry = TERMS.iter().find(|entry| line.iter().any(|above| above.number() == entry.0));
        found.insert(id, entry.map_or(&[][..], |entry| entry.1));
        open.extend(ontology.children(position));
    }
    found
}

/// The published onsets of a disease, not yet compared with others.
pub(super) fn published(disease: &Disease, terms: &BTreeMap<HpoId, &'static [usize]>) -> Shares {
    let mut shares = [0.0; CLASSES];
    let course = disease.course().map(|term| (term, DISEASE));
    let features = disease.annotations.iter().filter_map(|annotation| Some((annotation.onset()?, FEATURE)));
    for (term, weight) in course.chain(features) {
        let classes = terms.get(&term).copied().unwrap_or(&[]);
        let each = weight / f64::from(u32::try_from(classes.len().max(1)).unwrap_or(1));
        classes.iter().for_each(|&class| shares[class] += each);
    }
    shares
}

/// For each disease ln of how much likelier its patients begin in a class than those of all diseases.
pub(super) fn log_ratios(diseases: &[Shares]) -> Vec<LogRatios> {
    let mut ground = [1.0; CLASSES];
    for shares in diseases {
        ground.iter_mut().zip(shares).for_each(|(sum, share)| *sum += share);
    }
    let total: f64 = ground.iter().sum();
    let of = |shares: &Shares| {
        let spread: Shares = std::array::from_fn(|class| {
            let distance = |other: usize| class.abs_diff(other).min(SPREAD.len() - 1);
            shares.iter().enumerate().map(|(other, share)| SPREAD[distance(other)] * share).sum()
        });
        let own: f64 = spread.iter().sum();
        std::array::from_fn(|class| {
            let expected = ground[class] / total;
            #[allow(clippy::cast_possible_truncation, reason = "a share of a score needs no more than 24 bits")]
            let ratio = ((spread[class] + GROUND * expected) / (own + GROUND) / expected).ln() as f32;
            ratio
        })
    };
    diseases.iter().map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_onset_speaks_for_the_diseases_that_begin_then() {
        let none = [0.0; CLASSES];
        let (mut early, mut late) = (none, none);
        (early[0], late[6]) = (DISEASE, DISEASE);
        let ratios = log_ratios(&[early, late, none]);
        assert!(ratios[0][0] > 0.0 && ratios[0][6] < 0.0);
        assert!(ratios[1][6] > 0.0 && ratios[1][0] < 0.0);
        assert!(ratios[1][5] > ratios[1][3], "a neighbouring class fits better than a far one");
        assert!(ratios[2].iter().all(|ratio| ratio.abs() < 1e-6), "what is not published says nothing");
    }
}
