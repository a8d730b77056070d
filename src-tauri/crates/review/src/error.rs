/// What can go wrong with rules. Every message names the file and the place and says what to do.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file of rules is no JSON of the expected shape.
    #[error("{file}: {source}; expected {expected}")]
    Json {
        /// The file.
        file: String,
        /// The fault, with line and column.
        source: serde_json::Error,
        /// What was expected.
        expected: &'static str,
    },
    /// A file of rules has another schema.
    #[error("{file}: schema {found:?}; expected {expected:?}: use a file of this version")]
    Schema {
        /// The file.
        file: String,
        /// The schema as found.
        found: String,
        /// The schema that is read.
        expected: &'static str,
    },
    /// A rule cannot be what it says.
    #[error("{file}: {rule}: {what}; mend the rule or take the file as published")]
    Rule {
        /// The file.
        file: String,
        /// The rule.
        rule: String,
        /// What is wrong.
        what: String,
    },
}
