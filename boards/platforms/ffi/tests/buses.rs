//! Buses on the mock: what is shared, what is refused, what faults become.

use board_support::{BoardError, I2cWires, Pin, Platform, Setting, SpiWires};
use class_spi::{BitOrder, MODE_0, MODE_3, SpiConfig};
use embedded_hal::i2c::{ErrorKind, I2c, NoAcknowledgeSource, Operation as I2cOperation};
use embedded_hal::spi::{Operation, SpiDevice};
use platform_ffi::{Fault, Ffi};
use platform_ffi_mock::alone;

const BUS: I2cWires = I2cWires {
    controller: 0,
    sda: Pin::gpio(4),
    scl: Pin::gpio(5),
    hz: 400_000,
};

const FLASH: SpiWires = SpiWires {
    controller: 1,
    sck: Pin::gpio(10),
    mosi: Pin::gpio(11),
    miso: Some(Pin::gpio(12)),
    cs: Pin::gpio(9),
    max_hz: 20_000_000,
};

const PLAIN: SpiConfig = SpiConfig {
    clock_hz: 40_000_000,
    mode: MODE_0,
    bit_order: BitOrder::MsbFirst,
};

#[test]
fn a_bus_is_shared_and_closed_by_the_last() {
    let mock = alone();
    mock.set_register(0x38, 2, 7);
    let mut touch = Ffi::i2c(&BUS).expect("a bus");
    let mut codec = Ffi::i2c(&BUS).expect("the same");
    assert_eq!(mock.open_handles(), 1);
    let mut byte = [0];
    touch.write_read(0x38, &[2], &mut byte).expect("it answers");
    assert_eq!(byte, [7]);
    drop(touch);
    assert_eq!(mock.open_handles(), 1);
    codec.write(0x38, &[3, 9]).expect("it answers");
    assert_eq!(mock.register(0x38, 3), 9);
    drop(codec);
    assert_eq!((mock.open_handles(), mock.violations()), (0, 0));
}

#[test]
fn other_wires_are_refused() {
    let mock = alone();
    let bus = Ffi::i2c(&BUS).expect("a bus");
    let slower = I2cWires { hz: 100_000, ..BUS };
    assert!(matches!(
        Ffi::i2c(&slower),
        Err(BoardError::Config { setting: "I2C", .. })
    ));
    let elsewhere = I2cWires {
        controller: 1,
        ..BUS
    };
    assert_eq!(Ffi::i2c(&elsewhere).err(), Some(BoardError::Busy));
    assert_eq!(Ffi::output(BUS.sda, true).err(), Some(BoardError::Busy));
    let none = I2cWires {
        controller: 200,
        ..BUS
    };
    assert!(matches!(Ffi::i2c(&none), Err(BoardError::Config { .. })));
    drop(bus);
    drop(Ffi::i2c(&slower).expect("it is free"));
    drop(Ffi::output(BUS.sda, true).expect("it is free"));
    assert_eq!((mock.open_handles(), mock.violations()), (0, 0));
}

#[test]
fn pieces_are_one_write_and_one_read() {
    let mock = alone();
    mock.set_register(0x5D, 0x10, 1);
    mock.set_register(0x5D, 0x11, 2);
    mock.set_register(0x5D, 0x12, 3);
    let mut bus = Ffi::i2c(&BUS).expect("a bus");
    let (mut first, mut second) = ([0; 1], [0; 2]);
    let mut pieces = [
        I2cOperation::Write(&[0x0F]),
        I2cOperation::Write(&[9]),
        I2cOperation::Read(&mut first),
        I2cOperation::Read(&mut second),
    ];
    bus.transaction(0x5D, &mut pieces).expect("it answers");
    assert_eq!((first, second), ([1], [2, 3]));
    assert_eq!((mock.register(0x5D, 0x0F), mock.transfers()), (9, 1));
    let mut wrong = [I2cOperation::Read(&mut first), I2cOperation::Write(&[0])];
    assert_eq!(bus.transaction(0x5D, &mut wrong), Err(Fault::Sequence));
    assert_eq!(mock.transfers(), 1);
    bus.transaction(0x5D, &mut []).expect("nothing to do");
}

#[test]
fn a_part_that_is_absent_is_not_acknowledged() {
    let _mock = alone();
    let mut bus = Ffi::i2c(&BUS).expect("a bus");
    let fault = bus.write(0x38, &[0]).expect_err("nobody is there");
    assert_eq!(fault, Fault::Nack(NoAcknowledgeSource::Address));
    let kind = embedded_hal::i2c::Error::kind(&fault);
    assert_eq!(kind, ErrorKind::NoAcknowledge(NoAcknowledgeSource::Address));
}

