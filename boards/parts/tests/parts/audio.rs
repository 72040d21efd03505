//! A codec, its path, and the order in which they open and close.

use board_parts::{Audio, AudioPlace};
use board_support::{BoardError, Device, I2sWires, Pin, Platform};
use class_audio::{AudioError, AudioEvent, Channels, Codec, Depth, Format, Playback, VolumeRange};
use embedded_hal::i2c::{Error, ErrorKind, I2c, NoAcknowledgeSource};

use crate::chips::{BUS, Bell};
use crate::fake::Fake;
use crate::world::{self, is_closed, play, with};

pub(crate) const I2S: I2sWires = I2sWires {
    controller: 0,
    mclk: None,
    bclk: Pin::gpio(12),
    ws: Pin::gpio(0),
    dout: Pin::gpio(2),
};

/// One byte of each sample is heard.
pub(crate) const FORMAT: Format = Format {
    rate_hz: 8_000,
    depth: Depth::Bits16,
    channels: Channels::Mono,
};

const LOUDY: Device = Device::new("loudy", 0x18);

/// A codec with one register for everything that it is told.
#[derive(Debug)]
pub(crate) struct Loudy<I>(I);

impl<I: I2c> Loudy<I> {
    fn tell(&mut self, what: &str) -> Result<(), AudioError> {
        let told = self.0.write(0x18, &[0, 1]);
        with(|world| {
            world.log.pop();
            world.log.push(what.into());
        });
        told.map_err(|error| AudioError::Bus(error.kind()))
    }
}

impl<I: I2c> Codec for Loudy<I> {
    type Error = AudioError;

    fn configure(&mut self, _format: Format) -> Result<(), AudioError> {
        self.tell("codec configure")
    }

    fn power_up(&mut self) -> Result<(), AudioError> {
        self.tell("codec up")
    }

    fn power_down(&mut self) -> Result<(), AudioError> {
        self.tell("codec down")
    }

    fn set_volume(&mut self, level: u8) -> Result<(), AudioError> {
        self.tell(&format!("codec volume {level}"))
    }

    fn set_mute(&mut self, mute: bool) -> Result<(), AudioError> {
        self.tell(if mute { "codec mute" } else { "codec sound" })
    }

    fn volume_range(&self) -> VolumeRange {
        VolumeRange {
            quietest: -100,
            loudest: 0,
        }
    }
}

pub(crate) type Opened = Audio<Fake, Loudy<<Fake as Platform>::I2c>, 64>;

pub(crate) fn place() -> &'static AudioPlace<64> {
    with(|world| world.parts.insert(0x18, [0; 256]));
    Box::leak(Box::new(AudioPlace::new()))
}

pub(crate) fn open(place: &'static AudioPlace<64>, bell: &Bell) -> Result<Opened, BoardError> {
    let claim = place.claim()?;
    let codec = Loudy(Fake::i2c(&BUS)?);
    claim.open(&I2S, (codec, Some(LOUDY)), (FORMAT, 200), bell.clone())
}

fn log() -> Vec<String> {
    with(|world| std::mem::take(&mut world.log))
}

#[test]
fn it_plays_what_is_written_and_closes_in_the_order_of_the_datasheets() {
    let (place, bell) = (place(), Bell::default());
    let mut audio = open(place, &bell).expect("all is well");
    let opening = [
        "codec configure",
        "path configure",
        "path start",
        "codec up",
        "codec volume 200",
        "codec sound",
    ];
    assert_eq!(log(), opening);
    assert_eq!(audio.format(), FORMAT);
    assert_eq!(audio.write(&[1, 1, 2, 2]), 4);
    let mut half = [9; 6];
    play(&mut half);
    assert_eq!(half, [1, 1, 2, 2, 0, 0]);
    play(&mut half);
    assert_eq!(audio.next_event(), None, "the sound is being played");
    play(&mut half);
    assert_eq!(bell.rings(), 1);
    assert_eq!(audio.next_event(), Some(AudioEvent::Drained));
    assert_eq!(audio.stats().played_frames, 2);
    assert_eq!(audio.set_volume(3), Ok(()));
    assert_eq!(audio.pause(), Ok(()));
    assert_eq!(audio.resume(), Ok(()));
    assert_eq!(log(), ["codec volume 3", "codec mute", "codec sound"]);
    drop(audio);
    assert_eq!(log(), ["codec mute", "codec down", "path stop"]);
    assert!(is_closed() && !bell.is_hung());
}

#[test]
fn it_is_one_at_a_time_and_new_each_time() {
    let (place, bell) = (place(), Bell::default());
    for round in 0..10_000 {
        let mut audio = open(place, &bell).expect("it is free");
        assert_eq!(audio.stats().queued_bytes, 0, "{round}");
        assert_eq!(audio.write(&[7; 100]), 64);
        if round == 0 {
            log();
            assert_eq!(open(place, &bell).err(), Some(BoardError::Busy));
            assert_eq!(log(), [""; 0], "who comes second touches no bus");
        }
        drop(audio);
        log();
        assert!(is_closed() && !bell.is_hung());
    }
}

#[test]
fn a_codec_that_is_not_there_has_a_name() {
    let (place, bell) = (place(), Bell::default());
    with(|world| world.parts.clear());
    let absent = BoardError::NoDevice {
        name: "loudy",
        address: 0x18,
    };
    assert_eq!(open(place, &bell).err(), Some(absent));
    assert!(is_closed() && !bell.is_hung());
    // An amplifier has none, and its errors stay what they are.
    let nack = ErrorKind::NoAcknowledge(NoAcknowledgeSource::Address);
    let claim = place.claim().expect("it is free");
    let codec = Loudy(Fake::i2c(&BUS).expect("no fault"));
    let opened = claim.open::<Fake, _, _>(&I2S, (codec, None), (FORMAT, 1), bell.clone());
    assert_eq!(opened.err(), Some(BoardError::Bus(nack)));
}

#[test]
fn a_bus_held_low_is_no_absent_part() {
    let (place, bell) = (place(), Bell::default());
    world::fail_at(Some(3));
    assert_eq!(
        open(place, &bell).err(),
        Some(BoardError::Bus(ErrorKind::Bus))
    );
    world::fail_at(None);
    assert!(open(place, &bell).is_ok());
}
