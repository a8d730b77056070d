//! Where plotters draws: onto a sheet, in the ink of the picture, with letters measured in the fonts of the documents.

use std::{cell::RefCell, convert::Infallible, rc::Rc};

use plotters::{coord::Shift, drawing::DrawingArea, prelude::IntoDrawingArea};
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind,
    text_anchor::{HPos, VPos},
};

use super::{ACCENT, WIDTH, refuse};
use crate::{
    DocumentsError, Ink, Picture,
    fonts::Fonts,
    picture::{Anchor, Frame, Letters, Sheet, number},
};

/// The area on which a chart is drawn.
pub type Area = DrawingArea<Plate, Shift>;

/// A sheet as plotters sees it.
pub struct Plate {
    sheet: Rc<RefCell<Sheet>>,
    fonts: &'static Fonts,
    height: i32,
}

/// Draws a chart of a height.
pub fn chart(
    height: i32,
    ink: Ink,
    text: String,
    draw: impl FnOnce(&Area) -> Result<(), Fault>,
) -> Result<Picture, DocumentsError> {
    let sheet = Rc::new(RefCell::new(Sheet::new(ink)));
    let area = Plate { sheet: sheet.clone(), fonts: Fonts::embedded()?, height }.into_drawing_area();
    if draw(&area).is_err() {
        return refuse("a value cannot be placed on the axis");
    }
    drop(area);
    let frame = Frame { left: 0.0, top: 0.0, right: f64::from(WIDTH), bottom: f64::from(height) };
    match Rc::try_unwrap(sheet) {
        Ok(sheet) => Ok(sheet.into_inner().picture(frame, text)),
        Err(_) => refuse("the drawing is not finished"),
    }
}

/// A fault of plotters.
pub type Fault = plotters::drawing::DrawingAreaErrorKind<Infallible>;

/// Width of a text.
pub fn width(text: &str, size: i32) -> Result<f64, DocumentsError> {
    Ok(Fonts::embedded()?.width(text) * f64::from(size))
}

type Drawn = Result<(), DrawingErrorKind<Infallible>>;

impl Plate {
    fn put(&self, shape: &str, role: Role, color: BackendColor, width: u32, attributes: &[(&str, String)]) -> Drawn {
        if color.alpha == 0.0 {
            return Ok(());
        }
        let mut sheet = self.sheet.borrow_mut();
        let ink = sheet.ink();
        let paint = if color.rgb == (ACCENT.0, ACCENT.1, ACCENT.2) { ink.accent() } else { ink.line() };
        let (alpha, width) = (number(color.alpha), number(f64::from(width)));
        let mut all: Vec<(&str, &str)> = attributes.iter().map(|(key, value)| (*key, value.as_str())).collect();
        match role {
            Role::Surface => all.push(("fill", paint)),
            Role::Line => all.extend([("fill", "none"), ("stroke", paint), ("stroke-width", width.as_str())]),
        }
        if color.alpha < 1.0 {
            all.push((if role == Role::Surface { "fill-opacity" } else { "stroke-opacity" }, &alpha));
        }
        sheet.shape(shape, &all);
        Ok(())
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    Surface,
    Line,
}

fn role(fill: bool) -> Role {
    if fill { Role::Surface } else { Role::Line }
}

fn path(points: impl IntoIterator<Item = BackendCoord>, closed: bool) -> String {
    let points: Vec<(f64, f64)> = points.into_iter().map(|(x, y)| (f64::from(x), f64::from(y))).collect();
    let trace = crate::picture::trace(&points);
    if closed { format!("{trace}Z") } else { trace }
}

impl DrawingBackend for Plate {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        (WIDTH.unsigned_abs(), self.height.unsigned_abs())
    }

    fn ensure_prepared(&mut self) -> Drawn {
        Ok(())
    }

    fn present(&mut self) -> Drawn {
        Ok(())
    }

    fn draw_pixel(&mut self, point: BackendCoord, color: BackendColor) -> Drawn {
        let size = [("x", point.0), ("y", point.1), ("width", 1), ("height", 1)];
        self.put("rect", Role::Surface, color, 0, &size.map(|(key, value)| (key, value.to_string())))
    }

    fn draw_line<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S) -> Drawn {
        self.draw_path([from, to], style)
    }

    fn draw_rect<S: BackendStyle>(&mut self, a: BackendCoord, b: BackendCoord, style: &S, fill: bool) -> Drawn {
        let (left, top) = (a.0.min(b.0), a.1.min(b.1));
        let size = [("x", left), ("y", top), ("width", (a.0 - b.0).abs()), ("height", (a.1 - b.1).abs())];
        let size = size.map(|(key, value)| (key, value.to_string()));
        self.put("rect", role(fill), style.color(), style.stroke_width(), &size)
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, points: I, style: &S) -> Drawn {
        self.put("path", Role::Line, style.color(), style.stroke_width(), &[("d", path(points, false))])
    }

    fn draw_circle<S: BackendStyle>(&mut self, centre: BackendCoord, radius: u32, style: &S, fill: bool) -> Drawn {
        let size = [("cx", centre.0.to_string()), ("cy", centre.1.to_string()), ("r", radius.to_string())];
        self.put("circle", role(fill), style.color(), style.stroke_width(), &size)
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, points: I, style: &S) -> Drawn {
        self.put("path", Role::Surface, style.color(), 0, &[("d", path(points, true))])
    }

    fn draw_text<S: BackendTextStyle>(&mut self, text: &str, style: &S, at: BackendCoord) -> Drawn {
        let size = style.size();
        let anchor = match style.anchor().h_pos {
            HPos::Left => Anchor::Start,
            HPos::Center => Anchor::Middle,
            HPos::Right => Anchor::End,
        };
        let down = match style.anchor().v_pos {
            VPos::Top => 0.88,
            VPos::Center => 0.36,
            VPos::Bottom => -0.12,
        };
        let at = (f64::from(at.0), f64::from(at.1) + down * size);
        let letters = Letters { opacity: style.color().alpha, ..Letters::new(text, at, size, anchor) };
        self.sheet.borrow_mut().letters(&letters);
        Ok(())
    }

    fn estimate_text_size<S: BackendTextStyle>(
        &self,
        text: &str,
        style: &S,
    ) -> Result<(u32, u32), DrawingErrorKind<Infallible>> {
        let (wide, high) = (self.fonts.width(text) * style.size(), style.size());
        Ok((super::pixels(wide.ceil()).unsigned_abs(), super::pixels(high.ceil()).unsigned_abs()))
    }
}
