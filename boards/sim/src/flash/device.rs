//! A flash that exists once, and is opened by one at a time.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};

use board_support::{BoardError, Setting};
use class_spi::{
    BitOrder, ClientEnds, Doorbell, SpiClient, SpiConfig, SpiRings, SpiWorker, WorkerEnds,
    reset_rings,
};

use super::SimFlash;
use super::wake::{Kick, Paced, Wake};
use crate::{Complaints, FlashComplaint, SimClock, SimSpi, Speed, SpiFault, SpiSettings, W25q80};

/// Transactions that can be in flight.
pub const SPI_QUEUE: usize = 16;

/// Bytes of one transaction, at most, each way; and of all in flight.
pub const SPI_BYTES: usize = 8 << 10;

/// The fastest clock of the bus.
const MAX_HZ: u32 = 40_000_000;

/// What a processor takes between two transactions.
const GAP_NS: u32 = 100_000;

type Client = ClientEnds<'static, SPI_QUEUE, SPI_BYTES, SPI_BYTES>;
type Ends = WorkerEnds<'static, SPI_QUEUE, SPI_BYTES, SPI_BYTES>;
type Worker<D> = SpiWorker<'static, Paced, D, SPI_QUEUE, SPI_BYTES, SPI_BYTES>;

/// What a simulated flash is to do.
#[derive(Debug, Clone, PartialEq)]
pub struct FlashSetup {
    /// How fast transactions are carried out.
    pub speed: Speed,
    /// Which bus transactions fail, counted from 1 at each opening.
    pub faults: Vec<SpiFault>,
    /// What it holds from its first address on, and erased after it; `None` is
    /// what it held before.
    pub contents: Option<Vec<u8>>,
}

impl Default for FlashSetup {
    /// In real time, without faults, with what it held before.
    fn default() -> Self {
        Self {
            speed: Speed::REAL_TIME,
            faults: Vec::new(),
            contents: None,
        }
    }
}

/// A flash's state, seen from outside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct FlashStatus {
    /// Whether somebody has it open.
    pub open: bool,
    /// Whether a transaction is under way.
    pub running: bool,
    /// Bus transactions of this opening or the last, failed ones too.
    pub transactions: u32,
    /// What the flash was asked that it does not do.
    pub complaints: usize,
    /// Whether the transactions broke off, because the doorbell panicked.
    pub ended_early: bool,
}

impl FlashStatus {
    /// Whether it is closed, and no transaction is under way.
    #[must_use]
    pub const fn is_idle(&self) -> bool {
        !self.open && !self.running
    }
}

/// A simulated flash, a W25Q80, alone on an SPI bus of up to 40 MHz.
///
/// It is meant to be a `static`, and exclusive as hardware is: a second
/// [`open`](Self::open) is [`BoardError::Busy`] until the [`SimFlash`] of the
/// first is dropped. What it holds stays from one opening to the next.
pub struct FlashDevice {
    rings: SpiRings<SPI_QUEUE, SPI_BYTES, SPI_BYTES>,
    state: Mutex<State>,
}

/// The rings' ends, while nobody has them, and the last opening.
struct State {
    open: bool,
    client: Option<Client>,
    worker: Option<Ends>,
    bus: Option<SimSpi<W25q80>>,
    wake: Option<Arc<Wake>>,
}

impl Default for FlashDevice {
    fn default() -> Self {
        Self::new()
    }
}

impl std::fmt::Debug for FlashDevice {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("FlashDevice")
            .field("status", &self.status())
            .finish_non_exhaustive()
    }
}

impl FlashDevice {
    /// A closed, erased flash.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            rings: SpiRings::new(),
            state: Mutex::new(State {
                open: false,
                client: None,
                worker: None,
                bus: None,
                wake: None,
            }),
        }
    }

    /// Sets the bus up. `doorbell` is rung on the bus's own thread. Every mode
    /// is the bus's, but the flash follows 0 and 3 only.
    ///
    /// # Errors
    ///
    /// [`BoardError::Busy`] while the flash is open;
    /// [`BoardError::Unsupported`] for a clock of 0 and for the least
    /// significant bit first; [`BoardError::NoResources`] without a thread. The
    /// flash is closed then.
    pub fn open<D: Doorbell + Send + 'static>(
        &'static self,
        setup: FlashSetup,
        config: SpiConfig,
        doorbell: D,
    ) -> Result<SimFlash, BoardError> {
        if config.clock_hz == 0 {
            return Err(BoardError::Unsupported(Setting::ClockHz));
        }
        if config.bit_order != BitOrder::MsbFirst {
            return Err(BoardError::Unsupported(Setting::BitOrder));
        }
        let settings = SpiSettings {
            clock_hz: config.clock_hz.min(MAX_HZ),
            mode: config.mode,
            gap_ns: GAP_NS,
        };
        let wake = Arc::new(Wake::default());
        let (client, ends) = self.take_ends(&wake)?;
        let speed = setup.speed;
        let bus = self.power_up(setup, settings);
        let paced = Paced {
            bus,
            wake: Arc::clone(&wake),
            speed,
        };
        let worker = SpiWorker::new(paced, ends, doorbell);
        match self.start(worker, &wake) {
            Ok(thread) => {
                let client = SpiClient::new(client, Kick(Arc::clone(&wake)));
                Ok(SimFlash::new(self, client, wake, thread))
            }
            Err(ends) => {
                self.lock().worker = Some(ends);
                self.close(client);
                Err(BoardError::NoResources("threads"))
            }
        }
    }
}

