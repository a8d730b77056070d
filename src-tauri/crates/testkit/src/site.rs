//! Places of the background: a position in a gene, its alleles and what VEP would say of them.

use domain::Chromosome;

use crate::{
    annotation::{Entry, Known},
    chance::Chance,
    codon::{CodonChange, Effect, amino_acid, complement, three_letters},
    frequency::{Frequencies, Rarity},
    gene::Gene,
};

/// A record without people.
pub(crate) struct Site {
    pub(crate) chromosome: Chromosome,
    /// 1-based, of the first base of `reference`.
    pub(crate) position: u32,
    pub(crate) reference: String,
    pub(crate) alternates: Vec<Alternate>,
}

/// An alternate allele; `*` for one that a deletion further left has taken away.
#[derive(Clone)]
pub(crate) struct Alternate {
    pub(crate) bases: String,
    /// In the population that founders are drawn from.
    pub(crate) frequency: f64,
    pub(crate) known: Known,
    pub(crate) entries: Vec<Entry>,
}

/// What rare variants of a gene may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Harm {
    /// Anything.
    Any,
    /// Nothing that takes the protein away: in genes of secondary findings, which nobody here has by chance.
    NoLoss,
    /// Nothing that changes the protein.
    None,
}

const BASES: [u8; 4] = *b"ACGT";
/// Transitions to transversions about 2.8, as in exomes.
const TRANSITIONS: f64 = 0.737;
/// Bases of intron on each side of an exon that an exome reads.
const FLANK: u32 = 100;

/// Where in a gene a site lies.
enum Zone {
    Coding,
    /// Bases from the exon, and whether it is the side that is read first.
    Intron {
        distance: u32,
        is_before: bool,
    },
    Utr5(u32),
    Utr3(u32),
}

/// A place being annotated.
struct Place<'a> {
    gene: &'a Gene,
    exon: usize,
    position: u32,
    zone: Zone,
}

impl Site {
    /// A site in this gene, of this rarity.
    pub(crate) fn draw(gene: &Gene, rarity: Rarity, harm: Harm, chance: &mut Chance) -> Self {
        let harm = if rarity.is_rare() { harm } else { Harm::Any };
        let place = Place::draw(gene, rarity, harm, chance);
        let is_coding = matches!(place.zone, Zone::Coding);
        let frequencies = rarity.frequencies(is_coding, chance);
        let indels = match (is_coding, rarity.is_rare()) {
            (false, _) => 0.10,
            (true, true) => 0.07,
            (true, false) => 0.01,
        };
        let is_indel = harm == Harm::Any && chance.happens(indels);
        let (reference, bases, entry) =
            if is_indel { place.indel(rarity, chance) } else { place.substitution(rarity, harm, chance) };
        let known = known(&frequencies, rarity, &entry, chance);
        let mut entries = vec![entry];
        entries.extend(place.second_transcript(chance));
        let mut alternates = vec![Alternate { bases, frequency: frequencies.population, known, entries }];
        if !is_indel && harm == Harm::Any && chance.happens(0.04) {
            alternates.push(place.second_allele(&reference, &alternates[0].bases, chance));
        }
        Self { chromosome: gene.chromosome, position: place.position, reference, alternates }
    }
}

impl<'a> Place<'a> {
    fn draw(gene: &'a Gene, rarity: Rarity, harm: Harm, chance: &mut Chance) -> Self {
        let exons: Vec<usize> = (0..gene.exons.len()).collect();
        let exon = *chance.pick(&exons);
        let splice = if rarity <= Rarity::VeryRare && harm == Harm::Any { 0.008 } else { 0.0 };
        let third = match (harm, rarity.is_rare()) {
            (Harm::None, _) => 1.0,
            (_, true) => 0.30,
            (_, false) => 0.52,
        };
        let place = match chance.weighted(&[
            (0.56, None),
            (splice, Some((1, 2))),
            (0.03, Some((3, 8))),
            (0.34, Some((9, FLANK))),
        ]) {
            _ if chance.happens(0.07) => {
                let is_left = chance.happens(0.3) != gene.reverse;
                let edge = if is_left { 0 } else { gene.exons.len() - 1 };
                Self::beside(gene, edge, is_left, chance.between(1, 60))
            }
            None => Self::coding(gene, exon, third, chance),
            Some((near, far)) => Self::beside(gene, exon, chance.happens(0.5), chance.between(near, far)),
        };
        if (gene.start..=gene.end).contains(&place.position) { place } else { Self::coding(gene, exon, third, chance) }
    }

