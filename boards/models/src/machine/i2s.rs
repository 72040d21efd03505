//! Samples of the machine: a thread, and the parts that they pass.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};

use board_support::{BoardError, Feed, I2sWires, Pin};
use class_audio::{AudioError, Channels, Depth, Format, SamplePath, WriterStep};

use super::bench::Bench;
use super::pins::Claim;
use super::slot::Slot;
use crate::{Clocks, Ear, Line, LinePath, SoundPart, Speaker};

/// What a path is set to before it is configured.
const UNSET: Format = Format {
    rate_hz: 48_000,
    depth: Depth::Bits16,
    channels: Channels::Stereo,
};

/// The wires of samples, and the parts along them.
pub(super) struct I2sNet {
    mclk: Option<Pin>,
    bclk: Pin,
    ws: Pin,
    dout: Pin,
    parts: Mutex<Vec<Arc<Slot<dyn SoundPart>>>>,
    line: Mutex<Option<Arc<Line<Wires>>>>,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl I2sNet {
    pub(super) fn new(mclk: Option<Pin>, bclk: Pin, ws: Pin, dout: Pin) -> Self {
        Self {
            mclk,
            bclk,
            ws,
            dout,
            parts: Mutex::new(Vec::new()),
            line: Mutex::new(None),
        }
    }

    pub(super) fn add(&self, part: Arc<Slot<dyn SoundPart>>) {
        lock(&self.parts).push(part);
    }

    /// Whether these are its wires; a master clock that the part has no need
    /// of need not be driven.
    pub(super) fn is(&self, wires: &I2sWires) -> bool {
        let mclk = wires.mclk.is_none() || wires.mclk == self.mclk;
        (self.bclk, self.ws, self.dout) == (wires.bclk, wires.ws, wires.dout) && mclk
    }

    pub(super) fn speaker(&self) -> Option<Speaker> {
        lock(&self.line).as_ref().map(|line| line.speaker())
    }

    pub(super) fn has_ended_early(&self) -> bool {
        let line = lock(&self.line);
        line.as_ref().is_some_and(|line| line.has_ended_early())
    }
}

/// The parts along the wires, in one opening of them.
struct Wires {
    parts: Vec<Arc<Slot<dyn SoundPart>>>,
    master: bool,
}

impl Ear for Wires {
    fn set_clocks(&self, format: Option<Format>) {
        let master = self.master;
        let clocks = format.map(|format| Clocks { format, master });
        for part in &self.parts {
            part.lock().set_clocks(clocks);
        }
    }

    fn gain_for(&self, format: Format) -> f64 {
        let gains = self.parts.iter().map(|part| part.lock().gain_for(format));
        gains.product()
    }
}

/// A way of samples of a [`Machine`](crate::Machine). What was heard goes to
/// `speaker.wav` when it is dropped, if a folder was named.
pub struct MachineSamples {
    bench: &'static Bench,
    line: Arc<Line<Wires>>,
    path: LinePath<Wires>,
    thread: Option<JoinHandle<()>>,
    out: Option<PathBuf>,
    _pins: Vec<Claim>,
}

impl MachineSamples {
    pub(super) fn open(
        bench: &'static Bench,
        wires: &I2sWires,
        mut feed: Feed,
    ) -> Result<Self, BoardError> {
        let pins = [
            Some(wires.bclk),
            Some(wires.ws),
            Some(wires.dout),
            wires.mclk,
        ];
        let pins: Vec<Pin> = pins.into_iter().flatten().collect();
        let net = bench.i2s_net(wires);
        // There is one stream on them.
        let claims = Claim::alone(bench, &pins)?;
        let (speed, out) = (bench.speed()?, bench.out()?);
        let ear = Wires {
            parts: lock(&net.parts).clone(),
            master: wires.mclk.is_some(),
        };
        let line = Arc::new(Line::new(ear, UNSET, speed, false));
        *lock(&net.line) = Some(Arc::clone(&line));
        let playing = Arc::clone(&line);
        let play = move || {
            let played = catch_unwind(AssertUnwindSafe(|| playing.play(&mut feed)));
            if played.is_err() {
                playing.end_early();
            }
        };
        let spawned = thread::Builder::new()
            .name("machine-samples".into())
            .spawn(play);
        let thread = spawned.map_err(|_| BoardError::NoResources("threads"))?;
        Ok(Self {
            bench,
            path: LinePath(Arc::clone(&line)),
            line,
            thread: Some(thread),
            out,
            _pins: claims,
        })
    }
}

impl SamplePath for MachineSamples {
    type Error = AudioError;

    fn configure(&mut self, format: Format) -> Result<(), AudioError> {
        self.path.configure(format)
    }

    fn start(&mut self) -> Result<(), AudioError> {
        self.path.start()
    }

    fn stop(&mut self) -> Result<(), AudioError> {
        self.path.stop()
    }

    fn note(&mut self, step: WriterStep) {
        self.path.note(step);
    }
}

impl Drop for MachineSamples {
    fn drop(&mut self) {
        // It cannot fail here.
        let _stopped = self.path.stop();
        self.line.close();
        if let Some(thread) = self.thread.take() {
            // It catches panics itself, so there is no news in its result.
            let _ended = thread.join();
        }
        let write = |path: &Path| self.line.look(|speaker| speaker.save(path));
        self.bench.save(self.out.as_deref(), "speaker.wav", write);
    }
}

impl std::fmt::Debug for MachineSamples {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("MachineSamples").finish_non_exhaustive()
    }
}
