//! What is asked of a file, in bytes.

use std::ops::Range;

/// The bytes that are asked for (RFC 9110, 14.1.2), 0-based.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ByteRange {
    /// All of them.
    Whole,
    /// From a byte to the end.
    From(u64),
    /// From a byte to another one, both included.
    Between(u64, u64),
    /// So many at the end.
    Last(u64),
}

/// Some of the bytes of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GenomePart {
    /// Bytes of the whole file.
    pub length: u64,
    /// The first of these bytes in it, 0-based.
    pub start: u64,
    /// The bytes; none where the range lies behind the end.
    pub bytes: Vec<u8>,
}

impl ByteRange {
    /// The range within a file of this length.
    pub fn within(self, length: u64) -> Range<u64> {
        let (start, end) = match self {
            Self::Whole => (0, length),
            Self::From(first) => (first, length),
            Self::Between(first, last) => (first, last.saturating_add(1).min(length)),
            Self::Last(count) => (length.saturating_sub(count), length),
        };
        start..end.max(start)
    }

    /// That part of a file that is made whole.
    pub(super) fn of(self, whole: &[u8]) -> GenomePart {
        let length = u64::try_from(whole.len()).unwrap_or(u64::MAX);
        let range = self.within(length);
        let at = |byte: u64| usize::try_from(byte).unwrap_or(usize::MAX);
        let bytes = whole.get(at(range.start)..at(range.end)).unwrap_or_default().to_vec();
        GenomePart { length, start: range.start, bytes }
    }
}