impl FlashDevice {
    /// What the flash is doing; after its close, what it did.
    #[must_use]
    pub fn status(&self) -> FlashStatus {
        let state = self.lock();
        let (bus, wake) = (state.bus.as_ref(), state.wake.as_ref());
        FlashStatus {
            open: state.open,
            running: wake.is_some_and(|wake| wake.is_busy()),
            transactions: bus.map_or(0, SimSpi::transactions),
            complaints: bus.map_or(0, |bus| bus.part(|part| part.complaints().count())),
            ended_early: wake.is_some_and(|wake| wake.has_ended_early()),
        }
    }

    /// What the flash was asked that it does not do, in this opening or the
    /// last.
    #[must_use]
    pub fn complaints(&self) -> Complaints<FlashComplaint> {
        let bus = self.lock().bus.clone();
        bus.map_or_else(Complaints::default, |bus| {
            bus.part(|part| part.complaints().clone())
        })
    }

    /// Bytes that it holds, as many as there are up to its end.
    #[must_use]
    pub fn memory(&self, address: u32, len: usize) -> Vec<u8> {
        let bus = self.lock().bus.clone();
        let start = address as usize;
        let copy = |memory: &[u8]| {
            let from = memory.get(start..).unwrap_or_default();
            from.get(..len).unwrap_or(from).to_vec()
        };
        bus.map_or_else(
            || copy(W25q80::new().memory()),
            |bus| bus.part(|part| copy(part.memory())),
        )
    }

    /// The part as it was left, or with other contents.
    fn power_up(&self, setup: FlashSetup, settings: SpiSettings) -> SimSpi<W25q80> {
        let mut state = self.lock();
        let (clock, before) = match &state.bus {
            Some(bus) => (bus.clock(), bus.part(std::mem::take)),
            None => (SimClock::new(), W25q80::new()),
        };
        let part = setup.contents.map_or(before, W25q80::with_contents);
        let bus = SimSpi::new(part.powered_up(), settings, clock, setup.faults);
        state.bus = Some(bus.clone());
        bus
    }

    fn take_ends(&'static self, wake: &Arc<Wake>) -> Result<(Client, Ends), BoardError> {
        let mut state = self.lock();
        if state.open {
            return Err(BoardError::Busy);
        }
        if let Some((client, worker)) = self.rings.split() {
            state.client = Some(client);
            state.worker = Some(worker);
        }
        let both = state.client.take().zip(state.worker.take());
        let (mut client, mut worker) = both.ok_or(BoardError::Busy)?;
        // Refused only to ends of different rings, and all are of these.
        let _same_rings = reset_rings(&mut client, &mut worker);
        state.open = true;
        state.wake = Some(Arc::clone(wake));
        Ok((client, worker))
    }

    /// Sets the bus's thread going; without one, gives the ends back.
    fn start<D: Doorbell + Send + 'static>(
        &'static self,
        worker: Worker<D>,
        wake: &Arc<Wake>,
    ) -> Result<JoinHandle<()>, Ends> {
        // Shared, so that it is still here when the thread does not come up.
        let shared = Arc::new(Mutex::new(Some(worker)));
        let (theirs, wake) = (Arc::clone(&shared), Arc::clone(wake));
        let take = |from: &Mutex<Option<Worker<D>>>| {
            from.lock().unwrap_or_else(PoisonError::into_inner).take()
        };
        let spawned = thread::Builder::new()
            .name("sim-spi".into())
            .spawn(move || {
                if let Some(worker) = take(&theirs) {
                    self.worker_side(worker, &wake);
                }
            });
        spawned.map_err(|_| take(&shared).expect("no thread took it").release().1)
    }

    /// The bus's thread. A doorbell that panics ends the transactions, but must
    /// not take the rings' ends with it.
    fn worker_side<D: Doorbell>(&self, mut worker: Worker<D>, wake: &Wake) {
        let worked = catch_unwind(AssertUnwindSafe(|| {
            while wake.wait() {
                while !wake.is_stopped() && worker.run_one() {}
            }
        }));
        if worked.is_err() {
            wake.end_early();
        }
        self.lock().worker = Some(worker.release().1);
    }

    /// The bus's thread is over and has left its ends.
    pub(super) fn close(&self, client: Client) {
        let mut state = self.lock();
        state.client = Some(client);
        state.open = false;
    }

    /// Nothing panics while it holds the lock, so poison means nothing.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
