//! Shared memory and eventfds by hand, with no check of anything: the bounds.

use std::os::fd::OwnedFd;
use std::rc::Rc;
use std::sync::atomic::Ordering::{Acquire, Relaxed, Release};
use std::thread;

use example_support::Error;
use rustix::event::{EventfdFlags, eventfd};
use rustix::io::{read, write};

use crate::place::Side;
use crate::shared::{Shared, WORDS};
use crate::sockets::failed;
use crate::way::{Slot, Way};

/// Where the words are that count messages: one for each direction.
const COUNTS: [usize; 2] = [0, 32];
/// Where the messages are, a line behind.
const MESSAGES: [usize; 2] = [8, 40];
/// Where a ring's cursors are, a line each.
const PROD: usize = 64;
const CONS: usize = 72;
/// Where its slots are, two words each.
const RING: usize = 128;
const SLOTS: usize = 4096;
const _: () = assert!(RING + 2 * SLOTS <= WORDS);

/// Looks again and again, and lets others run now and then.
pub(crate) fn until(mut there: impl FnMut() -> Result<bool, Error>) -> Result<(), Error> {
    loop {
        for _ in 0..1000 {
            if there()? {
                return Ok(());
            }
            std::hint::spin_loop();
        }
        thread::yield_now();
    }
}

/// A message in shared memory for each direction, and a word that counts it.
pub(crate) struct Mailboxes {
    shared: Rc<Shared>,
    side: Side,
    sent: u64,
    received: u64,
}

impl Mailboxes {
    pub(crate) fn new(shared: Rc<Shared>, side: Side) -> Self {
        let (sent, received) = (0, 0);
        Self {
            shared,
            side,
            sent,
            received,
        }
    }

    #[inline(always)]
    fn put(&mut self, message: &[u8]) {
        let words = self.shared.words();
        let places = words.iter().skip(MESSAGES[self.side.out()]);
        let (chunks, _) = message.as_chunks::<8>();
        for (place, chunk) in places.zip(chunks) {
            place.store(u64::from_ne_bytes(*chunk), Relaxed);
        }
        self.sent += 1;
        words[COUNTS[self.side.out()]].store(self.sent, Release);
    }

    #[inline(always)]
    fn is_there(&self) -> bool {
        self.shared.words()[COUNTS[self.side.into()]].load(Acquire) != self.received
    }

    #[inline(always)]
    fn take(&mut self, message: &mut [u8]) {
        let places = self.shared.words().iter().skip(MESSAGES[self.side.into()]);
        let (chunks, _) = message.as_chunks_mut::<8>();
        for (chunk, place) in chunks.iter_mut().zip(places) {
            *chunk = place.load(Relaxed).to_ne_bytes();
        }
        self.received += 1;
    }
}

/// Raw shared memory: both look all the time.
impl Way for Mailboxes {
    fn send(&mut self, message: &[u8]) -> Result<(), Error> {
        self.put(message);
        Ok(())
    }

    fn receive(&mut self, message: &mut [u8]) -> Result<(), Error> {
        until(|| Ok(self.is_there()))?;
        self.take(message);
        Ok(())
    }
}

/// Raw shared memory, and an eventfd for each direction.
pub(crate) struct Events {
    boxes: Mailboxes,
    fds: [OwnedFd; 2],
}

/// The two.
pub(crate) fn events() -> Result<[OwnedFd; 2], Error> {
    let new = || eventfd(0, EventfdFlags::CLOEXEC).map_err(failed);
    Ok([new()?, new()?])
}

impl Events {
    pub(crate) fn new(boxes: Mailboxes, fds: [OwnedFd; 2]) -> Self {
        Self { boxes, fds }
    }
}

impl Way for Events {
    fn send(&mut self, message: &[u8]) -> Result<(), Error> {
        self.boxes.put(message);
        let fd = &self.fds[self.boxes.side.out()];
        write(fd, &1_u64.to_ne_bytes()).map_err(failed)?;
        Ok(())
    }

    fn receive(&mut self, message: &mut [u8]) -> Result<(), Error> {
        let fd = &self.fds[self.boxes.side.into()];
        read(fd, &mut [0_u8; 8]).map_err(failed)?;
        self.boxes.take(message);
        Ok(())
    }
}

/// A ring of slots from the first process to the second, with private cursors.
pub(crate) struct Ring {
    shared: Rc<Shared>,
    mine: u64,
    theirs: u64,
}

impl Ring {
    pub(crate) fn new(shared: Rc<Shared>) -> Self {
        let (mine, theirs) = (0, 0);
        Self {
            shared,
            mine,
            theirs,
        }
    }
}

impl Way for Ring {
    fn send(&mut self, _message: &[u8]) -> Result<(), Error> {
        Err(Error::Input("it has slots only".into()))
    }

    fn receive(&mut self, _message: &mut [u8]) -> Result<(), Error> {
        Err(Error::Input("it has slots only".into()))
    }

    fn send_all(&mut self, slots: &[Slot]) -> Result<(), Error> {
        let words = self.shared.words();
        let count = slots.len() as u64;
        until(|| {
            if self.mine + count - self.theirs > SLOTS as u64 {
                self.theirs = words[CONS].load(Acquire);
            }
            Ok(self.mine + count - self.theirs <= SLOTS as u64)
        })?;
        for slot in slots {
            let at = RING + 2 * (self.mine as usize % SLOTS);
            let (halves, _) = slot.as_chunks::<8>();
            for (word, half) in words[at..at + 2].iter().zip(halves) {
                word.store(u64::from_ne_bytes(*half), Relaxed);
            }
            self.mine += 1;
        }
        words[PROD].store(self.mine, Release);
        Ok(())
    }

    fn receive_some(&mut self, slots: &mut [Slot]) -> Result<usize, Error> {
        let words = self.shared.words();
        until(|| {
            if self.mine == self.theirs {
                self.theirs = words[PROD].load(Acquire);
            }
            Ok(self.mine != self.theirs)
        })?;
        let count = slots.len().min((self.theirs - self.mine) as usize);
        for slot in slots.iter_mut().take(count) {
            let at = RING + 2 * (self.mine as usize % SLOTS);
            let (halves, _) = slot.as_chunks_mut::<8>();
            for (half, word) in halves.iter_mut().zip(&words[at..at + 2]) {
                *half = word.load(Relaxed).to_ne_bytes();
            }
            self.mine += 1;
        }
        words[CONS].store(self.mine, Release);
        Ok(count)
    }
}
