//! A part of a panel that is written at once.

use crate::Geometry;

/// A rectangle of pixels, never empty, and never beyond column or row 65535.
///
/// # Examples
///
/// ```
/// use class_panel::{Geometry, Window};
///
/// let panel = Geometry { width: 240, height: 320 };
/// let window = Window::new(200, 300, 100, 10).expect("not empty");
/// let seen = window.clip(panel).expect("a part of it is on the panel");
/// assert_eq!((seen.x(), seen.width(), seen.height()), (200, 40, 10));
/// assert_eq!(Window::new(240, 0, 1, 1).and_then(|w| w.clip(panel)), None);
/// assert_eq!(Window::new(0, 0, 0, 1), None);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Window {
    x: u16,
    y: u16,
    width: u16,
    height: u16,
}

impl Window {
    /// The window whose upper left pixel is at column `x`, row `y`; `None` if
    /// it would be empty or reach beyond 65535.
    #[must_use]
    pub const fn new(x: u16, y: u16, width: u16, height: u16) -> Option<Self> {
        let empty = width == 0 || height == 0;
        if empty || x.checked_add(width - 1).is_none() || y.checked_add(height - 1).is_none() {
            return None;
        }
        Some(Self {
            x,
            y,
            width,
            height,
        })
    }

    /// The whole panel; `None` for a panel without pixels.
    #[must_use]
    pub const fn all(geometry: Geometry) -> Option<Self> {
        Self::new(0, 0, geometry.width, geometry.height)
    }

    /// Leftmost column.
    #[must_use]
    pub const fn x(self) -> u16 {
        self.x
    }

    /// Topmost row.
    #[must_use]
    pub const fn y(self) -> u16 {
        self.y
    }

    /// Columns, at least 1.
    #[must_use]
    pub const fn width(self) -> u16 {
        self.width
    }

    /// Rows, at least 1.
    #[must_use]
    pub const fn height(self) -> u16 {
        self.height
    }

    /// Rightmost column, still inside.
    #[must_use]
    pub const fn right(self) -> u16 {
        self.x + (self.width - 1)
    }

    /// Lowest row, still inside.
    #[must_use]
    pub const fn bottom(self) -> u16 {
        self.y + (self.height - 1)
    }

    /// Pixels, at least 1.
    #[must_use]
    pub const fn pixels(self) -> u32 {
        self.width as u32 * self.height as u32
    }

    /// Whether all of it lies on a panel of this size.
    #[must_use]
    pub const fn is_within(self, geometry: Geometry) -> bool {
        self.right() < geometry.width && self.bottom() < geometry.height
    }

    /// The part of it that lies on a panel of this size; `None` if none does.
    #[must_use]
    pub const fn clip(self, geometry: Geometry) -> Option<Self> {
        let width = shorter(self.width, geometry.width.saturating_sub(self.x));
        let height = shorter(self.height, geometry.height.saturating_sub(self.y));
        Self::new(self.x, self.y, width, height)
    }
}

const fn shorter(a: u16, b: u16) -> u16 {
    if a < b { a } else { b }
}
