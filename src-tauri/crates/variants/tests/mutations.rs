//! Damaged copies of the kept corpus: whatever is changed, reading ends with an answer or an error. `cargo xtask soak` runs
//! many more of them.
#![allow(clippy::expect_used, reason = "helpers of tests")]

use std::{
    fs,
    io::{Cursor, Write as _},
    path::PathBuf,
    sync::Arc,
};

use consent::{Breadth, ConsentScope, Sealing, SensitiveLists, SensitiveMap};
use domain::{Assembly, Pedigree};
use noodles::{
    bcf,
    vcf::{self, variant::io::Write as _},
};
use noodles_bgzf as bgzf;
use proptest::prelude::*;
use variants::{Callable, CallableAt, Details, ReadOptions, Repeat, Source, Stream, VariantTable, check};

/// One change: what, where (in thousandths of the length and bytes behind that), and a byte.
type Edit = (u8, u16, u8, u8);

fn edits() -> impl Strategy<Value = Vec<Edit>> {
    prop::collection::vec((0..6_u8, 0..1_000_u16, any::<u8>(), any::<u8>()), 1..8)
}

fn changed(bytes: &[u8], edits: &[Edit]) -> Vec<u8> {
    const TELLING: &[u8] = b"\t\n,;:|/.<>[]*=-0123456789ACGT%\"\\#\x00\xff";
    let mut bytes = bytes.to_vec();
    for &(what, thousandths, behind, byte) in edits {
        if bytes.is_empty() {
            break;
        }
        let at = (bytes.len() * usize::from(thousandths) / 1_000 + usize::from(behind)) % bytes.len();
        let end = (at + usize::from(byte)).min(bytes.len());
        match what {
            0 => bytes[at] ^= byte,
            1 => bytes[at] = TELLING[usize::from(byte) % TELLING.len()],
            2 => drop(bytes.drain(at..end)),
            3 => {
                let again = bytes[at..end].to_vec();
                bytes.splice(at..at, again.iter().copied().cycle().take(again.len() * 3));
            }
            4 => bytes.insert(at, TELLING[usize::from(byte) % TELLING.len()]),
            _ => bytes.truncate(end),
        }
    }
    bytes
}

fn corpus() -> Vec<u8> {
    let path = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../fixtures/variants/trio.vcf"));
    fs::read(path).expect("the corpus")
}

fn in_memory(bytes: Vec<u8>) -> Source {
    Source::opened_by("changed.vcf", move || Ok(Box::new(Cursor::new(bytes.clone())) as Box<dyn Stream>))
}

/// Reads it in every way.
fn read(bytes: Vec<u8>) {
    let source = in_memory(bytes);
    let map = SensitiveMap::new(Assembly::GRCh38, SensitiveLists::default(), |_| Vec::new());
    let scope = ConsentScope::for_bare_files(Sealing::new(Arc::new(map), Default::default()), Breadth::All);
    let options = ReadOptions { assembly: Some(Assembly::GRCh38), ..ReadOptions::default() };
    check(&source).expect("no fault of the machine");
    let _: Result<_, _> = Repeat::read_all(&source);
    let _: Result<_, _> =
        Callable::read_gvcf(&source, "child", Assembly::GRCh38, CallableAt { depth: 20, genotype_quality: 20 });
    let Ok(table) = VariantTable::read(&source, &scope, options) else { return };
    let mut details = Details::open(&[&source]).expect("what gave a table opens");
    for row in 0..table.rows() {
        let detail = details.of(&table, row, &scope).expect("what gave a row has its record");
        assert_eq!(detail.position, table.position(row));
    }
}

fn bgzipped(bytes: &[u8]) -> Vec<u8> {
    let mut writer = bgzf::io::Writer::new(Vec::new());
    writer.write_all(bytes).expect("memory");
    writer.finish().expect("memory")
}

/// The corpus as BCF, not packed.
fn as_bcf() -> Vec<u8> {
    let text = corpus();
    let mut reader = vcf::io::Reader::new(text.as_slice());
    let header = reader.read_header().expect("a header");
    let mut writer = bcf::io::Writer::from(Vec::new());
    writer.write_header(&header).expect("memory");
    for record in reader.records() {
        // What BCF cannot say is left out.
        let _: Result<_, _> = writer.write_variant_record(&header, &record.expect("a record"));
    }
    writer.into_inner()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn of_the_text(edits in edits()) {
        read(changed(&corpus(), &edits));
    }

    #[test]
    fn of_the_header(edits in edits()) {
        let text = corpus();
        let records = text.windows(7).position(|w| w == b"\n#CHROM").expect("columns");
        let (header, rest) = text.split_at(records);
        read([changed(header, &edits), rest.to_vec()].concat());
    }

    #[test]
    fn of_the_packed_text(edits in edits()) {
        read(changed(&bgzipped(&corpus()), &edits));
    }

    #[test]
    fn of_info(edits in edits()) {
        let text = String::from_utf8(corpus()).expect("text");
        let line = text.lines().find(|l| !l.starts_with('#') && l.contains("CSQ=")).expect("a record");
        let info = line.split('\t').nth(7).expect("INFO");
        let changed = changed(info.as_bytes(), &edits);
        let at = text.find(info).expect("there");
        read([&text.as_bytes()[..at], &changed, &text.as_bytes()[at + info.len()..]].concat());
    }

    #[test]
    fn of_the_inflated_bcf(edits in edits()) {
        read(bgzipped(&changed(&as_bcf(), &edits)));
    }

    #[test]
    fn of_a_pedigree(edits in edits()) {
        let ped = "F\tchild\tfather\tmother\t2\t2\nF\tfather\t0\t0\t1\t1\nF\tmother\t0\t0\t2\t1\n# more\n";
        let _: Result<_, _> = Pedigree::parse_ped(&String::from_utf8_lossy(&changed(ped.as_bytes(), &edits)));
    }

    #[test]
    fn of_a_bed(edits in edits()) {
        let bed = "#chrom\tstart\tend\tregion\t10X\t20X\nchr1\t0\t100\texon\t100\t90\nchr2\t5\t70\t20:inf\t9\t9\n";
        let at = CallableAt { depth: 20, genotype_quality: 20 };
        let _: Result<_, _> = Callable::read_bed(&in_memory(changed(bed.as_bytes(), &edits)), at);
    }
}
