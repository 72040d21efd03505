//! A way between two processes, as both of them use it.

use example_support::Error;

/// Bytes of a message that comes back.
pub(crate) const PING: usize = 64;
/// Bytes of a large message.
pub(crate) const LARGE: usize = 64 << 10;
/// Bytes that are made and looked at at a time where a message is written and read in place.
pub(crate) const PIECE: usize = 512;
/// Small messages that are sent at a time.
pub(crate) const BATCH: usize = 256;

/// A small message.
pub(crate) type Slot = [u8; 16];

/// The small message of this number.
#[inline(always)]
pub(crate) fn slot(number: u64) -> Slot {
    let both = u128::from(number) << 64 | u128::from(!number);
    both.to_ne_bytes()
}

/// Makes the part of a large message that begins at this byte.
#[inline(always)]
pub(crate) fn fill(bytes: &mut [u8], number: u64, from: usize) {
    let first = number.wrapping_add(from as u64 / 8);
    let (words, _) = bytes.as_chunks_mut::<8>();
    for (word, at) in words.iter_mut().zip(0..) {
        *word = first.wrapping_add(at).to_ne_bytes();
    }
}

/// What a part of a large message adds up to.
#[inline(always)]
pub(crate) fn add(bytes: &[u8]) -> u64 {
    let (words, _) = bytes.as_chunks::<8>();
    let words = words.iter().map(|word| u64::from_ne_bytes(*word));
    words.fold(0, u64::wrapping_add)
}

/// A way between two processes. All calls wait for what they need.
pub(crate) trait Way {
    /// Sends a message.
    fn send(&mut self, message: &[u8]) -> Result<(), Error>;

    /// Receives a message of this length.
    fn receive(&mut self, message: &mut [u8]) -> Result<(), Error>;

    /// Sends small messages.
    fn send_all(&mut self, slots: &[Slot]) -> Result<(), Error> {
        slots.iter().try_for_each(|slot| self.send(slot))
    }

    /// Receives some small messages, at least one.
    fn receive_some(&mut self, slots: &mut [Slot]) -> Result<usize, Error> {
        for slot in &mut *slots {
            self.receive(slot)?;
        }
        Ok(slots.len())
    }

    /// Makes a large message and sends it.
    fn send_large(&mut self, number: u64) -> Result<(), Error> {
        let mut message = [0; LARGE];
        fill(&mut message, number, 0);
        self.send(&message)
    }

    /// Receives a large message, and adds it up.
    fn receive_large(&mut self) -> Result<u64, Error> {
        let mut message = [0; LARGE];
        self.receive(&mut message)?;
        Ok(add(&message))
    }

    /// Doorbells that this side rang so far.
    fn rings(&self) -> u64 {
        0
    }
}

/// A way on purpose too slow: what the gates have to notice.
pub(crate) struct Slow<W> {
    pub(crate) way: W,
    /// What each message takes longer.
    pub(crate) by: std::time::Duration,
    /// Doorbells that were rung for nothing.
    pub(crate) rings: u64,
}

impl<W> Slow<W> {
    fn lose(&self) {
        let until = std::time::Instant::now() + self.by;
        while std::time::Instant::now() < until {
            std::hint::spin_loop();
        }
    }
}

impl<W: Way> Way for Slow<W> {
    fn send(&mut self, message: &[u8]) -> Result<(), Error> {
        self.lose();
        self.way.send(message)
    }

    fn receive(&mut self, message: &mut [u8]) -> Result<(), Error> {
        self.way.receive(message)
    }

    fn send_all(&mut self, slots: &[Slot]) -> Result<(), Error> {
        for slot in slots {
            self.lose();
            self.rings += 1;
            self.way.send_all(std::slice::from_ref(slot))?;
        }
        Ok(())
    }

    fn receive_some(&mut self, slots: &mut [Slot]) -> Result<usize, Error> {
        self.way.receive_some(slots)
    }

    fn send_large(&mut self, number: u64) -> Result<(), Error> {
        self.way.send_large(number)
    }

    fn receive_large(&mut self) -> Result<u64, Error> {
        self.way.receive_large()
    }

    fn rings(&self) -> u64 {
        self.rings + self.way.rings()
    }
}
