//! A codec with its path that exists once, and is opened by one at a time.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};

use board_models::LinePath;
use board_support::{BoardError, Device};
use chip_es8311::{Address, MasterClock};
use class_audio::{
    AudioError, AudioEvent, Doorbell, EVENTS, Format, PlaybackCounters, PlaybackInterrupt, Player,
    PlayerParts,
};
use isr_ring::{ByteConsumer, ByteProducer, ByteRing, Consumer, EventRing, Producer};

use super::{AudioStatus, SimAudio};
use crate::{
    CodecComplaint, CodecHealth, Complaints, Es8311, I2cFault, Saved, SimClock, SimI2c, Speaker,
    Speed,
};

/// The driver that real boards use, on the simulated bus.
pub(super) type Driver = chip_es8311::Es8311<SimI2c<Es8311>, SimClock>;

/// What the port's side is made of.
pub(super) type Parts<const N: usize> = PlayerParts<'static, Driver, Path, N>;

/// The way of samples to the codec.
pub(super) type Line = board_models::Line<SimI2c<Es8311>>;

/// The same, as a player holds it.
pub(super) type Path = LinePath<SimI2c<Es8311>>;

/// The interrupt side.
struct Dma<D, const N: usize> {
    line: Arc<Line>,
    interrupt: PlaybackInterrupt<'static, D, N>,
}

/// The master clock, in cycles of a frame.
const MASTER_CLOCK: MasterClock = MasterClock::Times(256);

/// What the codec is called, and where it is.
const PART: Device = Device::new("es8311", Address::CeLow as u16);

/// What a simulated codec is to do.
#[derive(Debug, Clone, PartialEq)]
pub struct AudioSetup {
    /// How fast samples are played.
    pub speed: Speed,
    /// How the codec answers.
    pub health: CodecHealth,
    /// Whether the path finds that the codec does not follow its clocks.
    pub no_lock: bool,
    /// Which bus transactions fail, counted from 1 at each opening.
    pub faults: Vec<I2cFault>,
    /// Where `speaker.wav` is left when the codec is closed.
    pub out: Option<PathBuf>,
}

impl Default for AudioSetup {
    /// In real time, without faults or a file.
    fn default() -> Self {
        Self {
            speed: Speed::REAL_TIME,
            health: CodecHealth::Well,
            no_lock: false,
            faults: Vec::new(),
            out: None,
        }
    }
}

/// A simulated codec, an ES8311, with a ring of `N` bytes.
///
/// It is meant to be a `static`, and exclusive as hardware is: a second
/// [`open`](Self::open) is [`BoardError::Busy`] until the [`SimAudio`] of the
/// first is dropped. Every opening finds a codec that was just powered up.
pub struct AudioDevice<const N: usize> {
    bytes: ByteRing<N>,
    events: EventRing<AudioEvent, EVENTS>,
    counters: PlaybackCounters,
    state: Mutex<State<N>>,
}

/// The rings' ends, while nobody has them, and the last opening.
struct State<const N: usize> {
    open: bool,
    writer: Option<(
        ByteProducer<'static, N>,
        Consumer<'static, AudioEvent, EVENTS>,
    )>,
    reader: Option<Reader<N>>,
    line: Option<Arc<Line>>,
    saved: Saved,
    closed: Result<(), AudioError>,
}

/// The ends of the interrupt side.
type Reader<const N: usize> = (
    ByteConsumer<'static, N>,
    Producer<'static, AudioEvent, EVENTS>,
);

impl<const N: usize> Default for AudioDevice<N> {
    fn default() -> Self {
        Self::new()
    }
}

impl<const N: usize> std::fmt::Debug for AudioDevice<N> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("AudioDevice")
            .field("status", &self.status())
            .finish_non_exhaustive()
    }
}

impl<const N: usize> AudioDevice<N> {
    /// A closed codec.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            bytes: ByteRing::new(),
            events: EventRing::new(),
            counters: PlaybackCounters::new(),
            state: Mutex::new(State {
                open: false,
                writer: None,
                reader: None,
                line: None,
                saved: Saved::Nothing,
                closed: Ok(()),
            }),
        }
    }

    /// Powers the codec up and plays silence. `doorbell` is rung on the path's
    /// own thread.
    ///
    /// # Errors
    ///
    /// [`BoardError::Busy`] while the codec is open; the driver's if bring-up
    /// fails; [`BoardError::NoResources`] without a thread. The codec is closed
    /// then.
    pub fn open<D: Doorbell + Send + 'static>(
        &'static self,
        setup: AudioSetup,
        format: Format,
        volume: u8,
        doorbell: D,
    ) -> Result<SimAudio<N>, BoardError> {
        let AudioSetup {
            speed,
            health,
            no_lock,
            faults,
            out,
        } = setup;
        let bus = SimI2c::new(Es8311::new(health), faults);
        let line = Arc::new(Line::new(bus.clone(), format, speed, no_lock));
        let (parts, (bytes, events)) = self.take_ends(&line)?;
        let interrupt = PlaybackInterrupt::new(format, bytes, events, doorbell, &self.counters);
        let dma = Dma {
            line: Arc::clone(&line),
            interrupt,
        };
        let thread = match self.start(dma) {
            Ok(thread) => thread,
            Err((bytes, events)) => {
                self.lock().reader = Some((bytes, events));
                self.give_back(Some(parts), Saved::Nothing, Ok(()));
                return Err(BoardError::NoResources("threads"));
            }
        };
        match Player::open(parts, format, volume) {
            Ok(player) => Ok(SimAudio::new(self, line, player, thread, out)),
            Err((error, parts)) => {
                line.close();
                // It catches panics itself, so there is no news in its result.
                let _ended = thread.join();
                self.give_back(Some(parts), Saved::Nothing, Err(error));
                Err(PART.audio_error(error))
            }
        }
    }
}

