//! What an audio port holds: a codec that plays what is written.

use crate::{AudioError, AudioEvent, Format};

/// Counts of an open playback since it was opened. Those that only grow wrap
/// at 2^32, a day of frames at 48 kHz.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct AudioStats {
    /// Bytes that wait to be played.
    pub queued_bytes: u32,
    /// Bytes that can wait, at most.
    pub capacity_bytes: u32,
    /// Frames that went from the ring to the path.
    pub played_frames: u32,
    /// Frames of silence while nothing was owed: before the first write,
    /// between `Drained` and the next, and during a pause.
    pub idle_frames: u32,
    /// Times that the ring ran empty while the writer owed the rest of a
    /// write.
    pub underruns: u32,
    /// Frames of silence in all underruns.
    pub underrun_frames: u32,
    /// Times that the ring ran empty on purpose.
    pub drained: u32,
    /// Events that were lost because nobody took them.
    pub lost_events: u32,
    /// Times that the codec lost its registers and was set up again: 0 or 1.
    pub codec_resets: u32,
}

/// An open codec with its path, which plays what is written.
///
/// A board makes one, playing silence, and a port holds it. Dropping it mutes
/// the codec, powers it down while the clocks still run, and stops the path:
/// after the drop no interrupt is taken and no doorbell rung, and the codec
/// can be opened again. What was not played is lost.
///
/// The doorbell rings when an event meets an empty queue of events. Whoever
/// wakes takes every event, and then continues the write that came short,
/// whatever the events were.
pub trait Playback: Send + 'static {
    /// How the frames are laid out.
    fn format(&self) -> Format;

    /// Queues as many whole frames as there is room for, and tells how many
    /// bytes they are. Never waits.
    ///
    /// If that is less than the whole frames of `frames`, the rest is owed:
    /// an [`AudioEvent::Room`] follows once there is room, and silence until
    /// then is an underrun. The next write begins with what is owed; one of an
    /// empty slice gives it up.
    fn write(&mut self, frames: &[u8]) -> usize;

    /// Takes the oldest event; `None` when there is none.
    fn next_event(&mut self) -> Option<AudioEvent>;

    /// Sets the codec's volume: 0 is the quietest, 255 the loudest.
    ///
    /// # Errors
    ///
    /// The codec's.
    fn set_volume(&mut self, level: u8) -> Result<(), AudioError>;

    /// Mutes the codec and plays silence. What waits goes on waiting; the
    /// clocks run on, because a codec that is powered up needs them. Harmless
    /// while it is paused.
    ///
    /// # Errors
    ///
    /// The codec's; it is paused, and silent but for the noise of the codec.
    fn pause(&mut self) -> Result<(), AudioError>;

    /// Lets the codec sound and plays on. Harmless while it plays.
    ///
    /// # Errors
    ///
    /// The codec's; it is as before.
    fn resume(&mut self) -> Result<(), AudioError>;

    /// The counts up to now.
    fn stats(&self) -> AudioStats;
}
