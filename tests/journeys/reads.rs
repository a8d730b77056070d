//! The reads of a family (BAM) from the hub's folder into the store, without a window.

#![allow(clippy::expect_used, reason = "a test ends where something is not as it must be")]

use std::{fs, path::Path};

use end_to_end::{Place, Run, files_below};

/// A hub with one family, and its folder.
fn hub(place: &Place) -> std::path::PathBuf {
    let folder = place.path("hub");
    let family = testkit::Family::numbered(1).expect("the first family").with_records(300);
    testkit::write_hub(&folder, &[family]).expect("written");
    folder
}

fn import(place: &Place, hub: &Path) -> Run {
    place.run(Some("gen"), &["case", "import", &hub.display().to_string()])
}

#[test]
fn reads_lie_sealed_in_the_store_and_nothing_of_them_is_readable() {
    let place = Place::set_up();
    let hub = hub(&place);
    let done = import(&place, &hub);
    assert_eq!(done.code, Some(0), "{}", done.err);
    let bam = fs::read(hub.join("family-1/F1-proband.bam")).expect("the hub's file");
    let names = testkit::reads::listed(&bam).expect("a BAM");
    let name = names[0].split_once(' ').expect("a place and a name").1.as_bytes().to_vec();
    let files = files_below(&place.home());
    assert!(files.iter().filter(|f| f.extension().is_some_and(|e| e == "c4gh")).count() > 11, "more than the variants");
    for file in files {
        let bytes = fs::read(&file).expect("readable");
        let holds = |part: &[u8]| bytes.windows(part.len()).any(|window| window == part);
        assert!(!holds(b"BAM\x01") && !holds(b"F1-proband") && !holds(&name), "{}", file.display());
        assert!(!holds(&bam[..64]), "{} holds the packed reads as they came", file.display());
    }
    assert_eq!(place.run(Some("gen"), &["ledger", "verify"]).code, Some(0));
}

#[test]
fn a_changed_file_of_reads_leaves_nothing_behind_and_the_whole_one_is_taken() {
    let place = Place::set_up();
    let hub = hub(&place);
    for changed in ["F1-mother.bam", "F1-mother.bam.bai"] {
        let path = hub.join("family-1").join(changed);
        let whole = fs::read(&path).expect("readable");
        let mut bytes = whole.clone();
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        fs::write(&path, &bytes).expect("writable");
        let run = import(&place, &hub);
        assert_eq!(run.code, Some(2), "{changed}: {}", run.err);
        assert!(run.err.contains(changed) && run.err.contains("SHA-256"), "{}", run.err);
        let left = files_below(&place.home());
        assert!(!left.iter().any(|f| f.extension().is_some_and(|e| e == "c4gh")), "no file is left: {left:?}");
        fs::write(&path, &whole).expect("writable");
    }
    assert_eq!(import(&place, &hub).code, Some(0));
}
