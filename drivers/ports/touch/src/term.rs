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
pub(crate) struct Counts([(&'static StaticAtom, u32); COUNTS], usize);

impl Counts {
    fn of<const N: usize>(counts: [(&'static StaticAtom, u32); N]) -> Self {
        const { assert!(N <= COUNTS, "more counts than there is room for") };
        let mut all = [(atom!("offered"), 0); COUNTS];
        for (place, count) in all.iter_mut().zip(counts) {
            *place = count;
        }
        Self(all, N)
    }

    /// The ring's counts, with `held` events that have left it but have not been delivered.
    pub(crate) fn stats(stats: Stats, held: usize) -> Self {
        let held = held as u32;
        Self::of([
            (atom!("offered"), stats.offered),
            (atom!("delivered"), stats.delivered.wrapping_sub(held)),
            (atom!("dropped"), stats.dropped),
            (atom!("queued"), stats.queued.wrapping_add(held)),
            (atom!("high_water"), stats.high_water),
            (atom!("capacity"), stats.capacity),
        ])
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
        Self::of([
            (atom!("reads"), reads),
            (atom!("bus"), bus),
            (atom!("overfull"), overfull),
            (atom!("duplicates"), duplicates),
            (atom!("clamped"), clamped),
            (atom!("missed"), missed),
            (atom!("throttled"), throttled),
            (atom!("stuck"), stuck),
        ])
    }
}

impl IntoTerm for Counts {
    fn build<B: Builder>(&self, b: &mut B) -> Result<B::Part, BuildError> {
        let Self(counts, used) = self;
        let nothing = b.nil();
        let mut pairs = [(nothing, nothing); COUNTS];
        for (pair, (name, count)) in pairs.iter_mut().zip(counts).take(*used) {
            *pair = (b.atom(name)?, b.unsigned((*count).into())?);
        }
        b.map(pairs.get_mut(..*used).unwrap_or_default())
    }
}
