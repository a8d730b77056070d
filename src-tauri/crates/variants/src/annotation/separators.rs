/// Where `|` and `,` stand, from left to right. Eight bytes are looked at together: fields are short, so that looking for
/// each separator anew costs more than it finds.
pub(super) struct Separators<'a> {
    bytes: &'a [u8],
    at: usize,
    /// The high bit of each byte that is a separator, of the eight bytes before `at`.
    found: u64,
}

impl<'a> Separators<'a> {
    pub fn of(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0, found: 0 }
    }

    #[inline]
    fn equal(word: u64, byte: u8) -> u64 {
        const LOW: u64 = 0x7f7f_7f7f_7f7f_7f7f;
        let differ = word ^ (u64::from(byte) * 0x0101_0101_0101_0101);
        !(((differ & LOW) + LOW) | differ | LOW)
    }
}

impl Iterator for Separators<'_> {
    type Item = usize;

    #[inline]
    fn next(&mut self) -> Option<usize> {
        while self.found == 0 {
            let rest = self.bytes.get(self.at..).filter(|r| !r.is_empty())?;
            let word = match rest.first_chunk() {
                Some(eight) => u64::from_le_bytes(*eight),
                None => {
                    let mut eight = [0; 8];
                    eight[..rest.len()].copy_from_slice(rest);
                    u64::from_le_bytes(eight)
                }
            };
            self.at += 8;
            self.found = Self::equal(word, b'|') | Self::equal(word, b',');
        }
        let byte = (self.found.trailing_zeros() / 8) as usize;
        self.found &= self.found - 1;
        Some(self.at - 8 + byte)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn every_separator_is_found(text in "[|,}{a\u{80}]{0,60}") {
            let expected: Vec<usize> = memchr::memchr2_iter(b'|', b',', text.as_bytes()).collect();
            prop_assert_eq!(Separators::of(text.as_bytes()).collect::<Vec<_>>(), expected);
        }
    }
}
