use std::{
    fs::File,
    io::{self, Write},
    path::{Path, PathBuf},
};

use domain::CaseId;
use sealed::{
    crypt4gh::Writer,
    digest::{Hasher, Sha256},
    envelope::SecretKey,
};
use serde::{Deserialize, Serialize};

use crate::{FileKind, GenomeFileOpener, Random, StoreError, disk, error::sealing};

/// What is recorded of the plain content of an encrypted file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileRecord {
    /// Plain bytes; without it a file cut between two blocks would look whole.
    pub plain_len: u64,
    /// SHA-256 of the plain content.
    pub sha256: Sha256,
}

/// An encrypted file that is being written, under a key of its own. It belongs to the case once it was finished and
/// taken over by [`Session::import_case`](crate::Session::import_case) or [`Session::keep_file`](crate::Session::keep_file);
/// until then it is removed when dropped, or after a crash at the next unlock.
pub struct GenomeFile {
    writer: Writer<File>,
    hasher: Hasher,
    staged: StagedFile,
}

/// An encrypted file that was finished and is on the disk, but belongs to no case yet.
pub struct StagedFile {
    case: CaseId,
    kind: FileKind,
    path: PathBuf,
    secret: SecretKey,
    record: FileRecord,
    kept: bool,
}

impl GenomeFile {
    pub(crate) fn create(
        genomes: &Path,
        case: &CaseId,
        kind: FileKind,
        random: &mut Random,
    ) -> Result<Self, StoreError> {
        let folder = genomes.join(case.as_str());
        disk::create_folder(&folder)?;
        disk::sync_folder_of(&folder)?;
        let mut name = [0; 16];
        rand_core::Rng::fill_bytes(random, &mut name);
        let path = folder.join(format!("{}.c4gh", crate::hex::encode(&name)));
        let file = disk::create_new(&path).map_err(disk::at(&path))?;
        let secret = SecretKey::generate(random);
        let record = FileRecord { plain_len: 0, sha256: Sha256::of(b"") };
        let recipient = secret.public_key();
        let staged = StagedFile { case: case.clone(), kind, path, secret, record, kept: false };
        let writer = Writer::new(file, &[recipient], random).map_err(|source| failed(&staged.path, source))?;
        Ok(Self { writer, hasher: Hasher::new(), staged })
    }

    /// Ends the file and puts it on the disk.
    ///
    /// # Errors
    /// [`StoreError::DiskFull`] and other errors of writing; then the file is removed.
    pub fn finish(self) -> Result<StagedFile, StoreError> {
        let Self { writer, hasher, mut staged } = self;
        let (file, plain_len) = writer.finish().map_err(|source| failed(&staged.path, source))?;
        file.sync_all().map_err(disk::at(&staged.path))?;
        disk::sync_folder_of(&staged.path)?;
        staged.record = FileRecord { plain_len, sha256: hasher.finish() };
        Ok(staged)
    }
}

fn failed(path: &Path, source: sealed::Error) -> StoreError {
    match source {
        sealed::Error::Io { source } => disk::at(path)(source),
        source => sealing("an encrypted file")(source),
    }
}

impl Write for GenomeFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.writer.write(bytes)?;
        self.hasher.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.writer.flush()
    }
}

impl StagedFile {
    /// The case that it was written for.
    pub fn case(&self) -> &CaseId {
        &self.case
    }

    /// What it is.
    pub fn kind(&self) -> &FileKind {
        &self.kind
    }

    /// Length and hash of its plain content.
    pub fn record(&self) -> FileRecord {
        self.record
    }

    /// Opens it, as often as needed, before it belongs to a case: for what is made from it in the same import.
    pub fn opener(&self) -> GenomeFileOpener {
        GenomeFileOpener::new(self.path.clone(), SecretKey::from(*self.secret.as_bytes()), self.record.plain_len)
    }

    pub(crate) fn secret(&self) -> &SecretKey {
        &self.secret
    }

    /// Its place below `genomes`, the same on every system.
    pub(crate) fn name(&self) -> String {
        let name = self.path.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
        format!("{}/{name}", self.case)
    }

    /// From now on a case has it.
    pub(crate) fn keep(&mut self) {
        self.kept = true;
    }
}

impl Drop for StagedFile {
    fn drop(&mut self) {
        if !self.kept {
            // What cannot be removed now is removed at the next unlock.
            let _ = std::fs::remove_file(&self.path);
        }
    }
}

impl std::fmt::Debug for StagedFile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("StagedFile").field("case", &self.case).field("kind", &self.kind).finish_non_exhaustive()
    }
}
