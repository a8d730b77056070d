use domain::{
    Chromosome, Classification, DiseaseId, GeneSymbol, HgncId, HpoId, ModeOfInheritance, Pattern, PersonId, Position,
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Localized, Relation};

/// A gene that is reported, with its variants, the disease and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Finding {
    /// The gene.
    pub gene: GeneSymbol,
    /// The gene at HGNC.
    #[serde(default)]
    pub hgnc: Option<HgncId>,
    /// The disease; `None` where the gene has no linked one.
    pub disease: Option<Disease>,
    /// How the variants segregate in the family. Must be `None` where `origin_hidden` and the pattern would tell the
    /// origin.
    pub pattern: Option<Pattern>,
    /// Phase of two variants; `None` for a single one.
    #[serde(default)]
    pub phase: Option<Phase>,
    /// True where a parent's data are not shown for this region: nothing then says "inherited" or "de novo".
    #[serde(default)]
    pub origin_hidden: bool,
    /// One variant, or two of a recessive finding.
    pub variants: Vec<Variant>,
    /// How well the disease fits the patient's features.
    #[serde(default)]
    pub phenotype: Option<PhenotypeMatch>,
    /// Share of the genotype in the score, in thousandths of a natural logarithm of the likelihood ratio.
    #[serde(default)]
    pub genotype_score_milli: Option<i32>,
    /// Why it is reported, one sentence each.
    #[serde(default)]
    pub reasons: Vec<Localized>,
}

impl Finding {
    /// True where a person classified every variant as pathogenic or likely pathogenic. One pathogenic and one uncertain
    /// variant of a recessive disease are a candidate; so is a class that is only proposed.
    pub fn is_cause(&self) -> bool {
        let is_pathogenic = |variant: &Variant| {
            matches!(variant.class, Some(Classification::Pathogenic | Classification::LikelyPathogenic))
        };
        !self.variants.is_empty() && self.variants.iter().all(|v| v.class_decided && is_pathogenic(v))
    }
}

/// A disease linked with the gene.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Disease {
    /// Its id.
    pub id: DiseaseId,
    /// Its name.
    pub name: Localized,
    /// Reading of the Japanese name (kana), for the patient report.
    #[serde(default)]
    pub kana: Option<String>,
    /// Number of the designated intractable disease (指定難病).
    #[serde(default)]
    pub nanbyo_number: Option<u16>,
    /// How it is inherited.
    #[serde(default)]
    pub modes: Vec<ModeOfInheritance>,
}

/// On which copies of the gene two variants lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// On different copies.
    Trans,
    /// On one copy.
    Cis,
    /// Not known.
    Unknown,
}

/// A reported variant. Its position counts in the assembly of the analysis.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Variant {
    /// Chromosome.
    pub chromosome: Chromosome,
    /// 1-based position of the first reference base.
    pub position: Position,
    /// Reference allele as in the VCF.
    pub reference: String,
    /// Alternate allele as in the VCF.
    pub alternate: String,
    /// rs number.
    #[serde(default)]
    pub rsid: Option<String>,
    /// Transcript with version, such as `NM_000141.5`.
    #[serde(default)]
    pub transcript: Option<String>,
    /// HGVS coding, such as `c.755C>G`; with or without the transcript before it.
    #[serde(default)]
    pub hgvs_c: Option<String>,
    /// HGVS protein, such as `p.(Ser252Trp)`.
    #[serde(default)]
    pub hgvs_p: Option<String>,
    /// Consequence as a Sequence Ontology term, such as `missense_variant`. A term that the messages know under
    /// `consequences` is printed in the language of the document, any other as it stands.
    #[serde(default)]
    pub consequence: Option<String>,
    /// Genotypes of the family, the proband first.
    pub genotypes: Vec<FamilyGenotype>,
    /// Allele frequencies by data set.
    #[serde(default)]
    pub frequencies: Vec<Frequency>,
    /// What ClinVar says; `None`: not in ClinVar, or ClinVar was not asked (see versions).
    #[serde(default)]
    pub clinvar: Option<ClinVar>,
    /// The class in force.
    pub class: Option<Classification>,
    /// True once a person decided the class; else it is a proposal and printed as one.
    #[serde(default)]
    pub class_decided: bool,
    /// ACMG/AMP criteria that were applied.
    #[serde(default)]
    pub criteria: Vec<Criterion>,
    /// The class in each set of rules.
    #[serde(default)]
    pub rule_sets: Vec<RuleSet>,
}

/// A genotype of one member of the family at the variant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FamilyGenotype {
    /// The person.
    pub person: PersonId,
    /// What the person is to the proband.
    pub relation: Relation,
    /// What is shown.
    pub genotype: ShownGenotype,
}

/// What is shown of a person's genotype.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case", deny_unknown_fields)]
pub enum ShownGenotype {
    /// The caller's genotype.
    Called {
        /// As in the VCF, such as `0/1`.
        genotype: String,
        /// What it means.
        zygosity: Zygosity,
    },
    /// The caller gave none (`./.`).
    NotCalled,
    /// The person was not sequenced.
    NotSequenced,
    /// Not shown.
    NotShown,
}

/// How many copies of the variant a person has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Zygosity {
    /// None.
    Reference,
    /// One of two.
    Heterozygous,
    /// Two of two.
    Homozygous,
    /// One of one.
    Hemizygous,
}

/// A frequency in one data set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Frequency {
    /// The data set, such as `gnomAD v4.1`.
    pub source: String,
    /// The allele frequency, written as in the data set; `None`: no entry there, which is not zero.
    pub value: Option<String>,
}

/// An entry of ClinVar.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClinVar {
    /// Germline classification as ClinVar writes it.
    pub significance: String,
    /// Stars of the review status, 0..=4.
    #[serde(default)]
    pub stars: Option<u8>,
    /// Variation id.
    #[serde(default)]
    pub id: Option<String>,
}

/// An ACMG/AMP criterion that was applied.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Criterion {
    /// Code with strength, such as `PS2` or `PM2_Supporting`.
    pub code: String,
    /// The evidence.
    #[serde(default)]
    pub evidence: Option<Localized>,
}

/// The answer of one set of rules.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RuleSet {
    /// Its name, such as `Richards 2015 + ClinGen SVI`.
    pub name: String,
    /// The class it gives.
    pub class: Option<Classification>,
    /// Points, where the rules count them.
    #[serde(default)]
    pub points: Option<i32>,
}

/// How well the disease fits the patient's features.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PhenotypeMatch {
    /// Rank of the disease by phenotype alone, from 1.
    #[serde(default)]
    pub rank: Option<u32>,
    /// Calibrated probability in thousandths (0..=1000).
    #[serde(default)]
    pub probability_permille: Option<u16>,
    /// Score, in thousandths of a natural logarithm of the likelihood ratio.
    #[serde(default)]
    pub score_milli: Option<i32>,
    /// Share of each term in the score.
    #[serde(default)]
    pub terms: Vec<TermShare>,
}

/// What one feature contributes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TermShare {
    /// The HPO term.
    pub id: HpoId,
    /// Its name.
    pub name: Localized,
    /// Its summand, in thousandths of a natural logarithm of the likelihood ratio.
    pub share_milli: i32,
}

/// Findings outside the question, of a person who agreed to be told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SecondaryFindings {
    /// Day on which the person agreed.
    pub agreed_on: Option<Date>,
    /// The findings.
    pub findings: Vec<Finding>,
}
