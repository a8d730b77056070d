//! Which names of diseases mean nearly the same.

use std::collections::BTreeSet;

/// Words that say nothing about which disease it is.
const GENERIC: [&str; 14] = [
    "autosomal",
    "congenital",
    "disease",
    "disorder",
    "dominant",
    "familial",
    "hereditary",
    "linked",
    "recessive",
    "related",
    "syndrome",
    "type",
    "with",
    "without",
];

/// The name without what follows a semicolon (symbols, included titles).
fn title(name: &str) -> &str {
    name.split(';').next().unwrap_or(name)
}

fn words(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_ascii_lowercase).collect()
}

/// How much two names have in common: words that both have among words that either has, 0 to 1.
pub(super) fn likeness(one: &str, other: &str) -> f64 {
    let telling = |name: &str| -> BTreeSet<String> {
        words(title(name)).into_iter().filter(|word| word.len() > 3 && !GENERIC.contains(&word.as_str())).collect()
    };
    let (one, other) = (telling(one), telling(other));
    let count = |n: usize| f64::from(u32::try_from(n).unwrap_or(u32::MAX));
    count(one.intersection(&other).count()) / count(one.union(&other).count()).max(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_alike_by_the_words_that_tell() {
        assert_eq!(likeness("Ayme-Gripp syndrome", "AYME-GRIPP SYNDROME, autosomal dominant"), 1.0);
        assert_eq!(likeness("Weaver syndrome", "Sotos syndrome"), 0.0);
        assert_eq!(likeness("Joubert syndrome 5", "Joubert syndrome with ocular defect"), 1.0 / 3.0);
        assert_eq!(likeness("Disease 1", "Disease 2"), 0.0, "nothing in it tells");
    }
}
