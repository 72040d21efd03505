//! What the picture has to be, drawn here by other code.

use std::convert::Infallible;

use embedded_graphics::mono_font::MonoTextStyle;
use embedded_graphics::mono_font::iso_8859_1::FONT_10X20;
use embedded_graphics::pixelcolor::Rgb888;
use embedded_graphics::prelude::{
    DrawTarget, Drawable, OriginDimensions, Pixel, Point, RgbColor, Size,
};
use embedded_graphics::primitives::Rectangle;
use embedded_graphics::text::{Baseline, Text};

/// Pixels of a row.
pub(super) const COLUMNS: usize = 128;
/// Rows.
pub(super) const ROWS: usize = 64;

/// Row by row, 0 to 15.
pub(super) type Greys = Vec<u8>;

/// A picture in memory.
struct Picture(Greys);

impl OriginDimensions for Picture {
    fn size(&self) -> Size {
        Size::new(COLUMNS as u32, ROWS as u32)
    }
}

impl DrawTarget for Picture {
    type Color = Rgb888;
    type Error = Infallible;

    fn draw_iter<I>(&mut self, pixels: I) -> Result<(), Infallible>
    where
        I: IntoIterator<Item = Pixel<Rgb888>>,
    {
        for Pixel(Point { x, y }, color) in pixels {
            let (Ok(x), Ok(y)) = (usize::try_from(x), usize::try_from(y)) else {
                continue;
            };
            if x < COLUMNS && y < ROWS {
                self.0[y * COLUMNS + x] = grey(color);
            }
        }
        Ok(())
    }
}

/// The sixteenths of a colour's luminance, after ITU-R BT.601.
fn grey(color: Rgb888) -> u8 {
    let [red, green, blue] = [color.r(), color.g(), color.b()].map(f64::from);
    ((0.299 * red + 0.587 * green + 0.114 * blue) / 16.0) as u8
}

/// What the firmware asks for, in `ports-lm3s6965evb/src/display.rs`.
pub(super) fn greys() -> Greys {
    let mut picture = Picture(vec![0; COLUMNS * ROWS]);
    let all = [
        (3, 5, 100, 20, Rgb888::WHITE),
        (5, 7, 95, 15, Rgb888::new(0x88, 0x88, 0x88)),
        (120, -4, 20, 10, Rgb888::RED),
        (101, 41, 1, 1, Rgb888::WHITE),
        (102, 41, 1, 1, Rgb888::BLUE),
        (101, 42, 1, 1, Rgb888::GREEN),
        (102, 42, 1, 1, Rgb888::new(8, 4, 8)),
    ];
    for (x, y, width, height, color) in all {
        let area = Rectangle::new(Point::new(x, y), Size::new(width, height));
        let Ok(()) = picture.fill_solid(&area, color);
    }
    let style = MonoTextStyle::new(&FONT_10X20, Rgb888::GREEN);
    let text = Text::with_baseline("Rust", Point::new(8, 36), style, Baseline::Top);
    let Ok(_end) = text.draw(&mut picture);
    picture.0
}

#[cfg(test)]
mod tests {
    use super::{COLUMNS, greys};

    #[test]
    fn the_picture_is_not_empty() {
        let greys = greys();
        let at = |x: usize, y: usize| greys[y * COLUMNS + x];
        assert_eq!([at(0, 0), at(3, 5), at(5, 7), at(127, 0)], [0, 15, 8, 4]);
        assert_eq!(
            [at(101, 41), at(102, 41), at(101, 42), at(102, 42)],
            [15, 1, 9, 0]
        );
        assert!(greys.iter().filter(|grey| **grey == 9).count() > 100);
    }
}
