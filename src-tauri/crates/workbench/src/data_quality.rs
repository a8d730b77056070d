//! How good the data of a case are: what could be called of the panel genes, and figures of each person's variants.

use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex},
};

use consent::ConsentScope;
use documents::{
    Ink,
    chart::{CallableGenes, Figure, FigureValue, Figures as FigureChart, GeneShare},
    record::Localized,
};
use domain::{CaseId, GeneSymbol};
use store::{
    NewEvent,
    ledger::{Event, Record},
};

use crate::{
    Action, CaseRecord, DataCheck, Desk, WorkbenchError,
    data_check::{SampleCheck, check_table},
    data_doubt::is_cleared,
    open_case::{Ground, locked},
    report::{CALLABLE_PERMILLE, day_in_japan, permille},
    view::{
        picture::Picture,
        quality::{DataQuality, Doubt, GeneCoverage, PersonQuality},
    },
};

/// Genes with a bar of their own in the chart; all others are better.
const MOST_GENES: usize = 12;
/// What is usual of genomes of good quality: heterozygous over homozygous variants outside of Africa
/// (10.1093/bioinformatics/btu668), transitions over transversions of exomes and genomes (10.1038/ng.806).
const HET_HOM: (f64, f64) = (1.3, 2.1);
const TI_TV: (f64, f64) = (1.9, 3.3);

/// What decides which genotypes the figures are counted from, as topics of the ledger.
const GROUND: [&str; 3] = ["case", "consent", "panel"];

/// The figures of a case, and what they were counted from.
pub(crate) struct Measured {
    ground: Ground,
    pub check: DataCheck,
}

/// The figures of a case; who asks while they are counted waits for them.
pub(crate) type CountedOnce = Arc<Mutex<Option<Arc<Measured>>>>;

impl Desk {
    /// How good the data are. Figures of the genome are for those who may see variants, what tells of kinship for those who
    /// may see that, both within the consents; they are of the open part.
    pub(crate) fn quality(&self, id: &CaseId, case: &CaseRecord) -> Result<DataQuality, WorkbenchError> {
        let callable = self.panel_coverage(id, case)?;
        let mut quality = DataQuality {
            charts: Vec::new(),
            people: Vec::new(),
            not_callable: Vec::new(),
            records: 0,
            doubts: Vec::new(),
        };
        if !callable.is_empty() {
            let share =
                |(gene, permille): &(GeneSymbol, u16)| GeneShare { gene: gene.to_string(), permille: Some(*permille) };
            let limit = Some(CALLABLE_PERMILLE);
            let chart =
                CallableGenes { genes: callable.iter().map(share).collect(), limit_permille: limit, most: MOST_GENES };
            quality.charts.push(Picture::in_both(|language| chart.draw(language, Ink::Screen))?);
        }
        let too_little = callable.into_iter().filter(|(_, permille)| *permille < CALLABLE_PERMILLE);
        quality.not_callable = too_little
            .map(|(gene, permille)| GeneCoverage { gene: gene.to_string(), callable: f64::from(permille) / 1000.0 })
            .collect();
        let [variants, kinship] = [Action::SeeVariants, Action::SeeKinship].map(|a| a.ask(self.role()).is_ok());
        if !variants && !kinship {
            return Ok(quality);
        }
        // Without the proband's consent there is nothing to look at, and the page says so elsewhere.
        let scope = match self.scope(id, case) {
            Err(WorkbenchError::Consent(_)) => return Ok(quality),
            scope => scope?,
        };
        let measured = self.measured(id, case, &scope)?;
        let answers = self.doubt_answers(id, case)?;
        let stands = |doubt: &&Doubt| (kinship || !doubt.is_of_kinship()) && !is_cleared(doubt, &answers);
        quality.doubts = measured.check.doubts.iter().filter(stands).cloned().collect();
        if quality.doubts.iter().any(Doubt::is_of_kinship) {
            self.look_at_kinship(id)?;
        }
        if !variants {
            return Ok(quality);
        }
        quality.records = u32::try_from(measured.check.records).unwrap_or(u32::MAX);
        quality.people = people(case, &measured.check);
        if let Some(chart) = figure_chart(case, &quality.people) {
            quality.charts.push(Picture::in_both(|language| chart.draw(language, Ink::Screen))?);
        }
        Ok(quality)
    }

