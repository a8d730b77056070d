use domain::{Chromosome, Region};
use smallvec::SmallVec;

use crate::{
    Kind,
    error::{Fault, shown},
    limits,
};

/// The columns of a record as they stand in the line.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Record<'a> {
    pub chrom: &'a [u8],
    /// POS, 1-based; 0 is a telomere.
    pub position: u32,
    pub id: &'a [u8],
    pub reference: &'a [u8],
    /// ALT as written.
    pub alternate: &'a [u8],
    pub quality: &'a [u8],
    pub filter: &'a [u8],
    pub info: &'a [u8],
    pub format: &'a [u8],
    /// The sample columns, still joined by tabs; empty without samples.
    pub samples: &'a [u8],
}

impl<'a> Record<'a> {
    /// Cuts a line (without its newline) into columns. `samples` is the number of samples in the header.
    pub fn parse(line: &'a [u8], samples: usize) -> Result<Self, Fault> {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        let mut tabs = memchr::memchr_iter(b'\t', line);
        let mut columns: [&[u8]; 9] = [&[]; 9];
        let (mut start, mut count) = (0, 0);
        for column in &mut columns {
            let tab = tabs.next();
            *column = &line[start..tab.unwrap_or(line.len())];
            start = tab.map_or(line.len(), |t| t + 1);
            count += 1;
            if tab.is_none() {
                break;
            }
        }
        let rest = &line[start..];
        let [chrom, position, id, reference, alternate, quality, filter, info, format] = columns;
        if count < 8 || (samples > 0 && (count < 9 || rest.is_empty())) {
            let expected = if samples > 0 { 9 + samples } else { 8 };
            return Err(Fault::new("columns", format!("found {count}, expected {expected} separated by tabs")));
        }
        for (field, text) in [("CHROM", chrom), ("REF", reference), ("ALT", alternate), ("INFO", info)] {
            if text.is_empty() {
                return Err(Fault::new(field, "empty"));
            }
        }
        if info.len() > limits::INFO {
            return Err(Fault::new("INFO", format!("longer than {} MiB", limits::INFO >> 20)));
        }
        if info.len() > limits::INFO_FIELDS && memchr::memchr_iter(b';', info).count() >= limits::INFO_FIELDS {
            return Err(Fault::new("INFO", format!("more than {} fields", limits::INFO_FIELDS)));
        }
        let position = number(position)
            .ok_or_else(|| Fault::new("POS", format!("expected a whole number, found {:?}", shown(position))))?;
        Ok(Self { chrom, position, id, reference, alternate, quality, filter, info, format, samples: rest })
    }

    /// The alternate alleles; none where ALT is `.`. Of a repeat that stands for the size of the reference, which is told
    /// as every other size.
    pub fn alternates(&self) -> impl Iterator<Item = &'a [u8]> + Clone + use<'a> {
        let alternate = self.alternate;
        let told = alternate != b"." || self.names_repeat();
        alternate.split(|b| *b == b',').filter(move |_| told)
    }

    /// True for a record of a repeat by ExpansionHunter (REPID) or TRGT (TRID).
    pub fn names_repeat(&self) -> bool {
        self.info_fields().any(|(key, _)| matches!(key, b"REPID" | b"TRID"))
    }

    /// The alternate alleles in a list; `samples` is the number of samples in the header.
    pub fn alternate_list(&self, samples: usize) -> Result<SmallVec<[&'a [u8]; 2]>, Fault> {
        let alternates: SmallVec<[&[u8]; 2]> = self.alternates().take(limits::ALLELES + 1).collect();
        if alternates.len() > limits::ALLELES {
            return Err(Fault::new("ALT", format!("more than {} alternate alleles", limits::ALLELES)));
        }
        if alternates.len() * samples > limits::CELLS {
            let found = format!("{} alternate alleles of {samples} samples", alternates.len());
            return Err(Fault::new("ALT", format!("{found}: more than {} genotypes in one record", limits::CELLS)));
        }
        Ok(alternates)
    }

