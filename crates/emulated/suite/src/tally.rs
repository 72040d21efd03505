//! The foreground's own counts, and how they compare with the others.

use isr_ring::Stats;

use crate::progress::get;
use crate::{Event, Fault, Progress};

/// What the foreground has seen since the ring was made.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    /// The number that comes next if nothing is lost.
    next: u32,
    /// Events taken out.
    delivered: u32,
    /// Numbers that were skipped.
    missing: u32,
}

impl Tally {
    /// Takes an event, which must be whole and younger than all before.
    pub(crate) fn take(&mut self, event: Event) -> Result<(), Fault> {
        if !event.is_whole() {
            return Err(Fault::Damaged);
        }
        let skipped = event.number.wrapping_sub(self.next);
        if skipped >= 1 << 31 {
            return Err(Fault::Order);
        }
        self.next = event.number.wrapping_add(1);
        self.delivered = self.delivered.wrapping_add(1);
        self.missing = self.missing.wrapping_add(skipped);
        Ok(())
    }

    /// Compares three counts, each kept by who can know it, with the ring's;
    /// to be asked while the handler is held back.
    pub(crate) fn compare(&self, progress: &Progress, stats: Stats) -> Result<(), Fault> {
        let offered = get(&progress.offered);
        let refused = get(&progress.refused);
        let sum = self.delivered.wrapping_add(refused);
        let ours = (offered, self.delivered, refused);
        let exact = sum.wrapping_add(stats.queued) == offered
            && ours == (stats.offered, stats.delivered, stats.dropped)
            && stats.high_water <= stats.capacity;
        exact.then_some(()).ok_or(Fault::Loss)
    }

    /// Compares at the end of a run, when the ring is empty: what is missing
    /// was dropped, number by number.
    pub(crate) fn close(&self, progress: &Progress, stats: Stats) -> Result<(), Fault> {
        self.compare(progress, stats)?;
        let after = stats.offered.wrapping_sub(self.next);
        let exact = stats.queued == 0
            && after < 1 << 31
            && self.missing.wrapping_add(after) == stats.dropped;
        exact.then_some(()).ok_or(Fault::Loss)
    }
}

#[cfg(test)]
mod tests {
    use super::Tally;
    use crate::{Event, Fault, Progress};
    use isr_ring::Stats;

    fn stats(offered: u32, delivered: u32, dropped: u32, queued: u32) -> Stats {
        Stats {
            offered,
            delivered,
            dropped,
            queued,
            high_water: queued,
            capacity: 64,
        }
    }

    #[test]
    fn only_younger_whole_events_are_taken() {
        let mut tally = Tally::default();
        assert_eq!(tally.take(Event::new(3)), Ok(()));
        assert_eq!(tally.take(Event::new(3)), Err(Fault::Order));
        assert_eq!(tally.take(Event::new(2)), Err(Fault::Order));
        assert_eq!(tally.take(Event::new(4).damaged()), Err(Fault::Damaged));
        assert_eq!(tally.missing, 3);
    }

    #[test]
    fn one_event_too_few_is_a_loss() {
        let progress = Progress::new();
        crate::progress::put(&progress.offered, 4);
        crate::progress::put(&progress.refused, 1);
        let mut tally = Tally::default();
        let _ = tally.take(Event::new(0));
        let _ = tally.take(Event::new(2));
        assert_eq!(tally.compare(&progress, stats(4, 2, 1, 1)), Ok(()));
        assert_eq!(
            tally.compare(&progress, stats(4, 2, 2, 0)),
            Err(Fault::Loss)
        );
        assert_eq!(
            tally.compare(&progress, stats(3, 2, 1, 0)),
            Err(Fault::Loss)
        );
        let _ = tally.take(Event::new(3));
        assert_eq!(tally.close(&progress, stats(4, 3, 1, 0)), Ok(()));
    }

    #[test]
    fn counts_that_agree_hide_no_wrong_number() {
        let progress = Progress::new();
        crate::progress::put(&progress.offered, 3);
        let mut tally = Tally::default();
        let _ = tally.take(Event::new(0));
        let _ = tally.take(Event::new(2));
        let _ = tally.take(Event::new(3));
        assert_eq!(tally.close(&progress, stats(3, 3, 0, 0)), Err(Fault::Loss));
    }
}
