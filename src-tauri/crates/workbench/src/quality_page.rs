//! The page of the quality of the data: everything that tells whether the data are good, and whose they are.
//!
//! All of it is counted over the open part within the scope, which holds no sealed region for anybody: no figure, run or
//! chart changes with what lies in one. The slices that consent opens are not joined to it either, so that the figures of
//! two people can be compared.

use std::collections::BTreeMap;

use documents::{
    Ink,
    chart::{Histograms, Karyogram, Kinship, KinshipPair, Measure, Profile, SexChromosomes, SexPoint},
    record::Localized,
};
use domain::{CaseId, Chromosome, Sex, UserId};
use store::ledger::{DoubtAnswered, Event};
use variants::{BALANCE_BINS, Parent, SexChromosomes as Counted};

use crate::{
    Action, CaseRecord, DataCheck, Desk, WorkbenchError,
    data_check::{DisomyCheck, PairCheck, SampleCheck, TrioCheck},
    data_doubt::is_cleared,
    desk::case_id,
    family_relation::relation_name,
    view::{
        case::RelationName,
        picture::Picture,
        quality::Doubt,
        quality::{
            DisomyLine, DoubtAnswer, DoubtLine, KinshipFigures, Member, PairFigures, PersonFigures, PersonHomozygosity,
            QualityChart, QualityChartName, QualityPage, RunLine, TrioFigures,
        },
    },
};

/// Bins of the chart of depths.
const DEPTH_BINS: usize = 40;
/// Width of a bin of allele balance in percent.
const BALANCE_PERCENT: u32 = 5;
const _: () = assert!(BALANCE_BINS * 5 == 100, "bins of 5 %");

impl Desk {
    /// How good the data of a case are, and whose they seem to be. A look at kinship is an event.
    ///
    /// # Errors
    /// [`WorkbenchError::NotPermitted`], [`WorkbenchError::Store`].
    pub fn quality_page(&self, case: &str) -> Result<QualityPage, WorkbenchError> {
        self.ask(Action::SeeCase)?;
        let id = case_id(case)?;
        let record = self.case(&id)?;
        let [variants, kinship] = [Action::SeeVariants, Action::SeeKinship].map(|a| a.ask(self.role()).is_ok());
        let mut page = QualityPage {
            case: id.to_string(),
            assembly: record.assembly.to_string(),
            there: false,
            records: 0,
            members: members(&record),
            people: None,
            kinship: None,
            doubts: Vec::new(),
            charts: Vec::new(),
        };
        if !variants && !kinship {
            return Ok(page);
        }
        // Without the proband's consent there is nothing to look at.
        let scope = match self.scope(&id, &record) {
            Err(WorkbenchError::Consent(_)) => return Ok(page),
            scope => scope?,
        };
        if !self.sequenced(&id)?.contains(&record.proband) {
            return Ok(page);
        }
        let measured = self.measured(&id, &record, &scope)?;
        let check = &measured.check;
        let shown = Shown::of(&record, check);
        page.there = true;
        page.records = count(check.records);
        page.doubts = self.doubt_lines(&id, &record, check, kinship)?;
        if variants {
            page.people = Some(shown.samples.iter().map(|s| person(s)).collect());
            page.charts.extend(shown.of_people()?);
        }
        if kinship {
            self.look_at_kinship(&id)?;
            page.kinship = Some(shown.kinship());
            page.charts.extend(shown.of_kinship()?);
        }
        Ok(page)
    }

    fn doubt_lines(
        &self,
        id: &CaseId,
        record: &CaseRecord,
        check: &DataCheck,
        kinship: bool,
    ) -> Result<Vec<DoubtLine>, WorkbenchError> {
        let (answers, names) = (self.doubt_answers(id, record)?, self.names()?);
        let seen = check.doubts.iter().filter(|doubt| kinship || !doubt.is_of_kinship());
        Ok(seen.map(|doubt| doubt_line(doubt, &answers, &names)).collect())
    }
}

fn doubt_line(doubt: &Doubt, answers: &[(Event, DoubtAnswered)], names: &BTreeMap<UserId, String>) -> DoubtLine {
    let id = doubt.key();
    let of_doubt = answers.iter().filter(|(_, answer)| answer.doubt == id);
    let answers_of_doubt = of_doubt.map(|(event, answer)| DoubtAnswer {
        usable: answer.usable,
        reason: answer.reason.clone(),
        author: names.get(&event.author).cloned().unwrap_or_else(|| event.author.to_string()),
        time: event.device_time.to_string(),
    });
    let answers_of_doubt = answers_of_doubt.collect();
    let (stops, cleared) = (doubt.stops(), is_cleared(doubt, answers));
    DoubtLine { id, doubt: doubt.clone(), stops, cleared, answers: answers_of_doubt }
}

