//! Signs in the free text of a clinical note, by dictionary: offered to a person who confirms them, never recorded alone.

use std::{collections::BTreeMap, ops::Range};

use domain::HpoId;
use unicode_normalization::UnicodeNormalization;

use crate::{
    Error, Knowledge, Ontology,
    folded::{Folded, is_kanji},
    term_index::signs,
};

mod stated;

pub use stated::Stated;

/// Words of clinical notes for terms, beside their names in the HPO.
const WORDS: &str = include_str!("../../../../assets/knowledge/clinical-words.tsv");

/// Names that are everyday words of a note, or Japanese labels (hp-ja 2023-07-21) that stand for something else than they
/// say, such as 共通 (common) for chest pain (胸痛) and 陰性 (negative) for negativism. They are not looked for.
const NOT_SCANNED: [&str; 55] = [
    "277000",
    "arranging",
    "boil",
    "bouncing",
    "corn",
    "cutting",
    "fall",
    "hopping",
    "hostile",
    "imbalance",
    "inaction",
    "jumping",
    "mole",
    "oncology",
    "ordering",
    "placidity",
    "proboscis",
    "rosette",
    "slowness",
    "spinning",
    "tearing",
    "whitehead",
    "うつ",
    "乾燥性",
    "健忘症",
    "共通",
    "前兆",
    "回転",
    "外傷",
    "外層",
    "失心",
    "並行峰",
    "異性",
    "口渇",
    "敵意",
    "新語",
    "方形",
    "慣性",
    "月面",
    "無為",
    "結膜",
    "肺腔",
    "肺静脈",
    "脊椎",
    "膠原病",
    "腸形質",
    "血友病",
    "血反射",
    "陰性",
    "頻用",
    "骨格",
    "滴定",
    "肝腫",
    "頻脈症",
    "多色症",
];

/// What makes another thing of a Japanese name that it follows directly: 肺炎球菌 is a germ, 貧血検査 a test.
const ANOTHER_THING: [&str; 13] = [
    "球菌",
    "桿菌",
    "検査",
    "健診",
    "検診",
    "外来",
    "薬",
    "剤",
    "予防",
    "ワクチン",
    "スクリーニング",
    "学会",
    "遺伝子",
];

/// What makes another thing of a Japanese name that follows it directly: 無熱性けいれん is no febrile seizure.
const ANOTHER_BEFORE: [&str; 3] = ["無", "非", "妊娠"];

/// Letters of an id, `HP:0001250`; folded, `HP_0001250` has a space.
const ID: usize = 10;

/// All letters of a name in capitals, up to so many, are an abbreviation: it is found only in capitals.
const ABBREVIATION: usize = 6;

/// Finds the signs that a note names.
#[derive(Debug)]
pub struct TermScanner {
    /// By folded name.
    names: Vec<Name>,
    /// The signs by their ids, old ones too.
    ids: BTreeMap<HpoId, HpoId>,
}

#[derive(Debug)]
struct Name {
    folded: String,
    terms: Vec<HpoId>,
    abbreviation: bool,
}

/// A place of a note that names a sign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundTerm {
    /// The bytes of the note.
    pub place: Range<usize>,
    /// The terms that the words stand for: one, or several between which a person must choose (ASD).
    pub terms: Vec<HpoId>,
    /// What the note says of it.
    pub stated: Stated,
    /// True where it is said of a relative.
    pub relative: bool,
}

/// Whose word for a term counts: a word list before a label before a synonym.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Word,
    Label,
    Synonym,
}

impl TermScanner {
    /// Makes the dictionary: labels in both languages, synonyms, and words of clinical notes that ship with the program.
    ///
    /// # Errors
    /// [`Error::Missing`] where the ontology was not imported.
    pub fn of(knowledge: &Knowledge) -> Result<Self, Error> {
        let ontology = knowledge.ontology()?;
        let mut names: BTreeMap<String, (Rank, Name)> = BTreeMap::new();
        let mut add = |term: HpoId, rank: Rank, shown: &str| {
            let mut folded = Folded::of(shown.trim()).text;
            // 小頭 and 小頭症 are one.
            if rank == Rank::Label
                && folded.chars().count() > 2
                && folded.chars().all(is_kanji)
                && folded.ends_with('症')
            {
                folded.truncate(folded.len() - '症'.len_utf8());
            }
            let letters = shown.chars().count();
            if folded.chars().count() < 2 || NOT_SCANNED.contains(&folded.as_str()) {
                return;
            }
            let abbreviation =
                letters <= ABBREVIATION && shown.is_ascii() && !shown.bytes().any(|b| b.is_ascii_lowercase());
            let name = Name { folded: folded.clone(), terms: vec![term], abbreviation };
            match names.get_mut(&folded) {
                Some((known, name)) if *known == rank => {
                    if !name.terms.contains(&term) {
                        name.terms.push(term);
                    }
                }
                Some(known) if known.0 > rank => *known = (rank, name),
                Some(_) => {}
                None => drop(names.insert(folded, (rank, name))),
            }
        };
        for (term, word) in words(ontology) {
            add(term, Rank::Word, word);
        }
        let is_sign = signs(ontology);
        for (_, term) in ontology.terms().iter().enumerate().filter(|(position, _)| is_sign[*position]) {
            add(term.id, Rank::Label, &term.name);
            let japanese = [knowledge.term_name_ja(term.id), knowledge.term_label_ja(term.id)];
            japanese.into_iter().flatten().for_each(|japanese| add(term.id, Rank::Label, japanese));
            term.synonyms.iter().for_each(|synonym| add(term.id, Rank::Synonym, synonym));
        }
        let live = ontology.terms().iter().enumerate().filter(|(position, _)| is_sign[*position]).map(|(_, t)| t.id);
        let mut ids: BTreeMap<HpoId, HpoId> = live.map(|id| (id, id)).collect();
        let old: Vec<(HpoId, HpoId)> = ontology.old_ids().filter(|(_, live)| ids.contains_key(live)).collect();
        ids.extend(old);
        Ok(Self { names: names.into_values().map(|(_, name)| name).collect(), ids })
    }

