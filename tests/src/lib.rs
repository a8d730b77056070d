//! What the end-to-end tests share: the program as a person runs it, the folders of the project, the real data.

use std::{
    ffi::OsStr,
    path::{Path, PathBuf},
    process::Command,
};

use serde_json::Value;

mod display;
mod person;
mod place;

pub use display::Display;
pub use person::{Language, Person, connect};
pub use place::Place;

/// What a run of the program gave back.
#[derive(Debug)]
pub struct Run {
    /// Exit code; `None` where a signal ended it.
    pub code: Option<i32>,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
}

impl Run {
    /// Standard output as JSON.
    ///
    /// # Panics
    /// Where it is none.
    #[allow(clippy::panic, reason = "a test ends here")]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|e| panic!("no JSON ({e}): {self:?}"))
    }
}

/// The root of the project: tests run in the folder of their package.
pub fn root() -> PathBuf {
    PathBuf::from("..")
}

/// The headless program as built beside this test (`cargo xtask test` builds it first).
///
/// # Panics
/// Where it is not built.
pub fn program() -> PathBuf {
    built("shirube")
}

/// The folder that this test was built into.
#[allow(clippy::expect_used, reason = "a test ends here")]
fn build_folder() -> PathBuf {
    let test = std::env::current_exe().expect("a test knows its own path");
    test.parent().and_then(Path::parent).expect("tests lie in target/debug/deps").to_owned()
}

/// A program as built beside this test.
///
/// # Panics
/// Where it is not built.
pub fn built(name: &str) -> PathBuf {
    let built = build_folder().join(name);
    assert!(built.exists(), "{} is not built: run `cargo build --workspace --all-targets` first", built.display());
    built
}

/// Runs the program with an empty environment but for the path, so that nothing of the person at the desk leaks in.
///
/// # Panics
/// Where it cannot be started.
#[allow(clippy::expect_used, reason = "a test ends here")]
pub fn shirube<S: AsRef<OsStr>>(args: impl IntoIterator<Item = S>) -> Run {
    let output = Command::new(program())
        .args(args)
        .env_clear()
        .env("PATH", "/usr/local/bin:/usr/bin:/bin")
        .output()
        .expect("the program starts");
    Run {
        code: output.status.code(),
        out: String::from_utf8_lossy(&output.stdout).into_owned(),
        err: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

/// A folder or file of the real data beside the project; says that the test skips where it is absent.
pub fn real_data(path: &str) -> Option<PathBuf> {
    let found = root().join("../shared/data").join(path);
    if !found.exists() {
        skip(&format!("../shared/data/{path} is not here"));
        return None;
    }
    Some(found)
}

/// True where a program is on the path.
pub fn is_installed(program: &str) -> bool {
    Command::new("sh").args(["-c", "command -v \"$1\" >/dev/null", "_", program]).status().is_ok_and(|s| s.success())
}

/// Says why a test does nothing.
#[allow(clippy::print_stderr, reason = "a skipped test says so")]
pub fn skip(why: &str) {
    eprintln!("skipped: {why}");
}

/// The text of a PDF by `pdftotext`; `None`, and said, where that is not installed.
pub fn pdf_text(pdf: &Path) -> Option<String> {
    match Command::new("pdftotext").args(["-layout", "-q"]).arg(pdf).arg("-").output() {
        Ok(output) if output.status.success() => Some(String::from_utf8_lossy(&output.stdout).into_owned()),
        _ => {
            skip("pdftotext is not installed or cannot read the file");
            None
        }
    }
}

/// Every file below a folder, sorted.
///
/// # Panics
/// Where a folder cannot be read.
#[allow(clippy::expect_used, reason = "a test ends here")]
pub fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(next) = open.pop() {
        for entry in std::fs::read_dir(&next).expect("a readable folder") {
            let path = entry.expect("a readable entry").path();
            if path.is_dir() {
                open.push(path);
            } else {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}
