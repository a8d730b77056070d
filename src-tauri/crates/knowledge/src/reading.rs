//! Source files as text: unpacked, bounded, by line and by column.

use std::{io::Read, path::Path};

use flate2::read::MultiGzDecoder;
use sha2::{Digest, Sha256};

use crate::{Error, SourceKind};

/// Largest source, unpacked (hp.json: 22 MB, phenotype.hpoa: 34 MB).
const MAX_BYTES: u64 = 512 << 20;
/// Longest line of a table (the longest one published, in hp-ja.babelon.tsv, has about 1 KB).
const MAX_LINE: usize = 64 << 10;
/// How much of a wrong value a message shows, in characters.
const SHOWN: usize = 60;

/// SHA-256 as 64 hex digits.
pub(crate) fn sha256_hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A file's bytes, up to the limit.
pub(crate) fn read_file(path: &Path) -> Result<Vec<u8>, Error> {
    let io = |doing| move |source| Error::Io { path: path.to_owned(), doing, source };
    let file = std::fs::File::open(path).map_err(io("opening"))?;
    let mut bytes = Vec::new();
    file.take(MAX_BYTES + 1).read_to_end(&mut bytes).map_err(io("reading"))?;
    if bytes.len() as u64 > MAX_BYTES {
        return Err(Error::TooLarge { file: path.display().to_string(), limit: MAX_BYTES });
    }
    Ok(bytes)
}

/// A source file as text.
pub(crate) struct Text {
    pub(crate) kind: SourceKind,
    /// The file's name, for messages and versions.
    pub(crate) file: String,
    pub(crate) content: String,
}

impl Text {
    /// Unpacks gz (found by its first two bytes) and checks UTF-8; a byte order mark is dropped.
    pub(crate) fn decode(kind: SourceKind, file: &str, bytes: &[u8]) -> Result<Self, Error> {
        let file = file.to_owned();
        let mut plain = Vec::new();
        if bytes.starts_with(&[0x1f, 0x8b]) {
            let unpacked = MultiGzDecoder::new(bytes).take(MAX_BYTES + 1).read_to_end(&mut plain);
            if let Err(source) = unpacked {
                return Err(Error::Unpack { file, source });
            }
            if plain.len() as u64 > MAX_BYTES {
                return Err(Error::TooLarge { file, limit: MAX_BYTES });
            }
        } else {
            plain.extend_from_slice(bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes));
        }
        match String::from_utf8(plain) {
            Ok(content) => Ok(Self { kind, file, content }),
            Err(error) => {
                let good = error.utf8_error().valid_up_to();
                let line = 1 + error.as_bytes()[..good].iter().filter(|&&b| b == b'\n').count();
                Err(Error::NotText { file, line })
            }
        }
    }

    /// Lines with their numbers from 1, without line ends; blank lines are left out.
    pub(crate) fn lines(&self) -> impl Iterator<Item = Result<Line<'_>, Error>> {
        self.content.lines().enumerate().filter(|(_, text)| !text.trim().is_empty()).map(|(index, text)| {
            if text.len() > MAX_LINE {
                return Err(Error::LongLine {
                    file: self.file.clone(),
                    line: index + 1,
                    limit: MAX_LINE,
                    kind: self.kind,
                });
            }
            Ok(Line { file: &self.file, number: index + 1, text })
        })
    }

    /// The value of a comment line such as `#version: 2025-05-06` above the table.
    pub(crate) fn comment(&self, key: &str) -> Option<&str> {
        self.content
            .lines()
            .take_while(|line| line.starts_with('#'))
            .find_map(|line| line.trim_start_matches('#').trim_start().strip_prefix(key)?.strip_prefix(':'))
            .map(|value| value.trim().trim_matches(['"', '\'']))
            .filter(|value| !value.is_empty())
    }

    pub(crate) fn header(&self, line: usize, column: &'static str) -> Error {
        Error::Header { file: self.file.clone(), line, column, kind: self.kind }
    }

    pub(crate) fn empty(&self, what: &'static str) -> Error {
        Error::Empty { file: self.file.clone(), what, kind: self.kind }
    }

    /// A table as published ends with a newline; one that was cut off within its last column looks whole but for it.
    pub(crate) fn ends_whole(&self) -> Result<(), Error> {
        match self.content.is_empty() || self.content.ends_with('\n') {
            true => Ok(()),
            false => Err(Error::CutOff { file: self.file.clone(), line: self.content.lines().count() }),
        }
    }

    /// The rows below the first line that names all these columns, each cut down to them in this order. Lines that
    /// start with `#` before and after it are comments.
    pub(crate) fn rows<'a, const N: usize>(
        &'a self,
        columns: [&'static str; N],
    ) -> Result<impl Iterator<Item = Result<Row<'a, N>, Error>>, Error> {
        self.ends_whole()?;
        let mut lines = self.lines();
        let (indices, width) = loop {
            let Some(line) = lines.next().transpose()? else {
                return Err(self.header(self.content.lines().count().max(1), columns[0]));
            };
            let names: Vec<&str> = line.text.trim_start_matches('#').split('\t').map(str::trim).collect();
            let find = |column: &str| names.iter().position(|name| name.eq_ignore_ascii_case(column));
            if find(columns[0]).is_none() && line.text.starts_with('#') {
                continue;
            }
            let mut indices = [0; N];
            for (index, column) in indices.iter_mut().zip(columns) {
                *index = find(column).ok_or_else(|| self.header(line.number, column))?;
            }
            break (indices, indices.iter().max().map_or(0, |m| m + 1));
        };
        Ok(lines.filter(|line| !matches!(line, Ok(l) if l.text.starts_with('#'))).map(move |line| {
            let line = line?;
            let mut fields = [""; N];
            let mut found = 0;
            for (position, field) in line.text.split('\t').enumerate() {
                found = position + 1;
                for (slot, _) in indices.iter().enumerate().filter(|&(_, &index)| index == position) {
                    fields[slot] = field.trim();
                }
            }
            if found < width {
                return Err(Error::Columns { file: self.file.clone(), line: line.number, found, expected: width });
            }
            Ok(Row { line, columns, fields })
        }))
    }
}

