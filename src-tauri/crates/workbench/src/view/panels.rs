//! The panels that the variants of a case can be limited to, and what a newer version of one changes.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::{variant_row::VariantRow, variants::FilterRequest};

/// Where a panel comes from, in the order in which they are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum PanelKind {
    /// A file of the hospital.
    Own,
    /// Ships with the program.
    Shipped,
    /// `PanelApp`.
    PanelApp,
    /// The tests that the health insurance covers.
    Insured,
    /// The genes of a designated intractable disease, 指定難病.
    Designated,
    /// Secondary findings; of them only what the consents open is ever shown.
    SecondaryFindings,
}

/// How well the link of a gene with the panel's diseases is shown, the best first, as [`knowledge::Colour`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the words are those of knowledge::Colour")]
pub enum GradeName {
    #[default]
    Green,
    Amber,
    Red,
}

/// The panels to choose from.
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
pub struct PanelChoices {
    /// The panels by kind and name.
    pub panels: Vec<PanelChoice>,
    /// The names of those that the signs of the case suggest, best first.
    pub suggested: Vec<PanelSuggestion>,
}

/// A panel to choose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
pub struct PanelChoice {
    /// Its name, by which it is asked for.
    pub name: String,
    /// Where it comes from.
    pub kind: PanelKind,
    /// A Japanese name of its own.
    pub name_ja: Option<String>,
    /// An English name of its own.
    pub name_en: Option<String>,
    /// The reading of the Japanese name.
    pub kana: Option<String>,
    /// The version.
    pub version: Option<String>,
    /// The day of this version.
    pub published: Option<String>,
    /// Genes of each grade; `None` where it grades none.
    pub grades: Option<GradeCounts>,
    /// All its genes.
    pub genes: u32,
    /// Of a list of diseases: of how many the genes are known here.
    pub diseases_known: Option<u32>,
    /// Of a list of diseases: how many there are.
    pub diseases: Option<u32>,
}

/// Genes of each grade.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Type)]
#[allow(missing_docs, reason = "the words are those of knowledge::Colour")]
pub struct GradeCounts {
    pub green: u32,
    pub amber: u32,
    pub red: u32,
}

/// A panel that the signs suggest, and why.
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
pub struct PanelSuggestion {
    /// The panel.
    pub name: String,
    /// How much of the posterior of all diseases lies with those that have a gene in the panel, 0 to 1.
    pub share: f64,
    /// How many of the best fitting diseases have a gene in it.
    pub best: u32,
    /// How many best fitting diseases were counted.
    pub of: u32,
}

/// What does a newer version of a panel change?
#[derive(Clone, Debug, PartialEq, Deserialize, Type)]
pub struct PanelNewsRequest {
    /// The panel.
    pub panel: String,
    /// How the list of variants is filtered; the panel is looked at with the other panels that are applied.
    pub filter: FilterRequest,
}

/// What a newer version of a panel changes. Sensitive genes that are not primary are left out.
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
pub struct PanelNews {
    /// The older version.
    pub older: PanelVersion,
    /// The newer version.
    pub newer: PanelVersion,
    /// True where the older one is in use until the next sign-in.
    pub waiting: bool,
    /// Every gene that differs, by symbol.
    pub genes: Vec<ChangedGene>,
    /// How many rows come into the list.
    pub coming: u32,
    /// How many rows go out of it.
    pub going: u32,
    /// The first rows that come.
    pub come: Vec<VariantRow>,
    /// The first rows that go.
    pub go: Vec<VariantRow>,
}

/// A version of a panel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
pub struct PanelVersion {
    /// As the panel states it.
    pub version: Option<String>,
    /// Its day.
    pub published: Option<String>,
}

/// A gene that differs; `None` on the side where the panel does not have it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
pub struct ChangedGene {
    /// The symbol.
    pub gene: String,
    /// In the older version.
    pub older: Option<GradedGene>,
    /// In the newer version.
    pub newer: Option<GradedGene>,
}

/// What a panel says of a gene.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
pub struct GradedGene {
    /// Its grade; `None` where the panel gives none.
    pub grade: Option<GradeName>,
    /// The mode of inheritance in the panel's words.
    pub mode: Option<String>,
}
