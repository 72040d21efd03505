//! What the tests of the chips share: every way in which a bus can fail, and
//! what is true of every codec.
//!
//! A test has a script of the transactions that its driver makes. [`cut_short`]
//! is the sweep over it: the script up to each transaction, which fails in each
//! way.
//!
//! # Examples
//!
//! ```
//! use chip_testing::{I2C_KINDS, cut_short};
//! use embedded_hal::i2c::I2c;
//! use embedded_hal_mock::eh1::i2c::{Mock, Transaction};
//!
//! let good = [Transaction::write(0x38, vec![1]), Transaction::write(0x38, vec![2])];
//! let mut points = 0;
//! for (kind, script) in cut_short(&good) {
//!     let mut bus = Mock::new(&script);
//!     let failed = bus.write(0x38, &[1]).and_then(|()| bus.write(0x38, &[2]));
//!     assert_eq!(failed, Err(kind));
//!     bus.done();
//!     points += 1;
//! }
//! assert_eq!(points, 2 * I2C_KINDS.len());
//! ```
#![forbid(unsafe_code)]

pub mod codec;

use embedded_hal::{i2c, spi};
use embedded_hal_mock::eh1::i2c::Transaction;

/// Every way in which an I2C bus can fail.
pub const I2C_KINDS: [i2c::ErrorKind; 7] = [
    i2c::ErrorKind::Bus,
    i2c::ErrorKind::ArbitrationLoss,
    i2c::ErrorKind::NoAcknowledge(i2c::NoAcknowledgeSource::Address),
    i2c::ErrorKind::NoAcknowledge(i2c::NoAcknowledgeSource::Data),
    i2c::ErrorKind::NoAcknowledge(i2c::NoAcknowledgeSource::Unknown),
    i2c::ErrorKind::Overrun,
    i2c::ErrorKind::Other,
];

/// Every way in which an SPI bus can fail.
pub const SPI_KINDS: [spi::ErrorKind; 5] = [
    spi::ErrorKind::Overrun,
    spi::ErrorKind::ModeFault,
    spi::ErrorKind::FrameFormat,
    spi::ErrorKind::ChipSelectFault,
    spi::ErrorKind::Other,
];

/// Writes of two bytes to the part at an address.
#[must_use]
pub fn writes(address: u8, writes: &[[u8; 2]]) -> Vec<Transaction> {
    let write = |bytes: &[u8; 2]| Transaction::write(address, bytes.to_vec());
    writes.iter().map(write).collect()
}

/// The script up to its `nth` transaction, which fails, and what the driver
/// does after that.
///
/// # Panics
///
/// Without so many transactions.
#[must_use]
pub fn failing(
    good: &[Transaction],
    nth: usize,
    kind: i2c::ErrorKind,
    after: Vec<Transaction>,
) -> Vec<Transaction> {
    let mut script = good[..=nth].to_vec();
    script[nth] = script[nth].clone().with_error(kind);
    script.extend(after);
    script
}

/// The script up to each of its transactions, which fails, in every way.
pub fn cut_short(good: &[Transaction]) -> impl Iterator<Item = (i2c::ErrorKind, Vec<Transaction>)> {
    let failing = move |kind, nth| (kind, failing(good, nth, kind, Vec::new()));
    let places = move |kind| (0..good.len()).map(move |nth| failing(kind, nth));
    I2C_KINDS.into_iter().flat_map(places)
}
