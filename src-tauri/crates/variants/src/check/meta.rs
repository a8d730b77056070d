use std::collections::BTreeMap;

use super::{Problems, reserved};
use crate::{error::shown, header::attributes};

/// Checks header lines.
pub(super) struct Meta {
    version: (u8, u8),
    /// Kind and ID of the lines so far, with what they say.
    seen: BTreeMap<(String, String), String>,
}

impl Meta {
    pub fn new(version: (u8, u8)) -> Self {
        Self { version, seen: BTreeMap::new() }
    }

    pub fn line(&mut self, line: &[u8], number: u64, problems: &mut Problems) {
        let Ok(text) = std::str::from_utf8(line) else {
            return problems.warning("header", "not UTF-8");
        };
        let Some((key, value)) = text.strip_prefix("##").and_then(|t| t.split_once('=')) else {
            return problems.error("header", format!("expected ##key=value, found {:?}", shown(line)));
        };
        if value.is_empty() || key.is_empty() {
            return problems.error(key, "no value: expected ##key=value");
        }
        match key {
            "fileformat" if number > 1 => problems.error(key, "only the first line tells the version"),
            "INFO" | "FORMAT" | "FILTER" | "ALT" | "contig" | "SAMPLE" | "PEDIGREE"
                if value.starts_with('<') || key != "PEDIGREE" =>
            {
                self.structured(key, value, problems);
            }
            "assembly" | "pedigreeDB" => url(key, value, problems),
            _ => {}
        }
    }

    fn structured(&mut self, key: &str, value: &str, problems: &mut Problems) {
        if !(value.starts_with('<') && value.ends_with('>')) {
            return problems.error(key, "expected <…> around its attributes");
        }
        if let Some(what) = unbalanced(&value[1..value.len() - 1]) {
            return problems.error(key, what);
        }
        let attributes = attributes(value);
        let get = |name: &str| attributes.iter().find(|(k, _)| k == name).map(|(_, v)| v.as_str());
        if key == "PEDIGREE" {
            if attributes.iter().any(|(_, v)| v.contains(|c: char| !(c.is_ascii_alphanumeric() || "_.-".contains(c)))) {
                problems.error(key, "a name holds a character that is not allowed");
            }
            return;
        }
        let Some(id) = get("ID").filter(|id| !id.is_empty()) else {
            return problems.error(key, "no ID");
        };
        if attributes.first().is_none_or(|(k, _)| k != "ID") && matches!(key, "INFO" | "FORMAT" | "FILTER" | "ALT") {
            problems.error(key, format!("{id}: ID must be the first attribute"));
        }
        if let Some((name, _)) = attributes.iter().find(|(k, _)| k.is_empty() || k.contains(['"', '<', '>', ' '])) {
            problems.error(key, format!("{id}: {:?} is no attribute", shown(name.as_bytes())));
        }
        let allowed = |c: char| c.is_ascii_graphic() && !",<>".contains(c);
        // Real headers have `<ID=*:DEL>` and `<ID=*>`.
        if !id.chars().all(allowed) {
            problems.error(key, format!("ID {id:?} holds a character that is not allowed"));
        }
        match self.seen.insert((key.to_owned(), id.to_owned()), value.to_owned()) {
            Some(before) if before == value || key == "contig" => {
                problems.warning(key, format!("{id} is defined twice"))
            }
            Some(_) => problems.error(key, format!("{id} is defined twice, differently")),
            None => {}
        }
        match key {
            "INFO" | "FORMAT" => self.definition(key, id, value, &get, problems),
            "FILTER" | "ALT" => {
                description(key, id, value, &get, problems);
                if key == "ALT" {
                    alternate(id, &get, problems);
                    if attributes.iter().any(|(k, v)| v.is_empty() && k != "Description") {
                        problems.error(key, format!("{id}: expected key=value attributes"));
                    }
                }
            }
            "contig" if attributes.iter().any(|(k, v)| v.is_empty() && k != "URL") => {
                problems.error(key, format!("{id}: expected key=value attributes"));
            }
            "SAMPLE" => sample(id, value, &get, problems),
            _ => {}
        }
    }

