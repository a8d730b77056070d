use std::fmt;

use serde::{Deserialize, Serialize};

/// A kind of public file that reference data is made from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SourceKind {
    /// The Human Phenotype Ontology as OBO graph (`hp.json`).
    Hpo,
    /// The annotation of diseases with phenotypes (`phenotype.hpoa`).
    Hpoa,
    /// Genes and their diseases (`genes_to_disease.txt` of the HPO).
    GenesToDisease,
    /// Exact matches of MONDO with OMIM or Orphanet (SSSOM); several files.
    Mondo,
    /// Gene coordinates, one file per assembly (Ensembl BioMart, tab separated).
    GeneCoordinates,
    /// A list of sensitive genes (secondary findings, adult onset); several files.
    Sensitive,
    /// A gene panel; several files.
    Panel,
    /// HGNC ids by symbol, or HGNC ids with Ensembl and NCBI ids; several files.
    Hgnc,
    /// Japanese names of HPO terms (Babelon, or `hpo_id` and `label_ja`).
    HpoJa,
    /// Japanese names of diseases (`disease_id`, `name_ja`, `shitei_nanbyo_number`).
    DiseaseJa,
    /// The Nanbyo Disease Ontology with numbers, names and readings of 指定難病 (`nando.ttl`).
    Nando,
    /// Genes of NANDO classes (`nanbyo-gene-associations.tsv`).
    NandoGenes,
    /// HPO terms of NANDO classes (`nanbyo-phenotype-associations.tsv`).
    NandoHpo,
    /// ClinGen gene-disease validity (CSV).
    #[serde(rename = "clingen")]
    ClinGen,
    /// Constraint of genes by gnomAD (TSV).
    Constraint,
    /// A panel of PanelApp (JSON); several files.
    #[serde(rename = "panelapp")]
    PanelApp,
    /// ClinVar, one file per assembly (VCF).
    #[serde(rename = "clinvar")]
    ClinVar,
}

impl SourceKind {
    /// All kinds.
    pub const ALL: [Self; 17] = [
        Self::Hpo,
        Self::Hpoa,
        Self::GenesToDisease,
        Self::Mondo,
        Self::GeneCoordinates,
        Self::Sensitive,
        Self::Panel,
        Self::Hgnc,
        Self::HpoJa,
        Self::DiseaseJa,
        Self::Nando,
        Self::NandoGenes,
        Self::NandoHpo,
        Self::ClinGen,
        Self::Constraint,
        Self::PanelApp,
        Self::ClinVar,
    ];

    /// The name in results and in the manifest.
    pub fn name(self) -> &'static str {
        match self {
            Self::Hpo => "hpo",
            Self::Hpoa => "hpoa",
            Self::GenesToDisease => "genes_to_disease",
            Self::Mondo => "mondo",
            Self::GeneCoordinates => "gene_coordinates",
            Self::Sensitive => "sensitive",
            Self::Panel => "panel",
            Self::Hgnc => "hgnc",
            Self::HpoJa => "hpo_ja",
            Self::DiseaseJa => "disease_ja",
            Self::Nando => "nando",
            Self::NandoGenes => "nando_genes",
            Self::NandoHpo => "nando_hpo",
            Self::ClinGen => "clingen",
            Self::Constraint => "constraint",
            Self::PanelApp => "panelapp",
            Self::ClinVar => "clinvar",
        }
    }

    /// The option of `shirube knowledge import` that adds such a file.
    pub fn option(self) -> &'static str {
        match self {
            Self::Hpo => "--hpo",
            Self::Hpoa => "--hpoa",
            Self::GenesToDisease => "--genes",
            Self::Mondo => "--mondo",
            Self::GeneCoordinates => "--gene-coordinates",
            Self::Sensitive => "--sensitive",
            Self::Panel => "--panel",
            Self::Hgnc => "--hgnc",
            Self::HpoJa => "--hpo-ja",
            Self::DiseaseJa => "--disease-ja",
            Self::Nando => "--nando",
            Self::NandoGenes => "--nando-genes",
            Self::NandoHpo => "--nando-hpo",
            Self::ClinGen => "--clingen",
            Self::Constraint => "--constraint",
            Self::PanelApp => "--panelapp",
            Self::ClinVar => "--clinvar",
        }
    }
}

impl fmt::Display for SourceKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Where a piece of reference data comes from: what results name as its version.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// The kind of file.
    pub kind: SourceKind,
    /// Which one, where a kind has several: the assembly, the name of the panel or list, the mapping file; else empty.
    pub part: String,
    /// The name of the file, without its folder.
    pub file: String,
    /// The release as the file states it.
    pub release: Option<String>,
    /// SHA-256 of the file as read (compressed where it was), 64 hex digits.
    pub sha256: String,
}

/// The name of a file without `.gz` and without its ending.
pub(crate) fn stem(file: &str) -> &str {
    let plain = file.strip_suffix(".gz").unwrap_or(file);
    plain.rsplit_once('.').map_or(plain, |(stem, _)| stem).trim()
}
