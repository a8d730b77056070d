//! `variants`: filters without ranking, for every family of the PED.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
};

use domain::{Affection, Pattern, Pedigree, PersonId, Region};
use serde::Serialize;
use variants::{
    AlleleFrequency, AnnotationKind, Consequence, ConsequenceFilter, Detail, Details, Explanation, Family, Filters,
    FrequencyLimits, Genes, Hit, PatternSet, Preset, Sequence, VariantTable, check_samples,
};

use crate::{
    BareFiles, Reference, RepeatSize, Step, WorkbenchError,
    analysis::f64_of,
    bare::{Opened, program},
    shortlist::Version,
    why_not_here::{Coverage, WhyNotHere},
};

/// A question to `variants`. Without a preset only the filters named apply.
#[derive(Clone, Debug, PartialEq)]
pub struct FilterQuestion {
    /// The files.
    pub files: BareFiles,
    /// The preset.
    pub preset: Option<String>,
    /// Inheritance patterns to keep; `any` keeps what fits any.
    pub patterns: Vec<String>,
    /// An unaffected carrier does not speak against dominant inheritance.
    pub incomplete_penetrance: bool,
    /// Largest frequency to keep, 0 to 1.
    pub max_af: Option<f32>,
    /// Consequence terms to keep.
    pub consequences: Vec<String>,
    /// Region to keep.
    pub region: Option<String>,
    /// Why is it not here?
    pub explain: Option<String>,
    /// The sequence of the genome as indexed FASTA: normal forms are then moved to the left.
    pub sequence: Option<PathBuf>,
}

/// The answer of `variants` (`shirube.variants/1`).
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FilterAnswer {
    /// `shirube.variants/1`.
    pub schema: &'static str,
    /// `panel` or `all`.
    pub scope: &'static str,
    /// The preset, where one was named.
    pub preset: Option<String>,
    /// What the answer was made from.
    pub versions: Vec<Version>,
    /// The waterfall of each family.
    pub waterfall: BTreeMap<String, Vec<Step>>,
    /// The rows.
    pub rows: Vec<FilterRow>,
    /// The answers to `explain`, one per family.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub explanations: Vec<Explanation>,
    /// What the person should know, such as that the file has no annotation.
    #[serde(skip)]
    pub remarks: Vec<String>,
}

/// One kept allele in one gene under one pattern.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FilterRow {
    /// The family.
    pub family: String,
    /// Chromosome as in the file.
    pub chrom: String,
    /// 1-based position as in the file.
    pub pos: u32,
    /// Reference allele as in the file.
    pub r#ref: String,
    /// Alternate allele as in the file.
    pub alt: String,
    /// Gene; empty where none is annotated.
    pub gene: String,
    /// Gravest consequence in the gene; empty where none is annotated.
    pub consequence: String,
    /// Inheritance pattern; empty where it was not asked for and none holds.
    pub pattern: String,
    /// The other variant of a pair as `chrom-pos-ref-alt`.
    pub partner: Option<String>,
    /// Genotypes as in the file: `person=0/1`, separated by commas.
    pub genotypes: String,
    /// Largest frequency of any population.
    pub max_af: Option<f64>,
    /// FILTER as in the file.
    pub filters: String,
    /// Equal ends cut off, and as far to the left as it goes where the sequence of the genome is given: `chrom-pos-ref-alt`.
    pub normal_form: String,
    /// The size of a repeat.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repeat: Option<RepeatSize>,
}

impl FilterRow {
    /// The columns of tables.
    pub const HEADER: [&'static str; 14] = [
        "family",
        "chrom",
        "pos",
        "ref",
        "alt",
        "gene",
        "consequence",
        "pattern",
        "partner",
        "genotypes",
        "max_af",
        "filters",
        "normal_form",
        "repeat",
    ];

    /// The cells in the order of the header; what is unknown is empty.
    pub fn cells(&self) -> Vec<String> {
        vec![
            self.family.clone(),
            self.chrom.clone(),
            self.pos.to_string(),
            self.r#ref.clone(),
            self.alt.clone(),
            self.gene.clone(),
            self.consequence.clone(),
            self.pattern.clone(),
            self.partner.clone().unwrap_or_default(),
            self.genotypes.clone(),
            self.max_af.map(|af| af.to_string()).unwrap_or_default(),
            self.filters.clone(),
            self.normal_form.clone(),
            self.repeat.as_ref().map(ToString::to_string).unwrap_or_default(),
        ]
    }
}

