//! Every byte on the bus, and every way in which the bus can fail.

use chip_gt911::{Address, Gt911, OpenError, select_address};
use chip_testing::{I2C_KINDS, cut_short, failing};
use class_touch::{Contact, PanelSize, Phase, Report, TouchController, TouchError};
use embedded_hal::i2c::{ErrorKind, NoAcknowledgeSource};
use embedded_hal_mock::eh1::MockError;
use embedded_hal_mock::eh1::delay::NoopDelay;
use embedded_hal_mock::eh1::digital::{Mock as Pin, State, Transaction as Edge};
use embedded_hal_mock::eh1::i2c::{Mock, Transaction};

const LOW: u8 = 0x5D;
const HIGH: u8 = 0x14;
const ABSENT: ErrorKind = ErrorKind::NoAcknowledge(NoAcknowledgeSource::Address);

/// Id, firmware 0x1060, 1024 by 600.
fn ids(address: u8, id: [u8; 4]) -> Transaction {
    let mut bytes = id.to_vec();
    bytes.extend([0x60, 0x10, 0x00, 0x04, 0x58, 0x02]);
    Transaction::write_read(address, vec![0x81, 0x40], bytes)
}

fn bring_up(address: u8) -> Vec<Transaction> {
    vec![
        ids(address, *b"911\0"),
        Transaction::write(address, vec![0x80, 0x40, 0x00]),
        clear(address),
    ]
}

fn clear(address: u8) -> Transaction {
    Transaction::write(address, vec![0x81, 0x4E, 0x00])
}

/// A point with its number in every field.
fn point(n: u8) -> [u8; 8] {
    [n, n, 1, n, 2, n, 0, 0xEE]
}

fn contact(n: u8) -> Contact {
    Contact {
        id: n,
        x: 0x100 + u16::from(n),
        y: 0x200 + u16::from(n),
        pressure: n,
        phase: Phase::Unknown,
    }
}

fn status(register: u8, first: u8) -> Transaction {
    let mut bytes = vec![register];
    bytes.extend(point(first));
    Transaction::write_read(LOW, vec![0x81, 0x4E], bytes)
}

/// The report of points 1 to `count`, all of its transactions.
fn report(count: u8) -> Vec<Transaction> {
    let mut script = vec![status(0x80 | count, 1)];
    if count > 1 {
        let more = (2..=count).flat_map(point).collect();
        script.push(Transaction::write_read(LOW, vec![0x81, 0x57], more));
    }
    script.push(clear(LOW));
    script
}

fn open(after: Vec<Transaction>) -> Gt911<Mock> {
    let mut script = bring_up(LOW);
    script.extend(after);
    Gt911::open(Mock::new(&script), Address::IntLow).expect("bring-up")
}

fn contacts(read: Result<Report, ErrorKind>) -> Vec<Contact> {
    match read.expect("a report") {
        Report::Contacts(contacts) => contacts.to_vec(),
        Report::Overfull { announced } => panic!("overfull: {announced}"),
    }
}

#[test]
fn bring_up_at_either_address() {
    for (address, byte) in [(Address::IntLow, LOW), (Address::IntHigh, HIGH)] {
        let touch = Gt911::open(Mock::new(&bring_up(byte)), address).expect("bring-up");
        let (width, height) = (1_024, 600);
        assert_eq!(touch.size(), PanelSize { width, height });
        assert_eq!(touch.address(), address);
        touch.release().done();
    }
}

#[test]
fn it_is_found_at_either_address() {
    let touch = Gt911::find(Mock::new(&bring_up(LOW))).expect("at 0x5D");
    assert_eq!(touch.address(), Address::IntLow);
    touch.release().done();
    for first in [ids(LOW, *b"911\0").with_error(ABSENT), ids(LOW, *b"1151")] {
        let mut script = vec![first];
        script.extend(bring_up(HIGH));
        let touch = Gt911::find(Mock::new(&script)).expect("at 0x14");
        assert_eq!(touch.address(), Address::IntHigh);
        touch.release().done();
    }
}

#[test]
fn what_is_told_when_it_is_at_neither() {
    let (good, other) = (*b"911\0", *b"9271");
    let wrong = |found| OpenError::WrongId { found };
    let absent = OpenError::Bus(ABSENT);
    for (low, high, told) in [
        (Err(ABSENT), Some(Err(ABSENT)), absent),
        (Ok(other), Some(Err(ABSENT)), wrong(other)),
        (Err(ABSENT), Some(Ok(other)), wrong(other)),
        (
            Err(ABSENT),
            Some(Err(ErrorKind::Bus)),
            OpenError::Bus(ErrorKind::Bus),
        ),
        (Err(ErrorKind::Bus), None, OpenError::Bus(ErrorKind::Bus)),
    ] {
        let at = |address, answer: Result<[u8; 4], ErrorKind>| match answer {
            Ok(id) => ids(address, id),
            Err(kind) => ids(address, good).with_error(kind),
        };
        let mut script = vec![at(LOW, low)];
        script.extend(high.map(|high| at(HIGH, high)));
        let mut bus = Mock::new(&script);
        assert_eq!(Gt911::find(bus.clone()).expect_err("none"), told);
        bus.done();
    }
}

#[test]
fn another_part_is_named_and_not_written_to() {
    for found in [*b"9110", *b"911 ", *b"1151", [0; 4], [0xFF; 4]] {
        let mut bus = Mock::new(&[ids(LOW, found)]);
        let refused = Gt911::open(bus.clone(), Address::IntLow);
        assert_eq!(refused.expect_err("no GT911"), OpenError::WrongId { found });
        bus.done();
    }
}

