//! A panel as embedded-graphics draws on it.

use class_panel::{Panel, PanelError, Rgb565, Window};
use embedded_graphics::prelude::{Dimensions, DrawTarget, OriginDimensions, PointsIter};
use embedded_graphics::prelude::{Pixel, Point, Size};
use embedded_graphics::primitives::Rectangle;

/// A panel that takes whatever is drawn, and shows what lies on it.
pub(crate) struct Canvas<'p, P>(pub(crate) &'p mut P);

impl<P: Panel> OriginDimensions for Canvas<'_, P> {
    fn size(&self) -> Size {
        let geometry = self.0.geometry();
        Size::new(geometry.width.into(), geometry.height.into())
    }
}

impl<P: Panel> Canvas<'_, P> {
    /// The part of an area that lies on the panel.
    fn visible(&self, area: &Rectangle) -> Option<(Rectangle, Window)> {
        let seen = area.intersection(&self.bounding_box());
        // What lies on the panel has neither negative nor large numbers.
        let (x, y) = (seen.top_left.x.try_into(), seen.top_left.y.try_into());
        let (width, height) = (seen.size.width.try_into(), seen.size.height.try_into());
        let window = Window::new(x.ok()?, y.ok()?, width.ok()?, height.ok()?)?;
        Some((seen, window))
    }
}

impl<P: Panel> DrawTarget for Canvas<'_, P> {
    type Color = Rgb565;
    type Error = PanelError;

    /// Pixels that follow each other in a row and have one colour are sent together, because a
    /// window costs more than its pixels.
    fn draw_iter<I>(&mut self, pixels: I) -> Result<(), PanelError>
    where
        I: IntoIterator<Item = Pixel<Rgb565>>,
    {
        let mut run: Option<Run> = None;
        for pixel in pixels {
            if run.as_mut().is_some_and(|run| run.extend(pixel)) {
                continue;
            }
            if let Some(run) = run.replace(Run::of(pixel)) {
                self.fill_solid(&run.area(), run.color)?;
            }
        }
        run.map_or(Ok(()), |run| self.fill_solid(&run.area(), run.color))
    }

    fn fill_contiguous<I>(&mut self, area: &Rectangle, colors: I) -> Result<(), PanelError>
    where
        I: IntoIterator<Item = Rgb565>,
    {
        let Some((seen, window)) = self.visible(area) else {
            return Ok(());
        };
        if seen == *area {
            return self.0.write(window, colors);
        }
        let all = area.points().zip(colors);
        let visible = all.filter(|(point, _)| seen.contains(*point));
        self.0.write(window, visible.map(|(_, color)| color))
    }

    fn fill_solid(&mut self, area: &Rectangle, color: Rgb565) -> Result<(), PanelError> {
        match self.visible(area) {
            Some((_, window)) => self.0.fill(window, color),
            None => Ok(()),
        }
    }
}

/// Pixels of one colour, side by side.
#[derive(Clone, Copy)]
struct Run {
    start: Point,
    length: u16,
    color: Rgb565,
}

impl Run {
    fn of(Pixel(start, color): Pixel<Rgb565>) -> Self {
        Self {
            start,
            length: 1,
            color,
        }
    }

    /// Takes the next pixel, if it is that.
    fn extend(&mut self, Pixel(point, color): Pixel<Rgb565>) -> bool {
        let next = Point::new(self.start.x.wrapping_add(self.length.into()), self.start.y);
        let fits = point == next && color == self.color && self.length < u16::MAX;
        self.length += u16::from(fits);
        fits
    }

    fn area(&self) -> Rectangle {
        Rectangle::new(self.start, Size::new(self.length.into(), 1))
    }
}

#[cfg(test)]
mod tests {
    extern crate std;

    use std::vec::Vec;

    use class_panel::{Geometry, Orientation};
    use embedded_graphics::prelude::RgbColor;

    use super::*;

    /// What was filled: column, row, columns, rows, colour.
    struct Fills(Vec<(u16, u16, u16, u16, Rgb565)>);

    impl Panel for Fills {
        fn geometry(&self) -> Geometry {
            Geometry {
                width: 5,
                height: 2,
            }
        }

        fn set_orientation(&mut self, _: Orientation) -> Result<(), PanelError> {
            Ok(())
        }

        fn set_backlight(&mut self, _: u8) -> Result<(), PanelError> {
            Ok(())
        }

        fn write(
            &mut self,
            _: Window,
            _: impl IntoIterator<Item = Rgb565>,
        ) -> Result<(), PanelError> {
            Err(PanelError::OutOfRange)
        }

        fn fill(&mut self, w: Window, color: Rgb565) -> Result<(), PanelError> {
            let fill = (w.x(), w.y(), w.width(), w.height(), color);
            self.0.push(fill);
            Ok(())
        }
    }

    #[test]
    fn pixels_side_by_side_of_one_colour_are_one_window() {
        let (red, blue) = (Rgb565::RED, Rgb565::BLUE);
        let pixels = [
            (-2, 0, red),
            (-1, 0, red),
            (0, 0, red),
            (1, 0, red),
            (2, 0, blue),
            (4, 0, blue),
            (5, 0, blue),
            (0, 1, blue),
            (1, 2, blue),
        ];
        let pixels = pixels.map(|(x, y, color)| Pixel(Point::new(x, y), color));
        let mut fills = Fills(Vec::new());
        assert_eq!(Canvas(&mut fills).draw_iter(pixels), Ok(()));
        let expected = [
            (0, 0, 2, 1, red),
            (2, 0, 1, 1, blue),
            (4, 0, 1, 1, blue),
            (0, 1, 1, 1, blue),
        ];
        assert_eq!(fills.0, expected);
    }
}
