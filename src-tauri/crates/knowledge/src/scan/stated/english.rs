//! English: what denies stands before the signs, now and then after them.

use super::{SIGN, Stated};

/// Words before signs that deny them, up to the end of the clause.
const NOT_BEFORE: [&str; 18] = [
    "negative for",
    "absence of",
    "free of",
    "lack of",
    "ruled out",
    "without",
    "denies",
    "denied",
    "denying",
    "absent",
    "lacks",
    "lacking",
    "neither",
    "never",
    "nor",
    "not",
    "no",
    "none of",
];
/// Words that hold a `no` or `not` which denies nothing.
const NOT_DENYING: [&str; 6] =
    ["not only", "no longer", "no change in", "no increase in", "not sure whether", "no improvement in"];
/// Words before signs that leave them open.
const PERHAPS_BEFORE: [&str; 12] = [
    "suspected",
    "suspicion of",
    "suspicious for",
    "possible",
    "possibly",
    "questionable",
    "rule out",
    "r o",
    "risk of",
    "concern for",
    "evaluate for",
    "screening for",
];
/// What ends the reach of a word before.
const ENDS: [&str; 18] = [
    "but",
    "however",
    "although",
    "though",
    "except",
    "apart from",
    "other than",
    "who",
    "which",
    "with",
    "and has",
    "and had",
    "and have",
    "and shows",
    "and showed",
    "and is",
    "and was",
    "nevertheless",
];
const NOT_AFTER: [&str; 24] = [
    "absent",
    "none",
    "no",
    "negative",
    "denied",
    "excluded",
    "ruled out",
    "not present",
    "not seen",
    "not observed",
    "not noted",
    "not found",
    "not detected",
    "not reported",
    "not evident",
    "not been observed",
    "not been reported",
    "not been noted",
    "never observed",
    "never noted",
    "never occurred",
    "not occurred",
    "not occur",
    "never",
];
const PERHAPS_AFTER: [&str; 7] = [
    "suspected",
    "possible",
    "questionable",
    "cannot be excluded",
    "cannot be ruled out",
    "not excluded",
    "not ruled out",
];
const THERE_AFTER: [&str; 7] = ["present", "noted", "positive", "yes", "observed", "found", "confirmed"];
/// Words between signs and what is said of them after.
const BETWEEN: [&str; 12] = ["is", "are", "was", "were", "has", "have", "had", "been", "and", "or", "also", "both"];

const RELATIVES: [&str; 40] = [
    "mother",
    "father",
    "mothers",
    "fathers",
    "parent",
    "parents",
    "brother",
    "sister",
    "brothers",
    "sisters",
    "sibling",
    "siblings",
    "sib",
    "sibs",
    "uncle",
    "uncles",
    "aunt",
    "aunts",
    "cousin",
    "cousins",
    "nephew",
    "niece",
    "grandmother",
    "grandfather",
    "grandparent",
    "grandparents",
    "grandmothers",
    "grandfathers",
    "son",
    "daughter",
    "husband",
    "wife",
    "maternal",
    "paternal",
    "relative",
    "relatives",
    "twin",
    "kindred",
    "mum",
    "dad",
];
const PATIENT: [&str; 10] = ["patient", "proband", "he", "she", "boy", "girl", "infant", "child", "i", "index"];
const TELLS: [&str; 16] = [
    "noticed",
    "notices",
    "noted",
    "reports",
    "reported",
    "describes",
    "described",
    "says",
    "said",
    "states",
    "stated",
    "denies",
    "denied",
    "observed",
    "recalls",
    "concerned",
];
/// Within how many words after a sign `in his mother` ends.
const IN_RELATIVE: usize = 5;

