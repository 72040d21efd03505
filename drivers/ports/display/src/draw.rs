//! What can be drawn.

use avm_term::{FromTerm, Text};
use class_panel::{Panel, PanelError, Rgb565};
use embedded_graphics::mono_font::iso_8859_1::FONT_10X20;
use embedded_graphics::mono_font::{MonoFont, MonoTextStyle};
use embedded_graphics::pixelcolor::raw::RawU16;
use embedded_graphics::prelude::{DrawTarget, Drawable, OriginDimensions, Point, Primitive, Size};
use embedded_graphics::primitives::{PrimitiveStyle, Rectangle};
use embedded_graphics::text::{Baseline, Text as Line};

use crate::canvas::Canvas;
use crate::color::Color;

const FONT: &MonoFont<'_> = &FONT_10X20;
/// Pixels from a letter to the next.
const ADVANCE: usize = 10;
/// Pixels from a line to the next.
const LINE: i32 = 20;

/// A filled rectangle.
#[derive(Clone, Copy, Debug, FromTerm)]
pub struct Frame {
    /// Column of the left edge.
    pub x: i16,
    /// Row of the upper edge.
    pub y: i16,
    /// Columns.
    pub width: u16,
    /// Rows.
    pub height: u16,
    /// Of all of it.
    pub color: Color,
}

/// Lines of text.
#[derive(Clone, Debug, FromTerm)]
pub struct Label {
    /// Column of the left edge of each line.
    pub x: i16,
    /// Row of the upper edge of the first line.
    pub y: i16,
    /// The lines, with line feeds between.
    pub text: Text,
    /// Of the letters.
    pub color: Color,
}

/// A picture, pixel for pixel.
#[derive(Clone, Copy, Debug, FromTerm)]
pub struct Blit<'a> {
    /// Column of the left edge.
    pub x: i16,
    /// Row of the upper edge.
    pub y: i16,
    /// Columns.
    pub width: u16,
    /// Rows.
    pub height: u16,
    /// Row by row, two bytes a pixel, the more significant first.
    pub data: &'a [u8],
}

fn area(x: i16, y: i16, width: u16, height: u16) -> Rectangle {
    let corner = Point::new(x.into(), y.into());
    Rectangle::new(corner, Size::new(width.into(), height.into()))
}

/// Fills the panel.
pub(crate) fn fill<P: Panel>(panel: &mut P, color: Color) -> Result<(), PanelError> {
    Canvas(panel).clear(color.rgb565())
}

impl Frame {
    pub(crate) fn draw<P: Panel>(&self, panel: &mut P) -> Result<(), PanelError> {
        let style = PrimitiveStyle::with_fill(self.color.rgb565());
        let area = area(self.x, self.y, self.width, self.height);
        area.into_styled(style).draw(&mut Canvas(panel))
    }
}

impl Blit<'_> {
    /// Bytes that the size asks for.
    pub(crate) fn expected(&self) -> u64 {
        u64::from(self.width) * u64::from(self.height) * 2
    }

    pub(crate) fn draw<P: Panel>(&self, panel: &mut P) -> Result<(), PanelError> {
        let (pixels, _) = self.data.as_chunks();
        let pixels = pixels.iter();
        let colors = pixels.map(|bytes| Rgb565::from(RawU16::new(u16::from_be_bytes(*bytes))));
        let area = area(self.x, self.y, self.width, self.height);
        Canvas(panel).fill_contiguous(&area, colors)
    }
}

impl Label {
    pub(crate) fn draw<P: Panel>(&self, panel: &mut P) -> Result<(), PanelError> {
        let mut canvas = Canvas(panel);
        let style = MonoTextStyle::new(FONT, self.color.rgb565());
        let (width, height) = (canvas.size().width as i32, canvas.size().height as i32);
        let mut y = i32::from(self.y);
        for line in self.text.0.split('\n') {
            if y >= height {
                break;
            }
            if y > -LINE {
                let (line, x) = visible(line, self.x.into(), width);
                let corner = Point::new(x, y);
                Line::with_baseline(line, corner, style, Baseline::Top).draw(&mut canvas)?;
            }
            y += LINE;
        }
        Ok(())
    }
}

/// The letters of a line that a panel of so many columns shows a part of, and where they begin:
/// text can be longer than any panel, and drawing what nobody sees takes time.
fn visible(line: &str, x: i32, width: i32) -> (&str, i32) {
    let skipped = usize::try_from(-x).map_or(0, |left| left / ADVANCE);
    let line = after(line, skipped);
    let x = x + (skipped * ADVANCE) as i32;
    let shown = usize::try_from(width - x).map_or(0, |right| right.div_ceil(ADVANCE));
    let rest = after(line, shown);
    (line.strip_suffix(rest).unwrap_or(line), x)
}

/// What follows the first `count` letters.
fn after(line: &str, count: usize) -> &str {
    let mut letters = line.chars();
    match count.checked_sub(1) {
        Some(last) => letters.nth(last),
        None => None,
    };
    letters.as_str()
}
