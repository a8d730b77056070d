use std::str::FromStr;

use zeroize::Zeroizing;

use super::{Fault, SHARED, Share, VERSION};
use crate::{Error, digest::Sha256};

/// Crockford's Base32, <https://www.crockford.com/base32.html>.
const DIGITS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const HEAD: usize = 6;
const CHECKSUM: usize = 3;
const BYTES: usize = HEAD + SHARED + CHECKSUM;
const TEXT: usize = BYTES * 8 / 5;

impl Share {
    /// The share as it is printed for its keeper.
    pub fn to_text(&self) -> Zeroizing<String> {
        let mut bytes = Zeroizing::new([0; BYTES]);
        let [a, b, c] = self.set;
        bytes[..HEAD].copy_from_slice(&[VERSION, a, b, c, self.needed, self.number]);
        bytes[HEAD..HEAD + SHARED].copy_from_slice(&self.values);
        let checksum = checksum(&bytes[..HEAD + SHARED]);
        bytes[HEAD + SHARED..].copy_from_slice(&checksum);

        let mut text = Zeroizing::new(String::with_capacity(TEXT + TEXT / 4));
        for (place, digit) in bytes.chunks(5).flat_map(digits).enumerate() {
            if place > 0 && place % 4 == 0 {
                text.push('-');
            }
            text.push(char::from(digit));
        }
        text
    }
}

/// Five bytes as eight digits.
fn digits(five: &[u8]) -> [u8; 8] {
    let bits = five.iter().fold(0u64, |bits, &byte| bits << 8 | u64::from(byte));
    std::array::from_fn(|place| {
        let [five_bits, ..] = (bits >> (35 - 5 * place)).to_le_bytes();
        DIGITS[usize::from(five_bits & 31)]
    })
}

impl FromStr for Share {
    type Err = Error;

    /// Reads a share as typed from paper.
    fn from_str(text: &str) -> Result<Self, Error> {
        let symbols = text.chars().filter(|symbol| !symbol.is_whitespace() && *symbol != '-');
        let mut values = Zeroizing::new(Vec::with_capacity(TEXT));
        for (place, symbol) in symbols.enumerate() {
            values.push(value(symbol).ok_or(Fault::Symbol { symbol, group: place / 4 + 1 })?);
        }
        if values.len() != TEXT {
            return Err(Fault::Digits { found: values.len() }.into());
        }
        let mut bytes = Zeroizing::new(Vec::with_capacity(BYTES));
        for eight in values.chunks(8) {
            let bits = eight.iter().fold(0u64, |bits, &value| bits << 5 | u64::from(value));
            bytes.extend_from_slice(&bits.to_be_bytes()[3..]);
        }
        Self::from_bytes(&bytes)
    }
}

fn value(symbol: char) -> Option<u8> {
    let digit = match symbol.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    let place = DIGITS.iter().position(|&known| char::from(known) == digit)?;
    u8::try_from(place).ok()
}

impl Share {
    fn from_bytes(bytes: &[u8]) -> Result<Self, Error> {
        let (body, sum) = bytes.split_at(bytes.len() - CHECKSUM);
        if sum != checksum(body) {
            return Err(Fault::Checksum.into());
        }
        match *body {
            [VERSION, a, b, c, needed, number, ref rest @ ..] if needed > 1 && number > 0 => {
                let values = rest.try_into().map_err(|_| Fault::Checksum)?;
                Ok(Self { set: [a, b, c], needed, number, values })
            }
            [VERSION, ..] => Err(Fault::Checksum.into()),
            [found, ..] => Err(Error::Version { what: "a recovery share", found: found.into(), known: VERSION.into() }),
            [] => Err(Fault::Digits { found: 0 }.into()),
        }
    }
}

fn checksum(body: &[u8]) -> [u8; CHECKSUM] {
    let bytes = Zeroizing::new([b"shirube shamir 1 share", body].concat());
    let [a, b, c, ..] = *Sha256::of(&bytes).as_bytes();
    [a, b, c]
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rand_chacha::{ChaCha20Rng, rand_core::SeedableRng};

    use super::*;
    use crate::shamir::split;

    fn text() -> String {
        split(&[3; 32], 2, 2, &mut ChaCha20Rng::seed_from_u64(1)).unwrap()[0].to_text().to_string()
    }

    fn fault(text: &str) -> Fault {
        match text.parse::<Share>() {
            Err(Error::Shamir { fault }) => fault,
            other => panic!("expected a fault, got {other:?}"),
        }
    }

    #[test]
    fn the_text_is_made_for_paper() {
        let text = text();
        let groups: Vec<_> = text.split('-').collect();
        assert_eq!(groups.len(), 18);
        assert!(groups.iter().all(|group| group.len() == 4));
        assert!(text.chars().all(|c| !"ILOU".contains(c)), "no letter that looks like another");
    }

    #[test]
    fn slips_of_hand_are_forgiven_or_named() {
        let text = text();
        let share: Share = text.parse().unwrap();
        let sloppy = format!("  {} \n", text.to_lowercase().replace('-', " ").replace('0', "o").replace('1', "l"));
        assert_eq!(sloppy.parse::<Share>().unwrap(), share);
        assert_eq!(fault(&text[5..]), Fault::Digits { found: 68 });
        assert_eq!(fault(&text.replacen('-', "-U", 1)), Fault::Symbol { symbol: 'U', group: 2 });
        assert_eq!(fault(""), Fault::Digits { found: 0 });
    }

    #[test]
    fn every_single_wrong_digit_and_swap_is_found() {
        let text = text();
        let plain: Vec<char> = text.chars().collect();
        for place in (0..plain.len()).filter(|&place| plain[place] != '-') {
            for &digit in DIGITS.iter().filter(|&&digit| char::from(digit) != plain[place]) {
                let mut typed = plain.clone();
                typed[place] = char::from(digit);
                assert!(typed.iter().collect::<String>().parse::<Share>().is_err(), "digit {place}");
            }
        }
    }

    #[test]
    fn a_newer_version_is_named() {
        let mut bytes = vec![2; HEAD + SHARED];
        let sum = checksum(&bytes);
        bytes.extend_from_slice(&sum);
        assert!(matches!(Share::from_bytes(&bytes), Err(Error::Version { found: 2, .. })));
    }

    proptest! {
        #[test]
        fn round_trip(seed: u64, secret: [u8; 32]) {
            for share in split(&secret, 3, 4, &mut ChaCha20Rng::seed_from_u64(seed)).unwrap() {
                prop_assert_eq!(share.to_text().parse::<Share>().unwrap(), share);
            }
        }

        #[test]
        fn any_text_is_answered(text: String) {
            prop_assert!(text.parse::<Share>().is_err());
        }
    }
}
