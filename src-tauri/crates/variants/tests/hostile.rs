//! Hostile files, made while they are read: each stops at a fixed limit with a message that names file, place and limit, in
//! little memory.
#![allow(clippy::print_stderr, clippy::expect_used, reason = "tests say what they skip")]

use std::{
    io::{self, Read, Seek, SeekFrom, Write as _},
    num::NonZeroUsize,
    process::Command,
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

/// Reading and checking refuse it with the same limit, and a process that does nothing else stays small.
fn refused(test: &str, file: Repeated, parts: &[&str]) {
    if !alone(test) {
        return;
    }
    let source = file.source();
    let map =
        SensitiveMap::new(Assembly::GRCh38, SensitiveLists::default(), |_| Vec::new()).expect("every gene has a place");
    let scope = ConsentScope::for_bare_files(Sealing::new(Arc::new(map), Default::default()), Breadth::All);
    let options = ReadOptions { threads: NonZeroUsize::new(2), ..ReadOptions::default() };
    let error = VariantTable::read(&source, &scope, options).expect_err("hostile").to_string();
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
    eprintln!("{peak:?} kB at its largest");
    assert!(peak.is_none_or(|kb| kb < 200_000), "{peak:?} kB at its largest");
}

/// Runs a test of this file again in a process of its own; true there.
fn alone(test: &str) -> bool {
    const CHILD: &str = "SHIRUBE_HOSTILE_CHILD";
    #[allow(clippy::disallowed_methods, reason = "how a test tells itself where it runs")]
    if std::env::var_os(CHILD).is_some() {
        return true;
    }
    let program = std::env::current_exe().expect("this program");
    let run = Command::new(program).args([test, "--exact", "--nocapture"]).env(CHILD, "1").output().expect("started");
    let said = String::from_utf8_lossy(&run.stdout) + String::from_utf8_lossy(&run.stderr);
    assert!(said.contains("1 passed"), "{said}");
    eprintln!("{said}");
    false
}

#[test]
fn a_line_of_two_gigabytes() {
    let start = format!("{HEADER}chr1\t1\t.\tA\tC\t.\t.\tX=");
    refused(
        "a_line_of_two_gigabytes",
        Repeated::new(start, [b'0'; 65_536], 2 * GIB, ""),
        &["line 4", "the length of the line", "32 MiB"],
    );
}

#[test]
fn a_packed_line_of_two_gigabytes() {
    let start = block(format!("{HEADER}chr1\t1\t.\tA\tC\t.\t.\tX="));
    let again = block([b'0'; 65_000]);
    let length = 2 * GIB / 65_000 * again.len() as u64;
    refused(
        "a_packed_line_of_two_gigabytes",
        Repeated::new(start, again, length, ""),
        &["line 4", "the length of the line", "32 MiB"],
    );
}

#[test]
fn ten_million_alleles() {
    let start = format!("{HEADER}chr1\t1\t.\tA\tC");
    let file = Repeated::new(start, ",C".repeat(1000), 20_000_000, "\t.\t.\t.\n");
    refused("ten_million_alleles", file, &[":4: ALT", "more than 2048 alternate alleles"]);
}

#[test]
fn eight_million_info_fields() {
    let start = format!("{HEADER}chr1\t1\t.\tA\tC\t.\t.\tX");
    refused(
        "eight_million_info_fields",
        Repeated::new(start, ";X", 16_000_000, "\n"),
        &[":4: INFO", "more than 10000 fields"],
    );
}

#[test]
fn a_decompression_bomb() {
    let line = format!("chr1\t1\t.\tA\tC\t.\t.\tX={}\n", "0".repeat(65_000));
    let again = block(line);
    let length = 100_000 * again.len() as u64;
    refused(
        "a_decompression_bomb",
        Repeated::new(block(HEADER), again, length, ""),
        &["compressed byte", "ratio of text to compressed bytes", "400"],
    );
}

#[test]
fn a_header_without_end() {
    let line = format!("##x={}\n", "0".repeat(60_000));
    refused(
        "a_header_without_end",
        Repeated::new("##fileformat=VCFv4.2\n", line, 2 * GIB, ""),
        &["line", "the length of the header", "16 MiB"],
    );
}

#[test]
fn more_contigs_than_can_be_told_apart() {
    let lines: String = (0..70_000).map(|i| format!("c{i}\t1\t.\tA\tC\t.\t.\t.\n")).collect();
    refused("more_contigs_than_can_be_told_apart", Repeated::new(HEADER.to_owned() + &lines, "", 0, ""), &["65535"]);
}

#[test]
fn a_genotype_of_a_million_alleles() {
    let header = HEADER.replace("\tINFO\n", "\tINFO\tFORMAT\tchild\n");
    let start = format!("{header}chr1\t1\t.\tA\tC\t.\t.\t.\tGT\t0");
    refused(
        "a_genotype_of_a_million_alleles",
        Repeated::new(start, "/0", 2_000_000, "\n"),
        &[":4:", "GT", "more than 255 alleles"],
    );
}

#[test]
fn more_genotypes_than_a_record_may_have() {
    let names: String = (0..3_000).map(|i| format!("\ts{i}")).collect();
    let header = HEADER.replace("\tINFO\n", &format!("\tINFO\tFORMAT{names}\n"));
    let start = format!("{header}chr1\t1\t.\tA\tC{}\t.\t.\t.\tGT", ",C".repeat(1_999));
    let file = Repeated::new(start, "\t.", 6_000, "\n");
    let parts = [":4: ALT", "2000 alternate alleles of 3000 samples", "more than 4194304 genotypes"];
    refused("more_genotypes_than_a_record_may_have", file, &parts);
}

/// A BCF whose record names one INFO key again and again: three bytes that stand for ten thousand.
#[test]
fn a_short_record_of_a_long_line() {
    let key = "X".repeat(10_000);
    let columns = "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO";
    let header = format!(
        "##fileformat=VCFv4.2\n##reference=GRCh38\n##contig=<ID=chr1>\n\
        ##INFO=<ID={key},Number=0,Type=Flag,Description=\"x\">\n{columns}\n\0"
    );
    let length = |n: usize| u32::try_from(n).expect("short").to_le_bytes();
    let start = [b"BCF\x02\x02".as_slice(), &length(header.len()), header.as_bytes()].concat();
    let (keys, flag) = (60_000_u32, [0x11, 1, 0]);
    // Contig, position, length, no quality, two alleles and the keys, no samples; ID, alleles, FILTER.
    let fixed = [0_u32, 0, 1, 0x7f80_0001, 2 << 16 | keys, 0].map(u32::to_le_bytes).concat();
    let rest = [7, 0x17, b'A', 0x17, b'C', 0];
    let flags = flag.repeat(20_000);
    let shared = length(fixed.len() + rest.len() + 3 * flags.len());
    let record = block([shared.as_slice(), &length(0), &fixed, &rest].concat());
    let again = block(&flags);
    let file = Repeated::new([block(start), record].concat(), &again, 3 * again.len() as u64, "");
    refused("a_short_record_of_a_long_line", file, &["compressed byte", "the length of the line", "32 MiB"]);
}

#[test]
fn empty_blocks_without_end() {
    let empty = {
        let whole = bgzf::io::Writer::new(Vec::new()).finish().expect("memory");
        whole[whole.len() - 28..].to_vec()
    };
    let file = Repeated::new(block(HEADER), empty, 28 * 9_000_000, "no block");
    refused("empty_blocks_without_end", file, &["damaged compressed block", "the start of a BGZF block"]);
}
