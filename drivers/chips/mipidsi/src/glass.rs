//! How a controller is wired, and how its glass sits on it.

use class_panel::{Geometry, Orientation, PanelConfig, PanelError};
use mipidsi::models::Model;
use mipidsi::options::{self, ColorInversion, ColorOrder, ModelOptions, Rotation};

/// How a panel's controller is wired.
#[derive(Debug)]
pub struct Wires<S, D, R> {
    /// The controller's place on its bus.
    pub spi: S,
    /// Data/command: low for commands.
    pub data_command: D,
    /// Reset, low for reset; without one the controller is reset by command.
    pub reset: Option<R>,
}

/// What lies between the bus and the controller.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Link {
    /// Nothing: the controller's own serial interface, by the byte.
    #[default]
    Serial,
    /// A converter from serial to 16 bits in parallel, as on Waveshare's
    /// 3.5 inch modules: a command is a byte, each of its parameters a word
    /// whose high byte is 0.
    Converter,
}

/// How a glass sits on its controller, and the controller on its bus, as the
/// module's maker tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Glass {
    /// Columns of the controller before the first of the glass.
    pub first_column: u16,
    /// Rows of the controller before the first of the glass.
    pub first_row: u16,
    /// Whether the controller's first pixel is the glass's last.
    pub upside_down: bool,
    /// Whether the controller counts columns from the right of the glass.
    pub mirrored: bool,
    /// The order of its subpixels.
    pub order: ColorOrder,
    /// Whether the controller is to invert colours, which many IPS glasses
    /// need.
    pub inversion: ColorInversion,
    /// What lies between the bus and the controller.
    pub link: Link,
}

impl Default for Glass {
    /// At the first column and row, upright, red first, not inverted, serial.
    fn default() -> Self {
        Self {
            first_column: 0,
            first_row: 0,
            upside_down: false,
            mirrored: false,
            order: ColorOrder::Rgb,
            inversion: ColorInversion::Normal,
            link: Link::Serial,
        }
    }
}

impl Glass {
    /// What the model is told, if it has that many columns and rows.
    pub(crate) fn options<M: Model>(
        &self,
        config: PanelConfig,
    ) -> Result<ModelOptions, PanelError> {
        let Geometry { width, height } = config.geometry;
        let (columns, rows) = M::FRAMEBUFFER_SIZE;
        let fits = |size: u16, first: u16, all: u16| {
            size > 0 && size.checked_add(first).is_some_and(|last| last <= all)
        };
        if !fits(width, self.first_column, columns) {
            return Err(PanelError::Width);
        }
        if !fits(height, self.first_row, rows) {
            return Err(PanelError::Height);
        }
        let first = (self.first_column, self.first_row);
        let mut options = ModelOptions::with_all((width, height), first);
        options.color_order = self.order;
        options.invert_colors = self.inversion;
        options.orientation = self.turned(config.orientation);
        Ok(options)
    }

    /// How the controller is turned for a picture that is turned so.
    pub(crate) fn turned(&self, orientation: Orientation) -> options::Orientation {
        let rotation = match orientation {
            Orientation::Deg0 => Rotation::Deg0,
            Orientation::Deg90 => Rotation::Deg90,
            Orientation::Deg180 => Rotation::Deg180,
            Orientation::Deg270 => Rotation::Deg270,
        };
        let upside_down = self.upside_down.then_some(Rotation::Deg180);
        options::Orientation {
            rotation: rotation.rotate(upside_down.unwrap_or(Rotation::Deg0)),
            mirrored: self.mirrored,
        }
    }
}

/// The size of the picture, as it is turned now.
pub(crate) fn size(options: &ModelOptions) -> Geometry {
    let (width, height) = options.display_size;
    if options.orientation.rotation.is_vertical() {
        return Geometry {
            width: height,
            height: width,
        };
    }
    Geometry { width, height }
}

/// Where the glass's upper left pixel lies in the controller's memory, as it
/// is turned now: MADCTL's MY and MX count rows and columns from the other
/// side, and MV exchanges them.
pub(crate) fn first_pixel<M: Model>(options: &ModelOptions) -> (u16, u16) {
    let (x, y) = options.display_offset;
    let (width, height) = options.display_size;
    let (columns, rows) = M::FRAMEBUFFER_SIZE;
    let rotation = options.orientation.rotation;
    let from_right = matches!(rotation, Rotation::Deg90 | Rotation::Deg180);
    let from_bottom = matches!(rotation, Rotation::Deg180 | Rotation::Deg270);
    let column = if from_right == options.orientation.mirrored {
        x
    } else {
        columns - (width + x)
    };
    let row = if from_bottom { rows - (height + y) } else { y };
    if rotation.is_vertical() {
        (row, column)
    } else {
        (column, row)
    }
}
