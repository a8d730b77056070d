use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::{Chromosome, Position, Region};

/// The human reference assembly that a coordinate counts in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Assembly {
    /// GRCh37 (hg19, b37, hs37d5).
    GRCh37,
    /// GRCh38 (hg38).
    GRCh38,
}

/// A text names no assembly that is supported.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown assembly {text:?}: expected GRCh37 (hg19, b37) or GRCh38 (hg38)")]
pub struct ParseAssemblyError {
    /// The text as found.
    pub text: String,
}

/// Lengths in bases of chromosomes 1 to 22, X, Y, MT (NCBI assembly reports GCF_000001405.25 and GCF_000001405.40).
const LENGTHS_37: [u32; 25] = [
    249_250_621,
    243_199_373,
    198_022_430,
    191_154_276,
    180_915_260,
    171_115_067,
    159_138_663,
    146_364_022,
    141_213_431,
    135_534_747,
    135_006_516,
    133_851_895,
    115_169_878,
    107_349_540,
    102_531_392,
    90_354_753,
    81_195_210,
    78_077_248,
    59_128_983,
    63_025_520,
    48_129_895,
    51_304_566,
    155_270_560,
    59_373_566,
    16_569,
];
const LENGTHS_38: [u32; 25] = [
    248_956_422,
    242_193_529,
    198_295_559,
    190_214_555,
    181_538_259,
    170_805_979,
    159_345_973,
    145_138_636,
    138_394_717,
    133_797_422,
    135_086_622,
    133_275_309,
    114_364_328,
    107_043_718,
    101_991_189,
    90_338_345,
    83_257_441,
    80_373_285,
    58_617_616,
    64_444_167,
    46_709_983,
    50_818_468,
    156_040_895,
    57_227_415,
    16_569,
];

impl Assembly {
    /// Length of a chromosome in bases.
    pub fn length(self, chromosome: Chromosome) -> u32 {
        let lengths = match self {
            Self::GRCh37 => &LENGTHS_37,
            Self::GRCh38 => &LENGTHS_38,
        };
        lengths[chromosome.index()]
    }

    /// The assembly that has a chromosome of exactly this length; `None` where both or neither have it.
    pub fn by_length(chromosome: Chromosome, length: u32) -> Option<Self> {
        match (Self::GRCh37.length(chromosome) == length, Self::GRCh38.length(chromosome) == length) {
            (true, false) => Some(Self::GRCh37),
            (false, true) => Some(Self::GRCh38),
            _ => None,
        }
    }

    /// True where a position on X or Y lies in a pseudoautosomal region, in which males are diploid
    /// (GRC, PAR#1 and PAR#2 of each assembly). False on every other chromosome.
    pub fn is_pseudoautosomal(self, chromosome: Chromosome, position: Position) -> bool {
        let bounds: [(u32, u32); 2] = match (self, chromosome) {
            (Self::GRCh37, Chromosome::X) => [(60_001, 2_699_520), (154_931_044, 155_260_560)],
            (Self::GRCh37, Chromosome::Y) => [(10_001, 2_649_520), (59_034_050, 59_363_566)],
            (Self::GRCh38, Chromosome::X) => [(10_001, 2_781_479), (155_701_383, 156_030_895)],
            (Self::GRCh38, Chromosome::Y) => [(10_001, 2_781_479), (56_887_903, 57_217_415)],
            _ => return false,
        };
        bounds.iter().any(|&(start, end)| (start..=end).contains(&position.get()))
    }

    /// The whole of a chromosome.
    pub fn whole(self, chromosome: Chromosome) -> Region {
        Region::whole(chromosome, self.length(chromosome))
    }
}

impl FromStr for Assembly {
    type Err = ParseAssemblyError;

    /// Reads the usual names, also inside a longer text such as `Homo_sapiens_assembly38` or `human_g1k_v37.fasta`.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        const NAMES_37: [&str; 6] = ["grch37", "hg19", "b37", "hs37", "g1k_v37", "assembly19"];
        const NAMES_38: [&str; 5] = ["grch38", "hg38", "b38", "hs38", "assembly38"];
        let lower = text.to_ascii_lowercase();
        let names = |list: &[&str]| list.iter().any(|name| lower.contains(name));
        match (names(&NAMES_37), names(&NAMES_38)) {
            (true, false) => Ok(Self::GRCh37),
            (false, true) => Ok(Self::GRCh38),
            _ => Err(ParseAssemblyError { text: text.to_owned() }),
        }
    }
}

impl fmt::Display for Assembly {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::GRCh37 => "GRCh37",
            Self::GRCh38 => "GRCh38",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usual_names_are_read_and_others_refused() {
        for name in ["GRCh37", "hg19", "b37", "hs37d5.fa", "human_g1k_v37.fasta", "GRCh37.p13"] {
            assert_eq!(name.parse(), Ok(Assembly::GRCh37), "{name} is a usual name of GRCh37");
        }
        for name in ["GRCh38", "hg38", "Homo_sapiens_assembly38", "GRCh38.p14"] {
            assert_eq!(name.parse(), Ok(Assembly::GRCh38), "{name} is a usual name of GRCh38");
        }
        for name in ["", "T2T-CHM13v2.0", "hg18", "GRCh37 lifted to GRCh38"] {
            assert!(name.parse::<Assembly>().is_err(), "{name} must not be guessed");
        }
    }

    #[test]
    fn the_mitochondrion_tells_no_assembly_apart() {
        assert_eq!(Assembly::by_length(Chromosome::MT, 16_569), None);
        assert_eq!(Assembly::by_length(Chromosome::CHR1, 248_956_422), Some(Assembly::GRCh38));
        assert_eq!(Assembly::by_length(Chromosome::X, 155_270_560), Some(Assembly::GRCh37));
    }

    #[test]
    fn pseudoautosomal_regions_have_closed_ends() {
        let at = |p| Position::new(p).expect("not zero");
        assert!(!Assembly::GRCh38.is_pseudoautosomal(Chromosome::X, at(10_000)));
        assert!(Assembly::GRCh38.is_pseudoautosomal(Chromosome::X, at(10_001)));
        assert!(Assembly::GRCh38.is_pseudoautosomal(Chromosome::X, at(2_781_479)));
        assert!(!Assembly::GRCh38.is_pseudoautosomal(Chromosome::X, at(2_781_480)));
        assert!(!Assembly::GRCh38.is_pseudoautosomal(Chromosome::CHR1, at(20_000)), "autosomes have none");
    }
}
