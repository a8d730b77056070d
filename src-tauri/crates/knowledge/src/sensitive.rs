//! Lists of sensitive genes: kept as text; `consent` gives them their meaning.

use serde::{Deserialize, Serialize};

use crate::{Error, reading::Text};

/// A list of sensitive genes as published.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SensitiveText {
    /// The name of the list: that of its file without ending.
    pub name: String,
    /// The table, comments included.
    pub text: String,
}

/// Checks that there is a table with a column `gene` and keeps it.
pub(crate) fn read(text: &Text, name: &str) -> Result<SensitiveText, Error> {
    let mut genes = 0_usize;
    for row in text.rows(["gene"])? {
        row?.read(0, "a gene symbol", |f| f.parse::<domain::GeneSymbol>().ok())?;
        genes += 1;
    }
    if genes == 0 {
        Err(text.empty("gene"))
    } else {
        Ok(SensitiveText { name: name.to_owned(), text: text.content.clone() })
    }
}
