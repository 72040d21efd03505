//! What a fault is called, by boards, buses and players.

use board_support::{BoardError, Setting};
use class_audio::AudioError;
use embedded_hal::i2c::{Error, ErrorKind, NoAcknowledgeSource};
use platform_bare::Fault;

#[test]
fn a_board_is_told_what_it_can_name() {
    assert_eq!(Fault::InUse.pin(), BoardError::Busy);
    let alarms = BoardError::NoResources("alarms");
    let other = BoardError::Path(0);
    assert_eq!(Fault::NoResources.opening("alarms", other), alarms);
    let hz = Setting::ClockHz;
    let refused = Fault::Unsupported(hz);
    assert_eq!(refused.i2c(), BoardError::Unsupported(hz));
    let says = Fault::NoPin.spi().to_string();
    assert_eq!(says, "SPI: the processor has no such pin for it");
    let says = Fault::NoRate.pulses().to_string();
    assert_eq!(says, "pulses: pulses cannot come so often or so seldom");
}

#[test]
fn what_a_board_cannot_name_is_the_parts() {
    let absent = Fault::Nack(NoAcknowledgeSource::Address);
    let kind = ErrorKind::NoAcknowledge(NoAcknowledgeSource::Address);
    assert_eq!(absent.kind(), kind);
    assert_eq!(absent.i2c(), BoardError::Bus(kind));
    assert_eq!(Fault::Stuck.i2c(), BoardError::Bus(ErrorKind::Bus));
    assert_eq!(Fault::Driver(77).samples(), BoardError::Path(77));
    assert_eq!(Fault::Timeout.samples(), BoardError::Path(-1));
}

#[test]
fn a_player_is_told_which_part_of_its_format_it_was() {
    for (setting, error) in [
        (Setting::SampleRate, AudioError::Rate),
        (Setting::BitDepth, AudioError::Depth),
        (Setting::Channels, AudioError::Channels),
        (Setting::Mode, AudioError::Path(-1)),
    ] {
        assert_eq!(AudioError::from(Fault::Unsupported(setting)), error);
    }
    assert_eq!(AudioError::from(Fault::Driver(5)), AudioError::Path(5));
}

#[test]
fn codes_are_shown() {
    let abort = Fault::Abort(0x1_0000).to_string();
    assert_eq!(abort, "the controller gave up: 0x10000");
    assert_eq!(Fault::Driver(-3).to_string(), "the driver's error -3");
    let refused = Fault::Unsupported(Setting::Mode).to_string();
    assert_eq!(refused, "mode: it cannot be set so");
    assert_eq!(Fault::Timeout.to_string(), "it took too long");
}
