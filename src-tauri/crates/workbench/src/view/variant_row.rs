//! A row of the table of variants.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::variants::PatternName;

/// One hit: an allele in a gene under a pattern.
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
pub struct VariantRow {
    /// Its number in the table, for [`VariantRequest`](super::variant::VariantRequest).
    pub row: u32,
    /// Place among the genes, 1 is best; `None` where it is not ranked.
    pub rank: Option<u32>,
    /// Joined score of its gene, natural log units.
    pub score: Option<f64>,
    /// The phenotype's share of it.
    pub phenotype_score: Option<f64>,
    /// The genotype's share of it.
    pub genotype_score: Option<f64>,
    /// `chrom-pos-ref-alt` as in the file.
    pub key: String,
    /// Chromosome as in the file.
    pub chrom: String,
    /// 1-based position.
    pub pos: u32,
    /// Reference allele.
    pub reference: String,
    /// Alternate allele.
    pub alternate: String,
    /// Gene; empty where none is annotated.
    pub gene: String,
    /// The disease that fits best: Japanese name, else English.
    pub disease_ja: Option<String>,
    /// Its English name.
    pub disease_en: Option<String>,
    /// Number as 指定難病.
    pub shitei_nanbyo: Option<u32>,
    /// True where a disease not yet described explains the patient better: the score is of that one, not of the disease named.
    pub undescribed: bool,
    /// HGVS on the transcript, without the transcript.
    pub hgvs_c: Option<String>,
    /// HGVS on the protein, without the protein.
    pub hgvs_p: Option<String>,
    /// Gravest consequence in the gene (Sequence Ontology term).
    pub consequence: Option<String>,
    /// How it segregates; `None` where the origin may not be told or none was asked for.
    pub pattern: Option<PatternName>,
    /// The other variant of a pair, as its key.
    pub partner: Option<String>,
    /// The other variant of a pair, as its number in the table.
    pub partner_row: Option<u32>,
    /// Genotypes in the order of the members; of a repeat beyond the normal sizes by the alleles of that range.
    pub genotypes: Vec<GenotypeCell>,
    /// What it is, where it is structural.
    pub structural: Option<StructuralCell>,
    /// Its sizes, where it is a repeat.
    pub repeat: Option<RepeatCell>,
    /// Largest frequency of any population; `None` where none is known.
    pub max_af: Option<f64>,
    /// Largest Japanese frequency; `None` where none is known.
    pub japanese_af: Option<f64>,
    /// Class in ClinVar, a key; `None` where there is no entry.
    pub clinvar: Option<String>,
    /// Stars of its review.
    pub clinvar_stars: Option<u32>,
    /// REVEL.
    pub revel: Option<f64>,
    /// CADD.
    pub cadd: Option<f64>,
    /// SpliceAI.
    pub spliceai: Option<f64>,
    /// FILTER where it is not PASS.
    pub filter: Option<String>,
    /// True where ClinVar rescued it from a soft filter.
    pub rescued: bool,
    /// True in a sensitive gene that is not primary and that consent has opened.
    pub secondary: bool,
    /// What has to be said with it, keys such as `note_phase_not_known`.
    pub notes: Vec<String>,
    /// What was decided, as it stands.
    pub decided: Option<DecidedCell>,
    /// The shown names of those who have looked at it.
    pub looked: Vec<String>,
}

/// A genotype as a glyph.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum GenotypeCell {
    /// No copy of the allele.
    Reference,
    /// One copy of two.
    Heterozygous,
    /// Both copies.
    Homozygous,
    /// The only copy.
    Hemizygous,
    /// Not called.
    NotCalled,
    /// Consent does not open this genotype.
    NotShown,
}

/// A structural variant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
pub struct StructuralCell {
    /// Its type.
    pub kind: StructuralName,
    /// Bases lost, doubled, inserted or turned; `None` where the file does not tell.
    pub length: Option<u32>,
    /// Its last base on the reference, 1-based.
    pub end: u32,
    /// The other side of a breakend, as `chrom:position`.
    pub mate: Option<String>,
    /// How many genes it touches.
    pub genes: u32,
}

/// The types of structural variants.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum StructuralName {
    /// Bases are lost.
    Deletion,
    /// Bases are there once more.
    Duplication,
    /// Bases are put in.
    Insertion,
    /// A mobile element is put in.
    MobileElement,
    /// Bases are turned.
    Inversion,
    /// Other copies than two.
    CopyNumber,
    /// Joined to another place.
    Breakend,
    /// Something else, by its name in the file alone.
    Other,
}

/// A repeat.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
pub struct RepeatCell {
    /// The name of the locus in the file.
    pub locus: String,
    /// The motif that is counted.
    pub motif: Option<String>,
    /// Where the allele of the row lies; `None` where no ranges are known.
    pub range: Option<RepeatRangeName>,
    /// The alleles in the order of the members: an empty list where not called, `None` where consent does not open them.
    pub alleles: Vec<Option<Vec<RepeatAlleleCell>>>,
    /// Most copies that are normal.
    pub normal_most: Option<u32>,
    /// Fewest copies that are pathogenic.
    pub pathogenic_least: Option<u32>,
    /// The disease of the locus.
    pub disease: Option<String>,
    /// Where the ranges are from.
    pub source: Option<String>,
}

/// One allele of a repeat.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
pub struct RepeatAlleleCell {
    /// Copies of the motif.
    pub copies: u32,
    /// The fewest copies that the reads allow.
    pub least: Option<u32>,
    /// The most copies that the reads allow.
    pub most: Option<u32>,
    /// Where `copies` lies; `None` where no ranges are known.
    pub range: Option<RepeatRangeName>,
}

/// Where a number of copies lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum RepeatRangeName {
    /// As in people without the disease.
    Normal,
    /// Between: mutable, premutation, reduced penetrance, or not known.
    Intermediate,
    /// As in people with the disease.
    Pathogenic,
}

/// What stands of a decision, for a row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
pub struct DecidedCell {
    /// What was decided.
    pub verdict: VerdictName,
    /// The class.
    pub class: Option<ClassName>,
}

/// What was decided about a variant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum VerdictName {
    /// Nothing: a decision was taken back.
    Open,
    /// It stays a candidate.
    Candidate,
    /// It is put aside.
    Dismissed,
    /// It is reported.
    Reported,
}

/// The five classes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the words are those of domain::Classification")]
pub enum ClassName {
    Benign,
    LikelyBenign,
    UncertainSignificance,
    LikelyPathogenic,
    Pathogenic,
}

impl From<domain::Classification> for ClassName {
    fn from(class: domain::Classification) -> Self {
        match class {
            domain::Classification::Benign => Self::Benign,
            domain::Classification::LikelyBenign => Self::LikelyBenign,
            domain::Classification::UncertainSignificance => Self::UncertainSignificance,
            domain::Classification::LikelyPathogenic => Self::LikelyPathogenic,
            domain::Classification::Pathogenic => Self::Pathogenic,
        }
    }
}
