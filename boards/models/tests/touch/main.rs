//! Touch controllers: their drivers on their models, as a board has them.

mod follow;
mod published;

use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Duration;

use board_models::{Bench, Machine, Setup, Soldered, Spectator, Speed, Trace};
use board_parts::{TouchPlace, TouchWiring};
use class_touch::{Doorbell, PanelSize, TouchController, TouchEvent, TouchKind, TouchStream};

pub(crate) const SIZE: PanelSize = PanelSize {
    width: 480,
    height: 320,
};

/// A doorbell that wakes whoever waits at it.
#[derive(Clone, Default)]
struct Wake(Arc<(Mutex<bool>, Condvar)>);

impl Doorbell for Wake {
    fn ring(&self) {
        *self.0.0.lock().unwrap_or_else(PoisonError::into_inner) = true;
        self.0.1.notify_all();
    }
}

impl Wake {
    fn wait(&self) {
        let rung = self.0.0.lock().unwrap_or_else(PoisonError::into_inner);
        let until = |rung: &mut bool| !*rung;
        let tick = Duration::from_millis(1);
        let waited = self.0.1.wait_timeout_while(rung, tick, until);
        *waited.unwrap_or_else(PoisonError::into_inner).0 = false;
    }
}

pub(crate) fn set_up(bench: &Bench, trace: Trace, factor: f64) {
    bench.set_up(Some(Setup {
        trace,
        speed: Speed::new(factor).expect("a speed"),
        out: None,
    }));
}

/// Opens a panel with a controller that was brought up, and takes its events
/// until the fingers are done; tells the counts of its faults, too.
pub(crate) fn replay<B, C, const N: usize>(
    place: &'static TouchPlace<N>,
    wiring: TouchWiring,
    controller: C,
) -> (Vec<TouchEvent>, class_touch::Faults)
where
    B: Soldered,
    C: TouchController + Send + 'static,
{
    let wake = Wake::default();
    let claim = place.claim().expect("nobody has it");
    let opened = claim.open::<Machine<B>, _, _>(wiring, controller, wake.clone());
    let mut touch = opened.expect("it opens");
    let bench = Machine::<B>::bench();
    let (mut events, mut batch) = (Vec::new(), [TouchEvent::new(0, TouchKind::Up, 0, 0, 0); 32]);
    loop {
        let finished = Spectator::is_finished(bench);
        wake.wait();
        loop {
            let drained = touch.drain(&mut batch);
            events.extend_from_slice(&batch[..drained]);
            if drained == 0 {
                break;
            }
        }
        if finished {
            return (events, touch.faults());
        }
    }
}

/// The built-in trace, unpaced: exactly what the part can report comes out,
/// and nobody complains.
pub(crate) fn all_of_it<B, C>(place: &'static TouchPlace<64>, wiring: TouchWiring, controller: C)
where
    B: Soldered,
    C: TouchController + Send + 'static,
{
    let bench = Machine::<B>::bench();
    set_up(bench, Trace::builtin(), 0.0);
    let strokes = Spectator::strokes(bench).expect("set up");
    let expected = strokes.rows;
    assert!(expected.len() > 1_000);
    let (mut events, faults) = replay::<B, C, 64>(place, wiring, controller);
    if !strokes.own_times {
        assert!(events.is_sorted_by_key(|event| event.time_us));
        for (event, row) in events.iter_mut().zip(&expected) {
            assert!(event.time_us <= row.time_us);
            event.time_us = row.time_us;
        }
    }
    let differs = events.iter().zip(&expected).position(|(a, b)| a != b);
    let around = differs.map(|at| (at, events[at], expected[at]));
    assert_eq!((around, events.len()), (None, expected.len()));
    assert_eq!(
        (faults.bus, faults.missed, faults.throttled, faults.stuck),
        (0, 0, 0, 0)
    );
    let spectator: &dyn Spectator = bench;
    assert_eq!(spectator.complaints(), [""; 0]);
    assert!(spectator.is_idle());
}
