use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// A called genotype of one person at one record: allele numbers of that record (0 is the reference), `None` where not called.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Genotype {
    /// Allele numbers in the order of the file; length is the ploidy.
    pub alleles: Vec<Option<u16>>,
    /// True where every separator is `|`.
    pub phased: bool,
}

/// A text is no genotype.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{text:?} is no genotype: expected allele numbers or `.` separated by `/` or `|`")]
pub struct ParseGenotypeError {
    /// The text as found.
    pub text: String,
}

impl Genotype {
    /// How many copies of this allele; `None` where any allele is not called.
    pub fn copies(&self, allele: u16) -> Option<usize> {
        self.alleles.iter().all(Option::is_some).then(|| self.alleles.iter().filter(|a| **a == Some(allele)).count())
    }

    /// True where at least one allele is not called.
    pub fn is_incomplete(&self) -> bool {
        self.alleles.iter().any(Option::is_none)
    }

    /// True where at least one called allele is not the reference.
    pub fn has_alternate(&self) -> bool {
        self.alleles.iter().any(|a| a.is_some_and(|n| n > 0))
    }
}

impl FromStr for Genotype {
    type Err = ParseGenotypeError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        // VCF 4.5 allows a leading phase mark.
        let body = text.strip_prefix(['/', '|']).unwrap_or(text);
        let alleles = body
            .split(['/', '|'])
            .map(|a| if a == "." { Ok(None) } else { a.parse().map(Some) })
            .collect::<Result<Vec<_>, _>>()
            .map_err(|_| ParseGenotypeError { text: text.to_owned() })?;
        Ok(Self { phased: alleles.len() > 1 && !body.contains('/'), alleles })
    }
}

impl fmt::Display for Genotype {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, allele) in self.alleles.iter().enumerate() {
            if i > 0 {
                f.write_str(if self.phased { "|" } else { "/" })?;
            }
            match allele {
                Some(n) => write!(f, "{n}")?,
                None => f.write_str(".")?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_genotype_reads_back_as_written() {
        for text in ["0/1", "1|2", ".", "./.", "1", "0|0", "./1", "12/0"] {
            let g: Genotype = text.parse().expect("a genotype");
            assert_eq!(g.to_string(), text);
        }
        for bad in ["", "a/b", "0//1", "0/1/", "-1/0"] {
            assert!(bad.parse::<Genotype>().is_err(), "{bad:?} must be refused");
        }
    }

    #[test]
    fn copies_of_a_half_call_are_unknown() {
        let half: Genotype = "./1".parse().expect("a genotype");
        assert_eq!(half.copies(1), None, "one allele is not called, so the count is not known");
        assert!(half.has_alternate());
    }
}
