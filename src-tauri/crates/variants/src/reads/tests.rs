#![allow(clippy::expect_used, reason = "a test ends where something is not as it must be")]

use std::{io::Cursor, ops::Range, sync::Arc};

use consent::{SensitiveLists, SensitiveMap};
use domain::Chromosome;
use noodles::{
    bam,
    core::{Position, Region as Interval},
};
use testkit::reads::{Read as Made, pack};

use super::*;

/// FBN1 and BRCA2 where they lie, without their flanks.
fn sealing(primary: &[&str]) -> Sealing {
    let mut lists = SensitiveLists::default();
    lists.add_tsv("sf", "gene\tonset\nBRCA2\tadult\nFBN1\tany\n").expect("a list");
    let map = SensitiveMap::new(Assembly::GRCh38, lists, |gene| match gene.as_str() {
        "BRCA2" => vec!["13:32315086-32400268".parse().expect("a region")],
        _ => vec!["15:48408313-48645721".parse().expect("a region")],
    })
    .expect("every gene has a place");
    Sealing::new(Arc::new(map), primary.iter().map(|g| g.parse().expect("a gene")).collect())
}

fn read(name: &str, place: &str) -> Made {
    let region: domain::Region = place.parse().expect("a place");
    Made::plain(name, region.chromosome, region.start.get(), &"ACGTACGTAC".repeat(10))
}

/// Reads of chromosomes 1, 13 and 15, sorted: plain ones, some in sensitive genes, and some that tell of such.
fn family() -> Vec<Made> {
    let thirteen: Chromosome = "13".parse().expect("a chromosome");
    let mate = Made { mate: Some((thirteen, 32_340_000)), flags: 1, ..read("mate-in-brca2", "1:2000") };
    let split = Made {
        tags: vec![(*b"MD", "100".into()), (*b"SA", "chr13,32340000,+,50S50M,60,0;".into())],
        ..read("split-in-brca2", "1:3000")
    };
    vec![
        read("first", "1:1000"),
        mate,
        split,
        read("between", "1:4000"),
        read("before", "13:32309900"),
        read("edge", "13:32309990"),
        read("brca2", "13:32340000"),
        read("behind", "13:32405269"),
        read("fbn1", "15:48500000"),
        read("last", "15:60000000"),
    ]
}

struct Split {
    open: Vec<u8>,
    slices: BTreeMap<Category, Vec<u8>>,
    report: ReadsReport,
}

fn try_split(bam: &[u8], index: Option<&[u8]>, sealing: &Sealing) -> Result<Split, Error> {
    let person: PersonId = "child".parse().expect("an id");
    let source = ReadsSource { file: "child.bam", person: &person, assembly: Assembly::GRCh38, index };
    let (mut open, mut slices) = (Vec::new(), BTreeMap::from(Category::ALL.map(|c| (c, Vec::new()))));
    let sinks = ReadsSinks {
        open: &mut open,
        slices: slices.iter_mut().map(|(c, bytes)| (*c, bytes as &mut dyn Write)).collect(),
    };
    let report = split_reads(&source, bam, sealing, sinks, &|_| ControlFlow::Continue(()))?;
    Ok(Split { open, slices, report })
}

fn split(sealing: &Sealing) -> Split {
    let (bam, index) = pack("child", Assembly::GRCh38, &family()).expect("packed");
    try_split(&bam, Some(&index), sealing).expect("split")
}

fn names(bam: &[u8]) -> Vec<String> {
    let mut reader = bam::io::Reader::new(bam);
    reader.read_header().expect("a header");
    reader.records().map(|r| r.expect("a read").name().expect("a name").to_string()).collect()
}

