//! What lets fingers loose: an interrupt, or a clock where there is no line.

use std::sync::Arc;
use std::thread::{self, JoinHandle};

use board_support::{BoardError, Edge, Handler, Pin};
use class_touch::TouchEvent;

use super::bench::Bench;
use super::fingers::{Fingers, Progress, Replay, Told, Watch, lock};
use super::pins::{Claim, Role};
use crate::Speed;

/// An interrupt of a [`Machine`](crate::Machine). While it is open, the fingers
/// of the part at its pin do what the recording says.
#[derive(Debug)]
pub struct MachineInterrupt {
    _fingers: Option<Loose>,
    _pin: Claim,
}

impl MachineInterrupt {
    pub(super) fn open(
        bench: &'static Bench,
        pin: Pin,
        edge: Edge,
        handler: Handler,
    ) -> Result<Self, BoardError> {
        let claim = Claim::new(bench, pin, Role::Edge)?;
        let Some(fingers) = bench.fingers_at(pin) else {
            bench.complain(format!("{pin} interrupts, where nothing is soldered"));
            return Ok(Self {
                _fingers: None,
                _pin: claim,
            });
        };
        let fingers = Loose::let_go(bench, fingers, Some(Watch { edge, handler }))?;
        Ok(Self {
            _fingers: Some(fingers),
            _pin: claim,
        })
    }
}

/// Fingers that are let loose, until this is dropped.
#[derive(Debug)]
pub(super) struct Loose {
    fingers: Arc<Fingers>,
    thread: Option<JoinHandle<()>>,
}

impl Loose {
    /// Lets them do what the recording says; `watch` is called when their line
    /// changes.
    pub(super) fn let_go(
        bench: &'static Bench,
        fingers: &Arc<Fingers>,
        watch: Option<Watch>,
    ) -> Result<Self, BoardError> {
        let speed = bench.speed()?;
        let rows = fingers.recording(bench.trace()?.rows());
        *lock(&fingers.watch) = watch;
        let stuck = lock(&fingers.progress).stuck;
        *lock(&fingers.progress) = Progress {
            stuck,
            // Room for all of them now: an interrupt does not allocate.
            touched: Vec::with_capacity(rows.len()),
            ..Progress::default()
        };
        let mut loose = Self {
            fingers: Arc::clone(fingers),
            thread: None,
        };
        loose.thread = Some(start(bench, fingers, speed, rows)?);
        Ok(loose)
    }
}

fn start(
    bench: &'static Bench,
    fingers: &Arc<Fingers>,
    speed: Speed,
    rows: Vec<TouchEvent>,
) -> Result<JoinHandle<()>, BoardError> {
    let fingers = Arc::clone(fingers);
    let play = move || {
        let (falls, is_low) = {
            let part = fingers.part.lock();
            (part.falls(), part.is_low())
        };
        let mut replay = Replay {
            fingers: &fingers,
            bench,
            speed,
            told: Told { falls, is_low },
            failures: fingers.part.failures(),
        };
        replay.play(&rows);
    };
    let spawned = thread::Builder::new()
        .name("machine-fingers".into())
        .spawn(play);
    spawned.map_err(|_| BoardError::NoResources("threads"))
}

impl Drop for Loose {
    fn drop(&mut self) {
        let fingers = &self.fingers;
        lock(&fingers.progress).stop = true;
        fingers.changed.notify_all();
        if let Some(thread) = self.thread.take() {
            // It catches panics itself, so there is no news in its result.
            let _ended = thread.join();
        }
        *lock(&fingers.watch) = None;
    }
}
