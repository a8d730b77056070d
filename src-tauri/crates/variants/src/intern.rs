use std::collections::HashMap;

/// Gives each distinct text a number in the order in which it is first seen. Numbers of different readers are brought
/// together and sorted at the end, so that the result does not depend on who read what.
#[derive(Debug, Default)]
pub(crate) struct Interner {
    numbers: HashMap<Box<[u8]>, u32>,
    texts: Vec<Box<[u8]>>,
    last: u32,
}

impl Interner {
    #[inline]
    pub fn number(&mut self, text: &[u8]) -> u32 {
        if self.texts.get(self.last as usize).is_some_and(|t| **t == *text) {
            return self.last;
        }
        self.last = match self.numbers.get(text) {
            Some(&n) => n,
            None => {
                let n = u32::try_from(self.texts.len()).unwrap_or(u32::MAX);
                self.numbers.insert(text.into(), n);
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
