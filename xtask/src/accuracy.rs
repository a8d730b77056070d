//! `cargo xtask bench --accuracy`: the scoring scripts beside the repository on real published patients, and the table of
//! what they say.

use std::{fmt::Write, fs, path::Path};

use anyhow::{Context, Result, ensure};

use crate::{
    patients,
    run::{self, Step},
};

/// Data and scripts lie beside the repository; they are not part of it.
const SHARED: &str = "../shared";
const TABLE: &str = "src-tauri/crates/ranking/ACCURACY.md";
const PATIENTS: &str = "src-tauri/crates/ranking/PATIENTS.md";
/// Cases made from published patients: of which kind, how many, and what they are called.
const CASES: [(&str, &str, &str); 2] =
    [("--clean-only", "300", "uncited papers"), ("--novel", "100", "gene not linked with the disease")];

const SOURCES: [(&str, &str); 8] = [
    ("--hpo", "hpo/hp.v2025-05-06.json.gz"),
    ("--hpoa", "hpo/phenotype.v2025-05-06.hpoa.gz"),
    ("--genes", "hpo/genes_to_disease.txt.gz"),
    ("--hpo-ja", "japanese/hp-ja.babelon.tsv"),
    ("--mondo", "panels/mondo/mondo_exactmatch_omim.sssom.tsv"),
    ("--mondo", "panels/mondo/mondo_exactmatch_orphanet.sssom.tsv"),
    ("--hgnc", "panels/hgnc/hgnc_symbols_id.txt.gz"),
    ("--hgnc", "panels/hgnc/hgnc_ncbi_ensembl_geneids.txt.gz"),
];

const HEAD: &str = "\
# What the ranking reaches

Written by `cargo xtask bench --accuracy`; not edited by hand. Shares in percent with 95 % intervals (Wilson). What is
measured and how it was tuned: `METHOD.md`. Times are of the machine that ran it and move with its load.

";

/// Measures and writes the table; says so and leaves it where data or Python are missing.
pub fn accuracy() -> Result<()> {
    if !Path::new(SHARED).join("data/phenopackets/index.tsv").exists() || !run::exists("python3") {
        run::say(&format!("accuracy: not measured, it needs {SHARED}/data, {SHARED}/tools and python3"));
        return Ok(());
    }
    crate::release(&["--bins", "--examples"])?;
    let scratch = std::env::temp_dir().join(format!("shirube-accuracy-{}", std::process::id()));
    fs::create_dir_all(&scratch).context("cannot make a folder for the cases")?;
    let measured = measure(&scratch);
    fs::remove_dir_all(&scratch).context("cannot remove the folder of the cases")?;
    let Measured { table, patients } = measured?;
    for (path, text) in [(TABLE, table), (PATIENTS, patients)] {
        fs::write(path, text).with_context(|| format!("cannot write {path}"))?;
        run::say(&format!("accuracy: {path}"));
    }
    Ok(())
}

struct Measured {
    table: String,
    patients: String,
}

