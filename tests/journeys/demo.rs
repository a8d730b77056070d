//! The main job without a person: from the embedded demonstration hub to the documents.

#![allow(clippy::expect_used, clippy::panic, reason = "a test ends where something is not as it must be")]

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use end_to_end::{files_below, pdf_text, shirube};
use serde_json::Value;

const FAMILIES: [&str; 6] = ["family-1", "family-2", "family-3", "family-4", "family-5", "family-6"];
const DOCUMENTS: [&str; 5] =
    ["shortlist.json", "report-physician.pdf", "report-patient.pdf", "consent.pdf", "audit.json"];

/// One run and everything that must hold of it: a test of its own each would run the demonstration as often.
#[test]
fn the_main_job_leaves_what_it_should() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let out = folder.path().join("out");
    run(&out);
    let demo = Demo { out };
    demo.every_document_of_every_family_is_there();
    demo.the_expected_gene_is_first();
    demo.the_reported_gene_of_every_solved_family_is_the_first();
    demo.the_unsolved_family_names_the_gene_that_could_not_be_seen();
    demo.the_mothers_refusal_holds_everywhere();
    demo.nothing_readable_lies_under_the_home();
    demo.a_second_run_gives_the_same_bytes();
}

struct Demo {
    out: PathBuf,
}

fn run(out: &Path) {
    let run = shirube(["demo".as_ref(), "--out".as_ref(), out.as_os_str()]);
    assert_eq!(run.code, Some(0), "the demonstration needs no person, no network, no keyring: {}", run.err);
}

impl Demo {
    fn shortlist(&self, family: &str) -> Value {
        let text = std::fs::read_to_string(self.out.join(family).join("shortlist.json")).expect("a shortlist");
        serde_json::from_str(&text).expect("JSON")
    }

    fn every_document_of_every_family_is_there(&self) {
        for folder in FAMILIES.iter().map(|f| self.out.join(f)).chain([self.out.clone()]) {
            for document in DOCUMENTS {
                let path = folder.join(document);
                let size = std::fs::metadata(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display())).len();
                assert!(size > 500, "{} is {size} bytes", path.display());
            }
        }
        let first = std::fs::read(self.out.join("shortlist.json")).expect("a shortlist");
        let family_1 = std::fs::read(self.out.join("family-1/shortlist.json")).expect("a shortlist");
        assert_eq!(first, family_1, "the folder itself holds the first family");
    }

    fn the_expected_gene_is_first(&self) {
        for (family, gene, pattern) in [
            ("family-1", "FGFR2", "de_novo"),
            ("family-2", "WFS1", "compound_heterozygous"),
            ("family-3", "FBN1", "dominant"),
        ] {
            let first = &self.shortlist(family)["candidates"][0];
            assert_eq!(first["gene"]["symbol"], gene, "{family}");
            assert_eq!(first["pattern"], pattern, "{family}");
        }
        let fourth = &self.shortlist("family-4")["candidates"][0];
        assert_eq!(fourth["pattern"], "x_recessive", "a boy with an affected maternal uncle");
        assert!(self.shortlist("family-6")["candidates"][0]["secondary"] == false, "the primary finding stands first");
    }

    fn the_reported_gene_of_every_solved_family_is_the_first(&self) {
        let decisions: BTreeMap<String, Value> = serde_json::from_str(
            &std::fs::read_to_string(end_to_end::root().join("fixtures/demo/decisions.json")).expect("decisions"),
        )
        .expect("JSON");
        for family in ["family-1", "family-2", "family-3", "family-4", "family-6"] {
            let reported = &decisions[family]["reported"][0]["gene"];
            assert_eq!(&self.shortlist(family)["candidates"][0]["gene"]["symbol"], reported, "{family}");
        }
    }

    fn the_unsolved_family_names_the_gene_that_could_not_be_seen(&self) {
        let answer = self.shortlist("family-5");
        let not_seen = answer["not_seen"].as_array().expect("a list");
        assert!(not_seen.iter().any(|n| n["reason"] == "not_callable"), "{not_seen:?}");
        let gene = not_seen[0]["gene"].as_str().expect("a symbol");
        if let Some(text) = pdf_text(&self.out.join("family-5/report-physician.pdf")) {
            assert!(text.contains(gene), "the physician reads which gene it was");
        }
    }

    fn the_mothers_refusal_holds_everywhere(&self) {
        let answer = self.shortlist("family-6");
        let proband = answer["members"][0].as_str().expect("the proband");
        let brca2 = answer["candidates"]
            .as_array()
            .expect("candidates")
            .iter()
            .find(|c| c["gene"]["symbol"] == "BRCA2")
            .expect("the adult proband agreed to be told");
        assert_eq!(brca2["secondary"], true);
        assert_eq!(brca2["pattern"], Value::Null, "a pattern would tell the origin");
        let genotypes = brca2["variants"][0]["genotypes"].as_array().expect("genotypes");
        assert!(genotypes[0].is_string(), "{proband} has opened it");
        assert!(genotypes[1..].iter().all(Value::is_null), "no parent's genotype is shown: {genotypes:?}");
        let said = serde_json::to_string(brca2).expect("JSON").to_lowercase();
        for word in ["inherit", "de novo", "de_novo", "maternal", "paternal", "mother", "father"] {
            assert!(!said.contains(word), "the answer about BRCA2 says {word:?}: {said}");
        }
    }

    fn nothing_readable_lies_under_the_home(&self) {
        let home = self.out.join("home");
        let files = files_below(&home);
        assert!(files.len() > 6, "the home holds the store and the genome files: {files:?}");
        for file in files {
            let bytes = std::fs::read(&file).expect("readable");
            for secret in ["BRCA2", "FGFR2", "32340000", "fileformat=VCF", "SQLite format 3", "0001250"] {
                let found = bytes.windows(secret.len()).any(|w| w == secret.as_bytes());
                assert!(!found, "{} holds {secret:?} in plain text", file.display());
            }
        }
    }

    fn a_second_run_gives_the_same_bytes(&self) {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let again = folder.path().join("out");
        run(&again);
        for family in FAMILIES {
            for document in ["shortlist.json", "report-physician.pdf", "report-patient.pdf", "consent.pdf"] {
                let first = std::fs::read(self.out.join(family).join(document)).expect("readable");
                let second = std::fs::read(again.join(family).join(document)).expect("readable");
                assert!(first == second, "{family}/{document} differs on a second run");
            }
        }
    }
}
