//! A touch panel that exists once, and is opened by one at a time.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use board_support::{BoardError, Device};
use chip_ft6x36::Config;
use class_touch::{Doorbell, FaultCounters, Sampler, TouchEvent, TouchInterrupt};
use embedded_hal::i2c::ErrorKind;
use isr_ring::{Consumer, EventRing, Producer};

use crate::replay::Replay;
use crate::run::Run;
use crate::{SimConfig, SimFault, SimI2c, SimTouch};

/// What the panel's part is called, and where it is.
const PART: Device = Device::new("ft6x36", 0x38);

/// A simulated touch panel with a ring of `N` events.
///
/// It is meant to be a `static`, and exclusive as hardware is: a second
/// [`open`](Self::open) is [`BoardError::Busy`] until the [`SimTouch`] of the
/// first is dropped.
pub struct SimDevice<const N: usize> {
    ring: EventRing<TouchEvent, N>,
    pub(crate) faults: FaultCounters,
    ends: Mutex<Ends<N>>,
    /// The run now, or the last one.
    run: Mutex<Option<Arc<Run>>>,
}

/// The ring's ends, while nobody has them.
struct Ends<const N: usize> {
    open: bool,
    producer: Option<Producer<'static, TouchEvent, N>>,
    consumer: Option<Consumer<'static, TouchEvent, N>>,
}

type BothEnds<const N: usize> = (
    Producer<'static, TouchEvent, N>,
    Consumer<'static, TouchEvent, N>,
);

/// A panel's state, seen from outside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Status {
    /// Whether somebody has it open.
    pub open: bool,
    /// Rows of the trace.
    pub rows: usize,
    /// Times that the interrupt line fell.
    pub interrupts: usize,
    /// Bus transactions, bring-up included, failed ones too.
    pub transactions: u32,
    /// Whether the last row has been replayed, and its interrupt is over.
    pub finished: bool,
    /// Whether the replay broke off before that, because the doorbell
    /// panicked: no event comes any more.
    pub ended_early: bool,
}

impl<const N: usize> Default for SimDevice<N> {
    fn default() -> Self {
        Self::new()
    }
}

impl<const N: usize> SimDevice<N> {
    /// A closed panel.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            ring: EventRing::new(),
            faults: FaultCounters::new(),
            ends: Mutex::new(Ends {
                open: false,
                producer: None,
                consumer: None,
            }),
            run: Mutex::new(None),
        }
    }

    /// Powers the panel up, brings it up over the bus, and sets the fingers
    /// going. `doorbell` is rung on the panel's own thread.
    ///
    /// # Errors
    ///
    /// [`BoardError::Busy`] while the panel is open; [`BoardError::Bus`] and
    /// [`BoardError::WrongPart`] if bring-up fails; [`BoardError::NoResources`]
    /// without a thread. The panel is closed then.
    pub fn open<D: Doorbell + Send + 'static>(
        &'static self,
        config: SimConfig,
        doorbell: D,
    ) -> Result<SimTouch<N>, BoardError> {
        let (producer, consumer) = self.take_ends()?;
        let bus = SimI2c::new(board_models::Ft6x36::new(), bus_faults(&config));
        let panel = config.panel.unwrap_or_else(|| config.trace.panel());
        let run = Arc::new(Run::new(bus.clone(), panel, &config));
        *lock(&self.run) = Some(Arc::clone(&run));
        let part = match chip_ft6x36::Ft6x36::open(bus, Config::default()) {
            Ok(part) => part,
            Err(error) => {
                self.give_back(producer, consumer);
                return Err(PART.touch_error(error));
            }
        };
        let sampler = Sampler::new(panel);
        let interrupt = TouchInterrupt::new(part, sampler, producer, doorbell, &self.faults);
        let replay = Replay {
            run: Arc::clone(&run),
            config,
            interrupt,
        };
        match self.start(replay) {
            Ok(thread) => Ok(SimTouch::new(self, consumer, run, thread)),
            Err(producer) => {
                self.give_back(producer, consumer);
                Err(BoardError::NoResources("threads"))
            }
        }
    }
}

