//! What the files of structural variants and repeats leave open: the genes of a variant that nobody annotated, its copies
//! where there is no genotype, the size of a repeat against its ranges.
//!
//! Of a gene only its span is known here, not its exons. The terms are those that VEP uses for structural variants: a gene
//! lost whole is ablated, one doubled whole amplified; one that a deletion, an inversion or a breakend cuts is truncated, one
//! that an insertion or a partial duplication lies in elongated; one that an inversion turns whole is a variant of which
//! nothing more is told.

mod copies;

use std::collections::BTreeMap;

use consent::ConsentScope;
use domain::{Assembly, GeneSymbol, Pedigree, Region, Sex};

use crate::{
    Consequence, Details, Error, GenotypeCode, Header, Kind, Repeat, RepeatCatalogue, Source, VariantClass,
    VariantTable,
    record::{Record, number},
    scoped::hides_name,
};

/// Where genes lie.
pub trait GenePlaces {
    /// The genes that share a base with a region, each with where it lies there.
    fn genes_at(&self, region: &Region, assembly: Assembly) -> Vec<(GeneSymbol, Region)>;

    /// The other symbols that are or were used for a gene.
    fn other_symbols(&self, gene: &GeneSymbol) -> Vec<GeneSymbol>;
}

/// What is found of one row.
#[derive(Default)]
pub(crate) struct Found {
    /// Its genes, with the consequence there.
    pub genes: BTreeMap<GeneSymbol, Consequence>,
    pub kind: Option<Kind>,
    /// Genotypes in place of those of the file, by sample.
    pub genotypes: Vec<(usize, GenotypeCode)>,
    pub repeat: Option<Repeat>,
}

/// What is known beside the file.
#[derive(Clone, Copy)]
pub(crate) struct Known<'a> {
    pub genes: &'a dyn GenePlaces,
    pub catalogue: &'a RepeatCatalogue,
    pedigrees: &'a [Pedigree],
}

impl Known<'_> {
    /// The sex that a pedigree states of a sample.
    fn sex(&self, sample: &str) -> Sex {
        let mut people = self.pedigrees.iter().flat_map(|pedigree| &pedigree.members);
        people.find(|person| person.id.as_str() == sample).map_or(Sex::Unknown, |person| person.sex)
    }
}

/// What becomes of the bases of a structural variant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Effect {
    Lost,
    Gained,
    Inserted,
    /// Joined otherwise at its ends.
    Broken,
    /// Other copies of it, of which it is not told whether more or fewer.
    NotTold,
}

impl VariantTable {
    /// Completes the rows of structural variants and repeats from their records: the last step after reading, joining and
    /// the scope. `sources` are the files of the table, in the order of its parts; the pedigrees tell who has one X. A gene that
    /// the scope hides is not named.
    ///
    /// # Errors
    /// What [`Details`] says of files.
    pub fn fill(
        &mut self,
        sources: &[&Source],
        scope: &ConsentScope,
        pedigrees: &[Pedigree],
        genes: &dyn GenePlaces,
        catalogue: &RepeatCatalogue,
    ) -> Result<(), Error> {
        let known = Known { genes, catalogue, pedigrees };
        let mut rows: Vec<usize> = (0..self.rows()).filter(|row| self.is_open(*row)).collect();
        if rows.is_empty() {
            return Ok(());
        }
        rows.sort_by_key(|row| (self.part[*row], self.offset[*row]));
        let mut details = Details::open(sources)?;
        let mut found = BTreeMap::new();
        for row in rows {
            let of = |record: &Record, header: &Header, which| self.found(row, record, header, which, known);
            let mut of_row = details.record(self, row, of)?;
            of_row.genes.retain(|gene, _| !hides_name(scope, self.part(row), gene.as_str()));
            found.insert(row, of_row);
        }
        self.take(found, genes);
        Ok(())
    }

