//! Charts as people look at them. They lie in the target folder afterwards.

#![allow(clippy::expect_used, clippy::panic, reason = "the helpers of a test fail as the test does")]

use std::path::Path;

use documents::{
    DocumentsError, Ink, Language, Picture,
    chart::{
        CallableGenes, Figure, FigureValue, Figures, Frequencies, GeneShare, Histograms, Karyogram, Kinship,
        KinshipPair, Mark, Measure, Observed, PopulationFrequency, Profile, SexChromosomes, SexPoint,
    },
    record::Localized,
};
use domain::Sex;

type Draw = dyn Fn(Language, Ink) -> Result<Picture, DocumentsError>;

fn frequencies() -> Frequencies {
    let population =
        |ja: &str, en: &str, observed| PopulationFrequency { population: Localized::both(ja, en), observed };
    let seen = |seen: u64, all: u32| Observed::Frequency {
        share: f64::from(u32::try_from(seen).expect("a small number")) / f64::from(all),
        counts: Some((seen, u64::from(all))),
    };
    let mark = |label: &str, share| Mark { share, label: Localized::both(label, label) };
    Frequencies {
        populations: vec![
            population("ToMMo 60KJPN", "ToMMo 60KJPN", seen(12, 120_000)),
            population("GEM-J WGA", "GEM-J WGA", Observed::NotListed),
            population("gnomAD 東アジア", "gnomAD East Asian", seen(3, 44_876)),
            population("gnomAD 欧州（フィンランド以外）", "gnomAD non-Finnish European", seen(0, 1_180_020)),
            population("gnomAD アフリカ", "gnomAD African", Observed::NotCovered),
            population("gnomAD 全体", "gnomAD all", Observed::Frequency { share: 0.034, counts: None }),
        ],
        marks: vec![mark("BA1", 0.05), mark("BS1", 0.01), mark("PM2", 1e-5)],
    }
}

fn histograms(measure: Measure) -> Histograms {
    let shape = |middle: i32, spread: i32| -> Vec<u64> {
        (0..30)
            .map(|bin| {
                u64::try_from((40_000 - (bin - middle).pow(2) * spread).max(if bin == 0 { 900 } else { 0 }))
                    .unwrap_or(0)
            })
            .collect()
    };
    let profile = |ja: &str, en: &str, counts, median| Profile { person: Localized::both(ja, en), counts, median };
    let limit = Some(if measure == Measure::Depth { 10 } else { 20 });
    Histograms {
        measure,
        first: 0,
        width: 2,
        open: true,
        limit,
        people: vec![
            profile("発端者 F1-P", "Proband F1-P", shape(17, 380), Some(34)),
            profile("父 F1-F", "Father F1-F", shape(15, 500), Some(31)),
            profile("母 F1-M", "Mother F1-M", shape(6, 300), None),
            profile("きょうだい F1-S", "Sibling F1-S", vec![0; 30], None),
        ],
    }
}

fn figures() -> Figures {
    let people = [("発端者 F1-P", "Proband F1-P"), ("父 F1-F", "Father F1-F"), ("母 F1-M", "Mother F1-M")];
    let figure = |ja: &str, en: &str, decimals, expected, values: [Option<f64>; 3]| Figure {
        name: Localized::both(ja, en),
        decimals,
        expected,
        values: people
            .iter()
            .zip(values)
            .map(|((ja, en), value)| FigureValue { person: Localized::both(*ja, *en), value })
            .collect(),
    };
    Figures {
        figures: vec![
            figure("ヘテロ／ホモ比", "Het/hom ratio", 2, Some((1.4, 2.0)), [Some(1.62), Some(1.58), Some(2.41)]),
            figure("Ti/Tv比", "Ti/Tv ratio", 2, Some((1.9, 2.2)), [Some(2.08), Some(1.71), None]),
            figure("メンデル誤り", "Mendelian errors", 0, None, [Some(0.0), Some(12.0), Some(143.0)]),
        ],
    }
}

fn callable() -> CallableGenes {
    let gene = |gene: &str, permille| GeneShare { gene: gene.to_owned(), permille };
    let mut genes = vec![
        gene("STRC", Some(412)),
        gene("OTOA", Some(873)),
        gene("PMS2", None),
        gene("GJB2", Some(1000)),
        gene("USH2A", Some(991)),
        gene("MYO15A", Some(0)),
    ];
    genes.extend((1..=20).map(|number| gene(&format!("GENE{number}"), Some(1000 - number))));
    CallableGenes { genes, limit_permille: Some(950), most: 12 }
}

