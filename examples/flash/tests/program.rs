//! The program's options, its summary, and how it ends.

use std::path::Path;

use example_testing::{Ran, run};

fn flash(args: &[&str]) -> Ran {
    let at = Path::new(env!("CARGO_TARGET_TMPDIR"));
    run(env!("CARGO_BIN_EXE_flash"), at, args, &[("SIM_SPEED", "0")])
}

#[test]
fn a_sector_is_erased_programmed_and_read() {
    for (args, at) in [
        (&[][..], "0x000000"),
        (&["--address", "4096", "--clock", "1000000"], "0x001000"),
        (&["--address", "1044480", "--clock=40000000"], "0x0ff000"),
    ] {
        let ran = flash(args);
        ran.expect_success();
        assert_eq!(ran.line("flash"), "EF 40 14: Winbond, 1 MiB, on board sim");
        assert_eq!(ran.line("erase"), format!("4096 bytes at {at}"));
        assert!(ran.line("program").starts_with("16 pages of 256 bytes, "));
        assert_eq!(ran.line("exact"), "yes");
        assert!(ran.line("ring").ends_with(" transactions, 0 failed"));
        // Two sectors of reads, some of them at once.
        assert!(ran.number("read", "most") > 1, "{}", ran.stdout);
    }
}

#[test]
fn in_real_time_too() {
    let at = Path::new(env!("CARGO_TARGET_TMPDIR"));
    run(env!("CARGO_BIN_EXE_flash"), at, &[], &[]).expect_success();
}

#[test]
fn a_sector_that_is_not_there_is_refused_before_anything_is_erased() {
    let ran = flash(&["--address", "1048576"]);
    let said = "flash: --address 1048576: the flash holds 1048576 bytes\n";
    ran.expect_failure(1, said);
}

#[test]
fn a_wrong_command_line_is_told_with_the_usage() {
    for (args, culprit) in [
        (&["--fast"][..], "flash: invalid option '--fast'"),
        (&["dump.bin"], "flash: unexpected argument \"dump.bin\""),
        (
            &["--address", "100"],
            "flash: --address 100: not a multiple of 4096",
        ),
        (
            &["--clock", "0"],
            "flash: --clock 0: not a number from 1 to 4294967295",
        ),
    ] {
        let ran = flash(args);
        ran.expect_failure(2, culprit);
        assert!(ran.stderr.contains("\nUsage: flash "), "{}", ran.stderr);
    }
}

#[test]
fn help_says_everything() {
    for flag in ["--help", "-h"] {
        let ran = flash(&[flag, "--clock", "none"]);
        ran.expect_success();
        let told = ["--address N", "--clock HZ", "--help"];
        assert!(told.iter().all(|word| ran.stdout.contains(word)));
        assert!(ran.stdout.lines().all(|line| line.len() <= 80));
    }
}
