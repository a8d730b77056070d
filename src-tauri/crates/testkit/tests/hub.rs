//! The demonstration hub is what the generator writes, and the generator keeps its word.

#![allow(clippy::expect_used, reason = "helpers of tests")]

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    io::Read,
    path::{Path, PathBuf},
};

use consent::{Decision, Item};
use flate2::read::MultiGzDecoder;
use testkit::{Family, Variant, write_hub};

fn fixtures() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../fixtures"))
}

fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut open = vec![folder.to_owned()];
    while let Some(next) = open.pop() {
        for entry in fs::read_dir(&next).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                open.push(path);
            } else {
                let name = path.strip_prefix(folder).expect("inside").to_owned();
                found.insert(name, fs::read(&path).expect("a file"));
            }
        }
    }
    found
}

fn genome(folder: &Path) -> Vec<String> {
    let packed = fs::read(folder.join("family.vcf.gz")).expect("a VCF");
    let mut text = String::new();
    MultiGzDecoder::new(packed.as_slice()).read_to_string(&mut text).expect("bgzip");
    text.lines().filter(|line| !line.starts_with('#')).map(str::to_owned).collect()
}

fn small(number: usize) -> Family {
    Family::numbered(number).expect("a family").with_records(400)
}

fn records_of(family: &Family) -> Vec<String> {
    let folder = tempfile::tempdir().expect("a folder");
    family.write(folder.path()).expect("writes");
    genome(folder.path())
}

#[test]
fn the_hub_in_the_repository_is_what_the_generator_writes() {
    let folder = tempfile::tempdir().expect("a folder");
    write_hub(folder.path(), &Family::all().expect("six families")).expect("writes");
    let (made, mut kept) = (files(folder.path()), files(&fixtures().join("hub")));
    kept.remove(Path::new("README.md"));
    assert_eq!(made.keys().collect::<Vec<_>>(), kept.keys().collect::<Vec<_>>());
    for (name, bytes) in &made {
        let help = "run: cargo run -p testkit --example make_hub -- fixtures/hub";
        assert!(kept[name] == *bytes, "fixtures/hub/{} is not what the generator writes; {help}", name.display());
    }
    let size: usize = kept.values().map(Vec::len).sum();
    assert!(size < 8_000_000, "the hub is small: {size} bytes");
}

#[test]
fn a_further_variant_changes_no_other_line() {
    let variant = Variant {
        place: "chr13-32340000-C-A".into(),
        gene: "BRCA2".into(),
        consequence: "stop_gained".into(),
        ..Variant::default()
    };
    let variant = variant.with_genotype("F1-proband", "0/1").expect("a person");
    let without: BTreeSet<String> = records_of(&small(1)).into_iter().collect();
    let with: BTreeSet<String> = records_of(&small(1).with_variant(variant)).into_iter().collect();
    let more: Vec<&String> = with.difference(&without).collect();
    assert_eq!(more.len(), 1);
    assert!(more[0].starts_with("chr13\t32340000\t.\tC\tA\t"), "{}", more[0]);
    assert_eq!(without.difference(&with).count(), 0, "nothing is lost");
}

#[test]
fn a_variant_taken_out_is_gone() {
    assert!(records_of(&small(6)).iter().any(|line| line.contains("NM_000059.4:c.5645C>A")));
    assert!(!records_of(&small(6).without("BRCA2")).iter().any(|line| line.contains("NM_000059.4")));
}

#[test]
fn a_decision_reaches_the_bundle() {
    let changed = small(6)
        .with_decision("F6-mother", Item::SecondaryFindingsAdult, Decision::Agreed)
        .expect("the mother takes part");
    let folder = tempfile::tempdir().expect("a folder");
    changed.write(folder.path()).expect("writes");
    let bytes = fs::read(folder.path().join("bundle.json")).expect("a file");
    let bundle = fhir::Bundle::read("bundle.json", &bytes).expect("a Bundle");
    let case = fhir::case::ClinicalCase::of("bundle.json", &bundle).expect("a case");
    let mother = case.consents.iter().find(|c| c.person.as_str() == "F6-mother").expect("a consent");
    assert!(mother.decisions.iter().any(|d| d.item == "secondary_findings_adult" && d.agreed));
    assert!(small(4).with_decision("F4-father", Item::Participation, Decision::Agreed).is_err(), "he was never asked");
}

