//! What the window may ask: each command is one call of `workbench`, on a thread that may block.

use std::sync::Arc;

use tauri::{State, Wry, ipc::Channel};
use tauri_specta::{Builder, ErrorHandlingMode, collect_commands};
use workbench::{
    Desk, Installation, Work, WorkbenchError,
    view::{
        case::{CasePage, EligibilityRequest, LabelRequest},
        consent::{ConsentPage, ConsentRequest},
        explained::{ExplainRequest, Explained},
        fault::{Fault, FaultCode},
        genome::{GenomePlace, GenomeReads},
        hub::{HubPage, HubState, ImportProgress, Imported},
        knowledge::{KnowledgePage, KnowledgeProgress, KnowledgeRequest, SourceLine},
        known::KnownPage,
        panels::{PanelChoices, PanelNews, PanelNewsRequest},
        phenotype::{ScannedNote, SignsRequest, TermFound, TermPage},
        quality::{DoubtRequest, QualityPage},
        report::{
            DocumentRequest, PanelRequest, Pdf, Preview, ReleaseLine, ReleaseRequest, ReleasedRequest, ReportPage,
        },
        session::{Me, NewUserRequest, RecoverRequest, SetUpReply, SetUpRequest, Status, UnlockRequest},
        settings::{AuditPage, AuditRequest, SettingsPage, SettingsRequest},
        variant::{CriterionLine, DecisionPage, DecisionRequest, PointsReply, VariantPage, VariantRequest},
        variant_row::VariantRow,
        variants::{FilterRequest, Filtered, OpenedVariants, PlaceRequest, RowsRequest},
        worklist::WorkItem,
    },
};

use crate::absence::Presence;

type Here<'a> = State<'a, Arc<Installation>>;
type There<'a> = State<'a, Arc<Presence>>;

/// Runs on a thread that may block; the store does.
async fn work<T: Send + 'static>(
    installation: &Here<'_>,
    job: impl FnOnce(&Installation) -> Result<T, Fault> + Send + 'static,
) -> Result<T, Fault> {
    let installation = Arc::clone(installation.inner());
    let done = tauri::async_runtime::spawn_blocking(move || job(&installation)).await;
    done.unwrap_or_else(|error| Err(Fault::new(FaultCode::Program, error.to_string())))
}

/// As [`work`], at the desk of the user who is signed in.
async fn at_desk<T: Send + 'static>(
    installation: &Here<'_>,
    job: impl FnOnce(&Desk, &Installation) -> Result<T, WorkbenchError> + Send + 'static,
) -> Result<T, Fault> {
    work(installation, move |i| Ok(job(i.desk()?.as_ref(), i)?)).await
}

#[tauri::command]
#[specta::specta]
async fn status(here: Here<'_>) -> Result<Status, Fault> {
    work(&here, |i| Ok(i.status()?)).await
}

#[tauri::command]
#[specta::specta]
async fn set_up(here: Here<'_>, request: SetUpRequest) -> Result<SetUpReply, Fault> {
    work(&here, move |i| Ok(i.set_up(&request)?)).await
}

#[tauri::command]
#[specta::specta]
async fn unlock(here: Here<'_>, there: There<'_>, request: UnlockRequest) -> Result<Me, Fault> {
    there.stir();
    work(&here, move |i| Ok(i.unlock(&request)?)).await
}

#[tauri::command]
#[specta::specta]
async fn recover(here: Here<'_>, there: There<'_>, request: RecoverRequest) -> Result<Me, Fault> {
    there.stir();
    work(&here, move |i| Ok(i.recover(&request)?)).await
}

#[tauri::command]
#[specta::specta]
async fn lock_now(here: Here<'_>) -> Result<(), Fault> {
    work(&here, |i| Ok(i.lock()?)).await
}

/// A key or the mouse was used.
#[tauri::command]
#[specta::specta]
fn stir(there: There<'_>) {
    there.stir();
}

