//! The rows of sealed slices: what one person carries in a sealed region, and nothing that tells of others. Alleles that
//! the person does not carry, figures over all samples, and whatever is not known to be about the allele alone are left out.

use domain::PersonId;

use crate::{
    alleles::AlleleNames,
    error::Fault,
    header::Header,
    profile::{Meaning, Profile, folded},
    record::Record,
    samples::{Keys, Sampled},
};

/// Header lines that a slice needs to be read.
const HEADER_KEYS: [&str; 9] =
    ["fileformat", "INFO", "FORMAT", "FILTER", "ALT", "contig", "reference", "assembly", "VEP"];
/// INFO keys about the allele itself, beside annotation and population frequencies.
const ALLELE_KEYS: [&[u8]; 6] = [b"END", b"SVTYPE", b"SVLEN", b"CIPOS", b"CIEND", b"CN"];
/// FORMAT keys about the person alone.
const PERSON_KEYS: [&[u8]; 5] = [b"GT", b"AD", b"DP", b"GQ", b"PS"];

/// The header of a person's slices.
pub(super) fn header(header: &Header, person: &PersonId) -> Vec<u8> {
    let mut text = Vec::new();
    for line in header.text.split_inclusive(|b| *b == b'\n') {
        let key = line.strip_prefix(b"##").and_then(|l| l.split(|b| *b == b'=').next());
        if key.is_some_and(|k| HEADER_KEYS.iter().any(|known| known.as_bytes() == k)) {
            text.extend_from_slice(line);
        }
    }
    text.extend_from_slice(b"#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\t");
    text.extend_from_slice(person.as_str().as_bytes());
    text.push(b'\n');
    text
}

pub(super) struct Slicer<'a> {
    header: &'a Header,
    profile: &'a Profile,
    /// Place of `ALLELE_NUM` and `Allele` in VEP's entries.
    allele_number: Option<usize>,
    allele: Option<usize>,
    /// Place of the change in the entries of bcftools csq.
    change: Option<usize>,
}

impl<'a> Slicer<'a> {
    pub fn new(header: &'a Header, profile: &'a Profile) -> Self {
        let place = |name: &str| header.csq_fields.iter().position(|f| folded(f) == name);
        Self {
            header,
            profile,
            allele_number: place("allele_num"),
            allele: place("allele"),
            change: place("dna_change"),
        }
    }

    /// Gives a row for each sample that carries an alternate allele or is not called.
    pub fn rows(&self, record: &Record, mut write: impl FnMut(usize, &[u8])) -> Result<(), Fault> {
        let alternates = record.alternate_list(self.header.samples.len())?;
        let mut keys = Keys::default();
        keys.of(record.format);
        let mut columns = record.samples.split(|b| *b == b'\t');
        for sample in 0..self.header.samples.len() {
            let column =
                columns.next().ok_or_else(|| Fault::new("samples", "fewer sample columns than the header names"))?;
            let mut sampled = Sampled::default();
            keys.read(column, alternates.len(), &mut sampled)?;
            let mut carried: Vec<usize> =
                sampled.alleles.iter().flatten().filter(|n| **n > 0).map(|n| usize::from(*n) - 1).collect();
            carried.sort_unstable();
            carried.dedup();
            if !carried.is_empty() {
                write(sample, &self.carrier(record, &alternates, &carried, column));
            } else if sampled.alleles.iter().any(Option::is_none) || sampled.alleles.is_empty() {
                write(sample, &not_called(record, column));
            }
        }
        Ok(())
    }

    fn carrier(&self, record: &Record, alternates: &[&[u8]], carried: &[usize], column: &[u8]) -> Vec<u8> {
        let whole = carried.len() == alternates.len();
        let alternate = carried.iter().map(|n| alternates[*n]).collect::<Vec<_>>().join(&b',');
        let (format, sample) = person_fields(record.format, column, carried, alternates.len());
        let position = record.position.to_string();
        let info = self.info(record, alternates, carried);
        let columns: [&[u8]; 10] = [
            record.chrom,
            position.as_bytes(),
            if whole { record.id } else { b"." },
            record.reference,
            &alternate,
            b".",
            record.filter,
            &info,
            &format,
            &sample,
        ];
        let mut row = columns.join(&b'\t');
        row.push(b'\n');
        row
    }

    fn info(&self, record: &Record, alternates: &[&[u8]], carried: &[usize]) -> Vec<u8> {
        let mut kept: Vec<Vec<u8>> = Vec::new();
        for (key, value) in record.info_fields() {
            let value = if !self.profile.csq_key.is_empty() && key == self.profile.csq_key {
                self.entries(record, value, alternates, carried)
            } else if ALLELE_KEYS.contains(&key) || self.profile.info(key).is_some() {
                self.value(key, value, carried, alternates.len())
            } else {
                continue;
            };
            if !value.is_empty() {
                kept.push([key, &value].join(&b'='));
            }
        }
        if kept.is_empty() { b".".to_vec() } else { kept.join(&b';') }
    }

