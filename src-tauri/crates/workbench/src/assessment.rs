//! What people decide about single variants: recorded with its criteria and reasons, read back within the consents of
//! this moment.

use std::collections::{BTreeMap, BTreeSet};

use domain::{CaseId, Classification, Criterion, DiseaseId, GeneSymbol, MetCriterion, ParseCriterionError};
use review::{Temperature, beside_pm1};
use store::{
    NewEvent, Payload,
    ledger::{Decision, Event, Record, Verdict},
};

use crate::{
    AcmgRules, Action, CaseRecord, Desk, WorkbenchError,
    acmg::Judged,
    case_report::by_language,
    desk::case_id,
    open_case::locked,
    told::{Told, code_of, opens, regions, untold},
    view::{
        variant::{CriterionLine, DecisionPage, DecisionRequest, DismissalReason, PointsReply, Words},
        variant_row::{ClassName, VerdictName},
    },
};

/// Longest note, in characters.
pub(crate) const MAX_WORDS: usize = 4_000;

/// A decision that stands for a variant.
#[derive(Clone, Debug)]
pub(crate) struct Standing {
    /// `chrom-pos-ref-alt`.
    pub key: String,
    pub event: Event,
    pub decision: Decision,
    /// True where something of it may not be told.
    pub untold: bool,
}

/// The decisions of a case that may be seen, one per variant.
#[derive(Clone, Debug, Default)]
pub(crate) struct Assessed {
    /// In the order of recording; what was taken back is left out.
    pub standing: Vec<Standing>,
    /// The latest decision about each variant that was ever reported, also where it takes the report back.
    pub reported: Vec<Event>,
}

impl Assessed {
    /// The latest decision about each variant. One of a conference names several variants, one of the window a single
    /// one; the later of the two stands.
    pub fn of(decisions: Vec<(Event, Told)>, ever_reported: &BTreeSet<String>) -> Self {
        let mut by_variant: BTreeMap<String, Standing> = BTreeMap::new();
        for (event, Told { decision, untold }) in decisions {
            for key in &decision.variants {
                let (event, decision) = (event.clone(), decision.clone());
                let standing = Standing { key: key.clone(), event, decision, untold };
                by_variant.insert(key.clone(), standing);
            }
        }
        let ever = by_variant.values().filter(|s| ever_reported.contains(&s.key));
        let reported = ever.map(|s| s.event.clone()).collect();
        let open = |s: &Standing| s.decision.verdict == Verdict::Open;
        let mut standing: Vec<Standing> = by_variant.into_values().filter(|s| !open(s)).collect();
        let place = |s: &Standing| s.decision.variants.iter().position(|v| v == &s.key);
        standing.sort_by_key(|s| (s.event.depth(), place(s)));
        Self { standing, reported }
    }

    /// How many variants have this verdict.
    pub fn count(&self, verdict: Verdict) -> usize {
        self.standing.iter().filter(|s| s.decision.verdict == verdict).count()
    }

    /// The genes of what is reported.
    pub fn reported_genes(&self) -> BTreeSet<&GeneSymbol> {
        let reported = self.standing.iter().filter(|s| s.decision.verdict == Verdict::Reported);
        reported.filter_map(|s| s.decision.gene.as_ref()).collect()
    }
}

impl Desk {
    /// Records a decision about a variant. The latest about a variant stands; `Open` takes the one before back.
    ///
    /// # Errors
    /// [`WorkbenchError::NotPermitted`]; [`WorkbenchError::Consent`]; [`WorkbenchError::Unknown`] where the variant is not
    /// part of the analysis, a criterion is not known or tells of relatives who may not be shown, a dismissal has no reason,
    /// or a report no class;
    /// [`WorkbenchError::InDoubt`] for a class from data that may be of another person.
    pub fn decide_variant(&self, request: &DecisionRequest) -> Result<DecisionPage, WorkbenchError> {
        self.ask(Action::Decide)?;
        let id = case_id(&request.case)?;
        let decision = self.recordable(&id, &self.case(&id)?, decision(request)?)?;
        let event = self.session.append(NewEvent::in_case(&id, Record::Decision(decision.clone())))?;
        Ok(page(&event, &decision, &self.names()?))
    }

