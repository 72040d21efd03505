//! Touch and codec on one I2C bus, as many boards have them.

use std::cell::RefCell;
use std::sync::Mutex;
use std::thread;

use chip_es8311::{Address, MasterClock};
use class_audio::{Channels, Codec, Depth, Format};
use class_touch::{Report, TouchController, TouchEvent, TouchKind};
use embedded_hal::i2c::{ErrorKind, ErrorType, I2c, NoAcknowledgeSource, Operation};
use embedded_hal_bus::i2c::{MutexDevice, RefCellDevice};

use crate::{CodecHealth, Es8311, Ft6x36, SimClock, SimI2c};

/// One pair of wires, with two parts on it.
struct Pair {
    touch: SimI2c<Ft6x36>,
    codec: SimI2c<Es8311>,
}

impl ErrorType for Pair {
    type Error = ErrorKind;
}

impl I2c for Pair {
    fn transaction(&mut self, to: u8, operations: &mut [Operation<'_>]) -> Result<(), ErrorKind> {
        match to {
            Ft6x36::ADDRESS => self.touch.transaction(to, operations),
            Es8311::ADDRESS => self.codec.transaction(to, operations),
            _ => Err(ErrorKind::NoAcknowledge(NoAcknowledgeSource::Address)),
        }
    }
}

const CD: Format = Format {
    rate_hz: 44_100,
    depth: Depth::Bits16,
    channels: Channels::Stereo,
};

fn pair() -> Pair {
    Pair {
        touch: SimI2c::new(Ft6x36::new(), Vec::new()),
        codec: SimI2c::new(Es8311::new(CodecHealth::Well), Vec::new()),
    }
}

fn touch_on<I: I2c<Error = ErrorKind>>(bus: I) -> chip_ft6x36::Ft6x36<I> {
    chip_ft6x36::Ft6x36::open(bus, chip_ft6x36::Config::default()).expect("it answers")
}

fn codec_on<I: I2c<Error = ErrorKind>>(bus: I) -> chip_es8311::Es8311<I, SimClock> {
    let clock = SimClock::default();
    chip_es8311::Es8311::new(bus, clock, Address::CeLow, MasterClock::BitClock)
}

/// Where the first finger is.
fn finger<C: TouchController>(touch: &mut C) -> Option<(u16, u16)> {
    match touch.read() {
        Ok(Report::Contacts(contacts)) => contacts.first().map(|contact| (contact.x, contact.y)),
        _ => None,
    }
}

#[test]
fn two_drivers_take_turns() {
    let wires = pair();
    let (glass, chip) = (wires.touch.clone(), wires.codec.clone());
    let bus = RefCell::new(wires);
    let mut touch = touch_on(RefCellDevice::new(&bus));
    let mut codec = codec_on(RefCellDevice::new(&bus));

    codec.configure(CD).expect("it answers");
    glass.part(|part| part.touch(TouchEvent::new(0, TouchKind::Down, 0, 12, 34)));
    chip.part(|part| part.set_clocked(true));
    codec.power_up().expect("it answers");
    assert_eq!(finger(&mut touch), Some((12, 34)));
    codec.set_volume(255).expect("it answers");
    assert_eq!(chip.part(|part| part.volume_millibel()), 3_200);
    codec.power_down().expect("it answers");
    assert_eq!(chip.part(|part| part.complaints().first().to_vec()), []);
}

#[test]
fn two_threads_take_turns() {
    let wires = pair();
    let (glass, chip) = (wires.touch.clone(), wires.codec.clone());
    let bus = Mutex::new(wires);
    let mut touch = touch_on(MutexDevice::new(&bus));
    let mut codec = codec_on(MutexDevice::new(&bus));
    codec.configure(CD).expect("it answers");
    glass.part(|part| part.touch(TouchEvent::new(0, TouchKind::Down, 0, 0, 0)));

    thread::scope(|scope| {
        scope.spawn(|| {
            for level in 0..=255 {
                codec.set_volume(level).expect("it answers");
            }
        });
        for x in 1..=255 {
            glass.part(|part| part.touch(TouchEvent::new(0, TouchKind::Move, 0, x, 7)));
            assert_eq!(finger(&mut touch), Some((x, 7)));
        }
    });
    assert_eq!(chip.part(|part| part.volume_millibel()), 3_200);
}
