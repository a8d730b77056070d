//! What is not in the file: truly absent, not callable, or not known, with the gene and its panel.

#![allow(clippy::expect_used, clippy::panic, reason = "a test ends where something is not as it must be")]

use std::fs;

use end_to_end::{Run, root, shirube};
use serde_json::json;

/// Asks about a base within FGFR2 that the demonstration's first family has no variant at.
fn ask(query: &str, more: &[&str]) -> Run {
    triage(&[&["--explain", query], more].concat())
}

fn triage(more: &[&str]) -> Run {
    let file = |name: &str| root().join("fixtures/hub/family-1").join(name).display().to_string();
    let (vcf, ped) = (file("family.vcf.gz"), file("family.ped"));
    shirube(["triage", "--vcf", &vcf, "--ped", &ped, "--hpo", "HP:0001363"].iter().chain(more))
}

#[test]
fn an_absence_says_whether_the_place_could_be_called() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::write(&path, text).expect("writable");
        path.display().to_string()
    };
    let bed = write("callable.bed", "chr10\t121500000\t121520200\nchr10\t121520300\t121600000\n");
    let gvcf = write(
        "child.g.vcf",
        "##fileformat=VCFv4.2\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tF1-proband\n\
         chr10\t121500000\t.\tA\t<NON_REF>\t.\t.\tEND=121520200\tGT:DP:GQ:MIN_DP\t0/0:40:99:30\n\
         chr10\t121520201\t.\tA\t<NON_REF>\t.\t.\tEND=121520300\tGT:DP:GQ:MIN_DP\t0/0:4:9:3\n",
    );
    let (inside, outside) = ("chr10-121520164-C-T", "chr10:121520250");
    let json = |query: &str, more: &[&str]| {
        let run = ask(query, &[&["--format", "json"], more].concat());
        assert_eq!(run.code, Some(0), "{run:?}");
        run.json()["explanations"][0].clone()
    };
    let known = json(inside, &[]);
    assert_eq!(known["answer"], "not_in_file");
    assert_eq!((&known["absence"], &known["genes"][0]["gene"]), (&json!(null), &json!("FGFR2")), "nothing tells");
    for file in [&bed, &gvcf] {
        let panel = ["--panel", "craniosynostosis", "--callable", file];
        let absent = json(inside, &panel);
        assert_eq!((&absent["absence"], &absent["genes"][0]["in_panel"]), (&json!("truly_absent"), &json!(true)));
        assert_eq!(json(outside, &panel)["absence"], "not_callable", "{file}");
    }
    let words = ask(outside, &["--callable", &bed]).out;
    assert!(words.contains("could not be called") && words.contains("FGFR2"), "{words}");

    let list = triage(&["--panel", "craniosynostosis", "--callable", &bed, "--format", "json"]);
    let not_seen = list.json()["not_seen"].clone();
    let genes: Vec<&str> = not_seen.as_array().into_iter().flatten().filter_map(|g| g["gene"].as_str()).collect();
    assert!(genes.contains(&"TWIST1"), "no base of it is callable by this file: {not_seen}");
    let deeper = ask(outside, &["--callable", &gvcf, "--callable-depth", "50"]).out;
    assert!(deeper.contains("could not be called"), "{deeper}");
    let other = write("child.bed", "chr10\tx\t5\n");
    let wrong = ask(outside, &["--callable", &other]);
    assert_eq!(wrong.code, Some(2));
    assert!(wrong.err.contains("child.bed:1: BED"), "{wrong:?}");
}

#[test]
fn a_lone_hit_that_the_filters_keep_says_why_it_is_no_candidate() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("child.vcf");
    let columns = "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tchild\n";
    let record = |place: &str, gene: &str| {
        format!("{place}\t.\tG\tA\t50\tPASS\tCSQ=A|missense_variant|MODERATE|{gene}\tGT:DP:GQ:AD\t0/1:30:99:15,15\n")
    };
    let text = format!(
        "##fileformat=VCFv4.2\n##reference=GRCh38\n\
         ##INFO=<ID=CSQ,Number=.,Type=String,Description=\"Format: Allele|Consequence|IMPACT|SYMBOL\">\n{columns}{}{}",
        record("chr5\t74685000", "HEXB"),
        record("chr10\t121520163", "FGFR2")
    );
    fs::write(&path, text).expect("writable");
    let file = path.display().to_string();
    let explain = |query: &str, more: &[&str]| {
        let asked = ["triage", "--vcf", &file, "--hpo", "HP:0001363", "--explain", query];
        let run = shirube(asked.iter().chain(more));
        assert_eq!(run.code, Some(0), "{}", run.err);
        run.out
    };
    let kept = explain("chr5:74685000", &[]);
    assert!(kept.contains("kept as dominant") && kept.contains("but no candidate"), "{kept}");
    assert!(kept.contains("a lone hit in a gene whose diseases all need two"), "{kept}");
    assert!(!kept.contains("carrier"), "{kept}");
    let json = explain("chr5:74685000", &["--format", "json"]);
    assert!(json.contains("\"not_listed\": \"lone_hit\""), "{json}");
    assert!(!explain("chr10:121520163", &[]).contains("no candidate"), "it stands on the list");
}
