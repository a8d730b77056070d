//! `panel diff`: what a newer version of a panel changes.

use workbench::{GeneState, PanelChange, Reference, beside_genes, panel_change};

use crate::{
    Done,
    args::{Common, Format, Panel},
    known::colour,
    output,
    table::table,
};

/// Compares two versions of a panel.
pub fn panel(common: &Common, command: &Panel) -> Done {
    output::only(common.format, &[Format::Text, Format::Json])?;
    let Panel::Diff { older, newer, knowledge, older_knowledge } = command;
    let reference = Reference::open_or_starter(knowledge.as_deref())?;
    let before = match older_knowledge {
        Some(folder) => Reference::open(folder)?.panel(older)?,
        None => reference.panel(older)?,
    };
    for file in [older, newer] {
        beside_genes(file)?.iter().for_each(|what| output::remark(&format!("warning: {what}")));
    }
    let change = panel_change(&reference, &before, &reference.panel(newer)?);
    if common.format == Format::Json { output::json(&change, common.format) } else { output::write(&text(&change)) }
}

fn text(change: &PanelChange) -> String {
    let state = |state: &Option<GeneState>| {
        state.as_ref().map_or_else(
            || "-".to_owned(),
            |s| [s.colour.map_or("listed", colour), s.mode.as_deref().unwrap_or("")].join(" ").trim_end().to_owned(),
        )
    };
    let rows: Vec<Vec<String>> =
        change.genes.iter().map(|g| vec![g.gene.clone(), state(&g.older), state(&g.newer)]).collect();
    let version =
        |v: &workbench::Version| format!("{} {}", v.name, v.release.as_deref().unwrap_or("(no version stated)"));
    let mut text = format!("{} -> {}\n", version(&change.older), version(&change.newer));
    if !rows.is_empty() {
        text += &table(&["gene", "older", "newer"], &rows, 60);
    }
    let list = |genes: &[String]| if genes.is_empty() { "none".to_owned() } else { genes.join(" ") };
    text += &format!("gained: {}\nlost: {}\n", list(&change.gained), list(&change.lost));
    for [older, newer] in &change.renamed {
        text += &format!("{older} is called {newer} now\n");
    }
    text + &format!("{} gene(s) differ, {} are the same\n", rows.len(), change.unchanged)
}
