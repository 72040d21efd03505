//! A machine on the bench: what is seen of it, and what is done to it.

use std::any::Any;
use std::collections::HashMap;
use std::env;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use board_support::{BoardError, I2sWires, Pin, SpiWires};

use super::fingers::Fingers;
use super::i2c::I2cNet;
use super::i2s::I2sNet;
use super::pins::Role;
use super::slot::Slot;
use super::solder::Soldering;
use super::spi::SpiNet;
use super::time::Timeline;
use crate::{Complaints, I2cFault, Model, Saved, SimClock, Speed, SpiFault, Trace, out};

/// What the fingers do, how fast the world goes, and where files are left.
#[derive(Debug, Clone, PartialEq)]
pub struct Setup {
    /// What the fingers do.
    pub trace: Trace,
    /// How fast they do it, and samples are played.
    pub speed: Speed,
    /// Where `panel.png` and `speaker.wav` are left.
    pub out: Option<PathBuf>,
}

/// A machine on the bench: the wiring of a board with its parts, seen from
/// outside, and faults on demand. Tests have it by
/// [`Machine::bench`](crate::Machine::bench).
#[derive(Debug)]
pub struct Bench {
    pub(super) wiring: Soldering,
    clock: SimClock,
    pub(super) time: Timeline,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    pins: HashMap<Pin, Vec<Role>>,
    complaints: Complaints<String>,
    saved: HashMap<&'static str, Saved>,
    setup: Option<Setup>,
}

impl Bench {
    pub(super) fn new(wiring: Soldering) -> Self {
        let bench = Self {
            wiring,
            clock: SimClock::new(),
            time: Timeline::new(),
            state: Mutex::new(State::default()),
        };
        bench.settle();
        bench
    }

    /// A spectator that panics spoils nothing, so poison means nothing.
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The parts' own time.
    #[must_use]
    pub const fn clock(&self) -> &SimClock {
        &self.clock
    }

    /// What is opened from now on does as this says, and not as the
    /// environment says; `None` takes that back.
    pub fn set_up(&self, setup: Option<Setup>) {
        self.state().setup = setup;
    }

    /// Looks at the first part of this type, or does to it what no wire can;
    /// `None` if there is none.
    pub fn part<P: Model, R>(&self, look: impl FnOnce(&mut P) -> R) -> Option<R> {
        let slots = self.wiring.parts.iter();
        let slot = slots
            .filter_map(|part| {
                Arc::clone(part as &Arc<dyn Any + Send + Sync>)
                    .downcast::<Slot<P>>()
                    .ok()
            })
            .next()?;
        let result = look(&mut slot.lock());
        self.settle();
        Some(result)
    }

    /// Lets these transactions of the I2C bus with this data pin fail, counted
    /// from the next one, which is 1.
    pub fn fail_i2c(&self, sda: Pin, faults: &[I2cFault]) {
        self.i2c_at(sda, |net| net.fail(faults));
    }

    /// Lets these transactions of the SPI bus with this clock pin fail, counted
    /// from the next one, which is 1.
    pub fn fail_spi(&self, sck: Pin, faults: &[SpiFault]) {
        let nets = self.wiring.spi.iter();
        nets.filter(|net| net.sck == sck)
            .for_each(|net| net.fail(faults));
    }

    /// Holds the I2C bus with this data pin low, or lets it go.
    pub fn hold_i2c_low(&self, sda: Pin, held: bool) {
        self.i2c_at(sda, |net| net.hold_low(held));
    }

    /// Takes the part at an address off the I2C bus with this data pin, or puts
    /// it back.
    pub fn set_absent(&self, sda: Pin, address: u8, absent: bool) {
        self.i2c_at(sda, |net| net.set_absent(address, absent));
    }

    /// Takes the supply of the first part of this type away for a moment: its
    /// registers are as after power-on.
    pub fn brown_out<P: Model>(&self) {
        let now = self.clock.now_ns();
        self.part(|part: &mut P| part.power_up(now));
    }