    /// In an exon; at the third base of a codon, where a change can be silent, with this probability at least.
    fn coding(gene: &'a Gene, exon: usize, third: f64, chance: &mut Chance) -> Self {
        let (left, right) = gene.exons[exon];
        let mut position = chance.between(left, right - 2);
        if chance.happens(third) {
            position =
                (position..position + 3).find(|&p| gene.coding_position(p).is_multiple_of(3)).unwrap_or(position);
        }
        Self { gene, exon, position, zone: Zone::Coding }
    }

    /// So many bases beside an exon: in an intron, or before the first or behind the last exon.
    fn beside(gene: &'a Gene, exon: usize, is_left: bool, distance: u32) -> Self {
        let is_first = exon == if gene.reverse { gene.exons.len() - 1 } else { 0 };
        let is_last = exon == if gene.reverse { 0 } else { gene.exons.len() - 1 };
        let is_before = is_left != gene.reverse;
        let (left, right) = gene.exons[exon];
        let position = if is_left { left - distance } else { right + distance };
        let zone = match (is_before, is_first, is_last) {
            (true, true, _) => Zone::Utr5(distance),
            (false, _, true) => Zone::Utr3(distance),
            _ => Zone::Intron { distance, is_before },
        };
        Self { gene, exon, position, zone }
    }

    /// The base of the transcript for a base of the chromosome.
    fn strand(&self, base: u8) -> u8 {
        if self.gene.reverse { complement(base) } else { base }
    }

    /// `c.` position, without the change.
    fn coding_text(&self) -> String {
        let (left, right) = self.gene.exons[self.exon];
        match self.zone {
            Zone::Coding => self.gene.coding_position(self.position).to_string(),
            Zone::Intron { distance, is_before } => {
                let edge = if is_before == self.gene.reverse { right } else { left };
                let number = self.gene.coding_position(edge);
                if is_before { format!("{number}-{distance}") } else { format!("{number}+{distance}") }
            }
            Zone::Utr5(distance) => format!("-{distance}"),
            Zone::Utr3(distance) => format!("*{distance}"),
        }
    }

    fn transcript(&self) -> String {
        self.gene.ensembl.replace("ENSG", "ENST")
    }

    /// The entry of the main transcript, with this change behind the `c.` position.
    fn entry(&self, consequence: &str, change: &str) -> Entry {
        let coding = matches!(self.zone, Zone::Coding);
        let number = self.gene.exon_number(self.exon);
        let exons = self.gene.exons.len();
        let (exon, intron) = match self.zone {
            Zone::Intron { is_before, .. } => {
                (String::new(), format!("{}/{}", number - usize::from(is_before), exons - 1))
            }
            _ => (format!("{number}/{exons}"), String::new()),
        };
        let cds = if coding { self.gene.coding_position(self.position) } else { 0 };
        Entry {
            consequence: consequence.to_owned(),
            symbol: self.gene.symbol.clone(),
            gene: self.gene.ensembl.clone(),
            feature: self.transcript(),
            exon,
            intron,
            hgvs_c: format!("{}.1:c.{}{change}", self.transcript(), self.coding_text()),
            cds_position: if coding { cds.to_string() } else { String::new() },
            protein_position: if coding { cds.div_ceil(3).to_string() } else { String::new() },
            strand: if self.gene.reverse { "-1" } else { "1" }.to_owned(),
            canonical: true,
            ..Entry::default()
        }
    }

