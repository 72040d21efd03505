//! Plays a WAV file through the audio port.
//!
//! ```text
//! WAV -> process --play_buffer--> port -> ring -> I2S -> codec
//!                <--ok, drained--      <- room -
//! ```
//!
//! [`Player`] is the example proper: a process that opens the audio port of
//! any board, and sends buffers as the port has room for them. [`main`] is the
//! program around it. [`Sound`] is what is played, out of a file or made here.
#![forbid(unsafe_code)]

mod args;
mod player;
mod program;
mod sound;

pub use args::{Options, VOLUME};
pub use player::{Played, Player};
pub use program::{Outcome, late, main, play};
pub use sound::Sound;
