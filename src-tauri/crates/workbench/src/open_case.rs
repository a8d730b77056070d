//! A case whose variants are open: the table within the consents of one moment, and everything that is worked out once
//! for it. It holds as long as nothing is recorded that it was made from.

use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use consent::ConsentScope;
use domain::{Absence, CaseId, GeneSymbol};
use jiff::civil::Date;
use sealed::digest::Sha256;
use store::{Content, FileKind, NewEvent, ledger::Record};
use variants::{Answers, Call, Family, FileNames, ReadOptions, Source, VariantTable};

use crate::{
    Action, CaseRecord, Desk, NotSeen, Reference, Version, WorkbenchError,
    decided_rows::DecidedRows,
    desk::case_id,
    evidence::Evidence,
    genome_browser::OpenReads,
    looked::Looked,
    phenotype_fit::PhenotypeFit,
    report::{CALLABLE_PERMILLE, permille},
    row_texts::RowTexts,
    variant_view::{View, Views},
};

/// What people decide that the open variants depend on, as topics of the ledger.
const GROUND: [&str; 4] = ["case", "consent", "panel", "sign"];
/// What people decide about the variants themselves.
const DECISIONS: &str = "decision";

/// An open case.
pub(crate) struct OpenCase {
    pub id: CaseId,
    pub record: CaseRecord,
    pub scope: ConsentScope,
    pub table: VariantTable,
    /// What rows are read from, in the order of the table's parts.
    pub sources: Vec<Source>,
    /// The parts with their hashes.
    pub data: Vec<Version>,
    pub family: Family,
    pub fit: PhenotypeFit,
    /// The panels that were chosen.
    pub panels: Vec<String>,
    ground: Ground,
    texts: Mutex<RowTexts>,
    decided: Mutex<DecidedRows>,
    looked: Mutex<Looked>,
    answers: Mutex<Answers>,
    views: Mutex<Views>,
    reads: Mutex<OpenReads>,
}

/// What an open case was made from; another ground makes it stale.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Ground {
    standing: Vec<(String, Sha256)>,
    /// Persons come of age.
    day: Date,
}

/// The places of an open case that change: whoever holds a lock finishes what was begun, so a poisoned one is whole.
pub(crate) fn locked<T>(place: &Mutex<T>) -> MutexGuard<'_, T> {
    place.lock().unwrap_or_else(PoisonError::into_inner)
}

impl OpenCase {
    pub fn evidence<'a>(&'a self, reference: &'a Reference) -> Evidence<'a> {
        Evidence { reference, table: &self.table, family: &self.family, scope: &self.scope, fit: &self.fit }
    }

    pub fn texts(&self) -> MutexGuard<'_, RowTexts> {
        locked(&self.texts)
    }

    pub fn decided(&self) -> MutexGuard<'_, DecidedRows> {
        locked(&self.decided)
    }

    pub fn looked(&self) -> MutexGuard<'_, Looked> {
        locked(&self.looked)
    }

    /// What filters said before of the rows.
    pub fn answers(&self) -> MutexGuard<'_, Answers> {
        locked(&self.answers)
    }

    pub fn views(&self) -> MutexGuard<'_, Views> {
        locked(&self.views)
    }

    pub fn reads(&self) -> MutexGuard<'_, OpenReads> {
        locked(&self.reads)
    }

    /// A view that is still kept.
    ///
    /// # Errors
    /// [`WorkbenchError::Stale`] where it is not.
    pub fn view(&self, number: u32) -> Result<Arc<View>, WorkbenchError> {
        self.views().get(number).ok_or_else(|| WorkbenchError::Stale { case: self.id.clone() })
    }

    /// The rows that are part of the analysis: not those of a relative's slice alone.
    pub fn analysed_rows(&self) -> usize {
        let proband = &self.table.samples()[self.family.proband_sample()];
        (0..self.table.rows()).filter(|row| proband.genotype(*row).call() != Call::NotShown).count()
    }

    /// Of 1,000 bases of a gene, how many could be called in the proband by the hub's measure.
    pub fn callable_permille(&self, gene: &GeneSymbol) -> Option<u16> {
        let record = &self.record;
        record.coverage.iter().find(|r| r.person == record.proband && &r.gene == gene).map(permille)
    }

    /// Panel genes of which too little could be read in the proband; what the hub says nothing about was not read. Of a
    /// sealed gene nothing is said.
    pub fn not_seen(&self, reference: &Reference, genes: &BTreeSet<GeneSymbol>) -> Vec<NotSeen> {
        let seen = |gene: &GeneSymbol| self.callable_permille(gene).is_some_and(|p| p >= CALLABLE_PERMILLE);
        let missing = genes.iter().filter(|g| !reference.hides(self.scope.sealing(), g) && !seen(g));
        missing.map(|g| NotSeen { gene: g.to_string(), reason: Absence::NotCallable }).collect()
    }
}

impl Desk {
    /// Reads the variants of a case within the consents of this moment. Looking at slices of sealed data is an event for
    /// each.
    pub(crate) fn read_case(&self, id: &CaseId) -> Result<OpenCase, WorkbenchError> {
        // Before anything is read: what is recorded from now on makes it stale.
        let ground = self.ground(id, &GROUND)?;
        let record = self.case(id)?;
        let scope = self.scope(id, &record)?;
        let (table, sources, data) = self.joined_table(id, &record, &scope)?;
        let name = format!("case {id}");
        let files = FileNames { ped: &name, vcf: &name };
        let family = Family::new(&record.pedigree, table.samples(), Some(&record.proband), files)?;
        let fit = PhenotypeFit::new(&self.reference, &record.signs_to_rank())?;
        Ok(OpenCase {
            id: id.clone(),
            record,
            scope,
            table,
            sources,
            data,
            family,
            fit,
            panels: self.panels_of(id)?.0,
            ground,
            texts: Mutex::default(),
            decided: Mutex::default(),
            looked: Mutex::default(),
            answers: Mutex::default(),
            views: Mutex::default(),
            reads: Mutex::default(),
        })
    }

