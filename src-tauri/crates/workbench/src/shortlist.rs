//! The answer of a triage: the shape that the command line prints and the window shows (`shirube.triage/1`).

use domain::{Absence, Assembly, CaseId, Classification, DiseaseId, HgncId, HpoId, ModeOfInheritance, PersonId};
use serde::Serialize;

use crate::{RepeatSize, view::variant_row::GenotypeCell};

/// Name and version of the JSON.
pub const SCHEMA: &str = "shirube.triage/1";

/// The ordered candidates of one patient, with what was removed, what could not be seen, and every version used.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Shortlist {
    /// [`SCHEMA`].
    pub schema: &'static str,
    /// The case, where it comes from the store.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub case: Option<CaseId>,
    /// Assembly of all coordinates.
    pub assembly: Assembly,
    /// `panel`, `all`, or `case` where the persons' consents rule.
    pub scope: &'static str,
    /// Family of the PED.
    pub family: String,
    /// The proband.
    pub proband: PersonId,
    /// The members with genotypes, in the order of the genotypes below.
    pub members: Vec<PersonId>,
    /// The preset of filters.
    pub preset: String,
    /// The panels that limit or open genes.
    pub panels: Vec<String>,
    /// What the answer was made from.
    pub versions: Vec<Version>,
    /// The phenotype as used.
    pub phenotype: PhenotypeUsed,
    /// The filters in order; what each kept and removed.
    pub waterfall: Vec<Step>,
    /// The candidates, best first.
    pub candidates: Vec<Candidate>,
    /// Panel genes that could not be seen, and why.
    pub not_seen: Vec<NotSeen>,
    /// How many candidates there are beyond those listed.
    pub further_candidates: usize,
}

/// One input with its identity.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Version {
    /// What it is: `program`, `data`, `preset`, `panel`, or a kind of reference data.
    pub what: String,
    /// Its name.
    pub name: String,
    /// Its release, where it states one.
    pub release: Option<String>,
    /// SHA-256 of its content in hex, where it is a file.
    pub sha256: Option<String>,
}

/// The phenotype terms that were used and those that were not.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct PhenotypeUsed {
    /// Terms observed.
    pub observed: Vec<HpoId>,
    /// Terms looked for and not found.
    pub excluded: Vec<HpoId>,
    /// Terms that the ontology does not know; ignored.
    pub ignored: Vec<String>,
}

/// One filter of the waterfall.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Step {
    /// Name of the filter.
    pub step: String,
    /// Alleles that were left after it.
    pub kept: u64,
    /// Alleles that it removed first.
    pub removed: u64,
}

/// A gene with its hit, its best disease and the reasons.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Candidate {
    /// 1 is best.
    pub rank: usize,
    /// Sum of the two shares, natural log units.
    pub score: f64,
    /// The gene.
    pub gene: Gene,
    /// The disease that fits best; `None` where the gene has no linked disease.
    pub disease: Option<Disease>,
    /// How that disease is inherited, as annotated.
    pub mode: Option<ModeOfInheritance>,
    /// How the hit segregates; `None` where the origin may not be told.
    pub pattern: Option<String>,
    /// True where two variants are known to lie on different copies, for the documents.
    #[serde(skip)]
    pub(crate) trans: bool,
    /// The phenotype's share.
    pub phenotype: PhenotypeShare,
    /// The genotype's share.
    pub genotype: GenotypeShare,
    /// True for a sensitive gene that is not primary.
    pub secondary: bool,
    /// The variants of the hit.
    pub variants: Vec<Variant>,
    /// Why it stands here, one sentence each.
    pub reasons: Vec<String>,
}

/// A gene's names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Gene {
    /// Symbol as annotated.
    pub symbol: String,
    /// HGNC id.
    pub hgnc: Option<HgncId>,
}

/// A disease's names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Disease {
    /// Catalogue number.
    pub id: DiseaseId,
    /// Name as annotated.
    pub name: String,
    /// Japanese name.
    pub name_ja: Option<String>,
    /// Number as 指定難病.
    pub shitei_nanbyo: Option<u16>,
}

/// The phenotype's share of a score.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PhenotypeShare {
    /// ln of posterior over prior of the disease; of no disease, the fixed value that is said in the reasons.
    pub score: f64,
    /// Each term's share of the likelihood.
    pub terms: Vec<TermShare>,
}

/// One term's share.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TermShare {
    /// The term.
    pub id: HpoId,
    /// Its summand.
    pub share: f64,
}

/// The genotype's share of a score.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct GenotypeShare {
    /// ln of how rare such a hit is by chance.
    pub score: f64,
}

/// One allele of a hit.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Variant {
    /// Chromosome as in the file.
    pub chrom: String,
    /// 1-based position as in the file.
    pub pos: u32,
    /// Reference allele as in the file.
    pub r#ref: String,
    /// Alternate allele as in the file.
    pub alt: String,
    /// HGVS on the transcript.
    pub hgvs_c: Option<String>,
    /// HGVS on the protein.
    pub hgvs_p: Option<String>,
    /// Worst consequence in this gene.
    pub consequence: Option<String>,
    /// Genotype per member, in the order of `members`; `None` where it may not be shown.
    pub genotypes: Vec<Option<String>>,
    /// The same of this allele alone, for the documents.
    #[serde(skip)]
    pub(crate) cells: Vec<GenotypeCell>,
    /// The frequency in each population that the file names, for the documents.
    #[serde(skip)]
    pub(crate) populations: Vec<(String, Option<f64>)>,
    /// dbSNP's number, for the documents.
    #[serde(skip)]
    pub(crate) rs: Option<u32>,
    /// Stars of ClinVar's review status, for the documents.
    #[serde(skip)]
    pub(crate) stars: Option<u8>,
    /// Largest frequency of any population.
    pub max_af: Option<f64>,
    /// The size of a repeat.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repeat: Option<RepeatSize>,
    /// ClinVar's classification as in the file.
    pub clinvar: Option<String>,
    /// Classification by a person; `None` until there is one.
    pub acmg: Option<Acmg>,
}

impl Variant {
    /// `chrom-pos-ref-alt`, as in the file.
    pub fn key(&self) -> String {
        format!("{}-{}-{}-{}", self.chrom, self.pos, self.r#ref, self.alt)
    }
}

/// A classification with its criteria.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Acmg {
    /// The class.
    pub class: Classification,
    /// Tavtigian points, where they were counted.
    pub points: Option<i32>,
    /// The criteria with strength.
    pub criteria: Vec<String>,
}

/// A panel gene that could not be seen.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct NotSeen {
    /// The gene.
    pub gene: String,
    /// Why.
    pub reason: Absence,
}
