//! Who has looked at which variant of an open case.

use std::collections::BTreeMap;

use domain::{CaseId, UserId};
use jiff::civil::Date;
use sealed::digest::Sha256;
use store::{
    Entry, NewEvent, Payload, Things,
    ledger::{Event, Record, Subject},
};

use crate::{Desk, WorkbenchError, open_case::OpenCase, report::day_in_japan};

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
        let day = day_in_japan(event.device_time);
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

    /// Says in the ledger that the user reads or prints a document; once a day for each.
    pub(crate) fn look_at_document(&self, id: &CaseId, document: &str) -> Result<(), WorkbenchError> {
        let (me, today) = (self.session.user(), day_in_japan(self.clock.now()));
        let seen = |entry: &Entry| {
            let Payload::Readable(record) = &entry.payload else { return false };
            let same = matches!(record.as_ref(), Record::DocumentViewed { document: other } if other == document);
            same && &entry.event.author == me && day_in_japan(entry.event.device_time) == today
        };
        if !self.session.entries(Some(id), &["document_viewed"])?.iter().any(seen) {
            let record = Record::DocumentViewed { document: document.to_owned() };
            self.session.append(NewEvent::in_case(id, record))?;
        }
        Ok(())
    }

    /// Says in the ledger that the user looks at a variant; once a day.
    pub(crate) fn look_at_variant(&self, open: &OpenCase, key: &str) -> Result<(), WorkbenchError> {
        let mut looked = open.looked();
        let today = day_in_japan(self.clock.now());
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
