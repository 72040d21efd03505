//! Rings with a seeded fault, which every check has to notice.

use core::hint::black_box;

use heapless::spsc::Queue;

use super::{HeaplessSplit, Pop, Push, Ring};
use crate::{Event, SLOTS};

/// A ring that damages one event in a hundred.
pub struct Torn;

/// A ring whose calls take some 20 instructions more than they need.
pub struct Slow;

/// An end that damages what it hands out.
pub struct Tearing<E>(E);

/// An end that wastes time.
pub struct Wasting<E>(E);

impl Ring for Torn {
    const NAME: &'static str = "seeded: torn event";
    const BATCHES: bool = false;
    type Home = Queue<Event, SLOTS>;
    type Ends<'a> = Tearing<<HeaplessSplit as Ring>::Ends<'a>>;

    fn home() -> Self::Home {
        HeaplessSplit::home()
    }

    fn ends(home: &mut Self::Home) -> Self::Ends<'_> {
        Tearing(HeaplessSplit::ends(home))
    }
}

impl Ring for Slow {
    const NAME: &'static str = "seeded: slow calls";
    const BATCHES: bool = false;
    type Home = Queue<Event, SLOTS>;
    type Ends<'a> = Wasting<<HeaplessSplit as Ring>::Ends<'a>>;

    fn home() -> Self::Home {
        HeaplessSplit::home()
    }

    fn ends(home: &mut Self::Home) -> Self::Ends<'_> {
        Wasting(HeaplessSplit::ends(home))
    }
}

impl<E: Push> Push for Tearing<E> {
    #[inline(always)]
    fn push(&mut self, event: Event) -> bool {
        self.0.push(event)
    }
}

impl<E: Pop> Pop for Tearing<E> {
    #[inline(always)]
    fn pop(&mut self) -> Option<Event> {
        let mut event = self.0.pop()?;
        if event.x % 100 == 99 {
            event.pad ^= 1;
        }
        Some(event)
    }
}

impl<E: Push> Push for Wasting<E> {
    #[inline(always)]
    fn push(&mut self, event: Event) -> bool {
        waste();
        self.0.push(event)
    }
}

impl<E: Pop> Pop for Wasting<E> {
    #[inline(always)]
    fn pop(&mut self) -> Option<Event> {
        waste();
        self.0.pop()
    }
}

#[inline(always)]
fn waste() {
    for n in 0..4 {
        black_box(n);
    }
}
