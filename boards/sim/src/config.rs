//! What a simulated panel is to do.

use std::ffi::OsStr;

use board_support::BoardError;
use class_touch::PanelSize;
use embedded_hal::i2c::ErrorKind;

use crate::{Speed, Trace};

/// Something that goes wrong, at a chosen moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SimFault {
    /// A bus transaction fails before the part sees it.
    Bus {
        /// Which one since the panel was opened, from 1; bring-up included.
        transaction: u32,
        /// What the driver is told.
        kind: ErrorKind,
    },
    /// The part reports a wrong number of fingers in `TD_STATUS`.
    Count {
        /// The row of the trace, from 0.
        row: usize,
        /// What `TD_STATUS` reads.
        count: u8,
    },
    /// The part reports its first point somewhere else.
    Place {
        /// The row of the trace, from 0.
        row: usize,
        /// Where; only the low twelve bits fit the registers.
        x: u16,
        /// Where; only the low twelve bits fit the registers.
        y: u16,
    },
    /// The part's report is this, whatever the fingers did.
    Registers {
        /// The row of the trace, from 0.
        row: usize,
        /// The registers 0x00 to 0x0E.
        block: [u8; 15],
    },
}

/// What a simulated panel is to do.
#[derive(Debug, Clone, PartialEq)]
pub struct SimConfig {
    /// What the fingers do.
    pub trace: Trace,
    /// How fast they do it.
    pub speed: Speed,
    /// The panel; what lies outside is moved to its edge. `None` is
    /// [`Trace::panel`].
    pub panel: Option<PanelSize>,
    /// What goes wrong meanwhile.
    pub faults: Vec<SimFault>,
}

impl Default for SimConfig {
    /// The built-in trace in real time, without faults.
    fn default() -> Self {
        Self {
            trace: Trace::builtin(),
            speed: Speed::REAL_TIME,
            panel: None,
            faults: Vec::new(),
        }
    }
}

impl SimConfig {
    /// The default, but for what `SIM_TRACE` and `SIM_SPEED` say. An empty
    /// value is a value.
    ///
    /// # Errors
    ///
    /// [`BoardError::Config`] that names the variable, and the line of the
    /// trace if that is wrong.
    pub fn from_settings(trace: Option<&OsStr>, speed: Option<&OsStr>) -> Result<Self, BoardError> {
        let speed = Speed::from_setting(speed)?;
        let trace = Trace::from_setting(trace)?;
        Ok(Self {
            trace,
            speed,
            ..Self::default()
        })
    }
}
