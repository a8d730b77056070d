//! Where answers and errors go: answers to standard output, everything else to standard error.

use std::io::{self, Write};

use serde::Serialize;
use workbench::WorkbenchError;

use crate::{Stop, args::Format};

/// Writes text to standard output. A reader that has gone away is no error.
pub fn write(text: &str) -> Result<(), Stop> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Stop::Error(WorkbenchError::file("standard output".as_ref(), error)))
        }
        _ => Ok(()),
    }
}

/// Writes a value as JSON: indented, or on one line for `jsonl`.
pub fn json<T: Serialize>(value: &T, format: Format) -> Result<(), Stop> {
    let text = if format == Format::Jsonl { serde_json::to_string(value) } else { serde_json::to_string_pretty(value) };
    let text = text.map_err(|source| WorkbenchError::Json { path: "standard output".into(), source })?;
    write(&(text + "\n"))
}

/// A remark for the person, on standard error.
#[allow(clippy::print_stderr, reason = "this is the command line")]
pub fn remark(text: &str) {
    eprintln!("{text}");
}

/// The error in one line, then what to do.
pub fn error(error: &WorkbenchError) {
    let line = |text: String| text.split('\n').map(str::trim).filter(|l| !l.is_empty()).collect::<Vec<_>>().join(" ");
    remark(&format!("error: {}", line(error.to_string())));
    remark(&format!("help: {}", line(error.help())));
}

/// Refuses a form that a command does not answer in.
pub fn only(format: Format, known: &[Format]) -> Result<(), Stop> {
    if known.contains(&format) {
        return Ok(());
    }
    let name = |f: &Format| match f {
        Format::Text => "text",
        Format::Json => "json",
        Format::Jsonl => "jsonl",
        Format::Tsv => "tsv",
    };
    let expected = known.iter().map(name).collect::<Vec<_>>().join(", ");
    Err(WorkbenchError::Unknown { what: "form of this command's answer", text: name(&format).into(), expected }.into())
}
