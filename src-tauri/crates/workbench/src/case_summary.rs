//! One case at a glance, without any variant.

use domain::{Affection, CaseId, PersonId};
use serde::Serialize;

use crate::{Action, Desk, WorkbenchError};

/// A case for a list or a page (`shirube.case/1`).
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CaseSummary {
    /// `shirube.case/1`.
    pub schema: &'static str,
    /// The case.
    pub case: CaseId,
    /// Assembly of its variants.
    pub assembly: String,
    /// Why it was ordered.
    pub indication: Option<String>,
    /// The diseases that were suspected.
    pub ordered: Vec<String>,
    /// The panels that were chosen.
    pub panels: Vec<String>,
    /// The family.
    pub people: Vec<PersonSummary>,
    /// What the proband has.
    pub present: Vec<String>,
    /// What was looked for in the proband and not found.
    pub absent: Vec<String>,
    /// Kind of each specimen and what is left of it.
    pub specimens: Vec<String>,
}

/// A person of the family.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PersonSummary {
    /// The person.
    pub id: PersonId,
    /// Name as written.
    pub name: Option<String>,
    /// Name in kana.
    pub kana: Option<String>,
    /// Whether the person has the disease.
    pub affection: Affection,
    /// True where a consent is in force.
    pub takes_part: bool,
}

impl Desk {
    /// One case at a glance.
    ///
    /// # Errors
    /// [`WorkbenchError::NotPermitted`], [`WorkbenchError::Store`].
    pub fn summary(&self, id: &CaseId) -> Result<CaseSummary, WorkbenchError> {
        self.ask(Action::SeeCase)?;
        let case = self.case(id)?;
        let consents = self.consents(id)?;
        let people = case.pedigree.members.iter().map(|m| {
            let details = case.clinical.person(&m.id);
            PersonSummary {
                id: m.id.clone(),
                name: details.and_then(|d| d.name.as_ref()).map(|n| n.full.clone()),
                kana: details.and_then(|d| d.kana.as_ref()).map(|n| n.full.clone()),
                affection: m.affection,
                takes_part: self.takes_part(&case, &consents, &m.id),
            }
        });
        let signs = |excluded: bool| {
            let of_proband = case.clinical.signs.iter().filter(|s| s.person == case.proband && s.excluded == excluded);
            of_proband.map(|s| format!("{} {}", s.term, s.label)).collect()
        };
        let specimens = case.clinical.specimens.iter().map(|s| {
            let left = s.left.iter().map(|a| format!("{} {}", a.value, a.unit)).collect::<Vec<_>>().join(" + ");
            format!("{}: {} ({left})", s.person, s.kind)
        });
        let order = case.clinical.order.as_ref();
        Ok(CaseSummary {
            schema: "shirube.case/1",
            case: id.clone(),
            assembly: case.assembly.to_string(),
            indication: order.and_then(|o| o.indication.clone()),
            ordered: order.map(|o| o.diseases.iter().map(|d| d.name.clone()).collect()).unwrap_or_default(),
            panels: self.session.panels(id)?.into_iter().flat_map(|(_, chosen)| chosen.panels).collect(),
            people: people.collect(),
            present: signs(false),
            absent: signs(true),
            specimens: specimens.collect(),
        })
    }
}

impl CaseSummary {
    /// For people.
    pub fn to_text(&self) -> String {
        let mut text = format!("{} · {}\n", self.case, self.assembly);
        let mut line = |title: &str, content: String| {
            if !content.is_empty() {
                text.push_str(&format!("{title}: {content}\n"));
            }
        };
        line("indication", self.indication.clone().unwrap_or_default());
        line("ordered", self.ordered.join(", "));
        line("panels", self.panels.join(", "));
        for person in &self.people {
            let name = person.name.clone().unwrap_or_default();
            let part = if person.takes_part { "takes part" } else { "no consent in force" };
            line(person.id.as_str(), format!("{name} · {:?} · {part}", person.affection).to_lowercase());
        }
        line("present", self.present.join(", "));
        line("absent", self.absent.join(", "));
        line("specimens", self.specimens.join(", "));
        text
    }
}
