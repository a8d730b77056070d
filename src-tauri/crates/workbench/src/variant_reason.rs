//! "Why is it not here?" in keys and arguments, so that both languages can say it.

use domain::{Absence, GeneSymbol};
use variants::{ClinvarStanding, Explanation, Fate, Kind, Surroundings, VariantClass, Why};

use crate::{
    WorkbenchError,
    evidence::Evidence,
    variant_row::Shown,
    variant_view::run,
    view::explained::{Argument, Explained, ExplainedAnswer, ExplainedRow, GeneAtPlace, Reason},
    why_not_here::{Coverage, WhyNotHere},
};

impl Shown<'_> {
    /// Answers a question about what may not be in the view.
    pub fn explain(&self, query: &str) -> Result<Explained, WorkbenchError> {
        let Evidence { reference, table, family, scope, .. } = self.evidence;
        // The view keeps no reasons: a run of its filters tells them again.
        let outcome = run(self.open, &self.evidence, &self.view.filters, self.view.limit_to.as_ref())?;
        let of_gene = |gene: &GeneSymbol| self.open.callable_permille(gene);
        let coverage = Coverage { callable: None, of_gene: &of_gene };
        let why = WhyNotHere { reference, table, family, scope, outcome: &outcome, coverage };
        let asked = query.to_owned();
        let blank = |answer| Explained { query: asked, answer, callable: None, there: Vec::new(), rows: Vec::new() };
        Ok(match why.answer(query, &self.open.sources)? {
            Explanation::NotAnalysed => blank(ExplainedAnswer::NotAnalysed),
            Explanation::NotInFile(Surroundings { absence, genes }) => {
                let there = genes.into_iter().map(|there| GeneAtPlace {
                    gene: there.gene.to_string(),
                    in_panel: there.in_panel,
                    callable_permille: there.callable_permille,
                });
                let callable = absence.map(|absence| absence == Absence::TrulyAbsent);
                Explained { callable, there: there.collect(), ..blank(ExplainedAnswer::NotInFile) }
            }
            Explanation::Found { variants } => {
                let rows = variants.into_iter().map(|found| self.explained(found)).collect();
                Explained { rows, ..blank(ExplainedAnswer::Found) }
            }
        })
    }

    fn explained(&self, found: variants::Explained) -> ExplainedRow {
        let row = u32::try_from(found.row).unwrap_or(u32::MAX);
        let key = format!("{}-{}-{}-{}", found.chrom, found.pos, found.reference, found.alternate);
        let mut explained = ExplainedRow {
            row,
            key,
            genes: found.genes,
            shown: false,
            removed_by: None,
            reasons: Vec::new(),
            patterns: Vec::new(),
        };
        match found.fate {
            Fate::Removed { filter, reason, .. } => {
                explained.removed_by = Some(filter.name().to_owned());
                explained.reasons = reasons(&reason);
            }
            Fate::Kept { .. } if self.view.dismissed.contains(&row) => {
                explained.removed_by = Some("dismissed".to_owned());
                explained.reasons = vec![say("why_dismissed", &[])];
            }
            Fate::Kept { .. } if !self.view.is_asked(self.evidence.table, found.row) => {
                explained.removed_by = Some("kind".to_owned());
                let key = match self.evidence.table.class(found.row) {
                    VariantClass::Small => "why_kind_small",
                    VariantClass::Structural => "why_kind_structural",
                    VariantClass::Repeat => "why_kind_repeat",
                };
                explained.reasons = vec![say(key, &[])];
            }
            Fate::Kept { patterns, .. } => {
                explained.shown = true;
                let hidden = self.evidence.origin_hidden(found.row) || self.view.filters.inheritance.is_none();
                explained.patterns = patterns.into_iter().filter(|_| !hidden).map(Into::into).collect();
            }
        }
        explained
    }
}