fn balance() -> Histograms {
    let counts =
        |middle: u64| (0..20).map(|bin: u64| 4_000_u64.saturating_sub(bin.abs_diff(middle).pow(2) * 90)).collect();
    let profile = |person: &str, counts| Profile { person: Localized::both(person, person), counts, median: None };
    Histograms {
        measure: Measure::AlleleBalance,
        first: 0,
        width: 5,
        open: false,
        limit: None,
        people: vec![profile("F1-P", counts(9)), profile("F1-F", counts(5)), profile("F1-M", vec![0; 20])],
    }
}

fn sexes() -> SexChromosomes {
    let person = |ja: &str, en: &str, recorded, heterozygous_x, on_y| SexPoint {
        person: Localized::both(ja, en),
        recorded,
        heterozygous_x,
        on_y,
    };
    SexChromosomes {
        male_to: 0.15,
        female_from: 0.3,
        people: vec![
            person("発端者 F1-P", "Proband F1-P", Sex::Female, Some(0.61), 0),
            person("父 F1-F", "Father F1-F", Sex::Male, Some(0.02), 1_204),
            person("母 F1-M", "Mother F1-M", Sex::Female, Some(0.58), 2),
            person("兄 F1-B", "Brother F1-B", Sex::Male, Some(0.03), 1_187),
            person("おじ F1-U", "Uncle F1-U", Sex::Unknown, Some(0.22), 420),
            person("祖母 F1-G", "Grandmother F1-G", Sex::Female, None, 0),
        ],
    }
}

fn kinship() -> Kinship {
    let pair = |one: &str, other: &str, expected, measured, contradicts| KinshipPair {
        people: [one, other].map(|p| Localized::both(p, p)),
        expected,
        measured,
        contradicts,
    };
    Kinship {
        limits: [0.0442, 0.0884, 0.177, 0.354],
        pairs: vec![
            pair("F1-P", "F1-M", Some(0.25), Some(0.2471), false),
            pair("F1-P", "F1-F", Some(0.25), Some(-0.21), true),
            pair("F1-F", "F1-M", None, Some(0.0612), false),
            pair("F1-P", "F1-U", Some(0.125), None, false),
        ],
    }
}

fn karyogram() -> Karyogram {
    let lengths = (1..=22_u32).map(|n| (n.to_string(), 250_000_000 - n * 9_000_000)).collect();
    let runs = vec![(0, 1_000_001, 9_500_000), (6, 20_000_000, 61_000_000), (21, 1, 1_200_000)];
    Karyogram { person: Localized::both("発端者 F1-P", "Proband F1-P"), chromosomes: lengths, runs }
}

fn charts() -> Vec<(&'static str, Box<Draw>)> {
    vec![
        ("frequencies", Box::new(|language, ink| frequencies().draw(language, ink))),
        ("depth", Box::new(|language, ink| histograms(Measure::Depth).draw(language, ink))),
        ("quality", Box::new(|language, ink| histograms(Measure::GenotypeQuality).draw(language, ink))),
        ("balance", Box::new(|language, ink| balance().draw(language, ink))),
        ("sexes", Box::new(|language, ink| sexes().draw(language, ink))),
        ("kinship", Box::new(|language, ink| kinship().draw(language, ink))),
        ("karyogram", Box::new(|language, ink| karyogram().draw(language, ink))),
        ("figures", Box::new(|language, ink| figures().draw(language, ink))),
        ("callable", Box::new(|language, ink| callable().draw(language, ink))),
    ]
}

#[test]
fn the_charts_are_drawn_as_reviewed() {
    for (name, draw) in charts() {
        for language in Language::ALL {
            let chart = draw(language, Ink::Paper).unwrap_or_else(|e| panic!("{name}: {e}"));
            let file = format!("chart-{name}.{}.svg", language.code());
            std::fs::write(Path::new(env!("CARGO_TARGET_TMPDIR")).join(file), &chart.svg).expect("a folder to write");
            if language == Language::Ja {
                insta::assert_snapshot!(format!("{name}.svg"), chart.svg);
            }
            let sentences = chart.text.replace('。', "。\n").replace(". ", ".\n");
            insta::assert_snapshot!(format!("{name}.{}", language.code()), sentences);
        }
    }
}

