use std::{
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
};

use crate::{HubError, VerifiedReader, manifest::ListedFile};

/// The largest file that is read whole: 32 MiB.
const MAX_WHOLE: u64 = 32 << 20;

/// A file of a hub at random access.
pub trait Content: io::Read + io::Seek + Send {}

impl<T: io::Read + io::Seek + Send> Content for T {}

/// Where the files of a hub are.
pub(crate) enum Source {
    /// A folder on a disk.
    Folder(PathBuf),
    /// Compiled into the program: content by path.
    Embedded(BTreeMap<String, &'static [u8]>),
}

/// A path inside a hub: plain names separated by `/`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct InnerPath(String);

impl InnerPath {
    pub(crate) fn top(name: &str) -> Self {
        Self(name.to_owned())
    }

    /// A path written in the listing `file`, beside which it is looked up.
    pub(crate) fn beside(&self, file: &str, path: &str) -> Result<Self, HubError> {
        let plain = |name: &str| {
            !matches!(name, "" | "." | "..") && !name.contains(['\\', ':']) && !name.chars().any(char::is_control)
        };
        if path.len() > 255 || !path.split('/').all(plain) {
            return Err(HubError::Path { file: file.to_owned(), path: path.to_owned() });
        }
        let folder = self.0.rsplit_once('/').map(|(folder, _)| folder);
        Ok(Self(folder.map_or_else(|| path.to_owned(), |folder| format!("{folder}/{path}"))))
    }
}

impl Source {
    /// The name of a file for messages.
    pub(crate) fn name_of(&self, path: &InnerPath) -> String {
        match self {
            Self::Folder(root) => root.join(&path.0).display().to_string(),
            Self::Embedded(_) => format!("embedded hub: {}", path.0),
        }
    }

    /// Size in bytes and content of a file.
    pub(crate) fn open(&self, path: &InnerPath) -> Result<(u64, Box<dyn Content>), HubError> {
        let file = || self.name_of(path);
        match self {
            Self::Embedded(files) => {
                let bytes = *files.get(&path.0).ok_or_else(|| HubError::NoFile { file: file() })?;
                Ok((u64::try_from(bytes.len()).unwrap_or(u64::MAX), Box::new(io::Cursor::new(bytes))))
            }
            Self::Folder(root) => {
                let plain = plain_file(root, &path.0).map_err(|error| match error {
                    Some(source) if source.kind() == io::ErrorKind::NotFound => HubError::NoFile { file: file() },
                    Some(source) => HubError::Io { file: file(), source },
                    None => HubError::NotPlain { file: file() },
                })?;
                let open = || {
                    let content = fs::File::open(&plain)?;
                    Ok((content.metadata()?.len(), content))
                };
                let (size, content) = open().map_err(|source| HubError::Io { file: file(), source })?;
                Ok((size, Box::new(content)))
            }
        }
    }

    /// A file of the listed size; its content is not checked.
    pub(crate) fn unverified(&self, path: &InnerPath, listed: &ListedFile) -> Result<Box<dyn Content>, HubError> {
        let (found, content) = self.open(path)?;
        if found != listed.size {
            return Err(HubError::Size { file: self.name_of(path), expected: listed.size, found });
        }
        Ok(content)
    }

    /// A file as a stream that is checked against its listing.
    pub(crate) fn stream(&self, path: &InnerPath, listed: &ListedFile) -> Result<VerifiedReader, HubError> {
        let content = self.unverified(path, listed)?;
        Ok(VerifiedReader::new(self.name_of(path), listed.size, listed.sha256, Box::new(content)))
    }

    /// A whole file, checked against its listing.
    pub(crate) fn whole(&self, path: &InnerPath, listed: &ListedFile) -> Result<Vec<u8>, HubError> {
        self.small(path, listed.size)?;
        let mut reader = self.stream(path, listed)?;
        let mut bytes = Vec::new();
        match io::Read::read_to_end(&mut reader, &mut bytes) {
            Ok(_) => reader.finish().map(|_| bytes),
            Err(source) => Err(reader.failure(source)),
        }
    }

    /// A whole file that no listing describes: the first one, `hub.json`.
    pub(crate) fn unlisted(&self, path: &InnerPath) -> Result<Vec<u8>, HubError> {
        let (size, content) = self.open(path)?;
        self.small(path, size)?;
        let mut bytes = Vec::new();
        io::Read::read_to_end(&mut io::Read::take(content, MAX_WHOLE), &mut bytes)
            .map_err(|source| HubError::Io { file: self.name_of(path), source })?;
        Ok(bytes)
    }

    fn small(&self, path: &InnerPath, size: u64) -> Result<(), HubError> {
        if size > MAX_WHOLE {
            return Err(HubError::TooLarge { file: self.name_of(path), size, limit: MAX_WHOLE });
        }
        Ok(())
    }
}

/// The file, where no part of the way to it below `root` is a link; `None` where something else than folders and a plain
/// file lies there.
fn plain_file(root: &Path, path: &str) -> Result<PathBuf, Option<io::Error>> {
    let mut place = root.to_owned();
    let mut names = path.split('/').peekable();
    while let Some(name) = names.next() {
        place.push(name);
        let kind = fs::symlink_metadata(&place)?.file_type();
        let wanted = if names.peek().is_some() { kind.is_dir() } else { kind.is_file() };
        if !wanted {
            return Err(None);
        }
    }
    Ok(place)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_never_leads_out_of_the_folder() {
        let listing = InnerPath::top("family-1/case.json");
        for bad in ["", "..", "../x", "a/../b", "./a", "/etc/passwd", "a//b", "a/", "C:\\x", "c:x", "a\\b", "a\0b"] {
            assert!(listing.beside("case.json", bad).is_err(), "{bad:?} must be refused");
        }
        let plain = listing.beside("case.json", "family.vcf.gz").expect("a plain name");
        assert_eq!(plain, InnerPath::top("family-1/family.vcf.gz"));
        assert_eq!(
            InnerPath::top("hub.json").beside("hub.json", "a/b.json").expect("plain"),
            InnerPath::top("a/b.json")
        );
    }
}
