//! The drawing of a pedigree in the standard nomenclature (Bennett et al. 2022, doi:10.1002/jgc4.1621).
//!
//! Generations lie in rows, couples side by side, children centred below their parents. The drawing depends on what is
//! said of the family and not on the order in which it is said.

mod channel;
mod draw;
mod family;
mod generation;
mod legend;
mod line;
mod net;
mod order;
mod place;
mod relative;
mod symbol;
#[cfg(test)]
mod tests;
mod tie;
mod words;

use domain::{Affection, PersonId, Sex};
use serde::{Deserialize, Serialize};

pub use relative::Added;

use crate::{DocumentsError, Ink, Language, Picture, record::Localized};

/// The most conditions that one symbol can tell apart: one per quarter.
pub const MOST_CONDITIONS: usize = 4;

/// A family as plain values.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pedigree {
    /// The conditions that the symbols tell apart, each with its part of the symbol and its line in the legend: none or
    /// one fills the whole symbol, two a half each, three or four a quarter each.
    #[serde(default)]
    pub conditions: Vec<Localized>,
    /// The people, in any order.
    pub people: Vec<Individual>,
    /// What is known of couples beyond their children. A couple with children need not be listed.
    #[serde(default)]
    pub couples: Vec<Couple>,
    /// Twins and more.
    #[serde(default)]
    pub twins: Vec<Twins>,
}

/// A person of the drawing, or several that are drawn as one symbol.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Individual {
    /// Who it is.
    pub id: PersonId,
    /// The father. One who is not listed is drawn as a man of whom nothing is known.
    #[serde(default)]
    pub father: Option<PersonId>,
    /// The mother. One who is not listed is drawn as a woman of whom nothing is known.
    #[serde(default)]
    pub mother: Option<PersonId>,
    /// The shape of the symbol.
    pub gender: Gender,
    /// Sex assigned at birth, printed below the symbol where given.
    #[serde(default)]
    pub assigned: Option<AssignedSex>,
    /// Whether the person has each of the conditions, in their order; what is missing is not known. Without named
    /// conditions the first stands for the disease in question.
    #[serde(default)]
    pub affection: Vec<Affection>,
    /// Lines below the symbol: name, age, what else is to be read.
    #[serde(default)]
    pub labels: Vec<Localized>,
    /// Place among the brothers and sisters, counted from 1; those without one come last.
    #[serde(default)]
    pub birth_order: Option<u16>,
    /// What became of the pregnancy.
    #[serde(default)]
    pub birth: Birth,
    /// Has died: a slash.
    #[serde(default)]
    pub deceased: bool,
    /// The proband (発端者): an arrow with a P.
    #[serde(default)]
    pub proband: bool,
    /// Who seeks counselling (来談者): an arrow.
    #[serde(default)]
    pub consultand: bool,
    /// A carrier without signs: a dot.
    #[serde(default)]
    pub carrier: bool,
    /// The genome was sequenced: `WGS` below the symbol.
    #[serde(default)]
    pub sequenced: bool,
    /// Adopted into the family, or out of it: brackets.
    #[serde(default)]
    pub adoption: Option<Adoption>,
    /// Several people as one symbol: the number stands inside.
    #[serde(default)]
    pub several: Option<Several>,
}

/// The gender of a person: the shape of the symbol.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Gender {
    /// A square.
    Man,
    /// A circle.
    Woman,
    /// Neither or both: a diamond.
    Nonbinary,
    /// Not stated: a diamond.
    Unknown,
}

impl From<Sex> for Gender {
    fn from(sex: Sex) -> Self {
        match sex {
            Sex::Male => Self::Man,
            Sex::Female => Self::Woman,
            Sex::Unknown => Self::Unknown,
        }
    }
}

/// Sex assigned at birth.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AssignedSex {
    /// AMAB.
    Male,
    /// AFAB.
    Female,
    /// UAAB.
    Unassigned,
}

/// What became of a pregnancy.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Birth {
    /// Born alive.
    #[default]
    Born,
    /// Still carried: a P inside.
    Pregnancy,
    /// Stillborn: a slash, `SB` below.
    Stillbirth,
    /// Lost by itself: a triangle, `SAB` below.
    Miscarriage,
    /// Ended: a triangle with a slash, `TOP` below.
    Termination,
    /// Outside the womb: a triangle, `ECT` below.
    Ectopic,
}

/// Adoption.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Adoption {
    /// The parents named are the adoptive ones: brackets, dashed line.
    In,
    /// The parents named are the biological ones, and the child lives with others: brackets, solid line.
    Out,
}

/// How many people a symbol stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Several {
    /// So many; 0 and 1 are refused.
    Number(u16),
    /// Not known how many: n.
    Unknown,
}

/// What is known of two partners.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Couple {
    /// The partners; both are listed.
    pub partners: [PersonId; 2],
    /// Related by blood (近親婚): a double line. Where common ancestors are drawn, the line is double without this.
    #[serde(default)]
    pub consanguineous: bool,
    /// Without children, where that is known; ignored for a couple with children.
    #[serde(default)]
    pub childless: Option<Childless>,
}

/// Why a couple has no children.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Childless {
    /// By choice, or the reason is not known: one bar.
    NoChildren,
    /// Infertility: two bars.
    Infertile,
}

/// Brothers and sisters of one birth.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Twins {
    /// Two or more children of the same parents.
    pub members: Vec<PersonId>,
    /// Of one egg or of several.
    pub zygosity: Zygosity,
}

/// Of how many eggs twins come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Zygosity {
    /// One: a bar between the lines of descent.
    Monozygotic,
    /// Several.
    Dizygotic,
    /// Not known: a question mark.
    Unknown,
}

impl Individual {
    /// A person of whom nothing else is known.
    pub fn new(id: PersonId, gender: Gender) -> Self {
        Self {
            id,
            father: None,
            mother: None,
            gender,
            assigned: None,
            affection: Vec::new(),
            labels: Vec::new(),
            birth_order: None,
            birth: Birth::Born,
            deceased: false,
            proband: false,
            consultand: false,
            carrier: false,
            sequenced: false,
            adoption: None,
            several: None,
        }
    }
}

impl Pedigree {
    /// What a PED file says of a family. Labels are the ids.
    pub fn of(pedigree: &domain::Pedigree, proband: Option<&PersonId>) -> Self {
        let individual = |person: &domain::Person| Individual {
            father: person.father.clone(),
            mother: person.mother.clone(),
            affection: vec![person.affection],
            labels: vec![Localized::both(person.id.as_str(), person.id.as_str())],
            proband: proband == Some(&person.id),
            ..Individual::new(person.id.clone(), person.sex.into())
        };
        Self { people: pedigree.members.iter().map(individual).collect(), ..Self::default() }
    }

    /// The drawing, with every text in one language. The same family gives the same drawing, in whatever order its
    /// members are listed.
    ///
    /// # Errors
    /// [`DocumentsError::Pedigree`] for a family that contradicts itself, [`DocumentsError::Unprintable`] for a text
    /// that no embedded font can show.
    pub fn draw(&self, language: Language, ink: Ink) -> Result<Picture, DocumentsError> {
        let family = family::Family::of(self)?;
        let drawing = draw::Drawing::of(&family, language)?;
        Ok(drawing.picture(ink))
    }
}
