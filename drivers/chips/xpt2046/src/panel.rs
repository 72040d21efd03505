//! How hard the panel is touched.

/// What there is to know about a panel before a touch can be told from none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Panel {
    /// Resistance of the sheet that x is measured along, from end to end.
    pub x_plate_ohms: u16,
    /// A touch with more resistance between the sheets is none.
    pub max_ohms: u16,
    /// With a lower `Z1` the panel is not touched: its resistance would be
    /// that of the air, and the places noise.
    pub min_z1: u16,
}

impl Panel {
    /// A start for panels that nobody has measured: 400 ohms is what Linux
    /// takes where a board says nothing; the limits are guesses.
    pub const TYPICAL: Self = Self {
        x_plate_ohms: 400,
        max_ohms: 4_000,
        min_z1: 100,
    };

    /// The resistance between the sheets in ohms, rounded down; `None` where
    /// the panel is not touched at all. Noise can make `z2` less than `z1`
    /// where the resistance is next to nothing: it is none then.
    #[must_use]
    pub fn ohms(&self, x: u16, z1: u16, z2: u16) -> Option<u32> {
        if z1 < self.min_z1 {
            return None;
        }
        let across = u64::from(z2.saturating_sub(z1));
        let plate = u64::from(self.x_plate_ohms) * u64::from(x);
        let ohms = (plate * across).checked_div(u64::from(z1) << 12)?;
        u32::try_from(ohms).ok()
    }

    /// How hard, from 1 at [`max_ohms`](Self::max_ohms) to 255 at none;
    /// `None` where the panel is not touched.
    ///
    /// # Examples
    ///
    /// ```
    /// use chip_xpt2046::Panel;
    ///
    /// let panel = Panel { x_plate_ohms: 400, max_ohms: 1_000, min_z1: 100 };
    /// assert_eq!(panel.pressure(2_048, 500, 500), Some(255));
    /// assert_eq!(panel.pressure(2_048, 500, 3_000), Some(1));
    /// assert_eq!(panel.pressure(2_048, 500, 3_100), None);
    /// assert_eq!(panel.pressure(2_048, 99, 100), None);
    /// ```
    #[must_use]
    pub fn pressure(&self, x: u16, z1: u16, z2: u16) -> Option<u8> {
        let ohms = self.ohms(x, z1, z2)?;
        let below = u32::from(self.max_ohms).checked_sub(ohms)?;
        let scaled = (below * 254).checked_div(u32::from(self.max_ohms));
        // A limit of no ohms at all: touched as hard as can be.
        u8::try_from(1 + scaled.unwrap_or(254)).ok()
    }
}
