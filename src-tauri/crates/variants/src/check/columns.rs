use std::collections::{BTreeMap, BTreeSet};

use super::{
    MOST_PROBLEMS, Problems, quoted, repeated,
    values::{Counts, Typed},
};
use crate::{Kind, error::shown, header::Header, limits, record::Record};

/// Checks records against the header, the specification and the records before.
pub(super) struct Columns<'h> {
    header: &'h Header,
    infos: BTreeMap<&'h [u8], Typed<'h>>,
    formats: BTreeMap<&'h [u8], Typed<'h>>,
    filters: BTreeSet<&'h [u8]>,
    /// Lengths of the contigs, where stated.
    contigs: BTreeMap<&'h [u8], Option<u32>>,
    /// Keys, filters and contigs that are not defined are told once.
    told: BTreeSet<Vec<u8>>,
    chromosome: Vec<u8>,
    chromosomes: BTreeSet<Vec<u8>>,
    position: u32,
    /// Alleles at the present position.
    here: BTreeSet<(Vec<u8>, Vec<u8>)>,
}

impl<'h> Columns<'h> {
    pub fn new(header: &'h Header) -> Self {
        let infos = header.infos.iter().map(|d| (d.id.as_bytes(), Typed::info(Some(d), &d.id)));
        let formats = header.formats.iter().map(|d| (d.id.as_bytes(), Typed::format(Some(d), &d.id)));
        Self {
            header,
            infos: infos.collect(),
            formats: formats.collect(),
            filters: header.filters.iter().map(String::as_bytes).collect(),
            contigs: header.contigs.iter().rev().map(|c| (c.name.as_bytes(), c.length)).collect(),
            told: BTreeSet::new(),
            chromosome: Vec::new(),
            chromosomes: BTreeSet::new(),
            position: 0,
            here: BTreeSet::new(),
        }
    }

    pub fn record(&mut self, line: &[u8], problems: &mut Problems) {
        let record = match Record::parse(line, self.header.samples.len()) {
            Ok(record) => record,
            Err(fault) => return problems.error(fault.field, fault.what),
        };
        let alternates = match record.alternate_list(self.header.samples.len()) {
            Ok(alternates) => alternates.into_iter().filter(|a| *a != b".").collect::<Vec<_>>(),
            Err(fault) => return problems.error(fault.field, fault.what),
        };
        self.place(&record, problems);
        alleles(&record, &alternates, problems);
        self.repeated_alleles(&record, &alternates, problems);
        fixed(&record, problems);
        self.filter(&record, problems);
        self.info(&record, alternates.len(), problems);
        self.samples(&record, alternates.len(), problems);
    }

    fn place(&mut self, record: &Record, problems: &mut Problems) {
        let body = record.chrom.strip_prefix(b"<").and_then(|c| c.strip_suffix(b">")).unwrap_or(record.chrom);
        if body.iter().any(|b| b.is_ascii_whitespace() || matches!(b, b':' | b',' | b'<' | b'>')) {
            problems.error("CHROM", format!("{}: holds a character that is not allowed", quoted(record.chrom)));
        }
        // `<1>` is contig 1 of an assembly file.
        if body != self.chromosome {
            if self.chromosomes.len() == limits::TEXTS {
                return problems.error("CHROM", format!("more than {} different ones in the file", limits::TEXTS));
            }
            if !self.chromosomes.insert(body.to_vec()) {
                problems.error("CHROM", format!("{} again: its records must stand together", quoted(record.chrom)));
            }
            body.clone_into(&mut self.chromosome);
            self.here.clear();
        } else if record.position < self.position {
            problems.error("POS", format!("{} after {}: not sorted", record.position, self.position));
        }
        if record.position != self.position {
            self.here.clear();
        }
        self.position = record.position;
        if !self.contigs.is_empty() {
            match self.contigs.get(body) {
                None => self.tell("CHROM", record.chrom, "has no ##contig line", problems),
                Some(Some(length)) if record.position > length.saturating_add(1) => {
                    let (position, contig) = (record.position, shown(body));
                    problems.error("POS", format!("{position} lies behind the end of {contig}"));
                }
                Some(Some(length)) if record.end() > length.saturating_add(1) => {
                    let (end, contig) = (record.end(), shown(body));
                    problems.warning("END", format!("{end} lies behind the end of {contig}, {length}"));
                }
                Some(_) => {}
            }
        }
    }

    /// A warning that is given once for each name.
    fn tell(&mut self, field: &str, name: &[u8], what: &str, problems: &mut Problems) {
        let mut key = field.as_bytes().to_vec();
        key.extend_from_slice(name);
        if self.told.len() < MOST_PROBLEMS && self.told.insert(key) {
            problems.warning(field, format!("{} {what}", shown(name)));
        }
    }

