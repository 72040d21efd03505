//! The program's options, and what it says of files that it cannot play.

use std::fs;
use std::path::{Path, PathBuf};

use example_testing::{Heard, Ran, folder, run};
use hound::{SampleFormat, WavSpec, WavWriter};

fn tone(at: &Path, args: &[&str]) -> Ran {
    run(env!("CARGO_BIN_EXE_tone"), at, args, &[("SIM_SPEED", "0")])
}

fn at(name: &str) -> PathBuf {
    folder(env!("CARGO_TARGET_TMPDIR"), &format!("tone-{name}"))
}

/// Writes a file of silence.
fn silence(path: &Path, channels: u16, bits_per_sample: u16, sample_rate: u32, samples: usize) {
    let spec = WavSpec {
        channels,
        sample_rate,
        bits_per_sample,
        sample_format: SampleFormat::Int,
    };
    let mut writer = WavWriter::create(path, spec).expect("a file");
    (0..samples).for_each(|_| writer.write_sample(0_i32).expect("written"));
    writer.finalize().expect("written");
}

#[test]
fn a_file_that_is_no_sound_is_told_by_name() {
    let at = at("no-sound");
    fs::create_dir(at.join("folder")).expect("a folder");
    fs::write(at.join("text.wav"), "RIFFraff, and no more than that").expect("written");
    fs::write(at.join("empty.wav"), "").expect("written");
    silence(&at.join("good.wav"), 2, 16, 44_100, 400);
    let whole = fs::read(at.join("good.wav")).expect("read");
    fs::write(at.join("short.wav"), &whole[..500]).expect("written");
    for (name, reason) in [
        ("missing.wav", "no such file"),
        ("folder", "a directory, not a file"),
        ("text.wav", "not a WAV file: "),
        ("empty.wav", "not a whole WAV file: "),
        ("short.wav", "not a whole WAV file: "),
    ] {
        let ran = tone(&at, &["--wav", name]);
        ran.expect_failure(1, &format!("tone: {name}: {reason}"));
    }
    assert!(!at.join("speaker.wav").exists());
}

#[test]
fn a_sound_of_another_format_is_told_with_what_is_needed() {
    let at = at("formats-refused");
    for (channels, bits, samples, reason) in [
        (2, 8, 4, "8 bits a sample; 16, 24 or 32 are needed"),
        (3, 16, 3, "3 channels; 1 or 2 are needed"),
        (1, 16, 0, "there are no samples in it"),
    ] {
        silence(&at.join("a.wav"), channels, bits, 44_100, samples);
        let ran = tone(&at, &["--wav", "a.wav"]);
        ran.expect_failure(1, &format!("tone: a.wav: {reason}\n"));
    }
    let spec = WavSpec {
        channels: 1,
        sample_rate: 44_100,
        bits_per_sample: 32,
        sample_format: SampleFormat::Float,
    };
    let mut writer = WavWriter::create(at.join("f.wav"), spec).expect("a file");
    writer.write_sample(0.5_f32).expect("written");
    writer.finalize().expect("written");
    let ran = tone(&at, &["--wav", "f.wav"]);
    let reason = "samples are floating point; 16, 24 or 32 bit integers are needed";
    ran.expect_failure(1, &format!("tone: f.wav: {reason}\n"));
}

#[test]
fn a_rate_that_the_codec_cannot_do_is_told_by_its_port() {
    let at = at("rate");
    for rate in [4_000, 150_000, 400_000] {
        silence(&at.join("a.wav"), 2, 16, rate, 4);
        let ran = tone(&at, &["--wav", "a.wav"]);
        let reason = format!("{{bad_option,sample_rate,{rate}}}");
        ran.expect_failure(1, &format!("tone: the audio port did not open: {reason}\n"));
    }
}

#[test]
fn the_sound_goes_where_it_is_asked_for() {
    let at = at("places");
    let sent = Heard {
        rate_hz: 8_000,
        bits: 16,
        channels: 1,
        samples: vec![7; 300],
    };
    sent.write(&at.join("a.wav"));
    tone(&at, &["--wav", "a.wav"]).expect_success();
    assert_eq!(
        Heard::read(&at.join("speaker.wav")).find(&sent.samples),
        Ok(0)
    );
    tone(&at, &["--wav", "a.wav", "--out", "o/p"]).expect_success();
    assert_eq!(
        Heard::read(&at.join("o/p/speaker.wav")).find(&sent.samples),
        Ok(0)
    );
    let by_environment = [("SIM_OUT", "e"), ("SIM_SPEED", "0")];
    let program = env!("CARGO_BIN_EXE_tone");
    run(program, &at, &["--wav", "a.wav"], &by_environment).expect_success();
    assert!(at.join("e/speaker.wav").exists());
    tone(&at, &["--out", "a.wav"]).expect_failure(1, "tone: a.wav: ");
}

#[test]
fn a_wrong_command_line_is_told_with_the_usage() {
    let at = at("usage");
    for (args, culprit) in [
        (&["--loud"][..], "tone: invalid option '--loud'"),
        (&["a.wav"], "tone: unexpected argument \"a.wav\""),
        (
            &["--volume", "256"],
            "tone: --volume 256: not a number from 0 to 255",
        ),
        (&["--wav", ""], "tone: a file's name is empty"),
    ] {
        let ran = tone(&at, args);
        ran.expect_failure(2, culprit);
        assert!(ran.stderr.contains("\nUsage: tone "), "{}", ran.stderr);
    }
}

#[test]
fn help_says_everything() {
    let at = at("help");
    for flag in ["--help", "-h"] {
        let ran = tone(&at, &[flag, "--wav", "/nowhere"]);
        ran.expect_success();
        let told = ["--wav FILE", "--volume N", "--out DIR", "SIM_OUT"];
        assert!(told.iter().all(|word| ran.stdout.contains(word)));
        assert!(ran.stdout.lines().all(|line| line.len() <= 80));
    }
}
