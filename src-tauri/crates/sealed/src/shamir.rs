//! Recovery shares: a secret of 32 bytes split so that any `k` of `n` shares give it back and fewer say nothing about it
//! (Shamir 1979, DOI 10.1145/359168.359176), byte by byte over GF(2^8) with the polynomial of AES, x^8 + x^4 + x^3 + x + 1.
//!
//! # Layout of a share, version 1
//!
//! | bytes | what |
//! |---|---|
//! | 1 | version, `01` |
//! | 3 | set id, random: shares of different splits are not mixed |
//! | 1 | `k`, how many shares are needed, 2 to 255 |
//! | 1 | `x`, number of this share, 1 to `n`, at most 255 |
//! | 36 | values at `x` of 36 polynomials of degree `k` − 1; at 0 they give the secret (32 bytes) and its check (4 bytes) |
//! | 3 | checksum of this share |
//!
//! The check is the first four bytes of SHA-256 over `shirube shamir 1 secret`, set id, `k` and the secret: it is split too,
//! so that it tells nothing to fewer than `k`. The checksum is the first three bytes of SHA-256 over `shirube shamir 1 share`
//! and the bytes before it: it finds slips of the pen.
//!
//! The text form is for paper: 72 digits of Crockford's Base32 (no I, L, O, U) in 18 groups of four, joined by `-`. Reading it
//! ignores white space and `-`, takes small letters, and takes O as 0, I and L as 1.

mod field;
mod text;

use rand_core::CryptoRng;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::{Error, digest::Sha256};

/// The version that [`split`] writes.
pub const VERSION: u8 = 1;

const SECRET: usize = 32;
const SHARED: usize = SECRET + 4;

/// Why shares were not made, read or put together.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// A split that protects nothing or cannot be made.
    #[error("cannot split into {n} shares of which {k} are needed: expected 2 to {n} needed shares")]
    Split {
        /// Shares needed.
        k: u8,
        /// Shares made.
        n: u8,
    },
    /// A share's text is too short or too long.
    #[error("the share has {found} digits, expected 72: compare with the paper, a group is missing or doubled")]
    Digits {
        /// Digits found, separators not counted.
        found: usize,
    },
    /// A character that no share holds.
    #[error("{symbol:?} is no digit of a share (group {group}): expected 0 to 9 or a letter other than U")]
    Symbol {
        /// The character.
        symbol: char,
        /// Its group of four, from 1.
        group: usize,
    },
    /// A digit was mistaken.
    #[error("the checksum of the share does not fit: a digit is wrong, compare with the paper")]
    Checksum,
    /// Fewer shares than the split asks for.
    #[error("{found} shares given, {needed} are needed")]
    TooFew {
        /// Shares given.
        found: usize,
        /// Shares needed.
        needed: u8,
    },
    /// Shares of different splits.
    #[error("the shares {first} and {other} belong to different sets: shares of an older split do not fit")]
    Mixed {
        /// Set id of the first share.
        first: String,
        /// Set id of the share that does not fit.
        other: String,
    },
    /// One share given more than once.
    #[error("share {number} was given twice: another person's share is needed")]
    Twice {
        /// Number of the share.
        number: u8,
    },
    /// Shares that look right but do not give the secret of their set.
    #[error("the shares do not give the secret of their set: one of them was changed")]
    Secret,
}

/// One person's share. Wiped from memory when dropped, never printed by `Debug`.
#[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct Share {
    set: [u8; 3],
    needed: u8,
    number: u8,
    values: [u8; SHARED],
}

impl Share {
    /// The set this share belongs to, as six hexadecimal digits; may be shown.
    pub fn set(&self) -> String {
        base16ct::lower::encode_string(&self.set)
    }

    /// How many shares of the set are needed.
    pub fn needed(&self) -> u8 {
        self.needed
    }

    /// Number of this share in its set, from 1.
    pub fn number(&self) -> u8 {
        self.number
    }
}

