//! The index of the reads as the hub sent it (BAI; SAMv1, 5.2).

/// The bin in which the numbers of reads stand.
const NUMBERS: u32 = 37_450;

/// Whether a BAI is of a file with these reads on each reference sequence: mapped ones, and those beside their mates.
/// One of another kind (CSI) says nothing here.
///
/// # Errors
/// What is wrong with it.
pub(super) fn fits(index: &[u8], counts: &[(u64, u64)]) -> Result<(), String> {
    let mut bytes = Bytes(index);
    match bytes.take(4) {
        Some(b"BAI\x01") => {}
        Some(b"CSI\x01") | Some([0x1f, 0x8b, ..]) => return Ok(()),
        _ => return Err("is no BAI".to_owned()),
    }
    let cut = || "is cut off".to_owned();
    let contigs = bytes.u32().ok_or_else(cut)?;
    if usize::try_from(contigs) != Ok(counts.len()) {
        return Err(format!("is of another file: it has {contigs} reference sequences, the reads {}", counts.len()));
    }
    for (contig, count) in counts.iter().enumerate() {
        let found = bytes.numbers().ok_or_else(cut)?;
        if let Some((mapped, unmapped)) = found.filter(|found| found != count) {
            return Err(format!(
                "does not fit: on reference sequence {} it counts {} reads, the file has {}",
                contig + 1,
                mapped.saturating_add(unmapped),
                count.0 + count.1
            ));
        }
    }
    Ok(())
}

struct Bytes<'a>(&'a [u8]);

impl<'a> Bytes<'a> {
    fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    fn u32(&mut self) -> Option<u32> {
        Some(u32::from_le_bytes(self.take(4)?.try_into().ok()?))
    }

    fn u64(&mut self) -> Option<u64> {
        Some(u64::from_le_bytes(self.take(8)?.try_into().ok()?))
    }

    /// Goes over a reference sequence; gives the numbers of its reads where they stand in it. Where it has no bin it has
    /// no read.
    fn numbers(&mut self) -> Option<Option<(u64, u64)>> {
        let bins = self.u32()?;
        let mut numbers = (bins == 0).then_some((0, 0));
        for _ in 0..bins {
            let (bin, chunks) = (self.u32()?, usize::try_from(self.u32()?).ok()?);
            if bin == NUMBERS {
                self.take(16)?;
                numbers = Some((self.u64()?, self.u64()?));
            } else {
                self.take(chunks.checked_mul(16)?)?;
            }
        }
        let windows = usize::try_from(self.u32()?).ok()?;
        self.take(windows.checked_mul(8)?)?;
        Some(numbers)
    }
}
