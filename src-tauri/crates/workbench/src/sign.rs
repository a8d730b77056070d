//! The signs of the proband over time: what the hub said, and what was recorded here. The latest record of a term stands.

use std::collections::BTreeMap;

use domain::{HpoId, PersonId, UserId};
use fhir::{Age, Feature, Onset, Phenotype, case::ClinicalCase};
use jiff::civil::Date;
use store::{
    NewEvent,
    ledger::{Event, Record, Severity, SignRecorded, SignState},
};

use crate::{
    Action, CaseRecord, Desk, WorkbenchError,
    assessment::{unknown, words},
    desk::case_id,
    view::phenotype::{EarlierSign, SeverityName, Sign, SignRequest, SignsRequest},
};

/// HPO: Phenotypic abnormality.
const ABNORMALITY: u32 = 118;
/// HPO: Onset.
const ONSET: u32 = 3_674;

/// A sign of the proband with everything that was recorded of it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct SignHistory {
    /// The term.
    pub term: HpoId,
    /// The term in the words of the hub.
    pub label: Option<String>,
    /// The records, the latest first; never empty.
    pub records: Vec<SignEntry>,
}

/// One record of a sign.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct SignEntry {
    pub state: SignState,
    pub onset: Option<String>,
    pub severity: Option<Severity>,
    pub observed: Option<String>,
    pub note: Option<String>,
    /// The event; `None` where it came from the hub.
    pub event: Option<Event>,
}

/// The signs that the hub gave, by the Bundle with its dates and the phenopacket with its onsets. A sign that was seen
/// once and not at a later time was there and is gone.
fn from_hub(clinical: &ClinicalCase, proband: &PersonId, phenotype: &Phenotype) -> Vec<SignHistory> {
    let mut signs: Vec<SignHistory> = Vec::new();
    let state = |excluded| if excluded { SignState::Absent } else { SignState::Present };
    let mut add = |term: HpoId, label: &str, entry: SignEntry| match signs.iter_mut().find(|s| s.term == term) {
        Some(sign) => sign.records.push(entry),
        None => signs.push(SignHistory { term, label: Some(label.to_owned()), records: vec![entry] }),
    };
    let blank = |excluded, onset: Option<Onset>, observed| SignEntry {
        state: state(excluded),
        onset: onset.map(onset_text),
        severity: None,
        observed,
        note: None,
        event: None,
    };
    let of_bundle = clinical.signs.iter().filter(|s| &s.person == proband);
    for sign in of_bundle.clone() {
        add(sign.term, &sign.label, blank(sign.excluded, sign.onset, sign.observed.clone()));
    }
    let in_bundle = |feature: &Feature| of_bundle.clone().any(|s| s.term == feature.term);
    for feature in phenotype.features.iter().filter(|f| !in_bundle(f)) {
        add(feature.term, &feature.label, blank(feature.excluded, feature.onset, None));
    }
    for sign in &mut signs {
        let of_packet = phenotype.features.iter().find(|f| f.term == sign.term && f.onset.is_some());
        // Stable: of two without a date the later in the file is the later.
        sign.records.sort_by(|a, b| a.observed.cmp(&b.observed));
        sign.records.reverse();
        let seen = sign.records.iter().any(|r| r.state == SignState::Present);
        if let Some(latest) = sign.records.first_mut() {
            if latest.state == SignState::Absent && seen {
                latest.state = SignState::Resolved;
            }
            latest.onset = latest.onset.take().or_else(|| of_packet.and_then(|f| f.onset).map(onset_text));
        }
    }
    signs
}

/// An onset as the window has it: the id of a class of onset, an ISO 8601 age, two ages with a slash between, or weeks and
/// days of gestation as `30w2d`.
fn onset_text(onset: Onset) -> String {
    match onset {
        Onset::Age(age) => age.to_string(),
        Onset::Between(from, to) => format!("{from}/{to}"),
        Onset::Gestation(weeks, days) => format!("{weeks}w{days}d"),
        Onset::Class(term) => term.to_string(),
    }
}

fn onset_of(text: &str) -> Option<Onset> {
    let class = text.parse::<HpoId>().ok().map(Onset::Class);
    class.or_else(|| text.parse::<Age>().ok().map(Onset::Age))
}

