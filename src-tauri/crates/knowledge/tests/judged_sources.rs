//! What curators, populations and programmes say, on small sources of the public shape.

#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panic")]

use domain::{Assembly, DiseaseId, GeneSymbol, HgncId, ModeOfInheritance};
use knowledge::{Colour, Knowledge, NandoScheme, Panel, PanelDifference, SourceKind, Validity};

const NANDO: &str = r#"@prefix nando: <http://nanbyodata.jp/ontology/NANDO_> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix obo: <http://purl.obolibrary.org/obo/> .
@prefix : <http://nanbyodata.jp/ontology/NANDO_> .

<http://nanbyodata.jp/ontology/nando.owl#> owl:versionInfo "2025-08-26" .

:1200398
    nando:hasNotificationNumber "81" ;
    a owl:Class ;
    rdfs:label "Group"@en, "\u7FA4"@ja ;
    skos:prefLabel "群"@ja .

:1200399
    nando:hasNotificationNumber "81" ;
    a owl:Class ;
    rdfs:label "21-Hydroxylase deficiency"@en, "21-水酸化酵素欠損症"@ja, "21すいさんかこうそけっそんしょう"@ja-Hira ;
    rdfs:subClassOf :1200398 ;
    skos:altLabel "CAH"@en, "21OHD"@ja ;
    skos:exactMatch obo:MONDO_0008728 ;
    skos:closeMatch obo:MONDO_0018479 ;
    skos:prefLabel "21-水酸化酵素欠損症"@ja .

:2200374
    nando:hasNotificationNumber "13" ;
    a owl:Class ;
    rdfs:label "21-水酸化酵素欠損症（小児）"@ja ;
    skos:exactMatch obo:MONDO_0008728 .

:1200178
    a owl:Class ;
    rdfs:label "obsolete レーバー病"@ja ;
    owl:deprecated true .
"#;

const MONDO: &str = "subject_id\tpredicate_id\tobject_id\nMONDO:0008728\tskos:exactMatch\tOMIM:201910\n";

const CLINGEN: &str = r#""CLINGEN GENE DISEASE VALIDITY CURATIONS","","","","","","","","",""
"FILE CREATED: 2025-01-03","","","","","","","","",""
"+++++++++++","++++++++++++++","+++++++++++++","++++++++++++++++++","+++++++++","+++++++++","++++++++++++++","+++++++++++++","+++++++++++++++++++","+++++++++++++++++++"
"GENE SYMBOL","GENE ID (HGNC)","DISEASE LABEL","DISEASE ID (MONDO)","MOI","SOP","CLASSIFICATION","ONLINE REPORT","CLASSIFICATION DATE","GCEP"
"+++++++++++","++++++++++++++","+++++++++++++","++++++++++++++++++","+++++++++","+++++++++","++++++++++++++","+++++++++++++","+++++++++++++++++++","+++++++++++++++++++"
"RETREG1","HGNC:25964","neuropathy, hereditary","MONDO:0013142","AR","SOP9","Moderate","https://x","2022-10-14T16:00:00.000Z","A Panel"
"RETREG1","HGNC:25964","other","MONDO:0000001","AD","SOP9","Disputed","https://x","2021-10-14T16:00:00.000Z","A Panel"
"FGFR2","HGNC:3689","Apert syndrome","MONDO:0007041","UD","SOP9","Definitive","https://x","2020-10-14T16:00:00.000Z","A Panel"
"#;

const V4: &str = "gene\tgene_id\ttranscript\tcanonical\tmane_select\tlof.exp\tlof.oe\tlof.pLI\tlof.oe_ci.upper\tmis.oe\tmis.z_score\tconstraint_flags\n\
    A\t1\tNM_1\ttrue\ttrue\t9\t5.0e-01\t9.5e-01\t2.0e-01\t1\t3.2\t[\"outlier_syn\",\"no_exp_lof\"]\n\
    A\tENSG1\tENST2\tfalse\tfalse\t99\t1\t0\t1\t1\t0\t[]\n\
    A\tENSG1\tENST1\ttrue\ttrue\t9\t5.0e-01\t9.5e-01\t2.0e-01\t1\t3.2\t[\"outlier_syn\"]\n\
    B\tENSG2\tENST3\tfalse\tfalse\tNA\tNA\tNA\tNA\tNA\tNA\t[\"no_variants\"]\n";
const V2: &str = "gene\ttranscript\tobs_mis\texp_mis\toe_mis\tpLI\toe_lof\toe_lof_upper\tmis_z\texp_lof\tconstraint_flag\n\
    A\tENST1\t1\t2\t0.5\t0.99\t0.1\t0.22\t2.5\t20\tlof_too_many|syn_outlier\n";

