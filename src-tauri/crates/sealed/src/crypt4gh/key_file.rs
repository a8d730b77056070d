//! Key files of the Python tool `crypt4gh` (`crypt4gh-keygen`): text between `-----BEGIN CRYPT4GH … KEY-----` lines, in Base64.
//!
//! A public key is its 32 bytes. A secret key is `c4gh-v1` and a row of byte strings, each after its length (2, big-endian):
//! `none`, `none`, key; or `scrypt`, rounds (4, big-endian, not used) and salt, `chacha20_poly1305`, nonce (12) with encrypted
//! key and tag. A comment may follow. scrypt (RFC 7914) has N = 2^14, r = 8, p = 1. Keys locked by bcrypt or PBKDF2 and OpenSSH
//! keys are refused.

use base64ct::{Base64, Encoding as _};
use rand_core::CryptoRng;
use zeroize::Zeroizing;

use super::{
    Fault,
    block::{Cipher, NONCE, TAG},
};
use crate::{
    Error,
    envelope::{PublicKey, SecretKey},
};

const MAGIC: &[u8] = b"c4gh-v1";
const CIPHER: &[u8] = b"chacha20_poly1305";
const SALT: usize = 16;
const LOCKED: usize = NONCE + 32 + TAG;

/// Reads a public key file.
///
/// # Errors
///
/// [`Fault::KeyFile`].
pub fn read_public_key(text: &str) -> Result<PublicKey, Error> {
    let bytes = body(text, "public")?;
    let bytes: [u8; 32] = bytes
        .as_slice()
        .try_into()
        .map_err(|_| Fault::KeyFile { kind: "public", problem: "it does not hold 32 bytes" })?;
    Ok(bytes.into())
}

/// A public key as file content.
pub fn write_public_key(key: &PublicKey) -> String {
    frame("PUBLIC", &Base64::encode_string(key.as_bytes()))
}

/// Reads a secret key file; a locked one with its passphrase.
///
/// # Errors
///
/// [`Fault::KeyFile`], [`Fault::KeyFileMethod`], [`Fault::KeyFilePassphrase`], [`Fault::KeyFileUnopened`].
pub fn read_secret_key(text: &str, passphrase: Option<&str>) -> Result<SecretKey, Error> {
    let malformed = |problem| Fault::KeyFile { kind: "secret", problem };
    let bytes = body(text, "secret")?;
    let mut rest = bytes.strip_prefix(MAGIC).ok_or(malformed("it does not begin with `c4gh-v1`"))?;
    let mut next = || string(&mut rest).ok_or(malformed("it is cut"));
    let kdf = next()?;
    let options = match kdf {
        b"none" => &[],
        b"scrypt" => next()?,
        other => return Err(Fault::KeyFileMethod { name: String::from_utf8_lossy(other).into_owned() }.into()),
    };
    let (cipher, key) = (next()?, next()?);
    let key: [u8; 32] = match (kdf, cipher) {
        (b"none", b"none") => key.try_into().map_err(|_| malformed("the key does not have 32 bytes"))?,
        (b"scrypt", CIPHER) => {
            let passphrase = passphrase.ok_or(Fault::KeyFilePassphrase)?;
            let salt = options.get(4..).ok_or(malformed("the salt is missing"))?;
            let mut locked = Zeroizing::new(key.to_vec());
            let key = lock(passphrase, salt)?.open(&mut locked).ok_or(Fault::KeyFileUnopened)?;
            (&*key).try_into().map_err(|_| malformed("the key does not have 32 bytes"))?
        }
        _ => return Err(malformed("key derivation and cipher do not belong together").into()),
    };
    Ok(key.into())
}

/// A secret key as file content, locked by scrypt and ChaCha20-Poly1305 where a passphrase is given.
///
/// # Errors
///
/// The key derivation fails.
pub fn write_secret_key(
    key: &SecretKey,
    passphrase: Option<&str>,
    rng: &mut (impl CryptoRng + ?Sized),
) -> Result<Zeroizing<String>, Error> {
    let mut bytes = Zeroizing::new(MAGIC.to_vec());
    let Some(passphrase) = passphrase else {
        for part in [b"none".as_slice(), b"none", key.as_bytes()] {
            push_string(&mut bytes, part)?;
        }
        return Ok(private(&bytes));
    };
    let mut options = [0; 4 + SALT];
    rng.fill_bytes(&mut options[4..]);
    let mut locked = Zeroizing::new([0; LOCKED]);
    rng.fill_bytes(&mut locked[..NONCE]);
    locked[NONCE..NONCE + 32].copy_from_slice(key.as_bytes());
    lock(passphrase, &options[4..])?.seal(locked.as_mut())?;
    for part in [b"scrypt".as_slice(), &options, CIPHER, locked.as_ref()] {
        push_string(&mut bytes, part)?;
    }
    Ok(private(&bytes))
}

fn private(bytes: &[u8]) -> Zeroizing<String> {
    Zeroizing::new(frame("PRIVATE", &Zeroizing::new(Base64::encode_string(bytes))))
}

fn frame(kind: &str, base64: &str) -> String {
    format!("-----BEGIN CRYPT4GH {kind} KEY-----\n{base64}\n-----END CRYPT4GH {kind} KEY-----\n")
}

