//! What a note says of the signs that it names: there, not there, not certain; of the patient or of a relative. Rules in
//! the manner of NegEx and ConText (10.1006/jbin.2001.1029, 10.1016/j.jbi.2009.05.002), with the order of Japanese: there
//! the predicate comes after the signs.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::folded::fold;

mod english;
mod japanese;

/// What a note says of a sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stated {
    /// It is there.
    Present,
    /// It is not there.
    Absent,
    /// It is suspected, possible, to be ruled out.
    Uncertain,
}

/// How far, in letters, what is said of a sign may stand from it.
const REACH: usize = 160;
/// Stands for another sign in what is around one.
const SIGN: char = '\u{fffc}';
const MARK: &str = "\u{fffc}";
/// How many letters behind a sign may hold `：（－）`.
const NEXT: usize = 12;
const ABNORMAL: &str = "異常";
/// How far the next line may be indented, in letters, to go on in a sentence.
const INDENT: usize = 40;
/// Longest heading, in letters.
const HEADING: usize = 24;

/// What is around a sign within its sentence: other signs are [`SIGN`], the rest is folded, commas apart.
struct Around {
    before: String,
    after: String,
    /// The letters that follow, as written.
    next: String,
    /// True where the sentence stands under a heading of family history.
    under_family: bool,
}

/// What the note says of each place, with whether it says so of a relative. The places are in order.
pub(super) fn of(note: &str, places: &[Range<usize>]) -> Vec<(Stated, bool)> {
    let mut answers = Vec::with_capacity(places.len());
    let mut under_family = false;
    for sentence in sentences(note) {
        if let Some(heading) = heading(&note[sentence.clone()]) {
            under_family = japanese::is_family(&heading) || english::is_family(&heading);
        }
        let from = places.partition_point(|place| place.start < sentence.start);
        let to = places.partition_point(|place| place.start < sentence.end);
        for number in from..to {
            let around = Around::of(note, &sentence, &places[from..to], number - from, under_family);
            answers.push((stated(&around), relative(&around)));
        }
    }
    answers
}

fn stated(around: &Around) -> Stated {
    sign_of(&around.next)
        .or_else(|| japanese::stated(&around.before, &around.after))
        .or_else(|| english::stated(&around.before, &around.after))
        .unwrap_or(Stated::Present)
}

fn relative(around: &Around) -> bool {
    let said =
        japanese::relative(&around.before, &around.after).or_else(|| english::relative(&around.before, &around.after));
    said.unwrap_or(around.under_family)
}

/// `(+)`, `（－）`, `：－`, `: 無`, `×`, `？` directly after a sign; `(-3 SD)` and `: -3 SD` are numbers.
fn sign_of(next: &str) -> Option<Stated> {
    let blank = [' ', '\t', '\u{3000}'];
    let next = next.trim_start();
    let column = next.strip_prefix([':', '：', '|', '｜']).map(|rest| rest.trim_start_matches(blank));
    let bracketed = column.unwrap_or(next).strip_prefix(['(', '（', '[', '［', '【']).map(str::trim_start);
    let said = bracketed.or(column).unwrap_or(next);
    let first = said.chars().next()?;
    let (stated, signs) = match first {
        '?' | '？' => return Some(Stated::Uncertain),
        '±' => (Stated::Uncertain, "±"),
        '+' | '＋' if said[first.len_utf8()..].starts_with(['/', '／']) => (Stated::Uncertain, "+＋/／-−－"),
        '+' | '＋' => (Stated::Present, "+＋"),
        '有' => (Stated::Present, "有"),
        '○' | '〇' | '◯' => (Stated::Present, "○〇◯"),
        '-' | '−' | '－' | 'ー' | '‐' | '–' | '—' | '―' => (Stated::Absent, "-−－ー‐–—―"),
        '無' => (Stated::Absent, "無"),
        '×' | '✕' | '✗' => (Stated::Absent, "×✕✗"),
        _ => return None,
    };
    let rest = said.trim_start_matches(|c| signs.contains(c)).trim_start_matches(blank);
    let ends: &[char] = if bracketed.is_some() {
        &[')', '）', ']', '］', '】']
    } else {
        &[',', '、', '，', '.', '。', ';', '；', '\r', '\n', '|', '｜']
    };
    let is_marked = bracketed.is_some() || column.is_some() || matches!(first, '○' | '〇' | '◯' | '×' | '✕' | '✗');
    (is_marked && (rest.is_empty() || rest.starts_with(ends))).then_some(stated)
}

