//! Counts as a term.

use avm_term::IntoTerm;
use class_audio::AudioStats;

/// `#{queued_bytes => N, ...}`.
#[derive(IntoTerm)]
pub(crate) struct StatsTerm {
    queued_bytes: u32,
    capacity_bytes: u32,
    played_frames: u32,
    idle_frames: u32,
    underruns: u32,
    underrun_frames: u32,
    drained: u32,
    lost_events: u32,
    codec_resets: u32,
    waiting: u32,
}

impl StatsTerm {
    /// The counts of a speaker for which `waiting` calls wait.
    pub(crate) fn new(stats: AudioStats, waiting: usize) -> Self {
        let AudioStats {
            queued_bytes,
            capacity_bytes,
            played_frames,
            idle_frames,
            underruns,
            underrun_frames,
            drained,
            lost_events,
            codec_resets,
        } = stats;
        Self {
            queued_bytes,
            capacity_bytes,
            played_frames,
            idle_frames,
            underruns,
            underrun_frames,
            drained,
            lost_events,
            codec_resets,
            waiting: waiting as u32,
        }
    }
}
