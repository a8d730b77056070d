//! A drawing as one SVG text for screen and paper, with its text alternative.

use std::fmt::Write;

use crate::{DocumentsError, check, fonts::Fonts};

/// What a drawing is drawn with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Ink {
    /// Lines in `currentColor`, ground in the custom property `--paper` (else the colour of the canvas): follows the
    /// light and the dark look of the window.
    Screen,
    /// Black on white.
    Paper,
}

impl Ink {
    /// Colour of lines and letters.
    pub(crate) fn line(self) -> &'static str {
        match self {
            Self::Screen => "currentColor",
            Self::Paper => "#000000",
        }
    }

    /// Colour of what is measured.
    pub(crate) fn accent(self) -> &'static str {
        match self {
            Self::Screen => "var(--accent, currentColor)",
            Self::Paper => "#1d4a6b",
        }
    }

    /// Colour of the ground.
    pub(crate) fn ground(self) -> &'static str {
        match self {
            Self::Screen => "var(--paper, Canvas)",
            Self::Paper => "#ffffff",
        }
    }
}

/// A finished drawing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// The drawing as an SVG element without declaration: no script, no style, no reference to anything outside.
    pub svg: String,
    /// Width in CSS pixels.
    pub width: u32,
    /// Height in CSS pixels.
    pub height: u32,
    /// What the drawing says, in words, in the language of the drawing.
    pub text: String,
}

/// A point, in CSS pixels from the upper left corner.
pub(crate) type Point = (f64, f64);

/// Where a text stands relative to its point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Anchor {
    Start,
    Middle,
    End,
}

/// An upright rectangle.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Frame {
    pub left: f64,
    pub top: f64,
    pub right: f64,
    pub bottom: f64,
}

impl Frame {
    /// The smallest frame around both.
    pub fn around(self, other: Self) -> Self {
        Self {
            left: self.left.min(other.left),
            top: self.top.min(other.top),
            right: self.right.max(other.right),
            bottom: self.bottom.max(other.bottom),
        }
    }
}

/// A line of letters at its place.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Letters {
    pub text: String,
    /// The point of the baseline that the anchor speaks of.
    pub at: Point,
    pub size: f64,
    pub anchor: Anchor,
    pub tone: Tone,
    /// From 0 to 1.
    pub opacity: f64,
}

/// How letters stand out from what is below them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tone {
    /// In the colour of lines, on the ground.
    Plain,
    /// In the colour of the ground, on a filled surface.
    Inverse,
    /// In the colour of lines with a rim in the colour of the ground, on a surface that is filled in part.
    Rimmed,
}

impl Letters {
    pub fn new(text: impl Into<String>, at: Point, size: f64, anchor: Anchor) -> Self {
        Self { text: text.into(), at, size, anchor, tone: Tone::Plain, opacity: 1.0 }
    }

    /// The space that the letters take.
    pub fn frame(&self, fonts: &Fonts) -> Frame {
        let width = fonts.width(&self.text) * self.size;
        let left = match self.anchor {
            Anchor::Start => self.at.0,
            Anchor::Middle => self.at.0 - width / 2.0,
            Anchor::End => self.at.0 - width,
        };
        let (top, bottom) = (self.at.1 - 0.88 * self.size, self.at.1 + 0.12 * self.size);
        Frame { left, top, right: left + width, bottom }
    }
}

/// The families of the documents; a window without them takes its own.
const FAMILY: &str = "BIZ UDGothic, 'M PLUS 1', sans-serif";

/// A sheet on which shapes are put one after the other.
pub(crate) struct Sheet {
    ink: Ink,
    body: String,
}

impl Sheet {
    pub fn new(ink: Ink) -> Self {
        Self { ink, body: String::new() }
    }

    pub fn ink(&self) -> Ink {
        self.ink
    }

    /// One empty element with its attributes.
    pub fn shape(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.open(name, attributes);
        self.body.truncate(self.body.len() - 2);
        self.body.push_str("/>\n");
    }

    /// Opens an element that [`Sheet::close`] closes.
    pub fn open(&mut self, name: &str, attributes: &[(&str, &str)]) {
        let _ = write!(self.body, "<{name}");
        for (key, value) in attributes {
            let _ = write!(self.body, " {key}=\"{}\"", escape(value));
        }
        self.body.push_str(">\n");
    }

