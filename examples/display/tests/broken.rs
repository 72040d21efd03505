//! A panel that does not do as it is told is an error, or another picture.

use board::{Board, BoardError, PanelDevice, PanelSetup, SimPanel};
use board_support::HasPanel;
use class_panel::{Geometry, Orientation, Panel, PanelConfig, PanelError, Rgb565, Window};
use display::{Options, show};
use embedded_hal::spi::ErrorKind;
use example_support::{Error, Progress};

/// A board whose panel forgets one pixel of everything that is wide.
struct Forgetful;
struct Spotted(SimPanel);

static SPOTTED: PanelDevice = PanelDevice::new();

impl board_support::Board for Forgetful {
    const NAME: &'static str = "forgetful";
}

impl HasPanel for Forgetful {
    type Panel = Spotted;

    fn panel(config: PanelConfig) -> Result<Spotted, BoardError> {
        SPOTTED.open(PanelSetup::default(), config).map(Spotted)
    }
}

impl Panel for Spotted {
    fn geometry(&self) -> Geometry {
        self.0.geometry()
    }

    fn set_orientation(&mut self, orientation: Orientation) -> Result<(), PanelError> {
        self.0.set_orientation(orientation)
    }

    fn set_backlight(&mut self, level: u8) -> Result<(), PanelError> {
        self.0.set_backlight(level)
    }

    fn write(
        &mut self,
        window: Window,
        pixels: impl IntoIterator<Item = Rgb565>,
    ) -> Result<(), PanelError> {
        self.0.write(window, pixels)
    }

    fn fill(&mut self, window: Window, color: Rgb565) -> Result<(), PanelError> {
        let shorter = Window::new(window.x(), window.y(), 1, window.height());
        match shorter.filter(|_| window.width() == 2) {
            Some(shorter) => self.0.fill(shorter, color),
            None => self.0.fill(window, color),
        }
    }
}

/// A board whose bus fails once.
struct Failing;

impl board_support::Board for Failing {
    const NAME: &'static str = "failing";
}

impl HasPanel for Failing {
    type Panel = SimPanel;

    fn panel(config: PanelConfig) -> Result<SimPanel, BoardError> {
        static DEVICE: PanelDevice = PanelDevice::new();
        let setup = PanelSetup {
            faults: vec![(200, ErrorKind::ModeFault)],
            ..PanelSetup::default()
        };
        DEVICE.open(setup, config)
    }
}

#[test]
fn a_pixel_too_few_is_another_picture() {
    let options = Options::default();
    let drawn = |shown: Result<usize, Error>| shown.map_err(|error| error.to_string());
    let whole = drawn(show::<Board>(&options, &mut Progress::new()));
    assert_eq!(
        drawn(show::<Forgetful>(&options, &mut Progress::new())),
        whole
    );
    let good = Board::panel_device().picture().expect("a picture");
    let spotted = SPOTTED.picture().expect("a picture");
    let pairs = good.pixels().iter().zip(spotted.pixels());
    // Letters are in runs, some of which are two pixels long.
    assert!((1..2_000).contains(&pairs.filter(|(good, other)| good != other).count()));
}

#[test]
fn a_bus_that_fails_is_told_with_the_request() {
    let shown = show::<Failing>(&Options::default(), &mut Progress::new());
    let error = shown.expect_err("a failure");
    let Error::Answer { request, answer } = &error else {
        panic!("{error}");
    };
    assert!(["fill", "rect", "text", "blit"].contains(&&**request));
    assert_eq!(answer.to_string(), "{error,{bus,mode_fault}}");
}
