//! What the interrupt side tells whoever writes.

/// Events that can wait for whoever writes.
pub const EVENTS: usize = 16;

/// What the interrupt side, and the codec, tell whoever writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AudioEvent {
    /// A [`write`](crate::Playback::write) that came short can be continued.
    Room,
    /// All that was written has been played: the path is through with the half
    /// of its buffer that had the last frame, and the writer owed nothing. The
    /// path plays silence until more is written.
    Drained,
    /// That many frames of silence were played because the writer, which still
    /// owed the rest of a write, came too late. Told when the gap has ended.
    Underrun(u32),
    /// The codec lost its registers for a second time, or could not be set up
    /// again after the first ([`Player`](crate::Player)). It is quiet until it
    /// is opened again; what is written goes on being played, unheard. Told
    /// once.
    CodecReset,
}
