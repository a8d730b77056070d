//! One line: `shirube-device-key-1`, a space, 64 lower-case hexadecimal digits.

use std::{
    fs::File,
    io::{ErrorKind, Read},
    path::Path,
};

use sealed::envelope::DeviceKey;
use zeroize::Zeroizing;

use crate::{StoreError, disk, hex};

const HEAD: &str = "shirube-device-key-1 ";

pub(super) fn create(path: &Path, key: &DeviceKey) -> Result<(), StoreError> {
    let line = Zeroizing::new(format!("{HEAD}{}\n", hex::encode(key.as_bytes())));
    disk::write_new(path, line.as_bytes()).map_err(|error| match error {
        StoreError::Io { path, source } if source.kind() == ErrorKind::AlreadyExists => {
            StoreError::KeyFileExists { path }
        }
        other => other,
    })
}

pub(super) fn read(path: &Path) -> Result<DeviceKey, StoreError> {
    let mut text = Zeroizing::new(String::new());
    let malformed = || StoreError::KeyFileMalformed { path: path.to_owned() };
    // A key file is short; anything else is not read.
    let read = File::open(path).and_then(|file| file.take(256).read_to_string(&mut text));
    read.map_err(|error| match error.kind() {
        ErrorKind::NotFound | ErrorKind::NotADirectory => StoreError::KeyFileMissing { path: path.to_owned() },
        ErrorKind::InvalidData | ErrorKind::IsADirectory => malformed(),
        _ => StoreError::Io { path: path.to_owned(), source: error },
    })?;
    let digits = text.trim_end().strip_prefix(HEAD).ok_or_else(malformed)?;
    let bytes = Zeroizing::new(hex::decode(digits).ok_or_else(malformed)?);
    <[u8; 32]>::try_from(bytes.as_slice()).map(DeviceKey::from).map_err(|_| malformed())
}
