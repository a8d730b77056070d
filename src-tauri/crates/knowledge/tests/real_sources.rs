//! The public files as they are, where they are at hand.

#![allow(clippy::print_stderr, reason = "a skipped test says so")]
#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panic")]

use std::path::PathBuf;

use domain::{Assembly, DiseaseId, GeneSymbol, HgncId, HpoId, ModeOfInheritance};
use knowledge::{Association, Importer, Knowledge, Panel, SourceKind};

const SOURCES: [(SourceKind, &str); 22] = [
    (SourceKind::Hpo, "data/hpo/hp.v2025-05-06.json.gz"),
    (SourceKind::Hpoa, "data/hpo/phenotype.v2025-05-06.hpoa.gz"),
    (SourceKind::GenesToDisease, "data/hpo/genes_to_disease.txt.gz"),
    (SourceKind::Mondo, "data/panels/mondo/mondo_exactmatch_omim.sssom.tsv"),
    (SourceKind::Mondo, "data/panels/mondo/mondo_exactmatch_orphanet.sssom.tsv"),
    (SourceKind::Mondo, "data/panels/mondo/mondo_hasdbxref_nando.sssom.tsv"),
    (SourceKind::GeneCoordinates, "data/panels/gene-coordinates/ensembl_genes_37.txt.gz"),
    (SourceKind::GeneCoordinates, "data/panels/gene-coordinates/ensembl_genes_38.txt.gz"),
    (SourceKind::Sensitive, "facts/acmg_sf_v3.2.tsv"),
    (SourceKind::Sensitive, "facts/sensitive_adult_onset.tsv"),
    (SourceKind::Panel, "data/panels/scout/panel_1.txt"),
    (SourceKind::Hgnc, "data/panels/hgnc/hgnc_symbols_id.txt.gz"),
    (SourceKind::Hgnc, "data/panels/hgnc/hgnc_ncbi_ensembl_geneids.txt.gz"),
    (SourceKind::HpoJa, "data/japanese/hp-ja.babelon.tsv"),
    (SourceKind::Nando, "data/japanese/nando.ttl"),
    (SourceKind::NandoGenes, "data/japanese/nanbyo-gene-associations.tsv"),
    (SourceKind::NandoHpo, "data/japanese/nanbyo-phenotype-associations.tsv"),
    (SourceKind::ClinGen, "data/panels/Clingen-Gene-Disease-Summary-2025-01-03.csv"),
    (SourceKind::Constraint, "data/panels/gnomad.v4.1.constraint_metrics_reduced.tsv"),
    (SourceKind::PanelApp, "data/panels/panelapp-shaped/incidentalome.json"),
    (SourceKind::PanelApp, "data/panels/panelapp-shaped/panelapp_current_137.json"),
    (SourceKind::ClinVar, "data/vcf/slivar/clinvar_20191007.vcf.gz"),
];

fn shared(path: &str) -> Option<PathBuf> {
    let path = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../../shared")).join(path);
    if !path.exists() {
        eprintln!("skipped: ../shared/data is not here");
        return None;
    }
    Some(path)
}

fn import() -> Option<Knowledge> {
    let mut importer = Importer::new(None);
    for (kind, path) in SOURCES {
        importer.add(kind, &shared(path)?).unwrap_or_else(|error| panic!("{error}"));
    }
    importer.check().unwrap_or_else(|error| panic!("{error}"));
    Some(importer.finish())
}

fn gene(symbol: &str) -> GeneSymbol {
    symbol.parse().expect("a symbol")
}