/// What is put together: its bytes and its index.
fn together(split: Split, opens: &[&str]) -> (Vec<u8>, Vec<u8>, ReadsLayout) {
    let saved = |index: &ReadsIndex| {
        ReadsIndex::from_bytes("index", &index.to_bytes("index").expect("saved")).expect("read back")
    };
    let mut bytes = vec![split.open];
    let mut parts = vec![(saved(&split.report.open), u64::try_from(bytes[0].len()).expect("small"))];
    for (category, slice) in split.slices {
        parts.push((saved(&split.report.slices[&category]), u64::try_from(slice.len()).expect("small")));
        bytes.push(slice);
    }
    let layout = ReadsLayout::new("reads", &parts, &|gene| opens.contains(&gene.as_str())).expect("put together");
    let at = |n: u64| usize::try_from(n).expect("small");
    let places = layout.places(&(0..layout.length()));
    let whole = places.into_iter().flat_map(|(part, r)| bytes[part][at(r.start)..at(r.end)].to_vec()).collect();
    (whole, layout.index().to_vec(), layout)
}

fn found(bam: &[u8], index: &[u8], chromosome: &str, first: usize, last: usize) -> Vec<String> {
    let index = bam::bai::io::Reader::new(index).read_index().expect("an index");
    let mut reader = bam::io::Reader::new(Cursor::new(bam));
    let header = reader.read_header().expect("a header");
    let position = |n| Position::new(n).expect("a position");
    let interval = Interval::new(chromosome, position(first)..=position(last));
    let query = reader.query(&header, &index, &interval).expect("a query");
    query.records().map(|r| r.expect("a read").name().expect("a name").to_string()).collect()
}

#[test]
fn what_tells_of_a_sensitive_gene_is_in_its_slice_alone() {
    let split = split(&sealing(&[]));
    assert_eq!(names(&split.open), ["first", "between", "before", "behind", "last"]);
    let slice = |category| names(&split.slices[&category]);
    assert_eq!(slice(Category::SecondaryFindingAdult), ["mate-in-brca2", "split-in-brca2", "edge", "brca2"]);
    assert_eq!(slice(Category::SecondaryFinding), ["fbn1"]);
    assert_eq!(slice(Category::AdultOnset), [""; 0]);
    assert!(split.report.open.says_differences(), "every read has MD");
}

#[test]
fn opened_parts_are_one_sorted_file_with_one_index() {
    let all: Vec<String> = family().into_iter().map(|r| r.name).collect();
    let closed: Vec<&str> = vec!["first", "between", "before", "behind", "last"];
    let (bam, index, _) = together(split(&sealing(&[])), &[]);
    assert_eq!(names(&bam), closed);
    assert_eq!(found(&bam, &index, "chr13", 1, 114_364_328), ["before", "behind"]);
    let (bam, index, _) = together(split(&sealing(&[])), &["BRCA2", "FBN1"]);
    assert_eq!(names(&bam), all, "in the order of the hub's file");
    assert_eq!(found(&bam, &index, "chr1", 1, 10_000), all[..4]);
    assert_eq!(found(&bam, &index, "chr13", 32_340_050, 32_340_050), ["brca2"]);
    assert_eq!(found(&bam, &index, "chr15", 1, 101_991_189), ["fbn1", "last"]);
    let (bam, index, _) = together(split(&sealing(&[])), &["FBN1"]);
    assert_eq!(names(&bam), ["first", "between", "before", "behind", "fbn1", "last"]);
    assert_eq!(found(&bam, &index, "chr13", 32_340_050, 32_340_050), [""; 0]);
}

#[test]
fn a_gene_that_is_not_primary_any_more_closes_again() {
    let split_primary = || split(&sealing(&["BRCA2"]));
    assert!(names(&split_primary().open).contains(&"brca2".to_owned()), "primary when it was imported");
    let (bam, index, _) = together(split_primary(), &[]);
    assert_eq!(names(&bam), ["first", "between", "before", "behind", "last"]);
    assert_eq!(found(&bam, &index, "chr13", 1, 114_364_328), ["before", "behind"]);
    let (bam, ..) = together(split_primary(), &["BRCA2"]);
    assert_eq!(names(&bam).len(), family().len() - 1, "all but FBN1");
}

#[test]
fn a_range_names_only_the_bytes_that_it_touches() {
    let (bam, _, layout) = together(split(&sealing(&[])), &["BRCA2"]);
    assert_eq!(layout.length(), u64::try_from(bam.len()).expect("small"));
    let touched = |range: Range<u64>| layout.places(&range).into_iter().map(|(_, r)| r.end - r.start).sum::<u64>();
    assert_eq!(touched(10..20), 10);
    assert_eq!(touched(0..layout.length()), layout.length());
    assert_eq!(touched(layout.length()..layout.length() + 5), 0, "nothing lies behind the end");
    for start in 0..layout.length() {
        assert_eq!(touched(start..layout.length()), layout.length() - start);
    }
}

