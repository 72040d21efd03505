//! The program's options, its environment, and how it ends.

use std::fs;

use example_testing::{Picture, Ran, folder, run};

fn display(at: &std::path::Path, args: &[&str], environment: &[(&str, &str)]) -> Ran {
    run(env!("CARGO_BIN_EXE_display"), at, args, environment)
}

#[test]
fn the_picture_goes_where_it_is_asked_for() {
    let at = folder(env!("CARGO_TARGET_TMPDIR"), "display-places");
    let ran = display(&at, &[], &[]);
    ran.expect_success();
    assert_eq!(ran.line("panel"), "320 x 240, on board sim");
    assert!(ran.line("picture").starts_with("panel.png ("));
    let here = Picture::read(&at.join("panel.png"));
    display(&at, &[], &[("SIM_OUT", "by/environment")]).expect_success();
    assert_eq!(here, Picture::read(&at.join("by/environment/panel.png")));
    // The option counts.
    display(&at, &["--out=o"], &[("SIM_OUT", "never")]).expect_success();
    assert_eq!(here, Picture::read(&at.join("o/panel.png")));
    assert!(!at.join("never").exists());
}

#[test]
fn a_dark_panel_shows_nothing() {
    let at = folder(env!("CARGO_TARGET_TMPDIR"), "display-dark");
    display(&at, &["--backlight", "0"], &[]).expect_success();
    let picture = Picture::read(&at.join("panel.png"));
    assert_eq!(picture, Picture::new(320, 240, 0));
}

#[test]
fn a_panel_that_the_board_has_not_is_told_by_its_port() {
    let at = folder(env!("CARGO_TARGET_TMPDIR"), "display-size");
    let ran = display(&at, &["--width", "241"], &[]);
    ran.expect_failure(
        1,
        "display: the display port did not open: {bad_option,width,241}\n",
    );
    let ran = display(&at, &["--height", "7"], &[]);
    ran.expect_failure(
        1,
        "display: the display port did not open: {bad_option,height,7}\n",
    );
}

#[test]
fn a_folder_that_cannot_be_is_a_failure() {
    let at = folder(env!("CARGO_TARGET_TMPDIR"), "display-no-folder");
    fs::write(at.join("file"), "").expect("written");
    display(&at, &["--out", "file/deeper"], &[]).expect_failure(1, "display: file/deeper: ");
    display(&at, &[], &[("SIM_OUT", "file")]).expect_failure(1, "display: file: ");
}

#[test]
fn a_wrong_command_line_is_told_with_the_usage() {
    let at = folder(env!("CARGO_TARGET_TMPDIR"), "display-usage");
    for (args, culprit) in [
        (&["--bright"][..], "display: invalid option '--bright'"),
        (&["card.png"], "display: unexpected argument \"card.png\""),
        (
            &["--backlight", "256"],
            "display: --backlight 256: not a number from 0 to 255",
        ),
        (
            &["--orientation", "4"],
            "display: --orientation 4: not a number from 0 to 3",
        ),
        (&["--out="], "display: a directory's name is empty"),
    ] {
        let ran = display(&at, args, &[]);
        ran.expect_failure(2, culprit);
        assert!(ran.stderr.contains("\nUsage: display "), "{}", ran.stderr);
    }
    assert_eq!(fs::read_dir(&at).expect("a folder").count(), 0);
}

#[test]
fn help_says_everything() {
    let at = folder(env!("CARGO_TARGET_TMPDIR"), "display-help");
    for flag in ["--help", "-h"] {
        let ran = display(&at, &[flag, "--width", "none"], &[]);
        ran.expect_success();
        let told = [
            "--width",
            "--height",
            "--orientation",
            "--backlight",
            "--out DIR",
            "SIM_OUT",
        ];
        assert!(told.iter().all(|word| ran.stdout.contains(word)));
        assert!(ran.stdout.lines().all(|line| line.len() <= 80));
    }
}
