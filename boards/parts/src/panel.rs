//! A panel that exists once.

use board_support::BoardError;
use class_panel::{Geometry, Orientation, Panel, PanelError, Rgb565, Window};

use crate::slot::{Lent, Slot};

/// A panel that exists once.
///
/// It is meant to be a `static`, and exclusive as hardware is.
///
/// # Examples
///
/// See the [crate's page](crate).
#[derive(Debug)]
pub struct PanelPlace {
    /// Holds the key while nobody has the panel.
    key: Slot<Key>,
}

/// Whoever has it has the panel.
#[derive(Debug)]
struct Key;

impl Default for PanelPlace {
    fn default() -> Self {
        Self::new()
    }
}

impl PanelPlace {
    /// A closed panel.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            key: Slot::with(Key),
        }
    }

    /// Takes the panel for oneself, before its bus is touched.
    ///
    /// # Errors
    ///
    /// [`BoardError::Busy`] while somebody has it.
    pub fn claim(&'static self) -> Result<PanelClaim, BoardError> {
        let key = Lent::take(&self.key).ok_or(BoardError::Busy)?;
        Ok(PanelClaim { _key: key })
    }
}

/// A panel that is taken, and not open yet. Dropping it frees the panel.
#[derive(Debug)]
pub struct PanelClaim {
    _key: Lent<Key>,
}

impl PanelClaim {
    /// Opens the panel with a controller that was brought up.
    pub fn open<C: Panel>(self, controller: C) -> OpenPanel<C> {
        OpenPanel {
            controller,
            _claim: self,
        }
    }
}

/// An open [`PanelPlace`] with the controller `C`. Dropping it drops the
/// controller, which darkens the panel, and then frees it.
#[derive(Debug)]
pub struct OpenPanel<C> {
    // Dropped in this order.
    controller: C,
    _claim: PanelClaim,
}

impl<C: Panel> Panel for OpenPanel<C> {
    fn geometry(&self) -> Geometry {
        self.controller.geometry()
    }

    fn set_orientation(&mut self, orientation: Orientation) -> Result<(), PanelError> {
        self.controller.set_orientation(orientation)
    }

    fn set_backlight(&mut self, level: u8) -> Result<(), PanelError> {
        self.controller.set_backlight(level)
    }

    fn write(
        &mut self,
        window: Window,
        pixels: impl IntoIterator<Item = Rgb565>,
    ) -> Result<(), PanelError> {
        self.controller.write(window, pixels)
    }

    fn fill(&mut self, window: Window, color: Rgb565) -> Result<(), PanelError> {
        self.controller.fill(window, color)
    }
}
