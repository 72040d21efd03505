//! Erases, programs and reads an SPI NOR flash through the SPI port.
//!
//! ```text
//! process --transfer, submit--> port --ring--> SPI --> flash
//!         <-----{done, ...}---       <--ring--
//! ```
//!
//! [`Flash`] is the example proper: a process that drives the flash of any
//! board by the instructions that all such parts share. [`main`] is the
//! program around it: a sector is erased, programmed, read back and compared.
#![forbid(unsafe_code)]

mod args;
mod flash;
mod identity;
mod pattern;
mod program;
mod reading;

pub use args::Options;
pub use flash::{Flash, PAGE, SECTOR};
pub use identity::Identity;
pub use pattern::pattern;
pub use program::{Report, exercise, main};
