use crate::chance::Chance;

/// What the caller wrote about one person at one record.
pub(crate) struct Call {
    /// Indices of alleles; none where nothing was called.
    pub(crate) alleles: Option<Vec<u8>>,
    copies: usize,
    /// Reads by allele.
    reads: Vec<u32>,
    quality: u32,
}

/// How carefully a record was read.
#[derive(Clone, Copy)]
pub(crate) struct Care {
    /// Reads of a person, about.
    pub(crate) depth: u32,
    /// Probability of a wrong genotype.
    pub(crate) error: f64,
    /// Probability of none.
    pub(crate) missing: f64,
}

impl Care {
    /// An exome's spread of depth; a few places are read poorly.
    pub(crate) fn draw(is_pass: bool, chance: &mut Chance) -> Self {
        let depth = if chance.happens(0.02) { chance.between(5, 18) } else { chance.hump(32, 122) };
        let worse = if is_pass { 1.0 } else { 8.0 };
        Self { depth, error: 0.0015 * worse, missing: 0.004 * worse }
    }

    /// For a variant that must be seen as it is.
    pub(crate) fn sure(chance: &mut Chance) -> Self {
        Self { depth: chance.hump(48, 108), error: 0.0, missing: 0.0 }
    }
}

impl Call {
    /// A person of these true alleles, as a caller sees them; `alternates` of the record.
    pub(crate) fn draw(truth: &[u8], alternates: usize, care: Care, chance: &mut Chance) -> Self {
        let copies = truth.len();
        let depth = (care.depth * chance.between(75, 125) / 100).max(1) / if copies == 1 { 2 } else { 1 };
        let mut reads = vec![0; alternates + 1];
        if chance.happens(care.missing) || depth < 4 {
            reads[0] = chance.between(0, 3);
            return Self { alleles: None, copies, reads, quality: 0 };
        }
        let is_wrong = chance.happens(care.error) && copies == 2;
        let mut alleles = truth.to_vec();
        alleles.sort_unstable();
        let is_mixed = alleles.first() != alleles.last();
        let quality = if is_wrong {
            chance.between(4, 30) + if chance.happens(0.2) { 35 } else { 0 }
        } else {
            (depth * 3 / 2 + chance.between(0, 40)).min(99)
        };
        let last = usize::from(alleles[copies - 1]);
        if is_wrong && !is_mixed {
            // A few stray reads make a heterozygote of a homozygote.
            let other = if last == 0 { 1 } else { 0 };
            reads[other] = chance.successes(depth, 0.17).max(2);
            alleles[usize::from(other > 0)] = u8::try_from(other).unwrap_or(0);
        } else if is_mixed {
            let share = if is_wrong { 0.10 } else { 0.485 };
            let seen = chance.successes(depth, share);
            reads[last] = if is_wrong { seen } else { seen.clamp(1, depth - 1) };
            if is_wrong {
                // Too few reads of the alternate allele: it drops out.
                alleles[copies - 1] = alleles[0];
            }
        } else if last == 0 && alternates > 0 {
            reads[1] = chance.successes(depth, 0.001);
        }
        let first = usize::from(truth.iter().copied().min().unwrap_or(0));
        let counted: u32 = reads.iter().sum();
        reads[first] += depth.saturating_sub(counted);
        Self { alleles: Some(alleles), copies, reads, quality }
    }

    /// All reads.
    pub(crate) fn depth(&self) -> u32 {
        self.reads.iter().sum()
    }

    /// Reads of alternate alleles.
    pub(crate) fn alternate_reads(&self) -> u32 {
        self.reads.iter().skip(1).sum()
    }

    /// `GT:AD:DP:GQ`.
    pub(crate) fn text(&self) -> String {
        let genotype = match &self.alleles {
            None => vec!["."; self.copies].join("/"),
            Some(alleles) => alleles.iter().map(u8::to_string).collect::<Vec<_>>().join("/"),
        };
        let quality = if self.alleles.is_some() { self.quality.to_string() } else { ".".to_owned() };
        let reads: Vec<String> = self.reads.iter().map(u32::to_string).collect();
        format!("{genotype}:{}:{}:{quality}", reads.join(","), self.depth())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_add_up_and_follow_the_genotype() {
        for n in 0..500 {
            let mut chance = Chance::of(&["call", &n.to_string()]);
            let care = Care::sure(&mut chance);
            for truth in [&[0, 0][..], &[0, 1], &[1, 1], &[1], &[1, 2]] {
                let call = Call::draw(truth, 2, care, &mut chance);
                assert_eq!(call.alleles.as_deref(), Some(truth));
                assert_eq!(call.depth(), call.reads.iter().sum::<u32>());
                let seen: Vec<u8> = (0..3).filter(|&a| call.reads[usize::from(a)] > 3).collect();
                let expected: std::collections::BTreeSet<u8> = truth.iter().copied().collect();
                assert!(expected.iter().all(|a| seen.contains(a)), "{truth:?} must be seen in {:?}", call.reads);
            }
        }
    }
}
