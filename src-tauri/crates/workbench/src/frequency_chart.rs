//! Frequencies by population as bars on a logarithmic scale.

use std::fmt::Write;

use crate::view::{picture::Picture, variant::PopulationFrequency};

/// The left end of the scale: one allele among half a million people.
const LEAST: f64 = 1e-6;
/// Height of a line, width of the names, width of the scale, in CSS pixels.
const LINE: usize = 22;
const NAMES: usize = 180;
const SCALE: f64 = 240.0;

/// One bar a population; where the allele is not in the set there is a dash, which is not a bar of length zero.
pub(crate) fn frequency_chart(frequencies: &[PopulationFrequency]) -> Picture {
    let (mut bars, mut ja, mut en) = (String::new(), Vec::new(), Vec::new());
    for (line, set) in frequencies.iter().enumerate() {
        let (y, middle) = (line * LINE + 5, line * LINE + 16);
        let name = escape(&set.population);
        let _ = write!(bars, r#"<text x="{}" y="{middle}" text-anchor="end">{name}</text>"#, NAMES - 8);
        match set.frequency {
            Some(frequency) => {
                let width = (SCALE * (frequency.max(LEAST) / LEAST).log10() / (1.0 / LEAST).log10()).max(1.0);
                let _ = write!(bars, r#"<rect x="{NAMES}" y="{y}" width="{width:.1}" height="12"/>"#);
                let _ = write!(bars, r#"<text x="{:.1}" y="{middle}">{frequency}</text>"#, width + 6.0 + 180.0);
                ja.push(format!("{name} {frequency}"));
                en.push(format!("{name} {frequency}"));
            }
            None => {
                let _ = write!(bars, r#"<text x="{NAMES}" y="{middle}">–</text>"#);
                ja.push(format!("{name} 記載なし"));
                en.push(format!("{name} not listed"));
            }
        }
    }
    let (width, height) = (NAMES + 340, frequencies.len() * LINE + 4);
    let svg = format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" role="img" font-size="12" fill="currentColor">{bars}</svg>"#
    );
    Picture {
        svg_en: svg.clone(),
        svg_ja: svg,
        alt_ja: format!("集団別アレル頻度: {}", ja.join("、")),
        alt_en: format!("Allele frequency by population: {}", en.join(", ")),
    }
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
