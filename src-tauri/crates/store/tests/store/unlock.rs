use std::{fs, path::Path};

use domain::Role;
use sealed::{envelope::PublicKey, shamir::Share};
use store::{DeviceKeySource, Environment, NewEvent, SetUp, Store, StoreError, ledger::Record};

use crate::support::{PASSPHRASE, Place, Raw, case, environment, id, new_user};

fn refused(place: &Place, user: &str, passphrase: &str, key: &DeviceKeySource) -> StoreError {
    place.store().unlock(&id(user), passphrase, key).expect_err("must be refused")
}

#[test]
fn both_factors_are_needed_and_neither_alone_opens_anything() {
    let place = Place::new(10);
    place.create().0.lock().expect("locked");
    assert!(matches!(refused(&place, "admin", "合言葉は違います", &place.key()), StoreError::WrongPassphrase { .. }));
    let other = Place::new(11);
    other.create();
    assert!(matches!(refused(&place, "admin", PASSPHRASE, &other.key()), StoreError::WrongPassphrase { .. }));
    assert_eq!(place.unlock("admin").role(), Role::Administrator);
}

#[test]
fn each_key_file_fault_has_its_own_answer() {
    let place = Place::new(12);
    place.create().0.lock().expect("locked");
    let missing = DeviceKeySource::KeyFile(place.folder.path().join("other.key"));
    assert!(matches!(refused(&place, "admin", PASSPHRASE, &missing), StoreError::KeyFileMissing { .. }));
    let good = fs::read_to_string(place.key_file()).expect("the key file");
    let binary = vec![0xff; 32];
    let bad = [good.replace("key-1", "key-2"), good.replace('\n', "0\n"), good[..30].to_owned(), String::new()];
    for bad in bad.iter().map(String::as_bytes).chain([binary.as_slice()]) {
        fs::write(place.key_file(), bad).expect("written");
        assert!(matches!(refused(&place, "admin", PASSPHRASE, &place.key()), StoreError::KeyFileMalformed { .. }));
    }
    fs::write(place.key_file(), good).expect("written");
    place.unlock("admin");
}

#[cfg(unix)]
#[test]
fn what_is_written_is_for_this_user_alone() {
    use std::os::unix::fs::PermissionsExt;
    let place = Place::new(13);
    place.create().0.lock().expect("locked");
    let mode = |path| fs::metadata(path).expect("there").permissions().mode() & 0o777;
    assert_eq!(mode(place.key_file()), 0o600);
    assert_eq!(mode(place.home()), 0o700);
    assert_eq!(mode(place.home().join("users.json")), 0o600);
    assert_eq!(mode(place.home().join("shirube.db")), 0o600);
}

#[test]
fn nothing_is_set_up_over_something() {
    let place = Place::new(14);
    let again = |place: &Place, key: &DeviceKeySource| {
        Store::create(&place.home(), SetUp::new(new_user("admin"), "d"), key, environment(1)).map(|_| ())
    };
    let (session, _) = place.create();
    assert!(matches!(again(&place, &place.key()), Err(StoreError::InUse { .. })), "one program at a time");
    session.lock().expect("locked");
    let new_key = DeviceKeySource::KeyFile(place.folder.path().join("new.key"));
    assert!(matches!(again(&place, &new_key), Err(StoreError::AlreadySetUp { .. })));
    for half in ["users.json", "shirube.db"] {
        let (path, aside) = (place.home().join(half), place.folder.path().join("aside"));
        fs::rename(&path, &aside).expect("moved");
        assert!(matches!(again(&place, &new_key), Err(StoreError::AlreadySetUp { .. })), "without {half}");
        fs::rename(&aside, &path).expect("moved");
    }
    assert!(!place.folder.path().join("new.key").exists(), "no key was made for nothing");
    place.unlock("admin").lock().expect("locked");

    let elsewhere = Place::new(15);
    fs::write(elsewhere.key_file(), "a letter").expect("written");
    assert!(matches!(again(&elsewhere, &elsewhere.key()), Err(StoreError::KeyFileExists { .. })));
    assert_eq!(fs::read_to_string(elsewhere.key_file()).expect("there"), "a letter");
}

