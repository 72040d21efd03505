//! A board made outside this crate, with and without a touch panel.

use board_support::{Board, BoardError, HasTouch};
use class_touch::{Doorbell, FaultCounters, Faults, PanelSize, Stats, TouchEvent, TouchStream};
use isr_ring::{Consumer, EventRing};

struct Bench;

/// A panel that nobody touches.
struct Still {
    ring: Consumer<'static, TouchEvent, 8>,
    faults: FaultCounters,
}

impl TouchStream for Still {
    fn drain(&mut self, events: &mut [TouchEvent]) -> usize {
        self.ring.drain(events)
    }

    fn stats(&self) -> Stats {
        self.ring.stats()
    }

    fn faults(&self) -> Faults {
        self.faults.snapshot()
    }

    fn size(&self) -> PanelSize {
        PanelSize {
            width: 240,
            height: 240,
        }
    }
}

impl Board for Bench {
    const NAME: &'static str = "bench";
}

impl HasTouch for Bench {
    type Touch = Still;

    fn touch<D: Doorbell + Send + 'static>(_doorbell: D) -> Result<Still, BoardError> {
        static RING: EventRing<TouchEvent, 8> = EventRing::new();
        let (_producer, ring) = RING.split().ok_or(BoardError::Busy)?;
        Ok(Still {
            ring,
            faults: FaultCounters::new(),
        })
    }
}

struct Silent;

impl Doorbell for Silent {
    fn ring(&self) {}
}

fn capacity<B: HasTouch>() -> Result<(&'static str, usize), BoardError> {
    let touch = B::touch(Silent)?;
    Ok((B::NAME, touch.stats().capacity as usize))
}

#[test]
fn whoever_needs_a_panel_names_no_board() {
    assert_eq!(capacity::<Bench>(), Ok(("bench", 8)));
    assert_eq!(capacity::<Bench>(), Err(BoardError::Busy));
}

#[test]
fn a_missing_part_is_a_compile_error_with_a_sentence() {
    trybuild::TestCases::new().compile_fail("tests/ui/*.rs");
}
