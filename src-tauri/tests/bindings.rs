//! The window's bindings are those that the commands give, and every command is declared and allowed.

#![allow(clippy::expect_used, reason = "a test ends where something is not as it must be")]

use std::{collections::BTreeSet, fs, path::Path};

use specta_typescript::Typescript;

fn here(path: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// Regenerate with `UPDATE_BINDINGS=1 cargo nextest run --package shell --test bindings`.
#[test]
#[allow(clippy::disallowed_methods, reason = "the person who changes a command asks for it")]
fn the_bindings_are_those_of_the_commands() {
    let folder = tempfile::tempdir().expect("a folder");
    let fresh = folder.path().join("bindings.ts");
    let header = "// Generated from the commands of the shell; not edited by hand.\n";
    shell::builder().export(Typescript::default().header(header), &fresh).expect("TypeScript");
    let generated = fs::read_to_string(&fresh).expect("read");
    let path = here("../ui/src/backend/bindings.ts");
    if std::env::var_os("UPDATE_BINDINGS").is_some() {
        fs::write(&path, &generated).expect("written");
    }
    let kept = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        kept == generated,
        "{} is not what the commands give: run this test with UPDATE_BINDINGS=1",
        path.display()
    );
}

#[test]
fn every_command_is_declared_and_allowed_and_no_other() {
    let quoted = |text: &str| -> BTreeSet<String> {
        let lines = text.lines().map(str::trim).filter_map(|l| l.strip_prefix('"')?.strip_suffix("\","));
        lines.map(str::to_owned).collect()
    };
    let declared = quoted(&fs::read_to_string(here("build.rs")).expect("build.rs"));
    let source = fs::read_to_string(here("src/commands.rs")).expect("commands.rs");
    let list = source.split("collect_commands![").nth(2).or_else(|| source.split("collect_commands![").nth(1));
    let list = list.and_then(|l| l.split(']').next()).expect("the list of commands");
    let commands: BTreeSet<String> =
        list.split(',').map(str::trim).filter(|c| !c.is_empty()).map(str::to_owned).collect();
    assert_eq!(commands, declared, "a command that is not declared would be open to every page");
    let capability = fs::read_to_string(here("capabilities/window.json")).expect("the capability");
    let capability: serde_json::Value = serde_json::from_str(&capability).expect("JSON");
    let allowed: BTreeSet<String> = capability["permissions"]
        .as_array()
        .expect("permissions")
        .iter()
        .filter_map(|p| p.as_str()?.strip_prefix("allow-"))
        .map(|p| p.replace('-', "_"))
        .collect();
    assert_eq!(commands, allowed, "the capability names exactly the commands");
}