    /// Holds an interrupt line low, or lets it go.
    pub fn stick_low(&self, interrupt: Pin, stuck: bool) {
        if let Some(fingers) = self.fingers_at(interrupt) {
            fingers.stick_low(stuck, self.time.now_us());
        }
    }

    /// Lets an interrupt line fall so many times at once, as one does that ends
    /// nowhere: each a microsecond after the other, by the handler's time.
    pub fn rattle(&self, interrupt: Pin, times: u32) {
        if let Some(fingers) = self.fingers_at(interrupt) {
            let now = self.time.now_us();
            (0..u64::from(times)).for_each(|nth| fingers.fall(now + nth));
        }
    }

    pub(super) fn i2c_transactions(&self, sda: Pin) -> u32 {
        let nets = self.wiring.i2c.iter().filter(|net| net.sda == sda);
        nets.map(|net| net.transactions()).sum()
    }

    pub(super) fn spi_transactions(&self, sck: Pin) -> u32 {
        let nets = self.wiring.spi.iter().filter(|net| net.sck == sck);
        nets.map(|net| net.transactions()).sum()
    }

    fn i2c_at(&self, sda: Pin, to: impl FnOnce(&I2cNet)) {
        if let Some(net) = self.wiring.i2c.iter().find(|net| net.sda == sda) {
            to(net);
        }
    }
}

impl Bench {
    /// What the machine and its parts complain of, a sentence for each that
    /// does.
    #[must_use]
    pub fn complaints(&self) -> Vec<String> {
        let own = self.state().complaints.clone();
        let named = |model: &Arc<Slot<dyn Model>>| {
            let model = model.lock();
            (model.name(), model.complaints())
        };
        let all = self.wiring.models.iter().map(named);
        let all = std::iter::once(("board", own)).chain(all);
        all.filter_map(|(name, complaints)| {
            let (count, first) = (complaints.count(), complaints.first().first()?);
            Some(format!(
                "the {name} complains {count} times, first: {first}"
            ))
        })
        .collect()
    }

    /// The parts that are not at rest: of a board of which everything is
    /// closed, none.
    #[must_use]
    pub fn restless(&self) -> Vec<&'static str> {
        let models = self.wiring.models.iter().map(|model| model.lock());
        let restless = models.filter(|model| !model.is_at_rest());
        restless.map(|model| model.name()).collect()
    }

    /// Whether samples broke off, because whoever fills them panicked.
    #[must_use]
    pub fn samples_ended_early(&self) -> bool {
        self.wiring.i2s.iter().any(|net| net.has_ended_early())
    }

    /// Whether nothing is open.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        self.state().pins.is_empty()
    }

    /// Transactions of all buses so far, failed ones too.
    #[must_use]
    pub fn transactions(&self) -> u32 {
        let i2c: u32 = self.wiring.i2c.iter().map(|net| net.transactions()).sum();
        let spi: u32 = self.wiring.spi.iter().map(|net| net.transactions()).sum();
        i2c + spi
    }

    /// What became of `panel.png` or `speaker.wav` at the last close.
    #[must_use]
    pub fn saved(&self, name: &str) -> Saved {
        self.state().saved.get(name).copied().unwrap_or_default()
    }

    /// The fingers of the board, if it has a touch panel.
    #[must_use]
    pub fn fingers(&self) -> Option<&Fingers> {
        self.wiring.fingers.first().map(|fingers| &**fingers)
    }

    /// What was heard in this opening or the last; `None` if there was none.
    #[must_use]
    pub fn speaker(&self) -> Option<crate::Speaker> {
        self.wiring.i2s.iter().find_map(|net| net.speaker())
    }
}

impl Bench {
    pub(crate) fn trace(&self) -> Result<Trace, BoardError> {
        if let Some(setup) = &self.state().setup {
            return Ok(setup.trace.clone());
        }
        Trace::from_setting(env::var_os("SIM_TRACE").as_deref())
    }

