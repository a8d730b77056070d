//! One variant: everything that is known of it.

use std::collections::BTreeSet;

use domain::{DiseaseId, GeneSymbol, Pattern};
use ranking::phenotype::{ExcludedTerm, TermShare};
use review::{Clinvar, OtherAllele, Phase, Review};
use variants::{Call, ClinVarClass, Detail, Impact, Locus, Member, Notes, PatternSet, Transcript, Words};

use crate::{
    WorkbenchError,
    analysis::{f64_of, round},
    disease_names,
    evidence::Evidence,
    frequency_chart::frequency_chart,
    parentage::Parentage,
    proposing::Subject,
    row_texts::change,
    score_band::scores,
    told::{regions, untold_at},
    variant_row::{Shown, is_japanese},
    variant_view::Entry,
    view::{
        variant::{
            ClinvarPage, DiseaseFitPage, DiseaseLine, ExcludedLine, GenePage, GenotypePage, NamedValue, OtherShareLine,
            PatternLine, PopulationFrequency, RankingPage, TermShareLine, TranscriptLine, UnrankedName, VariantPage,
        },
        variant_row::VerdictName,
    },
};

impl Shown<'_> {
    /// Everything that is known of a row of the table, as it stands at a place of the view.
    ///
    /// # Errors
    /// [`WorkbenchError::Unknown`] where the analysis has no such row.
    pub fn page(
        &self,
        row: u32,
        place: Option<u32>,
        parentage: &dyn Fn() -> Result<Parentage, WorkbenchError>,
    ) -> Result<VariantPage, WorkbenchError> {
        let placed = place.and_then(|place| self.view.entries.get(place as usize)).filter(|e| e.row == row);
        let entry = placed.copied().map_or_else(|| self.entry(row, None), Ok)?;
        let (detail, words) = self.open.texts().words(self.open, entry.row())?;
        let partner = entry.partner.map(|partner| self.entry(partner, Some(entry.gene))).transpose()?;
        let entries: Vec<Entry> = std::iter::once(entry).chain(partner).collect();
        let mut rows = self.rows(&entries)?.into_iter();
        let Some(row) = rows.next() else { return Err(unknown(row)) };
        let frequencies = self.frequencies(entry.row(), &words);
        let (pos, reference, alternate) = detail.normal_form();
        let review = self.review(&entry, &detail, parentage)?;
        let untold = self.untold(entry.row(), &row.key).iter().map(|&code| code.to_owned()).collect();
        let history = self.open.decided().history(&row.key).to_vec();
        Ok(VariantPage {
            normal_form: format!("{}-{pos}-{reference}-{alternate}", detail.chrom),
            ids: ids(&detail),
            quality: detail.quality.parse().ok(),
            gene: self.gene(&entry),
            ranking: self.ranking(&entry),
            unranked: self.unranked(&entry),
            genotypes: self.genotypes(&entry, &detail),
            transcripts: transcripts(&detail),
            frequency_chart: frequency_chart(&frequencies)?,
            frequencies,
            clinvar: self.clinvar(entry.row(), &words),
            scores: scores(self.evidence.table, entry.row(), words.alphamissense),
            patterns: self.patterns(&entry),
            partner: rows.next(),
            proposals: review.proposals.iter().map(Into::into).collect(),
            not_asked: review.not_asked.iter().map(Into::into).collect(),
            untold,
            decision: history.first().filter(|d| d.verdict != VerdictName::Open).cloned(),
            history,
            info: words.rest.into_iter().map(|(name, value)| NamedValue { name, value }).collect(),
            row,
        })
    }

    /// The entry of a row in the view (in a gene, where one is asked for), the best ranked of several; else the row by
    /// itself, where it is part of the analysis.
    fn entry(&self, row: u32, gene: Option<u32>) -> Result<Entry, WorkbenchError> {
        let rank = |e: &&Entry| self.view.candidate(e.gene).map_or(u32::MAX, |(rank, _)| rank);
        let in_view = self.view.entries.iter().filter(|e| e.row == row && gene.is_none_or(|g| e.gene == g));
        if let Some(entry) = in_view.min_by_key(rank) {
            return Ok(*entry);
        }
        let Evidence { table, family, .. } = self.evidence;
        let place = row as usize;
        let proband = &table.samples()[family.proband_sample()];
        if place >= table.rows() || proband.genotype(place).call() == Call::NotShown {
            return Err(unknown(row));
        }
        let gene = gene.unwrap_or_else(|| table.gene(place));
        Ok(Entry { row, gene, pattern: None, partner: None, notes: Notes::NONE })
    }

    fn gene(&self, entry: &Entry) -> Option<GenePage> {
        let Evidence { reference, table, fit, .. } = self.evidence;
        let knowledge = reference.knowledge();
        let symbol = table.genes().symbol(entry.gene)?;
        let gene = symbol.parse().ok()?;
        let ranker = reference.ranker().ok();
        // An entry of Orphanet that means the same as one of OMIM is ranked as that one.
        let same = |id: DiseaseId| ranker.and_then(|r| r.ranked_as(id)).unwrap_or(id);
        let linked = fit.linked(reference, &gene);
        let mut seen = BTreeSet::new();
        let mut lines: Vec<(Option<f64>, DiseaseId, DiseaseLine)> = Vec::new();
        for link in linked.iter().filter(|link| seen.insert(same(link.disease))) {
            let id = same(link.disease);
            let names = disease_names::names(knowledge, id);
            let modes: BTreeSet<_> =
                linked.iter().filter(|l| same(l.disease) == id).flat_map(|l| l.modes.iter().copied()).collect();
            let line = DiseaseLine {
                id: id.to_string(),
                name_en: names.en.unwrap_or_default(),
                name_ja: names.ja,
                shitei_nanbyo: names.shitei_nanbyo,
                modes: modes.into_iter().map(|m| m.name().to_owned()).collect(),
                score: link.phenotype.map(round),
            };
            lines.push((link.phenotype, id, line));
        }
        lines.sort_by(|(a, i, _), (b, j, _)| {
            let score = |s: &Option<f64>| s.unwrap_or(f64::NEG_INFINITY);
            score(b).total_cmp(&score(a)).then(i.cmp(j))
        });
        let has = |panel: &&&knowledge::Panel| panel.genes.contains(&gene);
        let panels = reference.panels().unwrap_or_default();
        Some(GenePage {
            symbol: symbol.to_owned(),
            hgnc: table.genes().hgnc(entry.gene).or_else(|| knowledge.hgnc(&gene)).map(|id| id.to_string()),
            name: None,
            diseases: lines.into_iter().map(|(.., line)| line).collect(),
            panels: panels.iter().filter(has).map(|p| p.name.clone()).collect(),
        })
    }

    fn ranking(&self, entry: &Entry) -> Option<RankingPage> {
        let (_, candidate) = self.view.candidate(entry.gene).filter(|_| !self.is_withheld(entry))?;
        Some(RankingPage {
            score: round(candidate.score()),
            phenotype: round(candidate.phenotype),
            genotype: round(candidate.genotype),
            pattern: candidate.hit.pattern.map(Into::into),
            chance: u32::try_from(candidate.chance).unwrap_or(u32::MAX),
            fit: candidate.fit.name().to_owned(),
            undescribed: candidate.undescribed,
            disease: candidate.disease.and_then(|disease| self.disease_fit(disease)),
        })
    }

    fn unranked(&self, entry: &Entry) -> Option<UnrankedName> {
        let is_kept = self.view.entries.iter().any(|kept| kept.row == entry.row && kept.gene == entry.gene);
        let is_kept = is_kept || self.view.dismissed.contains(&entry.row);
        Some(if self.evidence.table.genes().symbol(entry.gene).is_none() {
            UnrankedName::NoGene
        } else if self.is_withheld(entry) {
            UnrankedName::NotReturned
        } else if self.view.candidate(entry.gene).is_some() {
            return None;
        } else if is_kept {
            UnrankedName::LoneHit
        } else {
            UnrankedName::Filtered
        })
    }

    fn is_withheld(&self, entry: &Entry) -> bool {
        self.evidence.is_withheld(entry.row(), entry.partner.map(|row| row as usize), entry.gene)
    }

    fn disease_fit(&self, disease: DiseaseId) -> Option<DiseaseFitPage> {
        let Evidence { reference, fit, .. } = self.evidence;
        let knowledge = reference.knowledge();
        let (place, ranked) = fit.ranking().find(reference.ranker().ok()?, disease)?;
        let explanation = fit.explain(reference, disease)?;
        let names = disease_names::names(knowledge, disease);
        let japanese = |id| knowledge.term_name_ja(id).map(str::to_owned);
        let english = |id| knowledge.ontology().ok().and_then(|o| o.name(id)).unwrap_or_default().to_owned();
        let term = |t: &TermShare| {
            let matched = (t.matched != t.id).then_some(t.matched);
            TermShareLine {
                term: t.id.to_string(),
                label_ja: japanese(t.id),
                label_en: english(t.id),
                share: round(t.share),
                matched_ja: matched.and_then(japanese),
                matched_en: matched.map(english),
                frequency: t.frequency,
            }
        };
        let others = [
            ("sex", explanation.sex),
            ("gene", explanation.gene),
            ("onset", explanation.onset),
            ("patients", explanation.patients),
        ];
        let other = |(what, share): (&str, f64)| OtherShareLine { what: what.to_owned(), share: round(share) };
        let excluded = |t: &ExcludedTerm| ExcludedLine {
            term: t.id.to_string(),
            label_ja: japanese(t.id),
            label_en: english(t.id),
            frequency: t.frequency,
        };
        Some(DiseaseFitPage {
            id: ranked.id.to_string(),
            name_en: names.en.unwrap_or_default(),
            name_ja: names.ja,
            place: u32::try_from(place).unwrap_or(u32::MAX),
            probability: ranked.posterior,
            score: round(ranked.score),
            terms: explanation.terms.iter().map(term).collect(),
            others: others.into_iter().filter(|(_, share)| *share != 0.0).map(other).collect(),
            excluded: explanation.excluded.iter().map(excluded).collect(),
        })
    }

    /// Criteria that tell of people who may not be shown where a row lies, on either side of a breakend.
    fn untold(&self, row: usize, key: &str) -> &'static [&'static str] {
        let Evidence { scope, table, family, .. } = self.evidence;
        let by_name = regions(key, Some(table.end(row))).unwrap_or_default();
        let regions = table.region(row).into_iter().chain(by_name);
        untold_at(scope, &self.open.record.pedigree, &family.proband().person, regions)
    }

    /// The criteria that the evidence speaks for. Where the origin may not be told, none is proposed from it.
    fn review(
        &self,
        entry: &Entry,
        detail: &Detail,
        parentage: &dyn Fn() -> Result<Parentage, WorkbenchError>,
    ) -> Result<Review, WorkbenchError> {
        let Evidence { reference, table, family, fit, .. } = self.evidence;
        let gene: Option<GeneSymbol> = table.genes().symbol(entry.gene).and_then(|symbol| symbol.parse().ok());
        let hidden = |row: usize| self.evidence.origin_hidden(row);
        let partner = entry.partner.map(|row| row as usize);
        let untold = hidden(entry.row()) || partner.is_some_and(hidden);
        // By the quality that the filters ask for, and by the reads of the parents.
        let segregation = self.view.filters.segregation(table, family);
        let parentage = || match segregation.judge(entry.row()).patterns.contains(Pattern::DeNovo) {
            true => parentage(),
            false => Ok(Parentage::InDoubt),
        };
        let subject = Subject {
            reference,
            table,
            row: entry.row(),
            detail,
            gene: gene.as_ref(),
            proband: family.proband_sample(),
            family: Some(family).filter(|_| !untold),
            other_allele: partner.filter(|_| !untold).map(|row| self.other_allele(entry, row)),
            parentage: &parentage,
            probability: gene.as_ref().and_then(|gene| fit.probability_of_dominant(reference, gene)),
        };
        subject.review()
    }

    fn other_allele(&self, entry: &Entry, partner: usize) -> OtherAllele {
        let table = self.evidence.table;
        let class = match table.clinvar(partner) {
            ClinVarClass::Pathogenic => Some(Clinvar::Pathogenic),
            ClinVarClass::LikelyPathogenic => Some(Clinvar::LikelyPathogenic),
            _ => None,
        };
        let assured = table.stars(partner).is_some_and(|stars| stars > 0) && !table.is_clinvar_of_record(partner);
        OtherAllele {
            phase: if entry.notes.is_trans() { Phase::Trans } else { Phase::Unknown },
            class: class.filter(|_| assured),
        }
    }

    fn genotypes(&self, entry: &Entry, detail: &Detail) -> Vec<GenotypePage> {
        let row = entry.row();
        let page = |member: &Member| {
            let shown = member.sample.filter(|_| self.evidence.shows(member, row));
            let fields = shown.and_then(|s| detail.samples.get(s)?.as_ref());
            let sample = shown.and_then(|s| self.evidence.table.samples().get(s));
            let own = ["GT", "DP", "GQ"];
            let others = fields.into_iter().flatten().filter(|(key, _)| !own.contains(&key.as_str()));
            GenotypePage {
                person: member.person.id.to_string(),
                cell: self.evidence.genotype(member, row),
                gt: shown.and_then(|s| detail.sample(s, "GT")).map(str::to_owned),
                depth: sample.and_then(|s| s.depth(row)).map(u32::from),
                alternate_reads: sample.and_then(|s| s.alternate_reads(row)).map(u32::from),
                genotype_quality: sample.and_then(|s| s.genotype_quality(row)).map(u32::from),
                fields: others.map(|(name, value)| NamedValue { name: name.clone(), value: value.clone() }).collect(),
            }
        };
        self.evidence.members().into_iter().map(page).collect()
    }

    /// The populations with a column of their own, then those that the record names beside them.
    fn frequencies(&self, row: usize, words: &Words) -> Vec<PopulationFrequency> {
        let of = |name: &str, frequency: Option<f32>| PopulationFrequency {
            population: name.to_owned(),
            japanese: is_japanese(name),
            frequency: frequency.map(f64_of),
        };
        let columns = self.evidence.table.frequencies().iter().map(|f| of(&f.name, f.get(row)));
        columns.chain(words.populations.iter().map(|(name, value)| of(name, Some(*value)))).collect()
    }

    fn clinvar(&self, row: usize, words: &Words) -> Option<ClinvarPage> {
        let table = self.evidence.table;
        let class = table.clinvar(row).name()?.to_owned();
        let entry = words.clinvar.clone().unwrap_or_default();
        let stars = table.stars(row).map(u32::from);
        Some(ClinvarPage { class, words: entry.words, stars, review: entry.review, id: entry.id })
    }

    /// The patterns of the row's place; none where the origin may not be told.
    fn patterns(&self, entry: &Entry) -> Vec<PatternLine> {
        let Evidence { table, family, .. } = self.evidence;
        let row = entry.row();
        if self.evidence.origin_hidden(row) || entry.partner.is_some_and(|p| self.evidence.origin_hidden(p as usize)) {
            return Vec::new();
        }
        let segregation = self.view.filters.segregation(table, family);
        let asked = of_locus(table.locus(row));
        let against = segregation.contradictions(row, asked);
        let holding = segregation.judge(row).patterns;
        let is_pair = |e: &Entry| e.row == entry.row && e.partner.is_some();
        let paired = entry.partner.is_some() || self.view.entries.iter().any(is_pair);
        let line = |pattern: Pattern| {
            let member = against.iter().find(|c| c.pattern == pattern).and_then(|c| c.member);
            PatternLine {
                pattern: pattern.into(),
                // A row alone can only be half of a pair.
                holds: holding.contains(pattern) && (pattern != Pattern::CompoundHeterozygous || paired),
                against: member.and_then(|place| family.members().get(place)).map(|m| m.person.id.to_string()),
            }
        };
        asked.iter().map(line).collect()
    }
}