/// Puts what was recorded here on top of what the hub said, causes before effects.
pub(crate) fn histories(
    clinical: &ClinicalCase,
    proband: &PersonId,
    phenotype: &Phenotype,
    recorded: Vec<(Event, SignRecorded)>,
) -> Vec<SignHistory> {
    let mut signs = from_hub(clinical, proband, phenotype);
    for (event, sign) in recorded.into_iter().filter(|(_, sign)| &sign.person == proband) {
        let SignRecorded { term, state, onset, severity, observed, note, .. } = sign;
        let entry = SignEntry { state, onset, severity, observed, note, event: Some(event) };
        match signs.iter_mut().find(|s| s.term == term) {
            Some(known) => known.records.insert(0, entry),
            None => signs.push(SignHistory { term, label: None, records: vec![entry] }),
        }
    }
    signs
}

/// What a ranking uses: a sign that is there or was there counts as seen, one that was looked for and never seen as
/// absent, one that was taken back not at all. Terms of which nothing was recorded here stay as the hub gave them.
pub(crate) fn phenotype_with(phenotype: Phenotype, signs: &[SignHistory]) -> Phenotype {
    let mut phenotype = phenotype;
    for sign in signs {
        let Some(latest) = sign.records.first().filter(|r| r.event.is_some()) else { continue };
        let before = phenotype.features.iter().position(|f| f.term == sign.term);
        phenotype.features.retain(|f| f.term != sign.term);
        let excluded = match latest.state {
            SignState::Present | SignState::Resolved => false,
            SignState::Absent => true,
            SignState::Withdrawn => continue,
        };
        let onset = latest.onset.as_deref().and_then(onset_of);
        let feature = Feature { term: sign.term, label: sign.label.clone().unwrap_or_default(), excluded, onset };
        let place = before.unwrap_or(phenotype.features.len()).min(phenotype.features.len());
        phenotype.features.insert(place, feature);
    }
    phenotype
}

impl Desk {
    /// The signs as the window shows them.
    pub(crate) fn signs_page(&self, case: &CaseRecord, names: &BTreeMap<UserId, String>) -> Vec<Sign> {
        let author = |event: &Event| names.get(&event.author).cloned().unwrap_or_else(|| event.author.to_string());
        let knowledge = self.reference.knowledge();
        let page = |sign: &SignHistory| {
            let (latest, earlier) = sign.records.split_first()?;
            let english = knowledge.ontology().ok().and_then(|o| o.name(sign.term));
            let before = |entry: &SignEntry| EarlierSign {
                state: entry.state.into(),
                observed: entry.observed.clone(),
                recorded_by: entry.event.as_ref().map(author),
            };
            Some(Sign {
                term: sign.term.to_string(),
                label_ja: knowledge.term_name_ja(sign.term).map(str::to_owned),
                label_en: english.or(sign.label.as_deref()).unwrap_or_default().to_owned(),
                state: latest.state.into(),
                onset: latest.onset.clone(),
                severity: latest.severity.map(Into::into),
                observed: latest.observed.clone(),
                note: latest.note.clone(),
                recorded_by: latest.event.as_ref().map(author),
                recorded_on: latest.event.as_ref().map(|e| e.device_time.to_string()),
                earlier: earlier.iter().map(before).collect(),
            })
        };
        case.signs.iter().filter_map(page).collect()
    }

    /// Records signs of the proband of one case, all or none; the latest record of a term stands, and the ranking uses it
    /// from now on.
    ///
    /// # Errors
    /// [`WorkbenchError::NotPermitted`], [`WorkbenchError::Unknown`] where something is not as expected.
    pub fn record_signs(&self, request: &SignsRequest) -> Result<(), WorkbenchError> {
        self.ask(Action::RecordClinical)?;
        let id = case_id(&request.case)?;
        let case = self.case(&id)?;
        let born = case.clinical.person(&case.proband).and_then(|p| p.birth_date).and_then(fhir::PartialDate::day);
        let today = hub::day_in_japan(self.clock.as_ref());
        let event = |sign: &SignRequest| {
            let observed = sign.observed.as_deref();
            let recorded = SignRecorded {
                person: case.proband.clone(),
                term: self.sign_term(&sign.term)?,
                state: sign.state.into(),
                onset: self.onset(sign.onset.as_ref())?,
                severity: sign.severity.map(Into::into),
                observed: observed.map(|d| day("day of an observation", d, born, today)).transpose()?,
                note: words("note", sign.note.as_ref())?,
            };
            Ok(NewEvent::in_case(&id, Record::SignRecorded(recorded)))
        };
        let events = request.signs.iter().map(event).collect::<Result<Vec<_>, WorkbenchError>>()?;
        self.session.append_all(events)?;
        Ok(())
    }

