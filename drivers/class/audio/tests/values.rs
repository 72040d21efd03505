//! Formats, volumes and errors.

use class_audio::{AudioError, Channels, Codec, Depth, Format, NullCodec, PathEvent, VolumeRange};
use embedded_hal::{digital, i2c};
use proptest::prelude::*;

#[test]
fn depths_and_channels_are_those_and_no_others() {
    let depths: Vec<_> = (0..=255).filter_map(Depth::from_bits).collect();
    assert_eq!(depths, [Depth::Bits16, Depth::Bits24, Depth::Bits32]);
    assert_eq!(
        depths.iter().map(|d| d.bits()).collect::<Vec<_>>(),
        [16, 24, 32]
    );
    let channels: Vec<_> = (0..=255).filter_map(Channels::from_count).collect();
    assert_eq!(channels, [Channels::Mono, Channels::Stereo]);
    let sizes = channels.iter().flat_map(|&channels| {
        let frame = move |&depth: &Depth| {
            Format {
                rate_hz: 1,
                depth,
                channels,
            }
            .frame_bytes()
        };
        depths.iter().map(frame)
    });
    assert_eq!(sizes.collect::<Vec<_>>(), [2, 3, 4, 4, 6, 8]);
}

#[test]
fn no_codec_does_nothing() {
    let mut none = NullCodec;
    let format = Format {
        rate_hz: 8_000,
        depth: Depth::Bits16,
        channels: Channels::Mono,
    };
    assert_eq!(none.configure(format), Ok(()));
    assert_eq!(none.power_up(), Ok(()));
    assert_eq!(none.set_volume(7), Ok(()));
    assert_eq!(none.set_mute(true), Ok(()));
    assert_eq!(none.power_down(), Ok(()));
    assert_eq!(none.volume_range().millibel(255), 0);
}

#[test]
fn errors_are_sentences() {
    let wrong = AudioError::WrongPart {
        expected: "es8311",
        found: 0x8388,
    };
    for (error, text) in [
        (
            AudioError::Bus(i2c::ErrorKind::Bus),
            "I2C: Bus error occurred",
        ),
        (AudioError::Pin(digital::ErrorKind::Other), "pin: "),
        (wrong, "no es8311: a part with id 0x8388 answers"),
        (AudioError::NoLock, "the codec does not follow the clocks"),
        (AudioError::Rate, "the sample rate is not supported"),
        (AudioError::Depth, "the bit depth is not supported"),
        (
            AudioError::Channels,
            "the number of channels is not supported",
        ),
        (AudioError::Path(-3), "sample path: error -3"),
    ] {
        assert!(error.to_string().starts_with(text), "{error}");
    }
}

proptest! {
    #[test]
    fn whole_frames_are_the_most_that_fit(bytes in 0..10_000usize, depth in 0..3usize, stereo: bool) {
        let depth = [Depth::Bits16, Depth::Bits24, Depth::Bits32][depth];
        let channels = if stereo { Channels::Stereo } else { Channels::Mono };
        let format = Format { rate_hz: 1, depth, channels };
        let whole = format.whole_frames(bytes);
        prop_assert_eq!(whole % format.frame_bytes(), 0);
        prop_assert!(whole <= bytes && bytes < whole + format.frame_bytes());
    }

    /// Never falls, and hits both ends exactly.
    #[test]
    fn volume_rises_with_its_level(a: i16, b: i16) {
        let range = VolumeRange { quietest: a.min(b), loudest: a.max(b) };
        prop_assert_eq!(range.millibel(0), range.quietest);
        prop_assert_eq!(range.millibel(255), range.loudest);
        let levels: Vec<_> = (0..=255).map(|level| range.millibel(level)).collect();
        prop_assert!(levels.is_sorted());
        for (level, millibel) in (0..=255i64).zip(&levels) {
            let exact = i64::from(range.quietest) * 255
                + (i64::from(range.loudest) - i64::from(range.quietest)) * level;
            prop_assert!((i64::from(*millibel) * 255 - exact).abs() <= 128);
        }
    }

    /// The two halves are the whole buffer.
    #[test]
    fn halves(mut buffer: Vec<u8>) {
        let whole = buffer.clone();
        let mut halves = PathEvent::Half.freed(&mut buffer).to_vec();
        halves.extend_from_slice(PathEvent::Complete.freed(&mut buffer));
        prop_assert_eq!(halves, whole);
    }
}
