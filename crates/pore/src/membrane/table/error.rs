//! Why a port of a table cannot be had.

use core::fmt;

/// Why a port of a table cannot be had. Nothing was begun.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TableError {
    /// Whoever wrote the table means something else by it: another version, other ports, regions of
    /// another size, or elsewhere.
    Layout,
    /// There is no such core: there are 0 and 1.
    Core(u8),
    /// The table has no such port.
    NoPort(u32),
    /// This core has the port already.
    Busy(u32),
    /// This core may not open the port, or the other one may not where it is to be accepted.
    Denied(u32),
}

impl fmt::Display for TableError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Layout => f.write_str("the table is laid out otherwise"),
            Self::Core(core) => write!(f, "there is no core {core}"),
            Self::NoPort(port) => write!(f, "the table has no port {port:#x}"),
            Self::Busy(port) => write!(f, "port {port:#x} is in use"),
            Self::Denied(port) => write!(f, "port {port:#x} is not to be opened so"),
        }
    }
}

impl core::error::Error for TableError {}
