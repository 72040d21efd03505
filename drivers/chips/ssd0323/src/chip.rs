//! The part on its bus.

use core::ops::DerefMut;

use class_panel::{Geometry, Orientation, Panel, PanelError, Rgb565, Window};
use embedded_hal::digital::{self, OutputPin};
use embedded_hal::spi::{self, SpiDevice};

use crate::command::{COLUMNS, CONTRAST, INIT, OFF, OFFSET, ON, REMAP, ROWS};
use crate::frame::{ALL, Area, FRAME_BYTES, Frame, UPRIGHT, area, on_glass};
use crate::grey;

/// How the glass is wired to the controller.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Glass {
    /// The argument of the command A0h: bit 0 columns backwards, bit 1 the two
    /// pixels of a byte exchanged, bit 2 writing goes down first, bit 4 rows
    /// backwards, bit 6 odd and even rows apart.
    pub remap: u8,
    /// The argument of the command A2h: the row that is the first.
    pub offset: u8,
}

impl Glass {
    /// OSRAM's Pictiva of 128 by 64, as TI's board LM3S6965 has it.
    pub const PICTIVA: Self = Self {
        remap: 0x52,
        offset: 0x4C,
    };
}

/// An SSD0323 that owns its place on a bus, and the pin that tells commands
/// (low) from pixels. Dropping it switches the panel off.
///
/// `F` is memory for the picture: a box, or a `&'static mut`.
#[derive(Debug)]
pub struct Ssd0323<S: SpiDevice, D: OutputPin, F> {
    spi: S,
    dc: D,
    frame: Frame<F>,
    orientation: Orientation,
}

impl<S, D, F> Ssd0323<S, D, F>
where
    S: SpiDevice,
    D: OutputPin,
    F: DerefMut<Target = [u8; FRAME_BYTES]>,
{
    /// Sets the part up: off, and black.
    ///
    /// # Errors
    ///
    /// The bus's or the pin's; bus, pin and memory are dropped with the attempt.
    pub fn open(spi: S, dc: D, frame: F, glass: Glass) -> Result<Self, PanelError> {
        let mut part = Self {
            spi,
            dc,
            frame: Frame::black(frame),
            orientation: Orientation::Deg0,
        };
        part.command(&OFF)?;
        part.command(&INIT)?;
        part.command(&[REMAP, glass.remap, OFFSET, glass.offset])?;
        part.show(ALL)?;
        Ok(part)
    }

    /// Sends a part of the picture.
    fn show(&mut self, area: Area) -> Result<(), PanelError> {
        let (columns, rows) = (area.bytes, area.rows);
        self.command(&[COLUMNS, columns.0, columns.1, ROWS, rows.0, rows.1])?;
        self.dc.set_high().map_err(pin)?;
        for row in self.frame.rows(area) {
            self.spi.write(row).map_err(bus)?;
        }
        Ok(())
    }
}

impl<S: SpiDevice, D: OutputPin, F> Ssd0323<S, D, F> {
    fn command(&mut self, bytes: &[u8]) -> Result<(), PanelError> {
        self.dc.set_low().map_err(pin)?;
        self.spi.write(bytes).map_err(bus)
    }
}

fn pin<E: digital::Error>(error: E) -> PanelError {
    PanelError::Pin(error.kind())
}

fn bus<E: spi::Error>(error: E) -> PanelError {
    PanelError::Bus(error.kind())
}

impl<S, D, F> Panel for Ssd0323<S, D, F>
where
    S: SpiDevice + Send + 'static,
    D: OutputPin + Send + 'static,
    F: DerefMut<Target = [u8; FRAME_BYTES]> + Send + 'static,
{
    fn geometry(&self) -> Geometry {
        UPRIGHT.turned(self.orientation)
    }

    fn set_orientation(&mut self, orientation: Orientation) -> Result<(), PanelError> {
        self.orientation = orientation;
        Ok(())
    }

    /// The contrast, in 128 steps; 0 switches the panel off.
    fn set_backlight(&mut self, level: u8) -> Result<(), PanelError> {
        if level == 0 {
            return self.command(&OFF);
        }
        self.command(&[CONTRAST, level >> 1])?;
        self.command(&ON)
    }

    fn write(
        &mut self,
        window: Window,
        pixels: impl IntoIterator<Item = Rgb565>,
    ) -> Result<(), PanelError> {
        if !window.is_within(self.geometry()) {
            return Err(PanelError::OutOfRange);
        }
        let rows = window.y()..=window.bottom();
        let points = rows.flat_map(|y| (window.x()..=window.right()).map(move |x| (x, y)));
        for (point, color) in points.zip(pixels) {
            let place = on_glass(point, self.orientation);
            self.frame.set(place, grey(color));
        }
        self.show(area(window, self.orientation))
    }

    fn fill(&mut self, window: Window, color: Rgb565) -> Result<(), PanelError> {
        self.write(window, core::iter::repeat(color))
    }
}

impl<S: SpiDevice, D: OutputPin, F> Drop for Ssd0323<S, D, F> {
    fn drop(&mut self) {
        // There is nobody left to be told.
        let _off = self.command(&OFF);
    }
}
