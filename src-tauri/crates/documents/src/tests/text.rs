use super::*;

#[test]
fn the_documents_read_as_reviewed() {
    let record = sample("solved");
    for kind in Kind::ALL {
        for language in Language::ALL {
            let name = format!("{}.{}", kind.name(), language.code());
            insta::assert_snapshot!(name, printed(kind, language, &record));
        }
    }
}

#[test]
fn an_unsolved_case_is_told_what_could_not_be_seen() {
    let record = sample("unsolved");
    for kind in [Kind::Physician, Kind::Patient] {
        for language in Language::ALL {
            let text = printed(kind, language, &record);
            for gene in ["STRC", "OTOA"] {
                assert!(text.contains(gene), "{kind:?} {language:?} must name {gene}, which was not callable");
            }
        }
    }
    let patient = printed(Kind::Patient, Language::Ja, &record);
    assert!(patient.contains("再解析"), "the unsolved patient learns of the reanalysis");
    assert!(patient.contains("下書き"), "an unsigned report says so");
}

#[test]
fn the_documents_of_a_record_agree() {
    for (name, _) in RECORDS {
        let record = sample(name);
        let physician = printed(Kind::Physician, Language::Ja, &record);
        let patient = printed(Kind::Patient, Language::Ja, &record);
        for finding in &record.findings {
            let disease = finding.disease.as_ref().and_then(|d| d.name.ja.as_deref()).expect("a named disease");
            for text in [&physician, &patient] {
                assert!(text.contains(finding.gene.as_str()), "{name}: every report names {}", finding.gene);
                assert!(text.contains(disease), "{name}: every report names {disease}");
            }
        }
        let (physician_says, patient_says) = match record.outcome() {
            record::Outcome::CauseFound => ("原因と判断される", "原因と考えられる変化が見つかり"),
            record::Outcome::CandidateFound => ("原因の候補", "関係があるかもしれない"),
            record::Outcome::NothingFound => ("検出されなかった", "見つかりませんでした"),
        };
        assert!(physician.contains(physician_says) && patient.contains(patient_says), "{name}: one outcome for both");
    }
}

/// A record in which everything that may be missing is missing.
#[test]
fn what_is_not_known_is_said_and_not_guessed() {
    let mut record = sample("solved");
    record.patient.name = None;
    record.patient.kana = None;
    record.patient.birth_date = None;
    record.patient.hospital_id = None;
    record.facility = Default::default();
    record.indication = None;
    record.decision = None;
    record.anchor = None;
    record.analysis.pipeline = None;
    record.analysis.method = None;
    record.analysis.laboratory = None;
    record.waterfall.clear();
    record.panels.clear();
    record.general_list.clear();
    record.versions.clear();
    record.phenotypes.clear();
    for finding in &mut record.findings {
        finding.disease = None;
        finding.pattern = None;
        finding.phenotype = None;
        finding.genotype_score_milli = None;
        finding.hgnc = None;
        finding.reasons.clear();
        for variant in &mut finding.variants {
            variant.rsid = None;
            variant.transcript = None;
            variant.hgvs_c = None;
            variant.hgvs_p = None;
            variant.consequence = None;
            variant.clinvar = None;
            variant.class = None;
            variant.class_decided = false;
            variant.genotypes.clear();
            variant.frequencies.clear();
            variant.criteria.clear();
            variant.rule_sets.clear();
        }
    }
    if let Some(consent) = &mut record.consent {
        consent.decided_on = None;
        consent.recorded_at = None;
        consent.identity_check = None;
        consent.explained_by = None;
        consent.sha256 = None;
        consent.anchor = None;
        consent.proxy = Some(record::Proxy { name: None, relation: None, assented: None });
    }
    for kind in Kind::ALL {
        let japanese = printed(kind, Language::Ja, &record);
        let english = printed(kind, Language::En, &record);
        assert!(japanese.contains("不明"), "{kind:?} in Japanese");
        assert!(english.contains("unknown"), "{kind:?} in English");
        for text in [japanese, english] {
            assert!(!text.contains("none"), "{kind:?}: no value of the typesetter may reach the page");
        }
    }
    assert_eq!(record.outcome(), record::Outcome::CandidateFound, "without a class nothing is a cause");
}

#[test]
fn a_proposed_class_makes_a_candidate_and_no_cause() {
    let mut record = sample("solved");
    record.findings[0].variants[0].class_decided = false;
    assert_eq!(record.outcome(), record::Outcome::CandidateFound, "nothing is final without a person");
    let text = printed(Kind::Patient, Language::Ja, &record);
    assert!(text.contains("まだわかりません"), "the patient is not told a cause that nobody has decided");
    assert!(!text.contains("指定難病"), "nor sent to apply for a disease that is not diagnosed");
    assert!(printed(Kind::Physician, Language::Ja, &record).contains("自動提案"));
}

#[test]
fn a_text_in_one_language_serves_both() {
    fn only_japanese(value: &mut serde_json::Value) {
        if let Some(fields) = value.as_object_mut() {
            fields.remove("en");
            fields.values_mut().for_each(only_japanese);
        } else if let Some(items) = value.as_array_mut() {
            items.iter_mut().for_each(only_japanese);
        }
    }
    let mut value = serde_json::to_value(sample("solved")).expect("a record is plain values");
    only_japanese(&mut value);
    let record = serde_json::from_value(value).expect("English is optional");
    for kind in Kind::ALL {
        assert!(printed(kind, Language::En, &record).contains("しるべ総合病院"), "{kind:?}: the name is known");
    }
}
