//! A store of its own for one test, in a temporary folder.

use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::{Run, shirube};

/// A folder with a store, its administrator `boss` and its geneticist `gen`, both of the same passphrase.
#[derive(Debug)]
pub struct Place {
    folder: TempDir,
}

impl Place {
    /// The passphrase of everybody.
    pub const PASSPHRASE: &str = "a passphrase for a test";

    /// A folder with nothing in it but a file with the passphrase.
    ///
    /// # Panics
    /// Where there is no temporary folder.
    #[allow(clippy::expect_used, reason = "a test ends here")]
    pub fn empty() -> Self {
        let place = Self { folder: tempfile::tempdir().expect("a temporary folder") };
        std::fs::write(place.path("passphrase.txt"), format!("{}\n", Self::PASSPHRASE)).expect("writable");
        place
    }

    /// A store with its two users.
    ///
    /// # Panics
    /// Where it cannot be set up.
    pub fn set_up() -> Self {
        let place = Self::empty();
        let (passphrase, shares) = (place.text("passphrase.txt"), place.text("shares"));
        let new = ["--new-passphrase-file", &passphrase];
        place.must(
            None,
            &[&["user", "add", "boss", "--role", "administrator", "--shares-into", &shares], &new[..]].concat(),
        );
        place.must(Some("boss"), &[&["user", "add", "gen", "--role", "geneticist"], &new[..]].concat());
        place
    }

    /// A path in the folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The same as text.
    pub fn text(&self, name: &str) -> String {
        self.path(name).display().to_string()
    }

    /// The folder of the store.
    pub fn home(&self) -> PathBuf {
        self.path("home")
    }

    /// The file of the device's key.
    pub fn key(&self) -> PathBuf {
        self.path("device.key")
    }

    /// How the window is started on this store.
    pub fn window_arguments(&self) -> [String; 4] {
        ["--home".to_owned(), self.text("home"), "--device-key-file".to_owned(), self.text("device.key")]
    }

    /// Runs the headless program on this store.
    ///
    /// # Panics
    /// Where it cannot be started.
    pub fn run(&self, user: Option<&str>, command: &[&str]) -> Run {
        let (home, key, passphrase) = (self.text("home"), self.text("device.key"), self.text("passphrase.txt"));
        let mut args: Vec<&str> = command.to_vec();
        args.extend(["--home", &home, "--device-key-file", &key]);
        if let Some(user) = user {
            args.extend(["--user", user, "--passphrase-file", &passphrase]);
        }
        shirube(args)
    }

    /// As [`Place::run`], and it must end well; gives its output.
    ///
    /// # Panics
    /// Where it does not.
    pub fn must(&self, user: Option<&str>, command: &[&str]) -> String {
        let run = self.run(user, command);
        assert_eq!(run.code, Some(0), "{command:?}: {}", run.err);
        run.out
    }

    /// Brings in the cases of a hub, or one of them.
    ///
    /// # Panics
    /// Where that fails.
    pub fn import(&self, hub: &Path, case: Option<&str>) {
        let hub = hub.display().to_string();
        let mut command = vec!["case", "import", &hub];
        if let Some(case) = case {
            command.extend(["--case", case]);
        }
        self.must(Some("gen"), &command);
    }
}
