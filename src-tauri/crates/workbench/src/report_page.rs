//! The documents of a case for the window: what they will say, the PDF itself, and their release.

use std::collections::BTreeMap;

use base64ct::{Base64, Encoding};
use documents::{
    Kind, Language,
    record::{Localized, Stage},
};
use domain::{CaseId, Classification, UserId};
use sealed::digest::Sha256;
use store::{
    NewEvent,
    ledger::{Event, PanelDecision, Record, ReportReleased},
};

use crate::{
    Action, CaseRecord, Desk, Facility, Variant, WorkbenchError,
    assessment::{unknown, words},
    decision::{Conclusion, ReportedGene, ReportedVariant},
    desk::case_id,
    phenotype_fit::PhenotypeFit,
    report::{ReportBasis, rule_sets},
    row_texts::change,
    view::report::{
        DocumentLine, DocumentName, DocumentRequest, FindingLine, FindingVariant, LanguageName, MissingName, PanelPage,
        PanelRequest, Pdf, Preview, ReleaseLine, ReleaseRequest, ReleasedRequest, ReportPage, ReportedChange,
    },
    worklist::count,
};

impl Desk {
    /// What the documents of a case are made from, and which were released.
    ///
    /// # Errors
    /// [`WorkbenchError::NotPermitted`], [`WorkbenchError::Store`].
    pub fn report_page(&self, case: &str, facility: &Facility) -> Result<ReportPage, WorkbenchError> {
        self.ask(Action::PrintDocuments)?;
        let id = case_id(case)?;
        let record = self.case(&id)?;
        let conclusion = self.conclusion(&id, &record)?;
        let knowledge = self.reference.knowledge();
        let variant = |untold: bool, decided: &ReportedVariant| -> Result<FindingVariant, WorkbenchError> {
            let sets = if untold { Vec::new() } else { rule_sets(&decided.criteria)? };
            Ok(FindingVariant {
                key: decided.key.clone(),
                class: decided.class.into(),
                criteria: decided.criteria.clone(),
                by_rules: sets.iter().filter_map(|set| Some(set.class?.into())).collect(),
            })
        };
        let finding = |reported: &ReportedGene| -> Result<Option<FindingLine>, WorkbenchError> {
            let Some(class) = reported.class() else { return Ok(None) };
            let (comment_ja, comment_en) = joined_comments(reported);
            Ok(Some(FindingLine {
                gene: reported.gene.to_string(),
                variants: reported.variants.iter().map(|v| variant(reported.untold, v)).collect::<Result<_, _>>()?,
                disease_ja: reported.disease.and_then(|d| knowledge.disease_ja(d)).map(|d| d.name.clone()),
                disease_en: reported
                    .disease
                    .map(|d| knowledge.disease_name(d).map_or_else(|| d.to_string(), str::to_owned)),
                class: class.into(),
                comment_ja,
                comment_en,
            }))
        };
        let panel = conclusion.panel.as_ref().map(|(_, words)| PanelPage {
            decision_ja: words.decision_ja.clone(),
            decision_en: words.decision_en.clone(),
            members: words.members.clone(),
        });
        Ok(ReportPage {
            case: id.to_string(),
            findings: conclusion.findings.iter().filter_map(|r| finding(r).transpose()).collect::<Result<_, _>>()?,
            candidates: count(conclusion.candidates),
            dismissed: count(conclusion.dismissed.len()),
            panel,
            next_steps_ja: conclusion.next_steps_ja.clone(),
            next_steps_en: conclusion.next_steps_en.clone(),
            documents: self.document_lines(&id, &record, &conclusion, facility)?,
            facility: facility_name(facility),
        })
    }

