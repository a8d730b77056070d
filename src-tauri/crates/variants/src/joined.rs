//! Several files of one family as one table: small variants, structural variants and repeats come from programs of their
//! own.

use crate::{
    Error, Frequency, GenotypeCode, Sample, VariantTable,
    append::{Dictionaries, Segment},
    column::{Counts, Numbers},
};

impl VariantTable {
    /// Adds the rows of another file of the same family, with those of its slices. Persons are matched by the names of their samples: who has no
    /// sample in one of the files is not called in its rows, never without the allele. Frequencies are matched by name.
    ///
    /// # Errors
    /// [`Error::Mismatch`] where it is on another assembly, or there are more than 255 parts.
    pub fn add_file(&mut self, mut more: Self, file: &str) -> Result<(), Error> {
        let mismatch = |what: String| Err(Error::Mismatch { file: file.to_owned(), what });
        if more.assembly != self.assembly {
            let (here, there) = (self.assembly, more.assembly);
            return mismatch(format!(
                "it is on {there}, the family's first file on {here}: give files of one assembly"
            ));
        }
        let number = u8::try_from(self.parts.len()).ok().filter(|n| usize::from(*n) + more.parts.len() <= 255);
        let Some(number) = number else { return mismatch("more than 255 files and slices".to_owned()) };
        let samples = united(self.samples.iter().map(|s| &s.name), more.samples.iter().map(|s| &s.name));
        let frequencies = united(self.frequencies.iter().map(|f| &f.name), more.frequencies.iter().map(|f| &f.name));
        let contigs = united(self.contigs.iter().map(|c| &c.name), more.contigs.iter().map(|c| &c.name));
        self.widen(&samples, &frequencies);
        more.widen(&samples, &frequencies);
        more.part.iter_mut().for_each(|part| *part += number);
        let parts = std::mem::take(&mut more.parts);
        let builders = [Dictionaries::of_table(self), Dictionaries::of_table(&more)];
        let second = Segment { start: self.rows(), hits: self.gene_hits.len(), builder: 1 };
        self.append(more);
        self.renumber(&contigs, &builders, &[Segment::default(), second]);
        self.parts.extend(parts);
        Ok(())
    }

    /// Gives it these samples and frequencies in this order; those that it does not have are not known in its rows.
    fn widen(&mut self, samples: &[String], frequencies: &[String]) {
        let rows = self.rows();
        let mut own = std::mem::take(&mut self.samples);
        let sample = |name: &String| match own.iter().position(|s| &s.name == name) {
            Some(place) => own.swap_remove(place),
            None => not_called(name, rows),
        };
        self.samples = samples.iter().map(sample).collect();
        let mut own = std::mem::take(&mut self.frequencies);
        let frequency = |name: &String| match own.iter().position(|f| &f.name == name) {
            Some(place) => own.swap_remove(place),
            None => Frequency { name: name.clone(), values: Numbers::missing(rows) },
        };
        self.frequencies = frequencies.iter().map(frequency).collect();
    }
}

/// The names of one, then those of the other that are not among them.
fn united<'a>(one: impl Iterator<Item = &'a String>, other: impl Iterator<Item = &'a String>) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for name in one.chain(other) {
        if !names.contains(name) {
            names.push(name.clone());
        }
    }
    names
}

fn not_called(name: &str, rows: usize) -> Sample {
    Sample {
        genotype: vec![GenotypeCode::NOT_CALLED; rows],
        depth: Counts::missing(rows),
        genotype_quality: Counts::missing(rows),
        alternate_reads: Counts::missing(rows),
        ..Sample::blank(name)
    }
}

#[cfg(test)]
mod tests {
    use domain::{Assembly, Pattern, Pedigree};

    use super::*;
    use crate::{Call, Details, Family, FileNames, Filters, PatternSet, ReadOptions, testing};

    const SMALL: &str = "##fileformat=VCFv4.2\n##INFO=<ID=CSQ,Number=.,Type=String,Description=\"Format: Allele|Consequence|SYMBOL|gnomADe_AF\">\n\
        #CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tfather\tchild\tmother\n\
        chr2\t500\t.\tA\tG\t.\tPASS\tCSQ=G|missense_variant|ONE|0.001\tGT:DP\t0/1:30\t1/1:30\t0/0:30\n";
    const LARGE: &str = "##fileformat=VCFv4.2\n##INFO=<ID=gnomad_svAF,Number=1,Type=Float,Description=\"x\">\n\
        #CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tmother\tchild\taunt\n\
        2\t400\t.\tN\t<DEL>\t.\tPASS\tEND=900;gnomad_svAF=0.01\tGT\t0/1\t0/1\t0/0\n";

    fn joined() -> VariantTable {
        let mut table = testing::table(SMALL);
        table.add_file(testing::table(LARGE), "sv.vcf").expect("one family");
        table
    }

    #[test]
    fn who_is_in_one_file_alone_is_not_called_in_the_other() {
        let table = joined();
        let names: Vec<&str> = table.samples().iter().map(|s| s.name.as_str()).collect();
        assert_eq!(names, ["father", "child", "mother", "aunt"]);
        let calls = |row| table.samples().iter().map(|s| s.genotype(row).call()).collect::<Vec<_>>();
        assert_eq!(calls(0), [Call::Full, Call::Full, Call::Full, Call::None]);
        assert_eq!(calls(1), [Call::None, Call::Full, Call::Full, Call::Full], "never the reference");
        assert_eq!([table.max_af(0), table.max_af(1)], [Some(0.001), Some(0.01)]);
        assert_eq!(table.frequencies().iter().map(|f| f.get(0)).collect::<Vec<_>>(), [Some(0.001), None]);
        let sources = [testing::source(SMALL), testing::source(LARGE)];
        let mut details = Details::open(&sources.iter().collect::<Vec<_>>()).expect("opened");
        let detail = details.of(&table, 1, &testing::open_scope(Assembly::GRCh38)).expect("of the second file");
        assert_eq!(
            (detail.alternate.as_str(), detail.sample(2, "GT"), detail.sample(0, "GT")),
            ("<DEL>", Some("0/1"), None)
        );
    }

    #[test]
    fn a_variant_opposite_a_deletion_of_another_file_is_found_whatever_the_contig_is_called() {
        let table = joined();
        let ped = "F child father mother 1 2\nF father 0 0 1 1\nF mother 0 0 2 1\nF aunt 0 0 2 1";
        let pedigree = Pedigree::parse_ped(ped).expect("a PED");
        let files = FileNames { ped: "PED", vcf: "VCF" };
        let family = Family::new(&pedigree[0], table.samples(), None, files).expect("a family");
        let inheritance = Some(PatternSet::of(&[Pattern::HemizygousDeletion]));
        let filters = Filters { inheritance, ..Filters::default() };
        let outcome = filters.run(&table, &family, None).expect("run");
        let pairs: Vec<_> = outcome.hits().iter().map(|h| (h.row, h.partner)).collect();
        assert_eq!(pairs, [(1, Some(0)), (0, Some(1))]);
    }

    #[test]
    fn another_assembly_is_refused() {
        let options = ReadOptions { assembly: Some(Assembly::GRCh37), ..ReadOptions::default() };
        let scope = testing::open_scope(Assembly::GRCh37);
        let other = VariantTable::read(&testing::source(LARGE), &scope, options).expect("a table");
        let error = testing::table(SMALL).add_file(other, "sv.vcf").expect_err("refused").to_string();
        assert!(error.starts_with("sv.vcf: it is on GRCh37"), "{error}");
    }
}
