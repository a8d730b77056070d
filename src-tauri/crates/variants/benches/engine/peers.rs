//! The same work by other programs, where they are installed: the same question, and the same rows in answer.

use std::{
    collections::BTreeSet,
    path::Path,
    process::{Command, Stdio},
};

use variants::{Consequence, ConsequenceFilter, ConsequenceSet, Filters, Header, Quality, Source, Thresholds};

use crate::stages::Stage;

/// Inflating alone, two threads.
pub fn inflate(file: &Path) -> Stage {
    let mut command = Command::new("sh");
    command.args(["-c", r#"exec bgzip -dc -@ 2 "$1" > /dev/null"#, "_"]).arg(file);
    Stage::measure("bgzip", &mut command)
}

/// What all programs are asked: what passes, is carried by the first sample in enough reads, and is rare in gnomAD by the INFO
/// field; with or without what it does to a gene.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Question {
    Rare,
    RareAndCoding,
}

impl Question {
    pub fn stage(self) -> &'static str {
        match self {
            Self::Rare => "rare",
            Self::RareAndCoding => "rare-and-coding",
        }
    }

    /// In our words, but for the frequency: our filter takes the largest of all populations, also of those in the annotation,
    /// which the others cannot ask for.
    pub fn filters(self) -> Filters {
        let thresholds = Thresholds {
            min_depth: 10,
            min_genotype_quality: 20,
            min_heterozygous_percent: 0,
            max_heterozygous_percent: 100,
            min_homozygous_percent: 0,
        };
        let consequence = ConsequenceFilter {
            terms: ConsequenceSet::coding_and_splice(),
            min_spliceai_percent: None,
            rna_genes: false,
        };
        Filters {
            carried: true,
            quality: Some(Quality { passing: true, thresholds }),
            consequence: (self == Self::RareAndCoding).then_some(consequence),
            ..Filters::default()
        }
    }

    fn terms() -> Vec<&'static str> {
        Consequence::ALL.iter().filter(|c| c.is_coding_or_splice()).map(|c| c.term()).collect()
    }

    fn bcftools(self) -> String {
        let rare = r#"FILTER="PASS" && GT[0]="alt" && FMT/DP[0]>=10 && FMT/GQ[0]>=20 && gnomAD_AF<=RARE"#
            .replace("RARE", &RARE.to_string());
        match self {
            Self::Rare => rare,
            Self::RareAndCoding => format!(r#"{rare} && Consequence~"{}""#, Self::terms().join(r"\|")),
        }
    }

    fn vembrane(self, proband: &str) -> String {
        let rare = format!(
            r#""PASS" in FILTER and has_var("{proband}") and FORMAT["DP"]["{proband}"] >= 10 and FORMAT["GQ"]["{proband}"] >= 20 and INFO["gnomAD_AF"] <= {RARE}"#
        );
        match self {
            Self::Rare => rare,
            Self::RareAndCoding => {
                format!(r#"{rare} and any(term in CSQ["Consequence"] for term in {:?})"#, Self::terms())
            }
        }
    }
}

/// At or below: rare. As the others compare, in the precision of the file.
pub const RARE: f32 = 1e-4;

/// A program with its answer to a question.
pub struct Peer {
    pub name: &'static str,
    pub question: Question,
    /// How many times faster we must be: reach, aim.
    pub wanted: (f64, f64),
    arguments: &'static [&'static str],
}

pub const BCFTOOLS: [Peer; 2] = [
    Peer {
        name: "bcftools view -i",
        question: Question::Rare,
        wanted: (2.0, 2.7),
        arguments: &["view", "--threads", "2", "-H"],
    },
    Peer {
        name: "bcftools +split-vep",
        question: Question::RareAndCoding,
        wanted: (4.0, 5.5),
        arguments: &["+split-vep", "-s", "worst", "-f", "%CHROM\t%POS\t%Consequence\n"],
    },
];

impl Peer {
    /// Answers it on a file; `None`, and said, where it is not installed.
    pub fn answer(&self, file: &Path, rows: &Path) -> Option<Stage> {
        let asked = Command::new("bcftools").arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
        if !asked.is_ok_and(|status| status.success()) {
            eprintln!("  {}: not measured, bcftools is not installed (apt-get install bcftools)", self.name);
            return None;
        }
        let mut command = Command::new("bcftools");
        command.args(self.arguments).arg("-i").arg(self.question.bcftools()).arg("-o").arg(rows).arg(file);
        Some(Stage::measure(self.name, &mut command))
    }
}

/// vembrane's answer, from where `VEMBRANE_BIN` says; `None`, and said, where it does not.
#[allow(clippy::disallowed_methods, reason = "a measurement is where the environment comes in")]
pub fn vembrane(question: Question, file: &Path, rows: &Path) -> Option<Stage> {
    let Some(program) = std::env::var_os("VEMBRANE_BIN") else {
        eprintln!("  vembrane: not measured, VEMBRANE_BIN does not name it");
        return None;
    };
    let header = Header::read(&Source::file(file)).expect("a header");
    let wanted = question.vembrane(header.samples.first().expect("a sample"));
    let mut command = Command::new(&program);
    command.args(["filter", "--annotation-key", "CSQ", "--output"]).arg(rows).arg(&wanted).arg(file);
    Some(Stage::measure(&format!("vembrane, {}", question.stage()), &mut command))
}

/// Contig and position of the records that a program wrote, by lines or as VCF.
pub fn places(rows: &Path) -> BTreeSet<(String, String)> {
    let text = std::fs::read_to_string(rows).expect("rows");
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    let place = |line: &str| {
        let mut fields = line.split('\t').map(str::to_owned);
        Some((fields.next()?, fields.next()?))
    };
    lines.filter_map(place).collect()
}