fn unknown(row: u32) -> WorkbenchError {
    let expected = "a row of a view of this case".to_owned();
    WorkbenchError::Unknown { what: "variant of this analysis", text: row.to_string(), expected }
}

/// The patterns that a place can show.
fn of_locus(locus: Locus) -> PatternSet {
    PatternSet::of(match locus {
        Locus::Autosomal => &[Pattern::DeNovo, Pattern::Dominant, Pattern::Recessive, Pattern::CompoundHeterozygous],
        Locus::X => &[Pattern::DeNovo, Pattern::XRecessive, Pattern::XDominant, Pattern::CompoundHeterozygous],
        Locus::Y => &[Pattern::DeNovo, Pattern::YLinked],
        Locus::Mitochondrial => &[Pattern::DeNovo, Pattern::Mitochondrial],
    })
}

/// The record's own ids and those that the annotation gives to the place.
fn ids(detail: &Detail) -> Vec<String> {
    let existing = detail.transcripts.iter().filter_map(|t| t.field("Existing_variation"));
    let mut ids: Vec<String> = detail.ids.clone();
    for id in existing.flat_map(|e| e.split('&')).filter(|id| !id.is_empty()) {
        if !ids.iter().any(|known| known == id) {
            ids.push(id.to_owned());
        }
    }
    ids
}

