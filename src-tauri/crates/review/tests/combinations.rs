//! Every number of criteria of each strength gives the class of the published rule, in both rule sets.
//!
//! The expected values come from a plain transcription of the published tables, apart from the program's rules: Richards 2015
//! (10.1038/gim.2015.30, table 5) with ClinGen's addition, and Tavtigian 2020 (10.1002/humu.24088, table 2).

#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panic")]

use std::{collections::BTreeMap, fmt::Write};

use domain::{Criterion, MetCriterion, Strength};
use proptest::prelude::*;
use review::RuleSet;

/// Pathogenic: very strong, strong, moderate, supporting.
type Pathogenic = [u32; 4];
/// Benign: stand-alone, very strong, strong, moderate, supporting. The published table knows stand-alone, strong, supporting.
type Benign = [u32; 5];

/// Highest counts that are tried: in each combination of the table one more than it asks for.
const PATHOGENIC: Pathogenic = [2, 3, 4, 5];
const BENIGN: Benign = [1, 1, 3, 2, 3];

/// Table 5, pathogenic, as it stands.
fn pathogenic([pvs, ps, pm, pp]: Pathogenic) -> bool {
    (pvs == 1 && (ps >= 1 || pm >= 2 || (pm == 1 && pp == 1) || pp >= 2))
        || ps >= 2
        || (ps == 1 && (pm >= 3 || (pm == 2 && pp >= 2) || (pm == 1 && pp >= 4)))
}

/// Table 5, likely pathogenic, as it stands; and PVS1 with PM2_Supporting (ClinGen SVI, PM2 version 1.0).
fn likely_pathogenic([pvs, ps, pm, pp]: Pathogenic) -> bool {
    (pvs == 1 && pm == 1)
        || (ps == 1 && (pm == 1 || pm == 2))
        || (ps == 1 && pp >= 2)
        || pm >= 3
        || (pm == 2 && pp >= 2)
        || (pm == 1 && pp >= 4)
        || (pvs == 1 && pp == 1)
}

/// Table 5, benign, as it stands.
fn benign([ba, _, bs, _, _]: Benign) -> bool {
    ba >= 1 || bs >= 2
}

/// Table 5, likely benign, as it stands.
fn likely_benign([_, _, bs, _, bp]: Benign) -> bool {
    (bs == 1 && bp == 1) || bp >= 2
}

/// Closed upwards by search: a rule holds where it holds as it stands, or after one criterion was made one step weaker or
/// left out, any number of times. `known` keeps what was found.
fn closed<const N: usize>(counts: [u32; N], rule: fn([u32; N]) -> bool, known: &mut BTreeMap<[u32; N], bool>) -> bool {
    if let Some(found) = known.get(&counts) {
        return *found;
    }
    let found = rule(counts)
        || (0..N).filter(|&place| counts[place] > 0).any(|place| {
            let mut weaker = counts;
            weaker[place] -= 1;
            closed(weaker, rule, known) || {
                place + 1 < N && {
                    weaker[place + 1] += 1;
                    closed(weaker, rule, known)
                }
            }
        });
    known.insert(counts, found);
    found
}

/// Each of the counts with 2 for the surer class, 1 for the likely one, 0 for none.
fn levels<const N: usize>(
    highest: [u32; N],
    sure: fn([u32; N]) -> bool,
    likely: fn([u32; N]) -> bool,
) -> Vec<([u32; N], u8)> {
    let (mut by_sure, mut by_likely) = (BTreeMap::new(), BTreeMap::new());
    let level = |counts| match (closed(counts, sure, &mut by_sure), closed(counts, likely, &mut by_likely)) {
        (true, _) => 2,
        (false, likely) => u8::from(likely),
    };
    every(highest).into_iter().map(level).zip(every(highest)).map(|(level, counts)| (counts, level)).collect()
}

fn class_2015(up: u8, down: u8) -> &'static str {
    match (up, down) {
        (0, 0) => "VUS",
        (2, 0) => "P",
        (_, 0) => "LP",
        (0, 2) => "B",
        (0, _) => "LB",
        // Criteria for benign and pathogenic contradict each other.
        _ => "VUS",
    }
}

fn class_of_points(sum: i64, stands_alone: bool) -> &'static str {
    if stands_alone {
        "B"
    } else if sum >= 10 {
        "P"
    } else if sum >= 6 {
        "LP"
    } else if sum >= 0 {
        "VUS"
    } else if sum >= -6 {
        "LB"
    } else {
        "B"
    }
}

