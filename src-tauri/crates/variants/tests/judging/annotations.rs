//! Entries of SnpEff and of bcftools csq are read as those of VEP are.

use domain::Assembly;
use variants::{AnnotationKind, Consequence, Details, Note, Preset, Transcript};

use crate::family_text::{family, open_scope, read, source};

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
fn an_entry_of_bcftools_csq_without_a_change_is_about_every_alternate() {
    let info = "BCSQ=missense|FGFR2|ENST1|protein_coding|-|252S>252W|100A>C,splice_acceptor|ATE1|ENST2|protein_coding,\
        synonymous|FGFR2|ENST1|protein_coding|-|252S|100A>G,intron|FGFR2|ENST3|protein_coding";
    let graver = "splice_acceptor_variant ATE1";
    assert_eq!(
        told(BCSQ, AnnotationKind::Bcsq, "A", "C,G", info),
        [format!("{graver} ENST1+ENST2+ENST3 -"), format!("{graver} ENST2+ENST1+ENST3 -")]
    );
    // An entry that points to another record belongs to the alternate that no change names.
    let info =
        "BCSQ=splice_region|FGFR2|ENST1|protein_coding,missense|FGFR2|ENST1|protein_coding|-|252S>252W|100A>C,@97";
    assert_eq!(
        told(BCSQ, AnnotationKind::Bcsq, "A", "C,G", info),
        ["missense_variant FGFR2 ENST1+ENST1 -", "protein_altering_variant - ENST1 -"]
    );
    let record = format!("chr10\t100\t.\tA\tC,G\t.\tPASS\t{info}\tGT\t0/1\n");
    let table = read(&source(&["##fileformat=VCFv4.2\n", BCSQ, COLUMNS, &record].concat()), Assembly::GRCh38);
    let genes: Vec<_> = table.genes_of(1).filter_map(|(g, c)| Some((table.genes().symbol(g)?, c))).collect();
    assert_eq!(genes, [("FGFR2", Consequence::SpliceRegion)], "the gene of its other entry");
}

#[test]
fn the_header_of_older_bcftools_csq_is_understood() {
    let old = "##INFO=<ID=BCSQ,Number=.,Type=String,Description=\"Local consequence annotation from BCFtools/csq. Format: \
        '[*]consequence|gene|transcript|biotype[|strand|amino_acid_change|dna_change]' or, for consequences of variants split \
        across multiple sites, a pointer to the record storing the consequences '@position'. '*' prefix indicates a \
        consequence downstream from a stop\">\n";
    let info = "BCSQ=*missense|FGFR2|ENST1|protein_coding|-|252S>252W|100A>C,3_prime_utr|ATE1|ENST2|protein_coding";
    assert_eq!(
        told(old, AnnotationKind::Bcsq, "A", "C,G", info),
        ["missense_variant FGFR2 ENST1+ENST2 -", "3_prime_UTR_variant ATE1 ENST2 -"]
    );
}

#[test]
fn old_vep_keeps_the_symbol_in_the_field_hgnc() {
    let told = |fields: &str, entry: &str| {
        let definition = format!("##INFO=<ID=CSQ,Number=.,Type=String,Description=\"Format: {fields}\">\n");
        let record = format!("1\t100\t.\tA\tC\t.\tPASS\tCSQ={entry}\tGT\t0/1\n");
        let source = source(&["##fileformat=VCFv4.2\n", &definition, COLUMNS, &record].concat());
        let table = read(&source, Assembly::GRCh38);
        let mut details = Details::open(&[&source]).expect("opened");
        let detail = details.of(&table, 0, &open_scope(Assembly::GRCh38)).expect("the record");
        let gene = table.gene(0);
        let number = table.genes().hgnc(gene).map(|h| h.0);
        assert_eq!(table.genes().symbol(gene), detail.transcripts[0].gene(), "the table and the record name the same");
        (table.genes().symbol(gene).unwrap_or("-").to_owned(), number)
    };
    let missense = |rest: &str| format!("C|missense_variant|{rest}");
    let old = "Allele|Consequence|Gene|HGNC";
    assert_eq!(told(old, &missense("ENSG1|FGFR2")), ("FGFR2".into(), None));
    assert_eq!(told(old, &missense("ENSG1|")), ("ENSG1".into(), None));
    assert_eq!(told(old, &missense("ENSG1|HGNC:3689")), ("ENSG1".into(), Some(3689)), "a number is no symbol");
    assert_eq!(told("Allele|Consequence|HGNC|SYMBOL", &missense("HGNC:3689|FGFR2")), ("FGFR2".into(), Some(3689)));
    assert_eq!(told("Allele|Consequence|SYMBOL|HGNC", &missense("FGFR2|other")), ("FGFR2".into(), None));
}

