//! Corpora, bad input, real files, and another reader as witness.
#![allow(clippy::print_stderr, clippy::expect_used, reason = "tests say what they skip")]

use std::{
    fmt::Write as _,
    fs,
    io::{Cursor, Write as _},
    path::{Path, PathBuf},
    sync::Arc,
    time::{Duration, SystemTime},
};

use consent::{Breadth, ConsentScope, Sealing, SensitiveLists, SensitiveMap};
use domain::{Assembly, CaseId};
use noodles::vcf::{
    self,
    variant::record::{AlternateBases as _, Filters as _},
};
use noodles_bgzf as bgzf;
use proptest::prelude::*;
use rand_chacha::{ChaCha20Rng, rand_core::SeedableRng};
use sealed::symmetric::SymmetricKey;
use variants::{AnnotationKind, Details, Error, Header, ReadOptions, Source, Stream, VariantTable};

fn fixtures() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../fixtures/variants"))
}

fn data(file: &str) -> Option<PathBuf> {
    let data = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../../shared/data"));
    if !data.is_dir() {
        eprintln!("skipped: ../shared/data is not here");
        return None;
    }
    Some(data.join(file))
}

fn everything(assembly: Assembly) -> ConsentScope {
    let map = SensitiveMap::new(assembly, SensitiveLists::default(), |_| Vec::new()).expect("every gene has a place");
    ConsentScope::for_bare_files(Sealing::new(Arc::new(map), Default::default()), Breadth::All)
}

fn read(source: &Source, assembly: Assembly) -> Result<VariantTable, Error> {
    VariantTable::read(source, &everything(assembly), ReadOptions::default())
}

fn in_memory(bytes: Vec<u8>) -> Source {
    Source::opened_by("memory.vcf", move || Ok(Box::new(Cursor::new(bytes.clone())) as Box<dyn Stream>))
}

fn bgzipped(text: &str) -> Vec<u8> {
    let mut writer = bgzf::io::Writer::new(Vec::new());
    writer.write_all(text.as_bytes()).expect("memory");
    writer.finish().expect("memory")
}

fn shown<T: ToString>(value: Option<T>) -> String {
    value.map_or_else(|| ".".to_owned(), |v| v.to_string())
}

/// Every column of a table as text.
fn rows_text(table: &VariantTable) -> String {
    let mut text = "contig\tposition\tend\tallele\tkind\tfilter\tconsequence\tgenes\tclinvar\tstars\tmax_af\tfrequencies\trevel\tcadd\tspliceai\trs\tsamples\n".to_owned();
    for row in 0..table.rows() {
        let genes = table.genes_of(row).map(|(g, c)| format!("{}:{c}", table.genes().symbol(g).unwrap_or("?")));
        let frequencies = table.frequencies().iter().map(|f| format!("{}={}", f.name, shown(f.get(row))));
        let samples = table.samples().iter().map(|s| {
            let (depth, quality, reads) = (s.depth(row), s.genotype_quality(row), s.alternate_reads(row));
            let known = [shown(depth), shown(quality), shown(reads), shown(s.phase_set(row))].join("/");
            format!("{:08b} {known}", s.genotype(row).bits())
        });
        let columns = [
            table.contig_name(row).to_owned(),
            table.position(row).to_string(),
            table.end(row).to_string(),
            table.allele(row).to_string(),
            format!("{:?}", table.kind(row)),
            table.filter(row).to_owned(),
            table.consequence(row).to_string(),
            genes.collect::<Vec<_>>().join(","),
            shown(table.clinvar(row).name()),
            shown(table.stars(row)),
            shown(table.max_af(row)),
            frequencies.collect::<Vec<_>>().join(","),
            shown(table.revel(row)),
            shown(table.cadd(row)),
            shown(table.spliceai(row)),
            shown(table.rs(row)),
            samples.collect::<Vec<_>>().join("; "),
        ];
        writeln!(text, "{}", columns.join("\t")).expect("memory");
    }
    text
}

fn trio() -> VariantTable {
    read(&Source::file(&fixtures().join("trio.vcf")), Assembly::GRCh38).expect("the corpus is readable")
}

