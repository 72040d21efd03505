//! What went in must come out.

use std::fmt;

use class_touch::TouchEvent;

use crate::{Counts, Outcome};

/// What came out is not what went in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flaw {
    /// An event that the recording does not have, or not after the event
    /// before it.
    Stray {
        /// Which one, from 0.
        nth: usize,
        /// The event.
        event: TouchEvent,
    },
    /// The interrupt side has not had every row of the recording.
    Offered {
        /// Rows of the recording.
        rows: usize,
        /// What the interrupt side has counted.
        offered: u32,
    },
    /// The process has not what the port has counted.
    Delivered {
        /// Events that the process has.
        received: usize,
        /// Events that the port has sent, as it says.
        delivered: u32,
    },
    /// Events are neither delivered nor dropped nor queued, or wait although
    /// the process has taken all.
    Unbalanced(Counts),
}

impl fmt::Display for Flaw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Stray { nth, event } => {
                write!(f, "event {nth} is not the recording's: {event:?}")
            }
            Self::Offered { rows, offered } => write!(f, "{rows} rows, {offered} events offered"),
            Self::Delivered {
                received,
                delivered,
            } => {
                write!(f, "{delivered} events delivered, {received} received")
            }
            Self::Unbalanced(counts) => write!(f, "the counts do not add up: {counts:?}"),
        }
    }
}

impl std::error::Error for Flaw {}

/// Finds the row of the recording that each received event is: the same kind,
/// id, place, pressure and time, in the recording's order, and none missing
/// that is not counted as dropped.
///
/// # Errors
///
/// The first flaw.
pub fn compare(rows: &[TouchEvent], outcome: &Outcome) -> Result<Vec<usize>, Flaw> {
    let found = find(rows, outcome.received.iter().map(|received| received.event))?;
    let counts = outcome.counts;
    if !counts.balance() || counts.queued != 0 {
        return Err(Flaw::Unbalanced(counts));
    }
    if !outcome.counts_at_end.balance() {
        return Err(Flaw::Unbalanced(outcome.counts_at_end));
    }
    if counts.offered as usize != rows.len() {
        return Err(Flaw::Offered {
            rows: rows.len(),
            offered: counts.offered,
        });
    }
    if counts.delivered as usize != found.len() {
        return Err(Flaw::Delivered {
            received: found.len(),
            delivered: counts.delivered,
        });
    }
    Ok(found)
}

/// The rows that the events are, each after the one before.
fn find(rows: &[TouchEvent], events: impl Iterator<Item = TouchEvent>) -> Result<Vec<usize>, Flaw> {
    let mut ahead = rows.iter().enumerate();
    let next = |(nth, event)| match ahead.find(|(_, row)| **row == event) {
        Some((row, _)) => Ok(row),
        None => Err(Flaw::Stray { nth, event }),
    };
    events.enumerate().map(next).collect()
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use class_touch::TouchKind;

    use super::*;
    use crate::{FaultCounts, Received};

    fn rows() -> [TouchEvent; 4] {
        let row = |(now, kind, x)| TouchEvent::new(now, kind, 1, x, 9).with_pressure(3);
        [
            (0, TouchKind::Down, 5),
            (1, TouchKind::Move, 6),
            (2, TouchKind::Move, 6),
            (3, TouchKind::Up, 7),
        ]
        .map(row)
    }

    /// What a process has that received these events, if nothing is wrong.
    fn outcome(events: &[TouchEvent]) -> Outcome {
        let at = Instant::now();
        let counts = Counts {
            offered: 4,
            delivered: events.len() as u32,
            dropped: 4 - events.len() as u32,
            queued: 0,
            high_water: 1,
            capacity: 8,
        };
        Outcome {
            board: "none",
            received: events
                .iter()
                .map(|event| Received { event: *event, at })
                .collect(),
            counts_at_end: counts,
            counts,
            faults: FaultCounts::default(),
            interrupts: vec![at; 4],
            transactions: 4,
        }
    }

    #[test]
    fn all_events_and_some_events_are_found() {
        let [a, b, c, d] = rows();
        assert_eq!(compare(&rows(), &outcome(&rows())), Ok(vec![0, 1, 2, 3]));
        assert_eq!(compare(&rows(), &outcome(&[a, c, d])), Ok(vec![0, 2, 3]));
        assert_eq!(compare(&rows(), &outcome(&[b])), Ok(vec![1]));
    }

    #[test]
    fn any_field_that_differs_is_a_stray() {
        let changes: [fn(&mut TouchEvent); 6] = [
            |event| event.kind = TouchKind::Up,
            |event| event.id = 2,
            |event| event.x = 4,
            |event| event.y = 4,
            |event| event.pressure = 4,
            |event| event.time_us = 4,
        ];
        for change in changes {
            let mut event = rows()[0];
            change(&mut event);
            let stray = Flaw::Stray { nth: 0, event };
            assert_eq!(compare(&rows(), &outcome(&[event])), Err(stray));
        }
    }

    #[test]
    fn events_in_another_order_and_twice_are_strays() {
        let [a, b, c, _] = rows();
        let swapped = compare(&rows(), &outcome(&[a, c, b]));
        assert_eq!(swapped, Err(Flaw::Stray { nth: 2, event: b }));
        let twice = compare(&rows(), &outcome(&[a, a]));
        assert_eq!(twice, Err(Flaw::Stray { nth: 1, event: a }));
    }

    #[test]
    fn counts_that_do_not_add_up_are_flaws() {
        let good = outcome(&rows()[..2]);
        let with = |change: fn(&mut Counts)| {
            let mut bad = good.clone();
            change(&mut bad.counts);
            compare(&rows(), &bad).expect_err("a flaw")
        };
        assert!(matches!(with(|c| c.dropped = 1), Flaw::Unbalanced(_)));
        let queued = with(|c| (c.dropped, c.queued) = (1, 1));
        assert!(matches!(queued, Flaw::Unbalanced(_)));
        let offered = with(|c| (c.offered, c.dropped) = (5, 3));
        assert_eq!(
            offered,
            Flaw::Offered {
                rows: 4,
                offered: 5
            }
        );
        let delivered = with(|c| (c.delivered, c.dropped) = (3, 1));
        assert_eq!(
            delivered,
            Flaw::Delivered {
                received: 2,
                delivered: 3
            }
        );
        let mut before = good;
        before.counts_at_end.queued = 7;
        assert!(matches!(
            compare(&rows(), &before),
            Err(Flaw::Unbalanced(_))
        ));
    }
}
