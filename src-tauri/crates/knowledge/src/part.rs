use std::{
    io::Read,
    path::{Path, PathBuf},
    sync::OnceLock,
};

use serde::{Deserialize, Serialize};

use crate::{
    Error, Source, SourceKind,
    lookup::Content,
    reading::{read_file, sha256_hex},
};

/// Largest stored file, unpacked (ClinVar of 2026: about 60 MB).
const MAX_STORED: u64 = 1 << 30;

/// One source and what it holds. ClinVar is large and seldom asked: it stays on the disk until then.
#[derive(Debug)]
pub(crate) struct Part {
    pub(crate) source: Source,
    content: OnceLock<Content>,
    /// Where it lies, for what has not been read yet.
    stored: Option<Stored>,
}

/// A stored file that has not been read.
#[derive(Debug)]
pub(crate) struct Stored {
    pub(crate) path: PathBuf,
    pub(crate) sha256: String,
}

/// The stored form.
#[derive(Serialize)]
struct Written<'a> {
    source: &'a Source,
    content: &'a Content,
}

#[derive(Deserialize)]
struct ReadBack {
    source: Source,
    content: Content,
}

impl Part {
    pub(crate) fn new(source: Source, content: Content) -> Self {
        Self { source, content: OnceLock::from(content), stored: None }
    }

    /// A part of a folder: what is small is read and checked now, ClinVar when it is asked.
    pub(crate) fn open(source: &Source, stored: Stored) -> Result<Self, Error> {
        let part = Self { source: source.clone(), content: OnceLock::new(), stored: Some(stored) };
        if part.source.kind != SourceKind::ClinVar {
            part.content()?;
        }
        Ok(part)
    }

    /// What it holds, read now where it was not.
    pub(crate) fn content(&self) -> Result<&Content, Error> {
        if let Some(content) = self.content.get() {
            return Ok(content);
        }
        let Some(stored) = &self.stored else { return Err(Error::Missing { kind: self.source.kind }) };
        let read = load(&stored.path, &stored.sha256, &self.source)?;
        Ok(self.content.get_or_init(|| read))
    }

    /// What it holds, where it is in memory.
    pub(crate) fn in_memory(&self) -> Option<&Content> {
        self.content.get()
    }

    /// The stored form, not compressed.
    pub(crate) fn to_bytes(&self, folder: &Path) -> Result<Vec<u8>, Error> {
        let written = Written { source: &self.source, content: self.content()? };
        postcard::to_stdvec(&written)
            .map_err(|source| Error::Store { path: folder.join(self.source.kind.name()), source })
    }
}

fn load(path: &Path, sha256: &str, source: &Source) -> Result<Content, Error> {
    let damaged = |what: String| Error::Damaged { path: path.to_owned(), what };
    let bytes = read_file(path)?;
    if sha256_hex(&bytes) != sha256 {
        return Err(damaged("its SHA-256 is not that of the manifest".to_owned()));
    }
    let mut plain = Vec::new();
    zstd::Decoder::new(&bytes[..])
        .and_then(|decoder| decoder.take(MAX_STORED).read_to_end(&mut plain))
        .map_err(|source| damaged(source.to_string()))?;
    let part: ReadBack = postcard::from_bytes(&plain).map_err(|source| damaged(source.to_string()))?;
    if &part.source != source {
        return Err(damaged("it comes from another source than the manifest says".to_owned()));
    }
    Ok(part.content)
}
