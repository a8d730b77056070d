//! Real families: Scout's trio 643594 (GRCh37) against the models that genmod wrote into it, slivar's Ashkenazi trio.

use std::{collections::BTreeMap, fs::File, io::Read};

use domain::{Assembly, Chromosome, Pattern, Pedigree};
use variants::{
    AnnotationKind, Consequence, Family, Filter, Filters, PatternSet, Preset, Segregation, Source, VariantTable,
    Verdict,
};

use crate::family_text::{FILES, data, read};

fn family(ped: &std::path::Path, table: &VariantTable) -> Family {
    let text = std::fs::read_to_string(ped).expect("a PED");
    let pedigrees = Pedigree::parse_ped(&text).expect("a PED");
    variants::check_samples(&pedigrees, table.samples(), FILES).expect("every sample is in the PED");
    Family::new(&pedigrees[0], table.samples(), None, FILES).expect("one affected child")
}

/// `GeneticModels` of each row: the records' own, once for every alternate allele.
fn genmod_models(vcf: &std::path::Path) -> Vec<Option<Vec<String>>> {
    let mut text = String::new();
    flate2::read::MultiGzDecoder::new(File::open(vcf).expect("a file")).read_to_string(&mut text).expect("text");
    let mut models = Vec::new();
    for line in text.lines().filter(|l| !l.starts_with('#')) {
        let columns: Vec<&str> = line.split('\t').collect();
        let found = columns[7].split(';').find_map(|i| i.strip_prefix("GeneticModels="));
        let found = found.map(|m| m.split([':', '|']).skip(1).map(str::to_owned).collect::<Vec<_>>());
        let alleles = if columns[4] == "." { 0 } else { columns[4].split(',').count() };
        models.extend(std::iter::repeat_n(found, alleles));
    }
    models
}

#[test]
fn scouts_trio_agrees_with_genmod_on_de_novo_and_recessive() {
    let Some(vcf) = data("vcf/scout/643594.clinical.vcf.gz") else { return };
    let table = read(&Source::file(&vcf), Assembly::GRCh37);
    let family = family(&vcf.with_file_name("643594.ped"), &table);
    let models = genmod_models(&vcf);
    assert_eq!(models.len(), table.rows());
    let segregation = Segregation::new(&table, &family, None);
    let proband = &table.samples()[family.proband_sample()];
    let (mut compared, mut different) = (0, BTreeMap::new());
    for (row, models) in models.iter().enumerate() {
        // genmod counts a child without a genotype as fitting; see DEVIATIONS.md.
        let autosomal = table.chromosome(row).is_some_and(Chromosome::is_autosome);
        let Some(models) = models.as_ref().filter(|_| autosomal && proband.genotype(row).is_called()) else { continue };
        let ours = segregation.judge(row).patterns;
        for (model, pattern) in [("AD_dn", Pattern::DeNovo), ("AR_hom", Pattern::Recessive)] {
            compared += 1;
            if ours.contains(pattern) != models.iter().any(|m| m == model) {
                let genotypes: Vec<_> = (0..3).map(|m| segregation.genotype(m, row)).collect();
                let place = format!("{}:{} {model}", table.contig_name(row), table.position(row));
                different.insert(place, format!("{models:?} {ours:?} {genotypes:?}"));
            }
        }
    }
    assert!(compared > 300, "{compared}");
    let places: Vec<&str> = different.keys().map(String::as_str).collect();
    assert_eq!(
        places,
        ["19:42875001 AR_hom", "21:46931002 AD_dn", "22:29670547 AR_hom"],
        "of {compared}: {different:#?}"
    );
}

#[test]
fn every_row_of_scouts_trio_is_accounted_for() {
    let Some(vcf) = data("vcf/scout/643594.clinical.vcf.gz") else { return };
    let table = read(&Source::file(&vcf), Assembly::GRCh37);
    let family = family(&vcf.with_file_name("643594.ped"), &table);
    for name in Preset::NAMES.into_iter().filter(|n| *n != "panel_only") {
        let preset = Preset::named(name).expect("a preset");
        let outcome = preset.filters.run(&table, &family, None).expect("no panel is asked for");
        let kept = (0..table.rows()).filter(|r| outcome.verdict(*r) == Verdict::Kept).count();
        let removed: u64 = outcome.waterfall().iter().map(|s| s.removed).sum();
        assert_eq!(removed + kept as u64, table.rows() as u64, "{name}");
        assert!(outcome.hits().iter().all(|h| outcome.verdict(h.row) == Verdict::Kept), "{name}");
        assert_eq!(outcome.waterfall().last().map(|s| s.kept), Some(kept as u64), "{name}");
    }
}

#[test]
fn slivars_trio_counts_are_those_of_an_independent_count() {
    let Some(vcf) = data("vcf/slivar/ashk-trio.vcf.gz") else { return };
    let table = read(&Source::file(&vcf), Assembly::GRCh37);
    let family = family(&vcf.with_file_name("ashk-trio.ped"), &table);
    let standard = Preset::named("standard").expect("a preset").filters;
    // The file carries BCSQ and no frequencies: quality and inheritance alone can be asked of it.
    let count = |pattern| {
        let inheritance = Some(PatternSet::of(&[pattern]));
        let filters = Filters { carried: true, quality: standard.quality, inheritance, ..Filters::default() };
        let outcome = filters.run(&table, &family, None).expect("no panel is asked for");
        assert_eq!(outcome.waterfall().last().map(|s| s.step), Some(Filter::Inheritance));
        outcome.waterfall().last().map_or(0, |s| s.kept)
    };
    // The same rules counted by a script of their own over the same file; 9,940 records, chromosomes 1 to 22.
    assert_eq!([Pattern::DeNovo, Pattern::Recessive].map(count), [8, 322]);
}

#[test]
fn slivars_trio_has_the_genes_of_an_older_bcftools_csq() {
    let Some(vcf) = data("vcf/slivar/ashk-trio.vcf.gz") else { return };
    let table = read(&Source::file(&vcf), Assembly::GRCh37);
    assert_eq!(table.annotation(), AnnotationKind::Bcsq);
    // Counted by a script of its own: 1,944 genes, 9,801 of 9,940 records with an entry.
    assert_eq!(table.genes().len(), 1_944);
    let annotated = (0..table.rows()).filter(|r| table.consequence(*r) != Consequence::NotAnnotated).count();
    assert_eq!(annotated, 9_801);
    let unknown = (0..table.rows()).filter(|r| table.consequence(*r) == Consequence::SequenceVariant).count();
    assert_eq!(unknown, 0, "every term is known");
}
