//! The size of a panel, and how it is turned.

/// The size of a panel in pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Geometry {
    /// Columns: x is 0 to `width` - 1, from the left.
    pub width: u16,
    /// Rows: y is 0 to `height` - 1, from the top.
    pub height: u16,
}

impl Geometry {
    /// The size that a panel of this size has when it is turned: the sides
    /// change places with every odd number of quarter turns.
    ///
    /// # Examples
    ///
    /// ```
    /// use class_panel::{Geometry, Orientation};
    ///
    /// let upright = Geometry { width: 240, height: 320 };
    /// let lying = upright.turned(Orientation::Deg90);
    /// assert_eq!(lying, Geometry { width: 320, height: 240 });
    /// assert_eq!(upright.turned(Orientation::Deg180), upright);
    /// ```
    #[must_use]
    pub const fn turned(self, orientation: Orientation) -> Self {
        match orientation {
            Orientation::Deg0 | Orientation::Deg180 => self,
            Orientation::Deg90 | Orientation::Deg270 => Self {
                width: self.height,
                height: self.width,
            },
        }
    }
}

/// How far the picture is turned on the panel, clockwise, from how the
/// panel's maker meant it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[repr(u8)]
pub enum Orientation {
    /// As the maker meant it.
    #[default]
    Deg0 = 0,
    /// A quarter turn clockwise.
    Deg90 = 1,
    /// Upside down.
    Deg180 = 2,
    /// A quarter turn counterclockwise.
    Deg270 = 3,
}

impl Orientation {
    /// That many quarter turns clockwise, 0 to 3; `None` for more.
    #[must_use]
    pub const fn from_quarter_turns(turns: u8) -> Option<Self> {
        match turns {
            0 => Some(Self::Deg0),
            1 => Some(Self::Deg90),
            2 => Some(Self::Deg180),
            3 => Some(Self::Deg270),
            _ => None,
        }
    }

    /// Quarter turns clockwise, 0 to 3.
    #[must_use]
    pub const fn quarter_turns(self) -> u8 {
        self as u8
    }
}
