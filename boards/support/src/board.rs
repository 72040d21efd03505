//! The contract of a board, one trait for each part.

use class_touch::{Doorbell, TouchStream};

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