    fn repeated_alleles(&mut self, record: &Record, alternates: &[&[u8]], problems: &mut Problems) {
        for alternate in alternates {
            let sequence = !alternate.contains(&b'<') && *alternate != b"*";
            // A place with so many alleles is hostile or wrong, and the first ones tell it.
            let remembered = self.here.len() < limits::ALLELES;
            if sequence && remembered && !self.here.insert((record.reference.to_vec(), alternate.to_vec())) {
                let alleles = format!("{}>{}", shown(record.reference), shown(alternate));
                problems.warning("ALT", format!("{alleles} stands here already"));
            }
        }
    }

    fn filter(&mut self, record: &Record, problems: &mut Problems) {
        let filter = record.filter;
        if filter == b"." || filter == b"PASS" {
            return;
        }
        let parts = || filter.split(|b| *b == b';');
        if filter.iter().any(u8::is_ascii_whitespace) || parts().any(|p| matches!(p, b"" | b"." | b"0")) {
            problems.error("FILTER", format!("{}: expected PASS, `.` or names separated by `;`", quoted(filter)));
        }
        if parts().any(|p| p == b"PASS") {
            problems.warning("FILTER", format!("{}: PASS beside the name of a filter", quoted(filter)));
        }
        if let Some(name) = repeated(parts()) {
            problems.warning("FILTER", format!("{} stands twice", shown(name)));
        }
        for name in parts().filter(|n| !n.is_empty() && *n != b"PASS") {
            if !self.filters.contains(name) {
                self.tell("FILTER", name, "has no ##FILTER line", problems);
            }
        }
    }

    fn info(&mut self, record: &Record, alternates: usize, problems: &mut Problems) {
        if record.info.iter().any(|b| matches!(b, b' ' | b'\t')) {
            let what = "holds a space";
            if self.header.version >= (4, 3) { problems.warning("INFO", what) } else { self.space(record, problems) }
        }
        if record.info == b"." {
            return;
        }
        if let Some(key) = repeated(record.info_fields().map(|(key, _)| key).filter(|k| !k.is_empty())) {
            problems.error("INFO", format!("{} stands twice", shown(key)));
        }
        let counts = Counts { alternates, ploidy: None };
        for (key, value) in record.info_fields() {
            if key.is_empty() {
                // Many programs end INFO with a semicolon.
                problems.warning("INFO", "an empty field");
                continue;
            }
            let name = String::from_utf8_lossy(key);
            match self.infos.get(key) {
                Some(typed) => typed.check("INFO", &name, value, counts, problems),
                None => {
                    Typed::info(None, &name).check("INFO", &name, value, counts, problems);
                    self.tell("INFO", key, "has no ##INFO line", problems);
                }
            }
        }
        let end = record.info_value(b"END").and_then(crate::record::number);
        if end.is_some_and(|end| end < record.position) {
            problems.warning("INFO", "END lies before POS");
        }
    }

    /// A space in a value is common in annotation and harms nothing; in a key it does.
    fn space(&self, record: &Record, problems: &mut Problems) {
        if record.info_fields().any(|(key, _)| key.contains(&b' ')) {
            problems.error("INFO", "a key holds a space");
        } else {
            problems.warning("INFO", "a value holds a space");
        }
    }