impl std::fmt::Debug for Share {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Share({} of set {}, {} needed)", self.number, self.set(), self.needed)
    }
}

/// Splits `secret` into `n` shares, any `k` of which give it back.
///
/// # Errors
///
/// `k` below 2 (one share alone must open nothing) or above `n`.
///
/// # Examples
///
/// ```
/// use rand_core::SeedableRng;
/// use sealed::shamir::{Share, combine, split};
///
/// let mut rng = rand_chacha::ChaCha20Rng::seed_from_u64(1); // the system's generator in earnest
/// let shares = split(&[7; 32], 2, 3, &mut rng)?;
/// let typed: Share = shares[2].to_text().to_lowercase().parse()?;
/// assert_eq!(*combine(&[typed, shares[0].clone()])?, [7; 32]);
/// # Ok::<(), sealed::Error>(())
/// ```
pub fn split(secret: &[u8; SECRET], k: u8, n: u8, rng: &mut (impl CryptoRng + ?Sized)) -> Result<Vec<Share>, Error> {
    if k < 2 || k > n {
        return Err(Fault::Split { k, n }.into());
    }
    let mut set = [0; 3];
    rng.fill_bytes(&mut set);
    let mut shared = Zeroizing::new([0; SHARED]);
    shared[..SECRET].copy_from_slice(secret);
    shared[SECRET..].copy_from_slice(&check(set, k, secret));
    // Coefficients of one power of x after the other, from the constant up.
    let mut coefficients = vec![shared];
    for _ in 1..k {
        let mut random = Zeroizing::new([0; SHARED]);
        rng.fill_bytes(random.as_mut());
        coefficients.push(random);
    }
    let share = |number| {
        let mut values = [0; SHARED];
        for power in coefficients.iter().rev() {
            for (value, coefficient) in values.iter_mut().zip(power.iter()) {
                *value = field::multiply(*value, number) ^ coefficient;
            }
        }
        Share { set, needed: k, number, values }
    };
    Ok((1..=n).map(share).collect())
}

/// Puts shares together. More than needed may be given; then all must fit.
///
/// # Errors
///
/// Too few shares, shares of different sets, one share twice, shares that were changed.
pub fn combine(shares: &[Share]) -> Result<Zeroizing<[u8; SECRET]>, Error> {
    let first = shares.first().ok_or(Fault::TooFew { found: 0, needed: 2 })?;
    for (place, share) in shares.iter().enumerate() {
        if (share.set, share.needed) != (first.set, first.needed) {
            return Err(Fault::Mixed { first: first.set(), other: share.set() }.into());
        }
        if shares[..place].iter().any(|earlier| earlier.number == share.number) {
            return Err(Fault::Twice { number: share.number }.into());
        }
    }
    if shares.len() < first.needed.into() {
        return Err(Fault::TooFew { found: shares.len(), needed: first.needed }.into());
    }
    let mut shared = Zeroizing::new([0; SHARED]);
    for share in shares {
        // Lagrange's basis polynomial of this share at 0; subtraction is addition in GF(2^8).
        let others = shares.iter().map(|other| other.number).filter(|&number| number != share.number);
        let weight = others.fold(1, |weight, x| field::multiply(weight, field::divide(x, x ^ share.number)));
        for (byte, value) in shared.iter_mut().zip(&share.values) {
            *byte ^= field::multiply(*value, weight);
        }
    }
    let mut secret = Zeroizing::new([0; SECRET]);
    secret.copy_from_slice(&shared[..SECRET]);
    if shared[SECRET..] == check(first.set, first.needed, &secret) { Ok(secret) } else { Err(Fault::Secret.into()) }
}

