//! Hostile files, made while they are read: each stops at a fixed limit with a message that names file, place and limit, in
//! little memory.
#![allow(clippy::print_stderr, clippy::expect_used, reason = "tests say what they skip")]

use std::{
    io::{self, Read, Seek, SeekFrom, Write as _},
    sync::Arc,
};

use consent::{Breadth, ConsentScope, Sealing, SensitiveLists, SensitiveMap};
use domain::Assembly;
use noodles_bgzf as bgzf;
use variants::{ReadOptions, Source, Stream, Validity, VariantTable, check};

const HEADER: &str = "##fileformat=VCFv4.2\n##reference=GRCh38\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\n";
const GIB: u64 = 1 << 30;

/// A beginning, then the same bytes again and again up to a length, then an end.
#[derive(Clone)]
struct Repeated {
    start: Arc<[u8]>,
    again: Arc<[u8]>,
    /// Bytes of all repetitions.
    length: u64,
    end: Arc<[u8]>,
    at: u64,
}

impl Repeated {
    fn new(start: impl AsRef<[u8]>, again: impl AsRef<[u8]>, length: u64, end: impl AsRef<[u8]>) -> Self {
        let own = |bytes: &[u8]| -> Arc<[u8]> { bytes.into() };
        Self { start: own(start.as_ref()), again: own(again.as_ref()), length, end: own(end.as_ref()), at: 0 }
    }

    fn source(self) -> Source {
        Source::opened_by("hostile.vcf", move || Ok(Box::new(self.clone()) as Box<dyn Stream>))
    }

    fn whole(&self) -> u64 {
        self.start.len() as u64 + self.length + self.end.len() as u64
    }
}

impl Read for Repeated {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let (start, again) = (self.start.len() as u64, self.again.len() as u64);
        let place = |at: u64| usize::try_from(at).expect("small");
        let rest = if self.at < start {
            &self.start[place(self.at)..]
        } else if self.at < start + self.length {
            let within = self.at - start;
            let rest = &self.again[place(within % again)..];
            &rest[..rest.len().min(place((self.length - within).min(again)))]
        } else {
            &self.end[place((self.at - start - self.length).min(self.end.len() as u64))..]
        };
        let found = (&*rest).read(into)?;
        self.at += found as u64;
        Ok(found)
    }
}

impl Seek for Repeated {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let goal = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
            SeekFrom::End(by) => self.whole().checked_add_signed(by),
        };
        self.at = goal.ok_or(io::ErrorKind::InvalidInput)?;
        Ok(self.at)
    }
}

/// One BGZF block with the whole of a text of at most 64 KiB, without the end-of-file block.
fn block(text: impl AsRef<[u8]>) -> Vec<u8> {
    let mut writer = bgzf::io::writer::Builder::default()
        .set_compression_level(bgzf::io::writer::CompressionLevel::BEST)
        .build_from_writer(Vec::new());
    writer.write_all(text.as_ref()).expect("memory");
    let mut bytes = writer.finish().expect("memory");
    bytes.truncate(bytes.len() - 28);
    bytes
}

/// Reading and checking refuse it with the same limit, and the process has stayed small.
fn refused(file: Repeated, parts: &[&str]) {
    let source = file.source();
    let map = SensitiveMap::new(Assembly::GRCh38, SensitiveLists::default(), |_| Vec::new());
    let scope = ConsentScope::for_bare_files(Sealing::new(Arc::new(map), Default::default()), Breadth::All);
    let error = VariantTable::read(&source, &scope, ReadOptions::default()).expect_err("hostile").to_string();
    let report = check(&source).expect("no fault of the machine");
    assert_eq!(report.verdict, Validity::Invalid);
    let problem = report.problems.iter().map(|p| format!("hostile.vcf:{p}")).collect::<Vec<_>>().join("\n");
    assert!(error.starts_with("hostile.vcf:"), "{error}");
    for part in parts {
        assert!(error.contains(part), "{error:?} should say {part:?}");
        assert!(problem.contains(part), "the check should say {part:?}: {problem}");
    }
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|l| l.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB")?.parse::<u64>().ok());
    // All tests of this file in one process, several at a time.
    assert!(peak.is_none_or(|kb| kb < 500_000), "{peak:?} kB at its largest");
}

#[test]
fn a_line_of_two_gigabytes() {
    let start = format!("{HEADER}chr1\t1\t.\tA\tC\t.\t.\tX=");
    refused(Repeated::new(start, [b'0'; 65_536], 2 * GIB, ""), &["line 4", "the length of the line", "32 MiB"]);
}

#[test]
fn a_packed_line_of_two_gigabytes() {
    let start = block(format!("{HEADER}chr1\t1\t.\tA\tC\t.\t.\tX="));
    let again = block([b'0'; 65_000]);
    let length = 2 * GIB / 65_000 * again.len() as u64;
    refused(Repeated::new(start, again, length, ""), &["line 4", "the length of the line", "32 MiB"]);
}

#[test]
fn ten_million_alleles() {
    let start = format!("{HEADER}chr1\t1\t.\tA\tC");
    let file = Repeated::new(start, ",C".repeat(1000), 20_000_000, "\t.\t.\t.\n");
    refused(file, &[":4: ALT", "more than 2048 alternate alleles"]);
}

#[test]
fn eight_million_info_fields() {
    let start = format!("{HEADER}chr1\t1\t.\tA\tC\t.\t.\tX");
    refused(Repeated::new(start, ";X", 16_000_000, "\n"), &[":4: INFO", "more than 10000 fields"]);
}

#[test]
fn a_decompression_bomb() {
    let line = format!("chr1\t1\t.\tA\tC\t.\t.\tX={}\n", "0".repeat(65_000));
    let again = block(line);
    let length = 100_000 * again.len() as u64;
    refused(
        Repeated::new(block(HEADER), again, length, ""),
        &["compressed byte", "ratio of text to compressed bytes", "400"],
    );
}

#[test]
fn a_header_without_end() {
    let line = format!("##x={}\n", "0".repeat(60_000));
    refused(
        Repeated::new("##fileformat=VCFv4.2\n", line, 2 * GIB, ""),
        &["line", "the length of the header", "16 MiB"],
    );
}

#[test]
fn more_contigs_than_can_be_told_apart() {
    let lines: String = (0..70_000).map(|i| format!("c{i}\t1\t.\tA\tC\t.\t.\t.\n")).collect();
    refused(Repeated::new(HEADER.to_owned() + &lines, "", 0, ""), &["65535"]);
}

#[test]
fn a_genotype_of_a_million_alleles() {
    let header = HEADER.replace("\tINFO\n", "\tINFO\tFORMAT\tchild\n");
    let start = format!("{header}chr1\t1\t.\tA\tC\t.\t.\t.\tGT\t0");
    refused(Repeated::new(start, "/0", 2_000_000, "\n"), &[":4:", "GT", "more than 255 alleles"]);
}
