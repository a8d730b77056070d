use super::{Problems, quoted, reserved};
use crate::header::Definition;

/// How many values a field of this record must have.
#[derive(Clone, Copy, Debug)]
pub(super) struct Counts {
    pub alternates: usize,
    /// Alleles of the genotype; `None` where there is none.
    pub ploidy: Option<usize>,
}

impl Counts {
    /// `None` where any number will do.
    fn expected(self, number: &str) -> Option<usize> {
        match number {
            "A" => Some(self.alternates),
            "R" => Some(self.alternates + 1),
            "G" => self.ploidy.map(|p| genotypes(self.alternates + 1, p)),
            other => other.parse().ok(),
        }
    }
}

/// Genotypes of `alleles` alleles at a ploidy: multisets (VCF 4.3, section 1.6.2, GL).
fn genotypes(alleles: usize, ploidy: usize) -> usize {
    (0..ploidy).fold(1, |n: usize, i| n.saturating_mul(alleles + i) / (i + 1))
}

/// A key with its definition, and whether it is reserved.
pub(super) struct Typed<'d> {
    pub definition: Option<&'d Definition>,
    pub reserved: Option<(&'static str, &'static str)>,
}

impl<'d> Typed<'d> {
    pub fn info(definition: Option<&'d Definition>, key: &str) -> Self {
        Self { definition, reserved: reserved::of(reserved::INFO, key) }
    }

    pub fn format(definition: Option<&'d Definition>, key: &str) -> Self {
        Self { definition, reserved: reserved::of(reserved::FORMAT, key) }
    }

    /// Checks number and type of the values.
    pub fn check(&self, field: &str, key: &str, value: &[u8], counts: Counts, problems: &mut Problems) {
        if value == b"." {
            return;
        }
        let kind = self.definition.map(|d| d.kind.as_str()).or(self.reserved.map(|(_, kind)| kind));
        let number = self.definition.map(|d| d.number.as_str()).or(self.reserved.map(|(n, _)| n));
        let values = value.split(|b| *b == b',');
        if kind == Some("Flag") {
            if !value.is_empty() && value != b"1" && value != b"0" {
                problems.error(field, format!("{key} is a flag and has the value {}", quoted(value)));
            }
            return;
        }
        let found = values.clone().count();
        // Callers write several characters without commas (`RNC` of GLnexus).
        if kind == Some("Character") && found == 1 && number.and_then(|n| counts.expected(n)) == Some(value.len()) {
            if value.len() > 1 {
                problems.warning(field, format!("{key}: characters must be separated by commas"));
            }
            return;
        }
        // Without an alternate (`.`) programs count it as one or as none.
        let none = counts.alternates == 0 && matches!(number, Some("A" | "R" | "G"));
        let expected = number.and_then(|n| counts.expected(n)).filter(|e| *e != found && !none);
        if let (Some(expected), false) = (expected, value.is_empty()) {
            let what = format!("{key}: {found} values, expected {expected}");
            // A text may hold commas of its own; values by genotype are only read where the key is reserved.
            let by_genotype = number == Some("G") && self.reserved.is_none();
            if by_genotype || (kind == Some("String") && key != "AA") {
                problems.warning(field, what)
            } else {
                problems.error(field, what)
            }
        }
        for value in values.filter(|v| *v != b".") {
            if let Some(expected) = self.wrong(kind, key, value) {
                let what = format!("{key}: expected {expected}, found {}", quoted(value));
                // A decimal number where a whole one is defined is read all the same; in reserved counts it makes no sense.
                let decimal = kind == Some("Integer") && crate::record::decimal(value).is_some();
                if decimal && (self.reserved.is_none() || key == "GQ") {
                    problems.warning(field, what);
                } else {
                    problems.error(field, what);
                }
                return;
            }
        }
    }

    fn wrong(&self, kind: Option<&str>, key: &str, value: &[u8]) -> Option<&'static str> {
        let text = std::str::from_utf8(value).ok();
        match kind? {
            "Integer" => {
                let Some(n) = text.and_then(|t| t.parse::<i64>().ok()) else { return Some("a whole number") };
                (n < 0 && self.reserved.is_some()).then_some("no negative number")
            }
            "Float" => {
                let Some(n) = text.and_then(|t| t.parse::<f64>().ok()) else { return Some("a number") };
                (n < 0.0 && matches!(key, "AF")).then_some("a frequency")
            }
            "Character" => (value.len() != 1).then_some("one character"),
            "String" if key == "CIGAR" && self.reserved.is_some() => {
                let mut digits = 0;
                let fits = value.iter().all(|b| match b {
                    b'0'..=b'9' => {
                        digits += 1;
                        true
                    }
                    b'M' | b'I' | b'D' | b'N' | b'S' | b'H' | b'P' | b'X' | b'=' => std::mem::take(&mut digits) > 0,
                    _ => false,
                });
                (!fits || digits > 0).then_some("a CIGAR")
            }
            _ => None,
        }
    }
}