    /// True where a row says too little by itself.
    fn is_open(&self, row: usize) -> bool {
        match self.class(row) {
            VariantClass::Small => false,
            VariantClass::Repeat => true,
            VariantClass::Structural => {
                self.consequence[row] == Consequence::NotAnnotated
                    || matches!(self.kind[row], Kind::Symbolic | Kind::SymbolicDeletion)
            }
        }
    }

    fn found(&self, row: usize, record: &Record, header: &Header, which: usize, known: Known) -> Found {
        if self.kind[row] == Kind::Repeat {
            return self.found_repeat(row, record, header, which, known);
        }
        let mut found = Found::default();
        let alternate = record.alternates().nth(which).unwrap_or_default();
        if alternate.starts_with(b"<") {
            self.by_copies(row, record, header, alternate, known, &mut found);
        }
        if self.consequence[row] == Consequence::NotAnnotated {
            let effect = effect(found.kind.unwrap_or(self.kind[row]), alternate, record);
            for region in self.spans(row, record, effect) {
                for (gene, place) in known.genes.genes_at(&region, self.assembly) {
                    let consequence = consequence(effect, &region, &place);
                    let gravest = found.genes.entry(gene).or_insert(consequence);
                    *gravest = consequence.min(*gravest);
                }
            }
        }
        found
    }

    /// The regions that a row changes: its own, or of a breakend each side.
    fn spans(&self, row: usize, record: &Record, effect: Effect) -> Vec<Region> {
        let Some(own) = self.region(row) else { return Vec::new() };
        let point = Region { end: own.start, ..own };
        let mates: Vec<Region> = record.mates().collect();
        if !mates.is_empty() || self.kind[row] == Kind::Breakend {
            return std::iter::once(point).chain(mates).collect();
        }
        match effect {
            Effect::Inserted => vec![point],
            // The base of POS is still there.
            Effect::Lost | Effect::Gained if own.start < own.end => vec![Region { start: own.start.right(1), ..own }],
            _ => vec![own],
        }
    }

    fn take(&mut self, mut found: BTreeMap<usize, Found>, places: &dyn GenePlaces) {
        self.take_repeats(&mut found);
        for (&row, of_row) in &mut found {
            self.kind[row] = of_row.kind.unwrap_or(self.kind[row]);
            for (sample, code) in std::mem::take(&mut of_row.genotypes) {
                self.samples[sample].genotype[row] = code;
            }
        }
        self.name_genes(found.iter().map(|(row, of_row)| (*row, &of_row.genes)), places);
        let sized = found.into_iter().filter_map(|(row, of_row)| Some((u32::try_from(row).ok()?, of_row.repeat?)));
        self.repeats = sized.collect();
    }
}

fn effect(kind: Kind, alternate: &[u8], record: &Record) -> Effect {
    match kind {
        Kind::Deletion | Kind::SymbolicDeletion => Effect::Lost,
        Kind::LongInsertion => Effect::Inserted,
        _ if alternate.starts_with(b"<INS") => Effect::Inserted,
        _ if alternate.starts_with(b"<DUP") || is_copies_beyond_two(alternate) => Effect::Gained,
        _ if alternate == b"<CNV>" => match record.info_value(b"SVTYPE") {
            Some(b"DUP") => Effect::Gained,
            Some(b"DEL") => Effect::Lost,
            _ => Effect::NotTold,
        },
        _ => Effect::Broken,
    }
}

/// `<CN3>` and more.
fn is_copies_beyond_two(alternate: &[u8]) -> bool {
    let copies = alternate.strip_prefix(b"<CN").and_then(|rest| rest.strip_suffix(b">")).and_then(number);
    copies.is_some_and(|copies| copies > 2)
}

