use domain::{Affection, Pedigree, Person, PersonId, Sex};

use crate::Sample;

/// A pedigree and a VCF that do not belong together, or a family without a clear proband. `ped` and `vcf` are the
/// names of the files as the caller gave them.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FamilyError {
    /// A sample of the VCF that no line of the PED names, where a person of the PED has no sample: they may be one.
    #[error(
        "{vcf}: sample {sample} is not in {ped}, where {person} has no sample: if they are one, correct the name, so that the \
         two agree; if not, add a line for {sample}, or take {person} out"
    )]
    SampleWithoutPerson {
        /// The sample.
        sample: String,
        /// Somebody without a sample.
        person: PersonId,
        /// The VCF.
        vcf: String,
        /// The PED.
        ped: String,
    },
    /// The proband has no sample.
    #[error(
        "{vcf}: family {family}: no sample for proband {person}: expected a sample of this name in the header, found {}",
        list(found)
    )]
    ProbandNotSequenced {
        /// The proband.
        person: PersonId,
        /// The family.
        family: String,
        /// The samples of the VCF.
        found: Vec<String>,
        /// The VCF.
        vcf: String,
    },
    /// The proband asked for is no member.
    #[error("{ped}: family {family}: proband {person} is not a member: expected one of {}", list(members))]
    NotAMember {
        /// The person asked for.
        person: PersonId,
        /// The family.
        family: String,
        /// Its members.
        members: Vec<String>,
        /// The PED.
        ped: String,
    },
    /// Several affected persons may be the proband.
    #[error("{ped}: family {family}: several possible probands: {}: name one with --proband", list(candidates))]
    SeveralProbands {
        /// The family.
        family: String,
        /// The affected persons who have a sample and no affected child.
        candidates: Vec<String>,
        /// The PED.
        ped: String,
    },
    /// Nobody in the family is affected.
    #[error("{ped}: family {family}: no affected person: expected 2 in column affected, or name one with --proband")]
    NoProband {
        /// The family.
        family: String,
        /// The PED.
        ped: String,
    },
}

fn list(names: &[String]) -> String {
    if names.is_empty() { "none".to_owned() } else { names.join(", ") }
}

/// Names of the two files, for messages.
#[derive(Clone, Copy, Debug)]
pub struct FileNames<'a> {
    /// The pedigree file.
    pub ped: &'a str,
    /// The variant file.
    pub vcf: &'a str,
}

/// A pedigree matched to the samples of a table, seen from its proband. Members without a sample are known as not
/// sequenced; of the proband's parents, one who is not listed at all counts as such too.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Family {
    pedigree: Pedigree,
    members: Vec<Member>,
    proband: usize,
}

/// A member of a [`Family`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// The person. The proband counts as affected, the father as male and the mother as female, whatever is stated.
    pub person: Person,
    /// Place among the samples of the table; `None` where not sequenced.
    pub sample: Option<usize>,
    /// What the person is to the proband.
    pub relation: Relation,
}

/// What a member is to the proband, as far as the patterns of inheritance ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Relation {
    /// The proband (発端者).
    Proband,
    /// The proband's father.
    Father,
    /// The proband's mother.
    Mother,
    /// Has the mitochondrial genome of the proband's maternal line: the mother's mother, and who descends from her, or from
    /// the proband, by women alone.
    MaternalLine,
    /// Any other member.
    Relative,
}

/// The samples of a VCF that are no person of any of the families: they are left out. A VCF may be of more people than are
/// asked about.
pub fn strangers<'a>(pedigrees: &[Pedigree], samples: &'a [Sample]) -> Vec<&'a str> {
    let known = |name: &str| pedigrees.iter().flat_map(|p| &p.members).any(|m| m.id.as_str() == name);
    samples.iter().map(|s| s.name.as_str()).filter(|name| !known(name)).collect()
}

/// Checks that samples and families belong together: where a sample is no person and a person has no sample, a name may be
/// written wrong.
///
/// # Errors
/// [`FamilyError::SampleWithoutPerson`] for the first.
pub fn check_samples(pedigrees: &[Pedigree], samples: &[Sample], files: FileNames<'_>) -> Result<(), FamilyError> {
    let mut members = pedigrees.iter().flat_map(|p| &p.members);
    let without = members.find(|m| samples.iter().all(|s| s.name != m.id.as_str()));
    match (strangers(pedigrees, samples).first(), without) {
        (Some(sample), Some(person)) => Err(FamilyError::SampleWithoutPerson {
            sample: (*sample).to_owned(),
            person: person.id.clone(),
            vcf: files.vcf.to_owned(),
            ped: files.ped.to_owned(),
        }),
        _ => Ok(()),
    }
}

