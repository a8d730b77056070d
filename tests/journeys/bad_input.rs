//! Bad input gets an error that names the file, the place, what was expected and what to do; nothing is lost.

#![allow(clippy::expect_used, clippy::panic, reason = "a test ends where something is not as it must be")]

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
    process::Command,
};

use end_to_end::{Run, root, shirube, skip};
use tempfile::TempDir;

const HEADER: &str = "##fileformat=VCFv4.2\n##contig=<ID=chr1,length=248956422,assembly=GRCh38>\n\
##INFO=<ID=CSQ,Number=.,Type=String,Description=\"Consequence annotations from Ensembl VEP. Format: Allele|Consequence|IMPACT|SYMBOL|HGVSc|HGVSp|gnomADe_AF\">\n\
##FORMAT=<ID=GT,Number=1,Type=String,Description=\"Genotype\">\n\
#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tchild\n";
const PED: &str = "F\tchild\t0\t0\t1\t2\n";

struct Desk {
    folder: TempDir,
}

impl Desk {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().expect("a temporary folder") }
    }

    fn file(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.folder.path().join(name);
        fs::write(&path, content).expect("writable");
        path
    }

    fn ped(&self) -> PathBuf {
        self.file("family.ped", PED)
    }
}

fn records(count: u32) -> String {
    let record = |i: u32| {
        format!(
            "chr1\t{}\t.\tA\tG\t50\tPASS\tCSQ=G|missense_variant|MODERATE|GENE{i}|c.1A>G|p.Lys1Arg|0.00001\tGT\t0/1\n",
            1000 + i
        )
    };
    HEADER.to_owned() + &(0..count).map(record).collect::<String>()
}

fn triage(vcf: &Path, ped: &Path, more: &[&str]) -> Run {
    let (vcf, ped) = (vcf.display().to_string(), ped.display().to_string());
    let mut args = vec!["triage", "--vcf", &vcf, "--ped", &ped, "--hpo", "HP:0001250"];
    args.extend(more);
    shirube(args)
}

/// The error goes to standard error: one line that begins with `error: ` and holds these, then one with `help: `.
fn refused(run: &Run, code: i32, holds: &[&str]) {
    assert_eq!(run.code, Some(code), "{run:?}");
    let line = run.err.lines().find(|l| l.starts_with("error: ")).unwrap_or_else(|| panic!("no error line: {run:?}"));
    for part in holds {
        assert!(line.contains(part), "the error should say {part:?}: {line}");
    }
    assert!(run.err.lines().any(|l| l.starts_with("help: ")), "it says what to do: {}", run.err);
}

fn bgzip(plain: &Path) -> PathBuf {
    let status = Command::new("bgzip").arg("-kf").arg(plain).status().expect("bgzip is installed by the test command");
    assert!(status.success());
    plain.with_extension("vcf.gz")
}

#[test]
fn what_is_no_vcf_is_named() {
    let desk = Desk::new();
    let text = desk.file("letter.vcf", "Dear colleague,\n");
    refused(&triage(&text, &desk.ped(), &[]), 2, &["letter.vcf", "fileformat"]);
    let empty = desk.file("empty.vcf", "");
    refused(&triage(&empty, &desk.ped(), &[]), 2, &["empty.vcf"]);
    refused(&triage(&desk.folder.path().join("nowhere.vcf"), &desk.ped(), &[]), 2, &["nowhere.vcf"]);
}

#[test]
fn a_torn_record_is_named_by_file_and_line() {
    let desk = Desk::new();
    let torn = desk.file("torn.vcf", records(3) + "chr1\tnine\t.\tA\tG\t50\tPASS\t.\tGT\t0/1\n");
    let line = format!("{}", HEADER.lines().count() + 4);
    refused(&triage(&torn, &desk.ped(), &[]), 2, &["torn.vcf", &line, "POS"]);
}

#[test]
fn a_truncated_bgzip_file_is_no_shorter_answer() {
    let desk = Desk::new();
    let whole = bgzip(&desk.file("whole.vcf", records(20_000)));
    let ped = desk.ped();
    assert_eq!(triage(&whole, &ped, &[]).code, Some(0), "the whole file is good");
    let bytes = fs::read(&whole).expect("readable");

    let torn = desk.file("torn.vcf.gz", &bytes[..bytes.len() / 2]);
    refused(&triage(&torn, &ped, &[]), 2, &["torn.vcf.gz"]);
    // The last 28 bytes are the empty block that says: this is the end.
    let no_end = desk.file("no_end.vcf.gz", &bytes[..bytes.len() - 28]);
    refused(&triage(&no_end, &ped, &[]), 2, &["no_end.vcf.gz", "end-of-file"]);
    let mut flipped = bytes.clone();
    flipped[bytes.len() / 3] ^= 0x10;
    let damaged = desk.file("damaged.vcf.gz", &flipped);
    refused(&triage(&damaged, &ped, &[]), 2, &["damaged.vcf.gz"]);
}

