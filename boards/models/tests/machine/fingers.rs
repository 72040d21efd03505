//! Fingers: in time, without loss, and on a line that is broken.

use std::sync::{Arc, Mutex, mpsc};
use std::time::Duration;

use board_models::{Spectator, Trace};
use board_support::{BoardError, Edge, Platform};
use chip_ft6x36::{Config, Ft6x36};
use class_touch::{Report, Sampler, TouchController, TouchEvent};
use embedded_hal::i2c::ErrorKind;

use crate::{I2C, INTERRUPT, SDA, Tested, lock, setup, stroke};

const SOON: Duration = Duration::from_secs(20);

/// Reads a report for each edge, on the task's side, until the fingers are
/// done; tells the events, and the reads that failed.
fn read_all<P: Platform>(bench: &board_models::Bench) -> (Vec<TouchEvent>, usize) {
    let bus = P::i2c(&I2C).expect("open");
    let mut part = Ft6x36::open(bus, Config::default()).expect("it answers");
    let (rings, bell) = mpsc::channel();
    let on_edge = Box::new(move |now| {
        // Nobody reads after the end.
        let _late = rings.send(now);
    });
    let interrupt = P::on_edge(INTERRUPT, Edge::Falling, on_edge).expect("open");
    let fingers = bench.fingers().expect("a touch panel");
    let mut sampler = Sampler::new(fingers.size());
    let (mut events, mut failed) = (Vec::new(), 0);
    loop {
        let finished = fingers.is_finished();
        match bell.recv_timeout(Duration::from_millis(2)) {
            Ok(now) => match part.read() {
                Ok(Report::Contacts(contacts)) => {
                    sampler.sample(now, &contacts, |event| events.push(event));
                }
                _ => failed += 1,
            },
            Err(_) if finished => break,
            Err(_) => {}
        }
    }
    drop(interrupt);
    (events, failed)
}

#[test]
fn unpaced_every_row_comes_out_as_it_went_in() {
    type Here = Tested<20>;
    let trace = Trace::builtin();
    Here::bench().set_up(Some(setup(trace.clone(), 0.0)));
    for _ in 0..2 {
        let (events, failed) = read_all::<Here>(Here::bench());
        assert_eq!((events == trace.rows(), failed), (true, 0));
        let spectator: &dyn Spectator = Here::bench();
        assert_eq!(spectator.touches(), trace.rows().len());
        assert!(spectator.is_finished() && spectator.is_idle());
        assert_eq!(Here::bench().complaints(), [""; 0]);
    }
}

#[test]
fn unpaced_a_failed_read_loses_one_row_and_holds_nobody_up() {
    type Here = Tested<21>;
    Here::bench().set_up(Some(setup(stroke(30), 0.0)));
    // Those of bring-up come first.
    let faults: Vec<_> = [20, 21, 30].map(|nth| (nth, ErrorKind::Bus)).into();
    Here::bench().fail_i2c(SDA, &faults);
    let (events, failed) = read_all::<Here>(Here::bench());
    assert_eq!((events.len(), failed), (32 - 3, 3));
}

#[test]
fn in_time_the_handler_has_the_recordings_time() {
    type Here = Tested<22>;
    Here::bench().set_up(Some(setup(stroke(10), 4.0)));
    let times = Arc::new(Mutex::new(Vec::new()));
    let theirs = Arc::clone(&times);
    let on_edge = Box::new(move |now| lock(&theirs).push(now));
    // In its power-on mode the line falls once for a touch.
    let interrupt = Here::on_edge(INTERRUPT, Edge::Falling, on_edge).expect("open");
    let fingers = Here::bench().fingers().expect("a touch panel");
    assert!(fingers.wait_finished(SOON));
    let touched = fingers.touched();
    assert_eq!(touched.len(), 12);
    let took = touched[11].duration_since(touched[0]);
    assert!(took >= Duration::from_millis(20), "{took:?}");
    assert!(Here::now_us() >= 88_000);
    drop(interrupt);
    assert_eq!(*lock(&times), [0]);
}

#[test]
fn a_line_that_sticks_falls_once_and_one_that_rattles_often() {
    type Here = Tested<23>;
    let far = stroke(2).to_string().replace("\n8000,", "\n9000000000,");
    let far = far
        .replace("16000,", "9000000001,")
        .replace("24000,", "9000000002,");
    Here::bench().set_up(Some(setup(far.parse().expect("a trace"), 1.0)));
    let times = Arc::new(Mutex::new(Vec::new()));
    let theirs = Arc::clone(&times);
    let on_edge = Box::new(move |now| lock(&theirs).push(now));
    let interrupt = Here::on_edge(INTERRUPT, Edge::Falling, on_edge).expect("open");
    let fingers = Here::bench().fingers().expect("a touch panel");
    while fingers.touches() == 0 {
        std::thread::yield_now();
    }
    Here::bench().rattle(INTERRUPT, 1_000);
    let before = lock(&times).len();
    assert!((1_000..=1_001).contains(&before), "{before}");
    // In its power-on mode the line is low already.
    Here::bench().stick_low(INTERRUPT, true);
    assert_eq!(lock(&times).len(), before);
    drop(interrupt);
    assert!(Here::bench().is_closed());
}

#[test]
fn a_handler_that_panics_ends_the_fingers() {
    type Here = Tested<24>;
    Here::bench().set_up(Some(setup(stroke(5), 0.0)));
    let on_edge = Box::new(|_| panic!("on purpose"));
    let interrupt = Here::on_edge(INTERRUPT, Edge::Falling, on_edge).expect("open");
    let fingers = Here::bench().fingers().expect("a touch panel");
    assert!(!fingers.wait_finished(SOON));
    assert!(fingers.has_ended_early());
    let told = Spectator::complaints(Here::bench());
    assert_eq!(told, ["the fingers broke off"]);
    drop(interrupt);
}

#[test]
fn a_wrong_environment_is_told_and_nothing_is_open() {
    // Nobody else in this program reads the environment.
    type Here = Tested<25>;
    let wrong = board_models::Speed::from_setting(Some("fast".as_ref()));
    assert!(matches!(
        wrong,
        Err(BoardError::Config {
            setting: "SIM_SPEED",
            ..
        })
    ));
    let none = Trace::from_setting(Some("/nowhere/at/all.csv".as_ref()));
    assert!(matches!(
        none,
        Err(BoardError::Config {
            reason: "no such file",
            ..
        })
    ));
    assert!(Here::bench().is_closed());
}
