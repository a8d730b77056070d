//! Diseases by phenotype alone: for one patient, or for every packet of a folder.

use std::{
    path::{Path, PathBuf},
    sync::atomic::{AtomicUsize, Ordering},
};

use domain::{DiseaseId, HpoId, PersonId, Sex};
use fhir::phenopacket::Phenopacket;
use ranking::phenotype::{Explanation, Phenotype, PhenotypeRanker, TermShare};
use serde::Serialize;

use crate::{Reference, WorkbenchError, assessment::unknown};

/// HPO: All.
const ALL: u32 = 1;

/// The ranked diseases of one patient.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DiseaseRanking {
    /// The packet's id, or that given on the command line.
    pub id: String,
    /// Best first.
    pub diseases: Vec<RankedDisease>,
    /// Terms that the ontology does not know; ignored.
    #[serde(skip)]
    pub ignored: Vec<HpoId>,
}

/// One disease of a ranking.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RankedDisease {
    /// 1 is best.
    pub rank: usize,
    /// Catalogue number.
    pub id: DiseaseId,
    /// Name as annotated.
    pub name: String,
    /// Natural logarithm; only differences within a patient mean something.
    pub score: f64,
    /// Calibrated probability, 0 to 1.
    pub posterior: f64,
    /// Symbols of the genes that are linked with it.
    pub genes: Vec<String>,
    /// What its score is made of, where that was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<RankedWhy>,
}

/// What the score of a disease is made of: the shares of the terms and the others add up to it (`METHOD.md` of `ranking`).
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RankedWhy {
    /// The observed terms, those that speak most for it first.
    pub terms: Vec<WeighedTerm>,
    /// What the patient's sex adds.
    pub sex: f64,
    /// What is added because no gene is known.
    pub gene: f64,
    /// What the patient's onset adds.
    pub onset: f64,
    /// What is added for the patients that were published of the disease.
    pub patients: f64,
}

/// An observed term and what it adds to a score.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct WeighedTerm {
    /// The term.
    pub id: HpoId,
    /// Its English name.
    pub name: String,
    /// The summand, natural logarithm.
    pub share: f64,
    /// The term at or above it by which it matches best.
    pub matched: HpoId,
    /// The English name of that one.
    pub matched_name: String,
    /// How many of the published patients have it, 0 to 1; null where that is not published.
    pub frequency: Option<f64>,
}

/// What is to be said of a ranking.
#[derive(Clone, Copy, Debug)]
pub struct RankingAnswer {
    /// How many diseases.
    pub top: usize,
    /// With what each score is made of.
    pub why: bool,
}

/// Ranks the diseases for one patient.
pub fn rank_phenotype(
    reference: &Reference,
    ranker: &PhenotypeRanker,
    id: &str,
    phenotype: &Phenotype,
    asked: RankingAnswer,
) -> DiseaseRanking {
    let ranking = ranker.rank(phenotype);
    let knowledge = reference.knowledge();
    let RankingAnswer { top, why } = asked;
    // Without a term there is nothing to rank by.
    let top = if phenotype.observed.iter().all(|term| ranking.unknown.contains(term)) { 0 } else { top };
    let diseases = ranking.diseases.iter().take(top).enumerate().map(|(place, disease)| RankedDisease {
        rank: place + 1,
        id: disease.id,
        name: knowledge.disease_name(disease.id).unwrap_or_default().to_owned(),
        score: disease.score,
        posterior: disease.posterior,
        genes: knowledge.genes_of(disease.id).map(|link| link.symbol.to_string()).collect(),
        why: ranker.explain(&ranking, disease.id).filter(|_| why).map(|why| RankedWhy::new(reference, why)),
    });
    DiseaseRanking { id: id.to_owned(), diseases: diseases.collect(), ignored: ranking.unknown }
}

impl RankedWhy {
    fn new(reference: &Reference, explanation: Explanation) -> Self {
        let Explanation { mut terms, sex, gene, onset, patients, .. } = explanation;
        terms.sort_by(|a, b| b.share.total_cmp(&a.share));
        let name = |id: HpoId| {
            let ontology = reference.knowledge().ontology().ok();
            ontology.and_then(|o| o.name(id)).unwrap_or_default().to_owned()
        };
        let weighed = |term: TermShare| WeighedTerm {
            id: term.id,
            name: name(term.id),
            share: term.share,
            matched: term.matched,
            matched_name: name(term.matched),
            frequency: term.frequency,
        };
        Self { terms: terms.into_iter().map(weighed).collect(), sex, gene, onset, patients }
    }
}

