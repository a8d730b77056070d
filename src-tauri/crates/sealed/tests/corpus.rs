//! The files of `fixtures/sealed`: each is opened, and each is made again and compared, so that no format drifts unseen.
//!
//! After adding a case (never after changing a format): `cargo test -p sealed --test corpus -- --ignored`.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a helper of a test fails loudly")]

use std::{
    fs,
    io::{Cursor, Read, Write},
    path::PathBuf,
};

use rand_chacha::{ChaCha20Rng, rand_core::SeedableRng};
use sealed::{
    Error, canonical,
    crypt4gh::{BLOCK_LEN, Reader, Writer, key_file},
    envelope::{self, DeviceKey, KdfParams, SecretKey, UserEnvelope},
    shamir::{self, Share},
    symmetric::{self, SymmetricKey},
};
use serde::{Deserialize, Serialize};
use serde_json::Value;

const PASSPHRASE: &str = "合言葉 is secret";

fn path(name: &str) -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../fixtures/sealed")).join(name)
}

fn bytes(name: &str) -> Vec<u8> {
    fs::read(path(name)).unwrap()
}

fn text(name: &str) -> String {
    String::from_utf8(bytes(name)).unwrap()
}

fn cases<'a, T: Deserialize<'a>>(text: &'a str) -> Vec<T> {
    let cases: Vec<T> = serde_json::from_str(text).unwrap();
    assert!(!cases.is_empty(), "an empty corpus proves nothing");
    cases
}

fn rng(seed: u64) -> ChaCha20Rng {
    ChaCha20Rng::seed_from_u64(seed)
}

fn hex(bytes: &[u8]) -> String {
    base16ct::lower::encode_string(bytes)
}

fn unhex(text: &str) -> Vec<u8> {
    base16ct::lower::decode_vec(text).unwrap()
}

fn key(text: &str) -> [u8; 32] {
    unhex(text).try_into().unwrap()
}

/// What was sealed under a key of either kind, all but `plain` and `aad` in hexadecimal.
#[derive(Serialize, Deserialize)]
struct Seal {
    key: String,
    aad: String,
    plain: String,
    sealed: String,
}

#[derive(Serialize, Deserialize)]
struct UserCase {
    passphrase: String,
    device_key: String,
    secret_key: String,
    envelope: UserEnvelope,
}

#[derive(Serialize, Deserialize)]
struct ShareCase {
    secret: String,
    needed: u8,
    shares: Vec<String>,
}

#[derive(Deserialize)]
struct CanonicalCase {
    why: String,
    input: String,
    canonical: Option<String>,
    refused: Option<String>,
}

/// Two blocks of plain text whose every byte depends on its place.
fn plain() -> Vec<u8> {
    (0..BLOCK_LEN + 300).map(|place| u8::try_from((place * 31 + place / 251) % 256).unwrap()).collect()
}

fn seals() -> (Vec<Seal>, Vec<Seal>) {
    let contents = [("", ""), ("case key", "32 bytes of key, or anything else"), ("個人", "遺伝カウンセリング")];
    let mut rng = rng(1);
    let mut symmetric = Vec::new();
    let mut asymmetric = Vec::new();
    for (aad, plain) in contents {
        let key = SymmetricKey::generate(&mut rng);
        let sealed = symmetric::seal(&key, aad.as_bytes(), plain.as_bytes(), &mut rng).unwrap();
        symmetric.push(Seal { key: hex(key.as_bytes()), aad: aad.into(), plain: plain.into(), sealed: hex(&sealed) });
        let key = SecretKey::generate(&mut rng);
        let sealed = envelope::seal_to(&key.public_key(), aad.as_bytes(), plain.as_bytes(), &mut rng).unwrap();
        asymmetric.push(Seal { key: hex(key.as_bytes()), aad: aad.into(), plain: plain.into(), sealed: hex(&sealed) });
    }
    (symmetric, asymmetric)
}

fn user_cases() -> Vec<UserCase> {
    let mut rng = rng(2);
    let cheap = KdfParams { m_kib: 64, t: 1, p: 2 };
    let case = |kdf| {
        let device = DeviceKey::generate(&mut rng);
        let user = "sato".parse().unwrap();
        let (envelope, secret) = UserEnvelope::create(user, PASSPHRASE, &device, kdf, &mut rng).unwrap();
        let (device_key, secret_key) = (hex(device.as_bytes()), hex(secret.as_bytes()));
        UserCase { passphrase: PASSPHRASE.into(), device_key, secret_key, envelope }
    };
    [cheap, KdfParams { m_kib: 64 * 1024, t: 3, p: 1 }].map(case).into()
}

fn share_cases() -> Vec<ShareCase> {
    let mut rng = rng(3);
    let case = |(needed, n)| {
        let secret = SymmetricKey::generate(&mut rng);
        let shares = shamir::split(secret.as_bytes(), needed, n, &mut rng).unwrap();
        let shares = shares.iter().map(|share| share.to_text().to_string()).collect();
        ShareCase { secret: hex(secret.as_bytes()), needed, shares }
    };
    [(2, 3), (3, 5), (2, 2)].map(case).into()
}

