//! The reads of the open case within its consents, by ranges of bytes of the sealed files.

use std::{fs, path::Path};

use consent::{Decision, Item};
use domain::{Assembly, Chromosome};
use sealed::digest::Sha256;
use serde_json::{Value, json};
use testkit::{
    Family,
    reads::{Read, listed, pack},
};
use workbench::{ByteRange, FolderHub, WorkbenchError, view::genome::ReadsStanding};

use crate::desk::{Case, imported};

/// The cause of each family: FGFR2, VPS13A; and BRCA2, which the proband of the sixth family alone has opened.
const FGFR2: &str = "chr10:1215";
const VPS13A: &str = "chr9:7734";
const BRCA2: &str = "chr13:323";

impl Case {
    fn bytes(&self, name: &str, range: ByteRange) -> Vec<u8> {
        self.desk.genome_file(&self.id, name, "", range).expect("an answer").expect("a file").bytes
    }

    /// Place and name of every read of a member that may be seen.
    pub fn reads(&self, member: &str) -> Vec<String> {
        listed(&self.bytes(&format!("{member}.bam"), ByteRange::Whole)).expect("a BAM")
    }

    fn has_reads_at(&self, member: &str, place: &str) -> bool {
        self.reads(member).iter().any(|read| read.starts_with(place))
    }

    fn standing(&self) -> Vec<(String, ReadsStanding)> {
        let reads = self.desk.genome_reads(&self.id).expect("an answer");
        reads.into_iter().map(|r| (r.member, r.standing)).collect()
    }
}

fn hub(change: impl FnOnce(&Path, &mut Value)) -> (tempfile::TempDir, FolderHub) {
    hub_of(1, change)
}

/// A hub of a small family, after something was done to its folder and to the listing of its files.
pub fn hub_of(number: usize, change: impl FnOnce(&Path, &mut Value)) -> (tempfile::TempDir, FolderHub) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let family = Family::numbered(number).expect("a family").with_records(300);
    testkit::write_hub(folder.path(), &[family]).expect("written");
    let case = folder.path().join(format!("family-{number}"));
    let read = |path: &Path| serde_json::from_slice::<Value>(&fs::read(path).expect("a file")).expect("JSON");
    let mut listing = read(&case.join("case.json"));
    change(&case, &mut listing);
    for file in listing["files"].as_array_mut().expect("files") {
        let bytes = fs::read(case.join(file["path"].as_str().expect("a path"))).expect("a file");
        (file["size"], file["sha256"]) = (json!(bytes.len()), json!(Sha256::of(&bytes).to_string()));
    }
    let listing = listing.to_string().into_bytes();
    let mut hub = read(&folder.path().join("hub.json"));
    (hub["cases"][0]["size"], hub["cases"][0]["sha256"]) =
        (json!(listing.len()), json!(Sha256::of(&listing).to_string()));
    fs::write(case.join("case.json"), listing).expect("written");
    fs::write(folder.path().join("hub.json"), hub.to_string()).expect("written");
    let hub = FolderHub::open(folder.path()).expect("a hub");
    (folder, hub)
}

/// Takes the files of a kind out of a listing, of a person or of everybody.
fn without(listing: &mut Value, kind: &str, person: Option<&str>) {
    let files = listing["files"].as_array_mut().expect("files");
    files.retain(|f| f["kind"] != kind || person.is_some_and(|person| f["person"] != person));
}

#[track_caller]
fn refused(change: impl FnOnce(&Path, &mut Value), expected: &str) {
    let (_folder, hub) = hub(change);
    let (desk, home) = imported(&workbench::demo_hub().expect("the demonstration hub"), "family-5");
    let before = files_below(home.path()).len();
    let error = desk.import(&hub, None).expect_err(expected);
    assert!(error.to_string().contains(expected), "{error} must say {expected:?}");
    assert_eq!(files_below(home.path()).len(), before, "nothing of the case is kept");
}

fn files_below(folder: &Path) -> Vec<std::path::PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder").map(|e| e.expect("an entry").path());
    entries.flat_map(|p| if p.is_dir() { files_below(&p) } else { vec![p] }).collect()
}