fn say(key: &str, args: &[(&str, String)]) -> Reason {
    let argument = |(name, value): &(&str, String)| Argument { name: (*name).to_owned(), value: value.clone() };
    Reason { key: key.to_owned(), args: args.iter().map(argument).collect() }
}

/// The sentences of a reason.
fn reasons(why: &Why) -> Vec<Reason> {
    let one = match why {
        Why::NoAllele { kind: Kind::NonRef } => say("why_no_allele_nonref", &[]),
        Why::NoAllele { .. } => say("why_no_allele_star", &[]),
        Why::NotCarried => say("why_not_carried", &[]),
        Why::NotCalled => say("why_not_called", &[]),
        Why::OutsideRegions { regions } => {
            let regions: Vec<String> = regions.iter().map(ToString::to_string).collect();
            say("why_outside_regions", &[("regions", regions.join(", "))])
        }
        Why::NotInPanel { genes } if genes.is_empty() => say("why_in_no_gene", &[]),
        Why::NotInPanel { genes } => say("why_not_in_panel", &[("genes", genes.join(", "))]),
        Why::FilterColumn { value } => say("why_filter_column", &[("value", value.clone())]),
        Why::Depth { value, limit } => say("why_depth", &[("value", value.to_string()), ("limit", limit.to_string())]),
        Why::GenotypeQuality { value, limit } => {
            say("why_genotype_quality", &[("value", value.to_string()), ("limit", limit.to_string())])
        }
        Why::Balance { alternate, depth, low, high } => say(
            "why_balance",
            &[
                ("alternate", alternate.to_string()),
                ("depth", depth.to_string()),
                ("low", low.to_string()),
                ("high", high.to_string()),
            ],
        ),
        Why::Frequency { value, population: Some(population), limit } => say(
            "why_frequency",
            &[("value", value.to_string()), ("population", population.clone()), ("limit", limit.to_string())],
        ),
        Why::Frequency { value, population: None, limit } => {
            say("why_frequency_largest", &[("value", value.to_string()), ("limit", limit.to_string())])
        }
        Why::Consequence { term, spliceai: None } => say("why_consequence", &[("term", (*term).to_owned())]),
        Why::Consequence { term, spliceai: Some(score) } => {
            say("why_consequence_spliceai", &[("term", (*term).to_owned()), ("spliceai", score.clone())])
        }
        Why::NotAnnotated => say("why_not_annotated", &[]),
        Why::Clinvar { class: None, .. } => say("why_clinvar_none", &[]),
        Why::Clinvar { class: Some(class), standing } => {
            let key = match standing {
                None | Some(ClinvarStanding::Pathogenic | ClinvarStanding::Conflicting) => "why_clinvar",
                Some(ClinvarStanding::Starless) => "why_clinvar_starless",
                Some(ClinvarStanding::StatusNotGiven) => "why_clinvar_status_not_given",
                Some(ClinvarStanding::MeansReference) => "why_clinvar_means_reference",
                Some(ClinvarStanding::AlleleNotTold) => "why_clinvar_allele_not_told",
            };
            say(key, &[("class", (*class).to_owned())])
        }
        Why::Inheritance { against, no_second_variant, not_opposite, too_common_for } => {
            let not_opposite = not_opposite.then(|| say("why_not_opposite", &[]));
            let no_second = no_second_variant.then(|| say("why_no_second_variant", &[]));
            let common =
                too_common_for.iter().map(|p| say("why_too_common_for_pattern", &[("pattern", p.name().to_owned())]));
            let against = against.iter().map(|a| match &a.person {
                Some(person) => say(
                    "why_genotype_against_pattern",
                    &[("pattern", a.pattern.name().to_owned()), ("person", person.to_string())],
                ),
                None => say("why_origin_not_shown", &[("pattern", a.pattern.name().to_owned())]),
            });
            return no_second.into_iter().chain(not_opposite).chain(common).chain(against).collect();
        }
    };
    vec![one]
}
