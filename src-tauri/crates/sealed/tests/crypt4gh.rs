//! Crypt4GH files written and read back: random access, damage, recipients.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a helper of a test fails loudly")]

use std::io::{Cursor, ErrorKind, Read, Seek, SeekFrom, Write};

use proptest::prelude::*;
use rand_chacha::{ChaCha20Rng, rand_core::SeedableRng};
use sealed::{
    Error,
    crypt4gh::{BLOCK_LEN, Fault, Reader, Writer},
    envelope::SecretKey,
};

const SEALED_LEN: usize = BLOCK_LEN + 28;
/// A header for one recipient.
const HEADER: usize = 16 + 108;

fn secret() -> SecretKey {
    SecretKey::from([1; 32])
}

fn plain(len: usize) -> Vec<u8> {
    (0..len).map(|place| u8::try_from((place * 31 + place / 251) % 256).unwrap()).collect()
}

fn encrypt(plain: &[u8], recipients: &[&SecretKey]) -> Vec<u8> {
    let recipients: Vec<_> = recipients.iter().map(|key| key.public_key()).collect();
    let mut writer = Writer::new(Vec::new(), &recipients, &mut ChaCha20Rng::seed_from_u64(7)).unwrap();
    writer.write_all(plain).unwrap();
    let (file, plain_len) = writer.finish().unwrap();
    assert_eq!(plain_len, plain.len() as u64);
    file
}

fn fault(result: Result<impl Sized, Error>) -> Fault {
    match result {
        Err(Error::Crypt4gh { fault }) => fault,
        Err(other) => panic!("expected a fault of the file, got {other}"),
        Ok(_) => panic!("expected a fault of the file"),
    }
}

/// The fault that reading to the end meets, and what was given out before.
fn read_fault(reader: &mut impl Read) -> (Vec<u8>, Fault) {
    let mut out = Vec::new();
    let error = reader.read_to_end(&mut out).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidData);
    let error = *error.into_inner().unwrap().downcast::<Error>().unwrap();
    (out, fault(Err::<(), _>(error)))
}

#[test]
fn lengths_around_the_block_round_trip() {
    for len in [0, 1, BLOCK_LEN - 1, BLOCK_LEN, BLOCK_LEN + 1, 2 * BLOCK_LEN, 2 * BLOCK_LEN + 77] {
        let plain = plain(len);
        let file = encrypt(&plain, &[&secret()]);
        assert_eq!(file.len(), HEADER + len + 28 * len.div_ceil(BLOCK_LEN), "no empty block at the end");
        let mut reader = Reader::open_expecting(Cursor::new(&file), &secret(), len as u64).unwrap();
        assert_eq!(reader.plain_len(), len as u64);
        let mut read = Vec::new();
        reader.read_to_end(&mut read).unwrap();
        assert_eq!(read, plain);
    }
}

#[test]
fn every_recipient_opens_and_nobody_else() {
    let (one, two, other) = (SecretKey::from([1; 32]), SecretKey::from([2; 32]), SecretKey::from([3; 32]));
    let file = encrypt(b"for two", &[&one, &two]);
    for key in [&one, &two] {
        let mut text = String::new();
        Reader::open(Cursor::new(&file), key).unwrap().read_to_string(&mut text).unwrap();
        assert_eq!(text, "for two");
    }
    assert_eq!(fault(Reader::open(Cursor::new(&file), &other)), Fault::Recipient { packets: 2 });
}

#[test]
fn a_cut_is_found_wherever_it_is() {
    let plain = plain(2 * BLOCK_LEN + 100);
    let file = encrypt(&plain, &[&secret()]);
    let blocks = [HEADER, HEADER + SEALED_LEN, HEADER + 2 * SEALED_LEN];
    let cuts = (0..=HEADER).chain(blocks.iter().flat_map(|start| [start + 1, start + 27, start + 28, start + 50]));
    for cut in cuts.chain([blocks[2] - 1, file.len() - 1]) {
        let cut_file = Cursor::new(&file[..cut]);
        assert!(Reader::open_expecting(cut_file, &secret(), plain.len() as u64).is_err(), "cut at {cut}");
    }
    // Without the recorded length a cut within a block is found at once, a cut between blocks is not: the format cannot.
    assert_eq!(fault(Reader::open(Cursor::new(&file[..blocks[2] + 27]), &secret())), Fault::Cut { block: 2 });
    assert_eq!(fault(Reader::open(Cursor::new(&file[..blocks[2] + 50]), &secret())), Fault::Changed { block: 2 });
    let at_boundary = Reader::open(Cursor::new(&file[..blocks[2]]), &secret()).unwrap();
    assert_eq!(at_boundary.plain_len(), 2 * BLOCK_LEN as u64);
    let expected = plain.len() as u64;
    assert_eq!(
        fault(Reader::open_expecting(Cursor::new(&file[..blocks[2]]), &secret(), expected)),
        Fault::PlainLength { expected, found: 2 * BLOCK_LEN as u64 }
    );
}

