//! Every panel that the variants of a case can be limited to: the files, and the lists that other sources make up.

use std::collections::BTreeSet;

use consent::{Category, SensitiveLists};
use domain::GeneSymbol;
use knowledge::{DesignatedDisease, Knowledge, Panel, SensitiveText, SourceKind};

use crate::{Reference, WorkbenchError, reference::shipped, view::panels::PanelKind};

/// The genetic tests that the health insurance covers, of 令和元年9月; the public list names diseases and no genes.
const INSURED: &str = "insured_tests_2019-09.tsv";
const INSURED_VERSION: &str = "2019-09";
const INSURED_NAME: &str = "insured-tests";

/// A panel with what a person finds it by.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct CataloguedPanel {
    pub panel: Panel,
    pub kind: PanelKind,
    /// The Japanese name, where it has one of its own.
    pub name_ja: Option<String>,
    /// The English name, where it has one of its own.
    pub name_en: Option<String>,
    /// The reading of the Japanese name.
    pub kana: Option<String>,
    /// Of a list of diseases: of how many the genes are known here, and how many there are.
    pub diseases: Option<(usize, usize)>,
}

impl CataloguedPanel {
    fn made(kind: PanelKind, name: String, version: Option<String>, genes: BTreeSet<GeneSymbol>) -> Self {
        let panel = Panel::listed(name, version, genes);
        Self { panel, kind, name_ja: None, name_en: None, kana: None, diseases: None }
    }
}

/// The lists that are made from other sources than panels. They limit what is listed; no gene becomes primary by them.
pub(crate) fn made_panels<'a>(
    knowledge: &Knowledge,
    sensitive: impl Iterator<Item = &'a SensitiveText>,
) -> Vec<CataloguedPanel> {
    let mut made = designated(knowledge);
    made.extend(insured(knowledge, shipped(INSURED)));
    made.extend(sensitive.filter_map(secondary_findings));
    made
}

fn designated(knowledge: &Knowledge) -> Vec<CataloguedPanel> {
    let release = |kind| knowledge.versions().find(|source| source.kind == kind).and_then(|s| s.release.clone());
    let version = release(SourceKind::Nando).or_else(|| release(SourceKind::GenesToDisease));
    let with_genes = knowledge.designated_diseases().into_iter().filter(|(_, disease)| !disease.genes.is_empty());
    let panel = |(number, disease): (u16, DesignatedDisease)| CataloguedPanel {
        name_ja: Some(disease.name_ja),
        name_en: disease.name_en,
        kana: disease.kana,
        ..CataloguedPanel::made(PanelKind::Designated, format!("指定難病{number}"), version.clone(), disease.genes)
    };
    with_genes.map(panel).collect()
}

fn insured(knowledge: &Knowledge, list: &str) -> Option<CataloguedPanel> {
    let lines = list.lines().filter(|line| !line.starts_with('#')).skip(1);
    let names = lines.filter_map(|line| line.split('\t').nth(1));
    let genes_of = |name: &str| {
        let genes = knowledge.genes_of_name_ja(name);
        // ライソゾーム病(ゴーシェ病) is known as ゴーシェ病.
        let inner = name.split_once('(').map(|(_, inner)| inner.trim_end_matches(')')).filter(|_| genes.is_empty());
        inner.map_or(genes, |inner| knowledge.genes_of_name_ja(inner))
    };
    let diseases: Vec<BTreeSet<GeneSymbol>> = names.map(|name| genes_of(name.trim())).collect();
    let known = diseases.iter().filter(|genes| !genes.is_empty()).count();
    let all = diseases.len();
    let genes: BTreeSet<GeneSymbol> = diseases.into_iter().flatten().collect();
    let (name, version) = (INSURED_NAME.to_owned(), Some(INSURED_VERSION.to_owned()));
    (known > 0).then(|| CataloguedPanel {
        diseases: Some((known, all)),
        ..CataloguedPanel::made(PanelKind::Insured, name, version, genes)
    })
}

/// The whole of a list of secondary findings; a list of adult-onset conditions is none to look through.
fn secondary_findings(text: &SensitiveText) -> Option<CataloguedPanel> {
    let mut list = SensitiveLists::default();
    list.add_tsv(&text.name, &text.text).ok()?;
    if list.of(Category::AdultOnset).next().is_some() {
        return None;
    }
    let title = list.sources().first()?.citation.split(" (").next().map(str::to_owned).filter(|t| !t.is_empty());
    let genes = list.genes().keys().cloned().collect();
    Some(CataloguedPanel {
        name_en: title,
        ..CataloguedPanel::made(PanelKind::SecondaryFindings, text.name.clone(), None, genes)
    })
}

impl Reference {
    /// Every panel, by kind and name.
    ///
    /// # Errors
    /// [`WorkbenchError::Knowledge`] where the starter pack is damaged.
    pub(crate) fn catalogued_panels(&self) -> Result<Vec<CataloguedPanel>, WorkbenchError> {
        let of_file = |panel: &Panel| {
            let kind = self.panel_kind(panel)?;
            Ok(CataloguedPanel { panel: panel.clone(), kind, name_ja: None, name_en: None, kana: None, diseases: None })
        };
        let mut all = self.panels()?.into_iter().map(of_file).collect::<Result<Vec<_>, WorkbenchError>>()?;
        all.extend(self.made_panels()?.iter().cloned());
        // Within a kind they stay in order: names, numbers.
        all.sort_by_key(|one| one.kind);
        Ok(all)
    }

    /// A panel to limit a list of variants to: as [`Reference::named_panel`], and those that other sources make up.
    ///
    /// # Errors
    /// As [`Reference::named_panel`].
    pub(crate) fn limiting_panel(&self, name: &str) -> Result<Panel, WorkbenchError> {
        let named = self.named_panel(name).map(|(panel, _)| panel);
        named.or_else(|error| self.made_panel(name)?.map(|one| one.panel.clone()).ok_or(error))
    }

    /// A panel that other sources make up, by its name, or by the number or a name of the designated disease.
    pub(crate) fn made_panel(&self, name: &str) -> Result<Option<&CataloguedPanel>, WorkbenchError> {
        let name = name.trim();
        let number = designated_number(name).map(|number| format!("指定難病{number}"));
        let is_called = |one: &&CataloguedPanel| {
            let in_english = one.name_en.as_ref().is_some_and(|english| english.eq_ignore_ascii_case(name));
            let designated = one.kind == PanelKind::Designated;
            one.panel.name == name
                || number.as_ref() == Some(&one.panel.name)
                || (designated && (one.name_ja.as_deref() == Some(name) || in_english))
        };
        Ok(self.made_panels()?.iter().find(is_called))
    }
}

/// The number in `指定難病81`, in digits of either width.
pub(crate) fn designated_number(text: &str) -> Option<u16> {
    let half = |c: char| match c {
        '０'..='９' => char::from_u32(u32::from(c) - u32::from('０') + u32::from('0')).unwrap_or(c),
        c => c,
    };
    text.strip_prefix("指定難病")?.trim().chars().map(half).collect::<String>().parse().ok()
}
