//! Two sides that are connected, in one program.

use std::fmt::Debug;
use std::sync::Arc;

use pore::doorbell::ThreadBell;
use pore::layout::{Field, MAGIC, VERSION};
use pore::memory::{Heap, Memory, Own, Raw};
use pore::ring::{Config, Link, Opening};

/// A region on the heap.
pub(crate) type Shared = Arc<Heap>;
/// A side of it.
pub(crate) type Side = Link<Shared, Shared, ThreadBell>;
/// A side that waits.
pub(crate) type Waiting = Opening<Shared, Shared, ThreadBell>;

/// Both sides, and what rings for each.
pub(crate) struct Both {
    pub(crate) here: Side,
    pub(crate) there: Side,
    /// Rung by `there`.
    pub(crate) here_bell: ThreadBell,
    /// Rung by `here`.
    pub(crate) there_bell: ThreadBell,
    pub(crate) here_region: Shared,
    pub(crate) there_region: Shared,
}

/// A region of 2^`order` bytes.
pub(crate) fn region(order: u32) -> Shared {
    Arc::new(Heap::new(order).expect("an order that is allowed"))
}

/// A configuration of which only the beginning matters.
pub(crate) fn from(start: u32) -> Config {
    Config {
        start,
        ..Config::default()
    }
}

/// Two sides with rings of 2^`order` bytes whose cursors begin at `start`.
pub(crate) fn connected(order: u32, start: u32) -> Both {
    let (here_region, there_region) = (region(order), region(order));
    let (here_bell, there_bell) = (ThreadBell::new(), ThreadBell::new());
    let open = |mine: &Shared, peer: &Shared, bell: &ThreadBell| {
        let (mine, peer) = (Arc::clone(mine), Arc::clone(peer));
        Opening::new(mine, peer, bell.clone(), from(start)).expect("a good size")
    };
    let here = open(&here_region, &there_region, &there_bell);
    let there = open(&there_region, &here_region, &here_bell);
    let (here, there) = meet(here, there);
    Both {
        here,
        there,
        here_bell,
        there_bell,
        here_region,
        there_region,
    }
}

/// Lets both look until they are connected.
pub(crate) fn meet<L, M, R, N>(
    mut here: Opening<L, M, ThreadBell>,
    mut there: Opening<R, N, ThreadBell>,
) -> (Link<L, M, ThreadBell>, Link<R, N, ThreadBell>)
where
    L: Own + Clone + Debug,
    M: Memory + Clone + Debug,
    R: Own + Clone + Debug,
    N: Memory + Clone + Debug,
{
    for _ in 0..4 {
        let both = [here.poll(), there.poll()];
        if both == [Ok(true), Ok(true)] {
            return (here.link().expect("it is"), there.link().expect("it is"));
        }
    }
    panic!("not connected after 4 looks: {here:?} {there:?}");
}

/// What a side has in its own region.
pub(crate) fn raw_of(side: &Side) -> Raw<Shared> {
    Raw(side.producer.region().clone())
}

/// One side, and a peer that writes what it likes.
pub(crate) fn against_raw(order: u32, start: u32) -> (Side, Raw<Shared>, ThreadBell) {
    let both = connected(order, start);
    (both.here, Raw(both.there_region), both.there_bell)
}

/// A side that takes for met whom it finds, whatever that is: it answers for the
/// peer once, which may be writing at the same time.
pub(crate) fn meet_raw(mine: &Shared, peer: &Shared, start: u32) -> Option<Side> {
    let raw = Raw(Arc::clone(peer));
    let bell = ThreadBell::new();
    let opened = Opening::new(Arc::clone(mine), Arc::clone(peer), bell, from(start));
    let mut opening: Waiting = opened.expect("a good size");
    for _ in 0..20 {
        from(start).pretend(&raw, opening.epoch());
        if opening.poll() == Ok(true) {
            return opening.link().ok();
        }
    }
    None
}

/// Writes what an honest peer would.
trait Pretend {
    fn pretend(&self, raw: &Raw<Shared>, seen: u32);
}

impl Pretend for Config {
    fn pretend(&self, raw: &Raw<Shared>, seen: u32) {
        let order = raw.data_words().ilog2() + size_of::<usize>().ilog2();
        for (field, value) in [
            (Field::Magic, MAGIC),
            (Field::Version, VERSION),
            (Field::Order, order),
            (Field::Start, self.start),
            (Field::Prod, self.start),
            (Field::Cons, self.start),
            (Field::Epoch, 1),
            (Field::Seen, seen),
            (Field::State, 4),
        ] {
            raw.store(field, value);
        }
    }
}

/// Bytes that tell where they are from.
pub(crate) fn pattern(from: usize, len: usize) -> Vec<u8> {
    (from..from + len).map(|n| (n % 251) as u8).collect()
}
