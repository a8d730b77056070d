use std::collections::BTreeSet;

use domain::{Assembly, Chromosome};

use crate::{AnnotationKind, Error, error::shown, limits, profile::field_name, source::Source, text::Lines};

/// The header of a VCF: what reading needs of it, and its text as it is.
#[derive(Clone, Debug)]
pub struct Header {
    /// Version of the specification, such as (4, 2).
    pub version: (u8, u8),
    /// Sample names in the order of the columns.
    pub samples: Vec<String>,
    /// `##INFO` lines.
    pub infos: Vec<Definition>,
    /// `##FORMAT` lines.
    pub formats: Vec<Definition>,
    /// `##FILTER` ids.
    pub filters: Vec<String>,
    /// `##contig` lines.
    pub contigs: Vec<ContigLine>,
    /// How consequences are annotated.
    pub annotation: AnnotationKind,
    /// Fields of the entries by transcript in their order, under the names of VEP; empty without any.
    pub csq_fields: Vec<String>,
    /// The INFO key that holds the entries by transcript; empty without any.
    pub(crate) csq_key: String,
    /// Every header line, each with its newline.
    pub(crate) text: Vec<u8>,
    /// Header lines, the one that names the columns included.
    pub(crate) lines: u64,
    /// Statements about the assembly: what was said, and where.
    statements: Vec<(Assembly, String)>,
}

/// A line that defines an INFO or FORMAT key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Definition {
    /// Its key.
    pub id: String,
    /// `Number` as written.
    pub number: String,
    /// `Type` as written.
    pub kind: String,
    /// `Description`.
    pub description: String,
}

impl Definition {
    /// Where the value of an alternate (counted from 0) stands in a list; `None` where the list is not by allele.
    pub(crate) fn place_of(&self, alternate: usize) -> Option<usize> {
        match self.number.as_str() {
            "A" => Some(alternate),
            "R" => Some(alternate + 1),
            _ => None,
        }
    }
}

/// A `##contig` line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContigLine {
    /// Its name.
    pub name: String,
    /// Its length in bases, where stated.
    pub length: Option<u32>,
}

impl ContigLine {
    /// The primary chromosome of either assembly that this contig must be by its length and is not by its name.
    fn disguised(&self) -> Option<Chromosome> {
        let length = self.length.filter(|_| self.name.parse::<Chromosome>().is_err())?;
        let as_long = |c: &Chromosome| [Assembly::GRCh37, Assembly::GRCh38].iter().any(|a| a.length(*c) == length);
        Chromosome::all().find(as_long)
    }
}

impl Header {
    /// Reads the header of a file.
    ///
    /// # Errors
    /// What [`Error`] says of files and headers. An unknown assembly is no error here: see [`Header::assembly`].
    pub fn read(source: &Source) -> Result<Self, Error> {
        Self::read_lines(source.name(), &mut Lines::open(source)?)
    }

    pub(crate) fn read_lines(file: &str, lines: &mut Lines) -> Result<Self, Error> {
        let mut header = Self::empty();
        let mut line = Vec::new();
        loop {
            let place = lines.next_into(&mut line)?;
            let content = line.strip_suffix(b"\r").unwrap_or(&line);
            if lines.number <= 1 {
                header.version = version(file, content)?;
            }
            if place.is_none() {
                let what = "the file ends before the line `#CHROM POS ID …`".to_owned();
                return Err(Error::Header { file: file.to_owned(), line: lines.number, what });
            }
            header.text.extend_from_slice(content);
            header.text.push(b'\n');
            if header.text.len() > limits::HEADER {
                return Err(Error::Limit {
                    file: file.to_owned(),
                    place: format!("line {}", lines.number),
                    what: "the length of the header",
                    limit: format!("{} MiB", limits::HEADER >> 20),
                });
            }
            let text = String::from_utf8_lossy(content);
            if let Some(meta) = text.strip_prefix("##") {
                header.meta_line(meta, lines.number);
            } else if let Some(columns) = text.strip_prefix('#') {
                header.column_line(columns).map_err(|what| Error::Header {
                    file: file.to_owned(),
                    line: lines.number,
                    what,
                })?;
                header.lines = lines.number;
                return Ok(header);
            } else {
                let what = format!("expected `#CHROM POS ID …` before the first record, found {:?}", shown(content));
                return Err(Error::Header { file: file.to_owned(), line: lines.number, what });
            }
        }
    }

    fn empty() -> Self {
        Self {
            version: (4, 0),
            samples: Vec::new(),
            infos: Vec::new(),
            formats: Vec::new(),
            filters: Vec::new(),
            contigs: Vec::new(),
            annotation: AnnotationKind::None,
            csq_fields: Vec::new(),
            csq_key: String::new(),
            text: Vec::new(),
            lines: 0,
            statements: Vec::new(),
        }
    }

