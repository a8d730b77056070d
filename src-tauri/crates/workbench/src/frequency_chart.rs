//! Frequencies by population, drawn.

use documents::{
    Ink,
    chart::{Frequencies, Observed, PopulationFrequency as Bar},
    record::Localized,
};

use crate::{
    WorkbenchError,
    view::{picture::Picture, variant::PopulationFrequency},
};

/// One bar a population; an allele that is not in a set is said to be not listed, which is not zero.
pub(crate) fn frequency_chart(frequencies: &[PopulationFrequency]) -> Result<Option<Picture>, WorkbenchError> {
    if frequencies.is_empty() {
        return Ok(None);
    }
    let bar = |set: &PopulationFrequency| Bar {
        population: Localized::both(set.population.as_str(), set.population.as_str()),
        observed: match set.frequency {
            Some(share) => Observed::Frequency { share, counts: None },
            None => Observed::NotListed,
        },
    };
    let chart = Frequencies { populations: frequencies.iter().map(bar).collect(), marks: Vec::new() };
    Ok(Some(Picture::in_both(|language| chart.draw(language, Ink::Screen))?))
}