/// Ranks the diseases for every packet (`*.json`) of a folder, on several threads. The answers come in the order of the
/// file names, and for each that cannot be read its error.
///
/// # Errors
/// [`WorkbenchError::File`] where the folder cannot be read; [`WorkbenchError::Unknown`] where no packet is in it.
pub fn rank_folder(
    reference: &Reference,
    folder: &Path,
    asked: RankingAnswer,
    jobs: usize,
) -> Result<Vec<Result<DiseaseRanking, WorkbenchError>>, WorkbenchError> {
    let ranker = PhenotypeRanker::new(reference.knowledge())?;
    let files = packets(folder)?;
    if files.is_empty() {
        return Err(unknown(
            "folder of phenopackets",
            folder.display().to_string(),
            "files with the ending .json in it",
        ));
    }
    let next = AtomicUsize::new(0);
    let work = || {
        let mut done = Vec::new();
        while let Some((index, file)) = {
            let index = next.fetch_add(1, Ordering::Relaxed);
            files.get(index).map(|file| (index, file))
        } {
            let answer = read_phenopacket(file)
                .map(|packet| rank_phenotype(reference, &ranker, &packet.id, &packet.phenotype, asked));
            done.push((index, answer));
        }
        done
    };
    let mut answers: Vec<_> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..jobs.max(1)).map(|_| scope.spawn(work)).collect();
        threads.into_iter().flat_map(|t| t.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))).collect()
    });
    answers.sort_by_key(|(index, _)| *index);
    Ok(answers.into_iter().map(|(_, answer)| answer).collect())
}

fn packets(folder: &Path) -> Result<Vec<PathBuf>, WorkbenchError> {
    let error = |source| WorkbenchError::file(folder, source);
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(error)? {
        let path = entry.map_err(error)?.path();
        if path.extension().is_some_and(|e| e == "json") {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

/// What is read of a phenopacket; its diagnosis is not looked at.
#[derive(Clone, Debug, PartialEq)]
pub struct Packet {
    /// Its id.
    pub id: String,
    /// Its subject, where it names one that can be a person of a PED.
    pub subject: Option<PersonId>,
    /// What the subject has and has not.
    pub phenotype: Phenotype,
}

/// Reads a phenopacket.
///
/// # Errors
/// [`WorkbenchError::File`] and [`WorkbenchError::Fhir`].
pub fn read_phenopacket(path: &Path) -> Result<Packet, WorkbenchError> {
    let bytes = std::fs::read(path).map_err(|source| WorkbenchError::file(path, source))?;
    let name = path.display().to_string();
    let packet = Phenopacket::read(&name, &bytes)?;
    let read = packet.phenotype(&name)?;
    let phenotype =
        Phenotype { observed: read.observed(), excluded: read.excluded(), sex: read.sex, onset: read.earliest_onset() };
    Ok(Packet { id: packet.id, subject: read.subject.and_then(|s| s.parse().ok()), phenotype })
}

/// A phenotype from terms on the command line.
///
/// # Errors
/// [`WorkbenchError::HpoId`] where a term is no HPO id; [`WorkbenchError::Unknown`] where it is a root of the ontology, or is
/// both there and not.
pub fn phenotype_of(observed: &[String], excluded: &[String]) -> Result<Phenotype, WorkbenchError> {
    let ids = |texts: &[String]| texts.iter().map(|t| t.trim().parse()).collect::<Result<Vec<HpoId>, _>>();
    let (observed, excluded) = (ids(observed)?, ids(excluded)?);
    let is_root = |term: &&HpoId| term.number() == ALL || **term == HpoId::PHENOTYPIC_ABNORMALITY;
    if let Some(root) = observed.iter().chain(&excluded).find(is_root) {
        let expected = "a term below it: a root of the ontology tells nothing of a patient";
        return Err(unknown("sign of a patient", root.to_string(), expected));
    }
    if let Some(both) = observed.iter().find(|term| excluded.contains(term)) {
        return Err(unknown("clear sign", both.to_string(), "it as present or as excluded, and not as both"));
    }
    Ok(Phenotype { observed, excluded, sex: Sex::Unknown, onset: None })
}
