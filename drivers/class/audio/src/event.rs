//! What the interrupt side tells whoever writes.

/// What the interrupt side tells whoever writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AudioEvent {
    /// A [`write`](crate::Playback::write) that came short can be continued.
    Room,
    /// All that was written has been played, and the writer owed nothing. The
    /// path plays silence until more is written.
    Drained,
    /// That many frames of silence were played because the writer, which still
    /// owed the rest of a write, came too late.
    Underrun(u32),
}
