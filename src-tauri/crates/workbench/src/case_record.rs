//! What the store keeps of a case beside the genome: the hub's own small files, read anew at every use.

use consent::{AgeClass, ConsentRecord, ConsentState};
use domain::{Assembly, CaseId, Pedigree, PersonId};
use fhir::{Bundle, Phenotype, case::ClinicalCase, phenopacket::Phenopacket};
use hub::{CoverageRow, CoverageTable, FileKind, HubCase};
use jiff::civil::Date;
use sealed::digest::Sha256;
use serde::{Deserialize, Serialize};
use store::ledger::{Event, SignRecorded};

use crate::{
    WorkbenchError,
    sign::{self, SignHistory},
};

/// Names of resources that speak of the genome file as the hub has it. Its hash depends on sealed data, so it is kept in
/// a sealed record and nowhere else.
const ABOUT_THE_FILE: [&str; 2] = ["DocumentReference", "DiagnosticReport"];

/// Age of majority in Japan (民法第4条, since 2022-04-01), in years.
const MAJORITY: i16 = 18;

/// The small files of a case, as they came.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Originals {
    /// SHA-256 of the text of the open part: what outputs name as the identity of the data.
    pub(crate) open_part: Sha256,
    bundle: serde_json::Value,
    phenopacket: Option<serde_json::Value>,
    coverage: Option<String>,
    /// Persons whose reads came as CRAM alone.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    only_cram: Vec<PersonId>,
}

/// A case, read.
#[derive(Clone, Debug)]
pub struct CaseRecord {
    /// The assembly of its variants.
    pub assembly: Assembly,
    /// The family.
    pub pedigree: Pedigree,
    /// The proband.
    pub proband: PersonId,
    /// Everything clinical.
    pub clinical: ClinicalCase,
    /// The proband's signs as a ranking uses them, with what was recorded here.
    pub phenotype: Phenotype,
    /// The proband's signs over time.
    pub(crate) signs: Vec<SignHistory>,
    /// How well the genes of the panels were read.
    pub coverage: Vec<CoverageRow>,
    /// SHA-256 of the text of the open part.
    pub open_part: Sha256,
    /// Persons whose reads came as CRAM alone, which is not kept.
    pub(crate) only_cram: Vec<PersonId>,
}

impl Originals {
    /// Takes the small files out of a case of the hub.
    pub(crate) fn of(case: &HubCase, open_part: Sha256, only_cram: Vec<PersonId>) -> Result<Self, WorkbenchError> {
        let json = |kind: FileKind| -> Result<Option<serde_json::Value>, WorkbenchError> {
            let parse = |bytes: &Vec<u8>| {
                let path = format!("{}: {}", case.id, kind.name()).into();
                serde_json::from_slice(bytes).map_err(|source| WorkbenchError::Json { path, source })
            };
            case.originals.get(&kind).map(parse).transpose()
        };
        let missing = || WorkbenchError::BadCase { case: case.id.clone(), what: "has no FHIR Bundle".into() };
        let mut bundle = json(FileKind::Fhir)?.ok_or_else(missing)?;
        if let Some(entries) = bundle.get_mut("entry").and_then(serde_json::Value::as_array_mut) {
            let kind =
                |e: &serde_json::Value| e.pointer("/resource/resourceType").and_then(|t| t.as_str()).map(str::to_owned);
            entries.retain(|e| !kind(e).is_some_and(|k| ABOUT_THE_FILE.contains(&k.as_str())));
        }
        let coverage = case.originals.get(&FileKind::Coverage).map(|b| String::from_utf8_lossy(b).into_owned());
        Ok(Self { open_part, bundle, phenopacket: json(FileKind::Phenopacket)?, coverage, only_cram })
    }

    /// Reads them, with the signs that were recorded here.
    pub(crate) fn read(
        &self,
        case: &CaseId,
        assembly: Assembly,
        pedigree: Pedigree,
        recorded: Vec<(Event, SignRecorded)>,
    ) -> Result<CaseRecord, WorkbenchError> {
        let name = format!("case {case}");
        let bytes = |value: &serde_json::Value| value.to_string().into_bytes();
        let clinical = ClinicalCase::of(&name, &Bundle::read(&name, &bytes(&self.bundle))?)?;
        let only = |p: &Pedigree| match p.affected_children().as_slice() {
            [one] => Some(one.id.clone()),
            _ => None,
        };
        let proband = clinical.order.as_ref().map(|o| o.proband.clone()).or_else(|| only(&pedigree));
        let proband =
            proband.ok_or_else(|| WorkbenchError::BadCase { case: case.clone(), what: "names no proband".into() })?;
        let phenotype = match &self.phenopacket {
            Some(packet) => Phenopacket::read(&name, &bytes(packet))?.phenotype(&name)?,
            None => clinical.phenotype(&proband),
        };
        let coverage = match &self.coverage {
            Some(text) => CoverageTable::parse(text)
                .map_err(|e| WorkbenchError::BadCase { case: case.clone(), what: e.to_string() })?,
            None => CoverageTable::default(),
        };
        let coverage = coverage.rows().to_vec();
        let signs = sign::histories(&clinical, &proband, &phenotype, recorded);
        let phenotype = sign::phenotype_with(phenotype, &signs);
        let (open_part, only_cram) = (self.open_part, self.only_cram.clone());
        Ok(CaseRecord { assembly, pedigree, proband, clinical, phenotype, signs, coverage, open_part, only_cram })
    }
}

impl CaseRecord {
    /// The proband's signs as diseases are ranked by them.
    pub(crate) fn signs_to_rank(&self) -> ranking::phenotype::Phenotype {
        ranking::phenotype::Phenotype {
            observed: self.phenotype.observed(),
            excluded: self.phenotype.excluded(),
            sex: self.phenotype.sex,
            onset: self.phenotype.earliest_onset(),
        }
    }

    /// The class of age of a person on a day; a minor where the date of birth is not known.
    pub fn age_class(&self, person: &PersonId, day: Date) -> AgeClass {
        let born = self.clinical.person(person).and_then(|p| p.birth_date);
        if born.is_some_and(|b| b.is_aged(MAJORITY, day)) { AgeClass::Adult } else { AgeClass::Minor }
    }

    /// What a consent opens, by the person's age on the day of the signature.
    pub fn consent_state(&self, record: &ConsentRecord) -> ConsentState {
        ConsentState::of(record, self.signed_as(record))
    }

    /// The class of age of a person on the day of the signature.
    pub(crate) fn signed_as(&self, record: &ConsentRecord) -> AgeClass {
        let day: Option<Date> = record.date.get(..10).and_then(|day| day.parse().ok());
        day.map_or(AgeClass::Minor, |day| self.age_class(&record.person, day))
    }

    /// Whole years of a person on a day; `None` where the date of birth is not known or the person has died.
    pub(crate) fn age_years(&self, person: &PersonId, day: Date) -> Option<u32> {
        let person = self.clinical.person(person).filter(|p| p.deceased != Some(true))?;
        let born = person.birth_date.filter(|b| b.is_aged(0, day))?;
        let years = (1..=150).take_while(|&years| born.is_aged(years, day)).count();
        u32::try_from(years).ok()
    }

    /// Whole months of a person under two years on a day; `None` where the day of birth is not known.
    pub(crate) fn age_months(&self, person: &PersonId, day: Date) -> Option<u32> {
        self.age_years(person, day).filter(|years| *years < 2)?;
        let born = self.clinical.person(person)?.birth_date?.day()?;
        let span = born.until((jiff::Unit::Month, day)).ok()?;
        u32::try_from(span.get_months()).ok()
    }
}
