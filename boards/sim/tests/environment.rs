//! `SIM_TRACE` and `SIM_SPEED`, by value and as a process sees them.

mod common;

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use board_sim::{Board, BoardError, SimConfig, Speed, Trace};
use board_support::HasTouch;
use class_touch::{PanelSize, TouchStream};
use common::{BLANK, Rung, SOON};

fn settings(trace: Option<&Path>, speed: Option<&str>) -> Result<SimConfig, BoardError> {
    SimConfig::from_settings(trace.map(Path::as_os_str), speed.map(OsStr::new))
}

/// A file of this test's own, gone when dropped.
struct Scratch(PathBuf);

impl Scratch {
    fn new(name: &str, text: impl AsRef<[u8]>) -> Self {
        let path = std::env::temp_dir().join(format!("sim-{}-{name}", std::process::id()));
        std::fs::write(&path, text).expect("a file");
        Self(path)
    }
}

impl Drop for Scratch {
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
    let bytes = Scratch::new("bytes", [0xFF, 0xFE]);
    assert_eq!(refused(&bytes.0), "SIM_TRACE: the file is not UTF-8 text");
    let short = Scratch::new("short", "time_us,kind,id,x,y,pressure\n1,up,0,1,1,1\n");
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

/// What `replay_what_the_environment_says` prints between angle brackets.
fn run(variables: &[(&str, &OsStr)]) -> String {
    let Output { stdout, status, .. } = Command::new(std::env::current_exe().expect("this test"))
        .args([
            "--ignored",
            "--exact",
            "--nocapture",
            "replay_what_the_environment_says",
        ])
        .env_remove("SIM_TRACE")
        .env_remove("SIM_SPEED")
        .envs(variables.iter().copied())
        .output()
        .expect("runs");
    assert!(status.success());
    let stdout = String::from_utf8(stdout).expect("text");
    let (_, said) = stdout.split_once('<').expect("something was printed");
    said.split_once('>').expect("all of it").0.to_owned()
}

#[test]
fn a_process_obeys_its_environment() {
    let unpaced = ("SIM_SPEED", OsStr::new("0"));
    assert_eq!(run(&[unpaced]), Trace::builtin().to_string());
    let mine = "time_us,kind,id,x,y,pressure\n0,down,9,4000,3000,7\n5,up,9,1,1,0\n";
    let file = Scratch::new("mine", mine);
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