#[test]
fn every_source_is_read_and_answers() {
    let Some(knowledge) = import() else { return };
    let ontology = knowledge.ontology().expect("imported");
    assert_eq!(ontology.terms().len(), 19_178, "the live terms of the release");
    let diseases = knowledge.diseases().expect("imported");
    assert_eq!(diseases.all().len(), 8_362 + 47 + 4_281, "OMIM, DECIPHER and Orphanet of the release");
    assert_eq!(diseases.all().iter().map(|d| d.annotations.len()).sum::<usize>(), 254_965, "rows of aspect P");

    let apert: DiseaseId = "OMIM:101200".parse().expect("an id");
    assert_eq!(knowledge.disease_name(apert), Some("Apert syndrome"));
    assert!(knowledge.modes_of_inheritance(apert).contains(&ModeOfInheritance::AutosomalDominant));
    let genes: Vec<_> = knowledge.genes_of(apert).map(|l| (l.symbol.as_str(), l.association)).collect();
    assert_eq!(genes, [("FGFR2", Association::Mendelian)]);
    assert!(knowledge.diseases_of(&gene("FGFR2")).iter().any(|link| link.disease == apert), "both ways");
    assert!(
        knowledge.same_disease(apert).contains(&"ORPHA:87".parse().expect("an id")),
        "one MONDO class matches both"
    );

    let seizure: HpoId = "HP:0001250".parse().expect("an id");
    assert_eq!(ontology.name(seizure), Some("Seizure"));
    assert_eq!(knowledge.term_name_ja(seizure), Some("発作"));
    let merged: HpoId = "HP:0004715".parse().expect("an id");
    assert!(!ontology.is_live(merged), "an alternative id is not live");
    assert!(ontology.resolve(merged).is_some_and(|id| ontology.is_live(id)));
    let obsolete: HpoId = "HP:0000057".parse().expect("an id");
    assert_eq!(ontology.resolve(obsolete), "HP:0008665".parse().ok(), "replaced by");
    assert!(ontology.ancestors(seizure).contains(&HpoId::PHENOTYPIC_ABNORMALITY));

    for assembly in [Assembly::GRCh37, Assembly::GRCh38] {
        let regions = knowledge.regions(&gene("BRCA2"), assembly);
        assert_eq!(regions.len(), 1, "one place on {assembly}");
        assert!(knowledge.genes_at(&regions[0], assembly).contains(&&gene("BRCA2")));
        for list in knowledge.sensitive_lists() {
            for line in list.text.lines().filter(|l| !l.starts_with('#')).skip(1) {
                let symbol = gene(line.split('\t').next().expect("a column"));
                assert!(!knowledge.regions(&symbol, assembly).is_empty(), "{symbol} could not be sealed on {assembly}");
            }
        }
    }
    assert_eq!(knowledge.hgnc(&gene("FGFR2")), Some(HgncId(3689)));
    assert!(knowledge.other_symbols(&gene("FAM134B")).contains(&&gene("RETREG1")));
    assert!(!knowledge.diseases_of(&gene("FAM134B")).is_empty(), "found under the present symbol RETREG1");
    assert_eq!(
        knowledge.panel("Test panel").map(|p| (p.version.as_deref(), p.genes.len() > 90)),
        Some((Some("1.0"), true))
    );

    let releases: Vec<_> =
        knowledge.versions().map(|s| (s.kind.name(), s.part.as_str(), s.release.as_deref())).collect();
    assert!(releases.contains(&("hpo", "", Some("2025-05-06"))));
    assert!(releases.contains(&("hpoa", "", Some("2025-05-06"))));
    assert!(releases.contains(&("mondo", "mondo_exactmatch_omim.sssom", Some("2026-08-04"))));
    assert!(releases.contains(&("hgnc", "hgnc_symbols_id", Some("2020-02-11"))));
    assert!(releases.contains(&("hpo_ja", "", Some("2023-07-21"))));
}

#[test]
fn a_saved_folder_opens_equal() {
    let Some(knowledge) = import() else { return };
    let folder = tempfile::tempdir().expect("a folder");
    knowledge.save(folder.path()).expect("saved");
    let opened = Knowledge::open(folder.path()).expect("opened");
    assert!(knowledge.versions().eq(opened.versions()));

    let again = tempfile::tempdir().expect("a folder");
    opened.save(again.path()).expect("saved");
    let manifest = |folder: &tempfile::TempDir| std::fs::read(folder.path().join("manifest.json")).expect("a manifest");
    assert_eq!(manifest(&folder), manifest(&again), "what was opened is what was saved, byte for byte");
}

