//! The family as it is drawn: who is who from the PED file, what the clinic knows of each, and relatives whom only the
//! history names.

use std::collections::BTreeMap;

use documents::{
    pedigree::{Gender, Individual, Pedigree},
    record::Localized,
};
use domain::{Affection, PersonId};
use fhir::{PartialDate, case::Relative};
use jiff::civil::Date;

use crate::CaseRecord;

/// What stands below a symbol.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Below {
    /// The id in PED and VCF: for documents that leave the hospital.
    Id,
    /// The name, where there is one, else the id.
    #[allow(dead_code, reason = "the page of the case shows names")]
    Name,
}

/// The family of a case. `today` decides the ages.
pub(crate) fn drawn_family(record: &CaseRecord, sequenced: &[PersonId], today: Date, below: Below) -> Pedigree {
    let mut family = Pedigree::of(&record.pedigree, Some(&record.proband));
    let born = |id: &PersonId| record.clinical.person(id).and_then(|details| details.birth_date);
    stand_by_birth(&mut family, |id| born(id).and_then(PartialDate::day));
    for person in &mut family.people {
        let details = record.clinical.person(&person.id);
        let name = details.and_then(|d| d.name.as_ref()).filter(|_| below == Below::Name);
        if let Some(name) = name {
            person.labels = vec![Localized::japanese(name.full.clone())];
        }
        person.deceased = details.and_then(|d| d.deceased) == Some(true);
        // The age of somebody who has died would be an age that was never reached.
        let day = born(&person.id).and_then(PartialDate::day).filter(|_| !person.deceased);
        person.labels.extend(day.and_then(|day| age(day, today)));
        person.sequenced = sequenced.contains(&person.id);
    }
    for (number, relative) in record.clinical.family_history.iter().enumerate() {
        let (Some(role), Ok(id)) = (relative.relation.as_deref(), format!("relative-{}", number + 1).parse()) else {
            continue;
        };
        // A relation that does not say where somebody stands is told in the family history, not drawn.
        family.add_relative(&relative.of, role, individual(record, relative, id));
    }
    family
}

/// The eldest of brothers and sisters stands left, where the day of each is known.
fn stand_by_birth(family: &mut Pedigree, born: impl Fn(&PersonId) -> Option<Date>) {
    let parents = |person: &Individual| (person.father.clone(), person.mother.clone());
    let mut days: BTreeMap<_, Vec<Option<Date>>> = BTreeMap::new();
    for person in &family.people {
        days.entry(parents(person)).or_default().push(born(&person.id));
    }
    for person in &mut family.people {
        let days = days.get(&parents(person)).filter(|days| days.iter().all(Option::is_some));
        let day = born(&person.id);
        let elder = days.map(|days| days.iter().filter(|other| **other < day).count());
        person.birth_order = elder.and_then(|elder| u16::try_from(elder + 1).ok());
    }
}

/// A relative of the history. Whether somebody has the disease in question is known only where it is one of those that
/// were ordered.
fn individual(record: &CaseRecord, relative: &Relative, id: PersonId) -> Individual {
    let ordered: Vec<_> = record.clinical.order.iter().flat_map(|o| &o.diseases).flat_map(|d| &d.ids).collect();
    let has_it = relative.conditions.iter().flat_map(|c| &c.ids).any(|id| ordered.contains(&id));
    let words = |text: &String| (!text.trim().is_empty()).then(|| Localized::japanese(text.clone()));
    let said = std::iter::once(&relative.relation_words).chain(relative.conditions.iter().map(|c| &c.words));
    Individual {
        affection: vec![if has_it { Affection::Affected } else { Affection::Unknown }],
        labels: said.filter_map(words).collect(),
        deceased: relative.deceased == Some(true),
        ..Individual::new(id, Gender::from(relative.sex))
    }
}

fn age(born: Date, today: Date) -> Option<Localized> {
    let before_birthday = (today.month(), today.day()) < (born.month(), born.day());
    let years = today.year() - born.year() - i16::from(before_birthday);
    (years >= 0).then(|| Localized::both(format!("{years}歳"), format!("{years} y")))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn the_eldest_child_stands_left() {
        let ped = "F\tc\t0\t0\t1\t1\nF\tm\t0\t0\t2\t1\nF\ta\tc\tm\t1\t2\nF\tb\tc\tm\t2\t1\nF\td\tc\tm\t2\t1\n";
        let ped = domain::Pedigree::parse_ped(ped).expect("a pedigree").remove(0);
        let mut family = Pedigree::of(&ped, None);
        let mut order = |born: &[(&str, &str)]| {
            stand_by_birth(&mut family, |id| {
                let (_, day) = born.iter().find(|(person, _)| *person == id.as_str())?;
                Some(day.parse().expect("a day"))
            });
            ["a", "b", "d"].map(|id| family.people.iter().find(|p| p.id.as_str() == id).expect("there").birth_order)
        };
        let days = [("a", "2019-04-01"), ("b", "2012-01-31"), ("d", "2012-01-31")];
        assert_eq!(order(&days), [Some(3), Some(1), Some(1)], "whatever their names");
        assert_eq!(order(&days[..2]), [None, None, None], "where one day is not known nobody is the eldest");
    }

    #[test]
    fn ages_count_full_years() {
        let on = date(2026, 11, 21);
        assert_eq!(age(date(1988, 11, 22), on), Some(Localized::both("37歳", "37 y")));
        assert_eq!(age(date(1988, 11, 21), on), Some(Localized::both("38歳", "38 y")));
        assert_eq!(age(date(2027, 1, 1), on), None, "nobody is born tomorrow");
    }
}
