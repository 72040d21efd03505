//! Who is fuzzed: a side of a pore.

use pore::doorbell::ThreadBell;
use pore::ring::{Closed, Link, Opening, Wake};

use crate::run::{Pore, Shared};

/// What comes out of a call.
pub(crate) type Outcome = Result<Vec<u8>, Closed>;

/// A side that writes and reads.
pub(crate) trait Victim {
    /// How many bytes were written.
    fn write(&mut self, bytes: &[u8], way: u64) -> Result<usize, Closed>;
    /// At most so many bytes.
    fn read(&mut self, most: usize, way: u64) -> Outcome;
    /// Asks to be woken, and tells how many bytes it is told of.
    fn await_both(&mut self, count: u32) -> [u32; 2];
}

/// The shipped one, by all of its calls.
pub(crate) struct Ours(Link<Shared, Shared, ThreadBell>);

impl Ours {
    pub(crate) fn new(pore: &Pore) -> Self {
        let (mine, peer) = (pore.mine.0.clone(), pore.peer.0.clone());
        let opening = Opening::new(mine, peer, pore.bell.clone(), pore.config);
        let mut opening = opening.expect("a good size");
        pore.pretend(opening.epoch());
        assert_eq!(opening.poll(), Ok(true), "an honest peer so far");
        Self(opening.link().expect("connected"))
    }
}

impl Victim for Ours {
    fn write(&mut self, bytes: &[u8], way: u64) -> Result<usize, Closed> {
        let producer = &mut self.0.producer;
        let (first, second) = bytes.split_at(bytes.len() / 3);
        match way % 3 {
            0 => producer.write(bytes),
            1 => producer.write_vectored(&[first, second]),
            _ => {
                let mut claim = producer.claim(bytes.len() as u32)?;
                let _put = claim.put(first) + claim.put(second);
                Ok(claim.commit() as usize)
            }
        }
    }

    fn read(&mut self, most: usize, way: u64) -> Outcome {
        let consumer = &mut self.0.consumer;
        let mut bytes = vec![0; most];
        let count = if way.is_multiple_of(2) {
            consumer.read(&mut bytes)?
        } else {
            let grant = consumer.grant(most as u32)?;
            let [first, second] = grant.slices();
            let count = first.copy_to(0, &mut bytes);
            let count = count + second.copy_to(0, &mut bytes[count..]);
            grant.release(count as u32)?;
            count
        };
        bytes.truncate(count);
        Ok(bytes)
    }

    fn await_both(&mut self, count: u32) -> [u32; 2] {
        let free = self.0.producer.notify_when(count);
        let filled = self.0.consumer.notify_when(count);
        [free, filled].map(|wake| match wake {
            Ok(Wake::Now(count)) => count,
            Ok(Wake::Armed) | Err(_) => 0,
        })
    }
}
