//! The one record behind the documents of a case, filled from what the store holds and what people decided.

use std::collections::{BTreeMap, BTreeSet};

use consent::{Category, ConsentRecord, ConsentScope, Item, ProxyRelation, SensitiveLists};
use documents::record::{
    Analysis, ClinVar, Confirmation, ConsentCopy, ConsentItem, Criterion, Disease, FamilyGenotype, Finding, Frequency,
    GeneCoverage, GeneralGenes, Grade, Localized, PanelCoverage, PanelDecision, Patient, Phase, Phenotype,
    PhenotypeMatch, Record, RuleSet, Sample, SecondaryFindings, ShownGenotype, Signer, Stage, TermShare, Variant,
    VersionKind, VersionLine, WaterfallStep, Zygosity,
};
use domain::{Absence, CaseId, Chromosome, DiseaseId, GeneSymbol, Pattern, PersonId, Position, Role, Sex};
use hub::CoverageRow;
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use review::Judgement;

use store::ledger::SignState;

use crate::{
    AcmgRules, Candidate, CaseRecord, Facility, Reference, Shortlist, WorkbenchError,
    acmg::Judged,
    decision::{Conclusion, ReportedGene, ReportedVariant},
    disease_names,
    drawn_family::{Below, drawn_family},
    family_relation::relation,
    sign::SignHistory,
    view::variant_row::GenotypeCell,
};

/// A share of callable bases below which a gene counts as not seen.
pub(crate) const CALLABLE_PERMILLE: u16 = 950;

/// What the analysis says that the documents rest on.
pub(crate) struct ReportBasis {
    pub shortlist: Shortlist,
    /// What is reported, by `chrom-pos-ref-alt`.
    pub reported: BTreeMap<String, crate::Variant>,
}

impl ReportBasis {
    /// True where the proband has a reported variant on every copy.
    pub fn is_homozygous(&self, key: &str) -> bool {
        let cell = self.reported.get(key).and_then(|variant| variant.cells.first());
        matches!(cell, Some(GenotypeCell::Homozygous | GenotypeCell::Hemizygous))
    }
}

/// What the documents of a case are made from.
pub(crate) struct Report<'a> {
    pub case: &'a CaseId,
    pub stage: Stage,
    pub record: &'a CaseRecord,
    pub scope: &'a ConsentScope,
    pub basis: &'a ReportBasis,
    pub conclusion: &'a Conclusion,
    pub consent: Option<&'a ConsentRecord>,
    pub facility: &'a Facility,
    pub reference: &'a Reference,
    pub today: Date,
}

