//! "Why is it not here?" has one answer for each variant, and the same answer for all that is sealed.

use std::{collections::BTreeSet, sync::Arc};

use consent::{Breadth, ConsentScope, Sealing, SensitiveLists, SensitiveMap};
use domain::{Assembly, GeneSymbol, Region};
use variants::{Explain, Filters, Preset, Query, ReadOptions, Surroundings, VariantTable};

use crate::family_text::{DE_NOVO, Record, TRIO, family, source, trio_vcf};

const BRCA2: &str = "13:32315086-32400268";
/// A neighbour that reaches into the flank of BRCA2.
const ZAR1L: &str = "13:32303699-32315363";

fn scope(breadth: Breadth) -> ConsentScope {
    let mut lists = SensitiveLists::default();
    lists.add_tsv("sf", "gene\tonset\nBRCA2\tadult\n").expect("a list");
    let map = SensitiveMap::new(Assembly::GRCh38, lists, |_| vec![BRCA2.parse().expect("a region")])
        .expect("every gene has a place");
    ConsentScope::for_bare_files(Sealing::new(Arc::new(map), BTreeSet::new()), breadth)
}

fn places(gene: &GeneSymbol) -> Vec<Region> {
    match gene.as_str() {
        "BRCA2" => vec![BRCA2.parse().expect("a region")],
        "ZAR1L" => vec![ZAR1L.parse().expect("a region")],
        "FGFR2" => vec!["10:121478332-121598458".parse().expect("a region")],
        _ => Vec::new(),
    }
}

const INTRONIC: [&str; 1] =
    ["C|intron_variant|FGFR2|ENST00000358487.10|ENST00000358487.10:c.109+300C>G||0.0123|0.004|||"];
const IN_BRCA2: Record<'static> = Record {
    place: "chr13 32340300 GT G",
    id: "rs80359550",
    csq: &[
        "-|frameshift_variant|BRCA2|ENST00000380152.8|ENST00000380152.8:c.5946del|ENSP00000369497.3:p.Ser1982ArgfsTer22|0.0001||||",
    ],
    ..DE_NOVO
};

const ABSENT: &str = "not in the file; whether the place could be called is not known";

fn open_records() -> Vec<Record<'static>> {
    vec![
        Record { id: "rs79184941", ..DE_NOVO },
        Record { place: "chr10 121550000 G C", id: "rs1", csq: &INTRONIC, ..DE_NOVO },
        Record { place: "chr10 121560000 GAA GA,G", id: ".", csq: &[], samples: &["1/2", "0/1", "0/2"], ..DE_NOVO },
    ]
}