    pub fn close(&mut self, name: &str) {
        let _ = writeln!(self.body, "</{name}>");
    }

    /// An unfilled line through the points.
    pub fn line(&mut self, points: &[Point], width: f64, dashed: bool) {
        let (path, width) = (trace(points), number(width));
        let mut attributes =
            vec![("d", path.as_str()), ("fill", "none"), ("stroke", self.ink.line()), ("stroke-width", &width)];
        if dashed {
            attributes.extend([("stroke-dasharray", "4 3"), ("stroke-linecap", "butt")]);
        }
        self.shape("path", &attributes);
    }

    /// A filled surface without a rim.
    pub fn surface(&mut self, path: &str) {
        self.shape("path", &[("d", path), ("fill", self.ink.line())]);
    }

    /// A line of letters.
    pub fn letters(&mut self, letters: &Letters) {
        let (x, y, size) = (number(letters.at.0), number(letters.at.1), number(letters.size));
        let anchor = match letters.anchor {
            Anchor::Start => "start",
            Anchor::Middle => "middle",
            Anchor::End => "end",
        };
        let (line, ground) = (self.ink.line(), self.ink.ground());
        let fill = if letters.tone == Tone::Inverse { ground } else { line };
        let _ = write!(
            self.body,
            "<text x=\"{x}\" y=\"{y}\" font-size=\"{size}\" text-anchor=\"{anchor}\" fill=\"{fill}\""
        );
        if letters.opacity < 1.0 {
            let _ = write!(self.body, " fill-opacity=\"{}\"", number(letters.opacity));
        }
        if letters.tone == Tone::Rimmed {
            let _ = write!(self.body, " stroke=\"{ground}\" stroke-width=\"3\" paint-order=\"stroke\"");
        }
        let _ = writeln!(self.body, ">{}</text>", escape(&letters.text));
    }

    /// The finished drawing; `frame` is the part of the sheet that is shown.
    pub fn picture(self, frame: Frame, text: String) -> Picture {
        let width = whole(frame.right - frame.left);
        let height = whole(frame.bottom - frame.top);
        let svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
             viewBox=\"{} {} {width} {height}\" role=\"img\" aria-label=\"{}\" font-family=\"{FAMILY}\" \
             stroke-linecap=\"square\">\n{}</svg>\n",
            number(frame.left),
            number(frame.top),
            escape(&text),
            self.body
        );
        Picture { svg, width, height, text }
    }
}

/// A path through the points.
pub(crate) fn trace(points: &[Point]) -> String {
    let mut path = String::new();
    for (index, (x, y)) in points.iter().enumerate() {
        let command = if index == 0 { 'M' } else { 'L' };
        let _ = write!(path, "{command}{} {}", number(*x), number(*y));
    }
    path
}

/// A number with at most two decimals.
pub(crate) fn number(value: f64) -> String {
    let text = format!("{value:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

/// Text as it stands in XML content and attributes.
pub(crate) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            _ => out.push(c),
        }
    }
    out
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "as casts of floats saturate")]
fn whole(value: f64) -> u32 {
    value.ceil() as u32
}

/// Refuses a text with a character that no embedded font has or that cannot be seen.
///
/// # Errors
/// [`DocumentsError::Unprintable`] with the path that `field` gives.
pub(crate) fn readable(text: &str, field: impl FnOnce() -> String) -> Result<(), DocumentsError> {
    match check::unprintable(text, Fonts::embedded()?) {
        Some(character) => Err(DocumentsError::Unprintable { field: field(), character }),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_never_markup() {
        let mut sheet = Sheet::new(Ink::Paper);
        sheet.letters(&Letters::new("<a href='x'>&\"", (0.0, 0.0), 10.0, Anchor::Start));
        let frame = Frame { left: 0.0, top: 0.0, right: 9.5, bottom: 1.0 };
        let picture = sheet.picture(frame, "\"><script>".to_owned());
        assert!(picture.svg.contains("&lt;a href=&#39;x&#39;&gt;&amp;&quot;"));
        assert!(!picture.svg.contains("<script"));
        assert_eq!((picture.width, picture.height), (10, 1), "nothing is cut off");
    }

    #[test]
    fn numbers_are_short() {
        for (value, text) in [(1.0, "1"), (0.5, "0.5"), (-0.001, "0"), (10.0, "10"), (1.234, "1.23")] {
            assert_eq!(number(value), text);
        }
    }
}
