//! What the rows of a table say in one family: their evidence for the ranking, and what of them may be shown.

use consent::{ConsentScope, ReturnRule};
use domain::{Assembly, Chromosome, GeneSymbol, Pattern, Sex};
use ranking::{Candidate, Damage, Effect, GeneHit, candidates};
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use variants::{Call, ClinVarClass, Consequence, Family, Hit, Locus, Member, RepeatRange, VariantTable};

use crate::{Reference, phenotype_fit::PhenotypeFit, view::variant_row::GenotypeCell};

/// Everything that the evidence of a row is read from.
#[derive(Clone, Copy)]
pub(crate) struct Evidence<'a> {
    pub reference: &'a Reference,
    pub table: &'a VariantTable,
    pub family: &'a Family,
    pub scope: &'a ConsentScope,
    pub fit: &'a PhenotypeFit,
}

/// A gene that is looked at, though nobody asked for it.
struct Secondary {
    rule: ReturnRule,
    /// Whether the signs speak for a disease of the gene that one copy may cause, and for any.
    speaks: [bool; 2],
}

impl Evidence<'_> {
    /// The genes of the hits, ordered.
    pub fn candidates(&self, hits: &[Hit]) -> Vec<Candidate> {
        let linked = |gene: &GeneSymbol| self.fit.linked(self.reference, gene);
        candidates(&self.gene_hits(hits), linked, self.scope.sealing().primary())
    }

    /// What is returned of a gene that nobody asked for; `None` of every other. Of bare files nothing is returned to
    /// anybody: who opens all sees all.
    fn secondary(&self, gene: u32) -> Option<Secondary> {
        let gene = self.table.genes().symbol(gene)?.parse().ok()?;
        (self.scope.breadth().is_none() && self.is_secondary(&gene)).then(|| {
            let speaks = |on_both_copies| self.fit.speaks_for(self.reference, &gene, on_both_copies);
            Secondary { rule: self.reference.return_rule(&gene), speaks: [speaks(false), speaks(true)] }
        })
    }

    /// True for a hit in a gene that nobody asked for, which is no candidate: the signs speak for no disease that it may
    /// cause, and the list of the gene does not return it.
    pub fn is_withheld(&self, row: usize, partner: Option<usize>, gene: u32) -> bool {
        // One that is returned by itself is returned beside another.
        let withholds = |secondary: &Secondary, partner| self.withholds(secondary, row, partner, gene);
        self.secondary(gene).is_some_and(|secondary| withholds(&secondary, partner) && withholds(&secondary, None))
    }

    /// A list returns what is known or expected to be pathogenic, on both copies where it says so (ACMG SF v3.2,
    /// 10.1016/j.gim.2023.100866).
    fn withholds(&self, secondary: &Secondary, row: usize, partner: Option<usize>, gene: u32) -> bool {
        let (table, rule) = (self.table, &secondary.rule);
        let genotype = || self.genotype(self.family.proband(), row);
        let on_both_copies =
            partner.is_some() || matches!(genotype(), GenotypeCell::Homozygous | GenotypeCell::Hemizygous);
        let is_returned = |row: usize| {
            let is_here = |(assembly, chromosome, position): &(Assembly, Chromosome, u32)| {
                let place = (table.assembly(), table.chromosome(row), table.position(row));
                place == (*assembly, Some(*chromosome), *position)
            };
            let expected = !rule.known && self.takes_protein_away(row, gene) && !self.is_benign(row);
            let known = !rule.truncating && self.is_pathogenic(row);
            (rule.only.is_empty() || rule.only.iter().any(is_here)) && (expected || known)
        };
        let returned = (on_both_copies || !rule.two_hits) && std::iter::once(row).chain(partner).all(is_returned);
        !secondary.speaks[usize::from(on_both_copies)] && !returned
    }

    /// Loss of function, or a structural variant that cuts the gene.
    fn takes_protein_away(&self, row: usize, gene: u32) -> bool {
        self.effect(row, gene) == Effect::LossOfFunction
            || self.consequence(row, gene) == Consequence::FeatureTruncation
    }

    /// Of each gene and pattern the hit that looks most damaging, the first of equals: no other can be the gene's best.
    /// Hits without a gene are passed over.
    fn gene_hits(&self, hits: &[Hit]) -> Vec<GeneHit> {
        let mut best: FxHashMap<(u32, Option<Pattern>, bool), (usize, f64)> = FxHashMap::default();
        let mut secondary: FxHashMap<u32, Option<Secondary>> = FxHashMap::default();
        let weigh =
            |hit: &Hit| self.log_odds(hit.row, hit.gene) + hit.partner.map_or(0.0, |row| self.log_odds(row, hit.gene));
        let weights: Vec<f64> = hits.par_iter().map(weigh).collect();
        for (place, (hit, log_odds)) in hits.iter().zip(weights).enumerate() {
            let secondary = secondary.entry(hit.gene).or_insert_with(|| self.secondary(hit.gene));
            if secondary.as_ref().is_some_and(|gene| self.withholds(gene, hit.row, hit.partner, hit.gene)) {
                continue;
            }
            let key = (hit.gene, self.shown_pattern(hit), hit.partner.is_some());
            let known = best.entry(key).or_insert((place, log_odds));
            if log_odds > known.1 {
                *known = (place, log_odds);
            }
        }
        let mut best: Vec<(usize, f64, Option<Pattern>)> =
            best.into_iter().map(|((_, pattern, _), (place, log_odds))| (place, log_odds, pattern)).collect();
        best.sort_by_key(|(place, ..)| *place);
        let gene_hit = |(place, log_odds, pattern): (usize, f64, Option<Pattern>)| {
            let hit = hits.get(place)?;
            let gene = self.table.genes().symbol(hit.gene)?.parse().ok()?;
            let rows: Vec<usize> = std::iter::once(hit.row).chain(hit.partner).collect();
            let trans = pattern.is_some() && hit.notes.is_trans();
            let only_copy = self.is_only_copy(hit.row);
            Some(GeneHit { gene, pattern, rows, only_copy, trans, log_odds })
        };
        best.into_iter().filter_map(gene_hit).collect()
    }

    /// True where the proband has no other copy of a row's place: a male of X and Y however the caller writes it, too.
    fn is_only_copy(&self, row: usize) -> bool {
        let (proband, genotype) = (self.family.proband(), self.genotype(self.family.proband(), row));
        let on_x_or_y = matches!(self.table.locus(row), Locus::X | Locus::Y);
        match proband.person.sex {
            _ if genotype == GenotypeCell::Hemizygous => true,
            Sex::Male => on_x_or_y,
            Sex::Unknown => on_x_or_y && genotype == GenotypeCell::Homozygous,
            Sex::Female => false,
        }
    }

    /// The pattern of a hit, where the origin may be told.
    pub fn shown_pattern(&self, hit: &Hit) -> Option<Pattern> {
        let hidden = || self.origin_hidden(hit.row) || hit.partner.is_some_and(|row| self.origin_hidden(row));
        hit.pattern.filter(|_| !hidden())
    }

    /// ln of the odds that the annotations of a row's allele give in one of its genes.
    pub fn log_odds(&self, row: usize, gene: u32) -> f64 {
        let table = self.table;
        let damage = Damage {
            effect: self.effect(row, gene),
            revel: table.revel(row),
            cadd: table.cadd(row),
            splice_ai: table.spliceai(row),
            max_af: table.max_af(row),
            clinvar_pathogenic: self.is_pathogenic(row),
            clinvar_benign: self.is_benign(row),
        };
        damage.log_odds()
    }

    fn effect(&self, row: usize, gene: u32) -> Effect {
        // That a repeat of this size causes disease is known.
        let pathogenic_size = self.table.repeat(row).is_some_and(|r| r.range_of_row() == Some(RepeatRange::Pathogenic));
        if pathogenic_size { Effect::LossOfFunction } else { effect(self.consequence(row, gene)) }
    }

    fn is_benign(&self, row: usize) -> bool {
        self.is_assured(row) && matches!(self.table.clinvar(row), ClinVarClass::Benign | ClinVarClass::LikelyBenign)
    }

    /// True where ClinVar has a star for what it says of a row, or does not tell, and says it of this allele.
    fn is_assured(&self, row: usize) -> bool {
        self.table.stars(row).is_none_or(|stars| stars > 0) && !self.table.is_clinvar_of_record(row)
    }

    /// True where ClinVar calls a row's allele pathogenic or likely pathogenic.
    fn is_pathogenic(&self, row: usize) -> bool {
        self.is_assured(row) && self.table.clinvar(row).is_pathogenic()
    }

    /// The gravest consequence of a row in one of its genes.
    pub fn consequence(&self, row: usize, gene: u32) -> Consequence {
        let in_gene = self.table.genes_of(row).find(|(g, _)| *g == gene);
        in_gene.map_or(Consequence::NotAnnotated, |(_, consequence)| consequence)
    }

    /// The term of that consequence, where there is one.
    pub fn term(&self, row: usize, gene: &GeneSymbol) -> Option<String> {
        let consequence = self.consequence(row, self.table.genes().id(gene.as_str())?);
        Some(consequence.term()).filter(|term| !term.is_empty()).map(str::to_owned)
    }

    /// The members with genotypes, the proband first.
    pub fn members(&self) -> Vec<&Member> {
        let mut members: Vec<&Member> = self.family.members().iter().filter(|m| m.sample.is_some()).collect();
        members.sort_by_key(|m| m.relation);
        members
    }

    /// True where a parent is sealed at the row.
    pub fn origin_hidden(&self, row: usize) -> bool {
        let child = &self.family.proband().person;
        self.table.region(row).is_some_and(|region| self.scope.origin_hidden(child, &region))
    }

    /// True where the genotype of a member may be shown at a row.
    pub fn shows(&self, member: &Member, row: usize) -> bool {
        member.person.id == self.family.proband().person.id || !self.origin_hidden(row)
    }

    /// The genotype of a member as a glyph.
    pub fn genotype(&self, member: &Member, row: usize) -> GenotypeCell {
        let table = self.table;
        let Some(sample) = member.sample.and_then(|s| table.samples().get(s)) else { return GenotypeCell::NotCalled };
        let code = sample.genotype(row);
        if !self.shows(member, row) || code.call() == Call::NotShown {
            return GenotypeCell::NotShown;
        }
        let one_copy = || member.person.sex == Sex::Male && matches!(table.locus(row), Locus::X | Locus::Y);
        let alone = || code.is_haploid() || one_copy();
        match code.call() {
            Call::Full if !code.has_allele() => GenotypeCell::Reference,
            Call::Full if code.is_homozygous_alternate() && alone() => GenotypeCell::Hemizygous,
            Call::Full if code.is_homozygous_alternate() => GenotypeCell::Homozygous,
            Call::Full => GenotypeCell::Heterozygous,
            Call::Half if code.has_allele() => GenotypeCell::Heterozygous,
            Call::Half | Call::None => GenotypeCell::NotCalled,
            Call::NotShown => GenotypeCell::NotShown,
        }
    }

    /// True for a sensitive gene that is not primary.
    pub fn is_secondary(&self, gene: &GeneSymbol) -> bool {
        self.reference.hides(self.scope.sealing(), gene)
    }
}

fn effect(consequence: Consequence) -> Effect {
    match consequence {
        Consequence::StopLost | Consequence::InframeInsertion | Consequence::InframeDeletion => Effect::InFrame,
        c if c <= Consequence::StartLost => Effect::LossOfFunction,
        Consequence::Missense | Consequence::ProteinAltering => Effect::Missense,
        c if c <= Consequence::SplicePolypyrimidineTract => Effect::SpliceRegion,
        _ => Effect::Silent,
    }
}
