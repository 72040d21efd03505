//! The program's options, what it prints, and how it ends.

use example_testing::{Ran, folder, run};

fn stream(args: &[&str]) -> Ran {
    let at = folder(env!("CARGO_TARGET_TMPDIR"), &args.concat());
    run(env!("CARGO_BIN_EXE_stream"), &at, args, &[])
}

#[test]
fn every_block_is_accounted_for() {
    let ran = stream(&["--rate", "500000"]);
    ran.expect_success();
    assert_eq!(ran.line("run"), "200 blocks at 500000 Hz");
    let full = "5 blocks filled and 195 overruns with nobody to take";
    assert_eq!(ran.line("full"), full);
    assert_eq!(ran.line("blocks"), "free 8, held 0, of 8");
    let blocks = ran.number("pool", "filled");
    assert_eq!(ran.number("pool", "delivered"), blocks);
    let counts = ["created", "alive", "dropped"].map(|word| ran.number("binaries", word));
    assert_eq!(counts, [blocks, 0, blocks]);
    let words: Vec<_> = ran.line("taken").split(' ').collect();
    let [taken, "blocks,", samples, ..] = words[..] else {
        panic!("{words:?}");
    };
    let [taken, samples] = [taken, samples].map(|word| word.parse::<usize>().expect("a number"));
    assert!((1..=200).contains(&taken) && samples == 508 * taken);
}

#[test]
fn none_or_all_but_one_may_be_kept() {
    for (keep, kept, full) in [
        (
            "0",
            "0 of 8 blocks for ever",
            "8 blocks filled and 92 overruns",
        ),
        (
            "7",
            "7 of 8 blocks for ever",
            "1 blocks filled and 99 overruns",
        ),
    ] {
        let ran = stream(&["--keep", keep, "--blocks=100", "--rate=1000000"]);
        ran.expect_success();
        assert!(ran.line("kept").starts_with(kept), "{}", ran.stdout);
        assert!(ran.line("full").starts_with(full), "{}", ran.stdout);
    }
}

#[test]
fn an_interrupt_that_is_faster_than_the_processes_is_accounted_for_too() {
    let ran = stream(&["--blocks", "5000", "--rate", "100000000"]);
    ran.expect_success();
    assert_eq!(ran.line("blocks"), "free 8, held 0, of 8");
}

#[test]
fn a_wrong_command_line_is_told_with_the_usage() {
    for (args, culprit) in [
        (&["--fast"][..], "stream: invalid option '--fast'"),
        (
            &["--keep", "8"],
            "stream: --keep 8: not a number from 0 to 7",
        ),
    ] {
        let ran = stream(args);
        ran.expect_failure(2, culprit);
        assert!(ran.stderr.contains("\nUsage: stream "), "{}", ran.stderr);
    }
}

#[test]
fn help_says_everything() {
    let ran = stream(&["-h", "--keep", "none"]);
    ran.expect_success();
    let told = ["--blocks N", "--rate HZ", "--keep N", "Exit status"];
    assert!(told.iter().all(|word| ran.stdout.contains(word)));
    assert!(ran.stdout.lines().all(|line| line.len() <= 80));
}
