//! `qc`: whether the data of a family are what the pedigree says, before anything else is believed.

mod text;

use domain::{Pedigree, Person, Sex};
use serde::Serialize;
use variants::{Degree, Descent, Figures, Kinship, MendelianErrors, Parent, Run, SexChromosomes, VariantTable};

use crate::{
    BareFiles, Reference, WorkbenchError,
    expected_kinship::ExpectedKinship,
    view::{case::RelationName, quality::Doubt},
};

/// Mendelian errors of a right trio stay below this share, in thousandths (about 1 % in unfiltered exomes).
const MOST_ERRORS_PERMILLE: u64 = 20;
/// So few are no sign of a wrong parent, whatever their share.
const LEAST_ERRORS: u64 = 10;
/// Of fewer records a share tells nothing: a file of candidates alone is made of what contradicts.
pub(crate) const LEAST_COMPARED: u64 = 1_000;
/// More chromosomes that seem to be of one parent are the other parent's samples exchanged, and no disomies.
const MOST_DISOMIES: usize = 3;
/// Samples of a file beyond which only pairs within a family are compared.
const COHORT: usize = 50;
/// Runs of homozygosity that are counted: those of at least a million bases.
const LEAST_RUN: u32 = 1_000_000;
/// Reads of somebody else, in thousandths, from which a sample is not believed: gnomAD leaves such samples out
/// (10.1038/s41586-020-2308-7, supplement, hard filters).
pub(crate) const MOST_CONTAMINATION_PERMILLE: u32 = 50;

/// The answer of `qc`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DataCheck {
    /// `shirube.qc/1`.
    pub schema: &'static str,
    /// The assembly.
    pub assembly: String,
    /// Records of the file, within the scope.
    pub records: u64,
    /// The samples in the order of the file.
    pub samples: Vec<SampleCheck>,
    /// Each pair of samples.
    pub pairs: Vec<PairCheck>,
    /// Each child with both parents.
    pub trios: Vec<TrioCheck>,
    /// Where the data do not fit the pedigree: to be cleared up before they are believed.
    pub doubts: Vec<Doubt>,
    /// The same in words.
    pub warnings: Vec<String>,
    /// What the person should know of the file.
    #[serde(skip)]
    pub remarks: Vec<String>,
}

/// One sample.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SampleCheck {
    /// Its name.
    pub sample: String,
    /// The sex that the pedigree states.
    pub sex_stated: Option<Sex>,
    /// The sex that X shows; null where it does not.
    pub sex_shown: Option<Sex>,
    /// Alternate alleles on X and Y outside of the pseudoautosomal regions.
    pub on_x: u64,
    /// Heterozygous ones on X.
    pub heterozygous_on_x: u64,
    /// Those on Y.
    pub on_y: u64,
    /// Alleles that the person has.
    pub variants: u64,
    /// Records with a whole genotype, and those without.
    pub called: u64,
    /// Records without a whole genotype.
    pub missing: u64,
    /// Median read depth at them.
    pub median_depth: Option<u16>,
    /// Heterozygous over homozygous ones.
    pub het_hom: Option<f64>,
    /// Transitions over transversions.
    pub ti_tv: Option<f64>,
    /// Share with a genotype quality of 20 or more.
    pub gq20: Option<f64>,
    /// Share of reads that seem to be of somebody else; null where too few places tell, or no frequency is given.
    pub contamination: Option<f64>,
    /// Runs of homozygosity of a million bases and more.
    pub homozygosity: Vec<RunCheck>,
    /// The same with their histograms, for charts.
    #[serde(skip)]
    pub(crate) figures: Figures,
    /// The runs as regions, for charts.
    #[serde(skip)]
    pub(crate) runs: Vec<Run>,
}

/// A run of homozygosity.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RunCheck {
    /// Its place.
    pub region: String,
    /// Its length in bases.
    pub bases: u32,
    /// Homozygous and heterozygous records.
    pub homozygous: u64,
    /// Heterozygous records, which are errors.
    pub heterozygous: u64,
}

/// Two samples.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PairCheck {
    /// The two.
    pub samples: [String; 2],
    /// The relation that the pedigree states; null where it states none.
    pub stated: Option<Degree>,
    /// The relation that the genotypes show; null where too few could be compared, or hardly any with
    /// the reference alone.
    pub shown: Option<Degree>,
    /// Coefficient of kinship.
    pub coefficient: Option<f64>,
    /// That which the pedigree lets expect; null where the two are of no one family.
    pub expected: Option<f64>,
    /// Records that were compared.
    pub compared: u64,
    /// Records at which they share no allele.
    pub none_shared: u64,
}

