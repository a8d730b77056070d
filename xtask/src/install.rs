//! Installs what a command needs and says so. On Debian and its kin by apt; elsewhere it names what is missing.

use std::{path::PathBuf, process::Command};

use anyhow::{Context, Result, bail};

use crate::run::{Step, exists, say};

/// What the build needs: a C compiler, make and perl for the vendored OpenSSL beneath SQLCipher.
pub const BUILD: &[&str] = &["gcc", "make", "perl"];
/// What the tests need: bgzip and tabix as the other side, PDF text, a session bus with a keyring, Python for Crypt4GH.
pub const TEST: &[&str] =
    &["tabix", "bcftools", "poppler-utils", "dbus", "dbus-x11", "gnome-keyring", "python3", "python3-venv"];

/// The version of the Python tool that Crypt4GH files are exchanged with.
const CRYPT4GH: &str = "crypt4gh==1.8.6";

/// Installs the Debian packages that are missing.
pub fn system_packages(packages: &[&str]) -> Result<()> {
    if !exists("dpkg-query") {
        say(&format!("not a Debian system: please see that these are installed: {}", packages.join(" ")));
        return Ok(());
    }
    let missing: Vec<&str> = packages.iter().copied().filter(|p| !is_installed(p)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    say(&format!("installing {}", missing.join(" ")));
    apt(&["update"])?;
    apt(&[&["install", "-y", "--no-install-recommends"], missing.as_slice()].concat())
}

fn is_installed(package: &str) -> bool {
    Command::new("dpkg-query")
        .args(["-W", "-f=${Status}", package])
        .output()
        .is_ok_and(|o| o.status.success() && o.stdout.ends_with(b"ok installed"))
}

fn apt(args: &[&str]) -> Result<()> {
    let root = Command::new("id").arg("-u").output().is_ok_and(|o| o.stdout.trim_ascii() == b"0");
    match (root, exists("sudo")) {
        (true, _) => Step::new("apt-get").program("apt-get", args),
        (false, true) => Step::new("apt-get").program("sudo", &[&["apt-get"], args].concat()),
        (false, false) => bail!("not root and no sudo: please run `apt-get {}` yourself", args.join(" ")),
    }
}

/// Installs a cargo subcommand where it is missing.
pub fn cargo_tool(name: &str, version: &str) -> Result<()> {
    if exists(name) {
        return Ok(());
    }
    say(&format!("installing {name} {version}"));
    Step::new(name).cargo(&["install", name, "--version", version, "--locked", "--debug"])
}

#[allow(clippy::disallowed_methods, reason = "xtask is where the environment comes in")]
fn cache_folder() -> Option<PathBuf> {
    let variable = |name: &str| std::env::var_os(name).map(PathBuf::from);
    variable("XDG_CACHE_HOME").or_else(|| variable("HOME").map(|home| home.join(".cache")))
}

/// Installs the Python `crypt4gh` into an environment of its own, outside the clone; gives the program's path.
pub fn python_crypt4gh() -> Result<PathBuf> {
    let cache =
        cache_folder().context("neither XDG_CACHE_HOME nor HOME is set: nowhere to keep the Python environment")?;
    let environment = cache.join("shirube").join("crypt4gh");
    let program = environment.join("bin").join("crypt4gh");
    if !program.exists() {
        say(&format!("installing {CRYPT4GH} into {}", environment.display()));
        let text = environment.display().to_string();
        Step::new("python environment").program("python3", &["-m", "venv", &text])?;
        let python = environment.join("bin").join("python").display().to_string();
        Step::new("crypt4gh").program(&python, &["-m", "pip", "install", "--quiet", CRYPT4GH])?;
    }
    Ok(program)
}