#[track_caller]
fn refused(bam: &[u8], index: Option<&[u8]>, expected: &str) {
    match try_split(bam, index, &sealing(&[])) {
        Ok(_) => panic!("must be refused: {expected}"),
        Err(error) => assert!(error.to_string().contains(expected), "{error} must say {expected:?}"),
    }
}

#[test]
fn reads_of_somebody_else_or_another_assembly_are_refused() {
    let (other, _) = pack("mother", Assembly::GRCh38, &family()).expect("packed");
    refused(&other, None, "its sample (SM of @RG) is \"mother\", but it is listed as the reads of child");
    let (other, _) = pack("child", Assembly::GRCh37, &family()).expect("packed");
    refused(&other, None, "chromosome 1 is 249250621 bases long (@SQ), in GRCh38, the assembly of the case, 248956422");
}

/// The same with its last read before the first.
fn turned(bam: &[u8]) -> Vec<u8> {
    let last = family().pop().expect("a read");
    let (alone, _) = pack("child", Assembly::GRCh38, &[last]).expect("packed");
    let (header, _) = pack("child", Assembly::GRCh38, &[]).expect("packed");
    let plain = |bytes: &[u8]| {
        let mut plain = Vec::new();
        bgzf::io::Reader::new(bytes).read_to_end(&mut plain).expect("unpacked");
        plain
    };
    let length = plain(&header).len();
    let (alone, whole) = (plain(&alone), plain(bam));
    let mut writer = bgzf::io::Writer::new(Vec::new());
    writer.write_all(&alone).and_then(|()| writer.write_all(&whole[length..])).expect("packed");
    writer.finish().expect("packed")
}

#[test]
fn a_damaged_file_is_refused() {
    let (bam, index) = pack("child", Assembly::GRCh38, &family()).expect("packed");
    refused(b"", None, "damaged or cut off in its header");
    refused(b"##fileformat=VCFv4.2\n", None, "");
    refused(&bam[..bam.len() - 28], None, "end-of-file block is missing");
    refused(&bam[..bam.len() - 40], None, "damaged or cut off");
    for at in [40, bam.len() / 2] {
        let mut changed = bam.clone();
        changed[at] ^= 0x55;
        assert!(try_split(&changed, None, &sealing(&[])).is_err(), "byte {at} was changed");
    }
    refused(&turned(&bam), None, "not sorted by coordinate");
    refused(&bam, Some(b"not an index"), "its index is no BAI");
    refused(&bam, Some(&index[..index.len() - 9]), "its index is cut off");
    let (_, older) = pack("child", Assembly::GRCh38, &family()[..7]).expect("packed");
    refused(&bam, Some(&older), "its index does not fit: on reference sequence 13 it counts 3 reads, the file has 4");
    assert!(try_split(&bam, Some(&index), &sealing(&[])).is_ok());
}

#[test]
fn a_read_without_md_is_remembered() {
    let mut reads = family();
    reads[3].tags.clear();
    let (bam, index) = pack("child", Assembly::GRCh38, &reads).expect("packed");
    let split = try_split(&bam, Some(&index), &sealing(&[])).expect("split");
    assert!(!split.report.open.says_differences());
}

proptest::proptest! {
    /// Whatever is changed in a file, the answer is one, and in bounded memory.
    #[test]
    fn no_bytes_are_too_hostile(at in 0_usize..4_000, byte: u8) {
        let (bam, _) = pack("child", Assembly::GRCh38, &family()).expect("packed");
        let mut plain = Vec::new();
        bgzf::io::Reader::new(bam.as_slice()).read_to_end(&mut plain).expect("unpacked");
        if let Some(place) = plain.get_mut(at) {
            *place = byte;
        }
        let mut writer = bgzf::io::Writer::new(Vec::new());
        writer.write_all(&plain).expect("packed");
        let _ = try_split(&writer.finish().expect("packed"), None, &sealing(&[]));
    }
}
