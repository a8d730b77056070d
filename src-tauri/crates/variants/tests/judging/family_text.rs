//! Small VCF and PED texts for the tests.

use std::{io::Cursor, path::PathBuf, sync::Arc};

use consent::{Breadth, ConsentScope, Sealing, SensitiveLists, SensitiveMap};
use domain::{Assembly, Pedigree};
use variants::{Family, FileNames, ReadOptions, Source, Stream, VariantTable};

pub const FILES: FileNames<'static> = FileNames { ped: "family.ped", vcf: "family.vcf" };

/// A source over text in memory.
pub fn source(text: &str) -> Source {
    let bytes = text.as_bytes().to_vec();
    Source::opened_by("family.vcf", move || Ok(Box::new(Cursor::new(bytes.clone())) as Box<dyn Stream>))
}

/// Nothing is sensitive.
pub fn open_scope(assembly: Assembly) -> ConsentScope {
    let map = SensitiveMap::new(assembly, SensitiveLists::default(), |_| Vec::new()).expect("every gene has a place");
    ConsentScope::for_bare_files(Sealing::new(Arc::new(map), Default::default()), Breadth::All)
}

/// The table of a source with everything open.
pub fn read(source: &Source, assembly: Assembly) -> VariantTable {
    let options = ReadOptions { assembly: Some(assembly), ..ReadOptions::default() };
    VariantTable::read(source, &open_scope(assembly), options).expect("a readable VCF")
}

/// A header on GRCh38 with VEP's annotation in a few fields.
pub fn header(samples: &[&str]) -> String {
    let mut text = String::from("##fileformat=VCFv4.2\n");
    text.push_str("##FILTER=<ID=LowQual,Description=\"Low quality\">\n");
    for line in [
        "##INFO=<ID=CSQ,Number=.,Type=String,Description=\"Consequence annotations from Ensembl VEP. Format: \
         Allele|Consequence|SYMBOL|Feature|HGVSc|HGVSp|gnomADe_AF|ToMMo_AF|CLIN_SIG|ClinVar_CLNREVSTAT|SpliceAI_DS_max\">",
        "##FORMAT=<ID=GT,Number=1,Type=String,Description=\"Genotype\">",
        "##FORMAT=<ID=DP,Number=1,Type=Integer,Description=\"Depth\">",
        "##FORMAT=<ID=GQ,Number=1,Type=Integer,Description=\"Genotype quality\">",
        "##FORMAT=<ID=AD,Number=R,Type=Integer,Description=\"Reads by allele\">",
    ] {
        text.push_str(line);
        text.push('\n');
    }
    text.push_str("#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT");
    for sample in samples {
        text.push('\t');
        text.push_str(sample);
    }
    text.push('\n');
    text
}

/// The first family of a PED text, matched to the table.
pub fn family(ped: &str, table: &VariantTable, proband: &str) -> Family {
    let pedigrees = Pedigree::parse_ped(ped).expect("a PED");
    let proband = proband.parse().expect("an id");
    Family::new(&pedigrees[0], table.samples(), Some(&proband), FILES).expect("a family")
}

/// A file of the shared data; `None`, and said, where it is not there.
#[allow(clippy::print_stderr)]
pub fn data(path: &str) -> Option<PathBuf> {
    let root = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../../shared/data"));
    let file = root.join(path);
    if !file.exists() {
        eprintln!("skipped: ../shared/data is not here ({path})");
        return None;
    }
    Some(file)
}

/// A file of the repository's fixtures.
pub fn fixture(path: &str) -> String {
    let root = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../fixtures/variants"));
    std::fs::read_to_string(root.join(path)).expect("a fixture")
}

/// A trio: sequenced girl, healthy parents.
pub const TRIO: &str = "F child father mother 2 2\nF father 0 0 1 1\nF mother 0 0 2 1";

/// A record on GRCh38 with its annotation and a genotype for each sample.
#[derive(Clone, Debug)]
pub struct Record<'a> {
    /// `chrom pos ref alt`.
    pub place: &'a str,
    pub id: &'a str,
    pub filter: &'a str,
    /// Entries of the annotation, in the fields of [`header`].
    pub csq: &'a [&'a str],
    /// `GT:DP:GQ:AD` for each sample.
    pub samples: &'a [&'a str],
}

/// What a record has where a test does not say otherwise: a rare missense variant of FGFR2, de novo.
pub const DE_NOVO: Record<'static> = Record {
    place: "chr10 121520163 G C",
    id: ".",
    filter: "PASS",
    csq: &[
        "C|missense_variant|FGFR2|ENST00000358487.10|ENST00000358487.10:c.755C>G|ENSP00000351276.6:p.Ser252Trp|0.00001||||",
    ],
    samples: &["0/1:30:99:15,15", "0/0:30:99:30,0", "0/0:30:99:30,0"],
};

impl Record<'_> {
    pub fn line(&self) -> String {
        let [chrom, pos, reference, alternate] = self.place.split(' ').collect::<Vec<_>>()[..] else {
            panic!("{:?} is no place", self.place);
        };
        let info = if self.csq.is_empty() { ".".to_owned() } else { format!("CSQ={}", self.csq.join(",")) };
        let samples = self.samples.join("\t");
        let (id, filter) = (self.id, self.filter);
        format!("{chrom}\t{pos}\t{id}\t{reference}\t{alternate}\t50\t{filter}\t{info}\tGT:DP:GQ:AD\t{samples}\n")
    }
}

/// The VCF of a trio.
pub fn trio_vcf(records: &[Record<'_>]) -> String {
    let lines: String = records.iter().map(Record::line).collect();
    header(&["child", "father", "mother"]) + &lines
}

/// A trio's table and family.
pub fn trio(records: &[Record<'_>]) -> (VariantTable, Family) {
    let table = read(&source(&trio_vcf(records)), Assembly::GRCh38);
    let family = family(TRIO, &table, "child");
    (table, family)
}
