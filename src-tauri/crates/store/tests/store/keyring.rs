//! The device key in a keyring: the mock for every answer that a keyring can give, and a real one where a D-Bus session can
//! be started.
#![allow(clippy::print_stderr, clippy::print_stdout, reason = "a test that is skipped says so")]

use std::{fs, path::Path, process::Command, sync::Arc};

use keyring_core::{Error, api::CredentialStoreApi, mock};
use store::{DeviceKeySource, Keyring, SetUp, Store, StoreError};

use crate::support::{PASSPHRASE, Place, id, new_user};

/// A store whose device key is in a mock keyring.
fn with_mock(seed: u64) -> (Place, Arc<mock::Store>, DeviceKeySource) {
    let place = Place::new(seed);
    let mock = mock::Store::new().expect("a mock");
    let source = DeviceKeySource::Keyring(Keyring::of(mock.clone()));
    let set_up = SetUp::new(new_user("admin"), "d");
    let (session, _) = Store::create(&place.home(), set_up, &source, place.environment.clone()).expect("a store");
    session.lock().expect("locked");
    (place, mock, source)
}

fn entry(place: &Place, mock: &mock::Store) -> keyring_core::Entry {
    let users = fs::read(place.home().join("users.json")).expect("users.json");
    let users: serde_json::Value = serde_json::from_slice(&users).expect("JSON");
    mock.build("shirube", users["contents"]["store"].as_str().expect("an id"), None).expect("an entry")
}

fn refuse(place: &Place, source: &DeviceKeySource) -> StoreError {
    place.store().unlock(&id("admin"), PASSPHRASE, source).expect_err("must be refused")
}

#[test]
fn the_key_is_in_the_keyring() {
    let (place, mock, source) = with_mock(80);
    assert_eq!(entry(&place, &mock).get_secret().expect("a key").len(), 32);
    place.store().unlock(&id("admin"), PASSPHRASE, &source).expect("unlocked");
}

#[test]
fn a_keyring_without_the_key_never_gets_a_new_one() {
    let (place, _, _) = with_mock(81);
    let empty = mock::Store::new().expect("a mock");
    let source = DeviceKeySource::Keyring(Keyring::of(empty.clone()));
    let error = refuse(&place, &source);
    assert!(matches!(error, StoreError::KeyringWithoutKey { .. }), "{error:?}");
    assert!(error.to_string().contains("may be locked"), "a locked keyring answers the same");
    assert!(matches!(entry(&place, &empty).get_secret(), Err(Error::NoEntry)), "none was made");
}

#[test]
fn each_answer_of_a_keyring_is_told() {
    let (place, mock, source) = with_mock(82);
    let says = |error: Error| {
        let entry = entry(&place, &mock);
        let cred: &mock::Cred = entry.as_any().downcast_ref().expect("a mock");
        cred.set_error(error);
        refuse(&place, &source)
    };
    assert!(matches!(says(Error::NoStorageAccess("prompt dismissed".into())), StoreError::KeyringLocked { .. }));
    assert!(matches!(says(Error::PlatformFailure("object is Locked".into())), StoreError::KeyringLocked { .. }));
    assert!(matches!(says(Error::PlatformFailure("broken pipe".into())), StoreError::Keyring { .. }));
    entry(&place, &mock).set_secret(b"short").expect("set");
    assert!(matches!(refuse(&place, &source), StoreError::KeyringMalformed { .. }));
    entry(&place, &mock).set_secret(&[7; 32]).expect("set");
    assert!(matches!(refuse(&place, &source), StoreError::WrongPassphrase { .. }), "another device's key");
}

#[test]
fn a_key_in_the_keyring_is_not_written_over_by_recovery() {
    let place = Place::new(85);
    let mock = mock::Store::new().expect("a mock");
    let source = DeviceKeySource::Keyring(Keyring::of(mock.clone()));
    let set_up = SetUp::new(new_user("admin"), "d");
    let (session, shares) = Store::create(&place.home(), set_up, &source, place.environment.clone()).expect("a store");
    session.lock().expect("locked");
    let before = entry(&place, &mock).get_secret().expect("a key");
    let refused = place.store().recover(&id("admin"), &shares, PASSPHRASE, &source, true);
    assert!(matches!(refused, Err(StoreError::KeyringHasKey { .. })), "the other users still need it");
    assert_eq!(entry(&place, &mock).get_secret().expect("a key"), before);
}

