//! The embedded fonts and what they can print.

use std::sync::OnceLock;

use typst::{
    foundations::Bytes,
    layout::Abs,
    text::{Font, FontBook, FontInstance, FontVariant, FontVariations},
    utils::LazyHash,
};

use crate::DocumentsError;

macro_rules! font {
    ($name:literal) => {
        ($name, include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../assets/fonts/", $name)))
    };
}

/// Licences and provenance: `assets/fonts/README.md`.
pub const FILES: [(&str, &[u8]); 4] = [
    font!("BIZUDGothic-Regular.ttf"),
    font!("BIZUDGothic-Bold.ttf"),
    font!("Mplus1-Regular.otf"),
    font!("Mplus1-Bold.otf"),
];

/// The fonts and the index that the typesetter searches.
pub struct Fonts {
    /// Index of the fonts.
    pub book: LazyHash<FontBook>,
    /// The fonts, in the order of the index.
    pub list: Vec<Font>,
    /// The regular faces, in the order in which a character is looked up.
    regular: Vec<FontInstance>,
}

impl Fonts {
    /// The embedded fonts, read once.
    pub fn embedded() -> Result<&'static Self, DocumentsError> {
        static FONTS: OnceLock<Fonts> = OnceLock::new();
        if let Some(fonts) = FONTS.get() {
            return Ok(fonts);
        }
        let list = FILES
            .iter()
            .map(|&(name, bytes)| Font::new(Bytes::new(bytes), 0).ok_or(DocumentsError::Font { name }))
            .collect::<Result<Vec<_>, _>>()?;
        let face =
            |font: &Font| font.clone().instantiate(FontVariant::default(), Abs::pt(10.0), &FontVariations::default());
        let regular = [0, 2].iter().filter_map(|&at| list.get(at)).map(face).collect();
        Ok(FONTS.get_or_init(|| Self { book: LazyHash::new(FontBook::from_fonts(&list)), list, regular }))
    }

    /// The place in [`FILES`] of the first font of a weight that has the character.
    pub fn face(&self, character: char, bold: bool) -> Option<usize> {
        let faces: [usize; 2] = if bold { [1, 3] } else { [0, 2] };
        let has =
            |face: &usize| self.list.get(*face).is_some_and(|font| font.info().coverage.contains(u32::from(character)));
        faces.into_iter().find(has)
    }

    /// Width of a text in the regular face, in em: of each character in the first font that has it.
    pub fn width(&self, text: &str) -> f64 {
        let advance = |c: char| {
            let found = self.regular.iter().find_map(|face| Some((face, face.ttf().glyph_index(c)?)));
            found.and_then(|(face, glyph)| face.x_advance(glyph.0)).map_or(1.0, |em| em.get())
        };
        text.chars().map(advance).sum()
    }

    /// True where at least one font of each weight has the character.
    pub fn can_print(&self, character: char) -> bool {
        let has = |font: &Font| font.info().coverage.contains(u32::from(character));
        let weights: &[&[usize]] = &[&[0, 2], &[1, 3]];
        weights.iter().all(|faces| faces.iter().filter_map(|&face| self.list.get(face)).any(has))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_measured() {
        let fonts = Fonts::embedded().expect("the fonts are readable");
        for (text, em) in [("", 0.0), ("Aa1", 1.5), ("山田", 2.0), ("𠮷", 1.0)] {
            assert!((fonts.width(text) - em).abs() < 1e-9, "{text}: {}", fonts.width(text));
        }
    }

    #[test]
    fn names_beyond_the_first_font_are_printable() {
        let fonts = Fonts::embedded().expect("the fonts are readable");
        for c in "𠮷髙﨑葛辻邊邉①→≥✓●○é".chars() {
            assert!(fonts.can_print(c), "{c} occurs in names and in the templates");
        }
        assert!(!fonts.can_print('\u{1F600}'), "no embedded font has pictures");
    }
}
