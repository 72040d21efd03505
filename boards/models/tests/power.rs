//! An AXP192 that feeds other parts, by the driver and by the published one.

use board_models::{
    Amplifier, Axp192, Axp192Rail, Ft6x36, Glass, Ili9341, Machine, Model, SimI2c, Soldered,
    Soldering,
};
use board_support::{I2cWires, Pin, Platform, SpiWires};
use chip_axp192::{Level, Rail, Setting};
use class_spi::{BitOrder, MODE_0, SpiConfig};
use embedded_hal::i2c::{ErrorKind, I2c, NoAcknowledgeSource};
use embedded_hal::spi::SpiDevice;

struct Core;

impl Soldered for Core {
    fn solder(board: &mut Soldering) {
        let i2c = board.i2c(Pin::gpio(21), Pin::gpio(22));
        let power = board.on_i2c(i2c, Axp192::new());
        let touch = board.on_i2c(i2c, Ft6x36::new());
        let logic = |power: &Axp192| power.millivolts(Axp192Rail::Ldo2) >= 2_800;
        board.supplies(&power, logic, &touch);
        let spi = board.spi(Pin::gpio(18), Pin::gpio(23), Some(Pin::gpio(38)));
        let lcd = board.on_spi(spi, Pin::gpio(5), Ili9341::new(Glass::default()));
        board.supplies(&power, logic, &lcd);
        board.links(
            &power,
            |power| !power.pulls_low(4),
            &lcd,
            |lcd, high, now| lcd.set_reset(high, now),
        );
        let lit = |power: &Axp192| power.millivolts(Axp192Rail::Dcdc3) > 0;
        board.links(&power, lit, &lcd, |lcd, on, _| {
            lcd.set_backlight(if on { 255 } else { 0 });
        });
        let speaker = board.beside(Amplifier::switched("ns4168"));
        board.links(
            &power,
            |power| !power.pulls_low(2),
            &speaker,
            |speaker, on, _| speaker.switch(on),
        );
    }
}

type Here = Machine<Core>;

const I2C: I2cWires = I2cWires {
    controller: 1,
    sda: Pin::gpio(21),
    scl: Pin::gpio(22),
    hz: 400_000,
};

#[test]
fn what_has_no_supply_says_nothing_and_what_has_one_is_as_new() {
    let mut bus = Here::i2c(&I2C).expect("the bus");
    let nack = Err(ErrorKind::NoAcknowledge(NoAcknowledgeSource::Address));
    assert_eq!(bus.write(0x38, &[0x88, 3]), nack);

    let mut power = chip_axp192::Axp192::open(Here::i2c(&I2C).expect("the bus")).expect("it is");
    let logic = Setting::new(Rail::Ldo2, 3_300).expect("it can");
    assert_eq!(power.set(logic), Ok(()));
    assert_eq!(bus.write(0x38, &[0x88, 3]), nack);
    assert_eq!(power.switch(Rail::Ldo2, true), Ok(()));
    assert_eq!(bus.write(0x38, &[0x88, 3]), Ok(()));
    let mut period = [0];
    assert_eq!(bus.write_read(0x38, &[0x88], &mut period), Ok(()));
    assert_eq!(period, [3]);
    assert_eq!(power.switch(Rail::Ldo2, false), Ok(()));
    assert_eq!(power.switch(Rail::Ldo2, true), Ok(()));
    assert_eq!(bus.write_read(0x38, &[0x88], &mut period), Ok(()));
    assert_eq!(period, [0x0E]);

    let backlight = || Here::bench().part(|lcd: &mut Ili9341| lcd.backlight());
    assert_eq!(backlight(), Some(0));
    assert_eq!(power.switch(Rail::Dcdc3, true), Ok(()));
    assert_eq!(backlight(), Some(255));
    let sounds = || Here::bench().part(|speaker: &mut Amplifier| speaker.is_on());
    assert_eq!(power.drive(chip_axp192::Pin::Gpio2, Level::Low), Ok(()));
    assert_eq!(sounds(), Some(false));
    assert_eq!(
        power.drive(chip_axp192::Pin::Gpio2, Level::Floating),
        Ok(())
    );
    assert_eq!(sounds(), Some(true));
    assert_eq!(Here::bench().complaints(), [""; 0]);

    assert_eq!(power.switch(Rail::Ldo2, false), Ok(()));
    let wires = SpiWires {
        controller: 2,
        sck: Pin::gpio(18),
        mosi: Pin::gpio(23),
        miso: None,
        cs: Pin::gpio(5),
        max_hz: 10_000_000,
    };
    let config = SpiConfig {
        clock_hz: 10_000_000,
        mode: MODE_0,
        bit_order: BitOrder::MsbFirst,
    };
    let mut lcd = Here::spi(&wires, config).expect("the bus");
    assert_eq!(lcd.write(&[0x11]), Ok(()));
    let told = "the board complains 1 times, first: the part at select GPIO5 has no supply";
    assert_eq!(Here::bench().complaints(), [told]);
}

#[test]
fn both_drivers_set_the_same_rails() {
    let part = || SimI2c::new(Axp192::new(), Vec::new());
    let (ours, theirs) = (part(), part());
    let mut own = chip_axp192::Axp192::open(ours.clone()).expect("it is");
    let mut published = axp192::Axp192::new(theirs.clone());
    for millivolts in (700..=3_500).step_by(25) {
        let setting = Setting::new(Rail::Dcdc3, millivolts).expect("a step");
        assert_eq!(own.set(setting), Ok(()));
        assert_eq!(published.set_dcdc3_voltage(millivolts), Ok(()));
        assert_eq!(own.switch(Rail::Dcdc3, true), Ok(()));
        assert_eq!(published.set_dcdc3_on(true), Ok(()));
        for bus in [&ours, &theirs] {
            let seen = bus.part(|part| part.millivolts(Axp192Rail::Dcdc3));
            assert_eq!(seen, millivolts);
        }
    }
    assert_eq!(own.switch(Rail::Ldo3, true), Ok(()));
    assert_eq!(published.set_ldo3_on(true), Ok(()));
    let ldo3 = |part: &mut Axp192| part.millivolts(Axp192Rail::Ldo3);
    assert_eq!((ours.part(ldo3), theirs.part(ldo3)), (1_800, 1_800));
    assert!(!ours.part(|part| part.pulls_low(4)));
    assert_eq!(own.drive(chip_axp192::Pin::Gpio4, Level::Low), Ok(()));
    assert!(ours.part(|part| part.pulls_low(4)));
    assert_eq!(ours.part(|part| part.complaints().count()), 0);
    assert_eq!(own.switch(Rail::Dcdc1, false), Ok(()));
    assert!(ours.part(|part| part.complaints().count()) > 0);
}
