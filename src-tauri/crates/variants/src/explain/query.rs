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
     FGFR2:c.755C>G, FGFR2:p.Ser252Trp, chr10:g.121520163G>C or m.3243A>G"
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
            .or_else(|| genomic(trimmed))
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

/// `chr10:g.121520163G>C`, `NC_000010.11:g.121520163G>C`, `m.3243A>G`; of a change that is no substitution the place, since the
/// bases before it are not told.
fn genomic(text: &str) -> Option<Query> {
    let (on, change) = text.rsplit_once(':').unwrap_or(("MT", text));
    let chromosome: Chromosome = on.parse().ok()?;
    let is_mitochondrial = chromosome == Chromosome::MT;
    let change = change.strip_prefix("m.").filter(|_| is_mitochondrial).or_else(|| change.strip_prefix("g."))?;
    let digits = change.len() - change.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (position, change) = change.split_at(digits);
    let position = Position::new(position.parse().ok()?)?;
    let base = |text: &str| (text.len() == 1 && text.bytes().all(|b| b"ACGT".contains(&b))).then(|| text.to_owned());
    match change.split_once('>') {
        Some((reference, alternate)) => {
            let (reference, alternate) = (base(reference)?, base(alternate)?);
            Some(Query::Variant { chromosome, position, reference, alternate })
        }
        None => ["del", "dup", "ins", "inv", "_"]
            .iter()
            .any(|word| change.starts_with(word))
            .then_some(Query::Place { chromosome, position }),
    }
}

/// `NM_000141.5(FGFR2):c.755C>G`, `FGFR2:p.(Ser252Trp)`, `FGFR2 c.755C>G`, `c.755C>G (FGFR2)`, and ClinVar's
/// `NM_000141.5(FGFR2):c.755C>G (p.Ser252Trp)`.
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
    let words = before.split(separators).chain(behind.split(separators));
    for word in words.filter(|w| !w.is_empty() && !is_change(w)) {
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

/// One spelling of a change: no brackets around a predicted protein, its amino acids with three letters (HGVS 21,
/// "Standards"), no bases named that are deleted or duplicated.
pub(super) fn normal_change(change: &str) -> String {
    let plain = change.replace(['(', ')'], "").replace("%3D", "=");
    if let Some(protein) = plain.strip_prefix("p.") {
        return format!("p.{}", with_three_letters(protein));
    }
    for word in ["del", "dup"] {
        if let Some((before, after)) = plain.split_once(word) {
            let bases = after.len() - after.trim_start_matches(['A', 'C', 'G', 'T', 'N']).len();
            return format!("{before}{word}{}", &after[bases..]);
        }
    }
    plain
}

/// Amino acids by one letter and by three; `X` and `*` are stops.
const AMINO_ACIDS: [(char, &str); 24] = [
    ('A', "Ala"),
    ('R', "Arg"),
    ('N', "Asn"),
    ('D', "Asp"),
    ('C', "Cys"),
    ('Q', "Gln"),
    ('E', "Glu"),
    ('G', "Gly"),
    ('H', "His"),
    ('I', "Ile"),
    ('L', "Leu"),
    ('K', "Lys"),
    ('M', "Met"),
    ('F', "Phe"),
    ('P', "Pro"),
    ('S', "Ser"),
    ('T', "Thr"),
    ('W', "Trp"),
    ('Y', "Tyr"),
    ('V', "Val"),
    ('U', "Sec"),
    ('O', "Pyl"),
    ('X', "Ter"),
    ('*', "Ter"),
];

fn with_three_letters(protein: &str) -> String {
    let mut out = String::new();
    let mut rest = protein;
    while let Some(first) = rest.chars().next() {
        let three = rest.get(..3).filter(|t| AMINO_ACIDS.iter().any(|(_, name)| name == t));
        let one = AMINO_ACIDS.iter().find(|(letter, _)| *letter == first).map(|(_, name)| *name);
        let length = if three.is_some() { 3 } else { first.len_utf8() };
        match three.or(one) {
            Some(name) => out.push_str(name),
            None => out.push(first),
        }
        rest = &rest[length..];
    }
    out
}

/// True where a change as annotated is the one asked for: the same, or a frameshift of which only the place is asked for
/// (`p.Gly12fs`).
pub(super) fn is_asked_for(annotated: &str, asked: &str) -> bool {
    let annotated = normal_change(annotated);
    if annotated == asked {
        return true;
    }
    let (Some(place), Some((found, _))) = (asked.strip_suffix("fs"), annotated.split_once("fs")) else { return false };
    found == place || found.get(..found.len().saturating_sub(3)) == Some(place)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn proteins_are_understood_in_every_usual_spelling() {
        for (text, change) in [
            ("p.Arg34*", "p.Arg34Ter"),
            ("p.R34X", "p.Arg34Ter"),
            ("p.(Arg34Ter)", "p.Arg34Ter"),
            ("p.S252W", "p.Ser252Trp"),
            ("p.Gly12Valfs*2", "p.Gly12ValfsTer2"),
            ("p.Lys23_Val25del", "p.Lys23_Val25del"),
            ("p.Ser252=", "p.Ser252="),
        ] {
            assert_eq!(normal_change(text), change, "{text}");
        }
        assert!(is_asked_for("p.Gly12ValfsTer2", "p.Gly12fs") && is_asked_for("p.Gly12ValfsTer2", "p.Gly12Valfs"));
        assert!(!is_asked_for("p.Gly12ValfsTer2", "p.Gly1fs") && !is_asked_for("p.Gly12Val", "p.Gly12fs"));
    }

    #[test]
    fn changes_of_a_chromosome_are_understood() {
        let variant = |text: &str| text.parse::<Query>().map(|q| q.to_string());
        for text in ["chr1:g.1000A>G", "NC_000001.11:g.1000A>G", "1:g.1000A>G"] {
            assert_eq!(variant(text), Ok("1-1000-A-G".to_owned()), "{text}");
        }
        for text in ["m.3243A>G", "NC_012920.1:m.3243A>G", "chrM:m.3243A>G"] {
            assert_eq!(variant(text), Ok("MT-3243-A-G".to_owned()), "{text}");
        }
        assert_eq!(variant("chr1:g.1000_1002del"), Ok("1:1000".to_owned()));
        assert!(variant("chr1:g.1000").is_err() && variant("chr1:m.1000A>G").is_err());
        let title = "NM_000141.5(FGFR2):c.755C>G (p.Ser252Trp)".parse();
        assert_eq!(title, Ok(hgvs(Some("NM_000141"), Some("FGFR2"), "c.755C>G")));
    }

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