fn knowledge(sources: &[(SourceKind, &str, &str)]) -> Knowledge {
    let sources = sources.iter().map(|&(kind, file, text)| (kind, file, text.as_bytes()));
    Knowledge::from_sources(sources).unwrap_or_else(|error| panic!("{error}"))
}

fn gene(symbol: &str) -> GeneSymbol {
    symbol.parse().expect("a symbol")
}

fn id(text: &str) -> DiseaseId {
    text.parse().expect("an id")
}

#[test]
fn nando_gives_number_name_and_reading_to_a_disease_of_any_catalogue() {
    let knowledge = knowledge(&[(SourceKind::Nando, "nando.ttl", NANDO), (SourceKind::Mondo, "m.sssom.tsv", MONDO)]);
    assert_eq!(knowledge.versions().nth(1).and_then(|s| s.release.as_deref()), Some("2025-08-26"));
    let classes = knowledge.nando_of(id("OMIM:201910"));
    let shown: Vec<_> = classes.iter().map(|c| (c.id.to_string(), c.scheme, c.shitei_nanbyo())).collect();
    assert_eq!(
        shown,
        [
            ("NANDO:1200399".to_owned(), NandoScheme::Designated, Some(81)),
            ("NANDO:2200374".to_owned(), NandoScheme::PaediatricChronic, None)
        ],
        "designated first; the paediatric number is no number as 指定難病"
    );
    let class = classes[0];
    assert_eq!(
        (class.name_ja.as_str(), class.kana.as_deref()),
        ("21-水酸化酵素欠損症", Some("21すいさんかこうそけっそんしょう"))
    );
    assert_eq!(class.synonyms, ["21OHD", "CAH"]);
    assert!(class.close_mondo().eq([id("MONDO:0018479")]));
    assert_eq!(knowledge.same_as_nando(class), [id("OMIM:201910")]);
    let japanese = knowledge.disease_ja(id("OMIM:201910")).map(|j| (j.name.as_str(), j.shitei_nanbyo));
    assert_eq!(japanese, Some(("21-水酸化酵素欠損症", Some(81))));
    assert_eq!(knowledge.designated(81).map(|c| c.id), Some(id("NANDO:1200398")), "the class above the others");
}

#[test]
fn no_match_with_mondo_is_an_answer() {
    let knowledge = knowledge(&[(SourceKind::Nando, "nando.ttl", NANDO)]);
    let group = knowledge.nando(id("NANDO:1200398")).expect("a class");
    assert_eq!((group.exact_mondo().count(), group.name_ja.as_str()), (0, "群"));
    assert!(knowledge.same_as_nando(group).is_empty() && knowledge.nando_of(id("OMIM:1")).is_empty());
    assert!(knowledge.nando(id("NANDO:1200178")).is_none(), "what is deprecated is no class any more");
}

#[test]
fn genes_and_terms_of_nando_are_linked() {
    let knowledge = knowledge(&[
        (SourceKind::Nando, "nando.ttl", NANDO),
        (SourceKind::NandoGenes, "g.tsv", "NANDO:1200399\tCYP21A2\nNANDO:1200399\tCYP21A2\n"),
        (SourceKind::NandoHpo, "h.tsv", "NANDO:1200399\tHP:0000062\n"),
    ]);
    assert_eq!(knowledge.nando_genes(id("NANDO:1200399")), [&gene("CYP21A2")]);
    assert_eq!(knowledge.nando_of_gene(&gene("CYP21A2")).len(), 1);
    assert_eq!(knowledge.nando_terms(id("NANDO:1200399")), ["HP:0000062".parse().expect("a term")]);
}

#[test]
fn validity_has_the_best_class_first_and_follows_symbols() {
    let hgnc = "#Symbol\tHGNC_id\tApproved\nRETREG1\t25964\t1\nFAM134B\t25964\t0\n";
    let knowledge = knowledge(&[(SourceKind::ClinGen, "c.csv", CLINGEN), (SourceKind::Hgnc, "h.txt", hgnc)]);
    let found = knowledge.validity(&gene("FAM134B"));
    let shown: Vec<_> = found.iter().map(|v| (v.class, v.mode, v.hgnc(), v.disease_name.as_str())).collect();
    assert_eq!(
        shown,
        [
            (Validity::Moderate, Some(ModeOfInheritance::AutosomalRecessive), HgncId(25_964), "neuropathy, hereditary"),
            (Validity::Disputed, Some(ModeOfInheritance::AutosomalDominant), HgncId(25_964), "other"),
        ]
    );
    assert_eq!(knowledge.validity(&gene("FGFR2"))[0].mode, None, "undetermined");
    assert_eq!(knowledge.validity(&gene("FGFR2"))[0].date, "2020-10-14");
    assert!(knowledge.validity(&gene("TTN")).is_empty(), "not curated");
    let source = knowledge.versions().find(|s| s.kind == SourceKind::ClinGen).expect("imported");
    assert_eq!(source.release.as_deref(), Some("2025-01-03"));
}

