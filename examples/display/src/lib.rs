//! Draws a test card through the display port.
//!
//! ```text
//! process --fill, rect, text, blit--> port --pixels--> SPI --> panel
//! ```
//!
//! [`Screen`] is the example proper: a process that opens the display port of
//! any board and draws. [`main`] is the program around it. [`card`] is what is
//! drawn, as data, so that the picture can be checked against it.
#![forbid(unsafe_code)]

mod args;
mod card;
mod draw;
mod program;
mod screen;

pub use args::Options;
pub use card::card;
pub use draw::{Area, Color, Draw};
pub use program::{main, show};
pub use screen::{Screen, Setup};
