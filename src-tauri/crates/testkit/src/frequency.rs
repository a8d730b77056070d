use crate::chance::Chance;

/// How often an alternate allele is met, by the frequency in the population that the family is from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Rarity {
    /// In no database.
    Private,
    /// Below 1 in 10,000.
    VeryRare,
    /// Below 1 in 1,000.
    Rare,
    /// Below 1 in 100.
    Uncommon,
    /// 1 % and more.
    Common,
}

/// Frequencies of an allele. `None`: not in that database.
#[derive(Clone, Debug)]
pub(crate) struct Frequencies {
    /// In the population that founders are drawn from.
    pub(crate) population: f64,
    pub(crate) gnomad_exomes: Option<f64>,
    pub(crate) gnomad_genomes: Option<f64>,
    pub(crate) tommo: Option<f64>,
}

impl Rarity {
    /// As the variants of a few people's exomes are spread.
    pub(crate) fn draw(chance: &mut Chance) -> Self {
        chance.weighted(&[
            (0.008, Self::Private),
            (0.014, Self::VeryRare),
            (0.016, Self::Rare),
            (0.035, Self::Uncommon),
            (0.927, Self::Common),
        ])
    }

    /// True below 1 %.
    pub(crate) fn is_rare(self) -> bool {
        self < Self::Common
    }

    /// Frequencies of such an allele. Some alleles are Japanese: in ToMMo, and rarer or absent in gnomAD.
    pub(crate) fn frequencies(self, is_coding: bool, chance: &mut Chance) -> Frequencies {
        let population = match self {
            Self::Private => {
                return Frequencies { population: 0.0, gnomad_exomes: None, gnomad_genomes: None, tommo: None };
            }
            Self::VeryRare => chance.real(8e-6, 1e-4),
            Self::Rare => chance.real(1e-4, 1e-3),
            Self::Uncommon => chance.real(1e-3, 1e-2),
            Self::Common => {
                let u = chance.unit();
                0.01 + 0.98 * u * (0.7 + 0.3 * u)
            }
        };
        let is_japanese = self.is_rare() && chance.happens(0.15);
        let world = population * if is_japanese { chance.real(0.0, 0.02) } else { chance.real(0.5, 1.5) };
        let world = world.min(0.995);
        // gnomAD exomes count about 1,460,000 alleles, genomes 150,000, ToMMo 108,000: below that nobody carries it.
        let counted = |frequency: f64, alleles: f64| (frequency * alleles >= 1.0).then_some(frequency);
        let wobble = |f: f64, chance: &mut Chance| (f * chance.real(0.9, 1.1)).min(0.995);
        Frequencies {
            population,
            gnomad_exomes: if is_coding { counted(wobble(world, chance), 1_460_000.0) } else { None },
            gnomad_genomes: counted(wobble(world, chance), 150_000.0),
            tommo: counted(wobble(population, chance), 108_000.0),
        }
    }
}