impl Report<'_> {
    /// The record. A reported variant that is not part of the analysis is an error: a document never says what that does
    /// not.
    pub fn record(&self) -> Result<Record, WorkbenchError> {
        let secondary = |r: &&ReportedGene| self.is_secondary(&r.gene);
        let (second, first): (Vec<_>, Vec<_>) = self.conclusion.findings.iter().partition(secondary);
        let findings =
            |list: Vec<&ReportedGene>| list.into_iter().map(|r| self.finding(r)).collect::<Result<Vec<_>, _>>();
        let second = findings(second)?;
        let next = self.conclusion.next_steps_ja.iter().enumerate();
        let english = &self.conclusion.next_steps_en;
        Ok(Record {
            case: self.case.clone(),
            issued: self.conclusion.decided_at.map_or(self.today, day_in_japan),
            stage: self.stage,
            facility: self.facility.clone(),
            patient: self.patient(),
            indication: self.record.clinical.order.as_ref().and_then(|o| o.indication.clone()).map(Localized::japanese),
            pedigree: Some(drawn_family(self.record, &self.basis.shortlist.members, self.today, Below::Id)),
            phenotypes: self.phenotypes(),
            analysis: self.analysis(),
            findings: findings(first)?,
            secondary: (!second.is_empty())
                .then(|| SecondaryFindings { agreed_on: self.agreed_on(), findings: second }),
            waterfall: self.waterfall(),
            panels: self.panels()?,
            general_list: general_list(self.reference.sensitive()),
            limits: Vec::new(),
            recommendations: next
                .map(|(i, ja)| Localized { ja: written(Some(ja)), en: written(english.get(i)) })
                .collect(),
            reanalysis_due: None,
            message_to_patient: None,
            versions: self.basis.shortlist.versions.iter().map(version).collect(),
            decision: self.panel_decision(),
            anchor: None,
            consent: self.consent.map(consent_copy),
        })
    }

    fn candidate(&self, gene: &GeneSymbol) -> Option<&Candidate> {
        self.basis.shortlist.candidates.iter().find(|c| c.gene.symbol == gene.as_str())
    }

    /// True for a sensitive gene that is not primary.
    fn is_secondary(&self, gene: &GeneSymbol) -> bool {
        self.reference.hides(self.scope.sealing(), gene)
    }

    fn patient(&self) -> Patient {
        let id = &self.record.proband;
        let person = self.record.clinical.person(id);
        Patient {
            id: id.clone(),
            hospital_id: person.and_then(|p| p.chart.as_ref()).map(|c| c.number.clone()),
            name: person.and_then(|p| p.name.as_ref()).map(|n| n.full.clone()),
            kana: person.and_then(|p| p.kana.as_ref()).map(|n| n.full.clone()),
            sex: person.map_or(Sex::Unknown, |p| p.sex),
            birth_date: person.and_then(|p| p.birth_date).and_then(fhir::PartialDate::day),
        }
    }

    fn phenotypes(&self) -> Vec<Phenotype> {
        let shown = |sign: &SignHistory| {
            let present = match sign.records.first()?.state {
                // What is gone was there.
                SignState::Present | SignState::Resolved => true,
                SignState::Absent => false,
                SignState::Withdrawn => return None,
            };
            Some(Phenotype { id: sign.term, name: self.term_name(sign.term, sign.label.as_deref()), present })
        };
        self.record.signs.iter().filter_map(shown).collect()
    }

    fn term_name(&self, id: domain::HpoId, label: Option<&str>) -> Localized {
        let knowledge = self.reference.knowledge();
        let english = knowledge.ontology().ok().and_then(|o| o.name(id)).or(label).map(str::to_owned);
        Localized { ja: knowledge.term_name_ja(id).map(str::to_owned), en: english }
    }

    fn analysis(&self) -> Analysis {
        let specimen = |person: &PersonId| self.record.clinical.specimens.iter().find(|s| &s.person == person);
        let samples = self.record.pedigree.members.iter().map(|m| Sample {
            person: m.id.clone(),
            relation: relation(&self.record.pedigree, &self.record.proband, &m.id),
            affection: m.affection,
            specimen: specimen(&m.id).map(|s| Localized::japanese(s.kind.clone())),
            collected: specimen(&m.id).and_then(|s| s.collected.as_deref()).and_then(|t| t.get(..10)?.parse().ok()),
            sequenced: self.basis.shortlist.members.contains(&m.id),
        });
        let mut samples: Vec<Sample> = samples.collect();
        samples.sort_by_key(|s| s.relation);
        Analysis {
            assembly: self.basis.shortlist.assembly,
            method: Some(Localized::both("全ゲノムシークエンス", "Whole-genome sequencing")),
            pipeline: None,
            laboratory: None,
            // Results of the programme are research results until a second method confirms them.
            grade: Grade::Research,
            confirmation: Confirmation::Unconfirmed,
            samples,
        }
    }

    fn finding(&self, reported: &ReportedGene) -> Result<Finding, WorkbenchError> {
        let missing = |what: &str| WorkbenchError::BadCase {
            case: self.case.clone(),
            what: format!("{what} is to be reported but is not part of the analysis"),
        };
        let mut variants = Vec::new();
        for decided in &reported.variants {
            let shown = self.basis.reported.get(&decided.key);
            variants.push(self.variant(shown.ok_or_else(|| missing(&decided.key))?, decided, reported.untold)?);
        }
        // The ranking speaks of the gene's best hit: of this finding where that is what is reported, all of it.
        let same = |c: &&Candidate| {
            let keys: BTreeSet<String> = c.variants.iter().map(crate::Variant::key).collect();
            keys == reported.variants.iter().map(|v| v.key.clone()).collect()
        };
        let candidate = self.candidate(&reported.gene).filter(same);
        let secondary = self.is_secondary(&reported.gene);
        let pattern: Option<Pattern> = candidate.and_then(|c| c.pattern.as_deref()?.parse().ok());
        let pair = candidate.filter(|_| pattern == Some(Pattern::CompoundHeterozygous));
        let phase = pair.map(|c| if c.trans { Phase::Trans } else { Phase::Unknown });
        let of_disease =
            candidate.filter(|c| c.disease.as_ref().is_some_and(|d| Some(d.id) == reported.disease) && !secondary);
        Ok(Finding {
            hgnc: self.reference.knowledge().hgnc(&reported.gene),
            disease: reported.disease.map(|id| self.disease(id, candidate)),
            pattern,
            phase,
            origin_hidden: secondary && pattern.is_none(),
            variants,
            phenotype: of_disease.map(|c| self.phenotype_match(c)),
            genotype_score_milli: candidate.map(|c| milli(c.genotype.score)),
            reasons: reported.comments.iter().map(|(ja, en)| Localized { ja: ja.clone(), en: en.clone() }).collect(),
            gene: reported.gene.clone(),
        })
    }

    /// The disease that was decided; its mode is the one that fits the hit where the ranking found it by the same disease.
    fn disease(&self, id: DiseaseId, candidate: Option<&Candidate>) -> Disease {
        let names = disease_names::names(self.reference.knowledge(), id);
        let fitting = candidate.filter(|c| c.disease.as_ref().is_some_and(|d| d.id == id)).and_then(|c| c.mode);
        let modes = match fitting {
            Some(mode) => vec![mode],
            None => self.reference.knowledge().modes_of_inheritance(id).into_iter().collect(),
        };
        Disease {
            id,
            name: Localized { ja: names.ja, en: names.en },
            kana: None,
            nanbyo_number: names.shitei_nanbyo.and_then(|n| u16::try_from(n).ok()),
            modes,
        }
    }

    fn variant(
        &self,
        shown: &crate::Variant,
        reported: &ReportedVariant,
        untold: bool,
    ) -> Result<Variant, WorkbenchError> {
        let bad = |what: String| WorkbenchError::BadCase { case: self.case.clone(), what };
        let chromosome: Chromosome = shown.chrom.parse().map_err(|e| bad(format!("{e}")))?;
        let position = Position::new(shown.pos).ok_or_else(|| bad(format!("{}:0 is no position", shown.chrom)))?;
        let genotypes = shown.genotypes.iter().zip(&shown.cells);
        let genotypes =
            self.basis.shortlist.members.iter().zip(genotypes).map(|(person, (text, cell))| FamilyGenotype {
                person: person.clone(),
                relation: relation(&self.record.pedigree, &self.record.proband, person),
                genotype: genotype(text.as_deref(), *cell),
            });
        let mut genotypes: Vec<FamilyGenotype> = genotypes.collect();
        genotypes.sort_by_key(|g| g.relation);
        let (transcript, hgvs_c) = split_transcript(shown.hgvs_c.as_deref());
        Ok(Variant {
            chromosome,
            position,
            reference: shown.r#ref.clone(),
            alternate: shown.alt.clone(),
            rsid: shown.rs.map(|number| format!("rs{number}")),
            transcript,
            hgvs_c,
            hgvs_p: split_transcript(shown.hgvs_p.as_deref()).1,
            consequence: shown.consequence.clone(),
            genotypes,
            frequencies: frequencies(shown),
            clinvar: shown.clinvar.as_deref().map(|c| ClinVar {
                significance: clinvar_words(c),
                stars: shown.stars,
                id: None,
            }),
            class: Some(reported.class),
            class_decided: true,
            criteria: reported.criteria.iter().map(|code| criterion(code, &reported.evidence)).collect(),
            rule_sets: if untold { Vec::new() } else { rule_sets(&reported.criteria)? },
        })
    }

    fn phenotype_match(&self, candidate: &Candidate) -> PhenotypeMatch {
        let share = |t: &crate::TermShare| TermShare {
            id: t.id,
            name: self.term_name(t.id, None),
            share_milli: milli(t.share),
        };
        PhenotypeMatch {
            rank: None,
            probability_permille: None,
            score_milli: Some(milli(candidate.phenotype.score)),
            terms: candidate.phenotype.terms.iter().map(share).collect(),
        }
    }

    fn waterfall(&self) -> Vec<WaterfallStep> {
        let step = |s: &crate::Step| WaterfallStep { step: s.step.clone(), kept: s.kept, removed: s.removed };
        self.basis.shortlist.waterfall.iter().map(step).collect()
    }

    /// What could be seen in each gene of the ordered panels, of the proband.
    fn panels(&self) -> Result<Vec<PanelCoverage>, WorkbenchError> {
        let rows = self.record.coverage.iter().filter(|c| c.person == self.record.proband);
        let callable: BTreeMap<&GeneSymbol, u16> = rows.map(|c| (&c.gene, permille(c))).collect();
        let opened = |gene: &GeneSymbol| {
            let symbols = self.reference.under_any_symbol(&BTreeSet::from([gene.clone()]));
            symbols.iter().all(|symbol| self.scope.opens_gene(&self.record.proband, symbol))
        };
        let hidden = |gene: &GeneSymbol| self.reference.hides(self.scope.sealing(), gene) && !opened(gene);
        let reported = |gene: &GeneSymbol| self.conclusion.findings.iter().any(|r| &r.gene == gene);
        let mut panels = Vec::new();
        for name in &self.basis.shortlist.panels {
            let (panel, version) = self.reference.named_panel(name)?;
            let genes = panel.genes.iter().map(|gene| GeneCoverage {
                gene: gene.clone(),
                callable_permille: callable.get(gene).copied().filter(|_| !hidden(gene)),
                absence: match callable.get(gene) {
                    _ if reported(gene) => None,
                    // A newer panel may hold what was sealed by the one that the case came with.
                    _ if hidden(gene) => Some(Absence::NotAnalysed),
                    Some(permille) if *permille < CALLABLE_PERMILLE => Some(Absence::NotCallable),
                    Some(_) => Some(Absence::TrulyAbsent),
                    None => Some(Absence::NotCallable),
                },
            });
            panels.push(PanelCoverage {
                name: Localized::english(panel.name.clone()),
                version: version.release,
                genes: genes.collect(),
            });
        }
        Ok(panels)
    }

    fn panel_decision(&self) -> Option<PanelDecision> {
        let (at, words) = self.conclusion.panel.as_ref()?;
        let at = Some(*at);
        let signer = |(i, name): (usize, &String)| Signer {
            name: name.clone(),
            role: if i == 0 { Role::Chair } else { Role::PanelMember },
            at,
        };
        Some(PanelDecision {
            panel: Localized::both("エキスパートパネル", "Expert panel"),
            held_on: at.map(day_in_japan),
            text: Some(Localized { ja: Some(words.decision_ja.clone()), en: words.decision_en.clone() }),
            signers: words.members.iter().enumerate().map(signer).collect(),
        })
    }

    fn agreed_on(&self) -> Option<Date> {
        self.consent.and_then(|c| c.date.get(..10)?.parse().ok())
    }
}

