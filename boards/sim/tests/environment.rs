//! The environment's variables, by value and as a process sees them.

mod common;

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use board_sim::{Board, BoardError, SimConfig, Speed, Trace};
use board_support::{HasAudio, HasPanel, HasSpi, HasTouch};
use class_audio::{Channels, Depth, Format, Playback};
use class_panel::{Geometry, Orientation, Panel, PanelConfig, Rgb565, Window};
use class_spi::{BitOrder, MODE_0, SpiConfig, SpiQueue};
use class_touch::{PanelSize, TouchStream};
use common::{BLANK, Rung, SOON, Scratch};

fn settings(trace: Option<&Path>, speed: Option<&str>) -> Result<SimConfig, BoardError> {
    SimConfig::from_settings(trace.map(Path::as_os_str), speed.map(OsStr::new))
}

/// A file of this test's own, gone when dropped.
struct TextFile(PathBuf);

impl TextFile {
    fn new(name: &str, text: impl AsRef<[u8]>) -> Self {
        let path = std::env::temp_dir().join(format!("sim-{}-{name}", std::process::id()));
        std::fs::write(&path, text).expect("a file");
        Self(path)
    }
}

impl Drop for TextFile {
    fn drop(&mut self) {
        let _gone_already = std::fs::remove_file(&self.0);
    }
}

#[test]
fn nothing_set_is_the_signature_in_real_time() {
    assert_eq!(settings(None, None), Ok(SimConfig::default()));
    assert_eq!(SimConfig::default().trace, Trace::builtin());
}

#[test]
fn speeds() {
    for (text, factor) in [
        ("1", 1.0),
        ("10", 10.0),
        ("0.5", 0.5),
        ("0", 0.0),
        ("-0", 0.0),
    ] {
        let config = settings(None, Some(text)).expect("a speed");
        assert_eq!(Some(config.speed), Speed::new(factor), "{text}");
    }
    assert!(
        settings(None, Some("0"))
            .expect("a speed")
            .speed
            .is_unpaced()
    );
    for text in [
        "", "-1", "fast", "NaN", "inf", "-inf", "1e999", "1x", " 1", "0x10",
    ] {
        let expected = BoardError::Config {
            setting: "SIM_SPEED",
            line: None,
            reason: "not a number of 0 or more",
        };
        assert_eq!(settings(None, Some(text)), Err(expected), "{text:?}");
    }
}

fn refused(path: &Path) -> String {
    settings(Some(path), None)
        .expect_err("no trace")
        .to_string()
}

#[test]
fn traces_that_cannot_be_read() {
    assert_eq!(refused(Path::new("")), "SIM_TRACE: no such file");
    assert_eq!(refused(Path::new("no/such")), "SIM_TRACE: no such file");
    assert_eq!(
        refused(Path::new("/")),
        "SIM_TRACE: a directory, not a file"
    );
    let bytes = TextFile::new("bytes", [0xFF, 0xFE]);
    assert_eq!(refused(&bytes.0), "SIM_TRACE: the file is not UTF-8 text");
    let short = TextFile::new("short", "time_us,kind,id,x,y,pressure\n1,up,0,1,1,1\n");
    assert_eq!(
        refused(&short.0),
        "SIM_TRACE: line 2: the finger is not down"
    );
}

/// Run by the next test in a process of its own: replays what the environment
/// says, and prints what came out.
#[test]
#[ignore = "run by `a_process_obeys_its_environment`"]
fn replay_what_the_environment_says() {
    let mut touch = match Board::touch(Rung::default()) {
        Ok(touch) => touch,
        Err(error) => {
            let transactions = Board::device().status().transactions;
            println!("<{error}; {transactions} transactions>");
            return;
        }
    };
    let mut text = format!("{}\n", board_sim::HEADER);
    let mut events = [BLANK; 64];
    let mut all = Vec::new();
    loop {
        let finished = Board::device().wait_finished(std::time::Duration::from_millis(1));
        let n = touch.drain(&mut events);
        all.extend_from_slice(&events[..n]);
        if finished && n == 0 {
            break;
        }
    }
    text.clear();
    text.push_str(
        &Trace::from_rows(&all)
            .expect("a trace came out")
            .to_string(),
    );
    println!("<{text}>");
}

/// What a test that is run by another prints between angle brackets.
fn run_test(test: &str, variables: &[(&str, &OsStr)]) -> String {
    let Output { stdout, status, .. } = Command::new(std::env::current_exe().expect("this test"))
        .args(["--ignored", "--exact", "--nocapture", test])
        .env_remove("SIM_TRACE")
        .env_remove("SIM_SPEED")
        .env_remove("SIM_OUT")
        .envs(variables.iter().copied())
        .output()
        .expect("runs");
    assert!(status.success());
    let stdout = String::from_utf8(stdout).expect("text");
    let (_, said) = stdout.split_once('<').expect("something was printed");
    said.split_once('>').expect("all of it").0.to_owned()
}

fn run(variables: &[(&str, &OsStr)]) -> String {
    run_test("replay_what_the_environment_says", variables)
}

