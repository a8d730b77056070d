use std::{
    collections::BTreeSet,
    fs::{self, File},
    io::{self, ErrorKind},
    path::PathBuf,
};

use consent::ConsentScope;
use domain::CaseId;
use sealed::{
    crypt4gh::Reader,
    envelope::{SecretKey, open_with, seal_to},
};
use sqlx::SqliteConnection;

use super::Session;
use crate::{
    FileKind, FileRecord, GenomeFile, KeyPurpose, Part, StagedFile, StoreError, disk,
    error::sealing,
    key_ring,
    table::{
        file::{self, FileRow},
        key,
    },
};

/// Opens one encrypted file as often as needed ([`Session::genome_file_opener`]).
pub struct GenomeFileOpener {
    path: PathBuf,
    secret: SecretKey,
    plain_len: u64,
}

impl GenomeFileOpener {
    pub(crate) fn new(path: PathBuf, secret: SecretKey, plain_len: u64) -> Self {
        Self { path, secret, plain_len }
    }

    /// Length of its plain content in bytes.
    pub fn length(&self) -> u64 {
        self.plain_len
    }

    /// Opens the file at its start, with a cursor of its own.
    ///
    /// # Errors
    /// An I/O error where it cannot be read or is damaged.
    pub fn open(&self) -> io::Result<Reader<File>> {
        let file = File::open(&self.path)?;
        Reader::open_expecting(file, &self.secret, self.plain_len)
            .map_err(|source| io::Error::new(ErrorKind::InvalidData, source))
    }
}

impl std::fmt::Debug for GenomeFileOpener {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("GenomeFileOpener").finish_non_exhaustive()
    }
}

impl Session {
    /// Begins an encrypted file of a case, under a new key of its own.
    ///
    /// # Errors
    /// [`StoreError::DiskFull`], [`StoreError::NotWritable`].
    pub fn new_genome_file(&self, case: &CaseId, kind: FileKind) -> Result<GenomeFile, StoreError> {
        GenomeFile::create(&self.home().genomes(), case, kind, &mut self.environment().random.clone())
    }

    /// Adds a finished file to a case that is there, in place of one of the same kind, whose key is destroyed. For what is
    /// made from the case, such as the variant table: that is no event.
    ///
    /// # Errors
    /// [`StoreError::OtherCase`], [`StoreError::UnknownCase`], errors of writing; then the file is removed.
    pub fn keep_file(&self, case: &CaseId, mut staged: StagedFile) -> Result<(), StoreError> {
        let kind = staged.kind().clone();
        let old = self.write(async |db| {
            if key::purposes(db, Some(case)).await?.is_empty() {
                return Err(StoreError::UnknownCase { case: case.clone() });
            }
            let old = self.drop_file_in(db, case, &kind).await?;
            self.keep_file_in(db, case, &staged).await?;
            Ok(old)
        })?;
        staged.keep();
        if let Some(old) = old {
            self.database.truncate_log()?;
            disk::remove(&old)?;
        }
        Ok(())
    }

    /// The files of a case. Every slice is there, whatever is in it.
    ///
    /// # Errors
    /// [`StoreError::Malformed`] where the database was changed by others.
    pub fn file_kinds(&self, case: &CaseId) -> Result<Vec<FileKind>, StoreError> {
        self.read(async |db| file::kinds(db, case).await)
    }

    /// Length and hash of the plain content of a file, within the scope.
    ///
    /// # Errors
    /// As [`Session::open_genome_file`].
    pub fn file_record(&self, case: &CaseId, kind: &FileKind, scope: &ConsentScope) -> Result<FileRecord, StoreError> {
        self.unsealed(case, kind, scope).map(|(_, _, record)| record)
    }

    /// Opens an encrypted file at random access, within the scope. Blocks are decrypted in memory.
    ///
    /// # Errors
    /// [`StoreError::OutOfScope`] for a slice that the consents do not open, [`StoreError::NotIncluded`] for the data of
    /// a person who takes no part, [`StoreError::BareScope`], [`StoreError::UnknownFile`], [`StoreError::NoKey`], [`StoreError::KeyDestroyed`], [`StoreError::FileDamaged`].
    pub fn open_genome_file(
        &self,
        case: &CaseId,
        kind: &FileKind,
        scope: &ConsentScope,
    ) -> Result<Reader<File>, StoreError> {
        let (path, secret, record) = self.unsealed(case, kind, scope)?;
        let damaged = |source| StoreError::FileDamaged {
            case: case.clone(),
            kind: kind.clone(),
            path: path.clone(),
            source: Box::new(source),
        };
        let file = File::open(&path).map_err(|source| damaged(source.into()))?;
        Reader::open_expecting(file, &secret, record.plain_len).map_err(damaged)
    }

