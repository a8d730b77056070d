/// A document cannot be printed. No variant carries a value of the record: messages may be logged.
#[derive(Debug, thiserror::Error)]
pub enum DocumentsError {
    /// The record cannot be turned into plain values.
    #[error("the record cannot be read as plain values")]
    Values {
        /// What serde found.
        source: serde_json::Error,
    },
    /// A character that cannot be seen or that no embedded font has.
    #[error(
        "{field} holds U+{:04X}, which cannot be printed (a control character, or in none of the program's fonts): \
         correct the text at its source",
        u32::from(*character)
    )]
    Unprintable {
        /// Path of the field in the record, such as `patient.name`.
        field: String,
        /// The character.
        character: char,
    },
    /// A finding hides its origin and yet tells it.
    #[error(
        "{field} tells where a variant comes from, but a parent of this person is not shown there: \
         leave out the pattern, the phase and the parents' genotypes"
    )]
    OriginTold {
        /// Path of the field in the record.
        field: String,
    },
    /// A consent copy was asked for a record without consent.
    #[error("the record holds no consent: record the consent before its copy is printed")]
    NoConsent,
    /// A pedigree that cannot be drawn.
    #[error("the pedigree cannot be drawn: {what}")]
    Pedigree {
        /// What does not hold.
        what: &'static str,
    },
    /// Values that cannot be drawn as a chart.
    #[error("the chart cannot be drawn: {what}")]
    Chart {
        /// What does not hold.
        what: &'static str,
    },
    /// Labels that cannot be printed.
    #[error("label {label} cannot be printed: {what}")]
    Label {
        /// Which label, counted from 1; 0 for the sheet as a whole.
        label: usize,
        /// What does not hold.
        what: &'static str,
    },
    /// A template is at fault.
    #[error("the template {template} does not compile: {}", details.join("; "))]
    Template {
        /// File name of the template.
        template: &'static str,
        /// What the compiler said.
        details: Vec<String>,
    },
    /// The document does not conform to PDF/UA-1 and PDF/A-2a.
    #[error("{template} does not export as PDF/UA-1 and PDF/A-2a: {}", details.join("; "))]
    Export {
        /// File name of the template.
        template: &'static str,
        /// What the exporter said.
        details: Vec<String>,
    },
    /// An embedded font cannot be read: the program itself is damaged.
    #[error("the embedded font {name} cannot be read: install the program again")]
    Font {
        /// File name of the font.
        name: &'static str,
    },
}
