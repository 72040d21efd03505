//! Every byte on the bus.

use chip_xpt2046::{Calibration, Error, Panel, Xpt2046};
use class_touch::{Contact, Phase, Report, TouchController, TouchError};
use embedded_hal::spi::ErrorKind;
use embedded_hal_mock::eh1::spi::{Mock, Transaction};

const REQUEST: [u8; 31] = [
    0xB1, 0, 0xC1, 0, 0x91, 0, 0x91, 0, 0x91, 0, 0x91, 0, 0x91, 0, 0x91, 0, 0xD1, 0, 0xD1, 0, 0xD1,
    0, 0xD1, 0, 0xD1, 0, 0xD1, 0, 0xB0, 0, 0,
];

/// The answer to a request, from the fifteen conversions in order.
fn answer(results: [u16; 15]) -> Vec<u8> {
    let mut bytes = vec![0];
    bytes.extend(results.iter().flat_map(|r| (r << 3).to_be_bytes()));
    bytes
}

fn reading(bytes: Vec<u8>) -> [Transaction<u8>; 3] {
    [
        Transaction::transaction_start(),
        Transaction::transfer_in_place(REQUEST.to_vec(), bytes),
        Transaction::transaction_end(),
    ]
}

const IDLE: [u16; 15] = [
    1, 4_095, 0, 9, 8, 7, 6, 5, 4_095, 4_000, 4_001, 4_002, 4_003, 4_004, 0,
];
/// At x 2048 and y 1024, with one wild conversion of each; 400 ohms.
const TOUCHED: [u16; 15] = [
    500, 1_500, 99, 1_024, 1_025, 4_095, 1_023, 1_024, 99, 2_048, 0, 2_049, 2_047, 2_048, 480,
];

fn reports(readings: &[[u16; 15]], calibration: Calibration) -> Vec<Vec<Contact>> {
    let mut script = reading(answer(IDLE)).to_vec();
    script.extend(readings.iter().flat_map(|r| reading(answer(*r))));
    let spi = Mock::new(&script);
    let mut touch = Xpt2046::open(spi, Panel::TYPICAL, calibration).expect("it answers");
    let read = |_: &_| match touch.read().expect("a report") {
        Report::Contacts(contacts) => contacts.to_vec(),
        Report::Overfull { announced } => panic!("overfull: {announced}"),
    };
    let reports = readings.iter().map(read).collect();
    touch.release().done();
    reports
}

#[test]
fn a_touch_is_one_contact_and_no_touch_is_none() {
    let touch = Contact {
        id: 0,
        x: 2_048,
        y: 1_024,
        // 400 ohms of at most 4000, which is nine tenths of 254.
        pressure: 1 + 228,
        phase: Phase::Unknown,
    };
    let found = reports(&[IDLE, TOUCHED, IDLE], Calibration::RAW);
    assert_eq!(found, [vec![], vec![touch], vec![]]);
}

#[test]
fn places_are_calibrated() {
    let calibration = Calibration::from_edges((0, 4_095), (4_095, 0), (321, 481));
    let found = reports(&[TOUCHED], calibration);
    assert_eq!((found[0][0].x, found[0][0].y), (160, 360));
}

#[test]
fn a_finger_that_comes_or_goes_meanwhile_is_not_reported() {
    let mut goes = TOUCHED;
    goes[14] = 99;
    let mut comes = TOUCHED;
    comes[0] = 99;
    assert_eq!(reports(&[goes, comes], Calibration::RAW), [[]; 2]);
}

#[test]
fn the_limits_are_touches_still() {
    let panel = Panel::TYPICAL;
    for (x, z1, z2, expected) in [
        (4_000, 99, 1_123, None),
        (4_000, 100, 1_124, Some((4_000, Some(1)))),
        (4_000, 100, 1_125, Some((4_003, None))),
    ] {
        let found = panel.ohms(x, z1, z2);
        let found = found.map(|ohms| (ohms, panel.pressure(x, z1, z2)));
        assert_eq!(found, expected, "{x} {z1} {z2}");
    }
}

#[test]
fn the_bits_around_a_result_do_not_count() {
    let mut bytes = answer(TOUCHED);
    for pair in bytes[1..].chunks_exact_mut(2) {
        pair[0] |= 0x80;
        pair[1] |= 0x07;
    }
    let mut script = reading(answer(IDLE)).to_vec();
    script.extend(reading(bytes));
    let mut touch =
        Xpt2046::open(Mock::new(&script), Panel::TYPICAL, Calibration::RAW).expect("it answers");
    let sample = touch.sample().expect("a sample");
    assert_eq!((sample.x, sample.y), (2_048, 1_024));
    assert_eq!((sample.z1, sample.z2, sample.last_z1), (500, 1_500, 480));
    touch.release().done();
}

#[test]
fn a_line_that_floats_is_no_part() {
    let mut spi = Mock::new(&reading(vec![0xFF; 31]));
    let refused = Xpt2046::open(spi.clone(), Panel::TYPICAL, Calibration::RAW);
    assert_eq!(refused.err(), Some(Error::Floating));
    spi.done();
    // It can come loose later, too.
    let mut script = reading(answer(IDLE)).to_vec();
    script.extend(reading(vec![0xFF; 31]));
    script.extend(reading(answer(TOUCHED)));
    let mut touch =
        Xpt2046::open(Mock::new(&script), Panel::TYPICAL, Calibration::RAW).expect("it answers");
    assert_eq!(touch.read(), Err(Error::Floating));
    assert!(matches!(touch.read(), Ok(Report::Contacts(c)) if c.len() == 1));
    touch.release().done();
}

#[test]
fn its_errors_are_the_classs() {
    let expected = TouchError::WrongPart {
        expected: "xpt2046",
        found: 0xFFFF,
    };
    assert_eq!(TouchError::from(Error::<ErrorKind>::Floating), expected);
    let bus = TouchError::from(Error::Bus(ErrorKind::ModeFault));
    assert_eq!(bus, TouchError::Spi(ErrorKind::ModeFault));
}