#[test]
fn a_half_store_and_no_store_are_named() {
    let place = Place::new(16);
    let open = |place: &Place| Store::open(&place.home(), place.environment.clone()).expect_err("must be refused");
    assert!(matches!(open(&place), StoreError::NotSetUp { .. }));
    assert!(!place.home().exists(), "looking makes nothing");
    fs::create_dir(place.home()).expect("made");
    assert!(matches!(open(&place), StoreError::NotSetUp { .. }));
    assert_eq!(crate::support::files(&place.home()).len(), 0, "not even in a folder named by mistake");
    place.create().0.lock().expect("locked");
    let aside = place.folder.path().join("aside");
    fs::rename(place.home().join("users.json"), &aside).expect("moved");
    assert!(matches!(open(&place), StoreError::UsersMissing { .. }));
    fs::rename(&aside, place.home().join("users.json")).expect("moved");
    fs::rename(place.home().join("shirube.db"), &aside).expect("moved");
    assert!(matches!(open(&place), StoreError::DatabaseMissing { .. }));
    assert!(!place.home().join("shirube.db").exists(), "none is made in its place");
}

#[test]
fn a_set_up_that_was_cut_off_is_finished_or_undone() {
    let place = Place::new(17);
    place.create().0.lock().expect("locked");
    // The crash came between the two renames.
    fs::rename(place.home().join("users.json"), place.home().join("users.json.new")).expect("moved");
    place.unlock("admin").lock().expect("finished at the next opening");
    // The crash came before the first.
    fs::rename(place.home().join("users.json"), place.home().join("users.json.new")).expect("moved");
    fs::rename(place.home().join("shirube.db"), place.home().join("shirube.db.new")).expect("moved");
    let nothing = Store::open(&place.home(), place.environment.clone());
    assert!(matches!(nothing, Err(StoreError::NotSetUp { .. })), "nobody was told that there is a store");
    fs::remove_file(place.key_file()).expect("removed");
    place.create();
}

#[test]
fn damage_is_told_from_a_wrong_passphrase() {
    let place = Place::new(18);
    place.create().0.lock().expect("locked");
    let path = place.home().join("users.json");
    let good = fs::read_to_string(&path).expect("users.json");
    let digit = good.find("wrapped").expect("an envelope") + 12;
    let mut flipped = good.clone().into_bytes();
    flipped[digit] ^= 1;
    let newer = newer_users(&good);
    for (bad, what) in [(flipped.as_slice(), "flipped"), (&good.as_bytes()[..99], "cut"), (b"", "empty")] {
        fs::write(&path, bad).expect("written");
        let error = refused(&place, "admin", PASSPHRASE, &place.key());
        assert!(matches!(error, StoreError::UsersDamaged { .. }), "{what}: {error}");
    }
    fs::write(&path, newer).expect("written");
    let error = refused(&place, "admin", PASSPHRASE, &place.key());
    assert!(matches!(error, StoreError::UsersNewer { found: 2, known: 1, .. }), "{error}");
    fs::write(&path, &good).expect("written");

    let database = place.home().join("shirube.db");
    let whole = fs::read(&database).expect("the database");
    for (bad, what) in
        [(vec![0; whole.len()], "zeroes"), (flip(&whole, 5_000), "a flipped byte"), (Vec::new(), "empty")]
    {
        fs::write(&database, bad).expect("written");
        let error = refused(&place, "admin", PASSPHRASE, &place.key());
        assert!(matches!(error, StoreError::DatabaseDamaged { .. }), "{what}: {error:?}");
    }
    fs::write(&database, &whole).expect("written");
    place.unlock("admin").lock().expect("whole again");
}

fn flip(bytes: &[u8], place: usize) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    bytes[place] ^= 1;
    bytes
}

#[test]
fn a_recovery_key_that_somebody_put_in_is_not_used() {
    let place = Place::new(28);
    let (session, _) = place.create();
    let other = Place::new(29);
    other.create();
    let read = |place: &Place| -> serde_json::Value {
        serde_json::from_slice(&fs::read(place.home().join("users.json")).expect("users.json")).expect("JSON")
    };
    let mut users = read(&place);
    users["contents"]["recovery"] = read(&other)["contents"]["recovery"].clone();
    let checksum = sealed::digest::Sha256::of(&sealed::canonical::to_vec(&users["contents"]).expect("canonical"));
    users["checksum"] = checksum.to_string().into();
    fs::write(place.home().join("users.json"), serde_json::to_vec(&users).expect("JSON")).expect("written");
    let added = session.add_user(new_user("gen"), Role::Geneticist);
    assert!(matches!(added, Err(StoreError::UsersDamaged { .. })), "new keys are never sealed to it");
    session.lock().expect("locked");
    assert!(matches!(refused(&place, "admin", PASSPHRASE, &place.key()), StoreError::UsersDamaged { .. }));
}

