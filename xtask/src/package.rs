//! The Debian package: built by the bundler of the shell, then installed, started and removed as a hospital would.

use std::{
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::Duration,
};

use anyhow::{Context, Result, ensure};

use crate::{
    install,
    run::{Step, exists, say},
};

/// How long the window may take to open on a display without a screen.
const PATIENCE: Duration = Duration::from_secs(30);

/// Builds the package, and tries it.
pub fn package(trial: bool) -> Result<()> {
    install::system_packages(&[install::BUILD, install::WINDOW, &["file", "xvfb", "x11-utils"]].concat())?;
    crate::screens()?;
    crate::release(&["--bins"])?;
    // The bundler comes with the packages of the screens.
    let bundler = std::env::current_dir()?.join("ui/node_modules/.bin/tauri").display().to_string();
    Step::new("package").within("src-tauri").program(&bundler, &["bundle", "--bundles", "deb"])?;
    let package = newest()?;
    say(&format!("the package: {}", package.display()));
    if trial { self::trial(&package) } else { Ok(()) }
}

fn newest() -> Result<PathBuf> {
    let target = std::env::current_exe()?;
    let target = target.parent().and_then(Path::parent).context("xtask lies in a target directory")?;
    let folder = target.join("release/bundle/deb");
    let mut found = Vec::new();
    for entry in std::fs::read_dir(&folder).with_context(|| format!("{}", folder.display()))? {
        let path = entry?.path();
        if path.extension().is_some_and(|e| e == "deb") {
            found.push((path.metadata()?.modified()?, path));
        }
    }
    found.sort();
    found.pop().map(|(_, path)| path).with_context(|| format!("{}: no package was built", folder.display()))
}

/// Installs, starts until the window is there, ends and removes it; nothing of it may stay behind.
fn trial(package: &Path) -> Result<()> {
    let path = package.display().to_string();
    install::apt(&["install", "-y", "--no-install-recommends", &path])?;
    let started = start();
    install::apt(&["remove", "-y", "shirube"])?;
    started?;
    for left in ["/usr/bin/shirube-window", "/usr/share/applications/Shirube.desktop"] {
        ensure!(!Path::new(left).exists(), "{left} is left behind after removing the package");
    }
    say("the package installs, starts and is removed without a trace");
    Ok(())
}

fn start() -> Result<()> {
    ensure!(exists("xvfb-run") && exists("xwininfo"), "xvfb-run and xwininfo are needed to try the package");
    let home = std::env::temp_dir().join(format!("shirube-package-{}", std::process::id()));
    let script = r#"
        shirube-window --home "$1/home" --device-key-file "$1/device.key" &
        program=$!
        for _ in $(seq "$2"); do
            sleep 1
            if xwininfo -root -tree | grep -q 'Shirube 標'; then kill "$program"; exit 0; fi
        done
        kill "$program"
        exit 1
    "#;
    let seconds = PATIENCE.as_secs().to_string();
    let status = Command::new("xvfb-run")
        .args(["-a", "dbus-run-session", "--", "bash", "-c", script, "_"])
        .arg(&home)
        .arg(&seconds)
        .stdin(Stdio::null())
        .status()
        .context("xvfb-run")?;
    if home.exists() {
        std::fs::remove_dir_all(&home).with_context(|| format!("{}", home.display()))?;
    }
    ensure!(status.success(), "the installed window did not open within {seconds} s");
    Ok(())
}
