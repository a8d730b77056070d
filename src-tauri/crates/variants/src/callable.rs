//! Where a person's genome could be called, from what pipelines write of it: BED of callable regions, mosdepth's quantized and
//! thresholds BED, gVCF. BED is 0-based and half open; regions here are 1-based and closed.

use std::collections::BTreeMap;

use domain::{Assembly, Chromosome, Region};

use crate::{
    Error, Header,
    error::Fault,
    record::{Record, number},
    source::Source,
    text::Lines,
};

/// What is asked of a place that it counts as callable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CallableAt {
    /// Least read depth.
    pub depth: u32,
    /// Least genotype quality, phred, where one is given.
    pub genotype_quality: u32,
}

/// The stretches that could be called, by chromosome, sorted and apart from each other.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Callable {
    stretches: BTreeMap<Chromosome, Vec<(u32, u32)>>,
    /// Of mosdepth's thresholds: regions with the number of their bases that could be called. Which ones is not told.
    counted: BTreeMap<Chromosome, Vec<(u32, u32, u32)>>,
}

impl Callable {
    /// Reads a BED or a gVCF, told apart by how their text begins, whatever they are called and packed in.
    ///
    /// # Errors
    /// As [`Callable::read_bed`] and [`Callable::read_gvcf`].
    pub fn read(source: &Source, sample: &str, assembly: Assembly, at: CallableAt) -> Result<Self, Error> {
        let (mut lines, mut first) = (Lines::open(source)?, Vec::new());
        lines.next_into(&mut first)?;
        let first = first.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&first);
        if first.starts_with(b"##fileformat=VCF") {
            Self::read_gvcf(source, sample, assembly, at)
        } else {
            Self::read_bed(source, at)
        }
    }

    /// Reads a BED: of callable regions (three columns), of mosdepth `--quantize` (a fourth column such as `20:inf` or
    /// `CALLABLE`) or of mosdepth `--thresholds` (a header that names depths such as `20X`).
    ///
    /// # Errors
    /// What [`Error`] says of files; [`Error::Record`] for a line that is none of these, and where no threshold is the depth
    /// asked for.
    pub fn read_bed(source: &Source, at: CallableAt) -> Result<Self, Error> {
        let (mut found, mut lines, mut line) = (Self::default(), Lines::open(source)?, Vec::new());
        let mut threshold = None;
        while lines.next_into(&mut line)?.is_some() {
            let fault = |fault: Fault| fault.at(source.name(), lines.number);
            let text = std::str::from_utf8(&line).map_err(|_| fault(Fault::new("line", "not UTF-8")))?;
            let text = text.trim_end_matches('\r');
            if text.starts_with("#chrom") && text.contains('X') {
                threshold = Some(column_of(text, at.depth).map_err(fault)?);
            } else if !text.is_empty()
                && !text.starts_with(['#'])
                && !text.starts_with("track")
                && !text.starts_with("browser")
            {
                found.bed_line(text, threshold, at).map_err(fault)?;
            }
        }
        found.settle();
        Ok(found)
    }

    /// Reads a gVCF on this assembly: reference blocks and records of the sample with this name whose FILTER is `PASS` or
    /// `.`, whose depth (MIN_DP, else DP) and genotype quality (GQ, else GQX, else RGQ) are high enough, and which are
    /// called. A header that tells no assembly is believed.
    ///
    /// # Errors
    /// What [`Error`] says of files, headers and records; [`Error::Mismatch`] where there is no such sample, or the header
    /// tells another assembly.
    pub fn read_gvcf(source: &Source, sample: &str, assembly: Assembly, at: CallableAt) -> Result<Self, Error> {
        let mut lines = Lines::open(source)?;
        let header = Header::read_lines(source.name(), &mut lines)?;
        match header.assembly(source.name(), None) {
            Ok(own) if own != assembly => {
                let what = format!("it is on {own}, the variants on {assembly}: give a gVCF on the same assembly");
                return Err(Error::Mismatch { file: source.name().to_owned(), what });
            }
            Ok(_) | Err(Error::UnknownAssembly { .. }) => {}
            Err(other) => return Err(other),
        }
        let place = header.samples.iter().position(|s| s == sample).ok_or_else(|| Error::Mismatch {
            file: source.name().to_owned(),
            what: format!("no sample {sample}: it has {}", header.samples.join(", ")),
        })?;
        let (mut found, mut line) = (Self::default(), Vec::new());
        while lines.next_into(&mut line)?.is_some() {
            let record = Record::parse(&line, header.samples.len()).map_err(|f| f.at(source.name(), lines.number))?;
            let chromosome = std::str::from_utf8(record.chrom).ok().and_then(|c| c.parse().ok());
            let column = record.samples.split(|b| *b == b'\t').nth(place).unwrap_or_default();
            let callable = matches!(record.filter, b"PASS" | b"." | b"") && is_callable(record.format, column, at);
            if let (Some(chromosome), true) = (chromosome, callable) {
                found.stretches.entry(chromosome).or_default().push((record.position.max(1), record.end()));
            }
        }
        found.settle();
        Ok(found)
    }

    fn bed_line(&mut self, text: &str, threshold: Option<usize>, at: CallableAt) -> Result<(), Fault> {
        let columns: Vec<&str> = text.split('\t').collect();
        let whole = |place: usize| columns.get(place).and_then(|c| number(c.as_bytes()));
        let (Some(start), Some(end)) = (whole(1), whole(2)) else {
            return Err(Fault::new("BED", format!("{text:?}: expected contig, start and end separated by tabs")));
        };
        if end <= start {
            return Err(Fault::new("BED", format!("{text:?}: the end must lie behind the start")));
        }
        // What lies on no primary chromosome holds no gene of the lists.
        let Ok(chromosome) = columns[0].parse::<Chromosome>() else { return Ok(()) };
        match (threshold, columns.get(3)) {
            (Some(column), _) => {
                let expected = || Fault::new("BED", format!("column {}: expected a number of bases", column + 1));
                let bases = whole(column).filter(|b| *b <= end - start).ok_or_else(expected)?;
                self.counted.entry(chromosome).or_default().push((start + 1, end, bases));
            }
            (None, Some(_)) if !is_deep(&columns[3..], at.depth)? => {}
            (None, _) => self.stretches.entry(chromosome).or_default().push((start + 1, end)),
        }
        Ok(())
    }

    /// Sorts, and joins what overlaps or touches.
    fn settle(&mut self) {
        for stretches in self.stretches.values_mut() {
            stretches.sort_unstable();
            let mut joined: Vec<(u32, u32)> = Vec::with_capacity(stretches.len());
            for &(start, end) in &*stretches {
                match joined.last_mut() {
                    Some(last) if start <= last.1.saturating_add(1) => last.1 = last.1.max(end),
                    _ => joined.push((start, end)),
                }
            }
            *stretches = joined;
        }
        self.counted.values_mut().for_each(|c| c.sort_unstable());
    }

    /// True where bases are counted by region, as mosdepth's thresholds do of exons.
    pub fn is_by_exon(&self) -> bool {
        !self.counted.is_empty()
    }

    /// Bases of these regions, and how many of them could be called. Of mosdepth's thresholds those regions count that lie
    /// within one of these; where none does, nothing could be called. Regions that overlap count once.
    pub fn bases(&self, regions: &[Region]) -> (u64, u64) {
        let (mut all, mut called) = (0, 0);
        for region in disjoint(regions) {
            let (start, end) = (region.start.get(), region.end.get());
            let length = u64::from(end - start) + 1;
            let stretches = self.stretches.get(&region.chromosome).map_or(&[][..], Vec::as_slice);
            let first = stretches.partition_point(|s| s.1 < start);
            let within = stretches[first..].iter().take_while(|s| s.0 <= end);
            let bases = within.map(|s| u64::from(s.1.min(end) - s.0.max(start)) + 1).sum::<u64>();
            let counted = self.counted.get(&region.chromosome).map_or(&[][..], Vec::as_slice);
            let inside: Vec<_> = counted.iter().filter(|c| c.0 >= start && c.1 <= end).collect();
            if inside.is_empty() {
                (all, called) = (all + length, called + bases);
            } else {
                all += inside.iter().map(|c| u64::from(c.1 - c.0) + 1).sum::<u64>();
                called += inside.iter().map(|c| u64::from(c.2)).sum::<u64>();
            }
        }
        (all, called)
    }

    /// Whether every base of a region could be called. mosdepth's thresholds tell it only where all bases of a region of
    /// theirs could be called or none.
    pub fn covers(&self, region: &Region) -> Option<bool> {
        let (start, end) = (region.start.get(), region.end.get());
        if !self.counted.is_empty() {
            let mut counted = self.counted.get(&region.chromosome)?.iter().filter(|c| c.0 <= start && end <= c.1);
            return counted.find_map(|c| match c.2 {
                0 => Some(false),
                bases => (bases > c.1 - c.0).then_some(true),
            });
        }
        let stretches = self.stretches.get(&region.chromosome).map_or(&[][..], Vec::as_slice);
        let place = stretches.partition_point(|s| s.1 < start);
        Some(stretches.get(place).is_some_and(|s| s.0 <= start && end <= s.1))
    }
}

