//! What is around a processor: pins, parts on buses, time, and faults.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use board_support::{BoardError, Edge, Feed, Handler, Pin};

/// The error of whatever a test lets fail.
pub(crate) const FAULT: BoardError = BoardError::NoResources("faults");

/// One of what a platform gave away.
pub(crate) type Id = u64;

type Hook = Box<dyn FnMut()>;

/// All there is, one for each test: a test is a thread.
#[derive(Default)]
pub(crate) struct World {
    pub(crate) now_us: u64,
    calls: u32,
    fail_at: Option<u32>,
    ids: Id,
    /// Handlers that are on; absent ones are being called.
    edges: BTreeMap<Id, (Pin, Edge, Option<Handler>)>,
    ticks: BTreeMap<Id, (u32, Option<Handler>)>,
    feeds: BTreeMap<Id, Option<Feed>>,
    /// Pins, and devices by their select pins, that are open.
    pub(crate) open: BTreeSet<(&'static str, Pin)>,
    pub(crate) levels: BTreeMap<Pin, bool>,
    /// Registers of the parts on I2C.
    pub(crate) parts: BTreeMap<u8, [u8; 256]>,
    /// What an I2C transaction does besides.
    on_transaction: Option<Hook>,
    /// Each transaction: the address on I2C, the select pin on SPI.
    pub(crate) log: Vec<String>,
    pub(crate) selected: BTreeSet<Pin>,
    /// Handlers stay for a while after their interrupt is gone.
    pub(crate) lingers: bool,
    /// What a part on SPI says for what it hears, by its select pin.
    pub(crate) answers: BTreeMap<Pin, fn(&mut [u8])>,
}

thread_local! {
    static WORLD: RefCell<World> = RefCell::new(World::default());
}

pub(crate) fn with<R>(change: impl FnOnce(&mut World) -> R) -> R {
    WORLD.with_borrow_mut(change)
}

/// A call of the platform, a transaction or a pin: the one that is to fail
/// does.
pub(crate) fn step() -> Result<(), BoardError> {
    with(|world| {
        world.calls += 1;
        match world.fail_at {
            Some(nth) if nth == world.calls => Err(FAULT),
            _ => Ok(()),
        }
    })
}

/// From now on the n-th step fails, from 1.
pub(crate) fn fail_at(nth: Option<u32>) {
    with(|world| (world.calls, world.fail_at) = (0, nth));
}

/// Steps since then.
pub(crate) fn steps() -> u32 {
    with(|world| world.calls)
}

pub(crate) fn id() -> Id {
    with(|world| {
        world.ids += 1;
        world.ids
    })
}

pub(crate) fn add_edge(id: Id, pin: Pin, edge: Edge, handler: Handler) {
    with(|world| world.edges.insert(id, (pin, edge, Some(handler))));
}

pub(crate) fn add_tick(id: Id, period_us: u32, handler: Handler) {
    with(|world| world.ticks.insert(id, (period_us, Some(handler))));
}

pub(crate) fn add_feed(id: Id, feed: Feed) {
    with(|world| world.feeds.insert(id, Some(feed)));
}

/// Whatever it was, it is off and dropped.
pub(crate) fn remove(id: Id) {
    if with(|world| world.lingers) {
        return;
    }
    let removed = with(|world| {
        let (edge, tick) = (world.edges.remove(&id), world.ticks.remove(&id));
        (edge, tick, world.feeds.remove(&id))
    });
    // Dropped while nobody holds the world.
    drop(removed);
}

/// All handlers that linger are dropped.
pub(crate) fn let_go() {
    with(|world| world.lingers = false);
    (0..=id()).for_each(remove);
}

/// What is done besides at every I2C transaction from now on.
pub(crate) fn on_transaction(hook: Option<Hook>) {
    let _before = with(|world| std::mem::replace(&mut world.on_transaction, hook));
}

pub(crate) fn run_hook() {
    if let Some(mut hook) = with(|world| world.on_transaction.take()) {
        hook();
        with(|world| world.on_transaction = Some(hook));
    }
}

/// A pin changes, and whoever listens to that edge is called.
pub(crate) fn set_pin(pin: Pin, high: bool) {
    let before = with(|world| world.levels.insert(pin, high));
    if before != Some(high) {
        call_edges(pin, if high { Edge::Rising } else { Edge::Falling });
    }
}

/// A falling edge of so short a pulse that no reading finds it.
pub(crate) fn pulse(pin: Pin) {
    call_edges(pin, Edge::Falling);
}

fn call_edges(pin: Pin, edge: Edge) {
    let listens = |at: Pin, on: Edge| at == pin && (on == edge || on == Edge::Both);
    let ids = with(|world| {
        let all = world.edges.iter();
        let heard = all.filter(|(_, (at, on, _))| listens(*at, *on));
        heard.map(|(id, _)| *id).collect::<Vec<_>>()
    });
    for id in ids {
        let take = |world: &mut World| world.edges.get_mut(&id)?.2.take();
        let Some(mut handler) = with(take) else {
            continue;
        };
        handler(with(|world| world.now_us));
        with(|world| {
            if let Some(slot) = world.edges.get_mut(&id) {
                slot.2 = Some(handler);
            }
        });
    }
}

/// Time passes, and clocks tick, each once, if they have a period at all.
pub(crate) fn tick() -> u32 {
    let ids = with(|world| world.ticks.keys().copied().collect::<Vec<_>>());
    for id in &ids {
        let take = |world: &mut World| {
            let (period_us, handler) = world.ticks.get_mut(id)?;
            world.now_us += u64::from(*period_us);
            handler.take()
        };
        let Some(mut handler) = with(take) else {
            continue;
        };
        handler(with(|world| world.now_us));
        with(|world| {
            if let Some(slot) = world.ticks.get_mut(id) {
                slot.1 = Some(handler);
            }
        });
    }
    ids.len() as u32
}

/// A half of the samples' buffer is to be filled.
pub(crate) fn play(half: &mut [u8]) {
    let id = with(|world| world.feeds.keys().next().copied()).expect("a path is open");
    let take = |world: &mut World| world.feeds.get_mut(&id)?.take();
    let mut feed = with(take).expect("nobody calls it now");
    feed(half);
    with(|world| world.feeds.insert(id, Some(feed)));
}

/// Whether nothing is open or on any more.
pub(crate) fn is_closed() -> bool {
    with(|world| {
        world.edges.is_empty()
            && world.ticks.is_empty()
            && world.feeds.is_empty()
            && world.open.is_empty()
            && world.selected.is_empty()
    })
}