#[test]
fn an_index_that_is_older_than_its_file_is_named() {
    let desk = Desk::new();
    let whole = bgzip(&desk.file("whole.vcf", records(50)));
    let status = Command::new("tabix").args(["-p", "vcf"]).arg(&whole).status().expect("tabix is installed");
    assert!(status.success());
    let check = |path: &Path| shirube(["vcf".as_ref(), "check".as_ref(), path.as_os_str()]);
    let fresh = check(&whole);
    assert_eq!(fresh.code, Some(0), "{fresh:?}");
    assert!(!fresh.out.contains("index"), "nothing to say about a good index: {}", fresh.out);
    let index = desk.folder.path().join("whole.vcf.gz.tbi");
    let hour_ago = std::time::UNIX_EPOCH + std::time::Duration::from_secs(1_000_000_000);
    fs::File::options().write(true).open(&index).expect("the index").set_modified(hour_ago).expect("a time");
    let old = check(&whole);
    assert!(old.out.contains("index") && old.out.contains("older"), "{}", old.out);
    let (vcf, ped) = (whole.display().to_string(), desk.ped().display().to_string());
    let region =
        || shirube(["variants", "--vcf", &vcf, "--ped", &ped, "--region", "chr1:1000-1010", "--format", "tsv"]);
    refused(&region(), 2, &["whole.vcf.gz", "older"]);
    fs::remove_file(&index).expect("removable");
    let missing = check(&whole);
    assert!(missing.out.contains("index"), "a missing index is said: {}", missing.out);
    let answer = region();
    assert_eq!(answer.code, Some(0), "without an index the whole file is read: {}", answer.err);
    assert_eq!(answer.out.lines().count(), 1 + 11, "positions 1000 to 1010: {}", answer.out);
}

#[test]
fn a_sample_that_the_ped_does_not_know_is_named() {
    let desk = Desk::new();
    let vcf = desk.file("family.vcf", records(5));
    let other = desk.file("other.ped", "F\tsomebody\t0\t0\t1\t2\n");
    refused(&triage(&vcf, &other, &[]), 2, &["child"]);
}

#[test]
fn two_possible_probands_are_listed() {
    let desk = Desk::new();
    let two = records(5).replace("\tchild\n", "\tfirst\tsecond\n").replace("\tGT\t0/1\n", "\tGT\t0/1\t0/1\n");
    let vcf = desk.file("family.vcf", two);
    let ped = desk.file(
        "two.ped",
        "F\tfirst\tdad\tmum\t1\t2\nF\tsecond\tdad\tmum\t2\t2\nF\tdad\t0\t0\t1\t1\nF\tmum\t0\t0\t2\t1\n",
    );
    refused(&triage(&vcf, &ped, &[]), 2, &["first", "second"]);
    let chosen = triage(&vcf, &ped, &["--proband", "second", "--format", "json"]);
    assert_eq!(chosen.code, Some(0), "{}", chosen.err);
    assert_eq!(chosen.json()["proband"], "second");
}

#[test]
fn what_a_pedigree_lacks_is_told() {
    let desk = Desk::new();
    let vcf = desk.file("family.vcf", records(5)).display().to_string();
    let ped = desk.file("odd.ped", "F\tchild\tDAD\t0\t1\t1\nG\tchild\t0\t0\t1\t2\n").display().to_string();
    let run = shirube(["variants", "--vcf", &vcf, "--ped", &ped]);
    assert_eq!(run.code, Some(0), "{run:?}");
    for told in
        ["DAD counts as not sequenced", "child stands in the families F and G", "family F: nobody who is affected"]
    {
        assert!(run.err.contains(told), "{told:?}: {}", run.err);
    }
}

#[test]
fn an_assembly_that_nothing_tells_is_asked_for() {
    let desk = Desk::new();
    let bare = records(5).replace(",length=248956422,assembly=GRCh38", "");
    let vcf = desk.file("bare.vcf", bare);
    refused(&triage(&vcf, &desk.ped(), &[]), 2, &["bare.vcf", "assembly"]);
    let told = triage(&vcf, &desk.ped(), &["--assembly", "GRCh37", "--format", "json"]);
    assert_eq!(told.code, Some(0), "{}", told.err);
    assert_eq!(told.json()["assembly"], "GRCh37");
}

