//! What holds for every table and every choice of filters.

use std::collections::{BTreeMap, BTreeSet};

use domain::Pattern;
use proptest::{prelude::*, sample::select};
use variants::{Answers, ClinvarUse, Filters, FrequencyLimits, Genes, Outcome, PatternSet, Preset, Verdict};

use crate::family_text::{Record, TRIO, family, header, read, source, trio_vcf};

/// One record of a trio as drawn.
#[derive(Clone, Debug)]
struct Drawn {
    chrom: &'static str,
    offset: u32,
    /// Length of a deletion; a single base where none.
    deleted: Option<u32>,
    filter: &'static str,
    csq: String,
    samples: Vec<String>,
}

fn genotype() -> impl Strategy<Value = String> {
    let call = select(vec!["0/0", "0/1", "1/1", "./.", "./1", "0|1", "1|0", "1", "0"]);
    let quality = select(vec!["30:99", "3:99", "30:5", ".:."]);
    (call, quality).prop_map(|(call, quality)| format!("{call}:{quality}:."))
}

fn drawn() -> impl Strategy<Value = Drawn> {
    let contigs = select(vec!["chr1", "chr2", "chrX", "chrY", "chrM"]);
    let place = (contigs, 1_u32..200, prop::option::weighted(0.2, 1_u32..100));
    let gene = select(vec!["AAA", "BBB", "CCC", ""]);
    let term = select(vec!["missense_variant", "intron_variant", "synonymous_variant", "stop_gained"]);
    let frequency = select(vec!["", "0", "0.00005", "0.0001", "0.005", "0.01", "0.4", "0.9"]);
    let clinvar = select(vec![
        "|",
        "pathogenic|criteria_provided&_single_submitter",
        "pathogenic|no_assertion_criteria_provided",
        "conflicting_interpretations_of_pathogenicity|",
    ]);
    let filter = select(vec!["PASS", ".", "LowQual"]);
    let samples = prop::collection::vec(genotype(), 3);
    (place, gene, term, frequency, clinvar, filter, samples).prop_map(
        |((chrom, offset, deleted), gene, term, frequency, clinvar, filter, samples)| {
            let first = format!("C|{term}|{gene}||||{frequency}||{clinvar}|");
            // Some records lie in two genes.
            let csq = if offset % 3 == 0 { format!("{first},C|missense_variant|DDD||||||||") } else { first };
            let csq = deleted.map_or(csq.clone(), |length| format!("{csq};END={}", 3_000_000 + offset + length));
            Drawn { chrom, offset, deleted, filter, csq, samples }
        },
    )
}

/// Records at places of their own, so that a place names one row.
fn records() -> impl Strategy<Value = Vec<Drawn>> {
    prop::collection::vec(drawn(), 1..40).prop_map(|drawn| {
        let by_place: BTreeMap<_, _> = drawn.into_iter().map(|d| ((d.chrom, d.offset), d)).collect();
        by_place.into_values().collect()
    })
}

fn text(drawn: &[Drawn]) -> String {
    let alternate = |d: &Drawn| if d.deleted.is_some() { "<DEL>" } else { "C" };
    let places: Vec<String> =
        drawn.iter().map(|d| format!("{} {} G {}", d.chrom, 3_000_000 + d.offset, alternate(d))).collect();
    let entries: Vec<Vec<&str>> = drawn.iter().map(|d| vec![d.csq.as_str()]).collect();
    let samples: Vec<Vec<&str>> = drawn.iter().map(|d| d.samples.iter().map(String::as_str).collect()).collect();
    let records: Vec<Record<'_>> = (0..drawn.len())
        .map(|i| Record { place: &places[i], id: ".", filter: drawn[i].filter, csq: &entries[i], samples: &samples[i] })
        .collect();
    trio_vcf(&records)
}