#[test]
fn constraint_is_that_of_the_transcript_that_stands_for_the_gene() {
    let one = knowledge(&[(SourceKind::Constraint, "gnomad.v4.1.constraint_metrics.tsv", V4)]);
    let a = one.constraint(&gene("A")).expect("a gene");
    assert_eq!((a.transcript.as_str(), a.pli, a.loeuf, a.missense_z), ("ENST1", Some(0.95), Some(0.2), Some(3.2)));
    assert_eq!(a.flags, ["outlier_syn"]);
    let b = one.constraint(&gene("B")).expect("a gene");
    assert_eq!((b.pli, b.loeuf, b.missense_z), (None, None, None), "not known is not unconstrained");
    assert_eq!(one.versions().next().and_then(|s| s.release.as_deref()), Some("v4.1"));
    let two = knowledge(&[(SourceKind::Constraint, "gnomad.v2.1.1.lof_metrics.by_gene.txt", V2)]);
    let a = two.constraint(&gene("A")).expect("a gene");
    assert_eq!((a.pli, a.loeuf, a.missense_z), (Some(0.99), Some(0.22), Some(2.5)));
    assert_eq!(a.flags, ["lof_too_many", "syn_outlier"]);
}

fn panelapp(version: &str, genes: &[(&str, &str, &str)]) -> String {
    let genes = genes.iter().map(|(symbol, level, mode)| {
        format!(
            r#"{{"gene_data":{{"gene_symbol":"{symbol}","hgnc_id":"HGNC:1"}},"entity_type":"gene","entity_name":"{symbol}","confidence_level":"{level}","mode_of_inheritance":"{mode}"}}"#
        )
    });
    let str_locus = r#"{"entity_type":"str","entity_name":"X_CAG","confidence_level":"3"}"#.to_owned();
    let genes: Vec<String> = genes.chain([str_locus]).collect();
    format!(
        r#"{{"id":1,"name":"Ataxia","version":"{version}","version_created":"2025-02-03T20:33:56.9Z","genes":[{}]}}"#,
        genes.join(",")
    )
}

#[test]
fn panelapp_gives_colours_modes_and_a_difference() {
    let older = panelapp(
        "1.0",
        &[("A", "3", "BIALLELIC, autosomal or pseudoautosomal"), ("B", "2", ""), ("C", "3", "Unknown")],
    );
    let newer = panelapp(
        "1.1",
        &[
            ("A", "3", "BOTH monoallelic and biallelic, autosomal or pseudoautosomal"),
            ("B", "4", ""),
            ("D", "1", "X-LINKED: hemizygous mutation in males, biallelic mutations in females"),
        ],
    );
    let knowledge = knowledge(&[(SourceKind::PanelApp, "a.json", &newer)]);
    let panel = knowledge.panel("Ataxia").expect("a panel");
    assert_eq!((panel.version.as_deref(), panel.published.as_deref()), (Some("1.1"), Some("2025-02-03")));
    assert!(panel.genes.iter().eq([&gene("A"), &gene("B")]), "green only; a tandem repeat is no gene");
    let d = panel.entry(&gene("D")).expect("a gene");
    assert_eq!((d.colour, d.modes.as_slice()), (Some(Colour::Red), &[ModeOfInheritance::XLinkedRecessive][..]));
    assert_eq!(knowledge.panels_of(&gene("B")).len(), 1);

    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("older.json");
    std::fs::write(&path, older).expect("written");
    let older = Panel::read(&path).expect("a panel by its content");
    let difference = PanelDifference::between(&older, panel, |_| None);
    assert_eq!(difference.gained(), [&gene("B")], "amber to green");
    assert_eq!(difference.lost(), [&gene("C")]);
    let changed: Vec<_> = difference.changed.iter().map(|(before, _)| before.symbol.as_str()).collect();
    assert_eq!((changed, difference.unchanged), (vec!["A", "B"], 0), "a mode changed, a colour changed");
    assert!(difference.added.iter().any(|g| g.symbol == gene("D")), "red genes are told, though not looked at");
    assert_eq!(PanelDifference::between(panel, panel, |_| None).unchanged, 3);
}

