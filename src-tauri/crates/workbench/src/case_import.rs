//! Bringing a case from the hub into the store: verified on the stream, split by consent, sealed, all or nothing.

mod reads;

use std::{
    collections::{BTreeMap, BTreeSet},
    io::{self, Read, Seek, SeekFrom, Write},
    ops::ControlFlow,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use consent::{Category, ConsentScope, Sealing};
use domain::{CaseId, GeneSymbol, PersonId};
use hub::{FileKind as HubFile, FolderHub, HubCase, HubVcf};
use sealed::symmetric::SymmetricKey;
use store::{
    Content, FileKind, GenomeFile, NewCase, NewEvent, Random, StagedFile,
    ledger::{PanelChosen, Record, SourceFile},
};
use variants::{Header, ReadOptions, Source, SplitReport, SplitSinks, VariantTable, split};

use crate::{
    Action, Desk, WorkbenchError,
    case_record::Originals,
    view::hub::{ImportProgress, ImportStep, bytes},
};

/// Bytes of the key at the head of a saved table.
const KEY: usize = 32;

impl Desk {
    /// Imports a case of the hub, or every case that is not here yet; gives those that were imported.
    ///
    /// # Errors
    /// [`WorkbenchError::NotPermitted`]; [`WorkbenchError::Hub`] where a file is not the one that the hub lists: then
    /// nothing of that case is kept.
    pub fn import(&self, hub: &FolderHub, case: Option<&CaseId>) -> Result<Vec<CaseId>, WorkbenchError> {
        self.ask(Action::ImportCase)?;
        let here: BTreeSet<CaseId> = self.session.cases()?.into_iter().map(|c| c.id).collect();
        let wanted: Vec<CaseId> = match case {
            Some(id) => vec![id.clone()],
            None => hub.cases().filter(|id| !here.contains(id)).cloned().collect(),
        };
        for id in &wanted {
            let watch = Watch { case: id, progress: &|_| {}, cancelled: &AtomicBool::new(false) };
            self.import_watched(&hub.case(id)?, &watch)?;
        }
        Ok(wanted)
    }

    /// Imports one case, saying how far it is.
    ///
    /// # Errors
    /// As [`Desk::import`]; [`WorkbenchError::Cancelled`], then nothing of it is kept.
    pub(crate) fn import_watched(&self, case: &HubCase, watch: &Watch<'_>) -> Result<(), WorkbenchError> {
        let done = self.import_one(case, watch);
        if done.is_err() {
            watch.go_on()?
        }
        done
    }

    fn import_one(&self, case: &HubCase, watch: &Watch<'_>) -> Result<(), WorkbenchError> {
        let (panels, primary) = self.primary(case)?;
        let sealing = Sealing::new(self.reference.sensitive_map(case.assembly)?, primary.clone());
        let (mut files, report) = self.take_variants(case, &case.vcf, Content::Vcf, &sealing, watch)?;
        let (mut further_files, mut sources) = (Vec::new(), vec![source_file(HubFile::Vcf, &report)]);
        for (kind, vcf) in &case.further {
            let Some(content) = further_content(*kind) else { continue };
            let (files, report) = self.take_variants(case, vcf, content, &sealing, watch)?;
            further_files.extend(files);
            sources.push(source_file(*kind, &report));
        }
        watch.go_on()?;
        let reads = self.take_reads(case, &sealing, watch)?;
        watch.go_on()?;
        watch.at(ImportStep::Table, 0, 1);
        let open = files.first().map(|f| f.opener()).ok_or(WorkbenchError::Embedded { what: "the open part" })?;
        let open = Arc::new(open);
        let open = Source::opened_by(format!("case {}", case.id), move || Ok(Box::new(open.open()?)));
        files.push(self.save_table(&case.id, &open, watch)?);
        files.extend(further_files);
        files.extend(reads.files);
        sources.extend(reads.sources);
        watch.go_on()?;
        watch.at(ImportStep::Keep, 0, 1);
        let record = serde_json::to_value(Originals::of(case, report.open, reads.only_cram)?)
            .map_err(|source| WorkbenchError::Json { path: format!("case {}", case.id).into(), source })?;
        let consents = case.consents.iter().cloned().map(|consent| {
            let withdrawn = consent.withdrawn;
            let record = if withdrawn { Record::ConsentWithdrawn(consent) } else { Record::ConsentRecorded(consent) };
            NewEvent::in_case(&case.id, record)
        });
        let chosen = NewEvent::in_case(&case.id, Record::PanelChosen(PanelChosen { panels, primary }));
        self.session.import_case(NewCase {
            id: case.id.clone(),
            assembly: case.assembly,
            pedigree: case.pedigree.clone(),
            record,
            sources,
            refs: BTreeMap::from([("open".to_owned(), report.open)]),
            files,
            events: consents.chain([chosen]).collect(),
        })?;
        watch.at(ImportStep::Done, 1, 1);
        Ok(())
    }

    /// The genes that are primary by the order: of the ordered diseases and of the panels that it names.
    fn primary(&self, case: &HubCase) -> Result<(Vec<String>, BTreeSet<GeneSymbol>), WorkbenchError> {
        let Some(order) = &case.clinical.order else { return Ok((Vec::new(), BTreeSet::new())) };
        let mut genes = BTreeSet::new();
        for disease in order.diseases.iter().flat_map(|d| &d.ids) {
            genes.extend(self.reference.knowledge().genes_of(*disease).map(|link| link.symbol.clone()));
        }
        for name in &order.panels {
            genes.extend(self.reference.named_panel(name)?.0.genes);
        }
        Ok((order.panels.clone(), genes))
    }

    /// Takes over a file of variants: the open part first.
    fn take_variants(
        &self,
        case: &HubCase,
        vcf: &HubVcf,
        content: Content,
        sealing: &Sealing,
        watch: &Watch<'_>,
    ) -> Result<(Vec<StagedFile>, SplitReport), WorkbenchError> {
        // Where the file is not the one that is listed, that is what is wrong, whatever it led to.
        let split = self.split(case, vcf, content, sealing, watch).and_then(|(files, report)| {
            if report.source != vcf.sha256() {
                let what = "the file changed while it was read".to_owned();
                return Err(WorkbenchError::BadCase { case: case.id.clone(), what });
            }
            Ok((files, report))
        });
        match split {
            Err(WorkbenchError::Cancelled) => Err(WorkbenchError::Cancelled),
            Err(error) => Err(vcf.verified()?.finish().map_or_else(Into::into, |_| error)),
            Ok(done) => Ok(done),
        }
    }

    /// Splits the genome into the open part (first) and a slice for each person and category, each sealed by itself.
    fn split(
        &self,
        case: &HubCase,
        vcf: &HubVcf,
        content: Content,
        sealing: &Sealing,
        watch: &Watch<'_>,
    ) -> Result<(Vec<StagedFile>, SplitReport), WorkbenchError> {
        let (open, total) = (vcf.opener(), vcf.size());
        let source = Source::opened_by(vcf.name(), move || Ok(Box::new(open().map_err(io::Error::other)?)));
        let people = Header::read(&source)?.samples;
        let mut open = self.session.new_genome_file(&case.id, FileKind::open(content))?;
        let mut slices: BTreeMap<(PersonId, Category), GenomeFile> = BTreeMap::new();
        for person in people.iter().filter_map(|p| p.parse::<PersonId>().ok()) {
            for category in Category::ALL {
                let kind = FileKind::slice(person.clone(), category, content);
                slices.insert((person.clone(), category), self.session.new_genome_file(&case.id, kind)?);
            }
        }
        let sinks = SplitSinks {
            open: &mut open,
            slices: slices.iter_mut().map(|(k, file)| (k.clone(), file as &mut dyn Write)).collect(),
        };
        let told = |done| {
            // One pass checks, splits and seals.
            watch.at(ImportStep::Verify, done, total);
            if watch.go_on().is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        };
        let report = match split(&source, sealing, Some(case.assembly), sinks, &told) {
            Err(variants::Error::Stopped { .. }) => return Err(WorkbenchError::Cancelled),
            done => done?,
        };
        let mut files = vec![open.finish()?];
        watch.at(ImportStep::Split, 0, 1);
        for file in slices.into_values() {
            files.push(file.finish()?);
        }
        Ok((files, report))
    }

    /// Builds the variant table of the open part and seals it: a fresh key, then the table under it.
    fn save_table(&self, id: &CaseId, open: &Source, watch: &Watch<'_>) -> Result<StagedFile, WorkbenchError> {
        let mut random = Random::system();
        let key = SymmetricKey::generate(&mut random);
        let name = format!("the table of case {id}");
        let mut file = self.session.new_genome_file(id, FileKind::open(Content::Table))?;
        file.write_all(key.as_bytes()).map_err(|source| WorkbenchError::file(name.as_ref(), source))?;
        let mut out = Stoppable { into: &mut file, cancelled: watch.cancelled };
        VariantTable::import(open, &mut out, &name, id, &key, &mut random, ReadOptions::default())?;
        Ok(file.finish()?)
    }

    /// The saved table of a case, as far as the scope opens it.
    pub(crate) fn saved_table(&self, id: &CaseId, scope: &ConsentScope) -> Result<VariantTable, WorkbenchError> {
        let name = format!("the table of case {id}");
        let io = |source| WorkbenchError::file(name.as_ref(), source);
        let mut file = self.session.open_genome_file(id, &FileKind::open(Content::Table), scope)?;
        let mut key = [0; KEY];
        file.read_exact(&mut key).map_err(io)?;
        let table = VariantTable::read_from(BehindKey(file), &name, id, &SymmetricKey::from(key))?;
        Ok(table.within(scope)?)
    }
}

/// How the store calls a file of variants beside the small ones.
fn further_content(kind: HubFile) -> Option<Content> {
    match kind {
        HubFile::Structural => Some(Content::Structural),
        HubFile::MobileElements => Some(Content::MobileElements),
        HubFile::Repeats => Some(Content::Repeats),
        _ => None,
    }
}

fn source_file(kind: HubFile, report: &SplitReport) -> SourceFile {
    SourceFile { name: kind.name().to_owned(), size: report.source_length, sha256: report.source }
}

/// Takes nothing more once somebody has cancelled, so that a table of a whole genome is not built to its end.
struct Stoppable<'a, W> {
    into: W,
    cancelled: &'a AtomicBool,
}

