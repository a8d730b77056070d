//! Reference data that the settings name and that cannot be read.

use std::{fs, sync::atomic::AtomicBool};

use workbench::{
    Role, WorkbenchError, demo_hub,
    view::knowledge::{KnowledgeFileRequest, KnowledgeRequest},
    view::session::UnlockRequest,
};

use crate::hospital::{Hospital, PASSPHRASE, case};

#[test]
fn reference_data_of_another_version_keep_nobody_out_but_cases_shut_until_they_are_imported_again() {
    let hospital = Hospital::with(&["family-1"]);
    let installation = hospital.installation();
    let mut settings = installation.settings().expect("settings");
    settings.knowledge = Some("knowledge/old".into());
    settings.write(installation.home()).expect("written");
    let old = installation.home().join("knowledge/old");
    fs::create_dir_all(&old).expect("a folder");
    fs::write(old.join("manifest.json"), r#"{"schema":"shirube.knowledge/1","sources":[]}"#).expect("a manifest");

    let unlock = UnlockRequest { user: Role::Geneticist.name().into(), passphrase: PASSPHRASE.to_owned().into() };
    installation.unlock(&unlock).expect("nobody is kept out");
    let desk = installation.desk().expect("signed in");
    let page = desk.knowledge_page(&installation).expect("a page");
    let unread = page.unread.expect("it is said");
    assert!(unread.contains("shirube.knowledge/1") && unread.contains("import the sources again"), "{unread}");
    assert_eq!((page.sources, page.panels), (Vec::new(), Vec::new()), "the starter pack is not passed off as theirs");
    let refused = |error: WorkbenchError| matches!(error, WorkbenchError::ReferenceUnread { .. });
    assert!(desk.worklist().is_err_and(refused), "which decisions may be seen is not known");
    assert!(desk.open_variants_of("family-1").is_err_and(refused), "no genome is read");
    let hub = demo_hub().expect("the demonstration hub");
    assert!(desk.import(&hub, Some(&case("family-2"))).is_err_and(refused), "none is sealed by other lists");

    let panel = hospital.write("panel.tsv", "FGFR2\nTWIST1\n");
    let file = KnowledgeFileRequest { kind: "panel".into(), assembly: None, path: panel.display().to_string() };
    let request = KnowledgeRequest { files: vec![file] };
    desk.import_knowledge_files(&installation, &request, &|_| (), &AtomicBool::new(false)).expect("imported again");
    drop(desk);
    installation.unlock(&unlock).expect("signed in again");
    let desk = installation.desk().expect("signed in");
    assert_eq!(desk.knowledge_page(&installation).expect("a page").unread, None);
    desk.open_variants_of("family-1").expect("genomes are open again");
}
