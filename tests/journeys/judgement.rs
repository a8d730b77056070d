//! The command line on knowledge and judgement: import, show, panels, classes, proposals; bad input is told.

#![allow(clippy::expect_used, clippy::panic, reason = "a test ends where something is not as it must be")]

use std::fs;

use end_to_end::{Run, shirube};
use serde_json::Value;
use tempfile::TempDir;

const NANDO: &str = "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n@prefix : <http://nanbyodata.jp/ontology/NANDO_> .\n\
    :1200399 :hasNotificationNumber \"81\" ; rdfs:label \"21-水酸化酵素欠損症\"@ja, \"21すいさんかこうそけっそんしょう\"@ja-Hira .\n";
const CLINGEN: &str = "GENE SYMBOL,GENE ID (HGNC),DISEASE LABEL,DISEASE ID (MONDO),MOI,SOP,CLASSIFICATION,ONLINE REPORT,CLASSIFICATION DATE,GCEP\n\
    GENEA,HGNC:1,disease a,MONDO:0000001,AR,SOP9,Definitive,https://x,2024-01-01T00:00:00.000Z,A Panel\n";
const CONSTRAINT: &str = "gene\ttranscript\tcanonical\tmane_select\tlof.pLI\tlof.oe\tlof.oe_ci.upper\tmis.z_score\tmis.oe\tlof.exp\tconstraint_flags\n\
    GENEA\tENST1\ttrue\ttrue\t0.99\t0.1\t0.2\t3.5\t0.5\t20\t[]\n";
const CLINVAR: &str = "##fileformat=VCFv4.1\n##fileDate=2025-01-05\n##reference=GRCh38\n##INFO=<ID=CLNSIG,Number=.,Type=String,Description=\"x\">\n\
    #CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\n\
    1\t1001\t77\tG\tC\t.\t.\tCLNREVSTAT=criteria_provided,_multiple_submitters,_no_conflicts;CLNSIG=Pathogenic;MC=SO:0001583|missense_variant\n";
const VCF: &str = "##fileformat=VCFv4.2\n##contig=<ID=chr1,length=248956422,assembly=GRCh38>\n\
    ##INFO=<ID=CSQ,Number=.,Type=String,Description=\"Consequence annotations from Ensembl VEP. Format: Allele|Consequence|IMPACT|SYMBOL|Feature|HGVSc|HGVSp|CANONICAL|MANE_SELECT|EXON|Protein_position|Codons|STRAND|gnomADe_AF|REVEL\">\n\
    ##FORMAT=<ID=GT,Number=1,Type=String,Description=\"Genotype\">\n\
    #CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tchild\tfather\tmother\n\
    chr1\t1000\t.\tA\tG\t50\tPASS\tCSQ=G|missense_variant|MODERATE|GENEA|ENST1|c.20A>G|p.Lys7Arg|YES|NM_1|1/10|7/300|aAg/aGg|1||0.8\tGT\t0/1\t0/0\t0/0\n\
    chr1\t2000\t.\tC\tT\t50\tPASS\tCSQ=T|stop_gained|HIGH|GENEA|ENST1|c.90C>T|p.Arg30Ter|YES|NM_1|2/10|30/300|Cga/Tga|1|0.00002|\tGT\t0/1\t0/1\t0/0\n";
const PED: &str = "F\tchild\tfather\tmother\t1\t2\nF\tfather\t0\t0\t1\t1\nF\tmother\t0\t0\t2\t1\n";

struct Desk {
    folder: TempDir,
}

impl Desk {
    /// Reference data, a family and two versions of a panel.
    fn new() -> Self {
        let desk = Self { folder: tempfile::tempdir().expect("a temporary folder") };
        let panel = |version: &str, level: &str| {
            format!(
                r#"{{"name":"Panel","version":"{version}","genes":[{{"entity_type":"gene","entity_name":"GENEA","confidence_level":"{level}"}},{{"entity_type":"gene","entity_name":"GENEB","confidence_level":"3"}}]}}"#
            )
        };
        for (name, text) in [
            ("nando.ttl", NANDO),
            ("clingen.csv", CLINGEN),
            ("gnomad.v4.1.tsv", CONSTRAINT),
            ("clinvar.vcf", CLINVAR),
            ("family.vcf", VCF),
            ("family.ped", PED),
            ("old.json", &panel("1.0", "2")),
            ("new.json", &panel("1.1", "3")),
        ] {
            fs::write(desk.folder.path().join(name), text).expect("writable");
        }
        let sources = [
            "--nando",
            "nando.ttl",
            "--clingen",
            "clingen.csv",
            "--constraint",
            "gnomad.v4.1.tsv",
            "--clinvar",
            "clinvar.vcf",
            "--panelapp",
            "new.json",
            "--into",
            "knowledge",
        ];
        let run = desk.run("knowledge import", &sources);
        assert_eq!(run.code, Some(0), "{run:?}");
        assert!(run.err.contains("[1/5]") && run.err.contains("[5/5]"), "progress: {run:?}");
        desk
    }