/// The bytes between the first and the last line that is not empty.
fn body(text: &str, kind: &'static str) -> Result<Zeroizing<Vec<u8>>, Error> {
    let malformed = |problem| Fault::KeyFile { kind, problem };
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let [first, middle @ .., last] = lines.as_slice() else {
        return Err(malformed("expected lines between BEGIN and END").into());
    };
    let word = if kind == "public" { "PUBLIC KEY" } else { "PRIVATE KEY" };
    if first.starts_with("ssh-") || first.contains("OPENSSH") {
        return Err(malformed("it is an OpenSSH key; make a key with crypt4gh-keygen").into());
    }
    if !(first.starts_with("-----BEGIN CRYPT4GH") && first.contains(word) && last.starts_with("-----END CRYPT4GH")) {
        return Err(
            malformed("expected lines `BEGIN CRYPT4GH … KEY` and `END CRYPT4GH … KEY` of the right kind").into()
        );
    }
    let base64 = Zeroizing::new(middle.concat());
    let bytes = Base64::decode_vec(&base64).map_err(|_| malformed("its content is no Base64"))?;
    Ok(Zeroizing::new(bytes))
}

/// Takes one string off the front.
fn string<'a>(rest: &mut &'a [u8]) -> Option<&'a [u8]> {
    let (len, after) = rest.split_first_chunk()?;
    let (string, after) = after.split_at_checked(u16::from_be_bytes(*len).into())?;
    *rest = after;
    Some(string)
}

fn push_string(bytes: &mut Vec<u8>, string: &[u8]) -> Result<(), Error> {
    let len = u16::try_from(string.len()).map_err(|_| Error::TooLong { what: "a Crypt4GH key file" })?;
    bytes.extend_from_slice(&len.to_be_bytes());
    bytes.extend_from_slice(string);
    Ok(())
}

fn lock(passphrase: &str, salt: &[u8]) -> Result<Cipher, Error> {
    const FAILED: Fault = Fault::KeyFile { kind: "secret", problem: "its scrypt key derivation failed" };
    let params = scrypt::Params::new(14, 8, 1).map_err(|_| FAILED)?;
    let mut key = Zeroizing::new([0; 32]);
    scrypt::scrypt(passphrase.as_bytes(), salt, &params, key.as_mut()).map_err(|_| FAILED)?;
    Ok(Cipher::new(&key))
}

#[cfg(test)]
mod tests {
    use rand_chacha::{ChaCha20Rng, rand_core::SeedableRng};

    use super::*;

    fn fault(text: &str, passphrase: Option<&str>) -> Fault {
        match read_secret_key(text, passphrase) {
            Err(Error::Crypt4gh { fault }) => fault,
            other => panic!("expected a fault, got {other:?}"),
        }
    }

    /// A secret key file of these strings.
    fn file(strings: &[&[u8]]) -> String {
        let mut bytes = MAGIC.to_vec();
        strings.iter().for_each(|string| push_string(&mut bytes, string).unwrap());
        private(&bytes).to_string()
    }

    #[test]
    fn round_trip_open_and_locked() {
        let mut rng = ChaCha20Rng::seed_from_u64(1);
        let key = SecretKey::generate(&mut rng);
        for passphrase in [None, Some("合言葉")] {
            let text = write_secret_key(&key, passphrase, &mut rng).unwrap();
            assert_eq!(read_secret_key(&text, passphrase).unwrap().as_bytes(), key.as_bytes());
        }
        let text = write_public_key(&key.public_key());
        assert_eq!(read_public_key(&text.replace('\n', "\r\n\r\n")).unwrap(), key.public_key(), "as Windows saves it");
    }

    #[test]
    fn a_locked_key_asks_for_its_passphrase() {
        let mut rng = ChaCha20Rng::seed_from_u64(2);
        let text = write_secret_key(&SecretKey::generate(&mut rng), Some("right"), &mut rng).unwrap();
        assert_eq!(fault(&text, None), Fault::KeyFilePassphrase);
        assert_eq!(fault(&text, Some("wrong")), Fault::KeyFileUnopened);
    }

    #[test]
    fn a_comment_is_passed_over() {
        let text = file(&[b"none", b"none", &[4; 32], b"key of the laboratory"]);
        assert_eq!(read_secret_key(&text, None).unwrap().as_bytes(), &[4; 32]);
    }

    #[test]
    fn other_files_are_named() {
        let public = write_public_key(&PublicKey::from([1; 32]));
        assert!(matches!(fault(&public, None), Fault::KeyFile { kind: "secret", .. }));
        assert!(matches!(fault("", None), Fault::KeyFile { .. }));
        let bcrypt = file(&[b"bcrypt", &[0; 20], CIPHER, &[0; LOCKED]]);
        assert_eq!(fault(&bcrypt, Some("p")), Fault::KeyFileMethod { name: "bcrypt".to_owned() });
        for strings in [
            &[b"none".as_slice(), b"none", &[0; 31]] as &[&[u8]],
            &[b"none", CIPHER, &[0; LOCKED]],
            &[b"scrypt", &[0; 3], CIPHER, &[0; LOCKED]],
            &[b"scrypt", &[0; 20], b"none", &[0; 32]],
            &[b"none", b"none"],
        ] {
            assert!(matches!(fault(&file(strings), Some("p")), Fault::KeyFile { .. }), "{strings:?}");
        }
        let open_ssh = "-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----\n";
        assert!(fault(open_ssh, None).to_string().contains("crypt4gh-keygen"), "the message says what to do");
        assert!(read_public_key("ssh-ed25519 AAAA me\n\nx\n").is_err());
        assert!(read_public_key(&public.replace('=', "")).is_err(), "Base64 is read strictly");
    }
}
