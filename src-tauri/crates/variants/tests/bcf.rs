//! BCF by bcftools is read as the VCF that it stands for; a damaged one never gives a shorter answer.
#![allow(clippy::print_stderr, clippy::expect_used, reason = "tests say what they skip")]

use std::{
    io::Cursor,
    path::{Path, PathBuf},
    process::Command,
    sync::Arc,
};

use consent::{Breadth, ConsentScope, Sealing, SensitiveLists, SensitiveMap};
use domain::Assembly;
use variants::{Details, Error, ReadOptions, Source, Stream, VariantTable, check};

fn everything() -> ConsentScope {
    let map =
        SensitiveMap::new(Assembly::GRCh38, SensitiveLists::default(), |_| Vec::new()).expect("every gene has a place");
    ConsentScope::for_bare_files(Sealing::new(Arc::new(map), Default::default()), Breadth::All)
}

fn read(source: &Source) -> Result<VariantTable, Error> {
    let options = ReadOptions { assembly: Some(Assembly::GRCh38), ..ReadOptions::default() };
    VariantTable::read(source, &everything(), options)
}

fn in_memory(bytes: Vec<u8>) -> Source {
    Source::opened_by("memory.bcf", move || Ok(Box::new(Cursor::new(bytes.clone())) as Box<dyn Stream>))
}

/// The corpus as bcftools writes it; `None`, and said, where bcftools is not installed.
fn written(folder: &Path) -> Option<(PathBuf, PathBuf)> {
    let corpus = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../fixtures/variants/trio.vcf");
    let (paths, valid) = ((folder.join("trio.bcf"), folder.join("trio.vcf")), folder.join("valid.vcf"));
    // A decimal genotype quality, which we read, is no BCF.
    let text = std::fs::read_to_string(corpus).expect("the corpus");
    std::fs::write(&valid, text.replace(":12.7", ":12")).expect("written");
    for (kind, path) in [("-Ob", &paths.0), ("-Ov", &paths.1)] {
        let done = Command::new("bcftools").args(["view", "--no-version", kind, "-o"]).arg(path).arg(&valid).output();
        let Ok(done) = done else {
            eprintln!("skipped: bcftools is not installed");
            return None;
        };
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    }
    Some(paths)
}

#[test]
fn bcf_is_read_as_its_vcf() {
    let folder = tempfile::tempdir().expect("a folder");
    let Some((bcf, vcf)) = written(folder.path()) else { return };
    let (bcf, vcf) = (Source::file(&bcf), Source::file(&vcf));
    let (one, other) = (read(&bcf).expect("readable"), read(&vcf).expect("readable"));
    assert_eq!((one.rows(), one.records()), (other.rows(), other.records()));
    let (mut ours, mut theirs) = (Details::open(&[&bcf]).expect("opened"), Details::open(&[&vcf]).expect("opened"));
    for row in (0..one.rows()).rev() {
        assert_eq!(
            (one.position(row), one.consequence(row), one.max_af(row), one.clinvar(row)),
            (other.position(row), other.consequence(row), other.max_af(row), other.clinvar(row))
        );
        for (a, b) in one.samples().iter().zip(other.samples()) {
            assert_eq!((a.genotype(row), a.depth(row)), (b.genotype(row), b.depth(row)), "row {row}");
        }
        let (a, b) = (ours.of(&one, row, &everything()).expect("a record"), theirs.of(&other, row, &everything()));
        assert_eq!(
            Ok((a.reference, a.alternate, a.transcripts)),
            b.map(|b| (b.reference, b.alternate, b.transcripts)).map_err(|e| e.to_string())
        );
    }
    assert_eq!(check(&bcf).expect("readable").records, one.records());
}

#[test]
fn a_bcf_that_is_not_understood_is_not_called_damaged() {
    let folder = tempfile::tempdir().expect("a folder");
    let (vcf, bcf) = (folder.path().join("many.vcf"), folder.path().join("many.bcf"));
    // Above 62 alternates a genotype takes 16 bits.
    let alternates: Vec<String> =
        (0..70_u32).map(|i| format!("A{:07b}", i).replace('0', "C").replace('1', "G")).collect();
    let text = format!(
        "##fileformat=VCFv4.2\n##contig=<ID=chr1>\n##FORMAT=<ID=GT,Number=1,Type=String,Description=\"x\">\n\
        #CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tone\nchr1\t1\t.\tA\t{}\t.\t.\t.\tGT\t0/70\n",
        alternates.join(",")
    );
    std::fs::write(&vcf, text).expect("written");
    let done = Command::new("bcftools").args(["view", "--no-version", "-Ob", "-o"]).args([&bcf, &vcf]).output();
    let Ok(done) = done else { return eprintln!("skipped: bcftools is not installed") };
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    match read(&Source::file(&bcf)) {
        Ok(table) => assert!(table.samples()[0].genotype(69).has_allele(), "the decoder has learned it"),
        Err(error) => {
            let said = error.to_string();
            assert!(said.contains("cannot be decoded here") && said.contains("`bcftools view -Oz`"), "{said}");
            assert!(matches!(error, Error::Undecoded { .. }), "{said}");
        }
    }
}

#[test]
fn a_damaged_bcf_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let Some((bcf, _)) = written(folder.path()) else { return };
    let whole = std::fs::read(bcf).expect("written");
    assert!(read(&in_memory(whole.clone())).is_ok());
    let missing = read(&in_memory(whole[..whole.len() - 28].to_vec())).expect_err("no end").to_string();
    assert!(missing.contains("end-of-file block is missing"), "{missing}");
    for end in (30..whole.len() - 28).step_by(7) {
        assert!(read(&in_memory(whole[..end].to_vec())).is_err(), "cut at {end}");
    }
    let table = read(&in_memory(whole.clone())).expect("readable");
    for place in 0..whole.len() {
        let mut torn = whole.clone();
        torn[place] ^= 1;
        // A time stamp or another byte without meaning may change: the answer may not.
        assert!(read(&in_memory(torn)).map_or(true, |t| t == table), "torn at {place}");
    }
}