#[test]
fn panels_of_other_programs_are_read_as_they_are() {
    for path in ["data/panels/scout/panel_1.csv", "facts/acmg_sf_v3.2.tsv", "facts/sensitive_adult_onset.tsv"] {
        let Some(path) = shared(path) else { return };
        let panel = Panel::read(&path).unwrap_or_else(|error| panic!("{error}"));
        assert!(panel.genes.len() > 5, "{} genes in {}", panel.genes.len(), panel.name);
    }
}

#[test]
fn curators_populations_and_programmes_answer() {
    let Some(knowledge) = import() else { return };
    let id = |text: &str| text.parse::<DiseaseId>().expect("an id");
    let class = knowledge.nando(id("NANDO:1200399")).expect("21-hydroxylase deficiency");
    assert_eq!((class.shitei_nanbyo(), class.name_ja.as_str()), (Some(81), "21-水酸化酵素欠損症"));
    assert!(knowledge.same_as_nando(class).contains(&id("OMIM:201910")), "by one MONDO class");
    assert_eq!(knowledge.disease_ja(id("OMIM:201910")).and_then(|j| j.shitei_nanbyo), Some(81));
    assert!(
        knowledge.designated(348).is_some() && knowledge.designated(349).is_none(),
        "348 diseases since 2025-04-01"
    );
    assert_eq!((1..=348).filter(|n| knowledge.designated(*n).is_some()).count(), 348, "every number has a class");
    assert_eq!(knowledge.nando_genes(id("NANDO:2200685")), [&gene("KNG1")]);
    assert!(!knowledge.nando_terms(id("NANDO:1200198")).is_empty());

    let aars = knowledge.validity(&gene("AARS1"));
    assert_eq!(
        aars.first().map(|v| (v.class.word(), v.mode)),
        Some(("Definitive", Some(ModeOfInheritance::AutosomalDominant)))
    );
    let constraint = knowledge.constraint(&gene("ADAM10")).expect("a gene of the extract");
    assert_eq!(
        (constraint.transcript.as_str(), constraint.pli, constraint.loeuf),
        ("ENST00000260408", Some(1.0), Some(0.276))
    );

    assert_eq!(knowledge.panel("Incidentalome").map(|p| p.genes.len()), Some(2));
    let known = knowledge.clinvar_entry(Assembly::GRCh37, "1".parse().expect("one"), 949_523, "C", "T").expect("read");
    assert_eq!(
        known.map(|e| (e.variation, e.class, e.stars)),
        Some((183_381, variants::ClinVarClass::Pathogenic, Some(0)))
    );

    let releases: Vec<_> = knowledge.versions().map(|s| (s.kind.name(), s.release.as_deref())).collect();
    for (kind, release) in
        [("nando", "2025-08-26"), ("clingen", "2025-01-03"), ("constraint", "v4.1"), ("clinvar", "2019-10-07")]
    {
        assert!(releases.contains(&(kind, Some(release))), "{kind} {release}");
    }
}

#[test]
fn designated_classes_without_an_exact_match_are_many() {
    let Some(path) = shared("data/japanese/nando.ttl") else { return };
    let mut importer = Importer::new(None);
    importer.add(SourceKind::Nando, &path).unwrap_or_else(|error| panic!("{error}"));
    let knowledge = importer.finish();
    let designated = (1_000_000..2_000_000).filter_map(|number| {
        let id = DiseaseId::new(domain::DiseaseSource::Nando, number);
        knowledge.nando(id).filter(|class| class.shitei_nanbyo().is_some())
    });
    let (all, without) = designated
        .fold((0, 0), |(all, without), class| (all + 1, without + usize::from(class.exact_mondo().next().is_none())));
    eprintln!("{without} of {all} designated classes match no MONDO class exactly");
    assert!(without > 250, "no match is a normal answer");
}
