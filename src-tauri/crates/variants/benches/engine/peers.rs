//! The same work by other programs, where they are installed.

use std::{
    path::Path,
    process::{Command, Stdio},
};

use variants::{Header, Source};

use crate::stages::Stage;

pub struct Peers<'a> {
    pub file: &'a Path,
}

impl Peers<'_> {
    /// Inflating alone, two threads.
    pub fn inflate(&self) -> Stage {
        let mut command = Command::new("sh");
        command.args(["-c", r#"exec bgzip -dc -@ 2 "$1" > /dev/null"#, "_"]).arg(self.file);
        Stage::measure("bgzip", &mut command)
    }

    /// Filters of other programs, each with how much faster the import must be (reach, aim); what is not installed is
    /// said.
    pub fn filters(&self) -> Vec<(String, Stage, (f64, f64))> {
        let rare = r#"gnomAD_AF<0.0001 && GT[0]="het" && FILTER="PASS""#;
        let view = ["view", "--threads", "2", "-i", rare, "-Ob", "-o", "/dev/null"];
        let split = ["+split-vep", "-s", "worst", "-f", "%CHROM %POS %Consequence %SYMBOL\n", "-i"];
        let wanted = r#"gnomAD_AF<0.0001 && GT[0]="het" && FILTER="PASS" && Consequence~"missense""#;
        let mut done = Vec::new();
        for (program, name, arguments, wanted) in [
            ("bcftools", "bcftools view -i", view.to_vec(), (2.0, 2.7)),
            ("bcftools", "bcftools +split-vep", [&split[..], &[wanted, "-o", "/dev/null"]].concat(), (4.0, 5.5)),
        ] {
            let Some((program, arguments)) = installed(program).map(|p| (p, arguments)) else {
                eprintln!("  {name}: not measured, {program} is not installed (apt-get install bcftools)");
                continue;
            };
            let mut command = Command::new(program);
            command.args(arguments).arg(self.file);
            done.push((name.to_owned(), Stage::measure(name, &mut command), wanted));
        }
        done
    }
}

/// vembrane with the filters of bcftools view and of bcftools +split-vep, from where `VEMBRANE_BIN` says.
#[allow(clippy::disallowed_methods, reason = "a measurement is where the environment comes in")]
pub fn vembrane(file: &Path) -> Vec<Stage> {
    let Some(program) = std::env::var_os("VEMBRANE_BIN") else {
        eprintln!("  vembrane: not measured, VEMBRANE_BIN does not name it");
        return Vec::new();
    };
    let header = Header::read(&Source::file(file)).expect("a header");
    let proband = header.samples.first().expect("a sample");
    let rare = format!(r#""PASS" in FILTER and INFO["gnomAD_AF"] < 0.0001 and is_het("{proband}")"#);
    let missense = format!(r#"{rare} and "missense_variant" in CSQ["Consequence"]"#);
    let measured = [("vembrane", rare), ("vembrane with CSQ", missense)].map(|(name, wanted)| {
        let mut command = Command::new(&program);
        command.args(["filter", "--annotation-key", "CSQ", "--output", "/dev/null", &wanted]).arg(file);
        Stage::measure(name, &mut command)
    });
    measured.into()
}

fn installed(program: &'static str) -> Option<&'static str> {
    let asked = Command::new(program).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
    asked.is_ok_and(|s| s.success()).then_some(program)
}
