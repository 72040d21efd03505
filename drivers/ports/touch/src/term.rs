//! Events, counts and messages as terms.

use avm_term::{BuildError, Builder, IntoTerm, atom};
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

/// `#{offered => N, ...}`.
#[derive(IntoTerm)]
pub(crate) struct StatsTerm {
    offered: u32,
    delivered: u32,
    dropped: u32,
    queued: u32,
    high_water: u32,
    capacity: u32,
}

impl StatsTerm {
    /// The ring's counts, with `held` events that have left it but have not been delivered.
    pub(crate) fn new(stats: Stats, held: usize) -> Self {
        let held = held as u32;
        Self {
            offered: stats.offered,
            delivered: stats.delivered.wrapping_sub(held),
            dropped: stats.dropped,
            queued: stats.queued.wrapping_add(held),
            high_water: stats.high_water,
            capacity: stats.capacity,
        }
    }
}

/// `#{reads => N, ...}`.
#[derive(IntoTerm)]
pub(crate) struct FaultsTerm {
    reads: u32,
    bus: u32,
    overfull: u32,
    duplicates: u32,
    clamped: u32,
    missed: u32,
    throttled: u32,
    stuck: u32,
}

impl From<Faults> for FaultsTerm {
    fn from(faults: Faults) -> Self {
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
            reads,
            bus,
            overfull,
            duplicates,
            clamped,
            missed,
            throttled,
            stuck,
        }
    }
}
