//! What has to be said of panels: what is on them and is not looked at.

use std::{collections::BTreeSet, path::Path};

use domain::GeneSymbol;
use knowledge::Panel;
use variants::VariantTable;

use crate::{Reference, WorkbenchError};

/// How many names a remark lists.
const NAMED: usize = 10;

/// What has to be said of a panel file that lists more than genes.
///
/// # Errors
/// [`WorkbenchError::Knowledge`] where it is no panel.
pub fn beside_genes(panel: &str) -> Result<Option<String>, WorkbenchError> {
    let path = Path::new(panel);
    let found = if path.is_file() { Panel::beside_genes(path)? } else { Vec::new() };
    let what = || format!("{panel}: not looked at are its repeats and regions, which are no genes: {}", named(&found));
    Ok((!found.is_empty()).then(what))
}

/// What has to be said of the genes of panels that neither the reference data nor the file know.
pub(crate) fn unknown_symbols(
    reference: &Reference,
    panels: &[Panel],
    table: &VariantTable,
) -> Result<Option<String>, WorkbenchError> {
    let placed: BTreeSet<&GeneSymbol> =
        reference.gene_places(table.assembly())?.into_iter().map(|(gene, _)| gene).collect();
    let is_known = |gene: &GeneSymbol| {
        placed.contains(gene) || reference.knowledge().hgnc(gene).is_some() || table.genes().id(gene.as_str()).is_some()
    };
    let genes: BTreeSet<&GeneSymbol> = panels.iter().flat_map(|panel| &panel.genes).collect();
    let unknown: Vec<String> = genes.into_iter().filter(|gene| !is_known(gene)).map(ToString::to_string).collect();
    let what = || {
        format!("panel: neither the reference data nor the file know {}: is it spelled as by HGNC?", named(&unknown))
    };
    Ok((!unknown.is_empty()).then(what))
}

/// The first of some names, and how many there are beside them.
fn named(names: &[String]) -> String {
    let first = names.iter().take(NAMED).cloned().collect::<Vec<_>>().join(", ");
    match names.len().saturating_sub(NAMED) {
        0 => first,
        more => format!("{first} and {more} more"),
    }
}
