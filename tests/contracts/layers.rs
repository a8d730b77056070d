//! Who imports whom: the rooms form the DAG of the architecture, and a heavy library lives in one room.

#![allow(clippy::expect_used, clippy::panic, reason = "a test ends where something is not as it must be")]

use std::collections::{BTreeMap, BTreeSet};

use cargo_metadata::{DependencyKind, Metadata, MetadataCommand};

/// Room, and the rooms that it may import.
const ROOMS: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("sealed", &["domain"]),
    ("fhir", &["domain"]),
    ("consent", &["domain"]),
    ("store", &["domain", "sealed", "consent"]),
    ("variants", &["domain", "sealed", "consent"]),
    ("knowledge", &["domain", "variants"]),
    ("ranking", &["domain", "variants", "knowledge"]),
    ("review", &["domain", "consent", "variants", "knowledge", "ranking"]),
    ("documents", &["domain", "consent", "fhir", "knowledge", "review"]),
    ("hub", &["domain", "sealed", "fhir", "consent"]),
    ("testkit", &["domain", "sealed", "fhir", "consent"]),
    (
        "workbench",
        &[
            "domain",
            "sealed",
            "fhir",
            "consent",
            "hub",
            "store",
            "variants",
            "knowledge",
            "ranking",
            "review",
            "documents",
        ],
    ),
    ("cli", &["workbench"]),
    ("shell", &["workbench"]),
];

/// A heavy library, and the rooms that may name it.
const FENCED: &[(&str, &[&str])] = &[
    ("noodles", &["variants", "testkit"]),
    ("noodles-bgzf", &["variants", "testkit", "fuzz"]),
    ("sqlx", &["store"]),
    ("libsqlite3-sys", &["store"]),
    ("keyring", &["store"]),
    ("keyring-core", &["store"]),
    ("tauri", &["shell"]),
    ("tauri-build", &["shell"]),
    ("tauri-specta", &["shell"]),
    ("specta-typescript", &["shell"]),
    ("specta", &["workbench", "shell"]),
    ("fantoccini", &["end-to-end"]),
    ("tokio", &["store", "end-to-end"]),
    ("typst", &["documents"]),
    ("typst-pdf", &["documents"]),
    ("typst-layout", &["documents"]),
    ("plotters", &["documents"]),
    ("plotters-backend", &["documents"]),
    ("printpdf", &["documents"]),
    ("qrcodegen", &["documents"]),
    ("clap", &["cli", "xtask"]),
    ("anyhow", &["cli", "xtask", "testkit", "end-to-end"]),
];

fn metadata() -> Metadata {
    MetadataCommand::new().no_deps().other_options(["--offline".to_owned()]).exec().expect("cargo metadata")
}

/// Package name to the names of its normal and build dependencies.
fn imports(metadata: &Metadata) -> BTreeMap<String, BTreeSet<String>> {
    let names = |p: &cargo_metadata::Package| {
        p.dependencies.iter().filter(|d| d.kind != DependencyKind::Development).map(|d| d.name.clone()).collect()
    };
    metadata.packages.iter().map(|p| (p.name.to_string(), names(p))).collect()
}

#[test]
fn the_rooms_import_only_what_the_architecture_allows() {
    let imports = imports(&metadata());
    let rooms: BTreeSet<&str> = ROOMS.iter().map(|(room, _)| *room).collect();
    for (room, allowed) in ROOMS {
        let found = imports.get(*room).unwrap_or_else(|| panic!("{room} is a member of the workspace"));
        let wrong: Vec<_> =
            found.iter().filter(|d| rooms.contains(d.as_str()) && !allowed.contains(&d.as_str())).collect();
        assert!(wrong.is_empty(), "{room} imports {wrong:?}, which the architecture does not allow");
    }
    let free = ["xtask", "end-to-end", "fuzz"];
    let unknown: Vec<_> =
        imports.keys().filter(|p| !rooms.contains(p.as_str()) && !free.contains(&p.as_str())).collect();
    assert!(unknown.is_empty(), "a new room must be placed in the DAG: {unknown:?}");
}

#[test]
fn a_heavy_library_lives_in_one_room() {
    let imports = imports(&metadata());
    for (library, homes) in FENCED {
        for (package, found) in &imports {
            assert!(
                !found.contains(*library) || homes.contains(&package.as_str()),
                "{package} imports {library}, which lives in {homes:?}"
            );
        }
    }
}
