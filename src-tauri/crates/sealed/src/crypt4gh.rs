//! Crypt4GH 1.0, the GA4GH file encryption standard (<https://samtools.github.io/hts-specs/crypt4gh.pdf>): how genome files
//! lie on the disk and travel. Blocks are encrypted one by one, so that a BGZF or tabix offset of the plain file is reached
//! by opening one block.
//!
//! # Layout, version 1
//!
//! Numbers are little-endian.
//!
//! | bytes | what |
//! |---|---|
//! | 8 | `crypt4gh` |
//! | 4 | version, 1 |
//! | 4 | number of header packets |
//! | … | header packets |
//! | … | data blocks to the end of the file |
//!
//! A header packet is its own length (4), the method 0 (4), the writer's X25519 public key (32), a nonce (12), the encrypted
//! payload and its tag (16). Its ChaCha20-Poly1305 (RFC 8439) key is the first half of BLAKE2b-512 over X25519 shared secret,
//! reader's and writer's public key. The payload is packet type 0 (4), data method 0 (4), data key (32). There is one packet
//! per recipient.
//!
//! A data block is a nonce (12), up to 65,536 encrypted bytes (fewer only in the last block) and a tag (16). The standard binds
//! no block to its place. [`Writer`] therefore numbers its nonces: four random bytes and the number of the block from 0 (8);
//! [`Reader::open_expecting`] holds a file to that and to its plain length.
//!
//! # What is refused
//!
//! Edit lists (packet type 1): this program neither needs nor writes files whose plain text is only partly valid; decrypt such
//! a file with the tool that made it. Other packet types and ciphers, more than [`MAX_PACKETS`] packets, a packet above
//! [`MAX_PACKET_LEN`] bytes.

mod block;
mod header;
pub mod key_file;
mod reader;
mod writer;

pub use header::{MAX_PACKET_LEN, MAX_PACKETS};
pub use reader::Reader;
pub use writer::Writer;

/// Plain bytes of a full block.
pub const BLOCK_LEN: usize = 65_536;

/// Why a Crypt4GH file or key file was not made or read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Fault {
    /// The file does not begin as Crypt4GH does.
    #[error("not a Crypt4GH file: it does not begin with `crypt4gh`")]
    Magic,
    /// The file ends within its header.
    #[error("the Crypt4GH header is cut: get the file again")]
    HeaderCut,
    /// An unreasonable number of header packets.
    #[error("the Crypt4GH header announces {found} packets: expected 1 to {MAX_PACKETS}")]
    Packets {
        /// Number announced.
        found: usize,
    },
    /// An unreasonable length of a header packet.
    #[error("Crypt4GH header packet {packet} announces {found} bytes: expected 68 to {MAX_PACKET_LEN}")]
    PacketLength {
        /// Number of the packet, from 1.
        packet: usize,
        /// Bytes announced.
        found: usize,
    },
    /// No packet opens with this key.
    #[error(
        "none of the {packets} Crypt4GH header packets opens with this key: the file was encrypted for somebody else"
    )]
    Recipient {
        /// Packets in the header.
        packets: usize,
    },
    /// The file has an edit list.
    #[error(
        "the Crypt4GH file has an edit list, which this program does not read: decrypt it with the tool that made it"
    )]
    EditList,
    /// A packet of a type that the standard does not know.
    #[error("Crypt4GH header packet {packet} has type {found}: expected 0 (data key)")]
    PacketType {
        /// Number of the packet, from 1.
        packet: usize,
        /// Type found.
        found: u32,
    },
    /// A data cipher other than ChaCha20-Poly1305.
    #[error("the data of the Crypt4GH file are encrypted by method {found}: expected 0 (ChaCha20-Poly1305)")]
    DataMethod {
        /// Method found.
        found: u32,
    },
    /// A packet opens but its content is not of the right length.
    #[error("Crypt4GH header packet {packet} opens but is malformed")]
    Packet {
        /// Number of the packet, from 1.
        packet: usize,
    },
    /// The file ends within a block.
    #[error("the Crypt4GH file is cut in block {block}: get it again")]
    Cut {
        /// Number of the block, from 0.
        block: u64,
    },
    /// A block that is not as it was written.
    #[error("block {block} of the Crypt4GH file was changed, cut or encrypted with another key: get the file again")]
    Changed {
        /// Number of the block, from 0.
        block: u64,
    },
    /// A block at another place than it was written to.
    #[error("block {block} of the Crypt4GH file is not the block that was written there: get the file again")]
    Moved {
        /// Number of the block, from 0.
        block: u64,
    },
    /// The file is whole in itself but not as long as recorded.
    #[error("the Crypt4GH file holds {found} plain bytes where {expected} were recorded: it was cut or exchanged")]
    PlainLength {
        /// Plain bytes recorded outside.
        expected: u64,
        /// Plain bytes found.
        found: u64,
    },
    /// Nobody to encrypt for, or too many.
    #[error("a Crypt4GH file is encrypted for 1 to {MAX_PACKETS} recipients, {found} were given")]
    Recipients {
        /// Recipients given.
        found: usize,
    },
    /// A text that is no Crypt4GH key file.
    #[error("not a Crypt4GH {kind} key file: {problem}")]
    KeyFile {
        /// `secret` or `public`.
        kind: &'static str,
        /// What is wrong and what to do.
        problem: &'static str,
    },
    /// A key file locked by a method that is not supported.
    #[error(
        "the Crypt4GH secret key is locked by {name:?}: expected `none` or `scrypt`; lock it anew with crypt4gh-keygen"
    )]
    KeyFileMethod {
        /// Name of the method.
        name: String,
    },
    /// A key file that is locked, without a passphrase.
    #[error("the Crypt4GH secret key is locked: give its passphrase")]
    KeyFilePassphrase,
    /// A key file that does not open with the passphrase.
    #[error("the Crypt4GH secret key does not open: the passphrase is wrong or the file was changed")]
    KeyFileUnopened,
}