    /// The assembly: as given, or as the header tells it.
    ///
    /// # Errors
    /// [`Error::UnknownAssembly`] where nothing tells it; [`Error::AssemblyConflict`] where two statements differ;
    /// [`Error::Mismatch`] where a chromosome bears a name that is not known: what is sealed on it could not be found.
    pub fn assembly(&self, file: &str, given: Option<Assembly>) -> Result<Assembly, Error> {
        if let Some((contig, chromosome)) = self.contigs.iter().find_map(|c| Some((c, c.disguised()?))) {
            let what = format!(
                "contig {:?} is as long as chromosome {chromosome}, expected its name there: rename it with \
                 `bcftools annotate --rename-chrs`",
                contig.name
            );
            return Err(Error::Mismatch { file: file.to_owned(), what });
        }
        let given = given.map(|a| (a, "`--assembly`".to_owned()));
        let mut all = given.iter().chain(&self.statements);
        let Some((one, one_place)) = all.next() else {
            return Err(Error::UnknownAssembly { file: file.to_owned() });
        };
        match all.find(|(other, _)| other != one) {
            None => Ok(*one),
            Some((other, other_place)) => Err(Error::AssemblyConflict {
                file: file.to_owned(),
                one: *one,
                one_place: one_place.clone(),
                other: *other,
                other_place: other_place.clone(),
            }),
        }
    }

    pub(crate) fn contig_names(&self) -> Vec<String> {
        self.contigs.iter().map(|c| c.name.clone()).collect()
    }

    /// The INFO definition of a key.
    pub fn info(&self, id: &str) -> Option<&Definition> {
        self.infos.iter().find(|d| d.id == id)
    }

    /// The FORMAT definition of a key.
    pub fn format(&self, id: &str) -> Option<&Definition> {
        self.formats.iter().find(|d| d.id == id)
    }

    fn meta_line(&mut self, meta: &str, number: u64) {
        let Some((key, value)) = meta.split_once('=') else { return };
        match key {
            "INFO" => {
                if let Some(definition) = definition(value) {
                    self.annotation_of(&definition);
                    self.infos.push(definition);
                }
            }
            "FORMAT" => self.formats.extend(definition(value)),
            "FILTER" => self.filters.extend(attribute(value, "ID")),
            "contig" => self.contig_line(value, number),
            "reference" | "assembly" => self.statement(value, number, key),
            "VEP" => {
                if let Some(assembly) = after(value, "assembly=") {
                    self.statement(assembly, number, "VEP");
                }
            }
            _ => {}
        }
    }

    fn contig_line(&mut self, value: &str, number: u64) {
        let Some(name) = attribute(value, "ID") else { return };
        let length = attribute(value, "length").and_then(|l| l.parse().ok());
        if let (Ok(chromosome), Some(length)) = (name.parse::<Chromosome>(), length)
            && let Some(assembly) = Assembly::by_length(chromosome, length)
        {
            self.say(assembly, format!("##contig {name} (line {number})"));
        }
        if let Some(assembly) = attribute(value, "assembly") {
            self.statement(&assembly, number, "contig");
        }
        self.contigs.push(ContigLine { name, length });
    }

    fn statement(&mut self, text: &str, number: u64, key: &str) {
        if let Ok(assembly) = text.parse() {
            self.say(assembly, format!("##{key} (line {number})"));
        }
    }

    fn say(&mut self, assembly: Assembly, place: String) {
        if self.statements.iter().all(|(a, _)| *a != assembly) {
            self.statements.push((assembly, place));
        }
    }

    /// Takes a definition that tells the fields of entries by transcript, as VEP, SnpEff and bcftools csq write it. VEP wins
    /// where a file has several, then the first.
    fn annotation_of(&mut self, definition: &Definition) {
        let key = definition.id.as_str();
        let found = match key {
            "CSQ" | "vep" => AnnotationKind::Vep,
            "BCSQ" => AnnotationKind::Bcsq,
            "ANN" => AnnotationKind::Snpeff,
            _ => return,
        };
        let text = &definition.description;
        // Some programs write fields of SnpEff under the key of VEP.
        let (list, names) = match (text.split_once("Format:"), text.split_once("annotations:")) {
            (Some((_, list)), _) => (list, key),
            (None, Some((_, list))) => (list, "ANN"),
            (None, None) => return,
        };
        let list = list.trim_start();
        let list = match list.strip_prefix('\'') {
            // Words may follow the quoted list.
            Some(quoted) => quoted.split('\'').next().unwrap_or(quoted),
            None => list.trim_end_matches([' ', '\'']),
        };
        let fields: Vec<String> = list.split('|').map(|f| field_name(names, bare(f))).collect();
        let told = fields.iter().any(|f| f.eq_ignore_ascii_case("Consequence"));
        if told && (self.annotation == AnnotationKind::None || found == AnnotationKind::Vep) {
            (self.annotation, self.csq_fields, self.csq_key) = (found, fields, key.to_owned());
        }
    }

