//! Every byte on the bus, and every way in which the bus can fail.

use chip_ft6x36::{Config, Ft6x36, OpenError};
use chip_testing::{I2C_KINDS, cut_short};
use class_touch::{Contact, Phase, Report, TouchController, TouchError};
use embedded_hal::i2c::ErrorKind;
use embedded_hal_mock::eh1::i2c::{Mock, Transaction};

const ADDRESS: u8 = 0x38;

fn ids(cipher: u8, focaltech: u8) -> Transaction {
    let ids = vec![cipher, 0x01, 0x00, 0x10, 0x00, focaltech];
    Transaction::write_read(ADDRESS, vec![0xA3], ids)
}

/// Bring-up with both settings, transaction by transaction.
fn bring_up() -> Vec<Transaction> {
    vec![
        ids(0x36, 0x11),
        Transaction::write_read(ADDRESS, vec![0xA3], vec![0; 13]),
        Transaction::write(ADDRESS, vec![0x86, 0x00]),
        Transaction::write(ADDRESS, vec![0x80, 0x20]),
        Transaction::write(ADDRESS, vec![0x88, 0x0C]),
        Transaction::write(ADDRESS, vec![0xA4, 0x01]),
    ]
}

const BOTH: Config = Config {
    threshold: Some(0x20),
    period_active: Some(0x0C),
};

fn read(block: [u8; 15]) -> Transaction {
    Transaction::write_read(ADDRESS, vec![0x00], block.to_vec())
}

/// Reads one report from a part that has been brought up.
fn report(block: [u8; 15]) -> Report {
    let mut script = bring_up();
    script.push(read(block));
    let mut touch = Ft6x36::open(Mock::new(&script), BOTH).expect("bring-up");
    let report = touch.read().expect("a report");
    touch.release().done();
    report
}

#[test]
fn bring_up_is_these_bytes() {
    let mut bus = Mock::new(&bring_up());
    assert!(Ft6x36::open(bus.clone(), BOTH).is_ok());
    bus.done();
}

#[test]
fn without_settings_nothing_is_set() {
    let mut script = bring_up();
    script.drain(3..5);
    let mut bus = Mock::new(&script);
    assert!(Ft6x36::open(bus.clone(), Config::default()).is_ok());
    bus.done();
}

#[test]
fn another_part_is_named_and_not_written_to() {
    for (cipher, focaltech) in [(0x36, 0x79), (0x55, 0x11), (0xFF, 0xFF), (0, 0)] {
        let mut bus = Mock::new(&[ids(cipher, focaltech)]);
        let refused = Ft6x36::open(bus.clone(), BOTH).expect_err("another part");
        assert_eq!(refused, OpenError::WrongId { cipher, focaltech });
        bus.done();
    }
}

#[test]
fn every_known_part_is_taken() {
    for cipher in [0x06, 0x36, 0x64] {
        let mut script = bring_up();
        script[0] = ids(cipher, 0x11);
        let mut bus = Mock::new(&script);
        assert!(Ft6x36::open(bus.clone(), BOTH).is_ok());
        bus.done();
    }
}

#[test]
fn every_error_at_every_transaction_of_bring_up() {
    for (kind, script) in cut_short(&bring_up()) {
        let mut bus = Mock::new(&script);
        let failed = Ft6x36::open(bus.clone(), BOTH).expect_err("the bus failed");
        assert_eq!(failed, OpenError::Bus(kind));
        bus.done();
    }
}

#[test]
fn every_error_while_reading_and_the_next_read_works() {
    for kind in I2C_KINDS {
        let mut script = bring_up();
        script.push(read([0; 15]).with_error(kind));
        script.push(read([0; 15]));
        let mut touch = Ft6x36::open(Mock::new(&script), BOTH).expect("bring-up");
        assert_eq!(touch.read(), Err(kind));
        assert!(matches!(touch.read(), Ok(Report::Contacts(c)) if c.is_empty()));
        touch.release().done();
    }
}

