//! What is asked of a device, and what it answered.

use embedded_hal::spi::ErrorKind;

/// A transaction to carry out: with the device selected, `write_len` bytes
/// are written and then `read_len` bytes read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct SpiRequest {
    /// The submitter's own name for it.
    pub id: u32,
    /// Bytes to write.
    pub write_len: u32,
    /// Bytes to read after that.
    pub read_len: u32,
}

/// A transaction that was carried out, or failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct SpiDone {
    /// The submitter's name for it.
    pub id: u32,
    /// Bytes that were read: as many as were asked for, or 0 if it failed.
    pub read_len: u32,
    /// Whether the bus did it.
    pub result: Result<(), ErrorKind>,
}
