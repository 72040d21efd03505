//! A player, its ring and its interrupt side, without hardware.

mod bench;
mod model;
mod playback;
mod player;
mod revival;