/// The message without the folder.
fn message(path: &Path) -> String {
    let error = read(&Source::file(path), Assembly::GRCh38).expect_err("must be refused").to_string();
    error.replace(&format!("{}/", path.parent().expect("a folder").display()), "")
}

fn bad_files() -> Vec<PathBuf> {
    let entries = fs::read_dir(fixtures().join("bad")).expect("the corpus");
    let mut files: Vec<PathBuf> = entries.map(|e| e.expect("an entry").path()).collect();
    files.retain(|p| p.extension().is_some_and(|e| e == "vcf"));
    files.sort();
    files
}

fn messages() -> String {
    let name = |p: &Path| p.file_name().expect("a name").to_string_lossy().into_owned();
    bad_files().iter().map(|p| format!("{}\t{}\n", name(p), message(p))).collect()
}

#[test]
fn the_table_of_the_corpus_is_as_written() {
    let expected = fs::read_to_string(fixtures().join("trio.rows.tsv")).expect("the corpus");
    assert_eq!(rows_text(&trio()), expected);
}

#[test]
fn bad_files_are_refused_with_their_message() {
    let expected = fs::read_to_string(fixtures().join("bad/messages.tsv")).expect("the corpus");
    assert_eq!(messages(), expected);
}

#[test]
fn a_table_saved_in_format_1_opens() {
    let bytes = fs::read(fixtures().join("table-v1.bin")).expect("the corpus");
    let (case, key) = ("fixture".parse::<CaseId>().expect("an id"), SymmetricKey::from([7; 32]));
    let table = VariantTable::read_from(Cursor::new(bytes), "table-v1.bin", &case, &key).expect("version 1");
    // That format did not tell transitions from transversions; all else that it says is the same.
    let today = trio();
    let said = |t: &VariantTable| -> Vec<_> {
        (0..t.rows())
            .map(|r| (t.position(r), t.end(r), t.consequence(r), t.gene(r), t.max_af(r), t.offset(r)))
            .collect()
    };
    assert_eq!(said(&table), said(&today));
}

#[test]
fn tables_saved_in_later_formats_open() {
    for name in ["table-v2.bin", "table-v3.bin"] {
        let bytes = fs::read(fixtures().join(name)).expect("the corpus");
        let (case, key) = ("fixture".parse::<CaseId>().expect("an id"), SymmetricKey::from([7; 32]));
        let table = VariantTable::read_from(Cursor::new(bytes), name, &case, &key).expect(name);
        assert!(table == trio(), "{name} says the same as reading the file again");
    }
}

#[test]
#[ignore = "writes the corpora anew"]
fn write_the_corpora() {
    fs::write(fixtures().join("trio.rows.tsv"), rows_text(&trio())).expect("written");
    fs::write(fixtures().join("bad/messages.tsv"), messages()).expect("written");
    let table = fixtures().join("table-v3.bin");
    if !table.exists() {
        let (case, key) = ("fixture".parse::<CaseId>().expect("an id"), SymmetricKey::from([7; 32]));
        let (mut bytes, mut rng) = (Vec::new(), ChaCha20Rng::seed_from_u64(7));
        trio().write_to(&mut bytes, "table-v3.bin", &case, &key, &mut rng).expect("saved");
        fs::write(table, bytes).expect("written");
    }
}

#[test]
fn a_cut_or_damaged_file_never_gives_a_shorter_answer() {
    let text = fs::read_to_string(fixtures().join("trio.vcf")).expect("the corpus");
    let whole = bgzipped(&text);
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    gzip.write_all(text.as_bytes()).expect("memory");
    let gzip = gzip.finish().expect("memory");
    assert!(
        read(&in_memory(whole.clone()), Assembly::GRCh38).is_ok()
            && read(&in_memory(gzip.clone()), Assembly::GRCh38).is_ok()
    );
    let of = |bytes: &[u8]| read(&in_memory(bytes.to_vec()), Assembly::GRCh38).expect_err("damaged");
    let missing = of(&whole[..whole.len() - 28]);
    assert!(matches!(missing, Error::MissingEof { .. }), "{missing}");
    for end in 20..whole.len() - 28 {
        assert!(matches!(of(&whole[..end]), Error::Truncated { .. }), "cut at {end}");
    }
    for place in 30..whole.len() - 36 {
        let mut torn = whole.clone();
        torn[place] ^= 1;
        assert!(matches!(of(&torn), Error::Block { .. } | Error::Truncated { .. }), "torn at {place}");
    }
    for end in 20..gzip.len() {
        assert!(matches!(of(&gzip[..end]), Error::Truncated { .. }), "gzip cut at {end}");
    }
    let mut appended = whole.clone();
    appended.extend_from_slice(b"more");
    assert!(matches!(of(&appended), Error::Block { .. } | Error::Truncated { .. }), "bytes behind the end");
}

