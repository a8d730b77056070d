//! The project's commands: `cargo xtask demo` (the main job on the demonstration hub, and the window on it), `cargo xtask
//! test` (everything that must hold), `cargo xtask bench`, `cargo xtask soak`, `cargo xtask package`. Each installs what it
//! needs and says so.

mod accuracy;
mod fuzz;
mod install;
mod package;
mod patients;
mod run;

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use clap::Parser;

use crate::run::Step;

#[derive(Parser)]
#[command(name = "cargo xtask", about = "Shirube's two commands")]
enum Command {
    /// Builds Shirube, runs the main job on the embedded demonstration hub, says where the documents lie, and opens the
    /// window on it where there is a display.
    Demo {
        /// Folder for the results; made if it is not there.
        #[arg(long, default_value = "demo-out")]
        out: PathBuf,
        /// Does not open the window.
        #[arg(long)]
        no_window: bool,
    },
    /// Formatting, lints, unit tests, journeys, the real window, real data where present,
    /// licences.
    Test,
    /// Measures the window, release build, against an empty one in the same run; or the variant engine.
    Bench {
        /// Leaves the whole genome out.
        #[arg(long)]
        quick: bool,
        /// Measures the variant engine instead, beside other programs, on an annotated trio (BGZF): this one, else a synthetic
        /// one of so many records made by `../shared/tools/synth_trio.py`.
        #[arg(long, value_name = "VCF|RECORDS", num_args = 0..=1, default_missing_value = "5000000")]
        engine: Option<String>,
        /// Measures the ranking on published patients instead, where they are at hand, and writes the table of the figures.
        #[arg(long)]
        accuracy: bool,
    },
    /// Fuzzes every reader of files for long: what the tests do for a minute each.
    Soak {
        /// Minutes for each.
        #[arg(long, default_value_t = 20)]
        minutes: u32,
        /// Keeps what led further as the new corpus in `fixtures/fuzz`.
        #[arg(long)]
        keep: bool,
    },
    /// Builds the release and a Debian package of it, installs it, starts it, removes it.
    Package {
        /// Only builds it.
        #[arg(long)]
        no_trial: bool,
    },
}

#[allow(clippy::disallowed_methods, reason = "xtask is where the environment comes in")]
fn main() -> Result<()> {
    // Cargo says where it runs: two clones that share a target directory may share this program.
    let own =
        PathBuf::from(std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into()));
    let root = own.parent().context("xtask lies in the workspace")?;
    std::env::set_current_dir(root).context("cannot enter the workspace")?;
    match Command::parse() {
        Command::Demo { out, no_window } => demo(&out, !no_window),
        Command::Test => test(),
        Command::Bench { accuracy: true, .. } => accuracy::accuracy(),
        Command::Bench { engine: Some(engine), .. } => bench_engine(&engine),
        Command::Bench { quick, .. } => bench(quick),
        Command::Soak { minutes, keep } => soak(minutes, keep),
        Command::Package { no_trial } => package::package(!no_trial),
    }
}

fn demo(out: &Path, window: bool) -> Result<()> {
    install::system_packages(&[install::BUILD, install::WINDOW].concat())?;
    build()?;
    let out = out.display().to_string();
    Step::new("the main job").program(&built("shirube")?, &["demo", "--out", &out])?;
    if !window {
        return Ok(());
    }
    if !display() {
        run::say("no display: the window is not opened; its store lies in the folder named above");
        return Ok(());
    }
    run::say("the window: sign in as `demo` with the passphrase that it shows; close it to end");
    let (home, key) = (format!("{out}/home"), format!("{out}/device.key"));
    Step::new("the window").program(&built("shirube-window")?, &["--home", &home, "--device-key-file", &key])
}

/// The screens, then every program; the window has the screens inside.
fn build() -> Result<()> {
    screens()?;
    Step::new("build").cargo(&["build", "--workspace", "--all-targets"])
}

/// The whole workspace, as always: one program alone would be built anew with fewer features.
fn release(targets: &[&str]) -> Result<()> {
    Step::new("release build").cargo(&[&["build", "--release", "--workspace"], targets].concat())
}

fn screens() -> Result<()> {
    install::npm_packages()?;
    Step::new("screens").within("ui").program("npm", &["run", "--silent", "build"])
}

/// A program that lies beside this one; `cargo run --package` would build it anew with fewer features.
fn built(name: &str) -> Result<String> {
    let path = std::env::current_exe()?.with_file_name(format!("{name}{}", std::env::consts::EXE_SUFFIX));
    Ok(path.display().to_string())
}

