//! What is refused, and why; waits and resets.

use board_models::{Glass, LcdComplaint};
use embedded_hal::delay::DelayNs;
use embedded_hal::digital::OutputPin;
use embedded_hal::spi::{MODE_0, MODE_1};

use crate::host::{Host, RED};

#[test]
fn it_needs_its_waits() {
    let early = |command, wait_us| LcdComplaint::TooEarly { command, wait_us };
    let mut host = Host::with(Glass::default(), 10_000_000, MODE_0);
    host.clock.delay_us(4_000);
    host.send(0x11, &[]);
    host.clock.delay_ms(1);
    host.send(0x11, &[]);
    host.clock.delay_us(4_998);
    host.send(0x29, &[]);
    host.clock.delay_ms(1);
    host.send(0x10, &[]);
    host.clock.delay_ms(120);
    host.send(0x10, &[]);
    host.clock.delay_ms(5);
    host.send(0x11, &[]);
    assert!(!host.bus.part(|lcd| lcd.is_awake() || lcd.is_display_on()));
    let us = host.complaints();
    assert_eq!(us[0], early(0x11, 1_000));
    assert_eq!(us[1], early(0x29, 2));
    assert!(
        matches!(us[2], LcdComplaint::TooEarly { command: 0x10, wait_us } if wait_us > 113_000)
    );
    assert!(
        matches!(us[3], LcdComplaint::TooEarly { command: 0x11, wait_us } if wait_us > 114_000)
    );
    assert_eq!(us.len(), 4);
}

#[test]
fn both_resets_set_the_registers_back_and_leave_the_memory() {
    let pin: fn(&mut Host) = |host| {
        let Ok(()) = host.reset.set_low();
        host.clock.delay_us(10);
        let Ok(()) = host.reset.set_high();
    };
    let command: fn(&mut Host) = |host| host.send(0x01, &[]);
    for reset in [pin, command] {
        let mut host = Host::awake(Glass::default());
        host.fill(RED);
        host.send(0x36, &[0x28]);
        host.send(0x21, &[]);
        reset(&mut host);
        assert!(!host.bus.part(|lcd| lcd.is_awake() || lcd.is_display_on()));
        host.clock.delay_ms(120);
        host.send(0x11, &[]);
        host.clock.delay_ms(5);
        host.send(0x29, &[]);
        assert_eq!(host.complaints(), []);
        let picture = host.picture();
        assert_eq!((picture.width(), picture.height()), (240, 320));
        assert!(picture.pixels().iter().all(|pixel| *pixel == [255, 0, 0]));
    }
}

#[test]
fn a_reset_line_that_is_low_or_only_twitches() {
    let mut host = Host::awake(Glass::default());
    let Ok(()) = host.reset.set_low();
    host.clock.delay_us(9);
    let Ok(()) = host.reset.set_high();
    assert!(host.bus.part(|lcd| lcd.is_awake()));
    let Ok(()) = host.reset.set_low();
    host.send(0x28, &[7]);
    let expected = [
        LcdComplaint::ResetPulse { ns: 9_000 },
        LcdComplaint::InReset,
        LcdComplaint::InReset,
    ];
    assert_eq!(host.complaints(), expected);
}

/// What one command with its data is answered by.
fn complaints_of(command: u8, data: &[u8]) -> Vec<LcdComplaint> {
    let mut host = Host::awake(Glass::default());
    host.send(command, data);
    host.send(0x00, &[]);
    host.complaints()
}

#[test]
fn what_is_refused_and_why() {
    use LcdComplaint as C;
    let missing = C::Missing {
        command: 0x2A,
        got: 3,
        needed: 4,
    };
    let backwards = C::Backwards {
        command: 0x2B,
        start: 5,
        end: 4,
    };
    let (command, sixteen) = (0x3A, 0x53);
    for (command, data, expected) in [
        (0x12, vec![], C::Unknown(0x12)),
        (0xFF, vec![1, 2, 3], C::Unknown(0xFF)),
        (0x04, vec![], C::Read(0x04)),
        (0x2A, vec![0, 1, 0], missing),
        (
            0x29,
            vec![1],
            C::Data {
                command: Some(0x29),
            },
        ),
        (
            0x36,
            vec![0, 0],
            C::Data {
                command: Some(0x36),
            },
        ),
        (0x2B, vec![0, 5, 0, 4], backwards),
        (
            command,
            vec![sixteen],
            C::Value {
                command,
                value: sixteen.into(),
            },
        ),
        (
            0x36,
            vec![1],
            C::Value {
                command: 0x36,
                value: 1,
            },
        ),
        (0x2C, vec![1, 2, 3], C::OddBytes),
    ] {
        assert_eq!(complaints_of(command, &data), [expected], "{command:#04x}");
    }
}

#[test]
fn pixels_for_a_window_outside_are_dropped() {
    let mut host = Host::awake(Glass::default());
    host.window([0, 240], [0, 319]);
    host.draw(&[RED; 100]);
    let (column, page) = (240, 319);
    assert_eq!(host.complaints(), [LcdComplaint::Outside { column, page }]);
    assert_eq!(
        host.complaints()[0].to_string(),
        "a window up to column 240, page 319"
    );
}

#[test]
fn a_window_that_was_inside_may_be_outside_when_it_is_turned() {
    let mut host = Host::awake(Glass::default());
    host.send(0x36, &[0x20]);
    host.draw(&[RED]);
    let (column, page) = (239, 319);
    assert_eq!(host.complaints(), [LcdComplaint::Outside { column, page }]);
    host.window([0, 319], [0, 239]);
    host.draw(&[RED]);
    assert_eq!(host.complaints().len(), 1);
}

#[test]
fn pixels_beyond_the_window_overwrite_the_first() {
    let mut host = Host::awake(Glass::default());
    host.window([0, 1], [0, 0]);
    host.draw(&[1, 2]);
    assert_eq!(host.complaints(), []);
    host.draw(&[3, 4, 5]);
    assert_eq!(host.complaints(), [LcdComplaint::TooMany]);
    let picture = host.picture();
    let seen = [0, 1].map(|x| picture.pixel_565(x, 0).expect("inside"));
    assert_eq!(seen, [5, 4]);
}

#[test]
fn modes_and_clocks_that_it_cannot_follow() {
    let mut host = Host::with(Glass::default(), 10_000_000, MODE_1);
    host.send(0x11, &[]);
    assert_eq!(host.complaints(), [LcdComplaint::Mode(MODE_1); 2]);
    let hz = 10_000_001;
    let mut host = Host::with(Glass::default(), hz, MODE_0);
    host.send(0x11, &[]);
    assert_eq!(host.complaints(), [LcdComplaint::Clock { hz }; 2]);
}
