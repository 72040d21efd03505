//! The panel: pixels in plain Rust.

use std::cell::RefCell;

use board_support::{Board, BoardError, HasPanel};
use class_panel::{Geometry, Orientation, Panel, PanelConfig, PanelError, Rgb565, Window};
use embedded_graphics::pixelcolor::raw::{RawData, RawU16};
use vm_host::PLANTED_PANIC;

thread_local! {
    // A panel is exclusive, and tests run side by side: each thread has its own.
    static GLASS: RefCell<Glass> = RefCell::new(Glass::default());
}

/// All that a test can see of the panel, and set.
#[derive(Default)]
pub(crate) struct Glass {
    pub(crate) size: Option<Geometry>,
    pub(crate) is_open: bool,
    pub(crate) orientation: Orientation,
    pub(crate) backlight: u8,
    /// Row by row, as the panel is turned.
    pub(crate) pixels: Vec<u16>,
    /// Windows that were sent.
    pub(crate) windows: u32,
    pub(crate) opened: u32,
    pub(crate) dropped: u32,
    /// The operation, counted from 1, that fails, and how.
    pub(crate) fault: Option<(u32, PanelError)>,
    /// The operation that panics.
    pub(crate) panic: Option<u32>,
    pub(crate) operations: u32,
    /// What the next opening is refused with.
    pub(crate) refusal: Option<BoardError>,
}

impl Glass {
    fn operate(&mut self) -> Result<(), PanelError> {
        self.operations += 1;
        assert!(self.panic != Some(self.operations), "{PLANTED_PANIC}");
        match self.fault {
            Some((step, error)) if step == self.operations => Err(error),
            _ => Ok(()),
        }
    }

    pub(crate) fn geometry(&self) -> Geometry {
        self.size.expect("a size").turned(self.orientation)
    }

    /// The pixels as text: `#` for those of this colour, `.` for the others.
    pub(crate) fn shown(&self, color: u16) -> Vec<String> {
        let width = usize::from(self.geometry().width);
        let shown = |row: &[u16]| {
            let pixel = |pixel: &u16| if *pixel == color { '#' } else { '.' };
            row.iter().map(pixel).collect()
        };
        self.pixels.chunks(width).map(shown).collect()
    }
}

/// Does something with the panel.
pub(crate) fn with<R>(f: impl FnOnce(&mut Glass) -> R) -> R {
    GLASS.with_borrow_mut(f)
}

/// A new panel of so many columns and rows.
pub(crate) fn reset(width: u16, height: u16) {
    GLASS.set(Glass {
        size: Some(Geometry { width, height }),
        pixels: vec![0; usize::from(width) * usize::from(height)],
        ..Glass::default()
    });
}

/// The board.
#[derive(Debug)]
pub(crate) struct Bench;

/// Its panel, open.
pub(crate) struct Open(());

impl Board for Bench {
    const NAME: &'static str = "bench";
}

impl HasPanel for Bench {
    type Panel = Open;

    fn panel(config: PanelConfig) -> Result<Open, BoardError> {
        with(|glass| {
            if glass.is_open {
                return Err(BoardError::Busy);
            }
            if let Some(refusal) = glass.refusal.take() {
                return Err(refusal);
            }
            glass.operate()?;
            glass.size = Some(config.geometry);
            glass.orientation = config.orientation;
            glass.is_open = true;
            glass.opened += 1;
            Ok(Open(()))
        })
    }
}

impl Panel for Open {
    fn geometry(&self) -> Geometry {
        with(|glass| glass.geometry())
    }

    fn set_orientation(&mut self, orientation: Orientation) -> Result<(), PanelError> {
        with(|glass| {
            glass.operate()?;
            glass.orientation = orientation;
            Ok(())
        })
    }

    fn set_backlight(&mut self, level: u8) -> Result<(), PanelError> {
        with(|glass| {
            glass.operate()?;
            glass.backlight = level;
            Ok(())
        })
    }

    fn write(
        &mut self,
        window: Window,
        pixels: impl IntoIterator<Item = Rgb565>,
    ) -> Result<(), PanelError> {
        with(|glass| {
            glass.operate()?;
            let geometry = glass.geometry();
            if !window.is_within(geometry) {
                return Err(PanelError::OutOfRange);
            }
            glass.windows += 1;
            let rows = window.y()..=window.bottom();
            let places = rows.flat_map(|y| (window.x()..=window.right()).map(move |x| (x, y)));
            for ((x, y), color) in places.zip(pixels) {
                let place = usize::from(y) * usize::from(geometry.width) + usize::from(x);
                glass.pixels[place] = RawU16::from(color).into_inner();
            }
            Ok(())
        })
    }

    fn fill(&mut self, window: Window, color: Rgb565) -> Result<(), PanelError> {
        self.write(window, core::iter::repeat(color))
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        with(|glass| {
            glass.backlight = 0;
            glass.is_open = false;
            glass.dropped += 1;
        });
    }
}
