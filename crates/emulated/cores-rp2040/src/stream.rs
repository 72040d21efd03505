//! Streams of bytes, each of which is checked.

use emulated_suite::Fault;
use pore::any::{AnyPore, Wanted};
use pore::wait::{self, Waited};

use crate::chip;
use crate::program::{OwnSide, Pore, sleep_unless};

/// Bytes that are sent or taken at a time.
const CHUNK: usize = 24;

/// What a core sends, and what it takes from the other one.
pub(crate) struct Stream {
    core: u8,
    sent: u32,
    taken: u32,
    bytes: u32,
    /// A byte that is another, to be noticed.
    damaged: Option<u32>,
}

/// A byte of what a core sends.
fn byte(core: u8, at: u32) -> u8 {
    (at.wrapping_mul(0x9e37_79b1) >> 24) as u8 ^ core
}

impl Stream {
    /// So many bytes each way, as this core has it.
    pub(crate) fn new(core: u8, bytes: u32, damaged: Option<u32>) -> Self {
        Self {
            core,
            sent: 0,
            taken: 0,
            bytes,
            damaged,
        }
    }

    /// Sends all and takes as much.
    pub(crate) fn exchange(mut self, side: &OwnSide, pore: &mut Pore<'_>) -> Result<(), Fault> {
        while self.sent < self.bytes || self.taken < self.bytes {
            side.tick(chip::now());
            self.send(pore)?;
            self.receive(pore, self.bytes)?;
            let wanted = Wanted {
                filled: u32::from(self.taken < self.bytes),
                free: u32::from(self.sent < self.bytes),
            };
            if wanted != Wanted::END {
                sleep_until(pore, wanted);
            }
        }
        Ok(())
    }

    /// Takes so many bytes.
    pub(crate) fn take(
        mut self,
        side: &OwnSide,
        pore: &mut Pore<'_>,
        bytes: u32,
    ) -> Result<(), Fault> {
        while self.taken < bytes {
            side.tick(chip::now());
            self.receive(pore, bytes)?;
            if self.taken < bytes {
                sleep_until(pore, Wanted::INPUT);
            }
        }
        Ok(())
    }

    fn send(&mut self, pore: &mut Pore<'_>) -> Result<(), Fault> {
        let left = (self.bytes - self.sent).min(CHUNK as u32) as usize;
        let mut chunk = [0; CHUNK];
        for (at, place) in (self.sent..).zip(&mut chunk) {
            *place = byte(self.core, at) ^ u8::from(self.damaged == Some(at));
        }
        let chunk = chunk.get(..left).unwrap_or_default();
        self.sent += pore.write(chunk).map_err(|_| Fault::Loss)? as u32;
        Ok(())
    }

    fn receive(&mut self, pore: &mut Pore<'_>, bytes: u32) -> Result<(), Fault> {
        let mut chunk = [0; CHUNK];
        let left = (bytes - self.taken).min(CHUNK as u32) as usize;
        let room = chunk.get_mut(..left).unwrap_or_default();
        let count = pore.read(room).map_err(|_| Fault::Loss)?;
        for value in room.iter().take(count) {
            if *value != byte(1 - self.core, self.taken) {
                return Err(Fault::Damaged);
            }
            self.taken += 1;
        }
        Ok(())
    }
}

/// Sleeps until what is wanted is there, or the pore is over.
fn sleep_until(pore: &mut Pore<'_>, wanted: Wanted) {
    let mut set = [Waited::new(pore, wanted)];
    while set.iter().any(|waited| waited.ready().is_none()) {
        sleep_unless(|| wait::any(&mut set));
    }
}