#[test]
fn none_to_five_points_and_the_buffer_cleared_each_time() {
    let mut touch = open((0..=5).flat_map(report).collect());
    for count in 0..=5 {
        let expected: Vec<_> = (1..=count).map(contact).collect();
        assert_eq!(contacts(touch.read()), expected);
    }
    touch.release().done();
}

#[test]
fn no_new_report_is_the_last_one() {
    let not_ready = || status(0x02, 9);
    let mut script = vec![not_ready()];
    script.extend(report(2));
    script.extend([not_ready(), status(0x84 & 0x7F, 9)]);
    script.extend(report(0));
    script.push(not_ready());
    let mut touch = open(script);
    let counts: Vec<_> = (0..6).map(|_| contacts(touch.read()).len()).collect();
    assert_eq!(counts, [0, 2, 2, 2, 0, 0]);
    touch.release().done();
}

#[test]
fn more_points_than_there_can_be_are_told_and_cleared() {
    for announced in [0x86, 0x8F, 0xF6, 0xFF] {
        let mut script = report(1);
        script.extend([status(announced, 1), clear(LOW), status(0, 0)]);
        let mut touch = open(script);
        assert_eq!(contacts(touch.read()), [contact(1)]);
        assert_eq!(touch.read(), Ok(Report::Overfull { announced }));
        assert_eq!(contacts(touch.read()), [contact(1)], "it said nothing new");
        touch.release().done();
    }
}

#[test]
fn keys_and_large_touches_are_no_points_and_sizes_end_at_255() {
    let mut bytes = vec![0xF1, 0xF3, 0xFF, 0xFF, 0, 0, 0x00, 0x01, 0];
    let read = Transaction::write_read(LOW, vec![0x81, 0x4E], std::mem::take(&mut bytes));
    let mut touch = open(vec![read, clear(LOW)]);
    let points = contacts(touch.read());
    assert_eq!((points.len(), points[0].id, points[0].x), (1, 3, 0xFFFF));
    assert_eq!(points[0].pressure, 255);
    touch.release().done();
}

#[test]
fn every_error_at_every_transaction_of_bring_up() {
    for (kind, script) in cut_short(&bring_up(LOW)) {
        let mut bus = Mock::new(&script);
        let failed = Gt911::open(bus.clone(), Address::IntLow);
        assert_eq!(failed.expect_err("the bus failed"), OpenError::Bus(kind));
        bus.done();
    }
}

#[test]
fn every_error_of_a_reading_and_the_next_has_the_same_report() {
    for kind in I2C_KINDS {
        for nth in 0..3 {
            let script = failing(&report(5), nth, kind, report(5));
            let mut touch = open(script);
            assert_eq!(touch.read(), Err(kind));
            assert_eq!(contacts(touch.read()).len(), 5);
            touch.release().done();
        }
    }
}

#[test]
fn the_interrupt_line_selects_the_address() {
    for (address, level) in [
        (Address::IntLow, State::Low),
        (Address::IntHigh, State::High),
    ] {
        let mut reset = Pin::new(&[Edge::set(State::Low), Edge::set(State::High)]);
        let mut interrupt = Pin::new(&[Edge::set(level), Edge::set(State::Low)]);
        let mut delay = NoopDelay::new();
        let done = select_address(&mut reset, &mut interrupt, &mut delay, address);
        assert_eq!(done, Ok(()));
        reset.done();
        interrupt.done();
    }
}

#[test]
fn every_pin_that_fails_is_told() {
    let broken = || MockError::Io(std::io::ErrorKind::Other);
    let edges = |level| {
        vec![
            Edge::set(level),
            Edge::set(if level == State::Low {
                State::High
            } else {
                State::Low
            }),
        ]
    };
    for (bad_reset, nth) in [(true, 0), (true, 1), (false, 0), (false, 1)] {
        let (mut of_reset, mut of_line) = (edges(State::Low), edges(State::High));
        let bad = if bad_reset {
            &mut of_reset
        } else {
            &mut of_line
        };
        bad[nth] = bad[nth].clone().with_error(broken());
        // What does not happen any more.
        match (bad_reset, nth) {
            (true, 0) => (of_reset.truncate(1), of_line.clear()),
            (false, 0) => (of_reset.truncate(1), of_line.truncate(1)),
            (true, _) => ((), of_line.truncate(1)),
            (false, _) => ((), ()),
        };
        let (mut reset, mut line) = (Pin::new(&of_reset), Pin::new(&of_line));
        let mut delay = NoopDelay::new();
        let failed = select_address(&mut reset, &mut line, &mut delay, Address::IntHigh);
        assert_eq!(failed, Err(broken()));
        reset.done();
        line.done();
    }
}

#[test]
fn errors_are_sentences() {
    let wrong = OpenError::<ErrorKind>::WrongId { found: *b"911\x01" };
    assert_eq!(wrong.to_string(), r"no GT911: product id 911\x01");
    assert_eq!(OpenError::Bus(ErrorKind::Bus).to_string(), "I2C: Bus");
}

#[test]
fn its_errors_are_the_classs() {
    for (id, found) in [
        (*b"928\0", 928),
        (*b"9157", 9_157),
        (*b"\0\0\0\0", 0),
        ([0xFF; 4], 0),
        (*b"9999", 9_999),
    ] {
        let wrong = OpenError::<ErrorKind>::WrongId { found: id };
        let expected = TouchError::WrongPart {
            expected: "gt911",
            found,
        };
        assert_eq!(TouchError::from(wrong), expected);
    }
    for kind in I2C_KINDS {
        assert_eq!(
            TouchError::from(OpenError::Bus(kind)),
            TouchError::Bus(kind)
        );
    }
}