fn sum(up: Pathogenic, down: Benign) -> i64 {
    let [pvs, ps, pm, pp] = up.map(i64::from);
    let [_, bvs, bs, bm, bp] = down.map(i64::from);
    8 * pvs + 4 * ps + 2 * pm + pp - 8 * bvs - 4 * bs - 2 * bm - bp
}

fn every<const N: usize>(highest: [u32; N]) -> Vec<[u32; N]> {
    let mut all = vec![[0; N]];
    for place in 0..N {
        all = all
            .into_iter()
            .flat_map(|counts| {
                (0..=highest[place]).map(move |count| {
                    let mut counts = counts;
                    counts[place] = count;
                    counts
                })
            })
            .collect();
    }
    all
}

/// As many criteria of these strengths; which code they have does not matter to a rule set.
fn criteria(up: Pathogenic, down: Benign) -> Vec<MetCriterion> {
    let criterion = |code: &str| code.parse::<Criterion>().expect("a code");
    let (for_it, against) = (criterion("PM3"), criterion("BP4"));
    let strengths = [Strength::VeryStrong, Strength::Strong, Strength::Moderate, Strength::Supporting];
    let mut met = Vec::new();
    for (strength, count) in strengths.into_iter().zip(up) {
        met.extend((0..count).map(|_| MetCriterion { criterion: for_it, strength }));
    }
    for (strength, count) in [Strength::StandAlone].into_iter().chain(strengths).zip(down) {
        met.extend((0..count).map(|_| MetCriterion { criterion: against, strength }));
    }
    met
}

#[test]
fn every_combination_has_the_class_of_the_published_rule() {
    let (by_rules, by_points) = (RuleSet::acmg_2015().expect("ships"), RuleSet::points().expect("ships"));
    let ups = levels(PATHOGENIC, pathogenic, likely_pathogenic);
    let downs = levels(BENIGN, benign, likely_benign);
    for &(up, level_up) in &ups {
        for &(down, level_down) in &downs {
            let met = criteria(up, down);
            let judged = by_rules.judge(&met);
            assert_eq!(judged.class.letters(), class_2015(level_up, level_down), "2015: {up:?} {down:?}");
            assert_eq!(judged.contradictory, level_up > 0 && level_down > 0, "2015: {up:?} {down:?}");
            let judged = by_points.judge(&met);
            assert_eq!(judged.points.map(i64::from), Some(sum(up, down)), "{up:?} {down:?}");
            assert_eq!(judged.class.letters(), class_of_points(sum(up, down), down[0] > 0), "{up:?} {down:?}");
        }
    }
    assert_eq!(ups.len() * downs.len(), 360 * 192);
}

#[test]
fn the_table_in_the_repository_is_what_the_rules_give() {
    let (by_rules, by_points) = (RuleSet::acmg_2015().expect("ships"), RuleSet::points().expect("ships"));
    let mut table = String::from(
        "# Class by the number of criteria of each strength, one side at a time. Where both sides reach a class, the rules of \
         2015 give VUS (contradictory); points add up.\n\
         side\tstand_alone\tvery_strong\tstrong\tmoderate\tsupporting\tclass_2015\tclass_points\tpoints\n",
    );
    let mut line = |side: &str, counts: [u32; 5], met: &[MetCriterion]| {
        let (rules, points) = (by_rules.judge(met), by_points.judge(met));
        let counts = counts.map(|c| c.to_string()).join("\t");
        let sum = points.points.unwrap_or_default();
        let (a, b) = (rules.class.letters(), points.class.letters());
        writeln!(table, "{side}\t{counts}\t{a}\t{b}\t{sum}").expect("to memory");
    };
    for up @ [a, b, c, d] in every(PATHOGENIC) {
        line("pathogenic", [0, a, b, c, d], &criteria(up, [0; 5]));
    }
    for down in every(BENIGN) {
        line("benign", down, &criteria([0; 4], down));
    }
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../fixtures/acmg/combinations.tsv");
    if std::fs::read_to_string(path).unwrap_or_default() != table {
        std::fs::write(path, &table).expect("written");
        panic!("fixtures/acmg/combinations.tsv was not what the rules give; it is now: look at the difference");
    }
}

