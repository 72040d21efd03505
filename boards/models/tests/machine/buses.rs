//! Buses: shared, wired elsewhere, and failing.

use board_models::{Es8311, SimClock};
use board_support::{BoardError, Pin, Platform, Setting};
use class_spi::{BitOrder, SpiConfig};
use embedded_hal::delay::DelayNs;
use embedded_hal::i2c::{ErrorKind, I2c, NoAcknowledgeSource, Operation};
use embedded_hal::spi::{self, MODE_0, SpiDevice};

use crate::{FLASH, I2C, LCD, SDA, Tested};

const NACK: Result<(), ErrorKind> = Err(ErrorKind::NoAcknowledge(NoAcknowledgeSource::Address));

const FAST: SpiConfig = SpiConfig {
    clock_hz: 40_000_000,
    mode: MODE_0,
    bit_order: BitOrder::MsbFirst,
};

#[test]
fn several_parts_on_one_bus_and_several_handles_of_it() {
    type Here = Tested<1>;
    let mut one = Here::i2c(&I2C).expect("open");
    let mut other = Here::i2c(&I2C).expect("the same bus");
    let mut id = [0; 1];
    assert_eq!(one.write_read(0x38, &[0xA8], &mut id), Ok(()));
    assert_eq!(id, [0x11]);
    assert_eq!(other.write_read(Es8311::ADDRESS, &[0xFD], &mut id), Ok(()));
    assert_eq!(id, [0x83]);
    assert_eq!(one.write(0x39, &[0]), NACK);
    let slower = board_support::I2cWires { hz: 100_000, ..I2C };
    assert!(matches!(Here::i2c(&slower), Err(BoardError::Busy)));
    drop((one, other));
    assert!(Here::i2c(&slower).is_ok());
    assert_eq!(Here::bench().transactions(), 3);
    assert_eq!(Here::bench().complaints(), [""; 0]);
    assert!(Here::bench().is_closed());
}

#[test]
fn wrong_pins_and_a_clock_that_is_too_fast_are_seen() {
    type Here = Tested<2>;
    let swapped = board_support::I2cWires {
        sda: I2C.scl,
        scl: I2C.sda,
        ..I2C
    };
    let mut bus = Here::i2c(&swapped).expect("there is such a controller");
    assert_eq!(bus.read(0x38, &mut [0]), NACK);
    drop(bus);
    let fast = board_support::I2cWires {
        hz: 1_000_000,
        ..I2C
    };
    drop(Here::i2c(&fast));
    let other = board_support::SpiWires {
        cs: Pin::gpio(7),
        miso: FLASH.miso,
        ..LCD
    };
    let mut nobody = Here::spi(&other, FAST).expect("there is such a controller");
    let mut read = [0; 2];
    assert_eq!(nobody.read(&mut read), Ok(()));
    assert_eq!(read, [0xFF; 2]);
    let told = Here::bench().complaints();
    let expected = "the board complains 4 times, first: nothing is soldered to I2C GPIO22, GPIO21";
    assert_eq!(told, [expected]);
}

#[test]
fn chosen_transactions_fail_a_part_is_gone_and_the_bus_is_held() {
    type Here = Tested<3>;
    let mut bus = Here::i2c(&I2C).expect("open");
    assert_eq!(bus.write(0x38, &[0]), Ok(()));
    Here::bench().fail_i2c(SDA, &[(2, ErrorKind::ArbitrationLoss)]);
    assert_eq!(bus.write(0x38, &[0]), Ok(()));
    assert_eq!(bus.write(0x38, &[0]), Err(ErrorKind::ArbitrationLoss));
    assert_eq!(bus.write(0x38, &[0]), Ok(()));

    Here::bench().set_absent(SDA, 0x38, true);
    assert_eq!(bus.write(0x38, &[0]), NACK);
    assert_eq!(bus.write(Es8311::ADDRESS, &[0xFD]), Ok(()));
    Here::bench().set_absent(SDA, 0x38, false);
    assert_eq!(bus.write(0x38, &[0]), Ok(()));

    Here::bench().hold_i2c_low(SDA, true);
    assert_eq!(bus.write(0x38, &[0]), Err(ErrorKind::Bus));
    assert_eq!(bus.write(Es8311::ADDRESS, &[0]), Err(ErrorKind::Bus));
    Here::bench().hold_i2c_low(SDA, false);
    assert_eq!(bus.write(0x38, &[0]), Ok(()));
}

#[test]
fn devices_of_one_spi_bus_each_held_once() {
    type Here = Tested<4>;
    let lcd = Here::spi(&LCD, FAST).expect("open");
    let mut flash = Here::spi(&FLASH, FAST).expect("another device");
    assert!(matches!(Here::spi(&FLASH, FAST), Err(BoardError::Busy)));
    let mut id = [0x9F, 0, 0, 0];
    assert_eq!(flash.transfer_in_place(&mut id), Ok(()));
    assert_eq!(id[1..], [0xEF, 0x40, 0x14]);

    Here::bench().fail_spi(LCD.sck, &[(1, spi::ErrorKind::Overrun)]);
    assert_eq!(flash.write(&[0x9F]), Err(spi::ErrorKind::Overrun));
    assert_eq!(flash.write(&[0x9F]), Ok(()));
    drop(flash);
    let slow = SpiConfig {
        clock_hz: 0,
        ..FAST
    };
    let backwards = SpiConfig {
        bit_order: BitOrder::LsbFirst,
        ..FAST
    };
    for (config, setting) in [(slow, Setting::ClockHz), (backwards, Setting::BitOrder)] {
        let refused = Here::spi(&FLASH, config).map(drop);
        assert_eq!(refused, Err(BoardError::Unsupported(setting)));
    }
    drop(lcd);
    assert!(Here::spi(&FLASH, FAST).is_ok());
}

#[test]
fn transfers_and_delays_are_the_parts_time() {
    type Here = Tested<5>;
    let mut bus = Here::i2c(&I2C).expect("open");
    let mut delay: SimClock = Here::delay();
    let before = delay.now_ns();
    delay.delay_us(3);
    assert_eq!(delay.now_ns() - before, 3_000);
    // Two addresses and three bytes of nine bits each.
    let mut read = [0; 2];
    let mut operations = [Operation::Write(&[0]), Operation::Read(&mut read)];
    assert_eq!(bus.transaction(0x38, &mut operations), Ok(()));
    assert_eq!(delay.now_ns() - before, 3_000 + 5 * 9 * 2_500);
}
