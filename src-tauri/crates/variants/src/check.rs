//! `vcf check`: the whole file against the specification (VCF 4.1 to 4.3, samtools/hts-specs).
//!
//! An error is what makes the header or a record unreadable or its values ambiguous; a warning is what the specification
//! does not allow but reading copes with.

mod columns;
mod meta;
mod reserved;
mod values;

use std::{collections::BTreeSet, fmt};

use domain::Assembly;
use serde::Serialize;

use self::columns::Columns;
use crate::{AnnotationKind, Error, error::shown, header::Header, source::Source, text::Lines};

/// Most problems that are listed; the others are counted.
pub const MOST_PROBLEMS: usize = 1_000;

/// What a check found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CheckReport {
    /// The file.
    pub file: String,
    /// Records read, wrong ones too.
    pub records: u64,
    /// Sample names in their order.
    pub samples: Vec<String>,
    /// The assembly; `None` (with a warning) where the header does not tell it.
    pub assembly: Option<Assembly>,
    /// How consequences are annotated.
    pub annotation: AnnotationKind,
    /// The first [`MOST_PROBLEMS`] problems in the order of the file.
    pub problems: Vec<Problem>,
    /// All errors.
    pub errors: u64,
    /// All warnings.
    pub warnings: u64,
    /// Whether the file may be used.
    pub verdict: Validity,
}

/// Whether a file may be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Validity {
    /// No error.
    Ok,
    /// At least one error.
    Invalid,
}

/// How grave a problem is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// The file is not valid.
    Error,
    /// Against the specification, but it can be read.
    Warning,
}

/// One problem.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// 1-based line; 0 where it is about the file as a whole.
    pub line: u64,
    /// The column or the kind of header line.
    pub field: String,
    /// What is wrong and what was expected.
    pub what: String,
    /// How grave it is.
    pub severity: Severity,
}

impl fmt::Display for Problem {
    /// `LINE: field: what`; the caller puts the file before it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}: {}", self.line, self.field, self.what)
    }
}

/// Reads the whole of a file and reports every problem.
///
/// # Errors
/// [`Error::Io`] where the machine failed. Whatever is wrong with the file itself is in the report.
pub fn check(source: &Source) -> Result<CheckReport, Error> {
    let mut check = Check::new(source.name());
    match check.run(source) {
        Err(Error::Io { file, source }) => return Err(Error::Io { file, source }),
        Err(error) => check.file_error(error),
        Ok(()) => {}
    }
    Ok(check.report)
}

struct Check {
    report: CheckReport,
    lines: u64,
}

/// Collects the problems of one line.
pub(crate) struct Problems(Vec<(Severity, String, String)>);

impl Problems {
    fn error(&mut self, field: &str, what: impl Into<String>) {
        self.0.push((Severity::Error, field.to_owned(), what.into()));
    }

    fn warning(&mut self, field: &str, what: impl Into<String>) {
        self.0.push((Severity::Warning, field.to_owned(), what.into()));
    }
}

impl Check {
    fn new(file: &str) -> Self {
        let report = CheckReport {
            file: file.to_owned(),
            records: 0,
            samples: Vec::new(),
            assembly: None,
            annotation: AnnotationKind::None,
            problems: Vec::new(),
            errors: 0,
            warnings: 0,
            verdict: Validity::Ok,
        };
        Self { report, lines: 0 }
    }

    fn run(&mut self, source: &Source) -> Result<(), Error> {
        let header = Header::read(source)?;
        self.report.samples.clone_from(&header.samples);
        self.report.annotation = header.annotation;
        match header.assembly(source.name(), None) {
            Ok(assembly) => self.report.assembly = Some(assembly),
            Err(error @ Error::UnknownAssembly { .. }) => self.add(0, Severity::Warning, "assembly", message(&error)),
            Err(error) => self.add(0, Severity::Error, "assembly", message(&error)),
        }
        if header.samples.is_empty() && header.text.ends_with(b"\tFORMAT\n") {
            self.add(header.lines, Severity::Error, "header", "a column FORMAT and no sample behind it".to_owned());
        }
        let mut lines = Lines::open(source)?;
        let (mut line, mut meta, mut columns) = (Vec::new(), meta::Meta::new(header.version), Columns::new(&header));
        while lines.next_into(&mut line)?.is_some() {
            self.lines = lines.number;
            let content = line.strip_suffix(b"\r").unwrap_or(&line);
            let mut problems = Problems(Vec::new());
            if lines.number < header.lines {
                meta.line(content, lines.number, &mut problems);
            } else if lines.number > header.lines {
                if content.is_empty() {
                    problems.error("line", "empty");
                } else if content[0] == b'#' {
                    problems.error("line", "a header line stands among the records");
                } else {
                    self.report.records += 1;
                    columns.record(content, &mut problems);
                }
            }
            for (severity, field, what) in problems.0 {
                self.add(lines.number, severity, &field, what);
            }
        }
        if !lines.ended {
            self.add(
                lines.number,
                Severity::Warning,
                "line",
                "no newline at its end: the file may be cut off".to_owned(),
            );
        }
        Ok(())
    }

    fn add(&mut self, line: u64, severity: Severity, field: &str, what: String) {
        match severity {
            Severity::Error => {
                self.report.errors += 1;
                self.report.verdict = Validity::Invalid;
            }
            Severity::Warning => self.report.warnings += 1,
        }
        if self.report.problems.len() < MOST_PROBLEMS {
            self.report.problems.push(Problem { line, field: field.to_owned(), what, severity });
        }
    }

    fn file_error(&mut self, error: Error) {
        match error {
            Error::Header { line, what, .. } => self.add(line, Severity::Error, "header", what),
            Error::Record { line, field, what, .. } => self.add(line, Severity::Error, field, what),
            Error::NotVcf { .. } => self.add(1, Severity::Error, "fileformat", message(&error)),
            other => {
                let (line, what) = (self.lines, message(&other));
                // However much is wrong with the records: this ends the file.
                self.report.problems.truncate(MOST_PROBLEMS - 1);
                self.add(line, Severity::Error, "file", what);
            }
        }
    }
}

/// The message without the file's name, which stands before it anyway.
fn message(error: &Error) -> String {
    let text = error.to_string();
    text.split_once(": ").map_or(text.clone(), |(_, rest)| rest.to_owned())
}

/// A list of words for a message.
fn quoted(text: &[u8]) -> String {
    format!("{:?}", shown(text))
}

/// Words that may stand once only.
fn repeated<'a>(words: impl Iterator<Item = &'a [u8]>) -> Option<&'a [u8]> {
    let mut seen = BTreeSet::new();
    let mut words = words;
    words.find(|w| !seen.insert(*w))
}

#[cfg(test)]
mod tests {
    use crate::testing;

    #[test]
    fn an_end_behind_its_contig_is_told_with_its_line() {
        let text = "##fileformat=VCFv4.2\n##contig=<ID=chr21,length=46709983>\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\n\
                    chr21\t46000000\t.\tN\t<DEL>\t.\t.\tEND=46709983\nchr21\t46000001\t.\tN\t<DEL>\t.\t.\tEND=47000000\n";
        let report = super::check(&testing::source(text)).expect("read");
        let told: Vec<String> = report.problems.iter().filter(|p| p.field == "END").map(ToString::to_string).collect();
        assert_eq!(told, ["5: END: 47000000 lies behind the end of chr21, 46709983"]);
    }
}
