//! Names written in kanji, heard in kana: なんちょう for 難聴.
//!
//! Every kanji may stand for any of its readings, with the changes that readings undergo in compounds, so that no
//! dictionary of words is needed and every new name is found. What that allows beside the true reading (なんてい for 難聴)
//! nobody types.

mod readings;

use std::{
    cell::OnceCell,
    collections::{BTreeMap, HashMap},
};

use readings::{READINGS, Reading};

use crate::{folded::is_kanji, term_index::but_for_one};

/// The longest text that is looked for, in letters; a bit stands for each.
const LONGEST: usize = 127;
/// Shortest text in which a typing error is looked for.
const NEAR: usize = 4;

/// What is heard of a name: one letter, or one of the readings of a kanji.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Sound {
    Letter(char),
    Kanji { letter: char, number: u16, before_kana: bool },
}

impl Sound {
    fn readings(self) -> &'static [Reading] {
        match self {
            Self::Letter(_) => &[],
            Self::Kanji { number, before_kana, .. } => READINGS.of(number, before_kana),
        }
    }

    /// The letters that it may begin with: itself, and those of its readings.
    fn first_letters(self) -> Vec<char> {
        let (Self::Letter(letter) | Self::Kanji { letter, .. }) = self;
        let mut letters: Vec<char> = self.readings().iter().map(|reading| reading[0]).collect();
        letters.push(letter);
        letters.sort_unstable();
        letters.dedup();
        letters
    }
}

/// The sounds of a folded name; `None` where it has no kanji.
fn sounds(folded: &str) -> Option<Box<[Sound]>> {
    let letters: Vec<char> = folded.chars().filter(|&c| is_heard(c)).collect();
    let mut before = None;
    let mut sounds = Vec::with_capacity(letters.len());
    for (place, &letter) in letters.iter().enumerate() {
        let read_as = if letter == '々' { before.unwrap_or(letter) } else { letter };
        before = Some(read_as);
        sounds.push(match READINGS.numbers.get(&read_as) {
            Some(&number) => {
                Sound::Kanji { letter, number, before_kana: letters.get(place + 1).is_some_and(|&c| is_hiragana(c)) }
            }
            None => Sound::Letter(letter),
        });
    }
    letters.into_iter().any(is_kanji).then(|| sounds.into_boxed_slice())
}

/// Folded texts have hiragana alone.
fn is_hiragana(letter: char) -> bool {
    matches!(letter, 'ぁ'..='ゖ')
}

fn is_heard(letter: char) -> bool {
    !matches!(letter, ' ' | '(' | ')' | '「' | '」' | '、' | '。' | '.' | '\'')
}

type Places = HashMap<Sound, Vec<(usize, usize)>>;

/// Names with kanji, found by what is heard of them.
#[derive(Debug, Default)]
pub(crate) struct KanaIndex {
    /// By the number that the caller gave.
    names: Vec<(usize, Box<[Sound]>)>,
    /// For each sound the names, by position, that have it, and where.
    places: Places,
    /// The same of those that begin with it.
    starts: Places,
    /// The sounds that may begin with a letter.
    beginning: HashMap<char, Vec<Sound>>,
}

impl KanaIndex {
    /// Takes a folded name; one without kanji is passed over.
    pub(crate) fn add(&mut self, number: usize, folded: &str) {
        let Some(sounds) = sounds(folded) else { return };
        for (place, sound) in sounds.iter().enumerate() {
            let places = self.places.entry(*sound).or_default();
            if places.is_empty() {
                sound.first_letters().into_iter().for_each(|l| self.beginning.entry(l).or_default().push(*sound));
            }
            places.push((self.names.len(), place));
        }
        self.starts.entry(sounds[0]).or_default().push((self.names.len(), 0));
        self.names.push((number, sounds));
    }

    /// The names in which a text is heard, and whether its last reading is said to the end; one may come more than once.
    pub(crate) fn find(&self, text: &Spoken) -> Vec<(usize, Heard, bool)> {
        self.find_in(&self.places, text)
    }

