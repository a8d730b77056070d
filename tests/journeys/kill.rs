//! The program is killed at random points while it imports and writes the ledger: acknowledged work is there afterwards,
//! the store opens, the ledger verifies, and no half case is left.

#![allow(clippy::expect_used, clippy::panic, reason = "a test ends where something is not as it must be")]

use std::{
    path::{Path, PathBuf},
    process::{Command, Stdio},
    thread,
    time::Duration,
};

use end_to_end::{files_below, program, root, shirube};

/// Kills, each at another moment of an import.
const KILLS: u32 = 200;

#[test]
fn a_kill_at_any_moment_of_an_import_loses_nothing_that_was_acknowledged() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let place = |name: &str| folder.path().join(name).display().to_string();
    std::fs::write(folder.path().join("passphrase.txt"), "a passphrase for a test\n").expect("writable");
    let passphrase = place("passphrase.txt");
    let key = place("device.key");
    let home = place("home");
    let unlock = |user: &str| {
        ["--home", &home, "--user", user, "--passphrase-file", &passphrase, "--device-key-file", &key]
            .map(str::to_owned)
    };
    let with = |user: &str, command: &[&str]| shirube(command.iter().map(|c| (*c).to_owned()).chain(unlock(user)));
    let first = [
        "user",
        "add",
        "boss",
        "--role",
        "administrator",
        "--new-passphrase-file",
        &passphrase,
        "--shares-into",
        &place("shares"),
        "--home",
        &home,
        "--device-key-file",
        &key,
    ]
    .map(str::to_owned);
    let made = shirube(first);
    assert_eq!(made.code, Some(0), "{}", made.err);
    let added = with("boss", &["user", "add", "gen", "--role", "geneticist", "--new-passphrase-file", &passphrase]);
    assert_eq!(added.code, Some(0), "{}", added.err);

    let hub = small_hub(&folder.path().join("hub"));
    let hub = hub.display().to_string();
    let mut acknowledged = 0;
    for round in 0..KILLS {
        let mut child = Command::new(program())
            .args(["case", "import", &hub])
            .args(unlock("gen"))
            .env_clear()
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program starts");
        // Moments spread over unlocking, splitting, the transaction and what follows it.
        thread::sleep(Duration::from_millis(u64::from(round * 37 % 900)));
        child.kill().expect("killed, or ended already");
        if child.wait().expect("waited for").success() {
            acknowledged += 1;
        }
        if round % 20 == 19 {
            check(&with, &home, acknowledged > 0);
        }
    }
    let done = with("gen", &["case", "import", &hub]);
    assert_eq!(done.code, Some(0), "what was interrupted can be done again: {}", done.err);
    check(&with, &home, true);
}

fn check(with: &dyn Fn(&str, &[&str]) -> end_to_end::Run, home: &str, acknowledged: bool) {
    let verified = with("gen", &["ledger", "verify"]);
    assert_eq!(verified.code, Some(0), "{verified:?}");
    let rebuilt = with("gen", &["ledger", "rebuild"]);
    assert_eq!(rebuilt.code, Some(0), "{rebuilt:?}");
    let list = with("gen", &["case", "list", "--format", "json"]);
    assert_eq!(list.code, Some(0), "{list:?}");
    let cases = list.json()["cases"].as_array().expect("a list").len();
    assert!(cases == 1 || (cases == 0 && !acknowledged), "{cases} cases, acknowledged: {acknowledged}");
    let genomes = files_below(Path::new(home)).iter().filter(|f| f.extension().is_some_and(|e| e == "c4gh")).count();
    // The open part, its table, and of each of three persons three slices, and the reads with their index, open and in
    // three slices; nothing of an import that was cut off.
    assert_eq!(
        genomes,
        if cases == 1 { 2 + 3 * (3 + 2 * 4) } else { 0 },
        "no file without a case, no case without its files"
    );
}

/// One family of few records, so that a round is short.
fn small_hub(folder: &Path) -> PathBuf {
    let family = testkit::Family::numbered(1).expect("the first family").with_records(300);
    testkit::write_hub(folder, &[family]).expect("written");
    assert!(root().exists());
    folder.to_owned()
}
