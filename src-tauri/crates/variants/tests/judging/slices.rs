//! Rows of sealed slices: what the proband alone shows, nothing about the origin, nothing of the relatives.

use std::{
    collections::{BTreeMap, BTreeSet},
    io::Write,
    ops::ControlFlow,
    sync::Arc,
};

use consent::{
    AgeClass, Category, ConsentRecord, ConsentScope, ConsentState, Decider, Decision, Item, Sealing, SensitiveLists,
    SensitiveMap,
};
use domain::{Assembly, Pattern, PersonId};
use variants::{
    Explain, Filters, Note, Outcome, Preset, ReadOptions, Source, SplitSinks, Stream, Surroundings, VariantTable,
    Verdict, split,
};

use crate::family_text::{DE_NOVO, Record, TRIO, family, source, trio_vcf};

const PEOPLE: [&str; 3] = ["child", "father", "mother"];

/// A heterozygous BRCA2 variant with these genotypes.
fn in_brca2<'a>(samples: &'a [&'a str]) -> Record<'a> {
    const CSQ: [&str; 1] = ["-|frameshift_variant|BRCA2|ENST00000380152.8|ENST00000380152.8:c.5946del||0.00001||||"];
    Record { place: "chr13 32340300 GT G", id: "rs80359550", csq: &CSQ, samples, ..DE_NOVO }
}

const HET: &str = "0/1:30:99:15,15";
const REF: &str = "0/0:30:99:30,0";

fn id(text: &str) -> PersonId {
    text.parse().expect("an id")
}

fn sealing() -> Sealing {
    let mut lists = SensitiveLists::default();
    lists.add_tsv("sf", "gene\tonset\nBRCA2\tadult\n").expect("a list");
    let map = SensitiveMap::new(Assembly::GRCh38, lists, |_| vec!["13:32315086-32400268".parse().expect("a region")])
        .expect("every gene has a place");
    Sealing::new(Arc::new(map), BTreeSet::new())
}

fn state(person: &str, items: &[Item]) -> ConsentState {
    let decisions = items.iter().map(|&i| (i, Decision::Agreed)).collect();
    let (icf_version, date) = ("1".into(), "2026-04-01".into());
    let record = ConsentRecord {
        person: id(person),
        icf_version,
        decider: Decider::Person,
        proxy: None,
        date,
        decisions,
        withdrawn: false,
    };
    ConsentState::of(&record, AgeClass::Adult)
}

/// Child and father have chosen to know, the mother has not.
fn scope() -> ConsentScope {
    let told = [Item::Participation, Item::SecondaryFindings, Item::SecondaryFindingsAdult];
    let people = [state("child", &told), state("father", &told), state("mother", &told[..1])];
    ConsentScope::for_case(sealing(), &id("child"), &people).expect("the child takes part")
}

fn in_memory(name: &str, bytes: Vec<u8>) -> Source {
    Source::opened_by(name, move || Ok(Box::new(std::io::Cursor::new(bytes.clone())) as Box<dyn Stream>))
}

/// Splits, joins what the scope opens, runs the standard filters; the answer to a query about the place in BRCA2.
fn analysed(records: &[Record<'_>]) -> (VariantTable, Outcome, String) {
    let sealing = sealing();
    let options = ReadOptions { assembly: Some(Assembly::GRCh38), ..ReadOptions::default() };
    let mut open = Vec::new();
    let keys = || PEOPLE.iter().flat_map(|p| Category::ALL.map(|c| (id(p), c)));
    let mut slices: BTreeMap<(PersonId, Category), Vec<u8>> = keys().map(|k| (k, Vec::new())).collect();
    let sinks = SplitSinks {
        open: &mut open,
        slices: slices.iter_mut().map(|(k, v)| (k.clone(), v as &mut dyn Write)).collect(),
    };
    split(&source(&trio_vcf(records)), &sealing, Some(Assembly::GRCh38), sinks, &|_| ControlFlow::Continue(()))
        .expect("a readable VCF");
    let scope = scope();
    let mut sources = vec![in_memory("open.vcf.gz", open)];
    let mut table = VariantTable::read(&sources[0], &scope, options).expect("the open part");
    for (person, category) in scope.opened_slices() {
        let slice = in_memory("slice.vcf.gz", slices[&(person.clone(), category)].clone());
        table.join(&slice, &person, category, &scope, options).expect("an opened slice");
        sources.push(slice);
    }
    let family = family(TRIO, &table, "child");
    let outcome = Preset::named("standard").expect("a preset").filters.run(&table, &family, None).expect("no panel");
    let places = |_: &domain::GeneSymbol| Vec::new();
    let explain = Explain {
        table: &table,
        family: &family,
        scope: &scope,
        outcome: &outcome,
        places: &places,
        surroundings: &|_, _| Surroundings::default(),
    };
    let sources: Vec<&Source> = sources.iter().collect();
    let answer = explain.answer(&"13:32340300".parse().expect("a query"), &sources).expect("readable slices");
    let answer = answer.to_string();
    (table, outcome, answer)
}

#[test]
fn an_opened_slice_says_what_the_proband_alone_shows() {
    let (table, outcome, answer) = analysed(&[DE_NOVO, in_brca2(&[HET, REF, REF])]);
    let [_, hit] = outcome.hits() else { panic!("{:?}", outcome.hits()) };
    assert_eq!(table.genes().symbol(hit.gene), Some("BRCA2"));
    assert_eq!(hit.pattern, Some(Pattern::Dominant), "heterozygous is all that may be said");
    assert!(!hit.patterns.contains(Pattern::DeNovo), "the genotypes of the parents are not told");
    assert!(hit.notes.contains(Note::OriginNotAnalysed));
    assert_eq!(answer, "chr13-32340300-GT-G (BRCA2): kept", "nothing of the origin is told");
}

#[test]
fn whoever_else_carries_it_everything_said_is_the_same() {
    let said = |samples: &[&str]| {
        let (_, outcome, answer) = analysed(&[DE_NOVO, in_brca2(samples)]);
        (outcome.waterfall().to_vec(), outcome.hits().to_vec(), answer)
    };
    let alone = said(&[HET, REF, REF]);
    for samples in [[HET, HET, REF], [HET, REF, HET], [HET, HET, HET], [HET, "./.:.:.:.", REF]] {
        assert_eq!(said(&samples), alone, "{samples:?}");
    }
}

#[test]
fn a_variant_of_the_father_alone_is_not_part_of_the_childs_analysis() {
    let (table, outcome, answer) = analysed(&[DE_NOVO, in_brca2(&[REF, HET, REF])]);
    let (_, without, no_answer) = analysed(&[DE_NOVO]);
    assert_eq!(table.rows(), 2, "the father has opened his slice");
    assert_eq!(outcome.verdict(1), Verdict::NotAnalysed);
    // Gene ids are places in a table's own list.
    let rows = |outcome: &Outcome| outcome.hits().iter().map(|h| (h.row, h.patterns, h.notes)).collect::<Vec<_>>();
    assert_eq!((outcome.waterfall(), rows(&outcome)), (without.waterfall(), rows(&without)));
    assert_eq!(answer, no_answer, "not in the file, for the child");
    let family = family(TRIO, &table, "child");
    let everything = Filters::default().run(&table, &family, None).expect("no panel");
    assert!(everything.hits().iter().all(|h| h.row == 0), "nor is it told where no filter is named");
}