/// Sorted and without overlaps.
fn disjoint(regions: &[Region]) -> Vec<Region> {
    let mut sorted = regions.to_vec();
    sorted.sort_by_key(|r| (r.chromosome, r.start, r.end));
    let mut joined: Vec<Region> = Vec::with_capacity(sorted.len());
    for region in sorted {
        match joined.last_mut() {
            Some(last) if last.chromosome == region.chromosome && region.start <= last.end => {
                last.end = last.end.max(region.end);
            }
            _ => joined.push(region),
        }
    }
    joined
}

/// The column of mosdepth's thresholds with this depth.
fn column_of(header: &str, depth: u32) -> Result<usize, Fault> {
    let wanted = format!("{depth}X");
    header.split('\t').position(|c| c == wanted).ok_or_else(|| {
        let depths: Vec<&str> = header.split('\t').filter(|c| c.ends_with('X')).collect();
        Fault::new(
            "BED",
            format!("no column {wanted}, found {}: run mosdepth with --thresholds {depth}", depths.join(" ")),
        )
    })
}

/// Whether what stands behind contig, start and end tells of this depth: mosdepth's depth by base or mean depth of a region,
/// with its name or without; a label of its quantized BED (`20:inf`, `10:20`, or its words).
fn is_deep(columns: &[&str], depth: u32) -> Result<bool, Fault> {
    let given = match columns {
        [given] | [_, given] => given.parse::<f64>().ok(),
        _ => None,
    };
    if let Some(given) = given {
        return Ok(given >= f64::from(depth));
    }
    let label = columns.first().copied().unwrap_or_default();
    match label {
        "NO_COVERAGE" | "LOW_COVERAGE" | "REF_N" | "POOR_MAPPING_QUALITY" => return Ok(false),
        "CALLABLE" | "HIGH_COVERAGE" | "EXCESSIVE_COVERAGE" => return Ok(true),
        _ => {}
    }
    let Some((low, high)) = label.split_once(':') else {
        // A name in the fourth column, as any BED has.
        return Ok(true);
    };
    let wrong = |what: &str| Fault::new("BED", format!("label {label:?}: {what}"));
    let low = number(low.as_bytes()).ok_or_else(|| wrong("expected two depths such as 20:inf"))?;
    let crosses = number(high.as_bytes()).is_none_or(|high| high > depth) && low < depth;
    if crosses {
        return Err(wrong(&format!("{depth} lies within it: run mosdepth with --quantize 0:{depth}:")));
    }
    Ok(low >= depth)
}

