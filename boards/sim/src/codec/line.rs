//! One opening of the sample path: what the port's side, the interrupt side
//! and a spectator share.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use class_audio::{AudioError, Format, SamplePath};

use crate::{Es8311, SimI2c, Speaker, Speed};

/// Where the path is.
#[derive(Debug)]
struct State {
    format: Format,
    /// The clocks run.
    running: bool,
    /// The interrupt side is to end.
    closed: bool,
    /// The interrupt side handles an event.
    busy: bool,
    /// The playback is paused, or about to be.
    paused: bool,
    /// A write is under way.
    writing: bool,
    /// The last write came short.
    owed: bool,
    /// Bytes that are in the ring or were.
    written: u64,
    /// The doorbell panicked.
    ended_early: bool,
    speaker: Speaker,
}

/// What the interrupt side is to do next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Task {
    /// So many bytes can be played.
    Play(usize),
    /// All has been played, and no more is on its way.
    Drain,
    /// Nothing ever.
    End,
}

/// The path, from all sides.
#[derive(Debug)]
pub(super) struct Line {
    state: Mutex<State>,
    changed: Condvar,
    pub(super) bus: SimI2c<Es8311>,
    pub(super) speed: Speed,
    /// The codec does not follow the clocks, and the path can tell.
    no_lock: bool,
}

impl Line {
    pub(super) fn new(bus: SimI2c<Es8311>, format: Format, speed: Speed, no_lock: bool) -> Self {
        Self {
            state: Mutex::new(State {
                format,
                running: false,
                closed: false,
                busy: false,
                paused: false,
                writing: false,
                owed: false,
                written: 0,
                ended_early: false,
                speaker: Speaker::new(format),
            }),
            changed: Condvar::new(),
            bus,
            speed,
            no_lock,
        }
    }

    /// Nothing panics while it holds the lock, so poison means nothing.
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn change(&self, change: impl FnOnce(&mut State)) {
        change(&mut self.state());
        self.changed.notify_all();
    }

    fn wait_while(&self, mut holds: impl FnMut(&State) -> bool) -> MutexGuard<'_, State> {
        self.changed
            .wait_while(self.state(), |state| holds(state))
            .unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn format(&self) -> Format {
        self.state().format
    }

    pub(super) fn is_running(&self) -> bool {
        self.state().running
    }

    pub(super) fn has_ended_early(&self) -> bool {
        self.state().ended_early
    }

    pub(super) fn speaker(&self) -> Speaker {
        self.state().speaker.clone()
    }

    /// Looks at the recording without a copy of it.
    pub(super) fn look<R>(&self, look: impl FnOnce(&Speaker) -> R) -> R {
        look(&self.state().speaker)
    }

    /// The interrupt side is to end, once the path has stopped.
    pub(super) fn close(&self) {
        self.change(|state| state.closed = true);
    }

    /// The doorbell panicked: the interrupt side is over.
    pub(super) fn end_early(&self) {
        self.change(|state| {
            state.ended_early = true;
            state.busy = false;
        });
    }

    /// A write of the port's side, which tells how many bytes went into the
    /// ring, and whether others are owed.
    pub(super) fn write(&self, write: impl FnOnce() -> (usize, bool)) -> usize {
        self.change(|state| state.writing = true);
        let (written, owed) = write();
        self.change(|state| {
            state.writing = false;
            state.owed = owed;
            state.written += written as u64;
        });
        written
    }

    /// The playback is to be paused: no event is being handled when this
    /// returns, and without a pace none comes.
    pub(super) fn pause(&self) {
        self.change(|state| state.paused = true);
        drop(self.wait_while(|state| state.busy));
    }

    pub(super) fn resume(&self) {
        self.change(|state| state.paused = false);
    }
}

impl Line {
    /// Waits for the clocks; false if they never run again.
    pub(super) fn wait_running(&self) -> bool {
        !self
            .wait_while(|state| !state.running && !state.closed)
            .closed
    }

    /// Waits for the end of a half; false if the clocks stop before it. An
    /// event begins then, which [`record`](Self::record) ends.
    pub(super) fn wait_until(&self, due: Instant) -> bool {
        let left = due.saturating_duration_since(Instant::now());
        let (mut state, _) = self
            .changed
            .wait_timeout_while(self.state(), left, |state| state.running)
            .unwrap_or_else(PoisonError::into_inner);
        state.busy = state.running;
        state.running
    }

    /// Waits for bytes, or for the end of them, after so many were taken and
    /// if any were since the last end. An event begins then, which
    /// [`record`](Self::record) ends.
    pub(super) fn wait_task(&self, taken: u64, playing: bool) -> Task {
        let idle = |state: &State| !state.writing && !state.owed;
        let mut state = self.wait_while(|state| {
            let some = state.written > taken || (playing && idle(state));
            !state.closed && (!state.running || state.paused || !some)
        });
        if state.closed {
            return Task::End;
        }
        state.busy = true;
        match state.written - taken {
            0 => Task::Drain,
            some => Task::Play(usize::try_from(some).unwrap_or(usize::MAX)),
        }
    }

    /// The event is over, and these frames went to the codec.
    pub(super) fn record(&self, frames: &[u8]) {
        let bits = self.format().depth.bits();
        let gain = self.bus.part(|codec| codec.gain_for(bits));
        self.change(|state| {
            state.speaker.play(frames, gain);
            state.busy = false;
        });
    }
}

/// The control side of the path, as a player holds it.
#[derive(Debug)]
pub(super) struct SimPath(pub(super) std::sync::Arc<Line>);

impl SamplePath for SimPath {
    type Error = AudioError;

    fn configure(&mut self, format: Format) -> Result<(), AudioError> {
        self.0.change(|state| {
            state.format = format;
            state.speaker = Speaker::new(format);
        });
        Ok(())
    }

    fn start(&mut self) -> Result<(), AudioError> {
        if self.0.no_lock {
            return Err(AudioError::NoLock);
        }
        self.0.bus.part(|codec| codec.set_clocked(true));
        self.0.change(|state| state.running = true);
        Ok(())
    }

    fn stop(&mut self) -> Result<(), AudioError> {
        self.0.change(|state| state.running = false);
        drop(self.0.wait_while(|state| state.busy));
        self.0.bus.part(|codec| codec.set_clocked(false));
        Ok(())
    }
}