    /// A command; words that name a file or folder of this desk become its path.
    fn run(&self, command: &str, words: &[&str]) -> Run {
        let path = |word: &str| {
            let path = self.folder.path().join(word);
            let ours = path.exists() || word == "knowledge";
            if ours && !word.starts_with('-') { path.display().to_string() } else { word.to_owned() }
        };
        shirube(command.split(' ').map(str::to_owned).chain(words.iter().map(|word| path(word))).collect::<Vec<_>>())
    }

    fn json(&self, command: &str, words: &[&str]) -> Value {
        let run = self.run(command, &[words, &["--format", "json"]].concat());
        assert_eq!(run.code, Some(0), "{run:?}");
        run.json()
    }
}

#[test]
fn what_was_imported_is_shown() {
    let desk = Desk::new();
    let gene = desk.json("knowledge show", &["GENEA", "--knowledge", "knowledge"]);
    assert_eq!(gene["validity"][0]["class"], "Definitive");
    assert_eq!(gene["constraint"]["pli"], 0.99);
    assert_eq!(gene["panels"][0]["colour"], "green");
    let disease = desk.json("knowledge show", &["指定難病81", "--knowledge", "knowledge"]);
    assert_eq!(disease["nando"][0]["kana"], "21すいさんかこうそけっそんしょう");
    assert_eq!(disease["nando"][0]["mondo"], serde_json::json!([]), "no match with MONDO is an answer");
    let variant = desk.json("knowledge show", &["1-1000-AG-AC", "--knowledge", "knowledge"]);
    assert_eq!(variant["variant"], "1-1001-G-C");
    assert_eq!(variant["clinvar"]["variation"], 77);
    let unknown = desk.run("knowledge show", &["NOGENE", "--knowledge", "knowledge"]);
    assert_eq!(unknown.code, Some(2), "{unknown:?}");
    assert!(unknown.err.contains("NOGENE") && unknown.err.contains("help: "), "{unknown:?}");
}

#[test]
fn a_source_that_fails_leaves_what_was_there() {
    let desk = Desk::new();
    let manifest = desk.folder.path().join("knowledge/manifest.json");
    let before = fs::read(&manifest).expect("a manifest");
    fs::write(desk.folder.path().join("cut.csv"), &CLINGEN[..CLINGEN.len() - 60]).expect("writable");
    let run = desk.run("knowledge import", &["--nando", "nando.ttl", "--clingen", "cut.csv", "--into", "knowledge"]);
    assert_eq!(run.code, Some(2), "{run:?}");
    assert!(run.err.contains("cut.csv:2") && run.err.contains("expected 10"), "{run:?}");
    assert_eq!(fs::read(&manifest).expect("a manifest"), before, "all or nothing");
}

#[test]
fn a_note_is_scanned_for_signs() {
    let desk = Desk::new();
    let note = "主訴：けいれん\n両眼開離を認め、難聴はない。母に白内障。\nNo cataract.";
    fs::write(desk.folder.path().join("note.txt"), note).expect("writable");
    let answer = desk.json("knowledge scan", &["--text", "note.txt"]);
    assert_eq!(answer["schema"], "shirube.scan/1");
    let found: Vec<_> = answer["found"]
        .as_array()
        .expect("places")
        .iter()
        .map(|place| {
            let said = |key: &str| place[key].as_str().expect("text").to_owned();
            (place["line"].as_u64(), place["column"].as_u64(), said("words"), said("stated"), place["relative"] == true)
        })
        .collect();
    let place = |line, column, words: &str, stated: &str, relative| {
        (Some(line), Some(column), words.to_owned(), stated.to_owned(), relative)
    };
    assert_eq!(
        found,
        [
            place(1, 4, "けいれん", "present", false),
            place(2, 1, "両眼開離", "present", false),
            place(2, 9, "難聴", "absent", false),
            place(2, 17, "白内障", "present", true),
            place(3, 4, "cataract", "absent", false),
        ]
    );
    assert_eq!(answer["found"][1]["terms"][0]["id"], "HP:0000316");
    let text = desk.run("knowledge scan", &["--text", "note.txt"]);
    assert!(text.out.contains("HP:0000365") && text.out.contains("present (relative)"), "{text:?}");
    let none = desk.run("knowledge scan", &["--text", "none.txt"]);
    assert_eq!(none.code, Some(2), "{none:?}");
    assert!(none.err.contains("none.txt"), "{none:?}");
}