    fn definition<'v>(
        &self,
        key: &str,
        id: &str,
        value: &str,
        get: &impl Fn(&str) -> Option<&'v str>,
        problems: &mut Problems,
    ) {
        let (Some(number), Some(kind)) = (get("Number"), get("Type")) else {
            return problems.error(key, format!("{id}: Number and Type are needed"));
        };
        let per_allele = matches!(number, "A" | "G" | ".") || (number == "R" && self.version >= (4, 1));
        let more = self.version >= (4, 4) && matches!(number, "P" | "LA" | "LR" | "LG" | "M");
        if !per_allele && !more && number.parse::<u32>().is_err() {
            problems.error(key, format!("{id}: Number {number:?}: expected a whole number, A, R, G or ."));
        }
        let known = matches!(kind, "Integer" | "Float" | "Character" | "String") || (kind == "Flag" && key == "INFO");
        if !known {
            problems
                .error(key, format!("{id}: Type {kind:?}: expected Integer, Float, Flag (INFO), Character or String"));
        }
        if (kind == "Flag") != (number == "0") {
            let what = format!("{id}: Number 0 and Type Flag go together, found {number} and {kind}");
            problems.warning(key, what);
        }
        description(key, id, value, get, problems);
        let list = if key == "INFO" { reserved::INFO } else { reserved::FORMAT };
        let Some((of_number, of_kind)) = reserved::of(list, id) else { return };
        if known && kind != of_kind {
            // Whole and decimal numbers are read alike.
            let numbers = ["Integer", "Float"];
            let what = format!("{id} is reserved: Type must be {of_kind}, found {kind}");
            if numbers.contains(&kind) && numbers.contains(&of_kind) {
                problems.warning(key, what);
            } else {
                problems.error(key, what);
            }
        }
        if number != of_number {
            let what = format!("{id} is reserved: Number must be {of_number}, found {number}");
            // `.` says less than it could; a fixed number or another letter says something else.
            if number == "." || (of_number == "A" && number == "1") || (of_number == "R" && number == "2") {
                problems.warning(key, what);
            } else {
                problems.error(key, what);
            }
        }
    }
}

fn description<'v>(key: &str, id: &str, value: &str, get: &impl Fn(&str) -> Option<&'v str>, problems: &mut Problems) {
    if get("Description").is_none() {
        problems.error(key, format!("{id}: Description is needed"));
    } else if !value.contains("Description=\"") {
        problems.error(key, format!("{id}: Description must stand in double quotes"));
    }
}

fn alternate<'v>(id: &str, get: &impl Fn(&str) -> Option<&'v str>, problems: &mut Problems) {
    let first = id.split(':').next().unwrap_or(id);
    if !matches!(first, "DEL" | "INS" | "DUP" | "INV" | "CNV" | "BND" | "NON_REF" | "*") {
        problems.warning("ALT", format!("{id}: expected DEL, INS, DUP, INV or CNV at its start"));
    }
    if get("Number").is_some() || get("Type").is_some() {
        problems.error("ALT", format!("{id}: ALT has an ID and a Description only"));
    }
}

fn sample<'v>(id: &str, value: &str, get: &impl Fn(&str) -> Option<&'v str>, problems: &mut Problems) {
    let count = |name: &str| get(name).map(|v| v.split(';').count());
    if get("Mixture").is_some() && count("Genomes") != count("Mixture") {
        problems.error("SAMPLE", format!("{id}: Genomes and Mixture must have as many parts"));
    }
    if ["Genomes", "Mixture"].iter().any(|name| value.contains(&format!("{name}=\""))) {
        problems.error("SAMPLE", format!("{id}: only a Description stands in quotes"));
    }
}

/// What is wrong with quotes and brackets between `<` and `>`.
fn unbalanced(inner: &str) -> Option<&'static str> {
    let (mut quoted, mut escaped) = (false, false);
    let mut characters = inner.chars().peekable();
    let mut before = '<';
    while let Some(c) = characters.next() {
        match c {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' if quoted => {
                quoted = false;
                if !matches!(characters.peek(), None | Some(',')) {
                    return Some("a double quote within a quoted value must be escaped");
                }
            }
            '"' if before == '=' => quoted = true,
            '"' => return Some("a double quote stands where none may"),
            '<' | '>' if !quoted => return Some("an angle bracket stands where none may"),
            _ => {}
        }
        before = c;
    }
    quoted.then_some("a quoted value has no end")
}

fn url(key: &str, value: &str, problems: &mut Problems) {
    let address = value.strip_prefix('<').and_then(|v| v.strip_suffix('>')).unwrap_or(value);
    let Some((_, rest)) = address.split_once("://") else {
        if key == "pedigreeDB" {
            problems.error(key, "expected the URL of a pedigree database");
        }
        return;
    };
    let host = rest.split('/').next().unwrap_or(rest);
    let name = host.split(':').next().unwrap_or(host);
    if name.is_empty() && !address.starts_with("file") || (!name.is_empty() && name.bytes().all(|b| b.is_ascii_digit()))
    {
        problems.error(key, format!("{address:?} is no URL"));
    }
}
