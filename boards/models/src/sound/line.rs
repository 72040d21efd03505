//! One opening of the sample path: what the port's side, the interrupt side
//! and a spectator share.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use class_audio::{AudioError, Format, SamplePath, WriterStep};

use super::Speaker;
use crate::Speed;

/// What stands between the path and the speaker.
pub trait Ear: Send + Sync + 'static {
    /// The clocks start or, with `None`, stop.
    fn set_clocks(&self, format: Option<Format>);

    /// What samples of this format are multiplied by: 0 where nothing sounds.
    fn gain_for(&self, format: Format) -> f64;
}

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
    /// It plays the silence after the last frame.
    draining: bool,
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

/// One opening of a path, from all sides: whoever writes, whoever listens, and
/// the thread that [plays](Self::play).
#[derive(Debug)]
pub struct Line<E> {
    state: Mutex<State>,
    changed: Condvar,
    ear: E,
    pub(super) speed: Speed,
    /// The codec does not follow the clocks, and the path can tell.
    no_lock: bool,
}

impl<E> Line<E> {
    /// A path that is stopped. With `no_lock` it finds, when it is started,
    /// that the codec does not follow the clocks.
    #[must_use]
    pub fn new(ear: E, format: Format, speed: Speed, no_lock: bool) -> Self {
        Self {
            state: Mutex::new(State {
                format,
                running: false,
                closed: false,
                busy: false,
                draining: false,
                paused: false,
                writing: false,
                owed: false,
                written: 0,
                ended_early: false,
                speaker: Speaker::new(format),
            }),
            changed: Condvar::new(),
            ear,
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

    /// What stands between the path and the speaker.
    pub const fn ear(&self) -> &E {
        &self.ear
    }

    /// Whether the clocks run.
    #[must_use]
    pub fn is_running(&self) -> bool {
        self.state().running
    }

    /// Whether the path broke off, because the doorbell panicked.
    #[must_use]
    pub fn has_ended_early(&self) -> bool {
        self.state().ended_early
    }

    /// What was heard.
    #[must_use]
    pub fn speaker(&self) -> Speaker {
        self.state().speaker.clone()
    }

    /// Looks at the recording without a copy of it.
    pub fn look<R>(&self, look: impl FnOnce(&Speaker) -> R) -> R {
        look(&self.state().speaker)
    }

    /// The interrupt side is to end, once the path has stopped.
    pub fn close(&self) {
        self.change(|state| state.closed = true);
    }

    /// The doorbell panicked: the interrupt side is over.
    pub fn end_early(&self) {
        self.change(|state| {
            state.ended_early = true;
            state.busy = false;
            state.draining = false;
        });
    }

    /// What the writer does, where it makes a difference.
    fn note(&self, step: WriterStep) {
        match step {
            WriterStep::Begins => {
                self.change(|state| state.writing = true);
                // What is silence is not to become the beginning of something.
                drop(self.wait_while(|state| state.draining));
            }
            WriterStep::Ends { written, owed } => self.change(|state| {
                state.writing = false;
                state.owed = owed;
                state.written += written as u64;
            }),
            WriterStep::Pauses => {
                self.change(|state| state.paused = true);
                drop(self.wait_while(|state| state.busy));
            }
            WriterStep::Resumes => self.change(|state| state.paused = false),
        }
    }
}

impl<E: Ear> Line<E> {
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
            0 => {
                state.draining = true;
                Task::Drain
            }
            some => Task::Play(usize::try_from(some).unwrap_or(usize::MAX)),
        }
    }

    /// The event is over, and these frames went to the speaker.
    pub(super) fn record(&self, frames: &[u8]) {
        let gain = self.ear.gain_for(self.format());
        self.change(|state| {
            state.speaker.play(frames, gain);
            state.busy = false;
            state.draining = false;
        });
    }
}

/// The control side of a path, as a player holds it.
#[derive(Debug)]
pub struct LinePath<E>(pub Arc<Line<E>>);

impl<E: Ear> SamplePath for LinePath<E> {
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
        self.0.ear.set_clocks(Some(self.0.format()));
        self.0.change(|state| state.running = true);
        Ok(())
    }

    fn stop(&mut self) -> Result<(), AudioError> {
        self.0.change(|state| state.running = false);
        drop(self.0.wait_while(|state| state.busy));
        self.0.ear.set_clocks(None);
        Ok(())
    }

    fn note(&mut self, step: WriterStep) {
        self.0.note(step);
    }
}
