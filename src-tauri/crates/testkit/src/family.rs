use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result, bail};
use consent::{Decision, Item};
use domain::{Affection, HpoId, Pedigree, PersonId, Sex};
use serde::Deserialize;

use crate::variant::Variant;

const FILES: [&str; 6] = [
    include_str!("../families/family-1.json"),
    include_str!("../families/family-2.json"),
    include_str!("../families/family-3.json"),
    include_str!("../families/family-4.json"),
    include_str!("../families/family-5.json"),
    include_str!("../families/family-6.json"),
];

/// A synthetic family: people, signs, consents, specimens, and the variants that are put into its genomes.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Family {
    pub(crate) id: String,
    /// Records of the background.
    pub(crate) records: usize,
    /// Records of an everyday kind besides, for a genome of the size of a real one.
    #[serde(skip)]
    pub(crate) crowd: usize,
    /// People whose samples were exchanged at the laboratory.
    #[serde(skip)]
    pub(crate) exchanged: Option<[PersonId; 2]>,
    /// True where males have one allele on X (`1`), false where two (`1/1`), as callers differ.
    #[serde(default)]
    pub(crate) haploid_x: bool,
    /// True where the hub sends the reads around the variants that are put in.
    #[serde(default)]
    pub(crate) reads: bool,
    /// The proband comes first.
    pub(crate) people: Vec<Member>,
    pub(crate) indication: String,
    pub(crate) disease: Disease,
    pub(crate) panels: Vec<String>,
    pub(crate) signs: Vec<Sign>,
    pub(crate) relatives: Vec<Relative>,
    /// Genes without rare background variants that change the protein.
    #[serde(default)]
    pub(crate) quiet: BTreeSet<String>,
    /// Share of the bases that can be called, by gene, where it is low.
    #[serde(default)]
    pub(crate) callable: BTreeMap<String, f64>,
    pub(crate) variants: Vec<Variant>,
    pub(crate) dates: Dates,
}

/// A person of the pedigree.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Member {
    pub(crate) id: PersonId,
    #[serde(default)]
    pub(crate) father: Option<PersonId>,
    #[serde(default)]
    pub(crate) mother: Option<PersonId>,
    pub(crate) sex: Sex,
    pub(crate) affected: bool,
    /// None: known from the family history alone; neither sequenced nor asked.
    #[serde(default)]
    pub(crate) participant: Option<Participant>,
}

/// A person who takes part: named, asked, sequenced.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Participant {
    /// Number of the chart.
    pub(crate) chart: String,
    /// Family and given name.
    pub(crate) kanji: [String; 2],
    pub(crate) kana: [String; 2],
    pub(crate) birth: String,
    pub(crate) consent: Asked,
    pub(crate) specimens: Vec<Stored>,
}

/// A signed consent.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Asked {
    pub(crate) icf: String,
    /// FHIR dateTime.
    pub(crate) date: String,
    /// The proxy, where one decided.
    #[serde(default)]
    pub(crate) proxy: Option<PersonId>,
    pub(crate) agreed: BTreeSet<Item>,
    /// What is in neither was not asked.
    pub(crate) refused: BTreeSet<Item>,
}

/// A specimen that is kept.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Stored {
    pub(crate) label: String,
    /// Code of HL7 v2 table 0487 and Japanese words.
    pub(crate) kind: [String; 2],
    pub(crate) collected: String,
    /// Taken and left.
    pub(crate) amount: [u32; 2],
    pub(crate) unit: String,
}

/// The ordered disease.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Disease {
    /// OMIM number.
    pub(crate) omim: String,
    pub(crate) name_ja: String,
}

/// A sign of the proband.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Sign {
    pub(crate) id: HpoId,
    pub(crate) label: String,
    pub(crate) label_ja: String,
    pub(crate) present: bool,
    /// HPO class of onset and its name.
    #[serde(default)]
    pub(crate) onset: Option<[String; 2]>,
}

/// What is known of a relative.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Relative {
    /// HL7 v3 RoleCode.
    pub(crate) code: String,
    pub(crate) words: String,
    pub(crate) sex: Sex,
    /// Conditions in words; none: healthy.
    #[serde(default)]
    pub(crate) conditions: Vec<String>,
    #[serde(default)]
    pub(crate) onset_age: Option<u32>,
    #[serde(default)]
    pub(crate) note: String,
}