impl FilterAnswer {
    /// The rows as tab-separated text with a header.
    pub fn to_tsv(&self) -> String {
        let rows = self.rows.iter().map(|r| r.cells().join("\t"));
        std::iter::once(FilterRow::HEADER.join("\t")).chain(rows).map(|line| line + "\n").collect()
    }
}

/// Filters the variants of every family of the PED that has a proband.
///
/// # Errors
/// What the files and names are at fault for.
pub fn filter(reference: &Reference, question: &FilterQuestion) -> Result<FilterAnswer, WorkbenchError> {
    let region = question.region()?;
    let opened = question.files.open(reference, region)?;
    check_samples(&opened.pedigrees, opened.table.samples(), opened.names())?;
    let filters = question.filters(!opened.panels.is_empty())?;
    let mut answer = FilterAnswer {
        schema: "shirube.variants/1",
        scope: question.files.scope_name(),
        preset: question.preset.as_deref().map(|name| Preset::named(name).map(|p| p.to_string())).transpose()?,
        versions: opened.versions.clone(),
        waterfall: BTreeMap::new(),
        rows: Vec::new(),
        explanations: Vec::new(),
        remarks: opened.remarks().into_iter().chain(opened.of_filters()).collect(),
    };
    debug_assert!(answer.versions.contains(&program()));
    if opened.table.annotation() == AnnotationKind::None {
        let name = question.files.vcf.display();
        answer.remarks.push(format!("{name}: not annotated, so gene and consequence are empty"));
    }
    let mut details = Details::open(&opened.sources.iter().collect::<Vec<_>>())?;
    for pedigree in &opened.pedigrees {
        let Some(viewpoint) = viewpoint(pedigree, &opened.table) else {
            answer.remarks.push(format!("family {}: nobody is in the VCF, so there is no answer", pedigree.family));
            continue;
        };
        let family = Family::new(pedigree, opened.table.samples(), Some(viewpoint), opened.names())?;
        // In the family the proband counts as affected, whatever the pedigree states.
        let is_affected =
            |id: &PersonId| pedigree.members.iter().any(|m| m.id == *id && m.affection == Affection::Affected);
        if !is_affected(viewpoint) {
            let name = &pedigree.family;
            answer
                .remarks
                .push(format!("family {name}: nobody who is affected is in the VCF, so it is seen from {viewpoint}"));
        }
        one_family(reference, &opened, &family, &filters, question, &mut details, &mut answer)?;
    }
    Ok(answer)
}

/// From whom a family is seen: its first affected child with a sample, else its first affected, else its first child, else its first
/// member.
fn viewpoint<'a>(pedigree: &'a Pedigree, table: &VariantTable) -> Option<&'a PersonId> {
    let affected = pedigree.members.iter().filter(|m| m.affection == Affection::Affected);
    let children = pedigree.members.iter().filter(|m| m.father.is_some() || m.mother.is_some());
    let mut all = pedigree.affected_children().into_iter().chain(affected).chain(children).chain(&pedigree.members);
    all.find(|m| table.sample_index(m.id.as_str()).is_some()).map(|m| &m.id)
}

