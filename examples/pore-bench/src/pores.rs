//! Pores, in each of the ways that they are used.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::{Duration, Instant};

use example_support::Error;
use pore::membrane::unix::{Settings, UnixError, UnixPore, Wanted};
use pore::ring::Closed;

use crate::raw::until;
use crate::way::{LARGE, PIECE, Slot, Way, add, fill};

/// How long anything may take here.
pub(crate) const LONG: Duration = Duration::from_secs(20);

/// For small messages: 64 KiB each way.
pub(crate) const SMALL_PORE: Settings = Settings {
    timeout: LONG,
    ..Settings::DEFAULT
};

/// For large ones: 1 MiB each way.
pub(crate) const LARGE_PORE: Settings = Settings {
    order: 20,
    ..SMALL_PORE
};

/// What several ways use in turn.
pub(crate) type Pore = Rc<RefCell<UnixPore>>;

pub(crate) fn over(closed: Closed) -> Error {
    Error::Flawed(format!("the pore is over: {closed}"))
}

pub(crate) fn none(error: UnixError) -> Error {
    Error::Flawed(format!("there is no pore: {error}"))
}

/// Waits for what is wanted; it has to come.
fn wait(pore: &mut UnixPore, wanted: Wanted) -> Result<(), Error> {
    match pore.wait(wanted, Some(LONG)).map_err(over)? {
        true => Ok(()),
        false => Err(Error::Late("a ring of the other process")),
    }
}

/// Waits until a quarter is free, so that few rings are needed.
fn room(pore: &mut UnixPore) -> Result<(), Error> {
    let free = pore.link().producer.capacity() / 4;
    wait(pore, Wanted { filled: 0, free })
}

/// A pore that is looked at all the time.
pub(crate) struct Spinning(pub(crate) Pore);

impl Way for Spinning {
    fn send(&mut self, message: &[u8]) -> Result<(), Error> {
        let mut pore = self.0.borrow_mut();
        let mut rest = message;
        until(|| {
            let written = pore.write(rest).map_err(over)?;
            rest = rest.get(written..).unwrap_or_default();
            Ok(rest.is_empty())
        })
    }

    fn receive(&mut self, message: &mut [u8]) -> Result<(), Error> {
        let mut pore = self.0.borrow_mut();
        let mut at = 0;
        until(|| {
            let rest = message.get_mut(at..).unwrap_or_default();
            at += pore.read(rest).map_err(over)?;
            Ok(at == message.len())
        })
    }
}

/// A pore at which both sides sleep; slots go through it in batches, bytes are copied.
pub(crate) struct Sleeping(pub(crate) Pore);

impl Way for Sleeping {
    fn send(&mut self, mut message: &[u8]) -> Result<(), Error> {
        let mut pore = self.0.borrow_mut();
        loop {
            let written = pore.write(message).map_err(over)?;
            message = message.get(written..).unwrap_or_default();
            if message.is_empty() {
                return Ok(());
            }
            room(&mut pore)?;
        }
    }

    fn receive(&mut self, message: &mut [u8]) -> Result<(), Error> {
        let mut pore = self.0.borrow_mut();
        let mut at = 0;
        while let Some(rest) = message.get_mut(at..).filter(|rest| !rest.is_empty()) {
            match pore.read(rest).map_err(over)? {
                0 => wait(&mut pore, Wanted::INPUT)?,
                count => at += count,
            }
        }
        Ok(())
    }

    fn send_all(&mut self, mut slots: &[Slot]) -> Result<(), Error> {
        let mut pore = self.0.borrow_mut();
        loop {
            let producer = &mut pore.link().producer;
            let written = producer.write_slots(slots).map_err(over)?;
            slots = slots.get(written..).unwrap_or_default();
            if slots.is_empty() {
                return Ok(());
            }
            room(&mut pore)?;
        }
    }

    fn receive_some(&mut self, slots: &mut [Slot]) -> Result<usize, Error> {
        let mut pore = self.0.borrow_mut();
        loop {
            match pore.link().consumer.read_slots(slots).map_err(over)? {
                0 => wait(&mut pore, Wanted::INPUT)?,
                count => return Ok(count),
            }
        }
    }

    fn rings(&self) -> u64 {
        self.0.borrow().rings()
    }
}

/// The same, but whoever waits looks for a while before it sleeps.
pub(crate) struct Looking(pub(crate) Sleeping);

/// How long it looks.
const LOOK: Duration = Duration::from_micros(20);

impl Way for Looking {
    fn send(&mut self, message: &[u8]) -> Result<(), Error> {
        self.0.send(message)
    }

    fn receive(&mut self, message: &mut [u8]) -> Result<(), Error> {
        let begin = Instant::now();
        loop {
            let filled = self.0.0.borrow_mut().link().consumer.filled();
            if filled.map_err(over)? as usize >= message.len() || begin.elapsed() > LOOK {
                return self.0.receive(message);
            }
            std::hint::spin_loop();
        }
    }

    fn rings(&self) -> u64 {
        self.0.rings()
    }
}

/// The same, each small message for itself: nothing is batched.
pub(crate) struct OneByOne(pub(crate) Sleeping);

impl Way for OneByOne {
    fn send(&mut self, message: &[u8]) -> Result<(), Error> {
        self.0.send(message)
    }

    fn receive(&mut self, message: &mut [u8]) -> Result<(), Error> {
        self.0.receive(message)
    }

    fn rings(&self) -> u64 {
        self.0.rings()
    }
}

/// A pore whose room and bytes are lent: a message is made and looked at in it, piece by piece.
pub(crate) struct Lent(pub(crate) Sleeping);

impl Way for Lent {
    fn send(&mut self, message: &[u8]) -> Result<(), Error> {
        self.0.send(message)
    }

    fn receive(&mut self, message: &mut [u8]) -> Result<(), Error> {
        self.0.receive(message)
    }

    fn send_large(&mut self, number: u64) -> Result<(), Error> {
        let mut pore = self.0.0.borrow_mut();
        loop {
            let claim = pore.link().producer.claim(LARGE as u32).map_err(over)?;
            if claim.room() as usize == LARGE {
                break;
            }
            drop(claim);
            room(&mut pore)?;
        }
        let mut claim = pore.link().producer.claim(LARGE as u32).map_err(over)?;
        let mut piece = [0; PIECE];
        for from in (0..LARGE).step_by(PIECE) {
            fill(&mut piece, number, from);
            claim.put(&piece);
        }
        claim.commit();
        Ok(())
    }

    fn receive_large(&mut self) -> Result<u64, Error> {
        let mut pore = self.0.0.borrow_mut();
        let filled = LARGE as u32;
        while pore.link().consumer.filled().map_err(over)? < filled {
            wait(&mut pore, Wanted { filled, free: 0 })?;
        }
        let grant = pore.link().consumer.grant(filled).map_err(over)?;
        let (mut sum, mut piece) = (0_u64, [0; PIECE]);
        for from in (0..filled).step_by(PIECE) {
            grant.peek(from, &mut piece);
            sum = sum.wrapping_add(add(&piece));
        }
        grant.release(filled).map_err(over)?;
        Ok(sum)
    }

    fn rings(&self) -> u64 {
        self.0.rings()
    }
}