/// What becomes of a gene that shares a base with a region.
fn consequence(effect: Effect, region: &Region, gene: &Region) -> Consequence {
    let whole = region.start <= gene.start && gene.end <= region.end;
    match effect {
        Effect::Lost if whole => Consequence::TranscriptAblation,
        Effect::Gained if whole => Consequence::TranscriptAmplification,
        Effect::Gained | Effect::Inserted => Consequence::FeatureElongation,
        Effect::Broken if whole => Consequence::SequenceVariant,
        Effect::Lost | Effect::Broken => Consequence::FeatureTruncation,
        Effect::NotTold => Consequence::SequenceVariant,
    }
}

#[cfg(test)]
mod tests {
    use domain::Pattern;

    use super::*;
    use crate::{Family, FileNames, Filters, FrequencyLimits, Hit, PatternSet, testing};

    /// A gene at 1,000 to 2,000 and one at 5,000 to 6,000 of chromosome 2, one at 100 to 200 of chromosome 9.
    struct Places;

    impl GenePlaces for Places {
        fn genes_at(&self, region: &Region, _: Assembly) -> Vec<(GeneSymbol, Region)> {
            let places = [("ONE", "2:1000-2000"), ("TWO", "2:5000-6000"), ("FAR", "9:100-200"), ("HTT", "4:100-900")];
            let places =
                places.map(|(gene, place)| (gene.parse().expect("a symbol"), place.parse().expect("a region")));
            places.into_iter().filter(|(_, place): &(GeneSymbol, Region)| place.overlaps(region)).collect()
        }

        fn other_symbols(&self, gene: &GeneSymbol) -> Vec<GeneSymbol> {
            if gene.as_str() == "TWO" { vec!["OLD".parse().expect("a symbol")] } else { Vec::new() }
        }
    }

    const COLUMNS: &str = "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tchild\tfather\tmother\n";
    const LOCI: &str = "gene\tmotif\tnormal_most\tpathogenic_least\tdisease\tinheritance\tGRCh37\tGRCh38\tsource\n\
         HTT\tCAG\t26\t36\tHuntington disease\tAD\t\t4:301-360\tGeneReviews NBK1305\n";

    pub(super) fn filled(head: &str, records: &[&str]) -> VariantTable {
        filled_for(&[], head, records)
    }

    pub(super) fn filled_for(pedigrees: &[Pedigree], head: &str, records: &[&str]) -> VariantTable {
        let text = format!("##fileformat=VCFv4.2\n{head}{COLUMNS}{}\n", records.join("\n"));
        let mut table = testing::table(&text);
        let catalogue = RepeatCatalogue::parse("repeats", LOCI).expect("a catalogue");
        let scope = testing::open_scope(Assembly::GRCh38);
        table.fill(&[&testing::source(text)], &scope, pedigrees, &Places, &catalogue).expect("filled");
        table
    }

    pub(super) fn genes(table: &VariantTable, row: usize) -> Vec<(&str, Consequence)> {
        let mut genes: Vec<_> =
            table.genes_of(row).map(|(gene, c)| (table.genes().symbol(gene).unwrap_or_default(), c)).collect();
        genes.sort_unstable_by_key(|(gene, _)| *gene);
        genes
    }

