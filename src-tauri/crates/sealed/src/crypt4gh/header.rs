use std::io::{ErrorKind, Read, Write};

use blake2::{Blake2b512, Digest as _};
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

/// Most header packets that are read or written: one per recipient.
pub const MAX_PACKETS: usize = 1_000;
/// Longest header packet that is read, in bytes; a data key takes 108.
pub const MAX_PACKET_LEN: usize = 65_536;

const MAGIC: &[u8; 8] = b"crypt4gh";
const VERSION: u32 = 1;
/// Header encryption by X25519 and ChaCha20-Poly1305.
const METHOD: u32 = 0;
/// Data encryption by ChaCha20-Poly1305.
const DATA_METHOD: u32 = 0;
const DATA_KEY: u32 = 0;
const EDIT_LIST: u32 = 1;
/// Length, method, writer's key, nonce, tag.
const EMPTY_PACKET: usize = 4 + 4 + 32 + NONCE + TAG;

/// Writes a header with one packet per recipient.
pub(super) fn write(
    mut out: impl Write,
    data_key: &[u8; 32],
    recipients: &[PublicKey],
    rng: &mut (impl CryptoRng + ?Sized),
) -> Result<(), Error> {
    let count = u32::try_from(recipients.len()).ok().filter(|_| (1..=MAX_PACKETS).contains(&recipients.len()));
    let count = count.ok_or(Fault::Recipients { found: recipients.len() })?;
    let writer = SecretKey::generate(rng);
    let mut header = [MAGIC.as_slice(), &VERSION.to_le_bytes(), &count.to_le_bytes()].concat();
    let mut payload = Zeroizing::new([0; 40]);
    payload[..8].copy_from_slice([DATA_KEY.to_le_bytes(), DATA_METHOD.to_le_bytes()].as_flattened());
    payload[8..].copy_from_slice(data_key);
    const PACKET: u32 = 108;
    for recipient in recipients {
        let sender = writer.public_key();
        let key = packet_key(&*writer.agree(recipient)?, recipient, &sender);
        let mut sealed = Zeroizing::new([0; NONCE + 40 + TAG]);
        rng.fill_bytes(&mut sealed[..NONCE]);
        sealed[NONCE..NONCE + 40].copy_from_slice(payload.as_ref());
        Cipher::new(&key).seal(sealed.as_mut())?;
        header.extend_from_slice(&PACKET.to_le_bytes());
        header.extend_from_slice(&METHOD.to_le_bytes());
        header.extend_from_slice(sender.as_bytes());
        header.extend_from_slice(sealed.as_ref());
    }
    out.write_all(&header)?;
    Ok(())
}

/// What a reader needs of a header.
pub(super) struct Header {
    /// Bytes of the header.
    pub(super) len: u64,
    /// Data keys for this reader, one or more.
    pub(super) ciphers: Vec<Cipher>,
}

/// Reads a header and opens the packets that are for `secret`.
pub(super) fn read(mut input: impl Read, secret: &SecretKey) -> Result<Header, Error> {
    let mut start = [0; 16];
    // A file shorter than the magic is not Crypt4GH; a longer one that begins right is cut.
    fill(&mut input, &mut start[..8]).map_err(|error| if is_cut(&error) { Fault::Magic.into() } else { error })?;
    if &start[..8] != MAGIC {
        return Err(Fault::Magic.into());
    }
    let version = number(&mut input)?;
    if version != VERSION {
        return Err(Error::Version { what: "Crypt4GH", found: version, known: VERSION });
    }
    let packets = length(number(&mut input)?);
    if !(1..=MAX_PACKETS).contains(&packets) {
        return Err(Fault::Packets { found: packets }.into());
    }
    let mut header = Header { len: 16, ciphers: Vec::new() };
    let mut bytes = Vec::new();
    for packet in 1..=packets {
        let found = length(number(&mut input)?);
        if !(EMPTY_PACKET..=MAX_PACKET_LEN).contains(&found) {
            return Err(Fault::PacketLength { packet, found }.into());
        }
        bytes.resize(found - 4, 0);
        fill(&mut input, &mut bytes)?;
        header.len += found as u64;
        if let Some(payload) = open_packet(&mut bytes, secret) {
            header.ciphers.push(data_cipher(payload, packet)?);
        }
    }
    if header.ciphers.is_empty() {
        return Err(Fault::Recipient { packets }.into());
    }
    Ok(header)
}

