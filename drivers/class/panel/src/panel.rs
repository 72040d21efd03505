//! What every panel can do.

use crate::{Geometry, Orientation, PanelError, Rgb565, Window};

/// How a panel is to be opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct PanelConfig {
    /// Columns and rows of the glass, as its maker meant it and not turned.
    pub geometry: Geometry,
    /// How the picture is turned on it.
    pub orientation: Orientation,
}

/// An open panel.
///
/// A board makes one, dark, and a port holds it. Dropping it switches the
/// backlight off, then the picture, and puts the controller to sleep; the
/// panel can be opened again afterwards.
///
/// # Examples
///
/// ```
/// use class_panel::{Geometry, Panel, PanelError, Rgb565, Window};
///
/// fn clear<P: Panel>(panel: &mut P, color: Rgb565) -> Result<(), PanelError> {
///     match Window::all(panel.geometry()) {
///         Some(all) => panel.fill(all, color),
///         None => Ok(()),
///     }
/// }
/// ```
pub trait Panel: Send + 'static {
    /// The size, as the panel is turned now.
    fn geometry(&self) -> Geometry;

    /// Turns what is drawn from now on. What the panel shows already is not
    /// redrawn.
    ///
    /// # Errors
    ///
    /// [`PanelError::Bus`] or [`PanelError::Pin`]; the panel is turned as it
    /// was before, as far as the controller took no notice.
    fn set_orientation(&mut self, orientation: Orientation) -> Result<(), PanelError>;

    /// Lights the panel: 0 is off, 255 as bright as it gets. A backlight that
    /// can only be switched is on from 1.
    ///
    /// # Errors
    ///
    /// [`PanelError::Pin`] or [`PanelError::Pwm`]; how bright it is now is not
    /// known.
    fn set_backlight(&mut self, level: u8) -> Result<(), PanelError>;

    /// Writes pixels into a window, row by row from the upper left.
    ///
    /// Pixels beyond the window's last are not taken from the iterator; if
    /// there are fewer, the rest of the window keeps its colours.
    ///
    /// # Errors
    ///
    /// [`PanelError::OutOfRange`] if the window is not wholly on the panel,
    /// before anything is sent. [`PanelError::Bus`] or [`PanelError::Pin`];
    /// what the window shows then is not known.
    fn write(
        &mut self,
        window: Window,
        pixels: impl IntoIterator<Item = Rgb565>,
    ) -> Result<(), PanelError>;

    /// Fills a window with one colour.
    ///
    /// # Errors
    ///
    /// As for [`write`](Self::write).
    fn fill(&mut self, window: Window, color: Rgb565) -> Result<(), PanelError>;
}
