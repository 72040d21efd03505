//! The picture as it is kept: two pixels a byte.

use core::ops::DerefMut;

use class_panel::{Geometry, Orientation, Window};

/// Columns and rows of the glass.
pub const UPRIGHT: Geometry = Geometry {
    width: 128,
    height: 64,
};

/// Bytes of a row.
const ROW: usize = 64;
/// Bytes of all rows: half of the pixels.
pub const FRAME_BYTES: usize = ROW * 64;

/// A part of the memory: bytes of each row, and rows, each from, to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Area {
    pub(crate) bytes: (u8, u8),
    pub(crate) rows: (u8, u8),
}

/// All of it.
pub(crate) const ALL: Area = Area {
    bytes: (0, 63),
    rows: (0, 63),
};

/// The picture, in memory that somebody lends or gives.
#[derive(Debug)]
pub(crate) struct Frame<F>(F);

impl<F: DerefMut<Target = [u8; FRAME_BYTES]>> Frame<F> {
    /// All black.
    pub(crate) fn black(mut bytes: F) -> Self {
        bytes.fill(0);
        Self(bytes)
    }

    /// Sets a pixel of the glass; none beyond it.
    pub(crate) fn set(&mut self, (x, y): (u16, u16), grey: u8) {
        let place = usize::from(y) * ROW + usize::from(x / 2);
        if x >= UPRIGHT.width {
            return;
        }
        if let Some(byte) = self.0.get_mut(place) {
            // The left one is the upper half.
            *byte = match x % 2 {
                0 => *byte & 0x0F | grey << 4,
                _ => *byte & 0xF0 | grey & 0x0F,
            };
        }
    }

    /// The bytes of an area, row by row.
    pub(crate) fn rows(&self, area: Area) -> impl Iterator<Item = &[u8]> {
        let (first, last) = area.bytes;
        let rows = usize::from(area.rows.0)..=usize::from(area.rows.1);
        rows.filter_map(move |row| {
            let start = row * ROW;
            self.0
                .get(start + usize::from(first)..=start + usize::from(last))
        })
    }
}

/// Where a pixel of the picture, which is turned clockwise, is on the glass.
pub(crate) const fn on_glass((x, y): (u16, u16), turned: Orientation) -> (u16, u16) {
    let (right, bottom) = (UPRIGHT.width - 1, UPRIGHT.height - 1);
    match turned {
        Orientation::Deg0 => (x, y),
        Orientation::Deg90 => (right.saturating_sub(y), x),
        Orientation::Deg180 => (right.saturating_sub(x), bottom.saturating_sub(y)),
        Orientation::Deg270 => (y, bottom.saturating_sub(x)),
    }
}

/// The bytes that a window of the picture is in.
pub(crate) fn area(window: Window, turned: Orientation) -> Area {
    let (a_x, a_y) = on_glass((window.x(), window.y()), turned);
    let (b_x, b_y) = on_glass((window.right(), window.bottom()), turned);
    let byte = |x: u16| (x / 2).min(63) as u8;
    let row = |y: u16| y.min(63) as u8;
    Area {
        bytes: (byte(a_x.min(b_x)), byte(a_x.max(b_x))),
        rows: (row(a_y.min(b_y)), row(a_y.max(b_y))),
    }
}
