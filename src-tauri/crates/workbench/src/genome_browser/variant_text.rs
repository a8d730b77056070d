//! The variants of a region as VCF text: what the table knows of them, records with several alternates put together again.

use std::{collections::BTreeMap, fmt::Write as _};

use domain::Region;
use variants::{Call, Genes, GenotypeCode};

use super::ChromosomeNames;
use crate::{Reference, WorkbenchError, evidence::Evidence, open_case::OpenCase, row_texts::RowText};

const HEADER: &str = "##fileformat=VCFv4.3
##INFO=<ID=END,Number=1,Type=Integer,Description=\"Last base\">
##INFO=<ID=SVTYPE,Number=1,Type=String,Description=\"Type of structural variant\">
##INFO=<ID=GENE,Number=A,Type=String,Description=\"Gene of the gravest consequence\">
##INFO=<ID=CONSEQUENCE,Number=A,Type=String,Description=\"Gravest consequence\">
##INFO=<ID=HGVS_C,Number=A,Type=String,Description=\"Change on the transcript\">
##INFO=<ID=HGVS_P,Number=A,Type=String,Description=\"Change on the protein\">
##FORMAT=<ID=GT,Number=1,Type=String,Description=\"Genotype\">
##FORMAT=<ID=DP,Number=1,Type=Integer,Description=\"Read depth\">
##FORMAT=<ID=GQ,Number=1,Type=Integer,Description=\"Genotype quality\">
##FORMAT=<ID=ALT_READS,Number=A,Type=Integer,Description=\"Reads that show the allele\">
";

/// The alleles of one record that are part of the analysis.
type Alleles = Vec<usize>;

/// The header, and the records that share a base with the region in the order of their places. The members are columns in
/// the order of every list, the proband first.
pub(super) fn of(
    open: &OpenCase,
    reference: &Reference,
    names: &ChromosomeNames,
    region: Option<&Region>,
) -> Result<String, WorkbenchError> {
    let evidence = open.evidence(reference);
    let mut text = HEADER.to_owned();
    for chromosome in domain::Chromosome::all() {
        let length = open.table.assembly().length(chromosome);
        // Writing into a string does not fail.
        let _ = writeln!(text, "##contig=<ID={},length={length}>", names.name(chromosome));
    }
    text.push_str("#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT");
    for member in evidence.members() {
        let _ = write!(text, "\t{}", member.person.id);
    }
    text.push('\n');
    let Some(region) = region else { return Ok(text) };
    let records = records(open, region);
    let rows: Vec<usize> = records.iter().flatten().copied().collect();
    let texts = open.texts().of_all(open, &rows)?;
    let mut texts = texts.iter();
    for record in &records {
        let texts: Vec<&RowText> = texts.by_ref().take(record.len()).map(AsRef::as_ref).collect();
        if let (Some(line), Some(first)) = (line(&evidence, record, &texts), record.first()) {
            let _ = writeln!(text, "{}\t{line}", evidence.table.contig_name(*first));
        }
    }
    Ok(text)
}

/// The records of the region that are part of the analysis of the proband, by place.
fn records(open: &OpenCase, region: &Region) -> Vec<Alleles> {
    let table = &open.table;
    let proband = &table.samples()[open.family.proband_sample()];
    let mut records: BTreeMap<(u32, usize, u64), Alleles> = BTreeMap::new();
    for row in 0..table.rows() {
        let here = table.position(row) <= region.end.get() && table.end(row) >= region.start.get();
        let analysed = || proband.genotype(row).call() != Call::NotShown;
        if here && table.chromosome(row) == Some(region.chromosome) && analysed() {
            let part = table.parts().iter().position(|p| p == table.part(row)).unwrap_or_default();
            records.entry((table.position(row), part, table.offset(row))).or_default().push(row);
        }
    }
    records.into_values().collect()
}

/// A record behind its chromosome.
fn line(evidence: &Evidence<'_>, rows: &[usize], texts: &[&RowText]) -> Option<String> {
    let (table, first) = (evidence.table, *rows.first()?);
    let alternates: Vec<&str> = texts.iter().map(|t| t.alternate.as_str()).collect();
    let id = table.rs(first).map_or_else(|| ".".to_owned(), |rs| format!("rs{rs}"));
    let (position, reference) = (table.position(first), &texts.first()?.reference);
    let mut line = format!(
        "{position}\t{id}\t{reference}\t{}\t.\t{}\t{}\tGT:DP:GQ:ALT_READS",
        alternates.join(","),
        table.filter(first),
        info(evidence, rows, texts)
    );
    for member in evidence.members() {
        let sample = member.sample.and_then(|s| table.samples().get(s)).filter(|_| evidence.shows(member, first));
        let shown = sample.filter(|s| s.genotype(first).call() != Call::NotShown);
        let number = |value: Option<u16>| value.map_or_else(|| ".".to_owned(), |v| v.to_string());
        let column = shown.map_or_else(
            || ".".to_owned(),
            |s| {
                let codes: Vec<GenotypeCode> = rows.iter().map(|row| s.genotype(*row)).collect();
                let reads: Vec<String> = rows.iter().map(|row| number(s.alternate_reads(*row))).collect();
                let (depth, quality) = (number(s.depth(first)), number(s.genotype_quality(first)));
                format!("{}:{depth}:{quality}:{}", genotype(&codes), reads.join(","))
            },
        );
        line.push('\t');
        line.push_str(&column);
    }
    Some(line)
}