    #[test]
    fn genes_are_those_at_the_place_with_what_becomes_of_them() {
        use Consequence::{
            FeatureElongation, FeatureTruncation, SequenceVariant, TranscriptAblation, TranscriptAmplification,
        };
        let both = |one, two| vec![("ONE", one), ("TWO", two)];
        let long = format!("chr2\t1500\t.\tA\tA{}\t.\t.\t.\tGT\t0/1\t0/0\t0/0", "C".repeat(60));
        for (record, expected) in [
            ("chr2\t999\t.\tN\t<DEL>\t.\t.\tEND=5500", both(TranscriptAblation, FeatureTruncation)),
            ("chr2\t1000\t.\tN\t<DEL>\t.\t.\tEND=2000", vec![("ONE", FeatureTruncation)]),
            ("chr2\t2000\t.\tN\t<DEL>\t.\t.\tSVLEN=-3500", vec![("TWO", FeatureTruncation)]),
            ("chr2\t900\t.\tN\t<DUP:TANDEM>\t.\t.\tEND=5500", both(TranscriptAmplification, FeatureElongation)),
            ("chr2\t900\t.\tN\t<CN4>\t.\t.\tEND=2500", vec![("ONE", TranscriptAmplification)]),
            ("chr2\t900\t.\tN\t<INV>\t.\t.\tEND=5500", both(SequenceVariant, FeatureTruncation)),
            ("chr2\t1500\t.\tN\t<INS:ME:ALU>\t.\t.\tEND=1500", vec![("ONE", FeatureElongation)]),
            (long.as_str(), vec![("ONE", FeatureElongation)]),
            (
                "chr2\t1500\t.\tN\tN[chr9:150[\t.\t.\tSVTYPE=BND",
                vec![("FAR", FeatureTruncation), ("ONE", FeatureTruncation)],
            ),
            ("chr2\t3000\t.\tN\t<BND>\t.\t.\tCHR2=chr9;END=3000;END2=150", vec![("FAR", FeatureTruncation)]),
            ("chr2\t3000\t.\tN\t<DEL>\t.\t.\tEND=4000", vec![]),
        ] {
            let record = if record.contains("GT") { record.to_owned() } else { format!("{record}\tGT\t0/1\t0/0\t0/0") };
            let table = filled("", &[&record]);
            assert_eq!(genes(&table, 0), expected, "{record}");
            let gravest = expected.iter().map(|(_, c)| *c).min().unwrap_or(Consequence::NotAnnotated);
            assert_eq!(table.consequence(0), gravest, "{record}");
        }
    }

    #[test]
    fn a_gene_has_the_symbol_by_which_the_table_knows_it_and_small_variants_stay_as_they_are() {
        let head = "##INFO=<ID=CSQ,Number=.,Type=String,Description=\"Format: Allele|Consequence|SYMBOL\">\n";
        let small = "chr2\t5100\t.\tA\tG\t.\t.\tCSQ=G|missense_variant|OLD\tGT\t0/1\t0/1\t0/0";
        let bare = "chr2\t5200\t.\tA\tG\t.\t.\t.\tGT\t0/1\t0/0\t0/0";
        let table = filled(head, &[small, bare, "chr2\t5300\t.\tN\t<DEL>\t.\t.\tEND=5800\tGT\t0/1\t0/0\t0/1"]);
        assert_eq!(genes(&table, 2), [("OLD", Consequence::FeatureTruncation)]);
        assert_eq!((genes(&table, 1), table.consequence(1)), (vec![], Consequence::NotAnnotated));
        let family = family(&table);
        let filters =
            Filters { inheritance: Some(PatternSet::of(&[Pattern::CompoundHeterozygous])), ..Filters::default() };
        let hits = filters.run(&table, &family, None).expect("run").hits().iter().map(|h| (h.row, h.partner)).collect();
        let hits: Vec<(usize, Option<usize>)> = hits;
        assert_eq!(hits, [(0, Some(2)), (2, Some(0))], "one from each parent");
    }

