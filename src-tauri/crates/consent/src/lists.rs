use std::collections::BTreeMap;

use domain::GeneSymbol;
use serde::{Deserialize, Serialize};

use crate::{Category, ConsentError};

/// The versioned lists of sensitive genes, taken together.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SensitiveLists {
    sources: Vec<SensitiveSource>,
    genes: BTreeMap<GeneSymbol, Category>,
}

/// One list: its name and what its first line says of itself.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct SensitiveSource {
    /// Name of the list (its file).
    pub name: String,
    /// The comment line at its head: title, release, DOI.
    pub citation: String,
}

impl SensitiveLists {
    /// Adds a tab-separated list: comment lines start with `#`; the header names `gene` and either `onset` (`any` or
    /// `adult`: secondary findings) or `condition` (adult-onset conditions without established prevention). A gene on
    /// several lists has the strictest category.
    ///
    /// # Errors
    /// [`ConsentError::ListLine`] with line and column; [`ConsentError::EmptyList`] where no gene stands in it.
    pub fn add_tsv(&mut self, list: &str, text: &str) -> Result<(), ConsentError> {
        let mut citation = String::new();
        let mut columns: Option<(usize, Option<usize>)> = None;
        let mut found_gene = false;
        for (line, content) in text.lines().enumerate().map(|(i, l)| (i + 1, l.trim_end())) {
            if let Some(comment) = content.strip_prefix('#') {
                if citation.is_empty() {
                    comment.trim().clone_into(&mut citation);
                }
                continue;
            }
            if content.is_empty() {
                continue;
            }
            let fields: Vec<&str> = content.split('\t').collect();
            let Some((gene_column, onset_column)) = columns else {
                columns = Some(header_columns(list, line, &fields)?);
                continue;
            };
            let wrong = |field, found: Option<&&str>, expected| ConsentError::ListLine {
                list: list.to_owned(),
                line,
                field,
                found: found.map_or_else(String::new, |f| (*f).to_owned()),
                expected,
            };
            let text = fields.get(gene_column);
            let gene: GeneSymbol =
                text.and_then(|t| t.parse().ok()).ok_or_else(|| wrong("gene", text, "a gene symbol"))?;
            let category = match onset_column.map(|c| fields.get(c)) {
                None => Category::AdultOnset,
                Some(Some(&"any")) => Category::SecondaryFinding,
                Some(Some(&"adult")) => Category::SecondaryFindingAdult,
                Some(other) => return Err(wrong("onset", other, "any or adult")),
            };
            let strictest = self.genes.entry(gene).or_insert(category);
            *strictest = category.max(*strictest);
            found_gene = true;
        }
        if !found_gene {
            return Err(ConsentError::EmptyList { list: list.to_owned() });
        }
        self.sources.push(SensitiveSource { name: list.to_owned(), citation });
        self.sources.sort();
        Ok(())
    }

    /// Every gene on the lists with its category, by symbol.
    pub fn genes(&self) -> &BTreeMap<GeneSymbol, Category> {
        &self.genes
    }

    /// The genes of one category, by symbol.
    pub fn of(&self, category: Category) -> impl Iterator<Item = &GeneSymbol> {
        self.genes.iter().filter(move |(_, c)| **c == category).map(|(g, _)| g)
    }

    /// The lists that were added.
    pub fn sources(&self) -> &[SensitiveSource] {
        &self.sources
    }
}

fn header_columns(list: &str, line: usize, fields: &[&str]) -> Result<(usize, Option<usize>), ConsentError> {
    let column = |name: &str| fields.iter().position(|f| *f == name);
    match (column("gene"), column("onset"), column("condition")) {
        (Some(gene), Some(onset), _) => Ok((gene, Some(onset))),
        (Some(gene), None, Some(_)) => Ok((gene, None)),
        _ => Err(ConsentError::ListLine {
            list: list.to_owned(),
            line,
            field: "header",
            found: fields.join(" "),
            expected: "the columns `gene` and `onset`, or `gene` and `condition`",
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gene_on_two_lists_has_the_strictest_category() {
        let mut lists = SensitiveLists::default();
        lists.add_tsv("sf", "# SF v3\ngene\tgroup\tonset\nTTR\tmisc\tadult\nRET\tcancer\tany\n").expect("a list");
        lists.add_tsv("late", "gene\tcondition\nTTR\tamyloidosis\n").expect("a list");
        let got: Vec<_> = lists.genes().iter().map(|(g, c)| (g.as_str(), *c)).collect();
        assert_eq!(got, [("RET", Category::SecondaryFinding), ("TTR", Category::AdultOnset)]);
    }

    #[test]
    fn an_unreadable_list_never_opens_anything() {
        for (text, expected) in [
            ("gene\tonset\nRET\tsometimes\n", "l:2: onset"),
            ("gene\tonset\n\tany\n", "l:2: gene"),
            ("symbol\tonset\nRET\tany\n", "l:1: header"),
            ("# only a title\n", "no gene"),
            ("gene\tonset\n", "no gene"),
        ] {
            let error = SensitiveLists::default().add_tsv("l", text).expect_err("must be refused").to_string();
            assert!(error.contains(expected), "{error:?} should say {expected:?}");
        }
    }
}
