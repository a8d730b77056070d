//! How long a table takes: `cargo run -p variants --example table_speed -- FILE [GRCh37|GRCh38]`.
#![allow(clippy::print_stdout, clippy::expect_used, missing_docs, reason = "a measuring program")]

use std::{path::Path, sync::Arc, time::Instant};

use consent::{Breadth, ConsentScope, Sealing, SensitiveLists, SensitiveMap};
use domain::Assembly;
use variants::{ReadOptions, Source, VariantTable};

fn main() {
    let mut arguments = std::env::args().skip(1);
    let file = arguments.next().expect("the path of a VCF");
    let assembly: Assembly = arguments.next().map_or(Ok(Assembly::GRCh38), |a| a.parse()).expect("an assembly");
    let map = SensitiveMap::new(assembly, SensitiveLists::default(), |_| Vec::new());
    let scope = ConsentScope::for_bare_files(Sealing::new(Arc::new(map), Default::default()), Breadth::All);
    let start = Instant::now();
    let options = ReadOptions { assembly: Some(assembly), ..ReadOptions::default() };
    let table = VariantTable::read(&Source::file(Path::new(&file)), &scope, options).expect("a readable VCF");
    println!(
        "{} rows, {} records, {} genes in {:?}",
        table.rows(),
        table.records(),
        table.genes().len(),
        start.elapsed()
    );
}
