//! "Why is it not here?": what became of a variant, or of whatever lies at a place.

mod query;
mod search;

use std::fmt;

use consent::{Breadth, ConsentScope};
use domain::{Absence, Chromosome, GeneSymbol, Pattern, Region};
use serde::Serialize;

pub use query::{Hgvs, ParseQueryError, Query};

use crate::{
    Detail, Error, Family, Filter, FilterError, Notes, Outcome, Source, VariantTable, Verdict, Why, filter::Bound,
};

/// What is needed to explain an outcome.
#[derive(Clone, Copy)]
pub struct Explain<'a> {
    /// The table that was filtered.
    pub table: &'a VariantTable,
    /// The family.
    pub family: &'a Family,
    /// The scope with which the table was read.
    pub scope: &'a ConsentScope,
    /// What the filters left.
    pub outcome: &'a Outcome,
    /// Where a gene lies, as `knowledge` has it; empty where not known.
    pub places: &'a dyn Fn(&GeneSymbol) -> Vec<Region>,
    /// What else is known of a place, or of a gene where no place was named.
    pub surroundings: &'a dyn Fn(Option<&Region>, Option<&GeneSymbol>) -> Surroundings,
}

/// What is known of a place where the file has no such record: whether it could have been seen there.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Surroundings {
    /// True absence or a place that was not readable; `None` where nothing tells.
    pub absence: Option<Absence>,
    /// The genes there, by symbol.
    pub genes: Vec<GeneThere>,
}

/// A gene at a place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct GeneThere {
    /// Its symbol.
    pub gene: GeneSymbol,
    /// Whether the panels of the analysis have it; `None` where it has no panel.
    pub in_panel: Option<bool>,
    /// Of 1,000 of its bases, how many could be called in the proband; `None` where nothing tells.
    pub callable_permille: Option<u16>,
}

/// An explanation that could not be given.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ExplainError {
    /// A file could not be read.
    #[error(transparent)]
    Read(#[from] Error),
    /// The filters could not be applied.
    #[error(transparent)]
    Filter(#[from] FilterError),
}

/// The answer to a query.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "answer", rename_all = "snake_case")]
pub enum Explanation {
    /// The one answer for every sealed region, variant or none, and for a name that no analysed record has while some
    /// region is sealed: it may lie there.
    NotAnalysed,
    /// The place was looked at and no such record is in the file.
    NotInFile(Surroundings),
    /// What was found.
    Found {
        /// One for each row that the query means.
        variants: Vec<Explained>,
    },
}

/// What became of one row.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Explained {
    /// The row.
    #[serde(skip)]
    pub row: usize,
    /// Contig as in the file.
    pub chrom: String,
    /// POS, 1-based.
    pub pos: u32,
    /// REF.
    #[serde(rename = "ref")]
    pub reference: String,
    /// ALT.
    #[serde(rename = "alt")]
    pub alternate: String,
    /// Genes that the annotation names, the gravest consequence first.
    pub genes: Vec<String>,
    /// What became of it.
    #[serde(flatten)]
    pub fate: Fate,
    /// Why a kept row does not stand on the shortlist; `None` where it does, and where there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub not_listed: Option<NotListed>,
}

/// Why what the filters keep is none of the candidates shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum NotListed {
    /// One hit in a gene whose diseases need two. Nothing is said of what that makes of the person (privacy.md, "Carrier state").
    LoneHit,
    /// A secondary finding that is neither known nor expected to be pathogenic, or not as its list returns it.
    NotReturned,
    /// Its gene stands there with a hit that weighs more.
    OtherHit,
    /// It lies in no gene.
    NoGene,
    /// Its place is behind those that were asked for.
    Behind(usize),
}

impl fmt::Display for NotListed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::LoneHit => f.write_str("a lone hit in a gene whose diseases all need two"),
            Self::NotReturned => f.write_str(
                "its gene is one of secondary findings, the signs do not speak for it, and the list returns only what is \
                 known or expected to be pathogenic, on both copies where the disease is recessive",
            ),
            Self::OtherHit => f.write_str("its gene stands on the shortlist with another hit"),
            Self::NoGene => f.write_str("it lies in no gene"),
            Self::Behind(rank) => write!(f, "its rank is {rank} (--top)"),
        }
    }
}

/// Kept or removed.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "fate", rename_all = "snake_case")]
pub enum Fate {
    /// It is among the hits.
    Kept {
        /// The patterns under which it is.
        patterns: Vec<Pattern>,
        /// What is said with it.
        notes: Notes,
    },
    /// A filter removed it.
    Removed {
        /// The first filter that did.
        filter: Filter,
        /// Why, with its numbers.
        reason: Why,
        /// The same as a sentence.
        text: String,
    },
}

