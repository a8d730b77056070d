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
    /// What stands for PS where it is not given.
    phase: Option<Phase>,
}

/// Where GATK writes the phase in fields of its own.
#[derive(Clone, Copy, Debug)]
enum Phase {
    /// PGT, the phased genotype, and PID, the name of its set.
    Physical { genotype: usize, set: usize },
    /// HP: for each allele of GT its set and haplotype, `1000-1,1000-2` (ReadBackedPhasing, WhatsHap).
    Haplotypes(usize),
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
            let physical = || Some(Phase::Physical { genotype: find(b"PGT")?, set: find(b"PID")? });
            let phase = physical().or_else(|| find(b"HP").map(Phase::Haplotypes));
            let phase = phase.filter(|_| find(b"PS").is_none());
            *self = Self { format: format.to_vec(), fields, reads_have_reference, likelihoods, phase };
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
        if let Some(phase) = self.phase {
            phase.tell(column, into);
        }
        Ok(())
    }
}

impl Phase {
    /// Puts the two alleles of a heterozygous genotype in the order of their haplotypes, where the fields tell it.
    fn tell(self, column: &[u8], into: &mut Sampled) {
        let field = |place: usize| column.split(|b| *b == b':').nth(place).unwrap_or_default();
        let [one, other] = into.alleles[..] else { return };
        let told = match self {
            Self::Physical { genotype, set } => {
                let (first, second) = pair(field(genotype), b'|');
                let allele = |text: &[u8]| number(text).and_then(|n| u16::try_from(n).ok());
                let phased = (allele(first), allele(second));
                let is_same = phased == (one, other) || phased == (other, one);
                is_same.then(|| (field(set), phased == (other, one)))
            }
            Self::Haplotypes(place) => {
                let (first, second) = pair(field(place), b',');
                let ((set, first), (other_set, second)) = (pair(first, b'-'), pair(second, b'-'));
                let order = [first, second];
                let is_told = set == other_set && (order == [b"1", b"2"] || order == [b"2", b"1"]);
                is_told.then_some((set, order == [b"2", b"1"]))
            }
        };
        let Some((set, turned)) = told.filter(|(set, _)| one != other && !matches!(*set, b"" | b".")) else { return };
        if turned {
            into.alleles.swap(0, 1);
        }
        (into.phased, into.phase_set) = (true, set_number(set));
    }
}

fn pair(text: &[u8], separator: u8) -> (&[u8], &[u8]) {
    let end = memchr::memchr(separator, text).unwrap_or(text.len());
    (&text[..end], text.get(end + 1..).unwrap_or_default())
}

/// A number for the name of a phase set, which GATK makes of the place and alleles of its first variant: FNV-1a, never 0.
fn set_number(name: &[u8]) -> u32 {
    number(name).filter(|n| *n > 0).unwrap_or_else(|| {
        let hash = name.iter().fold(0x811c_9dc5_u32, |hash, b| (hash ^ u32::from(*b)).wrapping_mul(0x0100_0193));
        hash.max(1)
    })
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
    fn the_fields_of_gatk_stand_for_a_phase_that_is_not_given() {
        let read = |format: &str, column: &str| {
            let (mut keys, mut sampled) = (Keys::default(), Sampled::default());
            keys.of(format.as_bytes()).read(column.as_bytes(), 2, &mut sampled).expect("a sample");
            (sampled.code(1).haplotype(), sampled.phase_set)
        };
        let set = set_number(b"100_A_C");
        assert_eq!(read("GT:PGT:PID", "0/1:0|1:100_A_C"), (Some(1), set));
        assert_eq!(read("GT:PGT:PID", "0/1:1|0:100_A_C"), (Some(0), set));
        assert_ne!(read("GT:PGT:PID", "0/1:1|0:100_A_T").1, set, "another set");
        assert_eq!(read("GT:HP", "0/1:100-1,100-2"), (Some(1), 100));
        assert_eq!(read("GT:HP", "0/1:100-2,100-1"), (Some(0), 100));
        for (format, column) in [
            ("GT:PGT:PID", "0/1:.:."),
            ("GT:PGT:PID", "0/1:0|1:."),
            ("GT:PGT:PID", "1/2:0|1:100_A_C"),
            ("GT:PGT:PID", "0/1"),
            ("GT:HP", "0/1:."),
            ("GT:HP", "0/1:100-1,200-2"),
            ("GT:PGT:PID:PS", "0/1:0|1:100_A_C:."),
        ] {
            assert_eq!(read(format, column), (None, 0), "{format} {column}");
        }
        assert_eq!(read("GT:PGT:PID", "1/1:1|1:100_A_C"), (None, 0), "nothing to tell apart");
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
