//! Letters on a label: how wide they are, and how a text is made to fit.

use super::sheet::MM;
use crate::{DocumentsError, fonts::Fonts, picture::readable};

/// A weight of letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Face {
    Regular,
    Bold,
}

/// Width of a text in millimetres, at a size in points. Both weights are equally wide in the fonts of the documents.
pub fn width(text: &str, size: f64) -> Result<f64, DocumentsError> {
    Ok(Fonts::embedded()?.width(text) * size * MM)
}

/// A text as one line at the greatest size that fits, else as two lines of the least size: the size, and the lines.
/// None where it does not fit.
///
/// # Errors
/// [`DocumentsError::Unprintable`] with the path that `field` gives.
pub fn fit(
    text: &str,
    most: f64,
    least: f64,
    room: f64,
    field: impl FnOnce() -> String,
) -> Result<Option<(f64, Vec<String>)>, DocumentsError> {
    readable(text, field)?;
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut size = most;
    while size >= least {
        if width(&text, size)? <= room {
            return Ok(Some((size, vec![text])));
        }
        size -= 0.5;
    }
    let mut first = String::new();
    for c in text.chars() {
        first.push(c);
        if width(&first, least)? > room {
            first.pop();
            break;
        }
    }
    let second = text[first.len()..].to_owned();
    Ok((width(&second, least)? <= room).then(|| (least, vec![first, second])))
}