#[test]
fn every_member_has_reads_at_the_cause() {
    let case = Case::demonstration(1);
    let members: Vec<String> = case.opened.members.iter().map(|m| m.id.clone()).collect();
    let expected: Vec<_> = members.iter().map(|m| (m.clone(), ReadsStanding::Shown)).collect();
    assert_eq!(case.standing(), expected, "in the order of every list");
    for member in &members {
        let reads = case.reads(member);
        assert!(reads.len() > 500 && case.has_reads_at(member, FGFR2), "{member}: {} reads", reads.len());
    }
    assert_eq!(Case::demonstration(2).standing().len(), 3);
    assert!(Case::demonstration(2).standing().iter().all(|(_, standing)| *standing == ReadsStanding::NotSent));
}

#[test]
fn a_range_is_that_part_of_the_whole() {
    let case = Case::demonstration(1);
    let name = "F1-proband.bam";
    let whole = case.bytes(name, ByteRange::Whole);
    let length = u64::try_from(whole.len()).expect("small");
    assert_eq!(case.bytes(name, ByteRange::Between(100, 299)), whole[100..300]);
    assert_eq!(case.bytes(name, ByteRange::Between(length - 2, length + 70_000)), whole[whole.len() - 2..]);
    assert_eq!(case.bytes(name, ByteRange::From(1_000)), whole[1_000..]);
    assert_eq!(case.bytes(name, ByteRange::Last(28)), whole[whole.len() - 28..]);
    let behind = case.desk.genome_file(&case.id, name, "", ByteRange::From(length)).expect("an answer");
    assert_eq!(behind.map(|part| (part.length, part.bytes.len())), Some((length, 0)));
    assert!(case.bytes("F1-proband.bam.bai", ByteRange::Whole).starts_with(b"BAI\x01"));
    for none in ["F2-proband.bam", "nobody.bam.bai", "F1-proband.cram"] {
        assert!(case.desk.genome_file(&case.id, none, "", ByteRange::Whole).expect("an answer").is_none(), "{none}");
    }
    assert!(case.desk.genome_file("family-2", name, "", ByteRange::Whole).is_err(), "the case is not open");
}

#[test]
fn an_opened_gene_shows_the_reads_of_the_one_who_opened_it() {
    let case = Case::demonstration(6);
    for member in ["F6-proband", "F6-father", "F6-mother"] {
        assert!(case.has_reads_at(member, VPS13A), "{member} takes part");
        assert_eq!(case.has_reads_at(member, BRCA2), member == "F6-proband", "{member}");
    }
}

#[test]
fn who_takes_no_part_shows_no_read() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let family = Family::numbered(1).expect("the first family").with_records(300);
    let family = family.with_decision("F1-mother", Item::Participation, Decision::Refused).expect("she is asked");
    testkit::write_hub(folder.path(), &[family]).expect("written");
    let case = Case::of(&FolderHub::open(folder.path()).expect("a hub"), "family-1");
    let of = |member: &str| case.standing().into_iter().find(|(m, _)| m == member).map(|(_, standing)| standing);
    assert_eq!(of("F1-mother"), Some(ReadsStanding::NotShown));
    assert_eq!(of("F1-father"), Some(ReadsStanding::Shown));
    for name in ["F1-mother.bam", "F1-mother.bam.bai"] {
        assert!(case.desk.genome_file(&case.id, name, "", ByteRange::Whole).expect("an answer").is_none());
    }
}

#[test]
fn a_cram_is_said_to_be_there_and_not_shown() {
    let (_folder, hub) = hub(|case, listing| {
        fs::write(case.join("F1-father.cram"), b"CRAM\x03\x00").expect("written");
        without(listing, "bam", Some("F1-father"));
        without(listing, "reads_index", Some("F1-father"));
        let files = listing["files"].as_array_mut().expect("files");
        files.push(json!({"kind": "cram", "person": "F1-father", "path": "F1-father.cram"}));
    });
    let case = Case::of(&hub, "family-1");
    let father = case.standing().into_iter().find(|(m, _)| m == "F1-father");
    assert_eq!(father.map(|(_, standing)| standing), Some(ReadsStanding::OnlyCram));
}

#[test]
fn reads_without_the_hubs_index_are_shown_and_those_without_md_are_said_to_be_so() {
    let (_folder, hub) = hub(|case, listing| {
        without(listing, "reads_index", None);
        let ten: Chromosome = "10".parse().expect("a chromosome");
        let read = Read { tags: Vec::new(), ..Read::plain("one", ten, 121_520_100, &"ACGT".repeat(30)) };
        let (bam, _) = pack("F1-mother", Assembly::GRCh38, &[read]).expect("packed");
        fs::write(case.join("F1-mother.bam"), bam).expect("written");
    });
    let case = Case::of(&hub, "family-1");
    let of = |member: &str| case.standing().into_iter().find(|(m, _)| m == member).map(|(_, standing)| standing);
    assert_eq!(of("F1-mother"), Some(ReadsStanding::ShownWithoutDifferences));
    assert_eq!(of("F1-proband"), Some(ReadsStanding::Shown));
    assert_eq!(case.reads("F1-mother"), ["chr10:121520100 one"]);
}

