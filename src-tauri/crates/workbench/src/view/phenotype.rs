//! The signs of a patient, the terms they are recorded by, and the note they are read from.

use serde::{Deserialize, Serialize};
use specta::Type;

/// A sign (HPO) of the proband, as last recorded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
pub struct Sign {
    /// `HP:0000000`.
    pub term: String,
    /// Japanese label, where there is one.
    pub label_ja: Option<String>,
    /// English label.
    pub label_en: String,
    /// There, not there, gone, or not known.
    pub state: SignState,
    /// When it began: an HPO onset term's key, an ISO 8601 age, or words.
    pub onset: Option<String>,
    /// How severe, where recorded.
    pub severity: Option<SeverityName>,
    /// When it was observed.
    pub observed: Option<String>,
    /// Words.
    pub note: Option<String>,
    /// Who recorded it here; `None` where it came from the hub.
    pub recorded_by: Option<String>,
    /// When it was recorded here.
    pub recorded_on: Option<String>,
    /// Earlier records of the same term, the latest first.
    pub earlier: Vec<EarlierSign>,
}

/// What was recorded of a sign before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
pub struct EarlierSign {
    /// There, not there, gone, or not known.
    pub state: SignState,
    /// When it was observed.
    pub observed: Option<String>,
    /// Who recorded it; `None` for the hub.
    pub recorded_by: Option<String>,
}

/// Whether a sign is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum SignState {
    /// There.
    Present,
    /// Looked for and not there.
    Absent,
    /// It was there and is gone.
    Resolved,
    /// Taken back: recorded by mistake.
    Withdrawn,
}

/// HPO's severity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the words of HP:0012824")]
pub enum SeverityName {
    Borderline,
    Mild,
    Moderate,
    Severe,
    Profound,
}

/// Signs to record, all or none.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Type)]
pub struct SignsRequest {
    /// The case.
    pub case: String,
    /// The signs.
    pub signs: Vec<SignRequest>,
}

/// A sign to record; the latest record of a term stands.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Type)]
pub struct SignRequest {
    /// `HP:0000000`.
    pub term: String,
    /// There, not there, gone.
    pub state: SignState,
    /// When it began: an HPO onset key, an ISO 8601 age, or words.
    pub onset: Option<String>,
    /// How severe.
    pub severity: Option<SeverityName>,
    /// When it was observed (ISO 8601 date).
    pub observed: Option<String>,
    /// Words.
    pub note: Option<String>,
}

/// A term that a search found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
pub struct TermFound {
    /// `HP:0000000`.
    pub term: String,
    /// Japanese label.
    pub label_ja: Option<String>,
    /// English label.
    pub label_en: String,
    /// The name by which it was found, where it is none of the labels.
    pub by: Option<String>,
    /// Definition in English, where there is one.
    pub definition: Option<String>,
}

/// The signs that a note names, for a person to confirm. Nothing of the note is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
pub struct ScannedNote {
    /// The places, in the order of the note.
    pub places: Vec<NotePlace>,
    /// What they name, in the order in which the note first does.
    pub signs: Vec<NoteSign>,
}

/// A place of a note that names a sign.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
pub struct NotePlace {
    /// Where it begins, in UTF-16 code units from 0, as the window counts them.
    pub from: u32,
    /// Where it ends: the code unit after it.
    pub to: u32,
    /// Which of the signs, from 0.
    pub sign: u32,
    /// What the note says of it.
    pub stated: StatedName,
    /// True where it is said of a relative.
    pub relative: bool,
}

/// What a note says of a sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum StatedName {
    /// It is there.
    Present,
    /// It is not there.
    Absent,
    /// It is suspected, possible, to be ruled out.
    Uncertain,
}

/// A sign that a note names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
pub struct NoteSign {
    /// What the words stand for: one term, or several between which a person must choose.
    pub terms: Vec<TermFound>,
    /// What is proposed to be recorded; `None` where the note speaks of a relative alone, is not certain, says one thing
    /// here and another there, or a term must be chosen.
    pub proposed: Option<SignState>,
}

/// A term with its neighbours.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
pub struct TermPage {
    /// The term.
    pub term: TermFound,
    /// More general terms.
    pub parents: Vec<TermFound>,
    /// More special terms.
    pub children: Vec<TermFound>,
}