impl<const N: usize> SimDevice<N> {
    /// What the panel is doing; after its close, what it did.
    #[must_use]
    pub fn status(&self) -> Status {
        let open = lock(&self.ends).open;
        lock(&self.run)
            .as_ref()
            .map_or_else(Status::default, |run| Status {
                open,
                rows: run.rows,
                interrupts: run.interrupt_count(),
                transactions: run.bus.transactions(),
                finished: run.is_finished(),
                ended_early: run.has_ended_early(),
            })
    }

    /// When the interrupt line fell, each time since the panel was opened. Of
    /// a trace without faults, the n-th is that of the n-th row: what latency
    /// is to be measured from.
    #[must_use]
    pub fn interrupts(&self) -> Vec<Instant> {
        lock(&self.run)
            .as_ref()
            .map_or_else(Vec::new, |run| run.interrupts())
    }

    /// Waits until the last row has been replayed; `false` if that has not
    /// happened after `timeout`, or will not happen any more: the panel was
    /// closed before, or [`Status::ended_early`].
    pub fn wait_finished(&self, timeout: Duration) -> bool {
        let run = lock(&self.run).clone();
        run.is_some_and(|run| run.wait_finished(timeout))
    }

    /// Sets the interrupt side going; without a thread, gives the ring's end
    /// back.
    fn start<D: Doorbell + Send + 'static>(
        &'static self,
        replay: Replay<D, N>,
    ) -> Result<JoinHandle<()>, Producer<'static, TouchEvent, N>> {
        // Shared, so that it is still here when the thread does not come up.
        let shared = Arc::new(Mutex::new(Some(replay)));
        let theirs = Arc::clone(&shared);
        let spawned = thread::Builder::new()
            .name("sim-touch".into())
            .spawn(move || {
                let replay = lock(&theirs).take();
                if let Some(replay) = replay {
                    self.interrupt_side(replay);
                }
            });
        spawned.map_err(|_| {
            let replay = lock(&shared).take();
            replay.expect("no thread took it").interrupt.release().1
        })
    }

    /// The panel's thread. A doorbell that panics ends the replay, but must
    /// not take the ring's end with it.
    fn interrupt_side<D: Doorbell>(&self, mut replay: Replay<D, N>) {
        let played = catch_unwind(AssertUnwindSafe(|| replay.play()));
        if played.is_err() {
            replay.run.end_early();
        }
        let (_part, producer) = replay.interrupt.release();
        lock(&self.ends).producer = Some(producer);
    }

    fn take_ends(&'static self) -> Result<BothEnds<N>, BoardError> {
        let mut ends = lock(&self.ends);
        if ends.open {
            return Err(BoardError::Busy);
        }
        if let Some((producer, consumer)) = self.ring.split() {
            ends.producer = Some(producer);
            ends.consumer = Some(consumer);
        }
        let both = ends.producer.take().zip(ends.consumer.take());
        let (mut producer, mut consumer) = both.ok_or(BoardError::Busy)?;
        // Refused only to ends of two rings, and both are of this one.
        let _same_ring = isr_ring::reset(&mut producer, &mut consumer);
        self.faults.reset();
        ends.open = true;
        Ok((producer, consumer))
    }

    fn give_back(
        &self,
        producer: Producer<'static, TouchEvent, N>,
        consumer: Consumer<'static, TouchEvent, N>,
    ) {
        lock(&self.ends).producer = Some(producer);
        self.close(consumer);
    }

    /// The interrupt side is over and has left its end.
    pub(crate) fn close(&self, consumer: Consumer<'static, TouchEvent, N>) {
        let mut ends = lock(&self.ends);
        ends.consumer = Some(consumer);
        ends.open = false;
    }
}

/// Nothing panics while it holds one of these, so poison means nothing.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn bus_faults(config: &SimConfig) -> Vec<(u32, ErrorKind)> {
    let bus = |fault: &SimFault| match *fault {
        SimFault::Bus { transaction, kind } => Some((transaction, kind)),
        _ => None,
    };
    config.faults.iter().filter_map(bus).collect()
}
