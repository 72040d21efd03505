//! Every byte on the wires, and every way in which they can fail.

mod common;

use chip_mipidsi::{ColorInversion, ColorOrder, Glass, ILI9341Rgb565, ILI9342CRgb565, ST7789};
use chip_testing::SPI_KINDS;
use class_panel::{Orientation, Panel, PanelError, Rgb565, Window};
use common::{Bench, config, open};
use embedded_hal::{digital, pwm, spi};

const ASLEEP: [&str; 4] = ["light 0", "28", "10", "wait 5000"];

#[test]
fn st7789_bring_up_and_close() {
    let bench = Bench::default();
    let glass = Glass {
        inversion: ColorInversion::Inverted,
        ..Glass::default()
    };
    let upright = config(240, 320, Orientation::Deg0);
    let panel = open(ST7789, &bench, true, glass, upright).expect("bring-up");
    let expected = [
        "light 0",
        "reset 0",
        "wait 10",
        "reset 1",
        "wait 150000",
        "11",
        "wait 10000",
        "36 00",
        "21",
        "3a 55",
        "wait 10000",
        "13",
        "wait 10000",
        "29",
        "wait 120000",
    ];
    assert_eq!(bench.commands(), expected);
    drop(panel);
    assert_eq!(bench.commands(), ASLEEP);
}

#[test]
fn ili9341_bring_up_and_close() {
    let bench = Bench::default();
    let glass = Glass {
        order: ColorOrder::Bgr,
        ..Glass::default()
    };
    let lying = config(240, 320, Orientation::Deg90);
    let panel = open(ILI9341Rgb565, &bench, true, glass, lying).expect("bring-up");
    let expected = [
        "light 0",
        "reset 0",
        "wait 10",
        "reset 1",
        "wait 5000",
        "36 68",
        "b4 00",
        "20",
        "3a 55",
        "13",
        "wait 120000",
        "11",
        "wait 140000",
        "29",
    ];
    assert_eq!(bench.commands(), expected);
    drop(panel);
    assert_eq!(bench.commands(), ASLEEP);
}

#[test]
fn ili9342c_without_a_reset_pin_is_reset_by_command() {
    let bench = Bench::default();
    let upright = config(320, 240, Orientation::Deg0);
    let panel = open(ILI9342CRgb565, &bench, false, Glass::default(), upright).expect("bring-up");
    let expected = [
        "light 0",
        "01",
        "wait 5000",
        "36 00",
        "b4 00",
        "20",
        "3a 55",
        "13",
        "wait 120000",
        "11",
        "wait 140000",
        "29",
    ];
    assert_eq!(bench.commands(), expected);
    drop(panel);
}

#[test]
fn a_window_and_its_pixels() {
    let bench = Bench::default();
    let upright = config(240, 320, Orientation::Deg0);
    let mut panel = open(ST7789, &bench, true, Glass::default(), upright).expect("bring-up");
    bench.steps();
    let window = Window::new(0x0A, 0x0102, 2, 2).expect("not empty");
    let red = Rgb565::new(31, 0, 0);
    let green = Rgb565::new(0, 63, 0);
    // One more than the window has.
    assert_eq!(panel.write(window, [red, green, red, green, red]), Ok(()));
    let address = ["2a 00 0a 00 0b", "2b 01 02 01 03"];
    let expected = [address[0], address[1], "2c f8 00 07 e0 f8 00 07 e0"];
    assert_eq!(bench.commands(), expected);
    assert_eq!(panel.write(window, [green]), Ok(()));
    assert_eq!(bench.commands()[2], "2c 07 e0");
    assert_eq!(panel.fill(window, red), Ok(()));
    assert_eq!(bench.commands()[2], "2c f8 00 f8 00 f8 00 f8 00");
}

#[test]
fn a_window_beyond_the_panel_is_refused_before_anything_is_sent() {
    let bench = Bench::default();
    let lying = config(240, 320, Orientation::Deg270);
    let mut panel = open(ST7789, &bench, true, Glass::default(), lying).expect("bring-up");
    bench.steps();
    for (x, y, width, height) in [
        (320, 0, 1, 1),
        (0, 240, 1, 1),
        (0, 0, 321, 1),
        (319, 239, 1, 2),
    ] {
        let window = Window::new(x, y, width, height).expect("not empty");
        let none = panel.write(window, []);
        assert_eq!(none, Err(PanelError::OutOfRange));
        assert_eq!(
            panel.fill(window, Rgb565::new(0, 0, 0)),
            Err(PanelError::OutOfRange)
        );
    }
    let all = Window::all(panel.geometry()).expect("pixels");
    assert_eq!((all.width(), all.height()), (320, 240));
    assert_eq!(bench.steps(), []);
    assert_eq!(panel.fill(all, Rgb565::new(0, 0, 0)), Ok(()));
}