#[test]
fn the_plain_side_of_an_encrypted_file_is_read_like_the_file() {
    let text = fs::read_to_string(fixtures().join("trio.vcf")).expect("the corpus");
    let mut rng = ChaCha20Rng::seed_from_u64(3);
    let hospital = sealed::envelope::SecretKey::generate(&mut rng);
    let mut writer =
        sealed::crypt4gh::Writer::new(Vec::new(), &[hospital.public_key()], &mut rng).expect("a recipient");
    writer.write_all(&bgzipped(&text)).expect("memory");
    let (encrypted, plain_len) = writer.finish().expect("memory");
    let open = move || {
        let reader = sealed::crypt4gh::Reader::open_expecting(Cursor::new(encrypted.clone()), &hospital, plain_len);
        Ok(Box::new(reader.expect("the recipient's key")) as Box<dyn Stream>)
    };
    let (encrypted, plain) = (Source::opened_by("open part", open), in_memory(bgzipped(&text)));
    let table = read(&encrypted, Assembly::GRCh38).expect("readable");
    assert!(table == read(&plain, Assembly::GRCh38).expect("readable"));
    let scope = everything(Assembly::GRCh38);
    let (mut one, mut other) =
        (Details::open(&[&encrypted]).expect("opened"), Details::open(&[&plain]).expect("opened"));
    for row in (0..table.rows()).rev() {
        assert_eq!(one.of(&table, row, &scope).expect("a record"), other.of(&table, row, &scope).expect("a record"));
    }
}

#[test]
fn bcf_and_encrypted_files_say_what_they_are() {
    let bcf = read(&in_memory(b"BCF\x02\x02....".to_vec()), Assembly::GRCh38).expect_err("not read");
    assert!(bcf.to_string().contains("bcftools view -Oz"), "{bcf}");
    let crypt4gh = read(&in_memory(b"crypt4gh\x01\0\0\0".to_vec()), Assembly::GRCh38).expect_err("not read");
    assert!(crypt4gh.to_string().contains("encrypted"), "{crypt4gh}");
    let missing = read(&Source::file(Path::new("/nowhere/x.vcf")), Assembly::GRCh38).expect_err("not there");
    assert!(matches!(missing, Error::Io { .. }) && missing.to_string().starts_with("/nowhere/x.vcf: "), "{missing}");
}

#[test]
fn what_is_too_large_stops_at_its_limit() {
    let header = "##fileformat=VCFv4.2\n##reference=GRCh38\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\n";
    let alleles = vec!["C"; 3_000].join(",");
    let many = read(&in_memory(format!("{header}chr1\t1\t.\tA\t{alleles}\t.\t.\t.\n").into_bytes()), Assembly::GRCh38);
    assert!(many.expect_err("too many").to_string().contains("memory.vcf:4: ALT: more than 2048"));
    let long = format!("{header}chr1\t1\t.\t{}", "A".repeat(33 << 20));
    let error = read(&in_memory(bgzipped(&long)), Assembly::GRCh38).expect_err("too long").to_string();
    assert!(error.contains("line 4: the length of the line is above the limit of 32 MiB"), "{error}");
    let member = |text: &[u8]| {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(text).expect("memory");
        encoder.finish().expect("memory")
    };
    let line = format!("chr1\t1\t.\tA\tC\t.\t.\tX={}\n", "0".repeat(9 << 20));
    let bomb = [member(header.as_bytes()), member(line.as_bytes()).repeat(32)].concat();
    let error = read(&in_memory(bomb), Assembly::GRCh38).expect_err("a bomb").to_string();
    assert!(error.contains("ratio of text to compressed bytes"), "{error}");
}

