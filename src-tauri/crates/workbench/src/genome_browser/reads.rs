//! The reads of the open case: of each person as one BAM, put together from the sealed files as far as the consents of the
//! moment go. A range of bytes is read from the blocks that it touches.

use std::{
    collections::BTreeMap,
    io::{Read, Seek, SeekFrom},
    sync::Arc,
};

use domain::{GeneSymbol, PersonId};
use store::{Content, FileKind, GenomeFileOpener, Part};
use variants::{ReadsIndex, ReadsLayout};

use super::byte_range::{ByteRange, GenomePart};
use crate::{
    Desk, WorkbenchError,
    open_case::OpenCase,
    view::genome::{GenomeReads, ReadsStanding},
};

/// The longest range that is answered at once, in bytes: the browser asks for what it draws.
const LONGEST: u64 = 64 << 20;

/// The reads of the persons of an open case, made at the first question.
pub(crate) type OpenReads = Option<Arc<BTreeMap<PersonId, PersonReads>>>;

/// The reads of a person as they may be seen.
pub(crate) struct PersonReads {
    layout: ReadsLayout,
    says_differences: bool,
    parts: Vec<GenomeFileOpener>,
}

impl PersonReads {
    /// Their index (BAI).
    pub fn index(&self) -> &[u8] {
        self.layout.index()
    }

    /// A range of their bytes.
    pub fn part(&self, name: &str, range: ByteRange) -> Result<GenomePart, WorkbenchError> {
        let length = self.layout.length();
        let range = range.within(length);
        if range.end - range.start > LONGEST {
            return Err(WorkbenchError::Unknown {
                what: "range of bytes",
                text: format!("{}-{}", range.start, range.end),
                expected: format!("at most {LONGEST} bytes at once"),
            });
        }
        let mut bytes = Vec::new();
        for (part, place) in self.layout.places(&range) {
            let Some(opener) = self.parts.get(part) else { continue };
            let wanted = place.end - place.start;
            let read = opener.open().and_then(|mut file| {
                file.seek(SeekFrom::Start(place.start))?;
                file.take(wanted).read_to_end(&mut bytes)
            });
            let read = read.map_err(|source| WorkbenchError::file(name.as_ref(), source))?;
            if u64::try_from(read) != Ok(wanted) {
                let cut = std::io::ErrorKind::UnexpectedEof.into();
                return Err(WorkbenchError::file(name.as_ref(), cut));
            }
        }
        Ok(GenomePart { length, start: range.start, bytes })
    }
}

impl Desk {
    /// Of each member with genotypes, whether reads can be shown, in the order of every list.
    ///
    /// # Errors
    /// [`WorkbenchError::Stale`] where it is not of the open case, [`WorkbenchError::NotPermitted`],
    /// [`WorkbenchError::Store`] and [`WorkbenchError::Variants`] where a file is damaged.
    pub fn genome_reads(&self, case: &str) -> Result<Vec<GenomeReads>, WorkbenchError> {
        let open = self.opened(case)?;
        let reads = self.reads_of(&open)?;
        let standing = |person: &PersonId| match reads.get(person) {
            _ if !open.scope.includes(person) => ReadsStanding::NotShown,
            Some(reads) if reads.layout.is_empty() => ReadsStanding::Empty,
            Some(reads) if reads.says_differences => ReadsStanding::Shown,
            Some(_) => ReadsStanding::ShownWithoutDifferences,
            None if open.record.only_cram.contains(person) => ReadsStanding::OnlyCram,
            None => ReadsStanding::NotSent,
        };
        let evidence = open.evidence(&self.reference);
        let members = evidence.members().into_iter().map(|member| &member.person.id);
        Ok(members.map(|person| GenomeReads { member: person.to_string(), standing: standing(person) }).collect())
    }

    /// The reads of everybody who takes part.
    pub(super) fn reads_of(&self, open: &OpenCase) -> Result<Arc<BTreeMap<PersonId, PersonReads>>, WorkbenchError> {
        let mut kept = open.reads();
        if let Some(reads) = kept.as_ref() {
            return Ok(Arc::clone(reads));
        }
        let mut reads = BTreeMap::new();
        for kind in self.session.file_kinds(&open.id)? {
            if let (Part::Person { person }, Content::Reads) = (&kind.part, kind.content)
                && open.scope.includes(person)
            {
                reads.insert(person.clone(), self.person_reads(open, person)?);
            }
        }
        Ok(Arc::clone(kept.insert(Arc::new(reads))))
    }

    fn person_reads(&self, open: &OpenCase, person: &PersonId) -> Result<PersonReads, WorkbenchError> {
        let of_person = |content| FileKind::person(person.clone(), content);
        let mut kinds = vec![(of_person(Content::Reads), of_person(Content::ReadsIndex))];
        for (_, category) in open.scope.opened_slices().into_iter().filter(|(of, _)| of == person) {
            let of_slice = |content| FileKind::slice(person.clone(), category, content);
            kinds.push((of_slice(Content::Reads), of_slice(Content::ReadsIndex)));
        }
        let (mut openers, mut parts) = (Vec::new(), Vec::new());
        for (reads, index) in kinds {
            let name = format!("case {}, {index}", open.id);
            let mut bytes = Vec::new();
            let read = self.session.open_genome_file(&open.id, &index, &open.scope)?.read_to_end(&mut bytes);
            read.map_err(|source| WorkbenchError::file(name.as_ref(), source))?;
            let opener = self.session.genome_file_opener(&open.id, &reads, &open.scope)?;
            parts.push((ReadsIndex::from_bytes(&name, &bytes)?, opener.length()));
            openers.push(opener);
        }
        let child = &open.family.proband().person;
        let opens = |gene: &GeneSymbol| {
            let hidden = || person != &child.id && open.scope.origin_hidden_in_gene(child, gene);
            open.scope.opens_gene(person, gene) && !hidden()
        };
        let says_differences = parts.iter().all(|(index, _)| index.says_differences());
        let layout = ReadsLayout::new(&format!("case {}, the reads of {person}", open.id), &parts, &opens)?;
        Ok(PersonReads { layout, says_differences, parts: openers })
    }
}