    /// What stands in the way of releasing a document. An unsolved case needs a panel that has said so; the copy of a
    /// consent needs no result.
    fn missing(
        &self,
        id: &CaseId,
        case: &CaseRecord,
        conclusion: &Conclusion,
        kind: Kind,
        facility: &Facility,
    ) -> Result<Vec<MissingName>, WorkbenchError> {
        let with_result = kind != Kind::Consent;
        let checks = [
            (MissingName::Consent, !self.takes_part(case, &self.consents(id)?, &case.proband)),
            (MissingName::Data, with_result && !self.sequenced(id)?.contains(&case.proband)),
            (MissingName::DoubtAnswer, with_result && self.is_in_doubt(id, case)?),
            (MissingName::Secondary, with_result && self.tells_too_much(id, case, conclusion)?),
            (MissingName::PanelDecision, with_result && conclusion.panel.is_none()),
            (MissingName::Facility, facility_name(facility).is_none()),
            (MissingName::English, with_result && !conclusion.is_in_english()),
        ];
        Ok(checks.into_iter().filter(|(_, stands)| *stands).map(|(name, _)| name).collect())
    }

    /// True where a finding is neither the question that was asked nor one for which the signs speak, and is not returned:
    /// of an uncertain class, or on one copy where its list wants both (ACMG SF v3.2, 10.1016/j.gim.2023.100866).
    fn tells_too_much(&self, id: &CaseId, case: &CaseRecord, conclusion: &Conclusion) -> Result<bool, WorkbenchError> {
        let sealing = self.sealing(id, case)?;
        let secondary = conclusion.findings.iter().filter(|reported| self.reference.hides(&sealing, &reported.gene));
        let secondary: Vec<&ReportedGene> = secondary.collect();
        if secondary.is_empty() {
            return Ok(false);
        }
        let fit = PhenotypeFit::new(&self.reference, &case.signs_to_rank())?;
        let basis = self.report_basis(id)?;
        Ok(secondary.into_iter().any(|reported| {
            let on_both_copies =
                reported.variants.len() > 1 || reported.variants.iter().any(|v| basis.is_homozygous(&v.key));
            let is_uncertain = reported.variants.iter().any(|v| v.class < Classification::LikelyPathogenic);
            let lacks_a_copy = self.reference.return_rule(&reported.gene).two_hits && !on_both_copies;
            (is_uncertain || lacks_a_copy) && !fit.speaks_for(&self.reference, &reported.gene, on_both_copies)
        }))
    }

    fn document_lines(
        &self,
        id: &CaseId,
        case: &CaseRecord,
        conclusion: &Conclusion,
        facility: &Facility,
    ) -> Result<Vec<DocumentLine>, WorkbenchError> {
        let names = self.names()?;
        let released = self.session.reports(id)?;
        let line = |kind: Kind| -> Result<DocumentLine, WorkbenchError> {
            Ok(DocumentLine {
                kind: kind.into(),
                missing: self.missing(id, case, conclusion, kind, facility)?,
                released: released
                    .iter()
                    .rev()
                    .filter(|(_, report)| report.document == kind.name())
                    .map(|(event, report)| release_line(event, report, &names))
                    .collect(),
            })
        };
        Kind::ALL.into_iter().map(line).collect()
    }

    /// Sets a document. For somebody who may release it, and where nothing is missing, it is set as it would be
    /// released; else it says on every page that it is a draft.
    ///
    /// # Errors
    /// [`WorkbenchError::NotPermitted`], [`WorkbenchError::Documents`].
    pub fn preview(&self, document: &DocumentRequest, facility: &Facility) -> Result<Preview, WorkbenchError> {
        self.ask(Action::PrintDocuments)?;
        let id = case_id(&document.case)?;
        let missing = self.missing_of(&id, document.kind, document.language, facility)?;
        let may = Action::Release.ask(self.role()).is_ok();
        let stage = if may && missing.is_empty() { Stage::Signed } else { Stage::Draft };
        let basis = self.report_basis(&id)?;
        let bytes = self.set(&id, &basis, document.kind, document.language, stage, facility)?;
        self.look_at_document(&id, Kind::from(document.kind).name())?;
        let reported = |(variant, shown): (&String, &Variant)| ReportedChange {
            variant: variant.clone(),
            hgvs_c: shown.hgvs_c.as_deref().map(change),
            hgvs_p: shown.hgvs_p.as_deref().map(change),
        };
        Ok(Preview {
            pdf: pdf(&id, document.kind, document.language, &bytes),
            changes: basis.reported.iter().map(reported).collect(),
        })
    }

