//! A touch panel that is read outside of its interrupt.

mod gate;
mod open;
mod place;
mod wiring;

pub use gate::{BURST, EDGES_PER_SECOND};
pub use open::{MAX_READS, Touch};
pub use place::{TouchClaim, TouchPlace};
pub use wiring::{Follow, TouchWiring};
