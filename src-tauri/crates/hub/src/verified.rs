use std::io::{self, Read};

use sealed::digest::{Hasher, Sha256};

use crate::HubError;

/// A file of a hub as a stream that is checked while it is read. What was read may be kept only after
/// [`finish`](Self::finish) has answered `Ok`. Reading on to the end checks too: the last read fails where the size or the
/// SHA-256 is not the one that is listed.
#[must_use = "what was read may be kept only after finish() has answered Ok"]
pub struct VerifiedReader {
    file: String,
    content: Box<dyn Read + Send>,
    expected: Sha256,
    size: u64,
    read: u64,
    hasher: Hasher,
}

impl VerifiedReader {
    pub(crate) fn new(file: String, size: u64, expected: Sha256, content: Box<dyn Read + Send>) -> Self {
        Self { file, content, expected, size, read: 0, hasher: Hasher::new() }
    }

    /// The file, for messages.
    pub fn file(&self) -> &str {
        &self.file
    }

    /// Its size in bytes.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Reads what is left and checks the whole.
    ///
    /// # Errors
    /// [`HubError::Size`] and [`HubError::Hash`] where the file is not the one that is listed; [`HubError::Io`].
    pub fn finish(mut self) -> Result<Sha256, HubError> {
        match io::copy(&mut self, &mut io::sink()) {
            Ok(_) => Ok(self.expected),
            Err(source) => Err(self.failure(source)),
        }
    }

    /// The cause of a failed read: what this reader found wrong, else the fault of the disk.
    pub(crate) fn failure(&self, source: io::Error) -> HubError {
        source.downcast().unwrap_or_else(|source| HubError::Io { file: self.file.clone(), source })
    }

    fn check(&self) -> Result<(), HubError> {
        let found = self.hasher.clone().finish();
        if self.read != self.size {
            return Err(HubError::Size { file: self.file.clone(), expected: self.size, found: self.read });
        }
        if found != self.expected {
            return Err(HubError::Hash { file: self.file.clone(), expected: self.expected, found });
        }
        Ok(())
    }
}

impl Read for VerifiedReader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.content.read(buffer)?;
        self.hasher.update(&buffer[..count]);
        self.read += u64::try_from(count).map_err(io::Error::other)?;
        let ended = count == 0 && !buffer.is_empty();
        if ended || self.read > self.size {
            self.check().map_err(io::Error::other)?;
        }
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reader(content: &'static [u8], listed: &[u8]) -> VerifiedReader {
        let size = u64::try_from(listed.len()).expect("small");
        VerifiedReader::new("family.vcf.gz".into(), size, Sha256::of(listed), Box::new(content))
    }

    #[test]
    fn what_is_listed_is_delivered() {
        let mut text = String::new();
        let mut whole = reader(b"the genome", b"the genome");
        whole.read_to_string(&mut text).expect("as listed");
        assert_eq!(text, "the genome");
        assert_eq!(whole.finish().expect("as listed"), Sha256::of(b"the genome"));
        assert!(reader(b"the genome", b"the genome").finish().is_ok(), "finish reads what was left");
    }

    #[test]
    fn another_hash_fails_the_read_and_the_finish() {
        let error = reader(b"the genomf", b"the genome").read_to_end(&mut Vec::new()).expect_err("changed");
        let (found, expected) = (Sha256::of(b"the genomf"), Sha256::of(b"the genome"));
        for part in ["family.vcf.gz", &found.to_string(), &expected.to_string()] {
            assert!(error.to_string().contains(part), "{error} must name {part}");
        }
        let mut partly = reader(b"the genomf", b"the genome");
        partly.read_exact(&mut [0; 4]).expect("the beginning is there");
        assert!(matches!(partly.finish(), Err(HubError::Hash { .. })));
    }

    #[test]
    fn a_stream_that_ends_early_or_never_fails() {
        assert!(matches!(reader(b"the ge", b"the genome").finish(), Err(HubError::Size { found: 6, .. })));
        let endless = VerifiedReader::new("f".into(), 10, Sha256::of(b""), Box::new(io::repeat(0)));
        assert!(matches!(endless.finish(), Err(HubError::Size { expected: 10, .. })), "stops after its size");
    }
}
