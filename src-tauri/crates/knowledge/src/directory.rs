//! Reference data on a disk: one compressed file per source and a manifest that names them with their hashes.
//!
//! The manifest is what counts. A change writes new files beside the old ones, then puts a new manifest in place in one
//! step, then takes away what no manifest names: at every moment the folder holds the old data or the new.

use std::{
    fs,
    io::{self, Write},
    path::Path,
};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{
    Error, Knowledge, Panel, Source, SourceKind,
    part::{Part, Stored},
    reading::{read_file, sha256_hex},
};

/// 2 has the definitions of terms, 3 the days and colours of panels.
const SCHEMA: &str = "shirube.knowledge/3";
const MANIFEST: &str = "manifest.json";
const ENDING: &str = ".postcard.zst";
const TEMPORARY: &str = ".partial";
/// Compression: smaller is of no use, larger is read more slowly.
const LEVEL: i32 = 12;

#[derive(Deserialize)]
struct Header {
    schema: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Manifest {
    schema: String,
    sources: Vec<Entry>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    source: Source,
    stored_file: String,
    stored_sha256: String,
}

impl Knowledge {
    /// Writes the reference data into a folder, which is made where it is missing; what the folder held before is
    /// replaced as a whole or, on any error, stays as it was.
    ///
    /// # Errors
    /// [`Error::Io`] with the path that could not be written.
    pub fn save(&self, folder: &Path) -> Result<(), Error> {
        fs::create_dir_all(folder).map_err(io_error(folder, "making the folder"))?;
        let mut sources = Vec::new();
        for part in self.parts() {
            let bytes = pack(part, folder)?;
            let stored_sha256 = sha256_hex(&bytes);
            let stored_file = format!("{}-{}{ENDING}", part.source.kind, &stored_sha256[..16]);
            write(folder, &stored_file, &bytes)?;
            sources.push(Entry { source: part.source.clone(), stored_file, stored_sha256 });
        }
        let manifest = Manifest { schema: SCHEMA.to_owned(), sources };
        let path = folder.join(MANIFEST);
        let mut json = serde_json::to_vec_pretty(&manifest).map_err(|source| Error::Io {
            path,
            doing: "writing the manifest",
            source: source.into(),
        })?;
        json.push(b'\n');
        sync_folder(folder)?;
        write(folder, MANIFEST, &json)?;
        sync_folder(folder)?;
        remove_unnamed(folder, &manifest)
    }

    /// Opens the reference data of a folder; every file is checked against its hash when it
    /// is read, ClinVar when it is asked for the first time.
    ///
    /// # Errors
    /// [`Error::NotKnowledge`] where there is none, [`Error::Schema`] where another version of the program wrote it,
    /// [`Error::Damaged`] where a file is missing or changed.
    pub fn open(folder: &Path) -> Result<Self, Error> {
        let parts: Vec<_> = manifest(folder)?.sources.par_iter().map(|entry| load(folder, entry)).collect();
        Ok(Self::from_parts(parts.into_iter().collect::<Result<_, _>>()?))
    }

    /// One panel of the reference data of a folder, of which nothing else is read; `None` where it has none of this name.
    ///
    /// # Errors
    /// As [`Knowledge::open`].
    pub fn open_panel(folder: &Path, name: &str) -> Result<Option<Panel>, Error> {
        let is_panel = |source: &Source| matches!(source.kind, SourceKind::Panel | SourceKind::PanelApp);
        let manifest = manifest(folder)?;
        let entry = manifest.sources.iter().find(|entry| is_panel(&entry.source) && entry.source.part == name);
        let Some(part) = entry.map(|entry| load(folder, entry)).transpose()? else { return Ok(None) };
        Ok(Self::from_parts(vec![part]).panel(name).cloned())
    }
}

fn manifest(folder: &Path) -> Result<Manifest, Error> {
    let path = folder.join(MANIFEST);
    if !path.is_file() {
        return Err(Error::NotKnowledge { path: folder.to_owned() });
    }
    let json = read_file(&path)?;
    let damaged = |source: serde_json::Error| Error::Damaged { path: path.clone(), what: source.to_string() };
    let header: Header = serde_json::from_slice(&json).map_err(damaged)?;
    if header.schema != SCHEMA {
        return Err(Error::Schema { path, found: header.schema, expected: SCHEMA });
    }
    serde_json::from_slice(&json).map_err(damaged)
}

fn io_error(path: &Path, doing: &'static str) -> impl FnOnce(io::Error) -> Error {
    move |source| Error::Io { path: path.to_owned(), doing, source }
}

fn pack(part: &Part, folder: &Path) -> Result<Vec<u8>, Error> {
    zstd::encode_all(&part.to_bytes(folder)?[..], LEVEL).map_err(io_error(folder, "compressing"))
}

/// Writes a file under another name, brings it to the disk and only then gives it its name.
fn write(folder: &Path, name: &str, bytes: &[u8]) -> Result<(), Error> {
    let path = folder.join(name);
    let partial = folder.join(format!("{name}{TEMPORARY}"));
    let written = fs::File::create(&partial)
        .and_then(|mut file| file.write_all(bytes).and_then(|()| file.sync_all()))
        .and_then(|()| fs::rename(&partial, &path));
    written.map_err(|source| {
        // What cannot be written may be what cannot be removed; the error that is told is the first.
        let _ = fs::remove_file(&partial);
        Error::Io { path, doing: "writing", source }
    })
}

/// Brings the names in a folder to the disk. Windows does so by itself and cannot open a folder as a file.
fn sync_folder(folder: &Path) -> Result<(), Error> {
    if cfg!(windows) {
        return Ok(());
    }
    fs::File::open(folder).and_then(|file| file.sync_all()).map_err(io_error(folder, "writing"))
}

/// Takes away stored files that the manifest does not name.
fn remove_unnamed(folder: &Path, manifest: &Manifest) -> Result<(), Error> {
    for entry in fs::read_dir(folder).map_err(io_error(folder, "listing"))? {
        let path = entry.map_err(io_error(folder, "listing"))?.path();
        let Some(name) = path.file_name().and_then(|name| name.to_str()) else { continue };
        let is_ours = name.strip_suffix(TEMPORARY).unwrap_or(name).ends_with(ENDING);
        if is_ours && !manifest.sources.iter().any(|source| source.stored_file == name) {
            fs::remove_file(&path).map_err(io_error(&path, "removing"))?;
        }
    }
    Ok(())
}

fn load(folder: &Path, entry: &Entry) -> Result<Part, Error> {
    let path = folder.join(&entry.stored_file);
    if entry.stored_file.contains(['/', '\\']) || !path.is_file() {
        let what = "the file that the manifest names is missing".to_owned();
        return Err(Error::Damaged { path, what });
    }
    Part::open(&entry.source, Stored { path, sha256: entry.stored_sha256.clone() })
}
