//! What may be told of a decision at this moment: where its variants lie, and of whom it speaks.

use std::collections::BTreeSet;

use consent::{Category, ConsentScope};
use domain::{CaseId, Chromosome, GeneSymbol, Pedigree, Person, PersonId, Region};
use store::ledger::{Decision, DismissalReason, Event};

use crate::{CaseRecord, Desk, WorkbenchError, assessment::unknown};

/// Longest key of a variant, in bytes; long alleles are written out.
const MAX_KEY: usize = 1 << 20;

/// Criteria that tell what the parents have, and of these those that may tell what other relatives have.
const OF_PARENTS: [&str; 6] = ["PS2", "PM6", "PM3", "PP1", "BS4", "BP2"];
const OF_RELATIVES: [&str; 2] = ["PP1", "BS4"];

/// A decision as it may be seen.
pub(crate) struct Told {
    pub decision: Decision,
    /// True where something of it may not be told.
    pub untold: bool,
}

impl Desk {
    /// A decision as it may be seen: not at all where its variants may not. Where relatives may not be shown it is without what
    /// speaks of them; and without any words, where they could be shown when these were written.
    pub(crate) fn told(
        &self,
        scope: &ConsentScope,
        id: &CaseId,
        case: &CaseRecord,
        event: &Event,
        mut decision: Decision,
    ) -> Result<Option<Told>, WorkbenchError> {
        if !opens(scope, &case.proband, &decision) {
            return Ok(None);
        }
        let untold = untold(scope, case, &decision);
        if !untold.is_empty() {
            decision.criteria.retain(|criterion| !untold.contains(&code_of(criterion)));
            decision.evidence.retain(|code, _| !untold.contains(&code.as_str()));
            if self.knew_more(id, case, event, &categories(scope, &decision))? {
                decision.evidence.clear();
                decision.comment.clear();
                if decision.reasons.remove(&DismissalReason::Inheritance) {
                    decision.reasons.insert(DismissalReason::Other);
                }
            }
        }
        Ok(Some(Told { decision, untold: !untold.is_empty() }))
    }
}

/// The parts of `chrom-pos-ref-alt`. A contig and a symbolic allele may have dashes in their names; a position and a reference
/// have none.
pub(crate) fn key_parts(key: &str) -> Option<(&str, u32, &str, &str)> {
    let is_base = |b: u8| b.is_ascii_alphabetic();
    key.match_indices('-').find_map(|(dash, _)| {
        let (contig, rest) = (&key[..dash], &key[dash + 1..]);
        let (position, rest) = rest.split_once('-')?;
        let (reference, alternate) = rest.split_once('-')?;
        let whole = !contig.is_empty() && !alternate.is_empty() && !reference.is_empty();
        (whole && reference.bytes().all(is_base)).then_some((contig, position.parse().ok()?, reference, alternate))
    })
}

/// Where a variant lies by its key, and by its end where the key does not tell it (a symbolic allele), both sides of a
/// breakend; nothing on a contig that is no primary chromosome, which holds no sealed region.
pub(crate) fn regions(key: &str, end: Option<u32>) -> Result<Vec<Region>, WorkbenchError> {
    let wrong = || unknown("variant", key, "chrom-pos-ref-alt as in the file, such as chr10-121520163-G-C");
    let parts = key_parts(key).filter(|_| key.len() <= MAX_KEY);
    let (contig, start, reference, alternate) = parts.ok_or_else(wrong)?;
    let bases = u32::try_from(reference.len()).map_err(|_| wrong())?;
    let start = start.max(1);
    let end = end.filter(|_| alternate.ends_with('>'));
    let end = end.map_or_else(|| start.saturating_add(bases - 1), |end| end.max(start));
    let own = contig.parse::<Chromosome>().ok().map(|chromosome| Region::new(chromosome, start, end));
    let own = own.transpose().map_err(|_| wrong())?;
    Ok(own.into_iter().chain(variants::mate_of(alternate.as_bytes())).collect())
}

