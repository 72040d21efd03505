//! What must come out: cursors that never wrap, and the rules, told once more.

use pore::layout::Field;
use pore::ring::{Closed, Protocol};

use crate::run::Pore;

/// One half, as the specification has it.
#[derive(Debug, Default)]
pub(crate) struct Half {
    /// Bytes that went through so far, from `start` on.
    pub(crate) at: u64,
    /// The peer's cursor, as it was last believed.
    pub(crate) believed: u64,
    over: Option<Closed>,
}

/// Both halves.
#[derive(Debug, Default)]
pub(crate) struct Oracle {
    pub(crate) sent: Half,
    pub(crate) taken: Half,
    /// What both halves know: this side accused its peer.
    poison: Option<Closed>,
}

const STATE: Closed = Closed::Protocol(Protocol::State);
const INDEX: Closed = Closed::Protocol(Protocol::RingIndex);

impl Oracle {
    /// How many bytes a write takes.
    pub(crate) fn write(&mut self, pore: &Pore, len: u64) -> Result<u64, Closed> {
        let count = self.room(pore, len)?.min(len);
        self.sent.at += count;
        Ok(count)
    }

    /// How many bytes a read gives.
    pub(crate) fn read(&mut self, pore: &Pore, most: u64) -> Result<u64, Closed> {
        let count = self.queued(pore, most)?.min(most);
        if count > 0 && restarted(pore) {
            return Err(self.end(false, Closed::Restarted));
        }
        self.taken.at += count;
        Ok(count)
    }

    /// What the two are told that want to be woken, 0 where they have to wait.
    pub(crate) fn await_both(&mut self, pore: &Pore, count: u64) -> [u64; 2] {
        let wanted = count.clamp(1, pore.capacity);
        let free = self.room(pore, u64::MAX).unwrap_or(0);
        let mut filled = self.queued(pore, u64::MAX).unwrap_or(0);
        let waits = self.taken.over.is_none() && filled < wanted;
        let left = waits && state(pore).is_err();
        if waits && state(pore) == Err(STATE) {
            filled = 0;
            self.end(false, STATE);
        }
        [
            if free >= wanted { free } else { 0 },
            if filled >= wanted || left { filled } else { 0 },
        ]
    }

    /// How many bytes are free, as far as it has to be known.
    fn room(&mut self, pore: &Pore, wanted: u64) -> Result<u64, Closed> {
        self.open(true)?;
        if let Err(why) = state(pore) {
            return Err(self.end(true, why));
        }
        let queued = self.sent.at - self.sent.believed;
        if pore.capacity - queued < wanted.min(pore.capacity) {
            let cons = pore.peer.load(Field::Cons).wrapping_sub(pore.config.start);
            let cons = from(self.sent.believed, cons);
            if cons > self.sent.at {
                return Err(self.end(true, accuse(pore)));
            }
            self.sent.believed = cons;
        }
        Ok(pore.capacity - (self.sent.at - self.sent.believed))
    }

    /// How many bytes there are, as far as it has to be known.
    fn queued(&mut self, pore: &Pore, wanted: u64) -> Result<u64, Closed> {
        self.open(false)?;
        if self.taken.believed - self.taken.at < wanted.min(pore.capacity) {
            let prod = pore.peer.load(Field::Prod).wrapping_sub(pore.start);
            let prod = from(self.taken.believed, prod);
            if prod - self.taken.at > pore.capacity {
                return Err(self.end(false, accuse(pore)));
            }
            self.taken.believed = prod;
            if prod == self.taken.at
                && let Err(why) = state(pore)
            {
                return Err(self.end(false, why));
            }
        }
        Ok(self.taken.believed - self.taken.at)
    }

    fn open(&mut self, sends: bool) -> Result<(), Closed> {
        let poison = self.poison;
        let half = if sends {
            &mut self.sent
        } else {
            &mut self.taken
        };
        half.over = half.over.or(poison);
        half.over.map_or(Ok(()), Err)
    }

    fn end(&mut self, sends: bool, why: Closed) -> Closed {
        if matches!(why, Closed::Protocol(_)) {
            self.poison = Some(why);
        }
        let half = if sends {
            &mut self.sent
        } else {
            &mut self.taken
        };
        half.over = Some(why);
        why
    }
}

/// The first number from `first` on whose lower 32 bits are these.
fn from(first: u64, low: u32) -> u64 {
    first + u64::from(low.wrapping_sub(first as u32))
}

/// What an impossible cursor is the end for.
fn accuse(pore: &Pore) -> Closed {
    if restarted(pore) {
        Closed::Restarted
    } else {
        INDEX
    }
}

fn restarted(pore: &Pore) -> bool {
    pore.peer.load(Field::Epoch) != pore.epoch
}

fn state(pore: &Pore) -> Result<(), Closed> {
    match pore.peer.load(Field::State) {
        _ if restarted(pore) => Err(Closed::Restarted),
        3 | 4 => Ok(()),
        5 | 6 => Err(match pore.peer.load(Field::Err) {
            0 => Closed::Peer,
            err => Closed::PeerError(err),
        }),
        _ => Err(STATE),
    }
}