fn check(set: [u8; 3], needed: u8, secret: &[u8; SECRET]) -> [u8; 4] {
    let bytes = Zeroizing::new([b"shirube shamir 1 secret", set.as_slice(), &[needed], secret].concat());
    let [a, b, c, d, ..] = *Sha256::of(&bytes).as_bytes();
    [a, b, c, d]
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rand_chacha::{ChaCha20Rng, rand_core::SeedableRng};

    use super::*;

    fn shares(seed: u64, k: u8, n: u8) -> Vec<Share> {
        split(&[9; 32], k, n, &mut ChaCha20Rng::seed_from_u64(seed)).unwrap()
    }

    fn fault(shares: &[Share]) -> Fault {
        match combine(shares) {
            Err(Error::Shamir { fault }) => fault,
            other => panic!("expected a fault, got {other:?}"),
        }
    }

    #[test]
    fn splits_that_protect_nothing_are_refused() {
        for (k, n) in [(0, 3), (1, 3), (4, 3), (2, 1)] {
            let error = split(&[0; 32], k, n, &mut ChaCha20Rng::seed_from_u64(1)).unwrap_err();
            assert!(matches!(error, Error::Shamir { fault: Fault::Split { .. } }), "{k} of {n}");
        }
    }

    #[test]
    fn wrong_gatherings_are_named() {
        let (old, new) = (shares(1, 2, 3), shares(2, 2, 3));
        assert_eq!(fault(&[]), Fault::TooFew { found: 0, needed: 2 });
        assert_eq!(fault(&old[..1]), Fault::TooFew { found: 1, needed: 2 });
        assert_eq!(fault(&[old[1].clone(), old[1].clone()]), Fault::Twice { number: 2 });
        assert!(matches!(fault(&[old[0].clone(), new[1].clone()]), Fault::Mixed { .. }));
    }

    #[test]
    fn a_forged_share_is_found() {
        let mut forged = shares(3, 2, 3);
        for place in 0..SHARED {
            forged[0].values[place] ^= 1;
            assert_eq!(fault(&forged[..2]), Fault::Secret, "value {place} decides");
            forged[0].values[place] ^= 1;
        }
        forged[1].number = 3;
        assert_eq!(fault(&forged[..2]), Fault::Secret);
    }

    #[test]
    fn fewer_than_needed_fit_every_secret() {
        // One share of a 2-of-n split, alone: for each candidate value of a secret byte there is exactly one line through
        // it, so the share excludes none of the 256.
        let share = &shares(4, 2, 2)[0];
        let mut slopes: Vec<u8> =
            (0..=255).map(|secret| field::divide(share.values[0] ^ secret, share.number)).collect();
        slopes.sort_unstable();
        assert!(slopes.iter().copied().eq(0..=255), "each secret byte has its own polynomial");
    }

    #[test]
    fn a_share_is_not_printed() {
        let share = &shares(5, 2, 2)[1];
        assert_eq!(format!("{share:?}"), format!("Share(2 of set {}, 2 needed)", share.set()));
    }

    proptest! {
        #[test]
        fn any_k_give_the_secret_and_fewer_do_not(seed: u64, secret: [u8; 32], k in 2u8..6, more in 0u8..4, order: u64) {
            let n = k + more;
            let mut shares = split(&secret, k, n, &mut ChaCha20Rng::seed_from_u64(seed)).unwrap();
            // An arbitrary choice in an arbitrary order.
            for place in (1..shares.len()).rev() {
                let other = usize::try_from(order.rotate_left(u32::try_from(place).unwrap() * 7) % 251).unwrap() % (place + 1);
                shares.swap(place, other);
            }
            prop_assert_eq!(*combine(&shares[..k.into()]).unwrap(), secret);
            prop_assert_eq!(*combine(&shares).unwrap(), secret, "more than needed fit as well");
            prop_assert!(combine(&shares[..usize::from(k) - 1]).is_err());
            // Someone who lowers the number needed on the paper still learns nothing: the check fails.
            let mut lowered: Vec<Share> = shares[..usize::from(k) - 1].to_vec();
            lowered.iter_mut().for_each(|share| share.needed = 1);
            prop_assert_eq!(fault(&lowered), Fault::Secret);
        }
    }
}
