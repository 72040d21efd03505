//! A board whose interrupts a test takes itself, on its own thread.

use std::cell::{Cell, RefCell};

use board_sim::BoardError;
use board_support::{Board, HasTouch};
use class_touch::{Doorbell, Faults, PanelSize, Stats, TouchEvent, TouchKind, TouchStream};
use isr_ring::{Consumer, EventRing, Producer};

/// Room in the ring.
pub(crate) const ROOM: usize = 128;

thread_local! {
    static INTERRUPT: RefCell<Option<Interrupt>> = const { RefCell::new(None) };
    static OPENED: Cell<u32> = const { Cell::new(0) };
    static DROPPED: Cell<u32> = const { Cell::new(0) };
}

/// The interrupt side.
struct Interrupt {
    producer: Producer<'static, TouchEvent, ROOM>,
    bell: Box<dyn Doorbell>,
}

/// The board.
#[derive(Debug)]
pub(crate) struct Bench;

/// Its panel.
pub(crate) struct Panel(Consumer<'static, TouchEvent, ROOM>);

impl Board for Bench {
    const NAME: &'static str = "bench";
}

impl HasTouch for Bench {
    type Touch = Panel;

    fn touch<D: Doorbell + Send + 'static>(bell: D) -> Result<Panel, BoardError> {
        // A ring is split once in its life; each opening has its own.
        let ring: &'static EventRing<TouchEvent, ROOM> = Box::leak(Box::new(EventRing::new()));
        let (producer, consumer) = ring.split().ok_or(BoardError::Busy)?;
        let bell = Box::new(bell);
        INTERRUPT.set(Some(Interrupt { producer, bell }));
        OPENED.set(OPENED.get() + 1);
        Ok(Panel(consumer))
    }
}

impl TouchStream for Panel {
    fn drain(&mut self, events: &mut [TouchEvent]) -> usize {
        self.0.drain(events)
    }

    fn stats(&self) -> Stats {
        self.0.stats()
    }

    fn faults(&self) -> Faults {
        Faults::default()
    }

    fn size(&self) -> PanelSize {
        PanelSize {
            width: 480,
            height: 320,
        }
    }
}

impl Drop for Panel {
    fn drop(&mut self) {
        DROPPED.set(DROPPED.get() + 1);
        INTERRUPT.set(None);
    }
}

/// Begins to count anew.
pub(crate) fn reset() {
    OPENED.set(0);
    DROPPED.set(0);
}

/// How often the panel was opened and dropped.
pub(crate) fn counts() -> (u32, u32) {
    (OPENED.get(), DROPPED.get())
}

/// The finger moves: its events carry the times `from..from + count`. A closed panel feels nothing.
pub(crate) fn moves(from: u64, count: u64) {
    INTERRUPT.with_borrow_mut(|interrupt| {
        let Some(Interrupt { producer, bell }) = interrupt else {
            return;
        };
        for time in from..from + count {
            let event = TouchEvent::new(time, TouchKind::Move, 1, 5, 6);
            // What does not fit is counted by the ring.
            let _lost = producer.push_ringing(event, &**bell);
        }
    });
}
