//! Files that are whole or not there: temporary file, fsync, rename, fsync of the folder.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, ErrorKind, Write},
    path::Path,
};

use crate::StoreError;

/// For `map_err`: something about `path` failed.
pub(crate) fn at(path: &Path) -> impl Fn(io::Error) -> StoreError {
    let path = path.to_owned();
    move |source| match source.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => StoreError::DiskFull { path: path.clone() },
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => {
            StoreError::NotWritable { path: path.clone(), source: Box::new(source) }
        }
        _ => StoreError::Io { path: path.clone(), source },
    }
}

/// A new file that only this user may read; never one that exists.
pub(crate) fn create_new(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// A folder, with those above it, that only this user may read. One that exists is left as it is.
pub(crate) fn create_folder(path: &Path) -> Result<(), StoreError> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path).map_err(at(path))
}

/// Writes a new file to the disk, which must not be there.
pub(crate) fn write_new(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    let write = || {
        let mut file = create_new(path)?;
        file.write_all(bytes)?;
        file.sync_all()
    };
    write().map_err(|error| {
        if error.kind() != ErrorKind::AlreadyExists {
            let _ = fs::remove_file(path);
        }
        at(path)(error)
    })?;
    sync_folder_of(path)
}

/// Puts new contents in place of a file, at once: after a crash either the old or the new contents are there.
///
/// # Errors
/// [`StoreError::NotWritable`], [`StoreError::DiskFull`], [`StoreError::Io`].
pub fn replace(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    let temporary = path.with_extension("tmp");
    match fs::remove_file(&temporary) {
        Err(error) if error.kind() != ErrorKind::NotFound => return Err(at(&temporary)(error)),
        _ => {}
    }
    write_new(&temporary, bytes)?;
    rename(&temporary, path)
}

/// Renames, so that a crash leaves one of the two names.
pub(crate) fn rename(from: &Path, to: &Path) -> Result<(), StoreError> {
    fs::rename(from, to).map_err(at(to))?;
    sync_folder_of(to)
}

/// Removes a file that may be gone already.
pub(crate) fn remove(path: &Path) -> Result<(), StoreError> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(at(path)(error)),
        _ => Ok(()),
    }
}

/// Puts the names in a folder on the disk. Windows does that with the file and opens no folder.
pub(crate) fn sync_folder_of(path: &Path) -> Result<(), StoreError> {
    #[cfg(unix)]
    if let Some(folder) = path.parent() {
        File::open(folder).and_then(|folder| folder.sync_all()).map_err(at(folder))?;
    }
    #[cfg(not(unix))]
    let _ = path;
    Ok(())
}
