//! The one record from which every document of a case is printed.

mod analysis;
mod conclusion;
mod consent_copy;
mod finding;

use domain::{CaseId, PersonId, Sex};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::pedigree::Pedigree;

pub use analysis::{
    Analysis, Confirmation, GeneCoverage, GeneralGenes, Grade, PanelCoverage, Phenotype, Relation, Sample, VersionKind,
    VersionLine, WaterfallStep,
};
pub use conclusion::{Anchor, PanelDecision, Signer};
pub use consent_copy::{ConsentCopy, ConsentItem, Proxy};
pub use finding::{
    ClinVar, Criterion, Disease, FamilyGenotype, Finding, Frequency, Phase, PhenotypeMatch, RuleSet, SecondaryFindings,
    ShownGenotype, TermShare, Variant, Zygosity,
};

/// Everything that the documents of one case print. All documents, in both languages, come from one value of this
/// type: what they say cannot differ.
///
/// The values are plain: whatever may not be shown (a sealed region, a relative's genotype) must not be put in.
/// `None` is printed as 不明 / unknown and never filled by a guess.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Record {
    /// The case; printed on every page.
    pub case: CaseId,
    /// Day of issue. It is the only "today" that the documents know.
    pub issued: Date,
    /// Draft or signed.
    pub stage: Stage,
    /// Who issues the documents.
    pub facility: Facility,
    /// The patient (発端者), or the person whose consent is printed.
    pub patient: Patient,
    /// Why the analysis was ordered, in the words of the order.
    pub indication: Option<Localized>,
    /// The family as it is drawn in the physician's report. What may not be shown of a relative must not be put in.
    #[serde(default)]
    pub pedigree: Option<Pedigree>,
    /// Clinical features that were recorded, present and absent.
    #[serde(default)]
    pub phenotypes: Vec<Phenotype>,
    /// What was analysed, and how.
    pub analysis: Analysis,
    /// Reported findings within the question asked, the most important first. Empty: unsolved.
    #[serde(default)]
    pub findings: Vec<Finding>,
    /// Secondary findings of a person who agreed to them. `None`, or without findings: not mentioned anywhere.
    #[serde(default)]
    pub secondary: Option<SecondaryFindings>,
    /// The filters in the order in which they ran.
    #[serde(default)]
    pub waterfall: Vec<WaterfallStep>,
    /// What could be seen in each gene of each panel.
    #[serde(default)]
    pub panels: Vec<PanelCoverage>,
    /// The fixed general list of genes that are not part of the analysis: the same for everybody.
    #[serde(default)]
    pub general_list: Vec<GeneralGenes>,
    /// Limits of this analysis beyond those that every report prints.
    #[serde(default)]
    pub limits: Vec<Localized>,
    /// Recommended steps beyond those that follow from the result.
    #[serde(default)]
    pub recommendations: Vec<Localized>,
    /// When the data are to be looked at again.
    #[serde(default)]
    pub reanalysis_due: Option<Date>,
    /// A message of the physician to the patient, printed in the patient report.
    #[serde(default)]
    pub message_to_patient: Option<Localized>,
    /// Programs, knowledge, panels, rules and data that the result stands on.
    #[serde(default)]
    pub versions: Vec<VersionLine>,
    /// The expert panel's decision (エキスパートパネル).
    #[serde(default)]
    pub decision: Option<PanelDecision>,
    /// Head of the ledger at the time of printing: the outside anchor.
    #[serde(default)]
    pub anchor: Option<Anchor>,
    /// The consent of the patient, for the consent copy.
    #[serde(default)]
    pub consent: Option<ConsentCopy>,
}

/// What the reported findings amount to, the same in every document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// At least one finding is a cause ([`Finding::is_cause`]).
    CauseFound,
    /// There are findings, none of which is more than a candidate.
    CandidateFound,
    /// Nothing is reported.
    NothingFound,
}

/// Whom the patient report speaks to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Reader {
    /// The patient, who is 18 or older.
    Patient,
    /// The parents of a minor.
    Parents,
    /// The age is not known.
    Unknown,
}

