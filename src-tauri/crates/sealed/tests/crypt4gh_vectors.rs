//! Published Crypt4GH files, with their plain content and keys, from umccr/htsget-rs.

#![allow(clippy::unwrap_used, clippy::print_stderr, reason = "a helper of a test fails loudly, a skipped test says so")]

use std::{
    fs::{self, File},
    io::Read,
    path::Path,
};

use sealed::{
    crypt4gh::{Reader, key_file},
    envelope::SecretKey,
};

const VECTORS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../../shared/data/standards/crypt4gh");

fn key(name: &str) -> SecretKey {
    let keys = Path::new(VECTORS).join("c4gh/keys");
    let text = |kind| fs::read_to_string(keys.join(name).with_extension(kind)).unwrap();
    let secret = key_file::read_secret_key(&text("sec"), None).unwrap();
    assert_eq!(key_file::read_public_key(&text("pub")).unwrap(), secret.public_key());
    secret
}

#[test]
fn published_files_open_to_their_published_content() {
    if !Path::new(VECTORS).exists() {
        eprintln!("skipped: ../shared/data is not here");
        return;
    }
    let keys = [key("alice"), key("bob")];
    for plain in
        ["vcf/sample1-bcbio-cancer.vcf.gz", "vcf/spec-v4.3.vcf.gz", "bcf/sample1-bcbio-cancer.bcf", "bcf/spec-v4.3.bcf"]
    {
        let plain = Path::new(VECTORS).join(plain);
        let name = plain.file_name().unwrap().to_str().unwrap();
        let encrypted = Path::new(VECTORS).join("c4gh").join(format!("{name}.c4gh"));
        let opened = keys.iter().filter_map(|key| Reader::open(File::open(&encrypted).unwrap(), key).ok());
        let mut readers: Vec<_> = opened.collect();
        assert!(!readers.is_empty(), "{name} is encrypted for one of the published keys");
        let expected = fs::read(&plain).unwrap();
        for reader in &mut readers {
            let mut read = Vec::new();
            reader.read_to_end(&mut read).unwrap();
            assert!(read == expected, "{name}");
        }
    }
}
