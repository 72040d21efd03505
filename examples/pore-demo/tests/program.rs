//! The whole demonstration in its short form, and wrong arguments.

use std::process::{Command, Output};

fn run(args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pore-demo"));
    command.args(args).output().expect("it is there")
}

#[test]
fn two_processes_find_each_other_and_one_comes_back() {
    let ran = run(&["--short", "--mib", "1"]);
    let (out, err) = (
        String::from_utf8_lossy(&ran.stdout),
        String::from_utf8_lossy(&ran.stderr),
    );
    assert!(ran.status.success(), "{out}{err}");
    for part in ["names", "met", "files", "straw", "death", "again", "end"] {
        let line = out.lines().find(|line| line.trim_start().starts_with(part));
        assert!(line.is_some(), "{part} is missing:\n{out}");
    }
    let met: Vec<&str> = out
        .lines()
        .filter(|line| line.contains("of user"))
        .collect();
    assert_eq!(met.len(), 2, "it came twice:\n{out}");
    assert_ne!(met[0], met[1], "as another process, with other epochs");
    for percentile in ["p50", "p90", "p99", "doorbells per message", "MiB/s"] {
        assert!(out.contains(percentile), "{percentile} is missing:\n{out}");
    }
    let bells = out.lines().find(|line| line.contains("doorbells"));
    let bells = bells.and_then(|line| line.split(", ").nth(1)?.split(' ').next()?.parse().ok());
    assert!(bells.is_some_and(|bells: f64| bells < 0.1), "{out}");
}

#[test]
fn who_finds_nobody_says_so() {
    let ran = run(&["--second", "nobody-has-this-name"]);
    assert_eq!(ran.status.code(), Some(1));
    let err = String::from_utf8_lossy(&ran.stderr);
    assert!(err.contains("no endpoint of this name"), "{err}");
}

#[test]
fn arguments_are_checked() {
    for wrong in [&["--mib", "0"][..], &["--mib"], &["--fast"], &["file"]] {
        assert_eq!(run(wrong).status.code(), Some(2), "{wrong:?}");
    }
    let help = run(&["--help"]);
    assert!(help.status.success() && help.stdout.starts_with(b"Two processes"));
}
