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

    /// The locus of a stretch of this chromosome (1-based, both ends within): one that reaches out of a pseudoautosomal region is
    /// inherited as the rest of the chromosome is, as deletions of the end of Xp are.
    pub(crate) fn unless_pseudoautosomal(self, assembly: Assembly, start: u32, end: u32) -> Self {
        let chromosome = match self {
            Self::X => Chromosome::X,
            Self::Y => Chromosome::Y,
            other => return other,
        };
        let is_shared = |at: u32| Position::new(at).is_some_and(|at| assembly.is_pseudoautosomal(chromosome, at));
        // Between the regions of either end lies nearly all of the chromosome.
        let within_one = end.saturating_sub(start) < 10_000_000;
        if is_shared(start) && is_shared(end) && within_one { Self::Autosomal } else { self }
    }
}

impl crate::VariantTable {
    /// How a row's place is inherited.
    #[inline]
    pub fn locus(&self, row: usize) -> Locus {
        self.locus_on(row, Locus::of_chromosome(self.chromosome(row)))
    }

    /// As [`crate::VariantTable::locus`], where that of the row's contig is known.
    #[inline]
    pub(crate) fn locus_on(&self, row: usize, contig: Locus) -> Locus {
        if !matches!(contig, Locus::X | Locus::Y) {
            return contig;
        }
        let (position, end) = (self.position[row], self.end[row]);
        // Of a symbolic allele the first base is the one before it.
        let start = if self.kind[row].is_symbolic() && end > position { position + 1 } else { position };
        contig.unless_pseudoautosomal(self.assembly, start, end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_reaches_out_of_a_shared_region_is_inherited_as_the_rest() {
        let on_x = |start, end| Locus::X.unless_pseudoautosomal(Assembly::GRCh38, start, end);
        assert_eq!(on_x(1_290_000, 1_290_000), Locus::Autosomal);
        assert_eq!(on_x(20_001, 30_000), Locus::Autosomal);
        assert_eq!(on_x(20_001, 9_000_000), Locus::X, "the end of Xp with the genes behind it");
        assert_eq!(on_x(20_001, 155_800_000), Locus::X, "from one region to the other");
        let table = crate::testing::table(
            "##fileformat=VCFv4.2\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\n\
             chrX\t10000\t.\tN\t<DEL>\t.\t.\tEND=30000\nchrX\t20000\t.\tN\t<DEL>\t.\t.\tEND=9000000\n",
        );
        assert_eq!([0, 1].map(|row| table.locus(row)), [Locus::Autosomal, Locus::X]);
    }
}