/// The same file as a newer program would write it.
fn newer_users(text: &str) -> Vec<u8> {
    let mut file: serde_json::Value = serde_json::from_str(text).expect("JSON");
    file["contents"]["v"] = 2.into();
    file["contents"]["something new"] = true.into();
    let bytes = sealed::canonical::to_vec(&file["contents"]).expect("canonical");
    file["checksum"] = sealed::digest::Sha256::of(&bytes).to_string().into();
    serde_json::to_vec(&file).expect("JSON")
}

#[test]
fn the_database_of_another_store_is_not_opened() {
    let (place, other) = (Place::new(19), Place::new(20));
    place.create().0.lock().expect("locked");
    other.create().0.lock().expect("locked");
    let database = place.home().join("shirube.db");
    fs::copy(other.home().join("shirube.db"), &database).expect("exchanged");
    for _ in 0..8 {
        assert!(matches!(refused(&place, "admin", PASSPHRASE, &place.key()), StoreError::DatabaseDamaged { .. }));
        // The thread that still closed it would be at work while the process ends.
        assert!(!is_open(&database), "it is closed before anybody hears of the fault");
    }
}

/// Whether this process holds the file open, as far as the system tells.
fn is_open(file: &Path) -> bool {
    let Ok(descriptors) = fs::read_dir("/proc/self/fd") else { return false };
    descriptors.flatten().any(|one| fs::read_link(one.path()).is_ok_and(|to| to == file))
}

#[test]
fn a_newer_schema_is_left_alone() {
    let place = Place::new(21);
    place.create().0.lock().expect("locked");
    let raw = Raw::open(&place);
    raw.run("INSERT INTO _sqlx_migrations SELECT 9999, 'new', installed_on, success, checksum, 0 FROM _sqlx_migrations LIMIT 1");
    drop(raw);
    let error = refused(&place, "admin", PASSPHRASE, &place.key());
    assert!(matches!(error, StoreError::NewerSchema { found: 9999, .. }), "{error:?}");
}

#[test]
fn users_come_and_go() {
    let place = Place::new(22);
    let (admin, _) = place.create();
    admin.add_user(new_user("gen"), Role::Geneticist).expect("added");
    assert!(matches!(admin.add_user(new_user("gen"), Role::Chair), Err(StoreError::UserExists { .. })));
    let short = store::NewUser { passphrase: "みじかい".to_owned().into(), ..new_user("x") };
    assert!(matches!(admin.add_user(short, Role::Chair), Err(StoreError::ShortPassphrase { found: 4, least: 8 })));
    assert!(matches!(admin.disable_user(&id("admin")), Err(StoreError::LastAdministrator { .. })));
    assert!(matches!(admin.disable_user(&id("nobody")), Err(StoreError::UnknownUser { .. })));
    let second = place.store_error();
    assert!(matches!(second, StoreError::InUse { .. }), "one program at a time");
    admin.lock().expect("locked");

    assert!(matches!(refused(&place, "nobody", PASSPHRASE, &place.key()), StoreError::UnknownUser { .. }));
    let file = place.home().join("users.json");
    let with_key = fs::read(&file).expect("users.json");
    let admin = place.unlock("admin");
    admin.disable_user(&id("gen")).expect("disabled");
    admin.lock().expect("locked");
    assert!(matches!(refused(&place, "gen", PASSPHRASE, &place.key()), StoreError::DisabledUser { .. }));

    // An older users.json gives nothing back: the database says who is a user.
    fs::write(&file, with_key).expect("set back");
    assert!(matches!(refused(&place, "gen", PASSPHRASE, &place.key()), StoreError::DisabledUser { .. }));
    place.unlock("admin").lock().expect("puts the file right");
    let text = fs::read_to_string(&file).expect("users.json");
    assert!(text.contains("\"database_key\": \"\""), "the database key is taken away again");

    let admin = place.unlock("admin");
    admin.add_user(new_user("gen"), Role::Counsellor).expect("added anew");
    admin.lock().expect("locked");
    let gen_ = place.unlock("gen");
    assert_eq!(gen_.role(), Role::Counsellor);
    assert!(gen_.rebuild().expect("rebuilt").differed.is_empty(), "the users are those of the ledger");
}

