use std::{collections::BTreeMap, sync::Arc};

use consent::ConsentRecord;
use domain::{Assembly, CaseId, Pedigree, PersonId, Sex};
use fhir::{Bundle, Phenotype, case::ClinicalCase, phenopacket::Phenopacket};
use sealed::digest::Sha256;

use crate::{
    CoverageTable, FileKind, HubError, VerifiedReader, consents,
    manifest::{CaseListing, ListedFile},
    source::{Content, InnerPath, Source},
};

/// A case of a hub: everything but the genome read, checked, and found to agree.
pub struct HubCase {
    /// The case.
    pub id: CaseId,
    /// The assembly of the variants.
    pub assembly: Assembly,
    /// The family.
    pub pedigree: Pedigree,
    /// The proband, a member of the family.
    pub proband: PersonId,
    /// Everything clinical.
    pub clinical: ClinicalCase,
    /// The proband's signs: of the phenopacket, else of the Bundle.
    pub phenotype: Phenotype,
    /// How well the genes of the panels were read; empty where the hub says nothing.
    pub coverage: CoverageTable,
    /// The consents in the order of their signatures: the last one of a person is in force.
    pub consents: Vec<ConsentRecord>,
    /// The index of the variants, where there is one.
    pub index: Option<Vec<u8>>,
    /// The small files as they came, by kind.
    pub originals: BTreeMap<FileKind, Vec<u8>>,
    /// The reads of the persons of whom there are some, by person.
    pub reads: BTreeMap<PersonId, HubReads>,
    /// The files of variants that there are beside [`HubCase::vcf`], by kind.
    pub further: BTreeMap<FileKind, HubVcf>,
    /// The variants of the family.
    pub vcf: HubVcf,
}

/// Variants of the family.
pub struct HubVcf {
    source: Arc<Source>,
    path: InnerPath,
    listed: ListedFile,
}

/// The files of the reads of one person.
pub struct HubReads {
    source: Arc<Source>,
    bam: Option<(InnerPath, ListedFile)>,
    cram: Option<(InnerPath, ListedFile)>,
    index: Option<(InnerPath, ListedFile)>,
}

/// The files of a case by kind, each with its place and its name for messages.
struct Files {
    listing: String,
    source: Arc<Source>,
    by_kind: BTreeMap<FileKind, (InnerPath, ListedFile)>,
    by_person: BTreeMap<(PersonId, FileKind), (InnerPath, ListedFile)>,
}

impl Files {
    fn of(source: Arc<Source>, listing_path: &InnerPath, listing: CaseListing) -> Result<Self, HubError> {
        let file = source.name_of(listing_path);
        let (mut by_kind, mut by_person) = (BTreeMap::new(), BTreeMap::new());
        for entry in listing.files {
            let path = listing_path.beside(&file, &entry.file.path)?;
            let expected = entry.kind.is_of_one_person();
            if entry.person.is_some() != expected {
                return Err(HubError::PersonOfFile { file, path: entry.file.path, expected });
            }
            let before = match &entry.person {
                Some(person) => by_person.insert((person.clone(), entry.kind), (path, entry.file)),
                None => by_kind.insert(entry.kind, (path, entry.file)),
            };
            if before.is_some() {
                let of = entry.person.map_or_else(String::new, |person| format!(" of {person}"));
                return Err(HubError::Twice { file, what: format!("a file of kind {}{of}", entry.kind.name()) });
            }
        }
        Ok(Self { listing: file, source, by_kind, by_person })
    }

    fn vcf(&self, (path, listed): &(InnerPath, ListedFile)) -> HubVcf {
        HubVcf { source: Arc::clone(&self.source), path: path.clone(), listed: listed.clone() }
    }