const UNUSED: [u8; 6] = [0xFF; 6];

fn block(status: u8, p1: [u8; 6], p2: [u8; 6]) -> [u8; 15] {
    let mut block = [0; 15];
    block[2] = status;
    block[3..9].copy_from_slice(&p1);
    block[9..].copy_from_slice(&p2);
    block
}

fn contacts(block: [u8; 15]) -> Vec<Contact> {
    match report(block) {
        Report::Contacts(contacts) => contacts.to_vec(),
        Report::Overfull { announced } => panic!("overfull: {announced}"),
    }
}

#[test]
fn two_points_with_id_weight_and_flag() {
    // Finger 2 in contact at (0x1E0, 0x13F), finger 0 just down at (1, 0xFFF).
    let p1 = [0x81, 0xE0, 0x21, 0x3F, 0x50, 0x70];
    let p2 = [0x00, 0x01, 0x0F, 0xFF, 0xFF, 0x00];
    let first = Contact {
        id: 2,
        x: 0x1E0,
        y: 0x13F,
        pressure: 0x50,
        phase: Phase::Moved,
    };
    let second = Contact {
        id: 0,
        x: 1,
        y: 0xFFF,
        pressure: 0xFF,
        phase: Phase::Down,
    };
    assert_eq!(contacts(block(2, p1, p2)), [first, second]);
    assert_eq!(contacts(block(1, p1, p2)), [first]);
    assert_eq!(contacts(block(0, p1, p2)), []);
}

#[test]
fn each_flag() {
    for (flag, phase) in [
        (0x00, Phase::Down),
        (0x40, Phase::Up),
        (0x80, Phase::Moved),
        (0xC0, Phase::Held),
    ] {
        let points = contacts(block(1, [flag, 1, 0, 1, 0, 0], UNUSED));
        assert_eq!(points[0].phase, phase);
    }
}

#[test]
fn a_lift_that_the_count_does_not_cover_is_reported() {
    let lifted = [0x40, 0x07, 0x10, 0x09, 0x00, 0x00];
    let points = contacts(block(0, lifted, UNUSED));
    assert_eq!((points[0].id, points[0].phase), (1, Phase::Up));
    let other = [0xC0, 0x01, 0x00, 0x01, 0x00, 0x00];
    let points = contacts(block(1, other, lifted));
    assert_eq!(points.len(), 2);
    assert_eq!((points[1].x, points[1].phase), (7, Phase::Up));
}

#[test]
fn more_points_than_there_can_be() {
    for announced in [3, 5, 15, 0x25, 255] {
        assert_eq!(
            report(block(announced, [0; 6], [0; 6])),
            Report::Overfull { announced }
        );
    }
}

#[test]
fn reserved_bits_of_the_count_are_no_points() {
    assert_eq!(contacts(block(0xF1, [0; 6], UNUSED)).len(), 1);
}

#[test]
fn errors_are_sentences() {
    let wrong = OpenError::<ErrorKind>::WrongId {
        cipher: 0x55,
        focaltech: 0,
    };
    assert_eq!(
        wrong.to_string(),
        "no FT6x36: ID_G_CIPHER is 0x55, ID_G_FOCALTECH_ID is 0x00"
    );
    assert_eq!(OpenError::Bus(ErrorKind::Bus).to_string(), "I2C: Bus");
}

#[test]
fn its_errors_are_the_classs() {
    let wrong = OpenError::<ErrorKind>::WrongId {
        cipher: 0x64,
        focaltech: 0x12,
    };
    let expected = TouchError::WrongPart {
        expected: "ft6x36",
        found: 0x1264,
    };
    assert_eq!(TouchError::from(wrong), expected);
    for kind in I2C_KINDS {
        assert_eq!(
            TouchError::from(OpenError::Bus(kind)),
            TouchError::Bus(kind)
        );
    }
}