#[test]
fn recovery_takes_two_of_three_and_is_on_record() {
    let place = Place::new(23);
    let (session, shares) = place.create();
    session.add_user(new_user("gen"), Role::Geneticist).expect("added");
    session.lock().expect("locked");
    let session = place.unlock("gen");
    session.import_case(crate::cases::new_case(&session)).expect("imported");
    session.lock().expect("locked");
    let recover = |shares: &[Share], key: &DeviceKeySource, new_key| {
        place.store().recover(&id("gen"), shares, "あたらしい合言葉です", key, new_key)
    };
    assert!(matches!(recover(&shares[..1], &place.key(), false), Err(StoreError::Shares { .. })), "one opens nothing");
    let other = Place::new(24);
    let foreign = recover(&other.create().1[..2], &place.key(), false);
    assert!(matches!(foreign, Err(StoreError::OtherShares { .. })));

    let typed: Vec<Share> = shares[1..].iter().map(|s| s.to_text().parse().expect("a share")).collect();
    let session = recover(&typed, &place.key(), false).expect("recovered");
    assert_eq!(session.case(&case("family-1")).expect("keys are kept").imported.record["weight"], 12.5);
    let kinds: Vec<String> = session.events(None).expect("events").into_iter().map(|e| e.kind).collect();
    assert!(kinds.contains(&"recovered".to_owned()));
    session.lock().expect("locked");
    assert!(matches!(refused(&place, "gen", PASSPHRASE, &place.key()), StoreError::WrongPassphrase { .. }));

    // The token is lost, too.
    let new_key = DeviceKeySource::KeyFile(place.folder.path().join("new.key"));
    assert!(
        matches!(recover(&shares, &new_key, false), Err(StoreError::KeyFileMissing { .. })),
        "none is made unasked"
    );
    recover(&shares, &new_key, true).expect("recovered on a new token").lock().expect("locked");
    place.store().unlock(&id("gen"), "あたらしい合言葉です", &new_key).expect("unlocked");
}

#[test]
fn one_session_at_a_time_and_locking_frees_the_store() {
    let place = Place::new(25);
    place.create().0.lock().expect("locked");
    let store = place.store();
    let session = store.unlock(&id("admin"), PASSPHRASE, &place.key()).expect("unlocked");
    let second = store.unlock(&id("admin"), PASSPHRASE, &place.key());
    assert!(matches!(second, Err(StoreError::InUse { .. })));
    session.lock().expect("locked");
    store.unlock(&id("admin"), PASSPHRASE, &place.key()).expect("unlocked again");
}

#[test]
fn nothing_readable_lies_on_the_disk() {
    let place = Place::new(26);
    let session = place.create_for_geneticist();
    session.import_case(crate::cases::new_case(&session)).expect("imported");
    let withdrawn = Record::ConsentWithdrawn(crate::support::consent("child", &[]));
    session.append(NewEvent::in_case(&case("family-1"), withdrawn)).expect("appended");
    let clear = [
        "佐藤",
        "sealed rows",
        "vvvvvvvv",
        "participation",
        "consent_withdrawn",
        "CREATE TABLE",
        "診察室1",
        PASSPHRASE,
    ];
    // The log of the database, too: it is still open.
    let files = crate::support::files(place.folder.path());
    assert!(files.iter().any(|file| file.ends_with("shirube.db-wal")));
    for file in files {
        let bytes = fs::read(&file).expect("read");
        for text in clear {
            let found = bytes.windows(text.len()).any(|window| window == text.as_bytes());
            assert!(!found, "{text:?} lies in {}", file.display());
        }
    }
    assert!(format!("{session:?}").len() < 100, "a session prints no key");
}

#[test]
fn the_production_environment_draws_from_the_system() {
    let place = Place::new(27);
    let clock = place.environment.clock.clone();
    let environment = Environment { kdf: place.environment.kdf, ..Environment::new(clock) };
    let set_up = || SetUp::new(new_user("admin"), "d");
    let (one, _) = Store::create(&place.home(), set_up(), &place.key(), environment.clone()).expect("a store");
    let other = Place::new(27);
    let (two, _) = Store::create(&other.home(), set_up(), &other.key(), environment).expect("a store");
    assert_ne!(one.device(), two.device(), "two devices never share a key");
    let key = |session: &store::Session| -> PublicKey { session.users().expect("users")[0].public_key };
    assert_ne!(key(&one), key(&two));
}

#[test]
fn a_session_is_shared_between_threads() {
    let place = Place::new(30);
    let session = place.create_for_geneticist();
    let before = session.events(None).expect("events").len();
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for _ in 0..5 {
                    session.append(NewEvent::new(Record::Unlocked)).expect("appended");
                }
            });
        }
    });
    assert_eq!(session.events(None).expect("events").len(), before + 20);
    assert!(session.verify(&[]).expect("verified").is_sound(), "one chain, whoever writes");
}