/// Whether a sample column is called, deep and sure enough.
fn is_callable(format: &[u8], column: &[u8], at: CallableAt) -> bool {
    let value = |key: &[u8]| {
        let place = format.split(|b| *b == b':').position(|k| k == key)?;
        column.split(|b| *b == b':').nth(place).filter(|v| !v.is_empty() && *v != b".")
    };
    let count = |keys: &[&[u8]]| keys.iter().find_map(|k| value(k)).and_then(number);
    let called = value(b"GT").is_some_and(|gt| !gt.contains(&b'.'));
    called
        && count(&[b"MIN_DP", b"DP"]).is_some_and(|depth| depth >= at.depth)
        && count(&[b"GQ", b"GQX", b"RGQ"]).is_none_or(|quality| quality >= at.genotype_quality)
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use noodles_bgzf as bgzf;

    use super::*;
    use crate::testing;

    const AT: CallableAt = CallableAt { depth: 20, genotype_quality: 20 };

    fn bed(text: &str) -> Result<Callable, Error> {
        Callable::read_bed(&testing::source(text), AT)
    }

    fn bases(callable: &Callable, regions: &[&str]) -> (u64, u64) {
        let regions: Vec<Region> = regions.iter().map(|r| r.parse().expect("a region")).collect();
        callable.bases(&regions)
    }

    #[test]
    fn regions_of_a_bed_are_counted_once_and_half_open() {
        let callable =
            bed("#a comment\nchr1\t9\t20\nchr1\t15\t30\nchr1\t30\t40\tname\nchrUn_x\t0\t5\n").expect("a BED");
        assert_eq!(bases(&callable, &["1:1-100"]), (100, 31));
        assert_eq!(bases(&callable, &["1:10-20", "1:15-40"]), (31, 31), "overlaps count once");
        assert_eq!(bases(&callable, &["1:41-50", "2:1-10"]), (20, 0));
        let covers = |place: &str| callable.covers(&place.parse().expect("a region")).expect("a BED tells all");
        let places = ["1:9-9", "1:10-10", "1:40-40", "1:41-41", "1:35-41", "1:12-38"];
        assert_eq!(places.map(covers), [false, true, true, false, false, true]);
    }

    #[test]
    fn quantized_depths_are_told_by_their_lower_end() {
        let callable = bed("1\t0\t10\t0:20\n1\t10\t30\t20:inf\n1\t30\t40\tLOW_COVERAGE\n").expect("quantized");
        assert_eq!(bases(&callable, &["1:1-40"]), (40, 20));
        let coarse = bed("1\t0\t10\t10:100\n").expect_err("20 lies within").to_string();
        assert!(coarse.contains("test.vcf:1: BED") && coarse.contains("--quantize 0:20:"), "{coarse}");
    }

    #[test]
    fn depths_by_base_and_by_region_are_compared() {
        let by_base = bed("1\t0\t10\t0\n1\t10\t30\t20\n1\t30\t40\t19\n").expect("per-base");
        assert_eq!(bases(&by_base, &["1:1-40"]), (40, 20), "no depth is no callable base");
        let by_region = bed("1\t0\t10\texon1\t0.00\n1\t10\t30\texon2\t31.25\n").expect("regions");
        assert_eq!(bases(&by_region, &["1:1-40"]), (40, 20));
        let names = bed("1\t0\t10\tname\t0\t+\n").expect("a BED of six columns has a score");
        assert_eq!(bases(&names, &["1:1-40"]), (40, 10));
    }

    #[test]
    fn thresholds_give_numbers_of_bases() {
        let head = "#chrom\tstart\tend\tregion\t1X\t10X\t20X\n";
        let callable = bed(&format!("{head}1\t0\t100\texon\t100\t90\t80\n1\t200\t300\texon\t100\t100\t100\n"))
            .expect("thresholds");
        assert_eq!(bases(&callable, &["1:1-300"]), (200, 180), "exons of a gene");
        let covers = |place: &str| callable.covers(&place.parse().expect("a region"));
        assert_eq!(
            ["1:5-5", "1:205-206", "1:150-150"].map(covers),
            [None, Some(true), None],
            "which bases is not told"
        );
        let other = bed("#chrom\tstart\tend\tregion\t1X\t10X\n").expect_err("no 20X").to_string();
        assert!(other.contains("no column 20X, found 1X 10X"), "{other}");
        let more = bed(&format!("{head}1\t0\t100\texon\t100\t90\t180\n")).expect_err("more bases than there are");
        assert!(more.to_string().contains(":2: BED: column 7"), "{more}");
    }

    #[test]
    fn what_is_no_bed_is_named_by_its_line() {
        for (text, part) in [("1\t5\n", "expected contig, start and end"), ("1\t5\t5\n", "behind the start")] {
            let error = bed(text).expect_err("no BED").to_string();
            assert!(error.contains("test.vcf:1: BED") && error.contains(part), "{error}");
        }
    }

    #[test]
    fn blocks_of_a_gvcf_count_where_they_are_deep_and_sure() {
        let text = "##fileformat=VCFv4.2\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tchild\n\
            1\t1\t.\tA\t<NON_REF>\t.\t.\tEND=100\tGT:DP:GQ:MIN_DP\t0/0:40:99:30\n\
            1\t101\t.\tA\t<NON_REF>\t.\t.\tEND=200\tGT:DP:GQ:MIN_DP\t0/0:40:99:10\n\
            1\t201\t.\tA\tC,<NON_REF>\t50\t.\t.\tGT:DP:GQ\t0/1:40:99\n\
            1\t202\t.\tA\t<*>\t.\t.\t.\tGT:DP:GQ:LEN\t0/0:40:99:9\n\
            1\t301\t.\tA\t<NON_REF>\t.\t.\tEND=400\tGT:DP:GQ\t./.:40:99\n";
        let read = |sample| Callable::read_gvcf(&testing::source(text), sample, Assembly::GRCh38, AT);
        let callable = read("child").expect("a gVCF");
        assert_eq!(bases(&callable, &["1:1-400"]), (400, 110));
        let blocks = "##fileformat=VCFv4.2\n##reference=GRCh38\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tchild\n\
            1\t101\t.\tA\t.\t.\t.\tEND=200;MinDP=28\tGT:DP\t0/0:28\n\
            1\t301\t.\tA\t.\t.\tPASS\tEND=400;BLOCKAVG_min30p3a\tGT:GQX:DP:DPF:MIN_DP\t0/0:24:30:0:28\n\
            1\t401\t.\tA\t.\t.\tPASS\tEND=500;BLOCKAVG_min30p3a\tGT:GQX:DP:DPF:MIN_DP\t0/0:9:30:0:28\n\
            1\t501\t.\tA\t.\t.\tLowGQX\tEND=600;BLOCKAVG_min30p3a\tGT:GQX:DP:DPF:MIN_DP\t0/0:24:30:0:28\n";
        let callable = Callable::read_gvcf(&testing::source(blocks), "child", Assembly::GRCh38, AT).expect("blocks");
        assert_eq!(bases(&callable, &["1:101-600"]), (500, 200), "bcftools call -g and Strelka write ALT `.`");
        let other = Callable::read_gvcf(&testing::source(blocks), "child", Assembly::GRCh37, AT).expect_err("GRCh38");
        assert!(other.to_string().contains("it is on GRCh38, the variants on GRCh37"), "{other}");
        let (mut packed, mut bed) = (bgzf::io::Writer::new(Vec::new()), bgzf::io::Writer::new(Vec::new()));
        packed.write_all(blocks.as_bytes()).and_then(|()| bed.write_all(b"1\t100\t200\n")).expect("memory");
        for (bytes, called) in [(packed.finish(), 200), (bed.finish(), 100)] {
            let source = testing::source(bytes.expect("memory"));
            let callable = Callable::read(&source, "child", Assembly::GRCh38, AT).expect("either");
            assert_eq!(bases(&callable, &["1:101-600"]), (500, called), "told apart by content");
        }
        assert!(read("mother").expect_err("no such sample").to_string().contains("it has child"));
    }
}
