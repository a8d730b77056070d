//! Terms of the HPO by what a person types: Japanese in kanji or kana, English, a synonym, an id.

use std::collections::BTreeMap;

use domain::HpoId;
use memchr::memmem::Finder;

use crate::{
    Error, Knowledge,
    folded::fold,
    kana::{Heard, KanaIndex, Spoken},
    scan::words,
};

/// Phenotypic abnormality: what lies below it is a sign, everything else says something about signs.
const ABNORMALITY: u32 = 118;
/// Shortest text, in letters, in which a typing error is looked for; a Japanese one is shorter.
const LATIN: usize = 4;
const JAPANESE: usize = 3;

/// The names of all signs, folded for search. Hiragana and katakana, full and half width, upper and lower case are the
/// same; a name in kanji is found by its reading in kana.
#[derive(Debug)]
pub struct TermIndex {
    /// By term, then label, Japanese label, synonyms.
    names: Vec<Name>,
    /// The letters of each name that is not all Latin, with its number.
    japanese: Vec<(usize, Vec<char>)>,
    /// The names by their reading.
    kana: KanaIndex,
    /// The Latin words of the names, each with the names that have it, ascending.
    words: BTreeMap<String, Vec<u32>>,
    /// Ids that are found by number.
    ids: Vec<HpoId>,
    /// Old ids with the live ones that stand for them.
    old_ids: BTreeMap<HpoId, HpoId>,
}

#[derive(Debug)]
struct Name {
    term: HpoId,
    /// True for the English and Japanese label.
    label: bool,
    folded: String,
    shown: String,
    /// Letters of the folded name.
    length: usize,
}

/// A term that a search found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TermHit<'a> {
    /// The term.
    pub id: HpoId,
    /// The synonym by which it was found; `None` where it was by a label or the id.
    pub synonym: Option<&'a str>,
}

/// How a name answers a text, the best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    Id,
    Whole,
    Start,
    /// A word of the name starts with it.
    Word,
    Inside,
    /// All words are there, in another order or with others between.
    Words,
    /// The whole name, but for one letter or for spaces.
    NearlyWhole,
    /// But for one letter.
    Nearly,
}

/// What of a name answers a text, the best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum By {
    Letters,
    /// The reading of its kanji.
    Reading,
    /// The same, the last one not to its end.
    PartOfReading,
}

/// How a term answers a text, the best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Answer {
    fit: Fit,
    by: By,
    synonym: bool,
    /// Letters of the name.
    length: usize,
    /// The name; `None` where it was the id.
    name: Option<usize>,
}

impl TermIndex {
    /// Builds the index; takes some hundred milliseconds for the whole HPO.
    ///
    /// # Errors
    /// [`Error::Missing`] where the ontology was not imported.
    pub fn of(knowledge: &Knowledge) -> Result<Self, Error> {
        let ontology = knowledge.ontology()?;
        let mut index = Self {
            names: Vec::new(),
            japanese: Vec::new(),
            kana: KanaIndex::default(),
            words: BTreeMap::new(),
            ids: Vec::new(),
            old_ids: ontology.old_ids().collect(),
        };
        let is_sign = signs(ontology);
        for (position, term) in ontology.terms().iter().enumerate().filter(|(position, _)| is_sign[*position]) {
            debug_assert_eq!(ontology.position(term.id), Some(position));
            index.ids.push(term.id);
            index.add(term.id, true, &term.name);
            let (shown, label) = (knowledge.term_name_ja(term.id), knowledge.term_label_ja(term.id));
            shown.into_iter().for_each(|japanese| index.add(term.id, true, japanese));
            label.filter(|_| label != shown).into_iter().for_each(|japanese| index.add(term.id, false, japanese));
            for synonym in &term.synonyms {
                index.add(term.id, false, synonym);
            }
        }
        for (term, word) in words(ontology) {
            index.add(term, false, word);
        }
        index.old_ids.retain(|_, live| index.ids.binary_search(live).is_ok());
        Ok(index)
    }

