//! A panel, drawn on by a process through the display port.

use avm_term::{PortId, Value};
use board_support::HasPanel;
use class_panel::Geometry;
use example_support::{Error, Process, command, options};
use port_display::Display;

use crate::Draw;

/// How a panel is opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Setup {
    /// Columns, as the panel's maker meant it.
    pub width: u16,
    /// Rows, as the panel's maker meant it.
    pub height: u16,
    /// Quarter turns clockwise, 0 to 3.
    pub orientation: u8,
    /// How bright: 0, which is off, to 255.
    pub backlight: u8,
}

impl Setup {
    /// All of a panel of this size, lying on its long side.
    #[must_use]
    pub fn lying(panel: Geometry) -> Self {
        Self {
            width: panel.width,
            height: panel.height,
            orientation: (panel.width < panel.height).into(),
            backlight: 200,
        }
    }

    /// Columns and rows as the panel is turned.
    #[must_use]
    pub fn size(&self) -> (u16, u16) {
        match self.orientation % 2 {
            0 => (self.width, self.height),
            _ => (self.height, self.width),
        }
    }
}

/// The display port of a board, open.
#[derive(Debug)]
pub struct Screen {
    port: PortId,
    drawn: usize,
}

impl Screen {
    /// Opens the display port of the board `B`.
    ///
    /// # Errors
    ///
    /// [`Error::Open`] with the port's reason.
    pub fn open<B: HasPanel>(process: &mut Process, setup: &Setup) -> Result<Self, Error> {
        let port = process.open::<Display<B>>(&options([
            ("width", setup.width.into()),
            ("height", setup.height.into()),
            ("orientation", setup.orientation.into()),
            ("backlight", setup.backlight.into()),
        ]))?;
        Ok(Self { port, drawn: 0 })
    }

    /// Draws.
    ///
    /// # Errors
    ///
    /// [`Error::Answer`] with the port's reason.
    pub fn draw(&mut self, process: &mut Process, draw: &Draw) -> Result<(), Error> {
        self.drawn += 1;
        process.order(self.port, &draw.request())
    }

    /// The port, to close it.
    #[must_use]
    pub fn port(&self) -> PortId {
        self.port
    }

    /// How often something was drawn.
    #[must_use]
    pub fn drawn(&self) -> usize {
        self.drawn
    }

    /// The panel's configuration: a resource that other ports take.
    ///
    /// # Errors
    ///
    /// [`Error::Answer`] with the port's reason.
    pub fn config(&self, process: &mut Process) -> Result<Value, Error> {
        process.ask(self.port, &Value::atom("get_config"))
    }

    /// What a configuration says.
    ///
    /// # Errors
    ///
    /// [`Error::Answer`] with the port's reason.
    pub fn read_config(&self, process: &mut Process, config: Value) -> Result<Value, Error> {
        process.ask(self.port, &command("read_config", [("config", config)]))
    }

    /// Closes the port: the panel goes dark.
    ///
    /// # Errors
    ///
    /// [`Error::Answer`] if it does not answer `ok`.
    pub fn close(self, process: &mut Process) -> Result<(), Error> {
        process.close(self.port)
    }
}
