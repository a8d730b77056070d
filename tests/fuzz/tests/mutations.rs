//! Damaged copies of the kept corpus: whatever is changed, reading ends with an answer or an error. `cargo xtask soak` goes on
//! from there.
#![allow(clippy::expect_used, reason = "helpers of tests")]

use fuzz::{TRIO, bgzipped, read_bed, read_ped, read_vcf, trio, trio_info};
use noodles::{
    bcf,
    vcf::{self, variant::io::Write as _},
};
use proptest::prelude::*;

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

/// The corpus as BCF, not packed.
fn as_bcf() -> Vec<u8> {
    let mut reader = vcf::io::Reader::new(TRIO.as_bytes());
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
        read_vcf(changed(TRIO.as_bytes(), &edits));
    }

    #[test]
    fn of_the_header(edits in edits()) {
        let (header, records) = trio();
        read_vcf([&changed(header.as_bytes(), &edits), records.as_bytes()].concat());
    }

    #[test]
    fn of_the_packed_text(edits in edits()) {
        read_vcf(changed(&bgzipped(TRIO.as_bytes()), &edits));
    }

    #[test]
    fn of_info(edits in edits()) {
        let (before, info, after) = trio_info();
        read_vcf([before.as_bytes(), &changed(info.as_bytes(), &edits), after.as_bytes()].concat());
    }

    #[test]
    fn of_the_inflated_bcf(edits in edits()) {
        read_vcf(bgzipped(&changed(&as_bcf(), &edits)));
    }

    #[test]
    fn of_a_pedigree(edits in edits()) {
        let ped = "F\tchild\tfather\tmother\t2\t2\nF\tfather\t0\t0\t1\t1\nF\tmother\t0\t0\t2\t1\n# more\n";
        read_ped(&changed(ped.as_bytes(), &edits));
    }

    #[test]
    fn of_a_bed(edits in edits()) {
        let bed = "#chrom\tstart\tend\tregion\t10X\t20X\nchr1\t0\t100\texon\t100\t90\nchr2\t5\t70\t20:inf\t9\t9\n";
        read_bed(changed(bed.as_bytes(), &edits));
    }
}
