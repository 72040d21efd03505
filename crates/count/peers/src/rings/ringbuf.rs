//! ringbuf, its static form with cached indices.

use ringbuf::traits::{Consumer, Producer, SplitRef};
use ringbuf::{CachingCons, CachingProd, StaticRb};

use super::{Pop, Push, Ring};
use crate::{BATCH, Event, SLOTS};

type Queue = StaticRb<Event, SLOTS>;

/// ringbuf's ring; batches go through its iterators.
pub struct Ringbuf;

impl Ring for Ringbuf {
    const NAME: &'static str = "ringbuf";
    type Home = Queue;
    type Ends<'a> = (CachingProd<&'a Queue>, CachingCons<&'a Queue>);

    fn home() -> Self::Home {
        Queue::default()
    }

    fn ends(home: &mut Self::Home) -> Self::Ends<'_> {
        home.split_ref()
    }
}

impl Push for CachingProd<&Queue> {
    #[inline(always)]
    fn push(&mut self, event: Event) -> bool {
        self.try_push(event).is_ok()
    }

    #[inline(always)]
    fn push_batch(&mut self, first: u64) -> usize {
        self.push_iter((first..first + BATCH as u64).map(Event::nth))
    }
}

impl Pop for CachingCons<&Queue> {
    #[inline(always)]
    fn pop(&mut self) -> Option<Event> {
        self.try_pop()
    }

    #[inline(always)]
    fn pop_batch(&mut self, see: impl FnMut(Event)) -> usize {
        self.pop_iter().take(BATCH).map(see).count()
    }
}
