//! Every byte on the bus, and every way in which the bus can fail.

use chip_axp192::{Axp192, Error, Input, Level, Pin, Rail, Setting, VoltageError};
use chip_testing::{I2C_KINDS, failing};
use embedded_hal::i2c::ErrorKind;
use embedded_hal_mock::eh1::i2c::{Mock, Transaction};

const ADDRESS: u8 = 0x34;

fn get(register: u8, value: u8) -> Transaction {
    Transaction::write_read(ADDRESS, vec![register], vec![value])
}

fn put(register: u8, value: u8) -> Transaction {
    Transaction::write(ADDRESS, vec![register, value])
}

fn open(after: &[Transaction]) -> Axp192<Mock> {
    let mut script = vec![get(0x03, 0x03)];
    script.extend_from_slice(after);
    Axp192::open(Mock::new(&script)).expect("it is one")
}

fn setting(rail: Rail, millivolts: u16) -> Setting {
    Setting::new(rail, millivolts).expect("the rail can do it")
}

#[test]
fn voltages_leave_the_other_bits_alone() {
    for (rail, millivolts, register, before, after) in [
        (Rail::Dcdc1, 3_350, 0x26, 0x80, 0x80 | 106),
        (Rail::Dcdc2, 700, 0x23, 0xFF, 0xC0),
        (Rail::Dcdc3, 3_500, 0x27, 0x00, 0x70),
        (Rail::Ldo2, 3_300, 0x28, 0x0A, 0xFA),
        (Rail::Ldo3, 2_000, 0x28, 0xFF, 0xF2),
        (Rail::LdoIo0, 2_800, 0x91, 0x05, 0xA5),
    ] {
        let mut power = open(&[
            get(register, before),
            put(register, after),
            get(register, after),
        ]);
        assert_eq!(power.set(setting(rail, millivolts)), Ok(()));
        assert_eq!(power.setting(rail), Ok(setting(rail, millivolts)));
        power.release().done();
    }
}

#[test]
fn switches_leave_the_other_bits_alone() {
    for (rail, register, on, off) in [
        (Rail::Dcdc1, 0x12, 0x01, 0x00),
        (Rail::Dcdc2, 0x10, 0x01, 0x00),
        (Rail::Dcdc3, 0x12, 0x02, 0x00),
        (Rail::Ldo2, 0x12, 0x04, 0x00),
        (Rail::Ldo3, 0x12, 0x08, 0x00),
        (Rail::LdoIo0, 0x90, 0x02, 0x07),
    ] {
        let others = if register == 0x90 { 0xF8 } else { !on };
        let (on, off) = (others | on, others | off);
        let mut power = open(&[
            get(register, off),
            put(register, on),
            get(register, on),
            get(register, on),
            put(register, off),
            get(register, off),
        ]);
        assert_eq!(power.switch(rail, true), Ok(()));
        assert_eq!(power.is_on(rail), Ok(true));
        assert_eq!(power.switch(rail, false), Ok(()));
        assert_eq!(power.is_on(rail), Ok(false));
        power.release().done();
    }
}

#[test]
fn the_external_switch() {
    let script = [
        get(0x10, 0x01),
        put(0x10, 0x05),
        get(0x10, 0xFF),
        put(0x10, 0xFB),
    ];
    let mut power = open(&script);
    assert_eq!(power.switch_external(true), Ok(()));
    assert_eq!(power.switch_external(false), Ok(()));
    power.release().done();
}

#[test]
fn pins_get_their_level_before_their_function() {
    for (pin, of_level, bit, of_function, function) in [
        (Pin::Gpio1, 0x94, 0x02, 0x92, 0xF8),
        (Pin::Gpio2, 0x94, 0x04, 0x93, 0xF8),
        (Pin::Gpio3, 0x96, 0x01, 0x95, 0xFD),
        (Pin::Gpio4, 0x96, 0x02, 0x95, 0xF7),
    ] {
        let mut power = open(&[
            get(of_level, 0x00),
            put(of_level, bit),
            get(of_function, 0xFF),
            put(of_function, function),
            get(of_level, 0xFF),
            put(of_level, !bit),
            get(of_function, function & 0x7F),
            put(
                of_function,
                function & 0x7F | if of_function == 0x95 { 0x80 } else { 0 },
            ),
        ]);
        assert_eq!(power.drive(pin, Level::Floating), Ok(()));
        assert_eq!(power.drive(pin, Level::Low), Ok(()));
        power.release().done();
    }
}

