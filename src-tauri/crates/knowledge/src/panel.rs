//! Gene panels: a symbol a line, a table with a column of symbols (also that of Scout), or BED with the symbol in column 4.

use std::{collections::BTreeSet, path::Path};

use domain::{GeneSymbol, ModeOfInheritance};
use serde::{Deserialize, Serialize};

use crate::{
    Error, SourceKind,
    reading::{Line, Text, read_file},
    source::stem,
};

mod difference;
pub(crate) mod panelapp;

pub use difference::PanelDifference;

/// The names that a column of symbols may have, in the order of preference.
const SYMBOL_COLUMNS: [&str; 7] =
    ["hgnc_symbol", "gene_symbol", "gene symbol", "symbol", "approved symbol", "gene", "gene_name"];
const EXPECTED: &str =
    "one gene symbol a line, a table with a column `symbol` or `gene`, or BED with the symbol in column 4";

/// A list of genes that an analysis looks at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Panel {
    /// The name: as the file states it (`##display_name=`, `##panel_id=`), else that of the file without ending.
    pub name: String,
    /// The version as the file states it (`##version=`).
    pub version: Option<String>,
    /// The day of this version, `YYYY-MM-DD`, where the file states it.
    pub published: Option<String>,
    /// The genes that an analysis with this panel looks at: all of a plain list, the green ones of a coloured one.
    pub genes: BTreeSet<GeneSymbol>,
    /// Every gene of a panel that says more than the symbol, by symbol; empty for a plain list.
    details: Vec<PanelGene>,
}

/// How well the link of a gene with the panel's diseases is shown, by the colours of PanelApp.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Colour {
    /// Not enough evidence.
    Red,
    /// Some evidence.
    Amber,
    /// Of diagnostic grade.
    Green,
}

/// A gene in a panel.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct PanelGene {
    /// The symbol.
    pub symbol: GeneSymbol,
    /// The colour; `None` where the panel gives none.
    pub colour: Option<Colour>,
    /// The mode of inheritance in the words of the panel.
    pub mode: Option<String>,
    /// The modes that these words name; empty where they name none.
    pub modes: Vec<ModeOfInheritance>,
}

impl PanelGene {
    fn listed(symbol: &GeneSymbol) -> Self {
        Self { symbol: symbol.clone(), colour: None, mode: None, modes: Vec::new() }
    }

    /// True for a green gene and for one of a panel without colours.
    pub fn is_looked_at(&self) -> bool {
        self.colour.is_none_or(|colour| colour == Colour::Green)
    }
}

/// Where the symbol stands in a line.
#[derive(Clone, Copy)]
enum Layout {
    Plain,
    Column { delimiter: char, index: usize },
}

impl Panel {
    pub(crate) fn coloured(
        name: String,
        version: Option<String>,
        published: Option<String>,
        genes: impl Iterator<Item = PanelGene>,
    ) -> Self {
        let mut details: Vec<PanelGene> = genes.collect();
        details.sort_unstable();
        let genes = details.iter().filter(|gene| gene.is_looked_at()).map(|gene| gene.symbol.clone()).collect();
        Self { name, version, published, genes, details }
    }

    /// A plain list of genes that other sources make up.
    pub fn listed(name: String, version: Option<String>, genes: BTreeSet<GeneSymbol>) -> Self {
        Self { name, version, published: None, genes, details: Vec::new() }
    }

    /// The genes of a colour or a better one, and those of a panel without colours.
    pub fn graded(&self, least: Colour) -> BTreeSet<GeneSymbol> {
        let counts = |gene: &PanelGene| gene.colour.is_none_or(|colour| colour >= least);
        self.entries().filter(counts).map(|gene| gene.symbol).collect()
    }

    /// Every gene with what the panel says of it, by symbol.
    pub fn entries(&self) -> impl Iterator<Item = PanelGene> {
        let listed = self.genes.iter().filter(|_| self.details.is_empty()).map(PanelGene::listed);
        self.details.iter().cloned().chain(listed)
    }

    /// What the panel says of a gene; `None` where it does not have it.
    pub fn entry(&self, symbol: &GeneSymbol) -> Option<PanelGene> {
        if self.details.is_empty() {
            return self.genes.get(symbol).map(PanelGene::listed);
        }
        let found = self.details.binary_search_by(|gene| gene.symbol.cmp(symbol)).ok()?;
        self.details.get(found).cloned()
    }