    #[test]
    fn the_sides_of_one_breakend_are_no_pair_and_neither_is_what_two_callers_found() {
        let filters =
            Filters { inheritance: Some(PatternSet::of(&[Pattern::CompoundHeterozygous])), ..Filters::default() };
        let pairs = |records: &[&str]| {
            let table = filled("", records);
            filters.run(&table, &family(&table), None).expect("run").hits().len()
        };
        let calls = "GT\t0/1\t0/0\t0/0";
        let two = |one: &str, other: &str| pairs(&[&format!("{one}\t{calls}"), &format!("{other}\t{calls}")]);
        let breakend = |at: u32, to: u32| format!("chr2\t{at}\t.\tN\tN[chr2:{to}[\t.\t.\tSVTYPE=BND");
        assert_eq!(two(&breakend(1_200, 1_800), &breakend(1_800, 1_200)), 0, "written at either side");
        let symbolic = |at: u32, what: &str, end: u32| format!("chr2\t{at}\t.\tN\t<{what}>\t.\t.\tEND={end}");
        for (at, to) in [(1_100, 1_900), (1_895, 1_105)] {
            assert_eq!(two(&symbolic(1_100, "DEL", 1_900), &breakend(at, to)), 0, "a side of the deletion itself");
        }
        assert_eq!(two(&symbolic(1_100, "DEL", 1_900), &breakend(1_500, 1_700)), 2, "not at its ends");
        assert_eq!(two(&symbolic(1_100, "DUP", 1_900), &symbolic(1_110, "DUP", 1_890)), 0);
        assert_eq!(two(&symbolic(1_100, "INS", 1_100), &symbolic(1_105, "INS:ME:ALU", 1_105)), 0);
        assert_eq!(two(&symbolic(1_100, "DUP", 1_300), &symbolic(1_600, "DUP", 1_900)), 2, "two events");
    }

    #[test]
    fn each_symbolic_allele_ends_where_its_own_length_says() {
        let table = filled("", &["chr2\t900\t.\tN\t<DEL>,<DUP>\t.\t.\tSVLEN=60,5000\tGT\t0/1\t0/0\t0/0"]);
        assert_eq!([0, 1].map(|row| table.end(row)), [960, 5_900]);
        assert_eq!(genes(&table, 0), []);
        let table = filled("", &["chr2\t900\t.\tN\t<DEL>\t.\t.\tEND=100;SVLEN=-700\tGT\t0/1\t0/0\t0/0"]);
        assert_eq!(table.end(0), 1_600, "an end before the start is none");
    }

    #[test]
    fn nobody_is_free_of_a_repeat_that_grew_from_a_smaller_one() {
        let record = "chr4\t301\t.\tC\t<STR50>\t.\tPASS\tEND=360;REF=20;RU=CAG;REPID=HTT\tGT:REPCN\t\
                      0/1:20/50\t0/1:20/30\t0/0:20/20";
        let table = filled("##INFO=<ID=REPID,Number=1,Type=String,Description=\"x\">\n", &[record]);
        let codes: Vec<_> = table.samples().iter().map(|s| s.genotype(0)).collect();
        assert!(codes[0].has_allele(), "{codes:?}");
        assert!(!codes[1].has_allele() && !codes[1].is_called(), "30 copies are more than normal: {codes:?}");
        assert_eq!(codes[2], GenotypeCode::REFERENCE);
        let filters = Filters { inheritance: Some(PatternSet::of(&[Pattern::DeNovo])), ..Filters::default() };
        let outcome = filters.run(&table, &family(&table), None).expect("run");
        assert!(outcome.hits().is_empty(), "it is not new");
    }