/// Every file that this program makes.
fn files() -> Vec<(&'static str, Vec<u8>)> {
    fn json(value: &impl Serialize) -> Vec<u8> {
        [serde_json::to_vec_pretty(value).unwrap(), b"\n".to_vec()].concat()
    }
    let (symmetric, asymmetric) = seals();
    let mut rng = rng(4);
    let secret = SecretKey::generate(&mut rng);
    let other = SecretKey::generate(&mut rng);
    let recipients = [other.public_key(), secret.public_key()];
    let mut writer = Writer::new(Vec::new(), &recipients, &mut rng).unwrap();
    writer.write_all(&plain()).unwrap();
    let (file, _) = writer.finish().unwrap();
    let key_file = |passphrase, rng: &mut ChaCha20Rng| {
        key_file::write_secret_key(&secret, passphrase, rng).unwrap().as_bytes().to_vec()
    };
    vec![
        ("symmetric_v1.json", json(&symmetric)),
        ("envelope_v1.json", json(&asymmetric)),
        ("user_envelope_v1.json", json(&user_cases())),
        ("shamir_v1.json", json(&share_cases())),
        ("crypt4gh_v1.c4gh", file),
        ("crypt4gh_v1.sec", key_file(None, &mut rng)),
        ("crypt4gh_v1_locked.sec", key_file(Some(PASSPHRASE), &mut rng)),
        ("crypt4gh_v1.pub", key_file::write_public_key(&secret.public_key()).into_bytes()),
    ]
}

#[test]
fn every_file_is_made_again_byte_for_byte() {
    for (name, made) in files() {
        assert!(
            bytes(name) == made,
            "{name} differs: a change of a written format needs a new version, not a new file"
        );
    }
}

#[test]
#[ignore = "writes the corpus"]
fn write_the_corpus() {
    for (name, made) in files() {
        fs::write(path(name), made).unwrap();
    }
}

#[test]
fn symmetric_version_1_opens() {
    for case in cases::<Seal>(&text("symmetric_v1.json")) {
        let plain = symmetric::open(&key(&case.key).into(), case.aad.as_bytes(), &unhex(&case.sealed)).unwrap();
        assert_eq!(plain.as_slice(), case.plain.as_bytes());
    }
}

#[test]
fn envelope_version_1_opens() {
    for case in cases::<Seal>(&text("envelope_v1.json")) {
        let plain = envelope::open_with(&key(&case.key).into(), case.aad.as_bytes(), &unhex(&case.sealed)).unwrap();
        assert_eq!(plain.as_slice(), case.plain.as_bytes());
    }
}

#[test]
fn user_envelope_version_1_opens() {
    for case in cases::<UserCase>(&text("user_envelope_v1.json")) {
        let device = DeviceKey::from(key(&case.device_key));
        let secret = case.envelope.open(&case.passphrase, &device).unwrap();
        assert_eq!(hex(secret.as_bytes()), case.secret_key);
        assert!(case.envelope.open("another passphrase", &device).is_err());
    }
}

#[test]
fn shares_version_1_give_their_secret() {
    for case in cases::<ShareCase>(&text("shamir_v1.json")) {
        let shares: Vec<Share> = case.shares.iter().map(|share| share.parse().unwrap()).collect();
        for window in shares.windows(case.needed.into()) {
            assert_eq!(hex(shamir::combine(window).unwrap().as_slice()), case.secret);
        }
    }
}

#[test]
fn crypt4gh_version_1_opens() {
    let secret = key_file::read_secret_key(&text("crypt4gh_v1.sec"), None).unwrap();
    let locked = key_file::read_secret_key(&text("crypt4gh_v1_locked.sec"), Some(PASSPHRASE)).unwrap();
    assert_eq!(secret.as_bytes(), locked.as_bytes());
    assert_eq!(key_file::read_public_key(&text("crypt4gh_v1.pub")).unwrap(), secret.public_key());
    let file = Cursor::new(bytes("crypt4gh_v1.c4gh"));
    let mut read = Vec::new();
    Reader::open_expecting(file, &secret, plain().len() as u64).unwrap().read_to_end(&mut read).unwrap();
    assert!(read == plain(), "every byte of both blocks");
}

#[test]
fn what_the_python_tool_wrote_opens() {
    let secret = key_file::read_secret_key(&text("python_1.8.6_locked.sec"), Some("shirube")).unwrap();
    assert_eq!(key_file::read_public_key(&text("python_1.8.6.pub")).unwrap(), secret.public_key());
    let mut read = String::new();
    let file = Cursor::new(bytes("python_1.8.6.c4gh"));
    Reader::open(file, &secret).unwrap().read_to_string(&mut read).unwrap();
    assert_eq!(read, "##fileformat=VCFv4.3\n");
}

#[test]
fn canonical_json_is_written_or_refused() {
    for case in cases::<CanonicalCase>(&text("canonical.json")) {
        let value: Value = serde_json::from_str(&case.input).unwrap();
        match (canonical::to_vec(&value), case.canonical, case.refused) {
            (Ok(written), Some(expected), None) => {
                assert_eq!(String::from_utf8(written).unwrap(), expected, "{}", case.why);
            }
            (Err(Error::Canonical { place, fault }), None, Some(expected)) => {
                assert_eq!(format!("{fault:?} at {place}"), expected, "{}", case.why);
            }
            (result, ..) => panic!("{}: {result:?}", case.why),
        }
    }
}