#[test]
fn where_the_power_comes_from() {
    let mut power = open(&[get(0x00, 0xF4), get(0x00, 0x0B)]);
    let all = Input {
        acin_present: true,
        acin_usable: true,
        vbus_present: true,
        vbus_usable: true,
        charging: true,
    };
    assert_eq!(power.input(), Ok(all));
    assert_eq!(power.input(), Ok(Input::decode(0)));
    power.release().done();
}

#[test]
fn another_part_is_named_and_not_written_to() {
    for found in [0x00, 0x41, 0x4A, 0xFF] {
        let mut bus = Mock::new(&[get(0x03, found)]);
        assert_eq!(
            Axp192::open(bus.clone()).err(),
            Some(Error::WrongId { found })
        );
        bus.done();
    }
}

#[test]
fn codes_past_the_highest_voltage() {
    for code in 0x71..=0x7F {
        for (rail, register) in [(Rail::Dcdc1, 0x26), (Rail::Dcdc3, 0x27)] {
            let mut power = open(&[get(register, 0x80 | code)]);
            assert_eq!(power.setting(rail), Err(Error::Code { rail, code }));
            power.release().done();
        }
    }
}

/// Something to ask of the part, and the transactions that it takes.
type Request = (
    fn(&mut Axp192<Mock>) -> Result<(), Error<ErrorKind>>,
    Vec<Transaction>,
);

fn requests() -> Vec<Request> {
    let set = |power: &mut Axp192<Mock>| power.set(setting(Rail::Ldo3, 1_800));
    let pin = |power: &mut Axp192<Mock>| power.drive(Pin::Gpio4, Level::Low);
    let pin_bytes = vec![get(0x96, 0), put(0x96, 0), get(0x95, 0), put(0x95, 0x84)];
    vec![
        (set, vec![get(0x28, 0), put(0x28, 0)]),
        (
            |power| power.setting(Rail::Dcdc1).map(drop),
            vec![get(0x26, 0)],
        ),
        (
            |power| power.switch(Rail::Ldo2, true),
            vec![get(0x12, 0), put(0x12, 4)],
        ),
        (
            |power| power.is_on(Rail::Ldo2).map(drop),
            vec![get(0x12, 0)],
        ),
        (
            |power| power.switch_external(true),
            vec![get(0x10, 0), put(0x10, 4)],
        ),
        (pin, pin_bytes),
        (|power| power.input().map(drop), vec![get(0x00, 0)]),
    ]
}

#[test]
fn every_error_at_every_transaction_and_the_next_request_works() {
    let mut points = 0;
    for kind in I2C_KINDS {
        let mut bus = Mock::new(&[get(0x03, 0x03).with_error(kind)]);
        assert_eq!(Axp192::open(bus.clone()).err(), Some(Error::Bus(kind)));
        bus.done();
        for (request, good) in requests() {
            for nth in 0..good.len() {
                let script = failing(&good, nth, kind, good.clone());
                let mut power = open(&script);
                assert_eq!(request(&mut power), Err(Error::Bus(kind)));
                assert_eq!(request(&mut power), Ok(()));
                power.release().done();
                points += 1;
            }
        }
    }
    assert_eq!(points, 7 * 13);
}

#[test]
fn errors_are_sentences() {
    type Failed = Error<ErrorKind>;
    let code = Failed::Code {
        rail: Rail::Dcdc1,
        code: 0x7F,
    };
    assert_eq!(code.to_string(), "Dcdc1 is set to 0x7f");
    let wrong = Failed::WrongId { found: 0x4A };
    assert_eq!(wrong.to_string(), "no AXP192: id is 0x4a");
    assert_eq!(Failed::Bus(ErrorKind::Bus).to_string(), "I2C: Bus");
    let refused = Setting::new(Rail::Dcdc2, 2_300).expect_err("too much");
    assert!(matches!(
        refused,
        VoltageError::OutOfRange {
            rail: Rail::Dcdc2,
            ..
        }
    ));
    assert_eq!(
        refused.to_string(),
        "Dcdc2 has 700 to 2275 mV in steps of 25 mV"
    );
}