#[test]
fn lists_are_taken_apart_as_their_definition_says() {
    let header = "##fileformat=VCFv4.2\n##INFO=<ID=CLNSIG,Number=.,Type=String,Description=\"x\">\n\
        ##INFO=<ID=CLNREVSTAT,Number=.,Type=String,Description=\"x\">\n\
        ##INFO=<ID=REVEL,Number=.,Type=Float,Description=\"x\">\n\
        ##INFO=<ID=CADD,Number=R,Type=Float,Description=\"x\">\n\
        ##INFO=<ID=gnomADe_AF,Number=A,Type=Float,Description=\"x\">\n\
        ##INFO=<ID=GNOMADAF,Number=.,Type=Float,Description=\"x\">\n";
    let info = "CLNSIG=Pathogenic;CLNREVSTAT=criteria_provided,_single_submitter;REVEL=0.2,0.7;CADD=1,20,30;\
        gnomADe_AF=0.1,0.2;GNOMADAF=0.3,0.4";
    let record = |alternates: &str| format!("1\t100\t.\tA\t{alternates}\t.\tPASS\t{info}\tGT\t0/1\n");
    let both = read(&source(&[header, COLUMNS, &record("C,G")].concat()), Assembly::GRCh38);
    assert_eq!([0, 1].map(|r| both.revel(r)), [Some(0.7); 2], "the largest of a list by transcript");
    assert_eq!([0, 1].map(|r| both.cadd(r)), [Some(20.0), Some(30.0)]);
    assert_eq!([0, 1].map(|r| both.max_af(r)), [Some(0.1), Some(0.2)], "whose the others are, is not told");
    assert_eq!([0, 1].map(|r| both.stars(r)), [Some(1); 2]);
    assert_eq!([0, 1].map(|r| both.clinvar(r)), [variants::ClinVarClass::Pathogenic; 2], "it is not lost");
    assert!([0, 1].iter().all(|r| both.is_clinvar_of_record(*r)), "and not said of either");
    let family = family("F child 0 0 1 2", &both, "child");
    let outcome = Preset::named("standard").expect("a preset").filters.run(&both, &family, None).expect("no panel");
    let notes: Vec<_> = outcome.hits().iter().map(|h| (h.row, h.notes)).collect();
    let [(0, notes)] = notes[..] else { panic!("{notes:?}") };
    assert!(notes.contains(Note::ClinvarAlleleNotTold) && notes.contains(Note::ClinvarRescued), "kept, and said");
    assert!(!notes.contains(Note::ClinvarPathogenic), "{notes:?}");
    let beside_star = read(&source(&[header, COLUMNS, &record("C,*")].concat()), Assembly::GRCh38);
    assert!(!beside_star.is_clinvar_of_record(0), "there is but one that it can be of");
    let one = read(&source(&[header, COLUMNS, &record("C")].concat()), Assembly::GRCh38);
    assert_eq!(
        (one.revel(0), one.cadd(0), one.max_af(0)),
        (Some(0.7), None, Some(0.4)),
        "not the second as of an allele"
    );
}

#[test]
fn without_a_list_of_fields_nothing_is_guessed() {
    let old = "##INFO=<ID=EFF,Number=.,Type=String,Description=\"Predicted effects\">\n";
    let info = "EFF=NON_SYNONYMOUS_CODING(MODERATE|MISSENSE|tCc/tGc|S252W|FGFR2)";
    assert_eq!(told(old, AnnotationKind::None, "A", "C", info), [" -  -"]);
}
