//! Taking the names of sealed genes, and places in sealed regions, out of the annotation of open records.

use std::collections::BTreeSet;

use consent::Sealing;
use domain::{Chromosome, Region};

use crate::record::{info_fields, number};

/// INFO keys whose values are lists of entries by transcript: only the entries that name a sealed gene go.
const ENTRY_LISTS: [&[u8]; 5] = [b"CSQ", b"vep", b"ANN", b"BCSQ", b"EFF"];

pub(super) struct Names<'a> {
    sealing: &'a Sealing,
    /// By length, then sorted.
    by_length: Vec<BTreeSet<Vec<u8>>>,
    /// Symbols that are more than one word, such as `HLA-B`.
    composed: Vec<Vec<u8>>,
}

impl<'a> Names<'a> {
    pub fn of(sealing: &'a Sealing) -> Self {
        let (mut by_length, mut composed) = (Vec::<BTreeSet<Vec<u8>>>::new(), Vec::new());
        let genes = sealing.map().lists().genes().keys().map(|g| g.as_str());
        for gene in genes.filter(|g| sealing.hides_name(g)) {
            if !gene.bytes().all(|b| b.is_ascii_alphanumeric()) {
                composed.push(gene.as_bytes().to_vec());
                continue;
            }
            if by_length.len() <= gene.len() {
                by_length.resize_with(gene.len() + 1, BTreeSet::new);
            }
            by_length[gene.len()].insert(gene.as_bytes().to_ascii_uppercase());
        }
        Self { sealing, by_length, composed }
    }

    /// INFO without what names a sealed gene or a place in a sealed region; `None` where nothing does.
    pub fn without_hidden(&self, info: &[u8]) -> Option<Vec<u8>> {
        if !self.tells(info) {
            return None;
        }
        let mut kept: Vec<Vec<u8>> = Vec::new();
        for (key, value) in info_fields(info) {
            let value = if !self.tells(value) {
                value.to_vec()
            } else if ENTRY_LISTS.contains(&key) {
                let entries: Vec<&[u8]> = value.split(|b| *b == b',').filter(|e| !self.tells(e)).collect();
                if entries.is_empty() {
                    continue;
                }
                entries.join(&b',')
            } else {
                continue;
            };
            let is_flag = value.is_empty();
            kept.push(if is_flag { key.to_vec() } else { [key, &value].join(&b'=') });
        }
        Some(if kept.is_empty() { b".".to_vec() } else { kept.join(&b';') })
    }

    /// True where a word is the name of a sealed gene, or two words are a place in a sealed region (`13_32340300`).
    fn tells(&self, text: &[u8]) -> bool {
        let mut before: (usize, usize) = (0, 0);
        let mut start = 0;
        while start < text.len() {
            let length = text[start..].iter().take_while(|b| b.is_ascii_alphanumeric()).count();
            let word = &text[start..start + length];
            if length > 0 {
                if self.is_hidden(word) {
                    return true;
                }
                let joined = start == before.1 + 1 && matches!(text[before.1], b'_' | b':' | b'-');
                if joined && word[0].is_ascii_digit() && self.is_sealed(&text[before.0..before.1], word) {
                    return true;
                }
                before = (start, start + length);
            }
            start += length + 1;
        }
        self.composed.iter().any(|name| memchr::memmem::find(text, name).is_some())
    }

    #[inline]
    fn is_hidden(&self, word: &[u8]) -> bool {
        let Some(same_length) = self.by_length.get(word.len()).filter(|s| !s.is_empty()) else { return false };
        word[0].is_ascii_alphabetic() && same_length.contains(&word.to_ascii_uppercase())
    }

    fn is_sealed(&self, chrom: &[u8], position: &[u8]) -> bool {
        if chrom.len() > 5 {
            return false;
        }
        let chromosome = std::str::from_utf8(chrom).ok().and_then(|c| c.parse::<Chromosome>().ok());
        let (Some(chromosome), Some(position)) = (chromosome, number(position).filter(|p| *p > 0)) else {
            return false;
        };
        Region::new(chromosome, position, position).is_ok_and(|r| self.sealing.category_of(&r).is_some())
    }
}
