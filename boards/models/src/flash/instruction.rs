//! The instructions of a W25Q80, as data.

use super::FlashComplaint;

/// The clock that every instruction but `Read Data` allows, in Hz.
const FAST: u32 = 104_000_000;
/// The clock that `Read Data` allows, in Hz.
const SLOW: u32 = 50_000_000;

/// What an instruction does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Action {
    Enable,
    Disable,
    Status,
    Status2,
    Identify,
    DeviceId,
    Read,
    Program,
    Erase { bytes: u32 },
    PowerDown,
    Release,
}

/// One instruction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Instruction {
    pub(super) code: u8,
    pub(super) action: Action,
    /// Bytes before data: the code, the address, dummies.
    pub(super) head: usize,
    pub(super) max_hz: u32,
}

const fn row(code: u8, action: Action, head: usize) -> Instruction {
    Instruction {
        code,
        action,
        head,
        max_hz: if code == 0x03 { SLOW } else { FAST },
    }
}

const fn erase(code: u8, bytes: u32, head: usize) -> Instruction {
    row(code, Action::Erase { bytes }, head)
}

const TABLE: [Instruction; 16] = [
    row(0x06, Action::Enable, 1),
    row(0x04, Action::Disable, 1),
    row(0x05, Action::Status, 1),
    row(0x35, Action::Status2, 1),
    row(0x9F, Action::Identify, 1),
    row(0x90, Action::DeviceId, 4),
    row(0x03, Action::Read, 4),
    row(0x0B, Action::Read, 5),
    row(0x02, Action::Program, 4),
    erase(0x20, 4 << 10, 4),
    erase(0x52, 32 << 10, 4),
    erase(0xD8, 64 << 10, 4),
    erase(0xC7, super::W25q80::SIZE, 1),
    erase(0x60, super::W25q80::SIZE, 1),
    row(0xB9, Action::PowerDown, 1),
    row(0xAB, Action::Release, 4),
];

/// Makes a complaint of a code and a number of bytes.
pub(super) type Complain = fn(u8, usize) -> FlashComplaint;

impl Instruction {
    pub(super) fn of(code: u8) -> Option<Self> {
        TABLE.iter().copied().find(|row| row.code == code)
    }

    pub(super) fn is_status(self) -> bool {
        matches!(self.action, Action::Status | Action::Status2)
    }

    pub(super) fn changes_memory(self) -> bool {
        matches!(self.action, Action::Program | Action::Erase { .. })
    }

    /// How long the part is busy with it, typically.
    pub(super) fn busy_ns(self) -> Option<u64> {
        let us = match self.action {
            Action::Program => 700,
            Action::Erase { bytes: 0x1000 } => 45_000,
            Action::Erase { bytes: 0x8000 } => 120_000,
            Action::Erase { bytes: 0x1_0000 } => 150_000,
            Action::Erase { .. } => 2_000_000,
            _ => return None,
        };
        Some(us * 1_000)
    }

    /// Whether a transaction of so many bytes, the code included, is obeyed.
    pub(super) fn check_length(self, bytes: usize) -> Result<(), Complain> {
        let short: Complain = |instruction, bytes| FlashComplaint::Short { instruction, bytes };
        let long: Complain = |instruction, bytes| FlashComplaint::Long { instruction, bytes };
        let exact = matches!(
            self.action,
            Action::Enable | Action::Disable | Action::PowerDown | Action::Erase { .. }
        );
        match self.action {
            // Without an address it only releases.
            Action::Release if bytes == 1 => Ok(()),
            Action::Program if bytes <= self.head => Err(short),
            _ if bytes < self.head => Err(short),
            _ if exact && bytes > self.head => Err(long),
            _ => Ok(()),
        }
    }
}
