//! What the panel is: the options.

use avm_port::PortError;
use avm_term::{FromTerm, atom};
use board_support::{BoardError, Setting};
use class_panel::{Geometry, Orientation, PanelConfig};
use port_config::{DisplayConfig, board_error, unsupported};

/// What the panel is, and how it is to be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromTerm)]
pub struct Options {
    /// Columns, as the panel's maker meant it.
    #[avm(range = 1..)]
    pub width: u16,
    /// Rows, as the panel's maker meant it.
    #[avm(range = 1..)]
    pub height: u16,
    /// Bits of a pixel: 16.
    #[avm(default = 16, range = 16..=16)]
    pub depth: u8,
    /// Quarter turns clockwise.
    #[avm(default, range = 0..=3)]
    pub orientation: u8,
    /// How bright: 0, which is off, to 255.
    #[avm(default = 128)]
    pub backlight: u8,
}

impl Options {
    /// How the board is to open the panel.
    pub(crate) fn panel(&self) -> PanelConfig {
        PanelConfig {
            geometry: Geometry {
                width: self.width,
                height: self.height,
            },
            // Its range was checked when it was read.
            orientation: Orientation::from_quarter_turns(self.orientation).unwrap_or_default(),
        }
    }

    /// What other ports are told of the panel.
    pub(crate) fn config(&self) -> DisplayConfig {
        let PanelConfig {
            geometry,
            orientation,
        } = self.panel();
        DisplayConfig::new(geometry, orientation, self.backlight)
    }

    /// Why the board did not open the panel so.
    pub(crate) fn refused(&self, error: BoardError) -> PortError {
        board_error(error, |setting| match setting {
            Setting::Width => PortError::bad_option(atom!("width"), self.width.into()),
            Setting::Height => PortError::bad_option(atom!("height"), self.height.into()),
            Setting::Orientation => {
                PortError::bad_option(atom!("orientation"), self.orientation.into())
            }
            other => unsupported(other),
        })
    }
}
