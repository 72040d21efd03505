//! rtrb: a ring on the heap, for hosts.

use rtrb::{Consumer, Producer, RingBuffer};

use super::{Pop, Push, Ring};
use crate::{BATCH, Event, SLOTS};

/// rtrb's ring; batches go through its chunks.
pub struct Rtrb;

impl Ring for Rtrb {
    const NAME: &'static str = "rtrb";
    type Home = ();
    type Ends<'a> = (Producer<Event>, Consumer<Event>);

    fn home() -> Self::Home {}

    fn ends((): &mut Self::Home) -> Self::Ends<'_> {
        RingBuffer::new(SLOTS)
    }
}

impl Push for Producer<Event> {
    #[inline(always)]
    fn push(&mut self, event: Event) -> bool {
        Producer::push(self, event).is_ok()
    }

    #[inline(always)]
    fn push_batch(&mut self, first: u64) -> usize {
        let Ok(chunk) = self.write_chunk_uninit(BATCH) else {
            return 0;
        };
        chunk.fill_from_iter((first..).map(Event::nth))
    }
}

impl Pop for Consumer<Event> {
    #[inline(always)]
    fn pop(&mut self) -> Option<Event> {
        Consumer::pop(self).ok()
    }

    #[inline(always)]
    fn pop_batch(&mut self, mut see: impl FnMut(Event)) -> usize {
        let Ok(chunk) = self.read_chunk(BATCH) else {
            return 0;
        };
        let (head, rest) = chunk.as_slices();
        head.iter().for_each(|&event| see(event));
        rest.iter().for_each(|&event| see(event));
        chunk.commit_all();
        BATCH
    }
}
