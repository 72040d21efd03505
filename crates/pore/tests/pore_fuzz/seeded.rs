//! Sides as others have them: each with one defect that was found in the wild.

use pore::layout::Field;
use pore::memory::Raw;
use pore::ring::{Closed, Protocol};

use crate::run::{Pore, Shared, bytes};
use crate::victim::{Outcome, Victim};

/// What is wrong with a side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Defect {
    /// Nothing: so what is found in the others is their defect.
    None,
    /// What the peer says is there is believed.
    Trusts,
    /// An impossible cursor is an empty ring, for ever.
    Stalls,
    /// A cursor that goes back is believed as long as it is near.
    GoesBack,
    /// Cursors are compared, as if they did not wrap.
    Compares,
    /// A ring is full when its cursors differ by exactly its size.
    ExactlyFull,
    /// The side's own cursor is read back from the shared page.
    ReadsBack,
    /// It goes on with a peer that it accused.
    Forgives,
}

/// All that are to be found.
pub(crate) const SEEDED: [Defect; 7] = [
    Defect::Trusts,
    Defect::Stalls,
    Defect::GoesBack,
    Defect::Compares,
    Defect::ExactlyFull,
    Defect::ReadsBack,
    Defect::Forgives,
];

/// A small ring with that defect.
pub(crate) struct Seeded {
    defect: Defect,
    mine: Raw<Shared>,
    peer: Raw<Shared>,
    capacity: u32,
    epoch: u32,
    /// This side's cursors, and what it believes of the peer's.
    prod: [u32; 2],
    cons: [u32; 2],
    over: [Option<Closed>; 2],
}

const INDEX: Closed = Closed::Protocol(Protocol::RingIndex);
const STATE: Closed = Closed::Protocol(Protocol::State);
/// Which half, in `over`.
const SENDS: usize = 0;
const TAKES: usize = 1;

impl Seeded {
    pub(crate) fn new(pore: &Pore, defect: Defect) -> Self {
        pore.pretend(1);
        pore.mine.store(Field::Prod, pore.config.start);
        pore.mine.store(Field::Cons, pore.start);
        Self {
            defect,
            mine: pore.mine.clone(),
            peer: pore.peer.clone(),
            capacity: pore.capacity as u32,
            epoch: pore.epoch,
            prod: [pore.config.start; 2],
            cons: [pore.start; 2],
            over: [None; 2],
        }
    }

    fn end(&mut self, half: usize, why: Closed) -> Closed {
        let accused = matches!(why, Closed::Protocol(_));
        if accused && self.defect == Defect::Forgives {
            return why;
        }
        self.over[half] = Some(why);
        if accused {
            self.over[1 - half].get_or_insert(why);
        }
        why
    }

    fn state(&self) -> Result<(), Closed> {
        match self.peer.load(Field::State) {
            _ if self.peer.load(Field::Epoch) != self.epoch => Err(Closed::Restarted),
            3 | 4 => Ok(()),
            5 | 6 => Err(match self.peer.load(Field::Err) {
                0 => Closed::Peer,
                err => Closed::PeerError(err),
            }),
            _ => Err(STATE),
        }
    }

    fn accuse(&mut self, half: usize) -> Closed {
        let restarted = self.peer.load(Field::Epoch) != self.epoch;
        self.end(half, if restarted { Closed::Restarted } else { INDEX })
    }

    fn room(&mut self, wanted: u32) -> Result<u32, Closed> {
        self.over[SENDS].map_or(Ok(()), Err)?;
        self.state().map_err(|why| self.end(SENDS, why))?;
        let [prod, believed] = self.prod;
        let known = prod.wrapping_sub(believed);
        if self.capacity - known >= wanted.min(self.capacity) {
            return Ok(self.capacity - known);
        }
        let cons = self.peer.load(Field::Cons);
        let queued = prod.wrapping_sub(cons);
        if self.defect == Defect::ExactlyFull && queued != self.capacity {
            return Ok(self.capacity);
        }
        if queued > known {
            return Err(self.accuse(SENDS));
        }
        self.prod[1] = cons;
        Ok(self.capacity - queued)
    }

    fn queued(&mut self, wanted: u32) -> Result<u32, Closed> {
        self.over[TAKES].map_or(Ok(()), Err)?;
        if self.defect == Defect::ReadsBack {
            self.cons[0] = self.mine.load(Field::Cons);
        }
        let [cons, believed] = self.cons;
        let known = believed.wrapping_sub(cons);
        if known >= wanted.min(self.capacity) {
            return Ok(known);
        }
        let prod = self.peer.load(Field::Prod);
        let queued = prod.wrapping_sub(cons);
        let impossible = match self.defect {
            Defect::Trusts => false,
            Defect::GoesBack => queued > self.capacity,
            Defect::Compares => prod < cons || queued > self.capacity,
            _ => queued > self.capacity || queued < known,
        };
        if impossible && self.defect == Defect::Stalls {
            return Ok(0);
        }
        if impossible {
            return Err(self.accuse(TAKES));
        }
        self.cons[1] = prod;
        if queued == 0 {
            self.state().map_err(|why| self.end(TAKES, why))?;
        }
        Ok(queued)
    }
}

impl Victim for Seeded {
    fn write(&mut self, bytes: &[u8], _way: u64) -> Result<usize, Closed> {
        let room = self.room(bytes.len() as u32)? as usize;
        let count = room.min(bytes.len());
        store(&self.mine, self.prod[0], &bytes[..count]);
        self.prod[0] = self.prod[0].wrapping_add(count as u32);
        self.mine.store(Field::Prod, self.prod[0]);
        Ok(count)
    }

    fn read(&mut self, most: usize, _way: u64) -> Outcome {
        let count = (self.queued(most as u32)? as usize).min(most);
        if count > 0 && self.peer.load(Field::Epoch) != self.epoch {
            return Err(self.end(TAKES, Closed::Restarted));
        }
        let read = bytes(&self.peer, self.cons[0].into(), count);
        self.cons[0] = self.cons[0].wrapping_add(count as u32);
        self.mine.store(Field::Cons, self.cons[0]);
        Ok(read)
    }

    fn await_both(&mut self, count: u32) -> [u32; 2] {
        let wanted = count.clamp(1, self.capacity);
        let free = self.room(u32::MAX).unwrap_or(0);
        let mut filled = self.queued(u32::MAX).unwrap_or(0);
        let waits = self.over[TAKES].is_none() && filled < wanted;
        let left = waits && self.state().is_err();
        if waits && self.state() == Err(STATE) {
            filled = 0;
            self.end(TAKES, STATE);
        }
        let free = if free >= wanted { free } else { 0 };
        [free, if filled >= wanted || left { filled } else { 0 }]
    }
}

/// Writes bytes into a region, one by one.
fn store(raw: &Raw<Shared>, at: u32, bytes: &[u8]) {
    for (offset, byte) in bytes.iter().enumerate() {
        let at = at.wrapping_add(offset as u32) as usize;
        let index = at / size_of::<usize>() % raw.data_words();
        let mut word = raw.peek(index).to_ne_bytes();
        word[at % size_of::<usize>()] = *byte;
        raw.scribble(index, usize::from_ne_bytes(word));
    }
}