    /// INFO keys and values in their order; a flag has an empty value.
    pub fn info_fields(&self) -> impl Iterator<Item = (&'a [u8], &'a [u8])> + use<'a> {
        info_fields(self.info)
    }

    /// The value of an INFO key.
    pub fn info_value(&self, key: &[u8]) -> Option<&'a [u8]> {
        self.info_fields().find(|(k, _)| *k == key).map(|(_, v)| v)
    }

    /// Last base on the reference: of REF; for symbolic alleles and reference blocks (`<NON_REF>`, or ALT `.` as bcftools
    /// and Strelka write them) INFO END, or SVLEN, or FORMAT LEN. Of a symbolic breakend END is the other side.
    pub fn end(&self) -> u32 {
        let of_reference = self.position.saturating_add(length(self.reference.len()).saturating_sub(1));
        let may_be_longer = self.alternate == b"." || memchr::memchr(b'<', self.alternate).is_some();
        if !may_be_longer || self.is_symbolic_breakend() {
            return of_reference;
        }
        let mut end = None;
        let mut svlen = None;
        for (key, value) in self.info_fields() {
            match key {
                b"END" => end = number(value),
                b"SVLEN" => svlen = value.split(|b| *b == b',').filter_map(whole).map(i64::unsigned_abs).max(),
                _ => {}
            }
        }
        let by_length = || {
            // Without an alternate there is no length of one.
            let insertion = self.alternates().all(|a| a == b"." || a.starts_with(b"<INS"));
            svlen.filter(|_| !insertion).map(|n| self.position.saturating_add(u32::try_from(n).unwrap_or(u32::MAX)))
        };
        let end = end.filter(|end| *end >= self.position);
        end.or_else(by_length).unwrap_or(of_reference).max(of_reference).max(self.end_of_samples())
    }

    /// As [`Record::end`], of one of several alternates (counted from 0): symbolic ones whose lengths differ end elsewhere each.
    pub fn end_of(&self, which: usize, alternates: usize) -> u32 {
        let alternate = self.alternates().nth(which).unwrap_or_default();
        let lengths = self.info_value(b"SVLEN").filter(|_| alternates > 1 && alternate.starts_with(b"<"));
        let mine = lengths.and_then(|all| {
            let mut all = all.split(|b| *b == b',');
            let mine = all.nth(which).and_then(whole);
            mine.filter(|_| which + 1 + all.count() == alternates)
        });
        match mine {
            Some(_) if alternate.starts_with(b"<INS") => self.position,
            Some(length) => self.position.saturating_add(u32::try_from(length.unsigned_abs()).unwrap_or(u32::MAX)),
            None => self.end(),
        }
    }

    /// Last base by LEN of the samples (VCF 4.5), the longest of them: how far a reference block goes.
    fn end_of_samples(&self) -> u32 {
        let place = self.format.split(|b| *b == b':').position(|key| key == b"LEN");
        let length = |sample: &[u8]| number(sample.split(|b| *b == b':').nth(place?)?);
        let longest = place.and_then(|_| self.samples.split(|b| *b == b'\t').filter_map(length).max());
        longest.map_or(0, |length| self.position.saturating_add(length).saturating_sub(1))
    }

    /// Every region that the record touches on primary chromosomes: its own, and the mates of its breakends.
    pub fn regions(&self, chromosome: Option<Chromosome>) -> Vec<Region> {
        let start = self.position.max(1);
        let own = chromosome.and_then(|c| Region::new(c, start, self.end().max(start)).ok());
        let mut regions: Vec<Region> = own.into_iter().collect();
        regions.extend(self.mates());
        regions
    }

    /// Where the other sides of its breakends lie, on primary chromosomes.
    pub fn mates(&self) -> impl Iterator<Item = Region> + use<'_, 'a> {
        let symbolic = if self.is_symbolic_breakend() { self.symbolic_mate() } else { None };
        let breakends = self.alternates().filter(|a| Kind::of(self.reference, a) == Kind::Breakend);
        breakends.filter_map(mate_of).chain(symbolic)
    }

    /// `<BND>`, `<TRA>`, `<CTX>`: a breakend whose other side stands in INFO.
    fn is_symbolic_breakend(&self) -> bool {
        matches!(self.alternate, b"<BND>" | b"<TRA>" | b"<CTX>")
    }

    /// CHR2 with END2 (GATK-SV), POS2 (DELLY) or END.
    fn symbolic_mate(&self) -> Option<Region> {
        let chromosome = std::str::from_utf8(self.info_value(b"CHR2")?).ok()?.parse().ok()?;
        let keys: [&[u8]; 3] = [b"END2", b"POS2", b"END"];
        let position = keys.iter().find_map(|key| self.info_value(key).and_then(number))?.max(1);
        Region::new(chromosome, position, position).ok()
    }
}

/// Where the other side of a breakend such as `G]17:198982]` lies, on a primary chromosome.
pub fn mate_of(alternate: &[u8]) -> Option<Region> {
    let start = alternate.iter().position(|b| matches!(b, b'[' | b']'))? + 1;
    let length = alternate[start..].iter().position(|b| matches!(b, b'[' | b']'))?;
    let text = std::str::from_utf8(&alternate[start..start + length]).ok()?;
    let (chrom, position) = text.rsplit_once(':')?;
    let position = position.parse::<u32>().ok()?.max(1);
    Region::new(chrom.parse().ok()?, position, position).ok()
}

pub(crate) fn info_fields(info: &[u8]) -> impl Iterator<Item = (&[u8], &[u8])> {
    let mut rest = (info != b".").then_some(info);
    std::iter::from_fn(move || {
        let text = rest?;
        let end = memchr::memchr(b';', text);
        rest = end.map(|e| &text[e + 1..]);
        let field = &text[..end.unwrap_or(text.len())];
        Some(match field.iter().position(|b| *b == b'=') {
            Some(equals) => (&field[..equals], &field[equals + 1..]),
            None => (field, &field[field.len()..]),
        })
    })
}

/// A whole number without sign that fits.
#[inline]
pub(crate) fn number(text: &[u8]) -> Option<u32> {
    if text.is_empty() || text.len() > 10 {
        return None;
    }
    text.iter().try_fold(0_u32, |sum, b| {
        let digit = b.wrapping_sub(b'0');
        (digit < 10).then_some(())?;
        sum.checked_mul(10)?.checked_add(u32::from(digit))
    })
}

fn whole(text: &[u8]) -> Option<i64> {
    std::str::from_utf8(text).ok()?.parse().ok()
}

/// A decimal number; `None` for `.`, for no number and for what is not finite.
#[inline]
pub(crate) fn decimal(text: &[u8]) -> Option<f32> {
    fast_float2::parse::<f32, _>(text).ok().filter(|v| v.is_finite())
}

pub(crate) fn length(bytes: usize) -> u32 {
    u32::try_from(bytes).unwrap_or(u32::MAX)
}