    fn find_in(&self, places: &Places, text: &Spoken) -> Vec<(usize, Heard, bool)> {
        let mut found = Vec::new();
        let first = text.letters.first().and_then(|first| self.beginning.get(first));
        for sound in first.into_iter().flatten().filter(|sound| text.may_begin_with(**sound)) {
            for &(position, place) in places.get(sound).into_iter().flatten() {
                let (number, sounds) = &self.names[position];
                let Some(end) = text.begins(&sounds[place..]) else { continue };
                let heard = match (place, end) {
                    (0, End::Name) => Heard::Whole,
                    (0, _) => Heard::Start,
                    _ => Heard::Inside,
                };
                found.push((*number, heard, end != End::Within));
            }
        }
        found
    }

    /// The names that begin with a text but for one letter, wrong, missing, too much or swapped with the next; true where
    /// it is the whole name. The first letter may be wrong in a whole name alone.
    pub(crate) fn nearly(&self, text: &Spoken) -> Vec<(usize, bool)> {
        let mut found = Vec::new();
        let first = text.letters.first().and_then(|first| self.beginning.get(first));
        for (sound, names) in self.starts.iter().filter(|_| text.letters.len() >= NEAR) {
            let said = text.nearly_said_after((1, 0), *sound);
            if said == (0, 0) {
                continue;
            }
            let has_first = first.is_some_and(|sounds| sounds.contains(sound));
            for (number, name) in names.iter().map(|&(position, _)| &self.names[position]) {
                let is_whole = text.nearly_begins(said, &name[1..]);
                found.extend(is_whole.filter(|is_whole| *is_whole || has_first).map(|is_whole| (*number, is_whole)));
            }
        }
        let swapped = text.swapped().flat_map(|text| self.find_in(&self.starts, &text));
        found.extend(swapped.map(|(number, heard, _)| (number, heard == Heard::Whole)));
        found
    }
}

/// Where a text is heard in a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Heard {
    Whole,
    Start,
    Inside,
}

/// Where a text ends that a name begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    /// With the name.
    Name,
    /// With a sound of it.
    Sound,
    /// Within a reading.
    Within,
}

/// A folded text with kana, ready to be looked for in names.
#[derive(Debug)]
pub(crate) struct Spoken {
    letters: Vec<char>,
    /// The bits of the places of each letter, by letter.
    places: Vec<(char, u128)>,
    /// For each kanji by number, in a compound and before a kana: where its readings stand in the text.
    steps: Vec<[OnceCell<Box<Steps>>; 2]>,
}

/// Where the readings of a kanji stand in a text. Bit n: at its nth letter.
#[derive(Debug, Default)]
struct Steps {
    /// By the number of letters.
    exact: Vec<(usize, u128)>,
    /// The text ends within a reading.
    ends: u128,
    /// The bits after a reading at the start of the text that is wrong in one letter.
    near_at_start: OnceCell<u128>,
}

impl Spoken {
    /// `None` where the text has no kana or is longer than any name.
    pub(crate) fn of(folded: &str) -> Option<Self> {
        let letters: Vec<char> = folded.chars().filter(|&c| is_heard(c)).collect();
        let has_kana = letters.iter().any(|&c| is_hiragana(c));
        (has_kana && letters.len() <= LONGEST).then(|| Self::new(letters))
    }

    fn new(letters: Vec<char>) -> Self {
        let mut places: BTreeMap<char, u128> = BTreeMap::new();
        for (place, letter) in letters.iter().enumerate() {
            *places.entry(*letter).or_default() |= 1 << place;
        }
        let steps = READINGS.of.iter().map(|_| Default::default()).collect();
        Self { letters, places: places.into_iter().collect(), steps }
    }

    /// Whether the text may begin with this sound, one of those that begin with its first letter.
    fn may_begin_with(&self, sound: Sound) -> bool {
        let text = self.letters.as_slice();
        let fits = |reading: &Reading| text.starts_with(reading) || reading.starts_with(text);
        match sound {
            Sound::Letter(_) => true,
            Sound::Kanji { letter, .. } => text[0] == letter || sound.readings().iter().any(fits),
        }
    }

    /// Where the text ends in a name that begins with it. The bits of `at` are the numbers of letters that the name has said
    /// so far.
    fn begins(&self, name: &[Sound]) -> Option<End> {
        let end = 1_u128 << self.letters.len();
        let mut begun = None;
        let mut at = 1_u128;
        for sound in name {
            if at & end != 0 {
                begun = Some(End::Sound);
            } else if begun.is_none() && self.ends_within(*sound, at) {
                begun = Some(End::Within);
            }
            if at == 0 {
                return begun;
            }
            at = self.said(*sound, at);
        }
        if at & end != 0 { Some(End::Name) } else { begun }
    }

