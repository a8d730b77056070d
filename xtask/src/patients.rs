//! Ten published patients and why the ranking answers as it does.

use std::{fmt::Write, fs, path::Path};

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use crate::run;

/// How many patients the page shows.
const PATIENTS: usize = 10;
/// A disease beyond this place is not explained.
const PLACES: &str = "100";

const HEAD: &str = "\
# Ten patients and their answers

Written by `cargo xtask bench --accuracy`; not edited by hand. Of the published patients whose paper the annotation does not
cite, sorted by id, every so many-th: nobody chose them. The patients are those of phenopacket-store (BSD-3-Clause,
10.1016/j.xhgg.2024.100371), named by their paper; signs by the HPO. The program was not told the diagnosis.

`share` is what a sign adds to the score of a disease, a natural logarithm: above 0 it speaks for it. `by` is the more
general sign by which it matches where the disease is not annotated with it itself. The shares and those of sex, gene and
onset add up to the score (`METHOD.md`).
";

/// The page, in Markdown.
pub fn explained(packets: &Path, scratch: &Path, shirube: &str, knowledge: &str) -> Result<String> {
    let chosen = chosen(packets)?;
    let folder = scratch.join("patients");
    fs::create_dir_all(&folder).context("cannot make a folder for the patients")?;
    for patient in &chosen {
        let name = Path::new(&patient.path).file_name().context("a packet without a name")?;
        let from = packets.join("json").join(&patient.cohort).join(name);
        fs::copy(&from, folder.join(name)).with_context(|| from.display().to_string())?;
    }
    let folder = folder.display().to_string();
    let asked =
        ["rank", "--phenopackets", &folder, "--knowledge", knowledge, "--top", PLACES, "--why", "--format", "jsonl"];
    let output = run::output(shirube, &asked)?;
    let answers: Vec<Value> = output.lines().map(serde_json::from_str).collect::<Result<_, _>>()?;
    let mut text = HEAD.to_owned();
    for patient in &chosen {
        let answer = answers.iter().find(|a| a["id"] == patient.id.as_str()).with_context(|| patient.id.clone())?;
        one(&mut text, patient, answer)?;
    }
    Ok(text)
}

struct Patient {
    id: String,
    cohort: String,
    disease: String,
    paper: String,
    path: String,
}

fn chosen(packets: &Path) -> Result<Vec<Patient>> {
    let index = packets.join("index.tsv");
    let text = fs::read_to_string(&index).with_context(|| index.display().to_string())?;
    let mut lines = text.lines().map(|line| line.split('\t').collect::<Vec<_>>());
    let head = lines.next().context("an empty index")?;
    let column = |name: &str| head.iter().position(|h| *h == name).with_context(|| format!("the index has no {name}"));
    let [id, cohort, disease, paper, path, clean] =
        ["id", "cohort", "disease", "pmid", "path", "clean_candidate"].map(column);
    let (id, cohort, disease, paper, path, clean) = (id?, cohort?, disease?, paper?, path?, clean?);
    let patient = |line: Vec<&str>| Patient {
        id: line[id].to_owned(),
        cohort: line[cohort].to_owned(),
        disease: line[disease].to_owned(),
        paper: line[paper].to_owned(),
        path: line[path].to_owned(),
    };
    let mut all: Vec<Patient> =
        lines.filter(|line| line.len() == head.len() && line[clean] == "1").map(patient).collect();
    all.sort_by(|a, b| a.id.cmp(&b.id));
    ensure!(all.len() >= PATIENTS, "{}: fewer than {PATIENTS} patients of uncited papers", index.display());
    let step = all.len() / PATIENTS;
    Ok(all.into_iter().step_by(step).take(PATIENTS).collect())
}

fn one(text: &mut String, patient: &Patient, answer: &Value) -> Result<()> {
    let diseases = answer["diseases"].as_array().context("no diseases")?;
    let first = diseases.first().context("no disease")?;
    let own = diseases.iter().find(|d| d["id"] == patient.disease.as_str());
    let _ = writeln!(text, "\n## {} ({})\n", patient.id, patient.paper);
    let percent = |disease: &Value| 100.0 * disease["posterior"].as_f64().unwrap_or_default();
    let named = |disease: &Value| format!("{} {}", word(disease, "id"), word(disease, "name"));
    let _ = match own {
        Some(own) => writeln!(text, "Published: {}. Place {}, {:.1} %.", named(own), own["rank"], percent(own)),
        None => writeln!(text, "Published: {}. Not among the first {PLACES}.", patient.disease),
    };
    if let Some(own) = own {
        weighed(text, own);
    }
    if own.is_none_or(|own| own["rank"] != 1) {
        let _ = writeln!(text, "\nIn first place instead: {}, {:.1} %.", named(first), percent(first));
        weighed(text, first);
    }
    Ok(())
}

/// The signs with their shares for one disease.
fn weighed(text: &mut String, disease: &Value) {
    let _ = writeln!(text, "\n| sign | share | by | published patients |\n|---|---|---|---|");
    let why = &disease["why"];
    for term in why["terms"].as_array().into_iter().flatten() {
        let by = if term["id"] == term["matched"] { String::new() } else { word(term, "matched_name") };
        let frequency = term["frequency"].as_f64().map_or_else(String::new, |f| format!("{:.0} %", 100.0 * f));
        let share = term["share"].as_f64().unwrap_or_default();
        let _ = writeln!(text, "| {} | {share:+.2} | {by} | {frequency} |", word(term, "name"));
    }
    for other in ["sex", "gene", "onset", "patients"] {
        let share = why[other].as_f64().unwrap_or_default();
        if share != 0.0 {
            let _ = writeln!(text, "| ({other}) | {share:+.2} | | |");
        }
    }
    let _ = writeln!(text, "| **score** | **{:.2}** | | |", disease["score"].as_f64().unwrap_or_default());
}

fn word(value: &Value, name: &str) -> String {
    value[name].as_str().unwrap_or_default().replace('|', "/")
}