/// The payload of a packet without its length field, where it is for `secret`.
fn open_packet<'packet>(bytes: &'packet mut [u8], secret: &SecretKey) -> Option<&'packet [u8]> {
    let (method, rest) = bytes.split_first_chunk_mut::<4>()?;
    let (sender, sealed) = rest.split_first_chunk_mut::<32>()?;
    if *method != METHOD.to_le_bytes() {
        return None;
    }
    let sender = PublicKey::from(*sender);
    let key = packet_key(&*secret.agree(&sender).ok()?, &secret.public_key(), &sender);
    Cipher::new(&key).open(sealed).map(|payload| &*payload)
}

fn data_cipher(payload: &[u8], packet: usize) -> Result<Cipher, Error> {
    let malformed = Fault::Packet { packet };
    let (kind, rest) = payload.split_first_chunk().ok_or_else(|| malformed.clone())?;
    match u32::from_le_bytes(*kind) {
        DATA_KEY => {}
        EDIT_LIST => return Err(Fault::EditList.into()),
        found => return Err(Fault::PacketType { packet, found }.into()),
    }
    let (method, key) = rest.split_first_chunk().ok_or_else(|| malformed.clone())?;
    match u32::from_le_bytes(*method) {
        DATA_METHOD => Ok(Cipher::new(key.try_into().map_err(|_| malformed)?)),
        found => Err(Fault::DataMethod { found }.into()),
    }
}

/// Key of header method 0: the first 32 bytes of BLAKE2b-512 over shared secret, reader's and writer's public key.
fn packet_key(shared: &[u8; 32], reader: &PublicKey, writer: &PublicKey) -> Zeroizing<[u8; 32]> {
    let mut hash = Zeroizing::new([0; 64]);
    hash.copy_from_slice(
        &Blake2b512::new()
            .chain_update(shared)
            .chain_update(reader.as_bytes())
            .chain_update(writer.as_bytes())
            .finalize(),
    );
    let mut key = Zeroizing::new([0; 32]);
    key.copy_from_slice(&hash[..32]);
    key
}

fn number(input: &mut impl Read) -> Result<u32, Error> {
    let mut bytes = [0; 4];
    fill(input, &mut bytes)?;
    Ok(u32::from_le_bytes(bytes))
}