/// A criterion with what speaks for it.
fn criterion(code: &str, evidence: &BTreeMap<String, BTreeMap<String, String>>) -> Criterion {
    let of = code.split_once('_').map_or(code, |(criterion, _)| criterion);
    let text = |by: &BTreeMap<String, String>| Localized { ja: by.get("ja").cloned(), en: by.get("en").cloned() };
    Criterion { code: code.to_owned(), evidence: evidence.get(of).map(text) }
}

/// What the criteria give by both rule sets, so that a reader sees where a person decided otherwise; nothing where there are
/// none, or where no rule set knows them.
pub(crate) fn rule_sets(criteria: &[String]) -> Result<Vec<RuleSet>, WorkbenchError> {
    if criteria.is_empty() {
        return Ok(Vec::new());
    }
    let Judged { summed, combined, .. } = match AcmgRules::shipped()?.judged(criteria) {
        Err(WorkbenchError::Unknown { .. }) => return Ok(Vec::new()),
        judged => judged?,
    };
    let set = |name: &str, judgement: Judgement| RuleSet {
        name: name.to_owned(),
        class: Some(judgement.class),
        points: judgement.points,
    };
    Ok(vec![set("Richards 2015 + ClinGen SVI", combined), set("Tavtigian 2020", summed)])
}

