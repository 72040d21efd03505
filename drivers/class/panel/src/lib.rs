//! Panels: windows of pixels, orientation and backlight.
//!
//! What lies between a panel's controller and whoever draws on it:
//!
//! - A chip driver implements [`Panel`]: pixels into a [`Window`], how the
//!   panel is turned ([`Orientation`]), how bright it is lit.
//! - A board opens the part as a [`PanelConfig`] says and hands it to a port.
//!   Dropping what it hands out darkens the panel and puts it to sleep.
//! - A [`Backlight`] is a pin, a pulse width, or a part of its own.
//! - [`Geometry`] is the panel's size as it is turned now; a [`Window`] is
//!   clipped to it before anything goes over the bus.
//!
//! Colours are those of `embedded-graphics`: [`Rgb565`], 16 bits a pixel.
//! Nothing here allocates, waits, or knows a chip, a board or a VM.
#![no_std]
#![forbid(unsafe_code)]

mod backlight;
mod error;
mod geometry;
mod panel;
mod window;

pub use backlight::{Backlight, DimmedBacklight, NoBacklight, SwitchedBacklight};
pub use embedded_graphics_core::pixelcolor::Rgb565;
pub use error::PanelError;
pub use geometry::{Geometry, Orientation};
pub use panel::{Panel, PanelConfig};
pub use window::Window;
