//! What is done with a hostile file: it is read in every way there is. Reading ends with an answer or an error; a panic, a
//! hang or memory without bound is a fault.
#![allow(clippy::expect_used, clippy::missing_panics_doc, reason = "a panic is how a fault is told here")]

use std::{io::Cursor, io::Write as _, sync::Arc};

use consent::{Breadth, ConsentScope, Sealing, SensitiveLists, SensitiveMap};
use domain::{Assembly, Pedigree};
use noodles_bgzf as bgzf;
use variants::{Callable, CallableAt, Details, ReadOptions, Repeat, Source, Stream, VariantTable, check};

const CALLABLE: CallableAt = CallableAt { depth: 20, genotype_quality: 20 };

/// A VCF with a record of each kind: `fixtures/variants/trio.vcf`.
pub const TRIO: &str = include_str!("../../../fixtures/variants/trio.vcf");

/// The header of [`TRIO`] without its line of columns, that line and the records.
pub fn trio() -> (&'static str, &'static str) {
    TRIO.split_at(TRIO.find("#CHROM").expect("columns"))
}

/// The INFO of the first record of [`TRIO`] with what comes before and after it.
pub fn trio_info() -> (&'static str, &'static str, &'static str) {
    let at = TRIO.find("CSQ=AAA").expect("an annotated record");
    let length = TRIO[at..].find('\t').expect("FORMAT");
    (&TRIO[..at], &TRIO[at..at + length], &TRIO[at + length..])
}

/// A file in memory.
pub fn in_memory(bytes: Vec<u8>) -> Source {
    Source::opened_by("changed.vcf", move || Ok(Box::new(Cursor::new(bytes.clone())) as Box<dyn Stream>))
}

/// Checks a VCF, reads it as repeats, as a gVCF and as a table, and looks at every row.
pub fn read_vcf(bytes: Vec<u8>) {
    let source = in_memory(bytes);
    let map =
        SensitiveMap::new(Assembly::GRCh38, SensitiveLists::default(), |_| Vec::new()).expect("every gene has a place");
    let scope = ConsentScope::for_bare_files(Sealing::new(Arc::new(map), Default::default()), Breadth::All);
    let options = ReadOptions { assembly: Some(Assembly::GRCh38), ..ReadOptions::default() };
    check(&source).expect("no fault of the machine");
    let _: Result<_, _> = Repeat::read_all(&source);
    let _: Result<_, _> = Callable::read_gvcf(&source, "child", Assembly::GRCh38, CALLABLE);
    let Ok(table) = VariantTable::read(&source, &scope, options) else { return };
    let mut details = Details::open(&[&source]).expect("what gave a table opens");
    for row in 0..table.rows() {
        let detail = details.of(&table, row, &scope).expect("what gave a row has its record");
        assert_eq!(detail.position, table.position(row));
    }
}

/// Reads a PED.
pub fn read_ped(bytes: &[u8]) {
    let _: Result<_, _> = Pedigree::parse_ped(&String::from_utf8_lossy(bytes));
}

/// Reads a BED of callable regions.
pub fn read_bed(bytes: Vec<u8>) {
    let _: Result<_, _> = Callable::read_bed(&in_memory(bytes), CALLABLE);
}

/// The bytes as BGZF with its end marker.
pub fn bgzipped(bytes: &[u8]) -> Vec<u8> {
    let mut writer = bgzf::io::Writer::new(Vec::new());
    writer.write_all(bytes).expect("memory");
    writer.finish().expect("memory")
}
