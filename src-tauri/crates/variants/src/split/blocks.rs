//! Writing the open part: blocks in which nothing changes are copied as they are, the others are written anew.

use std::{collections::VecDeque, io::Write};

use noodles_bgzf as bgzf;
use sealed::digest::{Hasher, Sha256};

use super::Fate;
use crate::{
    Error,
    text::{Batch, Text},
};

/// Bytes of text in a block written anew, as `bgzip` does.
const BLOCK: usize = 65_280;

/// A block of the source whose lines are not all known yet.
struct Held {
    /// As it stands in the file; empty where it is no BGZF block.
    packed: Vec<u8>,
    /// First byte behind its text, counted over the whole text.
    end: u64,
    /// What it holds in the open part.
    kept: Vec<u8>,
    changed: bool,
}

pub(super) struct OpenPart<'a> {
    file: &'a str,
    sink: &'a mut dyn Write,
    hasher: Hasher,
    held: VecDeque<Held>,
    /// Text to be written anew.
    pending: Vec<u8>,
    /// The line that is not whole yet, and where it starts in the whole text.
    line: Vec<u8>,
    line_start: u64,
    /// Text taken so far.
    taken: u64,
}

/// What is done with a line (with its newline, where it has one).
type Decide<'d> = dyn FnMut(&[u8]) -> Result<Fate, Error> + 'd;

impl<'a> OpenPart<'a> {
    pub fn new(file: &'a str, sink: &'a mut dyn Write) -> Self {
        Self {
            file,
            sink,
            hasher: Hasher::new(),
            held: VecDeque::new(),
            pending: Vec::new(),
            line: Vec::new(),
            line_start: 0,
            taken: 0,
        }
    }

    /// Bytes of the line that is not whole yet.
    pub fn carried(&self) -> usize {
        self.line.len()
    }

    pub fn take(&mut self, batch: Batch, decide: &mut Decide) -> Result<(), Error> {
        let packed: Vec<(Vec<u8>, usize)> = match &batch {
            Batch::Text { bytes, .. } | Batch::Lines { bytes, .. } => vec![(Vec::new(), bytes.len())],
            Batch::Blocks { bytes, blocks } => {
                blocks.iter().map(|b| (bytes[b.at..b.at + b.len].to_vec(), b.text)).collect()
            }
        };
        let mut text = Text::default();
        batch.unpack(self.file, &mut text)?;
        let mut at = 0;
        for (packed, length) in packed.into_iter().filter(|(_, length)| *length > 0) {
            self.block(packed, &text.bytes[at..at + length], decide)?;
            at += length;
        }
        Ok(())
    }

    fn block(&mut self, packed: Vec<u8>, text: &[u8], decide: &mut Decide) -> Result<(), Error> {
        self.taken += text.len() as u64;
        let changed = packed.is_empty();
        self.held.push_back(Held { packed, end: self.taken, kept: Vec::with_capacity(text.len()), changed });
        let mut rest = text;
        while let Some(newline) = memchr::memchr(b'\n', rest) {
            self.line.extend_from_slice(&rest[..=newline]);
            rest = &rest[newline + 1..];
            self.whole_line(decide)?;
        }
        self.line.extend_from_slice(rest);
        Ok(())
    }

    fn whole_line(&mut self, decide: &mut Decide) -> Result<(), Error> {
        let line = std::mem::take(&mut self.line);
        let body = line.strip_suffix(b"\n").unwrap_or(&line);
        let fate = decide(body)?;
        let mut start = self.line_start;
        let end = start + line.len() as u64;
        let mut at = 0;
        let mut replacement = match &fate {
            Fate::Replace(text) => Some(text),
            Fate::Keep | Fate::Remove => None,
        };
        // The line may lie in several blocks: each keeps its share, a replacement goes to the first.
        for held in &mut self.held {
            if start >= held.end || start >= end {
                continue;
            }
            let share = usize::try_from(held.end.min(end) - start).unwrap_or(usize::MAX);
            match &fate {
                Fate::Keep => held.kept.extend_from_slice(&line[at..at + share]),
                Fate::Remove | Fate::Replace(_) => {
                    held.changed = true;
                    held.kept.extend_from_slice(replacement.take().map_or(&[][..], |text| text));
                }
            }
            at += share;
            start += share as u64;
        }
        self.line_start = end;
        self.line = line;
        self.line.clear();
        self.emit()
    }

    /// Writes the blocks whose lines are all known.
    fn emit(&mut self) -> Result<(), Error> {
        while let Some(held) = self.held.pop_front_if(|h| h.end <= self.line_start) {
            self.hasher.update(&held.kept);
            if held.changed {
                self.pending.extend_from_slice(&held.kept);
                self.write_pending(false)?;
            } else {
                self.write_pending(true)?;
                self.put(&held.packed)?;
            }
        }
        Ok(())
    }

    /// Packs what is to be written anew: whole blocks, and the rest too where `all`.
    fn write_pending(&mut self, all: bool) -> Result<(), Error> {
        let length = if all { self.pending.len() } else { self.pending.len() / BLOCK * BLOCK };
        let text: Vec<u8> = self.pending.drain(..length).collect();
        for block in text.chunks(BLOCK) {
            let mut writer = bgzf::io::Writer::new(Vec::new());
            writer.write_all(block).and_then(|()| writer.flush()).map_err(|e| self.io(e))?;
            self.put(&writer.into_inner())?;
        }
        Ok(())
    }

    pub fn finish(mut self, decide: &mut Decide) -> Result<Sha256, Error> {
        if !self.line.is_empty() {
            self.whole_line(decide)?;
        }
        self.write_pending(true)?;
        let eof = bgzf::io::Writer::new(Vec::new()).finish().map_err(|e| self.io(e))?;
        self.put(&eof)?;
        Ok(self.hasher.finish())
    }

    fn put(&mut self, bytes: &[u8]) -> Result<(), Error> {
        self.sink.write_all(bytes).map_err(|e| self.io(e))
    }

    fn io(&self, source: std::io::Error) -> Error {
        Error::Io { file: format!("open part of {}", self.file), source }
    }
}