    /// The consequence that the zone alone decides.
    fn zone_consequence(&self) -> &'static str {
        match self.zone {
            Zone::Coding => "coding_sequence_variant",
            Zone::Intron { distance: 1..=2, is_before: true } => "splice_acceptor_variant",
            Zone::Intron { distance: 1..=2, is_before: false } => "splice_donor_variant",
            Zone::Intron { distance: 3..=8, .. } => "splice_region_variant&intron_variant",
            Zone::Intron { .. } => "intron_variant",
            Zone::Utr5(_) => "5_prime_UTR_variant",
            Zone::Utr3(_) => "3_prime_UTR_variant",
        }
    }

    fn substitution(&self, rarity: Rarity, harm: Harm, chance: &mut Chance) -> (String, String, Entry) {
        let from = *chance.pick(&BASES);
        let transition = if from == b'A' {
            b'G'
        } else if from == b'G' {
            b'A'
        } else if from == b'C' {
            b'T'
        } else {
            b'C'
        };
        let others: Vec<u8> = BASES.into_iter().filter(|&b| b != from && b != transition).collect();
        let to = if chance.happens(TRANSITIONS) { transition } else { *chance.pick(&others) };
        let change = format!("{}>{}", char::from(self.strand(from)), char::from(self.strand(to)));
        let mut entry = self.entry(self.zone_consequence(), &change);
        if let Zone::Coding = self.zone {
            let effect = match (harm, rarity.is_rare()) {
                (Harm::None, _) => Effect::Synonymous,
                (Harm::Any, true) if chance.happens(0.03) => Effect::StopGained,
                _ if self.gene.coding_position(self.position).is_multiple_of(3) => Effect::Synonymous,
                _ => Effect::Missense,
            };
            self.change_protein(&mut entry, effect, (from, to), rarity, chance);
        }
        (char::from(from).to_string(), char::from(to).to_string(), entry)
    }

    fn change_protein(
        &self,
        entry: &mut Entry,
        effect: Effect,
        (from, to): (u8, u8),
        rarity: Rarity,
        chance: &mut Chance,
    ) {
        let cds = self.gene.coding_position(self.position);
        let base = ((cds + 2) % 3) as usize;
        let change = CodonChange::with_effect(effect, base, self.strand(from), self.strand(to), chance);
        let (before, after) = (amino_acid(change.before), amino_acid(change.after));
        let mut terms = vec![match change.effect() {
            Effect::Synonymous => "synonymous_variant",
            Effect::Missense => "missense_variant",
            Effect::StopGained => "stop_gained",
        }];
        let (left, right) = self.gene.exons[self.exon];
        if self.position - left < 3 || right - self.position < 3 {
            terms.push("splice_region_variant");
        }
        entry.consequence = terms.join("&");
        entry.codons = change.text();
        let residue = cds.div_ceil(3);
        let protein = entry.feature.replace("ENST", "ENSP");
        if before == after {
            entry.amino_acids = char::from(before).to_string();
            entry.hgvs_p = format!("{protein}.1:p.({}{residue}%3D)", three_letters(before));
        } else {
            entry.amino_acids = format!("{}/{}", char::from(before), char::from(after));
            entry.hgvs_p = format!("{protein}.1:p.({}{residue}{})", three_letters(before), three_letters(after));
        }
        if change.effect() == Effect::Missense {
            let (one, two) = (chance.between(0, 999), chance.between(0, 999));
            let revel = if rarity.is_rare() { one.min(two).max(12) } else { one * two / 1_000 / 2 };
            entry.revel = format!("0.{revel:03}");
        }
    }

    fn indel(&self, rarity: Rarity, chance: &mut Chance) -> (String, String, Entry) {
        let is_coding = matches!(self.zone, Zone::Coding);
        let mut length = chance.between(1, 6).min(chance.between(1, 6));
        if is_coding && !rarity.is_rare() {
            length = 3;
        }
        let spell = |chance: &mut Chance| char::from(*chance.pick(&BASES));
        let anchor = spell(chance);
        let inserted: String = (0..length).map(|_| spell(chance)).collect();
        // What would reach from one zone into the next is inserted instead.
        let (left, right) = self.gene.exons[self.exon];
        let last = self.position + length;
        let stays = if is_coding { last <= right } else { last + 8 < left || self.position > right };
        let is_deletion = stays && chance.happens(0.6);
        let long = format!("{anchor}{inserted}");
        let consequence = match (is_coding, length % 3, is_deletion) {
            (false, ..) => self.zone_consequence(),
            (true, 0, true) => "inframe_deletion",
            (true, 0, false) => "inframe_insertion",
            (true, ..) => "frameshift_variant",
        };
        let entry = self.entry(consequence, if is_deletion { "del" } else { "dup" });
        let anchor = anchor.to_string();
        if is_deletion { (long, anchor, entry) } else { (anchor, long, entry) }
    }

    /// A further transcript that leaves the site out, for some.
    fn second_transcript(&self, chance: &mut Chance) -> Option<Entry> {
        chance.happens(0.12).then(|| {
            let feature = self.transcript().replacen("ENST0", "ENST1", 1);
            Entry {
                consequence: "intron_variant".to_owned(),
                symbol: self.gene.symbol.clone(),
                gene: self.gene.ensembl.clone(),
                feature,
                strand: if self.gene.reverse { "-1" } else { "1" }.to_owned(),
                ..Entry::default()
            }
        })
    }

    /// A further allele of the same record: another base, or one that is gone.
    fn second_allele(&self, reference: &str, first: &str, chance: &mut Chance) -> Alternate {
        if chance.happens(0.15) {
            return Alternate { bases: "*".to_owned(), frequency: 0.02, known: Known::default(), entries: Vec::new() };
        }
        let left: Vec<u8> =
            BASES.into_iter().filter(|b| ![reference, first].contains(&char::from(*b).to_string().as_str())).collect();
        let to = *chance.pick(&left);
        let from = reference.as_bytes()[0];
        let change = format!("{}>{}", char::from(self.strand(from)), char::from(self.strand(to)));
        let mut entry = self.entry(self.zone_consequence(), &change);
        let rarity = if chance.happens(0.7) { Rarity::Common } else { Rarity::Uncommon };
        if let Zone::Coding = self.zone {
            self.change_protein(&mut entry, Effect::Missense, (from, to), rarity, chance);
        }
        let frequencies = rarity.frequencies(matches!(self.zone, Zone::Coding), chance);
        let known = known(&frequencies, rarity, &entry, chance);
        Alternate { bases: char::from(to).to_string(), frequency: frequencies.population, known, entries: vec![entry] }
    }
}