fn info(evidence: &Evidence<'_>, rows: &[usize], texts: &[&RowText]) -> String {
    let table = evidence.table;
    let mut fields: Vec<String> = Vec::new();
    let symbolic = texts.iter().find_map(|t| t.alternate.strip_prefix('<')?.strip_suffix('>'));
    if let (Some(kind), Some(first)) = (symbolic, rows.first()) {
        fields.push(format!("END={};SVTYPE={kind}", table.end(*first)));
    }
    let gene = |row: usize| if table.gene(row) == Genes::NONE { None } else { table.genes().symbol(table.gene(row)) };
    let hgvs = |row: usize, text: &RowText| text.hgvs(gene(row).unwrap_or_default());
    let both = || rows.iter().copied().zip(texts.iter().copied());
    let of_alleles: [(&str, Vec<Option<String>>); 4] = [
        ("GENE", rows.iter().map(|row| gene(*row).map(str::to_owned)).collect()),
        ("CONSEQUENCE", rows.iter().map(|row| Some(table.consequence(*row).term().to_owned())).collect()),
        ("HGVS_C", both().map(|(row, text)| hgvs(row, text).c).collect()),
        ("HGVS_P", both().map(|(row, text)| hgvs(row, text).p).collect()),
    ];
    for (key, values) in of_alleles {
        let values: Vec<Option<String>> = values.into_iter().map(|v| v.filter(|v| !v.is_empty())).collect();
        if values.iter().any(Option::is_some) {
            let values = values.iter().map(|v| v.as_deref().map_or_else(|| ".".to_owned(), escaped));
            fields.push(format!("{key}={}", values.collect::<Vec<_>>().join(",")));
        }
    }
    if fields.is_empty() { ".".to_owned() } else { fields.join(";") }
}

/// A value of INFO: what separates fields is escaped (VCF 4.3, 1.2).
fn escaped(value: &str) -> String {
    value.chars().fold(String::new(), |mut text, c| {
        match c {
            '%' | ';' | '=' | ',' | ':' | '\t' | '\n' | '\r' | ' ' => {
                let _ = write!(text, "%{:02X}", u32::from(c));
            }
            other => text.push(other),
        }
        text
    })
}

/// GT from the codes of the record's alleles; an allele that is not part of the line is `.`.
fn genotype(codes: &[GenotypeCode]) -> String {
    let Some(first) = codes.first() else { return ".".to_owned() };
    match first.call() {
        Call::NotShown => return ".".to_owned(),
        Call::None => return "./.".to_owned(),
        Call::Full | Call::Half => {}
    }
    let carried: usize = codes.iter().map(|c| usize::from(c.copies())).sum();
    let ploidy = if first.is_haploid() { 1 } else { carried.max(2) };
    let explained = |n: usize| (0..codes.len()).any(|other| other != n && codes[other].has_allele());
    let other = codes.iter().enumerate().any(|(n, code)| code.has_other_alternate() && !explained(n));
    let rest = if first.call() == Call::Half || other { "." } else { "0" };
    let mut alleles = vec![rest.to_owned(); ploidy];
    let mut free: Vec<usize> = (0..ploidy).collect();
    for (number, code) in (1..).zip(codes) {
        for _ in 0..code.copies() {
            // Where it is not phased the reference stands first.
            let own = code.haplotype().map(usize::from);
            let place = free.iter().position(|slot| Some(*slot) == own).unwrap_or(free.len().saturating_sub(1));
            if place < free.len() {
                alleles[free.remove(place)] = number.to_string();
            }
        }
    }
    if !first.is_phased() {
        alleles.sort();
    }
    alleles.join(if first.is_phased() { "|" } else { "/" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_genotype_is_put_together_again() {
        let of = |alleles: &[Option<u16>], phased: bool, number: u16| {
            genotype(&(1..=number).map(|n| GenotypeCode::of(alleles, phased, n)).collect::<Vec<_>>())
        };
        assert_eq!(of(&[Some(0), Some(0)], false, 1), "0/0");
        assert_eq!(of(&[Some(0), Some(1)], false, 1), "0/1");
        assert_eq!(of(&[Some(1), Some(1)], false, 1), "1/1");
        assert_eq!(of(&[Some(1)], false, 1), "1", "haploid");
        assert_eq!(
            of(&[Some(1), Some(2)], false, 2),
            "1/2",
            "a carrier of two alternates is no one who was not called"
        );
        assert_eq!(of(&[Some(2), Some(1)], true, 2), "2|1");
        assert_eq!(of(&[Some(1), Some(0)], true, 1), "1|0");
        assert_eq!(of(&[Some(0), Some(2)], false, 1), "./.", "what the line does not hold is not told");
        assert_eq!(of(&[None, Some(1)], false, 1), "./1");
        assert_eq!(of(&[None, None], false, 1), "./.");
        assert_eq!(genotype(&[GenotypeCode::NOT_SHOWN]), ".");
    }

    #[test]
    fn a_value_holds_no_separator() {
        assert_eq!(escaped("p.Leu5="), "p.Leu5%3D");
        assert_eq!(escaped("A;B,C D"), "A%3BB%2CC%20D");
    }
}
