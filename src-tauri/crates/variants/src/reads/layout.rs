//! The reads that a consent opens, as one sorted BAM that is nowhere written: whole blocks of the open part and of the
//! slices, in the order of the hub's file.

use std::{collections::BTreeMap, ops::Range};

use domain::GeneSymbol;
use noodles::{
    bam::bai,
    csi::binning_index::index::{
        ReferenceSequence,
        reference_sequence::{Bin, bin::Chunk},
    },
};
use noodles_bgzf::VirtualPosition;

use super::{ReadsIndex, index::bai_bytes};
use crate::Error;

/// A BAM put together from parts, by byte, with its index.
pub struct ReadsLayout {
    pieces: Vec<Piece>,
    length: u64,
    index: Vec<u8>,
    is_empty: bool,
}

/// Blocks of a part, and where they stand in the whole.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Piece {
    part: usize,
    bytes: Range<u64>,
    at: u64,
}

impl ReadsLayout {
    /// Puts the parts of one person's reads together, the open part first, each with its length in bytes. `opens` answers
    /// for each gene whether reads that touch it may be seen.
    ///
    /// # Errors
    /// [`Error::Reads`] where the parts do not belong together.
    pub fn new(file: &str, parts: &[(ReadsIndex, u64)], opens: &dyn Fn(&GeneSymbol) -> bool) -> Result<Self, Error> {
        let pieces = pieces(parts, opens);
        let contigs = parts.iter().map(|(index, _)| index.bai.reference_sequences().len()).max().unwrap_or_default();
        let sequences: Vec<_> = (0..contigs).map(|contig| sequence(contig, parts, &pieces)).collect();
        let is_empty = sequences.iter().all(|s| s.bins().is_empty());
        let index = bai::Index::builder().set_reference_sequences(sequences).build();
        let index = bai_bytes(&index).map_err(|source| Error::Io { file: file.to_owned(), source })?;
        let length = pieces.last().map_or(0, |p| p.at + (p.bytes.end - p.bytes.start));
        Ok(Self { pieces, length, index, is_empty })
    }

    /// Its length in bytes.
    pub fn length(&self) -> u64 {
        self.length
    }

    /// True where no read is in it.
    pub fn is_empty(&self) -> bool {
        self.is_empty
    }

    /// Its index (BAI).
    pub fn index(&self) -> &[u8] {
        &self.index
    }

    /// Where a range of its bytes lies: the number of the part and the bytes there, in order.
    pub fn places(&self, range: &Range<u64>) -> Vec<(usize, Range<u64>)> {
        let inside = |piece: &Piece| {
            let end = piece.at + (piece.bytes.end - piece.bytes.start);
            let (first, last) = (range.start.max(piece.at), range.end.min(end));
            let from = |at: u64| piece.bytes.start + (at - piece.at);
            (first < last).then(|| (piece.part, from(first)..from(last)))
        };
        self.pieces.iter().filter_map(inside).collect()
    }
}

fn pieces(parts: &[(ReadsIndex, u64)], opens: &dyn Fn(&GeneSymbol) -> bool) -> Vec<Piece> {
    let cells =
        parts.iter().enumerate().flat_map(|(part, (index, _))| index.cells.iter().map(move |c| (c.number, part, c)));
    let cells: BTreeMap<u64, _> = cells.map(|(number, part, cell)| (number, (part, cell))).collect();
    let (mut ranges, mut open) = (Vec::new(), 0);
    for (part, cell) in cells.into_values() {
        match (part, cell.genes.iter().all(opens)) {
            (0, true) => {}
            (0, false) => {
                ranges.push((0, open..cell.start));
                open = cell.end;
            }
            (_, false) => {}
            (part, true) => {
                ranges.push((0, open..cell.before));
                ranges.push((part, cell.start..cell.end));
                open = cell.before;
            }
        }
    }
    ranges.extend(parts.first().map(|(_, length)| (0, open..*length)));
    let mut at = 0;
    let placed = ranges.into_iter().filter(|(_, bytes)| bytes.start < bytes.end).map(|(part, bytes)| {
        let piece = Piece { part, at, bytes };
        at += piece.bytes.end - piece.bytes.start;
        piece
    });
    placed.collect()
}

/// The index of a reference sequence over all parts.
fn sequence(contig: usize, parts: &[(ReadsIndex, u64)], pieces: &[Piece]) -> ReferenceSequence<Vec<VirtualPosition>> {
    let mut bins: BTreeMap<usize, Vec<Chunk>> = BTreeMap::new();
    let mut windows: Vec<VirtualPosition> = Vec::new();
    for (number, (index, _)) in parts.iter().enumerate() {
        let Some(own) = index.bai.reference_sequences().get(contig) else { continue };
        let pieces: Vec<&Piece> = pieces.iter().filter(|p| p.part == number).collect();
        for (bin, chunks) in own.bins() {
            let moved: Vec<Chunk> = chunks.chunks().iter().flat_map(|chunk| moved(*chunk, &pieces)).collect();
            if !moved.is_empty() {
                bins.entry(*bin).or_default().extend(moved);
            }
        }
        windows.resize(windows.len().max(own.index().len()), NOWHERE);
        for (window, first) in windows.iter_mut().zip(own.index()) {
            let first = if *first == NOWHERE { None } else { from(*first, &pieces) };
            if let Some(first) = first.filter(|first| *window == NOWHERE || first < window) {
                *window = first;
            }
        }
    }
    let bins = bins.into_iter().map(|(bin, mut chunks)| {
        chunks.sort_by_key(Chunk::start);
        (bin, Bin::new(chunks))
    });
    ReferenceSequence::new(bins.collect(), windows, None)
}

const NOWHERE: VirtualPosition = VirtualPosition::MIN;

fn block(byte: u64) -> VirtualPosition {
    VirtualPosition::try_from((byte, 0)).unwrap_or(VirtualPosition::MAX)
}

/// The same place in the whole.
fn shifted(place: VirtualPosition, piece: &Piece) -> VirtualPosition {
    let (byte, within) = (place.compressed(), place.uncompressed());
    VirtualPosition::try_from((byte - piece.bytes.start + piece.at, within)).unwrap_or(VirtualPosition::MAX)
}

/// A stretch of a part, as far as it is in the whole.
fn moved<'a>(chunk: Chunk, pieces: &'a [&'a Piece]) -> impl Iterator<Item = Chunk> + 'a {
    pieces.iter().filter_map(move |piece| {
        let start = chunk.start().max(block(piece.bytes.start));
        let end = chunk.end().min(block(piece.bytes.end));
        (start < end).then(|| Chunk::new(shifted(start, piece), shifted(end, piece)))
    })
}

/// The first place in the whole at or behind a place of a part.
fn from(place: VirtualPosition, pieces: &[&Piece]) -> Option<VirtualPosition> {
    let piece = pieces.iter().find(|piece| place < block(piece.bytes.end))?;
    Some(shifted(place.max(block(piece.bytes.start)), piece))
}
