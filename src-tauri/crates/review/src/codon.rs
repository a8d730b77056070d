use std::ops::ControlFlow;

/// Residues of the standard genetic code (NCBI translation table 1), bases in the order T C A G.
const RESIDUES: &[u8; 64] = b"FFLLSSSSYY**CC*WLLLLPPPPHHQQRRRRIIIMTTTTNNKKSSRRVVVVAAAADDEEGGGG";

/// The place of a single changed base in its codon, and where the codon lies on the genome.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Codon {
    /// The reference codon on the transcript.
    bases: [u8; 3],
    /// The changed base, 0 to 2.
    changed: usize,
    /// Position of the changed base, 1-based.
    position: u32,
    forward: bool,
}

impl Codon {
    /// From VEP's `Codons` (`gAc/gGc`, the changed base in capitals), the position of the changed base (1-based) and the
    /// strand. `None` for anything but one base for another within one codon.
    pub fn of(codons: &str, position: u32, forward: bool) -> Option<Self> {
        let (reference, alternate) = codons.split_once('/')?;
        let reference: [u8; 3] = reference.as_bytes().try_into().ok()?;
        if alternate.len() != 3 {
            return None;
        }
        let capital = |base: &u8| base.is_ascii_uppercase();
        let changed =
            reference.iter().position(capital).filter(|_| reference.iter().filter(|b| capital(b)).count() == 1)?;
        Some(Self { bases: reference.map(|b| b.to_ascii_uppercase()), changed, position, forward })
    }

    /// First and last base of the codon on the genome, where no intron lies within it.
    pub fn range(&self) -> (u32, u32) {
        let (before, after) = (self.changed, 2 - self.changed);
        let (left, right) = if self.forward { (before, after) } else { (after, before) };
        let step = |n: usize| u32::try_from(n).unwrap_or(0);
        (self.position.saturating_sub(step(left)), self.position.saturating_add(step(right)))
    }

    /// The residue, one letter, that the codon has with another base at a position of the genome, bases as on the forward
    /// strand. `None` where the position is not in the codon or the reference base is another one.
    pub fn residue_with(&self, position: u32, reference: &str, alternate: &str) -> Option<char> {
        let (&[from], &[to]) = (reference.as_bytes(), alternate.as_bytes()) else { return None };
        let (first, last) = self.range();
        if !(first..=last).contains(&position) {
            return None;
        }
        let place = usize::try_from(if self.forward { position - first } else { last - position }).ok()?;
        let own = |base: u8| if self.forward { Some(base.to_ascii_uppercase()) } else { complement(base) };
        let mut bases = self.bases;
        if bases[place] != own(from)? {
            return None;
        }
        bases[place] = own(to)?;
        residue(bases)
    }

    /// The residue of the reference.
    pub fn residue(&self) -> Option<char> {
        residue(self.bases)
    }
}

fn complement(base: u8) -> Option<u8> {
    Some(match base.to_ascii_uppercase() {
        b'A' => b'T',
        b'C' => b'G',
        b'G' => b'C',
        b'T' => b'A',
        _ => return None,
    })
}

fn residue(bases: [u8; 3]) -> Option<char> {
    let place = bases.iter().try_fold(0, |place, base| match b"TCAG".iter().position(|b| b == base) {
        Some(number) => ControlFlow::Continue(place * 4 + number),
        None => ControlFlow::Break(()),
    });
    let ControlFlow::Continue(place) = place else { return None };
    RESIDUES.get(place).map(|residue| char::from(*residue))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codons_lie_on_either_strand() {
        // aTg at 100 to 102: the changed base is 101.
        let forward = Codon::of("aTg/aCg", 101, true).expect("a codon");
        assert_eq!((forward.range(), forward.residue()), ((100, 102), Some('M')));
        assert_eq!(forward.residue_with(101, "T", "C"), Some('T'));
        assert_eq!(forward.residue_with(100, "A", "G"), Some('V'));
        assert_eq!(forward.residue_with(100, "C", "G"), None, "another reference base");
        assert_eq!(forward.residue_with(103, "A", "G"), None, "the next codon");
        // Gac on the reverse strand: its first base is the rightmost.
        let reverse = Codon::of("Gac/Aac", 200, false).expect("a codon");
        assert_eq!((reverse.range(), reverse.residue()), ((198, 200), Some('D')));
        assert_eq!(reverse.residue_with(200, "C", "T"), Some('N'));
        assert_eq!(reverse.residue_with(198, "G", "T"), Some('E'), "c to a");
    }

    #[test]
    fn only_one_base_for_another_has_a_codon() {
        for text in ["GAc/AAc", "gac/gac", "g/gA", "-/GAC", "", "gAc"] {
            assert_eq!(Codon::of(text, 1, true), None, "{text}");
        }
    }

    #[test]
    fn the_code_has_three_stops_and_one_start() {
        let all = |letter| RESIDUES.iter().filter(|r| **r == letter).count();
        assert_eq!((all(b'*'), all(b'M'), all(b'W'), all(b'L'), all(b'S'), all(b'R')), (3, 1, 1, 6, 6, 6));
        assert_eq!([residue(*b"TAA"), residue(*b"TGG"), residue(*b"ATG")], [Some('*'), Some('W'), Some('M')]);
    }
}
