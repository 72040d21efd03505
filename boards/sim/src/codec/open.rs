//! An open codec, as a port holds it, and as a spectator sees it.

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;
use std::thread::JoinHandle;

use class_audio::{AudioError, AudioEvent, AudioStats, Format, Playback, Player};

use super::AudioDevice;
use super::device::{Driver, Line, Path};
use crate::Saved;

/// A codec's state, seen from outside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct AudioStatus {
    /// Whether somebody has it open.
    pub open: bool,
    /// Whether the path's clocks run.
    pub running: bool,
    /// Whether all that the codec needs to sound is powered.
    pub powered: bool,
    /// Whether the codec is in standby.
    pub down: bool,
    /// Whether the codec is muted.
    pub muted: bool,
    /// The codec's volume, in millibel.
    pub millibel: i16,
    /// Bus transactions of this opening or the last, failed ones too.
    pub transactions: u32,
    /// What the codec was asked that it does not do.
    pub complaints: usize,
    /// Samples heard.
    pub samples: usize,
    /// Samples that did not fit the recording.
    pub lost: usize,
    /// Whether the path broke off, because the doorbell panicked.
    pub ended_early: bool,
    /// What went wrong at the last close or failed opening.
    pub closed: Result<(), AudioError>,
    /// What became of `speaker.wav` at the last close.
    pub saved: Saved,
}

impl Default for AudioStatus {
    /// A codec that was never open.
    fn default() -> Self {
        Self {
            open: false,
            running: false,
            powered: false,
            down: true,
            muted: true,
            millibel: -9_550,
            transactions: 0,
            complaints: 0,
            samples: 0,
            lost: 0,
            ended_early: false,
            closed: Ok(()),
            saved: Saved::Nothing,
        }
    }
}

impl AudioStatus {
    pub(super) fn of(line: &Line) -> Self {
        let (samples, lost) = line.look(|speaker| (speaker.samples().len(), speaker.lost()));
        let (running, ended_early) = (line.is_running(), line.has_ended_early());
        let transactions = line.ear().transactions();
        line.ear().part(|codec| Self {
            running,
            powered: codec.is_powered(),
            down: codec.is_down(),
            muted: codec.is_muted(),
            millibel: codec.volume_millibel(),
            transactions,
            complaints: codec.complaints().count(),
            samples,
            lost,
            ended_early,
            ..Self::default()
        })
    }

    /// Whether it is closed, silent and in standby, and its clocks stand
    /// still.
    #[must_use]
    pub const fn is_idle(&self) -> bool {
        !self.open && !self.running && !self.powered && self.down
    }
}

/// An open [`AudioDevice`]. Dropping it mutes the codec, powers it down, stops
/// the path's thread and closes it; what was heard goes to `speaker.wav`, if a
/// folder was named.
pub struct SimAudio<const N: usize> {
    device: &'static AudioDevice<N>,
    line: Arc<Line>,
    /// Absent only while this is dropped.
    player: Option<Player<'static, Driver, Path, N>>,
    thread: Option<JoinHandle<()>>,
    out: Option<PathBuf>,
    format: Format,
}

impl<const N: usize> SimAudio<N> {
    pub(super) fn new(
        device: &'static AudioDevice<N>,
        line: Arc<Line>,
        player: Player<'static, Driver, Path, N>,
        thread: JoinHandle<()>,
        out: Option<PathBuf>,
    ) -> Self {
        Self {
            device,
            format: player.format(),
            line,
            player: Some(player),
            thread: Some(thread),
            out,
        }
    }
}

impl<const N: usize> Playback for SimAudio<N> {
    fn format(&self) -> Format {
        self.format
    }

    fn write(&mut self, frames: &[u8]) -> usize {
        let player = self.player.as_mut();
        player.map_or(0, |player| player.write(frames))
    }

    fn next_event(&mut self) -> Option<AudioEvent> {
        self.player.as_mut()?.next_event()
    }

    fn set_volume(&mut self, level: u8) -> Result<(), AudioError> {
        let player = self.player.as_mut();
        player.map_or(Ok(()), |player| player.set_volume(level))
    }

    fn pause(&mut self) -> Result<(), AudioError> {
        self.player.as_mut().map_or(Ok(()), Player::pause)
    }

    fn resume(&mut self) -> Result<(), AudioError> {
        self.player.as_mut().map_or(Ok(()), Player::resume)
    }

    fn stats(&self) -> AudioStats {
        self.player
            .as_ref()
            .map_or_else(AudioStats::default, Playback::stats)
    }
}

impl<const N: usize> Drop for SimAudio<N> {
    fn drop(&mut self) {
        let closed = self.player.take().map(Player::close);
        self.line.close();
        if let Some(thread) = self.thread.take() {
            // It catches panics itself, so there is no news in its result.
            let _ended = thread.join();
        }
        let save = |path: &std::path::Path| self.line.look(|speaker| speaker.save(path));
        let saved = board_models::save(self.out.as_deref(), "speaker.wav", save);
        let (parts, result) = closed.unwrap_or((None, Ok(())));
        self.device.give_back(parts, saved, result);
    }
}

impl<const N: usize> fmt::Debug for SimAudio<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SimAudio")
            .field("stats", &self.stats())
            .finish_non_exhaustive()
    }
}