#[test]
fn signs_are_found_by_any_name() {
    let desk = Desk::new();
    let asked = ["seizure", "ﾃﾝｶﾝ", "てんかん", "hp:0001250", "seizuer", "qqqqq"];
    let answer = desk.json("knowledge search", &asked);
    assert_eq!(answer["schema"], "shirube.search/1");
    let first = |place: usize| answer["answers"][place]["terms"][0]["id"].as_str().unwrap_or("none");
    let ids: Vec<&str> = (0..asked.len()).map(first).collect();
    assert_eq!(ids, ["HP:0001250", "HP:0001250", "HP:0001250", "HP:0001250", "HP:0001250", "none"]);
    let text = desk.run("knowledge search", &["qqqqq", "--top", "3"]);
    assert!(text.out.contains("no sign is called so"), "{text:?}");
}

#[test]
fn a_panel_is_compared_with_its_newer_version() {
    let desk = Desk::new();
    let change = desk.json("panel diff", &["old.json", "Panel", "--knowledge", "knowledge"]);
    assert_eq!(change["gained"], serde_json::json!(["GENEA"]));
    assert_eq!(change["lost"], serde_json::json!([]));
    assert_eq!(change["older"]["release"], "1.0");
    assert_eq!(change["newer"]["release"], "1.1");
    let text = desk.run("panel diff", &["old.json", "new.json"]);
    assert!(text.out.contains("GENEA  amber  green") && text.out.contains("gained: GENEA"), "{text:?}");
}

#[test]
fn a_renamed_gene_is_told_and_so_is_what_is_no_gene() {
    let desk = Desk::new();
    let panel = |symbol: &str| {
        format!(
            r#"{{"name":"P","version":"1","genes":[{{"entity_type":"gene","entity_name":"{symbol}","confidence_level":"3"}}],"strs":[{{"entity_name":"HTT_CAG"}}]}}"#
        )
    };
    for (name, symbol) in [("before.json", "BEK"), ("after.json", "FGFR2")] {
        fs::write(desk.folder.path().join(name), panel(symbol)).expect("writable");
    }
    let run = desk.run("panel diff", &["before.json", "after.json"]);
    assert!(run.out.contains("BEK is called FGFR2 now") && run.out.contains("gained: none\nlost: none"), "{run:?}");
    assert!(run.err.contains("HTT_CAG"), "{run:?}");
}

#[test]
fn a_designated_disease_is_a_panel_and_shows_the_genes_of_all_that_is_below_it() {
    let desk = Desk::new();
    let below = format!(
        "{NANDO}:1200400 :hasNotificationNumber \"81\" ; rdfs:label \"古典型\"@ja ; rdfs:subClassOf :1200399 .\n"
    );
    fs::write(desk.folder.path().join("below.ttl"), below).expect("writable");
    fs::write(desk.folder.path().join("genes.tsv"), "NANDO:1200399\tGENEB\nNANDO:1200400\tGENEA\n").expect("writable");
    let run =
        desk.run("knowledge import", &["--nando", "below.ttl", "--nando-genes", "genes.tsv", "--into", "knowledge"]);
    assert_eq!(run.code, Some(0), "{run:?}");
    for asked in ["指定難病81", "指定難病 ８１"] {
        let disease = desk.json("knowledge show", &[asked, "--knowledge", "knowledge"]);
        assert_eq!(disease["genes"], serde_json::json!(["GENEA", "GENEB"]), "{asked}");
    }
    let of_child = desk.json("knowledge show", &["NANDO:1200400", "--knowledge", "knowledge"]);
    assert_eq!(of_child["genes"], serde_json::json!(["GENEA"]));
    let files = ["--vcf", "family.vcf", "--ped", "family.ped", "--knowledge", "knowledge"];
    for panel in ["指定難病81", "指定難病８１", "21-水酸化酵素欠損症"] {
        let run = desk.run("variants", &[&files[..], &["--panel", panel, "--format", "tsv"]].concat());
        assert_eq!(run.code, Some(0), "{run:?}");
        assert!(run.out.contains("GENEA"), "{run:?}");
    }
    fs::write(desk.folder.path().join("list.txt"), "GENEA\nNOSUCHGENE\n").expect("writable");
    let run = desk.run("variants", &[&files[..], &["--panel", "list.txt"]].concat());
    assert!(run.err.contains("NOSUCHGENE") && !run.err.contains("GENEA,"), "{run:?}");
}

