//! Tables for people: columns as wide as their content, Japanese characters counted as two.

use unicode_width::UnicodeWidthStr;

/// Sets rows below a header, two spaces between columns; cells longer than `limit` end in `…`.
pub fn table(header: &[&str], rows: &[Vec<String>], limit: usize) -> String {
    let all: Vec<Vec<String>> = std::iter::once(header.iter().map(|h| (*h).to_owned()).collect())
        .chain(rows.iter().cloned())
        .map(|row: Vec<String>| row.iter().map(|cell| cut(cell, limit)).collect())
        .collect();
    let width = |column: usize| all.iter().filter_map(|r| r.get(column)).map(|c| c.width()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..header.len()).map(width).collect();
    let mut text = String::new();
    for row in &all {
        let cells = row.iter().zip(&widths).map(|(cell, width)| format!("{cell}{}", " ".repeat(width - cell.width())));
        text += cells.collect::<Vec<_>>().join("  ").trim_end();
        text.push('\n');
    }
    text
}

fn cut(text: &str, limit: usize) -> String {
    if text.width() <= limit {
        return text.to_owned();
    }
    let mut short = String::new();
    for character in text.chars() {
        if short.width() + character.len_utf8().min(2) > limit - 1 {
            break;
        }
        short.push(character);
    }
    short + "…"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn japanese_columns_stand_under_each_other() {
        let rows = [vec!["アペール".to_owned(), "x".to_owned()], vec!["abc".to_owned(), "y".to_owned()]];
        let text = table(&["a", "b"], &rows, 20);
        assert_eq!(text, "a         b\nアペール  x\nabc       y\n");
    }

    #[test]
    fn long_cells_are_cut_and_say_so() {
        assert_eq!(cut("abcdefgh", 5), "abcd…");
        assert_eq!(cut("abc", 5), "abc");
    }
}
