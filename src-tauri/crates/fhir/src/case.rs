//! A case as plain values: the people, the order, the specimens, the signs, the family, the consents, the files. Read from a
//! [`Bundle`](crate::Bundle) by [`ClinicalCase::of`].

mod reading;

use domain::{DiseaseId, HpoId, PersonId, Sex};
use serde::Serialize;

use crate::{DateTime, Feature, Onset, PartialDate, Phenotype};

/// Everything that the hub says about a case, but the genome.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClinicalCase {
    /// The people of the family who have a Patient, in the order of the Bundle.
    pub people: Vec<PersonDetails>,
    /// The order, where there is one.
    pub order: Option<Order>,
    /// The specimens.
    pub specimens: Vec<SpecimenDetails>,
    /// The signs of all persons, present and absent.
    pub signs: Vec<Sign>,
    /// What relatives have.
    pub family_history: Vec<Relative>,
    /// The signed consents; unsigned and mistaken ones are left out.
    pub consents: Vec<SignedConsent>,
    /// The files that the hub names.
    pub files: Vec<NamedFile>,
}

/// Who a person is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PersonDetails {
    /// The id in PED and VCF.
    pub id: PersonId,
    /// The number of the chart at the institution, and the institution's address.
    pub chart: Option<ChartNumber>,
    /// The name as it is written (kanji, else the one without a script).
    pub name: Option<PersonName>,
    /// The name in kana.
    pub kana: Option<PersonName>,
    /// Stated sex.
    pub sex: Sex,
    /// Date of birth, as much of it as is known.
    pub birth_date: Option<PartialDate>,
    /// Whether the person has died, where that is said.
    pub deceased: Option<bool>,
}

/// The number of a chart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ChartNumber {
    /// The institution, by JP Core 1.2 `urn:oid:1.2.392.100495.20.3.51.1` and ten digits.
    pub institution: Option<String>,
    /// The number.
    pub number: String,
}

/// A name in one script.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PersonName {
    /// Family name; empty where only the whole name is known.
    pub family: String,
    /// Given names, separated by a space.
    pub given: String,
    /// The whole name.
    pub full: String,
}

/// What was ordered, for whom and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Order {
    /// The number of the order, else its id at the hub.
    pub number: Option<String>,
    /// For whom.
    pub proband: PersonId,
    /// Why, in words.
    pub indication: Option<String>,
    /// The suspected diseases.
    pub diseases: Vec<OrderedDisease>,
    /// The panels that are asked for, by name.
    pub panels: Vec<String>,
    /// When it was ordered (FHIR dateTime).
    pub authored_on: Option<String>,
    /// Who ordered, in words.
    pub requester: Option<String>,
}

/// A disease that is suspected.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OrderedDisease {
    /// Its ids in one or more catalogues; all mean the same disease.
    pub ids: Vec<DiseaseId>,
    /// Its name as it was ordered.
    pub name: String,
}

/// A specimen (検体).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SpecimenDetails {
    /// Whose.
    pub person: PersonId,
    /// Its number, else its id at the hub.
    pub number: Option<String>,
    /// Its kind, in words.
    pub kind: String,
    /// When it was taken (FHIR dateTime).
    pub collected: Option<String>,
    /// What is left, one amount per vessel.
    pub left: Vec<Amount>,
}

/// An amount, as it was written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Amount {
    /// A decimal number.
    pub value: String,
    /// Its unit.
    pub unit: String,
}

/// A sign of a person: seen, or looked for and not seen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Sign {
    /// Who was looked at.
    pub person: PersonId,
    /// The term.
    pub term: HpoId,
    /// The term in the words of the source.
    pub label: String,
    /// True where the sign is not there.
    pub excluded: bool,
    /// When it began.
    pub onset: Option<Onset>,
    /// When it was observed (FHIR dateTime).
    pub observed: Option<String>,
}

/// A relative of the proband and what that relative has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Relative {
    /// The proband.
    pub of: PersonId,
    /// What the relative is to the proband: HL7 v3 RoleCode such as `MUNCLE`.
    pub relation: Option<String>,
    /// The relation in words.
    pub relation_words: String,
    /// Stated sex.
    pub sex: Sex,
    /// Whether the relative has died, where that is said.
    pub deceased: Option<bool>,
    /// What the relative has or had.
    pub conditions: Vec<RelativeCondition>,
    /// Further words.
    pub note: Option<String>,
}

/// A condition of a relative.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RelativeCondition {
    /// Its ids, where it is a disease of a catalogue.
    pub ids: Vec<DiseaseId>,
    /// In words.
    pub words: String,
    /// When it began, in words or as an ISO 8601 age.
    pub onset: Option<String>,
}

/// Who signed a consent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Signer {
    /// The person alone.
    Person,
    /// Somebody else, for the person or together with the person (代諾者).
    Proxy(ProxySigner),
}

/// The one who signed for a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProxySigner {
    /// The proxy, where it is a person of the Bundle.
    pub person: Option<PersonId>,
    /// The name that stands beside the reference.
    pub name: Option<String>,
    /// True where the person signed too.
    pub together: bool,
}

/// A consent that was signed, refused or withdrawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedConsent {
    /// Whose consent.
    pub person: PersonId,
    /// The version of the ICF.
    pub icf_version: String,
    /// Who signed.
    pub signer: Signer,
    /// When.
    pub signed: DateTime,
    /// What was decided, in the order of the form.
    pub decisions: Vec<ItemDecision>,
    /// True where the consent was withdrawn or refused as a whole.
    pub withdrawn: bool,
}

/// The decision on one item of the ICF.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemDecision {
    /// The item, by the name that the file gives it.
    pub item: String,
    /// True where the person agreed.
    pub agreed: bool,
    /// The place in the file, for messages.
    pub path: String,
}

/// A file that the hub names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedFile {
    /// Its name, relative to the Bundle.
    pub url: String,
    /// Its size in bytes, where stated.
    pub size: Option<u64>,
    /// Its SHA-256 as hexadecimal digits, where stated.
    pub sha256: Option<String>,
    /// The place in the file, for messages.
    pub path: String,
}

impl ClinicalCase {
    /// A person by id.
    pub fn person(&self, id: &PersonId) -> Option<&PersonDetails> {
        self.people.iter().find(|p| &p.id == id)
    }

    /// What a ranking may know of a person.
    pub fn phenotype(&self, person: &PersonId) -> Phenotype {
        let signs = self.signs.iter().filter(|sign| &sign.person == person);
        let feature = |sign: &Sign| Feature {
            term: sign.term,
            label: sign.label.clone(),
            excluded: sign.excluded,
            onset: sign.onset,
        };
        Phenotype {
            subject: Some(person.as_str().to_owned()),
            sex: self.person(person).map_or(Sex::Unknown, |p| p.sex),
            last_seen: None,
            features: signs.map(feature).collect(),
            foreign: Vec::new(),
        }
    }
}