impl Family {
    /// Matches a pedigree to the samples. The proband is the person asked for (`--proband`, or the subject of the
    /// phenopacket), else the only affected person who has a sample and no affected child. A patient without relatives is
    /// [`Pedigree::alone`].
    ///
    /// # Errors
    /// [`FamilyError`] where the proband is not clear, no member, or not sequenced.
    pub fn new(
        pedigree: &Pedigree,
        samples: &[Sample],
        proband: Option<&PersonId>,
        files: FileNames<'_>,
    ) -> Result<Self, FamilyError> {
        let place = |id: &PersonId| samples.iter().position(|s| s.name == id.as_str());
        let chosen = match proband {
            Some(id) => pedigree.member(id).ok_or_else(|| FamilyError::NotAMember {
                person: id.clone(),
                family: pedigree.family.clone(),
                members: pedigree.members.iter().map(|m| m.id.to_string()).collect(),
                ped: files.ped.to_owned(),
            })?,
            None => only_affected_child(pedigree, |id| place(id).is_some(), files.ped)?,
        };
        if place(&chosen.id).is_none() {
            return Err(FamilyError::ProbandNotSequenced {
                person: chosen.id.clone(),
                family: pedigree.family.clone(),
                found: samples.iter().map(|s| s.name.clone()).collect(),
                vcf: files.vcf.to_owned(),
            });
        }
        let members: Vec<Member> = pedigree
            .members
            .iter()
            .map(|person| Member {
                sample: place(&person.id),
                relation: relation(pedigree, person, chosen),
                person: as_seen(pedigree, person, chosen),
            })
            .collect();
        let proband = members.iter().position(|m| m.relation == Relation::Proband).unwrap_or(0);
        Ok(Self { pedigree: pedigree.clone(), members, proband })
    }

    /// The pedigree as read.
    pub fn pedigree(&self) -> &Pedigree {
        &self.pedigree
    }

    /// All members, in the order of the PED.
    pub fn members(&self) -> &[Member] {
        &self.members
    }

    /// The proband.
    pub fn proband(&self) -> &Member {
        &self.members[self.proband]
    }

    /// Place of the proband among the samples.
    pub fn proband_sample(&self) -> usize {
        // `new` admits no proband without a sample.
        self.proband().sample.unwrap_or(0)
    }

    /// The proband's father, where listed.
    pub fn father(&self) -> Option<&Member> {
        self.members.iter().find(|m| m.relation == Relation::Father)
    }

    /// The proband's mother, where listed.
    pub fn mother(&self) -> Option<&Member> {
        self.members.iter().find(|m| m.relation == Relation::Mother)
    }
}

fn only_affected_child<'a>(
    pedigree: &'a Pedigree,
    sequenced: impl Fn(&PersonId) -> bool,
    ped: &str,
) -> Result<&'a Person, FamilyError> {
    let children = pedigree.affected_children();
    let (family, ped) = (pedigree.family.clone(), ped.to_owned());
    let candidates: Vec<&Person> = match children.as_slice() {
        // One alone is meant even without a sample: the message then says what is missing.
        [_] => children,
        _ => children.into_iter().filter(|p| sequenced(&p.id)).collect(),
    };
    match candidates.as_slice() {
        [one] => Ok(*one),
        [] => Err(FamilyError::NoProband { family, ped }),
        several => {
            let candidates = several.iter().map(|p| p.id.to_string()).collect();
            Err(FamilyError::SeveralProbands { family, candidates, ped })
        }
    }
}

/// The first woman of a person's maternal line that the pedigree names; a pedigree has no circles.
fn first_of_line<'a>(pedigree: &'a Pedigree, person: &'a Person) -> &'a PersonId {
    let mut first = &person.id;
    while let Some(mother) = pedigree.member(first).and_then(|p| p.mother.as_ref()) {
        first = mother;
    }
    first
}

fn relation(pedigree: &Pedigree, person: &Person, proband: &Person) -> Relation {
    let line = |person| first_of_line(pedigree, person);
    if person.id == proband.id {
        Relation::Proband
    } else if proband.father.as_ref() == Some(&person.id) {
        Relation::Father
    } else if proband.mother.as_ref() == Some(&person.id) {
        Relation::Mother
    } else if line(person) == line(proband) {
        Relation::MaternalLine
    } else {
        Relation::Relative
    }
}

fn as_seen(pedigree: &Pedigree, person: &Person, proband: &Person) -> Person {
    let mut seen = person.clone();
    match relation(pedigree, person, proband) {
        Relation::Proband => seen.affection = Affection::Affected,
        Relation::Father => seen.sex = Sex::Male,
        Relation::Mother => seen.sex = Sex::Female,
        Relation::MaternalLine | Relation::Relative => {}
    }
    seen
}