fn written(text: Option<&String>) -> Option<String> {
    text.filter(|text| !text.is_empty()).cloned()
}

/// Share of the bases of a gene that could be judged, in thousandths, rounded down.
pub(crate) fn permille(row: &CoverageRow) -> u16 {
    let share = u64::from(row.callable_bases) * 1000 / u64::from(row.bases.max(1));
    u16::try_from(share.min(1000)).unwrap_or(1000)
}

/// A genotype as it is printed: GT as in the file, and what it means of this allele.
fn genotype(text: Option<&str>, cell: GenotypeCell) -> ShownGenotype {
    let zygosity = match cell {
        GenotypeCell::NotShown => return ShownGenotype::NotShown,
        GenotypeCell::NotCalled => return ShownGenotype::NotCalled,
        GenotypeCell::Reference => Zygosity::Reference,
        GenotypeCell::Heterozygous => Zygosity::Heterozygous,
        GenotypeCell::Homozygous => Zygosity::Homozygous,
        GenotypeCell::Hemizygous => Zygosity::Hemizygous,
    };
    text.map_or(ShownGenotype::NotShown, |text| ShownGenotype::Called { genotype: text.to_owned(), zygosity })
}

/// The frequency in each population that the file names; the largest of all where that is another one's.
fn frequencies(shown: &crate::Variant) -> Vec<Frequency> {
    let largest = shown.populations.iter().filter_map(|(_, value)| *value).max_by(f64::total_cmp);
    let other = shown.max_af.filter(|max| largest.is_none_or(|largest| *max > largest));
    let named = shown.populations.iter().map(|(name, value)| (name.clone(), *value));
    let all = named.chain(other.map(|max| ("max".to_owned(), Some(max))));
    all.map(|(source, value)| Frequency { source, value: value.map(|v| v.to_string()) }).collect()
}

