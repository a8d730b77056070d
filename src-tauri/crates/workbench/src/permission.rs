//! Who may do what: one table, asked before every use case.

use std::fmt;

use domain::Role;

use crate::WorkbenchError;

/// Something that a user asks to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Action {
    /// Add and disable users.
    ManageUsers,
    /// Bring a case from the hub into the store.
    ImportCase,
    /// See that a case exists, its persons and consents.
    SeeCase,
    /// Record signs, eligibility and earlier tests.
    RecordClinical,
    /// See the variants of a case, within the consents.
    SeeVariants,
    /// See what the genotypes say of kinship and parentage; each look is an event.
    SeeKinship,
    /// Answer why data that do not fit the pedigree may be used, or may not.
    AnswerDoubts,
    /// Record a consent.
    RecordConsent,
    /// Classify, report, dismiss; record the panel's decision.
    Decide,
    /// Print the documents of a case.
    PrintDocuments,
    /// Release a document of a case.
    Release,
    /// Verify, export and rebuild the ledger.
    AuditLedger,
    /// Change what is set for the installation, and its reference data.
    ChangeSettings,
}

impl Action {
    /// All actions.
    pub const ALL: [Self; 13] = [
        Self::ManageUsers,
        Self::ImportCase,
        Self::SeeCase,
        Self::RecordClinical,
        Self::SeeVariants,
        Self::SeeKinship,
        Self::AnswerDoubts,
        Self::RecordConsent,
        Self::Decide,
        Self::PrintDocuments,
        Self::Release,
        Self::AuditLedger,
        Self::ChangeSettings,
    ];

    /// The roles that may.
    pub fn roles(self) -> &'static [Role] {
        match self {
            Self::ManageUsers => &[Role::Administrator],
            Self::ImportCase => &[Role::Geneticist, Role::Coordinator, Role::DataManager],
            Self::SeeCase => &[
                Role::Counsellor,
                Role::Geneticist,
                Role::PanelMember,
                Role::Chair,
                Role::Coordinator,
                Role::DataManager,
            ],
            Self::RecordClinical => &[Role::Counsellor, Role::Geneticist, Role::Coordinator],
            Self::SeeVariants => &[Role::Geneticist, Role::PanelMember, Role::Chair],
            Self::SeeKinship | Self::AnswerDoubts => &[Role::Geneticist, Role::DataManager],
            Self::RecordConsent => &[Role::Counsellor, Role::Geneticist, Role::Coordinator],
            Self::Decide => &[Role::Geneticist, Role::Chair],
            Self::PrintDocuments => &[Role::Counsellor, Role::Geneticist, Role::Chair],
            Self::Release => &[Role::Geneticist, Role::Chair],
            Self::AuditLedger => &Role::ALL,
            Self::ChangeSettings => &[Role::Administrator, Role::DataManager, Role::Geneticist],
        }
    }

    /// Whether a role may.
    ///
    /// # Errors
    /// [`WorkbenchError::NotPermitted`] where it may not.
    pub fn ask(self, role: Role) -> Result<(), WorkbenchError> {
        if self.roles().contains(&role) { Ok(()) } else { Err(WorkbenchError::NotPermitted { role, action: self }) }
    }
}

impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::ManageUsers => "manage users",
            Self::ImportCase => "import a case",
            Self::SeeCase => "see a case",
            Self::RecordClinical => "record clinical information",
            Self::SeeVariants => "see variants",
            Self::SeeKinship => "see what the genotypes say of kinship",
            Self::AnswerDoubts => "answer doubts about the data",
            Self::RecordConsent => "record a consent",
            Self::Decide => "decide about a case",
            Self::PrintDocuments => "print documents",
            Self::Release => "release a document",
            Self::AuditLedger => "audit the ledger",
            Self::ChangeSettings => "change the settings",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_administrator_sees_no_genome() {
        for action in [Action::SeeCase, Action::SeeVariants, Action::Decide, Action::PrintDocuments] {
            assert!(action.ask(Role::Administrator).is_err(), "keys of the house are no keys to a patient");
        }
        assert!(Action::ManageUsers.ask(Role::Geneticist).is_err());
    }
}
