//! Reference data on a disk: all or nothing, and what is damaged is found.

#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panic")]

use std::{
    fs,
    path::{Path, PathBuf},
};

use domain::GeneSymbol;
use knowledge::{Error, Importer, Knowledge, SourceKind};

fn with_panel(name: &str, genes: &str, existing: Option<Knowledge>) -> Knowledge {
    let mut importer = Importer::new(existing);
    importer.add_bytes(SourceKind::Panel, &format!("{name}.txt"), genes.as_bytes()).expect("a panel");
    importer.finish()
}

fn stored(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<_> = fs::read_dir(folder).expect("a folder").map(|e| e.expect("an entry").path()).collect();
    files.sort();
    files
}

#[test]
fn extending_keeps_the_rest_and_replaces_the_same() {
    let folder = tempfile::tempdir().expect("a folder");
    with_panel("heart", "FBN1\n", None).save(folder.path()).expect("saved");
    let opened = Knowledge::open(folder.path()).expect("opened");
    with_panel("skull", "FGFR2\n", Some(opened)).save(folder.path()).expect("saved");
    let opened = Knowledge::open(folder.path()).expect("opened");
    with_panel("skull", "FGFR2\nTWIST1\n", Some(opened)).save(folder.path()).expect("saved");

    let opened = Knowledge::open(folder.path()).expect("opened");
    let panels: Vec<_> = opened.panels().map(|p| (p.name.as_str(), p.genes.len())).collect();
    assert_eq!(panels, [("heart", 1), ("skull", 2)]);
    assert_eq!(stored(folder.path()).len(), 3, "manifest and two panels: what is no longer named is gone");
    let skull = Knowledge::open_panel(folder.path(), "skull").expect("read by itself");
    assert_eq!(skull.as_ref(), opened.panel("skull"));
    assert_eq!(Knowledge::open_panel(folder.path(), "kidney").expect("read"), None);
}

#[test]
fn a_write_that_fails_leaves_the_old_data() {
    let folder = tempfile::tempdir().expect("a folder");
    with_panel("heart", "FBN1\n", None).save(folder.path()).expect("saved");
    // A folder in the place of the file that the manifest is written to first.
    fs::create_dir(folder.path().join("manifest.json.partial")).expect("made");
    let error = with_panel("heart", "FBN2\n", None).save(folder.path()).expect_err("cannot be written");
    assert!(matches!(error, Error::Io { .. }), "{error}");
    let opened = Knowledge::open(folder.path()).expect("the old data opens");
    let gene: GeneSymbol = "FBN1".parse().expect("a symbol");
    assert!(opened.panel("heart").is_some_and(|p| p.genes.contains(&gene)));
}

#[test]
fn every_flipped_byte_of_a_stored_file_is_found() {
    let folder = tempfile::tempdir().expect("a folder");
    with_panel("heart", "FBN1\nFBN2\n", None).save(folder.path()).expect("saved");
    let file = stored(folder.path()).into_iter().find(|p| p.extension().is_some_and(|e| e == "zst")).expect("a file");
    let whole = fs::read(&file).expect("read");
    for place in 0..whole.len() {
        let mut bytes = whole.clone();
        bytes[place] ^= 1;
        fs::write(&file, &bytes).expect("written");
        let error = Knowledge::open(folder.path()).err().unwrap_or_else(|| panic!("byte {place} must be missed"));
        assert!(matches!(error, Error::Damaged { .. }), "{error}");
    }
    fs::remove_file(&file).expect("removed");
    let error = Knowledge::open(folder.path()).expect_err("missing").to_string();
    assert!(error.contains("missing") && error.contains("import the sources again"), "{error}");
}

#[test]
fn what_is_no_reference_data_or_newer_is_told_apart() {
    let folder = tempfile::tempdir().expect("a folder");
    let open = || Knowledge::open(folder.path()).expect_err("must be refused");
    assert!(matches!(open(), Error::NotKnowledge { .. }));
    let manifest = folder.path().join("manifest.json");
    fs::write(&manifest, r#"{"schema":"shirube.knowledge/4","rooms":[]}"#).expect("written");
    assert!(matches!(open(), Error::Schema { .. }));
    assert!(open().to_string().contains("shirube.knowledge/4"), "the schema as found is named");
    fs::write(&manifest, r#"{"schema":"shirube.knowledge/3","sources":["#).expect("written");
    assert!(matches!(open(), Error::Damaged { .. }));
    // A manifest whose release was changed by hand does not fit what is stored.
    with_panel("heart", "##version=7\nFBN1\n", None).save(folder.path()).expect("saved");
    let json = fs::read_to_string(&manifest).expect("read").replace("\"release\": \"7\"", "\"release\": \"8\"");
    fs::write(&manifest, json).expect("written");
    assert!(open().to_string().contains("another source"));
}

#[test]
fn what_was_not_imported_is_said() {
    let knowledge = with_panel("heart", "FBN1\n", None);
    let error = knowledge.ontology().expect_err("not imported").to_string();
    assert!(error.contains("--hpo FILE"), "{error}");
    let gene: GeneSymbol = "FBN1".parse().expect("a symbol");
    assert!(knowledge.diseases_of(&gene).is_empty() && knowledge.hgnc(&gene).is_none());
}

const CLINVAR: &str = "##fileformat=VCFv4.1\n##fileDate=2025-01-05\n##reference=GRCh38\n\
    ##INFO=<ID=CLNSIG,Number=.,Type=String,Description=\"x\">\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\n\
    1\t100\t7\tA\tG\t.\t.\tCLNSIG=Pathogenic\n";

#[test]
fn clinvar_is_read_when_it_is_asked_and_checked_then() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut importer = Importer::new(None);
    importer.add_bytes(SourceKind::ClinVar, "clinvar.vcf", CLINVAR.as_bytes()).expect("ClinVar");
    importer.finish().save(folder.path()).expect("saved");
    let ask = |knowledge: &Knowledge| {
        let chromosome = "1".parse().expect("a chromosome");
        let assembly = domain::Assembly::GRCh38;
        knowledge.clinvar_entry(assembly, chromosome, 100, "A", "G").map(|found| found.map(|entry| entry.variation))
    };
    assert_eq!(ask(&Knowledge::open(folder.path()).expect("opened")).expect("asked"), Some(7));

    // Saved again without being asked: what was not in memory is kept.
    let opened = Knowledge::open(folder.path()).expect("opened");
    with_panel("heart", "FBN1\n", Some(opened)).save(folder.path()).expect("saved");
    let opened = Knowledge::open(folder.path()).expect("opened");
    assert_eq!((ask(&opened).expect("asked"), opened.panels().count()), (Some(7), 1));

    let file = stored(folder.path()).into_iter().find(|p| p.to_string_lossy().contains("clinvar-")).expect("a file");
    let mut bytes = fs::read(&file).expect("read");
    bytes[9] ^= 1;
    fs::write(&file, bytes).expect("written");
    let opened = Knowledge::open(folder.path()).expect("opens: it is not asked yet");
    assert!(matches!(ask(&opened), Err(Error::Damaged { .. })), "asked, it is found damaged");
    fs::remove_file(&file).expect("removed");
    assert!(matches!(Knowledge::open(folder.path()), Err(Error::Damaged { .. })), "missing is told at once");
}
