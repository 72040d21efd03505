//! Beside the published driver, on one model of the registers.

use std::cell::RefCell;
use std::convert::Infallible;
use std::rc::Rc;

use chip_axp192::{Axp192, Level, Pin, Rail, Range, Setting, VoltageError};
use embedded_hal::i2c::{ErrorType, I2c, Operation};
use proptest::prelude::*;

type Published = axp192::Axp192<Part>;

/// The registers, as the bus leaves them.
#[derive(Clone)]
struct Part(Rc<RefCell<[u8; 256]>>);

impl Part {
    fn new(fill: u8) -> Self {
        let mut registers = [fill; 256];
        registers[0x03] = 0x03;
        Self(Rc::new(RefCell::new(registers)))
    }

    fn registers(&self) -> [u8; 256] {
        *self.0.borrow()
    }
}

impl ErrorType for Part {
    type Error = Infallible;
}

impl I2c for Part {
    fn transaction(&mut self, address: u8, steps: &mut [Operation<'_>]) -> Result<(), Infallible> {
        assert_eq!(address, 0x34);
        let mut registers = self.0.borrow_mut();
        match steps {
            [Operation::Write([register]), Operation::Read(bytes)] => {
                bytes.fill(registers[usize::from(*register)]);
            }
            [Operation::Write([register, value])] => registers[usize::from(*register)] = *value,
            other => panic!("{other:?}"),
        }
        Ok(())
    }
}

fn both() -> (Part, Axp192<Part>, Part, Published) {
    let (ours, theirs) = (Part::new(0), Part::new(0));
    let own = Axp192::open(ours.clone()).expect("it is one");
    let published = axp192::Axp192::new(theirs.clone());
    (ours, own, theirs, published)
}

#[test]
fn every_voltage_of_every_rail_is_the_same_register() {
    let mut voltages = 0;
    for rail in Rail::ALL {
        let Range { min, max, step } = rail.range();
        for millivolts in (min..=max).step_by(step.into()) {
            let (ours, mut own, theirs, mut published) = both();
            let setting = Setting::new(rail, millivolts).expect("a step");
            assert_eq!(own.set(setting), Ok(()));
            let done = match rail {
                Rail::Dcdc1 => published.set_dcdc1_voltage(millivolts),
                Rail::Dcdc3 => published.set_dcdc3_voltage(millivolts),
                Rail::Ldo2 => published.set_ldo2_voltage(millivolts),
                Rail::Ldo3 => published.set_ldo3_voltage(millivolts),
                Rail::LdoIo0 => published.set_gpio0_ldo_voltage(millivolts),
                // It has none for this rail.
                Rail::Dcdc2 => theirs.clone().write(0x34, &[0x23, setting.code()]),
            };
            assert_eq!(done, Ok(()));
            assert_eq!(ours.registers(), theirs.registers(), "{setting:?}");
            voltages += 1;
        }
    }
    assert_eq!(voltages, 2 * 113 + 64 + 3 * 16);
}

#[test]
fn every_switch_is_the_same_bit_but_that_of_dcdc2() {
    for rail in Rail::ALL {
        let (ours, mut own, theirs, mut published) = both();
        assert_eq!(own.switch(rail, true), Ok(()));
        let done = match rail {
            Rail::Dcdc1 => published.set_dcdc1_on(true),
            Rail::Dcdc2 => published.set_dcdc2_on(true),
            Rail::Dcdc3 => published.set_dcdc3_on(true),
            Rail::Ldo2 => published.set_ldo2_on(true),
            Rail::Ldo3 => published.set_ldo3_on(true),
            Rail::LdoIo0 => published.set_gpio0_mode(axp192::GpioMode0::LowNoiseLdo),
        };
        assert_eq!(done, Ok(()));
        let same = ours.registers() == theirs.registers();
        assert_eq!(same, rail != Rail::Dcdc2, "{rail:?}");
    }
    let (ours, mut own, theirs, mut published) = both();
    assert_eq!(own.switch_external(true), Ok(()));
    assert_eq!(published.set_exten_on(true), Ok(()));
    assert_eq!(ours.registers(), theirs.registers());
}

#[test]
fn every_pin_is_the_same_bits() {
    use axp192::{GpioMode12::NmosOpenDrainOutput, GpioMode34};
    for (pin, high) in Pin::ALL
        .into_iter()
        .flat_map(|pin| [(pin, false), (pin, true)])
    {
        let (ours, mut own, theirs, mut published) = both();
        let level = if high { Level::Floating } else { Level::Low };
        assert_eq!(own.drive(pin, level), Ok(()));
        let done = match pin {
            Pin::Gpio1 => published
                .set_gpio1_mode(NmosOpenDrainOutput)
                .and(published.set_gpio1_output(high)),
            Pin::Gpio2 => published
                .set_gpio2_mode(NmosOpenDrainOutput)
                .and(published.set_gpio2_output(high)),
            Pin::Gpio3 => published
                .set_gpio3_mode(GpioMode34::NmosOpenDrainOutput)
                .and(published.set_gpio3_output(high)),
            Pin::Gpio4 => published
                .set_gpio4_mode(GpioMode34::NmosOpenDrainOutput)
                .and(published.set_gpio4_output(high)),
        };
        assert_eq!(done, Ok(()));
        assert_eq!(ours.registers(), theirs.registers(), "{pin:?}");
    }
}

proptest! {
    /// A voltage is refused, or set and read back to the millivolt.
    #[test]
    fn any_voltage(nth in 0..6usize, millivolts: u16, fill: u8) {
        let rail = Rail::ALL[nth];
        let part = Part::new(fill);
        let mut own = Axp192::open(part).expect("it is one");
        match Setting::new(rail, millivolts) {
            Ok(setting) => {
                prop_assert_eq!(own.set(setting), Ok(()));
                prop_assert_eq!(own.setting(rail).map(Setting::millivolts), Ok(millivolts));
            }
            Err(VoltageError::OutOfRange { range, .. }) => {
                prop_assert!(millivolts < range.min || millivolts > range.max);
            }
            Err(VoltageError::BetweenSteps { range, .. }) => {
                prop_assert!((millivolts - range.min) % range.step != 0);
            }
        }
    }
}
