//! What is wrong in a source is told by file, line and field; nothing of it is kept.

#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panic")]

use std::io::Write;

use flate2::{Compression, write::GzEncoder};
use knowledge::{Error, Importer, Knowledge, Panel, SourceKind};

const HPOA: &str = "#version: 2025-05-06\ndatabase_id\tdisease_name\tqualifier\thpo_id\treference\tevidence\tonset\tfrequency\tsex\tmodifier\taspect\tbiocuration\n";
const GENES: &str = "ncbi_gene_id\tgene_symbol\tassociation_type\tdisease_id\tsource\n";
const PLACES: &str = "#Chromosome/scaffold name\tGene Start (bp)\tGene End (bp)\tHGNC symbol\tGene ID\n";

fn refused(kind: SourceKind, file: &str, content: impl AsRef<[u8]>) -> String {
    match Knowledge::from_sources([(kind, file, content.as_ref())]) {
        Ok(_) => panic!("{file} must be refused"),
        Err(error) => error.to_string(),
    }
}

fn hpo(nodes: &str, edges: &str) -> String {
    format!(r#"{{"graphs":[{{"nodes":[{nodes}],"edges":[{edges}]}}]}}"#)
}

#[test]
fn each_message_names_file_line_field_and_what_was_expected() {
    let row = |line: &str| format!("{HPOA}{line}\n");
    let gene = |line: &str| format!("{GENES}{line}\n");
    let place = |line: &str| format!("{PLACES}{line}\n");
    let cases: [(SourceKind, &str, String, &[&str]); 20] = [
        (
            SourceKind::Hpoa,
            "a.hpoa",
            row("X:1\tn\t\tHP:0000001\t\t\t\t\t\t\tP\t"),
            &["a.hpoa:3", "database_id", "\"X:1\"", "OMIM:101200"],
        ),
        (
            SourceKind::Hpoa,
            "a.hpoa",
            row("OMIM:1\tn\tNEVER\tHP:0000001\t\t\t\t\t\t\tP\t"),
            &["a.hpoa:3", "qualifier", "NOT or nothing"],
        ),
        (
            SourceKind::Hpoa,
            "a.hpoa",
            row("OMIM:1\tn\t\tHP:1\t\t\t\t\t\t\tP\t"),
            &["a.hpoa:3", "hpo_id", "seven digits"],
        ),
        (
            SourceKind::Hpoa,
            "a.hpoa",
            row("OMIM:1\tn\t\tHP:0000001\t\t\t\t3/2\t\t\tP\t"),
            &["a.hpoa:3", "frequency", "\"3/2\"", "n <= m"],
        ),
        (SourceKind::Hpoa, "a.hpoa", row("OMIM:1\tn\t\tHP:0000001\t\t\t\t140%\t\t\tP\t"), &["frequency", "\"140%\""]),
        (SourceKind::Hpoa, "a.hpoa", row("OMIM:1\tn\t\tHP:0000001\t\t\t\tHP:0000001\t\t\tP\t"), &["frequency"]),
        (SourceKind::Hpoa, "a.hpoa", row("OMIM:1\tn\t\tHP:0000001\t\t\t\t\tmale\t\tP\t"), &["sex", "MALE, FEMALE"]),
        (SourceKind::Hpoa, "a.hpoa", row("OMIM:1\tn\t\tHP:0000001\t\t\t\t\t\t\tQ\t"), &["aspect", "\"Q\""]),
        (SourceKind::Hpoa, "a.hpoa", row("OMIM:1\tn\t\tHP:0000001"), &["a.hpoa:3", "4 columns", "expected 11"]),
        (SourceKind::Hpoa, "a.hpoa", HPOA.to_owned(), &["a.hpoa", "no annotated disease"]),
        (SourceKind::Hpoa, "g.txt", gene("NCBIGene:1\tA\tMENDELIAN\tOMIM:1\tx"), &["g.txt:1", "database_id", "hpoa"]),
        (
            SourceKind::GenesToDisease,
            "g.txt",
            gene("NCBIGene:x\tA\tMENDELIAN\tOMIM:1\tx"),
            &["g.txt:2", "ncbi_gene_id"],
        ),
        (
            SourceKind::GenesToDisease,
            "g.txt",
            gene("NCBIGene:1\tA\tSTRONG\tOMIM:1\tx"),
            &["association_type", "MENDELIAN"],
        ),
        (
            SourceKind::Mondo,
            "m.tsv",
            "subject_id\tpredicate_id\tobject_id\nMONDO:1\tskos:exactMatch\tOMIM:x\n".to_owned(),
            &["m.tsv:2", "object_id"],
        ),
        (
            SourceKind::GeneCoordinates,
            "genes_38.txt",
            place("1\t0\t9\tA\tx"),
            &["genes_38.txt:2", "Gene Start", "1-based"],
        ),
        (SourceKind::GeneCoordinates, "genes_38.txt", place("1\t9\t8\tA\tx"), &["Gene End", "not before start"]),
        (
            SourceKind::GeneCoordinates,
            "genes_38.txt",
            place("22\t51000000\t51000001\tA\tx"),
            &["is the assembly right?"],
        ),
        (SourceKind::GeneCoordinates, "genes.txt", place("1\t1\t9\tA\tx"), &["genes.txt", "GRCh38=genes.txt"]),
        (
            SourceKind::DiseaseJa,
            "ja.tsv",
            "disease_id\tname_ja\tshitei_nanbyo_number\nOMIM:1\tn\t0\n".to_owned(),
            &["ja.tsv:2", "shitei_nanbyo_number"],
        ),
        (SourceKind::Sensitive, "s.tsv", "# list\ngene\n\u{3042}\n".to_owned(), &["s.tsv:3", "gene"]),
    ];
    for (kind, file, content, expected) in cases {
        let message = refused(kind, file, content);
        for part in expected {
            assert!(message.contains(part), "{message:?} should say {part:?}");
        }
    }
}

#[test]
fn a_table_that_is_cut_off_within_its_last_column_is_refused() {
    let whole = format!("{GENES}NCBIGene:1\tA\tMENDELIAN\tOMIM:1\tftp://a.txt\n");
    for cut in [1, 5] {
        let message = refused(SourceKind::GenesToDisease, "g.txt", &whole[..whole.len() - cut]);
        assert!(message.starts_with("g.txt:2: no newline at its end"), "{message}");
    }
    let links = "NANDO:1200041\tATXN3\nNANDO:1200041\tATXN";
    assert!(refused(SourceKind::NandoGenes, "links.tsv", links).starts_with("links.tsv:2: no newline"));
}

#[test]
fn a_damaged_ontology_is_refused() {
    let node = |n: u32| format!(r#"{{"id":"http://purl.obolibrary.org/obo/HP_{n:07}","lbl":"t{n}"}}"#);
    let edge = |a: u32, b: u32| {
        format!(
            r#"{{"sub":"http://purl.obolibrary.org/obo/HP_{a:07}","pred":"is_a","obj":"http://purl.obolibrary.org/obo/HP_{b:07}"}}"#
        )
    };
    let nodes = format!("{},{},{}", node(1), node(2), node(3));
    let circle = format!("{},{},{}", edge(2, 1), edge(3, 2), edge(2, 3));
    for (content, expected) in [
        (hpo(&nodes, &circle), "run in a circle"),
        (hpo(&nodes, &edge(2, 9)), "parent is no live term"),
        (hpo(&nodes, &edge(9, 2)), "is no live term"),
        (hpo(&format!("{nodes},{}", node(2)), ""), "HP:0000002: is there twice"),
        (hpo("", ""), "holds no term"),
        ("{\"graphs\": [".to_owned(), "line 1 column"),
        (HPOA.to_owned(), "expected hp.json"),
    ] {
        let message = refused(SourceKind::Hpo, "hp.json", content);
        assert!(message.starts_with("hp.json: ") && message.contains(expected), "{message:?} should say {expected:?}");
    }
}

#[test]
fn a_cut_off_gz_and_wrong_text_are_refused() {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(format!("{HPOA}OMIM:1\tn\t\tHP:0000001\t\t\t\t1/2\t\t\tP\t\n").as_bytes()).expect("to memory");
    let whole = encoder.finish().expect("to memory");
    let cut = refused(SourceKind::Hpoa, "a.hpoa.gz", &whole[..whole.len() - 9]);
    assert!(cut.contains("a.hpoa.gz") && cut.contains("cut off"), "{cut}");
    let mut importer = Importer::new(None);
    assert!(importer.add_bytes(SourceKind::Hpoa, "a.hpoa.gz", &whole).is_ok(), "the whole one is read");

    let latin = refused(SourceKind::Panel, "p.txt", b"FGFR2\nFGFR\xe9\n");
    assert!(latin.contains("p.txt:2") && latin.contains("UTF-8"), "{latin}");
    let long = refused(SourceKind::Panel, "p.txt", "A".repeat(70_000));
    assert!(long.contains("p.txt:1") && long.contains("bytes"), "{long}");
}

#[test]
fn a_failed_file_leaves_what_was_there() {
    let mut importer = Importer::new(None);
    importer.add_bytes(SourceKind::Panel, "p.txt", b"FGFR2\n").expect("a panel");
    assert!(importer.add_bytes(SourceKind::Panel, "p.txt", b"##version=2\nchr1\tx\ty\n").is_err());
    assert_eq!(importer.finish().panel("p").map(|p| p.genes.len()), Some(1));
}

#[test]
fn a_missing_file_is_named() {
    let missing = std::path::Path::new("nowhere/hp.json");
    let error = Importer::new(None).add(SourceKind::Hpo, missing).expect_err("must fail");
    assert!(matches!(error, Error::Io { .. }) && error.to_string().contains("nowhere/hp.json"), "{error}");
    assert!(Panel::read(missing).is_err());
}

const CLINVAR: &str = "##fileformat=VCFv4.1\n##fileDate=2025-01-05\n##reference=GRCh38\n\
    ##INFO=<ID=CLNSIG,Number=.,Type=String,Description=\"x\">\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\n";
const CLINGEN: &str = "GENE SYMBOL,GENE ID (HGNC),DISEASE LABEL,DISEASE ID (MONDO),MOI,SOP,CLASSIFICATION,ONLINE REPORT,CLASSIFICATION DATE,GCEP\n";
const CONSTRAINT: &str = "gene\ttranscript\tcanonical\tmane_select\tlof.pLI\tlof.oe\tlof.oe_ci.upper\tmis.z_score\tmis.oe\tlof.exp\tconstraint_flags\n";

#[test]
fn judged_sources_say_what_is_wrong_with_them() {
    let clinvar = |line: &str| format!("{CLINVAR}{line}\n");
    let clingen = |line: &str| format!("{CLINGEN}{line}\n");
    let constraint = |line: &str| format!("{CONSTRAINT}{line}\n");
    let nando = |line: &str| {
        format!(
            "@prefix : <http://nanbyodata.jp/ontology/NANDO_> .\n@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n{line}\n"
        )
    };
    let panel = |genes: &str| format!("{{\"name\":\"n\",\"version\":\"1\",\"genes\":[{genes}]}}");
    let entity = |name: &str, level: &str| {
        format!("{{\"entity_type\":\"gene\",\"entity_name\":\"{name}\",\"confidence_level\":\"{level}\"}}")
    };
    let cases: [(SourceKind, &str, String, &[&str]); 31] = [
        (SourceKind::Nando, "n.ttl", nando(":1200001 rdfs:label \"a\"@ja ;"), &["n.ttl:", "Turtle"]),
        (SourceKind::Nando, "n.ttl", nando(":1200001 rdfs:label \"a"), &["n.ttl:3", "Turtle"]),
        (SourceKind::Nando, "n.ttl", nando(":1200001 rdfs:label \"a\"@en ."), &["NANDO:1200001", "no Japanese name"]),
        (
            SourceKind::Nando,
            "n.ttl",
            nando(":1200001 rdfs:label \"a\"@ja ; :hasNotificationNumber \"x\" ."),
            &["NANDO:1200001", "number from 1"],
        ),
        (SourceKind::Nando, "n.ttl", nando(""), &["n.ttl", "no class"]),
        (SourceKind::Nando, "n.ttl", HPOA.to_owned(), &["n.ttl:", "Turtle"]),
        (SourceKind::NandoGenes, "g.tsv", "NANDO:1\n".to_owned(), &["g.tsv:1", "gene symbol (column 2)"]),
        (SourceKind::NandoGenes, "g.tsv", "OMIM:1\tA\n".to_owned(), &["g.tsv:1", "NANDO id (column 1)", "\"OMIM:1\""]),
        (SourceKind::NandoHpo, "h.tsv", "NANDO:1200001\tHP:1\n".to_owned(), &["h.tsv:1", "HPO term", "\"HP:1\""]),
        (SourceKind::ClinGen, "c.csv", CLINGEN.to_owned(), &["c.csv", "no curation"]),
        (SourceKind::ClinGen, "c.csv", "GENE SYMBOL,MOI\n".to_owned(), &["c.csv:1", "GENE ID (HGNC)", "missing"]),
        (SourceKind::ClinGen, "c.csv", HPOA.to_owned(), &["c.csv:2", "GENE SYMBOL", "clingen"]),
        (SourceKind::ClinGen, "c.csv", clingen("A,HGNC:1,d,MONDO:1,AD"), &["c.csv:2", "5 columns", "expected 10"]),
        (
            SourceKind::ClinGen,
            "c.csv",
            clingen("A,HGNC:1,d,MONDO:1,AX,s,Definitive,u,2020-01-01,p"),
            &["c.csv:2", "MOI", "\"AX\"", "AD, AR"],
        ),
        (
            SourceKind::ClinGen,
            "c.csv",
            clingen("A,HGNC:1,d,MONDO:1,AD,s,Sure,u,2020-01-01,p"),
            &["c.csv:2", "CLASSIFICATION", "\"Sure\"", "Definitive"],
        ),
        (
            SourceKind::ClinGen,
            "c.csv",
            clingen("A,HGNC:1,d,OMIM,AD,s,Definitive,u,2020-01-01,p"),
            &["c.csv:2", "DISEASE ID", "MONDO: and a number"],
        ),
        (SourceKind::Constraint, "k.tsv", CONSTRAINT.to_owned(), &["k.tsv", "no gene"]),
        (SourceKind::Constraint, "k.tsv", GENES.to_owned(), &["k.tsv:1", "gene is missing", "constraint"]),
        (
            SourceKind::Constraint,
            "k.tsv",
            constraint("A\tE\ttrue\ttrue\t1.5\t1\t1\t1\t1\t1\t[]"),
            &["k.tsv:2", "lof.pLI", "\"1.5\"", "0 to 1"],
        ),
        (
            SourceKind::Constraint,
            "k.tsv",
            constraint("A\tE\ttrue\ttrue\t1\tx\t1\t1\t1\t1\t[]"),
            &["k.tsv:2", "lof.oe", "or NA"],
        ),
        (SourceKind::Constraint, "k.tsv", constraint("A\tE\ttrue"), &["k.tsv:2", "3 columns", "expected 11"]),
        (SourceKind::PanelApp, "p.json", panel(""), &["p.json", "no gene"]),
        (SourceKind::PanelApp, "p.json", panel(&entity("A", "7")), &["p.json", "A: confidence_level"]),
        (
            SourceKind::PanelApp,
            "p.json",
            panel(&format!("{},{}", entity("A", "3"), entity("A", "1"))),
            &["p.json: A: is there twice"],
        ),
        (SourceKind::PanelApp, "p.json", "{\"results\":[]}".to_owned(), &["list of panels", "/panels/ID/"]),
        (SourceKind::PanelApp, "p.json", "{\"name\":\"n\",".to_owned(), &["p.json", "line 1 column"]),
        (SourceKind::ClinVar, "v.vcf", CLINVAR.to_owned(), &["v.vcf", "no variant"]),
        (SourceKind::ClinVar, "v.vcf", CLINVAR.replace("CLNSIG", "OTHER"), &["v.vcf:5", "INFO CLNSIG"]),
        (SourceKind::ClinVar, "v.vcf", CLINVAR.replace("GRCh38", "mm10"), &["v.vcf:3", "##reference", "\"mm10\""]),
        (SourceKind::ClinVar, "v.vcf", clinvar("1\t100\t7\tA\tG"), &["v.vcf:6", "5 columns", "expected 8"]),
        (SourceKind::ClinVar, "v.vcf", clinvar("1\t0\t7\tA\tG\t.\t.\tx"), &["v.vcf:6", "POS"]),
    ];
    for (kind, file, content, expected) in cases {
        let message = refused(kind, file, content);
        for part in expected {
            assert!(message.contains(part), "{message:?} should say {part:?}");
        }
    }
    let cut = refused(SourceKind::ClinVar, "v.vcf", format!("{CLINVAR}1\t100\t7\tA\tG\t.\t.\tCLN"));
    assert!(cut.contains("v.vcf:6") && cut.contains("cut off"), "{cut}");
    let wrong = refused(SourceKind::ClinVar, "v.vcf", clinvar("1\t100\trs7\tA\tG\t.\t.\tx"));
    assert!(wrong.contains("\"rs7\"") && wrong.contains("Variation ID"), "{wrong}");
}

#[test]
fn releases_that_do_not_fit_are_told_with_both_files() {
    let node = r#"{"id":"http://purl.obolibrary.org/obo/HP_0000001","lbl":"All"}"#;
    let ontology = format!(
        r#"{{"graphs":[{{"meta":{{"version":"http://purl.obolibrary.org/obo/hp/releases/2023-01-27/hp.json"}},"nodes":[{node}],"edges":[]}}]}}"#
    );
    let mut importer = Importer::new(None);
    importer.add_bytes(SourceKind::Hpo, "hp.json", ontology.as_bytes()).expect("an ontology");
    let row = |term: &str| format!("{HPOA}OMIM:5\tn\t\t{term}\t\t\t\t\t\t\tP\t\n");
    importer.add_bytes(SourceKind::Hpoa, "a.hpoa", row("HP:0000001").as_bytes()).expect("an annotation");
    let message = importer.check().expect_err("every term is known, and yet").to_string();
    assert!(message.contains("hp.json (release 2023-01-27) and a.hpoa (release 2025-05-06)"), "{message}");
    importer.add_bytes(SourceKind::Hpoa, "a.hpoa", row("HP:0099999").as_bytes()).expect("an annotation");
    let message = importer.check().expect_err("they do not").to_string();
    for part in
        ["a.hpoa (release 2025-05-06)", "HP:0099999", "OMIM:000005", "hp.json (release 2023-01-27)", "one release"]
    {
        assert!(message.contains(part), "{message:?} should say {part:?}");
    }
}
