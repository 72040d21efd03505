//! The ports that the conformance suite asks besides the real ones.
//!
//! [`Probe`] does what a test asks of it, [`Witness`] tells what the simulated board does, and
//! [`Broken`] is the board with a part out of order. [`nifs`] are what it calls. They know no VM: whoever runs the suite on
//! one makes a library of them, together with the real ports, because the board that the witness
//! watches exists once for each library.
#![forbid(unsafe_code)]

mod broken;
pub mod nifs;
mod probe;
mod witness;

pub use broken::{Broken, Fault};
pub use probe::Probe;
pub use witness::Witness;
