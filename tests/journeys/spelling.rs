//! One allele in several spellings: the normal form by the sequence of the genome.

#![allow(clippy::expect_used, reason = "a test ends where something is not as it must be")]

use std::fs;

use end_to_end::{Run, shirube};

#[test]
fn the_normal_form_goes_to_the_left_where_the_sequence_is_given() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::write(&path, text).expect("writable");
        path.display().to_string()
    };
    let record = |pos: u32, from: &str, to: &str| format!("chr1\t{pos}\t.\t{from}\t{to}\t.\tPASS\t.\tGT\t0/1\n");
    let vcf = write(
        "one.vcf",
        &[
            "##fileformat=VCFv4.2\n##contig=<ID=chr1,length=248956422>\n",
            "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tP\n",
            &record(3, "GCA", "G"),
            &record(6, "CAC", "C"),
            &record(8, "C", "T"),
        ]
        .concat(),
    );
    let ped = write("one.ped", "F\tP\t0\t0\t1\t2\n");
    let fasta = write("genome.fa", ">1\nGGGCACA\nCACAGGG\n");
    let ask = |more: &[&str]| -> Run {
        shirube(["variants", "--vcf", &vcf, "--ped", &ped, "--format", "tsv"].iter().chain(more))
    };
    let forms = |more: &[&str]| -> Vec<String> {
        let run = ask(more);
        assert_eq!(run.code, Some(0), "{run:?}");
        let mut lines = run.out.lines().map(|line| line.split('\t').collect::<Vec<_>>());
        let column = lines.next().and_then(|head| head.iter().position(|name| *name == "normal_form"));
        lines.map(|cells| cells[column.expect("a column of that name")].to_owned()).collect()
    };
    assert_eq!(forms(&[]), ["chr1-3-GCA-G", "chr1-6-CAC-C", "chr1-8-C-T"], "nothing is moved without the sequence");
    let without_index = ask(&["--fasta", &fasta]);
    assert_eq!(without_index.code, Some(2));
    assert!(without_index.err.contains("samtools faidx"), "{}", without_index.err);
    write("genome.fa.fai", "1\t14\t3\t7\t8\n");
    assert_eq!(
        forms(&["--fasta", &fasta]),
        ["chr1-3-GCA-G", "chr1-3-GCA-G", "chr1-8-C-T"],
        "two spellings of one allele"
    );
    write("genome.fa", ">1\nGGGCACT\nCACAGGG\n");
    let other = ask(&["--fasta", &fasta]);
    assert_eq!(other.code, Some(2));
    assert!(other.err.contains("chr1:7: the variant's reference allele has A, the sequence T"), "{}", other.err);
}
