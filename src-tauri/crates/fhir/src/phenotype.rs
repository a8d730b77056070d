use domain::{HpoId, Sex};
use jiff::Timestamp;
use serde::Serialize;

use crate::{
    FhirError,
    json::Place,
    onset::{self, Age, Onset},
    phenopacket::{IsoAge, PacketSex, Phenopacket, Subject, TimeElement},
};

/// What a ranking may know of a person: signs, sex and ages. Never a diagnosis.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Phenotype {
    /// Id of the person in the source, where it names one.
    pub subject: Option<String>,
    /// Stated sex.
    pub sex: Sex,
    /// When the person was last seen.
    pub last_seen: Option<Onset>,
    /// The signs in the order of the source.
    pub features: Vec<Feature>,
    /// Terms that are not of HPO: not used, so that the caller can say so.
    pub foreign: Vec<String>,
}

/// A sign: seen, or looked for and not seen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Feature {
    /// The term.
    pub term: HpoId,
    /// The term in the words of the source.
    pub label: String,
    /// True where the sign was looked for and is not there.
    pub excluded: bool,
    /// When it began.
    pub onset: Option<Onset>,
}

impl Phenotype {
    /// The terms that were seen, each once, in the order of the source.
    pub fn observed(&self) -> Vec<HpoId> {
        self.terms(false)
    }

    /// The terms that were looked for and never seen, each once, in the order of the source. A sign that was seen once
    /// and not at another time was seen.
    pub fn excluded(&self) -> Vec<HpoId> {
        let observed = self.observed();
        self.terms(true).into_iter().filter(|term| !observed.contains(term)).collect()
    }

    /// The earliest onset of an observed sign, as a class of onset of HPO.
    pub fn earliest_onset(&self) -> Option<HpoId> {
        onset::earliest(self.features.iter().filter(|f| !f.excluded).filter_map(|f| f.onset))
    }

    fn terms(&self, excluded: bool) -> Vec<HpoId> {
        let mut terms = Vec::new();
        for feature in self.features.iter().filter(|f| f.excluded == excluded) {
            if !terms.contains(&feature.term) {
                terms.push(feature.term);
            }
        }
        terms
    }
}

impl Phenopacket {
    /// The signs, sex and ages of the packet. Times on the calendar become ages where the date of birth is stated.
    ///
    /// # Errors
    /// [`FhirError::Value`] for a term, an age or a date that cannot be read.
    pub fn phenotype(&self, file: &str) -> Result<Phenotype, FhirError> {
        let subject = self.subject.as_ref();
        let born = subject.map(|s| born(file, s)).transpose()?.flatten();
        let last_seen = match subject.and_then(|s| s.time_at_last_encounter.as_ref()) {
            Some(time) => time_of(Place { file, path: "subject.timeAtLastEncounter" }, time, born)?,
            None => None,
        };
        let (mut features, mut foreign) = (Vec::new(), Vec::new());
        for (i, feature) in self.phenotypic_features.iter().enumerate() {
            let path = format!("phenotypicFeatures[{i}]");
            let id = &feature.kind.id;
            let Ok(term) = id.parse::<HpoId>() else {
                if id.starts_with("HP:") || !id.contains(':') {
                    return Err(Place { file, path: &path }.value("type.id", id, "an HPO id such as HP:0001250"));
                }
                foreign.push(id.clone());
                continue;
            };
            let place = Place { file, path: &format!("{path}.onset") };
            let onset = feature.onset.as_ref().map(|t| time_of(place, t, born)).transpose()?.flatten();
            features.push(Feature { term, label: feature.kind.label.clone(), excluded: feature.excluded, onset });
        }
        let sex = match subject.map(|s| s.sex) {
            Some(PacketSex::Female) => Sex::Female,
            Some(PacketSex::Male) => Sex::Male,
            Some(PacketSex::OtherSex | PacketSex::UnknownSex) | None => Sex::Unknown,
        };
        Ok(Phenotype { subject: subject.map(|s| s.id.clone()), sex, last_seen, features, foreign })
    }
}

fn born(file: &str, subject: &Subject) -> Result<Option<Timestamp>, FhirError> {
    let place = Place { file, path: "subject" };
    subject.date_of_birth.as_deref().map(|text| instant(place, "dateOfBirth", text)).transpose()
}

fn instant(place: Place<'_>, field: &str, text: &str) -> Result<Timestamp, FhirError> {
    text.parse().map_err(|_| place.value(field, text, "an instant such as 2021-05-14T10:35:00Z"))
}

fn time_of(place: Place<'_>, time: &TimeElement, born: Option<Timestamp>) -> Result<Option<Onset>, FhirError> {
    let age = |field: &str, age: &IsoAge| {
        let text = &age.iso8601duration;
        text.parse::<Age>().map_err(|error| place.value(&format!("{field}.iso8601duration"), text, error.to_string()))
    };
    let since_birth = |field: &str, text: &str| {
        let then = instant(place, field, text)?;
        Ok(born.and_then(|born| age_at(born, then)))
    };
    Ok(match time {
        TimeElement::Age(a) => Some(Onset::Age(age("age", a)?)),
        TimeElement::AgeRange(range) => {
            Some(Onset::Between(age("ageRange.start", &range.start)?, age("ageRange.end", &range.end)?))
        }
        TimeElement::GestationalAge(g) => Some(Onset::Gestation(g.weeks, g.days)),
        TimeElement::OntologyClass(class) => {
            let error = |_| place.value("ontologyClass.id", &class.id, "a class of onset of HPO such as HP:0003577");
            Some(Onset::Class(class.id.parse().map_err(error)?))
        }
        TimeElement::Timestamp(text) => since_birth("timestamp", text)?.map(Onset::Age),
        TimeElement::Interval(interval) => {
            let (start, end) =
                (since_birth("interval.start", &interval.start)?, since_birth("interval.end", &interval.end)?);
            start.zip(end).map(|(start, end)| Onset::Between(start, end))
        }
    })
}

/// Completed years, months and days between two moments, by their days in UTC; `None` before birth.
fn age_at(born: Timestamp, then: Timestamp) -> Option<Age> {
    let day = |t: Timestamp| t.to_zoned(jiff::tz::TimeZone::UTC).date();
    let span = day(born).until((jiff::Unit::Year, day(then))).ok()?;
    Some(Age {
        years: u16::try_from(span.get_years()).ok()?,
        months: u16::try_from(span.get_months()).ok()?,
        days: u16::try_from(span.get_days()).ok()?,
    })
}
