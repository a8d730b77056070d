use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

use domain::PersonId;
use serde::{Deserialize, Serialize};

use crate::Category;

/// An item of the unified ICF (統一ICF) that is decided by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Item {
    /// Participation (参加).
    Participation,
    /// To be told secondary findings with consequences at any age (二次的所見).
    SecondaryFindings,
    /// To be told secondary findings of adult life.
    SecondaryFindingsAdult,
    /// To be told adult-onset conditions without established prevention.
    AdultOnsetConditions,
    /// Storage of specimens (検体の保管).
    SpecimenStorage,
    /// Joint research (共同研究での資料の分譲).
    JointResearch,
    /// Use by industry alone (産業界単独での分譲).
    IndustryAlone,
    /// Academic use of data.
    AcademicData,
    /// Industrial use of data.
    IndustrialData,
    /// Use abroad.
    UseAbroad,
    /// To be contacted again (リコンタクト).
    Recontact,
    /// Sharing with relatives.
    Relatives,
    /// Matchmaking.
    Matchmaking,
}

impl Item {
    /// All items, in the order of the form.
    pub const ALL: [Self; 13] = [
        Self::Participation,
        Self::SecondaryFindings,
        Self::SecondaryFindingsAdult,
        Self::AdultOnsetConditions,
        Self::SpecimenStorage,
        Self::JointResearch,
        Self::IndustryAlone,
        Self::AcademicData,
        Self::IndustrialData,
        Self::UseAbroad,
        Self::Recontact,
        Self::Relatives,
        Self::Matchmaking,
    ];

    /// The name in files and JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Participation => "participation",
            Self::SecondaryFindings => "secondary_findings",
            Self::SecondaryFindingsAdult => "secondary_findings_adult",
            Self::AdultOnsetConditions => "adult_onset_conditions",
            Self::SpecimenStorage => "specimen_storage",
            Self::JointResearch => "joint_research",
            Self::IndustryAlone => "industry_alone",
            Self::AcademicData => "academic_data",
            Self::IndustrialData => "industrial_data",
            Self::UseAbroad => "use_abroad",
            Self::Recontact => "recontact",
            Self::Relatives => "relatives",
            Self::Matchmaking => "matchmaking",
        }
    }

    /// The category of findings that it opens, where it opens one.
    pub fn opens(self) -> Option<Category> {
        match self {
            Self::SecondaryFindings => Some(Category::SecondaryFinding),
            Self::SecondaryFindingsAdult => Some(Category::SecondaryFindingAdult),
            Self::AdultOnsetConditions => Some(Category::AdultOnset),
            _ => None,
        }
    }
}

impl fmt::Display for Item {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// What was decided for an item. An item that was never asked has no entry, which opens nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    /// Agreed.
    Agreed,
    /// Refused.
    Refused,
}

/// Who decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Decider {
    /// The person.
    Person,
    /// A proxy (代諾者).
    Proxy,
}

/// What a proxy is to the person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProxyRelation {
    /// 母.
    Mother,
    /// 父.
    Father,
    /// 配偶者.
    Partner,
    /// 子.
    Child,
    /// 兄弟姉妹.
    Sibling,
    /// 祖父母.
    Grandparent,
    /// Guardian by law (未成年後見人, 成年後見人).
    Guardian,
    /// Somebody else.
    Other,
}

/// Who decided for a person. `None` where it was not told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proxy {
    /// Name as written.
    pub name: Option<String>,
    /// What the proxy is to the person.
    pub relation: Option<ProxyRelation>,
    /// Whether the person assented beside the proxy's decision (アセント; 人を対象とする生命科学・医学系研究に関する倫理指針, 第9).
    pub assented: Option<bool>,
}

/// Whether a person is of age (18). Where the age is not known, the person counts as a minor: less is opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AgeClass {
    /// 18 or older.
    Adult,
    /// Younger, or not known.
    Minor,
}

