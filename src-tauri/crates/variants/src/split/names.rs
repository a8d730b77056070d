//! Taking the names of sealed genes, and places in sealed regions, out of the annotation of open records.

use consent::Sealing;
use domain::{Chromosome, Region};

use crate::record::{info_fields, number};

/// INFO keys whose values are lists of entries by transcript: only the entries that name a sealed gene go.
const ENTRY_LISTS: [&[u8]; 5] = [b"CSQ", b"vep", b"ANN", b"BCSQ", b"EFF"];

/// Longest symbol that is looked up as one word.
const LONGEST: usize = 24;

/// Where a word is looked up: by its length and first letter, other first characters together.
#[inline]
fn place(word: &[u8]) -> usize {
    let first = word.first().map_or(0, u8::to_ascii_uppercase);
    let letter = if first.is_ascii_uppercase() { usize::from(first - b'A') } else { 26 };
    27 * word.len() + letter
}

pub(super) struct Names<'a> {
    sealing: &'a Sealing,
    /// By length and first letter: see [`place`].
    by_start: Vec<Vec<Vec<u8>>>,
    /// Symbols that are more than one word, such as `HLA-B`.
    composed: Vec<Vec<u8>>,
}

impl<'a> Names<'a> {
    pub fn of(sealing: &'a Sealing) -> Self {
        let (mut by_start, mut composed) = (vec![Vec::new(); 27 * (LONGEST + 1)], Vec::new());
        let genes = sealing.map().lists().genes().keys().map(|g| g.as_str());
        for gene in genes.filter(|g| sealing.hides_name(g)) {
            let is_word = gene.len() <= LONGEST && gene.bytes().all(|b| b.is_ascii_alphanumeric());
            if is_word {
                by_start[place(gene.as_bytes())].push(gene.as_bytes().to_vec());
            } else {
                composed.push(gene.as_bytes().to_vec());
            }
        }
        Self { sealing, by_start, composed }
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
        word.len() <= LONGEST && self.by_start[place(word)].iter().any(|name| name.eq_ignore_ascii_case(word))
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