#[allow(clippy::disallowed_methods, reason = "xtask is where the environment comes in")]
fn display() -> bool {
    cfg!(any(windows, target_os = "macos"))
        || ["DISPLAY", "WAYLAND_DISPLAY"].iter().any(|name| std::env::var_os(name).is_some_and(|v| !v.is_empty()))
}

/// Debian's Chromium, in which the screens are walked on a fake of the program.
const BROWSER: &str = "/usr/bin/chromium-headless-shell";

fn test() -> Result<()> {
    install::system_packages(&[install::BUILD, install::WINDOW, install::TEST].concat())?;
    install::cargo_tool("cargo-nextest", "0.9.143")?;
    install::cargo_tool("cargo-deny", "0.20.2")?;
    install::cargo_tool("tauri-driver", "2.1.0")?;
    let crypt4gh = install::python_crypt4gh()?;

    Step::new("formatting").cargo(&["fmt", "--all", "--check"])?;
    build()?;
    Step::new("screens: types, messages").within("ui").program("npm", &["run", "--silent", "check"])?;
    Step::new("screens: units and contracts").within("ui").program("npm", &["run", "--silent", "test"])?;
    Step::new("screens: what the window loads").within("ui").program("npm", &["run", "--silent", "bundle"])?;
    if Path::new(BROWSER).exists() {
        Step::new("screens: in a browser, with axe").within("ui").program("npm", &["run", "--silent", "browser"])?;
    } else {
        run::say(&format!("screens: not walked in a browser, there is no {BROWSER}"));
    }
    // One more than cores, since two windows beside each other leave one of them idle.
    let threads = (std::thread::available_parallelism()?.get() + 1).to_string();
    Step::new("tests, with a keyring").env("CRYPT4GH_BIN", &crypt4gh).with_keyring(&[
        "nextest",
        "run",
        "--workspace",
        "--test-threads",
        &threads,
    ])?;
    fuzz::run(60)?;
    Step::new("examples in the documentation").cargo(&["test", "--workspace", "--doc"])?;
    Step::new("lints").cargo(&["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"])?;
    Step::new("licences, bans, sources").cargo(&["deny", "check", "licenses", "bans", "sources"])?;
    advisories()
}

fn bench(quick: bool) -> Result<()> {
    install::system_packages(&[install::BUILD, install::WINDOW, install::TEST].concat())?;
    install::cargo_tool("tauri-driver", "2.1.0")?;
    screens()?;
    release(&["--bins", "--examples", "--benches"])?;
    let quick: &[&str] = if quick { &["--", "--quick"] } else { &[] };
    Step::new("the window").cargo(&[&["bench", "--workspace", "--bench", "window"], quick].concat())
}

fn bench_engine(file: &str) -> Result<()> {
    install::system_packages(install::ENGINE)?;
    let vembrane = install::python_vembrane()?;
    let file = match file.parse::<u64>() {
        Err(_) => std::path::absolute(file)?,
        Ok(records) => synthetic_trio(records)?,
    };
    let file = file.display().to_string();
    Step::new("the variant engine").env("VEMBRANE_BIN", &vembrane).cargo(&[
        "bench",
        "--package",
        "variants",
        "--bench",
        "engine",
        "--",
        &file,
    ])
}

/// A synthetic trio beside the build, made once.
fn synthetic_trio(records: u64) -> Result<PathBuf> {
    const TOOL: &str = "../shared/tools/synth_trio.py";
    ensure!(Path::new(TOOL).exists(), "there is no {TOOL}: name an annotated trio with --engine FILE.vcf.gz");
    let file = std::env::temp_dir().join(format!("shirube-trio-{records}.vcf.gz"));
    if !file.with_added_extension("tbi").exists() {
        let out = file.display().to_string();
        Step::new("a synthetic trio").program("python3", &[TOOL, "--records", &records.to_string(), "--out", &out])?;
    }
    Ok(file)
}

fn soak(minutes: u32, keep: bool) -> Result<()> {
    install::system_packages(install::BUILD)?;
    fuzz::run(minutes * 60)?;
    if keep { fuzz::keep() } else { Ok(()) }
}

/// Advisories need the network: checked where their database can be fetched, said where it cannot.
fn advisories() -> Result<()> {
    if Step::new("advisory database").cargo(&["deny", "fetch", "db"]).is_err() {
        run::say("advisories: not checked, the database cannot be fetched without a network");
        return Ok(());
    }
    Step::new("advisories").cargo(&["deny", "check", "advisories"])
}
