//! Windows and geometries, beside what counting pixels says.

use class_panel::{Geometry, Orientation, Window};
use proptest::prelude::*;

#[test]
fn a_window_is_never_empty_and_never_wraps() {
    for (x, y, width, height) in [
        (0, 0, 0, 1),
        (0, 0, 1, 0),
        (u16::MAX, 0, 2, 1),
        (0, u16::MAX, 1, 2),
        (1, 0, u16::MAX, 1),
        (2, 0, u16::MAX, 1),
    ] {
        let window = Window::new(x, y, width, height);
        let last = u32::from(x) + u32::from(width.max(1)) - 1;
        let lowest = u32::from(y) + u32::from(height.max(1)) - 1;
        let fits = width > 0 && height > 0 && last <= 65_535 && lowest <= 65_535;
        assert_eq!(window.is_some(), fits, "{x} {y} {width} {height}");
    }
    let corner = Window::new(u16::MAX, u16::MAX, 1, 1).expect("the last pixel there is");
    assert_eq!((corner.right(), corner.bottom()), (u16::MAX, u16::MAX));
    let largest = Window::new(0, 0, u16::MAX, u16::MAX).expect("the largest");
    assert_eq!(largest.pixels(), 65_535 * 65_535);
}

#[test]
fn quarter_turns() {
    for turns in 0..=255 {
        let orientation = Orientation::from_quarter_turns(turns);
        assert_eq!(orientation.is_some(), turns < 4);
        if let Some(orientation) = orientation {
            assert_eq!(orientation.quarter_turns(), turns);
        }
    }
    assert_eq!(Orientation::default(), Orientation::Deg0);
}

#[test]
fn a_panel_without_pixels_has_no_window() {
    let none = Geometry {
        width: 0,
        height: 7,
    };
    assert_eq!(Window::all(none), None);
    assert_eq!(Window::new(0, 0, 1, 1).and_then(|w| w.clip(none)), None);
}

proptest! {
    /// Each pixel of a clipped window is in the window and on the panel, and
    /// none that is both is lost.
    #[test]
    fn clipping_keeps_exactly_what_is_on_the_panel(
        (x, y, width, height) in (0..40u16, 0..40u16, 1..40u16, 1..40u16),
        (columns, rows) in (0..40u16, 0..40u16),
    ) {
        let panel = Geometry { width: columns, height: rows };
        let window = Window::new(x, y, width, height).expect("small");
        let inside = |w: Window, px: u16, py: u16| {
            (w.x()..=w.right()).contains(&px) && (w.y()..=w.bottom()).contains(&py)
        };
        let clipped = window.clip(panel);
        let mut seen = 0;
        for (px, py) in (0..80).flat_map(|px| (0..80).map(move |py| (px, py))) {
            let both = inside(window, px, py) && px < columns && py < rows;
            prop_assert_eq!(clipped.is_some_and(|c| inside(c, px, py)), both);
            seen += u32::from(both);
        }
        prop_assert_eq!(clipped.map_or(0, Window::pixels), seen);
        prop_assert_eq!(window.is_within(panel), clipped == Some(window));
    }

    /// Four quarter turns are none, and each keeps the number of pixels.
    #[test]
    fn turning(width: u16, height: u16, turns in 0..4u8) {
        let panel = Geometry { width, height };
        let turn = Orientation::from_quarter_turns(turns).expect("below 4");
        let turned = panel.turned(turn);
        prop_assert_eq!(turned.turned(turn), panel);
        prop_assert_eq!(turned == panel, turns % 2 == 0 || width == height);
    }
}
