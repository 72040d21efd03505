//! The whole comparison in its shortest form, and wrong arguments.

use std::process::{Command, Output};

fn run(args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pore-bench"));
    command.args(args).output().expect("it is there")
}

#[test]
fn every_way_is_measured_in_its_rows() {
    let ran = run(&["--seconds", "1", "--rounds", "1"]);
    let (out, err) = (
        String::from_utf8_lossy(&ran.stdout),
        String::from_utf8_lossy(&ran.stderr),
    );
    assert!(ran.status.success(), "{out}{err}");
    let heads = out.lines().filter(|line| line.contains(" to the first |"));
    assert_eq!(heads.count(), 5, "{out}");
    for (way, rows) in [("pore", 4), ("`SOCK_SEQPACKET`", 4), ("pore, lent", 1)] {
        let begin = format!("| {way} |");
        let of_way: Vec<&str> = out
            .lines()
            .filter(|line| line.starts_with(&begin))
            .collect();
        assert_eq!(of_way.len(), rows, "{way}:\n{out}");
        for line in of_way {
            let figures = line.split('|').filter_map(|cell| cell.trim().parse().ok());
            let figures: Vec<f64> = figures.collect();
            let good = figures
                .iter()
                .all(|figure| figure.is_finite() && *figure >= 0.0);
            assert!(good && figures.len() >= 2, "{line}");
        }
    }
    for goal in ["spinning", "asleep on one CPU", "doorbells for a message"] {
        let line = out
            .lines()
            .find(|line| line.contains(goal) && line.contains("<="));
        assert!(line.is_some(), "{goal}:\n{out}");
    }
}

#[test]
fn only_what_is_asked_for() {
    let ran = run(&[
        "--seconds",
        "1",
        "--rounds",
        "1",
        "--rows",
        "large",
        "--unpinned",
    ]);
    let out = String::from_utf8_lossy(&ran.stdout);
    assert!(ran.status.success() && out.contains("| pipe |"), "{out}");
    assert!(
        !out.contains("spinning") && !out.contains("| Goal |"),
        "{out}"
    );
    assert!(String::from_utf8_lossy(&ran.stderr).contains("not pinned"));
}

#[test]
fn a_second_process_without_a_first_one_says_so() {
    let ran = run(&["--second", "nobody-has-this-name"]);
    assert_eq!(ran.status.code(), Some(1));
}

#[test]
fn arguments_are_checked() {
    for wrong in [
        &["--rows", "all"][..],
        &["--rows"],
        &["--seconds", "0"],
        &["--fast"],
        &["file"],
    ] {
        assert_eq!(run(wrong).status.code(), Some(2), "{wrong:?}");
    }
    let help = run(&["--help"]);
    assert!(help.status.success() && help.stdout.starts_with(b"A pore between two processes"));
}