fn length(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

fn fill(input: &mut impl Read, bytes: &mut [u8]) -> Result<(), Error> {
    input.read_exact(bytes).map_err(|error| match error.kind() {
        ErrorKind::UnexpectedEof => Fault::HeaderCut.into(),
        _ => error.into(),
    })
}

fn is_cut(error: &Error) -> bool {
    matches!(error, Error::Crypt4gh { fault: Fault::HeaderCut })
}

#[cfg(test)]
mod tests {
    use rand_chacha::{ChaCha20Rng, rand_core::SeedableRng};

    use super::*;

    fn secret(seed: u8) -> SecretKey {
        SecretKey::from([seed; 32])
    }

    /// A header of the given packets, as another tool might write it.
    fn header(packets: &[Vec<u8>]) -> Vec<u8> {
        let count = u32::try_from(packets.len()).unwrap();
        [MAGIC.as_slice(), &VERSION.to_le_bytes(), &count.to_le_bytes(), &packets.concat()].concat()
    }

    fn packet(payload: &[u8], reader: &SecretKey) -> Vec<u8> {
        let writer = secret(99);
        let key = packet_key(&writer.agree(&reader.public_key()).unwrap(), &reader.public_key(), &writer.public_key());
        let mut sealed = [[0; NONCE].as_slice(), payload, &[0; TAG]].concat();
        Cipher::new(&key).seal(&mut sealed).unwrap();
        let len = u32::try_from(40 + sealed.len()).unwrap();
        [&len.to_le_bytes(), &METHOD.to_le_bytes(), writer.public_key().as_bytes().as_slice(), &sealed].concat()
    }

    fn numbers(numbers: &[u32]) -> Vec<u8> {
        numbers.iter().flat_map(|number| number.to_le_bytes()).collect()
    }

    fn data_key() -> Vec<u8> {
        [numbers(&[DATA_KEY, DATA_METHOD]), vec![5; 32]].concat()
    }

    fn fault(bytes: &[u8]) -> Fault {
        match read(bytes, &secret(1)) {
            Err(Error::Crypt4gh { fault }) => fault,
            Err(other) => panic!("expected a fault, got {other}"),
            Ok(_) => panic!("expected a fault"),
        }
    }

    #[test]
    fn other_people_and_other_methods_are_passed_over() {
        let mut foreign = packet(&data_key(), &secret(1));
        foreign[4] = 1; // a header method that this program does not know
        let bytes = header(&[packet(&data_key(), &secret(2)), foreign, packet(&data_key(), &secret(1))]);
        let read = read(bytes.as_slice(), &secret(1)).unwrap();
        assert_eq!((read.ciphers.len(), read.len), (1, 16 + 3 * 108));
        assert_eq!(fault(&header(&[packet(&data_key(), &secret(2))])), Fault::Recipient { packets: 1 });
    }

    #[test]
    fn what_is_refused_is_named() {
        let mine = |payload: &[u8]| header(&[packet(payload, &secret(1))]);
        let edits = [numbers(&[EDIT_LIST, 2]), 0u64.to_le_bytes().to_vec(), 9u64.to_le_bytes().to_vec()].concat();
        assert_eq!(fault(&header(&[packet(&data_key(), &secret(1)), packet(&edits, &secret(1))])), Fault::EditList);
        assert_eq!(fault(&mine(&numbers(&[7]))), Fault::PacketType { packet: 1, found: 7 });
        assert_eq!(fault(&mine(&numbers(&[DATA_KEY, 1]))), Fault::DataMethod { found: 1 });
        assert_eq!(fault(&mine(&numbers(&[DATA_KEY, 0]))), Fault::Packet { packet: 1 });
        assert_eq!(fault(&mine(&[0; 3])), Fault::Packet { packet: 1 });
    }

    #[test]
    fn reading_is_bounded() {
        let start = |version, packets| [MAGIC.as_slice(), &numbers(&[version, packets])].concat();
        assert_eq!(fault(b""), Fault::Magic);
        assert_eq!(fault(b"##fileformat=VCFv4.3"), Fault::Magic);
        assert_eq!(fault(&start(1, 0)), Fault::Packets { found: 0 });
        assert_eq!(fault(&start(1, u32::MAX)), Fault::Packets { found: 4_294_967_295 });
        assert_eq!(fault(&start(1, 1)), Fault::HeaderCut);
        for (announced, found) in [(0, 0), (67, 67), (65_537, 65_537)] {
            let bytes = [start(1, 1), numbers(&[announced])].concat();
            assert_eq!(fault(&bytes), Fault::PacketLength { packet: 1, found });
        }
        assert!(matches!(read(start(2, 1).as_slice(), &secret(1)), Err(Error::Version { found: 2, known: 1, .. })));
    }

    #[test]
    fn somebody_must_be_able_to_open_it() {
        let mut rng = ChaCha20Rng::seed_from_u64(1);
        for found in [0, MAX_PACKETS + 1] {
            let recipients = vec![secret(1).public_key(); found];
            let error = write(Vec::new(), &[0; 32], &recipients, &mut rng).unwrap_err();
            assert!(
                matches!(error, Error::Crypt4gh { fault: Fault::Recipients { .. } }),
                "{found} recipients: {error}"
            );
        }
    }
}
