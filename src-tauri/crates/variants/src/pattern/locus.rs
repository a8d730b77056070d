use domain::{Assembly, Chromosome, Position};

/// How a place of the genome is inherited.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Locus {
    /// Two copies in everyone: chromosomes 1 to 22, the pseudoautosomal regions, contigs that are no primary chromosome.
    Autosomal,
    /// X outside the pseudoautosomal regions: one copy in males, from the mother.
    X,
    /// Y outside the pseudoautosomal regions: one copy in males, from the father.
    Y,
    /// The mitochondrial genome: from the mother.
    Mitochondrial,
}

impl Locus {
    pub(crate) const COUNT: usize = 4;
    pub(crate) const ALL: [Self; Self::COUNT] = [Self::Autosomal, Self::X, Self::Y, Self::Mitochondrial];

    pub(crate) fn of_chromosome(chromosome: Option<Chromosome>) -> Self {
        match chromosome {
            Some(Chromosome::X) => Self::X,
            Some(Chromosome::Y) => Self::Y,
            Some(Chromosome::MT) => Self::Mitochondrial,
            _ => Self::Autosomal,
        }
    }

    /// The locus of a position on this chromosome (1-based).
    pub(crate) fn unless_pseudoautosomal(self, assembly: Assembly, position: u32) -> Self {
        let chromosome = match self {
            Self::X => Chromosome::X,
            Self::Y => Chromosome::Y,
            other => return other,
        };
        let shared = Position::new(position).is_some_and(|p| assembly.is_pseudoautosomal(chromosome, p));
        if shared { Self::Autosomal } else { self }
    }
}

impl crate::VariantTable {
    /// How a row's place is inherited.
    pub fn locus(&self, row: usize) -> Locus {
        Locus::of_chromosome(self.chromosome(row)).unless_pseudoautosomal(self.assembly, self.position(row))
    }
}