/// Whether a decision may be seen: every variant lies where the proband's genotype may be, and the gene is not one whose
/// name may not be told.
pub(crate) fn opens(scope: &ConsentScope, proband: &PersonId, decision: &Decision) -> bool {
    let opened = |key: &String| match regions(key, decision.end) {
        Ok(regions) => regions.iter().all(|region| scope.opens(proband, region)),
        // A conference may have named something that is no variant; its gene decides.
        Err(_) => decision.gene.is_some(),
    };
    decision.variants.iter().all(opened) && decision.gene.as_ref().is_none_or(|gene| opens_gene(scope, proband, gene))
}

/// The regions of all variants of a decision, as far as they are variants.
fn all_regions(decision: &Decision) -> impl Iterator<Item = Region> {
    decision.variants.iter().flat_map(|key| regions(key, decision.end).unwrap_or_default())
}

/// The sensitive categories of the regions of a decision; all where it names something that is no variant.
fn categories(scope: &ConsentScope, decision: &Decision) -> BTreeSet<Category> {
    if decision.variants.iter().any(|key| key_parts(key).is_none()) {
        return Category::ALL.into();
    }
    let sealed = |region: Region| scope.sealing().sealed(&region).map(|r| r.category).collect::<Vec<_>>();
    all_regions(decision).flat_map(sealed).collect()
}

/// The code of a criterion with or without its strength.
pub(crate) fn code_of(criterion: &str) -> &str {
    criterion.split_once('_').map_or(criterion, |(code, _)| code)
}

/// Criteria that tell of people who may not be shown where a decision is about.
pub(crate) fn untold(scope: &ConsentScope, case: &CaseRecord, decision: &Decision) -> &'static [&'static str] {
    let Some(child) = case.pedigree.member(&case.proband) else { return &[] };
    // A conference may have named something that is no variant; its gene decides.
    let gene = decision.gene.as_ref().filter(|_| decision.variants.iter().any(|key| key_parts(key).is_none()));
    if gene.is_some_and(|gene| scope.origin_hidden_in_gene(child, gene)) {
        return &OF_PARENTS;
    }
    untold_at(scope, &case.pedigree, child, all_regions(decision))
}

/// The same of what reaches into these regions.
pub(crate) fn untold_at(
    scope: &ConsentScope,
    pedigree: &Pedigree,
    child: &Person,
    regions: impl IntoIterator<Item = Region>,
) -> &'static [&'static str] {
    let at = |region: Region| -> &'static [&'static str] {
        if scope.origin_hidden(child, &region) {
            &OF_PARENTS
        } else if pedigree.members.iter().any(|person| scope.closes(&person.id, &region)) {
            &OF_RELATIVES
        } else {
            &[]
        }
    };
    regions.into_iter().map(at).max_by_key(|untold| untold.len()).unwrap_or(&[])
}

fn opens_gene(scope: &ConsentScope, proband: &PersonId, gene: &GeneSymbol) -> bool {
    if !scope.hides_name(gene.as_str()) {
        return true;
    }
    let map = scope.sealing().map();
    let mut places = Chromosome::all().flat_map(|c| map.on(c)).filter(|s| &s.gene == gene).peekable();
    places.peek().is_some() && places.all(|s| scope.opens(proband, &s.region))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_variant_lies_at_its_whole_length_and_at_both_sides_of_a_breakend() {
        let places = |key: &str, end| regions(key, end).expect("a variant").iter().map(ToString::to_string).collect();
        for (key, end, expected) in [
            ("chr13-100-ACG-A", None, &["13:100-102"][..]),
            ("chr13-100-N-<DEL>", Some(900), &["13:100-900"]),
            ("chr13-100-N-<DEL>", None, &["13:100-100"]),
            ("chr10-100-N-N]chr13:32330000]", None, &["10:100-100", "13:32330000-32330000"]),
            ("GL000192.1-100-A-G", None, &[]),
            ("HLA-A*01:01-100-A-<DEL>", None, &[]),
        ] {
            let found: Vec<String> = places(key, end);
            assert_eq!(found, expected, "{key}");
        }
        assert!(regions("FGFR2", None).is_err());
    }
}
