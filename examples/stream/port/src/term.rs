//! Counts and reasons as terms.

use avm_term::{IntoTerm, StaticAtom, atom};
use isr_ring::PoolStats;

use crate::adc::AdcError;

/// `#{filled => N, ...}`.
#[derive(IntoTerm)]
pub(crate) struct StatsTerm {
    filled: u32,
    delivered: u32,
    overruns: u32,
    free: u32,
    filling: u32,
    queued: u32,
    held: u32,
    capacity: u32,
}

impl From<PoolStats> for StatsTerm {
    fn from(stats: PoolStats) -> Self {
        let PoolStats {
            filled,
            delivered,
            overruns,
            free,
            filling,
            queued,
            held,
            capacity,
        } = stats;
        Self {
            filled,
            delivered,
            overruns,
            free,
            filling,
            queued,
            held,
            capacity,
        }
    }
}

/// `busy` or `no_resources`.
pub(crate) fn reason(error: AdcError) -> &'static StaticAtom {
    match error {
        AdcError::Busy => atom!("busy"),
        AdcError::NoThread => atom!("no_resources"),
    }
}
