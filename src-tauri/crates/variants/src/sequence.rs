//! The sequence of the genome, by which an allele is moved as far to the left as it goes.

use std::{
    fs::File,
    path::{Path, PathBuf},
};

use domain::Chromosome;
use noodles::{
    core::{Position, Region},
    fasta::{
        self,
        io::{BufReader, IndexedReader},
    },
};

use crate::{Error, normal_form};

/// Bases that are read at a time.
const WINDOW: usize = 2_048;

/// An indexed FASTA file: plain with `.fai`, or BGZF with `.fai` and `.gzi` beside it. Contigs are found with or without
/// `chr`, `M` as `MT`.
pub struct Sequence {
    file: String,
    reader: IndexedReader<BufReader<File>>,
    /// What was read last.
    window: Option<Window>,
}

struct Window {
    contig: String,
    /// 1-based.
    start: u32,
    /// In capitals.
    bases: Vec<u8>,
}

impl Sequence {
    /// Opens the file and reads its index.
    ///
    /// # Errors
    /// [`Error::Sequence`] where the file or its index is missing or cannot be read.
    pub fn open(path: &Path) -> Result<Self, Error> {
        let file = path.display().to_string();
        let index = PathBuf::from(format!("{file}.fai"));
        if path.exists() && !index.exists() {
            return Err(Error::Sequence { file, what: "no .fai beside it: make one with `samtools faidx`".into() });
        }
        match fasta::io::indexed_reader::Builder::default().build_from_path(path) {
            Ok(reader) => Ok(Self { file, reader, window: None }),
            Err(source) => Err(Error::Sequence { what: source.to_string(), file }),
        }
    }

    /// An allele in its normal form (equal ends cut off, one base left) as far to the left as the sequence lets it go
    /// (10.1093/bioinformatics/btv112): its position (1-based), reference and alternate. Other alleles than bases stay as
    /// they are.
    ///
    /// # Errors
    /// [`Error::Sequence`] where the sequence does not have the contig, ends before the allele, or has other bases there than
    /// the allele's reference: it is of another assembly.
    pub fn left_aligned(
        &mut self,
        contig: &str,
        position: u32,
        reference: &str,
        alternate: &str,
    ) -> Result<(u32, String, String), Error> {
        let (mut position, from, to) = normal_form(position, reference, alternate);
        let bases = |text: &str| !text.is_empty() && text.bytes().all(|base| base.is_ascii_alphabetic());
        if !bases(from) || !bases(to) {
            return Ok((position, from.to_owned(), to.to_owned()));
        }
        let (mut from, mut to) = (from.to_ascii_uppercase(), to.to_ascii_uppercase());
        for (place, base) in (position..).zip(from.bytes()) {
            let found = self.base(contig, place)?;
            if found != base && found != b'N' && base != b'N' {
                let what = format!(
                    "{contig}:{place}: the variant's reference allele has {}, the sequence {}: it is of another assembly",
                    char::from(base),
                    char::from(found)
                );
                return Err(Error::Sequence { file: self.file.clone(), what });
            }
        }
        if from.len() == to.len() {
            return Ok((position, from, to));
        }
        // One of the two is its first base alone, equal in both: while they also end alike they go one base to the left.
        while position > 1 && from.as_bytes().last() == to.as_bytes().last() {
            position -= 1;
            let before = char::from(self.base(contig, position)?);
            for allele in [&mut from, &mut to] {
                allele.pop();
                allele.insert(0, before);
            }
        }
        Ok((position, from, to))
    }

    /// The base at a 1-based position, in capitals.
    fn base(&mut self, contig: &str, position: u32) -> Result<u8, Error> {
        let within = |window: &Window| {
            let at = position.checked_sub(window.start)?;
            window.bases.get(usize::try_from(at).ok()?).copied().filter(|_| window.contig == contig)
        };
        if let Some(base) = self.window.as_ref().and_then(within) {
            return Ok(base);
        }
        let window = self.read(contig, position)?;
        let base = within(&window);
        self.window = Some(window);
        base.ok_or_else(|| {
            let what = format!("{contig} ends before {position}, where a variant lies: it is of another assembly");
            Error::Sequence { file: self.file.clone(), what }
        })
    }

    /// The bases around a position: most before it, since alleles move to the left.
    fn read(&mut self, contig: &str, position: u32) -> Result<Window, Error> {
        let fault = |what: String| Error::Sequence { file: self.file.clone(), what };
        let named = |name: &[u8]| std::str::from_utf8(name).is_ok_and(|name| same(name, contig));
        let names = self.reader.index().as_ref().iter();
        let Some(name) = names.map(|record| record.name()).find(|name| named(name.as_ref())) else {
            return Err(fault(format!("no contig {contig}, where a variant lies: it is of another assembly")));
        };
        let last = usize::try_from(position).unwrap_or(usize::MAX).saturating_add(WINDOW / 4);
        let first = last.saturating_sub(WINDOW).max(1);
        let interval = Position::new(first).unwrap_or(Position::MIN)..=Position::new(last).unwrap_or(Position::MAX);
        let region = Region::new(name.to_owned(), interval);
        let record = self.reader.query(&region).map_err(|source| fault(format!("{contig}:{position}: {source}")))?;
        let bases = record.sequence().as_ref().to_ascii_uppercase();
        Ok(Window { contig: contig.to_owned(), start: u32::try_from(first).unwrap_or(u32::MAX), bases })
    }
}