fn one_family(
    reference: &Reference,
    opened: &Opened,
    family: &Family,
    filters: &Filters,
    question: &FilterQuestion,
    details: &mut Details,
    answer: &mut FilterAnswer,
) -> Result<(), WorkbenchError> {
    let outcome = filters.run(&opened.table, family, opened.panel_genes.as_ref())?;
    let name = family.pedigree().family.clone();
    let step = |s: &variants::Step| Step { step: s.step.name().to_owned(), kept: s.kept, removed: s.removed };
    answer.waterfall.insert(name.clone(), outcome.waterfall().iter().map(step).collect());
    if let Some(query) = &question.explain {
        let (table, scope, callable) =
            (&opened.table, &opened.scope, question.files.callable(family, opened.table.assembly())?);
        let coverage = Coverage { callable: callable.as_ref(), of_gene: &|_| None };
        let why = WhyNotHere { reference, table, family, scope, outcome: &outcome, coverage };
        answer.explanations.push(why.answer(query, &opened.sources)?);
        return Ok(());
    }
    // Each record once and in the order of the files, which rows have: plain gzip has no way back.
    let mut wanted: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (place, hit) in outcome.hits().iter().enumerate() {
        wanted.entry(hit.row).or_default().push(place);
        if let Some(partner) = hit.partner {
            wanted.entry(partner).or_default();
        }
    }
    let partners: BTreeSet<usize> = outcome.hits().iter().filter_map(|h| h.partner).collect();
    let (mut keys, mut rows) = (BTreeMap::new(), BTreeMap::new());
    for (of, places) in wanted {
        let detail = details.of(&opened.table, of, &opened.scope)?;
        if partners.contains(&of) {
            keys.insert(of, key(&detail));
        }
        rows.extend(places.into_iter().map(|place| (place, row(opened, family, &outcome.hits()[place], &detail))));
    }
    let mut sequence = question.sequence.as_deref().map(Sequence::open).transpose()?;
    for (hit, mut row) in outcome.hits().iter().zip(rows.into_values()) {
        let partner = hit.partner.and_then(|partner| keys.get(&partner).cloned());
        if let Some(sequence) = &mut sequence {
            let (pos, reference, alternate) = sequence.left_aligned(&row.chrom, row.pos, &row.r#ref, &row.alt)?;
            row.normal_form = format!("{}-{pos}-{reference}-{alternate}", row.chrom);
        }
        answer.rows.push(FilterRow { partner, ..row });
    }
    Ok(())
}

/// A hit without the key of its partner.
fn row(opened: &Opened, family: &Family, hit: &Hit, detail: &Detail) -> FilterRow {
    let table = &opened.table;
    let in_gene = table.genes_of(hit.row).find(|(gene, _)| *gene == hit.gene).map(|(_, c)| c);
    let consequence =
        in_gene.unwrap_or(if hit.gene == Genes::NONE { table.consequence(hit.row) } else { Consequence::NotAnnotated });
    let genotype = |m: &variants::Member| Some(format!("{}={}", m.person.id, detail.sample(m.sample?, "GT")?));
    let (pos, reference, alternate) = detail.normal_form();
    FilterRow {
        family: family.pedigree().family.clone(),
        chrom: detail.chrom.clone(),
        pos: detail.position,
        r#ref: detail.reference.clone(),
        alt: detail.alternate.clone(),
        gene: table.genes().symbol(hit.gene).unwrap_or_default().to_owned(),
        consequence: consequence.term().to_owned(),
        pattern: hit.pattern.map(|p| p.name().to_owned()).unwrap_or_default(),
        partner: None,
        genotypes: family.members().iter().filter_map(genotype).collect::<Vec<_>>().join(","),
        max_af: table.max_af(hit.row).map(f64_of),
        filters: detail.filter.clone(),
        normal_form: format!("{}-{pos}-{reference}-{alternate}", detail.chrom),
        repeat: RepeatSize::of(table, hit.row),
    }
}

fn key(detail: &Detail) -> String {
    format!("{}-{}-{}-{}", detail.chrom, detail.position, detail.reference, detail.alternate)
}

impl FilterQuestion {
    fn region(&self) -> Result<Option<Region>, WorkbenchError> {
        let Some(text) = &self.region else { return Ok(None) };
        let wrong = |e: domain::RegionError| WorkbenchError::Unknown {
            what: "region",
            text: text.clone(),
            expected: e.to_string(),
        };
        text.parse().map(Some).map_err(wrong)
    }

    /// The preset's filters, if one is named, with those that are named by themselves.
    fn filters(&self, has_panel: bool) -> Result<Filters, WorkbenchError> {
        let mut filters = match &self.preset {
            Some(name) => Preset::named(name)?.filters,
            None => Filters::default(),
        };
        filters.panel |= has_panel;
        filters.incomplete_penetrance = self.incomplete_penetrance;
        filters.regions = self.region()?.into_iter().collect();
        if let Some(max_af) = self.max_af {
            let limit = AlleleFrequency::new(max_af).ok_or_else(|| WorkbenchError::Unknown {
                what: "frequency",
                text: max_af.to_string(),
                expected: "a number from 0 to 1".into(),
            })?;
            filters.frequency = Some(FrequencyLimits::at(limit));
        }
        if !self.consequences.is_empty() {
            let terms = self.consequences.iter().map(|t| t.parse::<Consequence>()).collect::<Result<_, _>>()?;
            filters.consequence = Some(ConsequenceFilter { terms, min_spliceai_percent: None, rna_genes: false });
        }
        if !self.patterns.is_empty() {
            filters.inheritance = Some(patterns(&self.patterns)?);
        }
        Ok(filters)
    }
}

fn patterns(names: &[String]) -> Result<PatternSet, WorkbenchError> {
    if names.iter().any(|n| n == "any") {
        return Ok(PatternSet::ANY);
    }
    let named = names.iter().map(|n| n.parse::<Pattern>()).collect::<Result<Vec<_>, _>>()?;
    Ok(PatternSet::of(&named))
}
