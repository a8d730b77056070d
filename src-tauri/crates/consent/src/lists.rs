use std::collections::BTreeMap;

use domain::{Assembly, Chromosome, GeneSymbol};
use serde::{Deserialize, Serialize};

use crate::{Category, ConsentError};

/// The versioned lists of sensitive genes, taken together.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SensitiveLists {
    sources: Vec<SensitiveSource>,
    genes: BTreeMap<GeneSymbol, Category>,
    /// The genes of which a list says more than that.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    rules: BTreeMap<GeneSymbol, ReturnRule>,
}

/// Which hits in a gene its list returns, beside that they must be known or expected to be pathogenic.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReturnRule {
    /// Both copies must be hit: the disease is recessive.
    pub two_hits: bool,
    /// What takes the protein away, and nothing else.
    pub truncating: bool,
    /// What is known to be pathogenic, and nothing that is only expected to be: loss of function is not how it acts.
    pub known: bool,
    /// Nothing but the alleles at these places, 1-based; empty where any place counts.
    pub only: Vec<(Assembly, Chromosome, u32)>,
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
    /// Which hits are returned may be said in `mode` (`AR`: two hits) and in `returned`: nothing, `truncating`,
    /// `known`, or `only` with places (`only GRCh38:6:26092913 GRCh37:6:26093141`).
    ///
    /// # Errors
    /// [`ConsentError::ListLine`] with line and column; [`ConsentError::EmptyList`] where no gene stands in it.
    pub fn add_tsv(&mut self, list: &str, text: &str) -> Result<(), ConsentError> {
        let mut citation = String::new();
        let mut columns: Option<Columns> = None;
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
            let Some(columns) = &columns else {
                columns = Some(Columns::of(list, line, &fields)?);
                continue;
            };
            let wrong = |field, found: Option<&&str>, expected| ConsentError::ListLine {
                list: list.to_owned(),
                line,
                field,
                found: found.map_or_else(String::new, |f| (*f).to_owned()),
                expected,
            };
            let text = fields.get(columns.gene);
            let gene: GeneSymbol =
                text.and_then(|t| t.parse().ok()).ok_or_else(|| wrong("gene", text, "a gene symbol"))?;
            let category = match columns.onset.map(|c| fields.get(c)) {
                None => Category::AdultOnset,
                Some(Some(&"any")) => Category::SecondaryFinding,
                Some(Some(&"adult")) => Category::SecondaryFindingAdult,
                Some(other) => return Err(wrong("onset", other, "any or adult")),
            };
            let field = |column: Option<usize>| column.and_then(|c| fields.get(c));
            let returned = field(columns.returned);
            let mut rule = ReturnRule::parse(returned.map_or("", |r| r)).ok_or_else(|| {
                wrong("returned", returned, "nothing, truncating, known, or only and places such as GRCh38:6:26092913")
            })?;
            rule.two_hits = field(columns.mode) == Some(&"AR");
            if rule != ReturnRule::default() {
                self.rules.entry(gene.clone()).or_insert(rule);
            }
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

    /// Which hits in a gene are returned.
    pub fn rule(&self, gene: &GeneSymbol) -> ReturnRule {
        self.rules.get(gene).cloned().unwrap_or_default()
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

/// Where the fields stand.
struct Columns {
    gene: usize,
    onset: Option<usize>,
    mode: Option<usize>,
    returned: Option<usize>,
}

impl Columns {
    fn of(list: &str, line: usize, fields: &[&str]) -> Result<Self, ConsentError> {
        let column = |name: &str| fields.iter().position(|f| *f == name);
        let (onset, mode, returned) = (column("onset"), column("mode"), column("returned"));
        match column("gene").filter(|_| onset.or_else(|| column("condition")).is_some()) {
            Some(gene) => Ok(Self { gene, onset, mode, returned }),
            None => Err(ConsentError::ListLine {
                list: list.to_owned(),
                line,
                field: "header",
                found: fields.join(" "),
                expected: "the columns `gene` and `onset`, or `gene` and `condition`",
            }),
        }
    }
}

impl ReturnRule {
    fn parse(text: &str) -> Option<Self> {
        let mut words = text.split(' ');
        match words.next().unwrap_or_default() {
            "" => Some(Self::default()),
            "truncating" => Some(Self { truncating: true, ..Self::default() }),
            "known" => Some(Self { known: true, ..Self::default() }),
            "only" => {
                let only = words.map(place).collect::<Option<Vec<_>>>().filter(|places| !places.is_empty())?;
                Some(Self { only, ..Self::default() })
            }
            _ => None,
        }
    }
}

fn place(text: &str) -> Option<(Assembly, Chromosome, u32)> {
    let mut parts = text.split(':');
    let (assembly, chromosome) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    Some((assembly, chromosome, parts.next()?.parse().ok()?))
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
    fn a_list_says_which_hits_are_returned() {
        let mut lists = SensitiveLists::default();
        let text = "gene\tmode\tonset\treturned\nRET\tAD\tany\t\nMUTYH\tAR\tany\nTTN\tAD\tany\ttruncating\n\
                    HFE\tAR\tany\tonly GRCh38:6:26092913 GRCh37:6:26093141\n";
        lists.add_tsv("sf", text).expect("a list");
        let rule = |gene: &str| lists.rule(&gene.parse().expect("a gene"));
        assert_eq!(rule("RET"), ReturnRule::default());
        assert_eq!(rule("MUTYH"), ReturnRule { two_hits: true, ..ReturnRule::default() });
        assert!(rule("TTN").truncating && !rule("TTN").two_hits);
        assert_eq!(rule("HFE").only[0].2, 26_092_913);
        for returned in ["sometimes", "only", "only GRCh38:6", "only hg99:6:1"] {
            let text = format!("gene\tonset\treturned\nRET\tany\t{returned}\n");
            let error = SensitiveLists::default().add_tsv("l", &text).expect_err("must be refused").to_string();
            assert!(error.contains("l:2: returned"), "{error}");
        }
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
