//! A speaker that does not do as it is told is an error, or another sound.

use board::{AudioDevice, AudioSetup, BoardError, CodecHealth, SimAudio, Speed};
use board_support::HasAudio;
use class_audio::{AudioError, AudioEvent, AudioStats, Doorbell, Format, Playback};
use embedded_hal::i2c::ErrorKind;
use example_support::{Error, Progress};
use tone::{Outcome, Sound, VOLUME, play};

const RING: usize = 4 << 10;

/// A board whose speaker changes a byte on the way, or plays less than it
/// says.
struct Bent<const SHORT: bool>;

/// Its speaker.
struct BentAudio<const SHORT: bool> {
    audio: SimAudio<RING>,
    written: usize,
}

static BENT: AudioDevice<RING> = AudioDevice::new();
static SHORT: AudioDevice<RING> = AudioDevice::new();

impl<const SHORT_OF: bool> board_support::Board for Bent<SHORT_OF> {
    const NAME: &'static str = "bent";
}

fn unpaced() -> AudioSetup {
    AudioSetup {
        speed: Speed::UNPACED,
        ..AudioSetup::default()
    }
}

impl<const SHORT_OF: bool> HasAudio for Bent<SHORT_OF> {
    type Audio = BentAudio<SHORT_OF>;

    fn audio<D: Doorbell + Send + 'static>(
        format: Format,
        volume: u8,
        doorbell: D,
    ) -> Result<Self::Audio, BoardError> {
        let device = if SHORT_OF { &SHORT } else { &BENT };
        let audio = device.open(unpaced(), format, volume, doorbell)?;
        Ok(BentAudio { audio, written: 0 })
    }
}

impl<const SHORT_OF: bool> Playback for BentAudio<SHORT_OF> {
    fn format(&self) -> Format {
        self.audio.format()
    }

    fn write(&mut self, frames: &[u8]) -> usize {
        let mut bent = frames.to_vec();
        let wrong = 20_000_usize.checked_sub(self.written);
        if let Some(byte) = wrong.and_then(|wrong| bent.get_mut(wrong)) {
            *byte ^= 1;
        }
        let written = self.audio.write(&bent);
        self.written += written;
        written
    }

    fn next_event(&mut self) -> Option<AudioEvent> {
        self.audio.next_event()
    }

    fn set_volume(&mut self, level: u8) -> Result<(), AudioError> {
        self.audio.set_volume(level)
    }

    fn pause(&mut self) -> Result<(), AudioError> {
        self.audio.pause()
    }

    fn resume(&mut self) -> Result<(), AudioError> {
        self.audio.resume()
    }

    fn stats(&self) -> AudioStats {
        let stats = self.audio.stats();
        let played_frames = stats.played_frames - u32::from(SHORT_OF && stats.played_frames > 9);
        AudioStats {
            played_frames,
            ..stats
        }
    }
}

/// A board whose codec is as it is said.
struct Ill<const HOW: u8>;

impl<const HOW: u8> board_support::Board for Ill<HOW> {
    const NAME: &'static str = "ill";
}

impl<const HOW: u8> HasAudio for Ill<HOW> {
    type Audio = SimAudio<RING>;

    fn audio<D: Doorbell + Send + 'static>(
        format: Format,
        volume: u8,
        doorbell: D,
    ) -> Result<Self::Audio, BoardError> {
        static ILL: AudioDevice<RING> = AudioDevice::new();
        let mut setup = unpaced();
        match HOW {
            0 => setup.faults = vec![(3, ErrorKind::ArbitrationLoss)],
            1 => setup.no_lock = true,
            _ => setup.health = CodecHealth::Absent,
        }
        ILL.open(setup, format, volume, doorbell)
    }
}

fn played<B: HasAudio>(sound: &Sound) -> Result<Outcome, Error> {
    play::<B>(sound, VOLUME, &mut Progress::new())
}

#[test]
fn a_byte_that_is_changed_on_the_way_is_another_sound() {
    let sound = Sound::chord();
    let outcome = played::<Bent<false>>(&sound).expect("it plays");
    assert!(outcome.check(&sound).is_ok());
    let speaker = BENT.speaker().expect("a recording");
    let sample = |bytes: &[u8]| i32::from(i16::from_le_bytes([bytes[0], bytes[1]]));
    let sent: Vec<i32> = sound.bytes.chunks_exact(2).map(sample).collect();
    let pairs = sent.iter().zip(speaker.samples()).enumerate();
    let wrong = pairs.filter(|(_, (sent, heard))| sent != heard);
    let wrong: Vec<usize> = wrong.map(|(place, _)| place).collect();
    assert_eq!(wrong, [10_000]);
}

#[test]
fn a_frame_that_was_not_played_is_missed() {
    let sound = Sound::chord();
    let outcome = played::<Bent<true>>(&sound).expect("it plays");
    let error = outcome.check(&sound).expect_err("a frame is missing");
    let said = "110249 of 110250 frames were played, 0 bytes are left";
    assert_eq!(error.to_string(), said);
}

#[test]
fn a_codec_that_is_ill_is_told_by_its_port() {
    let sound = Sound::chord();
    let reason = |played: Result<Outcome, Error>| match played {
        Err(Error::Open { reason, .. }) => reason.to_string(),
        other => panic!("{other:?}"),
    };
    assert_eq!(reason(played::<Ill<0>>(&sound)), "{bus,arbitration_loss}");
    assert_eq!(reason(played::<Ill<1>>(&sound)), "no_lock");
    assert_eq!(reason(played::<Ill<2>>(&sound)), "{no_device,es8311,24}");
}
