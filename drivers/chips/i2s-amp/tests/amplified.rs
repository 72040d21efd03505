//! The amplifier behind a codec: on last, off first.

use std::cell::RefCell;
use std::convert::Infallible;
use std::rc::Rc;

use chip_i2s_amp::Amplified;
use class_audio::{AudioError, Channels, Codec, Depth, Format, VolumeRange};
use embedded_hal::digital::{ErrorKind, ErrorType, OutputPin};

const FORMAT: Format = Format {
    rate_hz: 44_100,
    depth: Depth::Bits16,
    channels: Channels::Stereo,
};

#[derive(Default, Clone)]
struct Log(Rc<RefCell<Vec<&'static str>>>);

impl Log {
    fn note(&self, what: &'static str) {
        self.0.borrow_mut().push(what);
    }

    fn taken(&self) -> Vec<&'static str> {
        self.0.take()
    }
}

struct Enable {
    log: Log,
    fails: bool,
}

impl ErrorType for Enable {
    type Error = ErrorKind;
}

impl OutputPin for Enable {
    fn set_low(&mut self) -> Result<(), ErrorKind> {
        self.log.note("off");
        if self.fails {
            Err(ErrorKind::Other)
        } else {
            Ok(())
        }
    }

    fn set_high(&mut self) -> Result<(), ErrorKind> {
        self.log.note("on");
        Ok(())
    }
}

struct Chip(Log);

impl Codec for Chip {
    type Error = Infallible;

    fn configure(&mut self, _: Format) -> Result<(), Infallible> {
        self.0.note("configure");
        Ok(())
    }

    fn power_up(&mut self) -> Result<(), Infallible> {
        self.0.note("up");
        Ok(())
    }

    fn power_down(&mut self) -> Result<(), Infallible> {
        self.0.note("down");
        Ok(())
    }

    fn set_volume(&mut self, _: u8) -> Result<(), Infallible> {
        self.0.note("volume");
        Ok(())
    }

    fn set_mute(&mut self, mute: bool) -> Result<(), Infallible> {
        self.0.note(if mute { "mute" } else { "sound" });
        Ok(())
    }

    fn volume_range(&self) -> VolumeRange {
        VolumeRange {
            quietest: -1,
            loudest: 1,
        }
    }
}

fn amplified(fails: bool) -> (Amplified<Chip, Enable>, Log) {
    let log = Log::default();
    let enable = Enable {
        log: log.clone(),
        fails,
    };
    (Amplified::new(Chip(log.clone()), enable), log)
}

#[test]
fn the_amplifier_is_on_only_while_the_codec_sounds() {
    let (mut codec, log) = amplified(false);
    codec.configure(FORMAT).expect("configured");
    codec.power_up().expect("up");
    codec.set_volume(9).expect("set");
    assert_eq!(log.taken(), ["off", "configure", "up", "volume"]);
    codec.set_mute(false).expect("sound");
    assert_eq!(log.taken(), ["sound", "on"]);
    codec.set_mute(true).expect("quiet");
    assert_eq!(log.taken(), ["off", "mute"]);
    codec.power_down().expect("down");
    assert_eq!(log.taken(), ["off", "down"]);
    let range = codec.volume_range();
    assert_eq!((range.quietest, range.loudest), (-1, 1));
}

#[test]
fn a_pin_that_fails_is_told_and_the_codec_goes_down_all_the_same() {
    let (mut codec, log) = amplified(true);
    let failed = Err(AudioError::Pin(ErrorKind::Other));
    assert_eq!(codec.configure(FORMAT), failed);
    assert_eq!(log.taken(), ["off"]);
    assert_eq!(codec.set_mute(true), failed);
    assert_eq!(codec.power_down(), failed);
    assert_eq!(log.taken(), ["off", "mute", "off", "down"]);
    let (_chip, _enable) = codec.release();
}