    /// The reads by person.
    fn reads(&self) -> Result<BTreeMap<PersonId, HubReads>, HubError> {
        let mut reads = BTreeMap::new();
        for person in self.by_person.keys().map(|(person, _)| person) {
            let of = |kind| self.by_person.get(&(person.clone(), kind)).cloned();
            let (bam, cram, index) = (of(FileKind::Bam), of(FileKind::Cram), of(FileKind::ReadsIndex));
            if bam.is_none() && cram.is_none() {
                return Err(HubError::NoKind { file: self.listing.clone(), kind: FileKind::Bam.name() });
            }
            reads.insert(person.clone(), HubReads { source: Arc::clone(&self.source), bam, cram, index });
        }
        Ok(reads)
    }

    fn required(&self, kind: FileKind) -> Result<&(InnerPath, ListedFile), HubError> {
        let missing = || HubError::NoKind { file: self.listing.clone(), kind: kind.name() };
        self.by_kind.get(&kind).ok_or_else(missing)
    }

    /// Name for messages and content; `None` where the case has no such file.
    fn whole(&self, kind: FileKind) -> Result<Option<(String, Vec<u8>)>, HubError> {
        let Some((path, listed)) = self.by_kind.get(&kind) else { return Ok(None) };
        Ok(Some((self.source.name_of(path), self.source.whole(path, listed)?)))
    }

    fn needed(&self, kind: FileKind) -> Result<(String, Vec<u8>), HubError> {
        self.required(kind)?;
        self.whole(kind)?.ok_or_else(|| HubError::NoKind { file: self.listing.clone(), kind: kind.name() })
    }
}

impl HubCase {
    pub(crate) fn read(source: Arc<Source>, path: &InnerPath, listing: CaseListing) -> Result<Self, HubError> {
        let (id, assembly) = (listing.id.clone(), listing.assembly);
        let files = Files::of(Arc::clone(&source), path, listing)?;
        let vcf = files.vcf(files.required(FileKind::Vcf)?);
        let pedigree = pedigree(&files)?;
        let (bundle_file, bundle) = files.needed(FileKind::Fhir)?;
        let clinical = ClinicalCase::of(&bundle_file, &Bundle::read(&bundle_file, &bundle)?)?;
        let packet = match files.whole(FileKind::Phenopacket)? {
            Some((file, bytes)) => Some((Phenopacket::read(&file, &bytes)?.phenotype(&file)?, file)),
            None => None,
        };
        let checks = Checks { file: &bundle_file, pedigree: &pedigree, clinical: &clinical };
        checks.everybody_is_the_same()?;
        checks.files_are_as_named(&files)?;
        let proband = checks.proband()?;
        let coverage = coverage(&files)?;
        let reads = files.reads()?;
        let sequenced = coverage.rows().iter().map(|row| (&row.person, "coverage"));
        let sequenced = sequenced.chain(reads.keys().map(|person| (person, "reads"))).chain([(&proband, "an order")]);
        checks.sequenced_are_known(sequenced)?;
        let phenotype = match packet {
            Some((phenotype, file)) => {
                checks.packet_is_of(&proband, &phenotype, &file)?;
                phenotype
            }
            None => clinical.phenotype(&proband),
        };
        let consents = consents::records(&bundle_file, &clinical, &pedigree)?;
        let index = files.whole(FileKind::Index)?.map(|(_, bytes)| bytes);
        let further =
            FileKind::VARIANTS[1..].iter().filter_map(|kind| Some((*kind, files.vcf(files.by_kind.get(kind)?))));
        let mut originals = BTreeMap::new();
        for kind in [FileKind::Ped, FileKind::Fhir, FileKind::Phenopacket, FileKind::Coverage] {
            originals.extend(files.whole(kind)?.map(|(_, bytes)| (kind, bytes)));
        }
        Ok(Self {
            id,
            assembly,
            pedigree,
            proband,
            clinical,
            phenotype,
            coverage,
            consents,
            index,
            originals,
            reads,
            further: further.collect(),
            vcf,
        })
    }

