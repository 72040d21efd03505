//! Sample paths: what carries the frames, typically I2S with DMA.

use crate::{AudioError, Format};

/// The control side of a sample path.
///
/// A path plays a buffer of two halves over and over. When it has played one,
/// it takes the interrupt that a [`PathEvent`] stands for, and whoever fills
/// the path overwrites that half while the other is being played.
///
/// The traits of `embedded-hal` have no such thing, so this one is as small as
/// a class of them can be.
pub trait SamplePath {
    /// Why the path did not do it.
    type Error: Into<AudioError>;

    /// Sets the clocks and the layout of the frames, while the path is
    /// stopped.
    ///
    /// # Errors
    ///
    /// A format that the path cannot do; it stays as it was.
    fn configure(&mut self, format: Format) -> Result<(), Self::Error>;

    /// Starts the clocks, and plays both halves in turn, from silence.
    /// Harmless while it runs.
    ///
    /// # Errors
    ///
    /// The driver's; the path is stopped.
    fn start(&mut self) -> Result<(), Self::Error>;

    /// Stops the clocks. When this returns, whatever it returns, no event of
    /// the path is being handled and none comes before the next start.
    /// Harmless while it is stopped.
    ///
    /// # Errors
    ///
    /// The driver's.
    fn stop(&mut self) -> Result<(), Self::Error>;

    /// What the writer does. A path that plays in time need not know; one that
    /// plays as fast as is written, such as a model, must.
    fn note(&mut self, _step: WriterStep) {}
}

/// A step of whoever writes what a path plays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum WriterStep {
    /// A write begins.
    Begins,
    /// A write is over.
    Ends {
        /// Bytes that can be played now, and could not before.
        written: usize,
        /// Whether the rest of the write is owed.
        owed: bool,
    },
    /// The playback is about to be paused.
    Pauses,
    /// The playback goes on.
    Resumes,
}

/// Which half of its buffer a path has just played.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PathEvent {
    /// The first half; the second is being played.
    Half,
    /// The second half; the first is being played again.
    Complete,
}

impl PathEvent {
    /// The half that the event frees of a path's whole buffer.
    ///
    /// # Examples
    ///
    /// ```
    /// use class_audio::PathEvent;
    ///
    /// let mut buffer = [1, 1, 2, 2];
    /// assert_eq!(PathEvent::Half.freed(&mut buffer), [1, 1]);
    /// assert_eq!(PathEvent::Complete.freed(&mut buffer), [2, 2]);
    /// ```
    #[must_use]
    pub fn freed(self, buffer: &mut [u8]) -> &mut [u8] {
        let (first, second) = buffer.split_at_mut(buffer.len() / 2);
        match self {
            Self::Half => first,
            Self::Complete => second,
        }
    }
}
