//! Tandem repeats as ExpansionHunter and TRGT count them, against the ranges that stranger writes beside them.

use domain::Region;
use serde::Serialize;

use crate::{
    Error, Header,
    record::{Record, number},
    source::Source,
    text::Lines,
};

/// Where a number of repeats lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RepeatRange {
    /// At most the largest normal one.
    Normal,
    /// Between normal and pathogenic: intermediate, mutable, premutation.
    Intermediate,
    /// At least the smallest pathogenic one.
    Pathogenic,
}

/// One allele of a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RepeatAllele {
    /// Copies of the motif; of several motifs those that count for the disease.
    pub copies: u32,
    /// Where that lies; `None` where the file gives no ranges.
    pub range: Option<RepeatRange>,
}

/// A record of a repeat.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repeat {
    /// The name of the locus (VARID, else REPID, else TRID).
    pub locus: String,
    /// Where it lies; `None` on no primary chromosome.
    pub region: Option<Region>,
    /// The motif as it is written for people, else as it stands on the reference.
    pub motif: Option<String>,
    /// Most copies that are normal.
    pub normal_most: Option<u32>,
    /// Fewest copies that are pathogenic.
    pub pathogenic_least: Option<u32>,
    /// The disease, the mode of inheritance and the source of the ranges, as in the file.
    pub disease: Option<String>,
    /// Mode of inheritance as in the file.
    pub inheritance: Option<String>,
    /// Source of the ranges as in the file.
    pub source: Option<String>,
    /// The alleles of each sample in the order of the header; none where not called.
    pub samples: Vec<Vec<RepeatAllele>>,
}

impl Repeat {
    /// Every record of a file that names a repeat, in its order; records of another kind are left out.
    ///
    /// # Errors
    /// What [`Error`] says of files, headers and records.
    pub fn read_all(source: &Source) -> Result<Vec<Self>, Error> {
        let mut lines = Lines::open(source)?;
        let header = Header::read_lines(source.name(), &mut lines)?;
        let (mut found, mut line) = (Vec::new(), Vec::new());
        while lines.next_into(&mut line)?.is_some() {
            let record = Record::parse(&line, header.samples.len()).map_err(|f| f.at(source.name(), lines.number))?;
            found.extend(Self::of(&record));
        }
        Ok(found)
    }

    fn of(record: &Record) -> Option<Self> {
        let text = |key: &str| {
            let value = record.info_value(key.as_bytes()).filter(|v| !v.is_empty() && *v != b".")?;
            Some(String::from_utf8_lossy(value).into_owned())
        };
        let count = |key: &str| record.info_value(key.as_bytes()).and_then(number);
        let locus = ["VARID", "REPID", "TRID"].iter().find_map(|key| text(key))?;
        let chromosome = std::str::from_utf8(record.chrom).ok().and_then(|c| c.parse().ok());
        let end = count("END").unwrap_or_else(|| record.end()).max(record.position);
        let mut repeat = Self {
            locus,
            region: chromosome.and_then(|c| Region::new(c, record.position.max(1), end.max(1)).ok()),
            motif: ["DisplayRU", "RU", "MOTIFS"].iter().find_map(|key| text(key)),
            normal_most: count("STR_NORMAL_MAX"),
            pathogenic_least: count("STR_PATHOLOGIC_MIN"),
            disease: text("Disease"),
            inheritance: text("InheritanceMode"),
            source: text("SourceDisplay").or_else(|| text("Source")),
            samples: Vec::new(),
        };
        let counting = record.info_value(b"PathologicStruc").map(motifs);
        let columns = record.samples.split(|b| *b == b'\t').filter(|c| !c.is_empty());
        repeat.samples = columns.map(|column| repeat.alleles(record.format, column, counting.as_deref())).collect();
        Some(repeat)
    }