impl Explain<'_> {
    /// Answers a query. `sources` are the files of the table, the open part first, then each joined slice.
    ///
    /// # Errors
    /// [`ExplainError`] where a file cannot be read.
    pub fn answer(&self, query: &Query, sources: &[&Source]) -> Result<Explanation, ExplainError> {
        let asked = self.regions(query);
        let all_open = asked.iter().all(|region| self.opens(region));
        let by_place = matches!(query, Query::Place { .. } | Query::Variant { .. });
        if by_place && !all_open {
            return Ok(Explanation::NotAnalysed);
        }
        let mut found = self.find(query, sources)?;
        found.retain(|(row, _)| self.is_of_proband(*row));
        if found.is_empty() {
            let looked_at = (!asked.is_empty() && all_open) || self.opens_everything();
            return Ok(if looked_at { self.not_in_file(query) } else { Explanation::NotAnalysed });
        }
        let filters = self.outcome.filters();
        let bound = filters.bind(self.table, self.family, self.outcome.panel())?;
        let variants = found.into_iter().map(|(row, detail)| self.explained(&bound, row, detail)).collect();
        Ok(Explanation::Found { variants })
    }

    fn not_in_file(&self, query: &Query) -> Explanation {
        let place = matches!(query, Query::Place { .. } | Query::Variant { .. }).then(|| self.regions(query));
        let gene = match query {
            Query::Hgvs(hgvs) => hgvs.gene.as_ref(),
            _ => None,
        };
        Explanation::NotInFile((self.surroundings)(place.as_deref().and_then(<[Region]>::first), gene))
    }

    /// Where the query points to, as far as that is known without the file.
    fn regions(&self, query: &Query) -> Vec<Region> {
        match query {
            Query::Place { chromosome, position } => {
                vec![Region { chromosome: *chromosome, start: *position, end: *position }]
            }
            Query::Variant { chromosome, position, reference, .. } => {
                let more = u32::try_from(reference.len()).unwrap_or(u32::MAX).saturating_sub(1);
                vec![Region { chromosome: *chromosome, start: *position, end: position.right(more) }]
            }
            Query::Hgvs(Hgvs { gene: Some(gene), .. }) => (self.places)(gene),
            Query::Rs(_) | Query::Hgvs(_) => Vec::new(),
        }
    }

    /// True for a row that the proband has opened; not for one of a relative's slice.
    fn is_of_proband(&self, row: usize) -> bool {
        self.outcome.verdict(row) != Verdict::NotAnalysed
            && self.table.region(row).is_none_or(|region| self.opens(&region))
    }

    fn opens(&self, region: &Region) -> bool {
        self.scope.opens(&self.family.proband().person.id, region)
    }

    /// True where no region is sealed for the proband.
    fn opens_everything(&self) -> bool {
        self.scope.breadth() == Some(Breadth::All)
            || Chromosome::all().all(|c| self.scope.sealing().map().on(c).iter().all(|s| self.opens(&s.region)))
    }

    fn explained(&self, bound: &Bound<'_>, row: usize, detail: Detail) -> Explained {
        let symbol = |(gene, _)| self.table.genes().symbol(gene).map(str::to_owned);
        let proband = &self.family.proband().person;
        let hidden = self.table.region(row).is_some_and(|region| self.scope.origin_hidden(proband, &region));
        let why = |filter| match bound.why(row, filter) {
            Some(why) if hidden => Some(why.of_proband_alone(&proband.id)),
            why => why,
        };
        let removed_by = match self.outcome.verdict(row) {
            Verdict::Removed(filter) => why(filter).map(|why| (filter, why)),
            _ => None,
        };
        let fate = match removed_by {
            Some((filter, reason)) => Fate::Removed { filter, text: reason.to_string(), reason },
            None if hidden => Fate::Kept { patterns: Vec::new(), notes: self.notes(row).of_proband_alone() },
            None => self.kept(row),
        };
        Explained {
            row,
            chrom: detail.chrom,
            pos: detail.position,
            reference: detail.reference,
            alternate: detail.alternate,
            genes: self.table.genes_of(row).filter_map(symbol).collect(),
            fate,
            not_listed: None,
        }
    }

    fn kept(&self, row: usize) -> Fate {
        let hits = self.outcome.hits().iter().filter(|h| h.row == row);
        let patterns: crate::PatternSet = hits.filter_map(|h| h.pattern).collect();
        Fate::Kept { patterns: patterns.iter().collect(), notes: self.notes(row) }
    }

    fn notes(&self, row: usize) -> Notes {
        self.outcome.hits().iter().filter(|h| h.row == row).fold(Notes::NONE, |notes, h| notes.or(h.notes))
    }
}

impl fmt::Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAnalysed => f.write_str("not part of this analysis"),
            Self::NotInFile(surroundings) => write!(f, "not in the file{surroundings}"),
            Self::Found { variants } => {
                for (i, variant) in variants.iter().enumerate() {
                    write!(f, "{}{variant}", if i > 0 { "\n" } else { "" })?;
                }
                Ok(())
            }
        }
    }
}

impl fmt::Display for Surroundings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.absence {
            Some(Absence::TrulyAbsent) => "; the place could be called",
            Some(_) => "; the place could not be called: nothing is known of it",
            None => "; whether the place could be called is not known",
        })?;
        for there in &self.genes {
            let panel = match there.in_panel {
                Some(true) => ", in the panel",
                Some(false) => ", not in the panel",
                None => "",
            };
            write!(f, "; {}{panel}", there.gene)?;
            if let Some(permille) = there.callable_permille {
                write!(f, ", {}.{} % of its bases could be called", permille / 10, permille % 10)?;
            }
        }
        Ok(())
    }
}

impl fmt::Display for Explained {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}-{}-{}", self.chrom, self.pos, self.reference, self.alternate)?;
        if !self.genes.is_empty() {
            write!(f, " ({})", self.genes.join(", "))?;
        }
        match &self.fate {
            Fate::Removed { text, .. } => write!(f, ": removed by {text}"),
            Fate::Kept { patterns, notes } => {
                let names: Vec<&str> = patterns.iter().map(|p| p.name()).collect();
                write!(f, ": kept")?;
                if !names.is_empty() {
                    write!(f, " as {}", names.join(", "))?;
                }
                let notes: Vec<&str> = notes.iter().map(|n| n.name()).collect();
                if !notes.is_empty() {
                    write!(f, " ({})", notes.join(", "))?;
                }
                self.not_listed.map_or(Ok(()), |why| write!(f, ", but no candidate: {why}"))
            }
        }
    }
}
