use std::{fmt, str::FromStr};

use domain::{Chromosome, GeneSymbol, Position};

/// What is asked for by `--explain`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Query {
    /// `chrom:pos`: whatever lies there (1-based).
    Place {
        /// The chromosome.
        chromosome: Chromosome,
        /// The base.
        position: Position,
    },
    /// `chrom-pos-ref-alt`: one variant, in any spelling that trims to the same.
    Variant {
        /// The chromosome.
        chromosome: Chromosome,
        /// POS, 1-based.
        position: Position,
        /// REF.
        reference: String,
        /// ALT.
        alternate: String,
    },
    /// `rs…`: a dbSNP id.
    Rs(u32),
    /// HGVS on a transcript or protein, or on a gene.
    Hgvs(Hgvs),
}

/// A change in HGVS with what it is counted on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hgvs {
    /// Transcript or protein without its version: numbering seldom differs between versions, and annotation carries
    /// the version of its own release.
    pub accession: Option<String>,
    /// The gene, where named.
    pub gene: Option<GeneSymbol>,
    /// The change, such as `c.755C>G`.
    pub change: String,
}

/// A text that asks for nothing that can be looked up.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "{text:?} is no variant: expected chrom:pos, chrom-pos-ref-alt, an rs number, or HGVS such as NM_000141.5:c.755C>G, \
     FGFR2:c.755C>G or `FGFR2 c.755C>G`"
)]
pub struct ParseQueryError {
    /// The text as found.
    pub text: String,
}

impl FromStr for Query {
    type Err = ParseQueryError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let trimmed = text.trim();
        rs(trimmed)
            .or_else(|| hgvs(trimmed))
            .or_else(|| place(trimmed))
            .ok_or_else(|| ParseQueryError { text: text.to_owned() })
    }
}

impl fmt::Display for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Place { chromosome, position } => write!(f, "{chromosome}:{position}"),
            Self::Variant { chromosome, position, reference, alternate } => {
                write!(f, "{chromosome}-{position}-{reference}-{alternate}")
            }
            Self::Rs(number) => write!(f, "rs{number}"),
            Self::Hgvs(Hgvs { accession, gene, change }) => {
                let on = accession.as_deref().or(gene.as_ref().map(GeneSymbol::as_str)).unwrap_or_default();
                write!(f, "{on}:{change}")
            }
        }
    }
}

fn rs(text: &str) -> Option<Query> {
    let digits = text.strip_prefix("rs").or_else(|| text.strip_prefix("RS"))?;
    digits.parse().ok().filter(|n| *n > 0).map(Query::Rs)
}

/// `NM_000141.5(FGFR2):c.755C>G`, `FGFR2:p.(Ser252Trp)`, `FGFR2 c.755C>G`, `c.755C>G (FGFR2)`.
fn hgvs(text: &str) -> Option<Query> {
    let separators = [' ', '\t', ':', '(', ')'];
    let starts = text
        .char_indices()
        .map(|(i, _)| i)
        .filter(|i| text[..*i].chars().next_back().is_none_or(|c| separators.contains(&c)));
    let is_change = |t: &str| t.len() > 2 && ["c.", "n.", "p."].iter().any(|p| t.starts_with(p));
    let start = starts.into_iter().find(|i| is_change(&text[*i..]))?;
    let (before, from) = text.split_at(start);
    let (change, behind) = from.split_at(from.find([' ', '\t']).unwrap_or(from.len()));
    let mut hgvs = Hgvs { accession: None, gene: None, change: normal_change(change) };
    for word in before.split(separators).chain(behind.split(separators)).filter(|w| !w.is_empty()) {
        if is_accession(word) {
            hgvs.accession = Some(without_version(word).to_owned());
        } else {
            hgvs.gene = Some(word.parse().ok()?);
        }
    }
    (hgvs.accession.is_some() || hgvs.gene.is_some()).then_some(Query::Hgvs(hgvs))
}

