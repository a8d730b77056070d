//! genes_to_disease.txt of the HPO.

use domain::{DiseaseId, GeneSymbol};
use serde::{Deserialize, Serialize};

use crate::{Error, packed::disease_id, reading::Text};

/// How a gene is linked to a disease.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Association {
    /// Variants of this gene alone cause the disease.
    Mendelian,
    /// One of several genes or a risk.
    Polygenic,
    /// Not stated (all links of Orphanet).
    Unknown,
}

/// A gene and one of its diseases.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct GeneLink {
    /// The symbol as the source writes it.
    pub symbol: GeneSymbol,
    /// The disease.
    #[serde(with = "disease_id")]
    pub disease: DiseaseId,
    /// How they are linked.
    pub association: Association,
    /// The number of the gene at NCBI.
    pub ncbi: u32,
}

/// All links, both ways.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct GeneLinks {
    /// By symbol, then disease.
    links: Vec<GeneLink>,
    /// Positions in `links`, by disease, then symbol.
    by_disease: Vec<u32>,
}

impl GeneLinks {
    pub(crate) fn diseases_of<'a>(&'a self, symbol: &str) -> &'a [GeneLink] {
        let start = self.links.partition_point(|link| link.symbol.as_str() < symbol);
        let length = self.links[start..].partition_point(|link| link.symbol.as_str() == symbol);
        &self.links[start..start + length]
    }

    pub(crate) fn genes_of(&self, disease: DiseaseId) -> impl Iterator<Item = &GeneLink> {
        let link = |&position: &u32| self.links.get(position as usize);
        let key = move |position: &u32| link(position).map(|l| l.disease);
        let start = self.by_disease.partition_point(|position| key(position) < Some(disease));
        self.by_disease[start..].iter().filter_map(link).take_while(move |l| l.disease == disease)
    }
}

/// Reads the links.
pub(crate) fn read(text: &Text) -> Result<GeneLinks, Error> {
    let mut links = Vec::new();
    for row in text.rows(["ncbi_gene_id", "gene_symbol", "association_type", "disease_id"])? {
        let row = row?;
        // Some entries have an NCBI number and no symbol yet.
        if row.fields[1] == "-" {
            continue;
        }
        links.push(GeneLink {
            ncbi: row.read(0, "NCBIGene: and a number", |f| f.trim_start_matches("NCBIGene:").parse().ok())?,
            symbol: row.read(1, "a gene symbol", |f| f.parse().ok())?,
            association: row.read(2, "MENDELIAN, POLYGENIC or UNKNOWN", |f| match f {
                "MENDELIAN" => Some(Association::Mendelian),
                "POLYGENIC" => Some(Association::Polygenic),
                "UNKNOWN" => Some(Association::Unknown),
                _ => None,
            })?,
            disease: row.read(3, "a disease such as OMIM:101200 or ORPHA:87", |f| f.parse().ok())?,
        });
    }
    links.sort_unstable();
    // The strongest association of a pair comes first and stays.
    links.dedup_by(|later, kept| (&later.symbol, later.disease) == (&kept.symbol, kept.disease));
    let mut by_disease: Vec<u32> = (0_u32..).take(links.len()).collect();
    by_disease.sort_by_key(|&position| links[position as usize].disease);
    if links.is_empty() { Err(text.empty("gene")) } else { Ok(GeneLinks { links, by_disease }) }
}
