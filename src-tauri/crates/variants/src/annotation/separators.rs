use wide::u8x16;

/// Calls `found` for each `|` and `,`, from left to right. Many bytes are looked at together: fields are short, so that
/// looking for each separator anew costs more than it finds.
#[inline]
pub(super) fn separators(bytes: &[u8], mut found: impl FnMut(usize, u8)) {
    let (blocks, rest) = bytes.as_chunks::<64>();
    for (start, block) in (0..).step_by(64).zip(blocks) {
        let mut places = places(block);
        while places != 0 {
            let at = (places.trailing_zeros() & 63) as usize;
            places &= places - 1;
            found(start + at, block[at]);
        }
    }
    for (at, byte) in (bytes.len() - rest.len()..).zip(rest) {
        if matches!(byte, b'|' | b',') {
            found(at, *byte);
        }
    }
}

/// A bit for each byte that is a separator, that of the first one the lowest.
#[inline]
fn places(block: &[u8; 64]) -> u64 {
    let (parts, _) = block.as_chunks::<16>();
    let in_part = |part: &[u8; 16]| {
        let bytes = u8x16::new(*part);
        let either = bytes.simd_eq(u8x16::splat(b'|')) | bytes.simd_eq(u8x16::splat(b','));
        u64::from(either.to_bitmask() & 0xffff)
    };
    parts.iter().rev().fold(0, |places, part| places << 16 | in_part(part))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn every_separator_is_found(text in "[|,}{a<l\\u{80}]{0,200}") {
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
