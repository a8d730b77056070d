use typst::layout::{Abs, Frame, FrameItem, Point};
use typst_layout::PagedDocument;

/// A run of text at its place on a page, in points from the upper left corner; `y` is that of the baseline.
pub struct Run {
    pub x: f64,
    pub y: f64,
    pub width: f64,
    pub text: String,
}

/// The runs of each page, and the size of the page.
pub fn runs(document: &PagedDocument) -> Vec<((f64, f64), Vec<Run>)> {
    let page = |frame: &Frame| {
        let mut found = Vec::new();
        collect(frame, Point::zero(), &mut found);
        ((frame.width().to_pt(), frame.height().to_pt()), found)
    };
    document.pages().iter().map(|p| page(&p.frame)).collect()
}

fn collect(frame: &Frame, origin: Point, found: &mut Vec<Run>) {
    for (position, item) in frame.items() {
        let at = origin + *position;
        match item {
            FrameItem::Group(group) => {
                let moved = Point::new(group.transform.tx, group.transform.ty);
                collect(&group.frame, at + moved, found);
            }
            FrameItem::Text(text) => found.push(Run {
                x: at.x.to_pt(),
                y: at.y.to_pt(),
                width: Abs::to_pt(text.width()),
                text: text.text.to_string(),
            }),
            _ => {}
        }
    }
}

/// The text of all pages, line by line; a wide gap within a line is a bar.
pub fn text(document: &PagedDocument) -> String {
    let mut out = String::new();
    for (_, mut runs) in runs(document) {
        runs.sort_by(|a, b| a.y.total_cmp(&b.y).then(a.x.total_cmp(&b.x)));
        let mut lines: Vec<Vec<&Run>> = Vec::new();
        for run in &runs {
            match lines.last_mut() {
                Some(line) if line.iter().all(|other| (other.y - run.y).abs() < 0.8) => line.push(run),
                _ => lines.push(vec![run]),
            }
        }
        for mut line in lines {
            line.sort_by(|a, b| a.x.total_cmp(&b.x));
            let mut end = f64::MAX;
            for run in line {
                if run.x - end > 5.0 {
                    out.push_str(" | ");
                }
                out.push_str(&run.text);
                end = run.x + run.width;
            }
            out.push('\n');
        }
        out.push_str("────\n");
    }
    out
}
