//! Signs in the free text of a clinical note: offered for confirmation. The note itself is neither kept nor logged.

use domain::HpoId;
use knowledge::{FoundTerm, Stated};
use serde::Serialize;

use crate::{
    Action, Desk, Reference, Version, WorkbenchError,
    assessment::unknown,
    view::phenotype::{NotePlace, NoteSign, ScannedNote, SignState, StatedName},
};

/// Longest note, in letters.
const LONGEST: usize = 100_000;

/// An answer of `shirube knowledge scan`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct NoteAnswer {
    /// `shirube.scan/1`.
    pub schema: &'static str,
    /// What the note names, in its order.
    pub found: Vec<NoteLine>,
    /// The sources.
    pub versions: Vec<Version>,
}

/// A place of a note that names a sign.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NoteLine {
    /// The line, from 1.
    pub line: usize,
    /// The letter of the line, from 1.
    pub column: usize,
    /// The words.
    pub words: String,
    /// What they stand for: one term, or several between which a person must choose.
    pub terms: Vec<NamedTerm>,
    /// What the note says of it.
    pub stated: Stated,
    /// True where it is said of a relative.
    pub relative: bool,
}

/// A term with its names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NamedTerm {
    /// The id.
    pub id: String,
    /// The English label.
    pub name: Option<String>,
    /// The Japanese label.
    pub name_ja: Option<String>,
}

impl NamedTerm {
    pub(crate) fn of(reference: &Reference, term: HpoId) -> Self {
        let knowledge = reference.knowledge();
        Self {
            id: term.to_string(),
            name: knowledge.ontology().ok().and_then(|o| o.name(term)).map(str::to_owned),
            name_ja: knowledge.term_name_ja(term).map(str::to_owned),
        }
    }
}

fn scanned(reference: &Reference, note: &str) -> Result<Vec<FoundTerm>, WorkbenchError> {
    let letters = note.chars().count();
    if letters > LONGEST {
        return Err(unknown("note", format!("{letters} letters"), format!("at most {LONGEST} letters")));
    }
    Ok(reference.scanner()?.scan(note))
}

/// The signs that a note names, with what it says of each.
///
/// # Errors
/// [`WorkbenchError::Unknown`] where the note is too long; [`WorkbenchError::Knowledge`] where there is no ontology.
pub fn scan_note(reference: &Reference, note: &str) -> Result<NoteAnswer, WorkbenchError> {
    let line = |found: FoundTerm| {
        let before = &note[..found.place.start];
        let start = before.rfind('\n').map_or(0, |at| at + 1);
        NoteLine {
            line: 1 + before.matches('\n').count(),
            column: 1 + before[start..].chars().count(),
            words: note[found.place].to_owned(),
            terms: found.terms.iter().map(|term| NamedTerm::of(reference, *term)).collect(),
            stated: found.stated,
            relative: found.relative,
        }
    };
    let found = scanned(reference, note)?.into_iter().map(line).collect();
    Ok(NoteAnswer { schema: "shirube.scan/1", found, versions: reference.versions()? })
}

impl Desk {
    /// The signs that a note names, for a person to confirm.
    ///
    /// # Errors
    /// [`WorkbenchError::NotPermitted`] for who may record no sign; as [`scan_note`].
    pub fn scan_note(&self, note: &str) -> Result<ScannedNote, WorkbenchError> {
        self.ask(Action::RecordClinical)?;
        let found = scanned(&self.reference, note)?;
        let mut signs: Vec<(&[HpoId], Vec<&FoundTerm>)> = Vec::new();
        let mut places = Vec::with_capacity(found.len());
        let (mut at, mut units) = (0, 0);
        for place in &found {
            let sign = signs.iter().position(|(terms, _)| *terms == place.terms).unwrap_or(signs.len());
            match signs.get_mut(sign) {
                Some((_, of)) => of.push(place),
                None => signs.push((&place.terms, vec![place])),
            }
            let from = units + note[at..place.place.start].encode_utf16().count();
            let to = from + note[place.place.clone()].encode_utf16().count();
            (at, units) = (place.place.end, to);
            let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
            let (from, to, sign) = (count(from), count(to), count(sign));
            places.push(NotePlace { from, to, sign, stated: place.stated.into(), relative: place.relative });
        }
        let sign = |(terms, of): (&[HpoId], Vec<&FoundTerm>)| NoteSign {
            terms: terms.iter().filter_map(|term| self.term_found(*term)).collect(),
            proposed: proposed(terms, &of),
        };
        Ok(ScannedNote { places, signs: signs.into_iter().map(sign).collect() })
    }
}

/// What may be recorded unless a person says otherwise: what every place that speaks of the patient says.
fn proposed(terms: &[HpoId], places: &[&FoundTerm]) -> Option<SignState> {
    let mut of_patient = places.iter().filter(|place| !place.relative).map(|place| place.stated);
    let first = of_patient.next()?;
    if terms.len() > 1 || of_patient.any(|other| other != first) {
        return None;
    }
    match first {
        Stated::Present => Some(SignState::Present),
        Stated::Absent => Some(SignState::Absent),
        Stated::Uncertain => None,
    }
}

impl From<Stated> for StatedName {
    fn from(stated: Stated) -> Self {
        match stated {
            Stated::Present => Self::Present,
            Stated::Absent => Self::Absent,
            Stated::Uncertain => Self::Uncertain,
        }
    }
}
