use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{ParseIdError, PersonId, Sex};

/// Whether a person has the disease in question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Affection {
    /// Has it.
    Affected,
    /// Was looked at and does not have it.
    Unaffected,
    /// Not known.
    Unknown,
}

/// A member of a family.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// The id, equal to the sample name in the VCF where the person was sequenced.
    pub id: PersonId,
    /// Stated sex.
    pub sex: Sex,
    /// Whether the person has the disease.
    pub affection: Affection,
    /// The father, where stated. He may not be listed himself.
    pub father: Option<PersonId>,
    /// The mother, where stated. She may not be listed herself.
    pub mother: Option<PersonId>,
}

/// One family: its name and members in the order of the file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pedigree {
    /// The family id of the PED file.
    pub family: String,
    /// The members.
    pub members: Vec<Person>,
}

/// A PED text that cannot be read. Line numbers are 1-based.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PedigreeError {
    /// Fewer than six columns.
    #[error("line {line}: {found} columns, expected 6: family, person, father, mother, sex, affected")]
    Columns {
        /// 1-based line.
        line: usize,
        /// How many columns there are.
        found: usize,
    },
    /// A column that cannot be read.
    #[error("line {line}, column {column}: {found:?}, expected {expected}")]
    Value {
        /// 1-based line.
        line: usize,
        /// Name of the column.
        column: &'static str,
        /// The text as found.
        found: String,
        /// What was expected.
        expected: &'static str,
    },
    /// An id that is not usable.
    #[error("line {line}: {source}")]
    Id {
        /// 1-based line.
        line: usize,
        /// What is wrong with it.
        source: ParseIdError,
    },
    /// A person twice in one family.
    #[error("line {line}: person {person} is listed twice in family {family}")]
    Twice {
        /// 1-based line.
        line: usize,
        /// The person.
        person: PersonId,
        /// The family.
        family: String,
    },
    /// A person who is their own ancestor, or a parent of the wrong sex.
    #[error("family {family}, person {person}: {what}")]
    Parent {
        /// The family.
        family: String,
        /// The person.
        person: PersonId,
        /// What does not hold.
        what: &'static str,
    },
    /// No person at all.
    #[error("no person: expected at least one line with 6 columns")]
    Empty,
}

impl Pedigree {
    /// Reads a PED text (6 columns, tab or space separated; `#` starts a comment line): one pedigree per family, in
    /// the order of first mention. Sex 1 male, 2 female, else unknown; affected 2, unaffected 1, else unknown.
    ///
    /// # Errors
    /// [`PedigreeError`] with line and column; also where a person is their own ancestor or a father is female.
    pub fn parse_ped(text: &str) -> Result<Vec<Self>, PedigreeError> {
        let mut order: Vec<String> = Vec::new();
        let mut families: BTreeMap<String, Vec<Person>> = BTreeMap::new();
        for (line, content) in text.lines().enumerate().map(|(i, l)| (i + 1, l.trim_start_matches('\u{feff}').trim())) {
            if content.is_empty() || content.starts_with('#') {
                continue;
            }
            let columns: Vec<&str> = content.split_whitespace().collect();
            let [family, person, father, mother, sex, affected, ..] = columns[..] else {
                return Err(PedigreeError::Columns { line, found: columns.len() });
            };
            let id = |text: &str| text.parse::<PersonId>().map_err(|source| PedigreeError::Id { line, source });
            let parent =
                |text: &str| if matches!(text, "0" | "." | "-9" | "-1") { Ok(None) } else { id(text).map(Some) };
            let sex = match sex {
                "1" | "male" | "M" => Sex::Male,
                "2" | "female" | "F" => Sex::Female,
                "0" | "-9" | "-1" | "." | "3" | "other" | "unknown" => Sex::Unknown,
                found => {
                    let (column, expected) = ("sex", "1 (male), 2 (female) or 0 (unknown)");
                    return Err(PedigreeError::Value { line, column, found: found.to_owned(), expected });
                }
            };
            let affection = match affected {
                "2" => Affection::Affected,
                "1" => Affection::Unaffected,
                "0" | "-9" | "-1" | "." => Affection::Unknown,
                found => {
                    let (column, expected) = ("affected", "2 (affected), 1 (unaffected) or 0 (unknown)");
                    return Err(PedigreeError::Value { line, column, found: found.to_owned(), expected });
                }
            };
            let person = Person { id: id(person)?, sex, affection, father: parent(father)?, mother: parent(mother)? };
            if !families.contains_key(family) {
                order.push(family.to_owned());
            }
            let members = families.entry(family.to_owned()).or_default();
            if members.iter().any(|m| m.id == person.id) {
                return Err(PedigreeError::Twice { line, person: person.id, family: family.to_owned() });
            }
            members.push(person);
        }
        if order.is_empty() {
            return Err(PedigreeError::Empty);
        }
        order
            .into_iter()
            .map(|family| {
                let members = families.remove(&family).unwrap_or_default();
                let pedigree = Self { family, members };
                pedigree.check()?;
                Ok(pedigree)
            })
            .collect()
    }

