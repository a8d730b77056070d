//! GF(2^8) with the polynomial of AES (FIPS 197 section 4.2). No table and no branch depends on a value.

/// The product of two elements.
pub(super) fn multiply(mut a: u8, mut b: u8) -> u8 {
    let mut product = 0;
    for _ in 0..8 {
        product ^= a & (b & 1).wrapping_neg();
        a = (a << 1) ^ (0x1b & (a >> 7).wrapping_neg());
        b >>= 1;
    }
    product
}

/// The quotient of two elements; the divisor is not zero.
pub(super) fn divide(a: u8, b: u8) -> u8 {
    // b^254 is the inverse of b, since b^255 = 1.
    let mut inverse = 1;
    for bit in (0..8).rev() {
        inverse = multiply(inverse, inverse);
        if 254 >> bit & 1 == 1 {
            inverse = multiply(inverse, b);
        }
    }
    multiply(a, inverse)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_products() {
        // FIPS 197 sections 4.2 and 4.2.1.
        assert_eq!(multiply(0x57, 0x83), 0xc1);
        assert_eq!(multiply(0x57, 0x13), 0xfe);
    }

    #[test]
    fn division_undoes_multiplication() {
        for a in 0..=255 {
            for b in 1..=255 {
                assert_eq!(divide(multiply(a, b), b), a, "{a} x {b}");
            }
        }
    }
}
