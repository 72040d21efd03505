//! What the panel shows is the test card, by a painter that knows no port.

use std::path::Path;

use display::{Draw, card};
use example_testing::{Picture, folder, run};

/// The card, painted.
fn painted(width: u16, height: u16) -> Picture {
    let mut picture = Picture::new(width.into(), height.into(), 0);
    for draw in card(width, height) {
        paint(&mut picture, &draw);
    }
    picture
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

/// What the program leaves on a panel that is turned so.
fn shown(turns: &str, at: &Path) -> Picture {
    let args = ["--orientation", turns, "--out", "out"];
    let ran = run(env!("CARGO_BIN_EXE_display"), at, &args, &[]);
    ran.expect_success();
    assert!(ran.line("picture").starts_with("out/panel.png ("));
    Picture::read(&at.join("out/panel.png"))
}

#[test]
fn every_pixel_is_as_painted_however_the_panel_is_turned() {
    let at = folder(env!("CARGO_TARGET_TMPDIR"), "display-turned");
    for (turns, width, height) in [
        ("0", 240, 320),
        ("1", 320, 240),
        ("2", 240, 320),
        ("3", 320, 240),
    ] {
        let (shown, painted) = (shown(turns, &at), painted(width, height));
        assert_eq!(shown.difference(&painted), None, "{turns} quarter turns");
        // And one that differs would be seen.
        let mut wrong = painted;
        wrong.pixels[usize::from(width) * 100 + 7] ^= 0x20;
        let found = shown.difference(&wrong).expect("a difference");
        assert_eq!((found.count, found.x, found.y), (1, 7, 100));
    }
}

#[test]
fn a_card_without_any_one_request_is_another_picture() {
    let at = folder(env!("CARGO_TARGET_TMPDIR"), "display-missing");
    let shown = shown("1", &at);
    let card = card(320, 240);
    for missing in 0..card.len() {
        let mut picture = Picture::new(320, 240, 0);
        let others = card.iter().enumerate().filter(|(nth, _)| *nth != missing);
        others.for_each(|(_, draw)| paint(&mut picture, draw));
        assert!(shown.difference(&picture).is_some(), "{:?}", card[missing]);
    }
}