#[test]
fn the_screen_gets_colours_that_follow_its_look() {
    for (name, draw) in charts() {
        let svg = draw(Language::Ja, Ink::Screen).expect("a chart").svg;
        assert!(svg.contains("currentColor") && !svg.contains("=\"#"), "{name}: no colour is fixed on screen");
        for banned in ["style=", "<style", "<script", "href", "url("] {
            assert!(!svg.contains(banned), "{name}: the content security policy of the window refuses {banned}");
        }
    }
}

#[test]
fn what_is_not_known_is_said_and_never_a_bar_of_no_length() {
    let text = frequencies().draw(Language::Ja, Ink::Paper).expect("a chart").text;
    assert!(text.contains("GEM-J WGA：データベースに記載なし"), "{text}");
    assert!(text.contains("0% (0 / 1,180,020)"), "looked for and not seen is a number: {text}");
    assert!(text.contains("gnomAD アフリカ：この位置は評価不能"), "{text}");
    let text = callable().draw(Language::Ja, Ink::Paper).expect("a chart").text;
    assert!(text.contains("PMS2 不明"), "{text}");
    assert!(text.contains("ほか 14 遺伝子"), "what has no bar is counted: {text}");
    let text = sexes().draw(Language::En, Ink::Paper).expect("a chart").text;
    assert!(text.contains("Grandmother F1-G: recorded female, too few variants on X to tell"), "{text}");
    let text = kinship().draw(Language::Ja, Ink::Paper).expect("a chart").text;
    assert!(text.contains("F1-P – F1-U：判定できない（期待値 0.125）"), "{text}");
    let text = karyogram().draw(Language::Ja, Ink::Paper).expect("a chart").text;
    assert!(text.contains("7:20000000-61000000 41.0 Mb"), "the longest first: {text}");
    let text = figures().draw(Language::En, Ink::Paper).expect("a chart").text;
    assert!(text.contains("Mother F1-M not known") && text.contains("2.41 (above expected)"), "{text}");
}

#[test]
fn values_that_cannot_be_are_refused() {
    let refused = |drawn: Result<Picture, DocumentsError>| matches!(drawn, Err(DocumentsError::Chart { .. }));
    for share in [-0.1, 1.1, f64::NAN] {
        let mut chart = frequencies();
        chart.populations[0].observed = Observed::Frequency { share, counts: None };
        assert!(refused(chart.draw(Language::Ja, Ink::Paper)), "{share} is no frequency");
    }
    let mut chart = frequencies();
    chart.marks[0].share = 0.0;
    assert!(refused(chart.draw(Language::Ja, Ink::Paper)), "0 has no place on a logarithmic axis");
    let mut chart = histograms(Measure::Depth);
    chart.people[1].counts.pop();
    assert!(refused(chart.draw(Language::Ja, Ink::Paper)));
    let mut chart = histograms(Measure::Depth);
    chart.width = 0;
    assert!(refused(chart.draw(Language::Ja, Ink::Paper)));
    let mut chart = figures();
    chart.figures[0].values[0].value = Some(f64::INFINITY);
    assert!(refused(chart.draw(Language::Ja, Ink::Paper)));
    let mut chart = sexes();
    chart.people[0].heterozygous_x = Some(1.2);
    assert!(refused(chart.draw(Language::Ja, Ink::Paper)));
    let mut chart = kinship();
    chart.pairs[0].measured = Some(f64::NAN);
    assert!(refused(chart.draw(Language::Ja, Ink::Paper)));
    let mut chart = karyogram();
    chart.runs.push((21, 1, 900_000_000));
    assert!(refused(chart.draw(Language::Ja, Ink::Paper)), "a run does not leave its chromosome");
    let mut chart = callable();
    chart.genes[0].permille = Some(1001);
    assert!(refused(chart.draw(Language::Ja, Ink::Paper)));
    let mut chart = callable();
    chart.genes[0].gene = "A\u{200B}B".to_owned();
    assert!(matches!(chart.draw(Language::Ja, Ink::Paper), Err(DocumentsError::Unprintable { .. })));
}
