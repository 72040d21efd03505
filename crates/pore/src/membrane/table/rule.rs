//! What each core may do with a port.

use crate::ring::Rights;

/// A port, and what each core may do with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// What it is called; see [`tag`].
    pub port: u32,
    /// Whether the core of that number may open it.
    pub open: [bool; 2],
    /// What the core of that number may do with the pore.
    pub rights: [Rights; 2],
}

impl Rule {
    /// Either core may open it, read and write.
    pub const fn open_to_both(port: u32) -> Self {
        Self {
            port,
            open: [true; 2],
            rights: [Rights::BOTH; 2],
        }
    }

    /// The core of this number alone opens it: 0 or 1.
    pub const fn opened_by(self, core: u8) -> Self {
        Self {
            open: [core == 0, core == 1],
            ..self
        }
    }

    /// The core of this number alone writes it, and the other one reads: 0 or 1.
    pub const fn written_by(self, core: u8) -> Self {
        let rights = match core {
            0 => [Rights::WRITE, Rights::READ],
            _ => [Rights::READ, Rights::WRITE],
        };
        Self { rights, ..self }
    }

    /// A byte for each core: bit 0 to open, bit 1 to read, bit 2 to write.
    pub(super) const fn bits(&self) -> u32 {
        byte(self.open[0], self.rights[0]) | byte(self.open[1], self.rights[1]) << 8
    }
}

const fn byte(open: bool, rights: Rights) -> u32 {
    open as u32 | (rights.read as u32) << 1 | (rights.write as u32) << 2
}

/// What a core may do, by the bits of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Allowed {
    pub(super) open: bool,
    pub(super) rights: Rights,
}

impl Allowed {
    /// Of the core of this number.
    pub(super) const fn of(bits: u32, core: usize) -> Self {
        let byte = bits >> (8 * core);
        Self {
            open: byte & 1 != 0,
            rights: Rights {
                read: byte & 2 != 0,
                write: byte & 4 != 0,
            },
        }
    }
}

/// The number of a port that has a name of four letters.
pub const fn tag(name: [u8; 4]) -> u32 {
    u32::from_le_bytes(name)
}
