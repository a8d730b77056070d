//! Entries of SnpEff and of bcftools csq are read as those of VEP are.

use domain::Assembly;
use variants::{AnnotationKind, Details, Transcript};

use crate::family_text::{open_scope, read, source};

const COLUMNS: &str = "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tchild\n";
const ANN: &str = "##INFO=<ID=ANN,Number=.,Type=String,Description=\"Functional annotations: 'Allele | Annotation | \
    Annotation_Impact | Gene_Name | Gene_ID | Feature_Type | Feature_ID | Transcript_BioType | Rank | HGVS.c | HGVS.p | \
    cDNA.pos / cDNA.length | CDS.pos / CDS.length | AA.pos / AA.length | Distance | ERRORS / WARNINGS / INFO' \">\n";
const BCSQ: &str = "##INFO=<ID=BCSQ,Number=.,Type=String,Description=\"Local consequence annotation from BCFtools/csq, see \
    http://samtools.github.io/bcftools/howtos/csq-calling.html for details. Format: Consequence|gene|transcript|biotype|\
    strand|amino_acid_change|dna_change\">\n";

/// Consequence, gene and the protein change of each row.
fn told(definition: &str, kind: AnnotationKind, reference: &str, alternate: &str, info: &str) -> Vec<String> {
    let record = format!("chr10\t100\t.\t{reference}\t{alternate}\t.\tPASS\t{info}\tGT\t0/1\n");
    let source = source(&["##fileformat=VCFv4.2\n", definition, COLUMNS, &record].concat());
    let table = read(&source, Assembly::GRCh38);
    assert_eq!(table.annotation(), kind);
    let mut details = Details::open(&[&source]).expect("opened");
    let rows = (0..table.rows()).map(|row| {
        let detail = details.of(&table, row, &open_scope(Assembly::GRCh38)).expect("the record");
        let gene = table.genes().symbol(table.gene(row)).unwrap_or("-").to_owned();
        let features = detail.transcripts.iter().filter_map(Transcript::feature).collect::<Vec<_>>().join("+");
        let protein = detail.transcripts.first().and_then(Transcript::hgvs_p).unwrap_or("-");
        format!("{} {gene} {features} {protein}", table.consequence(row))
    });
    rows.collect()
}

#[test]
fn entries_of_snpeff_belong_to_their_allele() {
    let info = "ANN=C|missense_variant|MODERATE|FGFR2|ENSG1|transcript|ENST1|protein_coding|8/18|c.755C>G|p.Ser252Trp|1/2|1/2|1/2||,\
        G|disruptive_inframe_deletion&splice_region_variant|MODERATE|FGFR2|ENSG1|transcript|ENST2|protein_coding||c.1del||||||,\
        G|upstream_gene_variant|MODIFIER|OTHER|ENSG2|transcript|ENST3|protein_coding||||||||";
    assert_eq!(
        told(ANN, AnnotationKind::Snpeff, "A", "C,G", info),
        ["missense_variant FGFR2 ENST1 p.Ser252Trp", "inframe_deletion FGFR2 ENST2+ENST3 -"]
    );
}

#[test]
fn entries_of_bcftools_csq_belong_to_the_allele_of_their_change() {
    let info = "BCSQ=missense|FGFR2|ENST1|protein_coding|-|252S>252W|100A>C,\
        *stop_gained|FGFR2|ENST1|protein_coding|-|252S>252*|90T>C+100A>G,@97";
    assert_eq!(
        told(BCSQ, AnnotationKind::Bcsq, "A", "C,G,T", info),
        [
            "missense_variant FGFR2 ENST1 -",
            "stop_gained FGFR2 ENST1 -",
            // Told at another record: that the protein changes is known, in which gene is not.
            "protein_altering_variant -  -",
        ]
    );
    let intron = "BCSQ=intron|FGFR2||protein_coding";
    assert_eq!(told(BCSQ, AnnotationKind::Bcsq, "A", "C", intron), ["intron_variant FGFR2  -"]);
}

#[test]
fn without_a_list_of_fields_nothing_is_guessed() {
    let old = "##INFO=<ID=EFF,Number=.,Type=String,Description=\"Predicted effects\">\n";
    let info = "EFF=NON_SYNONYMOUS_CODING(MODERATE|MISSENSE|tCc/tGc|S252W|FGFR2)";
    assert_eq!(told(old, AnnotationKind::None, "A", "C", info), [" -  -"]);
}