    /// Releases a document exactly as it was looked at; its bytes are kept.
    ///
    /// # Errors
    /// [`WorkbenchError::Changed`] where it is not the one that was looked at; [`WorkbenchError::NotPermitted`];
    /// [`WorkbenchError::BadCase`] where something is missing that must be there.
    pub fn release(&self, release: &ReleaseRequest, facility: &Facility) -> Result<ReleaseLine, WorkbenchError> {
        self.ask(Action::Release)?;
        let id = case_id(&release.case)?;
        let looked_at: Sha256 = release
            .sha256
            .parse()
            .map_err(|_| unknown("SHA-256 of a document", &release.sha256, "64 hexadecimal digits"))?;
        let missing = self.missing_of(&id, release.kind, release.language, facility)?;
        if !missing.is_empty() {
            let what = format!("cannot be released: {missing:?} is missing");
            return Err(WorkbenchError::BadCase { case: id, what });
        }
        let bytes = self.set(&id, &self.report_basis(&id)?, release.kind, release.language, Stage::Signed, facility)?;
        let sha256 = Sha256::of(&bytes);
        if sha256 != looked_at {
            return Err(WorkbenchError::Changed);
        }
        let report = ReportReleased {
            document: Kind::from(release.kind).name().to_owned(),
            sha256,
            language: Some(Language::from(release.language).code().to_owned()),
            pdf: Some(Base64::encode_string(&bytes)),
        };
        let event = self.session.append(NewEvent::in_case(&id, Record::ReportReleased(report.clone())))?;
        Ok(release_line(&event, &report, &self.names()?))
    }

    /// A released document, byte for byte as it was.
    ///
    /// # Errors
    /// [`WorkbenchError::NotPermitted`]; [`WorkbenchError::Unknown`] where no such document was released, or its bytes were
    /// not kept.
    pub fn released(&self, which: &ReleasedRequest) -> Result<Pdf, WorkbenchError> {
        self.ask(Action::PrintDocuments)?;
        let id = case_id(&which.case)?;
        let wrong = |expected: &str| unknown("released document", &which.id, expected);
        let found = self.session.reports(&id)?.into_iter().find(|(event, _)| event.id.as_str() == which.id);
        let (_, report) = found.ok_or_else(|| wrong("the id of a release of this case"))?;
        let kind = Kind::ALL.into_iter().find(|kind| kind.name() == report.document);
        let kind = kind.ok_or_else(|| wrong("a document that this program knows"))?;
        let text = report.pdf.as_deref().ok_or_else(|| wrong("a release whose bytes were kept"))?;
        let bytes = Base64::decode_vec(text).map_err(|_| wrong("bytes in Base64"))?;
        if Sha256::of(&bytes) != report.sha256 {
            return Err(wrong("bytes whose SHA-256 is that of the release"));
        }
        self.look_at_document(&id, kind.name())?;
        Ok(pdf(&id, kind.into(), language_of(&report), &bytes))
    }

    /// Records what the panel decided; the last record stands.
    ///
    /// # Errors
    /// [`WorkbenchError::NotPermitted`]; [`WorkbenchError::Unknown`] where there are no words or no members.
    pub fn record_panel(&self, panel: &PanelRequest) -> Result<(), WorkbenchError> {
        self.ask(Action::Decide)?;
        let id = case_id(&panel.case)?;
        self.case(&id)?;
        let japanese = words("decision of a panel", Some(&panel.decision_ja))?
            .ok_or_else(|| unknown("decision of a panel", "", "its words"))?;
        let english = words("decision of a panel", panel.decision_en.as_ref())?;
        let members = panel.members.iter().map(|member| words("member of a panel", Some(member)));
        let members: Vec<String> = members.collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect();
        if members.is_empty() {
            return Err(unknown("member of a panel", "", "who sat on it, at least one"));
        }
        let decision = [("ja", Some(japanese)), ("en", english)];
        // A step and its English stand at one place: an empty one in the middle stays.
        let step =
            |text: Option<&String>| Ok::<_, WorkbenchError>(words("recommended step", text)?.unwrap_or_default());
        let (mut japanese_steps, mut english_steps) = (Vec::new(), Vec::new());
        for place in 0..panel.next_steps_ja.len().max(panel.next_steps_en.len()) {
            let (ja, en) = (step(panel.next_steps_ja.get(place))?, step(panel.next_steps_en.get(place))?);
            if !ja.is_empty() || !en.is_empty() {
                japanese_steps.push(ja);
                english_steps.push(en);
            }
        }
        let next_steps = [("ja".to_owned(), japanese_steps), ("en".to_owned(), english_steps)];
        let record = PanelDecision {
            decision: decision.into_iter().filter_map(|(l, t)| Some((l.to_owned(), t?))).collect(),
            members,
            next_steps: next_steps.into(),
        };
        self.session.append(NewEvent::in_case(&id, Record::PanelDecision(record)))?;
        Ok(())
    }

