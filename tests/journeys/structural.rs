//! Structural variants and repeats of a family in files of their own, beside its small variants.

#![allow(clippy::expect_used, reason = "a test ends where something is not as it must be")]

use std::{
    fs,
    path::{Path, PathBuf},
};

use end_to_end::{Run, real_data, shirube};
use serde_json::Value;
use tempfile::TempDir;

const PED: &str = "F\tchild\tfather\tmother\t1\t2\nF\tfather\t0\t0\t1\t1\nF\tmother\t0\t0\t2\t1\n";
const SMALL: &str = "##fileformat=VCFv4.2\n##reference=GRCh38\n\
    ##INFO=<ID=CSQ,Number=.,Type=String,Description=\"Consequence annotations from Ensembl VEP. Format: Allele|Consequence|SYMBOL\">\n\
    #CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tchild\tfather\tmother\n\
    chr10\t121500000\t.\tA\tG\t.\tPASS\tCSQ=G|missense_variant|FGFR2\tGT\t1/1\t0/1\t0/0\n";
/// The mother gives a deletion of the whole gene; the father is not in the file. Contigs without `chr`, no assembly told.
const LARGE: &str = "##fileformat=VCFv4.2\n\
    #CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tmother\tchild\n\
    10\t121400000\t.\tN\t<DEL>\t.\tPASS\tEND=121700000;SVTYPE=DEL\tGT\t0/1\t0/1\n";
const REPEATS: &str = "##fileformat=VCFv4.2\n##reference=GRCh38\n\
    ##INFO=<ID=REPID,Number=1,Type=String,Description=\"Repeat\">\n\
    #CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tchild\tfather\tmother\n\
    chr19\t45770204\t.\tC\t<STR12>,<STR180>\t.\tPASS\tEND=45770266;REPID=DMPK;RU=CAG\tGT:REPCN:REPCI\t0/2:20/180:20-20/150-210\t0/1:20/12:20-20/12-12\t0/0:20/20:20-20/20-20\n\
    chr4\t3074876\t.\tC\t<STR45>\t.\tPASS\tEND=3074969;REPID=HTT;RU=CAG\tGT:REPCN:REPCI\t0/1:19/45:19-19/45-45\t0/0:19/19:19-19/19-19\t0/0:19/19:19-19/19-19\n";

struct Files {
    folder: TempDir,
}

impl Files {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        for (name, text) in [("family.ped", PED), ("small.vcf", SMALL), ("sv.vcf", LARGE), ("str.vcf", REPEATS)] {
            fs::write(folder.path().join(name), text).expect("written");
        }
        Self { folder }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn ask(&self, command: &str, sv: &[&str], rest: &[&str]) -> Run {
        let mut args = vec![command.to_owned(), "--vcf".to_owned(), text(&self.path("small.vcf"))];
        args.extend(["--ped".to_owned(), text(&self.path("family.ped"))]);
        args.extend(sv.iter().flat_map(|file| ["--sv".to_owned(), text(&self.path(file))]));
        args.extend(rest.iter().map(|r| (*r).to_owned()));
        shirube(args)
    }
}

fn text(path: &Path) -> String {
    path.display().to_string()
}

fn rows(run: &Run) -> Vec<Vec<String>> {
    assert_eq!(run.code, Some(0), "{}", run.err);
    run.out.lines().skip(1).map(|line| line.split('\t').map(str::to_owned).collect()).collect()
}

#[test]
fn a_variant_and_the_deletion_opposite_to_it_are_paired_across_files() {
    let files = Files::new();
    let alone = files.ask("variants", &[], &["--pattern", "hemizygous_deletion", "--format", "tsv"]);
    assert!(rows(&alone).is_empty(), "the deletion is in the other file: {}", alone.out);
    let both = rows(&files.ask("variants", &["sv.vcf"], &["--pattern", "hemizygous_deletion", "--format", "tsv"]));
    let found: Vec<[&str; 5]> = both.iter().map(|r| [&r[2], &r[5], &r[6], &r[8], &r[9]].map(String::as_str)).collect();
    let deletion = "10-121400000-N-<DEL>";
    assert_eq!(
        found,
        [
            ["121400000", "FGFR2", "transcript_ablation", "chr10-121500000-A-G", "child=0/1,mother=0/1"],
            ["121500000", "FGFR2", "missense_variant", deletion, "child=1/1,father=0/1,mother=0/0"],
        ],
        "the gene of the deletion is that at its place, and who is not in the file has no genotype there"
    );
}

