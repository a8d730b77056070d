/// What cannot be read. `path` is the place in the file as a JSON path, such as `entry[3].resource.birthDate`; `.` is the
/// whole file.
#[derive(Debug, thiserror::Error)]
pub enum FhirError {
    /// Larger than is read.
    #[error("{file}: {size} bytes, more than the {limit} that are read")]
    TooLarge {
        /// The file.
        file: String,
        /// Its size in bytes.
        size: usize,
        /// The most that is read.
        limit: usize,
    },
    /// Not JSON, or not of the expected shape.
    #[error("{file}: {path}: {source}")]
    Json {
        /// The file.
        file: String,
        /// The place.
        path: String,
        /// What the JSON reader found and expected.
        source: serde_json::Error,
    },
    /// A value that means nothing here.
    #[error("{file}: {path}: found {found:?}, expected {expected}")]
    Value {
        /// The file.
        file: String,
        /// The place.
        path: String,
        /// The value as found.
        found: String,
        /// What was expected.
        expected: String,
    },
    /// Something that must be there is not.
    #[error("{file}: {path} is missing: expected {expected}")]
    Missing {
        /// The file.
        file: String,
        /// The place.
        path: String,
        /// What was expected.
        expected: String,
    },
    /// An element that may turn the meaning of what holds it round.
    #[error("{file}: {path}: a modifier that this program does not know can change what its element means: not read")]
    Modifier {
        /// The file.
        file: String,
        /// The place.
        path: String,
    },
}
