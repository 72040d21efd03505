//! The board: a flash of 32 MiB, selected by its controller.

use board_parts::{Spi as OpenSpi, SpiPlace};
use board_support::{Board, BoardError, HasSpi, Setting};
use class_spi::{BitOrder, Doorbell, SpiConfig};
use embedded_hal::spi::{self, ErrorKind, Operation, Phase, Polarity, SpiDevice};

use crate::registers::{DIVIDER, FORMAT, MEMORY_MAPPED, MODE, RECEIVE, SELECT, TRANSMIT};

/// There is no room, or nothing came.
const NOT_READY: u32 = 1 << 31;
/// The flash is selected, and stays so.
const HOLD: u32 = 2;
/// It is selected for a frame only; QEMU takes every other mode for selected.
const AUTO: u32 = 0;
/// How often the controller is looked at before it is given up.
const PATIENCE: u32 = 1_000_000;
/// What the controller is clocked with, in Hz.
const SOURCE_HZ: u32 = 500_000_000;

/// What the flash says it is: ISSI's IS25WP256.
const FLASH_ID: [u8; 3] = [0x9D, 0x70, 0x19];

static PLACE: SpiPlace<8, 1_024, 1_024> = SpiPlace::new();

/// QEMU's sifive_u.
pub(crate) enum SifiveU {}

impl Board for SifiveU {
    const NAME: &'static str = "sifive_u";
}

impl HasSpi for SifiveU {
    type Spi = OpenSpi<Spi, 8, 1_024, 1_024>;

    fn spi<D: Doorbell + Send + 'static>(
        config: SpiConfig,
        doorbell: D,
    ) -> Result<Self::Spi, BoardError> {
        let claim = PLACE.claim()?;
        let mut device = Spi::open(config)?;
        let mut id = [0x9F, 0, 0, 0];
        let read = device.transfer_in_place(&mut id);
        read.map_err(|Stuck| BoardError::Spi(ErrorKind::Other))?;
        let [_, maker, kind, capacity] = id;
        if [maker, kind, capacity] != FLASH_ID {
            return Err(BoardError::WrongPart {
                expected: "is25wp256",
                found: u16::from_be_bytes([maker, kind]),
            });
        }
        claim.open(device, doorbell)
    }
}

/// The flash on its bus.
pub(crate) struct Spi(());

impl Spi {
    fn open(config: SpiConfig) -> Result<Self, BoardError> {
        if config.bit_order != BitOrder::MsbFirst {
            return Err(BoardError::Unsupported(Setting::BitOrder));
        }
        let divider = (SOURCE_HZ / 2).div_ceil(config.clock_hz.max(1)) - 1;
        if divider > 0xFFF {
            return Err(BoardError::Unsupported(Setting::ClockHz));
        }
        let phase = u32::from(config.mode.phase == Phase::CaptureOnSecondTransition);
        let polarity = u32::from(config.mode.polarity == Polarity::IdleHigh);
        MEMORY_MAPPED.write(0);
        SELECT.write(AUTO);
        DIVIDER.write(divider);
        MODE.write(polarity << 1 | phase);
        FORMAT.write(8 << 16);
        Ok(Self(()))
    }

    fn exchange(&mut self, byte: u8) -> Result<u8, Stuck> {
        let has_room = (0..PATIENCE).any(|_| TRANSMIT.read() & NOT_READY == 0);
        has_room.then_some(()).ok_or(Stuck)?;
        TRANSMIT.write(byte.into());
        let mut looks = (0..PATIENCE).map(|_| RECEIVE.read());
        let came = looks.find(|word| word & NOT_READY == 0);
        // A frame has eight bits.
        came.map(|word| word as u8).ok_or(Stuck)
    }

    fn carry_out(&mut self, operations: &mut [Operation<'_, u8>]) -> Result<(), Stuck> {
        for operation in operations {
            match operation {
                Operation::Read(bytes) => {
                    for byte in bytes.iter_mut() {
                        *byte = self.exchange(0)?;
                    }
                }
                Operation::Write(bytes) => {
                    for byte in bytes.iter() {
                        self.exchange(*byte)?;
                    }
                }
                Operation::TransferInPlace(bytes) => {
                    for byte in bytes.iter_mut() {
                        *byte = self.exchange(*byte)?;
                    }
                }
                // Nobody here transfers from one place to another, or waits.
                Operation::Transfer(..) | Operation::DelayNs(_) => return Err(Stuck),
            }
        }
        Ok(())
    }
}

/// The controller does not answer.
#[derive(Debug)]
pub(crate) struct Stuck;

impl spi::Error for Stuck {
    fn kind(&self) -> ErrorKind {
        ErrorKind::Other
    }
}

impl spi::ErrorType for Spi {
    type Error = Stuck;
}

impl SpiDevice for Spi {
    fn transaction(&mut self, operations: &mut [Operation<'_, u8>]) -> Result<(), Stuck> {
        SELECT.write(HOLD);
        let done = self.carry_out(operations);
        SELECT.write(AUTO);
        done
    }
}
