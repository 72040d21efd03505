//! Interrupt lines that float or are stuck, on every board: a drain takes a
//! bounded time, what is left out is counted, and the panel works on.

use std::time::{Duration, Instant};

use board_models::{Bench, Machine, Setup, Speed, Trace};
use board_support::HasTouch;
use class_touch::{Doorbell, Faults, TouchEvent, TouchKind, TouchStream};

/// How often a floating line falls at once.
const FALLS: u32 = 20_000;

/// More readings than any board makes of that, or of a line that is stuck.
const MANY: u32 = 300;

const SOON: Duration = Duration::from_secs(20);

struct Silent;

impl Doorbell for Silent {
    fn ring(&self) {}
}

/// A finger that comes down now, moves when three seconds have gone, and is
/// lifted in an hour.
fn fingers(bench: &Bench) {
    let row = |time_us, kind, x| TouchEvent::new(time_us, kind, 0, x, 50).with_pressure(90);
    let rows = [
        row(0, TouchKind::Down, 40),
        row(3_000_000, TouchKind::Move, 45),
        row(3_600_000_000, TouchKind::Up, 45),
    ];
    bench.set_up(Some(Setup {
        trace: Trace::from_rows(&rows).expect("a trace"),
        speed: Speed::REAL_TIME,
        out: None,
    }));
}

/// Drains as a task does, until then; tells the events.
fn drain<T: TouchStream>(touch: &mut T, until: impl Fn(&T) -> bool) -> Vec<TouchEvent> {
    let (mut events, mut batch) = (Vec::new(), [TouchEvent::new(0, TouchKind::Up, 0, 0, 0); 8]);
    let start = Instant::now();
    while !until(touch) {
        assert!(start.elapsed() < SOON, "{:?}", touch.faults());
        let drained = touch.drain(&mut batch);
        events.extend_from_slice(&batch[..drained]);
        std::thread::sleep(Duration::from_micros(200));
    }
    events
}

fn since(before: Faults, now: Faults) -> Faults {
    Faults {
        reads: now.reads - before.reads,
        missed: now.missed - before.missed,
        throttled: now.throttled - before.throttled,
        stuck: now.stuck - before.stuck,
        ..now
    }
}

/// `follows` says that clock ticks follow the finger, and its edges do not
/// count meanwhile.
fn lines_of<B: HasTouch>(bench: &Bench, follows: bool) {
    fingers(bench);
    let mut touch = B::touch(Silent).expect("it opens");
    let line = bench.fingers().and_then(|fingers| fingers.interrupt());
    let line = line.expect("it is wired");
    let down = drain(&mut touch, |touch| touch.stats().delivered > 0);
    assert_eq!(down.len(), 1);

    let before = touch.faults();
    bench.rattle(line, FALLS);
    drain(&mut touch, |touch| {
        let Faults {
            reads,
            missed,
            throttled,
            ..
        } = since(before, touch.faults());
        follows || reads + missed + throttled >= FALLS
    });
    let storm = since(before, touch.faults());
    assert!(storm.reads < MANY, "{storm:?}");
    assert!(follows || storm.throttled > FALLS - MANY, "{storm:?}");

    let before = touch.faults();
    bench.stick_low(line, true);
    let start = Instant::now();
    drain(&mut touch, |_| start.elapsed() > Duration::from_millis(300));
    let stuck = since(before, touch.faults());
    assert!(stuck.reads < MANY, "{stuck:?}");
    bench.stick_low(line, false);
    let (start, mut has_moved) = (Instant::now(), false);
    while !has_moved {
        assert!(start.elapsed() < SOON, "{:?}", touch.faults());
        let calls = std::cell::Cell::new(0);
        let events = drain(&mut touch, |_| calls.replace(calls.get() + 1) == 9);
        has_moved = events.iter().any(|event| event.x == 45);
    }
    assert_eq!(touch.faults().bus, 0);
    drop(touch);
    assert!(bench.is_closed());
}

macro_rules! tests {
    ($($board:ident: $follows:expr,)*) => {
        $(#[test]
        fn $board() {
            lines_of::<$board::Board>(Machine::<$board::Models>::bench(), $follows);
        })*
    };
}

tests! {
    board_esp32_c3: false,
    board_esp32_s3_box_3: false,
    board_m5stack_core2: false,
    board_pico_restouch_lcd_3_5: true,
    board_stm32f407g_disc1: false,
}
