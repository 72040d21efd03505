//! Straws: frames, formats, envelopes, and turns.

mod common;
mod envelopes;
mod flow;
mod frames;
mod vectors;
