//! heapless::spsc, whole and split. It has no calls for batches.

use heapless::spsc::{Consumer, Producer, Queue};

use super::{Pop, Push, Ring};
use crate::{Event, SLOTS};

/// The queue through one `&mut`, its length known to the compiler.
///
/// No interrupt can use it so: it is there as a bound for the split form.
pub struct HeaplessQueue;

/// The queue split into its ends, which is what an interrupt needs.
pub struct HeaplessSplit;

impl Ring for HeaplessQueue {
    const NAME: &'static str = "heapless::spsc, not split";
    const BATCHES: bool = false;
    type Home = Queue<Event, SLOTS>;
    type Ends<'a> = &'a mut Queue<Event, SLOTS>;

    fn home() -> Self::Home {
        Queue::new()
    }

    fn ends(home: &mut Self::Home) -> Self::Ends<'_> {
        home
    }
}

impl Ring for HeaplessSplit {
    const NAME: &'static str = "heapless::spsc";
    const BATCHES: bool = false;
    type Home = Queue<Event, SLOTS>;
    type Ends<'a> = (Producer<'a, Event>, Consumer<'a, Event>);

    fn home() -> Self::Home {
        Queue::new()
    }

    fn ends(home: &mut Self::Home) -> Self::Ends<'_> {
        home.split()
    }
}

impl Push for &mut Queue<Event, SLOTS> {
    #[inline(always)]
    fn push(&mut self, event: Event) -> bool {
        self.enqueue(event).is_ok()
    }
}

impl Pop for &mut Queue<Event, SLOTS> {
    #[inline(always)]
    fn pop(&mut self) -> Option<Event> {
        self.dequeue()
    }
}

impl Push for Producer<'_, Event> {
    #[inline(always)]
    fn push(&mut self, event: Event) -> bool {
        self.enqueue(event).is_ok()
    }
}

impl Pop for Consumer<'_, Event> {
    #[inline(always)]
    fn pop(&mut self) -> Option<Event> {
        self.dequeue()
    }
}
