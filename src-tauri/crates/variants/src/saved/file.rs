use std::io::{BufWriter, SeekFrom, Write};

use domain::CaseId;
use sealed::symmetric::{self, SymmetricKey};

use super::{DIRECTORY, Directory, END, MAGIC, TRAILER, VERSION, associated};
use crate::{Error, Stream};

/// Where a table is written.
pub(super) struct Out<'a> {
    pub writer: BufWriter<&'a mut (dyn Write + Send)>,
    pub at: u64,
    pub file: &'a str,
}

impl Out<'_> {
    pub fn put(&mut self, bytes: &[u8]) -> Result<(), Error> {
        self.writer.write_all(bytes).map_err(|e| self.io(e))?;
        self.at += bytes.len() as u64;
        Ok(())
    }

    pub fn io(&self, source: std::io::Error) -> Error {
        Error::Io { file: self.file.to_owned(), source }
    }

    pub fn wrong(&self, what: String) -> Error {
        Error::Table { file: self.file.to_owned(), what }
    }

    pub fn length(&self, length: usize) -> Result<u32, Error> {
        u32::try_from(length).map_err(|_| self.wrong("a piece is longer than 4 GiB".to_owned()))
    }
}

/// Where a table is read from.
pub(super) struct In<S> {
    stream: S,
    length: u64,
    file: String,
}

impl<S: Stream> In<S> {
    pub fn new(mut stream: S, name: &str) -> Result<Self, Error> {
        let file = name.to_owned();
        let length = stream.seek(SeekFrom::End(0)).map_err(|source| Error::Io { file: file.clone(), source })?;
        Ok(Self { stream, length, file })
    }

    pub fn version(&mut self) -> Result<u32, Error> {
        if self.length < 12 + TRAILER {
            return Err(self.wrong("it is shorter than any table".to_owned()));
        }
        let head = self.bytes(0, 12)?;
        if head[..8] != *MAGIC {
            return Err(self.wrong("it does not begin as one".to_owned()));
        }
        let version = u32::from_le_bytes([head[8], head[9], head[10], head[11]]);
        if !(1..=VERSION).contains(&version) {
            return Err(self.wrong(format!("it has version {version}, this program reads versions 1 to {VERSION}")));
        }
        Ok(version)
    }

    pub fn directory(&mut self, case: &CaseId, key: &SymmetricKey) -> Result<Directory, Error> {
        let end = self.bytes(self.length - TRAILER, 20)?;
        if end[12..] != *END {
            return Err(self.wrong("its end is missing: it is cut off".to_owned()));
        }
        let place = end[..8].try_into().map_or(u64::MAX, u64::from_le_bytes);
        let length = end[8..12].try_into().map_or(u32::MAX, u32::from_le_bytes);
        if length > DIRECTORY || place.checked_add(length.into()) != Some(self.length - TRAILER) {
            return Err(self.wrong("its directory is not where it should be".to_owned()));
        }
        let bytes = self.bytes(place, length)?;
        let plain = symmetric::open(key, &associated(case, u32::MAX, "directory"), &bytes)
            .map_err(|source| Error::Sealed { file: self.file.clone(), source })?;
        postcard::from_bytes(&plain).map_err(|e| self.wrong(format!("its directory does not read: {e}")))
    }

    pub fn bytes(&mut self, place: u64, length: u32) -> Result<Vec<u8>, Error> {
        if place.checked_add(length.into()).is_none_or(|end| end > self.length) {
            return Err(self.wrong("a part lies behind its end: it is cut off".to_owned()));
        }
        let mut bytes = vec![0; usize::try_from(length).unwrap_or(0)];
        self.stream.seek(SeekFrom::Start(place)).map_err(|e| self.io(e))?;
        self.stream.read_exact(&mut bytes).map_err(|e| self.io(e))?;
        Ok(bytes)
    }

    pub fn io(&self, source: std::io::Error) -> Error {
        Error::Io { file: self.file.clone(), source }
    }

    pub fn wrong(&self, what: String) -> Error {
        Error::Table { file: self.file.clone(), what }
    }
}
