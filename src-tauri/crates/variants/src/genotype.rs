use serde::{Deserialize, Serialize};

/// The genotype of one person for one alternate allele, in one byte.
///
/// | bits | what |
/// |---|---|
/// | 0-1 | copies of this allele: 0, 1, 2, or 3 for three and more; 1 of more than two alleles that are not all this one |
/// | 2 | another alternate allele of the record is present |
/// | 3 | one allele only (hemizygous call, haploid) |
/// | 4 | phased (`|`) |
/// | 5 | two phased alleles with one copy: on the second haplotype |
/// | 6-7 | 0 called, 1 half called (`./1`), 2 not called, 3 not shown |
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
#[repr(transparent)]
pub struct GenotypeCode(u8);

/// How far a genotype is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Call {
    /// Every allele is called.
    Full,
    /// Some alleles are called, some not.
    Half,
    /// No allele is called.
    None,
    /// Not part of this analysis for this person: consent does not open it.
    NotShown,
}

impl GenotypeCode {
    /// `./.`
    pub const NOT_CALLED: Self = Self(2 << 6);
    /// Not shown: consent does not open this person's genotype here.
    pub const NOT_SHOWN: Self = Self(3 << 6);
    /// `0/0`
    pub const REFERENCE: Self = Self(0);

    /// The code of a genotype: allele numbers of the record in the order of the file (`None` where not called), whether
    /// it is phased, seen from this alternate allele (1-based).
    pub fn of(alleles: &[Option<u16>], phased: bool, allele: u16) -> Self {
        let called = alleles.iter().flatten().count();
        if called == 0 {
            return Self::NOT_CALLED;
        }
        let (mut copies, mut code) = (0_u8, 0_u8);
        for &number in alleles.iter().flatten() {
            if number == allele {
                copies = (copies + 1).min(3);
            } else if number > 0 {
                code |= 1 << 2;
            }
        }
        // `0/1/1`, as of a trisomy or a gain: carried, beside another allele.
        if alleles.len() > 2 && alleles.iter().any(|a| *a != Some(allele)) {
            copies = copies.min(1);
        }
        code |= copies;
        if alleles.len() == 1 {
            code |= 1 << 3;
        }
        if phased && alleles.len() == 2 {
            code |= 1 << 4;
            if copies == 1 && alleles.first() != Some(&Some(allele)) {
                code |= 1 << 5;
            }
        }
        if called < alleles.len() {
            code |= 1 << 6;
        }
        Self(code)
    }

    /// The byte.
    pub fn bits(self) -> u8 {
        self.0
    }

    /// The inverse of [`GenotypeCode::bits`].
    pub fn from_bits(bits: u8) -> Self {
        Self(bits)
    }

    /// How far it is known.
    pub fn call(self) -> Call {
        match self.0 >> 6 {
            0 => Call::Full,
            1 => Call::Half,
            2 => Call::None,
            _ => Call::NotShown,
        }
    }

    /// True where every allele is called.
    pub fn is_called(self) -> bool {
        self.0 >> 6 == 0
    }

    /// Called copies of this allele (3 means three or more). Of a half call, and of more than two alleles that are not all
    /// this one, it is the least that there can be.
    pub fn copies(self) -> u8 {
        self.0 & 3
    }

    /// True where another alternate allele of the same record is present (`1/2`).
    pub fn has_other_alternate(self) -> bool {
        self.0 & (1 << 2) != 0
    }

    /// True where one allele was called alone: haploid.
    pub fn is_haploid(self) -> bool {
        self.0 & (1 << 3) != 0
    }

    /// True where two alleles are phased.
    pub fn is_phased(self) -> bool {
        self.0 & (1 << 4) != 0
    }

    /// For a phased genotype with one copy: the haplotype that carries it, 0 the first, 1 the second.
    pub fn haplotype(self) -> Option<u8> {
        (self.is_phased() && self.copies() == 1).then_some((self.0 >> 5) & 1)
    }

    /// True for one copy beside another allele.
    pub fn is_heterozygous(self) -> bool {
        self.is_called() && !self.is_haploid() && self.copies() == 1
    }

    /// True where every called allele is this one and all are called: `1/1`, and haploid `1`.
    pub fn is_homozygous_alternate(self) -> bool {
        self.is_called()
            && !self.has_other_alternate()
            && if self.is_haploid() { self.copies() == 1 } else { self.copies() >= 2 }
    }

    /// True where all alleles are called and none of them is this one.
    pub fn lacks_allele(self) -> bool {
        self.is_called() && self.copies() == 0
    }

    /// True where at least one copy of this allele is called.
    pub fn has_allele(self) -> bool {
        self.copies() > 0
    }
}

impl std::fmt::Debug for GenotypeCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "GenotypeCode({:?}, {} copies, {:#010b})", self.call(), self.copies(), self.0)
    }
}

#[cfg(test)]
mod tests {
    use domain::Genotype;

    use super::*;

    fn code(text: &str, allele: u16) -> GenotypeCode {
        let g: Genotype = text.parse().expect("a genotype");
        GenotypeCode::of(&g.alleles, g.phased, allele)
    }

    #[test]
    fn every_kind_of_call_is_told_apart() {
        assert_eq!(code("0/0", 1), GenotypeCode::REFERENCE);
        assert_eq!(code("./.", 1), GenotypeCode::NOT_CALLED);
        assert_eq!(code(".", 1), GenotypeCode::NOT_CALLED);
        assert!(code("0/1", 1).is_heterozygous() && !code("0/1", 1).has_other_alternate());
        assert!(code("1/2", 1).is_heterozygous() && code("1/2", 1).has_other_alternate());
        assert!(code("1/2", 3).lacks_allele() && code("1/2", 3).has_other_alternate());
        assert!(code("1/1", 1).is_homozygous_alternate() && code("1", 1).is_homozygous_alternate());
        assert!(code("1", 1).is_haploid() && !code("1", 1).is_heterozygous());
        assert_eq!(code("./1", 1).call(), Call::Half);
        assert!(code("./1", 1).has_allele() && !code("./1", 1).is_heterozygous(), "the other allele is not known");
        assert!(!code("./0", 1).lacks_allele(), "half a call proves no absence");
        assert_eq!(GenotypeCode::NOT_SHOWN.call(), Call::NotShown);
        assert!(!GenotypeCode::NOT_SHOWN.lacks_allele() && !GenotypeCode::NOT_SHOWN.has_allele());
    }

    #[test]
    fn more_than_two_alleles_are_homozygous_where_all_are_this_one() {
        for text in ["0/1/1", "0/0/1", "1/1/2", "0/1/1/1", "0|1|1"] {
            assert!(code(text, 1).has_allele() && code(text, 1).is_heterozygous(), "{text}");
            assert!(!code(text, 1).is_homozygous_alternate() && code(text, 1).haplotype().is_none(), "{text}");
        }
        assert!(code("1/1/1", 1).is_homozygous_alternate() && code("0/0/0", 1).lacks_allele());
        assert!(code("1/1/2", 2).is_heterozygous() && code("1/1/2", 2).has_other_alternate());
        assert_eq!((code("./1/1", 1).call(), code("./1/1", 1).copies()), (Call::Half, 1));
    }

    #[test]
    fn the_haplotype_of_a_phased_copy_is_kept() {
        assert_eq!(code("1|0", 1).haplotype(), Some(0));
        assert_eq!(code("0|1", 1).haplotype(), Some(1));
        assert_eq!(code("2|1", 1).haplotype(), Some(1));
        assert_eq!(code("0/1", 1).haplotype(), None);
        assert_eq!(code("1|1", 1).haplotype(), None);
    }
}
