//! What a simulated panel is to do.

use std::ffi::OsStr;
use std::fs;
use std::io;

use board_support::BoardError;
use class_touch::PanelSize;
use embedded_hal::i2c::ErrorKind;

use crate::Trace;

/// How fast a trace is replayed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Speed(f64);

impl Speed {
    /// As fast as it was recorded.
    pub const REAL_TIME: Self = Self(1.0);
    /// As fast as events are taken: the next finger waits for room in the
    /// ring, so nothing is lost.
    pub const UNPACED: Self = Self(0.0);

    /// `factor` times faster than recorded; 0 is [`Speed::UNPACED`]. `None`
    /// for a factor below 0, infinite, or no number.
    ///
    /// # Examples
    ///
    /// ```
    /// use board_sim::Speed;
    ///
    /// assert_eq!(Speed::new(1.0), Some(Speed::REAL_TIME));
    /// assert_eq!(Speed::new(-1.0), None);
    /// ```
    #[must_use]
    pub fn new(factor: f64) -> Option<Self> {
        (factor.is_finite() && factor >= 0.0).then_some(Self(factor.abs()))
    }

    /// How many times faster than recorded; 0 for [`Speed::UNPACED`].
    #[must_use]
    pub const fn factor(self) -> f64 {
        self.0
    }

    /// Whether events are never lost to the clock.
    #[must_use]
    pub fn is_unpaced(self) -> bool {
        self == Self::UNPACED
    }
}

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
        let mut config = Self::default();
        if let Some(speed) = speed {
            config.speed = parse_speed(speed)?;
        }
        if let Some(path) = trace {
            config.trace = load_trace(path)?;
        }
        Ok(config)
    }
}

pub(crate) fn parse_speed(value: &OsStr) -> Result<Speed, BoardError> {
    let factor = value.to_str().and_then(|text| text.parse().ok());
    factor.and_then(Speed::new).ok_or(BoardError::Config {
        setting: "SIM_SPEED",
        line: None,
        reason: "not a number of 0 or more",
    })
}

fn load_trace(path: &OsStr) -> Result<Trace, BoardError> {
    let wrong = |line, reason| BoardError::Config {
        setting: "SIM_TRACE",
        line,
        reason,
    };
    let text = fs::read_to_string(path).map_err(|error| wrong(None, unreadable(error.kind())))?;
    Trace::parse(&text).map_err(|error| wrong(Some(error.line), error.fault.reason()))
}

fn unreadable(kind: io::ErrorKind) -> &'static str {
    match kind {
        io::ErrorKind::NotFound => "no such file",
        io::ErrorKind::PermissionDenied => "the file may not be read",
        io::ErrorKind::IsADirectory => "a directory, not a file",
        io::ErrorKind::InvalidData => "the file is not UTF-8 text",
        _ => "the file cannot be read",
    }
}
