//! What each core does.

use core::sync::atomic::{AtomicU32, Ordering::Relaxed};

use emulated_core::semihosting::print;
use emulated_suite::Fault;
use pore::any::{AnyPore, Opens};
use pore::doorbell::Mailbox;
use pore::membrane::Reason;
use pore::membrane::table::{Patience, Rule, Side, Table, TablePore};
use pore::ring::Closed;

use crate::chip::{self, Fifo};
use crate::firmware;
use crate::stream::Stream;

const PORT: u32 = 7;
const WORDS: usize = 16;
/// Bytes that each core sends, before core 1 is reset and after that.
const BYTES: u32 = 4000;
/// Bytes of the stream in whose middle core 1 is reset.
const UNTIL_RESET: u32 = 500;
/// A core that sleeps does not beat, and is not gone for that.
const PATIENCE: Patience = Patience {
    answer: 1_000_000,
    silence: 0,
};

static TABLE: Table<1, WORDS> = Table::new([Rule::open_to_both(PORT)]);
/// Words that each core was rung by; written by that core alone.
static RINGS: [AtomicU32; 2] = [const { AtomicU32::new(0) }; 2];
/// What core 1 is to do wrong; written before it is launched.
static SEED: AtomicU32 = AtomicU32::new(0);

pub(crate) type Bell = Mailbox<Fifo>;
pub(crate) type OwnSide = Side<'static, Bell, 1, WORDS>;
pub(crate) type Pore<'s> = TablePore<'s, 'static, Bell, 1, WORDS>;

/// What is wrong in an image.
#[derive(Clone, Copy, PartialEq, Eq)]
#[repr(u32)]
pub(crate) enum Seed {
    None,
    /// Core 1 sends a byte that is another.
    Damage,
    /// Core 1 does not ring.
    Mute,
    /// Core 1 is said to be reset, and is not.
    Undead,
}

impl Seed {
    fn is_set(self) -> bool {
        SEED.load(Relaxed) == self as u32
    }
}

/// The FIFO's interrupt, of either core.
pub(crate) extern "C" fn rung() {
    if let Some(rings) = RINGS.get(chip::number()) {
        rings.store(rings.load(Relaxed).wrapping_add(chip::drain()), Relaxed);
    }
}

/// Sleeps until this core is rung for, unless it is not to sleep after all. What rings from the look
/// on ends the sleep.
pub(crate) fn sleep_unless(mut is_there: impl FnMut() -> bool) {
    emulated_core::mask();
    if !is_there() {
        emulated_core::wait();
    }
    emulated_core::unmask();
}

fn side() -> Result<OwnSide, Fault> {
    let core = chip::number() as u8;
    let mute = core == 1 && Seed::Mute.is_set();
    let bell = Mailbox::new(Fifo { mute }, 1);
    Side::new(&TABLE, core, bell, PATIENCE).map_err(|_| Fault::Split)
}

/// Opens the port, or accepts it, and waits until it is a pore.
fn connect(side: &OwnSide) -> Result<Pore<'_>, Fault> {
    let knock = if chip::number() == 0 {
        side.accept(PORT)
    } else {
        side.open(PORT)
    };
    let mut knock = knock.map_err(|_| Fault::Split)?;
    let mut found = None;
    while found.is_none() {
        sleep_unless(|| {
            side.tick(chip::now());
            found = knock.poll_open().transpose();
            found.is_some()
        });
    }
    found.unwrap_or(Err(Reason::Failed)).map_err(|reason| {
        print(format_args!("core {}: {reason}", chip::number()));
        Fault::Answer
    })
}

/// Sends and takes streams for ever; only its reset ends it.
pub(crate) fn core_1() -> ! {
    chip::listen();
    emulated_core::unmask();
    let damaged = Seed::Damage.is_set().then_some(BYTES / 2);
    let exchange = || {
        let side = side()?;
        let mut pore = connect(&side)?;
        Stream::new(1, BYTES, damaged).exchange(&side, &mut pore)?;
        Stream::new(1, u32::MAX, None).exchange(&side, &mut pore)
    };
    // Whatever it finds wrong, core 0 finds that it says no more.
    let _ended: Result<(), Fault> = exchange();
    loop {
        emulated_core::wait();
    }
}

/// Launches core 1, exchanges streams with it, resets it in the middle of one, and does all that
/// again with its next life.
pub(crate) fn core_0(seed: Seed) -> Result<(), Fault> {
    SEED.store(seed as u32, Relaxed);
    let side = side()?;
    firmware::launch();
    chip::listen();
    emulated_core::unmask();
    let mut pore = connect(&side)?;
    Stream::new(0, BYTES, None).exchange(&side, &mut pore)?;
    say("exchanged", &side);
    Stream::new(0, 0, None).take(&side, &mut pore, UNTIL_RESET)?;
    if seed != Seed::Undead {
        chip::reset_core_1();
        emulated_core::mask();
        firmware::launch();
        emulated_core::unmask();
    }
    wait_for_the_end(&side, &mut pore)?;
    drop(pore);
    let mut pore = connect(&side)?;
    Stream::new(0, BYTES, None).exchange(&side, &mut pore)?;
    say("again", &side);
    let is_second = side.peers_life() == 2 && side.life_number() == 1;
    is_second.then_some(()).ok_or(Fault::Order)
}

/// The peer begins another life: what came before that is read, and then it is gone.
fn wait_for_the_end(side: &OwnSide, pore: &mut Pore<'_>) -> Result<(), Fault> {
    while pore.over().is_none() {
        sleep_unless(|| {
            side.tick(chip::now());
            pore.heard();
            pore.over().is_some()
        });
    }
    let mut bytes = [0; 4 * WORDS];
    let is_gone = pore.over() == Some(Reason::Gone)
        && pore.write(&bytes) == Err(Closed::Gone)
        && pore.read(&mut bytes).is_ok()
        && pore.read(&mut bytes) == Err(Closed::Gone);
    print(format_args!(
        "core 1 is gone, and back in life {}",
        side.peers_life()
    ));
    is_gone.then_some(()).ok_or(Fault::Answer)
}

fn say(what: &str, side: &OwnSide) {
    let rings = RINGS.each_ref().map(|rings| rings.load(Relaxed));
    let (life, us) = (side.peers_life(), chip::now());
    print(format_args!(
        "{what}: {BYTES} bytes each way with life {life}, {rings:?} rings so far, at {us} us"
    ));
}