    /// Keeps a case open in place of the one before.
    pub(crate) fn keep_open(&self, case: OpenCase) -> Arc<OpenCase> {
        let case = Arc::new(case);
        *locked(&self.open) = Some(Arc::clone(&case));
        case
    }

    /// The open case, where it is this one and still stands on what it was made from.
    ///
    /// # Errors
    /// [`WorkbenchError::Stale`] where it does not; [`WorkbenchError::NotPermitted`].
    pub(crate) fn opened(&self, case: &str) -> Result<Arc<OpenCase>, WorkbenchError> {
        self.ask(Action::SeeVariants)?;
        let id = case_id(case)?;
        let open = locked(&self.open).clone().filter(|open| open.id == id);
        let open = open.ok_or_else(|| WorkbenchError::Stale { case: id.clone() })?;
        let standing = self.session.standing_hashes(&id)?;
        let (decisions, _): (Vec<_>, Vec<_>) = standing.iter().cloned().partition(|(topic, _)| topic == DECISIONS);
        if self.ground_of(standing, &GROUND) != open.ground {
            *locked(&self.open) = None;
            return Err(WorkbenchError::Stale { case: id });
        }
        let current = open.decided().is_of(&decisions);
        if !current {
            let read = self.decided_rows(&open, decisions)?;
            *open.decided() = read;
        }
        Ok(open)
    }

    /// What stands of a case at this moment in some topics.
    pub(crate) fn ground(&self, id: &CaseId, topics: &[&str]) -> Result<Ground, WorkbenchError> {
        Ok(self.ground_of(self.session.standing_hashes(id)?, topics))
    }

    fn ground_of(&self, mut standing: Vec<(String, Sha256)>, topics: &[&str]) -> Ground {
        standing.retain(|(topic, _)| topics.contains(&topic.as_str()));
        Ground { standing, day: hub::day_in_japan(self.clock.as_ref()) }
    }

    /// The table of every file of the case, each joined with its slices in scope, what its rows are read from, and their
    /// hashes.
    fn joined_table(
        &self,
        id: &CaseId,
        case: &CaseRecord,
        scope: &ConsentScope,
    ) -> Result<(VariantTable, Vec<Source>, Vec<Version>), WorkbenchError> {
        let sha256 = Some(case.open_part.to_string());
        let mut versions = vec![Version { what: "data".into(), name: "open".into(), release: None, sha256 }];
        let mut sources = vec![self.source(id, &FileKind::open(Content::Vcf), scope)?];
        let mut table = self.saved_table(id, scope)?;
        self.join_slices(id, &mut table, Content::Vcf, scope, (&mut sources, &mut versions))?;
        for content in self.further(id)? {
            let kind = FileKind::open(content);
            let source = self.source(id, &kind, scope)?;
            let options = ReadOptions { assembly: Some(case.assembly), ..ReadOptions::default() };
            let mut more = VariantTable::read(&source, scope, options)?.within(scope)?;
            let name = source.name().to_owned();
            versions.push(self.data_version(id, &kind, scope)?);
            sources.push(source);
            self.join_slices(id, &mut more, content, scope, (&mut sources, &mut versions))?;
            table.add_file(more, &name)?;
        }
        for (person, category) in scope.opened_slices() {
            self.session.append(NewEvent::in_case(id, Record::SealedViewed { person, category }))?;
        }
        self.reference.fill(&mut table, &sources, scope, std::slice::from_ref(&case.pedigree))?;
        Ok((table, sources, versions))
    }

    /// The files of variants of a case beside the small ones.
    fn further(&self, id: &CaseId) -> Result<Vec<Content>, WorkbenchError> {
        let kinds = self.session.file_kinds(id)?;
        let further = [Content::Structural, Content::MobileElements, Content::Repeats];
        Ok(further.into_iter().filter(|content| kinds.contains(&FileKind::open(*content))).collect())
    }

    /// Joins the slices of a file that are in scope; whoever is not in the file has none.
    fn join_slices(
        &self,
        id: &CaseId,
        table: &mut VariantTable,
        content: Content,
        scope: &ConsentScope,
        (sources, versions): (&mut Vec<Source>, &mut Vec<Version>),
    ) -> Result<(), WorkbenchError> {
        for (person, category) in scope.opened_slices() {
            let is_in = table.samples().iter().any(|sample| sample.name == person.as_str());
            if content != Content::Vcf && !is_in {
                continue;
            }
            let kind = FileKind::slice(person.clone(), category, content);
            let source = self.source(id, &kind, scope)?;
            table.join(&source, &person, category, scope, ReadOptions::default())?;
            versions.push(self.data_version(id, &kind, scope)?);
            sources.push(source);
        }
        Ok(())
    }

    /// An encrypted file of the case as something that can be opened again and again.
    pub(crate) fn source(&self, id: &CaseId, kind: &FileKind, scope: &ConsentScope) -> Result<Source, WorkbenchError> {
        let opener = Arc::new(self.session.genome_file_opener(id, kind, scope)?);
        Ok(Source::opened_by(format!("case {id}, {kind}"), move || Ok(Box::new(opener.open()?))))
    }

    fn data_version(&self, id: &CaseId, kind: &FileKind, scope: &ConsentScope) -> Result<Version, WorkbenchError> {
        let record = self.session.file_record(id, kind, scope)?;
        let sha256 = Some(record.sha256.to_string());
        Ok(Version { what: "data".into(), name: kind.to_string(), release: None, sha256 })
    }
}
