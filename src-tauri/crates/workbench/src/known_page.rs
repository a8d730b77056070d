//! What is known of a gene or a disease, for the window.

use std::collections::{BTreeMap, BTreeSet};

use domain::{DiseaseId, HpoId, ModeOfInheritance};
use knowledge::{Annotation, Frequency, FrequencyClass, Ontology};

use crate::{
    Action, Desk, Known, KnownDisease, KnownGene, WorkbenchError,
    assessment::unknown,
    desk::case_id,
    disease_names, known,
    view::{
        knowledge::SourceLine,
        known::{
            ConstraintPage, DiseaseKnown, DiseaseNamed, FrequencyName, GeneKnown, KnownPage, PanelWithGene,
            SignOfDisease, SignOfPatient, ValidityPage,
        },
    },
};

/// The signs that were observed in a patient, and those that were looked for and not found.
struct Signs {
    observed: Vec<HpoId>,
    excluded: Vec<HpoId>,
}

/// True where both have a name in a language, and every such name is the same but for the size of its letters.
fn are_called_the_same(one: &DiseaseNamed, other: &DiseaseNamed) -> bool {
    let names = [(&one.name_en, &other.name_en), (&one.name_ja, &other.name_ja)];
    let mut told = names.into_iter().filter_map(|(a, b)| a.as_ref().zip(b.as_ref())).peekable();
    told.peek().is_some() && told.all(|(a, b)| a.to_lowercase() == b.to_lowercase())
}

impl Desk {
    /// What is known of a gene symbol or a disease id; the signs of a disease are compared with those of a case.
    ///
    /// # Errors
    /// [`WorkbenchError::Unknown`] where no source at hand knows it; [`WorkbenchError::NotPermitted`] where the case may not
    /// be seen.
    pub fn known_page(&self, what: &str, case: Option<&str>) -> Result<KnownPage, WorkbenchError> {
        let signs = case.map(|case| self.signs_of(case)).transpose()?;
        let source =
            |v: crate::Version| SourceLine { kind: v.what, name: v.name, release: v.release, sha256: v.sha256 };
        let page = |gene, disease, versions: Vec<crate::Version>| KnownPage {
            gene,
            disease,
            sources: versions.into_iter().map(source).collect(),
        };
        match known(&self.reference, what, None)? {
            Known::Gene(gene) => {
                let versions = gene.versions.clone();
                Ok(page(Some(self.gene_known(*gene)?), None, versions))
            }
            Known::Disease(disease) => {
                let versions = disease.versions.clone();
                Ok(page(None, Some(self.disease_known(*disease, signs.as_ref())?), versions))
            }
            Known::Variant(_) => Err(unknown("gene or disease", what, "a gene symbol or a disease id")),
        }
    }

    fn signs_of(&self, case: &str) -> Result<Signs, WorkbenchError> {
        self.ask(Action::SeeCase)?;
        let record = self.case(&case_id(case)?)?;
        Ok(Signs { observed: record.phenotype.observed(), excluded: record.phenotype.excluded() })
    }

    fn gene_known(&self, gene: KnownGene) -> Result<GeneKnown, WorkbenchError> {
        let days: BTreeMap<&str, &Option<String>> =
            self.reference.panels()?.into_iter().map(|panel| (panel.name.as_str(), &panel.published)).collect();
        // What only NanbyoData links with it is a disease of it too, unless the same one was already named.
        let mut ids: Vec<DiseaseId> = gene.diseases.iter().filter_map(|disease| disease.id.parse().ok()).collect();
        let knowledge = self.reference.knowledge();
        for class in gene.nando.iter().filter_map(|line| knowledge.nando(line.id.parse().ok()?)) {
            let same = knowledge.same_as_nando(class);
            if !std::iter::once(class.id).chain(same).any(|id| ids.contains(&id)) {
                ids.push(class.id);
            }
        }
        Ok(GeneKnown {
            symbol: gene.symbol,
            hgnc: gene.hgnc,
            other_symbols: gene.other_symbols,
            diseases: self.diseases_once(ids),
            validity: gene
                .validity
                .into_iter()
                .map(|v| ValidityPage {
                    class: v.class.to_owned(),
                    disease: v.disease,
                    name: v.name,
                    mode: v.mode.map(str::to_owned),
                    date: v.date,
                    panel: v.panel,
                })
                .collect(),
            constraint: gene.constraint.map(|c| ConstraintPage {
                transcript: c.transcript,
                pli: c.pli,
                loeuf: c.loeuf,
                missense_z: c.missense_z,
                flags: c.flags,
            }),
            panels: gene
                .panels
                .into_iter()
                .map(|p| PanelWithGene {
                    published: days.get(p.panel.as_str()).copied().cloned().flatten(),
                    name: p.panel,
                    version: p.version,
                    grade: p.colour.map(Into::into),
                    mode: p.mode,
                })
                .collect(),
        })
    }