    /// What stands in the way of releasing this document in this language.
    fn missing_of(
        &self,
        id: &CaseId,
        kind: DocumentName,
        language: LanguageName,
        facility: &Facility,
    ) -> Result<Vec<MissingName>, WorkbenchError> {
        let case = self.case(id)?;
        let mut missing = self.missing(id, &case, &self.conclusion(id, &case)?, kind.into(), facility)?;
        missing.retain(|name| *name != MissingName::English || language == LanguageName::En);
        Ok(missing)
    }

    fn set(
        &self,
        id: &CaseId,
        basis: &ReportBasis,
        kind: DocumentName,
        language: LanguageName,
        stage: Stage,
        facility: &Facility,
    ) -> Result<Vec<u8>, WorkbenchError> {
        let which = [(kind.into(), language.into())];
        let mut all = self.documents(id, basis, facility, stage, &which)?;
        Ok(all.pop().unwrap_or_default())
    }
}

/// All comments of a finding as one text in each language.
fn joined_comments(reported: &ReportedGene) -> (Option<String>, Option<String>) {
    let join = |texts: Vec<&str>| (!texts.is_empty()).then(|| texts.join("\n"));
    let japanese = reported.comments.iter().filter_map(|(ja, _)| ja.as_deref()).collect();
    let english = reported.comments.iter().filter_map(|(_, en)| en.as_deref()).collect();
    (join(japanese), join(english))
}

/// The hospital as it is printed; `None` where it has no name.
fn facility_name(facility: &Facility) -> Option<String> {
    let text = |it: &Localized| it.ja.clone().or_else(|| it.en.clone()).filter(|t| !t.trim().is_empty());
    let name = facility.name.as_ref().and_then(text)?;
    let department = facility.department.as_ref().and_then(text);
    Some(department.map_or_else(|| name.clone(), |department| format!("{name} {department}")))
}

fn language_of(report: &ReportReleased) -> LanguageName {
    // Before the language was kept, documents were released in Japanese.
    if report.language.as_deref() == Some("en") { LanguageName::En } else { LanguageName::Ja }
}

fn release_line(event: &Event, report: &ReportReleased, names: &BTreeMap<UserId, String>) -> ReleaseLine {
    ReleaseLine {
        id: event.id.to_string(),
        language: language_of(report),
        sha256: report.sha256.to_string(),
        author: names.get(&event.author).cloned().unwrap_or_else(|| event.author.to_string()),
        time: event.device_time.to_string(),
    }
}

/// The file's name holds the case, which is a number, and no patient's name.
/// Bytes as the window takes them.
pub(crate) fn base64(bytes: &[u8]) -> String {
    Base64::encode_string(bytes)
}

fn pdf(id: &CaseId, kind: DocumentName, language: LanguageName, bytes: &[u8]) -> Pdf {
    Pdf {
        base64: base64(bytes),
        sha256: Sha256::of(bytes).to_string(),
        file_name: format!("{id}-{}-{}.pdf", Kind::from(kind).name(), Language::from(language).code()),
    }
}

impl From<Kind> for DocumentName {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Physician => Self::Physician,
            Kind::Patient => Self::Patient,
            Kind::Consent => Self::Consent,
        }
    }
}

impl From<DocumentName> for Kind {
    fn from(kind: DocumentName) -> Self {
        match kind {
            DocumentName::Physician => Self::Physician,
            DocumentName::Patient => Self::Patient,
            DocumentName::Consent => Self::Consent,
        }
    }
}

impl From<LanguageName> for Language {
    fn from(language: LanguageName) -> Self {
        match language {
            LanguageName::Ja => Self::Ja,
            LanguageName::En => Self::En,
        }
    }
}