    /// A decision as it may be recorded: with its end, about what is part of the analysis, from data that nobody doubts, and
    /// with no criterion that tells of relatives who may not be shown.
    pub(crate) fn recordable(
        &self,
        id: &CaseId,
        case: &CaseRecord,
        decision: Decision,
    ) -> Result<Decision, WorkbenchError> {
        let scope = self.scope(id, case)?;
        let decision = Decision { end: self.end_of(id, &decision.variants)?, ..decision };
        if !opens(&scope, &case.proband, &decision) {
            let expected = "a variant that is part of it";
            return Err(unknown("variant of this analysis", decision.variants.join(" "), expected));
        }
        let untold = untold(&scope, case, &decision);
        if let Some(criterion) = decision.criteria.iter().find(|criterion| untold.contains(&code_of(criterion))) {
            let expected = "a criterion that says nothing of relatives, who may not be shown here";
            return Err(unknown("criterion of this variant", criterion, expected));
        }
        if decision.classification.is_some() {
            self.ask_for_answers(id, case)?;
        }
        Ok(decision)
    }

    /// Everything that was decided about the variants of a case within the consents of this moment, by
    /// `chrom-pos-ref-alt`, the latest first: the first stands.
    ///
    /// # Errors
    /// [`WorkbenchError::NotPermitted`], [`WorkbenchError::Consent`], [`WorkbenchError::Store`].
    pub fn decisions_of_variants(&self, case: &CaseId) -> Result<BTreeMap<String, Vec<DecisionPage>>, WorkbenchError> {
        self.ask(Action::SeeVariants)?;
        let record = self.case(case)?;
        let scope = self.scope(case, &record)?;
        let names = self.names()?;
        let mut found: BTreeMap<String, Vec<DecisionPage>> = BTreeMap::new();
        for entry in self.session.entries(Some(case), &["decision"])?.into_iter().rev() {
            let Payload::Readable(payload) = entry.payload else { continue };
            let Record::Decision(decision) = *payload else { continue };
            if let Some(Told { decision, .. }) = self.told(&scope, case, &record, &entry.event, decision)? {
                for key in &decision.variants {
                    found.entry(key.clone()).or_default().push(page(&entry.event, &decision, &names));
                }
            }
        }
        Ok(found)
    }

    /// The criteria to choose from.
    pub fn criteria(&self) -> Vec<CriterionLine> {
        let line = |criterion: Criterion| CriterionLine {
            code: criterion.code().to_owned(),
            pathogenic: criterion.is_pathogenic(),
            strength: criterion.strength().name().to_owned(),
            strengths: criterion.strengths().iter().map(|s| s.name().to_owned()).collect(),
        };
        Criterion::all().map(line).collect()
    }

    /// What a choice of criteria gives by both rule sets. BA1 counts no points: it makes benign alone.
    ///
    /// # Errors
    /// [`WorkbenchError::Unknown`] where a criterion is not known or is there twice.
    pub fn points(&self, criteria: &[String]) -> Result<PointsReply, WorkbenchError> {
        let Judged { summed, combined, pp3_beside_pm1, .. } = AcmgRules::shipped()?.judged(criteria)?;
        let points = summed.points.unwrap_or_default();
        let uncertain = summed.class == Classification::UncertainSignificance;
        Ok(PointsReply {
            points,
            class: summed.class.into(),
            temperature: Temperature::of(points).filter(|_| uncertain).map(|t| t.name().to_owned()),
            class_2015: combined.class.into(),
            combinations: combined.combinations,
            contradictory: combined.contradictory,
            pp3_beside_pm1,
        })
    }

