//! Controllers that are like an ILI9341, and what they differ in.

/// A kind of controller.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct LcdKind {
    pub(super) name: &'static str,
    pub(super) columns: u16,
    pub(super) rows: u16,
    /// The fastest clock of its serial interface.
    pub(super) max_hz: u32,
    /// Whether pixels can have 16 bits on its serial interface.
    pub(super) has_16_bits: bool,
}

impl LcdKind {
    /// ILI9341: 240 x 320, 10 MHz.
    pub const ILI9341: Self = Self {
        name: "ili9341",
        columns: 240,
        rows: 320,
        max_hz: 10_000_000,
        has_16_bits: true,
    };

    /// ILI9342C: 320 x 240, 10 MHz.
    pub const ILI9342C: Self = Self {
        name: "ili9342c",
        columns: 320,
        rows: 240,
        ..Self::ILI9341
    };

    /// ILI9488: 320 x 480, 20 MHz; 18 bits a pixel, but in parallel.
    pub const ILI9488: Self = Self {
        name: "ili9488",
        columns: 320,
        rows: 480,
        max_hz: 20_000_000,
        has_16_bits: false,
    };

    /// ST7789: 240 x 320, 15 MHz.
    pub const ST7789: Self = Self {
        name: "st7789",
        max_hz: 15_000_000,
        ..Self::ILI9341
    };

    /// The same, on a board that drives it faster than its data sheet allows.
    #[must_use]
    pub const fn driven_at(self, max_hz: u32) -> Self {
        Self { max_hz, ..self }
    }

    /// Columns of its memory.
    #[must_use]
    pub const fn columns(self) -> u16 {
        self.columns
    }

    /// Rows of its memory.
    #[must_use]
    pub const fn rows(self) -> u16 {
        self.rows
    }
}
