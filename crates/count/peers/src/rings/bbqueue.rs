//! bbqueue as it comes: byte grants under its own coordination.

use bbqueue::BBQueue;
use bbqueue::prod_cons::stream::{StreamConsumer, StreamProducer};
use bbqueue::traits::coordination::Coord;
#[cfg(target_has_atomic = "ptr")]
use bbqueue::traits::coordination::cas::AtomicCoord;
use bbqueue::traits::coordination::cs::CsCoord;
use bbqueue::traits::notifier::polling::Polling;
use bbqueue::traits::storage::Inline;
use bytemuck::{bytes_of, cast_slice, cast_slice_mut, pod_read_unaligned};

use super::{Pop, Push, Ring};
use crate::event::SIZE;
use crate::{BATCH, Event, SLOTS};

type Queue<C> = BBQueue<Inline<{ SLOTS * SIZE }>, C, Polling>;

/// Coordinated by compare-and-swap.
#[cfg(target_has_atomic = "ptr")]
pub struct BbqueueAtomic;

/// Coordinated by critical sections, the stock choice without atomics.
pub struct BbqueueCs;

#[cfg(target_has_atomic = "ptr")]
impl Ring for BbqueueAtomic {
    const NAME: &'static str = "bbqueue stream, atomic";
    type Home = Queue<AtomicCoord>;
    type Ends<'a> = Ends<'a, AtomicCoord>;

    fn home() -> Self::Home {
        BBQueue::new()
    }

    fn ends(home: &mut Self::Home) -> Self::Ends<'_> {
        (home.stream_producer(), home.stream_consumer())
    }
}

impl Ring for BbqueueCs {
    const NAME: &'static str = "bbqueue stream, critical section";
    type Home = Queue<CsCoord>;
    type Ends<'a> = Ends<'a, CsCoord>;

    fn home() -> Self::Home {
        BBQueue::new()
    }

    fn ends(home: &mut Self::Home) -> Self::Ends<'_> {
        (home.stream_producer(), home.stream_consumer())
    }
}

type Ends<'a, C> = (StreamProducer<&'a Queue<C>>, StreamConsumer<&'a Queue<C>>);

impl<C: Coord> Push for StreamProducer<&Queue<C>> {
    #[inline(always)]
    fn push(&mut self, event: Event) -> bool {
        let Ok(mut grant) = self.grant_exact(SIZE) else {
            return false;
        };
        grant.copy_from_slice(bytes_of(&event));
        grant.commit(SIZE);
        true
    }

    #[inline(always)]
    fn push_batch(&mut self, first: u64) -> usize {
        let Ok(mut grant) = self.grant_max_remaining(BATCH * SIZE) else {
            return 0;
        };
        let whole = grant.len() / SIZE;
        for (slot, n) in grant.chunks_exact_mut(SIZE).zip(first..) {
            slot.copy_from_slice(bytes_of(&Event::nth(n)));
        }
        grant.commit(whole * SIZE);
        whole
    }

    #[inline(always)]
    fn push_slice(&mut self, events: &[Event; BATCH]) -> usize {
        let Ok(mut grant) = self.grant_exact(BATCH * SIZE) else {
            return 0;
        };
        grant.copy_from_slice(cast_slice(events));
        grant.commit(BATCH * SIZE);
        BATCH
    }
}

impl<C: Coord> Pop for StreamConsumer<&Queue<C>> {
    #[inline(always)]
    fn pop(&mut self) -> Option<Event> {
        let grant = self.read().ok()?;
        let event = pod_read_unaligned(grant.get(..SIZE)?);
        grant.release(SIZE);
        Some(event)
    }

    #[inline(always)]
    fn pop_batch(&mut self, mut see: impl FnMut(Event)) -> usize {
        let Ok(grant) = self.read() else {
            return 0;
        };
        let count = (grant.len() / SIZE).min(BATCH);
        for slot in grant.chunks_exact(SIZE).take(BATCH) {
            see(pod_read_unaligned(slot));
        }
        grant.release(count * SIZE);
        count
    }

    #[inline(always)]
    fn pop_slice(&mut self, events: &mut [Event; BATCH]) -> usize {
        let Ok(grant) = self.read() else {
            return 0;
        };
        let count = (grant.len() / SIZE).min(BATCH);
        let bytes: &mut [u8] = cast_slice_mut(events);
        bytes[..count * SIZE].copy_from_slice(&grant[..count * SIZE]);
        grant.release(count * SIZE);
        count
    }
}
