//! Every field of the table: the example runs on the board, and it shows.

use std::path::{Path, PathBuf};

use display::{Draw, card};
use example_testing::{Heard, Picture, Ran, folder, run};

/// One test for each field of the table.
macro_rules! tests {
    ($($board:ident: $($example:ident)*,)*) => {
        $(mod $board {
            $(#[test]
            fn $example() {
                crate::$example(stringify!($board));
            })*
        })*
    };
}

on_boards::boards!(tests);

/// Runs an example on a board as fast as it can, in a folder of its own.
fn on(board: &str, example: &str, args: &[&str]) -> (Ran, PathBuf) {
    let at = folder(env!("CARGO_TARGET_TMPDIR"), &format!("{board}-{example}"));
    let field = format!("{board}/{example}");
    let environment = [(on_boards::VARIABLE, &*field), ("SIM_SPEED", "0")];
    let ran = run(env!("CARGO_BIN_EXE_on-boards"), &at, args, &environment);
    ran.expect_success();
    (ran, at)
}

/// What the fingers did is what the process had, event for event.
fn touch_trace(board: &str) {
    let (ran, at) = on(board, "touch_trace", &["--out", "trace.png"]);
    assert!(ran.stdout.contains(" exact: yes\n"), "{}", ran.stdout);
    assert!(at.join("trace.png").exists());
}

/// What the panel shows is the test card, painted here once more.
fn display(board: &str) {
    let (ran, at) = on(board, "display", &["--out", "."]);
    let size = ran.line("panel");
    let mut words = size
        .split([' ', ','])
        .filter_map(|word| word.parse::<u16>().ok());
    let (Some(width), Some(height)) = (words.next(), words.next()) else {
        panic!("no size: {size}");
    };
    let shown = Picture::read(&at.join("panel.png"));
    let mut painted = Picture::new(width.into(), height.into(), 0);
    for draw in card(width, height) {
        paint(&mut painted, &draw);
    }
    assert_eq!(shown.difference(&painted), None);
}

fn paint(picture: &mut Picture, draw: &Draw) {
    match draw {
        Draw::Fill(color) => *picture = Picture::new(picture.width, picture.height, *color),
        Draw::Rect { area, color } => {
            let place = [area.x.into(), area.y.into()];
            picture.rect(place, [area.width.into(), area.height.into()], *color);
        }
        Draw::Text { x, y, text, color } => {
            picture.text([(*x).into(), (*y).into()], text, *color);
        }
        Draw::Blit { area, pixels } => {
            picture.blit([area.x.into(), area.y.into()], area.width.into(), pixels);
        }
    }
}

/// What is heard is what was sent, at whatever volume: no sample is missing,
/// and none is on the other side of silence.
fn tone(board: &str) {
    let sent = waves();
    let at = folder(env!("CARGO_TARGET_TMPDIR"), &format!("{board}-sent"));
    let wav = at.join("sent.wav");
    sent.write(&wav);
    let (_, at) = on(board, "tone", &["--wav", text(&wav), "--out", "."]);
    let heard = Heard::read(&at.join("speaker.wav"));
    assert_eq!(
        (heard.rate_hz, heard.channels),
        (sent.rate_hz, sent.channels)
    );
    let sounds = |samples: &[i32]| {
        let first = samples.iter().position(|sample| *sample != 0);
        let last = samples.iter().rposition(|sample| *sample != 0);
        (first.unwrap_or(0), last.unwrap_or(0))
    };
    let (first, last) = sounds(&heard.samples);
    assert_eq!(last - first + 1, sent.samples.len(), "{board}");
    let both = heard.samples[first..].iter().zip(&sent.samples);
    let wrong = both.filter(|(heard, sent)| heard.signum() != sent.signum());
    assert_eq!(wrong.count(), 0, "{board}");
}

/// Loud waves, none of whose samples is silent.
fn waves() -> Heard {
    let sample = |nth: i32| {
        let up = nth % 97 < 40;
        let loud = 20_000 + nth % 7_919;
        if up { loud } else { -loud }
    };
    Heard {
        rate_hz: 44_100,
        bits: 16,
        channels: 2,
        samples: (0..30_000).map(sample).collect(),
    }
}

fn text(path: &Path) -> &str {
    path.to_str().expect("UTF-8")
}

/// A sector is erased, programmed, and read back as it was programmed.
fn flash(board: &str) {
    let (ran, _) = on(board, "flash", &["--address", "8192"]);
    assert!(ran.stdout.contains("4096 bytes"), "{}", ran.stdout);
}

/// All ports at once: everything adds up, and no part complains.
fn all_ports(board: &str) {
    let (_, at) = on(board, "all_ports", &["--out", "."]);
    assert!(at.join("panel.png").exists() && at.join("speaker.wav").exists());
}
