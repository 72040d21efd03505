//! The program's options, its environment, and how it ends.

mod common;

use std::fs;

use common::{Pixels, fresh, text, touch_trace};

/// Two fingers on a panel that only fits the chip's whole range.
const SMALL: &str = "time_us,kind,id,x,y,pressure\n\
                     100,down,3,10,20,80\n\
                     9100,down,11,4095,4095,255\n\
                     9200,move,3,2000,900,90\n\
                     9300,up,11,4095,4000,0\n\
                     9400,move,3,10,900,0\n";

fn file(name: &str, content: &str) -> String {
    let path = fresh(name);
    fs::write(&path, content).expect("written");
    text(&path).into()
}

#[test]
fn at_speed_0_nothing_is_lost() {
    let picture = fresh("unpaced.png");
    let ran = touch_trace(&["--speed", "0", "--out", text(&picture)], &[]);
    ran.expect_success();
    assert_eq!(ran.line("exact"), "yes");
    assert_eq!(ran.line("events"), "2374 received: 4 down, 2366 move, 4 up");
    assert_eq!(ran.line("fingers"), "2 (id 0, 1), 4 strokes");
    let expected = "offered 2374 = delivered 2374 + dropped 0 + queued 0";
    assert_eq!(ran.line("ring"), expected);
    assert!(ran.line("bus").starts_with("2374 interrupts, "));
    assert_eq!(ran.line("faults"), "none in 2374 reads");
    let latency = ran.line("latency");
    assert!(
        ["p50 ", "p90 ", "p99 ", "max "]
            .iter()
            .all(|rank| latency.contains(rank))
    );
    assert!(picture.exists());
}

#[test]
fn another_trace_is_named_by_option_or_environment_and_the_option_counts() {
    let small = file("small.csv", SMALL);
    let picture = fresh("small.png");
    let out = text(&picture);
    let by_option = ["--trace", &small, "--out", out];
    let missing = ("SIM_TRACE", "/nowhere/at/all.csv");
    for (args, environment) in [
        (&by_option[..], &[missing][..]),
        (&by_option[2..], &[("SIM_TRACE", &*small)][..]),
    ] {
        let ran = touch_trace(args, environment);
        ran.expect_success();
        assert!(
            ran.line("trace").contains("small.csv: 5 rows"),
            "{}",
            ran.stdout
        );
        assert_eq!(ran.line("events"), "5 received: 2 down, 2 move, 1 up");
        assert_eq!(ran.line("fingers"), "2 (id 3, 11), 2 strokes");
        assert_eq!(ran.line("exact"), "yes");
        let pixels = Pixels::read(&picture);
        // A square panel, and finger 3 on its way along the second row.
        assert_eq!((pixels.width, pixels.height), (1040, 1084));
        assert!(pixels.has_ink_about(40 + 1000 * 960 / 4096, 40 + 900 * 960 / 4096));
        fs::remove_file(&picture).expect("was written");
    }
}

#[test]
fn the_speed_is_given_by_option_or_environment_and_the_option_counts() {
    let out = fresh("speed.png");
    let out = ["--out", text(&out), "--speed", "64"];
    let by_environment = touch_trace(&out[..2], &[("SIM_SPEED", "32")]);
    assert!(by_environment.line("trace").ends_with("at speed 32"));
    let both = touch_trace(&out, &[("SIM_SPEED", "no number")]);
    both.expect_success();
    assert!(both.line("trace").ends_with("at speed 64"));
    let wrong = touch_trace(&out[..2], &[("SIM_SPEED", "no number")]);
    assert_eq!((wrong.code, &*wrong.stdout), (Some(1), ""));
    assert!(
        wrong.stderr.contains("SIM_SPEED: not a number"),
        "{}",
        wrong.stderr
    );
}

#[test]
fn a_wrong_trace_is_told_by_file_and_line() {
    let picture = fresh("never.png");
    let rows: [(&str, &str, &str); 3] = [
        (
            "kind.csv",
            "0,down,0,1,1,1\n5,slide,0,1,1,1\n",
            "line 3: kind is not",
        ),
        (
            "back.csv",
            "7,down,0,1,1,1\n5,move,0,1,1,1\n",
            "line 3: time goes backwards",
        ),
        ("empty.csv", "", "line 2: no rows"),
    ];
    for (name, rows, reason) in rows {
        let trace = file(name, &format!("time_us,kind,id,x,y,pressure\n{rows}"));
        let ran = touch_trace(&["--trace", &trace, "--out", text(&picture)], &[]);
        assert_eq!((ran.code, &*ran.stdout), (Some(1), ""));
        let expected = format!("touch-trace: {trace}: {reason}");
        assert!(ran.stderr.starts_with(&expected), "{}", ran.stderr);
        let ran = touch_trace(&[], &[("SIM_TRACE", &trace)]);
        assert_eq!(ran.code, Some(1));
        let expected = format!("touch-trace: SIM_TRACE: {reason}");
        assert!(ran.stderr.starts_with(&expected), "{}", ran.stderr);
    }
    let ran = touch_trace(&["--trace", "/nowhere/at/all.csv"], &[]);
    assert_eq!(ran.code, Some(1));
    assert_eq!(
        ran.stderr,
        "touch-trace: /nowhere/at/all.csv: no such file\n"
    );
    assert!(!picture.exists());
}

#[test]
fn a_picture_that_cannot_be_written_is_a_failure() {
    let ran = touch_trace(&["--speed", "0", "--out", "/nowhere/at/all.png"], &[]);
    assert_eq!(ran.code, Some(1));
    assert!(
        ran.stderr.starts_with("touch-trace: /nowhere/at/all.png: "),
        "{}",
        ran.stderr
    );
}

#[test]
fn a_wrong_command_line_is_told_with_the_usage() {
    for (args, culprit) in [
        (&["--fast"][..], "--fast"),
        (&["--speed", "-1"], "--speed -1"),
        (&["--speed"], "--speed"),
        (&["--overload=yes"], "--overload"),
        (&["trace.csv"], "trace.csv"),
        (&["--overload", "--speed", "0"], "--speed 0"),
    ] {
        let ran = touch_trace(args, &[]);
        assert_eq!((ran.code, &*ran.stdout), (Some(2), ""), "{args:?}");
        let mut lines = ran.stderr.lines();
        assert!(
            lines.next().is_some_and(|line| line.contains(culprit)),
            "{}",
            ran.stderr
        );
        assert!(
            lines
                .next()
                .is_some_and(|line| line.starts_with("Usage: touch-trace"))
        );
    }
    let ran = touch_trace(&["--overload"], &[("SIM_SPEED", "0")]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.stderr.contains("SIM_SPEED=0"), "{}", ran.stderr);
}

#[test]
fn help_says_everything() {
    for flag in ["--help", "-h"] {
        let ran = touch_trace(&[flag, "--trace", "/nowhere"], &[]);
        ran.expect_success();
        let told = [
            "--trace FILE",
            "--out FILE",
            "--speed X",
            "--overload",
            "--help",
            "SIM_TRACE",
        ];
        assert!(told.iter().all(|word| ran.stdout.contains(word)));
        assert!(ran.stdout.lines().all(|line| line.len() <= 80));
    }
}