    /// One affected person without relatives.
    pub fn alone(person: PersonId, sex: Sex) -> Self {
        let family = person.as_str().to_owned();
        Self {
            family,
            members: vec![Person { id: person, sex, affection: Affection::Affected, father: None, mother: None }],
        }
    }

    /// The member with this id.
    pub fn member(&self, id: &PersonId) -> Option<&Person> {
        self.members.iter().find(|m| &m.id == id)
    }

    /// Affected members who have a parent stated or no affected child: the possible probands, in the order of the file.
    pub fn affected_children(&self) -> Vec<&Person> {
        let affected: Vec<&Person> = self.members.iter().filter(|m| m.affection == Affection::Affected).collect();
        let is_parent_of_affected =
            |p: &Person| affected.iter().any(|c| c.father.as_ref() == Some(&p.id) || c.mother.as_ref() == Some(&p.id));
        affected.iter().copied().filter(|p| !is_parent_of_affected(p)).collect()
    }

    fn check(&self) -> Result<(), PedigreeError> {
        let wrong = |person: &Person, what| PedigreeError::Parent {
            family: self.family.clone(),
            person: person.id.clone(),
            what,
        };
        for person in &self.members {
            if person.father.is_some() && person.father == person.mother {
                return Err(wrong(person, "father and mother are the same person"));
            }
            let sex_of = |id: &Option<PersonId>| id.as_ref().and_then(|i| self.member(i)).map(|p| p.sex);
            if sex_of(&person.father) == Some(Sex::Female) {
                return Err(wrong(person, "the father is listed as female"));
            }
            if sex_of(&person.mother) == Some(Sex::Male) {
                return Err(wrong(person, "the mother is listed as male"));
            }
            // An ancestor chain longer than the family must run in a circle.
            let mut generation: Vec<&PersonId> = person.father.iter().chain(&person.mother).collect();
            for _ in 0..=self.members.len() {
                if generation.contains(&&person.id) {
                    return Err(wrong(person, "is listed as their own ancestor"));
                }
                generation = generation
                    .iter()
                    .filter_map(|id| self.member(id))
                    .flat_map(|p| p.father.iter().chain(&p.mother))
                    .collect();
                generation.sort_unstable();
                generation.dedup();
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TRIO: &str =
        "#family id father mother sex affected\nF1 child dad mum 1 2\nF1\tdad\t0\t0\t1\t1\nF1 mum 0 0 2 1\n";

    #[test]
    fn a_trio_is_read() {
        let families = Pedigree::parse_ped(TRIO).expect("a PED");
        assert_eq!(families.len(), 1);
        let probands: Vec<_> = families[0].affected_children().iter().map(|p| p.id.as_str().to_owned()).collect();
        assert_eq!(probands, ["child"]);
    }

    #[test]
    fn an_affected_parent_is_not_the_proband() {
        let families = Pedigree::parse_ped("F child dad mum 2 2\nF dad 0 0 1 2\nF mum 0 0 2 1").expect("a PED");
        let probands: Vec<_> = families[0].affected_children().iter().map(|p| p.id.as_str().to_owned()).collect();
        assert_eq!(probands, ["child"], "the affected father is a parent of an affected child");
    }

    #[test]
    fn each_fault_names_its_line() {
        for (text, expected) in [
            ("F a 0 0 1", "line 1: 5 columns"),
            ("F a 0 0 1 2\nF a 0 0 1 2", "line 2: person a is listed twice"),
            ("F a 0 0 7 2", "line 1, column sex"),
            ("F a 0 0 1 7", "line 1, column affected"),
            ("F a b 0 1 2\nF b a 0 1 2", "own ancestor"),
            ("F a b 0 1 2\nF b 0 0 2 2", "father is listed as female"),
            ("# nothing\n", "no person"),
        ] {
            let error = Pedigree::parse_ped(text).expect_err("must be refused").to_string();
            assert!(error.contains(expected), "{error:?} should say {expected:?}");
        }
    }
}
