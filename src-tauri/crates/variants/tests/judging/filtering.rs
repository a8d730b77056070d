//! Each filter keeps and removes what it says, and says why.

use std::collections::BTreeSet;

use domain::{GeneSymbol, Pattern};
use variants::{Filter, FilterError, Filters, Hit, Note, Outcome, PatternSet, Preset, VariantTable, Verdict};

use crate::family_text::{DE_NOVO, Record, TRIO, family, trio};

fn standard() -> Filters {
    Preset::named("standard").expect("a preset").filters
}

fn run(filters: &Filters, records: &[Record<'_>]) -> (VariantTable, Outcome) {
    let (table, family) = trio(records);
    let outcome = filters.run(&table, &family, None).expect("no panel is asked for");
    (table, outcome)
}

fn verdict(record: Record<'_>) -> Verdict {
    run(&standard(), &[record]).1.verdict(0)
}

fn notes(record: Record<'_>) -> Vec<&'static str> {
    let (_, outcome) = run(&standard(), &[record]);
    outcome.hits().iter().flat_map(|h| h.notes.iter()).map(Note::name).collect()
}

#[test]
fn a_rare_missense_de_novo_variant_is_kept() {
    let (table, outcome) = run(&standard(), &[DE_NOVO]);
    let [Hit { row: 0, gene, pattern: Some(Pattern::DeNovo), partner: None, notes, .. }] = *outcome.hits() else {
        panic!("{:?}", outcome.hits());
    };
    assert_eq!(table.genes().symbol(gene), Some("FGFR2"));
    assert!(notes.is_empty(), "{notes:?}");
}

#[test]
fn each_filter_removes_first_what_is_its_own() {
    let sample = |child: &'static str| [child, "0/0:30:99:30,0", "0/0:30:99:30,0"];
    let common = ["C|missense_variant|FGFR2||||0.0123||||"];
    let intronic = ["C|intron_variant|FGFR2||||0.00001||||0.05"];
    for (record, filter) in [
        (Record { place: "chr10 121520163 G *", csq: &[], ..DE_NOVO }, Filter::Allele),
        (Record { samples: &sample("0/0:30:99:30,0"), ..DE_NOVO }, Filter::Carried),
        (Record { samples: &sample("./.:.:.:."), ..DE_NOVO }, Filter::Carried),
        (Record { filter: "LowQual", ..DE_NOVO }, Filter::Quality),
        (Record { samples: &sample("0/1:7:99:3,4"), ..DE_NOVO }, Filter::Quality),
        (Record { samples: &sample("0/1:30:19:15,15"), ..DE_NOVO }, Filter::Quality),
        (Record { samples: &sample("0/1:30:99:25,5"), ..DE_NOVO }, Filter::Quality),
        (Record { csq: &common, ..DE_NOVO }, Filter::Frequency),
        (Record { csq: &intronic, ..DE_NOVO }, Filter::Consequence),
        (Record { csq: &[], ..DE_NOVO }, Filter::Consequence),
        (Record { samples: &["0/1:30:99:15,15", "0/1:30:99:15,15", "0/0:30:99:30,0"], ..DE_NOVO }, Filter::Inheritance),
    ] {
        assert_eq!(verdict(record.clone()), Verdict::Removed(filter), "{record:?}");
    }
}

#[test]
fn what_is_missing_removes_nothing_and_is_said() {
    for (record, note) in [
        (Record { csq: &["C|missense_variant|FGFR2||||||||"], ..DE_NOVO }, "frequency_not_given"),
        (Record { filter: ".", ..DE_NOVO }, "filters_not_run"),
        (Record { samples: &["0/1:.:99:15,15", "0/0", "0/0"], ..DE_NOVO }, "depth_not_given"),
        (Record { samples: &["0/1:30:.:15,15", "0/0", "0/0"], ..DE_NOVO }, "genotype_quality_not_given"),
    ] {
        assert_eq!(notes(record), [note]);
    }
}

#[test]
fn reads_of_a_parent_speak_against_de_novo() {
    let strict = Preset::named("strict_de_novo").expect("a preset").filters;
    let father = |reads: &'static str| {
        let samples = ["0/1:30:99:15,15", reads, "0/0:30:99:30,0"];
        let record = Record { samples: &samples, ..DE_NOVO };
        (notes(record.clone()), run(&strict, &[record]).1.verdict(0))
    };
    let (clean, refused) = ((Vec::new(), Verdict::Kept), Verdict::Removed(Filter::Inheritance));
    assert_eq!(father("0/0:30:99:30,0"), clean);
    assert_eq!(father("0/0:20:99:19,1"), clean, "a single read is an error");
    assert_eq!(father("0/0:60:99:58,2"), clean, "3 % too");
    assert_eq!(father("0/0:40:99:38,2"), (vec!["parent_shows_reads"], refused));
    assert_eq!(father("0/0:.:99:38,2"), clean, "without a depth nothing is known of the share");
    let samples = ["0/1:30:99:15,15", "0/0:30:99:30,0", "0/0:40:99:38,2"];
    let (table, family) = trio(&[Record { samples: &samples, ..DE_NOVO }]);
    let against = strict.segregation(&table, &family).contradictions(0, PatternSet::of(&[Pattern::DeNovo]));
    let named = against[0].member.map(|place| family.members()[place].person.id.as_str());
    assert_eq!(named, Some("mother"), "who speaks against it is named");
}

#[test]
fn mitochondrial_variants_are_kept_at_any_heteroplasmy_and_in_genes_of_rna() {
    let transfer = ["C|non_coding_transcript_exon_variant|MT-TL1||||||||"];
    let coding = ["C|missense_variant|MT-ATP6||||||||"];
    let kept = |place, csq, reads| {
        verdict(Record { place, csq, samples: &[reads, "0/0:500:99:500,0", "0/1:500:99:480,20"], ..DE_NOVO })
            == Verdict::Kept
    };
    assert!(kept("chrM 3243 A C", &transfer, "0/1:500:99:250,250"), "m.3243 lies in a transfer RNA");
    assert!(kept("chrM 8993 T C", &coding, "0/1:500:99:50,450") && kept("chrM 8993 T C", &coding, "0/1:500:99:435,65"));
    assert!(!kept("chr10 8993 T C", &coding, "0/1:500:99:435,65"), "elsewhere the balance is asked");
}

#[test]
fn an_exon_of_a_gene_of_rna_matters_where_the_gene_is_known_for_disease() {
    let exon = |gene: &str| {
        let csq = format!(
            "C|intron_variant|CLASP1||||0.00001||||,C|non_coding_transcript_exon_variant|{gene}||||0.00001||||"
        );
        let (table, outcome) = run(&standard(), &[Record { csq: &[&csq], ..DE_NOVO }]);
        outcome.hits().iter().map(|h| table.genes().symbol(h.gene).unwrap_or_default().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(exon("RNU4ATAC"), ["RNU4ATAC"], "and not in the gene around it");
    assert!(exon("LINC00001").is_empty());
}

#[test]
fn incomplete_penetrance_keeps_what_a_healthy_parent_carries_and_says_so() {
    let samples = ["0/1:30:99:15,15", "0/1:30:99:15,15", "0/0:30:99:30,0"];
    let inherited = Record { samples: &samples, ..DE_NOVO };
    let found = |incomplete_penetrance| {
        let (_, outcome) = run(&Filters { incomplete_penetrance, ..standard() }, std::slice::from_ref(&inherited));
        outcome.hits().iter().map(|h| (h.pattern, h.notes.iter().map(Note::name).collect())).collect::<Vec<_>>()
    };
    assert!(found(false).is_empty());
    assert_eq!(found(true), [(Some(Pattern::Dominant), vec!["unaffected_carrier"])]);
}

#[test]
fn one_deletion_that_was_found_twice_is_no_pair() {
    let samples = ["0/1:30:99:15,15", "0/0:30:99:30,0", "0/0:30:99:30,0"];
    let bases = Record {
        place: "chr12 103234200 CAGTCAGTCAGT C",
        csq: &["-|frameshift_variant|PAH||||||||"],
        samples: &samples,
        ..DE_NOVO
    };
    let other = Record { place: "chr12 103240000 G C", csq: &["C|missense_variant|PAH||||||||"], ..bases.clone() };
    let pairs = |records: &[Record<'_>]| {
        let (_, outcome) = run(&standard(), records);
        outcome.hits().iter().filter(|h| h.pattern == Some(Pattern::CompoundHeterozygous)).count()
    };
    assert_eq!(pairs(&[bases.clone(), bases.clone()]), 0, "written twice");
    assert_eq!(pairs(&[bases, other]), 2);
}

#[test]
fn few_reads_of_a_parent_show_a_mosaic() {
    let patterns = |father: &'static str, mother: &'static str| {
        let samples = ["0/1:30:99:15,15", father, mother];
        let (_, outcome) = run(&standard(), &[Record { samples: &samples, ..DE_NOVO }]);
        outcome.hits().first().map(|h| h.patterns)
    };
    const LACKS: &str = "0/0:30:99:30,0";
    let mosaic = |father, mother| patterns(father, mother).is_some_and(|p| p.contains(Pattern::ParentalMosaic));
    assert!(mosaic("0/0:100:99:97,3", LACKS) && mosaic(LACKS, "0/0:30:99:27,3"), "3 % and 10 % of the reads");
    assert!(mosaic("0/1:50:99:40,10", LACKS), "a caller may call a mosaic of 20 % heterozygous");
    assert!(!mosaic("0/0:30:99:28,2", LACKS) && !mosaic("0/0:200:99:197,3", LACKS), "errors");
    assert!(!mosaic(LACKS, LACKS) && !mosaic("0/1:30:99:15,15", LACKS), "absent, and inherited");
    assert!(!mosaic("0/0:30:99:27,3", "0/1:30:99:15,15"), "it comes from the mother");
    let both = patterns("0/0:30:99:27,3", LACKS).expect("a hit");
    assert_eq!(both.preferred(), Some(Pattern::DeNovo), "a hint, named behind what it may be");
    let asked = Filters { inheritance: Some(PatternSet::of(&[Pattern::ParentalMosaic])), ..standard() };
    let samples = ["0/1:30:99:15,15", "0/1:50:99:43,7", LACKS];
    let (_, outcome) = run(&asked, &[Record { samples: &samples, ..DE_NOVO }, DE_NOVO]);
    assert_eq!(
        outcome.hits().iter().map(|h| (h.row, h.pattern)).collect::<Vec<_>>(),
        [(0, Some(Pattern::ParentalMosaic))]
    );
}

#[test]
fn a_value_at_its_limit_is_good_enough() {
    for child in ["0/1:8:99:4,4", "0/1:30:20:15,15", "0/1:10:99:8,2", "0/1:10:99:2,8"] {
        let record = Record { samples: &[child, "0/0:30:99:30,0", "0/0:30:99:30,0"], ..DE_NOVO };
        assert_eq!(verdict(record), Verdict::Kept, "{child}");
    }
}

#[test]
fn frequency_is_judged_by_mode() {
    let at = |frequency: &str, samples: &'static [&'static str]| {
        let csq = format!("C|missense_variant|FGFR2||||{frequency}||||");
        verdict(Record { csq: &[csq.as_str()], samples, ..DE_NOVO })
    };
    const HOMOZYGOUS: &[&str] = &["1/1:30:99:0,30", "0/1:30:99:15,15", "0/1:30:99:15,15"];
    let removed = Verdict::Removed(Filter::Frequency);
    assert_eq!(at("0.0001", DE_NOVO.samples), Verdict::Kept, "at the limit, in the precision of the file");
    assert_eq!(
        at("0.000101", DE_NOVO.samples),
        Verdict::Removed(Filter::Inheritance),
        "only half of a pair may be so common"
    );
    assert_eq!(at("0.01", HOMOZYGOUS), Verdict::Kept);
    assert_eq!(at("0.0101", HOMOZYGOUS), removed);
    assert_eq!(at("0.0101", DE_NOVO.samples), removed);
}

#[test]
fn a_predicted_splice_effect_keeps_an_intronic_variant() {
    let at = |score: &str| {
        let csq = format!("C|intron_variant|FGFR2||||0.00001||||{score}");
        notes(Record { csq: &[csq.as_str()], ..DE_NOVO })
    };
    assert_eq!(at("0.20"), ["splice_predicted"], "10.1016/j.ajhg.2023.06.002: 0.2 itself counts");
    assert!(at("0.19").is_empty());
}

#[test]
fn clinvar_rescues_with_a_star_and_without_conflict() {
    const INHERITED: &[&str] = &["0/1:30:99:15,15", "0/1:30:99:15,15", "0/0:30:99:30,0"];
    let entry = |significance: &str, status: &str| {
        let csq = format!("C|intron_variant|FGFR2||||0.02||{significance}|{status}|");
        let record = Record { csq: &[csq.as_str()], filter: "LowQual", samples: INHERITED, ..DE_NOVO };
        run(&standard(), &[record]).1
    };
    let rescued = entry("pathogenic", "criteria_provided&_single_submitter");
    assert_eq!(rescued.verdict(0), Verdict::Kept, "from quality, frequency, consequence and inheritance");
    let [hit] = *rescued.hits() else { panic!("{:?}", rescued.hits()) };
    assert_eq!((hit.pattern, hit.notes.contains(Note::ClinvarRescued)), (None, true));
    let steps: Vec<_> = rescued.waterfall().iter().filter(|s| s.rescued == 1).map(|s| s.step).collect();
    assert_eq!(steps, [Filter::Quality, Filter::Frequency, Filter::Consequence, Filter::Inheritance]);
    for (significance, status) in [
        ("pathogenic", "no_assertion_criteria_provided"),
        ("pathogenic", ""),
        ("conflicting_classifications_of_pathogenicity", "criteria_provided&_conflicting_classifications"),
        ("benign", "criteria_provided&_single_submitter"),
    ] {
        let outcome = entry(significance, status);
        assert_eq!(outcome.verdict(0), Verdict::Removed(Filter::Quality), "{significance} {status}");
    }
}

#[test]
fn nothing_is_rescued_from_the_question_itself() {
    let csq = ["C|missense_variant|FGFR2||||||pathogenic|criteria_provided&_single_submitter|"];
    let inherited = ["0/1:30:99:15,15", "0/1:30:99:15,15", "0/0:30:99:30,0"];
    let record = Record { csq: &csq, samples: &inherited, ..DE_NOVO };
    let recessive = Preset::named("recessive").expect("a preset").filters;
    let (_, outcome) = run(&recessive, std::slice::from_ref(&record));
    assert_eq!(outcome.verdict(0), Verdict::Removed(Filter::Inheritance), "a lone carrier state");
    let (table, family) = trio(&[record]);
    let panel: BTreeSet<GeneSymbol> = ["WFS1".parse().expect("a gene")].into();
    let outcome = Filters { panel: true, ..standard() }.run(&table, &family, Some(&panel)).expect("a panel");
    assert_eq!(outcome.verdict(0), Verdict::Removed(Filter::Panel));
}

/// In GRCh37 the reference carries Factor V Leiden (F5 R506Q, rs6025): the alternate allele is the healthy one, and VEP
/// gives it the entry of the place.
#[test]
fn the_reference_allele_of_factor_v_leiden_is_no_trap() {
    let csq = ["C|missense_variant|F5||||0.976||pathogenic|criteria_provided&_multiple_submitters&_no_conflicts|"];
    let homozygous = ["1/1:30:99:0,30", "1/1:30:99:0,30", "1/1:30:99:0,30"];
    let record = Record { place: "chr1 169519049 T C", csq: &csq, samples: &homozygous, ..DE_NOVO };
    assert_eq!(verdict(record.clone()), Verdict::Removed(Filter::Frequency));
    let (_, outcome) = run(&Filters::default(), &[record]);
    assert!(outcome.hits()[0].notes.contains(Note::ClinvarMeansReference), "and it is said");
}

#[test]
fn pairs_are_found_across_the_genes_of_a_record() {
    // The first record lies in two genes; its graver consequence is in the other one.
    let first = ["C|stop_gained|NEIGHBOUR||||||||", "C|missense_variant|WFS1||||||||"];
    let second = ["C|missense_variant|WFS1||||||||"];
    let paternal = ["0/1:30:99:15,15", "0/1:30:99:15,15", "0/0:30:99:30,0"];
    let maternal = ["0/1:30:99:15,15", "0/0:30:99:30,0", "0/1:30:99:15,15"];
    let records = [
        Record { place: "chr4 6300000 G C", csq: &first, samples: &paternal, ..DE_NOVO },
        Record { place: "chr4 6301000 G C", csq: &second, samples: &maternal, ..DE_NOVO },
    ];
    let (table, outcome) = run(&standard(), &records);
    let found: Vec<_> =
        outcome.hits().iter().map(|h| (h.row, table.genes().symbol(h.gene), h.pattern, h.partner)).collect();
    let both = Some(Pattern::CompoundHeterozygous);
    assert_eq!(
        found,
        [(0, Some("WFS1"), both, Some(1)), (1, Some("WFS1"), both, Some(0))],
        "and nothing in the other gene, in which there is only one variant"
    );
}

/// A homozygous missense variant of WFS1 in the child, and a deletion or another record over it: partners and notes of the
/// hits that lie opposite to each other.
fn opposite(
    variant: &[&str],
    kind: &str,
    end: u32,
    deletion: &[&str],
) -> Vec<(usize, Option<usize>, Vec<&'static str>)> {
    opposite_in(TRIO, variant, kind, end, deletion)
}

fn opposite_in(
    ped: &str,
    variant: &[&str],
    kind: &str,
    end: u32,
    deletion: &[&str],
) -> Vec<(usize, Option<usize>, Vec<&'static str>)> {
    let csq = ["C|missense_variant|WFS1||||||||"];
    let over = format!("deletion|transcript_ablation|WFS1||||||||,deletion|transcript_ablation|NEXT||||||||;END={end}");
    let place = format!("chr4 6290000 A {kind}");
    let records = [
        Record { place: &place, csq: &[over.as_str()], samples: deletion, ..DE_NOVO },
        Record { place: "chr4 6300000 G C", csq: &csq, samples: variant, ..DE_NOVO },
    ];
    let (table, _) = trio(&records);
    let outcome = standard().run(&table, &family(ped, &table, "child"), None).expect("no panel is asked for");
    let hits = outcome.hits().iter().filter(|h| h.pattern == Some(Pattern::HemizygousDeletion));
    hits.inspect(|h| assert_eq!(table.genes().symbol(h.gene), Some("WFS1"), "the gene of the variant"))
        .map(|h| (h.row, h.partner, h.notes.iter().map(Note::name).filter(|n| n.starts_with("p")).collect()))
        .collect()
}

#[test]
fn a_variant_opposite_a_deletion_and_the_deletion_are_a_pair() {
    const HET: &str = "0/1:30:99:15,15";
    const HOM: &str = "1/1:30:99:0,30";
    const NOT: &str = "0/0:30:99:30,0";
    let pair = |note| vec![(0, Some(1), vec![note]), (1, Some(0), vec![note])];
    let (of_father, of_mother) = ([HOM, HET, NOT], [HET, NOT, HET]);
    for kind in ["<DEL>", "<CN1>", "<DEL:ME:ALU>"] {
        assert_eq!(opposite(&of_father, kind, 6_310_000, &of_mother), pair("phase_by_parents"), "{kind}");
    }
    assert_eq!(
        opposite(&["1:30:99:0,30", HET, NOT], "<DEL>", 6_310_000, &of_mother),
        pair("phase_by_parents"),
        "haploid"
    );
    assert_eq!(opposite(&of_father, "<DEL>", 6_300_000, &of_mother), pair("phase_by_parents"), "its last base");
    assert_eq!(opposite(&[HOM, HET, "./."], "<DEL>", 6_310_000, &[HET, NOT, "./."]), pair("phase_by_genotype"));
    let new = vec!["phase_by_genotype", "pair_with_de_novo"];
    let new = [(0, Some(1), new.clone()), (1, Some(0), new)];
    assert_eq!(opposite(&of_father, "<DEL>", 6_310_000, &[HET, NOT, NOT]), new, "the deletion is new");
    assert_eq!(opposite(&[HOM, NOT, NOT], "<DEL>", 6_310_000, &of_mother), new, "the variant is new");
    for (variant, kind, end, deletion, why) in [
        (of_father, "<DEL>", 6_299_999, of_mother, "it ends before"),
        (of_father, "<DUP>", 6_310_000, of_mother, "nothing is missing"),
        (of_father, "<CNV>", 6_310_000, of_mother, "how many copies is not told"),
        (of_father, "<DEL>", 6_310_000, [HET, HET, NOT], "both come from the father"),
        (of_father, "<DEL>", 6_310_000, [HOM, HET, HET], "no copy is left that could show it"),
        (of_father, "<DEL>", 6_310_000, [NOT, NOT, HET], "the child does not have it"),
        ([HOM, HET, HET], "<DEL>", 6_310_000, of_mother, "Mendel needs nothing"),
        ([HET, HET, NOT], "<DEL>", 6_310_000, of_mother, "the child shows the reference too"),
        ([HOM, HOM, NOT], "<DEL>", 6_310_000, of_mother, "the healthy father has it on both copies"),
    ] {
        assert_eq!(opposite(&variant, kind, end, &deletion), [], "{why}");
    }
    let affected_father = "F child father mother 2 2\nF father 0 0 1 2\nF mother 0 0 2 1";
    for (variant, deletion, expected, why) in [
        ([HOM, HOM, HET], [HET, HET, NOT], true, "pseudodominance: the father has the deletion and the variant too"),
        ([HOM, NOT, HET], [HET, HOM, NOT], true, "he has the deletion on both copies"),
        ([HOM, NOT, HET], [HET, HET, NOT], false, "the deletion alone does not explain him"),
        ([HOM, HET, NOT], [HET, NOT, HET], false, "nor does the variant alone"),
    ] {
        let found = opposite_in(affected_father, &variant, "<DEL>", 6_310_000, &deletion);
        assert_eq!(!found.is_empty(), expected, "{why}");
    }
    let alone = Filters { inheritance: Some(PatternSet::of(&[Pattern::HemizygousDeletion])), ..standard() };
    let (table, family) = trio(&[Record { samples: &of_father, ..DE_NOVO }]);
    let outcome = alone.run(&table, &family, None).expect("no panel");
    assert_eq!(outcome.verdict(0), Verdict::Removed(Filter::Inheritance), "without a deletion it is no hit");
}

#[test]
fn a_panel_gene_counts_by_its_own_consequence() {
    let csq = ["C|stop_gained|NEIGHBOUR||||||||", "C|intron_variant|FGFR2||||||||"];
    let (table, family) = trio(&[Record { csq: &csq, ..DE_NOVO }]);
    let panel = |gene: &str| BTreeSet::from([gene.parse::<GeneSymbol>().expect("a gene")]);
    let filters = Filters { panel: true, ..standard() };
    let verdict = |gene| filters.run(&table, &family, Some(&panel(gene))).expect("a panel").verdict(0);
    assert_eq!(verdict("FGFR2"), Verdict::Removed(Filter::Consequence), "the stop is in the neighbour");
    assert_eq!(verdict("NEIGHBOUR"), Verdict::Kept);
    assert_eq!(verdict("WFS1"), Verdict::Removed(Filter::Panel));
    assert_eq!(filters.run(&table, &family, None), Err(FilterError::NoPanel));
}

#[test]
fn only_named_filters_apply() {
    let record = Record { filter: "LowQual", csq: &[], samples: &["0/0", "0/0", "0/1"], ..DE_NOVO };
    let (_, outcome) = run(&Filters::default(), std::slice::from_ref(&record));
    assert_eq!(outcome.verdict(0), Verdict::Kept, "without filters everything is answered");
    let de_novo = Filters { inheritance: Some(PatternSet::of(&[Pattern::DeNovo])), ..Filters::default() };
    assert_eq!(run(&de_novo, &[record, DE_NOVO]).1.hits().len(), 1);
}

#[test]
fn a_region_takes_what_overlaps_it() {
    let deletion = Record { place: "chr10 121520160 GGGGG G", csq: &[], ..DE_NOVO };
    let filters = Filters { regions: vec!["10:121520164-121520165".parse().expect("a region")], ..Filters::default() };
    let (_, outcome) = run(&filters, &[deletion, DE_NOVO]);
    assert_eq!(outcome.verdict(0), Verdict::Kept, "its last base is 121520164");
    assert_eq!(outcome.verdict(1), Verdict::Removed(Filter::Region));
}

#[test]
fn presets_are_locked_by_their_version() {
    let presets: Vec<Preset> = Preset::NAMES.iter().map(|name| Preset::named(name).expect("a preset")).collect();
    let text = serde_json::to_string_pretty(&presets).expect("JSON");
    insta::assert_snapshot!("presets_v1", text);
    let back: Vec<Preset> = serde_json::from_str(&text).expect("a saved preset reads back");
    assert_eq!(back, presets);
    assert!(Preset::named("strictest").is_err());
}

#[test]
fn a_gene_with_many_variants_lists_first_partners_only() {
    let paternal = ["0/1:30:99:15,15", "0/1:30:99:15,15", "0/0:30:99:30,0"];
    let maternal = ["0/1:30:99:15,15", "0/0:30:99:30,0", "0/1:30:99:15,15"];
    let places: Vec<String> = (0..100).map(|i| format!("chr4 {} G C", 6_300_000 + i)).collect();
    let record = |(i, place)| Record { place, samples: if i % 2 == 0 { &paternal } else { &maternal }, ..DE_NOVO };
    let records: Vec<Record<'_>> = places.iter().map(String::as_str).enumerate().map(record).collect();
    let (_, outcome) = run(&standard(), &records);
    assert_eq!(outcome.hits().len(), 100, "one hit a row, not one a pair");
    assert!(outcome.hits().iter().all(|h| h.partner.is_some() && h.notes.contains(Note::MorePartners)));
}