/// Days, ISO 8601.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Dates {
    pub(crate) seen: String,
    pub(crate) ordered: String,
    pub(crate) reported: String,
}

impl Family {
    /// The demonstration families, 1 to 6.
    ///
    /// # Errors
    /// Where the description of a family is wrong.
    pub fn all() -> Result<Vec<Self>> {
        (1..=FILES.len()).map(Self::numbered).collect()
    }

    /// A demonstration family by its number, from 1.
    ///
    /// # Errors
    /// Where there is no such family or its description is wrong.
    pub fn numbered(number: usize) -> Result<Self> {
        let Some(text) = number.checked_sub(1).and_then(|n| FILES.get(n)) else {
            bail!("there is no family {number}: expected 1 to {}", FILES.len());
        };
        serde_json::from_str(text).with_context(|| format!("families/family-{number}.json"))
    }

    /// The id of the case.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The id of the proband.
    pub fn proband(&self) -> &PersonId {
        &self.people[0].id
    }

    /// The variants that are put in.
    pub fn variants(&self) -> &[Variant] {
        &self.variants
    }

    /// The same with the samples of two of its people exchanged: each has the other's genotypes in the VCF.
    #[must_use]
    pub fn with_exchanged(mut self, one: &PersonId, other: &PersonId) -> Self {
        self.exchanged = Some([one.clone(), other.clone()]);
        self
    }

    /// The same with a further variant. The background stays as it is, byte for byte.
    #[must_use]
    pub fn with_variant(mut self, variant: Variant) -> Self {
        self.variants.push(variant);
        self
    }

    /// The same without the variants put into this gene.
    #[must_use]
    pub fn without(mut self, gene: &str) -> Self {
        self.variants.retain(|variant| variant.gene != gene);
        self
    }

    /// The same with so many records of background: fewer make a test fast.
    #[must_use]
    pub fn with_records(mut self, records: usize) -> Self {
        self.records = records;
        self
    }

    /// The same with so many everyday records besides, which the proband carries: for a genome of the size of a real one.
    #[must_use]
    pub fn with_crowd(mut self, records: usize) -> Self {
        self.crowd = records;
        self
    }

    /// The same with a person's decision on an item.
    ///
    /// # Errors
    /// Where the person takes no part.
    pub fn with_decision(mut self, person: &str, item: Item, decision: Decision) -> Result<Self> {
        let member = self.people.iter_mut().find(|member| member.id.as_str() == person);
        let Some(participant) = member.and_then(|member| member.participant.as_mut()) else {
            bail!("{}: {person} takes no part", self.id);
        };
        participant.consent.agreed.remove(&item);
        participant.consent.refused.remove(&item);
        match decision {
            Decision::Agreed => participant.consent.agreed.insert(item),
            Decision::Refused => participant.consent.refused.insert(item),
        };
        Ok(self)
    }

    /// The whole pedigree.
    pub fn pedigree(&self) -> Pedigree {
        let person = |member: &Member| domain::Person {
            id: member.id.clone(),
            sex: member.sex,
            affection: if member.affected { Affection::Affected } else { Affection::Unaffected },
            father: member.father.clone(),
            mother: member.mother.clone(),
        };
        Pedigree { family: self.id.clone(), members: self.people.iter().map(person).collect() }
    }

    /// Who is sequenced, in the order of the VCF.
    pub(crate) fn participants(&self) -> impl Iterator<Item = (&Member, &Participant)> {
        self.people.iter().filter_map(|member| Some((member, member.participant.as_ref()?)))
    }

    /// The pedigree as PED.
    pub(crate) fn ped(&self) -> String {
        let mut text = "#family\tperson\tfather\tmother\tsex\taffected\n".to_owned();
        for member in &self.people {
            let parent = |id: &Option<PersonId>| id.as_ref().map_or("0".to_owned(), ToString::to_string);
            let sex = match member.sex {
                Sex::Male => 1,
                Sex::Female => 2,
                Sex::Unknown => 0,
            };
            let fields = [
                self.id.clone(),
                member.id.to_string(),
                parent(&member.father),
                parent(&member.mother),
                sex.to_string(),
                (1 + i32::from(member.affected)).to_string(),
            ];
            text.push_str(&fields.join("\t"));
            text.push('\n');
        }
        text
    }
}