fn members(case: &CaseRecord) -> Vec<Member> {
    let member = |person: &domain::Person| Member {
        person: person.id.to_string(),
        name: case.clinical.person(&person.id).and_then(|d| d.name.as_ref()).map(|n| n.full.clone()),
        relation: relation_name(&case.pedigree, &case.proband, &person.id),
    };
    let mut members: Vec<Member> = case.pedigree.members.iter().map(member).collect();
    members.sort_by_key(|m| m.relation);
    members
}

/// The samples of which anything may be shown, the proband's first, then by relation.
struct Shown<'a> {
    case: &'a CaseRecord,
    check: &'a DataCheck,
    samples: Vec<&'a SampleCheck>,
}

impl<'a> Shown<'a> {
    fn of(case: &'a CaseRecord, check: &'a DataCheck) -> Self {
        let mut samples: Vec<&SampleCheck> = check.samples.iter().filter(|s| s.called + s.missing > 0).collect();
        let relation = |s: &SampleCheck| match s.sample.parse() {
            Ok(person) => relation_name(&case.pedigree, &case.proband, &person),
            Err(_) => RelationName::Relative,
        };
        samples.sort_by_key(|s| (relation(s), s.sample.clone()));
        Self { case, check, samples }
    }

    /// The name of a person as written, else the id.
    fn name(&self, person: &str) -> Localized {
        let details = person.parse().ok().and_then(|id| self.case.clinical.person(&id)).and_then(|d| d.name.as_ref());
        let written = details.map_or(person, |n| n.full.as_str());
        Localized::both(written, written)
    }

    fn is_shown(&self, person: &str) -> bool {
        self.samples.iter().any(|s| s.sample == person)
    }

    fn pairs(&self) -> impl Iterator<Item = &PairCheck> {
        self.check.pairs.iter().filter(|p| p.samples.iter().all(|s| self.is_shown(s)))
    }

    fn trios(&self) -> impl Iterator<Item = &TrioCheck> {
        self.check.trios.iter().filter(|t| t.samples.iter().all(|s| self.is_shown(s)))
    }

    fn contradicts(&self, pair: &PairCheck) -> bool {
        self.check.doubts.iter().any(|d| matches!(d, Doubt::Relation { people, .. } if people == &pair.samples))
    }

    fn kinship(&self) -> KinshipFigures {
        let pair = |p: &PairCheck| PairFigures {
            people: p.samples.clone(),
            expected: p.expected,
            coefficient: p.coefficient,
            shown: p.shown.map(Into::into),
            compared: count(p.compared),
            none_shared: count(p.none_shared),
            contradicts: self.contradicts(p),
        };
        let wrong = |t: &TrioCheck| {
            let is_it = |d: &Doubt| matches!(d, Doubt::Parents { people, .. } if people == &t.samples);
            self.check.doubts.iter().any(is_it)
        };
        let disomy = |d: &DisomyCheck| DisomyLine {
            chromosome: d.chromosome.to_owned(),
            missing: if d.of == Parent::Father { RelationName::Mother } else { RelationName::Father },
            records: count(d.records),
            from_both: count(d.from_both),
        };
        let trio = |t: &TrioCheck| TrioFigures {
            people: t.samples.clone(),
            compared: count(t.compared),
            errors: count(t.errors),
            rate: t.rate,
            contradicts: wrong(t),
            disomies: t.disomies().map(|all| all.iter().map(disomy).collect()),
        };
        KinshipFigures {
            pairs: self.pairs().map(pair).collect(),
            trios: self.trios().map(trio).collect(),
            homozygosity: self.samples.iter().map(|s| self.homozygosity(s)).collect(),
        }
    }

    fn homozygosity(&self, sample: &SampleCheck) -> PersonHomozygosity {
        let autosomes: f64 = self.autosomes().map(|(_, length)| f64::from(length)).sum();
        let bases: u64 = sample.homozygosity.iter().map(|r| u64::from(r.bases)).sum();
        let bases = count(bases);
        let mut runs: Vec<RunLine> = sample
            .homozygosity
            .iter()
            .map(|run| RunLine {
                region: run.region.clone(),
                bases: run.bases,
                homozygous: count(run.homozygous),
                heterozygous: count(run.heterozygous),
            })
            .collect();
        runs.sort_by_key(|run| std::cmp::Reverse(run.bases));
        PersonHomozygosity { person: sample.sample.clone(), bases, share: f64::from(bases) / autosomes, runs }
    }

    fn autosomes(&self) -> impl Iterator<Item = (Chromosome, u32)> {
        let assembly = self.case.assembly;
        Chromosome::all().filter(|c| c.is_autosome()).map(move |c| (c, assembly.length(c)))
    }