    /// Bytes of the variants, of the reads and of the small files, as listed.
    pub fn bytes(&self) -> u64 {
        let small = self.originals.values().map(|b| u64::try_from(b.len()).unwrap_or(u64::MAX));
        let further = self.further.values().map(HubVcf::size);
        small.chain(further).chain(self.reads.values().map(HubReads::size)).fold(self.vcf.size(), u64::saturating_add)
    }
}

impl HubVcf {
    /// The file, checked while it is read: nothing of it may be kept before [`VerifiedReader::finish`] has answered `Ok`.
    ///
    /// # Errors
    /// [`HubError`] where the file is not there, is no plain file or has another size than is listed.
    pub fn verified(&self) -> Result<VerifiedReader, HubError> {
        self.source.stream(&self.path, &self.listed)
    }

    /// Opens it at random access, as often as needed, unchecked: whoever reads it takes the hash of what was read and keeps
    /// nothing of it before that is [`HubVcf::sha256`].
    pub fn opener(&self) -> impl Fn() -> Result<Box<dyn Content>, HubError> + Send + Sync + use<> {
        let (source, path, listed) = (Arc::clone(&self.source), self.path.clone(), self.listed.clone());
        move || source.unverified(&path, &listed)
    }

    /// Its name, for messages.
    pub fn name(&self) -> String {
        self.source.name_of(&self.path)
    }

    /// Its listed size in bytes.
    pub fn size(&self) -> u64 {
        self.listed.size
    }

    /// Its listed SHA-256. It depends on sealed data, so it belongs into a sealed record only.
    pub fn sha256(&self) -> Sha256 {
        self.listed.sha256
    }
}

impl HubReads {
    /// The BAM as a stream that is checked while it is read; `None` where there is none. As for [`HubVcf::verified`], nothing
    /// of it may be kept before [`VerifiedReader::finish`] has answered `Ok`.
    ///
    /// # Errors
    /// As [`HubVcf::verified`].
    pub fn bam(&self) -> Option<Result<VerifiedReader, HubError>> {
        self.bam.as_ref().map(|(path, listed)| self.source.stream(path, listed))
    }

    /// The CRAM, likewise.
    ///
    /// # Errors
    /// As [`HubVcf::verified`].
    pub fn cram(&self) -> Option<Result<VerifiedReader, HubError>> {
        self.cram.as_ref().map(|(path, listed)| self.source.stream(path, listed))
    }

    /// The index as it came, checked; `None` where there is none.
    ///
    /// # Errors
    /// [`HubError`] where it is not the file that is listed.
    pub fn index(&self) -> Result<Option<Vec<u8>>, HubError> {
        self.index.as_ref().map(|(path, listed)| self.source.whole(path, listed)).transpose()
    }

    /// Bytes of the reads, as listed.
    pub fn size(&self) -> u64 {
        [&self.bam, &self.cram].into_iter().flatten().fold(0, |sum, (_, listed)| sum.saturating_add(listed.size))
    }
}

fn text(file: &str, bytes: Vec<u8>) -> Result<String, HubError> {
    String::from_utf8(bytes)
        .map_err(|e| HubError::NotText { file: file.to_owned(), offset: e.utf8_error().valid_up_to() })
}

fn pedigree(files: &Files) -> Result<Pedigree, HubError> {
    let (file, bytes) = files.needed(FileKind::Ped)?;
    let families = Pedigree::parse_ped(&text(&file, bytes)?)
        .map_err(|source| HubError::Pedigree { file: file.clone(), source })?;
    let mut families = families.into_iter();
    match (families.next(), families.next()) {
        (Some(family), None) => Ok(family),
        _ => Err(HubError::Twice { file, what: "a family".to_owned() }),
    }
}

fn coverage(files: &Files) -> Result<CoverageTable, HubError> {
    let Some((file, bytes)) = files.whole(FileKind::Coverage)? else { return Ok(CoverageTable::default()) };
    CoverageTable::parse(&text(&file, bytes)?).map_err(|source| HubError::Coverage { file, source })
}

