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
    /// `<DEL>`, `<DUP>` and the like.
    Symbolic,
    /// A breakend (`[`, `]` or a leading or trailing `.`).
    Breakend,
    /// `*`: the allele is missing because of a deletion upstream.
    Star,
    /// `<NON_REF>` or `<*>`: any other allele, of a gVCF.
    NonRef,
}

impl Kind {
    /// All kinds in the order of their numbers.
    pub const ALL: [Self; 8] = [
        Self::Snv,
        Self::Mnv,
        Self::Insertion,
        Self::Deletion,
        Self::Symbolic,
        Self::Breakend,
        Self::Star,
        Self::NonRef,
    ];

    /// The kind of an alternate beside its reference.
    pub fn of(reference: &[u8], alternate: &[u8]) -> Self {
        match alternate {
            b"*" | b"<*:DEL>" => Self::Star,
            b"<NON_REF>" | b"<*>" => Self::NonRef,
            [b'<', .., b'>'] => Self::Symbolic,
            [b'.', _, ..] | [_, .., b'.'] => Self::Breakend,
            a if a.iter().any(|b| matches!(b, b'[' | b']')) => Self::Breakend,
            a if a.len() > reference.len() => Self::Insertion,
            a if a.len() < reference.len() => Self::Deletion,
            a if a.len() == 1 => Self::Snv,
            _ => Self::Mnv,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_of_alleles() {
        for (reference, alternate, kind) in [
            ("A", "G", Kind::Snv),
            ("AC", "GT", Kind::Mnv),
            ("A", "AT", Kind::Insertion),
            ("AT", "A", Kind::Deletion),
            ("ATC", "GC", Kind::Deletion),
            ("A", "<DEL>", Kind::Symbolic),
            ("A", "<NON_REF>", Kind::NonRef),
            ("A", "<*>", Kind::NonRef),
            ("A", "*", Kind::Star),
            ("A", "A]13:123]", Kind::Breakend),
            ("A", ".A", Kind::Breakend),
            ("A", "A.", Kind::Breakend),
        ] {
            assert_eq!(Kind::of(reference.as_bytes(), alternate.as_bytes()), kind, "{reference}>{alternate}");
        }
    }
}
