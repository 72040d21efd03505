//! Counts as a term.

use avm_term::IntoTerm;
use class_spi::SpiQueue;

/// `#{submitted => N, ...}`.
#[derive(IntoTerm)]
pub(crate) struct StatsTerm {
    submitted: u32,
    refused: u32,
    completed: u32,
    failed: u32,
    in_flight: u32,
    written_bytes: u32,
    read_bytes: u32,
    limit: usize,
    max_transfer: usize,
}

impl StatsTerm {
    /// The counts of a queue of which at most `limit` transactions are used, and from which so
    /// many were turned away before they came to it.
    pub(crate) fn of<Q: SpiQueue>(queue: &Q, limit: usize, turned_away: u32) -> Self {
        let stats = queue.stats();
        Self {
            submitted: stats.submitted,
            refused: stats.refused.wrapping_add(turned_away),
            completed: stats.completed,
            failed: stats.failed,
            in_flight: stats.in_flight,
            written_bytes: stats.written_bytes,
            read_bytes: stats.read_bytes,
            limit,
            max_transfer: queue.max_transfer(),
        }
    }
}
