//! Runs a step, saying what it does, and stops at the first that fails.

use std::{
    ffi::OsStr,
    path::Path,
    process::{Command, Stdio},
    time::Instant,
};

use anyhow::{Context, Result, ensure};

/// Prints a line of the run's own.
#[allow(clippy::print_stderr, reason = "xtask speaks to a person")]
pub fn say(text: &str) {
    eprintln!("xtask: {text}");
}

/// One step of a command.
pub struct Step<'a> {
    title: &'a str,
    env: Vec<(&'a str, &'a Path)>,
    within: Option<&'a str>,
}

impl<'a> Step<'a> {
    /// A step with the title that is printed.
    pub fn new(title: &'a str) -> Self {
        Self { title, env: Vec::new(), within: None }
    }

    /// Sets a variable for the step.
    pub fn env(mut self, name: &'a str, value: &'a Path) -> Self {
        self.env.push((name, value));
        self
    }

    /// Runs it in a folder of the project.
    pub fn within(mut self, folder: &'a str) -> Self {
        self.within = Some(folder);
        self
    }

    /// Runs cargo with these arguments.
    pub fn cargo(self, args: &[&str]) -> Result<()> {
        self.program("cargo", args)
    }

    /// Runs cargo in a session bus of its own with an unlocked, empty keyring, where this system has them.
    pub fn with_keyring(self, args: &[&str]) -> Result<()> {
        if !exists("dbus-run-session") || !exists("gnome-keyring-daemon") {
            say("no session bus or keyring on this system: tests that need one say that they skip");
            return self.cargo(args);
        }
        let scratch = std::env::temp_dir().join(format!("shirube-keyring-{}", std::process::id()));
        let script = r#"
            mkdir -p "$1/data" "$1/run" && chmod 700 "$1/run"
            export XDG_DATA_HOME="$1/data" XDG_RUNTIME_DIR="$1/run"
            shift
            exec dbus-run-session -- bash -c 'printf keyring | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1; exec cargo "$@"' _ "$@"
        "#;
        let scratch_text = scratch.display().to_string();
        let all: Vec<&str> = ["-c", script, "_", &scratch_text].into_iter().chain(args.iter().copied()).collect();
        let done = self.program("bash", &all);
        if scratch.exists() {
            std::fs::remove_dir_all(&scratch).ok();
        }
        done
    }

    /// Runs a program.
    pub fn program(self, program: &str, args: &[&str]) -> Result<()> {
        say(&format!("{} …", self.title));
        let start = Instant::now();
        let status = Command::new(program)
            .args(args)
            .envs(self.env.iter().copied())
            .current_dir(self.within.unwrap_or("."))
            .stdin(Stdio::null())
            .status()
            .with_context(|| format!("{}: cannot start {program}", self.title))?;
        ensure!(status.success(), "{}: {program} ended with {status}", self.title);
        say(&format!("{}: {} s", self.title, start.elapsed().as_secs()));
        Ok(())
    }
}

/// What a program prints; what it says of errors goes to the screen.
pub fn output(program: &str, args: &[&str]) -> Result<String> {
    say(&format!("{program} {} …", args.join(" ")));
    let output = Command::new(program)
        .args(args)
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output()
        .with_context(|| format!("cannot start {program}"))?;
    ensure!(output.status.success(), "{program} ended with {}", output.status);
    String::from_utf8(output.stdout).with_context(|| format!("{program} prints no UTF-8"))
}

/// True where a program is on the path.
pub fn exists(program: impl AsRef<OsStr>) -> bool {
    Command::new("sh")
        .args(["-c", "command -v \"$1\" >/dev/null", "_"])
        .arg(program)
        .status()
        .is_ok_and(|status| status.success())
}
