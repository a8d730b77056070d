//! VCF 4.2 as text, packed by bgzip, with its tabix index. The same text gives the same bytes everywhere.

use std::io::Write;

use anyhow::{Context, Result};
use domain::{Assembly, Chromosome};
use noodles::{
    bgzf::VirtualPosition,
    core::Position,
    csi::binning_index::index::{header::Builder, reference_sequence::bin::Chunk},
    tabix,
};

use crate::{annotation::FIELDS, background, crowd::Crowd, family::Family, record::Records};

/// The VCF of a family.
pub(crate) fn text(family: &Family) -> Result<String> {
    let pedigree = family.pedigree();
    let mut records = Records::default();
    background::add(family, &pedigree, &mut records)?;
    for variant in &family.variants {
        records.plant(variant, family)?;
    }
    let people: Vec<&str> = family.participants().map(|(member, _)| member.id.as_str()).collect();
    let under = |name: &'_ str| match &family.exchanged {
        Some([one, other]) if name == one.as_str() => other.to_string(),
        Some([one, other]) if name == other.as_str() => one.to_string(),
        _ => name.to_owned(),
    };
    let columns: Vec<String> = people.into_iter().map(under).collect();
    let mut text = header(&columns.iter().map(String::as_str).collect::<Vec<_>>());
    let crowd = Crowd::of(family)?;
    for chromosome in Chromosome::all() {
        let mut crowd = crowd.on(chromosome).peekable();
        for (position, line) in records.on(chromosome) {
            while let Some((_, line)) = crowd.next_if(|(place, _)| *place < position) {
                push(&mut text, &line);
            }
            push(&mut text, &line);
        }
        crowd.for_each(|(_, line)| push(&mut text, &line));
    }
    Ok(text)
}

fn push(text: &mut String, line: &str) {
    text.push_str(line);
    text.push('\n');
}

/// The header of a GRCh38 VCF with these samples, as the generator writes it.
pub fn header(samples: &[&str]) -> String {
    let mut text = String::from(
        "##fileformat=VCFv4.2\n##source=shirube testkit: synthetic genomes, no person\n##reference=GRCh38\n",
    );
    for chromosome in Chromosome::all() {
        let name = if chromosome == Chromosome::MT { "M" } else { chromosome.name() };
        let length = Assembly::GRCh38.length(chromosome);
        text.push_str(&format!("##contig=<ID=chr{name},length={length},assembly=GRCh38>\n"));
    }
    for (id, description) in [
        ("PASS", "All filters passed"),
        ("LowQual", "Low quality"),
        ("QD2", "Quality by depth below 2"),
        ("FS60", "Strand bias above 60"),
        ("VQSRTrancheSNP99.90to100.00", "Truth sensitivity tranche 99.90 to 100.00"),
    ] {
        text.push_str(&format!("##FILTER=<ID={id},Description=\"{description}\">\n"));
    }
    text.push_str(concat!(
        "##INFO=<ID=AC,Number=A,Type=Integer,Description=\"Alternate alleles counted in this file\">\n",
        "##INFO=<ID=AF,Number=A,Type=Float,Description=\"Share of the alleles of this file\">\n",
        "##INFO=<ID=AN,Number=1,Type=Integer,Description=\"Alleles called in this file\">\n",
        "##INFO=<ID=DP,Number=1,Type=Integer,Description=\"Reads of all samples\">\n",
    ));
    let fields = FIELDS.join("|");
    text.push_str(&format!(
        "##INFO=<ID=CSQ,Number=.,Type=String,Description=\"Consequence annotations from Ensembl VEP (simulated). Format: {fields}\">\n"
    ));
    text.push_str(concat!(
        "##FORMAT=<ID=GT,Number=1,Type=String,Description=\"Genotype\">\n",
        "##FORMAT=<ID=AD,Number=R,Type=Integer,Description=\"Reads by allele\">\n",
        "##FORMAT=<ID=DP,Number=1,Type=Integer,Description=\"Reads\">\n",
        "##FORMAT=<ID=GQ,Number=1,Type=Integer,Description=\"Genotype quality\">\n",
    ));
    let columns = ["#CHROM", "POS", "ID", "REF", "ALT", "QUAL", "FILTER", "INFO", "FORMAT"];
    text.push_str(&columns.iter().chain(samples).copied().collect::<Vec<_>>().join("\t"));
    text.push('\n');
    text
}

/// A VCF text packed by bgzip, and its tabix index. The lines must be in the order of their places.
///
/// # Errors
/// Where a line has no chromosome, position and reference allele, or the order is wrong.
pub fn pack(text: &str) -> Result<(Vec<u8>, Vec<u8>)> {
    let mut writer = noodles_bgzf::io::Writer::new(Vec::new());
    let mut indexer = tabix::index::Indexer::default();
    indexer.set_header(Builder::vcf().build());
    for line in text.split_inclusive('\n') {
        let start = writer.virtual_position();
        writer.write_all(line.as_bytes())?;
        if !line.starts_with('#') {
            add(&mut indexer, line, start, writer.virtual_position()).with_context(|| shown(line))?;
        }
    }
    let packed = writer.finish()?;
    let mut index = tabix::io::Writer::new(Vec::new());
    index.write_index(&indexer.build())?;
    Ok((packed, index.into_inner().finish()?))
}

fn add(indexer: &mut tabix::index::Indexer, line: &str, start: VirtualPosition, end: VirtualPosition) -> Result<()> {
    let mut fields = line.split('\t');
    let chromosome = fields.next().unwrap_or_default();
    let position: usize = fields.next().context("expected a position")?.parse().context("expected a position")?;
    let reference = fields.nth(1).context("expected a reference allele")?;
    let first = Position::try_from(position)?;
    let last = Position::try_from(position + reference.len().max(1) - 1)?;
    indexer.add_record(chromosome, first, last, Chunk::new(start, end))?;
    Ok(())
}

fn shown(line: &str) -> String {
    line.chars().take(60).collect()
}

#[cfg(test)]
mod tests {
    use std::io::{BufRead, Cursor};

    use noodles::{core::Region, csi::BinningIndex};

    use super::*;

    #[test]
    fn the_index_leads_to_the_line() {
        let mut text = header(&["a"]);
        for n in 1..5_000 {
            text.push_str(&format!("chr2\t{}\t.\tA\tC\t.\tPASS\t.\tGT\t0/1\n", n * 1_000));
        }
        let (packed, index) = pack(&text).expect("packs");
        let index = tabix::io::Reader::new(index.as_slice()).read_index().expect("an index");
        assert_eq!(index.reference_sequences().len(), 1);
        let region: Region = "chr2:4000000-4000000".parse().expect("a region");
        let chunks = index.query(0, region.interval()).expect("a place");
        let mut reader = noodles_bgzf::io::Reader::new(Cursor::new(packed));
        reader.seek(chunks[0].start()).expect("a virtual position");
        let lines = reader.lines().map(|line| line.expect("a line"));
        let found = lines.take(200).any(|line| line.starts_with("chr2\t4000000\t"));
        assert!(found, "the chunk begins close before the line");
    }

    #[test]
    fn the_same_text_gives_the_same_bytes() {
        let text = format!("{}chr1\t5\t.\tA\tC\t.\t.\t.\tGT\t1/1\n", header(&["a"]));
        assert_eq!(pack(&text).expect("packs"), pack(&text).expect("packs"));
        assert!(pack(&text.replace("\t5\t", "\tfive\t")).is_err());
    }
}