/// MANE Select, then canonical, then the gravest; the order of the file among equals.
fn transcripts(detail: &Detail) -> Vec<TranscriptLine> {
    let mut transcripts: Vec<&Transcript> = detail.transcripts.iter().collect();
    transcripts.sort_by_key(|t| (t.mane_select().is_none(), !t.is_canonical(), t.consequence));
    transcripts.into_iter().map(transcript).collect()
}

fn transcript(transcript: &Transcript) -> TranscriptLine {
    let owned = |text: Option<&str>| text.map(str::to_owned);
    let impact = match transcript.impact() {
        Impact::High => "high",
        Impact::Moderate => "moderate",
        Impact::Low => "low",
        Impact::Modifier => "modifier",
    };
    TranscriptLine {
        gene: owned(transcript.gene()),
        transcript: owned(transcript.feature()),
        mane: owned(transcript.mane_select()),
        canonical: transcript.is_canonical(),
        consequences: transcript.terms.clone(),
        impact: impact.to_owned(),
        hgvs_c: transcript.hgvs_c().map(change),
        hgvs_p: transcript.hgvs_p().map(change),
        part: owned(transcript.field("EXON").or_else(|| transcript.field("INTRON"))),
        biotype: owned(transcript.field("BIOTYPE")),
    }
}
