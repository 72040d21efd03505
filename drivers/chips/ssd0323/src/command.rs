//! What is written to the controller, not to its memory.

/// Columns from, to; of two pixels each.
pub(crate) const COLUMNS: u8 = 0x15;
/// Rows from, to.
pub(crate) const ROWS: u8 = 0x75;
/// Contrast, 0 to 127.
pub(crate) const CONTRAST: u8 = 0x81;
/// How memory is laid out on the glass.
pub(crate) const REMAP: u8 = 0xA0;
/// The row of the glass that is the first.
pub(crate) const OFFSET: u8 = 0xA2;
/// Off; and the converter that supplies it.
pub(crate) const OFF: [u8; 3] = [0xAE, 0xAD, 0x02];
/// The converter that supplies it; and on.
pub(crate) const ON: [u8; 3] = [0xAD, 0x03, 0xAF];

/// Everything that does not depend on the glass's wiring: half of the current,
/// from row 0, memory shown as it is, 64 rows, the times of a row and of its
/// charging, the clock, the voltages, and 16 greys.
pub const INIT: [u8; 27] = [
    0x85, // Half of the current.
    0xA1, 0x00, // First row.
    0xA4, // Memory as it is.
    0xA8, 0x3F, // Rows, less one.
    0xB1, 0x22, // Phases.
    0xB2, 0x46, // Period of a row.
    0xB3, 0xF1, // Clock.
    0xBF, 0x0D, // Voltage of segments.
    0xBE, 0x02, // Voltage of rows.
    0xBC, 0x10, // Voltage for charging.
    0xB8, 0x01, 0x11, 0x22, 0x32, 0x43, 0x54, 0x65, 0x76, // Greys.
];
