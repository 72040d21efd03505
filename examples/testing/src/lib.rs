//! What the tests of the examples share: runs, pictures and sounds.
//!
//! A test runs an example's program ([`run`]) in a folder of its own, reads
//! back what it left ([`Picture::read`], [`Heard::read`]), and compares that
//! with what should be there, reckoned without a port: [`Picture`] has a
//! painter of its own, pixel by pixel.
//!
//! Everything here panics where something is not as it must be: it is for
//! tests only.
#![forbid(unsafe_code)]

mod paint;
mod picture;
mod ran;
mod sound;

pub use picture::{Difference, Picture};
pub use ran::{Ran, folder, run};
pub use sound::Heard;