/// A BGZF copy of the synthetic part of real data with an index by noodles.
fn indexed(folder: &Path) -> PathBuf {
    let path = folder.join("some.vcf.gz");
    let mut text =
        "##fileformat=VCFv4.2\n##reference=GRCh38\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tchild\n"
            .to_owned();
    for (contig, first) in [("chr1", 1_000), ("chr13", 500)] {
        for position in (first..150_000).step_by(50) {
            let reference = "A".repeat(if position == 59_950 { 60 } else { 1 });
            writeln!(text, "{contig}\t{position}\t.\t{reference}\tG\t.\tPASS\t.\tGT\t0/1").expect("memory");
        }
    }
    fs::write(&path, bgzipped(&text)).expect("written");
    let index = vcf::fs::index(&path).expect("indexed");
    let vcf::Index::Tabix(index) = index else { unreachable!("tabix is the default") };
    noodles::tabix::fs::write(folder.join("some.vcf.gz.tbi"), &index).expect("written");
    path
}

#[test]
fn an_index_of_a_shorter_file_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = indexed(folder.path());
    let packed = fs::File::open(&path).expect("a file");
    let mut text = std::io::read_to_string(bgzf::io::Reader::new(packed)).expect("read");
    text.push_str("chr13\t150000\t.\tA\tG\t.\tPASS\t.\tGT\t0/1\n");
    fs::write(&path, bgzipped(&text)).expect("written");
    // As new as the file, as after a copy of both.
    let index = fs::File::options().append(true).open(folder.path().join("some.vcf.gz.tbi")).expect("the index");
    index.set_modified(fs::metadata(&path).and_then(|m| m.modified()).expect("a time")).expect("set");
    let region = "1:1-5000".parse().expect("a region");
    let scope = everything(Assembly::GRCh38);
    let read = VariantTable::read_region(&Source::file(&path), region, &scope, ReadOptions::default());
    let error = read.expect_err("the index knows nothing of the end").to_string();
    assert!(error.contains("some.vcf.gz.tbi"), "{error}");
}

#[test]
fn a_region_is_read_by_its_index_and_equals_the_whole_file_filtered() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = indexed(folder.path());
    let region = "13:60000-61000".parse().expect("a region");
    let scope = everything(Assembly::GRCh38);
    let by_index = VariantTable::read_region(&Source::file(&path), region, &scope, ReadOptions::default());
    let streamed = in_memory(fs::read(&path).expect("bytes"));
    let streamed = VariantTable::read_region(&streamed, region, &scope, ReadOptions::default()).expect("a table");
    let by_index = by_index.expect("a table");
    assert_eq!(by_index.rows(), 22, "21 in the region and the deletion that spans it");
    assert!(by_index == streamed);
    assert_eq!((streamed.position(0), streamed.end(0)), (59_950, 60_009));
}

#[test]
fn a_missing_older_or_foreign_index_is_an_error() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = indexed(folder.path());
    let index = folder.path().join("some.vcf.gz.tbi");
    let of = || {
        let region = "1:1-5000".parse().expect("a region");
        let scope = everything(Assembly::GRCh38);
        VariantTable::read_region(&Source::file(&path), region, &scope, ReadOptions::default())
    };
    assert!(of().is_ok());
    let modified = fs::metadata(&path).and_then(|m| m.modified()).expect("a time");
    let set =
        |file: &Path, time: SystemTime| fs::File::options().append(true).open(file).expect("a file").set_modified(time);
    set(&index, modified - Duration::from_secs(5)).expect("set");
    let old = of().expect_err("older");
    assert!(matches!(old, Error::OldIndex { .. }) && old.to_string().contains("older than"), "{old}");
    fs::write(&index, bgzipped("no index")).expect("written");
    assert!(matches!(of(), Err(Error::BadIndex { .. })));
    fs::remove_file(&index).expect("removed");
    let missing = of().expect_err("missing");
    assert!(matches!(missing, Error::MissingIndex { .. }) && missing.to_string().contains("tabix -p vcf"), "{missing}");
}

