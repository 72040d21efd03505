//! The panel as a board opens it: by the driver that real boards use.

mod common;

use std::sync::Mutex;

use board_sim::{Board, BoardError, PanelDevice, PanelSetup, Saved};
use board_support::{HasPanel, Setting};
use class_panel::{Geometry, Orientation, Panel, PanelConfig, PanelError, Rgb565, Window};
use common::Scratch;
use embedded_graphics_core::pixelcolor::RgbColor;
use embedded_hal::spi::ErrorKind;
use proptest::prelude::*;

const ORIENTATIONS: [Orientation; 4] = [
    Orientation::Deg0,
    Orientation::Deg90,
    Orientation::Deg180,
    Orientation::Deg270,
];

fn config(orientation: Orientation) -> PanelConfig {
    let geometry = Geometry {
        width: 240,
        height: 320,
    };
    PanelConfig {
        geometry,
        orientation,
    }
}

fn window(x: u16, y: u16, width: u16, height: u16) -> Window {
    Window::new(x, y, width, height).expect("not empty")
}

#[test]
fn the_driver_gives_no_cause_for_complaint() {
    static DEVICE: PanelDevice = PanelDevice::new();
    for orientation in ORIENTATIONS {
        let opened = DEVICE.open(PanelSetup::default(), config(orientation));
        let mut panel = opened.expect("opens");
        let all = Window::all(panel.geometry()).expect("not empty");
        assert_eq!(panel.fill(all, Rgb565::BLUE), Ok(()));
        assert_eq!(
            panel.write(window(3, 5, 2, 1), [Rgb565::RED, Rgb565::GREEN]),
            Ok(())
        );
        let dark = DEVICE.picture().expect("open");
        assert_eq!((dark.backlight(), dark.pixel(3, 5)), (0, Some([0; 3])));
        assert_eq!(panel.set_backlight(77), Ok(()));
        let picture = DEVICE.picture().expect("open");
        let Geometry { width, height } = panel.geometry();
        assert_eq!((picture.width(), picture.height()), (width, height));
        let seen = [3, 4, 5].map(|x| picture.pixel(x, 5).expect("inside"));
        assert_eq!(seen, [[255, 0, 0], [0, 255, 0], [0, 0, 255]]);
        drop(panel);
        assert_eq!(DEVICE.complaints().first(), []);
        assert!(DEVICE.status().is_idle());
        assert_eq!(DEVICE.picture(), Some(picture));
    }
}

#[test]
fn turned_while_it_is_open() {
    static DEVICE: PanelDevice = PanelDevice::new();
    let opened = DEVICE.open(PanelSetup::default(), config(Orientation::Deg0));
    let mut panel = opened.expect("opens");
    assert_eq!(panel.set_backlight(255), Ok(()));
    let all = Window::all(panel.geometry()).expect("not empty");
    assert_eq!(panel.fill(all, Rgb565::BLACK), Ok(()));
    assert_eq!(panel.fill(window(0, 0, 1, 1), Rgb565::RED), Ok(()));
    // A quarter turn clockwise: what was the upper left is now seen, by who
    // turns the panel back, in the lower left.
    assert_eq!(panel.set_orientation(Orientation::Deg90), Ok(()));
    let picture = DEVICE.picture().expect("open");
    assert_eq!((picture.width(), picture.height()), (320, 240));
    assert_eq!(picture.pixel(0, 239), Some([255, 0, 0]));
}

#[test]
fn opened_by_one_at_a_time_and_in_its_own_size() {
    static DEVICE: PanelDevice = PanelDevice::new();
    let open = |config| DEVICE.open(PanelSetup::default(), config).map(|_| ());
    let first = DEVICE.open(PanelSetup::default(), config(Orientation::Deg0));
    assert_eq!(open(config(Orientation::Deg90)), Err(BoardError::Busy));
    drop(first);
    assert_eq!(open(config(Orientation::Deg90)), Ok(()));
    for (width, height, setting) in [
        (241, 320, Setting::Width),
        (0, 320, Setting::Width),
        (320, 240, Setting::Width),
        (240, 321, Setting::Height),
        (240, 0, Setting::Height),
    ] {
        let geometry = Geometry { width, height };
        let orientation = Orientation::Deg0;
        let other = PanelConfig {
            geometry,
            orientation,
        };
        assert_eq!(open(other), Err(BoardError::Unsupported(setting)));
    }
    assert!(DEVICE.status().is_idle());
}

