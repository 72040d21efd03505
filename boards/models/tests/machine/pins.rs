//! Pins: what ends at them, and who has them.

use board_models::{Ft6x36, Ili9341};
use board_support::{BoardError, Edge, Pin, Platform};
use class_spi::{BitOrder, SpiConfig};
use embedded_hal::delay::DelayNs;
use embedded_hal::digital::{InputPin, OutputPin};
use embedded_hal::pwm::SetDutyCycle;
use embedded_hal::spi::{MODE_0, SpiDevice};

use crate::{BACKLIGHT, DATA, INTERRUPT, LCD, RESET, Tested, setup, stroke};

#[test]
fn a_panel_by_its_bus_and_its_lines_and_what_was_seen_of_it() {
    type Here = Tested<10>;
    let out = std::env::temp_dir().join(format!("machine-{}", std::process::id()));
    let mut todo = setup(stroke(1), 1.0);
    todo.out = Some(out.clone());
    Here::bench().set_up(Some(todo));

    let config = SpiConfig {
        clock_hz: 10_000_000,
        mode: MODE_0,
        bit_order: BitOrder::MsbFirst,
    };
    let mut spi = Here::spi(&LCD, config).expect("open");
    let mut data = Here::output(DATA, false).expect("open");
    let mut reset = Here::output(RESET, false).expect("open");
    let mut light = Here::pwm(BACKLIGHT, 1_000).expect("open");
    let mut delay = Here::delay();
    delay.delay_ms(1);
    let _infallible = reset.set_high();
    delay.delay_ms(130);
    let mut command = |code: u8, bytes: &[u8]| {
        let _infallible = data.set_low();
        spi.write(&[code]).expect("it is there");
        let _infallible = data.set_high();
        spi.write(bytes).expect("it is there");
        delay.delay_ms(130);
    };
    command(0x11, &[]);
    command(0x3A, &[0x55]);
    command(0x29, &[]);
    command(0x2C, &[0xF8, 0x00]);
    let _infallible = light.set_duty_cycle(200);
    let seen = Here::bench().part(|lcd: &mut Ili9341| lcd.picture());
    let pixel = seen.and_then(|picture| picture.pixel_565(0, 0));
    assert_eq!(pixel, Some(0xF800));

    // Dark before it is closed: what was seen before that is left.
    let _infallible = light.set_duty_cycle(0);
    command(0x28, &[]);
    command(0x10, &[]);
    assert!(Here::bench().restless().is_empty());
    drop(spi);
    let file = out.join("panel.png");
    assert!(std::fs::metadata(&file).is_ok_and(|file| file.len() > 1_000));
    assert_eq!(
        Here::bench().saved("panel.png"),
        board_models::Saved::Written
    );
    assert_eq!(Here::bench().complaints(), [""; 0]);
    let _gone = std::fs::remove_dir_all(out);
}

#[test]
fn a_pin_is_used_for_one_thing() {
    type Here = Tested<11>;
    let output = Here::output(RESET, true).expect("open");
    assert!(matches!(Here::output(RESET, true), Err(BoardError::Busy)));
    assert!(matches!(Here::pwm(RESET, 1), Err(BoardError::Busy)));
    assert!(matches!(Here::input(RESET), Err(BoardError::Busy)));
    let wires = board_support::I2cWires {
        sda: RESET,
        ..crate::I2C
    };
    assert!(matches!(Here::i2c(&wires), Err(BoardError::Busy)));
    drop(output);
    assert!(Here::input(RESET).is_ok());
    assert!(Here::bench().is_closed());
}

#[test]
fn an_input_and_an_interrupt_may_be_on_one_pin() {
    type Here = Tested<12>;
    Here::bench().set_up(Some(setup(stroke(1), 1.0)));
    // The line is pulsed, and not held while somebody touches the panel.
    Here::bench().part(|touch: &mut Ft6x36| touch.poke(0xA4, 1));
    let mut input = Here::input(INTERRUPT).expect("open");
    assert_eq!(input.is_high(), Ok(true));
    let interrupt = Here::on_edge(INTERRUPT, Edge::Falling, Box::new(|_| ()));
    assert!(interrupt.is_ok());
    let twice = Here::on_edge(INTERRUPT, Edge::Falling, Box::new(|_| ()));
    assert!(matches!(twice, Err(BoardError::Busy)));
    assert!(matches!(Here::input(INTERRUPT), Err(BoardError::Busy)));
    Here::bench().stick_low(INTERRUPT, true);
    assert_eq!(input.is_low(), Ok(true));
    Here::bench().stick_low(INTERRUPT, false);
    assert_eq!(input.is_low(), Ok(false));
}

#[test]
fn what_ends_nowhere_is_told() {
    type Here = Tested<13>;
    let nowhere = Pin::port('C', 7);
    drop(Here::output(nowhere, true));
    drop(Here::pwm(nowhere, 1));
    drop(Here::input(nowhere));
    drop(Here::on_edge(nowhere, Edge::Both, Box::new(|_| ())));
    let told = "the board complains 4 times, first: PC7 is an output, where nothing is soldered";
    assert_eq!(Here::bench().complaints(), [told]);
}