/// What the words around a sign say of it; `None` where they say nothing.
pub(super) fn stated(before: &str, after: &str) -> Option<Stated> {
    let after = spaced(after);
    let said = |words: &[&str]| words.iter().any(|word| is_said(&after, word));
    if said(&PERHAPS_AFTER) {
        return Some(Stated::Uncertain);
    }
    if said(&NOT_AFTER) {
        return Some(Stated::Absent);
    }
    let mut before = spaced(before);
    for word in NOT_DENYING {
        before = before.replace(&format!(" {word} "), " ");
    }
    let last = |words: &[&str]| words.iter().filter_map(|word| before.rfind(&format!(" {word} "))).max();
    let end = last(&ENDS);
    let reaching = |place: Option<usize>| place.filter(|at| end.is_none_or(|end| end < *at));
    let (not, perhaps) = (reaching(last(&NOT_BEFORE)), reaching(last(&PERHAPS_BEFORE)));
    if said(&THERE_AFTER) && not.is_none_or(|at| before[at..].contains(SIGN)) {
        return Some(Stated::Present);
    }
    match (not, perhaps) {
        (Some(not), Some(perhaps)) if perhaps > not => Some(Stated::Uncertain),
        (Some(_), _) => Some(Stated::Absent),
        (None, Some(_)) => Some(Stated::Uncertain),
        (None, None) => None,
    }
}

/// Whether a word is said of a sign that it follows: right after it, or after a list that an `and` or `or` closes. Right
/// before another sign it is said of that one (`ptosis, absent speech`), and `no` stands for itself (`seizures: no`).
fn is_said(after: &str, word: &str) -> bool {
    let Some((between, rest)) = after.split_once(&format!(" {word} ")) else { return false };
    let is_list = between.contains(SIGN);
    let is_closed = between.split_whitespace().any(|word| matches!(word, "and" | "or"));
    !has_others(between) && (!is_list || is_closed) && !rest.starts_with(SIGN) && (word != "no" || rest.is_empty())
}

/// Words, each with a space on both sides; signs and commas are words.
fn spaced(text: &str) -> String {
    let mut spaced = String::from(" ");
    for letter in text.chars() {
        match letter {
            SIGN => spaced.extend([' ', SIGN, ' ']),
            '、' => spaced.push_str(" , "),
            _ if letter.is_alphanumeric() => spaced.push(letter),
            _ => spaced.push(' '),
        }
    }
    let words: Vec<&str> = spaced.split_whitespace().collect();
    format!(" {} ", words.join(" "))
}

/// True where there is a word that is neither a sign nor joins them.
fn has_others(between: &str) -> bool {
    between.split_whitespace().any(|word| word != "," && !BETWEEN.contains(&word) && !word.contains(SIGN))
}

/// Whether a relative is spoken of; `None` where nobody is named.
pub(super) fn relative(before: &str, after: &str) -> Option<bool> {
    let (before, after) = (spaced(before), spaced(after));
    let words: Vec<&str> = before.split_whitespace().collect();
    let is_born = |at: usize| words[at.saturating_sub(5)..at].contains(&"born");
    let is_of = |at: usize| words[at.saturating_sub(2)..at].contains(&"of");
    let relative = (0..words.len()).rev().find(|&at| RELATIVES.contains(&words[at]) && !is_born(at));
    let history = before.rfind(" family history ").map(|at| before[..at].split_whitespace().count());
    let patient = (0..words.len()).rev().find(|&at| PATIENT.contains(&words[at]) && !is_of(at));
    let mut behind = after.split_whitespace().take(IN_RELATIVE);
    if behind.next() == Some("in") && behind.any(|word| RELATIVES.contains(&word)) {
        return Some(true);
    }
    match (relative.max(history), patient) {
        (None, None) => None,
        (None, Some(_)) => Some(false),
        (Some(relative), Some(patient)) if patient > relative => Some(false),
        (Some(relative), _) => Some(!words[relative..].iter().any(|word| TELLS.contains(word))),
    }
}

pub(super) fn is_family(heading: &str) -> bool {
    heading.contains("family") || heading == "fh" || heading == "fhx"
}
