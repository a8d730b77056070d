//! `triage --case`: the shortlist of a case of the store, within the consents of this moment.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use consent::ConsentScope;
use domain::{Absence, CaseId};
use ranking::phenotype::Phenotype;
use store::{Content, FileKind, NewEvent, ledger::Record};
use variants::{Family, FileNames, Preset, ReadOptions, Source, VariantTable};

use crate::{
    Acmg, Action, CaseRecord, Desk, NotSeen, TriageAnswer, Version, WorkbenchError,
    analysis::Analysis,
    bare::program,
    report::{CALLABLE_PERMILLE, permille},
};

/// A question about a case of the store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseQuestion {
    /// The preset of filters.
    pub preset: String,
    /// How many candidates.
    pub top: usize,
    /// Why is it not here?
    pub explain: Option<String>,
}

impl CaseQuestion {
    /// The standard question: preset `standard`.
    pub fn standard(top: usize) -> Self {
        Self { preset: "standard".into(), top, explain: None }
    }
}

impl Desk {
    /// Ranks the candidates of a case. Looking at slices of sealed data is an event for each.
    ///
    /// # Errors
    /// [`WorkbenchError::NotPermitted`], [`WorkbenchError::Consent`], [`WorkbenchError::Store`].
    pub fn triage(&self, id: &CaseId, question: &CaseQuestion) -> Result<TriageAnswer, WorkbenchError> {
        self.ask(Action::SeeVariants)?;
        self.shortlist(id, question)
    }

    /// The shortlist, for those who may see it and for those who print what was decided from it.
    pub(crate) fn shortlist(&self, id: &CaseId, question: &CaseQuestion) -> Result<TriageAnswer, WorkbenchError> {
        let case = self.case(id)?;
        let scope = self.scope(id, &case)?;
        let (table, sources, data) = self.open_variants(id, &case, &scope)?;
        let name = format!("case {id}");
        let files = FileNames { ped: &name, vcf: &name };
        let family = Family::new(&case.pedigree, table.samples(), Some(&case.proband), files)?;
        let preset = Preset::named(&question.preset)?;
        let phenotype = Phenotype {
            observed: case.phenotype.observed(),
            excluded: case.phenotype.excluded(),
            sex: case.phenotype.sex,
        };
        let (panels, mut versions) = self.panels_of(id)?;
        versions.insert(0, program());
        versions.extend(data);
        versions.extend(self.reference.versions()?);
        let analysis = Analysis {
            reference: &self.reference,
            case: Some(id.clone()),
            table: &table,
            sources: &sources,
            family: &family,
            scope: &scope,
            scope_name: "case",
            preset: &preset,
            limit_to: None,
            phenotype: &phenotype,
            not_seen: self.not_seen(&case, &panels)?,
            panels,
            versions,
            decided: self.decided(id)?,
            top: question.top,
        };
        analysis.run(question.explain.as_deref())
    }

    /// The table of the open part joined with the slices in scope, what its rows are read from, and their hashes.
    fn open_variants(
        &self,
        id: &CaseId,
        case: &CaseRecord,
        scope: &ConsentScope,
    ) -> Result<(VariantTable, Vec<Source>, Vec<Version>), WorkbenchError> {
        let open = FileKind::open(Content::Vcf);
        let sha256 = Some(case.open_part.to_string());
        let mut versions = vec![Version { what: "data".into(), name: "open".into(), release: None, sha256 }];
        let mut sources = vec![self.source(id, &open, scope)?];
        let mut table = self.saved_table(id, scope)?;
        for (person, category) in scope.opened_slices() {
            let kind = FileKind::slice(person.clone(), category, Content::Vcf);
            let source = self.source(id, &kind, scope)?;
            table.join(&source, &person, category, scope, ReadOptions::default())?;
            versions.push(self.data_version(id, &kind, scope)?);
            sources.push(source);
            self.session.append(NewEvent::in_case(id, Record::SealedViewed { person, category }))?;
        }
        Ok((table, sources, versions))
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

    /// The panels that were chosen, and their versions.
    fn panels_of(&self, id: &CaseId) -> Result<(Vec<String>, Vec<Version>), WorkbenchError> {
        let chosen: BTreeSet<String> = self.session.panels(id)?.into_iter().flat_map(|(_, c)| c.panels).collect();
        let versions =
            chosen.iter().map(|name| Ok(self.reference.panel(name)?.1)).collect::<Result<_, WorkbenchError>>()?;
        Ok((chosen.into_iter().collect(), versions))
    }

    /// Panel genes of which too little could be read in the proband; what the hub says nothing about was not read.
    fn not_seen(&self, case: &CaseRecord, panels: &[String]) -> Result<Vec<NotSeen>, WorkbenchError> {
        let mut genes = BTreeSet::new();
        for name in panels {
            genes.extend(self.reference.panel(name)?.0.genes);
        }
        let seen = |gene: &domain::GeneSymbol| {
            let row = case.coverage.iter().find(|r| r.person == case.proband && &r.gene == gene);
            row.is_some_and(|r| permille(r) >= CALLABLE_PERMILLE)
        };
        let missing = genes.iter().filter(|g| !seen(g));
        Ok(missing.map(|g| NotSeen { gene: g.to_string(), reason: Absence::NotCallable }).collect())
    }

    /// The classes that were decided, by `chrom-pos-ref-alt`.
    fn decided(&self, id: &CaseId) -> Result<BTreeMap<String, Acmg>, WorkbenchError> {
        let mut decided = BTreeMap::new();
        for (_, decision) in self.session.decisions(id)? {
            let Some(class) = decision.classification else { continue };
            for variant in decision.variants {
                decided.insert(variant, Acmg { class, points: None, criteria: decision.criteria.clone() });
            }
        }
        Ok(decided)
    }
}
