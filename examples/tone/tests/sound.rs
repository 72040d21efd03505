//! What is heard is the WAV file, by a reckoning that knows no port.

use std::path::{Path, PathBuf};

use example_testing::{Heard, Ran, folder, run};

fn tone(at: &Path, args: &[&str]) -> Ran {
    // As fast as it can be written: the recording is then only the sound.
    let ran = run(env!("CARGO_BIN_EXE_tone"), at, args, &[("SIM_SPEED", "0")]);
    ran.expect_success();
    ran
}

/// A sound of which no two samples near each other are the same, and no sample
/// at its ends is silent.
fn sound(rate_hz: u32, bits: u16, channels: u16, frames: usize) -> Heard {
    let full = 1_i64 << (bits - 1);
    let sample = |nth: usize| {
        let nth = nth as i64 + 1;
        let sample = nth * nth * 2_654_435_761 % (2 * full) - full;
        if sample == 0 { 1 } else { sample as i32 }
    };
    Heard {
        rate_hz,
        bits,
        channels,
        samples: (0..frames * usize::from(channels)).map(sample).collect(),
    }
}

fn at(name: &str) -> PathBuf {
    folder(env!("CARGO_TARGET_TMPDIR"), &format!("tone-{name}"))
}

#[test]
fn every_sample_of_every_format_is_heard() {
    let at = at("formats");
    for (rate_hz, bits, channels) in [
        (44_100, 16, 2),
        (8_000, 16, 1),
        (48_000, 24, 2),
        (16_000, 24, 1),
        (32_000, 32, 2),
        (22_050, 32, 1),
    ] {
        let sent = sound(rate_hz, bits, channels, 20_011);
        sent.write(&at.join("sent.wav"));
        let ran = tone(&at, &["--wav", "sent.wav", "--out", "out"]);
        let heard = Heard::read(&at.join("out/speaker.wav"));
        assert_eq!((heard.rate_hz, heard.bits), (rate_hz, bits));
        assert_eq!(heard.channels, channels);
        assert_eq!(
            heard.find(&sent.samples),
            Ok(0),
            "{rate_hz} {bits} {channels}"
        );
        // And one sample that differs would be heard.
        let mut wrong = sent.samples.clone();
        wrong[12_345] ^= 1;
        assert_eq!(heard.find(&wrong), Err(12_345));
        let channels = if channels == 1 { "mono" } else { "stereo" };
        let said = format!(
            "20011 frames, {:.1} s, {rate_hz} Hz, {bits} bits, {channels}",
            20_011.0 / f64::from(rate_hz)
        );
        assert_eq!(ran.line("sound"), format!("sent.wav: {said}"));
        assert!(ran.line("played").starts_with("20011 frames; "));
        assert_eq!(ran.line("late"), "never");
        assert!(ran.line("speaker").starts_with("out/speaker.wav ("));
    }
}

#[test]
fn volume_is_half_a_decibel_a_step() {
    let at = at("volume");
    let sent = sound(44_100, 16, 2, 5_000);
    sent.write(&at.join("sent.wav"));
    // 0 is -95.5 dB and 255 is 32 dB: what is too loud is cut off.
    for volume in [128_u8, 190, 192, 255] {
        let volume_text = volume.to_string();
        tone(&at, &["--wav", "sent.wav", "--volume", &volume_text]);
        let gain = 10_f64.powf((f64::from(volume) / 2.0 - 95.5) / 20.0);
        let played = |sample: &i32| {
            let sample = (f64::from(*sample) * gain).round();
            sample.clamp(-32_768.0, 32_767.0) as i32
        };
        let expected: Vec<i32> = sent.samples.iter().map(played).collect();
        let heard = Heard::read(&at.join("speaker.wav"));
        assert_eq!(heard.find(&expected).map(|_| ()), Ok(()), "at {volume}");
        assert!(heard.find(&sent.samples).is_err(), "at {volume}");
    }
}

#[test]
fn without_options_a_chord_is_heard() {
    let at = at("chord");
    let ran = tone(&at, &[]);
    let said = "built-in chord: 110250 frames, 2.5 s, 44100 Hz, 16 bits, stereo";
    assert_eq!(ran.line("sound"), said);
    let chord = tone::Sound::chord();
    let samples = chord.bytes.chunks_exact(2);
    let samples: Vec<i32> = samples
        .map(|bytes| i16::from_le_bytes([bytes[0], bytes[1]]).into())
        .collect();
    let heard = Heard::read(&at.join("speaker.wav"));
    let start = heard.find(&samples).expect("the chord");
    assert_eq!(start, 0);
}

#[test]
fn in_real_time_the_ring_sets_the_pace() {
    let at = at("paced");
    sound(44_100, 16, 2, 22_050).write(&at.join("sent.wav"));
    let program = env!("CARGO_BIN_EXE_tone");
    let start = std::time::Instant::now();
    let ran = run(program, &at, &["--wav", "sent.wav"], &[]);
    ran.expect_success();
    assert!(start.elapsed().as_millis() >= 450, "half a second of sound");
    // Eleven buffers of 8 KiB, of which the ring holds two.
    assert!(ran.line("played").starts_with("22050 frames; "));
    assert_eq!(ran.number("played", "buffers:"), 11);
    assert!(ran.number("played", "which") >= 6, "{}", ran.stdout);
}
