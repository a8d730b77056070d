//! What ships with the program and the demonstration is made from: `assets/knowledge` and `assets/panels`.

use std::{collections::BTreeSet, fs, io::Read, path::PathBuf};

use anyhow::{Context, Result};
use consent::SensitiveLists;
use flate2::read::MultiGzDecoder;

/// A file below `assets` of this repository.
fn path(name: &str) -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../assets")).join(name)
}

/// A gz text of `assets/knowledge`.
pub(crate) fn knowledge(name: &str) -> Result<String> {
    let path = path("knowledge").join(name);
    let bytes = fs::read(&path).with_context(|| format!("{}", path.display()))?;
    let mut text = String::new();
    MultiGzDecoder::new(bytes.as_slice())
        .read_to_string(&mut text)
        .with_context(|| format!("{}: expected a gz text", path.display()))?;
    Ok(text)
}

/// The genes of a panel of `assets/panels`.
pub(crate) fn panel(name: &str) -> Result<BTreeSet<String>> {
    let path = path("panels").join(format!("{name}.tsv"));
    let text = fs::read_to_string(&path).with_context(|| format!("{}", path.display()))?;
    let rows = text.lines().filter(|line| !line.starts_with('#')).skip(1);
    Ok(rows.filter_map(|row| row.split('\t').next()).map(str::to_owned).collect())
}

/// The lists of sensitive genes that ship with the program.
pub(crate) fn sensitive() -> Result<SensitiveLists> {
    let mut lists = SensitiveLists::default();
    for name in ["acmg_sf_v3.2", "sensitive_adult_onset"] {
        let path = path("knowledge").join(format!("{name}.tsv"));
        let text = fs::read_to_string(&path).with_context(|| format!("{}", path.display()))?;
        lists.add_tsv(name, &text).with_context(|| format!("{}", path.display()))?;
    }
    Ok(lists)
}
