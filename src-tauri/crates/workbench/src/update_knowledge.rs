//! `knowledge update`: reference data from their official places, all or nothing.

use std::path::Path;

use hub::download;
use knowledge::{Knowledge, Source, SourceKind};
use serde::Serialize;

use crate::{
    KnowledgeFile, WorkbenchError,
    import_knowledge::{import_knowledge, version_of},
};

/// The list that ships.
const HEADER: &str = "kind\taddress\tfile\tmost_mib";
const PLACES: &str = include_str!("../../../../assets/knowledge/places.tsv");

/// Where a file of reference data is fetched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnowledgePlace {
    /// What it is.
    pub kind: SourceKind,
    /// Its address: `https`, or `http` of this device.
    pub address: String,
    /// The name it is kept under.
    pub file: String,
    /// The most bytes that it may have.
    pub most: u64,
}

/// What an update did to one file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct UpdatedSource {
    /// The kind of file.
    pub kind: &'static str,
    /// Its name.
    pub file: String,
    /// The release that was there before, where it stated one.
    pub before: Option<String>,
    /// The release that is there now, where it states one.
    pub after: Option<String>,
    /// True where the bytes are others than before.
    pub changed: bool,
    /// SHA-256 of the file, 64 hex digits.
    pub sha256: String,
}

/// Reads a list of places: tab-separated, with the columns `kind`, `address`, `file` and `most_mib`; lines that begin with `#`
/// are passed over.
///
/// # Errors
/// [`WorkbenchError::File`]; [`WorkbenchError::Unknown`] names the line.
pub fn knowledge_places(list: Option<&Path>) -> Result<Vec<KnowledgePlace>, WorkbenchError> {
    let text = match list {
        Some(path) => std::fs::read_to_string(path).map_err(|source| WorkbenchError::file(path, source))?,
        None => PLACES.to_owned(),
    };
    let name = list.map_or_else(|| "places.tsv".to_owned(), |path| path.display().to_string());
    let mut lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#'));
    let (number, header) = lines.next().unwrap_or_default();
    if header != HEADER {
        let expected = format!("the header {HEADER:?} ({name}:{})", number + 1);
        return Err(WorkbenchError::Unknown { what: "list of places", text: header.to_owned(), expected });
    }
    lines.map(|(number, line)| place(&name, number + 1, line)).collect()
}

fn place(list: &str, line: usize, text: &str) -> Result<KnowledgePlace, WorkbenchError> {
    let wrong = |expected: String| {
        let expected = format!("{expected} ({list}:{line})");
        WorkbenchError::Unknown { what: "place of reference data", text: text.to_owned(), expected }
    };
    let [kind, address, file, most] = text.split('\t').collect::<Vec<_>>()[..] else {
        return Err(wrong("kind, address, file and most_mib, with tabs between".to_owned()));
    };
    let kinds = || SourceKind::ALL.map(SourceKind::name).join(", ");
    let known = SourceKind::ALL.into_iter().find(|known| known.name() == kind);
    if file.is_empty() || file.contains(['/', '\\']) || file.starts_with('.') {
        return Err(wrong("a plain name for the file".to_owned()));
    }
    Ok(KnowledgePlace {
        kind: known.ok_or_else(|| wrong(format!("one of the kinds {}", kinds())))?,
        address: address.to_owned(),
        file: file.to_owned(),
        most: most.parse::<u64>().map_err(|_| wrong("a number of MiB".to_owned()))?.saturating_mul(1 << 20),
    })
}

/// Fetches every file, reads all of them, then writes the directory; an existing one is extended. Where one cannot be
/// fetched or read nothing is changed. `say` is called before each with its number from 1 and how many there are.
///
/// # Errors
/// [`WorkbenchError::Download`]; as [`import_knowledge`](crate::import_knowledge).
pub fn update_knowledge(
    places: &[KnowledgePlace],
    into: &Path,
    say: &dyn Fn(usize, usize, &KnowledgePlace),
) -> Result<Vec<UpdatedSource>, WorkbenchError> {
    let mut name = into.file_name().unwrap_or_default().to_owned();
    name.push(format!(".fetched-{}", std::process::id()));
    let folder = into.with_file_name(name);
    std::fs::create_dir_all(&folder).map_err(|source| WorkbenchError::file(&folder, source))?;
    let updated = fetch_and_import(places, &folder, into, say);
    // What was fetched goes, whatever came of it.
    let removed = std::fs::remove_dir_all(&folder).map_err(|source| WorkbenchError::file(&folder, source));
    let updated = updated?;
    removed.map(|()| updated)
}

fn fetch_and_import(
    places: &[KnowledgePlace],
    folder: &Path,
    into: &Path,
    say: &dyn Fn(usize, usize, &KnowledgePlace),
) -> Result<Vec<UpdatedSource>, WorkbenchError> {
    let before = if into.join("manifest.json").exists() { Some(Knowledge::open(into)?) } else { None };
    let sources = |knowledge: &Knowledge| knowledge.versions().cloned().collect::<Vec<Source>>();
    let before = before.as_ref().map(sources).unwrap_or_default();
    let mut files = Vec::new();
    for (number, place) in places.iter().enumerate() {
        say(number + 1, places.len(), place);
        let path = folder.join(&place.file);
        let sha256 = download(&place.address, &path, place.most)?.to_string();
        let known = before.iter().any(|source| source.kind == place.kind && source.sha256 == sha256);
        files.push((place, path, sha256, !known));
    }
    let changed: Vec<KnowledgeFile> = files
        .iter()
        .filter(|(.., changed)| *changed)
        .map(|(place, path, ..)| KnowledgeFile { kind: place.kind, assembly: None, path: path.clone() })
        .collect();
    if !changed.is_empty() {
        import_knowledge(&changed, into)?;
    }
    let after = sources(&Knowledge::open(into)?);
    let line = |(place, _, sha256, changed): (&KnowledgePlace, _, String, bool)| {
        let now = after.iter().find(|source| source.kind == place.kind && source.sha256 == sha256);
        let then = now.and_then(|now| before.iter().find(|s| s.kind == now.kind && s.part == now.part));
        let release = |source: Option<&Source>| source.map(version_of).and_then(|version| version.release);
        UpdatedSource {
            kind: place.kind.name(),
            file: place.file.clone(),
            before: release(then),
            after: release(now),
            changed,
            sha256,
        }
    };
    Ok(files.into_iter().map(line).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_that_ships_can_be_read() {
        let places = knowledge_places(None).expect("a list");
        assert!(places.iter().all(|place| place.address.starts_with("https://") && place.most > 0), "{places:?}");
        assert!(places.len() >= 10);
    }
}
