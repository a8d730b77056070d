//! A row of the table of variants: what is known of an allele in a gene, as one screen shows it.

use variants::{Genes, Note};

use crate::{
    Reference, WorkbenchError,
    analysis::{f64_of, round},
    evidence::Evidence,
    open_case::OpenCase,
    row_kind::{repeat, structural},
    row_texts::RowText,
    variant_view::{Entry, View},
    view::variant_row::{DecidedCell, VariantRow},
};

/// What rows are shown with.
pub(crate) struct Shown<'a> {
    pub open: &'a OpenCase,
    pub evidence: Evidence<'a>,
    pub view: &'a View,
}

impl<'a> Shown<'a> {
    pub fn new(open: &'a OpenCase, reference: &'a Reference, view: &'a View) -> Self {
        Self { open, evidence: open.evidence(reference), view }
    }

    /// The rows of entries, in their order.
    pub fn rows(&self, entries: &[Entry]) -> Result<Vec<VariantRow>, WorkbenchError> {
        let partner = |e: &Entry| e.partner.map(|row| row as usize);
        let wanted: Vec<usize> = entries.iter().flat_map(|e| [Some(e.row()), partner(e)]).flatten().collect();
        let texts = self.open.texts().of_all(self.open, &wanted)?;
        let mut texts = texts.iter();
        let mut rows = Vec::with_capacity(entries.len());
        for entry in entries {
            let Some(text) = texts.next() else { break };
            let partner = partner(entry).and_then(|_| texts.next()).map(|t| t.key.clone());
            rows.push(self.row(entry, text, partner));
        }
        Ok(rows)
    }

    fn row(&self, entry: &Entry, text: &RowText, partner: Option<String>) -> VariantRow {
        let Evidence { reference, table, .. } = self.evidence;
        let (row, knowledge) = (entry.row(), reference.knowledge());
        let withheld = self.evidence.is_withheld(row, entry.partner.map(|row| row as usize), entry.gene);
        let ranked = self.view.candidate(entry.gene).filter(|_| !withheld);
        let candidate = ranked.map(|(_, c)| c);
        let disease = candidate.and_then(|c| c.disease);
        let gene = table.genes().symbol(entry.gene).unwrap_or_default();
        let hgvs = text.hgvs(gene);
        let consequence =
            if entry.gene == Genes::NONE { table.consequence(row) } else { self.evidence.consequence(row, entry.gene) };
        let names = disease.map(|d| crate::disease_names::names(knowledge, d));
        let (decided, looked) = (self.open.decided(), self.open.looked());
        VariantRow {
            row: entry.row,
            rank: ranked.map(|(rank, _)| rank),
            score: candidate.map(|c| round(c.score())),
            phenotype_score: candidate.map(|c| round(c.phenotype)),
            genotype_score: candidate.map(|c| round(c.genotype)),
            key: text.key.clone(),
            chrom: table.contig_name(row).to_owned(),
            pos: table.position(row),
            reference: text.reference.clone(),
            alternate: text.alternate.clone(),
            gene: gene.to_owned(),
            disease_ja: names.as_ref().and_then(|n| n.ja.clone().or_else(|| n.en.clone())),
            disease_en: names.as_ref().and_then(|n| n.en.clone()),
            shitei_nanbyo: names.as_ref().and_then(|n| n.shitei_nanbyo),
            undescribed: candidate.is_some_and(|c| c.undescribed),
            hgvs_c: hgvs.c,
            hgvs_p: hgvs.p,
            consequence: Some(consequence.term()).filter(|t| !t.is_empty()).map(str::to_owned),
            pattern: entry.pattern.map(Into::into),
            partner,
            partner_row: entry.partner,
            genotypes: self.evidence.members().into_iter().map(|m| self.evidence.genotype(m, row)).collect(),
            structural: structural(table, row, text),
            repeat: repeat(&self.evidence, row),
            max_af: table.max_af(row).map(f64_of),
            japanese_af: self.japanese_af(row),
            clinvar: table.clinvar(row).name().map(str::to_owned),
            clinvar_stars: table.stars(row).map(u32::from).filter(|_| table.clinvar(row).name().is_some()),
            revel: table.revel(row).map(f64_of),
            cadd: table.cadd(row).map(f64_of),
            spliceai: table.spliceai(row).map(f64_of),
            filter: Some(table.filter(row)).filter(|f| *f != "PASS").map(str::to_owned),
            rescued: entry.notes.contains(Note::ClinvarRescued),
            secondary: gene.parse().is_ok_and(|gene| self.evidence.is_secondary(&gene)),
            notes: entry.notes.iter().map(|n| format!("note_{}", n.name())).collect(),
            decided: decided.of_row(entry.row).map(|d| DecidedCell { verdict: d.verdict, class: d.class }),
            looked: looked.names(&text.key),
        }
    }

    /// The largest frequency among the Japanese sets.
    fn japanese_af(&self, row: usize) -> Option<f64> {
        let sets = self.evidence.table.frequencies().iter().filter(|f| is_japanese(&f.name));
        sets.filter_map(|f| f.get(row)).max_by(f32::total_cmp).map(f64_of)
    }
}

/// True for a set of people of Japan: ToMMo, GEM-J WGA, HGVD.
pub(crate) fn is_japanese(population: &str) -> bool {
    let name = population.to_ascii_lowercase();
    ["tommo", "gem_j", "gemj", "hgvd", "jpn"].iter().any(|set| name.contains(set))
}