impl Text {
    /// The rows of a comma-separated table (RFC 4180) below the first that names all these columns, each cut down to them in
    /// this order.
    pub(crate) fn csv_rows<'a, const N: usize>(
        &'a self,
        columns: [&'static str; N],
    ) -> Result<impl Iterator<Item = Result<CsvRow<'a, N>, Error>>, Error> {
        self.lines().try_for_each(|line| line.map(drop))?;
        let mut records = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .from_reader(self.content.as_bytes())
            .into_records();
        let csv = |source| Error::Csv { file: self.file.clone(), source };
        let line_of = |record: &csv::StringRecord| {
            record.position().and_then(|p| usize::try_from(p.line()).ok()).unwrap_or_default()
        };
        let (indices, width) = loop {
            let Some(record) = records.next().transpose().map_err(csv)? else {
                return Err(self.header(self.content.lines().count().max(1), columns[0]));
            };
            let find = |column: &str| record.iter().position(|name| name.trim().eq_ignore_ascii_case(column));
            if find(columns[0]).is_none() {
                continue;
            }
            let mut indices = [0; N];
            for (index, column) in indices.iter_mut().zip(columns) {
                *index = find(column).ok_or_else(|| self.header(line_of(&record), column))?;
            }
            break (indices, record.len());
        };
        Ok(records.map(move |record| {
            let record = record.map_err(|source| Error::Csv { file: self.file.clone(), source })?;
            let line = record.position().and_then(|p| usize::try_from(p.line()).ok()).unwrap_or_default();
            if record.len() < width {
                return Err(Error::Columns { file: self.file.clone(), line, found: record.len(), expected: width });
            }
            let fields = indices.map(|index| record.get(index).unwrap_or("").trim().to_owned());
            Ok(CsvRow { file: &self.file, line, columns, fields })
        }))
    }
}

/// The wanted fields of one row of a comma-separated table.
pub(crate) struct CsvRow<'a, const N: usize> {
    file: &'a str,
    line: usize,
    columns: [&'static str; N],
    pub(crate) fields: [String; N],
}

impl<const N: usize> CsvRow<'_, N> {
    /// The field of this column, read by `parse`.
    pub(crate) fn read<'s, T>(
        &'s self,
        index: usize,
        expected: &'static str,
        parse: impl FnOnce(&'s str) -> Option<T>,
    ) -> Result<T, Error> {
        let field = &self.fields[index];
        let line = Line { file: self.file, number: self.line, text: "" };
        parse(field).ok_or_else(|| line.wrong(self.columns[index], field, expected))
    }
}

/// One line of a source.
#[derive(Clone, Copy)]
pub(crate) struct Line<'a> {
    file: &'a str,
    pub(crate) number: usize,
    pub(crate) text: &'a str,
}

impl Line<'_> {
    /// The error for a field that cannot be read.
    pub(crate) fn wrong(&self, field: &'static str, found: &str, expected: &'static str) -> Error {
        let found = found.chars().take(SHOWN).collect();
        Error::Field { file: self.file.to_owned(), line: self.number, field, found, expected }
    }
}

/// The wanted fields of one line.
pub(crate) struct Row<'a, const N: usize> {
    pub(crate) line: Line<'a>,
    columns: [&'static str; N],
    pub(crate) fields: [&'a str; N],
}

impl<'a, const N: usize> Row<'a, N> {
    /// The field of this column, read by `parse`.
    pub(crate) fn read<T>(
        &self,
        index: usize,
        expected: &'static str,
        parse: impl FnOnce(&'a str) -> Option<T>,
    ) -> Result<T, Error> {
        let field = self.fields[index];
        parse(field).ok_or_else(|| self.line.wrong(self.columns[index], field, expected))
    }
}

/// The release in an OBO address such as `…/hp/releases/2025-05-06/hp.json`, else the text itself.
pub(crate) fn release_in(text: &str) -> String {
    text.split_once("/releases/").and_then(|(_, tail)| tail.split('/').next()).unwrap_or(text).to_owned()
}
