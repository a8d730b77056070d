use std::collections::BTreeMap;

use domain::{Assembly, GeneSymbol, Region};

/// Repeats that cause disease, with the numbers of copies that are normal and pathogenic.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RepeatCatalogue(Vec<(RepeatLocus, BTreeMap<Assembly, Region>)>);

/// A repeat of the catalogue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RepeatLocus {
    /// Symbol of the gene.
    pub gene: GeneSymbol,
    /// The motif whose copies count, as it is written for people: IUPAC codes, any strand and any first base.
    pub motif: String,
    /// Most copies that are normal.
    pub normal_most: u32,
    /// Fewest copies that are pathogenic, reduced penetrance included.
    pub pathogenic_least: u32,
    /// The disease.
    pub disease: String,
    /// Mode of inheritance: AD, AR, XD, XR.
    pub inheritance: String,
    /// Where the numbers are from.
    pub source: String,
}

/// A line of a catalogue that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{line}: {what}")]
pub struct RepeatCatalogueError {
    /// The file.
    pub file: String,
    /// 1-based line.
    pub line: usize,
    /// What is wrong and what was expected.
    pub what: String,
}

const COLUMNS: [&str; 9] =
    ["gene", "motif", "normal_most", "pathogenic_least", "disease", "inheritance", "GRCh37", "GRCh38", "source"];

impl RepeatCatalogue {
    /// Reads a table with the columns gene, motif, normal_most, pathogenic_least, disease, inheritance, GRCh37, GRCh38 (each
    /// `chrom:start-end`, 1-based, or empty), source. Lines that begin with `#` are remarks.
    ///
    /// # Errors
    /// [`RepeatCatalogueError`] for the first line that is no locus.
    pub fn parse(file: &str, text: &str) -> Result<Self, RepeatCatalogueError> {
        let mut lines = text.lines().zip(1..).filter(|(line, _)| !line.is_empty() && !line.starts_with('#'));
        let error = |line, what: String| RepeatCatalogueError { file: file.to_owned(), line, what };
        let header = lines.next().map(|(line, _)| line).unwrap_or_default();
        if !header.split('\t').eq(COLUMNS) {
            return Err(error(1, format!("expected the columns {}", COLUMNS.join(", "))));
        }
        let locus = |(line, number)| locus(line).map_err(|what| error(number, what));
        lines.map(locus).collect::<Result<_, _>>().map(Self)
    }

    /// The loci.
    pub fn loci(&self) -> impl Iterator<Item = &RepeatLocus> {
        self.0.iter().map(|(locus, _)| locus)
    }

    /// The locus that a repeat of these motifs at this place is.
    pub fn locus(&self, assembly: Assembly, place: &Region, motifs: &[String]) -> Option<&RepeatLocus> {
        let lies = |places: &BTreeMap<Assembly, Region>| places.get(&assembly).is_some_and(|r| r.overlaps(place));
        let of_motif = |locus: &RepeatLocus| motifs.iter().any(|motif| same_motif(motif, &locus.motif));
        self.0.iter().find(|(locus, places)| lies(places) && of_motif(locus)).map(|(locus, _)| locus)
    }
}