/// One signed consent of one person: every item that was decided. The last one recorded is in force.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsentRecord {
    /// The person whose consent it is.
    pub person: PersonId,
    /// Version of the ICF that was signed.
    pub icf_version: String,
    /// Who decided.
    pub decider: Decider,
    /// The proxy, where one decided and is known; records of earlier versions name none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proxy: Option<Proxy>,
    /// Day of the signature, ISO 8601.
    pub date: String,
    /// The decisions.
    pub decisions: BTreeMap<Item, Decision>,
    /// True once withdrawn: nothing of the person may be used.
    pub withdrawn: bool,
}

/// What a person's consent opens at this moment. Made only from a record, or as nothing at all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConsentState {
    person: PersonId,
    asked: bool,
    participates: bool,
    opened: BTreeSet<Category>,
}

impl ConsentState {
    /// The state that a record gives a person who was of this age class on the day of the signature. What was signed for a
    /// minor opens no adult category later either: when the person comes of age, the consent is asked for anew.
    pub fn of(record: &ConsentRecord, signed_as: AgeClass) -> Self {
        let agreed = |item: &Item| record.decisions.get(item) == Some(&Decision::Agreed);
        let participates = agreed(&Item::Participation) && !record.withdrawn;
        let opened = Item::ALL
            .iter()
            .filter(|item| participates && agreed(item))
            .filter_map(|item| item.opens())
            .filter(|category| signed_as == AgeClass::Adult || !category.is_adult_only())
            .collect();
        Self { person: record.person.clone(), asked: true, participates, opened }
    }

    /// A person of whom no consent is recorded: nothing is opened.
    pub fn none(person: PersonId) -> Self {
        Self { person, asked: false, participates: false, opened: BTreeSet::new() }
    }

    /// The person.
    pub fn person(&self) -> &PersonId {
        &self.person
    }

    /// True where a consent is recorded, whatever it says.
    pub fn asked(&self) -> bool {
        self.asked
    }

    /// True where the person takes part and has not withdrawn.
    pub fn participates(&self) -> bool {
        self.participates
    }

    /// The categories that are open.
    pub fn opened(&self) -> &BTreeSet<Category> {
        &self.opened
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(items: &[(Item, Decision)]) -> ConsentRecord {
        ConsentRecord {
            person: "p".parse().expect("an id"),
            icf_version: "1".into(),
            decider: Decider::Person,
            proxy: None,
            date: "2026-04-01".into(),
            decisions: items.iter().copied().collect(),
            withdrawn: false,
        }
    }

    #[test]
    fn a_minor_opens_no_adult_category_whatever_the_proxy_says() {
        let all: Vec<_> = Item::ALL.iter().map(|&i| (i, Decision::Agreed)).collect();
        let minor = ConsentState::of(&record(&all), AgeClass::Minor);
        assert_eq!(minor.opened().iter().copied().collect::<Vec<_>>(), [Category::SecondaryFinding]);
        let adult = ConsentState::of(&record(&all), AgeClass::Adult);
        assert_eq!(adult.opened().len(), Category::ALL.len());
    }

    #[test]
    fn silence_refusal_and_withdrawal_open_nothing() {
        let agreed = [(Item::Participation, Decision::Agreed), (Item::SecondaryFindings, Decision::Agreed)];
        assert_eq!(ConsentState::of(&record(&agreed), AgeClass::Adult).opened().len(), 1);
        assert!(ConsentState::of(&record(&agreed[1..]), AgeClass::Adult).opened().is_empty(), "takes no part");
        let refused = [agreed[0], (Item::SecondaryFindings, Decision::Refused)];
        assert!(ConsentState::of(&record(&refused), AgeClass::Adult).opened().is_empty());
        let withdrawn = ConsentRecord { withdrawn: true, ..record(&agreed) };
        assert!(!ConsentState::of(&withdrawn, AgeClass::Adult).participates());
        assert!(ConsentState::of(&withdrawn, AgeClass::Adult).opened().is_empty());
    }
}
