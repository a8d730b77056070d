//! From the words of the window to those of the rooms: presets, chips and places.

use std::collections::BTreeSet;

use domain::{Chromosome, GeneSymbol, Pattern, Region};
use knowledge::{Knowledge, Panel};
use variants::{
    AlleleFrequency, Consequence, ConsequenceFilter, ConsequenceSet, Filters, FrequencyLimits, Genes, PatternSet,
    Preset, VariantClass,
};

use crate::{
    Reference, WorkbenchError,
    open_case::OpenCase,
    variant_order::Order,
    variant_view::Question,
    view::variants::{ConsequenceChip, FilterRequest, KindName, PatternName, PresetLine},
};

/// SpliceAI in percent from where a variant counts as splice-altering: PP3 of 10.1016/j.ajhg.2023.06.002.
const SPLICEAI_PERCENT: u8 = 20;

/// Gives a panel by its name.
pub(crate) type PanelByName<'a> = dyn Fn(&str) -> Result<Panel, WorkbenchError> + 'a;

impl Question {
    /// What a request means for an open case.
    ///
    /// # Errors
    /// Where a preset, panel, place or number is none.
    pub fn of(request: &FilterRequest, open: &OpenCase, reference: &Reference) -> Result<Self, WorkbenchError> {
        Self::with_panels(request, open, reference, &|name| reference.limiting_panel(name))
    }

    /// As [`Question::of`], with panels from elsewhere.
    pub fn with_panels(
        request: &FilterRequest,
        open: &OpenCase,
        reference: &Reference,
        panel: &PanelByName<'_>,
    ) -> Result<Self, WorkbenchError> {
        let mut filters = Preset::named(&request.preset)?.filters;
        if let Some(patterns) = &request.patterns {
            let asked: PatternSet = patterns.iter().map(|p| Pattern::from(*p)).collect();
            filters.inheritance = (!asked.is_empty()).then_some(asked);
        }
        if let Some(max_af) = request.max_af {
            filters.frequency = Some(FrequencyLimits::at(frequency(max_af)?));
        }
        match request.consequence {
            None => {}
            Some(ConsequenceChip::Any) => filters.consequence = None,
            Some(ConsequenceChip::CodingAndSplice) => {
                let terms = ConsequenceSet::coding_and_splice();
                let min_spliceai_percent = Some(SPLICEAI_PERCENT);
                filters.consequence = Some(ConsequenceFilter { terms, min_spliceai_percent, rna_genes: true });
            }
            Some(ConsequenceChip::LossOfFunction) => {
                let terms = LOSS_OF_FUNCTION.into_iter().collect();
                filters.consequence = Some(ConsequenceFilter { terms, min_spliceai_percent: None, rna_genes: false });
            }
        }
        filters.incomplete_penetrance = request.incomplete_penetrance;
        if !request.quality {
            // A relative's poor genotype is believed no more than before.
            filters.relatives = filters.quality.take().map(|q| q.thresholds);
        }
        let limit_to = limit(&mut filters, request, open, reference, panel)?;
        let order = Order { column: request.sort, descending: request.descending };
        let class = request.kind.map(Into::into);
        Ok(Self { filters, limit_to, with_dismissed: request.with_dismissed, class, order })
    }
}

/// Stop, frameshift, canonical splice site, start lost, whole-gene loss: what PVS1 asks about (10.1002/humu.23626).
const LOSS_OF_FUNCTION: [Consequence; 6] = [
    Consequence::TranscriptAblation,
    Consequence::SpliceAcceptor,
    Consequence::SpliceDonor,
    Consequence::StopGained,
    Consequence::Frameshift,
    Consequence::StartLost,
];

/// The genes of the panels and the place; sets the filters that they need. A gene that is sealed is one that the table
/// does not name, like one without any variant.
fn limit(
    filters: &mut Filters,
    request: &FilterRequest,
    open: &OpenCase,
    reference: &Reference,
    panel: &PanelByName<'_>,
) -> Result<Option<BTreeSet<GeneSymbol>>, WorkbenchError> {
    let chosen = if filters.panel && request.panels.is_empty() { &open.panels } else { &request.panels };
    let mut limit_to: Option<BTreeSet<GeneSymbol>> = None;
    for name in chosen {
        let genes = reference.under_any_symbol(&panel(name)?.graded(request.grade.into()));
        limit_to.get_or_insert_default().extend(genes);
    }
    if let Some(place) = request.place.as_deref().map(str::trim).filter(|p| !p.is_empty()) {
        match Place::of(place, open.table.genes(), reference.knowledge())? {
            Place::Region(region) => filters.regions = vec![region],
            Place::Gene(names) => {
                limit_to = Some(match limit_to {
                    Some(genes) => genes.intersection(&names).cloned().collect(),
                    None => names,
                });
            }
        }
    }
    filters.panel |= limit_to.is_some();
    Ok(limit_to)
}

