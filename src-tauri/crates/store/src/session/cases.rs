use std::collections::BTreeMap;

use consent::ConsentRecord;
use domain::{Assembly, CaseId, Pedigree, UserId};
use jiff::Timestamp;
use sealed::digest::Sha256;

use super::{Decided, Entry, NewEvent, Payload, Session};
use crate::{
    StagedFile, StoreError,
    ledger::{
        CaseImported, Decision, DoubtAnswered, EligibilityRecorded, Event, PanelChosen, PanelDecision, Record,
        ReportReleased, SignRecorded, SourceFile,
    },
    table::{event, standing},
};

/// A case to be brought in, with everything that belongs to its first moment: all of it is kept or nothing.
#[derive(Debug)]
pub struct NewCase {
    /// The case.
    pub id: CaseId,
    /// The assembly of its variants.
    pub assembly: Assembly,
    /// The family.
    pub pedigree: Pedigree,
    /// The patient record, as the workbench writes and reads it.
    pub record: serde_json::Value,
    /// The files as the hub names them; their hashes go into a record that is itself sealed.
    pub sources: Vec<SourceFile>,
    /// Hashes of what the case is made from, as far as they do not depend on sealed data: the text of the open part.
    pub refs: BTreeMap<String, Sha256>,
    /// The encrypted files, finished.
    pub files: Vec<StagedFile>,
    /// What else is recorded with it, such as the consents.
    pub events: Vec<NewEvent>,
}

/// A case in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseSummary {
    /// The case.
    pub id: CaseId,
    /// Who brought it in.
    pub imported_by: UserId,
    /// When, by the clock of the device.
    pub imported_on: Timestamp,
}

/// A case.
#[derive(Clone, Debug)]
pub struct Case {
    /// The case.
    pub id: CaseId,
    /// The event that brought it in.
    pub event: Event,
    /// What was brought in.
    pub imported: CaseImported,
}

impl Session {
    /// Brings in a case: files, keys and events in one transaction. After a crash there is the whole case or none.
    ///
    /// # Errors
    /// [`StoreError::CaseExists`], [`StoreError::OtherCase`], [`StoreError::NoKeyHolder`], [`StoreError::DiskFull`];
    /// then nothing was kept, and the files are removed.
    pub fn import_case(&self, new: NewCase) -> Result<Event, StoreError> {
        let NewCase { id, assembly, pedigree, record, sources, refs, mut files, events } = new;
        let imported = self.write(async |db| {
            if standing::any(db, Decided::Case.topic(), &id).await? {
                return Err(StoreError::CaseExists { case: id.clone() });
            }
            let imported = CaseImported { assembly, pedigree: pedigree.clone(), record: record.clone() };
            let mut import = NewEvent::in_case(&id, Record::CaseImported(imported));
            for (name, hash) in &refs {
                import = import.with_ref(name, *hash);
            }
            for file in &files {
                self.keep_file_in(db, &id, file).await?;
            }
            if !sources.is_empty() {
                let source = Record::SourceRecorded { files: sources.clone() };
                self.append_in(db, NewEvent::in_case(&id, source)).await?;
            }
            let imported = self.append_in(db, import).await?;
            for event in events.clone() {
                self.append_in(db, event).await?;
            }
            Ok(imported)
        })?;
        files.iter_mut().for_each(StagedFile::keep);
        Ok(imported)
    }

    /// All cases, by id.
    ///
    /// # Errors
    /// [`StoreError::Malformed`] where the database was changed by others.
    pub fn cases(&self) -> Result<Vec<CaseSummary>, StoreError> {
        self.read(async |db| {
            let mut cases: Vec<CaseSummary> = Vec::new();
            for event in event::standing(db, Decided::Case.topic()).await? {
                let Event { case: Some(id), author: imported_by, device_time: imported_on, .. } = event else {
                    return Err(StoreError::Malformed { what: "a case" });
                };
                // Of two imports that did not know of each other, the first.
                if cases.last().is_none_or(|last| last.id != id) {
                    cases.push(CaseSummary { id, imported_by, imported_on });
                }
            }
            Ok(cases)
        })
    }

