//! The audio port: plays what Erlang sends.
//!
//! [`Audio`] is generic over the board; it knows no codec and no VM. Samples go into the board's
//! ring, which its interrupt side plays.
//!
//! | request | reply |
//! |---|---|
//! | `{play_buffer, #{data => Binary}}` | `ok` once all of it is queued |
//! | `{set_volume, #{volume => 0..255}}` | `ok`; 0 is the codec's quietest, 255 its loudest |
//! | `pause`, `resume` | `ok`; what is queued waits meanwhile |
//! | `get_stats` | `{stats, #{queued_bytes, capacity_bytes, played_frames, ...}}` |
//! | `stop` | `ok`, when the hardware is quiet; the port is gone then |
//!
//! `Binary` is whole frames: one signed sample for each channel, little endian, left before
//! right, in 2, 3 or 4 bytes for 16, 24 or 32 bits. If there is no room for all of it the reply
//! waits, and the rest is played as room comes. Up to [`MAX_WAITING`] calls wait so, and are
//! served in order; more are `{error, busy}`. A part of a frame is
//! `{error, {bad_frame_size, Bytes, FrameBytes}}`, and nothing of it is played. When the port
//! stops, who waits gets `{error, closed}`.
//!
//! The process that opened the port gets `{audio, Port, drained}` when all that was queued has
//! been played, and `{audio, Port, {underrun, Frames}}` when so many frames of silence were
//! played though a call waited.
//!
//! A codec whose supply breaks down for a moment forgets what it was told. Where the codec can
//! tell, that is noticed while samples are taken, within a fraction of a second, and it is set up
//! again, once: `codec_resets` in the counts is 1 then. At the next time the owner gets
//! `{audio, Port, {error, codec_reset}}`; the speaker stays quiet, and whatever asks the codec is
//! `{error, codec_reset}`, until the port is opened again.
//!
//! Options: `sample_rate` (44100), `bit_depth` (16, 24 or 32; 16), `channels` (1 or 2; 2),
//! `volume` (128); see [`Options`].
//!
//! ```
//! use port_audio::Audio;
//!
//! let mut vm = vm_host::Vm::new();
//! let port = vm.open::<Audio<board_sim::Board>>("#{channels => 1, volume => 200}").unwrap();
//! let two_frames = "{play_buffer, #{data => <<0, 64, 0, 192>>}}";
//! assert_eq!(vm.call(port, two_frames).to_string(), "ok");
//! assert_eq!(vm.call(port, "stop").to_string(), "ok");
//! ```
#![no_std]
#![forbid(unsafe_code)]

mod format;
mod player;
mod port;
mod stats;

pub use format::{BitDepth, ChannelCount, Options};
pub use player::{MAX_WAITING, Samples};
pub use port::{Audio, Request};