    /// The places of a note that name a sign, by its id too, in its order, none over another; of several names that begin at
    /// one place the longest. Case, width, kind of kana and English plurals do not matter.
    pub fn scan(&self, note: &str) -> Vec<FoundTerm> {
        let folded = Folded::of(note);
        let text = folded.text.as_bytes();
        let mut found: Vec<(Range<usize>, Vec<HpoId>)> = Vec::new();
        let mut at = 0;
        while at < text.len() {
            if !folded.text.is_char_boundary(at) {
                at += 1;
            } else if let Some((term, place)) = self.id_at(&folded, at) {
                at += ID;
                found.push((place, vec![term]));
            } else if let Some((name, place)) = self.longest_at(&folded, note, at) {
                at += name.folded.len();
                found.push((place, name.terms.clone()));
            } else {
                at += 1;
            }
        }
        let places: Vec<Range<usize>> = found.iter().map(|(place, _)| place.clone()).collect();
        let stated = stated::of(note, &places);
        let term = |((place, terms), (stated, relative))| FoundTerm { place, terms, stated, relative };
        found.into_iter().zip(stated).map(term).collect()
    }

    /// The sign whose id stands at a byte of the folded text, with its place in the note.
    fn id_at(&self, folded: &Folded, at: usize) -> Option<(HpoId, Range<usize>)> {
        let text = folded.text.as_bytes();
        let is_within = |at: Option<&u8>| at.is_some_and(u8::is_ascii_alphanumeric);
        let written = folded.text.get(at..at + ID)?.strip_prefix("hp")?.strip_prefix([':', ' '])?;
        if (at > 0 && is_within(text.get(at - 1))) || is_within(text.get(at + ID)) {
            return None;
        }
        let is_number = written.bytes().all(|b| b.is_ascii_digit());
        let id = written.parse().ok().filter(|_| is_number).and_then(HpoId::from_number)?;
        let (from, to) = folded.original(at, at + ID)?;
        Some((*self.ids.get(&id)?, from..to))
    }

    /// The longest name that stands at a byte of the folded text, with its place in the note.
    fn longest_at(&self, folded: &Folded, note: &str, at: usize) -> Option<(&Name, Range<usize>)> {
        let text = folded.text.as_bytes();
        let is_word = |b: Option<&u8>| b.is_some_and(u8::is_ascii_alphanumeric);
        if is_word(text.get(at)) && at > 0 && is_word(text.get(at - 1)) {
            return None;
        }
        if !text[at].is_ascii() && ANOTHER_BEFORE.iter().any(|other| folded.text[..at].ends_with(other)) {
            return None;
        }
        let mut range = &self.names[..];
        let mut best = None;
        for (depth, byte) in text[at..].iter().enumerate() {
            let of = |name: &Name| name.folded.as_bytes().get(depth).copied();
            let from = range.partition_point(|name| of(name) < Some(*byte));
            let to = range.partition_point(|name| of(name) <= Some(*byte));
            range = &range[from..to];
            let Some(name) = range.first() else { break };
            let end = at + depth + 1;
            let ends = name.folded.len() == depth + 1 && !(is_word(text.get(end - 1)) && is_word(text.get(end)));
            if !ends || ANOTHER_THING.iter().any(|other| folded.text[end..].starts_with(other)) {
                continue;
            }
            let place = folded.original(at, end).map(|(from, to)| from..to);
            let capitals = |place: &Range<usize>| !note[place.clone()].nfkc().any(|c| c.is_ascii_lowercase());
            if let Some(place) = place.filter(|place| !name.abbreviation || capitals(place)) {
                best = Some((name, place));
            }
        }
        best
    }
}

/// The words of clinical notes with their live terms.
pub(crate) fn words(ontology: &Ontology) -> impl Iterator<Item = (HpoId, &'static str)> {
    let rows = WORDS.lines().filter(|line| line.starts_with("HP:")).filter_map(|line| line.split_once('\t'));
    rows.filter_map(|(id, word)| Some((ontology.resolve(id.parse().ok()?)?, word)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_has_a_term_and_is_there_once() {
        let rows: Vec<&str> = WORDS.lines().filter(|line| !line.starts_with('#')).skip(1).collect();
        assert!(rows.len() > 300);
        let mut seen = std::collections::BTreeSet::new();
        for row in rows {
            let (id, word) = row.split_once('\t').unwrap_or_default();
            assert!(id.parse::<HpoId>().is_ok() && word == word.trim() && !word.is_empty(), "{row}");
            assert!(seen.insert(word), "{word} twice: a person would have to choose");
        }
    }

    #[test]
    fn what_is_not_scanned_is_written_as_it_is_compared() {
        for name in NOT_SCANNED {
            assert_eq!(name, Folded::of(name).text);
        }
    }
}
