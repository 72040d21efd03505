//! How long events took from the interrupt to the process.

use std::fmt;
use std::time::Duration;

use crate::Outcome;

/// How long events took, by nearest rank.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Latency {
    p50: Duration,
    p90: Duration,
    p99: Duration,
    max: Duration,
}

impl Latency {
    /// From the interrupt of each event's row to the process; `None` without
    /// events.
    pub(crate) fn of(outcome: &Outcome, rows: &[usize]) -> Option<Self> {
        let received = outcome.received.iter().zip(rows);
        let took = received.filter_map(|(received, row)| {
            let fell = outcome.interrupts.get(*row)?;
            Some(received.at.saturating_duration_since(*fell))
        });
        Self::of_durations(took.collect())
    }

    fn of_durations(mut took: Vec<Duration>) -> Option<Self> {
        took.sort_unstable();
        let rank = |percent: usize| {
            let place = (took.len() * percent).div_ceil(100).saturating_sub(1);
            took.get(place).copied()
        };
        Some(Self {
            p50: rank(50)?,
            p90: rank(90)?,
            p99: rank(99)?,
            max: rank(100)?,
        })
    }
}

impl fmt::Display for Latency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { p50, p90, p99, max } = *self;
        let [p50, p90, p99, max] = [p50, p90, p99, max].map(in_words);
        write!(f, "p50 {p50}, p90 {p90}, p99 {p99}, max {max}")
    }
}

/// Three digits at least, in the unit that suits.
fn in_words(took: Duration) -> String {
    match took.as_nanos() {
        0..10_000_000 => format!("{} us", took.as_micros()),
        _ => format!("{} ms", took.as_millis()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranks_are_the_nearest() {
        let us = |n: u64| Duration::from_micros(n);
        let latency = Latency::of_durations((1..=200).rev().map(us).collect());
        let expected = Latency {
            p50: us(100),
            p90: us(180),
            p99: us(198),
            max: us(200),
        };
        assert_eq!(latency, Some(expected));
        let one = Latency {
            p50: us(7),
            p90: us(7),
            p99: us(7),
            max: us(7),
        };
        assert_eq!(Latency::of_durations(vec![us(7)]), Some(one));
        assert_eq!(Latency::of_durations(Vec::new()), None);
    }

    #[test]
    fn units_suit() {
        assert_eq!(in_words(Duration::from_micros(9_999)), "9999 us");
        assert_eq!(in_words(Duration::from_micros(10_000)), "10 ms");
    }
}