    fn disease_known(&self, disease: KnownDisease, signs: Option<&Signs>) -> Result<DiseaseKnown, WorkbenchError> {
        let expected = || unknown("disease", &disease.disease.id, "a disease id");
        let id: DiseaseId = disease.disease.id.parse().map_err(|_| expected())?;
        let mut named = self.disease_named(id);
        named.name_ja = named.name_ja.or(disease.disease.name_ja);
        named.name_en = named.name_en.or(disease.disease.name);
        let lines = self.signs_of_disease(id, signs)?;
        Ok(DiseaseKnown { named, same: disease.same, genes: disease.genes, signs: lines, compared: signs.is_some() })
    }

    fn disease_named(&self, id: DiseaseId) -> DiseaseNamed {
        let knowledge = self.reference.knowledge();
        let names = disease_names::names(knowledge, id);
        let modes = knowledge.modes_of_inheritance(id).into_iter().map(ModeOfInheritance::name);
        DiseaseNamed {
            id: id.to_string(),
            name_ja: names.ja,
            name_en: names.en,
            shitei_nanbyo: names.shitei_nanbyo,
            modes: modes.map(str::to_owned).collect(),
            also: Vec::new(),
        }
    }

    /// Each disease once that several sources have under ids of their own: matched by MONDO, or called the same by all
    /// names that both have.
    fn diseases_once(&self, ids: Vec<DiseaseId>) -> Vec<DiseaseNamed> {
        let mut list: Vec<DiseaseNamed> = Vec::new();
        for id in ids {
            let (named, same) = (self.disease_named(id), self.reference.knowledge().same_disease(id));
            let matched = |known: &DiseaseNamed| {
                let mut ids = std::iter::once(&known.id).chain(&known.also).filter_map(|id| id.parse().ok());
                ids.any(|known| known == id || same.contains(&known))
            };
            let Some(known) = list.iter_mut().find(|known| matched(known) || are_called_the_same(known, &named)) else {
                list.push(named);
                continue;
            };
            if known.id != named.id {
                known.also.push(named.id);
            }
            known.name_ja = known.name_ja.take().or(named.name_ja);
            known.name_en = known.name_en.take().or(named.name_en);
            known.shitei_nanbyo = known.shitei_nanbyo.or(named.shitei_nanbyo);
            known.modes.extend(named.modes);
            let mut seen = BTreeSet::new();
            known.modes.retain(|mode| seen.insert(mode.clone()));
        }
        list
    }

