//! Every byte on the bus, and every way in which bus and pin can fail.

use chip_cst816s::{Config, Cst816s, OpenError, PARTS};
use chip_testing::{I2C_KINDS, cut_short};
use class_touch::{
    Contact, PanelSize, Phase, Report, Sampler, TouchController, TouchError, TouchKind,
};
use embedded_hal::delay::DelayNs;
use embedded_hal::i2c::ErrorKind;
use embedded_hal_mock::eh1::MockError;
use embedded_hal_mock::eh1::digital::{Mock as Pin, State, Transaction as Edge};
use embedded_hal_mock::eh1::i2c::{Mock, Transaction};

const ADDRESS: u8 = 0x15;

/// Adds up what it was asked to wait.
#[derive(Default)]
struct Stopwatch(u64);

impl DelayNs for Stopwatch {
    fn delay_ns(&mut self, ns: u32) {
        self.0 += u64::from(ns);
    }
}

fn id(found: u8) -> Transaction {
    Transaction::write_read(ADDRESS, vec![0xA7], vec![found])
}

fn bring_up() -> Vec<Transaction> {
    vec![
        id(0xB4),
        Transaction::write(ADDRESS, vec![0xFA, 0x60]),
        Transaction::write(ADDRESS, vec![0xFE, 0x01]),
    ]
}

fn pin() -> Pin {
    Pin::new(&[Edge::set(State::Low), Edge::set(State::High)])
}

fn open(after: &[Transaction]) -> Cst816s<Mock, Pin> {
    let mut script = bring_up();
    script.extend_from_slice(after);
    let delay = Stopwatch::default();
    Cst816s::open(Mock::new(&script), pin(), delay, Config::default()).expect("bring-up")
}

fn done(touch: Cst816s<Mock, Pin>) {
    let (mut bus, mut reset) = touch.release();
    bus.done();
    reset.done();
}

fn block(fingers: u8, point: [u8; 4]) -> Transaction {
    let [xh, xl, yh, yl] = point;
    // A gesture before it, and what nobody documents behind it.
    let bytes = vec![0, 0x05, fingers, xh, xl, yh, yl, 0x77, 0x88];
    Transaction::write_read(ADDRESS, vec![0x00], bytes)
}

fn contacts(script: &[Transaction]) -> Vec<Contact> {
    let mut touch = open(script);
    let report = touch.read().expect("a report");
    done(touch);
    match report {
        Report::Contacts(contacts) => contacts.to_vec(),
        Report::Overfull { announced } => panic!("overfull: {announced}"),
    }
}

#[test]
fn bring_up_is_these_bytes_and_takes_420_ms() {
    let mut watch = Stopwatch::default();
    let bus = Mock::new(&bring_up());
    let touch = Cst816s::open(bus, pin(), &mut watch, Config::default());
    done(touch.expect("bring-up"));
    assert_eq!(watch.0, 420_000_000);
}

#[test]
fn it_may_sleep() {
    let mut script = bring_up();
    script[2] = Transaction::write(ADDRESS, vec![0xFE, 0x00]);
    let (bus, config) = (Mock::new(&script), Config { auto_sleep: true });
    done(Cst816s::open(bus, pin(), Stopwatch::default(), config).expect("bring-up"));
}

#[test]
fn every_known_part_is_taken_and_no_other() {
    for found in 0..=255 {
        let known = PARTS.contains(&found);
        let mut script = bring_up();
        script[0] = id(found);
        script.truncate(if known { 3 } else { 1 });
        let (mut bus, mut reset) = (Mock::new(&script), pin());
        let delay = Stopwatch::default();
        let opened = Cst816s::open(bus.clone(), reset.clone(), delay, Config::default());
        match opened {
            Ok(_) => assert!(known),
            Err(error) => assert_eq!(error, OpenError::WrongId { found }),
        }
        bus.done();
        reset.done();
    }
}

#[test]
fn a_finger_and_none() {
    let finger = Contact {
        id: 0,
        x: 0x123,
        y: 0x0EF,
        pressure: 0,
        phase: Phase::Moved,
    };
    assert_eq!(contacts(&[block(1, [0x81, 0x23, 0xF0, 0xEF])]), [finger]);
    assert_eq!(contacts(&[block(0, [0x81, 0x23, 0xF0, 0xEF])]), []);
    assert_eq!(contacts(&[block(0xF1, [0x81, 0x23, 0x00, 0xEF])]), [finger]);
}

