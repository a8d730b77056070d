//! Sealing depends on the person and the region, never on the data: with, without and with another variant in a sealed
//! region every output is the same, byte for byte.

#![allow(clippy::expect_used, clippy::panic, reason = "a test ends where something is not as it must be")]

use std::{collections::BTreeMap, path::Path};

use end_to_end::shirube;
use testkit::{Family, Variant};

/// The shortlist, the answers to questions and the documents of a family of the demonstration hub.
fn outputs(folder: &Path, family: Family) -> BTreeMap<String, Vec<u8>> {
    let id = family.id().to_owned();
    testkit::write_hub(&folder.join("hub"), &[family]).expect("written");
    let place = |name: &str| folder.join(name).display().to_string();
    std::fs::write(folder.join("passphrase.txt"), "a passphrase for a test\n").expect("writable");
    let (home, passphrase, key) = (place("home"), place("passphrase.txt"), place("device.key"));
    let run = |user: Option<&str>, command: &[&str]| {
        let mut args: Vec<String> = command.iter().map(|c| (*c).to_owned()).collect();
        args.extend(["--home", &home, "--device-key-file", &key].map(str::to_owned));
        if let Some(user) = user {
            args.extend(["--user", user, "--passphrase-file", &passphrase].map(str::to_owned));
        }
        let run = shirube(args);
        assert_eq!(run.code, Some(0), "{command:?}: {}", run.err);
        run.out.into_bytes()
    };
    run(
        None,
        &[
            "user",
            "add",
            "boss",
            "--role",
            "administrator",
            "--new-passphrase-file",
            &passphrase,
            "--shares-into",
            &place("shares"),
        ],
    );
    run(Some("boss"), &["user", "add", "gen", "--role", "geneticist", "--new-passphrase-file", &passphrase]);
    run(Some("gen"), &["case", "import", &place("hub")]);
    let mut outputs = BTreeMap::new();
    let mut keep = |name: &str, command: &[&str]| outputs.insert(name.to_owned(), run(Some("gen"), command));
    keep("shortlist", &["triage", "--case", &id, "--format", "json", "--top", "1000"]);
    keep("summary", &["case", "show", &id, "--format", "json"]);
    for query in ["chr13:32340000", "chr13-32340000-C-A", "BRCA2:c.5645C>A", "chr13:32339000", "rs80358785"] {
        keep(query, &["triage", "--case", &id, "--explain", query, "--format", "json"]);
    }
    for kind in ["physician", "patient", "consent"] {
        let pdf = place(&format!("{kind}.pdf"));
        run(Some("gen"), &["report", "render", "--case", &id, "--kind", kind, "--out", &pdf]);
        outputs.insert(kind.to_owned(), std::fs::read(&pdf).expect("a document"));
    }
    outputs
}

#[test]
fn what_lies_in_a_sealed_region_changes_no_output() {
    let family = || Family::numbered(1).expect("the first family").with_records(2_000);
    let variant = |place: &str, clin_sig: &'static str| {
        Variant {
            place: place.into(),
            gene: "BRCA2".into(),
            consequence: "stop_gained".into(),
            clin_sig: clin_sig.into(),
            ..Variant::default()
        }
        .with_genotype("F1-proband", "0/1")
        .and_then(|v| v.with_genotype("F1-mother", "0/1"))
        .expect("a genotype")
    };
    let make = |family: Family| {
        let folder = tempfile::tempdir().expect("a temporary folder");
        outputs(folder.path(), family)
    };
    let without = make(family());
    let with = make(family().with_variant(variant("chr13-32340000-C-A", "pathogenic")));
    let other = make(family().with_variant(variant("chr13-32339000-G-T", "benign")));
    for (name, bytes) in &without {
        assert!(bytes == &with[name], "{name} tells that there is a variant in a sealed region");
        assert!(bytes == &other[name], "{name} tells which variant is in a sealed region");
    }
    let said = String::from_utf8_lossy(&without["chr13:32340000"]).into_owned();
    assert!(said.contains("not_analysed"), "the one answer for every sealed region: {said}");
}