#[test]
fn reads_that_are_not_what_they_should_be_are_refused_whole() {
    refused(
        |case, _| {
            fs::copy(case.join("F1-mother.bam"), case.join("F1-proband.bam")).expect("copied");
        },
        "its sample (SM of @RG) is \"F1-mother\", but it is listed as the reads of F1-proband",
    );
    refused(
        |case, _| {
            let (_, older) = pack("F1-proband", Assembly::GRCh38, &[]).expect("packed");
            fs::write(case.join("F1-proband.bam.bai"), older).expect("written");
        },
        "its index does not fit",
    );
    refused(
        |case, _| {
            let (bam, index) = pack("F1-father", Assembly::GRCh37, &[]).expect("packed");
            fs::write(case.join("F1-father.bam"), bam).expect("written");
            fs::write(case.join("F1-father.bam.bai"), index).expect("written");
        },
        "it is on another assembly",
    );
    refused(
        |case, _| {
            let whole = fs::read(case.join("F1-father.bam")).expect("a file");
            fs::write(case.join("F1-father.bam"), &whole[..whole.len() / 2]).expect("written");
        },
        "damaged or cut off",
    );
    refused(|_, listing| without(listing, "bam", Some("F1-father")), "no file of kind bam");
    refused(
        |_, listing| {
            let files = listing["files"].as_array_mut().expect("files");
            for file in files.iter_mut().filter(|f| f["person"] == "F1-father") {
                file["person"] = json!("stranger");
            }
        },
        "stranger: has reads but is not in the PED",
    );
}

#[test]
fn a_file_that_is_not_the_listed_one_is_refused_whatever_else_is_wrong_with_it() {
    let (folder, hub) = hub(|_, _| {});
    let bam = folder.path().join("family-1/F1-mother.bam");
    let mut bytes = fs::read(&bam).expect("a file");
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(&bam, bytes).expect("written");
    let (desk, _home) = imported(&workbench::demo_hub().expect("the demonstration hub"), "family-5");
    let error = desk.import(&hub, None).expect_err("it was changed");
    assert!(matches!(&error, WorkbenchError::Hub(_)) && error.to_string().contains("SHA-256"), "{error}");
}

/// Bases without any order, so that they do not pack.
fn disorder(seed: usize) -> String {
    let next = |state: u64| state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    let mut state = next(seed as u64 + 1);
    let base = |_| {
        state = next(state);
        ['A', 'C', 'G', 'T'][usize::try_from(state >> 62).expect("of four")]
    };
    (0..150).map(base).collect()
}

#[test]
fn only_the_sealed_blocks_that_a_range_touches_are_opened() {
    let (_folder, hub) = hub(|case, listing| {
        without(listing, "reads_index", None);
        let ten: Chromosome = "10".parse().expect("a chromosome");
        let reads: Vec<Read> =
            (0..12_000_u32).map(|n| Read::plain("r", ten, 100_000 + n, &disorder(n as usize))).collect();
        let (bam, _) = pack("F1-proband", Assembly::GRCh38, &reads).expect("packed");
        fs::write(case.join("F1-proband.bam"), bam).expect("written");
    });
    let (desk, home) = imported(&hub, "family-1");
    desk.open_variants_of("family-1").expect("opened");
    let largest = files_below(home.path()).into_iter().max_by_key(|p| fs::metadata(p).expect("a file").len());
    let largest = largest.expect("files");
    let mut bytes = fs::read(&largest).expect("a file");
    assert!(bytes.len() > 400_000 && largest.extension().is_some_and(|e| e == "c4gh"), "{} bytes", bytes.len());
    bytes[150_000] ^= 1;
    fs::write(&largest, bytes).expect("written");
    let asked = |range| desk.genome_file("family-1", "F1-proband.bam", "", range);
    assert_eq!(asked(ByteRange::Between(0, 99)).expect("an answer").expect("a part").bytes.len(), 100);
    assert_eq!(asked(ByteRange::Last(100)).expect("an answer").expect("a part").bytes.len(), 100);
    assert!(asked(ByteRange::Between(149_000, 151_000)).is_err(), "the block that was changed");
    assert!(asked(ByteRange::Whole).is_err());
}
