//! The program's account, its options, and how it ends.

mod common;

use std::fs;

use common::{all_ports, place};
use example_testing::Ran;

/// The numbers of a row of the account: created, alive, dropped.
fn row(ran: &Ran, home: &str, of: &str) -> [u64; 3] {
    let mut lines = ran.stdout.lines();
    let begin = format!("{home:<10}{of:<18}");
    let line = lines.find_map(|line| line.strip_prefix(&begin));
    let line = line.unwrap_or_else(|| panic!("no {home} {of} in {}", ran.stdout));
    let numbers = line.split_whitespace().map_while(|word| word.parse().ok());
    let numbers: Vec<u64> = numbers.take(3).collect();
    numbers.try_into().expect("three numbers")
}

/// Two fingers, in the time of a tenth of a second.
const SHORT: &str = "time_us,kind,id,x,y,pressure\n\
                     100,down,3,10,20,80\n\
                     9100,down,11,479,319,255\n\
                     9200,move,3,200,90,90\n\
                     93000,up,11,400,300,0\n";

#[test]
fn nothing_is_left_alive() {
    let at = place("account");
    let ran = all_ports(&at, &[], &[]);
    ran.expect_success();
    assert_eq!(row(&ran, "resource", "display_config"), [1, 0, 1]);
    assert_eq!(row(&ran, "resource", "spi_config"), [1, 0, 1]);
    assert_eq!(row(&ran, "table", "ports"), [5, 0, 5]);
    assert_eq!(row(&ran, "ring", "touch events"), [2374, 0, 2374]);
    assert_eq!(row(&ran, "ring", "audio bytes"), [441_000, 0, 441_000]);
    let [created, alive, dropped] = row(&ran, "ring", "spi transactions");
    assert_eq!((created, alive), (dropped, 0));
    assert!(created > 10);
    // Blocks come in time, so some may be lost, which is counted.
    let [created, alive, blocks] = row(&ran, "pool", "stream blocks");
    assert!(created == 48 && alive == 0 && blocks > 0);
    assert_eq!(row(&ran, "resource", "binary"), [blocks, 0, blocks]);
    assert_eq!(ran.line("stream"), format!("{blocks} blocks"));
    assert!(ran.line("picture").starts_with("panel.png ("));
    assert!(ran.line("sound").starts_with("speaker.wav ("));
}

#[test]
fn in_time_what_is_lost_is_counted() {
    let at = place("paced");
    fs::write(at.join("short.csv"), SHORT).expect("written");
    for (args, environment) in [
        (&["--trace", "short.csv", "--speed", "8"][..], &[][..]),
        (&[], &[("SIM_TRACE", "short.csv"), ("SIM_SPEED", "8")]),
    ] {
        let ran = all_ports(&at, args, environment);
        ran.expect_success();
        let [created, alive, dropped] = row(&ran, "ring", "touch events");
        assert!(created == 4 && alive == 0 && dropped <= 4);
        assert_eq!(row(&ran, "ring", "audio bytes"), [441_000, 0, 441_000]);
    }
}

#[test]
fn files_go_where_they_are_asked_for() {
    let at = place("places");
    fs::write(at.join("short.csv"), SHORT).expect("written");
    let trace = ["--trace", "short.csv"];
    all_ports(&at, &trace, &[("SIM_OUT", "by/environment")]).expect_success();
    let args = ["--trace", "short.csv", "--out", "by/option"];
    all_ports(&at, &args, &[("SIM_OUT", "never")]).expect_success();
    for place in ["by/environment", "by/option"] {
        for file in ["panel.png", "speaker.wav"] {
            assert!(at.join(place).join(file).exists(), "{place}/{file}");
        }
    }
    assert!(!at.join("never").exists());
}

#[test]
fn what_cannot_be_read_is_told_by_name() {
    let at = place("unreadable");
    fs::write(
        at.join("wrong.csv"),
        "time_us,kind,id,x,y,pressure\n0,slide,0,1,1,1\n",
    )
    .expect("written");
    for (args, complaint) in [
        (
            ["--wav", "missing.wav"],
            "all-ports: missing.wav: no such file\n",
        ),
        (
            ["--wav", "wrong.csv"],
            "all-ports: wrong.csv: not a WAV file: ",
        ),
        (
            ["--trace", "missing.csv"],
            "all-ports: missing.csv: no such file\n",
        ),
        (
            ["--trace", "wrong.csv"],
            "all-ports: the touch port did not open: {config,<<\"SIM_TRACE: line 2: kind is not",
        ),
        (["--out", "wrong.csv"], "all-ports: wrong.csv: "),
    ] {
        all_ports(&at, &args, &[]).expect_failure(1, complaint);
    }
    let wrong = all_ports(&at, &[], &[("SIM_SPEED", "fast")]);
    wrong.expect_failure(1, "all-ports: the ");
    assert!(
        wrong.stderr.contains("SIM_SPEED: not a number"),
        "{}",
        wrong.stderr
    );
}

#[test]
fn a_wrong_command_line_is_told_with_the_usage() {
    let at = place("usage");
    for (args, culprit) in [
        (&["--fast"][..], "all-ports: invalid option '--fast'"),
        (&["a.wav"], "all-ports: unexpected argument \"a.wav\""),
        (
            &["--speed", "-1"],
            "all-ports: --speed -1: not a number of 0 or more",
        ),
        (
            &["--volume", "999"],
            "all-ports: --volume 999: not a number from 0 to 255",
        ),
    ] {
        let ran = all_ports(&at, args, &[]);
        ran.expect_failure(2, culprit);
        assert!(ran.stderr.contains("\nUsage: all-ports "), "{}", ran.stderr);
    }
    assert_eq!(fs::read_dir(&at).expect("a folder").count(), 0);
}

#[test]
fn help_says_everything() {
    let at = place("help");
    for flag in ["--help", "-h"] {
        let ran = all_ports(&at, &[flag, "--wav", "/nowhere"], &[]);
        ran.expect_success();
        let told = [
            "--trace",
            "--speed",
            "--wav",
            "--volume",
            "--out",
            "SIM_TRACE",
            "SIM_OUT",
        ];
        assert!(told.iter().all(|word| ran.stdout.contains(word)));
        assert!(ran.stdout.lines().all(|line| line.len() <= 80));
    }
}
