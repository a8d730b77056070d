//! The quality of the data: figures of every person, kinship, what stands in doubt, charts.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::{case::RelationName, picture::Picture, worklist::SexName};

/// How good the data of a case are, as far as this user may see it.
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
pub struct QualityPage {
    /// The case.
    pub case: String,
    /// Assembly of its variants.
    pub assembly: String,
    /// False where the proband's consent or data are not there: then all else is empty.
    pub there: bool,
    /// Records of the open part: of these alone everything here is counted.
    pub records: u32,
    /// The family, the proband first; who they are to the proband.
    pub members: Vec<Member>,
    /// Figures of each person; `None` where the role sees no variants.
    pub people: Option<Vec<PersonFigures>>,
    /// Kinship and homozygosity; `None` where the role does not see them.
    pub kinship: Option<KinshipFigures>,
    /// What stands in doubt, as far as the role sees it.
    pub doubts: Vec<DoubtLine>,
    /// The charts.
    pub charts: Vec<QualityChart>,
}

/// Who a person is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
pub struct Member {
    /// The id in PED and VCF.
    pub person: String,
    /// Name as written.
    pub name: Option<String>,
    /// To the proband.
    pub relation: RelationName,
}

/// Figures of one person's data.
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
pub struct PersonFigures {
    /// The person.
    pub person: String,
    /// Variants that the person has.
    pub variants: u32,
    /// Records with a whole genotype.
    pub called: u32,
    /// Records without one.
    pub missing: u32,
    /// Median read depth at the variants; `None` where the file gives none.
    pub median_depth: Option<u32>,
    /// Heterozygous over homozygous variants of the autosomes.
    pub het_hom: Option<f64>,
    /// Transitions over transversions.
    pub ti_tv: Option<f64>,
    /// Share of variants with a genotype quality of 20 or more.
    pub gq20: Option<f64>,
    /// Share of reads that seem to be of somebody else; `None` where the file does not tell.
    pub contamination: Option<f64>,
    /// The sex of the pedigree.
    pub sex_recorded: SexName,
    /// The sex that X shows; unknown where it shows none.
    pub sex_shown: SexName,
    /// Alternate alleles on X outside of the pseudoautosomal regions.
    pub on_x: u32,
    /// The heterozygous ones.
    pub heterozygous_on_x: u32,
    /// Those on Y.
    pub on_y: u32,
}

/// What the genotypes say of kinship.
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
pub struct KinshipFigures {
    /// Each pair.
    pub pairs: Vec<PairFigures>,
    /// Each child with both parents.
    pub trios: Vec<TrioFigures>,
    /// Runs of homozygosity of each person.
    pub homozygosity: Vec<PersonHomozygosity>,
}

/// Two people.
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
pub struct PairFigures {
    /// The two.
    pub people: [String; 2],
    /// The coefficient of kinship that the pedigree lets expect; `None` where it does not tell.
    pub expected: Option<f64>,
    /// The coefficient by the genotypes.
    pub coefficient: Option<f64>,
    /// The degree that it tells; `None` where too little could be compared.
    pub shown: Option<DegreeName>,
    /// Records that were compared.
    pub compared: u32,
    /// Records at which the two share no allele.
    pub none_shared: u32,
    /// True where that stands in doubt.
    pub contradicts: bool,
}

/// A child and its parents.
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
pub struct TrioFigures {
    /// Child, father, mother.
    pub people: [String; 3],
    /// Records that were compared.
    pub compared: u32,
    /// Those that contradict the laws of Mendel.
    pub errors: u32,
    /// Their share; `None` where nothing could be compared.
    pub rate: Option<f64>,
    /// True where that stands in doubt.
    pub contradicts: bool,
    /// Chromosomes of which one parent's copy seems to be missing; `None` where they are so many that a parent is a wrong one.
    pub disomies: Option<Vec<DisomyLine>>,
}

/// A chromosome of which one parent's copy seems to be missing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
pub struct DisomyLine {
    /// The chromosome.
    pub chromosome: String,
    /// The parent whose copy is missing: father or mother.
    pub missing: RelationName,
    /// Records without anything from that parent.
    pub records: u32,
    /// Records with a copy from each.
    pub from_both: u32,
}

/// Runs of homozygosity of a million bases and more.
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
pub struct PersonHomozygosity {
    /// The person.
    pub person: String,
    /// Bases in all runs; below 2^32, which the autosomes are.
    pub bases: u32,
    /// Their share of the autosomes.
    pub share: f64,
    /// The runs, the longest first.
    pub runs: Vec<RunLine>,
}

