//! The words of a table: those that stay, and those that one core writes.

use super::Rule;
use crate::membrane::{Breach, State};
use crate::sync::{Order, Word};

/// What a table begins with: `PTAB` on a little-endian machine.
pub const MAGIC: u32 = u32::from_le_bytes(*b"PTAB");
/// The version of a table's layout.
pub const VERSION: u32 = 1;

/// What a table begins with.
#[derive(Debug)]
#[repr(C, align(16))]
pub(super) struct Head {
    magic: Word,
    version: Word,
    ports: Word,
}

impl Head {
    pub(super) const fn new(ports: u32) -> Self {
        Self {
            magic: Word::new(MAGIC),
            version: Word::new(VERSION),
            ports: Word::new(ports),
        }
    }

    /// Whether it is of a table of this version, with so many ports.
    pub(super) fn is_of(&self, ports: u32) -> bool {
        let words = [&self.magic, &self.version, &self.ports];
        words.map(Word::load) == [MAGIC, VERSION, ports]
    }
}

/// A core, as long as it is not reset. It writes both words.
#[derive(Debug)]
#[repr(C)]
pub(super) struct Life {
    /// Another number for each life, never 0.
    pub(super) epoch: Word,
    /// Grows as long as the core lives.
    pub(super) heartbeat: Word,
}

impl Life {
    pub(super) const fn new() -> Self {
        Self {
            epoch: Word::new(0),
            heartbeat: Word::new(0),
        }
    }
}

/// A port: what both cores know of it, and how far each is. All are words that a core which runs
/// wild may write.
#[derive(Debug)]
#[repr(C)]
pub(super) struct Entry {
    pub(super) port: Word,
    pub(super) order: Word,
    /// Of the cores' regions, from the beginning of the table.
    pub(super) offsets: [Word; 2],
    /// What a core may do, as bits: its own byte is that of its number.
    pub(super) rights: Word,
    /// Each written by the core of that number: see [`Step`].
    pub(super) steps: [Word; 2],
}

impl Entry {
    pub(super) const fn none() -> Self {
        Self {
            port: Word::new(0),
            order: Word::new(0),
            offsets: [const { Word::new(0) }; 2],
            rights: Word::new(0),
            steps: [const { Word::new(0) }; 2],
        }
    }

    pub(super) const fn new(rule: &Rule, order: u32, offsets: [u32; 2]) -> Self {
        Self {
            port: Word::new(rule.port),
            order: Word::new(order),
            offsets: [Word::new(offsets[0]), Word::new(offsets[1])],
            rights: Word::new(rule.bits()),
            steps: [const { Word::new(0) }; 2],
        }
    }

    /// The words of this core, and of its peer.
    pub(super) fn of(&self, core: usize) -> [&Word; 2] {
        let [zero, one] = &self.steps;
        if core == 0 { [zero, one] } else { [one, zero] }
    }
}

/// How far a core is with a port, and in which attempt: the upper 24 bits are its number, the lower
/// eight the state, or 0 for none.
///
/// Whoever opens chooses the number, and whoever answers takes it over. So a word that was left of
/// something else is not mistaken for an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Step {
    pub(super) attempt: u32,
    digit: u8,
}

impl Step {
    pub(super) fn of(word: &Word) -> Self {
        let bits = word.observe(Order::ObserveState);
        Self {
            attempt: bits >> 8,
            digit: bits as u8,
        }
    }

    pub(super) fn publish(word: &Word, attempt: u32, state: Option<State>) {
        let digit = state.map_or(0, State::number);
        word.publish(Order::PublishState, attempt << 8 | u32::from(digit));
    }

    /// The number of an attempt that this word is not of, and that is not another one.
    pub(super) fn beyond(self, other: u32) -> u32 {
        const MASK: u32 = u32::MAX >> 8;
        let next = other.wrapping_add(1) & MASK;
        if next == self.attempt {
            next.wrapping_add(1) & MASK
        } else {
            next
        }
    }

    /// The state, if there is one.
    pub(super) const fn state(self) -> Option<Result<State, Breach>> {
        match self.digit {
            0 => None,
            digit => Some(State::from_number(digit)),
        }
    }

    /// Whether the core wants to open.
    pub(super) fn knocks(self) -> bool {
        self.state() == Some(Ok(State::InitWait))
    }
}

#[cfg(test)]
mod tests {
    use super::Step;

    #[test]
    fn an_attempt_has_a_number_of_its_own() {
        let most = u32::MAX >> 8;
        for (own, peer) in [
            (0, 0),
            (0, 1),
            (4, 5),
            (5, 4),
            (most, 0),
            (most, 9),
            (most - 1, most),
        ] {
            let said = Step {
                attempt: peer,
                digit: 0,
            };
            let next = said.beyond(own);
            assert!(next != own && next != peer && next <= most, "{own} {peer}");
        }
    }
}
