//! `rank` and `knowledge`: what needs no patient's genome.

use std::path::{Path, PathBuf};

use workbench::{
    KnowledgeFile, PhenotypeRanker, RankedDisease, RankedWhy, RankingAnswer, Reference, SourceKind, Version,
    WeighedTerm, WorkbenchError, beside_genes, import_knowledge_telling, knowledge_places, phenotype_of, rank_folder,
    rank_phenotype, update_knowledge, versions,
};

use crate::{
    Done, Stop,
    args::{Common, Format, Knowledge, KnowledgeImport, Rank},
    files::text_of,
    known, output,
    table::table,
};

/// Ranks diseases by phenotype alone.
pub fn rank(common: &Common, args: &Rank) -> Done {
    output::only(common.format, &[Format::Text, Format::Json, Format::Jsonl])?;
    let reference = Reference::open_or_starter(args.knowledge.as_deref())?;
    let asked = RankingAnswer { top: args.top, why: args.why };
    let answers = match &args.phenopackets {
        Some(folder) => rank_folder(&reference, folder, asked, args.jobs)?,
        None => {
            let phenotype = phenotype_of(&args.hpo, &args.exclude_hpo)?;
            let ranker = PhenotypeRanker::new(reference.knowledge()).map_err(WorkbenchError::from)?;
            vec![Ok(rank_phenotype(&reference, &ranker, "patient", &phenotype, asked))]
        }
    };
    // One packet that cannot be read keeps no other from its answer; it is told, and the run ends with it.
    let mut refused = None;
    for answer in answers {
        let answer = match answer {
            Ok(answer) => answer,
            Err(error) => {
                if let Some(earlier) = refused.replace(error) {
                    output::remark(&format!("error: {earlier}"));
                }
                continue;
            }
        };
        for term in &answer.ignored {
            output::remark(&format!(
                "warning: {}: {term} is no sign of the ontology at hand and is ignored",
                answer.id
            ));
        }
        if common.format == Format::Text {
            let rows: Vec<Vec<String>> = answer
                .diseases
                .iter()
                .map(|d| {
                    let share = format!("{:.3}", d.posterior);
                    vec![d.rank.to_string(), share, d.id.to_string(), d.name.clone(), d.genes.join(" ")]
                })
                .collect();
            output::write(&format!("{}\n{}\n", answer.id, table(&["", "p", "id", "disease", "genes"], &rows, 48)))?;
            for disease in &answer.diseases {
                disease.why.iter().try_for_each(|why| output::write(&weighed(disease, why)))?;
            }
        } else {
            output::json(&answer, Format::Jsonl)?;
        }
    }
    refused.map_or(Ok(()), |error| Err(error.into()))
}

/// What the score of a disease is made of, as a table.
fn weighed(disease: &RankedDisease, why: &RankedWhy) -> String {
    let term = |t: &WeighedTerm| {
        let matched = if t.matched == t.id { String::new() } else { format!("{} {}", t.matched, t.matched_name) };
        let frequency = t.frequency.map_or_else(String::new, |f| format!("{:.0} %", 100.0 * f));
        vec![format!("{:+.2}", t.share), t.id.to_string(), t.name.clone(), frequency, matched]
    };
    let others = [("sex", why.sex), ("gene", why.gene), ("onset", why.onset), ("patients", why.patients)];
    let other = |(name, share): (&str, f64)| {
        vec![format!("{share:+.2}"), name.to_owned(), String::new(), String::new(), String::new()]
    };
    let others = others.into_iter().filter(|(_, share)| *share != 0.0).map(other);
    let rows: Vec<Vec<String>> = why.terms.iter().map(term).chain(others).collect();
    let head = ["share", "", "sign", "published", "by"];
    format!("{}. {} {} ({:.2})\n{}\n", disease.rank, disease.id, disease.name, disease.score, table(&head, &rows, 48))
}

/// Reference data.
pub fn knowledge(common: &Common, command: &Knowledge) -> Done {
    output::only(common.format, &[Format::Text, Format::Json])?;
    let sources = match command {
        Knowledge::Import(args) => {
            let files = files(args)?;
            if files.is_empty() {
                let expected = "at least one file to import, such as --hpo hp.json".into();
                return Err(WorkbenchError::Unknown { what: "import", text: String::new(), expected }.into());
            }
            for file in &args.panelapp {
                let beside = beside_genes(&file.to_string_lossy())?;
                beside.iter().for_each(|what| output::remark(&format!("warning: {what}")));
            }
            import_knowledge_telling(&files, &args.into, &|number, all, path| {
                output::remark(&format!("[{number}/{all}] {}", path.display()));
            })?
        }
        Knowledge::Update { places, only, into } => return update(common, places.as_deref(), only, into),
        Knowledge::Show { what, knowledge, assembly } => {
            let reference = Reference::open_or_starter(knowledge.as_deref())?;
            let assembly = assembly.as_deref().map(str::parse).transpose().map_err(WorkbenchError::from)?;
            return known::show(common, &workbench::known(&reference, what, assembly)?);
        }
        Knowledge::Scan { text, knowledge } => {
            let reference = Reference::open_or_starter(knowledge.as_deref())?;
            let note = text_of(text)?;
            return known::note(common, &workbench::scan_note(&reference, &note)?);
        }
        Knowledge::Search { texts, top, knowledge } => {
            let reference = Reference::open_or_starter(knowledge.as_deref())?;
            return known::terms(common, &workbench::search_terms(&reference, texts, *top)?);
        }
        Knowledge::List { knowledge } => versions(Reference::open_or_starter(knowledge.as_deref())?.knowledge()),
    };
    show(common, &sources)
}