#[tauri::command]
#[specta::specta]
async fn worklist(here: Here<'_>) -> Result<Vec<WorkItem>, Fault> {
    at_desk(&here, |desk, _| desk.worklist()).await
}

#[tauri::command]
#[specta::specta]
async fn case_page(here: Here<'_>, id: String) -> Result<CasePage, Fault> {
    at_desk(&here, move |desk, _| desk.case_page(&id)).await
}

#[tauri::command]
#[specta::specta]
async fn search_terms(here: Here<'_>, text: String, limit: u32) -> Result<Vec<TermFound>, Fault> {
    at_desk(&here, move |desk, _| desk.search_terms(&text, limit)).await
}

#[tauri::command]
#[specta::specta]
async fn term(here: Here<'_>, term: String) -> Result<TermPage, Fault> {
    at_desk(&here, move |desk, _| desk.term(&term)).await
}

#[tauri::command]
#[specta::specta]
async fn scan_note(here: Here<'_>, note: String) -> Result<ScannedNote, Fault> {
    at_desk(&here, move |desk, _| desk.scan_note(&note)).await
}

#[tauri::command]
#[specta::specta]
async fn record_signs(here: Here<'_>, request: SignsRequest) -> Result<(), Fault> {
    at_desk(&here, move |desk, _| desk.record_signs(&request)).await
}

#[tauri::command]
#[specta::specta]
async fn record_eligibility(here: Here<'_>, eligibility: EligibilityRequest) -> Result<(), Fault> {
    at_desk(&here, move |desk, _| desk.record_eligibility(&eligibility)).await
}

#[tauri::command]
#[specta::specta]
async fn labels(here: Here<'_>, labels: LabelRequest) -> Result<Pdf, Fault> {
    at_desk(&here, move |desk, _| desk.labels(&labels)).await
}

#[tauri::command]
#[specta::specta]
async fn open_variants(here: Here<'_>, id: String) -> Result<OpenedVariants, Fault> {
    at_desk(&here, move |desk, _| desk.open_variants_of(&id)).await
}

#[tauri::command]
#[specta::specta]
async fn filter_variants(here: Here<'_>, filter: FilterRequest) -> Result<Filtered, Fault> {
    at_desk(&here, move |desk, _| desk.filter_variants(&filter)).await
}

#[tauri::command]
#[specta::specta]
async fn panel_choices(here: Here<'_>, id: String) -> Result<PanelChoices, Fault> {
    at_desk(&here, move |desk, _| desk.panel_choices(&id)).await
}

#[tauri::command]
#[specta::specta]
async fn panel_news(here: Here<'_>, request: PanelNewsRequest) -> Result<Option<PanelNews>, Fault> {
    at_desk(&here, move |desk, i| desk.panel_news(i, &request)).await
}

#[tauri::command]
#[specta::specta]
async fn variant_rows(here: Here<'_>, rows: RowsRequest) -> Result<Vec<VariantRow>, Fault> {
    at_desk(&here, move |desk, _| desk.variant_rows(&rows)).await
}

#[tauri::command]
#[specta::specta]
async fn variant_place(here: Here<'_>, of: PlaceRequest) -> Result<Option<u32>, Fault> {
    at_desk(&here, move |desk, _| desk.variant_place(&of)).await
}

#[tauri::command]
#[specta::specta]
async fn explain_variant(here: Here<'_>, question: ExplainRequest) -> Result<Explained, Fault> {
    at_desk(&here, move |desk, _| desk.explain_variant(&question)).await
}

#[tauri::command]
#[specta::specta]
async fn variant_page(here: Here<'_>, variant: VariantRequest) -> Result<VariantPage, Fault> {
    at_desk(&here, move |desk, _| desk.variant_page(&variant)).await
}

/// What is known of a gene or a disease, held against the signs of a case.
#[tauri::command]
#[specta::specta]
async fn known_page(here: Here<'_>, what: String, id: Option<String>) -> Result<KnownPage, Fault> {
    at_desk(&here, move |desk, _| desk.known_page(&what, id.as_deref())).await
}

