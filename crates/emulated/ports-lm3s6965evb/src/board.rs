//! The board: an OLED of 128 by 64, on SPI, with a pin beside it.

extern crate alloc;

use alloc::boxed::Box;
use alloc::vec;
use core::convert::Infallible;

use board_parts::{OpenPanel, PanelPlace};
use board_support::{Board, BoardError, HasPanel, Setting};
use chip_ssd0323::{FRAME_BYTES, Glass, Ssd0323, UPRIGHT};
use class_panel::{Panel, PanelConfig};
use embedded_hal::digital::{self, OutputPin};
use embedded_hal::spi::{self, ErrorKind, Operation, SpiDevice};

use crate::registers::{CLOCKS_1, CLOCKS_2, PORT_A, PORT_C, PORT_D, SSI};

/// Room for a frame to send (bit 1 of the status).
const NOT_FULL: u32 = 1 << 1;
/// A frame has come (bit 2).
const NOT_EMPTY: u32 = 1 << 2;
/// How often the controller is looked at before it is given up.
const PATIENCE: u32 = 1_000_000;

static PLACE: PanelPlace = PanelPlace::new();

/// QEMU's lm3s6965evb.
pub(crate) enum Lm3s6965 {}

impl Board for Lm3s6965 {
    const NAME: &'static str = "lm3s6965evb";
}

impl HasPanel for Lm3s6965 {
    type Panel = OpenPanel<Ssd0323<Spi, DataPin, Memory>>;

    fn panel(config: PanelConfig) -> Result<Self::Panel, BoardError> {
        let claim = PLACE.claim()?;
        if config.geometry.width != UPRIGHT.width {
            return Err(BoardError::Unsupported(Setting::Width));
        }
        if config.geometry.height != UPRIGHT.height {
            return Err(BoardError::Unsupported(Setting::Height));
        }
        let memory = memory().ok_or(BoardError::NoResources("memory"))?;
        let mut chip = Ssd0323::open(Spi::open(), DataPin::open(), memory, Glass::PICTIVA)?;
        chip.set_orientation(config.orientation)?;
        Ok(claim.open(chip))
    }
}

/// Where the picture is kept.
type Memory = Box<[u8; FRAME_BYTES]>;

/// Memory that was not on the stack before.
fn memory() -> Option<Memory> {
    vec![0; FRAME_BYTES].into_boxed_slice().try_into().ok()
}

/// The OLED on its bus, which it has alone.
pub(crate) struct Spi(());

impl Spi {
    fn open() -> Self {
        CLOCKS_1.write(CLOCKS_1.read() | 1 << 4);
        CLOCKS_2.write(CLOCKS_2.read() | 0x7F);
        PORT_A.function.write(0x2C);
        PORT_A.direction.write(0x2C);
        PORT_A.digital.write(0x2C);
        PORT_D.direction.write(0x01);
        PORT_D.digital.write(0x01);
        PORT_D.pin.write(0x01);
        SSI.control1.write(0);
        SSI.prescale.write(2);
        // Seven cycles a bit, idle high, eight bits.
        SSI.control0.write(6 << 8 | 1 << 6 | 7);
        SSI.control1.write(1 << 1);
        Self(())
    }

    fn exchange(&mut self, byte: u8) -> Result<u8, Stuck> {
        until(NOT_FULL)?;
        SSI.data.write(byte.into());
        until(NOT_EMPTY)?;
        // A frame has eight bits.
        Ok(SSI.data.read() as u8)
    }
}

/// Looks at the status until a bit is set.
fn until(bit: u32) -> Result<(), Stuck> {
    let is_set = (0..PATIENCE).any(|_| SSI.status.read() & bit != 0);
    is_set.then_some(()).ok_or(Stuck)
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
    /// The panel is only written to.
    fn transaction(&mut self, operations: &mut [Operation<'_, u8>]) -> Result<(), Stuck> {
        for operation in operations {
            if let Operation::Write(bytes) = operation {
                bytes
                    .iter()
                    .try_for_each(|byte| self.exchange(*byte).map(drop))?;
            } else {
                return Err(Stuck);
            }
        }
        Ok(())
    }
}

/// Pin C7: low for commands, high for pixels.
pub(crate) struct DataPin(());

impl DataPin {
    fn open() -> Self {
        PORT_C.direction.write(0x80);
        PORT_C.digital.write(0x80);
        Self(())
    }
}

impl digital::ErrorType for DataPin {
    type Error = Infallible;
}

impl OutputPin for DataPin {
    fn set_low(&mut self) -> Result<(), Infallible> {
        PORT_C.pin.write(0);
        Ok(())
    }

    fn set_high(&mut self) -> Result<(), Infallible> {
        PORT_C.pin.write(0x80);
        Ok(())
    }
}
