//! Phase sets are named by the position of their first variant, which may lie in a sealed region. In the open part such a
//! set is named by its first open record, so that its name does not tell what lies behind.

use std::collections::BTreeMap;

use consent::Sealing;
use domain::{Chromosome, Region};

use crate::record::{Record, number};

/// Contig and key (`chr13 PS`), and the name of a set there.
type Set = (Vec<u8>, Vec<u8>);

pub(super) struct PhaseSets {
    /// For each sample the new names of sets.
    renamed: Vec<BTreeMap<Set, Vec<u8>>>,
}

impl PhaseSets {
    pub fn new(samples: usize) -> Self {
        Self { renamed: vec![BTreeMap::new(); samples] }
    }

    /// The sample columns with renamed phase sets; `None` where nothing changes.
    pub fn without_sealed(
        &mut self,
        record: &Record,
        chromosome: Option<Chromosome>,
        sealing: &Sealing,
    ) -> Option<Vec<u8>> {
        let chromosome = chromosome?;
        let keys: Vec<&[u8]> = record.format.split(|b| *b == b':').collect();
        if !keys.iter().any(|k| matches!(*k, b"PS" | b"PID" | b"HP")) {
            return None;
        }
        let is_sealed = |name: &[u8]| {
            let digits = name.iter().take_while(|b| b.is_ascii_digit()).count();
            let position = number(&name[..digits]).filter(|p| *p > 0);
            let region = position.and_then(|p| Region::new(chromosome, p, p).ok());
            region.is_some_and(|r| sealing.category_of(&r).is_some())
        };
        let mut changed = false;
        let mut columns: Vec<Vec<u8>> = Vec::new();
        for (sample, column) in record.samples.split(|b| *b == b'\t').enumerate() {
            let mut fields: Vec<Vec<u8>> = column.split(|b| *b == b':').map(<[u8]>::to_vec).collect();
            for (key, field) in keys.iter().zip(&mut fields) {
                let name = match *key {
                    b"PS" | b"HP" => record.position.to_string(),
                    b"PID" => format!(
                        "{}_{}_{}",
                        record.position,
                        String::from_utf8_lossy(record.reference),
                        String::from_utf8_lossy(record.alternates().next().unwrap_or(b"."))
                    ),
                    _ => continue,
                };
                let sets = self.renamed.get_mut(sample)?;
                let mut open = |set: &[u8]| {
                    let of = ([record.chrom, *key].join(&b' '), set.to_vec());
                    sets.entry(of).or_insert_with(|| name.clone().into_bytes()).clone()
                };
                // HP names the set once for each allele, before its haplotype: `1000-1,1000-2`.
                let parts: Vec<Vec<u8>> = match *key {
                    b"HP" => field.split(|b| *b == b',').map(<[u8]>::to_vec).collect(),
                    _ => vec![field.clone()],
                };
                let renamed = parts.iter().map(|part| {
                    let end = if *key == b"HP" { part.iter().position(|b| *b == b'-') } else { None };
                    let (set, rest) = part.split_at(end.unwrap_or(part.len()));
                    if is_sealed(set) { [&open(set), rest].concat() } else { part.clone() }
                });
                let renamed = renamed.collect::<Vec<_>>().join(&b',');
                if renamed != *field {
                    *field = renamed;
                    changed = true;
                }
            }
            columns.push(fields.join(&b':'));
        }
        changed.then(|| columns.join(&b'\t'))
    }
}