/// What must hold between the files of a case.
struct Checks<'a> {
    file: &'a str,
    pedigree: &'a Pedigree,
    clinical: &'a ClinicalCase,
}

impl Checks<'_> {
    fn disagree(&self, person: &PersonId, what: impl Into<String>) -> HubError {
        HubError::Disagree { file: self.file.to_owned(), person: person.clone(), what: what.into() }
    }

    fn everybody_is_the_same(&self) -> Result<(), HubError> {
        for member in &self.pedigree.members {
            let Some(patient) = self.clinical.person(&member.id) else { continue };
            let known = member.sex != Sex::Unknown && patient.sex != Sex::Unknown;
            if known && member.sex != patient.sex {
                let what = format!("is {:?} in the PED but {:?} in the Bundle", member.sex, patient.sex);
                return Err(self.disagree(&member.id, what.to_lowercase()));
            }
        }
        Ok(())
    }

    /// A relative who is only drawn in the pedigree needs no Patient, but the proband and whoever was sequenced do.
    fn sequenced_are_known<'a>(
        &self,
        sequenced: impl Iterator<Item = (&'a PersonId, &'static str)>,
    ) -> Result<(), HubError> {
        for (person, what) in sequenced {
            if self.pedigree.member(person).is_none() {
                return Err(self.disagree(person, format!("has {what} but is not in the PED")));
            }
            if self.clinical.person(person).is_none() {
                return Err(self.disagree(person, "is in the PED and was sequenced, but has no Patient in the Bundle"));
            }
        }
        Ok(())
    }

    /// The Bundle names files with size and hash too: they must be those of the listing.
    fn files_are_as_named(&self, files: &Files) -> Result<(), HubError> {
        for named in &self.clinical.files {
            let mut all = files.by_kind.values().chain(files.by_person.values());
            let Some((_, listed)) = all.find(|(_, listed)| listed.path == named.url) else { continue };
            let file = || format!("{} ({} in {})", named.url, named.path, self.file);
            if let Some(found) = named.size.filter(|size| *size != listed.size) {
                return Err(HubError::Size { file: file(), expected: listed.size, found });
            }
            let Some(text) = named.sha256.as_deref() else { continue };
            let found: Sha256 = text.parse().map_err(|_| self.not_a_digest(&named.path, text))?;
            if found != listed.sha256 {
                return Err(HubError::Hash { file: file(), expected: listed.sha256, found });
            }
        }
        Ok(())
    }

    fn not_a_digest(&self, path: &str, found: &str) -> HubError {
        HubError::Fhir(fhir::FhirError::Value {
            file: self.file.to_owned(),
            path: path.to_owned(),
            found: found.to_owned(),
            expected: "a SHA-256 as 64 lower-case hexadecimal digits".to_owned(),
        })
    }

    /// The person of the order, else the only affected person who is nobody's parent among the affected.
    fn proband(&self) -> Result<PersonId, HubError> {
        if let Some(order) = &self.clinical.order {
            let outside = || self.disagree(&order.proband, "is the subject of the order but not in the PED");
            return self.pedigree.member(&order.proband).map(|p| p.id.clone()).ok_or_else(outside);
        }
        let affected = self.pedigree.affected_children();
        match affected[..] {
            [only] => Ok(only.id.clone()),
            _ => Err(HubError::NoProband {
                file: self.file.to_owned(),
                what: format!("no order, and {} affected children in the PED", affected.len()),
            }),
        }
    }

    fn packet_is_of(&self, proband: &PersonId, phenotype: &Phenotype, file: &str) -> Result<(), HubError> {
        match phenotype.subject.as_deref() {
            Some(subject) if subject != proband.as_str() => Err(HubError::Disagree {
                file: file.to_owned(),
                person: proband.clone(),
                what: format!("is the proband, but the phenopacket is of {subject:?}"),
            }),
            _ => Ok(()),
        }
    }
}
