//! What can be wrong with a trace, and where.

use std::fmt;

/// What is wrong with a line of a trace.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TraceFault {
    /// The first line is not the header.
    Header,
    /// There is nothing after the header.
    Empty,
    /// The line has not six fields.
    Fields,
    /// `time_us` is not a number of 0 to 2^64 - 1.
    Time,
    /// `kind` is not `down`, `move` or `up`.
    Kind,
    /// `id` is not a number of 0 to 15.
    Id,
    /// `x` is not a number of 0 to 4095.
    X,
    /// `y` is not a number of 0 to 4095.
    Y,
    /// `pressure` is not a number of 0 to 255.
    Pressure,
    /// The line is earlier than the one before.
    Backwards,
    /// The finger comes down, but is down.
    AlreadyDown,
    /// The finger moves or is lifted, but is not down.
    NotDown,
    /// A third finger comes down.
    ThirdFinger,
}

impl TraceFault {
    /// What is wrong, in words.
    #[must_use]
    pub const fn reason(self) -> &'static str {
        match self {
            Self::Header => "the header is not time_us,kind,id,x,y,pressure",
            Self::Empty => "no rows after the header",
            Self::Fields => "not six fields",
            Self::Time => "time_us is not a number of microseconds",
            Self::Kind => "kind is not down, move or up",
            Self::Id => "id is not 0 to 15",
            Self::X => "x is not 0 to 4095",
            Self::Y => "y is not 0 to 4095",
            Self::Pressure => "pressure is not 0 to 255",
            Self::Backwards => "time goes backwards",
            Self::AlreadyDown => "the finger is down already",
            Self::NotDown => "the finger is not down",
            Self::ThirdFinger => "more than two fingers at once",
        }
    }

    pub(super) const fn at(self, line: u32) -> TraceError {
        TraceError { line, fault: self }
    }
}

/// A text that is not a trace.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct TraceError {
    /// The line, from 1; the header is line 1.
    pub line: u32,
    /// What is wrong with it.
    pub fault: TraceFault,
}

impl fmt::Display for TraceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.fault.reason())
    }
}

impl std::error::Error for TraceError {}
