//! Numbers as they were written: a file has `3.289e-05`, of which the digits need fewer bits than all that an f32 has.

/// The digits of a number in the lower 32 bits, and above them how many of them stand behind the point; or all the bits of a
/// number that is not written so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Decimal(u64);

/// In place of the exponent: all the bits of the number stand in place of the digits.
const BITS: u64 = 255;
/// In place of the exponent: missing.
const MISSING: u64 = 254;

/// Powers of ten that an f64 has exactly, so that dividing by them gives the same on every machine.
const POWERS: [f64; 23] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
    1e21, 1e22,
];

impl Decimal {
    pub fn bits(self) -> u64 {
        self.0
    }

    pub fn of_bits(bits: u64) -> Option<Self> {
        let behind = bits >> 32;
        (behind < POWERS.len() as u64 || matches!(behind, BITS | MISSING)).then_some(Self(bits))
    }

    pub fn of_number(value: f32) -> Self {
        let bits = value.to_bits();
        if bits == f32::NAN.to_bits() {
            return Self(MISSING << 32);
        }
        let whole = Self(BITS << 32 | u64::from(bits));
        if bits == 0 {
            return Self(0);
        }
        // Its power of two by 0.30103 is its power of ten, or one more: six digits, or seven, are more than files have.
        let of_two = i32::try_from(bits >> 23).map_or(i32::MAX, |exponent| exponent - 127);
        let behind = 5 - (of_two * 30_103).div_euclid(100_000);
        let Some(power) = usize::try_from(behind).ok().and_then(|behind| POWERS.get(behind)) else { return whole };
        let digits = (f64::from(value) * power).round();
        if !(1.0..1e9).contains(&digits) {
            return whole;
        }
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a whole number below 1e9")]
        let (mut digits, mut behind) = (digits as u32, behind.unsigned_abs());
        while behind > 0 && digits % 10 == 0 {
            (digits, behind) = (digits / 10, behind - 1);
        }
        let decimal = Self(u64::from(behind) << 32 | u64::from(digits));
        if decimal.number().to_bits() == bits { decimal } else { whole }
    }

    #[allow(clippy::cast_possible_truncation, reason = "the halves of the bits; the number nearest to the decimal one")]
    pub fn number(self) -> f32 {
        let (behind, digits) = (self.0 >> 32, self.0 as u32);
        match behind {
            BITS => f32::from_bits(digits),
            behind => POWERS.get(behind as usize).map_or(f32::NAN, |power| (f64::from(digits) / power) as f32),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn every_number_comes_back(bits: u32, digits in 0..99_999_u32, behind in 0..12_usize) {
            let written: f32 = format!("{digits}e-{behind}").parse().expect("a number");
            for value in [f32::from_bits(bits), written] {
                let code = Decimal::of_number(value);
                prop_assert_eq!(code.number().to_bits(), value.to_bits());
                prop_assert_eq!(Decimal::of_bits(code.bits()), Some(code));
            }
        }
    }

    #[test]
    fn what_a_file_has_is_kept_by_its_digits() {
        let code = |text: &str| Decimal::of_number(text.parse().expect("a number")).bits();
        for (text, digits, behind) in [
            ("3.289e-05", 3_289, 8),
            ("0.5", 5, 1),
            ("1", 1, 0),
            ("0.22199", 22_199, 5),
            ("35", 35, 0),
            ("5.6116e-10", 56_116, 14),
        ] {
            assert_eq!(code(text), behind << 32 | digits, "{text}");
        }
        assert_eq!(Decimal::of_number(f32::NAN).bits(), MISSING << 32);
        assert_eq!(Decimal::of_number(-0.5).bits() >> 32, BITS);
        assert_eq!(Decimal::of_bits(23 << 32), None, "no such power");
    }
}
