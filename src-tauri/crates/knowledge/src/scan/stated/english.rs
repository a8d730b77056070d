//! English: what denies stands before the signs, now and then after them.

use super::{SIGN, Stated};

/// Words before signs that deny them, up to the end of the clause.
const NOT_BEFORE: [&str; 19] = [
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
    "w o",
];
/// Words that hold a `no` or `not` which denies nothing.
const NOT_DENYING: [&str; 18] = [
    "not only",
    "no longer",
    "no change in",
    "no increase in",
    "not sure whether",
    "no improvement in",
    "no cause for",
    "no cause of",
    "no cause was found for",
    "no explanation for",
    "no medication for",
    "no medications for",
    "no treatment for",
    "not on medication for",
    "no recurrence of",
    "no progression of",
    "no worsening of",
    "no effect on",
];
/// Words before signs that leave them open.
const PERHAPS_BEFORE: [&str; 14] = [
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
    "exclude",
    "unlikely",
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
/// Words before a cause, which a denial of the effect does not reach: `did not walk due to hypotonia`.
const CAUSED: [&str; 6] = ["due to", "because of", "owing to", "caused by", "secondary to", "as a result of"];
/// Words before signs that deny a denial.
const NOT_RULED_OUT: [&str; 4] = ["not ruled out", "not excluded", "cannot be ruled out", "cannot be excluded"];
const NOT_AFTER: [&str; 26] = [
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
    "not confirmed",
    "not been confirmed",
];
const PERHAPS_AFTER: [&str; 8] = [
    "suspected",
    "possible",
    "questionable",
    "cannot be excluded",
    "cannot be ruled out",
    "not excluded",
    "not ruled out",
    "unlikely",
];
const THERE_AFTER: [&str; 7] = ["present", "noted", "positive", "yes", "observed", "found", "confirmed"];
/// Words between signs and what is said of them after.
const BETWEEN: [&str; 13] =
    ["is", "are", "was", "were", "has", "have", "had", "been", "and", "or", "also", "both", "considered"];

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
    for word in NOT_RULED_OUT {
        let word = format!(" {word} ");
        if let Some(at) = before.rfind(&word) {
            // Behind a sign it is said of that sign.
            let instead = if before[..at].contains(SIGN) { " , " } else { " possible " };
            before.replace_range(at..at + word.len(), instead);
        }
    }
    let last = |words: &[&str]| words.iter().filter_map(|word| before.rfind(&format!(" {word} "))).max();
    let end = last(&ENDS);
    let reaching = |place: Option<usize>| place.filter(|at| end.is_none_or(|end| end < *at));
    let (not, perhaps) = (reaching(last(&NOT_BEFORE)), reaching(last(&PERHAPS_BEFORE)));
    let not = not.filter(|not| !last(&CAUSED).is_some_and(|cause| is_effect(&before, *not, cause)));
    let not = not.filter(|not| !is_item_after(&before, *not, &after));
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

/// True where a denial before a cause denies the effect: neither the cause itself (`not due to`) nor a sign with it.
fn is_effect(before: &str, not: usize, cause: usize) -> bool {
    let denied = before.get(not..cause).unwrap_or_default();
    denied.split_whitespace().count() > 1 && !denied.contains(SIGN)
}

/// True where `no` stands before one item of a list of signs, and the sign asked about is a later item: `brisk reflexes, no
/// tremor, gait ataxia`. An `or` closes a list of what is denied: `brisk reflexes, no tremor, ataxia or rigidity`.
fn is_item_after(before: &str, not: usize, after: &str) -> bool {
    let (affirmed, denied) = before.split_at(not);
    let mut items = denied.split(" , ");
    let first = items.next().unwrap_or_default();
    let is_closed = [denied, after].iter().any(|text| [" or ", " nor "].iter().any(|word| text.contains(word)));
    let is_no = first.split_whitespace().next() == Some("no");
    let follows_sign = affirmed.trim_end().ends_with(&format!("{SIGN} ,"));
    is_no && follows_sign && first.contains(SIGN) && items.next().is_some() && !is_closed
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
    // Who is born to a mother with a sign has it not; to healthy parents, with it.
    let is_born = |at: usize| {
        let before = &words[at.saturating_sub(5)..at];
        let has_sign = matches!(words[at], "mother" | "father")
            && matches!(words.get(at + 1), Some(&("with" | "who" | "affected" | "suffering")))
            && !before.iter().any(|word| matches!(*word, "healthy" | "unaffected"))
            && !words[at..].windows(2).any(|pair| pair[0] == "and" && matches!(pair[1], "has" | "had" | "was" | "is"));
        before.contains(&"born") && !has_sign
    };
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
