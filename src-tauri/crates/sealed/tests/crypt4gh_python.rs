//! Exchange of Crypt4GH files and keys with the Python tool `crypt4gh` 1.8, both ways.
//!
//! The program is named by the environment variable `CRYPT4GH_BIN`, or else `crypt4gh` is looked for on the `PATH`.

#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    clippy::disallowed_methods,
    reason = "a helper of a test fails loudly, a skipped test says so, the program is named by the environment"
)]

use std::{
    ffi::{OsStr, OsString},
    fs::{self, File},
    io::{Cursor, Read, Write},
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use rand_chacha::{ChaCha20Rng, rand_core::SeedableRng};
use sealed::{
    Error,
    crypt4gh::{BLOCK_LEN, Fault, Reader, Writer, key_file},
    envelope::{PublicKey, SecretKey},
};
use tempfile::TempDir;

const PASSPHRASE: &str = "合言葉 of the exchange";
const LENGTHS: [usize; 6] = [0, 1, 1000, BLOCK_LEN, BLOCK_LEN + 1, 3 * BLOCK_LEN];

/// The Python tool with its keys in a folder of its own.
struct Python {
    program: OsString,
    folder: TempDir,
}

impl Python {
    /// `None`, and a line that says so, where the tool is not installed.
    fn find() -> Option<Self> {
        let named = std::env::var_os("CRYPT4GH_BIN");
        let program = named.clone().unwrap_or_else(|| "crypt4gh".into());
        let found = Command::new(&program).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
        if !found.is_ok_and(|status| status.success()) {
            assert!(named.is_none(), "CRYPT4GH_BIN names {}, which does not run", program.display());
            eprintln!("skipped: no program crypt4gh (pip install crypt4gh==1.8.6)");
            return None;
        }
        Some(Self { program, folder: TempDir::new().unwrap() })
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn keep(&self, name: &str, content: &str) -> PathBuf {
        fs::write(self.path(name), content).unwrap();
        self.path(name)
    }

    fn run<S: AsRef<OsStr>>(&self, arguments: &[S], input: &[u8]) -> Vec<u8> {
        // Input and output by files: a pipe would block both sides on a large file.
        fs::write(self.path("input"), input).unwrap();
        let output = Command::new(&self.program)
            .args(arguments)
            .env("C4GH_PASSPHRASE", PASSPHRASE)
            .stdin(File::open(self.path("input")).unwrap())
            .output()
            .unwrap();
        assert!(output.status.success(), "crypt4gh failed: {}", String::from_utf8_lossy(&output.stderr));
        output.stdout
    }

    fn encrypt(&self, recipients: &[&Path], plain: &[u8]) -> Vec<u8> {
        let mut arguments = vec![OsStr::new("encrypt")];
        for recipient in recipients {
            arguments.extend([OsStr::new("--recipient_pk"), recipient.as_os_str()]);
        }
        self.run(&arguments, plain)
    }

    fn decrypt(&self, secret: &Path, encrypted: &[u8]) -> Vec<u8> {
        self.run(&[OsStr::new("decrypt"), OsStr::new("--sk"), secret.as_os_str()], encrypted)
    }
}

fn plain(len: usize) -> Vec<u8> {
    (0..len).map(|place| u8::try_from((place * 31 + place / 251) % 256).unwrap()).collect()
}

fn encrypt(plain: &[u8], recipients: &[PublicKey]) -> Vec<u8> {
    let mut writer = Writer::new(Vec::new(), recipients, &mut ChaCha20Rng::seed_from_u64(5)).unwrap();
    writer.write_all(plain).unwrap();
    writer.finish().unwrap().0
}

fn decrypt(file: &[u8], secret: &SecretKey) -> Vec<u8> {
    let mut read = Vec::new();
    Reader::open(Cursor::new(file), secret).unwrap().read_to_end(&mut read).unwrap();
    read
}

#[test]
fn python_reads_what_is_written_here() {
    let Some(python) = Python::find() else { return };
    let mut rng = ChaCha20Rng::seed_from_u64(6);
    let (first, second) = (SecretKey::generate(&mut rng), SecretKey::generate(&mut rng));
    let open = python.keep("open.sec", &key_file::write_secret_key(&first, None, &mut rng).unwrap());
    let locked = key_file::write_secret_key(&second, Some(PASSPHRASE), &mut rng).unwrap();
    let locked = python.keep("locked.sec", &locked);
    for len in LENGTHS {
        let plain = plain(len);
        let file = encrypt(&plain, &[first.public_key(), second.public_key()]);
        for secret in [&open, &locked] {
            assert!(python.decrypt(secret, &file) == plain, "{len} bytes with {}", secret.display());
        }
    }
}

#[test]
fn what_python_writes_is_read_here() {
    let Some(python) = Python::find() else { return };
    let mut rng = ChaCha20Rng::seed_from_u64(7);
    let keys = [SecretKey::generate(&mut rng), SecretKey::generate(&mut rng)];
    let public =
        |place: usize| python.keep(&format!("{place}.pub"), &key_file::write_public_key(&keys[place].public_key()));
    let (first, second) = (public(0), public(1));
    for len in LENGTHS {
        let plain = plain(len);
        let file = python.encrypt(&[&first, &second], &plain);
        for key in &keys {
            assert!(decrypt(&file, key) == plain, "{len} bytes");
        }
    }
}

#[test]
fn keys_of_python_are_read_here() {
    let Some(python) = Python::find() else { return };
    let (secret, public) = (python.path("key.sec"), python.path("key.pub"));
    let mut keygen = python.program.clone();
    keygen.push("-keygen");
    let made = Command::new(keygen)
        .args(["--nocrypt", "-C", "a comment", "--sk"])
        .arg(&secret)
        .arg("--pk")
        .arg(&public)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    assert!(made.unwrap().success(), "crypt4gh-keygen stands beside crypt4gh");
    let key = key_file::read_secret_key(&fs::read_to_string(&secret).unwrap(), None).unwrap();
    assert_eq!(key_file::read_public_key(&fs::read_to_string(&public).unwrap()).unwrap(), key.public_key());
    assert_eq!(decrypt(&python.encrypt(&[&public], b"hello"), &key), b"hello");
}

#[test]
fn a_file_passed_on_by_python_opens_for_the_next() {
    let Some(python) = Python::find() else { return };
    let mut rng = ChaCha20Rng::seed_from_u64(8);
    let (first, next) = (SecretKey::generate(&mut rng), SecretKey::generate(&mut rng));
    let secret = python.keep("first.sec", &key_file::write_secret_key(&first, None, &mut rng).unwrap());
    let public = python.keep("next.pub", &key_file::write_public_key(&next.public_key()));
    let plain = plain(BLOCK_LEN + 5);
    let file = encrypt(&plain, &[first.public_key()]);
    let arguments =
        ["reencrypt".as_ref(), "--sk".as_ref(), secret.as_os_str(), "--recipient_pk".as_ref(), public.as_os_str()];
    let passed_on = python.run(&arguments, &file);
    // The blocks are the ones written here: they still carry their numbers.
    let mut reader = Reader::open_expecting(Cursor::new(passed_on), &next, plain.len() as u64).unwrap();
    let mut read = Vec::new();
    reader.read_to_end(&mut read).unwrap();
    assert!(read == plain);
}

#[test]
fn a_file_with_an_edit_list_is_refused_by_name() {
    let Some(python) = Python::find() else { return };
    let mut rng = ChaCha20Rng::seed_from_u64(9);
    let key = SecretKey::generate(&mut rng);
    let secret = python.keep("key.sec", &key_file::write_secret_key(&key, None, &mut rng).unwrap());
    let file = encrypt(&plain(1000), &[key.public_key()]);
    let arguments = ["rearrange".as_ref(), "--sk".as_ref(), secret.as_os_str(), "--range".as_ref(), "10-100".as_ref()];
    let edited = python.run(&arguments, &file);
    let error = Reader::open(Cursor::new(edited), &key).err().unwrap();
    assert!(matches!(error, Error::Crypt4gh { fault: Fault::EditList }), "{error}");
}
