//! What the one pin does.

use chip_i2s_amp::I2sAmplifier;
use class_audio::{AudioError, Channels, Codec, Depth, Format};
use embedded_hal::digital::ErrorKind;
use embedded_hal_mock::eh1::MockError;
use embedded_hal_mock::eh1::digital::{Mock, State, Transaction};

const CD: Format = Format {
    rate_hz: 44_100,
    depth: Depth::Bits16,
    channels: Channels::Stereo,
};

fn levels(levels: &str) -> Vec<Transaction> {
    let state = |c| if c == '1' { State::High } else { State::Low };
    levels.chars().map(|c| Transaction::set(state(c))).collect()
}

#[test]
fn it_sounds_only_between_powering_up_and_down() {
    let mut amp = I2sAmplifier::new(Mock::new(&levels("0001010010")));
    assert_eq!(amp.configure(CD), Ok(()));
    assert_eq!(amp.power_up(), Ok(()));
    assert_eq!(amp.set_volume(128), Ok(()));
    assert_eq!(amp.set_mute(false), Ok(()), "it sounds");
    assert_eq!(amp.set_volume(0), Ok(()), "the quietest");
    assert_eq!(amp.set_volume(1), Ok(()), "it sounds");
    assert_eq!(amp.set_mute(true), Ok(()));
    assert_eq!(amp.set_volume(255), Ok(()));
    assert_eq!(amp.set_mute(false), Ok(()), "it sounds");
    assert_eq!(amp.power_down(), Ok(()));
    amp.release().done();
}

#[test]
fn powered_down_nothing_makes_it_sound() {
    let mut amp = I2sAmplifier::new(Mock::new(&levels("0000")));
    assert_eq!(amp.set_volume(255), Ok(()));
    assert_eq!(amp.set_mute(false), Ok(()));
    assert_eq!(amp.power_down(), Ok(()));
    assert_eq!(amp.power_up(), Ok(()), "muted at first");
    amp.release().done();
}

#[test]
fn rates_that_it_cannot_find_are_refused_before_the_pin_is_touched() {
    let rates = [8_000, 16_000, 32_000, 44_100, 48_000, 88_200, 96_000];
    for rate_hz in [0, 7_999, 11_025, 12_000, 22_050, 24_000, 192_000, u32::MAX] {
        let mut amp = I2sAmplifier::new(Mock::new(&[]));
        assert_eq!(
            amp.configure(Format { rate_hz, ..CD }),
            Err(AudioError::Rate)
        );
        amp.release().done();
    }
    for rate_hz in rates {
        let mut amp = I2sAmplifier::new(Mock::new(&levels("0")));
        assert_eq!(amp.configure(Format { rate_hz, ..CD }), Ok(()));
        amp.release().done();
    }
}

#[test]
fn every_failure_of_the_pin_is_told() {
    type Call = fn(&mut I2sAmplifier<Mock>) -> Result<(), AudioError>;
    let calls: [Call; 5] = [
        |amp| amp.configure(CD),
        |amp| amp.power_up(),
        |amp| amp.power_down(),
        |amp| amp.set_volume(3),
        |amp| amp.set_mute(true),
    ];
    for call in calls {
        let broken = MockError::Io(std::io::ErrorKind::NotConnected);
        let step = Transaction::set(State::Low).with_error(broken);
        let mut amp = I2sAmplifier::new(Mock::new(&[step]));
        assert_eq!(call(&mut amp), Err(AudioError::Pin(ErrorKind::Other)));
        amp.release().done();
    }
}

#[test]
fn its_one_volume() {
    let amp = I2sAmplifier::new(Mock::new(&[]));
    let range = amp.volume_range();
    assert_eq!((range.millibel(1), range.millibel(255)), (0, 0));
    amp.release().done();
}