#[test]
fn a_renamed_gene_is_one_gene_and_what_is_no_gene_is_told() {
    let panel = |symbol: &str, level: &str| {
        format!(
            r#"{{"name":"P","version":"1","genes":[{{"entity_type":"gene","entity_name":"{symbol}","confidence_level":"{level}"}}],
            "strs":[{{"entity_type":"str","entity_name":"HTT_CAG"}}],"regions":[{{"entity_type":"region","entity_name":"ISCA-1"}}]}}"#
        )
    };
    let folder = tempfile::tempdir().expect("a folder");
    let read = |symbol: &str, level: &str| {
        let path = folder.path().join("panel.json");
        std::fs::write(&path, panel(symbol, level)).expect("written");
        (Panel::read(&path).expect("a panel"), Panel::beside_genes(&path).expect("a panel"))
    };
    let (older, beside) = read("BEK", "3");
    assert_eq!(beside, ["HTT_CAG", "ISCA-1"]);
    let hgnc =
        |symbol: &domain::GeneSymbol| ["BEK", "FGFR2"].contains(&symbol.as_str()).then_some(domain::HgncId(3689));
    let same = PanelDifference::between(&older, &read("FGFR2", "3").0, hgnc);
    assert_eq!((same.unchanged, same.gained().len(), same.lost().len()), (1, 0, 0));
    assert_eq!(same.renamed, [(gene("BEK"), gene("FGFR2"))]);
    let turned = PanelDifference::between(&older, &read("FGFR2", "1").0, hgnc);
    assert_eq!((turned.lost(), turned.added.len()), (vec![&gene("BEK")], 0), "red now, under another symbol");
    assert_eq!(PanelDifference::between(&older, &read("FGFR3", "3").0, hgnc).gained(), [&gene("FGFR3")]);
}

#[test]
fn a_bare_list_of_genes_of_panelapp_is_a_panel_without_colours() {
    let list = r#"[{"entity_type":"gene","entity_name":"ABCD","mode_of_inheritance":"Biallelic"},{"entity_type":"not_gene","entity_name":"X"}]"#;
    let knowledge = knowledge(&[(SourceKind::PanelApp, "current.json", list)]);
    let panel = knowledge.panel("current").expect("named by the file");
    assert_eq!((panel.genes.len(), panel.version.as_deref()), (1, None));
}

const CLINVAR: &str = "##fileformat=VCFv4.1\n##fileDate=2025-01-05\n##source=ClinVar\n##reference=GRCh38\n\
    ##INFO=<ID=CLNSIG,Number=.,Type=String,Description=\"x\">\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\n\
    1\t949523\t183381\tC\tT\t.\t.\tCLNREVSTAT=no_assertion_criteria_provided;CLNSIG=Pathogenic;MC=SO:0001587|nonsense\n\
    1\t949600\t5\tCAG\tCG\t.\t.\tCLNREVSTAT=criteria_provided,_multiple_submitters,_no_conflicts;CLNSIG=Likely_pathogenic\n\
    1\t949600\t4\tC\tT\t.\t.\tCLNREVSTAT=reviewed_by_expert_panel;CLNSIG=Benign;MC=SO:0001583|missense_variant\n\
    1\t949700\t6\tC\t.\t.\t.\tCLNSIG=Benign\n\
    NW_009646201.1\t1\t9\tC\tT\t.\t.\tCLNSIG=Benign\n\
    MT\t3243\t9589\tA\tG\t.\t.\tCLNSIG=Pathogenic\n";

#[test]
fn clinvar_answers_by_allele_in_any_form() {
    use variants::ClinVarClass;
    let knowledge = knowledge(&[(SourceKind::ClinVar, "clinvar.vcf", CLINVAR)]);
    let ask = |chromosome: &str, position, reference, alternate| {
        let chromosome = chromosome.parse().expect("a chromosome");
        let found = knowledge.clinvar_entry(Assembly::GRCh38, chromosome, position, reference, alternate);
        found.expect("in memory").map(|e| (e.variation, e.class, e.stars, e.missense))
    };
    assert_eq!(ask("1", 949_523, "C", "T"), Some((183_381, ClinVarClass::Pathogenic, Some(0), false)));
    assert_eq!(ask("1", 949_600, "CA", "C"), Some((5, ClinVarClass::LikelyPathogenic, Some(2), false)), "normal form");
    assert_eq!(ask("1", 949_599, "TCAG", "TCG"), Some((5, ClinVarClass::LikelyPathogenic, Some(2), false)));
    assert_eq!(ask("1", 949_600, "C", "T"), Some((4, ClinVarClass::Benign, Some(3), true)));
    assert_eq!(ask("1", 949_600, "C", "G"), None);
    assert_eq!(ask("MT", 3243, "A", "G"), Some((9589, ClinVarClass::Pathogenic, None, false)));
    assert_eq!(
        knowledge.clinvar_count(Assembly::GRCh38).expect("in memory"),
        4,
        "no alternate, no chromosome: passed over"
    );
    let within = knowledge.clinvar_within(Assembly::GRCh38, "1".parse().expect("one"), 949_524, 949_600).expect("read");
    assert_eq!(within.iter().map(|e| e.variation).collect::<Vec<_>>(), [4, 5]);
    assert!(!knowledge.has_clinvar(Assembly::GRCh37) && knowledge.has_clinvar(Assembly::GRCh38));
}