#[test]
fn an_expanded_repeat_is_kept_by_the_standard_filters_and_a_sensitive_one_is_not_named() {
    let files = Files::new();
    let run = files.ask("triage", &["sv.vcf", "str.vcf"], &["--hpo", "HP:0001324,HP:0002486", "--format", "json"]);
    assert_eq!(run.code, Some(0), "{}", run.err);
    let answer = run.json();
    let genes: Vec<&str> =
        answer["candidates"].as_array().expect("a list").iter().filter_map(|c| c["gene"]["symbol"].as_str()).collect();
    assert!(genes.contains(&"DMPK") && genes.contains(&"FGFR2"), "{genes:?}");
    assert!(!run.out.contains("HTT"), "a sensitive gene that no panel names is not part of the analysis");
    let repeat = answer["candidates"].as_array().expect("a list").iter().find(|c| c["gene"]["symbol"] == "DMPK");
    let variant = &repeat.expect("the repeat")["variants"][0];
    assert_eq!(variant["alt"], "<STR180>", "the normal allele of the father is none");
    let data: Vec<&Value> =
        answer["versions"].as_array().expect("versions").iter().filter(|v| v["what"] == "data").collect();
    assert_eq!(data.len(), 3, "every file is named with its hash");
    let opened = files.ask("variants", &["str.vcf"], &["--preset", "standard", "--scope", "all", "--format", "tsv"]);
    let all = rows(&opened);
    assert!(all.iter().any(|r| r[5] == "HTT"), "{all:?}");
    let why = files.ask("variants", &["str.vcf"], &["--preset", "standard", "--explain", "chr19-45770204-C-<STR12>"]);
    assert_eq!(why.code, Some(0), "{}", why.err);
    assert!(why.out.contains("carried"), "the child does not have that allele: {}", why.out);
}

#[test]
fn a_file_of_another_assembly_is_refused() {
    let files = Files::new();
    fs::write(files.path("old.vcf"), LARGE.replace("VCFv4.2\n", "VCFv4.2\n##reference=GRCh37\n")).expect("written");
    let run = files.ask("variants", &["old.vcf"], &[]);
    assert_eq!(run.code, Some(2), "{run:?}");
    assert!(run.err.contains("old.vcf") && run.err.contains("GRCh37") && run.err.contains("help: "), "{}", run.err);
}

#[test]
fn the_structural_variants_and_repeats_of_scout_join_its_trio() {
    let Some(folder) = real_data("vcf/scout") else { return };
    let file = |name: &str| text(&folder.join(format!("643594.{name}")));
    let (vcf, ped) = (file("clinical.vcf.gz"), file("ped"));
    let kinds = ["clinical.SV.vcf.gz", "clinical.mei.vcf.gz", "clinical.str.stranger.vcf.gz"].map(file);
    let count = |sv: &[String]| {
        let mut args = ["variants", "--vcf", &vcf, "--ped", &ped, "--scope", "all", "--format", "json"]
            .map(str::to_owned)
            .to_vec();
        args.extend(sv.iter().flat_map(|path| ["--sv".to_owned(), path.clone()]));
        let run = shirube(args);
        assert_eq!(run.code, Some(0), "{}", run.err);
        let answer = run.json();
        answer["waterfall"]["643594"][0]["kept"].as_u64().expect("a count")
    };
    let small = count(&[]);
    assert_eq!(count(&kinds[..1]), small + 19, "19 structural variants");
    assert!(count(&kinds) > small + 19 + 252, "252 mobile elements, and repeats");
}