    /// A case.
    ///
    /// # Errors
    /// [`StoreError::UnknownCase`], [`StoreError::NoKey`] where this user may not read it,
    /// [`StoreError::KeyDestroyed`] where it was erased.
    pub fn case(&self, id: &CaseId) -> Result<Case, StoreError> {
        let unknown = || StoreError::UnknownCase { case: id.clone() };
        let Entry { event, payload } = self.standing(id, Decided::Case)?.into_iter().next().ok_or_else(unknown)?;
        let purpose = crate::KeyPurpose::Ledger { case: Some(id.clone()), person: None, topic: crate::Topic::Case };
        match payload {
            Payload::Readable(record) => match *record {
                Record::CaseImported(imported) => Ok(Case { id: id.clone(), event, imported }),
                _ => Err(StoreError::Malformed { what: "a case" }),
            },
            Payload::Unknown => Err(StoreError::Malformed { what: "a case" }),
            Payload::Erased { .. } => Err(StoreError::KeyDestroyed { purpose }),
            Payload::NoKey => Err(StoreError::NoKey { user: self.user().clone(), purpose }),
        }
    }

    /// The consents of a case that stand and can be read. Two of one person are a conflict: then the stricter holds.
    ///
    /// # Errors
    /// As [`Session::payload`].
    pub fn consents(&self, case: &CaseId) -> Result<Vec<(Event, ConsentRecord)>, StoreError> {
        self.readable(case, Decided::Consent, |record| match record {
            Record::ConsentRecorded(consent) => Some(consent),
            Record::ConsentWithdrawn(consent) => Some(ConsentRecord { withdrawn: true, ..consent }),
            _ => None,
        })
    }

    /// The choice of panels that stands and can be read.
    ///
    /// # Errors
    /// As [`Session::payload`].
    pub fn panels(&self, case: &CaseId) -> Result<Vec<(Event, PanelChosen)>, StoreError> {
        let chosen = |record| if let Record::PanelChosen(chosen) = record { Some(chosen) } else { None };
        self.readable(case, Decided::Panel, chosen)
    }

    /// Every record of a sign that can be read, causes before effects.
    ///
    /// # Errors
    /// As [`Session::payload`].
    pub fn signs(&self, case: &CaseId) -> Result<Vec<(Event, SignRecorded)>, StoreError> {
        let sign = |record| if let Record::SignRecorded(sign) = record { Some(sign) } else { None };
        Ok(readable(self.entries(Some(case), &["sign_recorded"])?, sign))
    }

    /// Eligibility as it stands and can be read.
    ///
    /// # Errors
    /// As [`Session::payload`].
    pub fn eligibility(&self, case: &CaseId) -> Result<Vec<(Event, EligibilityRecorded)>, StoreError> {
        let recorded = |record| if let Record::EligibilityRecorded(it) = record { Some(it) } else { None };
        self.readable(case, Decided::Eligibility, recorded)
    }

    /// The decisions that stand and can be read.
    ///
    /// # Errors
    /// As [`Session::payload`].
    pub fn decisions(&self, case: &CaseId) -> Result<Vec<(Event, Decision)>, StoreError> {
        let decision = |record| if let Record::Decision(decision) = record { Some(decision) } else { None };
        self.readable(case, Decided::Decision, decision)
    }

    /// The decision of the expert panel that stands and can be read.
    ///
    /// # Errors
    /// As [`Session::payload`].
    pub fn panel_decisions(&self, case: &CaseId) -> Result<Vec<(Event, PanelDecision)>, StoreError> {
        let decision = |record| if let Record::PanelDecision(decision) = record { Some(decision) } else { None };
        self.readable(case, Decided::PanelDecision, decision)
    }

    /// The answers to doubts about the data that stand and can be read.
    ///
    /// # Errors
    /// As [`Session::payload`].
    pub fn doubt_answers(&self, case: &CaseId) -> Result<Vec<(Event, DoubtAnswered)>, StoreError> {
        let answer = |record| if let Record::DoubtAnswered(answer) = record { Some(answer) } else { None };
        self.readable(case, Decided::Doubt, answer)
    }

    /// The documents that were released.
    ///
    /// # Errors
    /// As [`Session::payload`].
    pub fn reports(&self, case: &CaseId) -> Result<Vec<(Event, ReportReleased)>, StoreError> {
        let report = |record| if let Record::ReportReleased(report) = record { Some(report) } else { None };
        Ok(readable(self.entries(Some(case), &["report_released"])?, report))
    }

    fn readable<T>(
        &self,
        case: &CaseId,
        decided: Decided,
        pick: impl Fn(Record) -> Option<T>,
    ) -> Result<Vec<(Event, T)>, StoreError> {
        Ok(readable(self.standing(case, decided)?, pick))
    }
}

fn readable<T>(entries: Vec<Entry>, pick: impl Fn(Record) -> Option<T>) -> Vec<(Event, T)> {
    let readable = |entry: Entry| match entry.payload {
        Payload::Readable(record) => pick(*record).map(|picked| (entry.event, picked)),
        Payload::Unknown | Payload::Erased { .. } | Payload::NoKey => None,
    };
    entries.into_iter().filter_map(readable).collect()
}