fn measure(scratch: &Path) -> Result<Measured> {
    let shirube = release("shirube")?;
    let knowledge = scratch.join("knowledge").display().to_string();
    let sources = SOURCES.iter().flat_map(|(flag, file)| [(*flag).to_owned(), format!("{SHARED}/data/{file}")]);
    let import: Vec<String> = ["knowledge", "import"]
        .map(str::to_owned)
        .into_iter()
        .chain(sources)
        .chain(["--into".to_owned(), knowledge.clone()])
        .collect();
    Step::new("reference data").program(&shirube, &import.iter().map(String::as_str).collect::<Vec<_>>())?;
    let patients = patients::explained(&Path::new(SHARED).join("data/phenopackets"), scratch, &shirube, &knowledge)?;

    let rank = |more: &[&str]| {
        let script = format!("{SHARED}/tools/score_rank.py");
        let args = [&[script.as_str(), "--shirube", &shirube, "--knowledge", &knowledge, "--jobs", "1"], more].concat();
        run::output("python3", &args)
    };
    let mut text = HEAD.to_owned();
    let clean = rank(&[])?;
    let _ = writeln!(
        text,
        "## Disease by phenotype alone\n\n| patients | n | first | in three | in ten | in fifty |\n|---|---|---|---|---|---|"
    );
    for (name, output) in [("", &clean), (", 30 % of the terms gone, 20 % random ones", &rank(&["--noise"])?)] {
        for (group, shown) in
            [("uncited papers", "uncited papers"), ("cited papers", "cited papers"), ("all ", "all rankable")]
        {
            row(&mut text, &format!("{shown}{name}"), line(output, group)?, &["top1", "top3", "top10", "top50"])?;
        }
    }
    let each = clean.lines().find_map(|line| line.strip_suffix(" ms each")?.rsplit(' ').next()).context("no time")?;
    let _ = writeln!(text, "\nA patient over all diseases, reading and writing included, one core: {each} ms.\n");

    let _ = writeln!(
        text,
        "## Gene by phenotype and genotype\n\n| cases | n | first | in five | in ten | variant named |\n|---|---|---|---|---|---|"
    );
    for (kind, count, shown) in CASES {
        let folder = scratch.join(kind.trim_start_matches('-')).display().to_string();
        let make = format!("{SHARED}/tools/spike_cases.py");
        run::output("python3", &[&make, "--out", &folder, "--n", count, kind])?;
        let score = format!("{SHARED}/tools/score_cases.py");
        let output =
            run::output("python3", &[&score, "--shirube", &shirube, "--knowledge", &knowledge, "--cases", &folder])?;
        row(&mut text, shown, line(&output, "all ")?, &["top1", "top5", "top10", "named"])?;
    }

    let _ = writeln!(text, "\n## Reference data\n\n| what | |\n|---|---|");
    for line in run::output(&release("examples/measures")?, &[&knowledge])?.lines() {
        let (what, value) = line.split_once('\t').context("measures: a line without a tab")?;
        let _ = writeln!(text, "| {what} | {value} |");
    }
    Ok(Measured { table: text, patients })
}

/// A program of the release build, beside the one that runs.
fn release(name: &str) -> Result<String> {
    let target = std::env::current_exe()?;
    let target = target.parent().and_then(Path::parent).context("xtask lies in a target folder")?;
    Ok(target.join("release").join(format!("{name}{}", std::env::consts::EXE_SUFFIX)).display().to_string())
}

/// The line of a script's answer that begins with these words.
fn line<'a>(output: &'a str, begins: &str) -> Result<&'a str> {
    output.lines().find(|line| line.starts_with(begins)).with_context(|| format!("no line `{begins}` in:\n{output}"))
}

/// A row of the table: the figures that stand behind these words; of a word that comes twice the first.
fn row(text: &mut String, name: &str, line: &str, figures: &[&str]) -> Result<()> {
    let line = line.replace("n=", "n= ");
    let words: Vec<&str> = line.split_whitespace().collect();
    let after = |word: &str| -> Result<f64> {
        let place = words.iter().position(|w| *w == word).with_context(|| format!("no {word} in: {line}"))?;
        words.get(place + 1).and_then(|w| w.parse().ok()).with_context(|| format!("no number after {word} in: {line}"))
    };
    let n = after("n=")?;
    let _ = write!(text, "| {name} | {n} |");
    for figure in figures {
        let share = after(figure)?;
        let (low, high) = wilson(share / 100.0, n)?;
        let _ = write!(text, " {share:.1} ({low:.0} to {high:.0}) |");
    }
    text.push('\n');
    Ok(())
}

/// The 95 % interval of a share of `n`, in percent (Wilson 1927, 10.1080/01621459.1927.10502953).
fn wilson(share: f64, n: f64) -> Result<(f64, f64)> {
    const Z: f64 = 1.96;
    ensure!(n > 0.0, "a share of nobody");
    let whole = 1.0 + Z * Z / n;
    let middle = (share + Z * Z / (2.0 * n)) / whole;
    let half = Z * (share * (1.0 - share) / n + Z * Z / (4.0 * n * n)).sqrt() / whole;
    Ok((100.0 * (middle - half), 100.0 * (middle + half)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_the_scripts_becomes_a_row_with_intervals() {
        let line = "uncited papers   n=  366  disease top1  35.0 (30-40)  top3  51.9  top10  65.8  top50  79.2   gene top1  36.0";
        let mut text = String::new();
        row(&mut text, "uncited", line, &["top1", "top10"]).expect("a row");
        assert_eq!(text, "| uncited | 366 | 35.0 (30 to 40) | 65.8 (61 to 70) |\n");
        assert!(row(&mut text, "uncited", line, &["top7"]).is_err(), "what is not there is no zero");
    }
}