/// A child and its parents.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TrioCheck {
    /// Child, father, mother.
    pub samples: [String; 3],
    /// Records that were compared.
    pub compared: u64,
    /// Those that contradict the laws of Mendel.
    pub errors: u64,
    /// Their share.
    pub rate: Option<f64>,
    /// Chromosomes of which both copies seem to be of one parent.
    pub disomy: Vec<DisomyCheck>,
}

/// A chromosome of which both copies seem to be of one parent.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DisomyCheck {
    /// The chromosome.
    pub chromosome: &'static str,
    /// The parent.
    pub of: Parent,
    /// Records without anything from the other parent.
    pub records: u64,
    /// Records with a copy from each.
    pub from_both: u64,
}

/// Checks the samples of a VCF against each other and against the pedigree.
///
/// # Errors
/// What the files are at fault for.
pub fn check_data(reference: &Reference, files: &BareFiles) -> Result<DataCheck, WorkbenchError> {
    let opened = files.open(reference, None)?;
    let (table, pedigrees) = (&opened.table, &opened.pedigrees);
    variants::check_samples(pedigrees, table.samples(), opened.names())?;
    Ok(DataCheck { remarks: opened.remarks(), ..check_table(table, pedigrees) })
}

/// The same of a table that is open already.
pub(crate) fn check_table(table: &VariantTable, pedigrees: &[Pedigree]) -> DataCheck {
    let samples: Vec<SampleCheck> = (0..table.samples().len()).filter_map(|s| sample(table, pedigrees, s)).collect();
    let (pairs, trios) = (pairs(table, pedigrees), trios(table, pedigrees));
    let doubts = doubts(&samples, &pairs, &trios);
    DataCheck {
        schema: "shirube.qc/1",
        assembly: table.assembly().to_string(),
        records: table.records(),
        samples,
        pairs,
        trios,
        warnings: doubts.iter().map(text::in_words).collect(),
        doubts,
        remarks: Vec::new(),
    }
}

impl TrioCheck {
    /// The chromosomes of one parent alone; `None` where there are so many that a parent is a wrong one.
    pub(crate) fn disomies(&self) -> Option<&[DisomyCheck]> {
        (self.disomy.len() <= MOST_DISOMIES).then_some(&self.disomy)
    }
}

fn doubts(samples: &[SampleCheck], pairs: &[PairCheck], trios: &[TrioCheck]) -> Vec<Doubt> {
    let sexes = samples.iter().filter_map(|sample| {
        let (stated, shown) = (sample.sex_stated?, sample.sex_shown?);
        let doubt = || Doubt::Sex { person: sample.sample.clone(), stated: stated.into(), shown: shown.into() };
        (stated != shown).then(doubt)
    });
    let mixed = samples.iter().filter_map(|sample| {
        let permille = permille(sample.contamination?);
        let doubt = || Doubt::Contamination { person: sample.sample.clone(), permille };
        (permille >= MOST_CONTAMINATION_PERMILLE).then(doubt)
    });
    let relations = pairs.iter().filter_map(|p| {
        let shown = p.shown?;
        let wrong = match p.stated {
            Some(stated @ (Degree::Same | Degree::First)) => shown != stated,
            // The next degree may be shown by chance.
            Some(Degree::Second) => shown <= Degree::First || shown == Degree::Unrelated,
            Some(Degree::Third | Degree::Unrelated) | None => shown <= Degree::First,
        };
        let (stated, shown) = (p.stated.map(Into::into), shown.into());
        wrong.then(|| Doubt::Relation { people: p.samples.clone(), stated, shown })
    });
    let of_trios = trios.iter().flat_map(|t| {
        let disomies = t.disomies().unwrap_or_default().iter().map(|d| Doubt::Disomy {
            person: t.samples[0].clone(),
            chromosome: d.chromosome.to_owned(),
            of: match d.of {
                Parent::Father => RelationName::Father,
                Parent::Mother => RelationName::Mother,
            },
        });
        let count = |n: u64| u32::try_from(n).unwrap_or(u32::MAX);
        let people = t.samples.clone();
        let parents = Doubt::Parents { people, errors: count(t.errors), compared: count(t.compared) };
        // One true de novo variant of a small file is no wrong parent.
        let many = t.compared >= LEAST_COMPARED
            && t.errors >= LEAST_ERRORS
            && t.errors * 1000 > MOST_ERRORS_PERMILLE * t.compared;
        many.then_some(parents).into_iter().chain(disomies)
    });
    sexes.chain(mixed).chain(relations).chain(of_trios).collect()
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "as casts of floats saturate")]
fn permille(share: f64) -> u32 {
    (share * 1000.0).floor() as u32
}