impl<W: Write> Write for Stoppable<'_, W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.cancelled.load(Ordering::Acquire) {
            return Err(io::Error::other("cancelled"));
        }
        self.into.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.into.flush()
    }
}

/// The file of a saved table without the key at its head.
struct BehindKey<S>(S);

impl<S: Read> Read for BehindKey<S> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.0.read(into)
    }
}

impl<S: Seek> Seek for BehindKey<S> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let to = match to {
            SeekFrom::Start(at) => SeekFrom::Start(at.saturating_add(KEY as u64)),
            other => other,
        };
        self.0.seek(to)?.checked_sub(KEY as u64).ok_or_else(|| io::ErrorKind::InvalidInput.into())
    }
}

/// Who looks on while a case is brought in, and may stop it.
pub(crate) struct Watch<'a> {
    /// The case.
    pub case: &'a CaseId,
    /// Is told how far it is.
    pub progress: &'a dyn Fn(ImportProgress),
    /// Set to stop.
    pub cancelled: &'a AtomicBool,
}

impl Watch<'_> {
    fn at(&self, step: ImportStep, done: u64, total: u64) {
        (self.progress)(ImportProgress { case: self.case.to_string(), step, done: bytes(done), total: bytes(total) });
    }

    fn go_on(&self) -> Result<(), WorkbenchError> {
        if self.cancelled.load(Ordering::Acquire) { Err(WorkbenchError::Cancelled) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::expect_used, reason = "a test ends where something is not as it must be")]

    use std::io::Cursor;

    use super::*;

    #[test]
    fn a_table_that_is_being_built_stops_when_the_import_is_cancelled() {
        let mut vcf = "##fileformat=VCFv4.2\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tchild\n".to_owned();
        for position in 1..400_000_u32 {
            vcf.push_str(&format!("chr1\t{position}\t.\tA\tG\t.\t.\t.\tGT\t0/1\n"));
        }
        let source = Source::opened_by("child.vcf", move || Ok(Box::new(Cursor::new(vcf.clone()))));
        let built = |cancelled: bool| {
            let (mut random, case) = (Random::system(), "case-1".parse().expect("an id"));
            let key = SymmetricKey::generate(&mut random);
            let cancelled = AtomicBool::new(cancelled);
            let mut out = Stoppable { into: Vec::new(), cancelled: &cancelled };
            let options = ReadOptions { assembly: Some(domain::Assembly::GRCh38), ..ReadOptions::default() };
            VariantTable::import(&source, &mut out, "table", &case, &key, &mut random, options)
        };
        assert_eq!(built(false).expect("built"), 399_999);
        assert!(matches!(built(true), Err(variants::Error::Io { .. })), "nothing more is taken");
    }
}
