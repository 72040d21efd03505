//! Backlights on a pin and on a pulse width.

use class_panel::{Backlight, DimmedBacklight, NoBacklight, PanelError, SwitchedBacklight};
use embedded_hal::{digital, pwm};
use embedded_hal_mock::eh1::MockError;
use embedded_hal_mock::eh1::digital::{Mock as Pin, State, Transaction as PinStep};
use embedded_hal_mock::eh1::pwm::{Mock as Pwm, Transaction as PwmStep};

#[test]
fn a_pin_is_on_from_level_1() {
    let steps = [State::Low, State::High, State::High].map(PinStep::set);
    let mut pin = Pin::new(&steps);
    let mut light = SwitchedBacklight(pin.clone());
    for level in [0, 1, 255] {
        assert_eq!(light.set_level(level), Ok(()));
    }
    pin.done();
}

#[test]
fn a_pulse_is_as_wide_as_the_level() {
    let duties = [(0, 0), (1, 3), (128, 501), (255, 1000)];
    let steps: Vec<_> = duties
        .iter()
        .flat_map(|(_, duty)| {
            [
                PwmStep::max_duty_cycle(1000),
                PwmStep::set_duty_cycle(*duty),
            ]
        })
        .collect();
    let mut pwm = Pwm::new(&steps);
    let mut light = DimmedBacklight(pwm.clone());
    for (level, _) in duties {
        assert_eq!(light.set_level(level), Ok(()));
    }
    pwm.done();
}

#[test]
fn failures_are_told() {
    let broken = MockError::Io(std::io::ErrorKind::NotConnected);
    let mut pin = Pin::new(&[PinStep::set(State::High).with_error(broken.clone())]);
    let failed = SwitchedBacklight(pin.clone()).set_level(9);
    assert_eq!(failed, Err(PanelError::Pin(digital::ErrorKind::Other)));
    pin.done();
    let step = PwmStep::set_duty_cycle(5).with_error(broken.clone());
    let mut pwm = Pwm::new(&[PwmStep::max_duty_cycle(255), step]);
    let failed = DimmedBacklight(pwm.clone()).set_level(5);
    assert_eq!(failed, Err(PanelError::Pwm(pwm::ErrorKind::Other)));
    pwm.done();
}

#[test]
fn a_panel_without_one_is_always_lit() {
    assert_eq!(NoBacklight.set_level(0), Ok(()));
}