/// Whether two names are of the same contig.
fn same(one: &str, other: &str) -> bool {
    let chromosome = |name: &str| name.parse::<Chromosome>().ok();
    one == other || chromosome(one).is_some_and(|c| chromosome(other) == Some(c))
}

#[cfg(test)]
#[allow(clippy::expect_used, reason = "tests")]
mod tests {
    use std::fs;

    use proptest::prelude::*;

    use super::*;

    /// A file with one contig and its index, in lines of 7 bases.
    fn opened(name: &str, bases: &str) -> (tempfile::TempDir, Sequence) {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("genome.fa");
        let lines: Vec<&[u8]> = bases.as_bytes().chunks(7).collect();
        let text = format!(">{name}\n{}\n", String::from_utf8_lossy(&lines.join(&b'\n')));
        fs::write(&path, text).expect("written");
        let index = format!("{name}\t{}\t{}\t7\t8\n", bases.len(), name.len() + 2);
        fs::write(folder.path().join("genome.fa.fai"), index).expect("written");
        let sequence = Sequence::open(&path).expect("opened");
        (folder, sequence)
    }

    #[test]
    fn an_allele_goes_to_the_left_through_a_repeat() {
        let (_folder, mut sequence) = opened("1", "GGGCACACACAGGG");
        // Figure 1 of 10.1093/bioinformatics/btv112: one allele in four spellings.
        for (position, from, to) in [(6, "CAC", "C"), (3, "GCACA", "GCA"), (2, "GGCA", "GG"), (3, "GCA", "G")] {
            let found = sequence.left_aligned("chr1", position, from, to).expect("aligned");
            assert_eq!(found, (3, "GCA".to_owned(), "G".to_owned()), "{position} {from} {to}");
        }
    }

    #[test]
    fn the_first_base_of_a_contig_is_its_end() {
        let (_folder, mut sequence) = opened("chrM", "AAAAAC");
        assert_eq!(sequence.left_aligned("MT", 4, "AA", "A").expect("aligned"), (1, "AA".into(), "A".into()));
        assert_eq!(sequence.left_aligned("MT", 4, "A", "<DEL>").expect("as it is"), (4, "A".into(), "<DEL>".into()));
    }

    #[test]
    fn a_sequence_of_another_assembly_is_refused() {
        let (_folder, mut sequence) = opened("1", "GGGCACACACAGGG");
        let mut told = |contig, position, from| match sequence.left_aligned(contig, position, from, "T") {
            Err(Error::Sequence { what, .. }) => what,
            other => format!("{other:?}"),
        };
        assert!(told("1", 4, "A").contains("1:4: the variant's reference allele has A, the sequence C"));
        assert!(told("2", 4, "A").contains("no contig 2"));
        assert!(told("1", 15, "A").contains("1 ends before 15"));
    }

    #[test]
    fn a_missing_index_is_named() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("genome.fa");
        fs::write(&path, ">1\nA\n").expect("written");
        assert!(matches!(Sequence::open(&path), Err(Error::Sequence { what, .. }) if what.contains("samtools faidx")));
    }

    /// What the allele makes of the contig.
    fn made(contig: &str, (position, from, to): (u32, &str, &str)) -> String {
        let at = usize::try_from(position).expect("small") - 1;
        format!("{}{to}{}", &contig[..at], &contig[at + from.len()..])
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

        /// Over two letters, so that repeats are the rule.
        #[test]
        fn the_contig_with_the_allele_stays_what_it_was_and_nothing_moves_twice(
            contig in "[AC]{12,40}", at in 0_usize..10, gone in 1_usize..4, to in "[AC]{1,4}",
        ) {
            let position = u32::try_from(at + 1).expect("small");
            let from = &contig[at..(at + gone).min(contig.len())];
            prop_assume!(from != to);
            let (_folder, mut sequence) = opened("1", &contig);
            let (place, less, more) = sequence.left_aligned("1", position, from, &to).expect("aligned");
            prop_assert_eq!(made(&contig, (place, &less, &more)), made(&contig, (position, from, &to)));
            prop_assert!(place <= position + u32::try_from(from.len()).expect("small"));
            let again = sequence.left_aligned("1", place, &less, &more).expect("aligned");
            prop_assert_eq!(again, (place, less, more));
        }
    }
}
