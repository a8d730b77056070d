//! Constraint of genes by gnomAD (10.1038/s41586-020-2308-7, 10.1038/s41586-023-06045-0): the tables of versions 2.1.1 and 4.

use std::collections::BTreeMap;

use domain::GeneSymbol;
use serde::{Deserialize, Serialize};

use crate::{Error, reading::Text};

/// How much less often than expected a gene is changed in the people of gnomAD, on the transcript that stands for it.
/// `None` where gnomAD gives no value: unknown, not unconstrained.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GeneConstraint {
    /// The symbol as the source writes it.
    pub symbol: GeneSymbol,
    /// The transcript: MANE Select, else the canonical one, else the first of the longest expectation.
    pub transcript: String,
    /// Probability of being intolerant of the loss of one copy, 0 to 1.
    pub pli: Option<f64>,
    /// Variants of high-confidence loss of function seen and expected, their quotient.
    pub lof_oe: Option<f64>,
    /// LOEUF: upper end of the 90 % interval of the quotient.
    pub loeuf: Option<f64>,
    /// z score of missense variants; higher is more constrained.
    pub missense_z: Option<f64>,
    /// Missense variants seen over expected.
    pub missense_oe: Option<f64>,
    /// What gnomAD warns of (`no_exp_lof`, `outlier_syn`, …), in the order of the source.
    pub flags: Vec<String>,
}

/// A table of gnomAD by the names of its columns: gene, transcript, canonical, MANE Select, pLI, quotient, LOEUF, missense z,
/// missense quotient, expected loss of function, flags. Version 2.1.1 has neither MANE nor this form of flags.
const V4: [&str; 11] = [
    "gene",
    "transcript",
    "canonical",
    "mane_select",
    "lof.pLI",
    "lof.oe",
    "lof.oe_ci.upper",
    "mis.z_score",
    "mis.oe",
    "lof.exp",
    "constraint_flags",
];
const V2: [&str; 11] = [
    "gene",
    "transcript",
    "canonical",
    "canonical",
    "pLI",
    "oe_lof",
    "oe_lof_upper",
    "mis_z",
    "oe_mis",
    "exp_lof",
    "constraint_flag",
];

/// The release of a table with the columns of version 2.1.1.
pub(crate) const RELEASE_2: &str = "2.1.1";

/// Reads one row a gene, by symbol; and the release, where its columns tell it.
pub(crate) fn read(text: &Text) -> Result<(Vec<GeneConstraint>, Option<String>), Error> {
    let header = text.content.lines().next().unwrap_or("");
    let is_v2 = header.split('\t').any(|name| name == "oe_lof_upper");
    let columns = match (is_v2, header.split('\t').any(|name| name == "canonical")) {
        (false, _) => V4,
        (true, true) => V2,
        // The table by gene of version 2.1.1 has one transcript a gene and no such column.
        (true, false) => V2.map(|name| if name == "canonical" { "transcript" } else { name }),
    };
    let mut best: BTreeMap<GeneSymbol, (Rank, GeneConstraint)> = BTreeMap::new();
    for row in text.rows(columns)? {
        let row = row?;
        if row.fields[0].is_empty() || row.fields[0] == "NA" {
            continue;
        }
        let number = |index| row.read(index, "a number, or NA", number_of);
        let is_true = |index: usize| row.fields[index].eq_ignore_ascii_case("true");
        let symbol: GeneSymbol = row.read(0, "a gene symbol", |f| f.parse().ok())?;
        let found = GeneConstraint {
            symbol: symbol.clone(),
            transcript: row.fields[1].to_owned(),
            pli: row.read(4, "a number from 0 to 1, or NA", |f| {
                number_of(f).filter(|v| v.is_none_or(|v| (0.0..=1.0).contains(&v)))
            })?,
            lof_oe: number(5)?,
            loeuf: number(6)?,
            missense_z: number(7)?,
            missense_oe: number(8)?,
            flags: flags(row.fields[10]),
        };
        let rank = Rank {
            selected: is_true(3),
            canonical: is_true(2),
            ensembl: row.fields[1].starts_with("ENST"),
            expected: number(9)?.unwrap_or(0.0),
        };
        let known = best.entry(symbol);
        match known {
            std::collections::btree_map::Entry::Vacant(entry) => {
                entry.insert((rank, found));
            }
            std::collections::btree_map::Entry::Occupied(mut entry) => {
                if rank.beats(&entry.get().0) {
                    entry.insert((rank, found));
                }
            }
        }
    }
    if best.is_empty() {
        return Err(text.empty("gene"));
    }
    Ok((best.into_values().map(|(_, found)| found).collect(), is_v2.then(|| RELEASE_2.to_owned())))
}

/// Which transcript of a gene is taken.
struct Rank {
    selected: bool,
    canonical: bool,
    ensembl: bool,
    expected: f64,
}

impl Rank {
    fn beats(&self, other: &Self) -> bool {
        let flags = |rank: &Self| (rank.selected, rank.canonical, rank.ensembl);
        flags(self).cmp(&flags(other)).then(self.expected.total_cmp(&other.expected)).is_gt()
    }
}

fn number_of(field: &str) -> Option<Option<f64>> {
    match field {
        "" | "NA" | "NaN" | "null" => Some(None),
        other => other.parse().ok().filter(|v: &f64| v.is_finite()).map(Some),
    }
}

/// `["no_exp_lof","outlier_mis"]` of version 4, `no_exp_lof|outlier_mis` of version 2.1.1.
fn flags(field: &str) -> Vec<String> {
    field
        .split([',', '|'])
        .map(|flag| flag.trim_matches(['[', ']', '"', ' ']).to_owned())
        .filter(|flag| !flag.is_empty() && flag != "NA")
        .collect()
}
