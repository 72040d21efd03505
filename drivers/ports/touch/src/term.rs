//! Events, counts and messages as terms.

use avm_term::{BuildError, Builder, IntoTerm, StaticAtom, atom};
use class_touch::{Faults, Stats, TouchEvent, TouchKind};

/// A list of `{touch, Kind, Id, X, Y, Pressure, TimestampUs}`.
pub(crate) struct Events<'s>(pub(crate) &'s [TouchEvent]);

impl IntoTerm for Events<'_> {
    #[inline]
    fn build<B: Builder>(&self, b: &mut B) -> Result<B::Part, BuildError> {
        let mut list = b.nil();
        // From the end, because a cell needs its tail.
        for event in self.0.iter().rev() {
            let TouchEvent {
                id,
                x,
                y,
                pressure,
                time_us,
                ..
            } = *event;
            let kind = match event.kind {
                TouchKind::Down => atom!("down"),
                TouchKind::Move => atom!("move"),
                TouchKind::Up => atom!("up"),
            };
            let event = (atom!("touch"), kind, id, x, y, pressure, time_us).build(b)?;
            list = b.cell(event, list)?;
        }
        Ok(list)
    }
}

/// As many counts as a map of this port has.
const COUNTS: usize = 8;

/// Names, and how often: a map. One type for all maps of counts, because each type is sized and
/// written by code of its own.
pub(crate) struct Counts {
    names: &'static [&'static StaticAtom],
    counts: [u32; COUNTS],
}

static STATS: [&StaticAtom; 6] = [
    atom!("offered"),
    atom!("delivered"),
    atom!("dropped"),
    atom!("queued"),
    atom!("high_water"),
    atom!("capacity"),
];

static FAULTS: [&StaticAtom; COUNTS] = [
    atom!("reads"),
    atom!("bus"),
    atom!("overfull"),
    atom!("duplicates"),
    atom!("clamped"),
    atom!("missed"),
    atom!("throttled"),
    atom!("stuck"),
];

impl Counts {
    /// The ring's counts, with `held` events that have left it but have not been delivered.
    pub(crate) fn stats(stats: Stats, held: usize) -> Self {
        let held = held as u32;
        let Stats {
            offered,
            delivered,
            dropped,
            queued,
            high_water,
            capacity,
        } = stats;
        let (delivered, queued) = (delivered.wrapping_sub(held), queued.wrapping_add(held));
        Self {
            names: &STATS,
            counts: [
                offered, delivered, dropped, queued, high_water, capacity, 0, 0,
            ],
        }
    }

    /// What went wrong before the ring.
    pub(crate) fn faults(faults: Faults) -> Self {
        let Faults {
            reads,
            bus,
            overfull,
            duplicates,
            clamped,
            missed,
            throttled,
            stuck,
        } = faults;
        Self {
            names: &FAULTS,
            counts: [
                reads, bus, overfull, duplicates, clamped, missed, throttled, stuck,
            ],
        }
    }
}

impl IntoTerm for Counts {
    fn build<B: Builder>(&self, b: &mut B) -> Result<B::Part, BuildError> {
        let nothing = b.nil();
        let mut pairs = [(nothing, nothing); COUNTS];
        let named = self.names.iter().zip(self.counts);
        for (pair, (name, count)) in pairs.iter_mut().zip(named) {
            *pair = (b.atom(name)?, b.unsigned(count.into())?);
        }
        b.map(pairs.get_mut(..self.names.len()).unwrap_or_default())
    }
}
