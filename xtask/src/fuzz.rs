//! Fuzzing that is led by coverage: libFuzzer over the pass of LLVM that counts what is reached, with the compiler that builds
//! everything else.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    thread,
};

use anyhow::{Context, Result, ensure};

use crate::run::{Step, output, say};

/// What is fuzzed; the programs are `fuzz-NAME`, the kept corpora `fixtures/fuzz/NAME`.
const TARGETS: [&str; 6] = ["vcf-line", "header", "info", "bgzf", "ped", "bed"];
/// Longest input, in bytes: what takes more to go wrong has tests of its own.
const LONGEST: u32 = 4_096;
/// The most memory of one fuzzer, in MB, and the most time of one input, in seconds.
const MEMORY: u32 = 2_048;
const TIME: u32 = 60;
/// The passes of LLVM by which libFuzzer sees what was reached and what was compared.
const COVERAGE: &str = "-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
    -Cllvm-args=-sanitizer-coverage-trace-compares -Ccodegen-units=1 -Cdebug-assertions -Coverflow-checks";

/// Fuzzes every target for so many seconds on the kept corpus, as many beside each other as there are cores.
pub fn run(seconds: u32) -> Result<()> {
    let programs = build()?;
    for together in TARGETS.chunks(thread::available_parallelism().map_or(1, usize::from)) {
        say(&format!("fuzzing {} for {seconds} s …", together.join(", ")));
        thread::scope(|scope| {
            let running: Vec<_> = together.iter().map(|name| scope.spawn(|| fuzz(&programs, name, seconds))).collect();
            running.into_iter().try_for_each(|run| run.join().unwrap_or_else(|p| std::panic::resume_unwind(p)))
        })?;
    }
    Ok(())
}

/// Makes of the kept corpora and what was found since the smallest ones that reach as much.
pub fn keep() -> Result<()> {
    let programs = build()?;
    for name in TARGETS {
        let (kept, found, merged) = (kept(name), found(&programs, name), found(&programs, &format!("{name}-merged")));
        if merged.exists() {
            fs::remove_dir_all(&merged).with_context(|| merged.display().to_string())?;
        }
        fs::create_dir_all(&merged).with_context(|| merged.display().to_string())?;
        let status = fuzzer(&programs, name).arg("-merge=1").args([&merged, &kept, &found]).status();
        ensure!(status.context("a fuzzer does not start")?.success(), "fuzz-{name}: the corpora cannot be merged");
        fs::remove_dir_all(&kept).with_context(|| kept.display().to_string())?;
        fs::create_dir_all(&kept).with_context(|| kept.display().to_string())?;
        for entry in fs::read_dir(&merged).with_context(|| merged.display().to_string())? {
            let entry = entry?;
            fs::copy(entry.path(), kept.join(entry.file_name()))?;
        }
    }
    Ok(())
}

/// Builds the programs into a folder of their own, since everything in them counts; gives it.
fn build() -> Result<PathBuf> {
    let host = output("rustc", &["-vV"])?;
    let host = host.lines().find_map(|line| line.strip_prefix("host: ")).context("rustc names no host")?.to_owned();
    // Beside `debug`, where this program lies.
    let own = std::env::current_exe()?;
    let target = own.ancestors().nth(2).context("the target directory")?.join("fuzz");
    // With a target named, the flags are not those of build scripts.
    let arguments = ["build", "--release", "--package", "fuzz", "--features", "libfuzzer", "--bins", "--target", &host];
    let step = Step::new("fuzzers").env("RUSTFLAGS", Path::new(COVERAGE)).env("CARGO_TARGET_DIR", &target);
    step.cargo(&arguments)?;
    Ok(target.join(host).join("release"))
}

fn kept(name: &str) -> PathBuf {
    Path::new("fixtures/fuzz").join(name)
}

fn found(programs: &Path, name: &str) -> PathBuf {
    programs.join("corpus").join(name)
}

fn fuzzer(programs: &Path, name: &str) -> Command {
    let mut command = Command::new(programs.join(format!("fuzz-{name}")));
    command.arg(format!("-max_len={LONGEST}")).arg(format!("-rss_limit_mb={MEMORY}")).arg(format!("-timeout={TIME}"));
    command.stdin(Stdio::null());
    command
}

fn fuzz(programs: &Path, name: &str, seconds: u32) -> Result<()> {
    let (found, faults) = (found(programs, name), programs.join("faults"));
    for folder in [&found, &faults] {
        fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
    }
    let output = fuzzer(programs, name)
        .arg(format!("-max_total_time={seconds}"))
        .arg(format!("-artifact_prefix={}/{name}-", faults.display()))
        .args([&found, &kept(name)])
        .output()
        .with_context(|| format!("fuzz-{name} does not start"))?;
    let text = String::from_utf8_lossy(&output.stderr);
    let lines: Vec<&str> = text.lines().collect();
    let last = lines.len().saturating_sub(if output.status.success() { 1 } else { 60 });
    lines[last..].iter().for_each(|line| say(&format!("fuzz-{name}: {line}")));
    ensure!(output.status.success(), "fuzz-{name} found a fault: the input lies in {}", faults.display());
    Ok(())
}
