//! Installs what a command needs and says so. On Debian and its kin by apt; elsewhere it names what is missing.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, bail};

use crate::run::{Step, exists, say};

/// What the build needs: compilers, make and perl for the vendored OpenSSL beneath SQLCipher and for the fuzzer, the web view.
pub const BUILD: &[&str] = &["gcc", "g++", "make", "perl", "pkg-config", "libdbus-1-dev", "libwebkit2gtk-4.1-dev"];
/// What the window needs where it runs: Japanese letters for what the bundled fonts lack.
pub const WINDOW: &[&str] = &["fonts-noto-cjk"];
/// What the tests need: bgzip and tabix as the other side, PDF text, a session bus with a keyring, Python for Crypt4GH, a
/// display without a screen, the driver of the web view, a browser for the screens alone, and who looks at connections.
pub const TEST: &[&str] = &[
    "tabix",
    "bcftools",
    "poppler-utils",
    "dbus",
    "dbus-x11",
    "gnome-keyring",
    "python3",
    "python3-venv",
    "xvfb",
    "webkit2gtk-driver",
    "chromium-headless-shell",
    "procps",
    "strace",
];

/// What the variant engine is built with, and the programs that it is measured beside.
pub const ENGINE: &[&str] = &["gcc", "make", "tabix", "bcftools", "python3", "python3-venv"];

/// The oldest Node.js that builds the screens.
const NODE: (u32, u32) = (20, 19);

/// The version of the Python tool that Crypt4GH files are exchanged with.
const CRYPT4GH: &str = "crypt4gh==1.8.6";

/// The version of the Python tool that the engine is measured against.
const VEMBRANE: &str = "vembrane==1.0.7";

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

pub fn apt(args: &[&str]) -> Result<()> {
    let root = Command::new("id").arg("-u").output().is_ok_and(|o| o.stdout.trim_ascii() == b"0");
    match (root, exists("sudo")) {
        (true, _) => Step::new("apt-get").program("apt-get", args),
        (false, true) => Step::new("apt-get").program("sudo", &[&["apt-get"], args].concat()),
        (false, false) => bail!("not root and no sudo: please run `apt-get {}` yourself", args.join(" ")),
    }
}

/// Installs a program of the same name as its package where it is missing.
pub fn cargo_tool(name: &str, version: &str) -> Result<()> {
    if exists(name) {
        return Ok(());
    }
    say(&format!("installing {name} {version}"));
    let target = std::env::temp_dir().join(format!("shirube-install-{name}"));
    Step::new(name).env("CARGO_TARGET_DIR", &target).cargo(&[
        "install",
        name,
        "--version",
        version,
        "--locked",
        "--debug",
    ])?;
    if target.exists() {
        std::fs::remove_dir_all(&target).with_context(|| format!("{}", target.display()))?;
    }
    Ok(())
}

/// Sees that there is a Node.js that is new enough; where there is none at all, Debian's is tried.
pub fn node() -> Result<()> {
    if !exists("node") || !exists("npm") {
        system_packages(&["nodejs", "npm"])?;
    }
    let output = Command::new("node").arg("--version").output().context("node does not start")?;
    let text = String::from_utf8_lossy(&output.stdout).trim().trim_start_matches('v').to_owned();
    let mut numbers = text.split('.').map(|n| n.parse::<u32>().unwrap_or_default());
    let found = (numbers.next().unwrap_or_default(), numbers.next().unwrap_or_default());
    if found < NODE {
        bail!("Node.js {text} is too old to build the screens: please install {}.{} or newer", NODE.0, NODE.1);
    }
    Ok(())
}

/// Installs what the screens are built from, as `ui/package-lock.json` says, where that was not done for this file yet.
pub fn npm_packages() -> Result<()> {
    node()?;
    let lock = std::fs::read("ui/package-lock.json").context("ui/package-lock.json")?;
    let mark = Path::new("ui/node_modules/.installed-from");
    if std::fs::read(mark).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    Step::new("packages of the screens").within("ui").program("npm", &["ci", "--no-audit", "--no-fund"])?;
    std::fs::write(mark, lock).with_context(|| format!("{}", mark.display()))
}

#[allow(clippy::disallowed_methods, reason = "xtask is where the environment comes in")]
fn cache_folder() -> Option<PathBuf> {
    let variable = |name: &str| std::env::var_os(name).map(PathBuf::from);
    variable("XDG_CACHE_HOME").or_else(|| variable("HOME").map(|home| home.join(".cache")))
}

/// Installs the Python `crypt4gh` into an environment of its own, outside the clone; gives the program's path.
pub fn python_crypt4gh() -> Result<PathBuf> {
    python_tool("crypt4gh", CRYPT4GH)
}

/// The same of `vembrane`.
pub fn python_vembrane() -> Result<PathBuf> {
    python_tool("vembrane", VEMBRANE)
}

fn python_tool(name: &str, package: &str) -> Result<PathBuf> {
    let cache =
        cache_folder().context("neither XDG_CACHE_HOME nor HOME is set: nowhere to keep the Python environment")?;
    let environment = cache.join("shirube").join(name);
    let program = environment.join("bin").join(name);
    if !program.exists() {
        say(&format!("installing {package} into {}", environment.display()));
        let text = environment.display().to_string();
        Step::new("python environment").program("python3", &["-m", "venv", &text])?;
        let python = environment.join("bin").join("python").display().to_string();
        Step::new(name).program(&python, &["-m", "pip", "install", "--quiet", package])?;
    }
    Ok(program)
}
