//! Letters of 8 by 16 pixels, which AtomGL calls `default16px`.

use alloc::vec::Vec;

use avm_term::vm::OutOfMemory;
use embedded_graphics::image::GetPixel;
use embedded_graphics::mono_font::MonoFont;
use embedded_graphics::mono_font::iso_8859_1::FONT_8X13;
use embedded_graphics::pixelcolor::BinaryColor;
use embedded_graphics::prelude::{OriginDimensions, Point};

const FONT: &MonoFont<'_> = &FONT_8X13;
/// Columns of a letter's cell.
pub(crate) const WIDTH: i32 = 8;
/// Rows of a letter's cell.
pub(crate) const HEIGHT: i32 = 16;
/// Empty rows above the letter in its cell, so that it stands where AtomGL's stand.
const ABOVE: i32 = 2;
/// Rows of a letter in the font.
const ROWS: i32 = 13;

/// The part of a line that can be seen, letter by letter.
///
/// Only that is kept: a line may be much longer than any panel is wide.
#[derive(Debug)]
pub(crate) struct Letters {
    /// The place of each letter in the font, which has fewer than 256.
    glyphs: Vec<u8>,
    /// Letters before the first that is kept.
    skipped: i32,
}

impl Letters {
    /// Takes a line whose left edge is at column `x`, on a panel of `width` columns.
    pub(crate) fn of(line: &str, x: i32, width: i32) -> Result<Self, OutOfMemory> {
        let skipped = x.saturating_neg().max(0) / WIDTH;
        let shown = width.saturating_sub(x).max(0) / WIDTH + 1;
        let (first, count) = (skipped as usize, (shown - skipped).max(0) as usize);
        let seen = || line.chars().skip(first).take(count);
        let mut glyphs = Vec::new();
        let room = glyphs.try_reserve_exact(seen().count());
        room.map_err(|_| OutOfMemory)?;
        glyphs.extend(seen().map(|letter| FONT.glyph_mapping.index(letter) as u8));
        Ok(Self { glyphs, skipped })
    }

    /// Whether ink is at a column and a row of the line; `None` behind its end.
    pub(crate) fn ink(&self, column: i32, row: i32) -> Option<bool> {
        let place = usize::try_from(column / WIDTH - self.skipped).ok()?;
        let glyph = i32::from(*self.glyphs.get(place)?);
        let row = row - ABOVE;
        if !(0..ROWS).contains(&row) {
            return Some(false);
        }
        // The font is one picture, letter beside letter in rows of so many.
        let in_a_row = FONT.image.size().width as i32 / WIDTH;
        let (left, above) = (glyph % in_a_row * WIDTH, glyph / in_a_row * ROWS);
        let pixel = Point::new(left + column % WIDTH, above + row);
        Some(FONT.image.pixel(pixel) == Some(BinaryColor::On))
    }
}
