use std::{
    fmt,
    fs::File,
    io::{self, Read, Seek, SeekFrom},
    path::{Path, PathBuf},
    sync::Arc,
};

use noodles_bgzf as bgzf;

use crate::{Error, bcf};

/// Bytes with random access: a file, or the plain side of an encrypted one.
pub trait Stream: Read + Seek + Send {}

impl<T: Read + Seek + Send> Stream for T {}

type Opener = dyn Fn() -> io::Result<Box<dyn Stream>> + Send + Sync;

/// A VCF that can be opened as often as needed; every opening has a cursor of its own.
#[derive(Clone)]
pub struct Source {
    name: String,
    path: Option<PathBuf>,
    opener: Arc<Opener>,
}

/// How the text is packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Packing {
    Text,
    Gzip,
    Bgzf,
    Bcf,
}

impl Source {
    /// A file on the disk: plain text, gzip or BGZF.
    pub fn file(path: &Path) -> Self {
        let owned = path.to_owned();
        let opener = Arc::new(move || Ok(Box::new(File::open(&owned)?) as Box<dyn Stream>));
        Self { name: path.display().to_string(), path: Some(path.to_owned()), opener }
    }

    /// Anything that can be opened again and again, such as the plain side of a Crypt4GH file. The name is used in messages.
    pub fn opened_by(
        name: impl Into<String>,
        opener: impl Fn() -> io::Result<Box<dyn Stream>> + Send + Sync + 'static,
    ) -> Self {
        Self { name: name.into(), path: None, opener: Arc::new(opener) }
    }

    /// The name in messages.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The path, where it is a file.
    pub fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    pub(crate) fn open(&self) -> Result<Box<dyn Stream>, Error> {
        (self.opener)().map_err(|source| self.io(source))
    }

    pub(crate) fn io(&self, source: io::Error) -> Error {
        Error::Io { file: self.name.clone(), source }
    }

    /// Opens it and tells by its first bytes how it is packed.
    pub(crate) fn open_packed(&self) -> Result<(Box<dyn Stream>, Packing), Error> {
        let mut stream = self.open()?;
        let mut start = Vec::with_capacity(64);
        (&mut stream).take(64).read_to_end(&mut start).map_err(|e| self.io(e))?;
        stream.seek(SeekFrom::Start(0)).map_err(|e| self.io(e))?;
        let packing = match start.as_slice() {
            [0x1f, 0x8b, 8, flags, ..] if flags & 4 != 0 && start.get(12..14) == Some(b"BC") => {
                // A damaged first block is told by whoever reads it.
                let mut text = Vec::with_capacity(bcf::MAGIC.len());
                let first = bgzf::io::Reader::new(&mut stream).take(bcf::MAGIC.len() as u64).read_to_end(&mut text);
                stream.seek(SeekFrom::Start(0)).map_err(|e| self.io(e))?;
                if first.is_ok() && text == bcf::MAGIC { Packing::Bcf } else { Packing::Bgzf }
            }
            [0x1f, 0x8b, ..] => Packing::Gzip,
            [b'B', b'C', b'F', 2, ..] => return Err(Error::Bcf { file: self.name.clone() }),
            [b'c', b'r', b'y', b'p', b't', b'4', b'g', b'h', ..] => {
                let found = "crypt4gh: the file is encrypted".to_owned();
                return Err(Error::NotVcf { file: self.name.clone(), found });
            }
            _ => Packing::Text,
        };
        Ok((stream, packing))
    }
}

impl fmt::Debug for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Source").field("name", &self.name).finish_non_exhaustive()
    }
}
