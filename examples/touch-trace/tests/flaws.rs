//! The comparison is no formality: what goes wrong on the way is found.

use std::sync::Mutex;
use std::time::Instant;

use board::{BoardError, SimConfig, SimDevice, SimFault, SimTouch, Speed, Trace};
use board_support::{Board, HasTouch};
use class_touch::Doorbell;
use touch_trace::{Flaw, Outcome, Reader, Spectator, compare, run};

static DEVICE: SimDevice<32> = SimDevice::new();

/// What the board of this test has to do next.
static CONFIG: Mutex<Option<SimConfig>> = Mutex::new(None);

/// A board on which things go wrong.
struct Faulty;

impl Board for Faulty {
    const NAME: &'static str = "faulty";
}

impl HasTouch for Faulty {
    type Touch = SimTouch<32>;

    fn touch<D: Doorbell + Send + 'static>(doorbell: D) -> Result<Self::Touch, BoardError> {
        let config = CONFIG.lock().ok().and_then(|mut config| config.take());
        DEVICE.open(config.unwrap_or_default(), doorbell)
    }
}

impl Spectator for Faulty {
    fn interrupt_count(&self) -> usize {
        DEVICE.status().interrupts
    }

    fn interrupts(&self) -> Vec<Instant> {
        DEVICE.interrupts()
    }

    fn transactions(&self) -> u32 {
        DEVICE.status().transactions
    }

    fn is_finished(&self) -> bool {
        DEVICE.status().finished
    }

    fn has_ended_early(&self) -> bool {
        DEVICE.status().ended_early
    }
}

/// One finger, a hundred rows.
fn trace() -> Trace {
    let mut text = String::from(board::HEADER) + "\n0,down,2,0,7,50\n";
    for n in 1..99 {
        text += &format!("{n}000,move,2,{n},7,50\n");
    }
    text += "99000,up,2,99,7,50\n";
    text.parse().expect("a trace")
}

fn replayed(faults: &[SimFault], speed: Speed, reader: Reader) -> Outcome {
    let config = SimConfig {
        trace: trace(),
        speed,
        faults: faults.to_vec(),
        ..SimConfig::default()
    };
    *CONFIG.lock().expect("nobody panics with it") = Some(config);
    run::<Faulty>(&Faulty, reader, &mut |_| {}).expect("the port keeps its promises")
}

#[test]
fn a_fault_before_the_ring_is_a_flaw_and_none_is_none() {
    let rows = trace().rows().to_vec();
    let good = replayed(&[], Speed::UNPACED, Reader::Prompt);
    assert_eq!(compare(&rows, &good), Ok((0..100).collect()));
    assert_eq!((good.board, good.interrupts.len()), ("faulty", 100));

    let elsewhere = SimFault::Place {
        row: 50,
        x: 3,
        y: 3,
    };
    let found = compare(
        &rows,
        &replayed(&[elsewhere], Speed::UNPACED, Reader::Prompt),
    );
    assert!(matches!(found, Err(Flaw::Stray { nth: 50, event }) if event.x == 3));

    let overfull = SimFault::Count { row: 50, count: 5 };
    let outcome = replayed(&[overfull], Speed::UNPACED, Reader::Prompt);
    assert_eq!(outcome.faults.overfull, 1);
    assert_eq!(
        compare(&rows, &outcome),
        Err(Flaw::Offered {
            rows: 100,
            offered: 99
        })
    );

    // The port is free again, and a slow process has all that waits for it.
    let slow = replayed(&[], Speed::REAL_TIME, Reader::Busy(8));
    let found = compare(&rows, &slow).map(|found| found.len() as u32);
    assert_eq!(found, Ok(100 - slow.counts.dropped));
}