fn place(text: &str) -> Option<Query> {
    let parts: Vec<&str> = text.split([':', '-', '_']).collect();
    let (chromosome, position, alleles) = match parts[..] {
        [chromosome, position] => (chromosome, position, None),
        [chromosome, position, reference, alternate] => (chromosome, position, Some((reference, alternate))),
        _ => return None,
    };
    let chromosome = chromosome.parse().ok()?;
    let position = Position::new(position.replace(',', "").parse().ok()?)?;
    Some(match alleles {
        None => Query::Place { chromosome, position },
        Some((reference, alternate)) if !reference.is_empty() && !alternate.is_empty() => Query::Variant {
            chromosome,
            position,
            reference: reference.to_ascii_uppercase(),
            alternate: alternate.to_ascii_uppercase(),
        },
        Some(_) => return None,
    })
}

fn is_accession(word: &str) -> bool {
    ["NM_", "NR_", "NP_", "XM_", "XR_", "XP_", "ENST", "ENSP", "LRG_"].iter().any(|p| word.starts_with(p))
}

/// An accession without the dot and number at its end.
pub(super) fn without_version(accession: &str) -> &str {
    match accession.rsplit_once('.') {
        Some((base, version)) if version.bytes().all(|b| b.is_ascii_digit()) => base,
        _ => accession,
    }
}

/// One spelling of a change: no brackets around a predicted protein, no bases named that are deleted or duplicated.
pub(super) fn normal_change(change: &str) -> String {
    let plain = change.replace(['(', ')'], "").replace("%3D", "=");
    for word in ["del", "dup"] {
        if let Some((before, after)) = plain.split_once(word) {
            let bases = after.len() - after.trim_start_matches(['A', 'C', 'G', 'T', 'N']).len();
            return format!("{before}{word}{}", &after[bases..]);
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hgvs(accession: Option<&str>, gene: Option<&str>, change: &str) -> Query {
        let gene = gene.map(|g| g.parse().expect("a gene"));
        Query::Hgvs(Hgvs { accession: accession.map(str::to_owned), gene, change: change.to_owned() })
    }

    #[test]
    fn every_spelling_is_understood() {
        let chromosome = "10".parse().expect("a chromosome");
        let position = Position::new(121_520_163).expect("a position");
        for text in ["10:121520163", "chr10:121,520,163", "10-121520163"] {
            assert_eq!(text.parse(), Ok(Query::Place { chromosome, position }), "{text}");
        }
        let (reference, alternate) = ("G".to_owned(), "C".to_owned());
        let variant = Query::Variant { chromosome, position, reference, alternate };
        for text in ["chr10-121520163-G-C", "10:121520163:g:c", "10_121520163_G_C"] {
            assert_eq!(text.parse(), Ok(variant.clone()), "{text}");
        }
        for (text, query) in [
            ("rs79184941", Query::Rs(79_184_941)),
            ("NM_000141.5:c.755C>G", hgvs(Some("NM_000141"), None, "c.755C>G")),
            ("NM_000141.5(FGFR2):c.755C>G", hgvs(Some("NM_000141"), Some("FGFR2"), "c.755C>G")),
            ("ENST00000358487:c.755C>G", hgvs(Some("ENST00000358487"), None, "c.755C>G")),
            ("FGFR2:c.755C>G", hgvs(None, Some("FGFR2"), "c.755C>G")),
            ("FGFR2 c.755C>G", hgvs(None, Some("FGFR2"), "c.755C>G")),
            ("c.755C>G (FGFR2)", hgvs(None, Some("FGFR2"), "c.755C>G")),
            ("FGFR2:p.(Ser252Trp)", hgvs(None, Some("FGFR2"), "p.Ser252Trp")),
            ("FGFR2:p.Ser252Trp", hgvs(None, Some("FGFR2"), "p.Ser252Trp")),
            ("GJB2:c.35delG", hgvs(None, Some("GJB2"), "c.35del")),
            ("GJB2:c.35_36delGGinsA", hgvs(None, Some("GJB2"), "c.35_36delinsA")),
            ("HLA-A:c.100+5G>A", hgvs(None, Some("HLA-A"), "c.100+5G>A")),
        ] {
            assert_eq!(text.parse(), Ok(query), "{text}");
        }
        for bad in ["", "FGFR2", "c.755C>G", "rs", "rs0", "10:0", "10:1-2", "chrUn:5", "1-2-A", "1-2--"] {
            assert!(bad.parse::<Query>().is_err(), "{bad:?} must be refused");
        }
    }
}
