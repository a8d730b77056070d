//! FORMAT and the sample columns of a record.

use smallvec::SmallVec;

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
    /// What each field of a sample column is, up to the last one that is kept.
    fields: Vec<Field>,
    /// The reads start with those of the reference.
    reads_have_reference: bool,
    /// What stands for GQ where it is not given.
    likelihoods: Option<(usize, Scale)>,
}

/// What a field of a sample column is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Field {
    Genotype,
    Depth,
    Quality,
    /// AD; or FreeBayes' reads of each alternate; or those of the alleles that the person may have (VCF 4.5, LAD).
    Reads,
    /// Which alternates a person may have (VCF 4.5, LAA).
    LocalAlleles,
    PhaseSet,
    Other,
}

/// How the likelihoods of the genotypes are written.
#[derive(Clone, Copy, Debug)]
enum Scale {
    /// PL: phred, the likeliest is 0.
    Phred,
    /// GL: decimal logarithms, the likeliest is the largest.
    Log10,
}

/// What a sample column says, before it is seen from one allele.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sampled<'a> {
    pub alleles: SmallVec<[Option<u16>; 2]>,
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
            let allele_depths = find(b"AD");
            let local = if allele_depths.is_none() { find(b"LAD").zip(find(b"LAA")) } else { None };
            let alternate_depths = if allele_depths.is_none() && local.is_none() { find(b"AO") } else { None };
            let places = [
                (Field::Genotype, find(b"GT")),
                (Field::Depth, find(b"DP")),
                (Field::Quality, find(b"GQ")),
                (Field::Reads, allele_depths.or(local.map(|(reads, _)| reads)).or(alternate_depths)),
                (Field::LocalAlleles, local.map(|(_, alleles)| alleles)),
                (Field::PhaseSet, find(b"PS")),
            ];
            let known = || places.iter().filter_map(|(field, place)| Some((*field, (*place)?)));
            let mut fields = vec![Field::Other; known().map(|(_, place)| place + 1).max().unwrap_or(0)];
            known().for_each(|(field, place)| fields[place] = field);
            let phred = find(b"PL").map(|place| (place, Scale::Phred));
            let likelihoods = phred.or_else(|| find(b"GL").map(|place| (place, Scale::Log10)));
            let reads_have_reference = alternate_depths.is_none();
            *self = Self { format: format.to_vec(), fields, reads_have_reference, likelihoods };
        }
        self
    }

    /// Reads one sample column of a record with this many alternates.
    pub fn read<'a>(&self, column: &'a [u8], alternates: usize, into: &mut Sampled<'a>) -> Result<(), Fault> {
        into.alleles.clear();
        (into.phased, into.depth, into.quality, into.phase_set) = (false, None, None, 0);
        (into.reads, into.local) = (b"", b"");
        into.reads_have_reference = self.reads_have_reference;
        for (field, text) in self.fields.iter().zip(column.split(|b| *b == b':')) {
            match field {
                Field::Genotype => genotype(text, alternates, into)?,
                Field::Depth => into.depth = count(text, "DP")?,
                Field::Quality => into.quality = count(text, "GQ")?,
                Field::Reads => into.reads = text,
                Field::LocalAlleles => into.local = text,
                Field::PhaseSet => into.phase_set = number(text).unwrap_or(0),
                Field::Other => {}
            }
        }
        if let (None, Some((place, scale))) = (into.quality, self.likelihoods) {
            let text = column.split(|b| *b == b':').nth(place).unwrap_or_default();
            into.quality = by_likelihoods(text, scale, &into.alleles);
        }
        Ok(())
    }
}

/// Genotype quality by the likelihoods of all genotypes (VCF 4.3, 1.6.2: F(j/k) = k (k + 1) / 2 + j): how many phred the
/// called genotype is likelier than the likeliest other one, 0 where another one is likelier. `None` where a genotype is not
/// called, of one or two alleles, and among the likelihoods.
fn by_likelihoods(text: &[u8], scale: Scale, alleles: &[Option<u16>]) -> Option<u16> {
    let called = match *alleles {
        [Some(only)] => usize::from(only),
        [Some(a), Some(b)] => {
            let (low, high) = (usize::from(a.min(b)), usize::from(a.max(b)));
            high * (high + 1) / 2 + low
        }
        _ => return None,
    };
    let (mut own, mut best_other) = (None, None::<f32>);
    for (place, number) in text.split(|b| *b == b',').enumerate() {
        let number: f32 = std::str::from_utf8(number).ok()?.parse().ok().filter(|n: &f32| n.is_finite())?;
        let phred = match scale {
            Scale::Phred => number,
            Scale::Log10 => -10.0 * number,
        };
        if place == called {
            own = Some(phred);
        } else {
            best_other = Some(best_other.map_or(phred, |other| other.min(phred)));
        }
    }
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "clamped to what 16 bits hold as a count"
    )]
    let quality = (best_other? - own?).clamp(0.0, 65_534.0) as u16;
    Some(quality)
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

#[cfg(test)]
mod tests {
    use super::*;

    fn quality(format: &str, column: &str) -> Option<u16> {
        let (mut keys, mut sampled) = (Keys::default(), Sampled::default());
        keys.of(format.as_bytes()).read(column.as_bytes(), 2, &mut sampled).expect("a sample");
        sampled.quality
    }

    #[test]
    fn likelihoods_stand_for_a_quality_that_is_not_given() {
        assert_eq!(quality("GT:PL", "0/0:0,30,400"), Some(30));
        assert_eq!(quality("GT:PL", "0/0:12,0,400"), Some(0), "called against what the reads say");
        assert_eq!(quality("GT:GQ:PL", "0/1:.:45,0,60"), Some(45));
        assert_eq!(quality("GT:GQ:PL", "0/0:9:0,30,400"), Some(9), "what is given counts");
        assert_eq!(quality("GT:GL", "0/1:-4.5,0,-6.05"), Some(45));
        assert_eq!(quality("GT:GL", "0|1:-5.0,-0.5,-6.05"), Some(45), "not every caller sets the largest to 0");
        assert_eq!(quality("GT:PL", "1/2:90,80,70,60,0,50"), Some(50), "1/2 is the fifth of six");
        assert_eq!(quality("GT:PL", "1:40,0,99"), Some(40), "one allele: by its number");
    }

    #[test]
    fn without_likelihoods_of_the_genotype_there_is_no_quality() {
        for column in
            ["./.:0,30,400", "0/.:0,30,400", "0/0:.", "0/0:0,x,400", "0/2:0,30,400", "0/0:0", "0/0/1:0,30,400", "0/0"]
        {
            assert_eq!(quality("GT:PL", column), None, "{column}");
        }
    }
}