impl<const N: usize> AudioDevice<N> {
    /// What the codec is doing; after its close, what is left.
    #[must_use]
    pub fn status(&self) -> AudioStatus {
        let state = self.lock();
        let line = state.line.as_ref();
        let status = line.map_or_else(AudioStatus::default, |line| AudioStatus::of(line));
        AudioStatus {
            open: state.open,
            saved: state.saved,
            closed: state.closed,
            ..status
        }
    }

    /// What the codec was asked that it does not do, in this opening or the
    /// last.
    #[must_use]
    pub fn complaints(&self) -> Complaints<CodecComplaint> {
        let state = self.lock();
        let line = state.line.as_ref();
        line.map_or_else(Complaints::default, |line| {
            line.ear().part(|codec| codec.complaints().clone())
        })
    }

    /// Lends the control bus of this opening or the last, as another master
    /// would have it; `None` if there was none.
    pub fn with_codec<R>(&self, master: impl FnOnce(&mut SimI2c<Es8311>) -> R) -> Option<R> {
        let bus = self.lock().line.as_ref().map(|line| line.ear().clone());
        bus.map(|mut bus| master(&mut bus))
    }

    /// What was heard in this opening or the last; `None` if it was never
    /// open.
    #[must_use]
    pub fn speaker(&self) -> Option<Speaker> {
        self.lock().line.as_ref().map(|line| line.speaker())
    }

    /// Sets the interrupt side going; without a thread, gives its ends back.
    fn start<D: Doorbell + Send + 'static>(
        &'static self,
        dma: Dma<D, N>,
    ) -> Result<JoinHandle<()>, Reader<N>> {
        // Shared, so that it is still here when the thread does not come up.
        let shared = Arc::new(Mutex::new(Some(dma)));
        let theirs = Arc::clone(&shared);
        let take = |from: &Mutex<Option<Dma<D, N>>>| {
            from.lock().unwrap_or_else(PoisonError::into_inner).take()
        };
        let spawned = thread::Builder::new()
            .name("sim-audio".into())
            .spawn(move || {
                if let Some(dma) = take(&theirs) {
                    self.interrupt_side(dma);
                }
            });
        spawned.map_err(|_| {
            let dma = take(&shared).expect("no thread took it");
            dma.interrupt.release()
        })
    }

    /// The path's thread. A doorbell that panics ends the playback, but must
    /// not take the rings' ends with it.
    fn interrupt_side<D: Doorbell>(&self, mut dma: Dma<D, N>) {
        let Dma { line, interrupt } = &mut dma;
        let mut feed = |half: &mut [u8]| interrupt.on_event(half);
        let played = catch_unwind(AssertUnwindSafe(|| line.play(&mut feed)));
        if played.is_err() {
            dma.line.end_early();
        }
        self.lock().reader = Some(dma.interrupt.release());
    }

    fn take_ends(&'static self, line: &Arc<Line>) -> Result<(Parts<N>, Reader<N>), BoardError> {
        let mut state = self.lock();
        if state.open {
            return Err(BoardError::Busy);
        }
        if let Some(((bytes_in, bytes), (events, events_out))) =
            self.bytes.split().zip(self.events.split())
        {
            state.writer = Some((bytes_in, events_out));
            state.reader = Some((bytes, events));
        }
        let ends = state.writer.take().zip(state.reader.take());
        let ((mut bytes_in, mut events_out), (mut bytes, mut events)) =
            ends.ok_or(BoardError::Busy)?;
        // Refused only to ends of two rings, and both are of one.
        let _same_ring = isr_ring::reset_bytes(&mut bytes_in, &mut bytes);
        let _same_ring = isr_ring::reset(&mut events, &mut events_out);
        self.counters.reset();
        state.open = true;
        state.saved = Saved::Nothing;
        state.closed = Ok(());
        state.line = Some(Arc::clone(line));
        let codec = Driver::new(
            line.ear().clone(),
            SimClock::new(),
            Address::CeLow,
            MASTER_CLOCK,
        );
        let parts = PlayerParts {
            codec,
            path: LinePath(Arc::clone(line)),
            bytes: bytes_in,
            events: events_out,
            counters: &self.counters,
        };
        Ok((parts, (bytes, events)))
    }

    /// The interrupt side is over and has left its ends.
    pub(super) fn give_back(
        &self,
        parts: Option<Parts<N>>,
        saved: Saved,
        closed: Result<(), AudioError>,
    ) {
        let mut state = self.lock();
        state.writer = parts.map(|parts| (parts.bytes, parts.events));
        state.saved = saved;
        state.closed = closed;
        state.open = false;
    }

    /// Nothing panics while it holds the lock, so poison means nothing.
    fn lock(&self) -> MutexGuard<'_, State<N>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
