//! How the device is spoken to: the options, which are also the configuration.

use avm_port::PortError;
use avm_resource::{Counters, Resource};
use avm_term::{FromTerm, IntoTerm, atom};
use board_support::{BoardError, Setting};
use class_spi::{MODE_0, SpiConfig};
use port_config::{board_error, unsupported};

/// The configurations of SPI ports that there were and are.
pub static SPI_CONFIGS: Counters = Counters::new();

/// How the device is spoken to. As a resource it is what `get_config` answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromTerm, IntoTerm)]
pub struct Options {
    /// Bits in a second, at most.
    #[avm(default = 1_000_000, range = 1..)]
    pub clock_hz: u32,
    /// Polarity and phase of the clock, by the number that datasheets give them: 0 to 3.
    #[avm(default, range = 0..=3)]
    pub mode: u8,
    /// Which bit of a byte comes first.
    #[avm(default)]
    pub bit_order: BitOrder,
}

/// `msb_first | lsb_first`
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, FromTerm, IntoTerm)]
#[avm(atoms)]
pub enum BitOrder {
    /// The most significant, as nearly every part wants it.
    #[default]
    MsbFirst,
    /// The least significant.
    LsbFirst,
}

impl Resource for Options {
    const NAME: &'static str = "spi_config";

    fn counters() -> &'static Counters {
        &SPI_CONFIGS
    }
}

impl Options {
    /// The same, in the class's words.
    pub(crate) fn config(&self) -> SpiConfig {
        SpiConfig {
            clock_hz: self.clock_hz,
            // Its range was checked when it was read.
            mode: SpiConfig::mode(self.mode).unwrap_or(MODE_0),
            bit_order: match self.bit_order {
                BitOrder::MsbFirst => class_spi::BitOrder::MsbFirst,
                BitOrder::LsbFirst => class_spi::BitOrder::LsbFirst,
            },
        }
    }

    /// Why the board did not open the device so.
    pub(crate) fn refused(&self, error: BoardError) -> PortError {
        board_error(error, |setting| match setting {
            Setting::ClockHz => PortError::bad_option(atom!("clock_hz"), self.clock_hz.into()),
            Setting::Mode => PortError::bad_option(atom!("mode"), self.mode.into()),
            Setting::BitOrder => PortError::bad_choice(
                atom!("bit_order"),
                match self.bit_order {
                    BitOrder::MsbFirst => atom!("msb_first"),
                    BitOrder::LsbFirst => atom!("lsb_first"),
                },
            ),
            other => unsupported(other),
        })
    }
}
