//! Scores with the band of evidence that they were calibrated to.

use variants::VariantTable;

use crate::{analysis::f64_of, view::variant::Score};

/// REVEL: PP3 from these values upwards (10.1016/j.ajhg.2022.10.013, table 2).
const REVEL_PP3: [(f32, &str); 3] = [(0.932, "pp3_strong"), (0.773, "pp3_moderate"), (0.644, "pp3_supporting")];
/// REVEL: BP4 down to these values (the same table).
const REVEL_BP4: [(f32, &str); 4] =
    [(0.003, "bp4_very_strong"), (0.016, "bp4_strong"), (0.183, "bp4_moderate"), (0.290, "bp4_supporting")];
/// SpliceAI: PP3 from here upwards, BP4 down to there (10.1016/j.ajhg.2023.06.002).
const SPLICEAI_PP3: [(f32, &str); 1] = [(0.2, "pp3_supporting")];
const SPLICEAI_BP4: [(f32, &str); 1] = [(0.1, "bp4_supporting")];

/// The scores that a row has. CADD and AlphaMissense have no band here: one predictor is chosen for PP3 and BP4 before
/// it is looked at, and that is REVEL.
pub(crate) fn scores(table: &VariantTable, row: usize, alphamissense: Option<f32>) -> Vec<Score> {
    let score = |name: &str, value: Option<f32>, band: fn(f32) -> Option<&'static str>| {
        value.map(|v| Score { name: name.to_owned(), value: f64_of(v), band: band(v).map(str::to_owned) })
    };
    let all = [
        score("revel", table.revel(row), |v| Some(band(v, &REVEL_PP3, &REVEL_BP4))),
        score("spliceai", table.spliceai(row), |v| Some(band(v, &SPLICEAI_PP3, &SPLICEAI_BP4))),
        score("cadd", table.cadd(row), |_| None),
        score("alphamissense", alphamissense, |_| None),
    ];
    all.into_iter().flatten().collect()
}

/// The strongest band that a score reaches; compared at the precision of the files.
fn band(value: f32, from: &[(f32, &'static str)], down_to: &[(f32, &'static str)]) -> &'static str {
    let for_it = from.iter().find(|(limit, _)| value >= *limit);
    let against = down_to.iter().find(|(limit, _)| value <= *limit);
    for_it.or(against).map_or("indeterminate", |(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_belongs_to_its_band() {
        for (value, expected) in [
            ("0.932", "pp3_strong"),
            ("0.931", "pp3_moderate"),
            ("0.773", "pp3_moderate"),
            ("0.644", "pp3_supporting"),
            ("0.643", "indeterminate"),
            ("0.291", "indeterminate"),
            ("0.290", "bp4_supporting"),
            ("0.183", "bp4_moderate"),
            ("0.016", "bp4_strong"),
            ("0.003", "bp4_very_strong"),
            ("0", "bp4_very_strong"),
        ] {
            let value: f32 = value.parse().expect("a number");
            assert_eq!(band(value, &REVEL_PP3, &REVEL_BP4), expected, "REVEL {value}");
        }
        for (value, expected) in [(0.2, "pp3_supporting"), (0.19, "indeterminate"), (0.1, "bp4_supporting")] {
            assert_eq!(band(value, &SPLICEAI_PP3, &SPLICEAI_BP4), expected, "SpliceAI {value}");
        }
    }
}