    pub(crate) fn speed(&self) -> Result<Speed, BoardError> {
        if let Some(setup) = &self.state().setup {
            return Ok(setup.speed);
        }
        Speed::from_setting(env::var_os("SIM_SPEED").as_deref())
    }

    pub(super) fn out(&self) -> Result<Option<PathBuf>, BoardError> {
        if let Some(setup) = &self.state().setup {
            return Ok(setup.out.clone());
        }
        out::folder(env::var_os("SIM_OUT"))
    }

    pub(super) fn save(
        &self,
        folder: Option<&Path>,
        name: &'static str,
        write: impl FnOnce(&Path) -> io::Result<()>,
    ) {
        let saved = out::save(folder, name, write);
        self.state().saved.insert(name, saved);
    }

    pub(super) fn complain(&self, what: String) {
        self.state().complaints.push(what);
    }

    pub(super) fn claim(&self, pin: Pin, role: Role) -> Result<(), BoardError> {
        let mut state = self.state();
        let roles = state.pins.entry(pin).or_default();
        if !roles.iter().all(|other| role.goes_with(*other)) {
            return Err(BoardError::Busy);
        }
        roles.push(role);
        Ok(())
    }

    pub(super) fn unclaim(&self, pin: Pin, role: Role) {
        let mut state = self.state();
        let Some(roles) = state.pins.get_mut(&pin) else {
            return;
        };
        if let Some(nth) = roles.iter().position(|other| *other == role) {
            roles.swap_remove(nth);
        }
        if roles.is_empty() {
            state.pins.remove(&pin);
        }
    }

    /// Complains if a driven pin ends nowhere.
    pub(super) fn expect_wire(&self, pin: Pin, what: &str) {
        if !self.wiring.drives.iter().any(|(at, _)| *at == pin) {
            self.complain(format!("{pin} is an {what}, where nothing is soldered"));
        }
    }

    pub(super) fn drive(&self, pin: Pin, level: u8) {
        let here = self.wiring.drives.iter().filter(|(at, _)| *at == pin);
        here.for_each(|(_, drive)| drive(level, self.clock.now_ns()));
        self.settle();
    }

    pub(super) fn fingers_at(&self, pin: Pin) -> Option<&Arc<Fingers>> {
        let mut fingers = self.wiring.fingers.iter();
        fingers.find(|one| one.interrupt() == Some(pin))
    }

    /// The fingers whose line is not wired.
    pub(super) fn unwired(&self) -> Option<&Arc<Fingers>> {
        let mut fingers = self.wiring.fingers.iter();
        fingers.find(|one| one.interrupt().is_none())
    }

    /// The wires that these pins are, or a pair that ends nowhere.
    pub(super) fn i2c_net(&self, sda: Pin, scl: Pin) -> Arc<I2cNet> {
        let mut nets = self.wiring.i2c.iter();
        if let Some(net) = nets.find(|net| (net.sda, net.scl) == (sda, scl)) {
            return Arc::clone(net);
        }
        self.complain(format!("nothing is soldered to I2C {sda}, {scl}"));
        Arc::new(I2cNet::new(sda, scl))
    }

    pub(super) fn spi_net(&self, wires: &SpiWires) -> Option<Arc<SpiNet>> {
        let mut nets = self.wiring.spi.iter();
        nets.find(|net| net.is(wires)).cloned()
    }

    pub(super) fn i2s_net(&self, wires: &I2sWires) -> Arc<I2sNet> {
        if let Some(net) = self.wiring.i2s.iter().find(|net| net.is(wires)) {
            return Arc::clone(net);
        }
        self.complain(format!("nothing is soldered to I2S {}", wires.dout));
        Arc::new(I2sNet::new(wires.mclk, wires.bclk, wires.ws, wires.dout))
    }

    /// Something was done to a part: what follows from that?
    pub(super) fn settle(&self) {
        let now = self.clock.now_ns();
        self.wiring.links.iter().for_each(|link| link(now));
        self.wiring.fingers.iter().for_each(|one| one.wake());
    }
}