    /// Says in the ledger that the user looks at what the genotypes say of kinship; once a day.
    pub(crate) fn look_at_kinship(&self, id: &CaseId) -> Result<(), WorkbenchError> {
        let (me, today) = (self.session.user(), day_in_japan(self.clock.now()));
        let seen = |e: &Event| e.kind == "kinship_viewed" && &e.author == me && day_in_japan(e.device_time) == today;
        if !self.session.events(Some(id))?.iter().any(seen) {
            self.session.append(NewEvent::in_case(id, Record::KinshipViewed))?;
        }
        Ok(())
    }

    /// The figures of a case, counted anew only where its consents or panels have changed. They are of the open part within
    /// the scope: what is sealed for anybody is in none of them.
    pub(crate) fn measured(
        &self,
        id: &CaseId,
        case: &CaseRecord,
        scope: &ConsentScope,
    ) -> Result<Arc<Measured>, WorkbenchError> {
        let ground = self.ground(id, &GROUND)?;
        let of_case = Arc::clone(locked(&self.measured).entry(id.clone()).or_default());
        let mut measured = locked(&of_case);
        if let Some(known) = measured.as_ref().filter(|known| known.ground == ground) {
            return Ok(Arc::clone(known));
        }
        let table = self.saved_table(id, scope)?;
        let check = check_table(&table, std::slice::from_ref(&case.pedigree));
        Ok(Arc::clone(measured.insert(Arc::new(Measured { ground, check }))))
    }

    /// The genes of the chosen panels that are not sealed, with the share that could be called in the proband, in thousandths.
    fn panel_coverage(&self, id: &CaseId, case: &CaseRecord) -> Result<Vec<(GeneSymbol, u16)>, WorkbenchError> {
        let mut genes = BTreeSet::new();
        for (_, chosen) in self.session.panels(id)? {
            for name in &chosen.panels {
                genes.extend(self.reference.named_panel(name)?.0.genes);
            }
        }
        let sealing = self.sealing(id, case)?;
        let told = |gene: &GeneSymbol| genes.contains(gene) && !self.reference.hides(&sealing, gene);
        let of_proband = case.coverage.iter().filter(|row| row.person == case.proband && told(&row.gene));
        Ok(of_proband.map(|row| (row.gene.clone(), permille(row))).collect())
    }
}

fn people(case: &CaseRecord, check: &DataCheck) -> Vec<PersonQuality> {
    let mut samples: Vec<&SampleCheck> = check.samples.iter().collect();
    samples.sort_by_key(|s| (s.sample != case.proband.as_str(), s.sample.clone()));
    let figures = |found: &SampleCheck| PersonQuality {
        person: found.sample.clone(),
        variants: u32::try_from(found.variants).unwrap_or(u32::MAX),
        median_depth: found.median_depth.map(u32::from),
        het_hom: found.het_hom,
        ti_tv: found.ti_tv,
        gq20: found.gq20,
    };
    samples.into_iter().map(figures).collect()
}

fn figure_chart(case: &CaseRecord, people: &[PersonQuality]) -> Option<FigureChart> {
    let name = |person: &str| {
        let details = person.parse().ok().and_then(|id| case.clinical.person(&id)).and_then(|d| d.name.as_ref());
        let written = details.map_or(person, |n| n.full.as_str());
        Localized::both(written, written)
    };
    let figure = |ja: &str, en: &str, expected: (f64, f64), of: &dyn Fn(&PersonQuality) -> Option<f64>| Figure {
        name: Localized::both(ja, en),
        decimals: 2,
        expected: Some(expected),
        values: people.iter().map(|p| FigureValue { person: name(&p.person), value: of(p) }).collect(),
    };
    let figures = vec![
        figure("ヘテロ／ホモ比", "Het/hom", HET_HOM, &|p| p.het_hom),
        figure("Ti/Tv比", "Ti/Tv", TI_TV, &|p| p.ti_tv),
    ];
    (!people.is_empty()).then_some(FigureChart { figures })
}