#[test]
fn genomes_look_like_exomes_of_a_family() {
    let lines = genome(&fixtures().join("hub/family-3"));
    assert!((5_000..=20_000).contains(&lines.len()), "{} records", lines.len());
    let (mut transitions, mut transversions, mut called, mut impossible, mut missing) = (0, 0, 0, 0, 0);
    for line in &lines {
        let fields: Vec<&str> = line.split('\t').collect();
        match (fields[3], fields[4]) {
            ("A", "G") | ("G", "A") | ("C", "T") | ("T", "C") => transitions += 1,
            (a, b) if a.len() == 1 && b.len() == 1 => transversions += 1,
            _ => {}
        }
        let trio: Vec<Vec<&str>> =
            fields[9..].iter().map(|s| s.split(':').next().unwrap_or("").split('/').collect()).collect();
        missing += trio.iter().filter(|g| g.contains(&".")).count();
        if fields[0] != "chrX" && !trio.iter().flatten().any(|&a| a == ".") {
            called += 1;
            let fits = |a: &str, b: &str| trio[1].contains(&a) && trio[2].contains(&b);
            impossible += usize::from(!fits(trio[0][0], trio[0][1]) && !fits(trio[0][1], trio[0][0]));
        }
    }
    let ratio = f64::from(transitions) / f64::from(transversions);
    assert!((2.5..3.1).contains(&ratio), "transitions to transversions: {ratio}");
    assert!(impossible > 0 && impossible * 200 < called, "{impossible} of {called} against Mendel: a few errors");
    assert!(missing > 20 && missing * 50 < lines.len() * 3, "{missing} genotypes are missing");
}

#[test]
fn no_sensitive_gene_is_lost_by_chance() {
    let list = fs::read_to_string(fixtures().join("../assets/knowledge/acmg_sf_v3.2.tsv")).expect("the list");
    let sensitive: BTreeSet<&str> = list.lines().skip(2).filter_map(|line| line.split('\t').next()).collect();
    for number in 1..=6 {
        for line in genome(&fixtures().join(format!("hub/family-{number}"))) {
            for entry in line.split_once("CSQ=").map_or("", |(_, csq)| csq).split(',') {
                let fields: Vec<&str> = entry.split('|').collect();
                if fields.get(2) == Some(&"HIGH") && sensitive.contains(fields[3]) {
                    assert_eq!((number, fields[3]), (6, "BRCA2"), "only the published variant: {line}");
                }
            }
        }
    }
}

#[test]
fn the_bundle_says_what_the_other_files_say() {
    for family in Family::all().expect("six families") {
        let folder = fixtures().join("hub").join(family.id());
        let read = |name: &str| fs::read(folder.join(name)).expect("a file");
        let bundle = fhir::Bundle::read("bundle.json", &read("bundle.json")).expect("a Bundle");
        let case = fhir::case::ClinicalCase::of("bundle.json", &bundle).expect("a case");
        let packet =
            fhir::phenopacket::Phenopacket::read("phenopacket.json", &read("phenopacket.json")).expect("a packet");
        let signs = packet.phenotype("phenopacket.json").expect("signs");
        assert_eq!(case.phenotype(family.proband()).observed(), signs.observed(), "{}", family.id());
        assert_eq!(case.phenotype(family.proband()).excluded(), signs.excluded(), "{}", family.id());
        let pedigree = family.pedigree();
        let consents: Vec<_> = case.consents.iter().map(|consent| &consent.person).collect();
        let people: Vec<_> = case.people.iter().map(|person| &person.id).collect();
        assert_eq!(consents, people, "each person who takes part has signed");
        assert!(people.iter().all(|id| pedigree.member(id).is_some()));
        assert!(people.iter().all(|id| case.specimens.iter().any(|s| &&s.person == id && !s.left.is_empty())));
        let genome = case.files.iter().find(|file| file.url == "family.vcf.gz").expect("the VCF is named");
        let bytes = read("family.vcf.gz");
        assert_eq!(genome.size, Some(bytes.len() as u64));
        assert_eq!(genome.sha256.as_deref(), Some(sealed::digest::Sha256::of(&bytes).to_string().as_str()));
        let order = case.order.as_ref().expect("an order");
        assert_eq!((order.diseases.len(), order.panels.len()), (1, 1), "{order:?}");
    }
}

#[test]
fn the_mother_of_family_6_has_refused_and_the_proband_agreed() {
    let bundle = fs::read(fixtures().join("hub/family-6/bundle.json")).expect("a file");
    let bundle = fhir::Bundle::read("bundle.json", &bundle).expect("a Bundle");
    let case = fhir::case::ClinicalCase::of("bundle.json", &bundle).expect("a case");
    let decided = |person: &str, item: &str| {
        let consent = case.consents.iter().find(|c| c.person.as_str() == person).expect("a consent");
        consent.decisions.iter().find(|d| d.item == item).map(|d| d.agreed)
    };
    for (person, expected) in [("F6-proband", Some(true)), ("F6-mother", Some(false)), ("F6-father", Some(false))] {
        assert_eq!(decided(person, "participation"), Some(true));
        assert_eq!(decided(person, "secondary_findings"), expected);
        assert_eq!(decided(person, "secondary_findings_adult"), expected);
        assert_eq!(decided(person, "adult_onset_conditions"), Some(false));
    }
}