#[test]
fn a_bus_that_is_held_is_freed() {
    let mock = alone();
    mock.set_register(0x38, 0, 1);
    mock.hold_bus(1);
    let mut bus = Ffi::i2c(&BUS).expect("one clearing frees it");
    assert_eq!(mock.recoveries(), 1);
    mock.hold_bus(1);
    assert_eq!(bus.write(0x38, &[0]), Err(Fault::Timeout));
    assert_eq!(mock.recoveries(), 2);
    bus.write(0x38, &[0]).expect("free again");
    mock.hold_bus(5);
    assert_eq!(bus.write(0x38, &[0]), Err(Fault::Stuck));
    drop(bus);
    let error = Ffi::i2c(&BUS).err();
    assert_eq!(error, Some(BoardError::Bus(ErrorKind::Bus)));
    assert_eq!((mock.open_handles(), mock.violations()), (0, 0));
    drop(Ffi::output(BUS.scl, true).expect("nobody has the pin"));
}

#[test]
fn a_transfer_has_the_time_of_its_bits() {
    let mock = alone();
    mock.set_register(0x38, 0, 1);
    let mut bus = Ffi::i2c(&BUS).expect("a bus");
    bus.read(0x38, &mut [0; 10]).expect("it answers");
    // 12 bytes of 9 bits at 400 kHz are 270 us; four times that, and 35 ms.
    assert_eq!(mock.timeout_us(), 36_080);
}

#[test]
fn a_device_is_selected_for_a_whole_transaction() {
    let mock = alone();
    let mut flash = Ffi::spi(&FLASH, PLAIN).expect("a device");
    assert_eq!(mock.spi_style(), (20_000_000, 0));
    let (mut id, mut in_place) = ([0; 3], [0x55]);
    let mut operations = [
        Operation::Write(&[0x9F]),
        Operation::DelayNs(1_500),
        Operation::Transfer(&mut id, &[1]),
        Operation::TransferInPlace(&mut in_place),
    ];
    flash.transaction(&mut operations).expect("it goes out");
    assert_eq!(mock.spi_log(), [-1, 0x9F, 1, 0, 0, 0x55, -2]);
    assert_eq!((id, in_place), ([0xFE, 0xFF, 0xFF], [0xAA]));
    let mut log = mock.spi_log();
    flash.write(&[]).expect("nothing goes out");
    log.extend([-1, -2]);
    assert_eq!(mock.spi_log(), log);
}

#[test]
fn a_transfer_that_fails_deselects() {
    let mock = alone();
    let mut flash = Ffi::spi(&FLASH, PLAIN).expect("a device");
    mock.fail_at(2, 5);
    assert_eq!(flash.write(&[1]), Err(Fault::Timeout));
    assert_eq!(mock.spi_log(), [-1, -2]);
    mock.fail_at(1, 77);
    assert_eq!(flash.write(&[1]), Err(Fault::Driver(77)));
    assert_eq!(mock.spi_log(), [-1, -2]);
    flash.write(&[1]).expect("it goes out");
    assert_eq!(mock.violations(), 0);
}

#[test]
fn devices_share_wires_and_are_held_once() {
    let mock = alone();
    let flash = Ffi::spi(&FLASH, PLAIN).expect("a device");
    assert_eq!(Ffi::spi(&FLASH, PLAIN).err(), Some(BoardError::Busy));
    let lcd = SpiWires {
        cs: Pin::gpio(8),
        ..FLASH
    };
    let style = SpiConfig {
        clock_hz: 1,
        mode: MODE_3,
        bit_order: BitOrder::LsbFirst,
    };
    let panel = Ffi::spi(&lcd, style).expect("another device");
    assert_eq!(mock.spi_style(), (1, 7));
    let other = SpiWires {
        cs: Pin::gpio(7),
        sck: Pin::gpio(2),
        ..FLASH
    };
    assert!(matches!(
        Ffi::spi(&other, PLAIN),
        Err(BoardError::Config { setting: "SPI", .. })
    ));
    drop(flash);
    assert_eq!(Ffi::output(FLASH.sck, true).err(), Some(BoardError::Busy));
    drop(panel);
    drop(Ffi::spi(&other, PLAIN).expect("the bus is free"));
    assert_eq!((mock.open_handles(), mock.violations()), (0, 0));
}

#[test]
fn what_a_bus_cannot_be_set_to_is_named() {
    let mock = alone();
    let settings = [
        (10, Setting::ClockHz),
        (11, Setting::Mode),
        (12, Setting::BitOrder),
    ];
    for (status, setting) in settings {
        mock.fail_at(1, status);
        let error = Ffi::spi(&FLASH, PLAIN).err();
        assert_eq!(error, Some(BoardError::Unsupported(setting)));
    }
    mock.fail_at(1, 7);
    assert_eq!(
        Ffi::spi(&FLASH, PLAIN).err(),
        Some(BoardError::NoResources("SPI"))
    );
    drop(Ffi::spi(&FLASH, PLAIN).expect("nothing is left open"));
    assert_eq!(mock.open_handles(), 0);
}
