//! The speaker: a ring in plain Rust, played when the test says so.

use std::cell::RefCell;
use std::collections::VecDeque;

use board_support::{Board, BoardError, HasAudio};
use class_audio::{AudioError, AudioEvent, AudioStats, Doorbell, Format, Playback};
use vm_host::PLANTED_PANIC;

thread_local! {
    // A speaker is exclusive, and tests run side by side: each thread has its own.
    static SPEAKER: RefCell<Speaker> = RefCell::new(Speaker::default());
}

/// All that a test can see of the speaker, and set.
#[derive(Default)]
pub(crate) struct Speaker {
    pub(crate) room: usize,
    pub(crate) format: Option<Format>,
    pub(crate) volume: Option<u8>,
    pub(crate) running: bool,
    /// What was played, without silence.
    pub(crate) heard: Vec<u8>,
    pub(crate) opened: u32,
    pub(crate) dropped: u32,
    /// The operation, counted from 1, that fails, and how.
    pub(crate) fault: Option<(u32, AudioError)>,
    /// What the next opening is refused with.
    pub(crate) refusal: Option<BoardError>,
    pub(crate) operations: u32,
    /// The use of the speaker, counted from 1, that panics.
    pub(crate) panic: Option<u32>,
    pub(crate) uses: u32,
    ring: VecDeque<u8>,
    owed: bool,
    events: VecDeque<AudioEvent>,
    stats: AudioStats,
    bell: Option<Box<dyn Doorbell>>,
}

impl Speaker {
    fn ring_with(&mut self, event: AudioEvent) {
        let was_empty = self.events.is_empty();
        self.events.push_back(event);
        if let Some(bell) = self.bell.as_ref().filter(|_| was_empty) {
            bell.ring();
        }
    }

    /// Counts a use, which panics if it is the one.
    fn used(&mut self) {
        self.uses += 1;
        assert!(self.panic != Some(self.uses), "{PLANTED_PANIC}");
    }

    /// Counts an operation that can fail.
    fn operate(&mut self) -> Result<(), AudioError> {
        self.used();
        self.operations += 1;
        match self.fault {
            Some((step, error)) if step == self.operations => Err(error),
            _ => Ok(()),
        }
    }
}

/// Does something with the speaker.
pub(crate) fn with<R>(f: impl FnOnce(&mut Speaker) -> R) -> R {
    SPEAKER.with_borrow_mut(f)
}

/// A new speaker with room for so many bytes.
pub(crate) fn reset(room: usize) {
    SPEAKER.set(Speaker {
        room,
        ..Speaker::default()
    });
}

/// The path plays so many frames, as one interrupt has it.
pub(crate) fn tick(frames: usize) {
    with(|speaker| {
        let Some(format) = speaker.format.filter(|_| speaker.running) else {
            return;
        };
        let frame = format.frame_bytes();
        let played = frames.min(speaker.ring.len() / frame);
        let bytes = speaker.ring.drain(..played * frame);
        speaker.heard.extend(bytes);
        speaker.stats.played_frames += played as u32;
        let missing = (frames - played) as u32;
        if missing > 0 && speaker.owed {
            speaker.stats.underruns += 1;
            speaker.stats.underrun_frames += missing;
            speaker.ring_with(AudioEvent::Underrun(missing));
        } else if missing > 0 {
            speaker.stats.idle_frames += missing;
            if played > 0 {
                speaker.stats.drained += 1;
                speaker.ring_with(AudioEvent::Drained);
            }
        }
        if speaker.owed {
            speaker.ring_with(AudioEvent::Room);
        }
    });
}

/// The board.
#[derive(Debug)]
pub(crate) struct Bench;

/// Its speaker, open.
pub(crate) struct Open(());

impl Board for Bench {
    const NAME: &'static str = "bench";
}

impl HasAudio for Bench {
    type Audio = Open;

    fn audio<D: Doorbell + Send + 'static>(
        format: Format,
        volume: u8,
        doorbell: D,
    ) -> Result<Open, BoardError> {
        with(|speaker| {
            if speaker.format.is_some() {
                return Err(BoardError::Busy);
            }
            if let Some(refusal) = speaker.refusal.take() {
                return Err(refusal);
            }
            speaker.operate()?;
            speaker.format = Some(format);
            speaker.volume = Some(volume);
            speaker.running = true;
            speaker.bell = Some(Box::new(doorbell));
            speaker.opened += 1;
            Ok(Open(()))
        })
    }
}

impl Playback for Open {
    fn format(&self) -> Format {
        with(|speaker| speaker.format.expect("open"))
    }

    fn write(&mut self, frames: &[u8]) -> usize {
        let format = self.format();
        with(|speaker| {
            speaker.used();
            let vacant = speaker.room - speaker.ring.len();
            let whole = format.whole_frames(frames.len());
            let taken = format.whole_frames(whole.min(vacant));
            speaker.ring.extend(&frames[..taken]);
            speaker.owed = taken < whole;
            taken
        })
    }

    fn next_event(&mut self) -> Option<AudioEvent> {
        with(|speaker| {
            speaker.used();
            speaker.events.pop_front()
        })
    }

    fn set_volume(&mut self, level: u8) -> Result<(), AudioError> {
        with(|speaker| {
            speaker.operate()?;
            speaker.volume = Some(level);
            Ok(())
        })
    }

    fn pause(&mut self) -> Result<(), AudioError> {
        with(|speaker| {
            speaker.operate()?;
            speaker.running = false;
            Ok(())
        })
    }

    fn resume(&mut self) -> Result<(), AudioError> {
        with(|speaker| {
            speaker.operate()?;
            speaker.running = true;
            Ok(())
        })
    }

    fn stats(&self) -> AudioStats {
        with(|speaker| AudioStats {
            queued_bytes: speaker.ring.len() as u32,
            capacity_bytes: speaker.room as u32,
            ..speaker.stats
        })
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        with(|speaker| {
            speaker.format = None;
            speaker.running = false;
            speaker.bell = None;
            speaker.ring.clear();
            speaker.events.clear();
            speaker.stats = AudioStats::default();
            speaker.owed = false;
            speaker.dropped += 1;
        });
    }
}