#[test]
fn what_is_no_sign_of_a_patient_is_told() {
    for (words, told) in [
        (&["--hpo", "HP:0001250", "--exclude-hpo", "HP:0001250"][..], "present or as excluded"),
        (&["--hpo", "HP:0000118"], "a root of the ontology"),
        (&["--hpo", "HP:0000001"], "a root of the ontology"),
        (&["--hpo", "XYZ:123"], "expected HP: and seven digits"),
    ] {
        let run = shirube([&["rank"], words].concat());
        assert_eq!(run.code, Some(2), "{run:?}");
        assert!(run.err.contains(told) && run.err.contains("help: "), "{run:?}");
    }
}

#[test]
fn criteria_have_a_class_by_each_rule_set() {
    let desk = Desk::new();
    let answer = desk.json("acmg", &["--criteria", "PVS1,PM2_Supporting"]);
    assert_eq!(answer["class_2015"], "LP");
    assert_eq!(answer["class_points"], "LP");
    assert_eq!(answer["points"], 9);
    let answer = desk.json("acmg", &["--criteria", "PM1,PM2"]);
    assert_eq!(answer["temperature"], "warm");
    fs::write(desk.folder.path().join("cases.tsv"), "id\tcriteria\na\tPS1;PS3\nb\t\nc\tBS1\n").expect("writable");
    let table = desk.run("acmg", &["--tsv", "cases.tsv"]);
    let expected =
        "id\tcriteria\tclass_2015\tclass_points\tpoints\na\tPS1;PS3\tP\tLP\t8\nb\t\tVUS\tVUS\t0\nc\tBS1\tVUS\tLB\t-4\n";
    assert_eq!(table.out, expected);
    let capped = desk.json("acmg", &["--criteria", "PP3_Strong,PM1"]);
    assert_eq!((&capped["points"], &capped["pp3_beside_pm1"]), (&Value::from(4), &Value::from("PP3_Moderate")));
    assert_eq!(capped["criteria"][0], "PP3_Strong", "as given");
    let told = desk.run("acmg", &["--criteria", "PP3,PM1_Strong"]);
    assert!(told.out.contains("4 point(s)") && told.out.contains("PP3 is not counted"), "{told:?}");
    fs::write(desk.folder.path().join("sjis.tsv"), b"criteria\nPS1\n\x82\xa0\n").expect("writable");
    for (command, file) in [("acmg", "--tsv"), ("knowledge scan", "--text")] {
        let run = desk.run(command, &[file, "sjis.tsv"]);
        assert_eq!(run.code, Some(2), "{run:?}");
        assert!(run.err.contains("sjis.tsv:3") && run.err.contains("UTF-8"), "{run:?}");
    }
    fs::write(desk.folder.path().join("bad.tsv"), "criteria\nPS1\nPS9\n").expect("writable");
    let bad = desk.run("acmg", &["--tsv", "bad.tsv"]);
    assert_eq!(bad.code, Some(2), "{bad:?}");
    assert!(bad.err.contains("bad.tsv:3") && bad.err.contains("PS9"), "{bad:?}");
}

#[test]
fn criteria_are_proposed_with_their_numbers() {
    let desk = Desk::new();
    let of = |variant: &str| {
        let files = ["--vcf", "family.vcf", "--ped", "family.ped", "--knowledge", "knowledge", "--variant", variant];
        desk.json("acmg", &files)
    };
    let criteria = |answer: &Value| -> Vec<String> {
        let lines = answer["proposals"].as_array().expect("proposals");
        lines.iter().map(|line| line["criterion"].as_str().expect("a code").to_owned()).collect()
    };
    let missense = of("chr1-1000-A-G");
    assert_eq!(criteria(&missense), ["PM2_Supporting", "PM5", "PP2", "PP3_Moderate"]);
    let evidence = |code: &str| {
        let lines = missense["proposals"].as_array().expect("proposals").iter();
        lines.clone().find(|line| line["criterion"] == code).expect("proposed").clone()
    };
    assert_eq!(evidence("PM5")["evidence"]["args"]["clinvar"], "77");
    assert_eq!(evidence("PP3_Moderate")["evidence"]["args"]["revel"], "0.8");
    let waits = missense["not_asked"].as_array().expect("a list").iter();
    assert!(waits.clone().any(|w| w["criterion"] == "PM6"), "de novo, but nobody judged how the signs fit: {missense}");

    let stop = of("chr1-2000-C-T");
    assert_eq!(criteria(&stop), ["PVS1"], "2e-5 is not below 1e-5; the father has it");
    assert_eq!(
        stop["proposals"][0]["missing"],
        serde_json::json!([]),
        "the way through the tree asked nothing that is not known"
    );
    let gone = desk.run("acmg", &["--vcf", "family.vcf", "--ped", "family.ped", "--variant", "chr1-1-A-C"]);
    assert_eq!(gone.code, Some(2), "{gone:?}");
    assert!(gone.err.contains("chr1-1-A-C"), "{gone:?}");
}