    fn add(&mut self, term: HpoId, label: bool, shown: &str) {
        let folded = fold(shown);
        let number = u32::try_from(self.names.len()).unwrap_or(u32::MAX);
        for word in latin_words(&folded) {
            let names = self.words.entry(word.to_owned()).or_default();
            if names.last() != Some(&number) {
                names.push(number);
            }
        }
        let letters: Vec<char> = folded.chars().collect();
        let length = letters.len();
        self.kana.add(self.names.len(), &folded);
        if !folded.is_ascii() {
            self.japanese.push((self.names.len(), letters));
        }
        self.names.push(Name { term, label, folded, shown: shown.to_owned(), length });
    }

    /// The terms that answer a text, the best first: by id, whole name, start, start of a word, inside, all words in any
    /// order, and, where nothing else is found, without regard to spaces, and with one letter wrong, missing, too much or
    /// swapped with its neighbour (the first one only in a whole word or whole Japanese name).
    pub fn search(&self, text: &str, limit: usize) -> Vec<TermHit<'_>> {
        let text = fold(text);
        if text.is_empty() {
            return Vec::new();
        }
        let mut best: BTreeMap<HpoId, Answer> = BTreeMap::new();
        let mut found = |term: HpoId, answer: Answer| {
            let before = best.entry(term).or_insert(answer);
            *before = answer.min(*before);
        };
        let by_id = Answer { fit: Fit::Id, by: By::Letters, synonym: false, length: 0, name: None };
        self.by_id(&text).into_iter().for_each(|id| found(id, by_id));
        let spoken = Spoken::of(&text);
        let mut answers = self.by_letters(&text);
        answers.extend(spoken.iter().flat_map(|spoken| self.by_reading(spoken)));
        if answers.iter().all(|answer| answer.by != By::Letters && answer.fit == Fit::Inside) {
            answers.extend(self.by_words(&text).into_iter().chain(self.nearly(&text)));
            answers.extend(spoken.iter().flat_map(|spoken| self.nearly_by_reading(spoken)));
        }
        for answer in answers {
            answer.name.into_iter().for_each(|name| found(self.names[name].term, answer));
        }
        let mut best: Vec<_> = best.into_iter().collect();
        best.sort_by_key(|(id, answer)| (Answer { name: None, ..*answer }, *id));
        best.truncate(limit);
        let by = |answer: Answer| answer.name.map(|n| &self.names[n]).filter(|n| !n.label).map(|n| n.shown.as_str());
        best.into_iter().map(|(id, answer)| TermHit { id, synonym: by(answer) }).collect()
    }

    fn answer(&self, number: usize, fit: Fit, by: By) -> Answer {
        let name = &self.names[number];
        Answer { fit, by, synonym: !name.label, length: name.length, name: Some(number) }
    }

    /// Names with the text in them.
    fn by_letters(&self, text: &str) -> Vec<Answer> {
        let finder = Finder::new(text);
        let names = self.names.iter().enumerate();
        names.filter_map(|(n, name)| Some(self.answer(n, fit(&name.folded, text, &finder)?, By::Letters))).collect()
    }

    /// Names whose reading has the text in it.
    fn by_reading(&self, text: &Spoken) -> Vec<Answer> {
        let fit = |heard| match heard {
            Heard::Whole => Fit::Whole,
            Heard::Start => Fit::Start,
            Heard::Inside => Fit::Inside,
        };
        let by = |is_said: bool| if is_said { By::Reading } else { By::PartOfReading };
        self.kana.find(text).into_iter().map(|(n, heard, is_said)| self.answer(n, fit(heard), by(is_said))).collect()
    }

    fn nearly_by_reading(&self, text: &Spoken) -> Vec<Answer> {
        let fit = |is_whole| if is_whole { Fit::NearlyWhole } else { Fit::Nearly };
        self.kana.nearly(text).into_iter().map(|(n, is_whole)| self.answer(n, fit(is_whole), By::Reading)).collect()
    }

    /// Terms by their number: seven digits or their beginning, or the number without leading zeros.
    fn by_id(&self, text: &str) -> Vec<HpoId> {
        let digits = text.strip_prefix("hp").unwrap_or(text).trim_start_matches([':', '_', ' ']);
        if digits.is_empty() || digits.len() > 7 || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Vec::new();
        }
        let exact = digits.parse().ok().and_then(HpoId::from_number);
        let live = exact.map(|id| self.old_ids.get(&id).copied().unwrap_or(id));
        let is_exact = |id: &HpoId| live == Some(*id) || exact == Some(*id);
        let starts = |id: &HpoId| digits.len() > 3 && format!("{:07}", id.number()).starts_with(digits);
        let mut ids: Vec<HpoId> = self.ids.iter().copied().filter(|id| is_exact(id) || starts(id)).collect();
        ids.sort_by_key(|id| !is_exact(id));
        ids
    }

    /// Names in which every word of the text begins a word.
    fn by_words(&self, text: &str) -> Vec<Answer> {
        let words: Vec<&str> = text.split(' ').filter(|w| !w.is_empty()).collect();
        if words.len() < 2 {
            return Vec::new();
        }
        let has = |name: &str| words.iter().all(|word| starts_a_word(name, word));
        let names = self.names.iter().enumerate().filter(|(_, name)| has(&name.folded));
        names.map(|(number, _)| self.answer(number, Fit::Words, By::Letters)).collect()
    }

    /// Names that answer but for one letter or for spaces.
    fn nearly(&self, text: &str) -> Vec<Answer> {
        let letters: Vec<char> = text.chars().collect();
        if letters.len() < if text.is_ascii() { LATIN } else { JAPANESE } {
            return Vec::new();
        }
        let found = if text.is_ascii() { self.nearly_latin(text) } else { self.nearly_japanese(&letters) };
        let is_whole = |number: usize| is_nearly(&self.names[number].folded.chars().collect::<Vec<_>>(), &letters);
        let fit = |number: usize| if is_whole(number) { Fit::NearlyWhole } else { Fit::Nearly };
        let mut answers: Vec<Answer> = found.into_iter().map(|n| self.answer(n, fit(n), By::Letters)).collect();
        let same = self.names.iter().enumerate().filter(|(_, name)| begins_but_for_spaces(&name.folded, text));
        answers.extend(same.map(|(number, _)| self.answer(number, Fit::NearlyWhole, By::Letters)));
        answers
    }

    fn nearly_japanese(&self, letters: &[char]) -> Vec<usize> {
        let near = |name: &[char]| begins_nearly(name, letters) || letters.len() > JAPANESE && is_nearly(name, letters);
        let names = self.japanese.iter().filter(|(_, name)| near(name));
        names.map(|(number, _)| *number).collect()
    }

    /// Every word of the text begins, but for one letter, a word of the name, or is it but for the first.
    fn nearly_latin(&self, text: &str) -> Vec<usize> {
        let mut common: Option<Vec<u32>> = None;
        for word in latin_words(text) {
            let letters = word.as_bytes();
            let mut names: Vec<u32> = Vec::new();
            for (known, of) in &self.words {
                let near = || {
                    let known = known.as_bytes();
                    letters.len() >= LATIN && begins_nearly(known, letters)
                        || letters.len() > LATIN && is_nearly(known, letters)
                };
                if known.starts_with(word) || near() {
                    names.extend(of);
                }
            }
            names.sort_unstable();
            names.dedup();
            if let Some(before) = &common {
                names.retain(|name| before.binary_search(name).is_ok());
            }
            common = Some(names);
        }
        common.unwrap_or_default().into_iter().map(|name| name as usize).collect()
    }
}