    fn column_line(&mut self, columns: &str) -> Result<(), String> {
        const FIXED: [&str; 8] = ["CHROM", "POS", "ID", "REF", "ALT", "QUAL", "FILTER", "INFO"];
        let columns: Vec<&str> = columns.split('\t').collect();
        for (i, name) in FIXED.iter().enumerate() {
            if columns.get(i) != Some(name) {
                let found = columns.get(i).unwrap_or(&"nothing");
                return Err(format!("column {}: expected {name}, found {:?}", i + 1, shown(found.as_bytes())));
            }
        }
        match columns.get(8) {
            None => return Ok(()),
            Some(&"FORMAT") => {}
            Some(other) => return Err(format!("column 9: expected FORMAT, found {:?}", shown(other.as_bytes()))),
        }
        let samples = &columns[9..];
        if samples.len() > limits::SAMPLES {
            return Err(format!("{} samples; at most {} are read", samples.len(), limits::SAMPLES));
        }
        let mut seen = BTreeSet::new();
        for name in samples {
            if name.is_empty() || !seen.insert(name) {
                return Err(format!("sample names must be different and not empty: {:?}", shown(name.as_bytes())));
            }
        }
        self.samples = samples.iter().map(|s| (*s).to_owned()).collect();
        Ok(())
    }
}

/// A field of a list without the marks of older bcftools for what an entry may have: `[*]consequence`,
/// `biotype[|strand|…|dna_change]`.
fn bare(field: &str) -> &str {
    let field = field.trim();
    field.strip_prefix("[*]").unwrap_or(field).trim_matches(['[', ']', ' '])
}

fn version(file: &str, line: &[u8]) -> Result<(u8, u8), Error> {
    let not_vcf = || Error::NotVcf { file: file.to_owned(), found: shown(line) };
    if line.starts_with(b"\xef\xbb\xbf##fileformat=") {
        let what = "the file begins with a byte order mark: save it as UTF-8 without one".to_owned();
        return Err(Error::Header { file: file.to_owned(), line: 1, what });
    }
    let number = line.strip_prefix(b"##fileformat=VCFv").ok_or_else(not_vcf)?;
    match number {
        [b'4', b'.', minor @ b'0'..=b'5'] => Ok((4, minor - b'0')),
        _ => Err(Error::Header {
            file: file.to_owned(),
            line: 1,
            what: format!("VCF version {:?} is not read: expected 4.0 to 4.5", shown(number)),
        }),
    }
}

fn definition(value: &str) -> Option<Definition> {
    Some(Definition {
        id: attribute(value, "ID")?,
        number: attribute(value, "Number").unwrap_or_default(),
        kind: attribute(value, "Type").unwrap_or_default(),
        description: attribute(value, "Description").unwrap_or_default(),
    })
}

/// The value of a key in `<key=value,key="value">`.
fn attribute(value: &str, key: &str) -> Option<String> {
    attributes(value).into_iter().find(|(k, _)| k == key).map(|(_, v)| v)
}

/// Keys and values of `<key=value,key="value">`; quotes and backslashes taken off.
pub(crate) fn attributes(value: &str) -> Vec<(String, String)> {
    let inner = value.trim().strip_prefix('<').unwrap_or(value);
    let inner = inner.strip_suffix('>').unwrap_or(inner);
    let mut found = Vec::new();
    let (mut key, mut text) = (String::new(), String::new());
    let (mut in_value, mut quoted) = (false, false);
    let mut characters = inner.chars();
    while let Some(c) = characters.next() {
        match c {
            '\\' if quoted => text.extend(characters.next()),
            '"' if in_value => quoted = !quoted,
            '=' if !in_value => in_value = true,
            ',' if !quoted => {
                found.push((std::mem::take(&mut key).trim().to_owned(), std::mem::take(&mut text)));
                in_value = false;
            }
            _ if in_value => text.push(c),
            _ => key.push(c),
        }
    }
    if in_value || !key.is_empty() {
        found.push((key.trim().to_owned(), text));
    }
    found
}

/// The word after a marker, quotes taken off.
fn after<'a>(text: &'a str, marker: &str) -> Option<&'a str> {
    let rest = text.split_once(marker)?.1.trim_start_matches('"');
    rest.split(['"', ' ', ',', '>']).next()
}