    /// The part of a value that is about the carried alleles. A list is cut only where its definition says that it is by
    /// allele, and SVLEN (VCF 4.3 defines it by `.`); a list of frequencies that is not is left out, since it may tell of
    /// alleles that the person does not carry.
    fn value(&self, key: &[u8], value: &[u8], carried: &[usize], alternates: usize) -> Vec<u8> {
        let definition = std::str::from_utf8(key).ok().and_then(|key| self.header.info(key));
        let first = if key == b"SVLEN" { Some(0) } else { definition.and_then(|d| d.place_of(0)) };
        let meaning = self.profile.info(key).map(|known| known.meaning);
        match first {
            Some(first) => chosen(value, first, carried, alternates),
            None if alternates > 1 && meaning.is_some_and(Meaning::is_frequency) && value.contains(&b',') => Vec::new(),
            None => value.to_vec(),
        }
    }

    /// The entries of the carried alleles, and those that belong to no allele by name.
    fn entries(&self, record: &Record, value: &[u8], alternates: &[&[u8]], carried: &[usize]) -> Vec<u8> {
        let names = AlleleNames::of(record.reference, alternates, self.profile.alleles_are_raw);
        let mut kept: Vec<Vec<u8>> = Vec::new();
        for entry in value.split(|b| *b == b',') {
            let mut fields: Vec<Vec<u8>> = entry.split(|b| *b == b'|').map(<[u8]>::to_vec).collect();
            let of = |place: Option<usize>| place.and_then(|p| fields.get(p)).filter(|f| !f.is_empty());
            let number = of(self.allele_number)
                .and_then(|n| std::str::from_utf8(n).ok()?.parse::<usize>().ok())
                .and_then(|n| n.checked_sub(1));
            let change = of(self.change).map_or(&[][..], |c| c);
            // What several records change together may be on a haplotype of another person.
            if entry.starts_with(b"@") || change.contains(&b'+') {
                continue;
            }
            let owner = number
                .or_else(|| of(self.allele).and_then(|allele| names.which(allele)))
                .or_else(|| names.which_changed(record.position, change));
            match owner.map(|n| carried.iter().position(|c| *c == n)) {
                Some(None) => continue,
                Some(Some(new)) => {
                    if let (Some(place), Some(_)) = (self.allele_number, number) {
                        fields[place] = (new + 1).to_string().into_bytes();
                    }
                }
                None => {}
            }
            kept.push(fields.join(&b'|'));
        }
        kept.join(&b',')
    }
}

/// Of a list by allele, in which the value of the first alternate stands at `first`, those of the carried ones, and that of
/// the reference where it has one; a list of another length as it is.
fn chosen(value: &[u8], first: usize, carried: &[usize], alternates: usize) -> Vec<u8> {
    let values: Vec<&[u8]> = value.split(|b| *b == b',').collect();
    if values.len() != first + alternates {
        return value.to_vec();
    }
    let of_alternates = carried.iter().map(|n| values[first + n]);
    values[..first].iter().copied().chain(of_alternates).collect::<Vec<_>>().join(&b',')
}

/// FORMAT and the column with what is about the person alone, alleles renumbered.
fn person_fields(format: &[u8], column: &[u8], carried: &[usize], alternates: usize) -> (Vec<u8>, Vec<u8>) {
    let (mut keys, mut values): (Vec<&[u8]>, Vec<Vec<u8>>) = (Vec::new(), Vec::new());
    for (key, value) in format.split(|b| *b == b':').zip(column.split(|b| *b == b':')) {
        if PERSON_KEYS.contains(&key) {
            keys.push(key);
            values.push(match key {
                b"GT" => renumbered(value, carried),
                b"AD" if value.split(|b| *b == b',').count() == alternates + 1 => chosen(value, 1, carried, alternates),
                b"AD" => b".".to_vec(),
                _ => value.to_vec(),
            });
        }
    }
    (keys.join(&b':'), values.join(&b':'))
}

fn renumbered(genotype: &[u8], carried: &[usize]) -> Vec<u8> {
    let mut out = Vec::new();
    for part in genotype.split_inclusive(|b| matches!(b, b'/' | b'|')) {
        let digits = part.iter().take_while(|b| b.is_ascii_digit()).count();
        let number = std::str::from_utf8(&part[..digits]).ok().and_then(|n| n.parse::<usize>().ok());
        match number.filter(|n| *n > 0).and_then(|n| carried.iter().position(|c| c + 1 == n)) {
            Some(place) => out.extend_from_slice((place + 1).to_string().as_bytes()),
            None => out.extend_from_slice(&part[..digits]),
        }
        out.extend_from_slice(&part[digits..]);
    }
    out
}

/// The place where a person is not called. What others carry there is not told: no alternate, one reference base.
fn not_called(record: &Record, column: &[u8]) -> Vec<u8> {
    let genotype = record.format.split(|b| *b == b':').zip(column.split(|b| *b == b':')).find(|(k, _)| *k == b"GT");
    let position = record.position.to_string();
    let columns: [&[u8]; 10] = [
        record.chrom,
        position.as_bytes(),
        b".",
        &record.reference[..1],
        b".",
        b".",
        b".",
        b".",
        b"GT",
        genotype.map_or(b".", |(_, value)| value),
    ];
    let mut row = columns.join(&b'\t');
    row.push(b'\n');
    row
}