/// Which terms, by position, lie below the phenotypic abnormality; all where the ontology has no such term.
pub(crate) fn signs(ontology: &crate::Ontology) -> Vec<bool> {
    let top = HpoId::from_number(ABNORMALITY).and_then(|id| ontology.position(id));
    let Some(top) = top else { return vec![true; ontology.terms().len()] };
    let mut below: Vec<Option<bool>> = vec![None; ontology.terms().len()];
    below[top] = Some(true);
    let mut open: Vec<usize> = Vec::new();
    for start in 0..below.len() {
        open.push(start);
        // Depth first; the ontology has no circle.
        while let Some(&position) = open.last() {
            if below[position].is_some() {
                open.pop();
                continue;
            }
            let parents = ontology.parents(position);
            match parents.iter().find(|&&parent| below[parent as usize].is_none()) {
                Some(&parent) => open.push(parent as usize),
                None => below[position] = Some(parents.iter().any(|&p| below[p as usize] == Some(true))),
            }
        }
    }
    // The top itself is no sign.
    below.into_iter().enumerate().map(|(position, below)| below == Some(true) && position != top).collect()
}

fn latin_words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty())
}

/// True where a beginning of `name` is `text`, spaces and hyphens left out of both.
fn begins_but_for_spaces(name: &str, text: &str) -> bool {
    let counts = |c: &char| *c != ' ' && *c != '-';
    let mut name = name.chars().filter(counts);
    text.chars().filter(counts).all(|c| name.next() == Some(c))
}