/// What the databases say of an allele of this rarity. The rs numbers are above all that dbSNP has given out.
fn known(frequencies: &Frequencies, rarity: Rarity, entry: &Entry, chance: &mut Chance) -> Known {
    let is_protein_change = !entry.amino_acids.is_empty() && entry.consequence != "synonymous_variant";
    let (clin_sig, cadd) = match (rarity, is_protein_change) {
        (Rarity::Private, true) => (None, (100, 300)),
        (Rarity::Private, false) => (None, (1, 150)),
        (Rarity::Common, true) => (chance.happens(0.3).then_some("benign"), (1, 230)),
        (Rarity::Common, false) => (chance.happens(0.12).then_some("benign"), (1, 120)),
        (_, true) => {
            let says = [
                (0.6, None),
                (0.3, Some("uncertain_significance")),
                (0.06, Some("likely_benign")),
                (0.04, Some("conflicting_interpretations_of_pathogenicity")),
            ];
            (chance.weighted(&says), (80, 300))
        }
        (_, false) => (chance.happens(0.15).then_some("likely_benign"), (1, 150)),
    };
    let mut tenths = chance.between(cadd.0, cadd.1);
    let mut splice = chance.between(0, 60) * chance.between(0, 60) / 360;
    if entry.consequence.starts_with("splice_") && !entry.consequence.contains("region") {
        splice = chance.between(70, 100);
    }
    if entry.consequence.contains("stop_gained") || entry.consequence.contains("frameshift") || splice >= 70 {
        tenths = chance.between(230, 420);
    }
    Known {
        existing_variation: if rarity == Rarity::Private {
            String::new()
        } else {
            format!("rs{}", chance.between(3_900_000_000, 3_999_999_999))
        },
        gnomad_exomes: frequencies.gnomad_exomes,
        gnomad_genomes: frequencies.gnomad_genomes,
        tommo: frequencies.tommo,
        clin_sig: clin_sig.unwrap_or_default().to_owned(),
        cadd: format!("{}.{}", tenths / 10, tenths % 10),
        splice_ai: format!("{}.{:02}", splice / 100, splice % 100),
    }
}