    /// What stands of the decisions about a case, within the consents of this moment; nothing where the proband takes no
    /// part.
    pub(crate) fn assessed(&self, id: &CaseId, case: &CaseRecord) -> Result<Assessed, WorkbenchError> {
        let scope = match self.scope(id, case) {
            Ok(scope) => scope,
            Err(WorkbenchError::Consent(_)) => return Ok(Assessed::default()),
            Err(other) => return Err(other),
        };
        let decisions = self.session.decisions(id)?.into_iter();
        let told = decisions.map(|(event, decision)| {
            let decision = self.told(&scope, id, case, &event, decision)?;
            Ok(decision.map(|decision| (event, decision)))
        });
        let decisions = told.filter_map(Result::transpose).collect::<Result<Vec<_>, WorkbenchError>>()?;
        let mut ever_reported = BTreeSet::new();
        for entry in self.session.entries(Some(id), &["decision"])? {
            let Payload::Readable(payload) = entry.payload else { continue };
            let Record::Decision(decision) = *payload else { continue };
            if decision.verdict == Verdict::Reported {
                ever_reported.extend(decision.variants);
            }
        }
        Ok(Assessed::of(decisions, &ever_reported))
    }

    /// Where variants end whose names do not tell it; their rows are in the open case.
    fn end_of(&self, case: &CaseId, variants: &[String]) -> Result<Option<u32>, WorkbenchError> {
        let symbolic: BTreeSet<&str> = variants.iter().map(String::as_str).filter(|key| key.ends_with('>')).collect();
        if symbolic.is_empty() {
            return Ok(None);
        }
        // Where it ends changes with nothing that is recorded: the case may be one that is to be opened anew.
        let open = locked(&self.open).clone().filter(|open| open.id == *case);
        let open = open.map_or_else(|| self.opened(case.as_str()), Ok)?;
        let rows = open.rows_of(&symbolic)?;
        // Several may begin at one place.
        Ok(rows.iter().map(|(_, row)| open.table.end(*row)).max())
    }

    /// The shown names of the users, by the names that they type.
    pub(crate) fn names(&self) -> Result<BTreeMap<domain::UserId, String>, WorkbenchError> {
        Ok(self.session.users()?.into_iter().map(|user| (user.id, user.name)).collect())
    }
}

pub(crate) fn unknown(what: &'static str, text: impl Into<String>, expected: impl Into<String>) -> WorkbenchError {
    WorkbenchError::Unknown { what, text: text.into(), expected: expected.into() }
}

/// Words that a person wrote: trimmed, `None` where nothing is left.
pub(crate) fn words(what: &'static str, text: Option<&String>) -> Result<Option<String>, WorkbenchError> {
    let text = text.map(|t| t.trim()).filter(|t| !t.is_empty());
    match text {
        Some(text) if text.chars().count() > MAX_WORDS => {
            let start: String = text.chars().take(40).collect();
            Err(unknown(what, format!("{start}…"), format!("at most {MAX_WORDS} characters")))
        }
        other => Ok(other.map(str::to_owned)),
    }
}

