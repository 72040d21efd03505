//! Each ring as five C functions.

use core::mem::MaybeUninit;

#[cfg(target_has_atomic = "ptr")]
use count_peers::rings::BbqueueAtomic;
use count_peers::rings::{Array, BbqueueCs, HeaplessQueue, HeaplessSplit, IsrRing, Slow, Torn};
use count_peers::{BATCH, Event, Pop, Push, Ring};

/// Exports `NAME_start`, `NAME_push`, `NAME_pop`, `NAME_fill`, `NAME_drain`.
macro_rules! ring {
    ($name:literal, $module:ident, $ring:ty) => {
        mod $module {
            use super::*;

            type Ends = <$ring as Ring>::Ends<'static>;

            // SAFETY: the name is used once in this program.
            #[unsafe(export_name = concat!($name, "_start"))]
            extern "C" fn start(
                home: &'static mut MaybeUninit<<$ring as Ring>::Home>,
                ends: &mut MaybeUninit<Ends>,
            ) {
                ends.write(<$ring>::ends(home.write(<$ring>::home())));
            }

            // SAFETY: the name is used once in this program.
            #[unsafe(export_name = concat!($name, "_push"))]
            extern "C" fn push(ends: &mut Ends, event: &Event) -> bool {
                ends.push(*event)
            }

            // SAFETY: the name is used once in this program.
            #[unsafe(export_name = concat!($name, "_pop"))]
            extern "C" fn pop(ends: &mut Ends, event: &mut MaybeUninit<Event>) -> bool {
                ends.pop().map(|popped| event.write(popped)).is_some()
            }

            // SAFETY: the name is used once in this program.
            #[unsafe(export_name = concat!($name, "_fill"))]
            extern "C" fn fill(ends: &mut Ends, events: &[Event; BATCH]) -> usize {
                ends.push_slice(events)
            }

            // SAFETY: the name is used once in this program.
            #[unsafe(export_name = concat!($name, "_drain"))]
            extern "C" fn drain(ends: &mut Ends, events: &mut [Event; BATCH]) -> usize {
                ends.pop_slice(events)
            }
        }
    };
}

ring!("array", array, Array);
#[cfg(target_has_atomic = "ptr")]
ring!("bbqueue_atomic", bbqueue_atomic, BbqueueAtomic);
ring!("bbqueue_cs", bbqueue_cs, BbqueueCs);
ring!("heapless_queue", heapless_queue, HeaplessQueue);
ring!("heapless_split", heapless_split, HeaplessSplit);
ring!("isr_ring", isr_ring, IsrRing);
ring!("slow", slow, Slow);
ring!("torn", torn, Torn);
