//! SHA-256 (FIPS 180-4), the one digest of ledger, files and documents. Its text form is 64 lower-case hexadecimal digits.

use std::io;

use sha2::Digest as _;

/// A SHA-256 digest.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Sha256([u8; 32]);

impl Sha256 {
    /// The digest of `bytes`.
    ///
    /// # Examples
    ///
    /// ```
    /// use sealed::digest::Sha256;
    ///
    /// assert_eq!(Sha256::of(b"").to_string(), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    /// ```
    pub fn of(bytes: &[u8]) -> Self {
        Self(sha2::Sha256::digest(bytes).into())
    }

    /// The 32 bytes.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl From<[u8; 32]> for Sha256 {
    fn from(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }
}

crate::hex::hex_text!(Sha256, 32, "a SHA-256 digest");

/// The digest of a stream: write the bytes into it, then [`finish`](Hasher::finish).
#[derive(Clone, Default)]
pub struct Hasher(sha2::Sha256);

impl Hasher {
    /// A hasher that has seen nothing.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes the next bytes of the stream.
    pub fn update(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// The digest of everything taken.
    pub fn finish(self) -> Sha256 {
        Sha256(self.0.finalize().into())
    }
}

impl io::Write for Hasher {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digest_matches_the_published_vector() {
        // FIPS 180-4 example "abc".
        let text = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(Sha256::of(b"abc").to_string(), text);
        assert_eq!(text.parse::<Sha256>().unwrap(), Sha256::of(b"abc"));
    }

    #[test]
    fn stream_equals_whole() {
        let mut hasher = Hasher::new();
        io::copy(&mut &b"a long "[..], &mut hasher).unwrap();
        hasher.update(b"stream");
        assert_eq!(hasher.finish(), Sha256::of(b"a long stream"));
    }

    #[test]
    fn text_of_another_shape_is_refused() {
        let upper = Sha256::of(b"").to_string().to_uppercase();
        for text in ["", "ba78", upper.as_str(), &"0".repeat(63), &"0".repeat(66)] {
            assert!(text.parse::<Sha256>().is_err(), "{text:?} is no digest: one digest has one text");
        }
        assert!(serde_json::from_str::<Sha256>("\"zz\"").is_err());
        assert_eq!(serde_json::to_string(&Sha256::of(b"")).unwrap(), format!("\"{}\"", Sha256::of(b"")));
    }
}
