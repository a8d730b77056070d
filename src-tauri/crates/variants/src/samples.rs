//! FORMAT and the sample columns of a record.

use crate::{
    GenotypeCode,
    error::{Fault, shown},
    limits,
    record::number,
};

/// Where the keys that the table keeps stand in FORMAT; remembered, since most records have the same.
#[derive(Clone, Debug, Default)]
pub(crate) struct Keys {
    format: Vec<u8>,
    genotype: Option<usize>,
    depth: Option<usize>,
    quality: Option<usize>,
    reads: Option<usize>,
    /// FreeBayes' reads of each alternate, where there is no AD.
    alternate_reads: Option<usize>,
    /// Reads of the alleles that the person may have, and which alternates these are (VCF 4.5, LAD and LAA).
    local_reads: Option<usize>,
    local_alleles: Option<usize>,
    phase_set: Option<usize>,
    /// Fields that must be cut out of a sample column to have all of these.
    needed: usize,
}

/// What a sample column says, before it is seen from one allele.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sampled<'a> {
    pub alleles: Vec<Option<u16>>,
    pub phased: bool,
    pub depth: Option<u16>,
    pub quality: Option<u16>,
    pub phase_set: u32,
    reads: &'a [u8],
    /// The first number of `reads` is that of the reference.
    reads_have_reference: bool,
    /// The alternates of which `reads` tells; all of them where empty.
    local: &'a [u8],
}

impl Keys {
    pub fn of(&mut self, format: &[u8]) -> &Self {
        if self.format != format || format.is_empty() {
            let find = |key: &[u8]| format.split(|b| *b == b':').position(|k| k == key);
            let (genotype, depth, quality) = (find(b"GT"), find(b"DP"), find(b"GQ"));
            let (reads, alternate_reads, phase_set) = (find(b"AD"), find(b"AO"), find(b"PS"));
            let local_reads = find(b"LAD").filter(|_| reads.is_none());
            let local_alleles = find(b"LAA").filter(|_| local_reads.is_some());
            let all = [genotype, depth, quality, reads, alternate_reads, local_reads, local_alleles, phase_set];
            let needed = all.iter().flatten().max().map_or(0, |n| n + 1);
            *self = Self {
                format: format.to_vec(),
                genotype,
                depth,
                quality,
                reads,
                alternate_reads,
                local_reads,
                local_alleles,
                phase_set,
                needed,
            };
        }
        self
    }

    /// Reads one sample column of a record with this many alternates.
    pub fn read<'a>(&self, column: &'a [u8], alternates: usize, into: &mut Sampled<'a>) -> Result<(), Fault> {
        into.alleles.clear();
        (into.phased, into.depth, into.quality, into.phase_set) = (false, None, None, 0);
        (into.reads, into.local) = (b"", b"");
        into.reads_have_reference = self.reads.is_some() || self.local_alleles.is_some();
        let local = self.local_reads.filter(|_| self.local_alleles.is_some());
        let alternate = self.alternate_reads.filter(|_| self.reads.is_none());
        for (i, text) in column.split(|b| *b == b':').take(self.needed).enumerate() {
            let i = Some(i);
            if i == self.genotype {
                genotype(text, alternates, into)?;
            } else if i == self.depth {
                into.depth = count(text, "DP")?;
            } else if i == self.quality {
                into.quality = count(text, "GQ")?;
            } else if i == self.reads || i == alternate || i == local {
                into.reads = text;
            } else if i == self.local_alleles {
                into.local = text;
            } else if i == self.phase_set {
                into.phase_set = number(text).unwrap_or(0);
            }
        }
        Ok(())
    }
}

impl Sampled<'_> {
    /// The genotype seen from an alternate (1-based).
    #[inline]
    pub fn code(&self, allele: u16) -> GenotypeCode {
        GenotypeCode::of(&self.alleles, self.phased, allele)
    }

    /// Reads that show an alternate (1-based).
    #[inline]
    pub fn alternate_reads(&self, allele: u16) -> Option<u16> {
        let number_of = |text: &[u8]| number(text).is_some_and(|n| n == u32::from(allele));
        let place = match self.local {
            b"" => usize::from(allele).checked_sub(usize::from(!self.reads_have_reference))?,
            local => 1 + local.split(|b| *b == b',').position(number_of)?,
        };
        let text = self.reads.split(|b| *b == b',').nth(place)?;
        number(text).map(|n| u16::try_from(n).unwrap_or(u16::MAX))
    }
}

/// Allele numbers of GT. One byte ahead of the first number may tell the phase (VCF 4.5).
fn genotype(text: &[u8], alternates: usize, into: &mut Sampled) -> Result<(), Fault> {
    let wrong = |what: &str| Fault::new("GT", format!("{:?}: {what}", shown(text)));
    let body = text.strip_prefix(b"/").or_else(|| text.strip_prefix(b"|")).unwrap_or(text);
    into.phased = memchr::memchr(b'|', body).is_some() && memchr::memchr(b'/', body).is_none();
    for allele in body.split(|b| matches!(b, b'/' | b'|')) {
        let allele = match allele {
            b"." => None,
            [digit @ b'0'..=b'9'] => Some(u16::from(digit - b'0')),
            _ => {
                let n = number(allele).and_then(|n| u16::try_from(n).ok());
                Some(n.ok_or_else(|| wrong("expected allele numbers or `.` separated by `/` or `|`"))?)
            }
        };
        // Where ALT is `.` there is no row that the number could mislead.
        if alternates > 0 && allele.is_some_and(|n| usize::from(n) > alternates) {
            return Err(wrong(&format!("allele number above the {alternates} alternate alleles of the record")));
        }
        if into.alleles.len() == limits::PLOIDY {
            return Err(wrong(&format!("more than {} alleles", limits::PLOIDY)));
        }
        into.alleles.push(allele);
    }
    Ok(())
}

/// A count or a quality: whole, or decimal (then rounded down); `None` for `.` and for negative numbers.
fn count(text: &[u8], field: &'static str) -> Result<Option<u16>, Fault> {
    if text.is_empty() || text == b"." {
        return Ok(None);
    }
    if let Some(n) = number(text) {
        return Ok(Some(u16::try_from(n).unwrap_or(u16::MAX)));
    }
    let decimal = std::str::from_utf8(text).ok().and_then(|t| t.parse::<f64>().ok());
    let Some(value) = decimal.filter(|v| v.is_finite()) else {
        return Err(Fault::new(field, format!("expected a number or `.`, found {:?}", shown(text))));
    };
    let whole = value.floor().clamp(-1.0, 65_534.0);
    #[allow(clippy::cast_possible_truncation, reason = "clamped to the range of 16 bits, -1 for negative")]
    let whole = whole as i32;
    Ok(u16::try_from(whole).ok())
}