    /// The bits after a sound, without an error so far and with one.
    fn nearly_said_after(&self, (right, wrong): (u128, u128), sound: Sound) -> (u128, u128) {
        // The next letter may be one too much.
        let wrong = wrong | right << 1;
        (self.said(sound, right), self.said(sound, wrong) | self.nearly_said(sound, right))
    }

    /// Whether the text ends in what follows in a name, and if so, whether with the name.
    fn nearly_begins(&self, mut said: (u128, u128), rest: &[Sound]) -> Option<bool> {
        let end = 1_u128 << self.letters.len();
        let mut begun = None;
        for sound in rest {
            let (right, wrong) = said;
            if right | wrong == 0 {
                return begun;
            }
            if (right | wrong) & end != 0 || self.ends_within(*sound, wrong | right << 1) {
                begun = Some(false);
            }
            said = self.nearly_said_after(said, *sound);
        }
        if (said.0 | said.1 | said.0 << 1) & end != 0 { Some(true) } else { begun }
    }

    /// The text with two neighbouring letters put in each other's place, for each such two.
    fn swapped(&self) -> impl Iterator<Item = Self> {
        let places = 0..self.letters.len().saturating_sub(1);
        places.filter(|_| self.letters.len() >= NEAR).map(|place| {
            let mut letters = self.letters.clone();
            letters.swap(place, place + 1);
            Self::new(letters)
        })
    }

    fn ends_within(&self, sound: Sound, at: u128) -> bool {
        matches!(sound, Sound::Kanji { number, before_kana, .. } if self.steps(number, before_kana).ends & at != 0)
    }

    /// The bits after a sound.
    fn said(&self, sound: Sound, at: u128) -> u128 {
        match sound {
            Sound::Letter(letter) => (self.places_of(letter) & at) << 1,
            Sound::Kanji { letter, number, before_kana } => {
                let exact = &self.steps(number, before_kana).exact;
                exact
                    .iter()
                    .fold((self.places_of(letter) & at) << 1, |after, (length, places)| after | (places & at) << length)
            }
        }
    }

    /// The bits after a sound that is wrong, missing or too long by one letter.
    fn nearly_said(&self, sound: Sound, at: u128) -> u128 {
        match sound {
            Sound::Letter(_) => at | at << 1,
            Sound::Kanji { number, before_kana, .. } => {
                let near = |place| self.near(number, before_kana, place);
                let at_start = || *self.steps(number, before_kana).near_at_start.get_or_init(|| near(0));
                let places = (1..=self.letters.len()).filter(|place| at & 1 << place != 0);
                places.fold(if at & 1 != 0 { at_start() } else { 0 }, |after, place| after | near(place))
            }
        }
    }

    fn places_of(&self, letter: char) -> u128 {
        self.places.binary_search_by_key(&letter, |(letter, _)| *letter).map_or(0, |found| self.places[found].1)
    }

    fn steps(&self, number: u16, before_kana: bool) -> &Steps {
        self.steps[usize::from(number)][usize::from(before_kana)].get_or_init(|| {
            let mut steps = Steps::default();
            for reading in READINGS.of(number, before_kana) {
                let mut places = 0;
                for place in 0..self.letters.len() {
                    let rest = &self.letters[place..];
                    if rest[0] != reading[0] {
                        continue;
                    }
                    if rest.starts_with(reading) {
                        places |= 1 << place;
                    } else if reading.starts_with(rest) {
                        steps.ends |= 1 << place;
                    }
                }
                if places != 0 {
                    steps.exact.push((reading.len(), places));
                }
            }
            Box::new(steps)
        })
    }

