//! `vcf check`, `variants`, `triage` and `qc`: questions about files.

use std::path::{Path, PathBuf};

use workbench::{
    BareFiles, Breadth, CallableAt, CheckReport, Explanation, FilterQuestion, PersonId, Reference, Severity, Shortlist,
    TriageAnswer, TriageQuestion, Validity, WorkbenchError, check_data, check_vcf, filter, phenotype_of,
    read_phenopacket, triage as triage_files,
};

use crate::{
    Done, Stop,
    args::{Basis, Common, Format, Qc, Scope, Triage, Variants, Vcf},
    desk, output,
    table::table,
};

/// Checks a VCF: exit 2 where a record or the header is not valid.
pub fn vcf(common: &Common, command: &Vcf) -> Done {
    output::only(common.format, &[Format::Text, Format::Json])?;
    let Vcf::Check { file } = command;
    let report = check_vcf(file)?;
    if common.format == Format::Json {
        output::json(&report, common.format)?;
    } else {
        output::write(&check_text(&report))?;
    }
    match report.verdict {
        Validity::Ok => Ok(()),
        Validity::Invalid => Err(Stop::Answered(workbench::ErrorKind::Input)),
    }
}

/// The report of a check: each problem as `FILE:LINE: field: what`, then the figures.
fn check_text(report: &CheckReport) -> String {
    let severity = |s| match s {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    let problems = report.problems.iter().map(|p| format!("{}:{p} ({})\n", report.file, severity(p.severity)));
    let mut text: String = problems.collect();
    let assembly = report.assembly.map_or_else(|| "not told".to_owned(), |a| a.to_string());
    text += &format!("records: {}\nsamples: {}\n", report.records, report.samples.join(" "));
    text += &format!("assembly: {assembly}\nannotation: {}\n", report.annotation.name());
    text += &format!("{} error(s), {} warning(s)\n", report.errors, report.warnings);
    text
}

/// Checks the data of a family: exit 4 where something must be cleared up first.
pub fn qc(common: &Common, args: &Qc) -> Done {
    output::only(common.format, &[Format::Text, Format::Json])?;
    let reference = Reference::open_or_starter(args.basis.knowledge.as_deref())?;
    let check = check_data(&reference, &bare_files(&args.vcf, &[], args.ped.as_ref(), &[], &args.basis)?)?;
    warn(&check.remarks);
    warn_of_scope(args.basis.scope);
    if common.format == Format::Json {
        output::json(&check, common.format)?;
    } else {
        output::write(&check.to_text())?;
    }
    if check.warnings.is_empty() { Ok(()) } else { Err(Stop::Answered(workbench::ErrorKind::Wanting)) }
}

/// Filters without ranking.
pub fn variants(common: &Common, args: &Variants) -> Done {
    output::only(common.format, &[Format::Text, Format::Json, Format::Tsv])?;
    let reference = Reference::open_or_starter(args.basis.knowledge.as_deref())?;
    let question = FilterQuestion {
        files: bare_files(&args.vcf, &args.sv, Some(&args.ped), &args.panels, &args.basis)?,
        preset: args.preset.clone(),
        patterns: args.patterns.clone(),
        incomplete_penetrance: args.incomplete_penetrance,
        max_af: args.max_af,
        consequences: args.consequences.clone(),
        region: args.region.clone(),
        explain: args.explain.clone(),
        sequence: args.fasta.clone(),
    };
    let answer = filter(&reference, &question)?;
    warn(&answer.remarks);
    warn_of_scope(args.basis.scope);
    if !answer.explanations.is_empty() {
        return explained(common, &answer.explanations);
    }
    match common.format {
        Format::Json => output::json(&answer, common.format),
        Format::Tsv => output::write(&answer.to_tsv()),
        _ => {
            let rows: Vec<Vec<String>> = answer.rows.iter().map(|r| r.cells()).collect();
            output::write(&table(&workbench::FilterRow::HEADER, &rows, 32))?;
            output::write(&format!("{} row(s)\n", rows.len()))
        }
    }
}

/// Ranks the candidates of a patient, from files or from the store.
pub fn triage(common: &Common, args: &Triage) -> Done {
    output::only(common.format, &[Format::Text, Format::Json])?;
    let answer = match (&args.vcf, &args.case) {
        (Some(vcf), _) => {
            warn_of_scope(args.basis.scope);
            let reference = Reference::open_or_starter(args.basis.knowledge.as_deref())?;
            triage_files(&reference, &question(args, vcf)?)?
        }
        (None, Some(case)) => desk::triage(common, case, args)?,
        (None, None) => return Ok(()), // clap asks for one of them
    };
    warn(&answer.remarks);
    show(common, &answer)
}

fn warn(remarks: &[String]) {
    for remark in remarks {
        output::remark(&format!("warning: {remark}"));
    }
}

fn question(args: &Triage, vcf: &Path) -> Result<TriageQuestion, Stop> {
    let (subject, phenotype) = match &args.phenopacket {
        Some(path) => {
            let packet = read_phenopacket(path)?;
            (packet.subject, packet.phenotype)
        }
        None => (None, phenotype_of(&args.hpo, &args.exclude_hpo)?),
    };
    let proband = args.proband.as_deref().map(person).transpose()?;
    Ok(TriageQuestion {
        files: bare_files(vcf, &args.sv, args.ped.as_ref(), &args.panels, &args.basis)?,
        phenotype,
        proband,
        subject,
        family: args.family.clone(),
        preset: args.preset.clone(),
        incomplete_penetrance: args.incomplete_penetrance,
        top: args.top,
        explain: args.explain.clone(),
    })
}

/// A file of a person's own as text.
pub fn text_of(path: &Path) -> Result<String, Stop> {
    let bytes = std::fs::read(path).map_err(|source| WorkbenchError::file(path, source))?;
    String::from_utf8(bytes).map_err(|error| {
        let good = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let line = 1 + good.iter().filter(|byte| **byte == b'\n').count();
        let (what, text) = ("text in UTF-8", format!("{}:{line}", path.display()));
        WorkbenchError::Unknown { what, text, expected: "a file that was saved as UTF-8, not as Shift_JIS".into() }
            .into()
    })
}

fn person(text: &str) -> Result<PersonId, Stop> {
    text.parse().map_err(|e: workbench::ParseIdError| {
        WorkbenchError::Unknown { what: "person", text: text.to_owned(), expected: e.to_string() }.into()
    })
}

pub fn bare_files(
    vcf: &Path,
    sv: &[PathBuf],
    ped: Option<&PathBuf>,
    panels: &[String],
    basis: &Basis,
) -> Result<BareFiles, Stop> {
    let assembly = basis.assembly.as_deref().map(str::parse).transpose().map_err(WorkbenchError::from)?;
    let breadth = match basis.scope {
        Scope::Panel => Breadth::Panel,
        Scope::All => Breadth::All,
    };
    let at = CallableAt { depth: basis.callable_depth, genotype_quality: basis.callable_gq };
    let callable = basis.callable.as_ref().map(|path| (path.clone(), at));
    Ok(BareFiles {
        vcf: vcf.to_owned(),
        sv: sv.to_vec(),
        ped: ped.cloned(),
        panels: panels.to_vec(),
        breadth,
        assembly,
        callable,
    })
}

fn warn_of_scope(scope: Scope) {
    if scope == Scope::All {
        output::remark("scope all: sensitive genes are looked at without a panel that names them");
    }
}

/// Prints a shortlist, or the answer to "why is it not here?".
pub fn show(common: &Common, answer: &TriageAnswer) -> Done {
    for term in &answer.shortlist.phenotype.ignored {
        output::remark(&format!("warning: {term} is no sign of the ontology at hand and is ignored"));
    }
    if let Some(explanation) = &answer.explanation {
        return explained(common, std::slice::from_ref(explanation));
    }
    if common.format == Format::Json {
        return output::json(&answer.shortlist, common.format);
    }
    output::write(&shortlist_text(&answer.shortlist))
}

fn explained(common: &Common, explanations: &[Explanation]) -> Done {
    if common.format == Format::Json {
        let value = serde_json::json!({ "schema": "shirube.explain/1", "explanations": explanations });
        return output::json(&value, common.format);
    }
    output::write(&explanations.iter().map(|e| format!("{e}\n")).collect::<String>())
}

/// The shortlist for people: the waterfall, then the candidates, then what could not be seen.
pub fn shortlist_text(list: &Shortlist) -> String {
    let steps: Vec<Vec<String>> =
        list.waterfall.iter().map(|s| vec![s.step.clone(), s.kept.to_string(), s.removed.to_string()]).collect();
    let members: Vec<&str> = list.members.iter().map(PersonId::as_str).collect();
    let rows: Vec<Vec<String>> = list
        .candidates
        .iter()
        .map(|c| {
            let disease = c.disease.as_ref().map_or("", |d| d.name_ja.as_deref().unwrap_or(&d.name));
            let change =
                c.variants.iter().map(|v| v.hgvs_c.clone().unwrap_or_else(|| format!("{}:{}", v.chrom, v.pos)));
            let genotypes = c
                .variants
                .iter()
                .map(|v| v.genotypes.iter().map(|g| g.as_deref().unwrap_or("–")).collect::<Vec<_>>().join(" "));
            vec![
                c.rank.to_string(),
                format!("{:.1}", c.score),
                format!("{:.1}", c.phenotype.score),
                format!("{:.1}", c.genotype.score),
                c.gene.symbol.clone(),
                disease.to_owned(),
                c.pattern.clone().unwrap_or_default(),
                change.collect::<Vec<_>>().join(" / "),
                genotypes.collect::<Vec<_>>().join(" / "),
            ]
        })
        .collect();
    let header = ["", "score", "phenotype", "genotype", "gene", "disease", "pattern", "variant", &members.join(" ")];
    let not_seen: String = list.not_seen.iter().map(|n| format!("{}: {}\n", n.gene, absence_words(n.reason))).collect();
    let mut text = format!("{} · {} · {}\n\n", list.family, list.proband, list.assembly);
    text += &table(&["filter", "kept", "removed"], &steps, 40);
    text.push('\n');
    text += &table(&header, &rows, 44);
    if list.further_candidates > 0 {
        text += &format!("… and {} more (--top)\n", list.further_candidates);
    }
    if !not_seen.is_empty() {
        text += &format!("\nnot seen:\n{not_seen}");
    }
    text
}

fn absence_words(absence: workbench::Absence) -> &'static str {
    match absence {
        workbench::Absence::TrulyAbsent => "looked for, not there",
        workbench::Absence::NotCalled => "no genotype was called",
        workbench::Absence::NotCallable => "too little data to say anything",
        workbench::Absence::NotInPanel => "not in the panel of this analysis",
        workbench::Absence::NotAnalysed => "not part of this analysis",
    }
}
