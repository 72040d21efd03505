//! The way of samples on the host: clocks, a thread, and what is heard.

mod dma;
mod line;
mod speaker;

pub use line::{Ear, Line, LinePath};
pub use speaker::Speaker;