/// A place as a person types it.
#[derive(Debug, PartialEq)]
enum Place {
    Region(Region),
    /// The names of one gene.
    Gene(BTreeSet<GeneSymbol>),
}

impl Place {
    fn of(text: &str, genes: &Genes, knowledge: &Knowledge) -> Result<Self, WorkbenchError> {
        if text.contains(':') || text.parse::<Chromosome>().is_ok() {
            let region: Result<Region, _> = text.parse();
            return region.map(Self::Region).map_err(|e| unknown("region", text, e.to_string()));
        }
        let typed: GeneSymbol = text.parse().map_err(|_| {
            unknown("place", text, "a gene symbol such as FGFR2, or a region such as chr10:121478332-121598458".into())
        })?;
        let same = |(_, symbol): &(u32, &str)| symbol.eq_ignore_ascii_case(text);
        let in_table = genes.iter().filter(same).filter_map(|(_, symbol)| symbol.parse().ok());
        let capitals = text.to_ascii_uppercase().parse().ok();
        let mut names: BTreeSet<GeneSymbol> = in_table.chain([typed]).chain(capitals).collect();
        let others: Vec<GeneSymbol> = names.iter().flat_map(|name| knowledge.other_symbols(name)).cloned().collect();
        names.extend(others);
        Ok(Self::Gene(names))
    }
}

fn unknown(what: &'static str, text: &str, expected: String) -> WorkbenchError {
    WorkbenchError::Unknown { what, text: text.to_owned(), expected }
}

#[allow(clippy::cast_possible_truncation, reason = "to the precision of the files")]
fn frequency(value: f64) -> Result<AlleleFrequency, WorkbenchError> {
    AlleleFrequency::new(value as f32)
        .ok_or_else(|| unknown("frequency", &value.to_string(), "a number from 0 to 1".into()))
}

/// The presets that there are.
pub(crate) fn presets() -> Result<Vec<PresetLine>, WorkbenchError> {
    let line = |name: &&str| {
        let preset = Preset::named(name)?;
        let limit = |f: AlleleFrequency| crate::analysis::f64_of(f.get());
        let patterns = preset.filters.inheritance.iter().flat_map(|p| p.iter()).map(PatternName::from).collect();
        Ok(PresetLine {
            name: preset.name,
            version: preset.version,
            max_af: preset.filters.frequency.map(|f| limit(f.dominant)),
            max_af_recessive: preset.filters.frequency.map(|f| limit(f.recessive)),
            patterns,
        })
    };
    Preset::NAMES.iter().map(line).collect()
}

impl From<KindName> for VariantClass {
    fn from(kind: KindName) -> Self {
        match kind {
            KindName::Small => Self::Small,
            KindName::Structural => Self::Structural,
            KindName::Repeat => Self::Repeat,
        }
    }
}

impl From<Pattern> for PatternName {
    fn from(pattern: Pattern) -> Self {
        match pattern {
            Pattern::DeNovo => Self::DeNovo,
            Pattern::Dominant => Self::Dominant,
            Pattern::Recessive => Self::Recessive,
            Pattern::CompoundHeterozygous => Self::CompoundHeterozygous,
            Pattern::XRecessive => Self::XRecessive,
            Pattern::XDominant => Self::XDominant,
            Pattern::YLinked => Self::YLinked,
            Pattern::Mitochondrial => Self::Mitochondrial,
            Pattern::HemizygousDeletion => Self::HemizygousDeletion,
            Pattern::ParentalMosaic => Self::ParentalMosaic,
        }
    }
}

impl From<PatternName> for Pattern {
    fn from(name: PatternName) -> Self {
        match name {
            PatternName::DeNovo => Self::DeNovo,
            PatternName::Dominant => Self::Dominant,
            PatternName::Recessive => Self::Recessive,
            PatternName::CompoundHeterozygous => Self::CompoundHeterozygous,
            PatternName::XRecessive => Self::XRecessive,
            PatternName::XDominant => Self::XDominant,
            PatternName::YLinked => Self::YLinked,
            PatternName::Mitochondrial => Self::Mitochondrial,
            PatternName::HemizygousDeletion => Self::HemizygousDeletion,
            PatternName::ParentalMosaic => Self::ParentalMosaic,
        }
    }
}