    /// The signs by the HPO, else by `NanbyoData`, which gives no frequencies.
    fn signs_of_disease(&self, id: DiseaseId, signs: Option<&Signs>) -> Result<Vec<SignOfDisease>, WorkbenchError> {
        let knowledge = self.reference.knowledge();
        let ontology = knowledge.ontology()?;
        let mut found: BTreeMap<HpoId, Published> = BTreeMap::new();
        let annotated = knowledge.diseases().ok().and_then(|all| all.get(id));
        for annotation in annotated.into_iter().flat_map(|disease| &disease.annotations) {
            let term = ontology.resolve(annotation.term).unwrap_or(annotation.term);
            found.entry(term).or_default().add(annotation);
        }
        if annotated.is_none() {
            found.extend(knowledge.nando_terms(id).into_iter().map(|term| (term, Published::default())));
        }
        let line = |(term, published): (HpoId, Published)| {
            let names = self.term_found(term);
            SignOfDisease {
                term: term.to_string(),
                label_ja: names.as_ref().and_then(|n| n.label_ja.clone()),
                label_en: names.map_or_else(|| term.to_string(), |n| n.label_en),
                share: published.share(),
                examined: Some(published.examined).filter(|examined| *examined > 0),
                class: published.class.filter(|_| published.share().is_none()).map(Into::into),
                patient: signs.and_then(|signs| signs.of(term, ontology)),
            }
        };
        let mut lines: Vec<(f64, SignOfDisease)> =
            found.into_iter().map(|(term, p)| (p.weight(), line((term, p)))).collect();
        lines.sort_by(|(a, one), (b, other)| b.total_cmp(a).then_with(|| one.term.cmp(&other.term)));
        Ok(lines.into_iter().map(|(_, line)| line).collect())
    }
}

impl Signs {
    /// Something more special implies a sign; where something more general was not found, neither was it.
    fn of(&self, term: HpoId, ontology: &Ontology) -> Option<SignOfPatient> {
        let above = |id: HpoId| ontology.ancestors(ontology.resolve(id).unwrap_or(id));
        if self.observed.iter().any(|seen| *seen == term || above(*seen).contains(&term)) {
            return Some(SignOfPatient::Present);
        }
        let line = above(term);
        let absent = |id: &HpoId| *id == term || line.contains(&ontology.resolve(*id).unwrap_or(*id));
        self.excluded.iter().any(absent).then_some(SignOfPatient::Absent)
    }
}

/// What all sources of one term publish of its frequency: counts are added, else the largest share or class holds.
#[derive(Default)]
struct Published {
    present: u32,
    examined: u32,
    largest: Option<f64>,
    class: Option<FrequencyClass>,
}

impl Published {
    fn add(&mut self, annotation: &Annotation) {
        match annotation.frequency {
            Frequency::Count { present, examined } => {
                self.present = self.present.saturating_add(if annotation.absent { 0 } else { present });
                self.examined = self.examined.saturating_add(examined);
            }
            _ if annotation.absent => self.class = self.class.max(Some(FrequencyClass::Excluded)),
            Frequency::Share(share) => self.largest = Some(self.largest.map_or(share, |l| l.max(share))),
            Frequency::Class(class) => self.class = self.class.max(Some(class)),
            Frequency::Unstated => {}
        }
    }

    fn share(&self) -> Option<f64> {
        let counted = (self.examined > 0).then(|| f64::from(self.present) / f64::from(self.examined));
        counted.or(self.largest)
    }

    /// For the order: a class stands for its lower end; what is not stated comes last but before what is excluded.
    fn weight(&self) -> f64 {
        self.share().unwrap_or(match self.class {
            Some(FrequencyClass::Obligate) => 1.0,
            Some(FrequencyClass::VeryFrequent) => 0.8,
            Some(FrequencyClass::Frequent) => 0.3,
            Some(FrequencyClass::Occasional) => 0.05,
            Some(FrequencyClass::VeryRare) => 0.01,
            Some(FrequencyClass::Excluded) => -1.0,
            None => -0.5,
        })
    }
}

impl From<FrequencyClass> for FrequencyName {
    fn from(class: FrequencyClass) -> Self {
        match class {
            FrequencyClass::Excluded => Self::Excluded,
            FrequencyClass::VeryRare => Self::VeryRare,
            FrequencyClass::Occasional => Self::Occasional,
            FrequencyClass::Frequent => Self::Frequent,
            FrequencyClass::VeryFrequent => Self::VeryFrequent,
            FrequencyClass::Obligate => Self::Obligate,
        }
    }
}