fn decision(request: &DecisionRequest) -> Result<Decision, WorkbenchError> {
    regions(&request.key, None)?;
    let verdict: Verdict = request.verdict.into();
    let note = words("note", request.note.as_ref())?;
    let note_en = words("note", request.note_en.as_ref())?;
    let gene = request.gene.as_deref().filter(|g| !g.is_empty());
    let gene = gene.map(str::parse::<GeneSymbol>).transpose();
    let gene = gene.map_err(|error| unknown("gene", request.gene.clone().unwrap_or_default(), error.to_string()))?;
    let blank = Decision {
        thing: format!("variant {}", request.key),
        verdict,
        gene,
        variants: vec![request.key.clone()],
        end: None,
        disease: None,
        classification: None,
        criteria: Vec::new(),
        evidence: BTreeMap::new(),
        comment: BTreeMap::new(),
        reasons: BTreeSet::new(),
    };
    if verdict == Verdict::Open {
        return Ok(blank);
    }
    let has_reasons = !request.reasons.is_empty();
    match verdict {
        Verdict::Dismissed if !has_reasons => {
            return Err(unknown("reason of a dismissal", "", "at least one reason"));
        }
        Verdict::Dismissed if request.reasons.contains(&DismissalReason::Other) && note.is_none() => {
            return Err(unknown("reason of a dismissal", "other", "the reason in a note"));
        }
        Verdict::Candidate | Verdict::Reported if has_reasons => {
            return Err(unknown("reason of this decision", "reasons", "reasons only where a variant is dismissed"));
        }
        Verdict::Reported if request.class.is_none() => {
            return Err(unknown("class", "", "a class for what is reported"));
        }
        Verdict::Reported if blank.gene.is_none() => {
            return Err(unknown("gene", "", "the gene of what is reported"));
        }
        _ => {}
    }
    let disease = request.disease.as_deref().filter(|d| !d.is_empty()).map(str::parse::<DiseaseId>).transpose();
    let disease =
        disease.map_err(|error| unknown("disease", request.disease.clone().unwrap_or_default(), error.to_string()))?;
    let met = met(&request.criteria)?;
    Ok(Decision {
        disease,
        classification: request.class.map(Into::into),
        evidence: evidence(&met, &request.evidence)?,
        criteria: met.iter().map(ToString::to_string).collect(),
        comment: by_language(note.as_ref(), note_en.as_ref()),
        reasons: request.reasons.iter().map(|&r| r.into()).collect(),
        ..blank
    })
}

/// What speaks for the criteria that were chosen, by their codes.
fn evidence(
    met: &[MetCriterion],
    written: &BTreeMap<String, Words>,
) -> Result<BTreeMap<String, BTreeMap<String, String>>, WorkbenchError> {
    let mut evidence = BTreeMap::new();
    for (code, text) in written {
        if !met.iter().any(|one| one.criterion.code() == code) {
            return Err(unknown("criterion of the evidence", code, "one of those that were chosen"));
        }
        let (ja, en) = (words("evidence", text.ja.as_ref())?, words("evidence", text.en.as_ref())?);
        let text = by_language(ja.as_ref(), en.as_ref());
        if !text.is_empty() {
            evidence.insert(code.clone(), text);
        }
    }
    Ok(evidence)
}

/// The criteria that were chosen, each once, in the order of choice.
pub(crate) fn met(criteria: &[String]) -> Result<Vec<MetCriterion>, WorkbenchError> {
    each_once(criteria, str::parse)
}

/// The same at any strength: what others have judged is counted as they gave it.
pub(crate) fn met_at_any_strength(criteria: &[String]) -> Result<Vec<MetCriterion>, WorkbenchError> {
    each_once(criteria, MetCriterion::of_any_strength)
}

fn each_once(
    criteria: &[String],
    read: impl Fn(&str) -> Result<MetCriterion, ParseCriterionError>,
) -> Result<Vec<MetCriterion>, WorkbenchError> {
    let mut met: Vec<MetCriterion> = Vec::new();
    for text in criteria {
        let criterion = read(text.trim()).map_err(|e| unknown("criterion", text, e.expected))?;
        if met.iter().any(|other| other.criterion == criterion.criterion) {
            return Err(unknown("criterion to add", text, format!("{} once", criterion.criterion.code())));
        }
        met.push(criterion);
    }
    Ok(met)
}

/// The criteria with PP3 as it counts beside PM1; the rules of a gene say themselves what they count.
pub(crate) fn counted(met: &[MetCriterion], pp3: Option<&str>) -> Vec<MetCriterion> {
    let Some(pp3) = pp3 else { return met.to_vec() };
    let others = met.iter().filter(|one| one.criterion.code() != "PP3").copied();
    others.chain(pp3.parse::<MetCriterion>()).collect()
}

