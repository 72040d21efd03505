//! What writer and interrupt side tell each other besides bytes.

use core::sync::atomic::{AtomicBool, AtomicU32, Ordering};

/// The words that a [`Player`](crate::Player) and a
/// [`PlaybackInterrupt`](crate::PlaybackInterrupt) share.
///
/// Loads and stores only, so they work on cores without compare-and-swap: each
/// word has one writer. Usable as a `static`.
#[derive(Debug, Default)]
pub struct PlaybackCounters {
    // Written by the interrupt side.
    played: AtomicU32,
    idle: AtomicU32,
    underruns: AtomicU32,
    underrun_frames: AtomicU32,
    drained: AtomicU32,
    // Written by the player.
    /// Bytes that were written or are owed, since the playback was opened.
    promised: AtomicU32,
    /// Writes that came short.
    short: AtomicU32,
    paused: AtomicBool,
}

/// What the interrupt side has counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Counts {
    pub(crate) played: u32,
    pub(crate) idle: u32,
    pub(crate) underruns: u32,
    pub(crate) underrun_frames: u32,
    pub(crate) drained: u32,
}

impl PlaybackCounters {
    /// Counters at zero, of a playback that is not paused.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            played: AtomicU32::new(0),
            idle: AtomicU32::new(0),
            underruns: AtomicU32::new(0),
            underrun_frames: AtomicU32::new(0),
            drained: AtomicU32::new(0),
            promised: AtomicU32::new(0),
            short: AtomicU32::new(0),
            paused: AtomicBool::new(false),
        }
    }

    /// Back to zero, for the next user of the same hardware. To be called
    /// while there is neither a player nor an interrupt side.
    pub fn reset(&self) {
        for counter in [
            &self.played,
            &self.idle,
            &self.underruns,
            &self.underrun_frames,
            &self.drained,
            &self.promised,
            &self.short,
        ] {
            counter.store(0, Ordering::Relaxed);
        }
        self.paused.store(false, Ordering::Relaxed);
    }

    pub(crate) fn counts(&self) -> Counts {
        Counts {
            played: self.played.load(Ordering::Relaxed),
            idle: self.idle.load(Ordering::Relaxed),
            underruns: self.underruns.load(Ordering::Relaxed),
            underrun_frames: self.underrun_frames.load(Ordering::Relaxed),
            drained: self.drained.load(Ordering::Relaxed),
        }
    }

    /// Frames that went to the path so far, sound or not, modulo 2^32.
    pub(crate) fn frames(&self) -> u32 {
        let counts = self.counts();
        let sound = counts.played.wrapping_add(counts.idle);
        sound.wrapping_add(counts.underrun_frames)
    }

    pub(crate) fn count_played(&self, frames: u32) {
        add(&self.played, frames);
    }

    pub(crate) fn count_idle(&self, frames: u32) {
        add(&self.idle, frames);
    }

    pub(crate) fn count_underrun(&self, first: bool, frames: u32) {
        add(&self.underruns, u32::from(first));
        add(&self.underrun_frames, frames);
    }

    pub(crate) fn count_drained(&self) {
        add(&self.drained, 1);
    }

    /// To be called before any of the bytes are in the ring.
    pub(crate) fn promise(&self, bytes: u32) {
        self.promised.store(bytes, Ordering::Release);
    }

    pub(crate) fn promised(&self) -> u32 {
        self.promised.load(Ordering::Acquire)
    }

    /// To be called after the write that came short.
    pub(crate) fn count_short(&self) {
        add(&self.short, 1);
    }

    pub(crate) fn short(&self) -> u32 {
        self.short.load(Ordering::Acquire)
    }

    pub(crate) fn pause(&self, paused: bool) {
        self.paused.store(paused, Ordering::Release);
    }

    pub(crate) fn is_paused(&self) -> bool {
        self.paused.load(Ordering::Acquire)
    }
}

/// Not a read-modify-write: there is one writer, and some cores have none.
fn add(counter: &AtomicU32, n: u32) {
    if n > 0 {
        let sum = counter.load(Ordering::Relaxed).wrapping_add(n);
        counter.store(sum, Ordering::Release);
    }
}