#[test]
fn a_vcf_without_annotation_is_refused() {
    let desk = Desk::new();
    let lines = records(5);
    let kept = lines.lines().filter(|l| !l.starts_with("##INFO=<ID=CSQ"));
    let without = |line: &str| {
        line.split('\t').map(|f| if f.starts_with("CSQ=") { "." } else { f }.to_owned()).collect::<Vec<_>>()
    };
    let bare: String = kept.map(|l| without(l).join("\t") + "\n").collect();
    let vcf = desk.file("bare.vcf", bare);
    refused(&triage(&vcf, &desk.ped(), &[]), 2, &["bare.vcf", "annotat"]);
}

#[test]
fn a_ped_a_term_a_preset_a_panel_that_do_not_exist() {
    let desk = Desk::new();
    let vcf = desk.file("family.vcf", records(5));
    let bad = desk.file("bad.ped", "F child 0 0 1\n");
    refused(&triage(&vcf, &bad, &[]), 2, &["bad.ped", "line 1"]);
    refused(&triage(&vcf, &desk.ped(), &["--preset", "hopeful"]), 2, &["hopeful", "standard"]);
    refused(&triage(&vcf, &desk.ped(), &["--panel", "no-such-panel"]), 2, &["no-such-panel"]);
    let unknown = triage(&vcf, &desk.ped(), &["--hpo", "HP:9999999", "--format", "json"]);
    assert_eq!(unknown.code, Some(0), "unknown terms warn and are ignored: {}", unknown.err);
    assert!(unknown.err.contains("HP:9999999"), "{}", unknown.err);
}

