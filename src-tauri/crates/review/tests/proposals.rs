//! Criteria proposed from plain facts: every threshold on both of its sides, and what is not known is told.

#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panic")]

use domain::{Assembly, ModeOfInheritance, Strength};
use knowledge::{GeneConstraint, GeneValidity, Knowledge, SourceKind};
use review::{
    Clinvar, ClinvarNeighbour, DeNovo, Effect, Facts, Mechanism, Origin, OtherAllele, Phase, Pvs1Facts, Review,
    Thresholds, beside_pm1,
};

fn facts(effect: Effect) -> Facts<'static> {
    Facts {
        assembly: Assembly::GRCh38,
        variant: "1-100-A-G",
        effect: Some(effect),
        modes: &[],
        carried: None,
        frequencies: None,
        bs1: None,
        revel: None,
        spliceai: None,
        far_from_splice_site: None,
        constraint: None,
        constraint_is_v2: false,
        validity: &[],
        pvs1: Pvs1Facts::default(),
        in_repeat: None,
        residue: None,
        origin: Origin::Unknown,
        other_allele: None,
    }
}

fn review(facts: &Facts<'_>) -> Review {
    Thresholds::shipped().expect("ships").review(facts)
}

/// The proposals that concern these codes.
fn proposed(facts: &Facts<'_>, codes: &[&str]) -> String {
    let review = review(facts);
    let mine = review.proposals.iter().filter(|p| codes.contains(&p.met.criterion.code()));
    mine.map(|p| p.met.to_string()).collect::<Vec<_>>().join(" ")
}