fn person<'a>(pedigrees: &'a [Pedigree], sample: &str) -> Option<&'a Person> {
    pedigrees.iter().flat_map(|p| &p.members).find(|m| m.id.as_str() == sample)
}

fn stated_sex(pedigrees: &[Pedigree], sample: &str) -> Option<Sex> {
    person(pedigrees, sample).map(|p| p.sex).filter(|s| *s != Sex::Unknown)
}

fn sample(table: &VariantTable, pedigrees: &[Pedigree], place: usize) -> Option<SampleCheck> {
    let (figures, sex) = (Figures::of(table, place)?, SexChromosomes::of(table, place)?);
    let name = table.samples().get(place)?.name.clone();
    let runs = Run::all(table, place, LEAST_RUN);
    let run = |run: &Run| RunCheck {
        region: run.region.to_string(),
        bases: run.length(),
        homozygous: run.homozygous,
        heterozygous: run.heterozygous,
    };
    Some(SampleCheck {
        sex_stated: stated_sex(pedigrees, &name),
        sample: name,
        sex_shown: sex.shows(),
        on_x: sex.on_x,
        heterozygous_on_x: sex.heterozygous_on_x,
        on_y: sex.on_y,
        variants: figures.variants,
        called: figures.called,
        missing: figures.missing,
        median_depth: figures.median_depth,
        het_hom: figures.het_hom,
        ti_tv: figures.ti_tv,
        gq20: figures.gq20,
        contamination: figures.contamination,
        homozygosity: runs.iter().map(run).collect(),
        figures,
        runs,
    })
}

/// All pairs; of a cohort, which has too many, those within a family.
fn pairs(table: &VariantTable, pedigrees: &[Pedigree]) -> Vec<PairCheck> {
    let all = table.samples();
    let family =
        |place: usize| pedigrees.iter().position(|p| p.members.iter().any(|m| m.id.as_str() == all[place].name));
    let families: Vec<Option<usize>> = (0..all.len()).map(family).collect();
    let asked = |[one, other]: &[usize; 2]| match (families[*one], families[*other]) {
        (Some(one), Some(other)) => all.len() <= COHORT || one == other,
        _ => false,
    };
    let places = (0..all.len()).flat_map(|one| (one + 1..all.len()).map(move |other| [one, other])).filter(asked);
    let expected: Vec<ExpectedKinship> = pedigrees.iter().map(ExpectedKinship::of).collect();
    let check = |places: [usize; 2]| {
        let kinship = Kinship::of(table, places)?;
        let samples = places.map(|place| all[place].name.clone());
        let (one, other) = (person(pedigrees, &samples[0])?, person(pedigrees, &samples[1])?);
        Some(PairCheck {
            stated: stated(one, other),
            expected: expected.iter().find_map(|family| family.between(&one.id, &other.id)),
            samples,
            shown: kinship.degree(),
            coefficient: kinship.coefficient,
            compared: kinship.compared,
            none_shared: kinship.none_shared,
        })
    };
    places.filter_map(check).collect()
}

/// The relation of two persons as far as their own lines state it.
fn stated(one: &Person, other: &Person) -> Option<Degree> {
    let is_parent =
        |parent: &Person, child: &Person| [&child.father, &child.mother].contains(&&Some(parent.id.clone()));
    let shared = [(&one.father, &other.father), (&one.mother, &other.mother)];
    match shared.iter().filter(|(a, b)| a.is_some() && a == b).count() {
        _ if is_parent(one, other) || is_parent(other, one) => Some(Degree::First),
        2 => Some(Degree::First),
        1 => Some(Degree::Second),
        _ => None,
    }
}

fn trios(table: &VariantTable, pedigrees: &[Pedigree]) -> Vec<TrioCheck> {
    let children = pedigrees.iter().flat_map(|p| &p.members).filter_map(|child| {
        let names = [child.id.as_str(), child.father.as_ref()?.as_str(), child.mother.as_ref()?.as_str()];
        let places = names.map(|name| table.samples().iter().position(|s| s.name == name));
        let [Some(child), Some(father), Some(mother)] = places else { return None };
        let trio = [child, father, mother];
        let (errors, descent) = (MendelianErrors::of(table, trio, None)?, Descent::of(table, trio)?);
        let disomy = descent.iter().filter_map(|d| {
            let of = d.disomy_of()?;
            let records = match of {
                Parent::Mother => d.nothing_from_father,
                Parent::Father => d.nothing_from_mother,
            };
            Some(DisomyCheck { chromosome: d.chromosome.name(), of, records, from_both: d.from_both })
        });
        Some(TrioCheck {
            samples: names.map(str::to_owned),
            compared: errors.compared(),
            errors: errors.errors(),
            rate: errors.rate(),
            disomy: disomy.collect(),
        })
    });
    children.collect()
}
