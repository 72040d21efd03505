//! The flash on the shield's SPI, of which QEMU has many.

use board_parts::{Spi, SpiPlace};
use board_support::{BoardError, HasSpi, Platform};
use class_spi::{Doorbell, SpiConfig};
use embedded_hal::spi::{Error, SpiDevice};
use platform_mps2_an385::Mps2An385;

use crate::{Board, SHIELD_SPI};

/// Transactions that can wait, and bytes of them in each direction.
pub const SPI_QUEUE: usize = 8;
/// Bytes to write or read.
pub const SPI_BYTES: usize = 1_024;

/// What a Winbond flash of 1 MiB says it is: W25Q80BL, and W25Q80DV.
pub const FLASH_IDS: [[u8; 3]; 2] = [[0xEF, 0x50, 0x14], [0xEF, 0x40, 0x14]];

/// Asks for that. The answer has three bytes; QEMU gives three more before it
/// listens again, where nobody selects anew.
const READ_ID: [u8; 7] = [0x9F, 0, 0, 0, 0, 0, 0];

static PLACE: SpiPlace<SPI_QUEUE, SPI_BYTES, SPI_BYTES> = SpiPlace::new();

impl HasSpi for Board {
    type Spi = Spi<platform_mps2_an385::Spi, SPI_QUEUE, SPI_BYTES, SPI_BYTES>;

    /// Makes sure that the flash is the one that belongs there: another make,
    /// or none, is [`BoardError::WrongPart`].
    fn spi<D: Doorbell + Send + 'static>(
        config: SpiConfig,
        doorbell: D,
    ) -> Result<Self::Spi, BoardError> {
        let claim = PLACE.claim()?;
        let mut device = Mps2An385::spi(&SHIELD_SPI, config)?;
        let mut id = READ_ID;
        let read = device.transfer_in_place(&mut id);
        read.map_err(|error| BoardError::Spi(error.kind()))?;
        let [_, maker, kind, capacity, ..] = id;
        if !FLASH_IDS.contains(&[maker, kind, capacity]) {
            return Err(BoardError::WrongPart {
                expected: "w25q80",
                found: u16::from_be_bytes([maker, kind]),
            });
        }
        claim.open(device, doorbell)
    }
}