fn not_asked(facts: &Facts<'_>, code: &str) -> Option<&'static str> {
    review(facts).not_asked.iter().find(|(criterion, _)| criterion.code() == code).map(|(_, message)| message.key)
}

/// One gene of gnomAD and its curations, read as they are published.
fn gene(pli: &str, loeuf: &str, missense_z: &str, curation: &str) -> (GeneConstraint, Vec<GeneValidity>) {
    let constraint = format!(
        "gene\ttranscript\tcanonical\tmane_select\tlof.pLI\tlof.oe\tlof.oe_ci.upper\tmis.z_score\tmis.oe\tlof.exp\tconstraint_flags\n\
         A\tENST1\ttrue\ttrue\t{pli}\t1\t{loeuf}\t{missense_z}\t1\t1\t[]\n"
    );
    let curations = format!(
        "GENE SYMBOL,GENE ID (HGNC),DISEASE LABEL,DISEASE ID (MONDO),MOI,CLASSIFICATION,CLASSIFICATION DATE,GCEP\n{}\n",
        if curation.is_empty() {
            "B,HGNC:2,d,MONDO:1,AD,Limited,2020-01-01,p".to_owned()
        } else {
            format!("A,HGNC:1,d,MONDO:1,{curation},2020-01-01,p")
        }
    );
    let sources = [
        (SourceKind::Constraint, "c.tsv", constraint.as_bytes()),
        (SourceKind::ClinGen, "v.csv", curations.as_bytes()),
    ];
    let knowledge = Knowledge::from_sources(sources).expect("read");
    let symbol = "A".parse().expect("a symbol");
    (knowledge.constraint(&symbol).expect("there").clone(), knowledge.validity(&symbol).to_vec())
}

#[test]
fn frequencies_meet_their_thresholds() {
    let recessive = [ModeOfInheritance::AutosomalRecessive];
    let both = [ModeOfInheritance::AutosomalRecessive, ModeOfInheritance::AutosomalDominant];
    let cases: [(f64, &[ModeOfInheritance], &str); 9] = [
        (0.0501, &[], "BA1"),
        (0.05, &[], "BS1"),
        (0.0101, &[], "BS1"),
        (0.01, &[], ""),
        (0.00001, &[], ""),
        (0.000_009, &[], "PM2_Supporting"),
        (0.000_09, &recessive, "PM2_Supporting"),
        (0.0001, &recessive, ""),
        (0.000_09, &both, ""),
    ];
    for (value, modes, expected) in cases {
        let all = [("east_asian".to_owned(), 0.0), ("tommo".to_owned(), value)];
        let facts = Facts { frequencies: Some(&all), modes, ..facts(Effect::Missense) };
        assert_eq!(proposed(&facts, &["BA1", "BS1", "PM2"]), expected, "{value} {modes:?}");
    }
    let one = [("nfe".to_owned(), 0.003)];
    let strict = Facts { frequencies: Some(&one), bs1: Some(0.002), ..facts(Effect::Missense) };
    assert_eq!(proposed(&strict, &["BS1"]), "BS1", "the value of the gene");
}

#[test]
fn the_number_and_its_place_are_told() {
    let all = [("tommo".to_owned(), 0.2), ("nfe".to_owned(), 0.1)];
    let review = review(&Facts { frequencies: Some(&all), ..facts(Effect::Missense) });
    let ba1 = review.proposals.iter().find(|p| p.met.criterion.code() == "BA1").expect("proposed");
    assert_eq!(ba1.evidence.key, "evidence_ba1");
    let args: Vec<_> = ba1.evidence.args.iter().map(|(name, text)| (*name, text.as_str())).collect();
    assert_eq!(args, [("frequency", "0.2"), ("population", "tommo"), ("limit", "0.05")]);
    assert!(ba1.source.contains("10.1002/humu.23642"));
}

#[test]
fn published_exceptions_are_not_ba1() {
    let all = [("nfe".to_owned(), 0.14)];
    let hfe = Facts { variant: "6-26090951-C-G", frequencies: Some(&all), ..facts(Effect::Missense) };
    assert_eq!((proposed(&hfe, &["BA1", "BS1"]), not_asked(&hfe, "BA1")), (String::new(), Some("ba1_exception")));
    let other_assembly = Facts { assembly: Assembly::GRCh37, ..hfe };
    assert_eq!(proposed(&other_assembly, &["BA1"]), "BA1", "the place is that of GRCh38");
}

#[test]
fn a_number_outside_its_range_is_no_evidence() {
    for score in [-0.5, 1.01, f64::NAN, f64::INFINITY] {
        let missense = Facts { revel: Some(score), spliceai: Some(score), ..facts(Effect::Missense) };
        assert_eq!(proposed(&missense, &["PP3", "BP4"]), "", "{score}");
        assert_eq!(not_asked(&missense, "PP3"), Some("missing_revel"), "{score}");
        let silent = Facts { spliceai: Some(score), ..facts(Effect::Synonymous) };
        assert_eq!(not_asked(&silent, "BP7"), Some("missing_spliceai"), "{score}");
        let all = [("nfe".to_owned(), score)];
        let unreadable = Facts { frequencies: Some(&all), ..facts(Effect::Missense) };
        assert_eq!(proposed(&unreadable, &["BA1", "BS1", "PM2"]), "", "{score}");
        for code in ["BA1", "BS1", "PM2"] {
            assert_eq!(not_asked(&unreadable, code), Some("missing_readable_frequency"), "{score} {code}");
        }
        for (other, expected) in [(0.0, ""), (0.02, "BS1"), (0.2, "BA1")] {
            let all = [("nfe".to_owned(), score), ("tommo".to_owned(), other)];
            let facts = Facts { frequencies: Some(&all), ..facts(Effect::Missense) };
            assert_eq!(proposed(&facts, &["BA1", "BS1", "PM2"]), expected, "{score} beside {other}");
            assert_eq!(not_asked(&facts, "PM2"), Some("missing_readable_frequency"));
        }
    }
}

#[test]
fn a_recessive_disease_has_a_limit_of_its_own() {
    let recessive = [ModeOfInheritance::AutosomalRecessive];
    let all = [("nfe".to_owned(), 0.02)];
    let carried = Facts { frequencies: Some(&all), modes: &recessive, ..facts(Effect::Missense) };
    assert_eq!(
        (proposed(&carried, &["BS1"]), not_asked(&carried, "BS1")),
        (String::new(), Some("missing_bs1_recessive"))
    );
    for (bs1, expected) in [(0.03, ""), (0.015, "BS1")] {
        assert_eq!(proposed(&Facts { bs1: Some(bs1), ..carried.clone() }, &["BS1"]), expected, "{bs1}");
    }
    let either = [ModeOfInheritance::AutosomalRecessive, ModeOfInheritance::AutosomalDominant];
    assert_eq!(proposed(&Facts { modes: &either, ..carried }, &["BS1"]), "BS1");
}

#[test]
fn what_is_common_is_not_in_trans() {
    let other_allele = Some(OtherAllele { phase: Phase::Trans, class: Some(Clinvar::Pathogenic) });
    let recessive = [ModeOfInheritance::AutosomalRecessive];
    for (value, modes, expected) in [
        (0.2, &recessive[..], None),
        (0.02, &recessive[..], None),
        (0.02, &[][..], None),
        (0.001, &recessive[..], Some("PM3")),
    ] {
        let all = [("nfe".to_owned(), value)];
        let facts = Facts { frequencies: Some(&all), modes, other_allele, ..facts(Effect::Missense) };
        assert_eq!(proposed(&facts, &["PM3"]), expected.unwrap_or_default(), "{value} {modes:?}");
        assert_eq!(not_asked(&facts, "PM3"), expected.is_none().then_some("pm3_common"), "{value} {modes:?}");
    }
}

#[test]
fn nothing_is_proposed_of_what_is_not_carried() {
    let all = [("nfe".to_owned(), 0.2)];
    let known = Facts { frequencies: Some(&all), revel: Some(0.99), ..facts(Effect::Missense) };
    assert_eq!(proposed(&Facts { carried: Some(true), ..known.clone() }, &["BA1", "PP3"]), "PP3_Strong BA1");
    let review = review(&Facts { carried: Some(false), ..known });
    assert!(review.proposals.is_empty());
    assert!(
        review.not_asked.len() > 10 && review.not_asked.iter().all(|(_, message)| message.key == "missing_carrier")
    );
}

#[test]
fn no_annotation_is_not_absence() {
    let unknown = facts(Effect::Missense);
    assert_eq!((proposed(&unknown, &["PM2"]), not_asked(&unknown, "PM2")), (String::new(), Some("missing_frequency")));
    let absent = Facts { frequencies: Some(&[]), ..facts(Effect::Missense) };
    let review = review(&absent);
    let pm2 = review.proposals.iter().find(|p| p.met.criterion.code() == "PM2").expect("proposed");
    assert_eq!(pm2.evidence.key, "evidence_pm2_absent");
    assert_eq!(pm2.missing, ["missing_mode", "missing_callability"]);
}

#[test]
fn revel_meets_its_bands() {
    for (score, expected) in [
        (0.932, "PP3_Strong"),
        (0.931, "PP3_Moderate"),
        (0.773, "PP3_Moderate"),
        (0.772, "PP3"),
        (0.644, "PP3"),
        (0.643, ""),
        (0.291, ""),
        (0.29, "BP4"),
        (0.183, "BP4_Moderate"),
        (0.016, "BP4_Strong"),
        (0.003, "BP4_VeryStrong"),
    ] {
        let facts = Facts { revel: Some(score), spliceai: Some(0.0), ..facts(Effect::Missense) };
        assert_eq!(proposed(&facts, &["PP3", "BP4"]), expected, "REVEL {score}");
    }
    let splice = Facts { revel: Some(0.1), spliceai: Some(0.2), ..facts(Effect::Missense) };
    assert_eq!(proposed(&splice, &["PP3", "BP4"]), "PP3", "what splicing says against it ends BP4");
    let between = Facts { revel: Some(0.1), spliceai: Some(0.15), ..facts(Effect::Missense) };
    assert_eq!(proposed(&between, &["PP3", "BP4"]), "", "neither");
    let silent = Facts { revel: Some(0.99), ..facts(Effect::StopGained) };
    assert_eq!(proposed(&silent, &["PP3", "BP4"]), "", "REVEL is about missense");
    assert_eq!(not_asked(&facts(Effect::Missense), "PP3"), Some("missing_revel"));
}

#[test]
fn spliceai_meets_its_bands() {
    for (score, far, expected) in [
        (0.2, Some(true), "PP3"),
        (0.19, Some(true), ""),
        (0.1, Some(true), "BP4 BP7"),
        (0.1, Some(false), "BP4"),
        (0.1, None, "BP4"),
    ] {
        for effect in [Effect::Synonymous, Effect::Intronic] {
            let facts = Facts { spliceai: Some(score), far_from_splice_site: far, ..facts(effect) };
            assert_eq!(proposed(&facts, &["PP3", "BP4", "BP7"]), expected, "SpliceAI {score} {far:?}");
        }
    }
    assert_eq!(not_asked(&facts(Effect::Synonymous), "BP7"), Some("missing_spliceai"));
}

#[test]
fn pp3_and_pm1_together_are_at_most_strong() {
    use Strength::{Moderate, Strong, Supporting};
    for (pp3, pm1, left) in [
        (Strong, Supporting, Some(Moderate)),
        (Strong, Moderate, Some(Moderate)),
        (Moderate, Moderate, Some(Moderate)),
        (Supporting, Moderate, Some(Supporting)),
        (Strong, Strong, None),
    ] {
        assert_eq!(beside_pm1(pp3, pm1), left, "{pp3:?} {pm1:?}");
    }
}

fn stop<'a>(constraint: Option<&'a GeneConstraint>, validity: &'a [GeneValidity]) -> Facts<'a> {
    let pvs1 = Pvs1Facts { nmd: Some(true), relevant_transcript: Some(true), ..Pvs1Facts::default() };
    Facts { constraint, validity, pvs1, ..facts(Effect::StopGained) }
}

#[test]
fn loss_of_function_needs_a_gene_that_fails_by_it() {
    for (pli, loeuf, curation, mechanism, expected) in [
        ("0.95", "1", "AD,Definitive", Mechanism::Probable, "PVS1_Strong"),
        ("0.1", "0.59", "AD,Strong", Mechanism::Probable, "PVS1_Strong"),
        ("0.1", "0.6", "AR,Definitive", Mechanism::Established, "PVS1"),
        ("0.1", "0.6", "AD,Definitive", Mechanism::Probable, "PVS1_Strong"),
        ("0.95", "1", "AD,Moderate", Mechanism::Probable, "PVS1_Strong"),
        ("0.1", "1", "AD,Moderate", Mechanism::Possible, "PVS1_Moderate"),
        ("0.95", "1", "AD,Limited", Mechanism::NotShown, ""),
        ("0.95", "1", "AD,Refuted", Mechanism::NotShown, ""),
        ("0.95", "1", "", Mechanism::Possible, "PVS1_Moderate"),
        ("0.1", "1", "", Mechanism::NotShown, ""),
    ] {
        let (constraint, validity) = gene(pli, loeuf, "0", curation);
        let facts = stop(Some(&constraint), &validity);
        assert_eq!(Thresholds::shipped().expect("ships").mechanism(&facts), mechanism, "{pli} {loeuf} {curation}");
        assert_eq!(proposed(&facts, &["PVS1"]), expected, "{pli} {loeuf} {curation}");
        let told = review(&facts).proposals.iter().any(|p| p.missing.contains(&"pvs1_missing_mechanism"));
        assert_eq!(told, matches!(mechanism, Mechanism::Probable | Mechanism::Possible), "{pli} {loeuf} {curation}");
    }
    let review = review(&stop(None, &[]));
    assert!(review.proposals.iter().all(|p| p.met.criterion.code() != "PVS1"), "nothing is known of the gene");
    assert!(review.not_asked.iter().any(|(_, message)| message.key == "missing_mechanism"), "not known is not: none");
    let (mut constraint, _) = gene("0.1", "1", "0", "");
    let shown = |constraint: &GeneConstraint| not_asked(&stop(Some(constraint), &[]), "PVS1");
    assert_eq!(shown(&constraint), Some("pvs1_does_not_apply"), "it is known not to be constrained");

    // The limit of LOEUF is that of the release, and where too few are expected no number says anything.
    (constraint.loeuf, constraint.pli) = (Some(0.5), None);
    let mechanism = |facts: &Facts<'_>| Thresholds::shipped().expect("ships").mechanism(facts);
    assert_eq!(mechanism(&stop(Some(&constraint), &[])), Mechanism::Possible);
    let v2 = |constraint: &GeneConstraint| mechanism(&Facts { constraint_is_v2: true, ..stop(Some(constraint), &[]) });
    assert_eq!(v2(&constraint), Mechanism::NotShown);
    constraint.loeuf = Some(0.34);
    assert_eq!(v2(&constraint), Mechanism::Possible);
    constraint.flags = vec!["no_exp_lof".into()];
    assert_eq!(mechanism(&stop(Some(&constraint), &[])), Mechanism::NotShown);
}

#[test]
fn constraint_of_missense() {
    for (pli, z, expected) in
        [("0.1", "3.09", "PP2"), ("0.1", "3.08", ""), ("0.95", "-0.1", "BP1"), ("0.1", "-0.1", "")]
    {
        let (constraint, _) = gene(pli, "1", z, "");
        let facts = Facts { constraint: Some(&constraint), ..facts(Effect::Missense) };
        assert_eq!(proposed(&facts, &["PP2", "BP1"]), expected, "pLI {pli} z {z}");
    }
    let (constraint, _) = gene("1", "1", "9", "");
    let stop = Facts { constraint: Some(&constraint), ..facts(Effect::StopGained) };
    assert_eq!(proposed(&stop, &["PP2", "BP1"]), "");
}

#[test]
fn other_variants_of_the_residue() {
    let neighbour = |same_residue, class| ClinvarNeighbour { variation: 7, residue: 'V', same_residue, class };
    for (neighbours, expected) in [
        (vec![neighbour(true, Clinvar::Pathogenic), neighbour(false, Clinvar::Pathogenic)], "PS1"),
        (vec![neighbour(true, Clinvar::LikelyPathogenic)], "PS1_Moderate"),
        (vec![neighbour(false, Clinvar::LikelyPathogenic), neighbour(false, Clinvar::Pathogenic)], "PM5"),
        (vec![neighbour(false, Clinvar::LikelyPathogenic)], "PM5_Supporting"),
        (vec![], ""),
    ] {
        let facts = Facts { residue: Some(&neighbours), ..facts(Effect::Missense) };
        assert_eq!(proposed(&facts, &["PS1", "PM5", "PP5"]), expected, "{neighbours:?}");
    }
    assert_eq!(not_asked(&facts(Effect::Missense), "PS1"), Some("missing_residue"));
}

#[test]
fn points_of_the_family() {
    // ClinGen SVI, recommendation for de novo criteria, version 1.1, table 1: highly specific, consistent, consistent with
    // many genes, not consistent.
    for (probability, parents_confirmed, expected) in [
        (Some(0.9), true, "PS2"),
        (Some(0.89), true, "PS2_Moderate"),
        (Some(0.1), true, "PS2_Moderate"),
        (Some(0.099), true, "PS2_Supporting"),
        (Some(0.000_12), true, "PS2_Supporting"),
        (Some(0.000_11), true, ""),
        (None, true, "PS2_Supporting"),
        (Some(0.9), false, "PM6"),
        (Some(0.1), false, "PM6_Supporting"),
        (Some(0.099), false, ""),
        (None, false, ""),
    ] {
        let facts =
            Facts { origin: Origin::DeNovo(DeNovo { parents_confirmed, probability }), ..facts(Effect::Missense) };
        assert_eq!(proposed(&facts, &["PS2", "PM6"]), expected, "{probability:?} {parents_confirmed}");
        let code = if parents_confirmed { "PS2" } else { "PM6" };
        let reason = if probability.is_some() { "de_novo_does_not_fit" } else { "missing_phenotype_fit" };
        assert_eq!(
            not_asked(&facts, code),
            expected.is_empty().then_some(reason),
            "{probability:?} {parents_confirmed}"
        );
    }
    assert_eq!(not_asked(&facts(Effect::Missense), "PS2"), Some("missing_parents"));
    assert_eq!(not_asked(&Facts { origin: Origin::Inherited, ..facts(Effect::Missense) }, "PS2"), None, "it was asked");
    for (phase, class, expected) in [
        (Phase::Trans, Some(Clinvar::LikelyPathogenic), "PM3"),
        (Phase::Unknown, Some(Clinvar::Pathogenic), "PM3_Supporting"),
        (Phase::Unknown, Some(Clinvar::LikelyPathogenic), ""),
        (Phase::Homozygous, None, "PM3_Supporting"),
        (Phase::Cis, Some(Clinvar::Pathogenic), ""),
        (Phase::Trans, None, ""),
    ] {
        let facts = Facts { other_allele: Some(OtherAllele { phase, class }), ..facts(Effect::Missense) };
        assert_eq!(proposed(&facts, &["PM3"]), expected, "{phase:?} {class:?}");
    }
}

#[test]
fn length_of_the_protein() {
    for (effect, in_repeat, expected) in [
        (Effect::StopLost, None, "PM4"),
        (Effect::InFrame, Some(false), "PM4"),
        (Effect::InFrame, None, "PM4"),
        (Effect::InFrame, Some(true), "BP3"),
        (Effect::Missense, None, ""),
    ] {
        assert_eq!(proposed(&Facts { in_repeat, ..facts(effect) }, &["PM4", "BP3"]), expected, "{effect:?}");
    }
}

#[test]
fn wrong_thresholds_are_refused() {
    let shipped = include_str!("../../../../assets/rules/acmg-evidence.json");
    for (from, to, expected) in [
        ("\"ba1\": 0.05", "\"ba1\": 0.005", "frequency"),
        ("\"bp4\": 0.1", "\"bp4\": 0.3", "spliceai"),
        ("acmg-evidence/1", "acmg-evidence/9", "acmg-evidence/9"),
        ("\"bs1\"", "\"bs9\"", "bs9"),
    ] {
        assert!(shipped.contains(from), "{from}");
        let message = Thresholds::read("e.json", &shipped.replacen(from, to, 1)).expect_err("refused").to_string();
        assert!(message.contains("e.json") && message.contains(expected), "{message}");
    }
}
