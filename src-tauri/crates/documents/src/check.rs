//! What is looked at before anything is set: a document is printed whole and right, or not at all.

use domain::Pattern;
use serde_json::Value;

use crate::{
    DocumentsError,
    fonts::Fonts,
    record::{Finding, Phase, Record, Relation, ShownGenotype},
};

/// The values of a record with every text made printable: a tab becomes a space, a line end `\n`.
///
/// # Errors
/// [`DocumentsError::Unprintable`] names the first field with a character that cannot be seen or that no font has.
pub fn printable(record: &Record) -> Result<Value, DocumentsError> {
    let mut values = serde_json::to_value(record).map_err(|source| DocumentsError::Values { source })?;
    clean(&mut values, &mut Vec::new(), Fonts::embedded()?)?;
    Ok(values)
}

fn clean(value: &mut Value, path: &mut Vec<String>, fonts: &Fonts) -> Result<(), DocumentsError> {
    match value {
        Value::Null | Value::Bool(_) | Value::Number(_) => Ok(()),
        Value::String(text) => {
            if text.contains(['\r', '\t']) {
                *text = text.replace("\r\n", "\n").replace('\r', "\n").replace('\t', " ");
            }
            match text.chars().find(|&c| !is_printable(c, fonts)) {
                Some(character) => Err(DocumentsError::Unprintable { field: path.join("."), character }),
                None => Ok(()),
            }
        }
        Value::Array(items) => items.iter_mut().enumerate().try_for_each(|(index, item)| {
            path.push(index.to_string());
            clean(item, path, fonts)?;
            path.pop();
            Ok(())
        }),
        Value::Object(fields) => fields.iter_mut().try_for_each(|(name, field)| {
            path.push(name.clone());
            clean(field, path, fonts)?;
            path.pop();
            Ok(())
        }),
    }
}

/// The first character of a text that cannot be printed.
pub fn unprintable(text: &str, fonts: &Fonts) -> Option<char> {
    // Tabs and line ends are spaces where a text has no lines of its own.
    text.chars().find(|&c| !matches!(c, '\n' | '\r' | '\t') && !is_printable(c, fonts))
}

fn is_printable(c: char, fonts: &Fonts) -> bool {
    match c {
        '\n' | ' '..='~' => true,
        // A variation selector chooses among forms of the character before it; a font without that form prints the
        // usual one, which is the same character.
        '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}' => true,
        // Invisible and direction-changing characters could make a text read as what it is not.
        '\u{AD}' | '\u{61C}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' => false,
        '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' => false,
        _ => !c.is_control() && fonts.can_print(c),
    }
}

/// Refuses a record in which a finding of hidden origin tells that origin (`privacy.md`: where a parent is sealed, no
/// parent's genotype is shown for the region and nothing says "inherited" or "de novo").
pub fn origins_stay_hidden(record: &Record) -> Result<(), DocumentsError> {
    let secondary = record.secondary.iter().flat_map(|s| &s.findings);
    let findings = record.findings.iter().map(|f| ("findings", f)).chain(secondary.map(|f| ("secondary.findings", f)));
    for (list, finding) in findings.filter(|(_, finding)| finding.origin_hidden) {
        if let Some(field) = told_origin(finding) {
            return Err(DocumentsError::OriginTold { field: format!("{list}: {field}") });
        }
    }
    Ok(())
}

fn told_origin(finding: &Finding) -> Option<&'static str> {
    let tells = |pattern: Pattern| match pattern {
        Pattern::DeNovo
        | Pattern::Dominant
        | Pattern::CompoundHeterozygous
        | Pattern::HemizygousDeletion
        | Pattern::XRecessive
        | Pattern::XDominant
        | Pattern::ParentalMosaic => true,
        Pattern::Recessive | Pattern::YLinked | Pattern::Mitochondrial => false,
    };
    let shown = |genotype: &ShownGenotype| match genotype {
        ShownGenotype::Called { .. } | ShownGenotype::NotCalled => true,
        ShownGenotype::NotSequenced | ShownGenotype::NotShown => false,
    };
    let mut genotypes = finding.variants.iter().flat_map(|v| &v.genotypes);
    if finding.pattern.is_some_and(tells) {
        Some("pattern")
    } else if finding.phase.is_some_and(|phase| phase != Phase::Unknown) {
        Some("phase")
    } else if genotypes.any(|g| matches!(g.relation, Relation::Father | Relation::Mother) && shown(&g.genotype)) {
        Some("genotypes")
    } else {
        None
    }
}
