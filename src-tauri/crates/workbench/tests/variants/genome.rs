//! What the genome browser draws: the open case within its consents, by fixed names.

use base64ct::{Base64, Encoding};
use workbench::{ByteRange, WorkbenchError};

use crate::desk::Case;

impl Case {
    /// A file of the genome browser as text.
    pub fn genome_text(&self, name: &str) -> String {
        let bytes =
            self.desk.genome_file(&self.id, name, "", ByteRange::Whole).expect("a file").expect("a file of that name");
        String::from_utf8(bytes.bytes).expect("text")
    }

    /// The VCF that an htsget ticket holds, of a region 0-based and half open.
    pub fn genome_variants(&self, chrom: &str, start: u32, end: u32) -> String {
        let query = format!("format=VCF&referenceName={chrom}&start={start}&end={end}");
        let ticket = self.desk.genome_file(&self.id, "variants", &query, ByteRange::Whole);
        let ticket = ticket.expect("an answer").expect("a ticket").bytes;
        let ticket: serde_json::Value = serde_json::from_slice(&ticket).expect("JSON");
        assert_eq!(ticket["htsget"]["format"], "VCF");
        let url = ticket["htsget"]["urls"][0]["url"].as_str().expect("an address");
        let inline = url.strip_prefix("data:application/octet-stream;base64,").expect("the data themselves");
        String::from_utf8(Base64::decode_vec(inline).expect("base64")).expect("text")
    }
}

fn records(vcf: &str) -> Vec<Vec<&str>> {
    vcf.lines().filter(|l| !l.starts_with('#')).map(|l| l.split('\t').collect()).collect()
}

#[test]
fn the_cause_stands_among_its_neighbours() {
    let case = Case::demonstration(1);
    let cause = case.rows(&case.request()).into_iter().find(|r| r.gene == "FGFR2").expect("the cause");
    let vcf = case.genome_variants(&cause.chrom, cause.pos - 1, cause.pos);
    let header = vcf.lines().find(|l| l.starts_with("#CHROM")).expect("a header");
    let members: Vec<&str> = case.opened.members.iter().map(|m| m.id.as_str()).collect();
    assert!(header.ends_with(&members.join("\t")), "the members in the order of every list: {header}");
    let records = records(&vcf);
    let [record] = records.as_slice() else { panic!("one record at one base: {records:?}") };
    assert_eq!(record[0..2], [cause.chrom.as_str(), cause.pos.to_string().as_str()]);
    assert_eq!(record[3..5], [cause.reference.as_str(), cause.alternate.as_str()]);
    assert!(record[7].contains("GENE=FGFR2;CONSEQUENCE=missense_variant"), "{}", record[7]);
    assert!(record[9].starts_with("0/1:") && record[10].starts_with("0/0:"), "new in the child: {record:?}");
    let wide = case.genome_variants(&cause.chrom, cause.pos - 100_000, cause.pos + 100_000);
    let positions: Vec<u32> = self::records(&wide).iter().map(|r| r[1].parse().expect("a position")).collect();
    assert!(positions.len() > 1 && positions.is_sorted(), "the neighbours, from left to right: {positions:?}");
    assert!(positions.iter().all(|p| p.abs_diff(cause.pos) <= 100_000), "and no others");
    let alone =
        case.desk.genome_file(&case.id, "variants", "class=header&format=VCF", ByteRange::Whole).expect("an answer");
    assert!(
        alone.is_some_and(|ticket| ticket.bytes.len() < wide.len() * 2),
        "the header alone where no region is asked for"
    );
}

#[test]
fn genes_and_chromosomes_are_called_as_in_the_files() {
    let case = Case::demonstration(1);
    let sizes = case.genome_text("chromosomes.sizes");
    assert!(sizes.starts_with("chr1\t248956422\n") && sizes.ends_with("chrM\t16569\n"), "{sizes}");
    let genes = case.genome_text("genes.bed");
    let fgfr2: Vec<&str> = genes.lines().find(|l| l.ends_with("\tFGFR2")).expect("FGFR2").split('\t').collect();
    let place = case.desk.genome_place(&case.id, " fgfr2 ").expect("an answer").expect("a place");
    assert_eq!(fgfr2[0], place.chrom);
    assert_eq!(
        (fgfr2[1].parse::<u32>().expect("0-based") + 1, fgfr2[2]),
        (place.start, place.end.to_string().as_str())
    );
    let region = case.desk.genome_place(&case.id, "10:121,520,000-999,999,999").expect("an answer").expect("a place");
    assert_eq!((region.chrom.as_str(), region.start, region.end), ("chr10", 121_520_000, 133_797_422));
    for nothing in ["", "NOSUCHGENE", "chr10:133797423", "chr99:1-2", "../genes.bed"] {
        assert_eq!(case.desk.genome_place(&case.id, nothing).expect("an answer"), None, "{nothing:?}");
    }
}

#[test]
fn nothing_but_the_fixed_files_of_the_open_case_is_given() {
    let case = Case::demonstration(1);
    for name in ["", "..", "../family-1/genes.bed", "genes.bed/", "settings.json", "/etc/hostname", "variants.vcf"] {
        assert!(case.desk.genome_file(&case.id, name, "", ByteRange::Whole).expect("an answer").is_none(), "{name:?}");
    }
    for other in ["family-2", "", "..", "family-1/../family-1"] {
        for name in ["genes.bed", "variants", "chromosomes.sizes"] {
            assert!(
                case.desk.genome_file(other, name, "", ByteRange::Whole).is_err(),
                "{name} of {other:?}, which is not open"
            );
        }
    }
    let long =
        case.desk.genome_file(&case.id, "variants", "referenceName=chr10&start=0&end=130000000", ByteRange::Whole);
    assert!(matches!(long, Err(WorkbenchError::Unknown { .. })), "a whole chromosome at once is not answered");
}

#[test]
fn an_opened_gene_shows_the_one_who_opened_it() {
    let case = Case::demonstration(6);
    let row = case.rows(&case.request()).into_iter().find(|r| r.gene == "BRCA2").expect("the proband has opened it");
    let vcf = case.genome_variants(&row.chrom, row.pos - 1, row.pos);
    let records = records(&vcf);
    let [record] = records.as_slice() else { panic!("one record: {records:?}") };
    assert!(record[9].starts_with("0/1:"), "{record:?}");
    assert!(record[10..].iter().all(|column| *column == "."), "the others have not: {record:?}");
}