/// Where a gene or region that a person typed lies.
#[tauri::command]
#[specta::specta]
async fn genome_place(here: Here<'_>, id: String, text: String) -> Result<Option<GenomePlace>, Fault> {
    at_desk(&here, move |desk, _| desk.genome_place(&id, &text)).await
}

/// Whether reads of each member can be shown.
#[tauri::command]
#[specta::specta]
async fn genome_reads(here: Here<'_>, id: String) -> Result<Vec<GenomeReads>, Fault> {
    at_desk(&here, move |desk, _| desk.genome_reads(&id)).await
}

#[tauri::command]
#[specta::specta]
async fn decide_variant(here: Here<'_>, decision: DecisionRequest) -> Result<DecisionPage, Fault> {
    at_desk(&here, move |desk, _| desk.decide_variant(&decision)).await
}

#[tauri::command]
#[specta::specta]
async fn criteria(here: Here<'_>) -> Result<Vec<CriterionLine>, Fault> {
    at_desk(&here, |desk, _| Ok(desk.criteria())).await
}

#[tauri::command]
#[specta::specta]
async fn points(here: Here<'_>, criteria: Vec<String>) -> Result<PointsReply, Fault> {
    at_desk(&here, move |desk, _| desk.points(&criteria)).await
}

#[tauri::command]
#[specta::specta]
async fn quality_page(here: Here<'_>, id: String) -> Result<QualityPage, Fault> {
    at_desk(&here, move |desk, _| desk.quality_page(&id)).await
}

#[tauri::command]
#[specta::specta]
async fn answer_doubt(here: Here<'_>, answer: DoubtRequest) -> Result<(), Fault> {
    at_desk(&here, move |desk, _| desk.answer_doubt(&answer)).await
}

#[tauri::command]
#[specta::specta]
async fn consent_page(here: Here<'_>, id: String) -> Result<ConsentPage, Fault> {
    at_desk(&here, move |desk, _| desk.consent_page(&id)).await
}

#[tauri::command]
#[specta::specta]
async fn record_consent(here: Here<'_>, form: ConsentRequest) -> Result<(), Fault> {
    at_desk(&here, move |desk, _| desk.record_consent_form(&form)).await
}

#[tauri::command]
#[specta::specta]
async fn report_page(here: Here<'_>, id: String) -> Result<ReportPage, Fault> {
    at_desk(&here, move |desk, i| desk.report_page(&id, &i.settings()?.facility.printed())).await
}

#[tauri::command]
#[specta::specta]
async fn preview_document(here: Here<'_>, document: DocumentRequest) -> Result<Preview, Fault> {
    at_desk(&here, move |desk, i| desk.preview(&document, &i.settings()?.facility.printed())).await
}

#[tauri::command]
#[specta::specta]
async fn release_document(here: Here<'_>, release: ReleaseRequest) -> Result<ReleaseLine, Fault> {
    at_desk(&here, move |desk, i| desk.release(&release, &i.settings()?.facility.printed())).await
}

#[tauri::command]
#[specta::specta]
async fn released_document(here: Here<'_>, which: ReleasedRequest) -> Result<Pdf, Fault> {
    at_desk(&here, move |desk, _| desk.released(&which)).await
}

#[tauri::command]
#[specta::specta]
async fn record_panel(here: Here<'_>, panel: PanelRequest) -> Result<(), Fault> {
    at_desk(&here, move |desk, _| desk.record_panel(&panel)).await
}

/// By itself: a folder elsewhere in the network may take long to answer, or never do.
#[tauri::command]
#[specta::specta]
async fn hub_state(here: Here<'_>) -> Result<HubState, Fault> {
    work(&here, Installation::hub_state).await
}

