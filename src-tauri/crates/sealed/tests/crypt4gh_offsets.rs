//! BGZF and tabix offsets of the plain file lead to the right place of the encrypted one.

#![allow(clippy::unwrap_used, clippy::print_stderr, reason = "a helper of a test fails loudly, a skipped test says so")]

use std::{
    fs::File,
    io::{BufRead, Cursor, Write},
    path::Path,
};

use noodles::{tabix, vcf};
use noodles_bgzf as bgzf;
use rand_chacha::{ChaCha20Rng, rand_core::Rng, rand_core::SeedableRng};
use sealed::{
    crypt4gh::{BLOCK_LEN, Reader, Writer, key_file},
    envelope::SecretKey,
};

const VECTORS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../../shared/data/standards/crypt4gh");

#[test]
fn bgzf_offsets_lead_to_their_lines() {
    let mut rng = ChaCha20Rng::seed_from_u64(1);
    let mut writer = bgzf::io::Writer::new(Vec::new());
    let mut lines = Vec::new();
    for number in 0..20_000 {
        let line = format!("{number}\t{:016x}{:016x}", rng.next_u64(), rng.next_u64());
        lines.push((writer.virtual_position(), line.clone()));
        writeln!(writer, "{line}").unwrap();
    }
    let plain = writer.finish().unwrap();
    assert!(plain.len() > 4 * BLOCK_LEN, "several blocks of either kind, and their borders do not agree");

    let secret = SecretKey::generate(&mut rng);
    let mut writer = Writer::new(Vec::new(), &[secret.public_key()], &mut rng).unwrap();
    writer.write_all(&plain).unwrap();
    let (file, plain_len) = writer.finish().unwrap();
    let reader = Reader::open_expecting(Cursor::new(file), &secret, plain_len).unwrap();
    let mut reader = bgzf::io::Reader::new(reader);
    for step in 0..500 {
        let (offset, line) = &lines[step * 7919 % lines.len()];
        reader.seek(*offset).unwrap();
        let mut read = String::new();
        reader.read_line(&mut read).unwrap();
        assert_eq!(read.trim_end(), line);
    }
}

#[test]
fn tabix_queries_answer_as_on_the_plain_file() {
    if !Path::new(VECTORS).exists() {
        eprintln!("skipped: ../shared/data is not here");
        return;
    }
    let file = |name: &str| File::open(Path::new(VECTORS).join(name)).unwrap();
    let key = std::fs::read_to_string(Path::new(VECTORS).join("c4gh/keys/bob.sec")).unwrap();
    let secret = key_file::read_secret_key(&key, None).unwrap();
    let index = tabix::fs::read(Path::new(VECTORS).join("vcf/sample1-bcbio-cancer.vcf.gz.tbi")).unwrap();
    let mut answers = Vec::new();
    for region in ["chrM:2000-2500", "chr22:150-152", "chrM:10000-11000"] {
        let region = region.parse().unwrap();
        let builder = || vcf::io::indexed_reader::Builder::default().set_index(index.clone());
        let mut plain = builder().build_from_reader(file("vcf/sample1-bcbio-cancer.vcf.gz")).unwrap();
        let encrypted = Reader::open(file("c4gh/sample1-bcbio-cancer.vcf.gz.c4gh"), &secret).unwrap();
        let mut encrypted = builder().build_from_reader(encrypted).unwrap();
        let header = plain.read_header().unwrap();
        assert_eq!(encrypted.read_header().unwrap(), header);
        let expected: Vec<_> = plain.query(&header, &region).unwrap().records().map(Result::unwrap).collect();
        let found: Vec<_> = encrypted.query(&header, &region).unwrap().records().map(Result::unwrap).collect();
        assert_eq!(format!("{found:?}"), format!("{expected:?}"), "{region}");
        answers.push(found.len());
    }
    assert_eq!(answers, [3, 1, 0], "the regions hold what the file shows");
}
