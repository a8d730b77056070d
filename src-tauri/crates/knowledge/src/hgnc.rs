//! HGNC ids: a table `#Symbol  HGNC_id  Approved`, or a table without header of HGNC id, Ensembl id and NCBI id.

use domain::{GeneSymbol, HgncId};
use serde::{Deserialize, Serialize};

use crate::{Error, reading::Text};

/// What one HGNC file holds.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) enum Hgnc {
    /// Symbols with their gene.
    Symbols {
        /// By symbol, approved before former and alias.
        entries: Vec<SymbolEntry>,
        /// Positions in `entries`, by gene, approved before former and alias.
        by_gene: Vec<u32>,
    },
    /// NCBI number and HGNC number, by the former.
    Ncbi(Vec<(u32, u32)>),
}

/// A symbol that is or was used for a gene.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct SymbolEntry {
    pub(crate) symbol: GeneSymbol,
    /// False for the approved symbol, so that it sorts first.
    pub(crate) former: bool,
    pub(crate) hgnc: u32,
}

impl Hgnc {
    /// The gene of a symbol: the one that it is the approved symbol of, else the only one that it was used for.
    pub(crate) fn by_symbol(&self, symbol: &str) -> Option<HgncId> {
        let Self::Symbols { entries, .. } = self else { return None };
        let start = entries.partition_point(|entry| entry.symbol.as_str() < symbol);
        let mut found = entries[start..].iter().take_while(|entry| entry.symbol.as_str() == symbol);
        let first = found.next()?;
        let unambiguous = !first.former || found.all(|other| other.hgnc == first.hgnc);
        unambiguous.then_some(HgncId(first.hgnc))
    }

    /// All symbols of a gene, the approved one first.
    pub(crate) fn symbols(&self, id: HgncId) -> Vec<&GeneSymbol> {
        let Self::Symbols { entries, by_gene } = self else { return Vec::new() };
        let entry = |&position: &u32| &entries[position as usize];
        let start = by_gene.partition_point(|position| entry(position).hgnc < id.0);
        by_gene[start..].iter().map(entry).take_while(|e| e.hgnc == id.0).map(|e| &e.symbol).collect()
    }

    /// The gene of an NCBI number.
    pub(crate) fn by_ncbi(&self, ncbi: u32) -> Option<HgncId> {
        let Self::Ncbi(pairs) = self else { return None };
        pairs.binary_search_by_key(&ncbi, |pair| pair.0).ok().map(|found| HgncId(pairs[found].1))
    }
}

/// Reads either of the two tables and the date that it states.
pub(crate) fn read(text: &Text) -> Result<(Hgnc, Option<String>), Error> {
    let release = text
        .content
        .lines()
        .next()
        .and_then(|line| line.strip_prefix("##Generated on ")?.split_whitespace().next())
        .map(|date| date.replace('/', "-"));
    let has_header = text.content.lines().take_while(|l| l.starts_with('#')).any(|l| l.contains("Symbol"));
    let table = if has_header { read_symbols(text)? } else { Hgnc::Ncbi(read_numbers(text)?) };
    Ok((table, release))
}

fn read_symbols(text: &Text) -> Result<Hgnc, Error> {
    let mut entries = Vec::new();
    for row in text.rows(["Symbol", "HGNC_id", "Approved"])? {
        let row = row?;
        // A few aliases in the source are phrases, not symbols.
        let Ok(symbol) = row.fields[0].parse() else { continue };
        let hgnc = row.read(1, "an HGNC id", |f| f.parse::<HgncId>().ok())?.0;
        let former = row.read(2, "1 (approved) or 0", |f| match f {
            "1" => Some(false),
            "0" => Some(true),
            _ => None,
        })?;
        entries.push(SymbolEntry { symbol, former, hgnc });
    }
    entries.sort_unstable();
    entries.dedup();
    let mut by_gene: Vec<u32> = (0_u32..).take(entries.len()).collect();
    by_gene.sort_by_key(|&position| (entries[position as usize].hgnc, entries[position as usize].former));
    if entries.is_empty() { Err(text.empty("gene symbol")) } else { Ok(Hgnc::Symbols { entries, by_gene }) }
}

fn read_numbers(text: &Text) -> Result<Vec<(u32, u32)>, Error> {
    let mut pairs = Vec::new();
    for line in text.lines() {
        let line = line?;
        if line.text.starts_with('#') {
            continue;
        }
        let mut fields = line.text.split('\t').map(str::trim);
        let (hgnc, ncbi) = (fields.next().unwrap_or(""), fields.nth(1).unwrap_or(""));
        let id: HgncId = hgnc.parse().map_err(|_| line.wrong("HGNC id (column 1)", hgnc, "a number"))?;
        if !ncbi.is_empty() {
            let number = ncbi.parse().map_err(|_| line.wrong("NCBI id (column 3)", ncbi, "a number or nothing"))?;
            pairs.push((number, id.0));
        }
    }
    pairs.sort_unstable();
    pairs.dedup_by_key(|pair| pair.0);
    if pairs.is_empty() { Err(text.empty("NCBI id")) } else { Ok(pairs) }
}
