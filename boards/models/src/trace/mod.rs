//! Recorded touches: what the simulated fingers do, row by row.

mod error;
mod fit;
mod load;
mod parse;

use std::fmt;
use std::sync::{Arc, OnceLock};

use class_touch::{PanelSize, TouchEvent, TouchKind};

pub use error::{TraceError, TraceFault};
pub use fit::fit;

/// The header that every trace begins with.
pub const HEADER: &str = "time_us,kind,id,x,y,pressure";

/// The largest coordinate that an FT6x36 can report: twelve bits.
pub const MAX_COORDINATE: u16 = 4095;

/// The largest touch id that an FT6x36 can report: four bits.
pub const MAX_ID: u8 = 15;

/// The panel of the built-in trace.
const PANEL: PanelSize = PanelSize {
    width: 480,
    height: 320,
};

/// The whole range of an FT6x36.
const RANGE: PanelSize = PanelSize {
    width: MAX_COORDINATE + 1,
    height: MAX_COORDINATE + 1,
};

/// A recording that an FT6x36 could have made: at most two fingers at once,
/// each down before it moves or is lifted, time never going back. Fingers may
/// be down at its end. Cheap to clone.
///
/// As text it is CSV with the header [`HEADER`]; `kind` is `down`, `move` or
/// `up`, `id` 0 to 15, `x` and `y` 0 to 4095, `pressure` 0 to 255.
///
/// # Examples
///
/// ```
/// use board_models::Trace;
///
/// let trace: Trace = "time_us,kind,id,x,y,pressure\n\
///                     0,down,0,10,20,80\n\
///                     8000,up,0,11,20,0\n".parse()?;
/// assert_eq!(trace.rows().len(), 2);
/// assert_eq!(trace.to_string().parse(), Ok(trace));
/// # Ok::<(), board_models::TraceError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trace {
    rows: Arc<[TouchEvent]>,
}

impl Trace {
    /// The signature that the board replays unless told otherwise.
    #[must_use]
    pub fn builtin() -> Self {
        static BUILTIN: OnceLock<Trace> = OnceLock::new();
        BUILTIN
            .get_or_init(|| {
                // Part of the program, and a test parses it.
                let text = include_str!("../../traces/signature.csv");
                Self::parse(text).expect("the built-in trace is a trace")
            })
            .clone()
    }

    /// A trace of these rows.
    ///
    /// # Errors
    ///
    /// What is wrong with the first row that no FT6x36 could have reported;
    /// its line is the one it would have as text.
    pub fn from_rows(rows: &[TouchEvent]) -> Result<Self, TraceError> {
        if rows.is_empty() {
            return Err(TraceFault::Empty.at(2));
        }
        let mut check = parse::Check::default();
        for (line, row) in (2..).zip(rows) {
            check.row(*row).map_err(|fault| fault.at(line))?;
        }
        Ok(Self { rows: rows.into() })
    }

    /// Reads a trace's text. A byte order mark, CRLF and a missing last line
    /// end are accepted.
    ///
    /// # Errors
    ///
    /// The first line that is wrong, and what is wrong with it.
    pub fn parse(text: &str) -> Result<Self, TraceError> {
        parse::parse(text).map(|rows| Self { rows: rows.into() })
    }

    /// The rows, in order; at least one.
    #[must_use]
    pub fn rows(&self) -> &[TouchEvent] {
        &self.rows
    }

    /// The panel that the trace was made on: 480 x 320 if it fits there, else
    /// all of an FT6x36's range, 4096 x 4096.
    #[must_use]
    pub fn panel(&self) -> PanelSize {
        panel_of(&self.rows)
    }
}

fn panel_of(rows: &[TouchEvent]) -> PanelSize {
    let inside = |row: &TouchEvent| row.x < PANEL.width && row.y < PANEL.height;
    if rows.iter().all(inside) {
        PANEL
    } else {
        RANGE
    }
}

impl std::str::FromStr for Trace {
    type Err = TraceError;

    fn from_str(text: &str) -> Result<Self, TraceError> {
        Self::parse(text)
    }
}

impl fmt::Display for Trace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{HEADER}")?;
        for row in self.rows() {
            let TouchEvent {
                time_us,
                id,
                x,
                y,
                pressure,
                ..
            } = row;
            let kind = match row.kind {
                TouchKind::Down => "down",
                TouchKind::Move => "move",
                TouchKind::Up => "up",
            };
            writeln!(f, "{time_us},{kind},{id},{x},{y},{pressure}")?;
        }
        Ok(())
    }
}