#[test]
fn a_keyring_that_fails_leaves_no_store() {
    let place = Place::new(83);
    // A store that the mock has never seen fails at the first question.
    struct Deaf;
    impl std::fmt::Debug for Deaf {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("Deaf")
        }
    }
    impl CredentialStoreApi for Deaf {
        fn vendor(&self) -> String {
            "deaf".into()
        }
        fn id(&self) -> String {
            "deaf".into()
        }
        fn build(
            &self,
            _: &str,
            _: &str,
            _: Option<&std::collections::HashMap<&str, &str>>,
        ) -> keyring_core::Result<keyring_core::Entry> {
            Err(Error::NoStorageAccess("locked".into()))
        }
        fn as_any(&self) -> &dyn std::any::Any {
            self
        }
    }
    let source = DeviceKeySource::Keyring(Keyring::of(Arc::new(Deaf)));
    let refused = Store::create(&place.home(), SetUp::new(new_user("admin"), "d"), &source, place.environment.clone());
    assert!(matches!(refused, Err(StoreError::KeyringLocked { .. })));
    assert!(matches!(place.store_error(), StoreError::NotSetUp { .. }));
}

/// Runs [`inside_a_session`] in a D-Bus session of its own (or in none), with the keyring's data below `folder`/`data`.
fn in_session(folder: &Path, data: &str, daemon: Option<&str>, phase: &str) {
    fs::write(folder.join("phase"), phase).expect("written");
    let program = std::env::current_exe().expect("this program");
    let mut command = if let Some(daemon) = daemon {
        let mut command = Command::new("dbus-run-session");
        command.args(["--", "bash", "-c", &format!("{daemon} exec \"$@\""), "_"]).arg(program);
        command
    } else {
        Command::new(program)
    };
    command.args(["--exact", "keyring::inside_a_session", "--ignored", "--nocapture"]).current_dir(folder);
    for (name, below) in
        [("XDG_DATA_HOME", data), ("XDG_CACHE_HOME", "cache"), ("XDG_RUNTIME_DIR", "run"), ("HOME", "")]
    {
        let path = folder.join(below);
        fs::create_dir_all(&path).expect("a folder");
        #[cfg(unix)]
        fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o700)).expect("set");
        command.env(name, path);
    }
    let output = command.env_remove("DISPLAY").env_remove("DBUS_SESSION_BUS_ADDRESS").output().expect("run");
    let [text, errors] = [&output.stdout, &output.stderr].map(|bytes| String::from_utf8_lossy(bytes));
    assert!(output.status.success() && text.contains("1 passed"), "{phase}: {text}\n{errors}");
    let answer = text.lines().find_map(|line| line.strip_prefix("answer: ")).unwrap_or("as expected");
    eprintln!("{phase}: {answer}");
}

#[test]
fn a_real_keyring_keeps_the_key_and_a_locked_an_empty_or_no_keyring_is_told() {
    let is_here = |program: &str| Command::new(program).arg("--version").output().is_ok_and(|o| o.status.success());
    if !is_here("dbus-run-session") || !is_here("gnome-keyring-daemon") {
        eprintln!("skipped: dbus-run-session and gnome-keyring-daemon are not here");
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let unlocked = Some("printf pw | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1;");
    // Started, but nobody gave the passphrase of the keyring.
    let locked = Some("gnome-keyring-daemon --start --components=secrets >/dev/null 2>&1;");
    in_session(folder.path(), "data", unlocked, "create");
    in_session(folder.path(), "data", unlocked, "unlock");
    in_session(folder.path(), "data", locked, "locked");
    in_session(folder.path(), "elsewhere", unlocked, "empty");
    in_session(folder.path(), "data", None, "none");
    in_session(folder.path(), "data", unlocked, "unlock");
}

#[test]
#[ignore = "started by the test above, in a D-Bus session of its own"]
fn inside_a_session() {
    let folder = std::env::current_dir().expect("a folder");
    let home = folder.join("home");
    let environment = crate::support::environment(std::process::id().into());
    let source = DeviceKeySource::keyring();
    let unlock = |source: &DeviceKeySource| {
        Store::open(&home, environment.clone()).expect("a store").unlock(&id("admin"), PASSPHRASE, source)
    };
    match fs::read_to_string(folder.join("phase")).expect("a phase").as_str() {
        "create" => {
            let set_up = SetUp::new(new_user("admin"), "d");
            let source = source.expect("a keyring");
            let (session, _) = Store::create(&home, set_up, &source, environment.clone()).expect("a store");
            session.lock().expect("locked");
        }
        "unlock" => unlock(&source.expect("a keyring")).expect("unlocked").lock().expect("locked"),
        "locked" => {
            let error = unlock(&source.expect("a keyring")).expect_err("the keyring is locked");
            println!("answer: {error:?}");
            // Which of the two depends on the keyring; both say what to do, and no key is made.
            let told = matches!(error, StoreError::KeyringLocked { .. } | StoreError::KeyringWithoutKey { .. });
            assert!(told, "{error:?}");
        }
        "empty" => {
            let error = unlock(&source.expect("a keyring")).expect_err("the keyring has no key");
            println!("answer: {error}");
            assert!(matches!(error, StoreError::KeyringWithoutKey { .. }), "{error:?}");
        }
        "none" => {
            let error = source.expect_err("no keyring");
            println!("answer: {error}");
            assert!(matches!(error, StoreError::NoKeyring { .. }), "{error:?}");
        }
        other => panic!("{other}"),
    }
}