#[test]
fn the_real_trio_of_scout_is_read() {
    let Some(path) = data("vcf/scout/643594.clinical.vcf.gz") else { return };
    let source = Source::file(&path);
    let table = read(&source, Assembly::GRCh37).expect("readable");
    assert_eq!((table.records(), table.assembly(), table.annotation()), (680, Assembly::GRCh37, AnnotationKind::Vep));
    let names: Vec<&str> = table.frequencies().iter().map(|f| f.name.as_str()).collect();
    assert_eq!(names, ["exac", "thousand_genomes", "swegen"], "Scout keeps frequencies in INFO");
    let annotated = (0..table.rows()).filter(|&r| table.gene(r) != variants::Genes::NONE).count();
    assert!(annotated * 10 > table.rows() * 9, "{annotated} of {} rows have a gene", table.rows());
    let known = |column: &dyn Fn(usize) -> bool| (0..table.rows()).filter(|&r| column(r)).count();
    assert_eq!(known(&|r| table.cadd(r).is_some()), 337, "as many as records with CADD");
    assert_eq!(known(&|r| table.clinvar(r).name().is_some()), 22, "as many as records with CLNSIG");
    let mut details = Details::open(&[&source]).expect("opened");
    for row in (0..table.rows()).step_by(7).chain([3, 1]) {
        let detail = details.of(&table, row, &everything(Assembly::GRCh37)).expect("the record");
        assert_eq!(detail.position, table.position(row));
        let gravest = detail.transcripts.iter().map(|t| t.consequence).min();
        assert_eq!(gravest, Some(table.consequence(row)), "row {row}: the table and the record agree");
    }
}

#[test]
fn lower_case_annotation_without_alleles_belongs_to_every_allele() {
    let Some(path) = data("vcf/talos/1_labelled_variant.vcf.bgz") else { return };
    let table = read(&Source::file(&path), Assembly::GRCh38).expect("readable");
    assert_eq!(table.genes().symbol(table.gene(0)), Some("ABCD4"));
    assert_eq!(table.consequence(0).term(), "missense_variant");
    let names: Vec<&str> = table.frequencies().iter().map(|f| f.name.as_str()).collect();
    assert_eq!(names, ["gnomad_exomes", "gnomad", "exac"]);
    let Some(joint) = data("vcf/talos/joint.vcf.bgz") else { return };
    let joint = read(&Source::file(&joint), Assembly::GRCh38).expect("readable");
    assert_eq!((joint.annotation(), joint.gene(0)), (AnnotationKind::None, variants::Genes::NONE));
}

#[test]
fn every_valid_real_file_is_read_into_a_table_and_none_panics() {
    let Some(folder) = data("vcf") else { return };
    let (mut folders, mut tables) = (vec![folder], 0);
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            if ![".vcf", ".vcf.gz", ".vcf.bgz"].iter().any(|end| path.to_string_lossy().ends_with(end)) {
                continue;
            }
            let source = Source::file(&path);
            let header = Header::read(&source).expect("a header");
            let assembly = header.assembly("x", None).unwrap_or(Assembly::GRCh37);
            let options = ReadOptions { assembly: Some(assembly), threads: None };
            match VariantTable::read(&source, &everything(assembly), options) {
                Ok(table) => {
                    tables += 1;
                    assert_eq!(
                        table.records(),
                        variants::check(&source).expect("checked").records,
                        "{}",
                        path.display()
                    );
                }
                Err(error) => eprintln!("{error}"),
            }
        }
    }
    assert!(tables >= 50, "{tables} tables; the others have broken records");
}

prop_compose! {
    fn allele()(bases in "[ACGT]{1,4}") -> String { bases }
}

prop_compose! {
    fn genotype(alternates: usize)(alleles in proptest::collection::vec(proptest::option::weighted(0.9, 0..=alternates), 1..3), phased in any::<bool>()) -> String {
        let texts: Vec<String> = alleles.iter().map(|a| a.map_or(".".to_owned(), |n| n.to_string())).collect();
        texts.join(if phased { "|" } else { "/" })
    }
}

