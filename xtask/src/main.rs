//! The project's two commands: `cargo xtask demo` (the main job on the demonstration hub) and `cargo xtask test`
//! (everything that must hold). Each installs what it needs and says so.

mod install;
mod run;

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use clap::Parser;

use crate::run::Step;

#[derive(Parser)]
#[command(name = "cargo xtask", about = "Shirube's two commands")]
enum Command {
    /// Builds `shirube`, runs the main job on the embedded demonstration hub, and says where the documents lie.
    Demo {
        /// Folder for the results; made if it is not there.
        #[arg(long, default_value = "demo-out")]
        out: PathBuf,
    },
    /// Formatting, lints, unit tests, journeys, real data where present, licences.
    Test,
}

fn main() -> Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().context("xtask lies in the workspace")?;
    std::env::set_current_dir(root).context("cannot enter the workspace")?;
    match Command::parse() {
        Command::Demo { out } => demo(&out),
        Command::Test => test(),
    }
}

fn demo(out: &Path) -> Result<()> {
    install::system_packages(install::BUILD)?;
    Step::new("build shirube").cargo(&["build", "--workspace", "--all-targets"])?;
    // The program lies beside this one; `cargo run --package` would build it anew with fewer features.
    let shirube = std::env::current_exe()?.with_file_name(format!("shirube{}", std::env::consts::EXE_SUFFIX));
    let out = out.display().to_string();
    Step::new("the main job").program(&shirube.display().to_string(), &["demo", "--out", &out])
}

fn test() -> Result<()> {
    install::system_packages(&[install::BUILD, install::TEST].concat())?;
    install::cargo_tool("cargo-nextest", "0.9.143")?;
    install::cargo_tool("cargo-deny", "0.20.2")?;
    let crypt4gh = install::python_crypt4gh()?;

    Step::new("formatting").cargo(&["fmt", "--all", "--check"])?;
    Step::new("build").cargo(&["build", "--workspace", "--all-targets"])?;
    Step::new("tests, with a keyring").env("CRYPT4GH_BIN", &crypt4gh).with_keyring(&[
        "nextest",
        "run",
        "--workspace",
    ])?;
    Step::new("examples in the documentation").cargo(&["test", "--workspace", "--doc"])?;
    Step::new("lints").cargo(&["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"])?;
    Step::new("licences, bans, sources").cargo(&["deny", "check", "licenses", "bans", "sources"])?;
    advisories()
}

/// Advisories need the network: checked where their database can be fetched, said where it cannot.
fn advisories() -> Result<()> {
    if Step::new("advisory database").cargo(&["deny", "fetch", "db"]).is_err() {
        run::say("advisories: not checked, the database cannot be fetched without a network");
        return Ok(());
    }
    Step::new("advisories").cargo(&["deny", "check", "advisories"])
}
