//! The family of a case as a drawing.

use documents::{
    Ink,
    pedigree::{Individual, Pedigree},
    record::Localized,
};
use domain::PersonId;
use jiff::civil::Date;
use std::collections::BTreeSet;

use crate::{CaseRecord, WorkbenchError, view::picture::Picture};

/// The family drawn for the screen: names and ages of whom the hub has told, ids of the others.
pub(crate) fn family_drawing(
    case: &CaseRecord,
    sequenced: &BTreeSet<PersonId>,
    today: Date,
) -> Result<Picture, WorkbenchError> {
    let mut pedigree = Pedigree::of(&case.pedigree, Some(&case.proband));
    for person in &mut pedigree.people {
        describe(person, case, sequenced, today);
    }
    Ok(Picture::in_both(|language| pedigree.draw(language, Ink::Screen))?)
}

fn describe(person: &mut Individual, case: &CaseRecord, sequenced: &BTreeSet<PersonId>, today: Date) {
    person.sequenced = sequenced.contains(&person.id);
    let Some(details) = case.clinical.person(&person.id) else { return };
    person.deceased = details.deceased == Some(true);
    if let Some(name) = &details.name {
        person.labels = vec![Localized::both(name.full.as_str(), name.full.as_str())];
    }
    let age = match (case.age_years(&person.id, today), case.age_months(&person.id, today)) {
        (_, Some(months)) => Some((format!("{months}か月"), format!("{months} mo"))),
        (Some(years), None) => Some((format!("{years}歳"), format!("{years} y"))),
        (None, None) => None,
    };
    person.labels.extend(age.map(|(ja, en)| Localized { ja: Some(ja), en: Some(en) }));
}