/// Hits in words that do not depend on row numbers, in the order in which they are listed.
fn told(text: &str, ped: &str, filters: &Filters) -> (Outcome, Vec<String>) {
    let table = read(&source(text), domain::Assembly::GRCh38);
    let family = family(ped, &table, "child");
    let outcome = filters.run(&table, &family, None).expect("no panel is asked for");
    let place = |row: usize| format!("{}:{}", table.contig_name(row), table.position(row));
    let hits = outcome.hits().iter().map(|h| {
        let (gene, partner) = (table.genes().symbol(h.gene), h.partner.map(place));
        format!("{} {gene:?} {:?} {partner:?} {:?} {:?}", place(h.row), h.pattern, h.patterns, h.notes)
    });
    let hits = hits.collect();
    (outcome, hits)
}

fn kept(outcome: &Outcome, rows: usize) -> BTreeSet<usize> {
    (0..rows).filter(|r| outcome.verdict(*r) == Verdict::Kept).collect()
}

fn patterns() -> impl Strategy<Value = PatternSet> {
    prop::collection::vec(select(Pattern::ALL.to_vec()), 1..6).prop_map(|p| p.into_iter().collect())
}

fn preset() -> impl Strategy<Value = Filters> {
    let names: Vec<&str> = Preset::NAMES.into_iter().filter(|n| *n != "panel_only").collect();
    select(names).prop_map(|name| Preset::named(name).expect("a preset").filters)
}