    /// Sex, allele balance, depth.
    fn of_people(&self) -> Result<Vec<QualityChart>, WorkbenchError> {
        let mut charts = Vec::new();
        if self.samples.is_empty() {
            return Ok(charts);
        }
        let point = |s: &&SampleCheck| SexPoint {
            person: self.name(&s.sample),
            recorded: s.sex_stated.unwrap_or(Sex::Unknown),
            heterozygous_x: counted(s).heterozygosity(),
            on_y: s.on_y,
        };
        let (male_to, female_from) = (Counted::MALE_TO, Counted::FEMALE_FROM);
        let sex = SexChromosomes { male_to, female_from, people: self.samples.iter().map(point).collect() };
        charts.push(chart(QualityChartName::Sex, |language| sex.draw(language, Ink::Screen))?);
        let profile = |s: &&SampleCheck, counts, median| Profile { person: self.name(&s.sample), counts, median };
        let balance = |s: &&SampleCheck| profile(s, s.figures.balance.to_vec(), None);
        let known = |bins: &[u64]| bins.iter().any(|count| *count > 0);
        if self.samples.iter().any(|s| known(&s.figures.balance)) {
            let people = self.samples.iter().map(balance).collect();
            let measure = Measure::AlleleBalance;
            let drawn = Histograms { measure, first: 0, width: BALANCE_PERCENT, open: false, limit: None, people };
            charts.push(chart(QualityChartName::Balance, |language| drawn.draw(language, Ink::Screen))?);
        }
        if self.samples.iter().any(|s| known(&s.figures.depths)) {
            // Wide enough for three times the largest median, where hardly anything is left.
            let most = self.samples.iter().filter_map(|s| s.median_depth).max().unwrap_or_default();
            let width = (usize::from(most) * 3).div_ceil(DEPTH_BINS).max(1);
            let depth = |s: &&SampleCheck| {
                let mut counts = vec![0; DEPTH_BINS];
                for (depth, times) in s.figures.depths.iter().enumerate() {
                    counts[(depth / width).min(DEPTH_BINS - 1)] += times;
                }
                profile(s, counts, s.median_depth.map(u32::from))
            };
            let people = self.samples.iter().map(depth).collect();
            let width = u32::try_from(width).unwrap_or(u32::MAX);
            let drawn = Histograms { measure: Measure::Depth, first: 0, width, open: true, limit: None, people };
            charts.push(chart(QualityChartName::Depth, |language| drawn.draw(language, Ink::Screen))?);
        }
        Ok(charts)
    }

    /// Kinship, runs of homozygosity.
    fn of_kinship(&self) -> Result<Vec<QualityChart>, WorkbenchError> {
        let mut charts = Vec::new();
        let pair = |p: &PairCheck| KinshipPair {
            people: [0, 1].map(|n| self.name(&p.samples[n])),
            expected: p.expected,
            measured: p.coefficient.filter(|_| p.shown.is_some()),
            contradicts: self.contradicts(p),
        };
        let pairs: Vec<KinshipPair> = self.pairs().map(pair).collect();
        if !pairs.is_empty() {
            let drawn = Kinship { limits: variants::Kinship::LIMITS, pairs };
            charts.push(chart(QualityChartName::Kinship, |language| drawn.draw(language, Ink::Screen))?);
        }
        for sample in &self.samples {
            let chromosomes: Vec<(String, u32)> =
                self.autosomes().map(|(c, length)| (c.name().to_owned(), length)).collect();
            // A position beyond the end would be a fault of the file; the run is cut there.
            let run = |run: &variants::Run| {
                let at = run.region.chromosome.index();
                let length = chromosomes.get(at)?.1;
                let (start, end) = (run.region.start.get(), run.region.end.get().min(length));
                (start <= end).then_some((at, start, end))
            };
            let runs = sample.runs.iter().filter_map(run).collect();
            let drawn = Karyogram { person: self.name(&sample.sample), chromosomes: chromosomes.clone(), runs };
            charts.push(chart(QualityChartName::Homozygosity, |language| drawn.draw(language, Ink::Screen))?);
        }
        Ok(charts)
    }
}

fn chart(
    kind: QualityChartName,
    draw: impl Fn(documents::Language) -> Result<documents::Picture, documents::DocumentsError>,
) -> Result<QualityChart, WorkbenchError> {
    Ok(QualityChart { kind, picture: Picture::in_both(draw)? })
}

fn counted(sample: &SampleCheck) -> Counted {
    Counted { on_x: sample.on_x, heterozygous_on_x: sample.heterozygous_on_x, on_y: sample.on_y }
}

fn person(sample: &SampleCheck) -> PersonFigures {
    PersonFigures {
        person: sample.sample.clone(),
        variants: count(sample.variants),
        called: count(sample.called),
        missing: count(sample.missing),
        median_depth: sample.median_depth.map(u32::from),
        het_hom: sample.het_hom,
        ti_tv: sample.ti_tv,
        gq20: sample.gq20,
        contamination: sample.contamination,
        sex_recorded: sample.sex_stated.unwrap_or(Sex::Unknown).into(),
        sex_shown: sample.sex_shown.unwrap_or(Sex::Unknown).into(),
        on_x: count(sample.on_x),
        heterozygous_on_x: count(sample.heterozygous_on_x),
        on_y: count(sample.on_y),
    }
}

fn count(n: u64) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
