//! phenotype.hpoa (<https://obophenotype.github.io/human-phenotype-ontology/annotations/phenotype_hpoa/>).

use std::collections::{BTreeMap, btree_map::Entry};

use domain::{DiseaseId, HpoId, Sex};

use super::{Annotation, Disease, Diseases, Frequency, FrequencyClass};
use crate::{
    Error,
    packed::PackedHpo,
    reading::{Row, Text},
};

const COLUMNS: [&str; 8] =
    ["database_id", "disease_name", "qualifier", "hpo_id", "onset", "frequency", "sex", "aspect"];
// Positions in `COLUMNS`.
const ID: usize = 0;
const NAME: usize = 1;
const QUALIFIER: usize = 2;
const TERM: usize = 3;
const ONSET: usize = 4;
const FREQUENCY: usize = 5;
const SEX: usize = 6;
const ASPECT: usize = 7;

/// Reads the annotation and its release.
pub(crate) fn read(text: &Text) -> Result<(Diseases, Option<String>), Error> {
    let mut diseases: BTreeMap<DiseaseId, Disease> = BTreeMap::new();
    for row in text.rows(COLUMNS)? {
        let row = row?;
        let id = row.read(ID, "a disease such as OMIM:101200, ORPHA:87 or DECIPHER:18", |f| f.parse().ok())?;
        let disease = match diseases.entry(id) {
            Entry::Occupied(entry) => entry.into_mut(),
            Entry::Vacant(entry) => entry.insert(Disease {
                id,
                name: row.fields[NAME].to_owned(),
                annotations: Vec::new(),
                inheritance: Vec::new(),
                course: Vec::new(),
            }),
        };
        read_row(&row, disease)?;
    }
    if diseases.is_empty() {
        return Err(text.empty("annotated disease"));
    }
    for disease in diseases.values_mut() {
        disease.annotations.sort_by_key(|annotation| annotation.term);
        disease.inheritance.sort_unstable();
        disease.inheritance.dedup();
        disease.course.sort_unstable();
    }
    Ok((Diseases(diseases.into_values().collect()), text.comment("version").map(str::to_owned)))
}

fn read_row(row: &Row<'_, 8>, disease: &mut Disease) -> Result<(), Error> {
    let absent = row.read(QUALIFIER, "NOT or nothing", |f| match f {
        "" => Some(false),
        "NOT" => Some(true),
        _ => None,
    })?;
    let term: HpoId = row.read(TERM, "HP: and seven digits", |f| f.parse().ok())?;
    match row.fields[ASPECT] {
        "P" => disease.annotations.push(Annotation {
            term,
            frequency: row.read(FREQUENCY, "n/m with n <= m, n%, a frequency term or nothing", frequency)?,
            absent,
            sex: row.read(SEX, "MALE, FEMALE or nothing", sex)?,
            onset: row.read(ONSET, "HP: and seven digits, or nothing", onset)?,
        }),
        "I" if !absent => disease.inheritance.push(PackedHpo(term)),
        "C" if !absent => disease.course.push(PackedHpo(term)),
        // Clinical modifiers and past medical history are not used.
        "I" | "C" | "M" | "H" => {}
        other => return Err(row.line.wrong("aspect", other, "P, I, C, M or H")),
    }
    Ok(())
}

fn frequency(field: &str) -> Option<Frequency> {
    if field.is_empty() {
        return Some(Frequency::Unstated);
    }
    if let Some(percent) = field.strip_suffix('%') {
        let share = percent.trim().parse::<f64>().ok()? / 100.0;
        return (0.0..=1.0).contains(&share).then_some(Frequency::Share(share));
    }
    if let Some((present, examined)) = field.split_once('/') {
        let (present, examined) = (present.trim().parse().ok()?, examined.trim().parse().ok()?);
        return (examined > 0 && present <= examined).then_some(Frequency::Count { present, examined });
    }
    let class = match field.parse::<HpoId>().ok()?.number() {
        40_280 => FrequencyClass::Obligate,
        40_281 => FrequencyClass::VeryFrequent,
        40_282 => FrequencyClass::Frequent,
        40_283 => FrequencyClass::Occasional,
        40_284 => FrequencyClass::VeryRare,
        40_285 => FrequencyClass::Excluded,
        _ => return None,
    };
    Some(Frequency::Class(class))
}

fn sex(field: &str) -> Option<Option<Sex>> {
    match field {
        "" => Some(None),
        "MALE" => Some(Some(Sex::Male)),
        "FEMALE" => Some(Some(Sex::Female)),
        _ => None,
    }
}

fn onset(field: &str) -> Option<Option<PackedHpo>> {
    if field.is_empty() { Some(None) } else { field.parse().ok().map(|term| Some(PackedHpo(term))) }
}
