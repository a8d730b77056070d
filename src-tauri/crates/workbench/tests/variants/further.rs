//! Structural variants and repeats of a case in files of their own.

use std::{collections::BTreeMap, fs, path::Path};

use serde_json::{Value, json};
use testkit::vcf::pack;
use workbench::view::{
    variant::DecisionRequest,
    variant_row::{GenotypeCell, VariantRow, VerdictName},
    variants::{ConsequenceChip, FilterRequest, KindName, PatternName},
};

use crate::{desk::Case, reads::hub_of};

/// Adds a file of variants of these samples to a case.
fn add(case: &Path, listing: &mut Value, kind: &str, samples: &[&str], records: &[&str]) {
    let head = "##fileformat=VCFv4.2\n##INFO=<ID=REPID,Number=1,Type=String,Description=\"Repeat\">\n\
        #CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT";
    let text = format!("{head}\t{}\n{}\n", samples.join("\t"), records.join("\n"));
    let path = format!("{kind}.vcf.gz");
    fs::write(case.join(&path), pack(&text).expect("packed").0).expect("written");
    listing["files"].as_array_mut().expect("files").push(json!({"kind": kind, "path": path}));
}

/// A family whose proband alone has a deletion of FGFR2, of a part of BRCA2, and of one that begins before it; a repeat of HOXD13 that is expanded, and one of
/// the size of the reference. The father is not in the file of the repeats.
fn family(number: usize) -> Case {
    let name = |who: &str| format!("F{number}-{who}");
    let (proband, father, mother) = (name("proband"), name("father"), name("mother"));
    let (_folder, hub) = hub_of(number, |case, listing| {
        let deletions = [
            "chr10\t121400000\t.\tN\t<DEL>\t.\tPASS\tEND=121700000;SVTYPE=DEL\tGT\t0/0\t0/0\t0/1",
            "chr13\t32300000\t.\tN\t<DEL>\t.\tPASS\tEND=32330000;SVTYPE=DEL\tGT\t0/0\t0/0\t0/1",
            "chr13\t32320000\t.\tN\t<DEL>\t.\tPASS\tEND=32330000;SVTYPE=DEL\tGT\t0/0\t0/0\t0/1",
        ];
        add(case, listing, "structural", &[&mother, &father, &proband], &deletions);
        let repeats = [
            "chr2\t176093058\t.\tG\t<STR25>\t.\tPASS\tEND=176093103;REPID=HOXD13;RU=GCN\tGT:REPCN\t0/0:15/15\t0/1:15/25",
            "chr19\t45770204\t.\tC\t.\t.\tPASS\tEND=45770264;REF=20;REPID=DMPK;RU=CAG\tGT:REPCN\t0/0:20/20\t0/0:20/20",
        ];
        add(case, listing, "repeats", &[&mother, &proband], &repeats);
    });
    Case::of(&hub, &format!("family-{number}"))
}

fn rows(case: &Case, kind: KindName, patterns: &[PatternName]) -> Vec<VariantRow> {
    case.rows(&FilterRequest {
        patterns: Some(patterns.to_vec()),
        max_af: Some(1.0),
        consequence: Some(ConsequenceChip::Any),
        kind: Some(kind),
        ..case.request()
    })
}

#[test]
fn each_file_is_in_its_view_with_the_inheritance_of_the_family() {
    let case = family(1);
    let structural = rows(&case, KindName::Structural, &[]);
    let [deletion] = structural.as_slice() else { panic!("one deletion, the others are sealed: {structural:?}") };
    assert_eq!((deletion.pos, deletion.gene.as_str(), deletion.alternate.as_str()), (121_400_000, "FGFR2", "<DEL>"));
    let new = rows(&case, KindName::Structural, &[PatternName::DeNovo]);
    assert_eq!(
        new.iter().map(|row| (row.pos, row.pattern)).collect::<Vec<_>>(),
        [(deletion.pos, Some(PatternName::DeNovo))]
    );
    use GenotypeCell::{Heterozygous, NotCalled, Reference};
    assert_eq!(deletion.genotypes, [Heterozygous, Reference, Reference], "by name, whatever the order of the file");
    let repeats = rows(&case, KindName::Repeat, &[]);
    let [repeat] = repeats.as_slice() else { panic!("one repeat that somebody carries: {repeats:?}") };
    assert_eq!((repeat.pos, repeat.gene.as_str()), (176_093_058, "HOXD13"));
    assert_eq!(repeat.genotypes, [Heterozygous, NotCalled, Reference], "the father is not in the file");
    assert!(!rows(&case, KindName::Small, &[]).is_empty());
    let page = case.genome_variants("chr10", 121_399_999, 121_400_000);
    assert!(page.contains("<DEL>"), "the genome browser has it too: {page}");
}

#[test]
fn what_the_proband_has_opened_is_joined_from_its_slices() {
    let places: Vec<u32> = rows(&family(6), KindName::Structural, &[]).iter().map(|row| row.pos).collect();
    let all = [32_300_000, 32_320_000, 121_400_000];
    assert!(all.iter().all(|place| places.contains(place)), "{places:?}");
}

#[test]
fn a_decision_about_a_deletion_that_reaches_into_a_sealed_gene_is_as_sealed_as_the_gene() {
    const KEY: &str = "chr13-32300000-N-<DEL>";
    let case = family(6);
    let id = case.id.parse().expect("an id");
    let candidate = |criteria: &[&str]| DecisionRequest {
        case: case.id.clone(),
        key: KEY.into(),
        gene: None,
        verdict: VerdictName::Candidate,
        class: None,
        criteria: criteria.iter().map(|&code| code.to_owned()).collect(),
        evidence: BTreeMap::new(),
        reasons: Vec::new(),
        note: None,
        note_en: None,
        disease: None,
    };
    let refused = case.desk.decide_variant(&candidate(&["PM6"])).expect_err("the parents refused").to_string();
    assert!(refused.contains("nothing of relatives"), "{refused}");
    case.desk.decide_variant(&candidate(&["PM2"])).expect("recorded");
    let is_told = || case.desk.decisions_of_variants(&id).expect("decisions").contains_key(KEY);
    assert!(is_told());
    let proband = "F6-proband".parse().expect("an id");
    let mut consent = case.desk.consents(&id).expect("consents")[&proband].clone();
    consent.decisions.insert(consent::Item::SecondaryFindingsAdult, consent::Decision::Refused);
    case.desk.record_consent(&id, consent).expect("recorded");
    assert!(!is_told(), "its start lies before the gene, its end within");
}
