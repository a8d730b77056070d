//! Who did what with a case, as the ledger has it; and the checks of the ledger itself.

use std::io::Write;

use domain::{CaseId, Role, UserId};
use jiff::Timestamp;
use sealed::digest::Sha256;
use serde::Serialize;
use store::ledger::Verification;

use crate::{Action, Desk, WorkbenchError};

/// The audit trail of a case (`shirube.audit/1`): events in clear, without their content.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Audit {
    /// `shirube.audit/1`.
    pub schema: &'static str,
    /// The case.
    pub case: CaseId,
    /// The events, causes before effects.
    pub events: Vec<AuditLine>,
    /// Whether the chains of the store verify.
    pub verified: bool,
}

/// One event.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AuditLine {
    /// Id of the event.
    pub id: String,
    /// Place in the chain of its device, from 1.
    pub seq: u64,
    /// What happened.
    pub kind: String,
    /// Who.
    pub author: UserId,
    /// As what.
    pub role: Role,
    /// When, by the clock of the device.
    pub device_time: Timestamp,
    /// SHA-256 of the encrypted content.
    pub payload: Sha256,
}

impl Desk {
    /// The audit trail of a case.
    ///
    /// # Errors
    /// [`WorkbenchError::NotPermitted`], [`WorkbenchError::Store`].
    pub fn audit(&self, case: &CaseId) -> Result<Audit, WorkbenchError> {
        self.ask(Action::AuditLedger)?;
        let line = |e: store::ledger::Event| AuditLine {
            id: e.id.to_string(),
            seq: e.seq,
            kind: e.kind,
            author: e.author,
            role: e.role,
            device_time: e.device_time,
            payload: e.payload,
        };
        let events = self.session.events(Some(case))?.into_iter().map(line).collect();
        let verified = self.verify()?.findings.is_empty();
        Ok(Audit { schema: "shirube.audit/1", case: case.clone(), events, verified })
    }

    /// Verifies every chain of the ledger.
    ///
    /// # Errors
    /// [`WorkbenchError::Store`] where it cannot be read; what is wrong with it is in the result.
    pub fn verify(&self) -> Result<Verification, WorkbenchError> {
        self.ask(Action::AuditLedger)?;
        Ok(self.session.verify(&[])?)
    }

    /// Writes every event as JSON lines; gives their number.
    ///
    /// # Errors
    /// [`WorkbenchError::Store`].
    pub fn export_ledger(&self, out: &mut impl Write) -> Result<u64, WorkbenchError> {
        self.ask(Action::AuditLedger)?;
        Ok(self.session.export(out)?)
    }

    /// Makes the tables anew from the ledger; gives the names of those that differed.
    ///
    /// # Errors
    /// [`WorkbenchError::Store`].
    pub fn rebuild_ledger(&self) -> Result<Vec<&'static str>, WorkbenchError> {
        self.ask(Action::AuditLedger)?;
        Ok(self.session.rebuild()?.differed)
    }
}
