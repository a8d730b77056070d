//! The reads of the persons: verified on the stream, split by consent, each part sealed with its index.

use std::{collections::BTreeMap, io::Write, ops::ControlFlow};

use consent::{Category, Sealing};
use domain::{CaseId, PersonId};
use hub::{HubCase, HubReads};
use store::{Content, FileKind, StagedFile, ledger::SourceFile};
use variants::{ReadsIndex, ReadsSinks, ReadsSource, split_reads};

use super::Watch;
use crate::{Desk, WorkbenchError, view::hub::ImportStep};

/// What came of the reads of a case.
#[derive(Default)]
pub(super) struct Reads {
    /// Sealed.
    pub files: Vec<StagedFile>,
    /// As the hub names them.
    pub sources: Vec<SourceFile>,
    /// Persons of whom there is only CRAM, which cannot be drawn here and is not kept.
    pub only_cram: Vec<PersonId>,
}

impl Desk {
    /// Takes over the reads of every person of whom the hub sends some.
    pub(super) fn take_reads(
        &self,
        case: &HubCase,
        sealing: &Sealing,
        watch: &Watch<'_>,
    ) -> Result<Reads, WorkbenchError> {
        let mut taken = Reads::default();
        for (person, reads) in &case.reads {
            if let Some(cram) = reads.cram() {
                cram?.finish()?;
            }
            if reads.bam().is_none() {
                taken.only_cram.push(person.clone());
                continue;
            }
            match self.take_bam(case, person, reads, sealing, watch) {
                Err(WorkbenchError::Cancelled) => return Err(WorkbenchError::Cancelled),
                // Where the file is not the one that is listed, that is what is wrong, whatever it led to.
                Err(error) => {
                    return Err(reads
                        .bam()
                        .and_then(|bam| bam.and_then(|b| b.finish()).err())
                        .map_or(error, Into::into));
                }
                Ok((files, source)) => {
                    taken.files.extend(files);
                    taken.sources.push(source);
                }
            }
        }
        Ok(taken)
    }

    fn take_bam(
        &self,
        case: &HubCase,
        person: &PersonId,
        reads: &HubReads,
        sealing: &Sealing,
        watch: &Watch<'_>,
    ) -> Result<(Vec<StagedFile>, SourceFile), WorkbenchError> {
        let missing = || WorkbenchError::BadCase { case: case.id.clone(), what: format!("has no reads of {person}") };
        let mut stream = reads.bam().ok_or_else(missing)??;
        let (file, size, index) = (stream.file().to_owned(), stream.size(), reads.index()?);
        let open_part = FileKind::person(person.clone(), Content::Reads);
        let mut open = self.session.new_genome_file(&case.id, open_part)?;
        let mut slices = BTreeMap::new();
        for category in Category::ALL {
            let kind = FileKind::slice(person.clone(), category, Content::Reads);
            slices.insert(category, self.session.new_genome_file(&case.id, kind)?);
        }
        let source = ReadsSource { file: &file, person, assembly: case.assembly, index: index.as_deref() };
        let sinks = ReadsSinks {
            open: &mut open,
            slices: slices.iter_mut().map(|(category, file)| (*category, file as &mut dyn Write)).collect(),
        };
        let told = |done| {
            watch.at(ImportStep::Verify, done, size);
            if watch.go_on().is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        };
        let report = match split_reads(&source, &mut stream, sealing, sinks, &told) {
            Err(variants::Error::Stopped { .. }) => return Err(WorkbenchError::Cancelled),
            done => done?,
        };
        let sha256 = stream.finish()?;
        let mut files = vec![open.finish()?];
        for file in slices.into_values() {
            files.push(file.finish()?);
        }
        files.push(self.save_index(&case.id, FileKind::person(person.clone(), Content::ReadsIndex), &report.open)?);
        for (category, index) in &report.slices {
            let kind = FileKind::slice(person.clone(), *category, Content::ReadsIndex);
            files.push(self.save_index(&case.id, kind, index)?);
        }
        Ok((files, SourceFile { name: format!("bam/{person}"), size, sha256 }))
    }

    fn save_index(&self, case: &CaseId, kind: FileKind, index: &ReadsIndex) -> Result<StagedFile, WorkbenchError> {
        let name = format!("case {case}, {kind}");
        let bytes = index.to_bytes(&name)?;
        let mut file = self.session.new_genome_file(case, kind)?;
        file.write_all(&bytes).map_err(|source| WorkbenchError::file(name.as_ref(), source))?;
        Ok(file.finish()?)
    }
}