#[test]
fn the_combinations_that_the_house_names_hold() {
    for (text, class, points, points_class) in [
        ("", "VUS", 0, "VUS"),
        ("PVS1 PM2_Supporting", "LP", 9, "LP"),
        ("PVS1 PM2", "LP", 10, "P"),
        ("PVS1 PM3_VeryStrong", "P", 16, "P"),
        ("PVS1", "VUS", 8, "LP"),
        ("PS1 PS3", "P", 8, "LP"),
        ("PS1 PM1", "LP", 6, "LP"),
        ("BS1", "VUS", -4, "LB"),
        ("BS1 BP4", "LB", -5, "LB"),
        ("BS1 BP4_Moderate", "LB", -6, "LB"),
        ("BA1", "B", 0, "B"),
        ("PVS1 PS1 BA1", "VUS", 12, "B"),
        ("PVS1 PS1 BP4", "P", 11, "P"),
    ] {
        let met: Vec<MetCriterion> = text.split_whitespace().map(|code| code.parse().expect("a criterion")).collect();
        assert_eq!(RuleSet::acmg_2015().expect("ships").judge(&met).class.letters(), class, "2015: {text}");
        let judged = RuleSet::points().expect("ships").judge(&met);
        assert_eq!((judged.points, judged.class.letters()), (Some(points), points_class), "points: {text}");
    }
}

proptest! {
    /// A criterion more, or a stronger one, on the pathogenic side never gives a lower class; on the benign side never a
    /// higher one; whatever else is there.
    #[test]
    fn more_evidence_never_goes_the_other_way(
        up in [0_u32..4, 0..5, 0..7, 0..8],
        down in [0_u32..2, 0..3, 0..4, 0..5, 0..6],
        place in 0_usize..4,
        side: bool,
    ) {
        for rules in [RuleSet::acmg_2015().expect("ships"), RuleSet::points().expect("ships")] {
            let class = |up, down| rules.judge(&criteria(up, down)).class;
            let before = class(up, down);
            if side {
                let (mut more, mut stronger) = (up, up);
                more[place] += 1;
                prop_assert!(class(more, down) >= before);
                if place > 0 && up[place] > 0 {
                    stronger[place] -= 1;
                    stronger[place - 1] += 1;
                    prop_assert!(class(stronger, down) >= before);
                }
            } else {
                let (mut more, mut stronger) = (down, down);
                more[place + 1] += 1;
                prop_assert!(class(up, more) <= before);
                if down[place + 1] > 0 {
                    stronger[place + 1] -= 1;
                    stronger[place] += 1;
                    prop_assert!(class(up, stronger) <= before);
                }
            }
        }
    }
}

#[test]
fn a_wrong_rule_set_is_refused_with_its_place() {
    let rules = |method: &str| {
        format!(
            r#"{{"schema":"shirube.acmg-rules/1","id":"x","version":"1","title":"t","sources":[],"method":{method}}}"#
        )
    };
    let rule = |text: &str| rules(&format!(r#"{{"combinations":[{text}]}}"#));
    let bands = |text: &str| {
        rules(&format!(
            r#"{{"points":{{"points":{{"supporting":1,"moderate":2,"strong":4,"very_strong":8}},"bands":[{text}]}}}}"#
        ))
    };
    for (text, expected) in [
        (r#"{"schema":"#.to_owned(), "line 1 column"),
        (rules("{}"), "x.json"),
        (rules(r#"{"combinations":[]}"#).replace("rules/1", "rules/9"), "shirube.acmg-rules/9"),
        (rule(r#"{"id":"r","class":"Q","needs":{"pathogenic":{"strong":1}}}"#), "\"Q\" is no class"),
        (rule(r#"{"id":"r","class":"P","needs":{"benign":{"strong":1}}}"#), "side of its class"),
        (rule(r#"{"id":"r","class":"P","needs":{}}"#), "side of its class"),
        (rule(r#"{"id":"r","class":"P","needs":{"pathogenic":{"storng":1}}}"#), "storng"),
        (rule(r#"{"id":"r","class":"VUS","needs":{"pathogenic":{"strong":1}}}"#), "no uncertain"),
        (bands(r#"{"class":"P","from":10},{"class":"LP","from":12},{"class":"B"}"#), "bands go from"),
        (bands(r#"{"class":"P","from":10}"#), "bands go from"),
        (bands(""), "no band"),
    ] {
        let message = RuleSet::read("x.json", &text).expect_err("must be refused").to_string();
        assert!(message.contains(expected), "{message:?} should say {expected:?}");
    }
}
