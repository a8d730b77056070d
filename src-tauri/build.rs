//! Declares the commands of the window: only these can be allowed, and only what a capability allows can be called.

/// Every command, as in `src/commands.rs`; a test holds the two lists equal.
const COMMANDS: &[&str] = &[
    "status",
    "set_up",
    "unlock",
    "recover",
    "lock_now",
    "stir",
    "worklist",
    "case_page",
    "search_terms",
    "term",
    "scan_note",
    "record_signs",
    "record_eligibility",
    "labels",
    "open_variants",
    "filter_variants",
    "panel_choices",
    "panel_news",
    "variant_rows",
    "variant_place",
    "explain_variant",
    "variant_page",
    "known_page",
    "genome_place",
    "genome_reads",
    "decide_variant",
    "criteria",
    "points",
    "quality_page",
    "answer_doubt",
    "consent_page",
    "record_consent",
    "report_page",
    "preview_document",
    "release_document",
    "released_document",
    "record_panel",
    "hub_state",
    "hub_page",
    "import_cases",
    "cancel_work",
    "knowledge_page",
    "import_knowledge",
    "settings_page",
    "change_settings",
    "add_user",
    "disable_user",
    "search_audit",
];

fn main() {
    let manifest = tauri_build::AppManifest::new().commands(COMMANDS);
    let attributes = tauri_build::Attributes::new().app_manifest(manifest);
    if let Err(error) = tauri_build::try_build(attributes) {
        println!("cargo::error={error:#}");
    }
}
