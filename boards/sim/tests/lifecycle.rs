//! Opening and closing: by one at a time, at once, and as new.

mod common;

use std::sync::mpsc;
use std::time::{Duration, Instant};

use board_sim::{Board, BoardError, SimConfig, SimDevice, Trace};
use board_support::HasTouch;
use class_touch::{Doorbell, Faults, TouchEvent, TouchKind, TouchStream};
use common::{BLANK, Rung, SOON, replay, slow, unpaced};

#[test]
fn a_panel_is_opened_by_one_at_a_time() {
    static PANEL: SimDevice<8> = SimDevice::new();
    let open = || PANEL.open(slow(), Rung::default());
    let first = open().expect("opens");
    assert_eq!(open().map(|_| ()), Err(BoardError::Busy));
    assert_eq!(open().map(|_| ()), Err(BoardError::Busy));
    drop(first);
    assert!(open().is_ok());
}

#[test]
fn the_boards_panel_is_one_device() {
    let first = Board::touch(Rung::default()).expect("opens");
    let second = Board::touch(Rung::default()).map(|_| ());
    assert_eq!(second, Err(BoardError::Busy));
    let third = Board::device().open(slow(), Rung::default()).map(|_| ());
    assert_eq!(third, Err(BoardError::Busy));
    assert!(Board::device().status().open);
    drop(first);
    assert!(!Board::device().status().open);
    assert!(Board::touch(Rung::default()).is_ok());
}

#[test]
fn two_panels_do_not_meet() {
    static ONE: SimDevice<8> = SimDevice::new();
    static TWO: SimDevice<16> = SimDevice::new();
    let one = ONE.open(slow(), Rung::default()).expect("opens");
    assert_eq!(replay(&TWO, unpaced(Trace::builtin())).stats.capacity, 16);
    assert_eq!(one.stats().capacity, 8);
}

#[test]
fn closing_does_not_wait_for_the_next_row() {
    static PANEL: SimDevice<8> = SimDevice::new();
    for _ in 0..20 {
        let touch = PANEL.open(slow(), Rung::default()).expect("opens");
        while PANEL.status().interrupts == 0 {
            std::thread::yield_now();
        }
        let start = Instant::now();
        drop(touch);
        let took = start.elapsed();
        // The goal is 10 ms; the rest is for a busy machine.
        assert!(took < Duration::from_secs(1), "{took:?}");
        let status = PANEL.status();
        assert_eq!((status.finished, status.ended_early), (false, false));
    }
}

#[test]
fn closing_does_not_wait_for_room_either() {
    static PANEL: SimDevice<8> = SimDevice::new();
    let touch = PANEL
        .open(unpaced(Trace::builtin()), Rung::default())
        .expect("opens");
    while touch.stats().queued < 4 {
        std::thread::yield_now();
    }
    drop(touch);
    assert!(!PANEL.status().finished);
}

#[test]
fn after_the_close_nobody_rings() {
    /// Rings into a channel, which ends when the doorbell is gone.
    struct Bell(mpsc::Sender<()>);
    impl Doorbell for Bell {
        fn ring(&self) {
            let _nobody_listens = self.0.send(());
        }
    }
    static PANEL: SimDevice<8> = SimDevice::new();
    let (bell, rings) = mpsc::channel();
    let touch = PANEL.open(slow(), Bell(bell)).expect("opens");
    rings.recv_timeout(SOON).expect("the first event rings");
    drop(touch);
    assert_eq!(rings.try_recv(), Err(mpsc::TryRecvError::Disconnected));
}

#[test]
fn the_next_one_starts_at_zero() {
    static PANEL: SimDevice<8> = SimDevice::new();
    let fast = SimConfig {
        speed: board_sim::Speed::new(1e9).expect("a speed"),
        ..SimConfig::default()
    };
    let touch = PANEL.open(fast, Rung::default()).expect("opens");
    assert!(PANEL.wait_finished(SOON));
    assert!(touch.stats().dropped > 0);
    drop(touch);

    let mut next = PANEL.open(slow(), Rung::default()).expect("opens");
    let start = Instant::now();
    while next.faults().reads == 0 && start.elapsed() < SOON {
        std::thread::yield_now();
    }
    let mut events = [BLANK; 8];
    while next.drain(&mut events) == 0 && start.elapsed() < SOON {}
    assert_eq!(events[0], TouchEvent::new(0, TouchKind::Down, 0, 1, 1));
    let stats = next.stats();
    assert_eq!((stats.offered, stats.delivered, stats.dropped), (1, 1, 0));
    let expected = Faults {
        reads: 1,
        ..Faults::default()
    };
    assert_eq!(next.faults(), expected);
}

#[test]
fn a_doorbell_that_panics_costs_one_replay() {
    struct Mine;
    impl Doorbell for Mine {
        fn ring(&self) {
            panic!("on purpose");
        }
    }
    static PANEL: SimDevice<8> = SimDevice::new();
    let touch = PANEL.open(slow(), Mine).expect("opens");
    // Not after `SOON`, but at once: nothing is left to wait for.
    let start = Instant::now();
    assert!(!PANEL.wait_finished(10 * SOON));
    assert!(start.elapsed() < SOON);
    let status = PANEL.status();
    assert_eq!((status.finished, status.ended_early), (false, true));
    drop(touch);
    assert!(PANEL.status().ended_early);
    let trace = Trace::builtin();
    assert_eq!(replay(&PANEL, unpaced(trace.clone())).events, trace.rows());
    let status = PANEL.status();
    assert_eq!((status.finished, status.ended_early), (true, false));
}
