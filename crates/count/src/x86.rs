//! Instructions on x86-64: this program runs itself under callgrind.

mod callgrind;
mod counted;
mod streams;
mod terms;

use count_peers::rings::{
    Array, BbqueueAtomic, HeaplessQueue, HeaplessSplit, IsrRing, IsrRingSlices, Ringbuf, Rtrb,
    Slow, Torn,
};
use count_peers::tables::{PortState, Slab, SlotMap};
use count_peers::{Ring, Table};

use crate::readings::{Place, Readings};
use crate::report;
use streams::STREAMS;
use terms::CODECS;
use tools::Failure;

/// What can be measured: its name, and the run that callgrind watches.
type Subject = (&'static str, fn() -> Result<(), Failure>);

const RINGS: [Subject; 10] = [
    (IsrRing::NAME, counted::ring::<IsrRing>),
    (IsrRingSlices::NAME, counted::ring::<IsrRingSlices>),
    (HeaplessSplit::NAME, counted::ring::<HeaplessSplit>),
    (HeaplessQueue::NAME, counted::ring::<HeaplessQueue>),
    (Rtrb::NAME, counted::ring::<Rtrb>),
    (Ringbuf::NAME, counted::ring::<Ringbuf>),
    (BbqueueAtomic::NAME, counted::ring::<BbqueueAtomic>),
    (Array::NAME, counted::bound),
    (Slow::NAME, counted::ring::<Slow>),
    (Torn::NAME, counted::ring::<Torn>),
];

const TABLES: [Subject; 3] = [
    (PortState::NAME, counted::table::<PortState>),
    (Slab::NAME, counted::table::<Slab>),
    (SlotMap::NAME, counted::table::<SlotMap>),
];

fn subjects() -> impl Iterator<Item = &'static Subject> {
    RINGS.iter().chain(&STREAMS).chain(&TABLES).chain(&CODECS)
}

/// Measures all rings, tables and codecs and prints the tables.
pub(crate) fn measure() -> Result<Readings, Failure> {
    tools::require(&[("valgrind", "valgrind")])?;
    let mut readings = Readings::default();
    for (name, _) in subjects() {
        let counts = callgrind::run(name);
        if *name == Torn::NAME {
            expect_refusal(counts.err())?;
            continue;
        }
        for (what, per_event) in counts? {
            readings.add(Place::X86, name, what, per_event);
        }
    }
    streams::compare(&mut readings);
    terms::compare(&mut readings);
    report::rings(&readings, Place::X86);
    report::streams(&readings, Place::X86);
    report::tables(&readings, Place::X86);
    report::terms(&readings, Place::X86);
    Ok(readings)
}

/// Makes sure that the ring that damages events was found out.
fn expect_refusal(found: Option<Failure>) -> Result<(), Failure> {
    let found = found.is_some_and(|failure| failure.to_string().contains("wrong value"));
    let unnoticed = || Failure::new("the seeded torn event went unnoticed on x86-64");
    found.then_some(()).ok_or_else(unnoticed)
}

/// Does the work of one subject; callgrind watches from outside.
pub(crate) fn inside(subject: &str) -> Result<(), Failure> {
    let found = subjects().find(|(name, _)| *name == subject);
    let (_, work) = found.ok_or_else(|| Failure::new(format!("no subject {subject}")))?;
    work()
}