    fn samples(&mut self, record: &Record, alternates: usize, problems: &mut Problems) {
        if self.header.samples.is_empty() {
            return;
        }
        let keys: Vec<&[u8]> = record.format.split(|b| *b == b':').collect();
        if let Some(key) = repeated(keys.iter().copied()) {
            problems.error("FORMAT", format!("{} stands twice", quoted(key)));
        }
        for key in &keys {
            if key.is_empty() || key.iter().any(|b| !(b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.' | b'-'))) {
                problems.error("FORMAT", format!("{}: expected keys separated by `:`", quoted(record.format)));
                return;
            }
            if !self.formats.contains_key(*key) && *key != b"." {
                self.tell("FORMAT", key, "has no ##FORMAT line", problems);
            }
        }
        if keys.iter().skip(1).any(|k| *k == b"GT") {
            problems.error("FORMAT", "GT must be the first key");
        }
        let columns = record.samples.split(|b| *b == b'\t');
        let found = columns.clone().count();
        if found != self.header.samples.len() {
            let expected = self.header.samples.len();
            return problems.error("samples", format!("{found} sample columns, expected {expected}"));
        }
        for (name, column) in self.header.samples.iter().zip(columns) {
            self.sample(name, column, &keys, alternates, problems);
        }
    }

    fn sample(&self, name: &str, column: &[u8], keys: &[&[u8]], alternates: usize, problems: &mut Problems) {
        let field = format!("sample {name}");
        let values: Vec<&[u8]> = column.split(|b| *b == b':').collect();
        if values.len() > keys.len() {
            return problems.error(&field, format!("{} values for {} keys", values.len(), keys.len()));
        }
        let mut ploidy = None;
        for (key, value) in keys.iter().zip(values) {
            if *key == b"GT" {
                match genotype(value, alternates) {
                    Ok(alleles) => ploidy = Some(alleles),
                    Err(what) => problems.error(&field, format!("GT {}: {what}", quoted(value))),
                }
                // A missing allele tells no ploidy.
                if value.contains(&b'.') {
                    ploidy = None;
                }
                continue;
            }
            let key_name = String::from_utf8_lossy(key);
            let counts = Counts { alternates, ploidy };
            match self.formats.get(key) {
                Some(typed) => typed.check(&field, &key_name, value, counts, problems),
                None => Typed::format(None, &key_name).check(&field, &key_name, value, counts, problems),
            }
        }
    }
}

fn alleles(record: &Record, alternates: &[&[u8]], problems: &mut Problems) {
    let is_base = |b: &u8| matches!(b.to_ascii_uppercase(), b'A' | b'C' | b'G' | b'T' | b'N');
    if !record.reference.iter().all(is_base) {
        // IUPAC codes are allowed to stand in a reference genome, and become N in a VCF (4.3, section 1.6.1).
        problems.error("REF", format!("{}: expected A, C, G, T or N", quoted(record.reference)));
    }
    for alternate in alternates {
        let fits = match Kind::of(record.reference, alternate) {
            Kind::Star => true,
            Kind::Symbolic | Kind::SymbolicDeletion | Kind::Repeat | Kind::NonRef => {
                let inner = &alternate[1..alternate.len() - 1];
                !inner.is_empty() && !inner.iter().any(|b| b.is_ascii_whitespace() || matches!(b, b'<' | b'>' | b','))
            }
            Kind::Breakend => breakend(alternate, is_base),
            _ => !alternate.is_empty() && alternate.iter().all(is_base),
        };
        if !fits {
            problems.error("ALT", format!("{}: expected bases, `*`, `<ID>` or a breakend", quoted(alternate)));
        }
        if *alternate == record.reference {
            problems.error("ALT", format!("{} is the reference", quoted(alternate)));
        }
    }
    if record.alternate.contains(&b',') && alternates.contains(&&b"."[..]) {
        problems.error("ALT", "`.` stands among alternates");
    }
    if let Some(twice) = repeated(alternates.iter().copied()) {
        problems.error("ALT", format!("{} stands twice", quoted(twice)));
    }
}

/// `t[p[`, `t]p]`, `]p]t`, `[p[t`, `.t`, `t.` (VCF 4.3, section 5.4).
fn breakend(alternate: &[u8], is_base: impl Fn(&u8) -> bool + Copy) -> bool {
    let bases = |text: &[u8]| !text.is_empty() && text.iter().all(is_base);
    if let Some(rest) = alternate.strip_prefix(b".").or_else(|| alternate.strip_suffix(b".")) {
        return bases(rest);
    }
    let parts: Vec<&[u8]> = alternate.split(|b| matches!(b, b'[' | b']')).collect();
    let [before, mate, after] = parts[..] else { return false };
    let brackets: Vec<&u8> = alternate.iter().filter(|b| matches!(b, b'[' | b']')).collect();
    let place = mate
        .iter()
        .rposition(|b| *b == b':')
        .is_some_and(|colon| colon > 0 && crate::record::number(&mate[colon + 1..]).is_some());
    let whole_contig = mate.starts_with(b"<") && mate.ends_with(b">");
    brackets[0] == brackets[1]
        && (place || whole_contig)
        && (bases(before) != bases(after))
        && (before.is_empty() || after.is_empty())
}

fn fixed(record: &Record, problems: &mut Problems) {
    let id = record.id;
    if id.is_empty() || id.iter().any(u8::is_ascii_whitespace) || (id.split(|b| *b == b';').any(<[u8]>::is_empty)) {
        problems.error("ID", format!("{}: expected `.` or names separated by `;`", quoted(id)));
    }
    if let Some(twice) = repeated(id.split(|b| *b == b';')) {
        problems.warning("ID", format!("{} stands twice", shown(twice)));
    }
    if record.quality != b"." {
        let number = std::str::from_utf8(record.quality).ok().and_then(|q| q.parse::<f64>().ok());
        if !number.is_some_and(|q| q.is_nan() || q >= 0.0) {
            problems.error("QUAL", format!("{}: expected a number from 0 on, or `.`", quoted(record.quality)));
        }
    }
}

/// The ploidy of a genotype, or what is wrong with it.
fn genotype(text: &[u8], alternates: usize) -> Result<usize, String> {
    let body = text.strip_prefix(b"/").or_else(|| text.strip_prefix(b"|")).unwrap_or(text);
    let mut ploidy = 0;
    for allele in body.split(|b| matches!(b, b'/' | b'|')) {
        if ploidy == limits::PLOIDY {
            return Err(format!("more than {} alleles", limits::PLOIDY));
        }
        ploidy += 1;
        if allele == b"." {
            continue;
        }
        match crate::record::number(allele).and_then(|n| usize::try_from(n).ok()) {
            None => return Err("expected allele numbers or `.` separated by `/` or `|`".to_owned()),
            // Where ALT is `.`, some programs write the genotype of the alternate that was there.
            Some(n) if n > alternates && alternates > 0 => {
                return Err(format!("allele {n} of {alternates} alternates"));
            }
            Some(_) => {}
        }
    }
    Ok(ploidy)
}