fn locus(line: &str) -> Result<(RepeatLocus, BTreeMap<Assembly, Region>), String> {
    let fields: Vec<&str> = line.split('\t').collect();
    let Ok([gene, motif, normal, pathogenic, disease, inheritance, on_37, on_38, source]) =
        <[&str; 9]>::try_from(fields.as_slice())
    else {
        return Err(format!("expected {} columns, found {}", COLUMNS.len(), fields.len()));
    };
    let count = |text: &str| text.parse::<u32>().map_err(|_| format!("{text:?}: expected a number of copies"));
    let (normal_most, pathogenic_least) = (count(normal)?, count(pathogenic)?);
    if normal_most >= pathogenic_least {
        return Err(format!(
            "{normal_most} copies are normal and {pathogenic_least} pathogenic: expected fewer normal ones"
        ));
    }
    if motif.is_empty() || !motif.bytes().all(|b| bases(b) != 0) {
        return Err(format!("{motif:?}: expected a motif in IUPAC codes"));
    }
    if [disease, inheritance, source].iter().any(|t| t.is_empty()) {
        return Err("expected a disease, a mode of inheritance and a source".to_owned());
    }
    let mut places = BTreeMap::new();
    for (assembly, text) in [(Assembly::GRCh37, on_37), (Assembly::GRCh38, on_38)] {
        if !text.is_empty() {
            let place: Region = text.parse().map_err(|e: domain::RegionError| e.to_string())?;
            places.insert(assembly, place);
        }
    }
    let gene = gene.parse().map_err(|_| format!("{gene:?}: expected a gene symbol"))?;
    let [motif, disease, inheritance, source] = [motif, disease, inheritance, source].map(str::to_owned);
    Ok((RepeatLocus { gene, motif, normal_most, pathogenic_least, disease, inheritance, source }, places))
}

/// The bases of an IUPAC code as bits (A 1, C 2, G 4, T 8); 0 for no code.
fn bases(code: u8) -> u8 {
    match code.to_ascii_uppercase() {
        b'A' => 1,
        b'C' => 2,
        b'M' => 3,
        b'G' => 4,
        b'R' => 5,
        b'S' => 6,
        b'V' => 7,
        b'T' => 8,
        b'W' => 9,
        b'Y' => 10,
        b'H' => 11,
        b'K' => 12,
        b'D' => 13,
        b'B' => 14,
        b'N' => 15,
        _ => 0,
    }
}

/// True where two motifs are one repeat: the same bases on either strand, from any of them on.
pub(super) fn same_motif(one: &str, other: &str) -> bool {
    let one: Vec<u8> = one.bytes().map(bases).collect();
    let other: Vec<u8> = other.bytes().map(bases).collect();
    // The complement mirrors the bits: A and T, C and G.
    let complement: Vec<u8> = other.iter().rev().map(|b| b.reverse_bits() >> 4).collect();
    let turned = |motif: &[u8]| {
        (0..motif.len()).any(|turn| {
            let mut from_there = motif.iter().cycle().skip(turn);
            one.iter().all(|base| from_there.next().is_some_and(|b| b & base != 0))
        })
    };
    one.len() == other.len() && (turned(&other) || turned(&complement))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_motif_is_the_same_on_either_strand_from_any_base_on() {
        for (one, other) in [("CAG", "GCT"), ("TGC", "CAG"), ("GCN", "CAG"), ("AARRG", "AAGGG"), ("ATTTC", "GAAAT")] {
            assert!(same_motif(one, other), "{one} {other}");
        }
        for (one, other) in [("CAG", "CCG"), ("CAG", "CAGG"), ("A", "GAA"), ("CAGA", "CCTG")] {
            assert!(!same_motif(one, other), "{one} {other}");
        }
    }

    #[test]
    fn a_line_that_is_no_locus_is_named() {
        let with = |line: &str| RepeatCatalogue::parse("repeats.tsv", &format!("{}\n{line}\n", COLUMNS.join("\t")));
        assert!(with("HTT\tCAG\t26\t36\tHD\tAD\t4:3076604-3076660\t\tGeneReviews NBK1305").is_ok());
        for bad in [
            "HTT\tCAG\t36\t26\tHD\tAD\t\t\tGeneReviews",
            "HTT\tCAX\t26\t36\tHD\tAD\t\t\tGeneReviews",
            "HTT\tCAG\t26\t36\tHD\tAD\t4:x\t\tGeneReviews",
            "HTT\tCAG\t26\t36\tHD\tAD\t\t\t",
            "HTT\tCAG\t26\t36\tHD",
        ] {
            let error = with(bad).expect_err(bad);
            assert_eq!((error.line, error.file.as_str()), (2, "repeats.tsv"), "{error}");
        }
        assert!(RepeatCatalogue::parse("repeats.tsv", "gene\tmotif\n").is_err());
    }
}
