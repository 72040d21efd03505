//! Glasses that sit otherwise than their controllers count, and the converter.

mod common;

use chip_mipidsi::{ColorOrder, Glass, ILI9342CRgb565, ILI9488Rgb565, Link, ST7789};
use class_panel::{Geometry, Orientation, Panel, Rgb565, Window};
use common::{Bench, config, open};

/// The windows' commands, and MADCTL before them.
fn pixel_at_the_origin(panel: &mut impl Panel, bench: &Bench, turned: Orientation) -> Vec<String> {
    panel.set_orientation(turned).expect("turned");
    let window = Window::new(0, 0, 1, 1).expect("not empty");
    panel.fill(window, Rgb565::new(31, 0, 0)).expect("filled");
    bench.commands()
}

#[test]
fn an_upside_down_glass_is_turned_with_the_picture() {
    let bench = Bench::default();
    let glass = Glass {
        upside_down: true,
        order: ColorOrder::Bgr,
        ..Glass::default()
    };
    let upright = config(320, 240, Orientation::Deg0);
    let mut panel = open(ILI9342CRgb565, &bench, true, glass, upright).expect("bring-up");
    let size = |width, height| Geometry { width, height };
    assert_eq!(panel.geometry(), size(320, 240));
    assert!(bench.commands().contains(&"36 c8".into()), "MY, MX, BGR");
    for (turned, madctl, geometry) in [
        (Orientation::Deg90, "36 a8", size(240, 320)),
        (Orientation::Deg180, "36 08", size(320, 240)),
        (Orientation::Deg270, "36 68", size(240, 320)),
    ] {
        assert_eq!(pixel_at_the_origin(&mut panel, &bench, turned)[0], madctl);
        assert_eq!(panel.geometry(), geometry);
    }
}

#[test]
fn a_mirrored_glass_counts_columns_from_the_right() {
    let bench = Bench::default();
    // 200 by 300 of the controller's 240 by 320: 36 columns and 15 rows after it.
    let glass = Glass {
        first_column: 4,
        first_row: 5,
        mirrored: true,
        ..Glass::default()
    };
    let upright = config(200, 300, Orientation::Deg0);
    let mut panel = open(ST7789, &bench, true, glass, upright).expect("bring-up");
    bench.steps();
    for (turned, expected) in [
        (
            Orientation::Deg0,
            ["36 40", "2a 00 24 00 24", "2b 00 05 00 05"],
        ),
        (
            Orientation::Deg90,
            ["36 20", "2a 00 05 00 05", "2b 00 04 00 04"],
        ),
        (
            Orientation::Deg180,
            ["36 80", "2a 00 04 00 04", "2b 00 0f 00 0f"],
        ),
        (
            Orientation::Deg270,
            ["36 e0", "2a 00 0f 00 0f", "2b 00 24 00 24"],
        ),
    ] {
        let commands = pixel_at_the_origin(&mut panel, &bench, turned);
        assert_eq!(commands[..3], expected, "{turned:?}");
    }
}

#[test]
fn behind_a_converter_parameters_are_words() {
    let bench = Bench::default();
    let upright = config(320, 480, Orientation::Deg0);
    let glass = Glass {
        link: Link::Converter,
        ..Glass::default()
    };
    let mut panel = open(ILI9488Rgb565, &bench, true, glass, upright).expect("bring-up");
    let expected = [
        "light 0",
        "reset 0",
        "wait 10",
        "reset 1",
        "wait 120000",
        "11",
        "wait 5000",
        "wait 120000",
        "11",
        "3a 00 55",
        "36 00 00",
        "20",
        "b6 00 02 00 02 00 3b",
        "13",
        "29",
        "wait 120000",
    ];
    assert_eq!(bench.commands(), expected);
    let window = Window::new(300, 479, 2, 1).expect("not empty");
    panel.fill(window, Rgb565::new(31, 0, 0)).expect("filled");
    let expected = [
        "2a 00 01 00 2c 00 01 00 2d",
        "2b 00 01 00 df 00 01 00 df",
        "2c f8 00 f8 00",
    ];
    assert_eq!(bench.commands(), expected);
    drop(panel);
    assert_eq!(bench.commands(), ["light 0", "28", "10", "wait 5000"]);
}
