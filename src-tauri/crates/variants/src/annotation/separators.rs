/// Calls `found` for each `|` and `,`, from left to right. Eight bytes are looked at together: fields are short, so that
/// looking for each separator anew costs more than it finds.
#[inline]
pub(super) fn separators(bytes: &[u8], mut found: impl FnMut(usize, u8)) {
    // Both separators, and `<` and `l`, are 0x2c under this mask.
    const MASK: u64 = 0xafaf_afaf_afaf_afaf;
    const EITHER: u64 = 0x2c2c_2c2c_2c2c_2c2c;
    const LOW: u64 = 0x7f7f_7f7f_7f7f_7f7f;
    let (words, rest) = bytes.as_chunks::<8>();
    for (start, word) in (0..).step_by(8).zip(words) {
        let differ = (u64::from_le_bytes(*word) & MASK) ^ EITHER;
        let mut candidates = !(((differ & LOW) + LOW) | differ | LOW);
        while candidates != 0 {
            let place = (candidates.trailing_zeros() / 8) as usize;
            candidates &= candidates - 1;
            if matches!(word[place & 7], b'|' | b',') {
                found(start + place, word[place & 7]);
            }
        }
    }
    for (at, byte) in (bytes.len() - rest.len()..).zip(rest) {
        if matches!(byte, b'|' | b',') {
            found(at, *byte);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn every_separator_is_found(text in "[|,}{a<l\\u{80}]{0,60}") {
            let expected: Vec<usize> = memchr::memchr2_iter(b'|', b',', text.as_bytes()).collect();
            let mut places = Vec::new();
            separators(text.as_bytes(), |at, byte| {
                assert_eq!(text.as_bytes()[at], byte);
                places.push(at);
            });
            prop_assert_eq!(places, expected);
        }
    }
}
