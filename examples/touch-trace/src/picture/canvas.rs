//! Pixels, and lines with smooth edges on them.

/// Red, green and blue, 0 to 255 each.
pub(crate) type Colour = [u8; 3];

/// A place on a line, in pixels from the top left corner of the canvas, and
/// half the line's width there.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Nib {
    pub(crate) x: f32,
    pub(crate) y: f32,
    pub(crate) radius: f32,
}

impl Nib {
    /// The place between this and another, `t` of the way.
    pub(crate) fn towards(self, other: Self, t: f32) -> Self {
        let mix = |a: f32, b: f32| a + (b - a) * t;
        Self {
            x: mix(self.x, other.x),
            y: mix(self.y, other.y),
            radius: mix(self.radius, other.radius),
        }
    }
}

/// A rectangle of pixels; right and bottom are outside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Area {
    left: usize,
    top: usize,
    right: usize,
    bottom: usize,
}

/// An opaque picture in the making.
#[derive(Debug, Clone)]
pub(crate) struct Canvas {
    width: usize,
    height: usize,
    /// Rows from the top, each from the left.
    pixels: Vec<Colour>,
}

impl Canvas {
    /// A white canvas.
    pub(crate) fn new(width: usize, height: usize) -> Self {
        Self {
            width,
            height,
            pixels: vec![[255; 3]; width * height],
        }
    }

    pub(crate) fn width(&self) -> usize {
        self.width
    }

    pub(crate) fn height(&self) -> usize {
        self.height
    }

    /// The pixels as bytes: red, green, blue.
    pub(crate) fn bytes(&self) -> &[u8] {
        self.pixels.as_flattened()
    }

    /// Draws a line through these places, round at its joints and ends; a
    /// single place is a dot. A line that crosses itself is no darker there.
    pub(crate) fn line(&mut self, nibs: &[Nib], colour: Colour) {
        let area = self.area(nibs);
        let columns = area.right - area.left;
        let mut coverage = vec![0.0_f32; columns * (area.bottom - area.top)];
        let single = nibs
            .first()
            .filter(|_| nibs.len() == 1)
            .map(|nib| [*nib, *nib]);
        let segments = nibs
            .windows(2)
            .chain(single.as_ref().map(<[_; 2]>::as_slice));
        for segment in segments {
            let [from, to] = [segment[0], segment[1]];
            let part = self.area(segment);
            for y in part.top..part.bottom {
                for x in part.left..part.right {
                    let place = (y - area.top) * columns + (x - area.left);
                    coverage[place] = coverage[place].max(covered(from, to, x, y));
                }
            }
        }
        for (nth, covered) in coverage.into_iter().enumerate().filter(|(_, c)| *c > 0.0) {
            let place = (area.top + nth / columns) * self.width + area.left + nth % columns;
            self.pixels[place] = blend(self.pixels[place], colour, covered);
        }
    }

    /// The pixels that a line can touch.
    fn area(&self, nibs: &[Nib]) -> Area {
        // Casting cuts off at the edges of the canvas.
        let within = |at: f32, end: usize| (at.max(0.0) as usize).min(end);
        let mut bounds = [f32::MAX, f32::MAX, 0.0, 0.0];
        for nib in nibs {
            let reach = nib.radius + 1.0;
            bounds[0] = bounds[0].min(nib.x - reach);
            bounds[1] = bounds[1].min(nib.y - reach);
            bounds[2] = bounds[2].max(nib.x + reach + 1.0);
            bounds[3] = bounds[3].max(nib.y + reach + 1.0);
        }
        let [left, top, right, bottom] = bounds;
        let (left, top) = (within(left, self.width), within(top, self.height));
        Area {
            left,
            top,
            right: within(right, self.width).max(left),
            bottom: within(bottom, self.height).max(top),
        }
    }
}

/// How much of a pixel a segment covers, 0 to 1: by its centre's distance from
/// the edge.
fn covered(from: Nib, to: Nib, x: usize, y: usize) -> f32 {
    let (x, y) = (x as f32 + 0.5, y as f32 + 0.5);
    let (along_x, along_y) = (to.x - from.x, to.y - from.y);
    let length = along_x * along_x + along_y * along_y;
    let t = if length > 0.0 {
        ((x - from.x) * along_x + (y - from.y) * along_y) / length
    } else {
        0.0
    };
    let nearest = from.towards(to, t.clamp(0.0, 1.0));
    let distance = (x - nearest.x).hypot(y - nearest.y);
    (nearest.radius - distance + 0.5).clamp(0.0, 1.0)
}

fn blend(under: Colour, over: Colour, covered: f32) -> Colour {
    let mix = |under: u8, over: u8| {
        let (under, over) = (f32::from(under), f32::from(over));
        (under + (over - under) * covered).round() as u8
    };
    [
        mix(under[0], over[0]),
        mix(under[1], over[1]),
        mix(under[2], over[2]),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nib(x: f32, y: f32, radius: f32) -> Nib {
        Nib { x, y, radius }
    }

    /// How dark each pixel is, 0 to 255.
    fn darkness(canvas: &Canvas) -> Vec<u8> {
        canvas.pixels.iter().map(|pixel| 255 - pixel[0]).collect()
    }

    #[test]
    fn a_line_on_the_pixels_is_sharp_and_between_them_is_half_each() {
        let mut canvas = Canvas::new(4, 4);
        canvas.line(&[nib(-9.0, 1.5, 0.5), nib(9.0, 1.5, 0.5)], [0; 3]);
        let [no, on] = [[0; 4], [255; 4]];
        assert_eq!(darkness(&canvas), [no, on, no, no].concat());
        let mut canvas = Canvas::new(4, 4);
        canvas.line(&[nib(-9.0, 2.0, 0.5), nib(9.0, 2.0, 0.5)], [0; 3]);
        let half = [128; 4];
        let expected = [no, half, half, no].concat();
        let near = darkness(&canvas).into_iter().zip(expected);
        assert!(near.clone().all(|(a, b)| a.abs_diff(b) <= 1), "{near:?}");
    }

    #[test]
    fn crossing_itself_makes_nothing_darker() {
        let there = [nib(0.5, 2.0, 0.5), nib(7.5, 2.0, 0.5)];
        let mut once = Canvas::new(8, 4);
        once.line(&there, [0; 3]);
        let mut twice = Canvas::new(8, 4);
        twice.line(&[there[0], there[1], there[0]], [0; 3]);
        assert_eq!(darkness(&once), darkness(&twice));
    }

    #[test]
    fn a_dot_has_the_area_of_its_circle() {
        let mut canvas = Canvas::new(40, 40);
        canvas.line(&[nib(20.2, 19.7, 12.0)], [0; 3]);
        let sum: f32 = darkness(&canvas).into_iter().map(f32::from).sum();
        let circle = std::f32::consts::PI * 12.0 * 12.0;
        assert!((sum / 255.0 - circle).abs() < circle * 0.01);
    }

    #[test]
    fn what_lies_outside_is_not_drawn() {
        let mut canvas = Canvas::new(8, 8);
        canvas.line(&[nib(-50.0, -50.0, 3.0), nib(-20.0, 90.0, 3.0)], [0; 3]);
        canvas.line(&[nib(1e9, 4.0, 3.0)], [0; 3]);
        canvas.line(&[], [0; 3]);
        assert!(darkness(&canvas).iter().all(|dark| *dark == 0));
    }
}
