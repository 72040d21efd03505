//! A painter of its own, pixel by pixel.

use embedded_graphics::image::GetPixel;
use embedded_graphics::mono_font::iso_8859_1::FONT_10X20 as FONT;
use embedded_graphics::pixelcolor::BinaryColor;
use embedded_graphics::prelude::{OriginDimensions, Point};

use crate::Picture;
use crate::picture::rgb565;

/// The size of a letter.
const LETTER: [i32; 2] = [10, 20];

impl Picture {
    /// Sets a pixel, if it lies on the picture.
    pub fn set(&mut self, x: i32, y: i32, pixel: u16) {
        if let (Ok(x), Ok(y)) = (usize::try_from(x), usize::try_from(y))
            && x < self.width
            && y < self.height
        {
            self.pixels[y * self.width + x] = pixel;
        }
    }

    /// Fills a rectangle with a colour `0xRRGGBB`.
    pub fn rect(&mut self, [x, y]: [i32; 2], [width, height]: [i32; 2], color: u32) {
        for row in y..y + height {
            for column in x..x + width {
                self.set(column, row, rgb565(color));
            }
        }
    }

    /// Copies pixels, row by row.
    pub fn blit(&mut self, [x, y]: [i32; 2], width: usize, pixels: &[u16]) {
        for (row, pixels) in (y..).zip(pixels.chunks(width)) {
            for (column, pixel) in (x..).zip(pixels) {
                self.set(column, row, *pixel);
            }
        }
    }

    /// Writes a line of letters: the dots of the font's table, nothing between.
    pub fn text(&mut self, [x, y]: [i32; 2], text: &str, color: u32) {
        let in_a_row = FONT.image.size().width as i32 / LETTER[0];
        for (x, letter) in (x..).step_by(10).zip(text.chars()) {
            let nth = FONT.glyph_mapping.index(letter) as i32;
            let corner = [nth % in_a_row * LETTER[0], nth / in_a_row * LETTER[1]];
            for (down, right) in (0..LETTER[1]).flat_map(|d| (0..LETTER[0]).map(move |r| (d, r))) {
                let dot = Point::new(corner[0] + right, corner[1] + down);
                if FONT.image.pixel(dot) == Some(BinaryColor::On) {
                    self.set(x + right, y + down, rgb565(color));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lies_outside_is_not_painted() {
        let mut picture = Picture::new(3, 2, 0);
        picture.rect([-5, 1], [6, 100], 0xFF_FF_FF);
        assert_eq!(picture.pixels, [0, 0, 0, 0xFFFF, 0, 0]);
        picture.blit([2, 0], 2, &[1, 2, 3, 4]);
        assert_eq!(picture.pixels, [0, 0, 1, 0xFFFF, 0, 3]);
    }

    #[test]
    fn letters_are_dots_in_their_place() {
        let mut picture = Picture::new(30, 24, 0);
        picture.text([5, 2], "I.", 0xFF_FF_FF);
        let inked = |columns: std::ops::Range<usize>| {
            let dots = (0..24 * 30).filter(|place| columns.contains(&(place % 30)));
            dots.filter(|place| picture.pixels[*place] != 0).count()
        };
        assert!(inked(5..15) > inked(15..25) && inked(15..25) > 0);
        assert_eq!((inked(0..5), inked(25..30)), (0, 0));
    }
}