const UPRIGHT: PanelConfig = PanelConfig {
    geometry: Geometry {
        width: 240,
        height: 320,
    },
    orientation: Orientation::Deg90,
};

const MONO: Format = Format {
    rate_hz: 8_000,
    depth: Depth::Bits16,
    channels: Channels::Mono,
};

const AS_FAST_AS_CAN_BE: SpiConfig = SpiConfig {
    clock_hz: 1,
    mode: MODE_0,
    bit_order: BitOrder::MsbFirst,
};

/// Run by the next test in a process of its own: shows a picture, plays a
/// sound, reads the flash, and prints what went wrong.
#[test]
#[ignore = "run by `what_was_seen_and_heard_is_left_in_the_folder`"]
fn show_and_play() {
    let said = match show_and_play_on::<Board>() {
        Ok(()) => {
            let (panel, audio) = (Board::panel_device(), Board::audio_device());
            assert!(Board::is_idle());
            format!("{:?} {:?}", panel.status().saved, audio.status().saved)
        }
        Err(error) => error.to_string(),
    };
    println!("<{said}>");
}

fn show_and_play_on<B: HasPanel + HasAudio + HasSpi>() -> Result<(), BoardError> {
    assert!(Board::is_idle());
    let mut panel = B::panel(UPRIGHT)?;
    assert!(!Board::is_idle());
    let all = Window::all(panel.geometry()).expect("not empty");
    panel.fill(all, Rgb565::new(31, 0, 0))?;
    panel.set_backlight(255)?;
    let mut audio = B::audio(MONO, 191, Rung::default())?;
    assert_eq!(audio.write(&[1, 2, 3, 4]), 4);
    while audio.next_event().is_none() {
        std::thread::yield_now();
    }
    // At its own clock, this would take a minute.
    let mut flash = B::spi(AS_FAST_AS_CAN_BE, Rung::default())?;
    assert_eq!(flash.submit(1, &[0x9F], 3), Ok(()));
    while !flash.complete(&mut |_, bytes| assert_eq!(bytes, [0xEF, 0x40, 0x14])) {
        std::thread::yield_now();
    }
    Ok(())
}

#[test]
fn what_was_seen_and_heard_is_left_in_the_folder() {
    let scratch = Scratch::folder("environment");
    let folder = scratch.path().join("out");
    let unpaced = ("SIM_SPEED", OsStr::new("0"));
    let out = |folder| run_test("show_and_play", &[unpaced, ("SIM_OUT", folder)]);
    assert_eq!(out(folder.as_os_str()), "Written Written");
    let mut reader = hound::WavReader::open(folder.join("speaker.wav")).expect("a WAV");
    let samples: Result<Vec<i16>, _> = reader.samples().collect();
    assert_eq!(samples.expect("whole"), [0x201, 0x403]);
    let file = std::io::BufReader::new(std::fs::File::open(folder.join("panel.png")).expect("it"));
    let mut reader = png::Decoder::new(file).read_info().expect("a PNG");
    let mut pixels = vec![0; reader.output_buffer_size().expect("fits")];
    let info = reader.next_frame(&mut pixels).expect("a frame");
    assert_eq!((info.width, info.height), (320, 240));
    assert!(pixels.chunks(3).all(|pixel| pixel == [255, 0, 0]));

    let not_a_folder = folder.join("panel.png");
    let failed = out(not_a_folder.as_os_str());
    assert!(failed.starts_with("Failed("), "{failed}");
    assert_eq!(out(OsStr::new("")), "SIM_OUT: the folder's name is empty");
    let wrong = run_test("show_and_play", &[("SIM_SPEED", OsStr::new("x"))]);
    assert_eq!(wrong, "SIM_SPEED: not a number of 0 or more");
    assert_eq!(run_test("show_and_play", &[unpaced]), "Nothing Nothing");
}

#[test]
fn a_process_obeys_its_environment() {
    let unpaced = ("SIM_SPEED", OsStr::new("0"));
    assert_eq!(run(&[unpaced]), Trace::builtin().to_string());
    let mine = "time_us,kind,id,x,y,pressure\n0,down,9,4000,3000,7\n5,up,9,1,1,0\n";
    let file = TextFile::new("mine", mine);
    let trace = ("SIM_TRACE", file.0.as_os_str());
    assert_eq!(run(&[unpaced, trace]), mine);
    let wrong = run(&[("SIM_SPEED", OsStr::new("quick"))]);
    assert_eq!(
        wrong,
        "SIM_SPEED: not a number of 0 or more; 0 transactions"
    );
    let missing = run(&[("SIM_TRACE", OsStr::new("/no/such.csv"))]);
    assert_eq!(missing, "SIM_TRACE: no such file; 0 transactions");
}

#[test]
fn a_process_without_variables_replays_in_real_time() {
    let touch = Board::touch(Rung::default()).expect("opens");
    let panel = PanelSize {
        width: 480,
        height: 320,
    };
    assert_eq!(touch.size(), panel);
    assert!(!Board::device().wait_finished(SOON / 1_000));
}
