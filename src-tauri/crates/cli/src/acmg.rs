//! `acmg`: the class of criteria, a table of criteria, and criteria proposed for a variant.

use std::path::Path;

use workbench::{
    AcmgAnswer, AcmgRules, ProposalAnswer, ProposalQuestion, Reference, Sentence, WorkbenchError, propose_criteria,
    rules_of_gene,
};

use crate::{
    Done, Stop,
    args::{Acmg, Common, Format, Rules},
    files::{bare_files, text_of},
    output,
    table::table,
};

/// Answers whichever question was asked.
pub fn acmg(common: &Common, args: &Acmg) -> Done {
    output::only(common.format, &[Format::Text, Format::Json, Format::Tsv])?;
    let rules = AcmgRules::shipped()?;
    if let Some(file) = &args.tsv {
        return output::write(&append(&rules, file, &args.column)?);
    }
    if let (Some(vcf), Some(variant)) = (&args.vcf, &args.variant) {
        let reference = Reference::open_or_starter(args.basis.knowledge.as_deref())?;
        let files = bare_files(vcf, &[], args.ped.as_ref(), &[], &args.basis)?;
        let answer = propose_criteria(&reference, &ProposalQuestion { files, variant: variant.clone() })?;
        return match common.format {
            Format::Json => output::json(&answer, common.format),
            _ => output::write(&proposed(&answer)),
        };
    }
    let gene = match (&args.cspec, &args.gene) {
        (Some(file), Some(gene)) => Some(rules_of_gene(file, gene)?),
        _ => None,
    };
    let criteria: Vec<String> = args.criteria.iter().filter(|code| !code.trim().is_empty()).cloned().collect();
    let answer = rules.judge(&criteria, gene.as_ref())?;
    if common.format == Format::Json {
        return output::json(&answer, common.format);
    }
    output::write(&text(&answer, args.rules))
}

fn text(answer: &AcmgAnswer, only: Option<Rules>) -> String {
    let mut text = String::new();
    if only != Some(Rules::Points) {
        let why = match (answer.contradictory, answer.combinations.is_empty()) {
            (true, _) => format!("contradictory: {}", answer.combinations.join(", ")),
            (false, true) => "no combination is met".to_owned(),
            (false, false) => answer.combinations.join(", "),
        };
        text += &format!("2015    {:<4} {why}\n", answer.class_2015);
    }
    if only != Some(Rules::Combinations) {
        let warmth = answer.temperature.map(|t| format!(", {}", t.replace('_', " "))).unwrap_or_default();
        text += &format!("points  {:<4} {} point(s){warmth}\n", answer.class_points, answer.points);
    }
    if let Some(pp3) = &answer.pp3_beside_pm1 {
        let counted = if pp3.is_empty() { "not counted".to_owned() } else { format!("counted as {pp3}") };
        text += &format!("PP3 is {counted}: with PM1 it is strong at most (10.1016/j.ajhg.2022.10.013)\n");
    }
    if only.is_none() && answer.differ {
        text += "the two rule sets differ\n";
    }
    if let Some(gene) = &answer.by_gene {
        text += &format!("gene    {:<4} {} ({})\n", gene.class, gene.combinations.join(", "), gene.title);
        if !gene.not_applicable.is_empty() {
            text += &format!("not used by these rules: {}\n", gene.not_applicable.join(" "));
        }
    }
    text
}

fn proposed(answer: &ProposalAnswer) -> String {
    let named = [&answer.gene, &answer.transcript, &answer.hgvs_c, &answer.hgvs_p];
    let named: Vec<&str> = named.into_iter().flatten().map(String::as_str).collect();
    let rows = answer
        .proposals
        .iter()
        .map(|p| vec![p.criterion.clone(), words(&p.evidence), p.missing.join(" "), p.source.clone()]);
    let mut page = format!("{}  {}\n\n", answer.variant, named.join("  "));
    page += &table(&["criterion", "evidence", "not known", "source"], &rows.collect::<Vec<_>>(), 90);
    if !answer.not_asked.is_empty() {
        let rows: Vec<Vec<String>> =
            answer.not_asked.iter().map(|n| vec![n.criterion.to_owned(), words(&n.reason)]).collect();
        page += &format!("\nnot proposed, or not asked\n{}", table(&["criterion", "why"], &rows, 90));
    }
    page + "\nif all were accepted\n" + &text(&answer.class, None)
}

/// A sentence as key and numbers: its words are in the messages of the window.
fn words(sentence: &Sentence) -> String {
    let args = sentence.args.iter().map(|(name, value)| format!(" {name}={value}"));
    let key = sentence.key.trim_start_matches("evidence_").replace('_', " ");
    key + &args.collect::<String>()
}

/// The table with the classes behind each row. A row whose criteria cannot be read ends the run with its line.
fn append(rules: &AcmgRules, file: &Path, column: &str) -> Result<String, Stop> {
    let content = text_of(file)?;
    let mut lines = content.lines().enumerate();
    let wrong = |line: usize, what: &'static str, text: &str, expected: String| {
        let expected = format!("{expected} ({}:{line})", file.display());
        Stop::from(WorkbenchError::Unknown { what, text: text.to_owned(), expected })
    };
    let header = lines.next().map(|(_, line)| line).unwrap_or_default();
    let place = header.trim_start_matches('\u{feff}').split('\t').position(|name| name == column);
    let place = place.ok_or_else(|| wrong(1, "header of this table", header, format!("a column named {column}")))?;
    let mut text = format!("{header}\tclass_2015\tclass_points\tpoints\n");
    for (number, line) in lines.filter(|(_, line)| !line.trim().is_empty()) {
        let line_number = number + 1;
        let Some(field) = line.split('\t').nth(place) else {
            return Err(wrong(line_number, "row of this table", line, format!("at least {} columns", place + 1)));
        };
        let criteria: Vec<String> =
            field.split(';').map(|code| code.trim().to_owned()).filter(|code| !code.is_empty()).collect();
        let answer = rules.judge(&criteria, None).map_err(|error| match error {
            WorkbenchError::Unknown { what, text, expected } => wrong(line_number, what, &text, expected),
            other => Stop::from(other),
        })?;
        text += &format!("{line}\t{}\t{}\t{}\n", answer.class_2015, answer.class_points, answer.points);
    }
    Ok(text)
}