    #[test]
    fn an_expanded_repeat_survives_frequency_and_consequence_and_is_inherited_as_such() {
        let head = "##INFO=<ID=REPID,Number=1,Type=String,Description=\"x\">\n##INFO=<ID=gnomAD_AF,Number=1,Type=Float,Description=\"x\">\n";
        let record = |place: u32, repid: &str| {
            format!(
                "chr4\t{place}\t.\tC\t<STR45>,<STR40>\t.\tPASS\tEND={};REPID={repid};RU=CAG;gnomAD_AF=0.3\tGT:REPCN:REPCI\t0/1:19/45:19-19/43-60\t0/2:18/40:18-18/38-44\t0/0:20/20:.",
                place + 60
            )
        };
        let table = filled(head, &[&record(300, "HTT"), &record(700, "OTHER")]);
        let repeat = table.repeat(0).expect("sized");
        let alleles: Vec<_> = repeat.samples[0].iter().map(|a| (a.copies, a.interval, a.range)).collect();
        use crate::RepeatRange::{Normal, Pathogenic};
        assert_eq!(alleles, [(19, Some((19, 19)), Some(Normal)), (45, Some((43, 60)), Some(Pathogenic))]);
        assert_eq!((repeat.copies(), repeat.range_of_row()), (Some(45), Some(Pathogenic)));
        assert_eq!(
            (repeat.source.as_deref(), repeat.disease.as_deref()),
            (Some("GeneReviews NBK1305"), Some("Huntington disease"))
        );
        assert_eq!(
            table.repeat(2).expect("sized").range_of_row(),
            None,
            "not in the catalogue, and nothing in the file"
        );
        assert!(table.samples()[1].genotype(0).is_heterozygous(), "an expanded allele of another size is one too");
        let family = affected_father(&table);
        let filters = Filters {
            carried: true,
            frequency: Some(FrequencyLimits::RARE),
            consequence: Some(crate::ConsequenceFilter {
                terms: crate::ConsequenceSet::coding_and_splice(),
                min_spliceai_percent: None,
                rna_genes: false,
            }),
            inheritance: Some(PatternSet::of(&[Pattern::Dominant])),
            ..Filters::default()
        };
        let outcome = filters.run(&table, &family, None).expect("run");
        let hit: Vec<&Hit> = outcome.hits().iter().filter(|h| h.row == 0).collect();
        assert_eq!(hit.iter().map(|h| h.pattern).collect::<Vec<_>>(), [Some(Pattern::Dominant)]);
        assert!(outcome.hits().iter().all(|h| h.row < 2), "what is in no catalogue is filtered like everything");
    }

    #[test]
    fn a_repeat_of_the_size_of_the_reference_is_a_row_with_its_size() {
        let head = "##INFO=<ID=REPID,Number=1,Type=String,Description=\"x\">\n##INFO=<ID=TRID,Number=1,Type=String,Description=\"x\">\n";
        let table = filled(
            head,
            &[
                "chr4\t300\t.\tC\t.\t.\tPASS\tEND=360;REF=20;REPID=HTT;RU=CAG\tGT:REPCN:REPCI\t0/0:20/20:20-20/20-20\t0/0:20/20:.\t./.:.:.",
                "chr4\t700\t.\tCAGCAGCAG\t.\t.\t.\tEND=708;TRID=OTHER;MOTIFS=CAG\tGT:MC\t0/0:3,3\t0/0:3,3\t.:.",
                "chr4\t900\t.\tC\t.\t.\t.\tEND=950\tGT\t0/0\t0/0\t0/0",
            ],
        );
        assert_eq!(table.rows(), 2, "a block of the reference is none");
        assert_eq!([table.class(0), table.class(1)], [VariantClass::Repeat; 2]);
        let repeat = table.repeat(0).expect("sized");
        assert_eq!((repeat.copies(), repeat.range_of_row()), (Some(20), Some(crate::RepeatRange::Normal)));
        let copies = |n: usize| repeat.samples[n].iter().map(|a| a.copies).collect::<Vec<_>>();
        assert_eq!((copies(0), copies(2)), (vec![20, 20], vec![]), "who was not called has no size");
        assert_eq!(table.repeat(1).expect("sized").copies(), Some(3), "by TRGT, which does not tell the reference's");
        assert!(table.samples().iter().all(|s| !s.genotype(0).has_allele()), "nobody carries another size");
    }

    fn family(table: &VariantTable) -> Family {
        of("F child father mother 1 2\nF father 0 0 1 1\nF mother 0 0 2 1", table)
    }

    fn affected_father(table: &VariantTable) -> Family {
        of("F child father mother 1 2\nF father 0 0 1 2\nF mother 0 0 2 1", table)
    }

    fn of(ped: &str, table: &VariantTable) -> Family {
        let pedigree = domain::Pedigree::parse_ped(ped).expect("a PED");
        let files = FileNames { ped: "PED", vcf: "VCF" };
        Family::new(&pedigree[0], table.samples(), None, files).expect("a family")
    }
}
