//! Whichever touch controller the board carries is found, and only a board
//! without one has none.

use std::time::{Duration, Instant};

use board_esp32_s3_box_3::S3Box3;
use board_models::{
    Bench, Gt911, Gt911Address, Machine, Mounted, Setup, Soldered, Soldering, Spectator, Speed,
    Trace, Tt21100,
};
use board_support::{BoardError, HasTouch, Pin};
use class_touch::{Doorbell, PanelSize, TouchEvent, TouchKind, TouchStream};

const SIZE: PanelSize = PanelSize {
    width: 320,
    height: 240,
};

struct Silent;

impl Doorbell for Silent {
    fn ring(&self) {}
}

/// A board with a GT911 at either address, with a TT21100, or with none.
struct With<const WHICH: u8>;

const LOW: u8 = 0;
const HIGH: u8 = 1;
const TT21100: u8 = 2;
const NONE: u8 = 3;

impl<const WHICH: u8> Soldered for With<WHICH> {
    fn solder(board: &mut Soldering) {
        let i2c = board.i2c(Pin::gpio(8), Pin::gpio(18));
        let interrupt = Pin::gpio(3);
        match WHICH {
            TT21100 => {
                let turned = Mounted::from_right(Tt21100::new(), SIZE);
                let touch = board.on_i2c(i2c, turned);
                board.fingers(&touch, interrupt, SIZE);
            }
            LOW | HIGH => {
                let address = match WHICH {
                    LOW => Gt911Address::IntLow,
                    _ => Gt911Address::IntHigh,
                };
                let touch = board.on_i2c(i2c, Gt911::new(SIZE, address));
                board.fingers(&touch, interrupt, SIZE);
            }
            _ => {}
        }
        board.elsewhere(Pin::gpio(48));
    }
}

/// A stroke of three rows, as fast as it is read.
fn stroke(bench: &Bench) {
    let row = |time_us, kind, x| TouchEvent::new(time_us, kind, 0, x, 9).with_pressure(7);
    let rows = [
        row(0, TouchKind::Down, 1),
        row(8_000, TouchKind::Move, 2),
        row(16_000, TouchKind::Up, 2).with_pressure(0),
    ];
    bench.set_up(Some(Setup {
        trace: Trace::from_rows(&rows).expect("a trace"),
        speed: Speed::UNPACED,
        out: None,
    }));
}

fn events<const WHICH: u8>() -> Result<Vec<TouchEvent>, BoardError> {
    let bench = Machine::<With<WHICH>>::bench();
    stroke(bench);
    let mut touch = S3Box3::<Machine<With<WHICH>>>::touch(Silent)?;
    let (mut events, mut batch) = (Vec::new(), [TouchEvent::new(0, TouchKind::Up, 0, 0, 0); 8]);
    let start = Instant::now();
    while !Spectator::is_finished(bench) {
        assert!(start.elapsed() < Duration::from_secs(20), "{events:?}");
        let drained = touch.drain(&mut batch);
        events.extend_from_slice(&batch[..drained]);
    }
    let drained = touch.drain(&mut batch);
    events.extend_from_slice(&batch[..drained]);
    drop(touch);
    assert_eq!(Spectator::complaints(bench), [""; 0]);
    assert!(bench.is_closed());
    Ok(events)
}

#[test]
fn whichever_is_there_is_found() {
    let kinds = |events: Vec<TouchEvent>| {
        let kinds = events.iter().map(|event| (event.kind, event.x));
        kinds.collect::<Vec<_>>()
    };
    let expected = [
        (TouchKind::Down, 1),
        (TouchKind::Move, 2),
        (TouchKind::Up, 2),
    ];
    for found in [events::<LOW>(), events::<HIGH>(), events::<TT21100>()] {
        assert_eq!(found.map(kinds), Ok(expected.to_vec()));
    }
    let none = events::<NONE>();
    assert!(matches!(none, Err(BoardError::NoDevice { .. })), "{none:?}");
    assert!(Machine::<With<NONE>>::bench().is_closed());
}
