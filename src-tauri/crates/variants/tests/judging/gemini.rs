//! The expected tables of gemini's own tests (arq5x/gemini, test/*.sh), family by family. Where the rules differ on
//! purpose, fixtures/variants/DEVIATIONS.md says how and why.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use domain::{Assembly, Pattern, Pedigree};
use variants::{Family, FamilyError, Filters, PatternSet, Quality, Source, Thresholds, VariantTable};

use crate::family_text::{FILES, data, fixture, read};

/// Variant (its number in the file) and family.
type Row = (u64, String);

/// One of gemini's tests.
struct Case {
    number: usize,
    command: String,
    expected: BTreeSet<Row>,
    /// Families of which gemini says that nobody is affected.
    nobody_affected: BTreeSet<String>,
}

fn option<'a>(command: &'a str, name: &str) -> Option<&'a str> {
    let mut words = command.split_whitespace();
    words.find(|w| *w == name)?;
    words.next()
}

fn cases(text: &str) -> (Vec<Case>, BTreeMap<u64, (String, String)>) {
    let tables: serde_json::Value = serde_json::from_str(text).expect("JSON");
    let (mut cases, mut genes) = (Vec::new(), BTreeMap::new());
    for (number, table) in tables.as_array().expect("tables").iter().enumerate() {
        let command = table["command"].as_str().expect("a command").to_owned();
        let mut columns: Vec<String> = Vec::new();
        let (mut expected, mut nobody_affected) = (BTreeSet::new(), BTreeSet::new());
        for row in table["expected"].as_array().expect("rows") {
            let row: Vec<String> =
                row.as_array().expect("cells").iter().map(|c| c.as_str().expect("text").to_owned()).collect();
            if let Some(family) = row[0].strip_prefix("WARNING: no affecteds in family ") {
                nobody_affected.insert(family.to_owned());
            } else if row.iter().any(|c| c == "family_id") {
                columns = row;
            } else if !columns.is_empty() {
                let cell = |name: &str| columns.iter().position(|c| c == name).map(|i| row[i].clone());
                let variant: u64 = cell("variant_id").and_then(|v| v.parse().ok()).expect("a number");
                expected.insert((variant, cell("family_id").expect("a family")));
                if let (Some(gene), Some(severity)) = (cell("gene"), cell("impact_severity")) {
                    genes.insert(variant, (gene, severity));
                }
            }
        }
        cases.push(Case { number, command, expected, nobody_affected });
    }
    (cases, genes)
}

fn filters(command: &str) -> Option<Filters> {
    let pattern = match command.split_whitespace().nth(1)? {
        "autosomal_recessive" => Pattern::Recessive,
        "de_novo" => Pattern::DeNovo,
        _ => return None,
    };
    let thresholds = |depth: &str| Thresholds {
        min_depth: depth.parse().expect("a depth"),
        min_genotype_quality: 0,
        min_heterozygous_percent: 0,
        max_heterozygous_percent: 100,
        min_homozygous_percent: 0,
    };
    let quality = option(command, "-d").map(|d| Quality { passing: false, thresholds: thresholds(d) });
    let incomplete_penetrance = command.contains("--allow-unaffected");
    let inheritance = Some(PatternSet::of(&[pattern]));
    Some(Filters { quality, inheritance, incomplete_penetrance, ..Filters::default() })
}

/// Our answer: hits by variant and family, and the families without an affected member.
fn answer(table: &VariantTable, pedigrees: &[Pedigree], filters: &Filters) -> (BTreeSet<Row>, BTreeSet<String>) {
    let (mut rows, mut nobody) = (BTreeSet::new(), BTreeSet::new());
    for pedigree in pedigrees {
        let family = match Family::new(pedigree, table.samples(), None, FILES) {
            Ok(family) => family,
            Err(FamilyError::NoProband { family, .. }) => {
                nobody.insert(family);
                continue;
            }
            Err(other) => panic!("{other}"),
        };
        let outcome = filters.run(table, &family, None).expect("no panel is asked for");
        // Every record of these files has one alternate allele: the row is the record.
        rows.extend(outcome.hits().iter().map(|h| (h.row as u64 + 1, pedigree.family.clone())));
    }
    (rows, nobody)
}

/// gemini's other options, applied to our rows: families named, severity, genes in enough families.
fn narrowed(rows: &BTreeSet<Row>, command: &str, genes: &BTreeMap<u64, (String, String)>) -> BTreeSet<Row> {
    let families: Option<Vec<&str>> = option(command, "--families").map(|f| f.split(',').collect());
    let severity = |s: &str| match command.split('\'').nth(1) {
        Some(level) if command.contains("!=") => s != level,
        Some(level) => s == level,
        None => true,
    };
    let kindreds: usize = option(command, "--min-kindreds").map_or(1, |n| n.parse().expect("a number"));
    let kept: BTreeSet<Row> = rows
        .iter()
        .filter(|(_, family)| families.as_ref().is_none_or(|f| f.contains(&family.as_str())))
        .filter(|(variant, _)| severity(&genes[variant].1))
        .cloned()
        .collect();
    let in_gene = |gene: &str| {
        let of_gene = kept.iter().filter(|(v, _)| genes[v].0 == gene).map(|(_, f)| f);
        of_gene.collect::<BTreeSet<_>>().len()
    };
    kept.iter().filter(|(v, _)| in_gene(&genes[v].0) >= kindreds).cloned().collect()
}

fn pedigrees(path: &Path) -> Vec<Pedigree> {
    // gemini writes -1 for what is not known.
    let text = std::fs::read_to_string(path).expect("a PED").replace("\t-1", "\t0");
    Pedigree::parse_ped(&text).expect("a PED")
}

/// Numbers of the tables that the document lists as different.
fn listed(document: &str) -> BTreeSet<usize> {
    document.lines().filter_map(|l| l.strip_prefix("| gemini ")?.split(' ').next()?.parse().ok()).collect()
}

#[test]
fn expected_tables_are_reproduced_or_listed_as_deviations() {
    let Some(expected) = data("vcf/gemini/expected.json") else { return };
    let folder = expected.parent().expect("a folder");
    let (cases, genes) = cases(&std::fs::read_to_string(&expected).expect("a file"));
    let (mut compared, mut different) = (0, BTreeMap::new());
    for case in &cases {
        let Some(filters) = filters(&case.command) else { continue };
        let name = case.command.split_whitespace().find_map(|w| w.strip_suffix(".db")).expect("a data base");
        let vcf = folder.join(format!("{name}.vcf"));
        if !vcf.exists() {
            continue;
        }
        let table = read(&Source::file(&vcf), Assembly::GRCh37);
        let (rows, nobody) = answer(&table, &pedigrees(&folder.join(format!("{name}.ped"))), &filters);
        let rows = narrowed(&rows, &case.command, &genes);
        compared += 1;
        if rows != case.expected || !case.nobody_affected.is_subset(&nobody) {
            different.insert(case.number, format!("{}: expected {:?}, ours {rows:?}", case.command, case.expected));
        }
    }
    assert_eq!(compared, 27, "tables on de novo and recessive inheritance whose files are here");
    let numbers: BTreeSet<usize> = different.keys().copied().collect();
    assert_eq!(numbers, listed(&fixture("DEVIATIONS.md")), "{different:#?}");
}
