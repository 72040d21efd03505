//! How the touch panel sits on the display.

use avm_resource::ResourceArc;
use avm_term::FromTerm;
use class_panel::{Geometry, Orientation};
use class_touch::{PanelSize, TouchEvent};
use port_config::DisplayConfig;

/// How the points of the controller become those of the display.
///
/// The axes are exchanged first; the mirroring is then along the new axes. The points are those
/// of the display as its maker meant it then; with a display they are scaled to its size, corner
/// to corner, and turned as its picture is.
#[derive(Clone, Debug, Default, FromTerm)]
pub struct Options {
    /// The configuration of a display, which may be closed or open.
    pub display: Option<ResourceArc<DisplayConfig>>,
    /// X and Y change places.
    #[avm(default)]
    pub swap_xy: bool,
    /// X counts from the other side.
    #[avm(default)]
    pub invert_x: bool,
    /// Y counts from the other side.
    #[avm(default)]
    pub invert_y: bool,
}

impl Options {
    /// Turns one event; `size` is that of the touch panel before it is turned.
    pub(crate) fn turn(&self, size: PanelSize, event: &mut TouchEvent) {
        let (mut width, mut height) = (size.width, size.height);
        if self.swap_xy {
            core::mem::swap(&mut event.x, &mut event.y);
            core::mem::swap(&mut width, &mut height);
        }
        if self.invert_x {
            event.x = last(width).saturating_sub(event.x);
        }
        if self.invert_y {
            event.y = last(height).saturating_sub(event.y);
        }
        if let Some(display) = &self.display {
            let upright = display.geometry();
            let x = scale(event.x, width, upright.width);
            let y = scale(event.y, height, upright.height);
            (event.x, event.y) = seen(x, y, upright, display.orientation());
        }
    }
}

/// The last column or row of so many.
const fn last(count: u16) -> u16 {
    count.saturating_sub(1)
}

/// The place among `to` columns or rows that one among `from` has: the first and the last are the
/// first and the last, those between are rounded to the nearest, and none is beyond.
fn scale(place: u16, from: u16, to: u16) -> u16 {
    let (last_from, last_to) = (last(from), last(to));
    let place = u32::from(place.min(last_from)) * u32::from(last_to);
    let nearest = (place + u32::from(last_from / 2)).checked_div(last_from.into());
    // Not above `last_to`, because `place` was not above the product of both.
    nearest.unwrap_or(0) as u16
}

/// Where a pixel of the panel is in the picture, which is turned clockwise on it.
fn seen(x: u16, y: u16, upright: Geometry, orientation: Orientation) -> (u16, u16) {
    let from_right = last(upright.width).saturating_sub(x);
    let from_bottom = last(upright.height).saturating_sub(y);
    match orientation {
        Orientation::Deg0 => (x, y),
        Orientation::Deg90 => (y, from_right),
        Orientation::Deg180 => (from_right, from_bottom),
        Orientation::Deg270 => (from_bottom, x),
    }
}

#[cfg(test)]
mod tests {
    use class_touch::TouchKind;
    // What drops a display's configuration, of which there is none here.
    use vm_host as _;

    use super::*;

    fn turned(options: &Options) -> (u16, u16) {
        let mut event = TouchEvent::new(0, TouchKind::Down, 0, 10, 20);
        let size = PanelSize {
            width: 480,
            height: 320,
        };
        options.turn(size, &mut event);
        (event.x, event.y)
    }

    #[test]
    fn the_four_ways_to_hold_a_panel() {
        let options = |swap_xy, invert_x, invert_y| Options {
            display: None,
            swap_xy,
            invert_x,
            invert_y,
        };
        assert_eq!(turned(&options(false, false, false)), (10, 20));
        assert_eq!(turned(&options(false, true, false)), (469, 20));
        assert_eq!(turned(&options(false, false, true)), (10, 299));
        // Exchanged first: the new width is the old height.
        assert_eq!(turned(&options(true, true, false)), (299, 10));
    }

    #[test]
    fn scaling_goes_from_corner_to_corner() {
        for (from, to) in [(480, 320), (320, 480), (4096, 240), (2, 2), (65535, 65535)] {
            assert_eq!(scale(0, from, to), 0);
            assert_eq!(scale(from - 1, from, to), to - 1);
            assert_eq!(scale(u16::MAX, from, to), to - 1, "clipped");
        }
        assert_eq!(
            [0, 1, 2, 3, 4].map(|place| scale(place, 5, 5)),
            [0, 1, 2, 3, 4]
        );
        assert_eq!([0, 1, 2].map(|place| scale(place, 3, 9)), [0, 4, 8]);
        // A panel of one column has one place, and one of none is no reason to fail.
        assert_eq!([scale(0, 1, 9), scale(7, 9, 1), scale(7, 0, 0)], [0, 0, 0]);
    }

    #[test]
    fn a_finger_on_a_pixel_of_the_picture_is_at_that_pixel() {
        let upright = Geometry {
            width: 5,
            height: 3,
        };
        for turns in 0..4 {
            let orientation = Orientation::from_quarter_turns(turns).expect("below 4");
            let picture = upright.turned(orientation);
            for (x, y) in (0..picture.width).flat_map(|x| (0..picture.height).map(move |y| (x, y)))
            {
                // A quarter turn clockwise takes the upper left corner to the upper right.
                let (mut at, mut rows, mut columns) = ((x, y), picture.height, picture.width);
                for _ in 0..turns {
                    at = (rows - 1 - at.1, at.0);
                    core::mem::swap(&mut rows, &mut columns);
                }
                assert_eq!((columns, rows), (upright.width, upright.height));
                assert_eq!(seen(at.0, at.1, upright, orientation), (x, y), "{turns}");
            }
        }
    }
}
