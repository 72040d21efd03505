//! A panel that somebody strokes whenever it is read.

use class_touch::{TouchEvent, TouchKind};
use isr_ring::EventRing;

/// Events of a stroke.
pub(crate) const STROKE: usize = 64;

/// The panel: a ring, filled before it is drained.
#[derive(Debug, Default)]
pub(crate) struct Strokes {
    ring: EventRing<TouchEvent, STROKE>,
    clock_us: u64,
}

impl Strokes {
    /// Pushes the events of a stroke, then takes as many as fit and tells how many.
    pub(crate) fn read(&mut self, events: &mut [TouchEvent]) -> usize {
        let (mut producer, mut consumer) = self.ring.split_mut();
        for point in 0..STROKE {
            self.clock_us += 1_000;
            // What finds no room is counted by the ring.
            let _ = producer.push(event(point, self.clock_us));
        }
        consumer.drain(events)
    }
}

/// A point of the stroke.
fn event(point: usize, time_us: u64) -> TouchEvent {
    const LAST: usize = STROKE - 1;
    let kind = match point {
        0 => TouchKind::Down,
        LAST => TouchKind::Up,
        _ => TouchKind::Move,
    };
    let (x, y) = (100 + point as u16, 200 + point as u16 / 2);
    TouchEvent::new(time_us, kind, 0, x, y).with_pressure(40 + point as u8)
}