fn fit(name: &str, text: &str, finder: &Finder<'_>) -> Option<Fit> {
    let place = finder.find(name.as_bytes())?;
    Some(match place {
        0 if name.len() == text.len() => Fit::Whole,
        0 => Fit::Start,
        _ if starts_a_word(name, text) => Fit::Word,
        _ => Fit::Inside,
    })
}

/// True where the text stands at the beginning of a Latin word.
fn starts_a_word(name: &str, text: &str) -> bool {
    let begins = |place: usize| !name[..place].ends_with(|c: char| c.is_alphanumeric());
    name.match_indices(text).any(|(place, _)| begins(place))
}

/// True where a beginning of `name` is `text` but for one letter that is wrong, missing, too much, or swapped with the
/// next. The first letter must be right: people see that one, and it keeps the list short.
fn begins_nearly<T: PartialEq>(name: &[T], text: &[T]) -> bool {
    name.first() == text.first() && but_for_one(name, text, <[T]>::starts_with)
}

/// True where the whole of `name` is `text` but for one letter, which may be the first.
fn is_nearly<T: PartialEq>(name: &[T], text: &[T]) -> bool {
    name.len().abs_diff(text.len()) <= 1 && but_for_one(name, text, |name, text| name == text)
}

pub(crate) fn but_for_one<T: PartialEq>(name: &[T], text: &[T], same: impl Fn(&[T], &[T]) -> bool) -> bool {
    let begin = name.iter().zip(text).take_while(|(a, b)| a == b).count();
    let (name, text) = (&name[begin..], &text[begin..]);
    let (Some(name_after), Some(text_after)) = (name.get(1..), text.get(1..)) else {
        // One of them ends here: at most one letter of the other may be left.
        return same(name, text) || name.len() + text.len() == 1;
    };
    let swapped = || match (name, text) {
        ([a, b, name @ ..], [c, d, text @ ..]) => a == d && b == c && same(name, text),
        _ => false,
    };
    same(name_after, text_after) || same(name_after, text) || same(name, text_after) || swapped()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spaces_do_not_count() {
        for text in ["lowset ears", "low set ea", "lowsetears"] {
            assert!(begins_but_for_spaces("low-set ears", text), "{text}");
        }
        assert!(!begins_but_for_spaces("low-set ears", "low ears") && !begins_but_for_spaces("ear", "ears"));
    }

    #[test]
    fn one_letter_may_be_wrong_missing_too_much_or_swapped() {
        let near = |name: &str, text: &str| {
            begins_nearly(&name.chars().collect::<Vec<_>>(), &text.chars().collect::<Vec<_>>())
        };
        for text in ["seizure", "seixure", "seizre", "seizzure", "sezure", "seiuzre", "seiz", "siez", "seizurr"] {
            assert!(near("seizure", text), "{text}");
        }
        for text in ["zeizure", "saxzure", "seizurexx", "epilepsy"] {
            assert!(!near("seizure", text), "{text}");
        }
        assert!(near("合指症", "合趾症"));
        let whole =
            |name: &str, text: &str| is_nearly(&name.chars().collect::<Vec<_>>(), &text.chars().collect::<Vec<_>>());
        for text in ["多合指症", "指症", "全指症", "指合症", "合指", "合指症候", "合指症"] {
            assert!(whole("合指症", text), "{text}");
        }
        for text in ["症", "合指症候群", "多指症候"] {
            assert!(!whole("合指症", text), "{text}");
        }
    }
}