#[test]
fn each_flag() {
    for (flag, phase) in [
        (0x00, Phase::Down),
        (0x40, Phase::Up),
        (0x80, Phase::Moved),
        (0xC0, Phase::Held),
    ] {
        assert_eq!(contacts(&[block(1, [flag, 1, 0, 1])])[0].phase, phase);
    }
}

#[test]
fn more_fingers_than_there_can_be() {
    for announced in [2, 5, 10, 11, 15, 0x22, 255] {
        let mut touch = open(&[block(announced, [0xFF; 4]), block(0, [0; 4])]);
        assert_eq!(touch.read(), Ok(Report::Overfull { announced }));
        assert!(matches!(touch.read(), Ok(Report::Contacts(c)) if c.is_empty()));
        done(touch);
    }
}

#[test]
fn every_error_at_every_transaction_of_bring_up() {
    for (kind, script) in cut_short(&bring_up()) {
        let (mut bus, mut reset) = (Mock::new(&script), pin());
        let delay = Stopwatch::default();
        let failed = Cst816s::open(bus.clone(), reset.clone(), delay, Config::default());
        assert_eq!(failed.expect_err("the bus failed"), OpenError::Bus(kind));
        bus.done();
        reset.done();
    }
}

#[test]
fn every_error_of_a_reading_is_told_and_the_next_works() {
    let finger = block(1, [0x80, 7, 0, 9]);
    for kind in I2C_KINDS {
        let mut touch = open(&[finger.clone().with_error(kind), finger.clone()]);
        assert_eq!(touch.read(), Err(kind));
        assert!(matches!(touch.read(), Ok(Report::Contacts(c)) if c.len() == 1));
        done(touch);
    }
}

#[test]
fn every_failure_of_the_pin_is_told_before_the_bus_is_touched() {
    for nth in 0..2 {
        let broken = || MockError::Io(std::io::ErrorKind::Other);
        let mut edges = vec![Edge::set(State::Low), Edge::set(State::High)];
        edges.truncate(nth + 1);
        edges[nth] = edges[nth].clone().with_error(broken());
        let (mut bus, mut reset) = (Mock::new(&[]), Pin::new(&edges));
        let delay = Stopwatch::default();
        let failed = Cst816s::open(bus.clone(), reset.clone(), delay, Config::default());
        assert_eq!(
            failed.expect_err("the pin failed"),
            OpenError::Pin(broken())
        );
        bus.done();
        reset.done();
    }
}

#[test]
fn a_finger_through_the_sampler() {
    let mut touch = open(&[
        block(1, [0x00, 10, 0, 20]),
        block(1, [0x80, 11, 0, 20]),
        block(0, [0x40, 11, 0, 20]),
    ]);
    let mut sampler = Sampler::new(PanelSize {
        width: 240,
        height: 240,
    });
    let mut events = Vec::new();
    for _ in 0..3 {
        let Ok(Report::Contacts(contacts)) = touch.read() else {
            panic!("a report");
        };
        sampler.sample(0, &contacts, |event| events.push((event.kind, event.x)));
    }
    let expected = [
        (TouchKind::Down, 10),
        (TouchKind::Move, 11),
        (TouchKind::Up, 11),
    ];
    assert_eq!(events, expected);
    done(touch);
}

#[test]
fn errors_are_sentences() {
    type Failed = OpenError<ErrorKind, &'static str>;
    let wrong = Failed::WrongId { found: 0x20 };
    assert_eq!(wrong.to_string(), "no CST816S: ChipID is 0x20");
    assert_eq!(Failed::Bus(ErrorKind::Bus).to_string(), "I2C: Bus");
    assert_eq!(Failed::Pin("stuck").to_string(), "pin: \"stuck\"");
}

#[test]
fn its_errors_are_the_classs() {
    type Failed = OpenError<ErrorKind, embedded_hal::digital::ErrorKind>;
    let expected = TouchError::WrongPart {
        expected: "cst816s",
        found: 0x20,
    };
    assert_eq!(TouchError::from(Failed::WrongId { found: 0x20 }), expected);
    let bus = TouchError::from(Failed::Bus(ErrorKind::Overrun));
    assert_eq!(bus, TouchError::Bus(ErrorKind::Overrun));
    let pin = embedded_hal::digital::ErrorKind::Other;
    assert_eq!(TouchError::from(Failed::Pin(pin)), TouchError::Pin(pin));
}
