//! The addresses of the code systems, extensions and profiles that are read and written.

/// Human Phenotype Ontology.
pub const HPO: &str = "http://human-phenotype-ontology.org";
/// Online Mendelian Inheritance in Man (HL7 Terminology: code system `OMIM`).
pub const OMIM: &str = "http://www.omim.org";
/// Orphanet.
pub const ORPHA: &str = "http://www.orpha.net";
/// Mondo disease ontology.
pub const MONDO: &str = "http://purl.obolibrary.org/obo/mondo.owl";
/// Nanbyo disease ontology (指定難病).
pub const NANDO: &str = "http://nanbyodata.jp/ontology/nando";
/// LOINC.
pub const LOINC: &str = "http://loinc.org";
/// SNOMED CT.
pub const SNOMED: &str = "http://snomed.info/sct";
/// Units of measure.
pub const UCUM: &str = "http://unitsofmeasure.org";
/// Relationships between relatives (HL7 v3 RoleCode: `FTH`, `MTH`, `MUNCLE`, …).
pub const ROLE_CODE: &str = "http://terminology.hl7.org/CodeSystem/v3-RoleCode";
/// Scope of a consent (`patient-privacy`, `research`, …).
pub const CONSENT_SCOPE: &str = "http://terminology.hl7.org/CodeSystem/consentscope";
/// Kinds of specimen (HL7 v2 table 0487: `BLD`, `SAL`, …).
pub const SPECIMEN_TYPE: &str = "http://terminology.hl7.org/CodeSystem/v2-0487";
/// Section of the diagnostic service (`GE` is genetics; HL7 v2 table 0074).
pub const DIAGNOSTIC_SECTION: &str = "http://terminology.hl7.org/CodeSystem/v2-0074";

/// Names of the panels that ship with this program.
pub const PANEL: &str = "urn:shirube:panel";
/// Items of the unified ICF (統一ICF); the code is the item's name.
pub const CONSENT_ITEM: &str = "urn:shirube:consent-item";
/// Version of the ICF that was signed (`Consent.policyRule`).
pub const ICF_VERSION: &str = "urn:shirube:icf";
/// `Patient.identifier` that holds the id of the person in PED and VCF.
pub const PERSON: &str = "urn:shirube:person";
/// `Patient.identifier` of a hospital by JP Core 1.2: the ten digits of the institution follow.
pub const INSTITUTION_PREFIX: &str = "urn:oid:1.2.392.100495.20.3.51.1";

/// Extension that tells the writings of a name apart: `IDE` kanji, `SYL` kana, `ABC` Latin (ISO 21090, JP Core 1.2).
pub const NAME_REPRESENTATION: &str = "http://hl7.org/fhir/StructureDefinition/iso21090-EN-representation";
/// Extension of `Attachment` with the SHA-256 of the file in hexadecimal: R4's own `hash` is SHA-1.
pub const SHA256: &str = "urn:shirube:sha256";

/// LOINC answer "Present".
pub const LOINC_PRESENT: &str = "LA9633-4";
/// LOINC answer "Absent".
pub const LOINC_ABSENT: &str = "LA9634-2";
/// SNOMED CT "Present".
pub const SNOMED_PRESENT: &str = "52101004";
/// SNOMED CT "Absent".
pub const SNOMED_ABSENT: &str = "2667000";
/// HPO term "Onset": the code of the component of an Observation that says when a sign began.
pub const HPO_ONSET: &str = "HP:0003674";