    /// What opens an encrypted file again and again, also from other threads, within the scope of this moment. Its key is
    /// wiped from memory when it is dropped.
    ///
    /// # Errors
    /// As [`Session::open_genome_file`].
    pub fn genome_file_opener(
        &self,
        case: &CaseId,
        kind: &FileKind,
        scope: &ConsentScope,
    ) -> Result<GenomeFileOpener, StoreError> {
        let (path, secret, record) = self.unsealed(case, kind, scope)?;
        Ok(GenomeFileOpener::new(path, secret, record.plain_len))
    }

    fn unsealed(
        &self,
        case: &CaseId,
        kind: &FileKind,
        scope: &ConsentScope,
    ) -> Result<(PathBuf, SecretKey, FileRecord), StoreError> {
        if scope.breadth().is_some() {
            return Err(StoreError::BareScope { case: case.clone() });
        }
        match &kind.part {
            Part::Person { person } if !scope.includes(person) => {
                return Err(StoreError::NotIncluded { person: person.clone() });
            }
            Part::Slice { person, category } if !scope.opens_slice(person, *category) => {
                return Err(StoreError::OutOfScope { person: person.clone(), category: *category });
            }
            _ => {}
        }
        let purpose = KeyPurpose::File { case: case.clone(), kind: kind.clone() };
        self.read(async |db| {
            let unknown = || StoreError::UnknownFile { case: case.clone(), kind: kind.clone() };
            let row = file::get(db, case, kind).await?.ok_or_else(unknown)?;
            let secret = SecretKey::from(*self.holder.open(db, &purpose).await?);
            let plain = open_with(&secret, &record_aad(&purpose), &row.record).map_err(sealing(RECORD))?;
            let record = serde_json::from_slice(&plain).map_err(|_| StoreError::Malformed { what: RECORD })?;
            Ok((self.place_of(&row.path), secret, record))
        })
    }

    fn place_of(&self, path: &str) -> PathBuf {
        path.split('/').fold(self.home().genomes(), |place, name| place.join(name))
    }

    /// Gives a finished file to a case.
    pub(super) async fn keep_file_in(
        &self,
        db: &mut SqliteConnection,
        case: &CaseId,
        staged: &StagedFile,
    ) -> Result<(), StoreError> {
        let kind = staged.kind();
        if staged.case() != case {
            let written_for = staged.case().clone();
            return Err(StoreError::OtherCase { case: case.clone(), kind: kind.clone(), written_for });
        }
        let purpose = KeyPurpose::File { case: case.clone(), kind: kind.clone() };
        let mut random = self.environment().random.clone();
        let (secret, public) = (staged.secret(), staged.secret().public_key());
        key_ring::keep(db, &purpose, public.as_bytes(), secret.as_bytes(), &mut random).await?;
        let record =
            serde_json::to_vec(&staged.record()).map_err(|source| StoreError::Json { what: RECORD, source })?;
        let record = seal_to(&public, &record_aad(&purpose), &record, &mut random).map_err(sealing(RECORD))?;
        file::put(db, case, kind, &FileRow { path: staged.name(), record }).await
    }

    /// Takes a file from a case and destroys its key; the file itself is to be removed after the transaction.
    pub(crate) async fn drop_file_in(
        &self,
        db: &mut SqliteConnection,
        case: &CaseId,
        kind: &FileKind,
    ) -> Result<Option<PathBuf>, StoreError> {
        let Some(row) = file::get(db, case, kind).await? else { return Ok(None) };
        file::delete(db, case, kind).await?;
        key::destroy(db, &KeyPurpose::File { case: case.clone(), kind: kind.clone() }).await?;
        Ok(Some(self.place_of(&row.path)))
    }

    /// Removes the encrypted files that belong to no case: a crash came before their import was finished.
    pub(super) fn remove_orphans(&self) -> Result<(), StoreError> {
        let known: BTreeSet<PathBuf> =
            self.read(async |db| file::paths(db).await)?.iter().map(|path| self.place_of(path)).collect();
        let genomes = self.home().genomes();
        let folders = match fs::read_dir(&genomes) {
            Ok(folders) => folders,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
            Err(error) => return Err(disk::at(&genomes)(error)),
        };
        for folder in folders {
            let folder = folder.map_err(disk::at(&genomes))?.path();
            if !folder.is_dir() {
                continue;
            }
            for file in fs::read_dir(&folder).map_err(disk::at(&folder))? {
                let file = file.map_err(disk::at(&folder))?.path();
                if file.extension().is_some_and(|end| end == "c4gh") && !known.contains(&file) {
                    disk::remove(&file)?;
                }
            }
            // Only an empty folder goes.
            let _ = fs::remove_dir(&folder);
        }
        Ok(())
    }
}

const RECORD: &str = "the record of an encrypted file";

fn record_aad(purpose: &KeyPurpose) -> Vec<u8> {
    format!("shirube file record 1 {purpose}").into_bytes()
}