prop_compose! {
    fn line()(alternates in proptest::collection::vec(allele(), 1..4))
        (position in 1u32..248_956_422, reference in allele(), quality in proptest::option::of(0u32..9_999), pass in any::<bool>(),
         genotypes in proptest::collection::vec(genotype(alternates.len()), 2), depth in proptest::option::of(0u16..60_000), alternates in Just(alternates)) -> String
    {
        let quality = shown(quality.map(|q| f64::from(q) / 8.0));
        let filter = if pass { "PASS" } else { "a;b" };
        format!("chr1\t{position}\t.\t{reference}\t{}\t{quality}\t{filter}\tX=1;Y\tGT:DP\t{}:{}\t{}", alternates.join(","), genotypes[0], shown(depth), genotypes[1])
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// The reader of noodles is the witness.
    #[test]
    fn lines_are_read_as_noodles_reads_them(lines in proptest::collection::vec(line(), 1..20)) {
        let header = "##fileformat=VCFv4.3\n##reference=GRCh38\n##INFO=<ID=X,Number=1,Type=Integer,Description=\"x\">\n##INFO=<ID=Y,Number=0,Type=Flag,Description=\"y\">\n##FORMAT=<ID=GT,Number=1,Type=String,Description=\"g\">\n##FORMAT=<ID=DP,Number=1,Type=Integer,Description=\"d\">\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\ta\tb\n";
        let text = format!("{header}{}\n", lines.join("\n"));
        let source = in_memory(text.clone().into_bytes());
        let table = read(&source, Assembly::GRCh38).expect("a table");
        let mut details = Details::open(&[&source]).expect("opened");
        let mut reader = vcf::io::Reader::new(text.as_bytes());
        let vcf_header = reader.read_header().expect("a header");
        let mut row = 0;
        for record in reader.records() {
            let record = record.expect("a record");
            let alternates: Vec<String> = record.alternate_bases().iter().map(|a| a.expect("a base").to_owned()).collect();
            for (number, alternate) in alternates.iter().enumerate() {
                prop_assert_eq!(table.contig_name(row), record.reference_sequence_name());
                prop_assert_eq!(table.position(row) as usize, record.variant_start().expect("a position").expect("valid").get());
                prop_assert_eq!(table.end(row) as usize, table.position(row) as usize + record.reference_bases().len() - 1);
                prop_assert_eq!(table.passes(row), record.filters().is_pass(&vcf_header).expect("filters"));
                let detail = details.of(&table, row, &everything(Assembly::GRCh38)).expect("the record");
                prop_assert_eq!(&detail.alternate, alternate);
                prop_assert_eq!(&detail.reference, record.reference_bases());
                for (sample, found) in table.samples().iter().zip(record.samples().iter()) {
                    let witness = found.get_index(&vcf_header, 0).flatten().map(|v| v.expect("a value"));
                    // noodles gives no value for `.`.
                    let genotype = witness.map_or_else(|| ".".to_owned(), text_of);
                    let genotype: domain::Genotype = genotype.parse().expect("a genotype");
                    let expected = variants::GenotypeCode::of(&genotype.alleles, genotype.phased, u16::try_from(number + 1).expect("small"));
                    prop_assert_eq!(sample.genotype(row), expected);
                }
                row += 1;
            }
        }
        prop_assert_eq!(row, table.rows());
    }
}

fn text_of(value: vcf::variant::record::samples::series::Value) -> String {
    let vcf::variant::record::samples::series::Value::Genotype(genotype) = value else {
        return "not a genotype".to_owned();
    };
    let mut text = String::new();
    for (i, allele) in genotype.iter().enumerate() {
        let (position, phasing) = allele.expect("an allele");
        if i > 0 {
            let phased = phasing == vcf::variant::record::samples::series::value::genotype::Phasing::Phased;
            text.push(if phased { '|' } else { '/' });
        }
        text.push_str(&shown(position));
    }
    text
}
