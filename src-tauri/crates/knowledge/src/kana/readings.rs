//! How kanji are read, by themselves and in compounds.

use std::{collections::HashMap, sync::LazyLock};

const TABLE: &str = include_str!("../../../../../assets/knowledge/kanji-readings.tsv");

/// The table, read once.
pub(super) static READINGS: LazyLock<Readings> = LazyLock::new(Readings::read);

#[derive(Debug)]
pub(super) struct Readings {
    /// The place of each kanji in the table.
    pub numbers: HashMap<char, u16>,
    /// For each kanji, its readings in a compound, and those before a kana that belongs to its word (薄い).
    pub of: Vec<[Vec<Reading>; 2]>,
}

/// In hiragana.
pub(super) type Reading = Box<[char]>;

impl Readings {
    fn read() -> Self {
        let mut readings = Self { numbers: HashMap::new(), of: Vec::new() };
        let is_row = |line: &&str| !line.starts_with('#') && !line.starts_with("kanji\t");
        for line in TABLE.lines().filter(is_row) {
            let mut fields = line.split('\t');
            let Some(kanji) = fields.next().and_then(|field| field.chars().next()) else { continue };
            let [on, kun, added] = [(); 3].map(|()| fields.next().unwrap_or_default().split(' '));
            let (mut compound, mut before_kana) = (Vec::new(), Vec::new());
            for reading in on.chain(added).filter(|r| !r.is_empty()) {
                compound.extend(in_compounds(reading));
            }
            for reading in kun.filter(|r| !r.is_empty()) {
                compound.extend(in_compounds(reading));
                // 高い is たか in a compound.
                compound
                    .extend(reading.strip_suffix('い').filter(|r| !r.is_empty()).into_iter().flat_map(in_compounds));
                before_kana.extend(stems(reading).flat_map(in_compounds));
            }
            before_kana.extend(compound.iter().cloned());
            for readings in [&mut compound, &mut before_kana] {
                readings.sort();
                readings.dedup();
            }
            let Ok(number) = u16::try_from(readings.of.len()) else { break };
            readings.numbers.insert(kanji, number);
            readings.of.push([compound, before_kana]);
        }
        readings
    }

    pub fn of(&self, number: u16, before_kana: bool) -> &[Reading] {
        &self.of[usize::from(number)][usize::from(before_kana)]
    }
}

/// What is left of a reading where up to three kana of it are written out (うすい: う, うす).
fn stems(reading: &str) -> impl Iterator<Item = &str> {
    let ends = reading.char_indices().skip(1).map(|(end, _)| end).collect::<Vec<_>>();
    ends.into_iter().rev().take(3).map(|end| &reading[..end])
}

/// A reading as it is, and as it changes between others: やく, やっ (発: はつ, はっ), 骨: こつ, ごつ, 疹: しん, 応: おう, のう.
fn in_compounds(reading: &str) -> Vec<Reading> {
    const PLAIN: &str = "かきくけこさしすせそたちつてとはひふへほはひふへほあいうえおちつ";
    const CHANGED: &str = "がぎぐげござじずぜぞだぢづでどばびぶべぼぱぴぷぺぽなにぬねのじず";
    let letters: Vec<char> = reading.chars().collect();
    let mut forms = vec![letters.clone()];
    if let [start @ .., 'つ' | 'ち' | 'く' | 'き'] = letters.as_slice()
        && !start.is_empty()
    {
        forms.push([start, &['っ']].concat());
    }
    for form in forms.clone() {
        let changes = PLAIN.chars().zip(CHANGED.chars()).filter(|(plain, _)| *plain == form[0]);
        forms.extend(changes.map(|(_, changed)| [&[changed], &form[1..]].concat()));
    }
    forms.into_iter().map(Vec::into_boxed_slice).collect()
}