fn answer(records: &[Record<'_>], filters: &Filters, breadth: Breadth, query: &str) -> String {
    let source = source(&trio_vcf(records));
    let scope = scope(breadth);
    let options = ReadOptions { assembly: Some(Assembly::GRCh38), ..ReadOptions::default() };
    let table = VariantTable::read(&source, &scope, options).expect("a readable VCF");
    let family = family(TRIO, &table, "child");
    let outcome = filters.run(&table, &family, None).expect("no panel is asked for");
    let explain = Explain {
        table: &table,
        family: &family,
        scope: &scope,
        outcome: &outcome,
        places: &places,
        surroundings: &|_, _| Surroundings::default(),
    };
    let query: Query = query.parse().expect("a query");
    explain.answer(&query, &[&source]).expect("a readable VCF").to_string()
}

fn standard() -> Filters {
    Preset::named("standard").expect("a preset").filters
}

#[test]
fn every_way_of_asking_finds_the_same_variant() {
    let kept = "chr10-121520163-G-C (FGFR2): kept as de_novo";
    for query in [
        "chr10:121520163",
        "10-121520163-G-C",
        "10-121520162-AG-AC",
        "rs79184941",
        "FGFR2:c.755C>G",
        "FGFR2 c.755C>G",
        "ENST00000358487.9:c.755C>G",
        "ENST00000358487:c.755C>G",
        "FGFR2:p.(Ser252Trp)",
    ] {
        assert_eq!(answer(&open_records(), &standard(), Breadth::Panel, query), kept, "{query}");
    }
}

#[test]
fn a_removed_variant_says_which_filter_and_the_numbers() {
    let removed = "chr10-121550000-G-C (FGFR2): removed by frequency: 0.0123 in gnomad_exomes above 0.01";
    for query in ["rs1", "10-121550000-G-C", "FGFR2:c.109+300C>G"] {
        assert_eq!(answer(&open_records(), &standard(), Breadth::Panel, query), removed, "{query}");
    }
    let alleles = answer(&open_records(), &standard(), Breadth::Panel, "10:121560001");
    assert_eq!(alleles.lines().count(), 2, "each allele has its own answer: {alleles}");
    let one = answer(&open_records(), &standard(), Breadth::Panel, "10-121560000-GAA-GA");
    assert_eq!(one, alleles.lines().next().expect("a line"), "{one}");
}

#[test]
fn inheritance_names_who_does_not_fit() {
    let inherited = Record { samples: &["0/1:30:99:15,15", "0/0:30:99:30,0", "0/1:30:99:15,15"], ..DE_NOVO };
    let answer = answer(&[inherited], &standard(), Breadth::Panel, "10:121520163");
    assert!(answer.contains("removed by inheritance: compound_heterozygous: no second variant"), "{answer}");
    assert!(answer.contains("de_novo: the genotype of mother does not fit"), "{answer}");
    assert!(answer.contains("recessive: the genotype of child does not fit"), "{answer}");
}

#[test]
fn what_the_file_does_not_have_is_said_to_be_so_where_it_was_looked_at() {
    for query in ["10:121530000", "10-121520163-G-T", "FGFR2:c.1A>G"] {
        assert_eq!(answer(&open_records(), &standard(), Breadth::Panel, query), ABSENT, "{query}");
    }
    for query in ["rs999", "ENST00000999999:c.1A>G", "NOWHERE:c.1A>G"] {
        assert_eq!(answer(&open_records(), &standard(), Breadth::All, query), ABSENT, "{query}");
    }
}

#[test]
fn a_sealed_place_has_one_answer_with_and_without_a_variant() {
    let without = open_records();
    let mut with = open_records();
    with.push(IN_BRCA2);
    for query in [
        "13:32340300",
        "13:32340301",
        "13-32340300-GT-G",
        "13-32310086-A-C",
        "13-32310000-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA-A",
        "rs80359550",
        "BRCA2:c.5946del",
        "BRCA2:c.5946delT",
        "ENST00000380152.8:c.5946del",
        "BRCA2:p.Ser1982ArgfsTer22",
        "ZAR1L:c.1A>G",
    ] {
        for filters in [standard(), Filters::default()] {
            let answers = [&with, &without].map(|records| answer(records, &filters, Breadth::Panel, query));
            assert_eq!(answers, ["not part of this analysis"; 2], "{query}");
        }
    }
    let opened = answer(&with, &Filters::default(), Breadth::All, "BRCA2:c.5946delT");
    assert!(opened.starts_with("chr13-32340300-GT-G (BRCA2): kept"), "{opened}");
}

#[test]
fn an_answer_has_a_shape_for_programs() {
    let source = source(&trio_vcf(&open_records()));
    let scope = scope(Breadth::Panel);
    let options = ReadOptions { assembly: Some(Assembly::GRCh38), ..ReadOptions::default() };
    let table = VariantTable::read(&source, &scope, options).expect("a readable VCF");
    let family = family(TRIO, &table, "child");
    let outcome = standard().run(&table, &family, None).expect("no panel is asked for");
    let explain = Explain {
        table: &table,
        family: &family,
        scope: &scope,
        outcome: &outcome,
        places: &places,
        surroundings: &|_, _| Surroundings::default(),
    };
    let queries = ["rs79184941", "rs1", "13:32340300", "10:5"];
    let answers: Vec<_> = queries
        .iter()
        .map(|q| explain.answer(&q.parse().expect("a query"), &[&source]).expect("a readable VCF"))
        .collect();
    insta::assert_json_snapshot!("explanations", answers);
}
