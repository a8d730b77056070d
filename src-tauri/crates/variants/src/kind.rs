use serde::{Deserialize, Serialize};

/// What sort of allele an alternate is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[repr(u8)]
pub enum Kind {
    /// One base for another.
    Snv,
    /// Several bases for as many.
    Mnv,
    /// More bases than the reference.
    Insertion,
    /// Fewer bases than the reference.
    Deletion,
    /// `<DUP>`, `<INS>`, `<CNV>` and the like.
    Symbolic,
    /// A breakend (`[`, `]` or a leading or trailing `.`).
    Breakend,
    /// `*`: the allele is missing because of a deletion upstream.
    Star,
    /// `<NON_REF>` or `<*>`: any other allele, of a gVCF.
    NonRef,
    /// `<DEL>`, also of a kind (`<DEL:ME>`), and fewer than two copies: `<CN0>`, `<CN1>`.
    SymbolicDeletion,
    /// A number of copies of a short motif: `<STR45>`, or any alternate of a record that names a repeat.
    Repeat,
    /// At least [`STRUCTURAL_LENGTH`] bases more than the reference.
    LongInsertion,
}

/// Bases from which a change counts as structural (10.1038/nature15394).
pub const STRUCTURAL_LENGTH: u32 = 50;

/// The three sorts of variants that people look at apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VariantClass {
    /// Fewer than [`STRUCTURAL_LENGTH`] bases.
    Small,
    /// Deletions, duplications, insertions, inversions, breakends from that length on; mobile elements; copy numbers.
    Structural,
    /// Short tandem repeats.
    Repeat,
}

impl VariantClass {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Small, Self::Structural, Self::Repeat];
}

impl Kind {
    /// All kinds in the order of their numbers.
    pub const ALL: [Self; 11] = [
        Self::Snv,
        Self::Mnv,
        Self::Insertion,
        Self::Deletion,
        Self::Symbolic,
        Self::Breakend,
        Self::Star,
        Self::NonRef,
        Self::SymbolicDeletion,
        Self::Repeat,
        Self::LongInsertion,
    ];

    /// `*` stands for a deletion that has its own record, `<NON_REF>` for whatever else could be there: neither is a variant.
    #[inline]
    pub fn is_real(self) -> bool {
        !matches!(self, Self::Star | Self::NonRef)
    }

    /// True for `<DEL>` and the like, whose record starts with the base before them.
    #[inline]
    pub fn is_symbolic(self) -> bool {
        matches!(self, Self::Symbolic | Self::SymbolicDeletion)
    }

    /// The kind of an alternate beside its reference.
    pub fn of(reference: &[u8], alternate: &[u8]) -> Self {
        match alternate {
            b"*" | b"<*:DEL>" => Self::Star,
            b"<NON_REF>" | b"<*>" => Self::NonRef,
            b"<DEL>" | b"<CN0>" | b"<CN1>" => Self::SymbolicDeletion,
            [b'<', b'D', b'E', b'L', b':', .., b'>'] => Self::SymbolicDeletion,
            // Of the size of the reference.
            b"." => Self::Repeat,
            [b'<', b'S', b'T', b'R', b'0'..=b'9', .., b'>'] => Self::Repeat,
            [b'<', .., b'>'] => Self::Symbolic,
            [b'.', _, ..] | [_, .., b'.'] => Self::Breakend,
            a if a.iter().any(|b| matches!(b, b'[' | b']')) => Self::Breakend,
            a if a.len() >= reference.len() + STRUCTURAL_LENGTH as usize => Self::LongInsertion,
            a if a.len() > reference.len() => Self::Insertion,
            a if a.len() < reference.len() => Self::Deletion,
            a if a.len() == 1 => Self::Snv,
            _ => Self::Mnv,
        }
    }
}

/// How one base becomes another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[repr(u8)]
pub enum Change {
    /// Not one base for another, or a base that is not told.
    Other,
    /// A to G, C to T, and back.
    Transition,
    /// A purine to a pyrimidine, or back.
    Transversion,
}

impl Change {
    /// All, in the order of their numbers.
    pub const ALL: [Self; 3] = [Self::Other, Self::Transition, Self::Transversion];

    /// The change of an alternate beside its reference.
    pub fn of(reference: &[u8], alternate: &[u8]) -> Self {
        let ([from], [to]) = (reference, alternate) else { return Self::Other };
        match (from.to_ascii_uppercase(), to.to_ascii_uppercase()) {
            (b'A', b'G') | (b'G', b'A') | (b'C', b'T') | (b'T', b'C') => Self::Transition,
            (b'A' | b'G', b'C' | b'T') | (b'C' | b'T', b'A' | b'G') => Self::Transversion,
            _ => Self::Other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_twelve_changes_four_are_transitions() {
        let mut found = [0; 3];
        for (from, to) in b"ACGT".iter().flat_map(|a| b"acgt".iter().map(move |b| (*a, *b))) {
            found[Change::of(&[from], &[to]) as usize] += 1;
        }
        assert_eq!(found, [4, 4, 8], "the same base is no change");
        assert_eq!(Change::of(b"AC", b"GT"), Change::Other);
        assert_eq!(Change::of(b"N", b"A"), Change::Other);
        assert_eq!(Change::of(b"A", b"*"), Change::Other);
    }

    #[test]
    fn kinds_of_alleles() {
        for (reference, alternate, kind) in [
            ("A", "G", Kind::Snv),
            ("AC", "GT", Kind::Mnv),
            ("A", "AT", Kind::Insertion),
            ("AT", "A", Kind::Deletion),
            ("ATC", "GC", Kind::Deletion),
            ("A", "<DEL>", Kind::SymbolicDeletion),
            ("A", "<DEL:ME:ALU>", Kind::SymbolicDeletion),
            ("A", "<CN1>", Kind::SymbolicDeletion),
            ("A", "<CN3>", Kind::Symbolic),
            ("A", "<CNV>", Kind::Symbolic),
            ("A", "<DUP>", Kind::Symbolic),
            ("A", "<STR45>", Kind::Repeat),
            ("A", "<NON_REF>", Kind::NonRef),
            ("A", "<*>", Kind::NonRef),
            ("A", "*", Kind::Star),
            ("A", "A]13:123]", Kind::Breakend),
            ("A", ".A", Kind::Breakend),
            ("A", "A.", Kind::Breakend),
        ] {
            assert_eq!(Kind::of(reference.as_bytes(), alternate.as_bytes()), kind, "{reference}>{alternate}");
        }
        let inserted = |bases: usize| Kind::of(b"A", &b"A".repeat(bases + 1));
        assert_eq!([inserted(49), inserted(50)], [Kind::Insertion, Kind::LongInsertion]);
    }
}