/// Fetches, imports, and says what changed.
fn update(common: &Common, list: Option<&Path>, only: &[String], into: &Path) -> Done {
    output::only(common.format, &[Format::Text, Format::Json])?;
    let mut places = knowledge_places(list)?;
    if let Some(unknown) = only.iter().find(|kind| places.iter().all(|place| place.kind.name() != kind.as_str())) {
        let mut kinds: Vec<&str> = places.iter().map(|place| place.kind.name()).collect();
        kinds.dedup();
        let (text, expected) = (unknown.clone(), kinds.join(", "));
        return Err(WorkbenchError::Unknown { what: "kind in the list of places", text, expected }.into());
    }
    places.retain(|place| only.is_empty() || only.iter().any(|kind| kind == place.kind.name()));
    let updated = update_knowledge(&places, into, &|number, all, place| {
        output::remark(&format!("[{number}/{all}] {}", place.address));
    })?;
    if common.format == Format::Json {
        let answer = serde_json::json!({ "schema": "shirube.knowledge_update/1", "sources": updated });
        return output::json(&answer, common.format);
    }
    let rows = updated.iter().map(|source| {
        let state = match (source.changed, &source.before) {
            (false, _) => "unchanged",
            (true, None) => "new",
            (true, Some(_)) => "changed",
        };
        let [before, after] = [&source.before, &source.after].map(|release| release.clone().unwrap_or_default());
        vec![source.kind.to_owned(), source.file.clone(), state.to_owned(), before, after]
    });
    output::write(&table(&["kind", "file", "", "before", "now"], &rows.collect::<Vec<_>>(), 48))
}

fn show(common: &Common, sources: &[Version]) -> Done {
    if common.format == Format::Json {
        return output::json(
            &serde_json::json!({ "schema": "shirube.knowledge/1", "sources": sources }),
            common.format,
        );
    }
    let rows: Vec<Vec<String>> = sources
        .iter()
        .map(|s| {
            let hash = s.sha256.as_deref().unwrap_or_default();
            vec![s.what.clone(), s.name.clone(), s.release.clone().unwrap_or_default(), hash.chars().take(16).collect()]
        })
        .collect();
    output::write(&table(&["kind", "file", "release", "sha-256"], &rows, 48))
}

fn files(args: &KnowledgeImport) -> Result<Vec<KnowledgeFile>, Stop> {
    let one = |kind, path: &Option<PathBuf>| path.iter().map(move |p| (kind, p.clone())).collect::<Vec<_>>();
    let many = |kind, paths: &[PathBuf]| paths.iter().map(move |p| (kind, p.clone())).collect::<Vec<_>>();
    let plain = [
        one(SourceKind::Hpo, &args.hpo),
        one(SourceKind::Hpoa, &args.hpoa),
        one(SourceKind::GenesToDisease, &args.genes),
        one(SourceKind::HpoJa, &args.hpo_ja),
        one(SourceKind::DiseaseJa, &args.disease_ja),
        one(SourceKind::Nando, &args.nando),
        one(SourceKind::NandoGenes, &args.nando_genes),
        one(SourceKind::NandoHpo, &args.nando_hpo),
        one(SourceKind::ClinGen, &args.clingen),
        one(SourceKind::Constraint, &args.constraint),
        many(SourceKind::ClinVar, &args.clinvar),
        many(SourceKind::PanelApp, &args.panelapp),
        many(SourceKind::Mondo, &args.mondo),
        many(SourceKind::Hgnc, &args.hgnc),
        many(SourceKind::Panel, &args.panel),
        many(SourceKind::Sensitive, &args.sensitive),
    ];
    let plain = plain.into_iter().flatten().map(|(kind, path)| KnowledgeFile { kind, assembly: None, path });
    let mut all: Vec<KnowledgeFile> = plain.collect();
    for text in &args.gene_coordinates {
        let (assembly, path) = match text.split_once('=') {
            Some((assembly, path)) => (Some(assembly.parse().map_err(WorkbenchError::from)?), path),
            None => (None, text.as_str()),
        };
        all.push(KnowledgeFile { kind: SourceKind::GeneCoordinates, assembly, path: path.into() });
    }
    Ok(all)
}