/// As what PP3 counts beside PM1 (10.1016/j.ajhg.2022.10.013), where more was chosen; an empty text for not at all.
pub(crate) fn pp3_beside_pm1(met: &[MetCriterion]) -> Option<String> {
    let of = |code: &str| met.iter().find(|met| met.criterion.code() == code);
    let (pp3, pm1) = (of("PP3")?, of("PM1")?);
    let most = beside_pm1(pp3.strength, pm1.strength);
    let text = |strength| MetCriterion { strength, ..*pp3 }.to_string();
    (most != Some(pp3.strength)).then(|| most.map(text).unwrap_or_default())
}

fn page(event: &Event, decision: &Decision, names: &BTreeMap<domain::UserId, String>) -> DecisionPage {
    DecisionPage {
        id: event.id.to_string(),
        verdict: decision.verdict.into(),
        class: decision.classification.map(Into::into),
        criteria: decision.criteria.clone(),
        evidence: decision.evidence.iter().map(|(code, text)| (code.clone(), text.into())).collect(),
        reasons: decision.reasons.iter().map(|&r| r.into()).collect(),
        note: decision.comment.get("ja").cloned(),
        note_en: decision.comment.get("en").cloned(),
        disease: decision.disease.map(|d| d.to_string()),
        author: names.get(&event.author).cloned().unwrap_or_else(|| event.author.to_string()),
        role: event.role.into(),
        time: event.device_time.to_string(),
    }
}

impl From<&BTreeMap<String, String>> for Words {
    fn from(by_language: &BTreeMap<String, String>) -> Self {
        Self { ja: by_language.get("ja").cloned(), en: by_language.get("en").cloned() }
    }
}

impl From<Verdict> for VerdictName {
    fn from(verdict: Verdict) -> Self {
        match verdict {
            Verdict::Open => Self::Open,
            Verdict::Candidate => Self::Candidate,
            Verdict::Dismissed => Self::Dismissed,
            Verdict::Reported => Self::Reported,
        }
    }
}

impl From<VerdictName> for Verdict {
    fn from(verdict: VerdictName) -> Self {
        match verdict {
            VerdictName::Open => Self::Open,
            VerdictName::Candidate => Self::Candidate,
            VerdictName::Dismissed => Self::Dismissed,
            VerdictName::Reported => Self::Reported,
        }
    }
}

impl From<store::ledger::DismissalReason> for DismissalReason {
    fn from(reason: store::ledger::DismissalReason) -> Self {
        use store::ledger::DismissalReason as Recorded;
        match reason {
            Recorded::Common => Self::Common,
            Recorded::CommonHere => Self::CommonHere,
            Recorded::Inheritance => Self::Inheritance,
            Recorded::Phenotype => Self::Phenotype,
            Recorded::Technical => Self::Technical,
            Recorded::Transcript => Self::Transcript,
            Recorded::Other => Self::Other,
        }
    }
}

impl From<DismissalReason> for store::ledger::DismissalReason {
    fn from(reason: DismissalReason) -> Self {
        match reason {
            DismissalReason::Common => Self::Common,
            DismissalReason::CommonHere => Self::CommonHere,
            DismissalReason::Inheritance => Self::Inheritance,
            DismissalReason::Phenotype => Self::Phenotype,
            DismissalReason::Technical => Self::Technical,
            DismissalReason::Transcript => Self::Transcript,
            DismissalReason::Other => Self::Other,
        }
    }
}

impl From<ClassName> for Classification {
    fn from(class: ClassName) -> Self {
        match class {
            ClassName::Benign => Self::Benign,
            ClassName::LikelyBenign => Self::LikelyBenign,
            ClassName::UncertainSignificance => Self::UncertainSignificance,
            ClassName::LikelyPathogenic => Self::LikelyPathogenic,
            ClassName::Pathogenic => Self::Pathogenic,
        }
    }
}
