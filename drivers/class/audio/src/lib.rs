//! Audio: codecs, sample paths, and playback out of a ring.
//!
//! Two things make a sound, and they are kept apart: a [`Codec`] is told over
//! its control bus how loud and how fast, and a [`SamplePath`], typically I2S
//! with DMA, carries the samples. Between a port and the path lies a ring:
//!
//! ```text
//! Player --bytes--> ring --> PlaybackInterrupt --> the half of the path's
//!  what a port       <-- AudioEvent: room,          buffer that is free
//!  holds, as Playback    drained, underrun
//! ```
//!
//! Samples are interleaved frames, little endian, as a WAV file has them: one
//! sample for each channel, left before right, 16, 24 or 32 bits each and
//! nothing between.
//!
//! Nothing here allocates, waits, or knows a chip, a board or a VM.
#![no_std]
#![forbid(unsafe_code)]

mod codec;
mod codec_config;
mod counters;
mod error;
mod event;
mod format;
mod interrupt;
mod master_clock;
mod path;
mod playback;
mod player;
mod registers;
mod revival;
mod volume;

pub use codec::{Codec, NullCodec};
pub use codec_config::CodecConfig;
pub use counters::PlaybackCounters;
pub use error::AudioError;
pub use event::{AudioEvent, EVENTS};
pub use format::{Channels, Depth, Format};
pub use interrupt::PlaybackInterrupt;
pub use isr_ring::Doorbell;
pub use master_clock::MasterClock;
pub use path::{PathEvent, SamplePath, WriterStep};
pub use playback::{AudioStats, Playback};
pub use player::{Player, PlayerParts};
pub use registers::Registers;
pub use volume::VolumeRange;