#[test]
fn every_error_at_every_transaction() {
    static DEVICE: PanelDevice = PanelDevice::new();
    let kinds = [
        ErrorKind::Overrun,
        ErrorKind::ModeFault,
        ErrorKind::FrameFormat,
        ErrorKind::ChipSelectFault,
        ErrorKind::Other,
    ];
    let run = |faults| -> Result<(), BoardError> {
        let setup = PanelSetup { faults, out: None };
        let mut panel = DEVICE.open(setup, config(Orientation::Deg0))?;
        panel.set_backlight(1)?;
        panel.set_orientation(Orientation::Deg90)?;
        panel.fill(window(0, 0, 20, 20), Rgb565::WHITE)?;
        Ok(())
    };
    assert_eq!(run(Vec::new()), Ok(()));
    let all = DEVICE.status().transactions;
    assert!(all > 20, "{all}");
    for kind in kinds {
        for nth in 1..=all {
            let result = run(vec![(nth, kind)]);
            let closing = nth > all - 2;
            assert_eq!(result.is_ok(), closing, "{nth} of {all}");
            assert!(closing || result == Err(BoardError::Spi(kind)));
            let status = DEVICE.status();
            assert_eq!((status.open, status.backlight), (false, 0), "{nth}");
        }
    }
}

#[test]
fn the_picture_before_the_close_is_left_in_the_folder() {
    static DEVICE: PanelDevice = PanelDevice::new();
    let scratch = Scratch::folder("panel");
    for color in [Rgb565::RED, Rgb565::GREEN] {
        let setup = PanelSetup {
            out: Some(scratch.path().join("new")),
            faults: Vec::new(),
        };
        let mut panel = DEVICE
            .open(setup, config(Orientation::Deg270))
            .expect("opens");
        let all = Window::all(panel.geometry()).expect("not empty");
        assert_eq!(panel.fill(all, color), Ok(()));
        assert_eq!(panel.set_backlight(9), Ok(()));
        drop(panel);
        assert_eq!(DEVICE.status().saved, Saved::Written);
        let file = std::fs::read(scratch.path().join("new/panel.png")).expect("a file");
        let picture = DEVICE.picture().expect("a picture");
        assert_eq!(file, picture.png().expect("encodes"));
        let rgb = [
            color.r() << 3 | color.r() >> 2,
            color.g() << 2 | color.g() >> 4,
            0,
        ];
        assert!(picture.pixels().iter().all(|pixel| *pixel == rgb));
    }
}

#[test]
fn a_folder_that_cannot_be_written_is_told() {
    static DEVICE: PanelDevice = PanelDevice::new();
    let scratch = Scratch::folder("panel-file");
    let file = scratch.path().join("file");
    std::fs::write(&file, "").expect("a file");
    let setup = PanelSetup {
        out: Some(file),
        faults: Vec::new(),
    };
    drop(
        DEVICE
            .open(setup, config(Orientation::Deg0))
            .expect("opens"),
    );
    let status = DEVICE.status();
    assert!(matches!(status.saved, Saved::Failed(_)) && status.is_idle());
}

#[test]
fn the_boards_panel_is_one_device() {
    let panel = Board::panel(config(Orientation::Deg0)).expect("opens");
    assert!(Board::panel_device().status().open);
    let second = Board::panel(config(Orientation::Deg0)).map(|_| ());
    assert_eq!(second, Err(BoardError::Busy));
    drop(panel);
    assert!(Board::panel_device().status().is_idle());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Against a plain array, turned in the middle of it.
    #[test]
    fn windows_are_where_they_are_meant_to_be(
        steps in prop::collection::vec(
            (0..320u16, 0..320u16, 1..30u16, 1..30u16, any::<u16>()),
            1..10,
        ),
        orientation in prop::sample::select(&ORIENTATIONS[..]),
    ) {
        static DEVICE: PanelDevice = PanelDevice::new();
        static ALONE: Mutex<()> = Mutex::new(());
        let _alone = ALONE.lock();
        let mut panel = DEVICE.open(PanelSetup::default(), config(orientation)).expect("opens");
        prop_assert_eq!(panel.set_backlight(255), Ok(()));
        let geometry = panel.geometry();
        let all = Window::all(geometry).expect("not empty");
        prop_assert_eq!(panel.fill(all, Rgb565::BLACK), Ok(()));
        let mut plain = vec![0u16; 240 * 320];
        for (x, y, width, height, color) in steps {
            let at = window(x, y, width, height);
            let raw = |n: u32| color.wrapping_add(n as u16);
            let pixels = (0..at.pixels()).map(|n| Rgb565::new(
                (raw(n) >> 11) as u8, (raw(n) >> 5 & 63) as u8, (raw(n) & 31) as u8,
            ));
            let written = panel.write(at, pixels);
            if x + width > geometry.width || y + height > geometry.height {
                prop_assert_eq!(written, Err(PanelError::OutOfRange));
                continue;
            }
            prop_assert_eq!(written, Ok(()));
            for n in 0..at.pixels() {
                let column = u32::from(x) + n % u32::from(width);
                let row = u32::from(y) + n / u32::from(width);
                plain[(row * u32::from(geometry.width) + column) as usize] = raw(n);
            }
        }
        let picture = DEVICE.picture().expect("open");
        let columns = u32::from(geometry.width);
        for (place, pixel) in (0u32..).zip(plain) {
            let (x, y) = ((place % columns) as u16, (place / columns) as u16);
            prop_assert_eq!(picture.pixel_565(x, y), Some(pixel));
        }
        prop_assert_eq!(DEVICE.complaints().count(), 0);
    }
}
