//! What a person types for a Japanese name: in the other kana, at half width, with one slip of the fingers.

use domain::HpoId;
use knowledge::Knowledge;

/// A name as typed, and the term that is meant.
pub struct Typed {
    /// The text.
    pub text: String,
    /// The term.
    pub wanted: HpoId,
    /// How it was changed.
    pub kind: &'static str,
}

/// Shortest name in which a slip is made: of a shorter one nothing tells what was meant.
const LONG_ENOUGH: usize = 4;
const KINDS: [&str; 6] = ["hiragana", "katakana", "half width", "slip", "slip in hiragana", "slip at half width"];

/// `count` queries of all kinds in turn, from Japanese names of phenotypic abnormalities drawn by a fixed seed.
pub fn queries(knowledge: &Knowledge, count: usize) -> Vec<Typed> {
    let ontology = knowledge.ontology().expect("the ontology is there");
    let is_sign = |id: HpoId| ontology.ancestors(id).contains(&HpoId::PHENOTYPIC_ABNORMALITY);
    let named = ontology.terms().iter().filter_map(|term| Some((term.id, knowledge.term_name_ja(term.id)?)));
    let named: Vec<(HpoId, &str)> =
        named.filter(|(id, name)| !name.is_ascii() && *id != HpoId::PHENOTYPIC_ABNORMALITY && is_sign(*id)).collect();
    let letters: Vec<char> = named.iter().flat_map(|(_, name)| name.chars()).filter(|c| !c.is_ascii()).collect();
    let mut dice = Dice(20_250_506);
    let mut found = Vec::new();
    while found.len() < count {
        let kind = KINDS[found.len() % KINDS.len()];
        let (wanted, name) = named[dice.below(named.len())];
        let slip = kind.starts_with("slip");
        // A kind that changes nothing would ask for the name itself.
        if slip && name.chars().count() < LONG_ENOUGH || kind == "hiragana" && to_hiragana(name) == name {
            continue;
        }
        if kind == "katakana" && to_katakana(name) == name
            || kind.ends_with("half width") && to_half_width(name) == name
        {
            continue;
        }
        let name = if slip { dice.slip(name, &letters) } else { name.to_owned() };
        let text = match kind {
            "hiragana" | "slip in hiragana" => to_hiragana(&name),
            "katakana" => to_katakana(&name),
            "half width" | "slip at half width" => to_half_width(&name),
            _ => name,
        };
        found.push(Typed { text, wanted, kind });
    }
    found
}

/// The readings of `readings.tsv`: as they are, at half width, and with a slip, in turn.
pub fn readings() -> Vec<Typed> {
    let rows = include_str!("readings.tsv").lines().filter(|line| line.starts_with("HP:"));
    let rows: Vec<(HpoId, &str)> = rows
        .map(|line| {
            let mut fields = line.split('\t');
            let wanted = fields.next().and_then(|id| id.parse().ok()).expect("an id");
            (wanted, fields.nth(1).expect("a reading"))
        })
        .collect();
    let letters: Vec<char> = rows.iter().flat_map(|(_, reading)| reading.chars()).collect();
    let mut dice = Dice(20_261_201);
    let mut found = Vec::new();
    for (wanted, reading) in rows {
        let mut push = |text: String, kind| found.push(Typed { text, wanted, kind });
        push(reading.to_owned(), "reading");
        push(to_half_width(&to_katakana(reading)), "reading at half width");
        if reading.chars().count() > LONG_ENOUGH {
            push(dice.slip(reading, &letters), "slip in reading");
        }
    }
    found
}

fn to_hiragana(text: &str) -> String {
    text.chars().map(|c| if ('ァ'..='ヶ').contains(&c) { shifted(c, -0x60) } else { c }).collect()
}

fn to_katakana(text: &str) -> String {
    text.chars().map(|c| if ('ぁ'..='ゖ').contains(&c) { shifted(c, 0x60) } else { c }).collect()
}

fn shifted(letter: char, by: i32) -> char {
    u32::from(letter).checked_add_signed(by).and_then(char::from_u32).unwrap_or(letter)
}

/// Katakana and full-width signs at half width; what has no half width stays.
fn to_half_width(text: &str) -> String {
    const FULL: &str = "ァアィイゥウェエォオカキクケコサシスセソタチッツテトナニヌネノハヒフヘホマミムメモャヤュユョヨラリルレロワヲンー・「」、。";
    const HALF: &str = "ｧｱｨｲｩｳｪｴｫｵｶｷｸｹｺｻｼｽｾｿﾀﾁｯﾂﾃﾄﾅﾆﾇﾈﾉﾊﾋﾌﾍﾎﾏﾐﾑﾒﾓｬﾔｭﾕｮﾖﾗﾘﾙﾚﾛﾜｦﾝｰ･｢｣､｡";
    let half = |c: char| FULL.chars().position(|full| full == c).and_then(|place| HALF.chars().nth(place));
    let mut out = String::new();
    for letter in text.chars() {
        let voiced = (shifted(letter, -1), 'ﾞ');
        let half_voiced = (shifted(letter, -2), 'ﾟ');
        let marked = |(plain, mark): (char, char), voiceable: &str| {
            voiceable.contains(plain).then(|| half(plain)).flatten().map(|plain| [plain, mark])
        };
        match (
            half(letter),
            marked(voiced, "カキクケコサシスセソタチツテトハヒフヘホ"),
            marked(half_voiced, "ハヒフヘホ"),
        ) {
            (Some(half), ..) => out.push(half),
            (None, Some(pair), _) | (None, None, Some(pair)) => out.extend(pair),
            (None, None, None) if ('！'..='～').contains(&letter) => out.push(shifted(letter, -0xfee0)),
            (None, None, None) => out.push(letter),
        }
    }
    out
}

/// xorshift64*, so that every run asks the same.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let end = u64::try_from(end).expect("fits");
        usize::try_from((self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) % end).expect("fits")
    }

    /// One letter wrong, missing, too much, or swapped with the next, anywhere.
    fn slip(&mut self, text: &str, letters: &[char]) -> String {
        let mut chars: Vec<char> = text.chars().collect();
        let place = self.below(chars.len());
        let letter = letters[self.below(letters.len())];
        match self.below(4) {
            0 => chars[place] = letter,
            1 => {
                chars.remove(place);
            }
            2 => chars.insert(place, letter),
            _ => {
                let place = place.min(chars.len() - 2);
                chars.swap(place, place + 1);
            }
        }
        chars.into_iter().collect()
    }
}