fn limits() -> impl Strategy<Value = FrequencyLimits> {
    let limit = || select(vec!["0", "0.0001", "0.001", "0.01", "0.5"]).prop_map(|text| text.parse().expect("a share"));
    (limit(), limit()).prop_map(|(dominant, recessive)| FrequencyLimits { dominant, recessive })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_row_is_kept_or_has_one_reason(drawn in records(), filters in preset()) {
        let (outcome, _) = told(&text(&drawn), TRIO, &filters);
        let rows = drawn.len();
        let kept = kept(&outcome, rows);
        let hits: BTreeSet<usize> = outcome.hits().iter().map(|h| h.row).collect();
        prop_assert_eq!(&kept, &hits, "kept rows are the hits");
        let mut left = rows as u64;
        for step in outcome.waterfall() {
            left -= step.removed;
            prop_assert_eq!(step.kept, left);
            let removed = (0..rows).filter(|r| outcome.verdict(*r) == Verdict::Removed(step.step)).count();
            prop_assert_eq!(step.removed, removed as u64, "the waterfall counts the reasons");
        }
        prop_assert_eq!(left, kept.len() as u64);
        prop_assert_eq!(outcome.verdict(rows), Verdict::NotAnalysed, "beyond the table");
    }

    #[test]
    fn partners_are_mutual(drawn in records(), filters in preset()) {
        let (outcome, _) = told(&text(&drawn), TRIO, &filters);
        let pairs: BTreeSet<_> = outcome.hits().iter().filter_map(|h| Some((h.gene, h.row, h.partner?))).collect();
        for (gene, row, partner) in &pairs {
            // A deletion without a gene is paired in the genes of the variants opposite to it.
            let theirs = [*gene, Genes::NONE].map(|g| (g, *partner, *row));
            let back = |(_, one, other): &(u32, usize, usize)| (one, other) == (partner, row);
            prop_assert!(theirs.iter().any(|t| pairs.contains(t)) || *gene == Genes::NONE && pairs.iter().any(back));
        }
    }

    #[test]
    fn the_order_of_rows_changes_nothing(drawn in records(), filters in preset(), seed in any::<u64>()) {
        let mut shuffled = drawn.clone();
        shuffled.sort_by_key(|d| (u64::from(d.offset) ^ seed).wrapping_mul(0x9e37_79b9_7f4a_7c15));
        prop_assert_eq!(told(&text(&drawn), TRIO, &filters).1, told(&text(&shuffled), TRIO, &filters).1);
    }

    #[test]
    fn the_order_of_samples_and_of_the_pedigree_changes_nothing(drawn in records(), filters in preset()) {
        let turned: Vec<Drawn> = drawn
            .iter()
            .cloned()
            .map(|mut d| { d.samples.rotate_left(1); d })
            .collect();
        let turned = text(&turned).replace(&header(&["child", "father", "mother"]), &header(&["father", "mother", "child"]));
        let ped: Vec<&str> = TRIO.lines().rev().collect();
        prop_assert_eq!(told(&text(&drawn), TRIO, &filters).1, told(&turned, &ped.join("\n"), &filters).1);
    }

    /// Of the thresholds for relatives this does not hold and must not: a genotype that is no longer doubted may contradict
    /// a pattern. They stay where the quality of the proband's own is given up.
    #[test]
    fn relaxing_a_filter_removes_nothing(drawn in records(), mut filters in preset(), chip in prop::option::of(patterns()), more in patterns(), what in 0..7_usize) {
        if let Some(chip) = chip {
            filters.inheritance = Some(chip);
        }
        let mut relaxed = filters.clone();
        match what {
            0 => relaxed.frequency = filters.frequency.map(|_| FrequencyLimits::RELAXED),
            1 => relaxed.frequency = None,
            2 => relaxed.consequence = None,
            3 => relaxed.inheritance = filters.inheritance.map(|_| PatternSet::ANY),
            4 => relaxed.inheritance = filters.inheritance.map(|asked| asked.or(more)),
            5 => relaxed.relatives = relaxed.quality.take().map(|q| q.thresholds),
            _ => relaxed.carried = false,
        }
        let text = text(&drawn);
        let (narrow, wide) = (told(&text, TRIO, &filters).0, told(&text, TRIO, &relaxed).0);
        prop_assert!(kept(&narrow, drawn.len()).is_subset(&kept(&wide, drawn.len())));
    }

    #[test]
    fn what_was_asked_before_changes_nothing(
        drawn in records(),
        asked in prop::collection::vec((preset(), prop::option::of(patterns()), prop::option::of(limits()), any::<[bool; 4]>()), 2..12),
    ) {
        let table = read(&source(&text(&drawn)), domain::Assembly::GRCh38);
        let families = [TRIO, &TRIO.replace(" 1 1", " 1 2")].map(|ped| family(ped, &table, "child"));
        let panel: BTreeSet<_> = table.genes().iter().step_by(2).filter_map(|(_, symbol)| symbol.parse().ok()).collect();
        let mut answers = Answers::default();
        let weigh = |row: usize, gene: u32| (row.is_multiple_of(2), f64::from(gene));
        for (mut filters, chip, limits, [with_panel, ill_father, incomplete_penetrance, for_list]) in asked {
            filters.inheritance = chip.or(filters.inheritance);
            filters.frequency = limits.or(filters.frequency);
            filters.panel = with_panel;
            filters.incomplete_penetrance = incomplete_penetrance;
            let (family, panel) = (&families[usize::from(ill_father)], Some(&panel));
            let run = |answers: &mut Answers| match for_list {
                true => filters.run_for_list(&table, family, panel, answers, &weigh),
                false => filters.run_again(&table, family, panel, answers),
            };
            prop_assert_eq!(run(&mut answers), run(&mut Answers::default()));
        }
    }

    #[test]
    fn rescue_only_adds(drawn in records(), filters in preset()) {
        let (with, without) = (
            Filters { clinvar: ClinvarUse::Rescue, ..filters.clone() },
            Filters { clinvar: ClinvarUse::Mark, ..filters },
        );
        let text = text(&drawn);
        let (with, without) = (told(&text, TRIO, &with).0, told(&text, TRIO, &without).0);
        prop_assert!(kept(&without, drawn.len()).is_subset(&kept(&with, drawn.len())));
        prop_assert!(without.waterfall().iter().all(|s| s.rescued == 0));
    }
}
