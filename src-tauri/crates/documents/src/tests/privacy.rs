use domain::Pattern;

use super::*;
use crate::record::{Relation, ShownGenotype, Zygosity};

#[test]
fn without_opt_in_secondary_findings_are_named_in_the_general_list_only() {
    let mut record = sample("secondary");
    record.secondary = None;
    // What the panel wrote and the list of slices are the caller's: without opt-in they do not speak of it.
    record.decision = None;
    record.versions.clear();
    let list = std::mem::take(&mut record.general_list);
    for kind in [Kind::Physician, Kind::Patient] {
        for language in Language::ALL {
            let text = printed(kind, language, &record);
            for word in ["BRCA2", "二次的", "econdary"] {
                assert!(!text.contains(word), "{kind:?} {language:?} says {word}");
            }
        }
    }
    record.general_list = list;
    let text = printed(Kind::Physician, Language::Ja, &record);
    assert_eq!(text.matches("BRCA2").count(), 1, "the fixed list is the only place");
}

#[test]
fn opting_in_without_findings_reads_as_not_opting_in() {
    let without = {
        let mut record = sample("secondary");
        record.secondary = None;
        record
    };
    let mut empty = sample("secondary");
    if let Some(secondary) = &mut empty.secondary {
        secondary.findings.clear();
    }
    for kind in [Kind::Physician, Kind::Patient] {
        assert_eq!(
            printed(kind, Language::Ja, &without),
            printed(kind, Language::Ja, &empty),
            "{kind:?}: an empty section would be a hint"
        );
    }
}

#[test]
fn a_hidden_origin_is_not_told() {
    let record = sample("secondary");
    for kind in [Kind::Physician, Kind::Patient] {
        for (language, words) in [
            (Language::Ja, ["新生", "受けつが", "親のモザイク"]),
            (Language::En, ["de novo", "nherited from", "newly arisen"]),
        ] {
            let text = printed(kind, language, &record);
            for word in words {
                assert!(!text.contains(word), "{kind:?} {language:?} says {word}");
            }
        }
    }
}

#[test]
fn a_record_that_tells_a_hidden_origin_is_refused() {
    let refused = |change: &dyn Fn(&mut record::Finding)| {
        let mut record = sample("secondary");
        let finding = record.secondary.as_mut().and_then(|s| s.findings.first_mut()).expect("one finding");
        change(finding);
        matches!(render(Kind::Physician, Language::Ja, &record), Err(DocumentsError::OriginTold { .. }))
    };
    assert!(refused(&|finding| finding.pattern = Some(Pattern::DeNovo)));
    assert!(refused(&|finding| finding.pattern = Some(Pattern::Dominant)));
    assert!(refused(&|finding| finding.phase = Some(record::Phase::Trans)));
    assert!(refused(&|finding| {
        for genotype in &mut finding.variants[0].genotypes {
            if genotype.relation == Relation::Mother {
                genotype.genotype =
                    ShownGenotype::Called { genotype: "0/1".to_owned(), zygosity: Zygosity::Heterozygous };
            }
        }
    }));
}

#[test]
fn the_consent_copy_needs_a_consent() {
    let record = sample("unsolved");
    assert!(matches!(render(Kind::Consent, Language::Ja, &record), Err(DocumentsError::NoConsent)));
}