    /// What a panel file of PanelApp lists beside genes, short tandem repeats and regions, at which no panel looks; of other
    /// files nothing.
    ///
    /// # Errors
    /// As [`Panel::read`].
    pub fn beside_genes(path: &Path) -> Result<Vec<String>, Error> {
        match decode(path)? {
            text if text.kind == SourceKind::PanelApp => panelapp::beside_genes(&text),
            _ => Ok(Vec::new()),
        }
    }

    /// Reads a panel file without importing it: JSON of PanelApp where it starts so, else a list or table.
    ///
    /// # Errors
    /// [`Error`] where the file cannot be read or is no panel.
    pub fn read(path: &Path) -> Result<Self, Error> {
        match decode(path)? {
            text if text.kind == SourceKind::PanelApp => panelapp::read(&text),
            text => read(&text),
        }
    }
}

fn decode(path: &Path) -> Result<Text, Error> {
    let name = path.file_name().map_or_else(|| path.to_string_lossy(), |n| n.to_string_lossy());
    let text = Text::decode(SourceKind::Panel, &name, &read_file(path)?)?;
    let is_json = text.content.trim_start().starts_with(['{', '[']);
    Ok(if is_json { Text { kind: SourceKind::PanelApp, ..text } } else { text })
}

/// Reads a panel.
pub(crate) fn read(text: &Text) -> Result<Panel, Error> {
    let meta = |key: &str| {
        let value = |line: &str| Some(line.strip_prefix("##")?.strip_prefix(key)?.strip_prefix('=')?.trim().to_owned());
        text.content.lines().find_map(value).filter(|value| !value.is_empty())
    };
    let mut genes = BTreeSet::new();
    let mut layout = None;
    for line in text.lines() {
        let line = line?;
        let is_comment = line.text.starts_with('#');
        if layout.is_none() {
            if let Some(found) = header(line.text) {
                layout = Some(found);
                continue;
            }
            if !is_comment && !is_browser_line(line.text) {
                layout = Some(without_header(line)?);
            }
        }
        if let (false, Some(layout)) = (is_comment || is_browser_line(line.text), layout) {
            genes.insert(symbol(line, layout)?);
        }
    }
    if genes.is_empty() {
        return Err(text.empty("gene symbol"));
    }
    let name = meta("display_name").or_else(|| meta("panel_id")).unwrap_or_else(|| stem(&text.file).to_owned());
    Ok(Panel { name, version: meta("version"), published: None, genes, details: Vec::new() })
}

fn is_browser_line(text: &str) -> bool {
    text.starts_with("track ") || text.starts_with("browser ")
}

fn header(text: &str) -> Option<Layout> {
    let delimiter = *['\t', ',', ';'].iter().find(|&&d| text.contains(d)).unwrap_or(&'\t');
    let names: Vec<_> = text.trim_start_matches('#').split(delimiter).map(|n| n.trim().trim_matches('"')).collect();
    let index = SYMBOL_COLUMNS.iter().find_map(|c| names.iter().position(|n| n.eq_ignore_ascii_case(c)))?;
    Some(Layout::Column { delimiter, index })
}

fn without_header(line: Line<'_>) -> Result<Layout, Error> {
    let fields: Vec<&str> = line.text.split('\t').map(str::trim).collect();
    let is_number = |field: &&str| field.parse::<u32>().is_ok();
    match fields[..] {
        [_] => Ok(Layout::Plain),
        [_, start, end, _, ..] if is_number(&start) && is_number(&end) => {
            Ok(Layout::Column { delimiter: '\t', index: 3 })
        }
        _ => Err(line.wrong("symbol", line.text, EXPECTED)),
    }
}

fn symbol(line: Line<'_>, layout: Layout) -> Result<GeneSymbol, Error> {
    let field = match layout {
        Layout::Plain => line.text,
        Layout::Column { delimiter, index } => line.text.split(delimiter).nth(index).unwrap_or(""),
    };
    let field = field.trim().trim_matches('"');
    field.parse().map_err(|_| line.wrong("symbol", field, "a gene symbol (1 to 64 visible ASCII characters)"))
}