    /// The live term that a text stands for; it must be a sign and no onset, frequency or mode of inheritance.
    fn sign_term(&self, text: &str) -> Result<HpoId, WorkbenchError> {
        let expected = || unknown("sign of the HPO", text, "the id of a phenotypic abnormality, such as HP:0000316");
        let ontology = self.reference.knowledge().ontology()?;
        let term = text.trim().parse::<HpoId>().ok().and_then(|id| ontology.resolve(id)).ok_or_else(expected)?;
        let top = ontology.ancestors(term).iter().any(|above| above.number() == ABNORMALITY);
        if top && term.number() != ABNORMALITY { Ok(term) } else { Err(expected()) }
    }

    /// A class of onset, an age, or words.
    fn onset(&self, text: Option<&String>) -> Result<Option<String>, WorkbenchError> {
        let Some(text) = words("onset", text)? else { return Ok(None) };
        let expected = "a class of onset such as HP:0003577, an ISO 8601 age such as P3Y6M, or words";
        if text.starts_with("HP:") {
            let ontology = self.reference.knowledge().ontology()?;
            let class = text.parse::<HpoId>().ok().and_then(|id| ontology.resolve(id));
            let is_onset = class.filter(|&c| ontology.ancestors(c).iter().any(|above| above.number() == ONSET));
            return is_onset.map(|c| Some(c.to_string())).ok_or_else(|| unknown("onset", text, expected));
        }
        let like_an_age = text.strip_prefix('P').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
        if like_an_age && text.parse::<Age>().is_err() {
            return Err(unknown("onset", text, expected));
        }
        Ok(Some(text))
    }
}

/// A day that has come, and not before birth.
pub(crate) fn day(what: &'static str, text: &str, born: Option<Date>, today: Date) -> Result<String, WorkbenchError> {
    let text = text.trim();
    let wrong = |expected: String| unknown(what, text, expected);
    let plain = text.len() == 10 && text.bytes().all(|b| b.is_ascii_digit() || b == b'-');
    let day = plain.then(|| text.parse::<Date>().ok()).flatten();
    let day = day.ok_or_else(|| wrong("a day such as 2026-04-01".to_owned()))?;
    if day > today {
        return Err(wrong(format!("a day that has come: not after {today}")));
    }
    match born {
        Some(born) if day < born => Err(wrong(format!("a day not before birth on {born}"))),
        _ => Ok(text.to_owned()),
    }
}

impl From<SignState> for crate::view::phenotype::SignState {
    fn from(state: SignState) -> Self {
        match state {
            SignState::Present => Self::Present,
            SignState::Absent => Self::Absent,
            SignState::Resolved => Self::Resolved,
            SignState::Withdrawn => Self::Withdrawn,
        }
    }
}

impl From<crate::view::phenotype::SignState> for SignState {
    fn from(state: crate::view::phenotype::SignState) -> Self {
        use crate::view::phenotype::SignState as Shown;
        match state {
            Shown::Present => Self::Present,
            Shown::Absent => Self::Absent,
            Shown::Resolved => Self::Resolved,
            Shown::Withdrawn => Self::Withdrawn,
        }
    }
}

impl From<Severity> for SeverityName {
    fn from(severity: Severity) -> Self {
        match severity {
            Severity::Borderline => Self::Borderline,
            Severity::Mild => Self::Mild,
            Severity::Moderate => Self::Moderate,
            Severity::Severe => Self::Severe,
            Severity::Profound => Self::Profound,
        }
    }
}

impl From<SeverityName> for Severity {
    fn from(severity: SeverityName) -> Self {
        match severity {
            SeverityName::Borderline => Self::Borderline,
            SeverityName::Mild => Self::Mild,
            SeverityName::Moderate => Self::Moderate,
            SeverityName::Severe => Self::Severe,
            SeverityName::Profound => Self::Profound,
        }
    }
}
