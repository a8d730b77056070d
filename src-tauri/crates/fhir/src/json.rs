//! Reading JSON within bounds: at most [`MAX_BYTES`] bytes, at most 128 levels deep (the limit of `serde_json`).

use serde::{Deserialize, Deserializer, de::DeserializeOwned};
use serde_json::Value;

use crate::FhirError;

/// The largest file that is read: 16 MiB. A case with a thousand observations has about 1 MiB.
pub const MAX_BYTES: usize = 16 << 20;

/// A place in a file, for errors.
#[derive(Clone, Copy)]
pub(crate) struct Place<'a> {
    pub(crate) file: &'a str,
    pub(crate) path: &'a str,
}

impl Place<'_> {
    fn child(self, field: &str) -> String {
        match (self.path, field) {
            (".", _) => field.to_owned(),
            (path, ".") => path.to_owned(),
            (path, _) if field.starts_with('[') => format!("{path}{field}"),
            (path, _) => format!("{path}.{field}"),
        }
    }

    pub(crate) fn value(self, field: &str, found: &str, expected: impl Into<String>) -> FhirError {
        let (file, path) = (self.file.to_owned(), self.child(field));
        FhirError::Value { file, path, found: found.to_owned(), expected: expected.into() }
    }

    pub(crate) fn missing(self, field: &str, expected: impl Into<String>) -> FhirError {
        FhirError::Missing { file: self.file.to_owned(), path: self.child(field), expected: expected.into() }
    }
}

/// The text without a byte order mark, if it is not too large.
pub(crate) fn bounded<'a>(file: &str, bytes: &'a [u8]) -> Result<&'a [u8], FhirError> {
    if bytes.len() > MAX_BYTES {
        return Err(FhirError::TooLarge { file: file.to_owned(), size: bytes.len(), limit: MAX_BYTES });
    }
    Ok(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes))
}

/// Reads a whole text; every byte must belong to it.
pub(crate) fn from_slice<T: DeserializeOwned>(file: &str, bytes: &[u8]) -> Result<T, FhirError> {
    let bytes = bounded(file, bytes)?;
    let mut json = serde_json::Deserializer::from_slice(bytes);
    let root = Place { file, path: "." };
    let value = serde_path_to_error::deserialize(&mut json).map_err(|error| wrong_shape(root, error))?;
    json.end().map_err(|source| FhirError::Json { file: file.to_owned(), path: ".".to_owned(), source })?;
    Ok(value)
}

/// Reads a part that is already known to be JSON.
pub(crate) fn from_value<T: DeserializeOwned>(place: Place<'_>, value: Value) -> Result<T, FhirError> {
    serde_path_to_error::deserialize(value).map_err(|error| wrong_shape(place, error))
}

fn wrong_shape(place: Place<'_>, error: serde_path_to_error::Error<serde_json::Error>) -> FhirError {
    let path = place.child(&error.path().to_string());
    FhirError::Json { file: place.file.to_owned(), path, source: error.into_inner() }
}

/// Refuses modifiers: `modifierExtension` anywhere within, and `implicitRules` (R4, "Modifier elements": a reader that
/// does not know one must not go on).
pub(crate) fn refuse_modifiers(place: Place<'_>, value: &Value) -> Result<(), FhirError> {
    match value {
        Value::Object(fields) => fields.iter().try_for_each(|(name, field)| {
            let path = place.child(name);
            if name == "modifierExtension" || name == "implicitRules" {
                return Err(FhirError::Modifier { file: place.file.to_owned(), path });
            }
            refuse_modifiers(Place { path: &path, ..place }, field)
        }),
        Value::Array(items) => items.iter().enumerate().try_for_each(|(i, item)| {
            let path = place.child(&format!("[{i}]"));
            refuse_modifiers(Place { path: &path, ..place }, item)
        }),
        _ => Ok(()),
    }
}

/// A field whose `null` means its default, as in the JSON of protocol buffers.
pub(crate) fn or_default<'de, D: Deserializer<'de>, T: Default + Deserialize<'de>>(from: D) -> Result<T, D::Error> {
    Option::deserialize(from).map(Option::unwrap_or_default)
}