impl Record {
    /// What the findings amount to.
    pub fn outcome(&self) -> Outcome {
        if self.findings.iter().any(Finding::is_cause) {
            Outcome::CauseFound
        } else if self.findings.is_empty() {
            Outcome::NothingFound
        } else {
            Outcome::CandidateFound
        }
    }

    /// Whom the patient report speaks to: the parents until the patient's 18th birthday.
    pub fn reader(&self) -> Reader {
        match self.patient.age(self.issued) {
            Some(years) if years >= 18 => Reader::Patient,
            Some(_) => Reader::Parents,
            None => Reader::Unknown,
        }
    }
}

/// How far the documents of the case are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Not signed (未確定); said on every page.
    Draft,
    /// Signed (確定).
    Signed,
}

/// A text in one or both languages. Where the language of the document is missing, the other one is printed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Localized {
    /// Japanese.
    #[serde(default)]
    pub ja: Option<String>,
    /// English.
    #[serde(default)]
    pub en: Option<String>,
}

impl Localized {
    /// In both languages.
    pub fn both(ja: impl Into<String>, en: impl Into<String>) -> Self {
        Self { ja: Some(ja.into()), en: Some(en.into()) }
    }

    /// In Japanese only.
    pub fn japanese(ja: impl Into<String>) -> Self {
        Self { ja: Some(ja.into()), en: None }
    }

    /// In English only, such as a name from an ontology without translation.
    pub fn english(en: impl Into<String>) -> Self {
        Self { ja: None, en: Some(en.into()) }
    }
}

/// The hospital and where its patients turn to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Facility {
    /// Name of the hospital.
    #[serde(default)]
    pub name: Option<Localized>,
    /// Department or centre that answers questions (遺伝カウンセリング, 相談窓口).
    #[serde(default)]
    pub department: Option<Localized>,
    /// Telephone number as printed.
    #[serde(default)]
    pub telephone: Option<String>,
    /// Opening hours as printed.
    #[serde(default)]
    pub hours: Option<Localized>,
    /// Physician in charge.
    #[serde(default)]
    pub physician: Option<String>,
    /// Genetic counsellor in charge.
    #[serde(default)]
    pub counsellor: Option<String>,
}

/// A person as named on the documents.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Patient {
    /// Id of the person in the family; the sample name.
    pub id: PersonId,
    /// Number of the patient at the hospital (診察券番号).
    #[serde(default)]
    pub hospital_id: Option<String>,
    /// Name as written (kanji).
    #[serde(default)]
    pub name: Option<String>,
    /// Reading of the name (kana).
    #[serde(default)]
    pub kana: Option<String>,
    /// Sex as stated.
    pub sex: Sex,
    /// Day of birth.
    #[serde(default)]
    pub birth_date: Option<Date>,
}

impl Patient {
    /// Full years of age on a day; `None` where the day of birth is not known or lies after it.
    pub fn age(&self, on: Date) -> Option<i16> {
        let birth = self.birth_date.filter(|birth| *birth <= on)?;
        let before_birthday = (on.month(), on.day()) < (birth.month(), birth.day());
        Some(on.year() - birth.year() - i16::from(before_birthday))
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn born(birth_date: Option<Date>) -> Patient {
        Patient {
            id: "P1".parse().expect("an id"),
            hospital_id: None,
            name: None,
            kana: None,
            sex: Sex::Unknown,
            birth_date,
        }
    }

    #[test]
    fn age_counts_full_years() {
        let on = date(2026, 11, 21);
        for (birth, years) in [
            (date(2008, 11, 21), Some(18)),
            (date(2008, 11, 22), Some(17)),
            (date(2026, 11, 21), Some(0)),
            (date(2026, 11, 22), None),
            (date(2008, 2, 29), Some(18)),
        ] {
            assert_eq!(born(Some(birth)).age(on), years, "born {birth}");
        }
        assert_eq!(born(None).age(on), None, "an unknown age is not guessed");
    }
}