impl Around {
    fn of(note: &str, sentence: &Range<usize>, places: &[Range<usize>], number: usize, under_family: bool) -> Self {
        let place = &places[number];
        // No further than it reaches: a sentence may be as long as the note.
        let mut before: Vec<&str> = Vec::new();
        let mut end = place.start;
        for other in places[..number].iter().rev().take_while(|other| place.start - other.end < 4 * REACH) {
            before.extend([&note[other.end..end], MARK]);
            end = other.start;
        }
        before.push(last(&note[sentence.start..end]));
        let mut after: Vec<&str> = Vec::new();
        let mut start = place.end;
        for other in places[number + 1..].iter().take_while(|other| other.start - place.end < 4 * REACH) {
            after.extend([&note[start..other.start], MARK]);
            // Of an 異常 by its name it is asked too whether it is denied alone.
            after.extend(note[other.clone()].ends_with(ABNORMAL).then_some(ABNORMAL));
            start = other.end;
        }
        after.push(first(&note[start..sentence.end.max(start)]));
        let before: String = before.into_iter().rev().collect();
        let after: String = after.concat();
        let next = note[place.end..].chars().take(NEXT).collect();
        let folded = |text: &str| fold(&text.replace(',', "、"));
        Self { before: folded(last(&before)), after: folded(first(&after)), next, under_family }
    }
}

fn first(text: &str) -> &str {
    text.char_indices().nth(REACH).map_or(text, |(at, _)| &text[..at])
}

fn last(text: &str) -> &str {
    text.char_indices().rev().nth(REACH).map_or(text, |(at, _)| &text[at..])
}

/// The sentences of a note; an item of a list and a line are sentences, a line that an English sentence goes on in is not.
fn sentences(note: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut from = 0;
    let mut letters = note.char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        let next = letters.peek().map(|(_, next)| *next);
        let ends = match letter {
            '。' | '．' | '！' | '？' | '!' | '?' | ';' | '；' => true,
            '.' => next.is_none_or(char::is_whitespace),
            '\n' => {
                let ahead = || note[at + 1..].chars().take(INDENT);
                let next = ahead().find(|c| !c.is_whitespace());
                let is_blank = ahead().find(|c| !matches!(c, ' ' | '\t' | '\r')) == Some('\n');
                is_blank || !next.is_some_and(|c| c.is_ascii_lowercase())
            }
            _ => false,
        };
        if ends {
            let end = at + letter.len_utf8();
            found.push(from..end);
            from = end;
        }
    }
    found.push(from..note.len());
    found
}

/// What stands before the colon, or in brackets, at the start of a sentence; folded.
fn heading(sentence: &str) -> Option<String> {
    let start = sentence.trim_start_matches(|c: char| c.is_whitespace() || "・●○■□◆◇*-#＃<＜".contains(c));
    let (bracketed, start) = match start.strip_prefix(['【', '[', '［', '〔']) {
        Some(inside) => (true, inside),
        None => (false, start),
    };
    let ends: &[char] = if bracketed { &['】', ']', '］', '〕'] } else { &[':', '：', '>', '＞', '\n'] };
    let (heading, _) = start.split_once(ends)?;
    (heading.chars().count() <= HEADING).then(|| fold(heading))
}