/// The class as ClinVar writes it: `Likely_pathogenic` for `likely_pathogenic`.
fn clinvar_words(class: &str) -> String {
    let mut letters = class.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn split_transcript(hgvs: Option<&str>) -> (Option<String>, Option<String>) {
    match hgvs.map(|h| h.split_once(':').map_or((None, h), |(t, c)| (Some(t), c))) {
        Some((transcript, change)) => (transcript.map(str::to_owned), Some(change.to_owned())),
        None => (None, None),
    }
}

/// The fixed list that every report prints, by category.
fn general_list(lists: &SensitiveLists) -> Vec<GeneralGenes> {
    let list = lists.sources().iter().map(|s| s.name.as_str()).collect::<Vec<_>>().join(", ");
    let of = |category: Category| GeneralGenes {
        category,
        list: list.clone(),
        genes: lists.of(category).cloned().collect(),
    };
    Category::ALL.into_iter().map(of).filter(|g| !g.genes.is_empty()).collect()
}

fn consent_copy(consent: &ConsentRecord) -> ConsentCopy {
    let item = |item: Item| ConsentItem { item, decision: consent.decisions.get(&item).copied() };
    ConsentCopy {
        title: Localized::both("全ゲノム解析に関する同意説明文書", "Information and consent for whole-genome analysis"),
        version: consent.icf_version.clone(),
        sha256: None,
        items: Item::ALL.into_iter().map(item).collect(),
        decider: consent.decider,
        proxy: consent.proxy.as_ref().map(|proxy| documents::record::Proxy {
            name: proxy.name.clone(),
            relation: proxy.relation.map(relation_words),
            assented: proxy.assented,
        }),
        decided_on: consent.date.get(..10).and_then(|d| d.parse().ok()),
        recorded_at: None,
        identity_check: None,
        explained_by: None,
        withdrawn_on: None,
        anchor: None,
    }
}

fn relation_words(relation: ProxyRelation) -> Localized {
    let (ja, en) = match relation {
        ProxyRelation::Mother => ("母", "mother"),
        ProxyRelation::Father => ("父", "father"),
        ProxyRelation::Partner => ("配偶者", "spouse"),
        ProxyRelation::Child => ("子", "child"),
        ProxyRelation::Sibling => ("兄弟姉妹", "sibling"),
        ProxyRelation::Grandparent => ("祖父母", "grandparent"),
        ProxyRelation::Guardian => ("後見人", "guardian"),
        ProxyRelation::Other => ("その他", "other"),
    };
    Localized::both(ja, en)
}

fn version(version: &crate::Version) -> VersionLine {
    let kind = match version.what.as_str() {
        "program" => VersionKind::Program,
        "panel" => VersionKind::Panel,
        "preset" => VersionKind::Preset,
        "data" => VersionKind::Data,
        _ => VersionKind::Knowledge,
    };
    VersionLine { kind, name: version.name.clone(), version: version.release.clone(), sha256: version.sha256.clone() }
}

#[allow(clippy::cast_possible_truncation, reason = "scores lie within ±1000, and as casts saturate")]
fn milli(score: f64) -> i32 {
    (score * 1000.0).round() as i32
}

/// The day in Japan of a moment.
pub(crate) fn day_in_japan(at: Timestamp) -> Date {
    // Japan has had no other offset since 1951.
    at.to_zoned(TimeZone::fixed(jiff::tz::offset(9))).date()
}
