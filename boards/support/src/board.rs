//! The contract of a board, one trait for each part.

use class_audio::{Format, Playback};
use class_panel::{Geometry, Panel, PanelConfig};
use class_spi::{SpiConfig, SpiQueue};
use class_touch::{Doorbell, PanelSize, TouchStream};
use embedded_hal::delay::DelayNs;

use crate::BoardError;

/// A board: a type without values that names the hardware.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a board",
    label = "this type names no board",
    note = "a board crate exports a type `Board`; the workspace's `board` dependency chooses one"
)]
pub trait Board: 'static {
    /// The board's name, as its crate has it, such as `sim`.
    const NAME: &'static str;
}

/// A board with a touch panel.
#[diagnostic::on_unimplemented(
    message = "the board `{Self}` has no touch panel",
    label = "a touch panel is needed here",
    note = "choose a board that implements `HasTouch`, or implement it if the board has the part"
)]
pub trait HasTouch: Board {
    /// The panel, open. Dropping it stops the hardware and frees the panel.
    type Touch: TouchStream;

    /// Opens the panel.
    ///
    /// `doorbell` moves to the interrupt side, which rings it when an event
    /// meets an empty ring. It is dropped at the latest when the panel is.
    ///
    /// # Errors
    ///
    /// [`BoardError`]; nothing is open then, and the doorbell is dropped.
    fn touch<D: Doorbell + Send + 'static>(doorbell: D) -> Result<Self::Touch, BoardError>;
}

/// A board with a panel to draw on.
#[diagnostic::on_unimplemented(
    message = "the board `{Self}` has no panel",
    label = "a panel to draw on is needed here",
    note = "choose a board that implements `HasPanel`, or implement it if the board has the part"
)]
pub trait HasPanel: Board {
    /// The panel, open. Dropping it darkens the panel and frees it.
    type Panel: Panel;

    /// Its size, as its maker meant it: the most usual one, unless the board
    /// says another.
    const SIZE: Geometry = Geometry {
        width: 240,
        height: 320,
    };

    /// Opens the panel, dark: nothing is drawn yet and the backlight is off.
    ///
    /// # Errors
    ///
    /// [`BoardError`]; nothing is open then. A size that the panel has not is
    /// [`BoardError::Unsupported`].
    fn panel(config: PanelConfig) -> Result<Self::Panel, BoardError>;
}

/// The size of a panel to draw on, of the touch panel that lies on it.
///
/// # Examples
///
/// ```
/// use board_support::geometry;
/// use class_panel::Geometry;
/// use class_touch::PanelSize;
///
/// const SIZE: PanelSize = PanelSize { width: 320, height: 240 };
/// assert_eq!(geometry(SIZE), Geometry { width: 320, height: 240 });
/// ```
#[must_use]
pub const fn geometry(size: PanelSize) -> Geometry {
    Geometry {
        width: size.width,
        height: size.height,
    }
}

/// A board that can play sound.
#[diagnostic::on_unimplemented(
    message = "the board `{Self}` cannot play sound",
    label = "a codec or an amplifier is needed here",
    note = "choose a board that implements `HasAudio`, or implement it if the board has the part"
)]
pub trait HasAudio: Board {
    /// The codec and its path, open. Dropping it makes them quiet, powers them
    /// down and frees them.
    type Audio: Playback;

    /// Opens the codec, playing silence at `volume`, from 0 to 255.
    ///
    /// `doorbell` moves to the interrupt side, which rings it when an
    /// [`AudioEvent`](class_audio::AudioEvent) meets an empty queue. It is
    /// dropped at the latest when the codec is.
    ///
    /// # Errors
    ///
    /// [`BoardError`]; nothing is open then, and the doorbell is dropped. A
    /// format that the parts cannot do is [`BoardError::Unsupported`].
    fn audio<D: Doorbell + Send + 'static>(
        format: Format,
        volume: u8,
        doorbell: D,
    ) -> Result<Self::Audio, BoardError>;
}

/// A board with a device on an SPI bus.
#[diagnostic::on_unimplemented(
    message = "the board `{Self}` has no device on an SPI bus",
    label = "an SPI device is needed here",
    note = "choose a board that implements `HasSpi`, or implement it if the board has the part"
)]
pub trait HasSpi: Board {
    /// The device, open. Dropping it ends what is under way and frees it.
    type Spi: SpiQueue;

    /// Opens the device.
    ///
    /// `doorbell` moves to the interrupt side, which rings it when an answer
    /// meets an empty queue. It is dropped at the latest when the device is.
    ///
    /// # Errors
    ///
    /// [`BoardError`]; nothing is open then, and the doorbell is dropped. What
    /// the bus cannot do is [`BoardError::Unsupported`].
    fn spi<D: Doorbell + Send + 'static>(
        config: SpiConfig,
        doorbell: D,
    ) -> Result<Self::Spi, BoardError>;
}

/// A board that can wait.
#[diagnostic::on_unimplemented(
    message = "the board `{Self}` has no way to wait",
    label = "a delay is needed here",
    note = "choose a board that implements `HasDelay`, or implement it by the board's platform"
)]
pub trait HasDelay: Board {
    /// A way to wait, as long as it is asked for or longer.
    type Delay: DelayNs + Send + 'static;

    /// A way to wait, outside of interrupts. There can be any number.
    fn delay() -> Self::Delay;
}