#[tauri::command]
#[specta::specta]
async fn hub_page(here: Here<'_>) -> Result<HubPage, Fault> {
    at_desk(&here, |desk, i| desk.hub_page(i)).await
}

/// Brings in the named cases, all new ones where none is named.
#[tauri::command]
#[specta::specta]
async fn import_cases(
    here: Here<'_>,
    there: There<'_>,
    cases: Vec<String>,
    progress: Channel<ImportProgress>,
) -> Result<Imported, Fault> {
    let presence = Arc::clone(there.inner());
    at_desk(&here, move |desk, i| {
        let _in_work = presence.work();
        // A window that is gone does not hear how far it is; the import goes on.
        let tell = move |p: ImportProgress| drop(progress.send(p));
        desk.import_from(i, &cases, &tell, &i.begin(Work::Cases))
    })
    .await
}

/// Stops long work of a kind at its next step.
#[tauri::command]
#[specta::specta]
fn cancel_work(here: Here<'_>, work: Work) {
    here.cancel(work);
}

#[tauri::command]
#[specta::specta]
async fn knowledge_page(here: Here<'_>) -> Result<KnowledgePage, Fault> {
    at_desk(&here, |desk, i| desk.knowledge_page(i)).await
}

#[tauri::command]
#[specta::specta]
async fn import_knowledge(
    here: Here<'_>,
    there: There<'_>,
    request: KnowledgeRequest,
    progress: Channel<KnowledgeProgress>,
) -> Result<Vec<SourceLine>, Fault> {
    let presence = Arc::clone(there.inner());
    at_desk(&here, move |desk, i| {
        let _in_work = presence.work();
        let tell = move |p: KnowledgeProgress| drop(progress.send(p));
        desk.import_knowledge_files(i, &request, &tell, &i.begin(Work::Knowledge))
    })
    .await
}

#[tauri::command]
#[specta::specta]
async fn settings_page(here: Here<'_>) -> Result<SettingsPage, Fault> {
    at_desk(&here, |desk, i| desk.settings_page(i)).await
}

#[tauri::command]
#[specta::specta]
async fn change_settings(here: Here<'_>, to: SettingsRequest) -> Result<(), Fault> {
    at_desk(&here, move |desk, i| desk.change_settings(i, &to)).await
}

#[tauri::command]
#[specta::specta]
async fn add_user(here: Here<'_>, user: NewUserRequest) -> Result<(), Fault> {
    at_desk(&here, move |desk, _| desk.add_user_by_form(&user)).await
}

#[tauri::command]
#[specta::specta]
async fn disable_user(here: Here<'_>, user: String) -> Result<(), Fault> {
    at_desk(&here, move |desk, _| desk.disable_user_named(&user)).await
}

#[tauri::command]
#[specta::specta]
async fn search_audit(here: Here<'_>, search: AuditRequest) -> Result<AuditPage, Fault> {
    at_desk(&here, move |desk, _| desk.search_audit(&search)).await
}

/// Every command with its types; what the window's bindings are generated from.
pub fn builder() -> Builder<Wry> {
    Builder::new().disable_serde_phases().error_handling(ErrorHandlingMode::Throw).commands(collect_commands![
        status,
        set_up,
        unlock,
        recover,
        lock_now,
        stir,
        worklist,
        case_page,
        search_terms,
        term,
        scan_note,
        record_signs,
        record_eligibility,
        labels,
        open_variants,
        filter_variants,
        panel_choices,
        panel_news,
        variant_rows,
        variant_place,
        explain_variant,
        variant_page,
        known_page,
        genome_place,
        genome_reads,
        decide_variant,
        criteria,
        points,
        quality_page,
        answer_doubt,
        consent_page,
        record_consent,
        report_page,
        preview_document,
        release_document,
        released_document,
        record_panel,
        hub_state,
        hub_page,
        import_cases,
        cancel_work,
        knowledge_page,
        import_knowledge,
        settings_page,
        change_settings,
        add_user,
        disable_user,
        search_audit,
    ])
}
