use std::collections::HashMap;

use smallvec::SmallVec;

/// Most symbols are short enough to stand in the map itself, not elsewhere in memory.
type Key = SmallVec<[u8; 16]>;

/// Gives each distinct text a number in the order in which it is first seen. Numbers of different readers are brought
/// together and sorted at the end, so that the result does not depend on who read what.
#[derive(Debug, Default)]
pub(crate) struct Interner {
    numbers: HashMap<Key, u32>,
    texts: Vec<Box<[u8]>>,
    last: u32,
    /// The text of `last` once more: it is asked again as a rule, and the others lie far apart in memory.
    last_text: Vec<u8>,
}

impl Interner {
    #[inline]
    pub fn number(&mut self, text: &[u8]) -> u32 {
        if !self.texts.is_empty() && *self.last_text == *text {
            return self.last;
        }
        self.last_text.clear();
        self.last_text.extend_from_slice(text);
        self.last = match self.numbers.get(text) {
            Some(&n) => n,
            None => {
                let n = u32::try_from(self.texts.len()).unwrap_or(u32::MAX);
                self.numbers.insert(Key::from_slice(text), n);
                self.texts.push(text.into());
                n
            }
        };
        self.last
    }

    pub fn texts(&self) -> &[Box<[u8]>] {
        &self.texts
    }
}