#[test]
fn a_changed_block_gives_out_nothing_of_itself() {
    let plain = plain(3 * BLOCK_LEN);
    let mut file = encrypt(&plain, &[&secret()]);
    for place in [0, 11, 12, 40_000, SEALED_LEN - 17, SEALED_LEN - 1] {
        let place = HEADER + SEALED_LEN + place;
        file[place] ^= 1;
        let mut reader = Reader::open(Cursor::new(&file), &secret()).unwrap();
        let (out, fault) = read_fault(&mut reader);
        assert_eq!(fault, Fault::Changed { block: 1 });
        assert_eq!(out, plain[..BLOCK_LEN], "the block before is whole, of the changed one nothing");
        // The blocks around it stay readable, and the changed one stays refused.
        reader.seek(SeekFrom::Start(2 * BLOCK_LEN as u64)).unwrap();
        let mut byte = [0];
        reader.read_exact(&mut byte).unwrap();
        assert_eq!(byte[0], plain[2 * BLOCK_LEN]);
        reader.seek(SeekFrom::Start(2 * BLOCK_LEN as u64 - 1)).unwrap();
        assert!(reader.read_exact(&mut byte).is_err());
        file[place] ^= 1;
    }
}

#[test]
fn exchanged_blocks_are_found_when_the_length_is_recorded() {
    let plain = plain(3 * BLOCK_LEN);
    let mut file = encrypt(&plain, &[&secret()]);
    let (first, second) = file[HEADER..].split_at_mut(SEALED_LEN);
    first.swap_with_slice(&mut second[..SEALED_LEN]);
    let mut reader = Reader::open_expecting(Cursor::new(&file), &secret(), plain.len() as u64).unwrap();
    assert_eq!(read_fault(&mut reader), (vec![], Fault::Moved { block: 0 }));
}

#[test]
fn seeking_outside_the_file_is_answered() {
    let file = encrypt(b"0123456789", &[&secret()]);
    let mut reader = Reader::open(Cursor::new(&file), &secret()).unwrap();
    assert_eq!(reader.seek(SeekFrom::End(-3)).unwrap(), 7);
    assert_eq!(reader.seek(SeekFrom::Current(5)).unwrap(), 12);
    assert_eq!(reader.read(&mut [0; 4]).unwrap(), 0, "nothing lies beyond the end");
    assert!(reader.seek(SeekFrom::End(-11)).is_err(), "nothing lies before the start");
    assert_eq!(reader.stream_position().unwrap(), 12);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn random_access_equals_a_slice(
        len in 0..200_000usize,
        reads in proptest::collection::vec((0..210_000usize, 0..140_000usize), 1..12),
        chunk in 1..100_000usize,
    ) {
        let plain = plain(len);
        let mut writer =
            Writer::new(Vec::new(), &[secret().public_key()], &mut ChaCha20Rng::seed_from_u64(3)).unwrap();
        for chunk in plain.chunks(chunk) {
            writer.write_all(chunk).unwrap();
        }
        let (file, plain_len) = writer.finish().unwrap();
        let mut reader = Reader::open_expecting(Cursor::new(&file), &secret(), plain_len).unwrap();
        for (start, count) in reads {
            reader.seek(SeekFrom::Start(start as u64)).unwrap();
            let mut read = Vec::new();
            reader.by_ref().take(count as u64).read_to_end(&mut read).unwrap();
            let expected = &plain[start.min(len)..(start + count).min(len)];
            prop_assert_eq!(read.as_slice(), expected);
        }
    }

    #[test]
    fn every_flipped_byte_is_refused(len in 1..300usize, flip in 1u8..) {
        let plain = plain(len);
        let file = encrypt(&plain, &[&secret()]);
        for place in 0..file.len() {
            let mut changed = file.clone();
            changed[place] ^= flip;
            prop_assert!(Reader::open(Cursor::new(&changed), &secret()).is_err(), "byte {} is protected", place);
        }
    }

    #[test]
    fn any_bytes_are_answered(start in 0..3usize, rest: Vec<u8>) {
        let file = encrypt(b"x", &[&secret()]);
        let kept = [0, 12, HEADER][start];
        let bytes = [&file[..kept], &rest].concat();
        if let Ok(mut reader) = Reader::open(Cursor::new(&bytes), &secret()) {
            prop_assert!(rest.is_empty(), "only the header alone is a file");
            prop_assert_eq!(reader.read_to_end(&mut Vec::new()).unwrap(), 0);
        }
    }
}
