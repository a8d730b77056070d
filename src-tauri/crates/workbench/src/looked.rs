//! Who has looked at which variant of an open case.

use std::collections::BTreeMap;

use domain::UserId;
use jiff::civil::Date;
use sealed::digest::Sha256;
use store::{
    NewEvent, Things,
    ledger::{Event, Record, Subject},
};

use crate::{Desk, WorkbenchError, open_case::OpenCase};

/// Who has looked, by variant.
#[derive(Default)]
pub(crate) struct Looked {
    things: Option<Things>,
    /// By what stands for the variant: each user with the last day.
    by_variant: BTreeMap<Sha256, BTreeMap<UserId, Date>>,
    /// The names that are shown.
    names: BTreeMap<UserId, String>,
}

impl Looked {
    /// The shown names of those who have looked at a variant, by user.
    pub fn names(&self, key: &str) -> Vec<String> {
        let Some(things) = &self.things else { return Vec::new() };
        let users = self.by_variant.get(&things.name(key)).into_iter().flat_map(BTreeMap::keys);
        users.map(|user| self.names.get(user).cloned().unwrap_or_else(|| user.to_string())).collect()
    }

    fn add(&mut self, event: &Event) {
        let day = event.device_time.to_zoned(jiff::tz::TimeZone::UTC).date();
        let things =
            event.subjects.iter().filter_map(|s| if let Subject::Thing(thing) = s { Some(thing) } else { None });
        for thing in things {
            self.by_variant.entry(*thing).or_default().insert(event.author.clone(), day);
        }
    }
}

impl Desk {
    /// Says in the ledger that the user looks at the variants of a case, and reads who has looked at which.
    pub(crate) fn look_at_variants(&self, open: &OpenCase) -> Result<(), WorkbenchError> {
        self.session.append(NewEvent::in_case(&open.id, Record::VariantsViewed))?;
        let mut looked = Looked { things: Some(self.session.things(&open.id)?), ..Looked::default() };
        looked.names = self.session.users()?.into_iter().map(|u| (u.id, u.name)).collect();
        for event in self.session.events(Some(&open.id))?.iter().filter(|e| e.kind == "variant_viewed") {
            looked.add(event);
        }
        *open.looked() = looked;
        Ok(())
    }

    /// Says in the ledger that the user looks at a variant; once a day.
    pub(crate) fn look_at_variant(&self, open: &OpenCase, key: &str) -> Result<(), WorkbenchError> {
        let mut looked = open.looked();
        let today = self.clock.now().to_zoned(jiff::tz::TimeZone::UTC).date();
        let me = self.session.user();
        let thing = looked.things.as_ref().map(|things| things.name(key));
        let last = thing.and_then(|thing| looked.by_variant.get(&thing)?.get(me).copied());
        if last != Some(today) {
            let record = Record::VariantViewed { variant: key.to_owned() };
            looked.add(&self.session.append(NewEvent::in_case(&open.id, record))?);
        }
        Ok(())
    }
}
