//! The genetic code (NCBI translation table 1) and codons that give a wished effect.

use crate::chance::Chance;

const BASES: [u8; 4] = *b"TCAG";
/// Amino acids by codon, bases in the order TCAG.
const CODE: &[u8; 64] = b"FFLLSSSSYY**CC*WLLLLPPPPHHQQRRRRIIIMTTTTNNKKSSRRVVVVAAAADDEEGGGG";

/// What a change of one base does to the protein.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Effect {
    Synonymous,
    Missense,
    StopGained,
}

/// A codon before and after, and which of its bases changes (0 to 2).
pub(crate) struct CodonChange {
    pub(crate) before: [u8; 3],
    pub(crate) after: [u8; 3],
    pub(crate) base: usize,
}

impl CodonChange {
    /// A codon with `from` at this base, such that its change to `to` has the effect; where none has, any other
    /// that neither makes nor breaks a stop.
    pub(crate) fn with_effect(effect: Effect, base: usize, from: u8, to: u8, chance: &mut Chance) -> Self {
        let all: Vec<Self> = (0..16)
            .map(|others: usize| {
                let mut before = [BASES[others / 4], BASES[others % 4], 0];
                before.swap(2, base);
                before[base] = from;
                let mut after = before;
                after[base] = to;
                Self { before, after, base }
            })
            .filter(|change| amino_acid(change.before) != b'*')
            .collect();
        let wished: Vec<&Self> = all.iter().filter(|change| change.effect() == effect).collect();
        let calm: Vec<&Self> = all.iter().filter(|change| change.effect() != Effect::StopGained).collect();
        let chosen = *chance.pick(if wished.is_empty() { &calm } else { &wished });
        Self { before: chosen.before, after: chosen.after, base }
    }

    pub(crate) fn effect(&self) -> Effect {
        match (amino_acid(self.before), amino_acid(self.after)) {
            (before, after) if before == after => Effect::Synonymous,
            (_, b'*') => Effect::StopGained,
            _ => Effect::Missense,
        }
    }

    /// As VEP writes it: the changed base in capitals, such as `aCg/aTg`.
    pub(crate) fn text(&self) -> String {
        let write = |codon: [u8; 3]| -> String {
            let letter =
                |(i, b): (usize, u8)| if i == self.base { char::from(b) } else { char::from(b.to_ascii_lowercase()) };
            codon.into_iter().enumerate().map(letter).collect()
        };
        format!("{}/{}", write(self.before), write(self.after))
    }
}

/// One letter; `*` for a stop.
pub(crate) fn amino_acid(codon: [u8; 3]) -> u8 {
    let index = |base: u8| BASES.iter().position(|&b| b == base).unwrap_or(0);
    CODE[index(codon[0]) * 16 + index(codon[1]) * 4 + index(codon[2])]
}

/// Three letters of an amino acid; `Ter` for a stop.
pub(crate) fn three_letters(amino_acid: u8) -> &'static str {
    const NAMES: [(u8, &str); 20] = [
        (b'A', "Ala"),
        (b'R', "Arg"),
        (b'N', "Asn"),
        (b'D', "Asp"),
        (b'C', "Cys"),
        (b'Q', "Gln"),
        (b'E', "Glu"),
        (b'G', "Gly"),
        (b'H', "His"),
        (b'I', "Ile"),
        (b'L', "Leu"),
        (b'K', "Lys"),
        (b'M', "Met"),
        (b'F', "Phe"),
        (b'P', "Pro"),
        (b'S', "Ser"),
        (b'T', "Thr"),
        (b'W', "Trp"),
        (b'Y', "Tyr"),
        (b'V', "Val"),
    ];
    NAMES.iter().find(|(letter, _)| *letter == amino_acid).map_or("Ter", |(_, name)| name)
}

/// The base of the other strand.
pub(crate) fn complement(base: u8) -> u8 {
    match base {
        b'A' => b'T',
        b'C' => b'G',
        b'G' => b'C',
        _ => b'A',
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_code_is_the_standard_one() {
        for (codon, letter) in [(b"ATG", b'M'), (b"TGA", b'*'), (b"TGG", b'W'), (b"TCG", b'S'), (b"GGC", b'G')] {
            assert_eq!(amino_acid(*codon), letter);
        }
    }

    #[test]
    fn a_wished_effect_is_given_where_it_can_be() {
        let mut chance = Chance::of(&["test"]);
        for _ in 0..50 {
            let change = CodonChange::with_effect(Effect::StopGained, 0, b'C', b'T', &mut chance);
            assert_eq!(change.effect(), Effect::StopGained, "CAA, CAG, CGA become TAA, TAG, TGA");
            let never = CodonChange::with_effect(Effect::StopGained, 1, b'A', b'C', &mut chance);
            assert_eq!(never.effect(), Effect::Missense, "no codon xCx is a stop");
        }
    }
}
