//! The ports that tests on a VM ask besides the real ones.
//!
//! [`Probe`] does what a test asks of it, [`Witness`] tells what the simulated board does, [`Slow`]
//! is a real port with time to be ended in, and [`Broken`] is the board with a part out of order.
//! [`nifs`] are what the conformance suite calls. They know no VM: whoever tests on one makes a
//! library of them, together with the real ports, because the board that the witness watches
//! exists once for each library.
#![forbid(unsafe_code)]

mod broken;
pub mod nifs;
mod probe;
mod slow;
mod witness;

pub use broken::{Broken, Fault};
pub use probe::Probe;
pub use slow::Slow;
pub use witness::Witness;
