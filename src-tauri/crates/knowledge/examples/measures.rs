//! Prints what the reference data cost: `measures DIR`, DIR being a folder of `shirube knowledge import` with the
//! Japanese names. One line for each figure: name, tab, value.

#![allow(clippy::expect_used, clippy::print_stdout, reason = "an example of measuring")]

#[path = "../tests/term_search/typed.rs"]
mod typed;

use std::{
    collections::BTreeMap,
    path::PathBuf,
    time::{Duration, Instant},
};

use knowledge::{Knowledge, TermIndex};

const QUERIES: usize = 200;
const FIRST: usize = 5;
const TIMES: usize = 7;

fn main() {
    let folder = PathBuf::from(std::env::args().nth(1).expect("measures DIR"));
    let (knowledge, load) = timed(|| Knowledge::open(&folder).expect("reference data"));
    let (index, build) = timed(|| TermIndex::of(&knowledge).expect("the ontology"));
    let mut queries = typed::queries(&knowledge, QUERIES);
    queries.extend(typed::readings());
    let mut times = Vec::new();
    let mut by_kind = BTreeMap::new();
    for query in &queries {
        let start = Instant::now();
        let hits = index.search(&query.text, FIRST);
        times.push(start.elapsed());
        let hit = hits.iter().any(|hit| hit.id == query.wanted);
        let (found, asked): &mut (usize, usize) = by_kind.entry(query.kind).or_default();
        (*found, *asked) = (*found + usize::from(hit), *asked + 1);
    }
    times.sort_unstable();
    println!("load, median of {TIMES} (ms)\t{:.1}", milliseconds(load));
    println!("term index, median of {TIMES} (ms)\t{:.1}", milliseconds(build));
    println!("term search, median (ms)\t{:.2}", milliseconds(times[times.len() / 2]));
    println!("term search, slowest (ms)\t{:.2}", milliseconds(times[times.len() - 1]));
    for (kind, (found, asked)) in by_kind {
        println!("term search, {kind}: wanted in the first {FIRST}\t{found} of {asked}");
    }
}

/// What a function gives, and the median of its times.
fn timed<T>(what: impl Fn() -> T) -> (T, Duration) {
    let mut times: Vec<Duration> = Vec::new();
    let mut last = None;
    for _ in 0..TIMES {
        let start = Instant::now();
        last = Some(what());
        times.push(start.elapsed());
    }
    times.sort_unstable();
    (last.expect("measured"), times[TIMES / 2])
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}
