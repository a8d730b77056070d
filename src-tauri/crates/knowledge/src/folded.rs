//! Text as it is compared: without case, width and kind of kana.

use unicode_normalization::{UnicodeNormalization, char::canonical_combining_class};

/// NFKC, lower case, hiragana for katakana, one space for several; what joins words counts as a space.
pub(crate) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for letter in text.trim().nfkc().flat_map(char::to_lowercase) {
        match alike(letter) {
            ' ' if folded.ends_with(' ') => {}
            letter => folded.push(letter),
        }
    }
    let end = folded.trim_end().len();
    folded.truncate(end);
    folded
}

/// The letter that stands for all that are read the same.
fn alike(letter: char) -> char {
    match letter {
        ' ' | '\u{3000}' | '-' | '\u{2010}'..='\u{2015}' | '_' | ',' | '/' | '\t' | '・' => ' ',
        'ァ'..='ヶ' => char::from_u32(u32::from(letter) - 0x60).unwrap_or(letter),
        other => other,
    }
}

pub(crate) fn is_kanji(letter: char) -> bool {
    matches!(letter, '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}' | '々')
}

/// A text folded for the scan of notes, which knows for each byte where it comes from. Beyond [`fold`], what writers leave
/// out or put in at will is gone: 性 and の between kanji (感音性難聴, 感音難聴), the s of an English plural; variants of a
/// kanji are one.
#[derive(Debug, Default)]
pub(crate) struct Folded {
    /// The text.
    pub(crate) text: String,
    /// For each byte of it, the bytes of the original from which it comes.
    places: Vec<(usize, usize)>,
}

/// A folded letter with the bytes of the original from which it comes.
type Letter = (char, (usize, usize));

impl Folded {
    pub(crate) fn of(text: &str) -> Self {
        let mut letters = letters(text);
        drop_fillers(&mut letters);
        drop_plurals(&mut letters);
        let mut folded = Self::default();
        for (letter, place) in letters {
            folded.text.push(letter);
            folded.places.resize(folded.text.len(), place);
        }
        folded
    }

    /// The bytes of the original under bytes of the folded text; `None` where those are none.
    pub(crate) fn original(&self, from: usize, to: usize) -> Option<(usize, usize)> {
        let (first, last) = (self.places.get(from)?, self.places.get(to.checked_sub(1)?)?);
        Some((first.0, last.1))
    }
}

fn letters(text: &str) -> Vec<Letter> {
    let mut letters: Vec<Letter> = Vec::with_capacity(text.len());
    let mut rest = text.char_indices().peekable();
    while let Some((from, letter)) = rest.next() {
        let mut to = from + letter.len_utf8();
        // A mark belongs to the letter before it: ｶ and ﾞ are one ガ.
        while let Some(&(at, mark)) = rest.peek() {
            if !matches!(mark, 'ﾞ' | 'ﾟ') && canonical_combining_class(mark) == 0 {
                break;
            }
            to = at + mark.len_utf8();
            rest.next();
        }
        for letter in text[from..to].nfkc().flat_map(char::to_lowercase) {
            let letter = match alike(letter) {
                '\n' | '\r' => ' ',
                '頸' => '頚',
                '彎' => '弯',
                '囊' => '嚢',
                '碍' => '害',
                '鼡' => '鼠',
                other => other,
            };
            match letters.last_mut() {
                Some((' ', before)) if letter == ' ' => before.1 = to,
                _ => letters.push((letter, (from, to))),
            }
        }
    }
    letters
}

fn drop_fillers(letters: &mut Vec<Letter>) {
    let kanji = |at: Option<&Letter>| at.is_some_and(|(letter, _)| is_kanji(*letter));
    let filler = |at: usize| {
        matches!(letters[at].0, '性' | 'の') && at > 0 && kanji(letters.get(at - 1)) && kanji(letters.get(at + 1))
    };
    let dropped: Vec<bool> = (0..letters.len()).map(filler).collect();
    let mut dropped = dropped.into_iter();
    letters.retain(|_| dropped.next() != Some(true));
}

/// The s of `seizures`, not that of `ptosis`, `fetus` or `weakness`.
fn drop_plurals(letters: &mut Vec<Letter>) {
    let word = |letter: Option<&Letter>| letter.is_some_and(|(l, _)| l.is_ascii_alphanumeric());
    let mut kept: Vec<Letter> = Vec::with_capacity(letters.len());
    let mut length = 0;
    for at in 0..letters.len() {
        let is_plural = letters[at].0 == 's'
            && !word(letters.get(at + 1))
            && length > 2
            && !matches!(kept.last(), Some(('s' | 'u' | 'i', _)));
        length = if word(letters.get(at)) { length + 1 } else { 0 };
        match kept.last_mut() {
            Some((_, place)) if is_plural => place.1 = letters[at].1.1,
            _ => kept.push(letters[at]),
        }
    }
    *letters = kept;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn width_case_and_kana_are_the_same() {
        for (one, other) in [
            ("ｼｮｳﾛﾝ", "しょうろん"),
            ("Ｓｅｉｚｕｒｅ", "seizure"),
            ("  Wide-spaced   eyes ", "wide spaced eyes"),
            ("ガ", "ｶﾞ"),
        ] {
            assert_eq!(fold(one), fold(other));
        }
        assert_ne!(fold("シンドロ－ム"), fold("シンドロ ーム"), "a dash in place of the long vowel is none");
    }

    #[test]
    fn what_is_folded_is_found_again_in_the_original() {
        let text = "両側ｶﾞ 感音性難聴、Seizures.";
        let folded = Folded::of(text);
        assert_eq!(folded.text, "両側が 感音難聴、seizure.");
        for (part, original) in [("が", "ｶﾞ"), ("感音難聴", "感音性難聴"), ("seizure", "Seizures")] {
            let at = folded.text.find(part).expect("it is there");
            let (from, to) = folded.original(at, at + part.len()).expect("a place");
            assert_eq!(&text[from..to], original);
        }
        for (kept, same) in [("ptosis", "ptosis"), ("weakness", "weakness"), ("fetus", "fetus"), ("痙性", "痙性")] {
            assert_eq!(Folded::of(kept).text, same);
        }
    }
}