/// A store with an administrator and a geneticist, by the command line; what follows happens to it.
fn store(desk: &Desk) -> (PathBuf, Vec<String>) {
    let place = |name: &str| desk.folder.path().join(name).display().to_string();
    let passphrase = desk.file("passphrase.txt", "a passphrase for a test\n").display().to_string();
    let unlock = |user: &str| -> Vec<String> {
        let args = [
            "--home",
            &place("home"),
            "--user",
            user,
            "--passphrase-file",
            &passphrase,
            "--device-key-file",
            &place("device.key"),
        ];
        args.iter().map(|a| (*a).to_owned()).collect()
    };
    let mut first = unlock("boss");
    first.drain(2..4);
    let made = with(
        &first,
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
    assert_eq!(made.code, Some(0), "{}", made.err);
    let added =
        with(&unlock("boss"), &["user", "add", "gen", "--role", "geneticist", "--new-passphrase-file", &passphrase]);
    assert_eq!(added.code, Some(0), "{}", added.err);
    (desk.folder.path().to_owned(), unlock("gen"))
}

fn with(unlock: &[String], command: &[&str]) -> Run {
    shirube(command.iter().map(|c| (*c).to_owned()).chain(unlock.iter().cloned()))
}

#[test]
fn a_store_opens_only_with_both_factors_and_says_what_is_wrong() {
    let desk = Desk::new();
    let (home, unlock) = store(&desk);
    assert_eq!(with(&unlock, &["case", "list"]).code, Some(0), "both factors open it");
    assert_eq!(with(&unlock, &["ledger", "verify"]).code, Some(0));

    let wrong = desk.file("wrong.txt", "not the passphrase\n").display().to_string();
    let mut with_wrong = unlock.clone();
    with_wrong[5] = wrong;
    refused(&with(&with_wrong, &["case", "list"]), 3, &["passphrase"]);

    let mut other_device = unlock.clone();
    other_device[7] = desk.folder.path().join("nowhere.key").display().to_string();
    refused(&with(&other_device, &["case", "list"]), 2, &["nowhere.key"]);
    assert!(!desk.folder.path().join("nowhere.key").exists(), "no new key is made beside an existing database");

    let mut stranger = unlock.clone();
    stranger[3] = "nobody".to_owned();
    refused(&with(&stranger, &["case", "list"]), 3, &["nobody"]);

    let database = home.join("home/shirube.db");
    let mut bytes = fs::read(&database).expect("readable");
    let kept = bytes.clone();
    let middle = bytes.len().min(4096) / 2;
    bytes[middle] ^= 1;
    fs::write(&database, &bytes).expect("writable");
    for side in ["shirube.db-wal", "shirube.db-shm"] {
        fs::remove_file(home.join("home").join(side)).ok();
    }
    let damaged = with(&unlock, &["case", "list"]);
    refused(&damaged, 2, &["shirube.db"]);
    assert_eq!(fs::read(&database).expect("readable"), bytes, "nothing is made anew over an existing file");
    fs::write(&database, &kept).expect("writable");
    assert_eq!(with(&unlock, &["case", "list"]).code, Some(0), "and nothing was lost");
}

#[test]
fn a_hub_folder_with_a_bad_hash_leaves_nothing_behind() {
    let desk = Desk::new();
    let (_, unlock) = store(&desk);
    let hub = desk.folder.path().join("hub");
    copy(&root().join("fixtures/hub"), &hub);
    let vcf = hub.join("family-1/family.vcf.gz");
    let whole = fs::read(&vcf).expect("readable");
    let mut bytes = whole.clone();
    let place = bytes.len() / 2;
    bytes[place] ^= 1;
    fs::write(&vcf, &bytes).expect("writable");
    let before = with(&unlock, &["case", "list", "--format", "json"]).out;
    let path = hub.display().to_string();
    let import = || with(&unlock, &["case", "import", &path, "--case", "family-1"]);
    refused(&import(), 2, &["family.vcf.gz"]);
    assert_eq!(with(&unlock, &["case", "list", "--format", "json"]).out, before, "nothing of it was kept");
    let left = end_to_end::files_below(&desk.folder.path().join("home"));
    assert!(!left.iter().any(|f| f.extension().is_some_and(|e| e == "c4gh")), "no genome file is left: {left:?}");
    assert_eq!(with(&unlock, &["ledger", "verify"]).code, Some(0));
    fs::write(&vcf, &whole).expect("writable");
    assert_eq!(import().code, Some(0), "the whole file is taken");
    assert_eq!(with(&unlock, &["ledger", "rebuild"]).code, Some(0));
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("readable") {
        let path = entry.expect("readable").path();
        let target = to.join(path.file_name().expect("named"));
        if path.is_dir() { copy(&path, &target) } else { fs::copy(&path, &target).map(|_| ()).expect("copied") }
    }
}

#[test]
fn a_full_disk_is_said_and_nothing_is_lost() {
    let desk = Desk::new();
    let disk = desk.folder.path().join("disk");
    fs::create_dir(&disk).expect("a folder");
    let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", "size=1500k", "tmpfs"]).arg(&disk).status();
    if !mounted.is_ok_and(|s| s.success()) {
        skip("no right to mount a small file system");
        return;
    }
    let run = shirube(["demo".as_ref(), "--out".as_ref(), disk.join("out").as_os_str()]);
    let unmount = || Command::new("umount").arg(&disk).status().is_ok_and(|s| s.success());
    let holds = fs::read_dir(disk.join("out")).map(Iterator::count);
    assert!(unmount(), "the small file system can be taken away");
    refused(&run, 1, &["family"]);
    assert!(
        run.err.contains("No space left") || run.err.contains("full"),
        "the disk is full, and that is said: {}",
        run.err
    );
    assert!(holds.is_ok());
    std::io::stderr().flush().ok();
}

#[test]
fn a_file_without_genotypes_says_why_nothing_is_found() {
    let desk = Desk::new();
    let text = records(2).replace("\tGT\t0/1", "\tDP\t30");
    let run = triage(&desk.file("a.vcf", &text), &desk.ped(), &[]);
    assert_eq!(run.code, Some(0), "{run:?}");
    assert!(run.err.contains("no genotype (GT) is called of child"), "{run:?}");
    let run = triage(&desk.file("b.vcf", records(2)), &desk.ped(), &[]);
    assert!(!run.err.contains("no genotype"), "{run:?}");
}

#[test]
fn a_list_with_a_sensitive_gene_that_lies_nowhere_is_not_imported() {
    let desk = Desk::new();
    let knowledge = desk.folder.path().join("knowledge");
    let import = |genes: &str| {
        let list = desk.file("ours.tsv", format!("# Our own list\ngene\tonset\n{genes}"));
        let (list, into) = (list.display().to_string(), knowledge.display().to_string());
        shirube(["knowledge", "import", "--sensitive", &list, "--into", &into])
    };
    let run = import("NOWHERE1\tany\nBRCA2\tadult\n");
    refused(&run, 2, &["NOWHERE1", "cannot be sealed"]);
    assert!(!run.err.contains("BRCA2") && !knowledge.exists(), "its region could not be sealed: {run:?}");
    let run = import("BRCA2\tadult\n");
    assert_eq!(run.code, Some(0), "{run:?}");
}
