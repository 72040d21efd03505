//! Fingers as ink: which pixels an event adds to a stroke.

use std::collections::{BTreeMap, BTreeSet};

use class_touch::{TouchEvent, TouchKind};
use display::{Area, Color, Draw};

/// Inks, a finger each; after the last comes the first again.
pub const INKS: [Color; 4] = [0x1F_3A_8A, 0xE0_5A_1E, 0x12_80_6A, 0xA2_1C_5B];

type Place = (i32, i32);

/// Draws strokes on a sheet that begins at the upper left of the panel.
///
/// A stroke is round dots along straight lines between the points of a finger;
/// the harder the finger, the larger the dots. What is inked already is not
/// drawn again.
#[derive(Debug)]
pub struct Pen {
    width: i32,
    height: i32,
    /// Where the fingers are that are down.
    fingers: BTreeMap<u8, Place>,
    /// The ink of each pixel that has some.
    inked: BTreeMap<Place, usize>,
    strokes: usize,
}

impl Pen {
    /// A sheet of so many columns and rows, without ink.
    #[must_use]
    pub fn new(width: u16, height: u16) -> Self {
        Self {
            width: width.into(),
            height: height.into(),
            fingers: BTreeMap::new(),
            inked: BTreeMap::new(),
            strokes: 0,
        }
    }

    /// How often a finger came down.
    #[must_use]
    pub fn strokes(&self) -> usize {
        self.strokes
    }

    /// What is to be drawn for an event.
    pub fn follow(&mut self, event: &TouchEvent) -> Vec<Draw> {
        let to = (i32::from(event.x), i32::from(event.y));
        let last = self.fingers.insert(event.id, to);
        self.strokes += usize::from(event.kind == TouchKind::Down);
        let from = last.filter(|_| event.kind != TouchKind::Down);
        if event.kind == TouchKind::Up {
            self.fingers.remove(&event.id);
        }
        let ink = usize::from(event.id) % INKS.len();
        let fresh = self.ink(&line(from.unwrap_or(to), to), dot(event.pressure), ink);
        runs(&fresh, INKS[ink])
    }

    /// Inks dots around these places, and tells which pixels that changed, as
    /// row and column.
    fn ink(&mut self, places: &[Place], dot: Vec<Place>, ink: usize) -> BTreeSet<Place> {
        let mut fresh = BTreeSet::new();
        for (x, y) in places {
            for (right, down) in &dot {
                let (x, y) = (x + right, y + down);
                let is_on_sheet = (0..self.width).contains(&x) && (0..self.height).contains(&y);
                if is_on_sheet && self.inked.insert((x, y), ink) != Some(ink) {
                    fresh.insert((y, x));
                }
            }
        }
        fresh
    }
}

/// The pixels of a dot around its middle: not farther than its radius, which
/// is three to nineteen quarters of a pixel.
fn dot(pressure: u8) -> Vec<Place> {
    let quarters = 3 + i32::from(pressure) * 16 / 255;
    let near = |(x, y): &Place| 16 * (x * x + y * y) <= quarters * quarters;
    let square = (-4..=4).flat_map(|y| (-4..=4).map(move |x| (x, y)));
    square.filter(near).collect()
}

/// The pixels from one place to another, without the first unless it is the
/// only one: as many steps as the longer side has pixels, rounded half up.
fn line((x, y): Place, to: Place) -> Vec<Place> {
    let (right, down) = (to.0 - x, to.1 - y);
    let steps = right.abs().max(down.abs());
    if steps == 0 {
        return vec![to];
    }
    let part = |side: i32, step: i32| (2 * side * step + steps).div_euclid(2 * steps);
    let places = (1..=steps).map(|step| (x + part(right, step), y + part(down, step)));
    places.collect()
}

/// Pixels that lie side by side, as rectangles of one row.
fn runs(pixels: &BTreeSet<Place>, color: Color) -> Vec<Draw> {
    let mut runs: Vec<Area> = Vec::new();
    for (y, x) in pixels {
        // They lie on the sheet, so they fit.
        let (x, y) = (*x as i16, *y as i16);
        match runs.last_mut() {
            Some(run) if run.y == y && i32::from(run.x) + i32::from(run.width) == i32::from(x) => {
                run.width += 1;
            }
            _ => runs.push(Area {
                x,
                y,
                width: 1,
                height: 1,
            }),
        }
    }
    let rect = |area| Draw::Rect { area, color };
    runs.into_iter().map(rect).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_have_no_gaps_and_end_where_they_should() {
        assert_eq!(line((3, 4), (3, 4)), [(3, 4)]);
        assert_eq!(line((0, 0), (4, 2)), [(1, 1), (2, 1), (3, 2), (4, 2)]);
        assert_eq!(line((0, 0), (-2, 1)), [(-1, 1), (-2, 1)]);
        for to in [(17, -5), (-3, 40), (0, 9), (-6, -6)] {
            let places = line((0, 0), to);
            assert_eq!(places.last(), Some(&to));
            let mut last = (0, 0);
            for place in places {
                assert!((place.0 - last.0).abs() <= 1 && (place.1 - last.1).abs() <= 1);
                last = place;
            }
        }
    }

    #[test]
    fn dots_grow_with_pressure() {
        assert_eq!(dot(0), [(0, 0)]);
        let sizes = [0, 60, 120, 180, 255].map(|pressure| dot(pressure).len());
        assert!(sizes.is_sorted(), "{sizes:?}");
        assert_eq!(sizes[4], 69);
    }

    #[test]
    fn nothing_is_inked_twice_and_nothing_beside_the_sheet() {
        let mut pen = Pen::new(20, 10);
        let down = TouchEvent::new(0, TouchKind::Down, 0, 0, 5);
        let first = pen.follow(&down);
        let area = Area {
            x: 0,
            y: 5,
            width: 1,
            height: 1,
        };
        let color = INKS[0];
        assert_eq!(first, [Draw::Rect { area, color }]);
        assert_eq!(
            pen.follow(&TouchEvent::new(1, TouchKind::Move, 0, 0, 5)),
            []
        );
        let far = TouchEvent::new(2, TouchKind::Move, 0, 30, 5);
        let area = Area {
            x: 1,
            width: 19,
            ..area
        };
        assert_eq!(pen.follow(&far), [Draw::Rect { area, color }]);
        // Another finger covers the first.
        let other = TouchEvent::new(3, TouchKind::Down, 1, 3, 5);
        assert_eq!(pen.follow(&other).len(), 1);
        assert_eq!(pen.strokes(), 2);
    }

    #[test]
    fn a_finger_that_comes_down_again_begins_anew() {
        let mut pen = Pen::new(50, 50);
        let event = |kind, x| TouchEvent::new(0, kind, 0, x, 9);
        let _ = pen.follow(&event(TouchKind::Down, 1));
        let _ = pen.follow(&event(TouchKind::Up, 2));
        assert_eq!(pen.follow(&event(TouchKind::Down, 40)).len(), 1);
        // Without its lift, too.
        let again = pen.follow(&event(TouchKind::Down, 10));
        assert!(matches!(again[..], [Draw::Rect { area, .. }] if area.width == 1));
    }
}