/// A run of homozygosity.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
pub struct RunLine {
    /// `chr:start-end`, 1-based and inclusive.
    pub region: String,
    /// Its length.
    pub bases: u32,
    /// Homozygous records.
    pub homozygous: u32,
    /// Heterozygous ones, which are errors if it is a run.
    pub heterozygous: u32,
}

/// What stands in doubt, with its answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
pub struct DoubtLine {
    /// Its name, to answer it by.
    pub id: String,
    /// What it is.
    pub doubt: Doubt,
    /// True where no class may be given and no report released before it is answered.
    pub stops: bool,
    /// True where it was answered that the data may be used.
    pub cleared: bool,
    /// The answers that stand: one, or several of people who did not know of each other.
    pub answers: Vec<DoubtAnswer>,
}

/// What a person answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
pub struct DoubtAnswer {
    /// True where the data may be used.
    pub usable: bool,
    /// Why.
    pub reason: String,
    /// Who.
    pub author: String,
    /// When, by the clock of the device.
    pub time: String,
}

/// A chart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
pub struct QualityChart {
    /// What it shows.
    pub kind: QualityChartName,
    /// The drawing.
    pub picture: Picture,
}

/// What a chart shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum QualityChartName {
    /// Heterozygosity of X against Y.
    Sex,
    /// Shares of alternate reads at heterozygous calls.
    Balance,
    /// Read depth.
    Depth,
    /// Coefficients of kinship.
    Kinship,
    /// Runs of homozygosity of one person.
    Homozygosity,
}

/// An answer to a doubt.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Type)]
pub struct DoubtRequest {
    /// The case.
    pub case: String,
    /// The name of the doubt.
    pub doubt: String,
    /// True where the data may be used all the same.
    pub usable: bool,
    /// Why.
    pub reason: String,
}

/// How good the data are.
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
pub struct DataQuality {
    /// Charts.
    pub charts: Vec<Picture>,
    /// Figures per person with genome data.
    pub people: Vec<PersonQuality>,
    /// Panel genes of which too little could be read in the proband.
    pub not_callable: Vec<GeneCoverage>,
    /// Records of the open part.
    pub records: u32,
    /// Where the data do not fit the pedigree, as long as nobody has answered it: to be cleared up before anything of them is
    /// believed.
    pub doubts: Vec<Doubt>,
}

/// Where the data of a family do not fit its pedigree: samples may be exchanged, or a relation another than stated.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Doubt {
    /// X shows another sex than is stated.
    Sex {
        /// Who.
        person: String,
        /// As in the pedigree.
        stated: SexName,
        /// By the data.
        shown: SexName,
    },
    /// Two people are not as near as is stated, or nearer.
    Relation {
        /// Who.
        people: [String; 2],
        /// As in the pedigree; `None` where it states none.
        stated: Option<DegreeName>,
        /// By the data.
        shown: DegreeName,
    },
    /// More contradictions to the laws of Mendel than a right trio has.
    Parents {
        /// Child, father, mother.
        people: [String; 3],
        /// Records that contradict.
        errors: u32,
        /// Records that were compared.
        compared: u32,
    },
    /// Both copies of a chromosome seem to be of one parent: disomy, or a large deletion.
    Disomy {
        /// The child.
        person: String,
        /// The chromosome.
        chromosome: String,
        /// The parent: father or mother.
        of: RelationName,
    },
    /// Reads seem to be of somebody else.
    Contamination {
        /// Whose sample.
        person: String,
        /// Their share, in thousandths.
        permille: u32,
    },
}

/// How near two people are related.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the words say it")]
pub enum DegreeName {
    Same,
    First,
    Second,
    Third,
    Unrelated,
}

impl From<variants::Degree> for DegreeName {
    fn from(degree: variants::Degree) -> Self {
        match degree {
            variants::Degree::Same => Self::Same,
            variants::Degree::First => Self::First,
            variants::Degree::Second => Self::Second,
            variants::Degree::Third => Self::Third,
            variants::Degree::Unrelated => Self::Unrelated,
        }
    }
}

/// Figures of one person's data.
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
pub struct PersonQuality {
    /// The person.
    pub person: String,
    /// Variants that the person has.
    pub variants: u32,
    /// Median read depth at them; `None` where the file gives none.
    pub median_depth: Option<u32>,
    /// Heterozygous over homozygous variants.
    pub het_hom: Option<f64>,
    /// Transitions over transversions.
    pub ti_tv: Option<f64>,
    /// Share of variants with a genotype quality of 20 or more.
    pub gq20: Option<f64>,
}

/// How much of a gene could be read.
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
pub struct GeneCoverage {
    /// The gene.
    pub gene: String,
    /// Share of its bases that can be called, 0 to 1.
    #[specta(type = u32)] // a plain number: it is always finite
    pub callable: f64,
}