    fn alleles(&self, format: &[u8], column: &[u8], counting: Option<&[usize]>) -> Vec<RepeatAllele> {
        let value = |key: &[u8]| {
            let place = format.split(|b| *b == b':').position(|k| k == key)?;
            column.split(|b| *b == b':').nth(place)
        };
        let copies: Vec<u32> = match (value(b"REPCN"), value(b"MC")) {
            (Some(copies), _) => copies.split(|b| *b == b'/').filter_map(number).collect(),
            (None, Some(counts)) => {
                counts.split(|b| *b == b',').filter_map(|allele| motif_copies(allele, counting)).collect()
            }
            (None, None) => Vec::new(),
        };
        copies.into_iter().map(|copies| RepeatAllele { copies, range: self.range(copies) }).collect()
    }

    /// Where a number of copies lies; `None` where the file gives no ranges.
    pub fn range(&self, copies: u32) -> Option<RepeatRange> {
        match (self.normal_most, self.pathogenic_least) {
            (_, Some(least)) if copies >= least => Some(RepeatRange::Pathogenic),
            (Some(most), _) if copies <= most => Some(RepeatRange::Normal),
            (Some(_), Some(_)) => Some(RepeatRange::Intermediate),
            _ => None,
        }
    }
}

/// The places of the motifs that count, of `[1]` or `[1,2]`.
fn motifs(text: &[u8]) -> Vec<usize> {
    let inner = text.strip_prefix(b"[").and_then(|t| t.strip_suffix(b"]")).unwrap_or(text);
    inner.split(|b| *b == b',').filter_map(|n| usize::try_from(number(n.trim_ascii())?).ok()).collect()
}

/// Copies of the motifs that count (all where none are told) of one allele such as `12_0`.
fn motif_copies(allele: &[u8], counting: Option<&[usize]>) -> Option<u32> {
    let counts: Vec<u32> = allele.split(|b| *b == b'_').map(number).collect::<Option<_>>()?;
    Some(match counting {
        Some(places) => places.iter().filter_map(|place| counts.get(*place)).sum(),
        None => counts.iter().sum(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;

    const HEAD: &str = "##fileformat=VCFv4.2\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tchild\n";

    fn one(info: &str, format: &str, column: &str) -> Repeat {
        let text = format!("{HEAD}4\t3076603\t.\tC\t<STR45>\t.\tPASS\t{info}\t{format}\t{column}\n");
        Repeat::read_all(&testing::source(text)).expect("readable").remove(0)
    }

    #[test]
    fn alleles_lie_in_the_ranges_of_the_file() {
        let info = "END=3076660;VARID=HTT;RU=CAG;STR_NORMAL_MAX=26;STR_PATHOLOGIC_MIN=36;Disease=HD;InheritanceMode=AD";
        let repeat = one(info, "GT:REPCN", "0/1:19/45");
        let found: Vec<_> = repeat.samples[0].iter().map(|a| (a.copies, a.range)).collect();
        assert_eq!(found, [(19, Some(RepeatRange::Normal)), (45, Some(RepeatRange::Pathogenic))]);
        let ranges = [26, 27, 35, 36].map(|copies| repeat.range(copies));
        use RepeatRange::{Intermediate, Normal, Pathogenic};
        assert_eq!(ranges, [Some(Normal), Some(Intermediate), Some(Intermediate), Some(Pathogenic)]);
        assert_eq!(repeat.region.map(|r| r.to_string()), Some("4:3076603-3076660".to_owned()));
        assert_eq!(one(info, "GT:REPCN", "./.:.").samples, [vec![]], "not called is no number");
        let without = one("END=3076660;VARID=HTT", "GT:REPCN", "0/1:19/45");
        assert_eq!(without.samples[0][1].range, None, "without ranges nothing is guessed");
    }

    #[test]
    fn only_motifs_that_count_are_counted() {
        let info = "TRID=SCA37;STR_NORMAL_MAX=16;STR_PATHOLOGIC_MIN=31;PathologicStruc=[0, 1]";
        let copies = |r: Repeat| r.samples[0].iter().map(|a| a.copies).collect::<Vec<_>>();
        assert_eq!(copies(one(info, "GT:MC", "0/1:12_0_9,40_33_9")), [12, 73]);
        assert_eq!(copies(one("TRID=X", "GT:MC", "0/1:12_1,.")), [13]);
    }
}
