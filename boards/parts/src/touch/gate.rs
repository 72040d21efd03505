//! What keeps a line that floats from taking all the time there is.

/// Edges that may come at once.
pub const BURST: u32 = 32;

/// Edges in a second, in the long run. No controller reports half as often.
pub const EDGES_PER_SECOND: u32 = 1_000;

/// Microseconds that an edge uses up.
const COST_US: u64 = 1_000_000 / EDGES_PER_SECOND as u64;

/// Microseconds that can be used up in advance.
const CREDIT_US: u64 = COST_US * (BURST as u64 - 1);

/// Lets edges pass at a rate.
///
/// A few additions and comparisons; no division, so it suits interrupts of the
/// smallest cores.
#[derive(Debug, Default)]
pub(crate) struct Gate {
    /// Until when all time is used up, at the rate.
    used_until_us: u64,
}

impl Gate {
    /// Whether an edge may pass now.
    pub(crate) fn passes(&mut self, now_us: u64) -> bool {
        if self.used_until_us > now_us.saturating_add(CREDIT_US) {
            return false;
        }
        let from = self.used_until_us.max(now_us);
        self.used_until_us = from.saturating_add(COST_US);
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_burst_passes_and_then_the_rate() {
        let mut gate = Gate::default();
        let burst = (0..1_000).filter(|_| gate.passes(5)).count();
        assert_eq!(burst, BURST as usize);
        assert!(!gate.passes(1_004));
        assert!(gate.passes(1_005));
        assert!(!gate.passes(1_005));
        let stormy = (0..1_000_000).filter(|us| gate.passes(10_000 + us)).count();
        assert_eq!(
            stormy,
            1_000 + 8,
            "a second's edges, and the credit of nine ms"
        );
    }

    #[test]
    fn a_pause_gives_the_whole_burst_back() {
        let mut gate = Gate::default();
        let pass = |gate: &mut Gate, at| (0..1_000).filter(|_| gate.passes(at)).count();
        assert_eq!(pass(&mut gate, 0), BURST as usize);
        assert_eq!(pass(&mut gate, 1_000_000), BURST as usize);
    }
}