/// Madctl's bits 7 to 5: rows reversed, columns reversed, both exchanged. A
/// glass of 240 x 240 on 240 x 320 lies at the other end of the memory when
/// the rows are reversed.
#[test]
fn turning_moves_the_first_pixel() {
    let bench = Bench::default();
    let upright = config(240, 240, Orientation::Deg0);
    let mut panel = open(ST7789, &bench, true, Glass::default(), upright).expect("bring-up");
    bench.steps();
    let corner = Window::new(0, 0, 1, 1).expect("not empty");
    for (turns, madctl, column, row) in [
        (0, "36 00", "2a 00 00 00 00", "2b 00 00 00 00"),
        (1, "36 60", "2a 00 00 00 00", "2b 00 00 00 00"),
        (2, "36 c0", "2a 00 00 00 00", "2b 00 50 00 50"),
        (3, "36 a0", "2a 00 50 00 50", "2b 00 00 00 00"),
    ] {
        let orientation = Orientation::from_quarter_turns(turns).expect("below 4");
        assert_eq!(panel.set_orientation(orientation), Ok(()));
        assert_eq!(panel.fill(corner, Rgb565::new(0, 0, 0)), Ok(()));
        assert_eq!(bench.commands(), [madctl, column, row, "2c 00 00"]);
    }
}

#[test]
fn sizes_that_the_controller_has_not() {
    let bench = Bench::default();
    let at = |first_column, first_row| Glass {
        first_column,
        first_row,
        ..Glass::default()
    };
    for (glass, width, height, error) in [
        (at(0, 0), 241, 320, PanelError::Width),
        (at(1, 0), 240, 320, PanelError::Width),
        (at(u16::MAX, 0), 240, 320, PanelError::Width),
        (at(0, 0), 0, 320, PanelError::Width),
        (at(0, 0), 240, 321, PanelError::Height),
        (at(0, 81), 240, 240, PanelError::Height),
        (at(0, 0), 240, 0, PanelError::Height),
    ] {
        let upright = config(width, height, Orientation::Deg0);
        let refused = open(ST7789, &bench, true, glass, upright).err();
        assert_eq!(refused, Some(error));
    }
    assert_eq!(bench.steps(), []);
}

/// What a step's failure is told as.
fn told(step: &common::Step, kind: spi::ErrorKind) -> PanelError {
    match step {
        common::Step::Write(_) => PanelError::Bus(kind),
        common::Step::Light(_) => PanelError::Pwm(pwm::ErrorKind::Other),
        _ => PanelError::Pin(digital::ErrorKind::Other),
    }
}

#[test]
fn every_error_at_every_step_of_bring_up_leaves_it_dark_and_asleep() {
    let upright = config(240, 320, Orientation::Deg0);
    let mut points = 0;
    for kind in SPI_KINDS {
        for nth in 0.. {
            let bench = Bench::default();
            bench.0.lock().expect("fresh").fault = Some((nth, kind));
            let opened = open(ST7789, &bench, true, Glass::default(), upright);
            let Err(error) = opened else { break };
            let steps = bench.steps();
            let failing = steps
                .iter()
                .filter(|step| !matches!(step, common::Step::Wait(_)));
            let failed = failing.clone().nth(nth).expect("it was taken");
            assert_eq!(error, told(failed, kind));
            let after: Vec<_> = failing.skip(nth + 1).collect();
            let writes = |byte| common::Step::Write(vec![byte]);
            assert_eq!(after[0], &common::Step::Light(0));
            assert!(after.contains(&&writes(0x28)) && after.contains(&&writes(0x10)));
            points += 1;
        }
    }
    println!("{points} points");
    assert!(points > 100);
}

#[test]
fn every_error_while_drawing_is_told_and_the_next_window_is_drawn() {
    let upright = config(240, 320, Orientation::Deg0);
    let window = Window::new(3, 4, 200, 1).expect("not empty");
    let mut points = 0;
    for nth in 0.. {
        let bench = Bench::default();
        let mut panel = open(ST7789, &bench, true, Glass::default(), upright).expect("bring-up");
        let taken = bench
            .steps()
            .iter()
            .filter(|s| !matches!(s, common::Step::Wait(_)))
            .count();
        let kind = spi::ErrorKind::Overrun;
        bench.0.lock().expect("fresh").fault = Some((taken + nth, kind));
        let drawn = panel.fill(window, Rgb565::new(1, 2, 3));
        if drawn.is_ok() {
            break;
        }
        let steps = bench.steps();
        assert_eq!(drawn, Err(told(steps.last().expect("one failed"), kind)));
        assert_eq!(panel.fill(window, Rgb565::new(1, 2, 3)), Ok(()));
        points += 1;
    }
    // Three commands of four steps; their parameters; two buffers of pixels.
    assert_eq!(points, 3 * 3 + 2 + 2);
}

#[test]
fn a_failed_turn_is_no_turn() {
    let bench = Bench::default();
    let upright = config(240, 320, Orientation::Deg0);
    let mut panel = open(ST7789, &bench, true, Glass::default(), upright).expect("bring-up");
    let taken = bench
        .steps()
        .iter()
        .filter(|s| !matches!(s, common::Step::Wait(_)))
        .count();
    bench.0.lock().expect("fresh").fault = Some((taken, spi::ErrorKind::Other));
    let failed = panel.set_orientation(Orientation::Deg90);
    assert_eq!(failed, Err(PanelError::Pin(digital::ErrorKind::Other)));
    assert_eq!(panel.geometry().width, 240);
    assert_eq!(panel.set_backlight(77), Ok(()));
    assert_eq!(
        bench.commands().last().map(String::as_str),
        Some("light 77")
    );
}