    /// The bits after a reading at a place that is wrong in one letter there.
    fn near(&self, number: u16, before_kana: bool, place: usize) -> u128 {
        let mut after = 0;
        for reading in READINGS.of(number, before_kana) {
            for length in reading.len() - 1..=reading.len() + 1 {
                let text = self.letters.get(place..place + length);
                if text.is_some_and(|text| but_for_one(reading, text, |a, b| a == b)) {
                    after |= 1 << (place + length);
                }
            }
        }
        after
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::folded::fold;

    fn index(names: &[&str]) -> KanaIndex {
        let mut index = KanaIndex::default();
        names.iter().enumerate().for_each(|(number, name)| index.add(number, &fold(name)));
        index
    }

    fn heard(name: &str, text: &str) -> Option<Heard> {
        let found = index(&[name]).find(&Spoken::of(&fold(text))?);
        let rank = |heard: &Heard| [Heard::Whole, Heard::Start, Heard::Inside].iter().position(|one| one == heard);
        found.into_iter().map(|(_, heard, _)| heard).min_by_key(rank)
    }

    #[test]
    fn a_kanji_is_heard_by_its_reading_in_the_word() {
        for (name, text) in [
            ("難聴", "なんちょう"),
            ("発作", "ほっさ"),
            ("欠乏", "けつぼう"),
            ("反応", "はんのう"),
            ("薄い上口唇", "うすいじょうこうしん"),
            ("高身長", "こうしんちょう"),
            ("人々", "ひとびと"),
            ("膝・股関節", "しつこかんせつ"),
            ("口唇裂(両側)", "こうしんれつりょうそく"),
            ("感音難聴", "感音なんちょう"),
        ] {
            assert_eq!(heard(name, text), Some(Heard::Whole), "{text} for {name}");
        }
        assert_eq!(heard("感音難聴", "かんお"), Some(Heard::Start));
        assert_eq!(heard("感音難聴", "なんちょ"), Some(Heard::Inside));
        assert_eq!(heard("感音難聴", "てんかん"), None);
        // Latin letters and kanji alone are found by the letters.
        assert!(Spoken::of("seizure").is_none() && Spoken::of("難聴").is_none());
        assert!(Spoken::of(&"か".repeat(LONGEST + 1)).is_none());
    }

    #[test]
    fn one_letter_of_a_reading_may_be_wrong() {
        let index = index(&["小眼球症", "関節過動", "てんかん発作"]);
        let near = |text: &str| {
            let mut near = index.nearly(&Spoken::of(text).expect("kana"));
            near.sort_unstable();
            near.dedup();
            near
        };
        for text in [
            "しょうがんきうしょう",
            "しょうがきゅうしょう",
            "しょがうんきゅうしょう",
            "ょうがんきゅうしょう",
            "いしょうがんきゅうしょう",
        ] {
            assert_eq!(near(text), [(0, true)], "{text}");
        }
        // A beginning: not with its first letter wrong.
        assert_eq!(near("しょうがんきう"), [(0, false)]);
        assert_eq!(near("ょうがんきゅ"), []);
        assert_eq!(near("かんせつどう"), [(1, true)]);
        assert_eq!(near("てんかんほさ"), [(2, true)]);
        assert_eq!(near("しょうとうしょう"), []);
    }

    /// The readings that NANDO gives are independent of ours. What is not heard is mostly wrong or unusual there
    /// (けっしょうさ for 血漿, 三好: みよし).
    #[test]
    #[allow(clippy::print_stderr, reason = "a skipped test says so")]
    fn nearly_every_name_of_nando_is_heard_by_the_reading_that_nando_gives() {
        let nando = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../../shared/data/japanese/nando.ttl"));
        let Ok(text) = std::fs::read_to_string(nando) else {
            eprintln!("skipped: ../shared/data is not here");
            return;
        };
        let (mut names, mut missed) = (0, Vec::new());
        for line in text.lines().filter(|line| line.contains("rdfs:label")) {
            let labels: Vec<&str> = line.split('"').collect();
            let with =
                |language: &str| labels.windows(2).find(|pair| pair[1].split([' ', ',', ';']).next() == Some(language));
            let (Some([name, _]), Some([reading, _])) = (with("@ja"), with("@ja-Hira")) else { continue };
            let name = fold(name);
            let is_japanese = name.chars().all(|c| is_kanji(c) || is_hiragana(c) || c == 'ー' || !c.is_alphanumeric());
            let (Some(sounds), Some(spoken)) = (sounds(&name), Spoken::of(&fold(reading))) else { continue };
            if !is_japanese {
                continue;
            }
            names += 1;
            if spoken.begins(&sounds) != Some(End::Name) {
                missed.push(format!("{name} {reading}"));
            }
        }
        assert!(names > 2_000, "{names}");
        assert!(missed.len() * 100 <= 5 * names, "{} of {names}: {missed:#?}", missed.len());
    }
}
