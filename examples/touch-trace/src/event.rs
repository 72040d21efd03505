//! Terms back into what they say: events and counts.

use avm_term::Value;
use class_touch::{TouchEvent, TouchKind};
use example_support::tagged;

/// The ring's counts, as `get_stats` gives them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counts {
    /// Events that the interrupt side had.
    pub offered: u32,
    /// Events that the process was sent.
    pub delivered: u32,
    /// Events that met a full ring.
    pub dropped: u32,
    /// Events that wait.
    pub queued: u32,
    /// The most events that waited at once.
    pub high_water: u32,
    /// The most events that can wait at once.
    pub capacity: u32,
}

impl Counts {
    /// The counts of `{stats, #{...}}`.
    #[must_use]
    pub fn from_answer(answer: &Value) -> Option<Self> {
        let counts = tagged("stats", answer)?;
        Some(Self {
            offered: field(counts, "offered")?,
            delivered: field(counts, "delivered")?,
            dropped: field(counts, "dropped")?,
            queued: field(counts, "queued")?,
            high_water: field(counts, "high_water")?,
            capacity: field(counts, "capacity")?,
        })
    }

    /// Whether every event that was offered is somewhere.
    #[must_use]
    pub fn balance(self) -> bool {
        let known = [self.delivered, self.dropped, self.queued];
        u64::from(self.offered) == known.into_iter().map(u64::from).sum()
    }
}

/// What went wrong before the ring, as `get_faults` gives it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct FaultCounts {
    /// Times that the controller was read.
    pub reads: u32,
    /// Reads that failed on the bus.
    pub bus: u32,
    /// Reports of more points than there can be.
    pub overfull: u32,
    /// Points that their report had already.
    pub duplicates: u32,
    /// Points outside the panel.
    pub clamped: u32,
    /// Interrupts that another's reading stands for.
    pub missed: u32,
    /// Interrupts of a line that floats.
    pub throttled: u32,
    /// Times that the line was found stuck.
    pub stuck: u32,
}

impl FaultCounts {
    /// The counts of `{faults, #{...}}`.
    pub(crate) fn from_answer(answer: &Value) -> Option<Self> {
        let counts = tagged("faults", answer)?;
        Some(Self {
            reads: field(counts, "reads")?,
            bus: field(counts, "bus")?,
            overfull: field(counts, "overfull")?,
            duplicates: field(counts, "duplicates")?,
            clamped: field(counts, "clamped")?,
            missed: field(counts, "missed")?,
            throttled: field(counts, "throttled")?,
            stuck: field(counts, "stuck")?,
        })
    }
}

fn field(counts: &Value, name: &str) -> Option<u32> {
    number(counts.get(name)?)
}

fn number<T: TryFrom<i128>>(value: &Value) -> Option<T> {
    value.as_integer()?.try_into().ok()
}

/// The events of `{touch, Port, [Event]}`, if that is all there is to it.
#[must_use]
pub fn events(message: &Value, port: &Value) -> Option<Vec<TouchEvent>> {
    match message.as_tuple()? {
        [tag, from, events] if tag.as_atom() == Some("touch") && from == port => {
            events.as_list()?.iter().map(event).collect()
        }
        _ => None,
    }
}

/// `{touch, Kind, Id, X, Y, Pressure, TimestampUs}`.
fn event(event: &Value) -> Option<TouchEvent> {
    let [tag, kind, id, x, y, pressure, time_us] = event.as_tuple()? else {
        return None;
    };
    let kind = match (tag.as_atom()?, kind.as_atom()?) {
        ("touch", "down") => TouchKind::Down,
        ("touch", "move") => TouchKind::Move,
        ("touch", "up") => TouchKind::Up,
        _ => return None,
    };
    let event = TouchEvent::new(number(time_us)?, kind, number(id)?, number(x)?, number(y)?);
    Some(event.with_pressure(number(pressure)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<Vec<TouchEvent>> {
        let message: Value = text.parse().expect("a term");
        events(&message, &Value::Port(4))
    }

    #[test]
    fn a_message_is_read_field_by_field() {
        let expected = TouchEvent::new(70_000, TouchKind::Move, 3, 17, 4095).with_pressure(255);
        let got = read("{touch, #Port<0.4>, [{touch, move, 3, 17, 4095, 255, 70000}]}");
        assert_eq!(got, Some(vec![expected]));
    }

    #[test]
    fn anything_else_is_no_message_of_this_port() {
        let wrong = [
            "{touch, #Port<0.5>, []}",
            "{touch_passive, #Port<0.4>}",
            "{touch, #Port<0.4>, [{touch, move, 3, 17, 4095, 256, 70000}]}",
            "{touch, #Port<0.4>, [{touch, hover, 3, 17, 4095, 255, 70000}]}",
            "{touch, #Port<0.4>, [{touch, move, 3, -1, 4095, 255, 70000}]}",
            "{touch, #Port<0.4>, [{move, 3, 17, 4095, 255, 70000}]}",
            "{touch, #Port<0.4>, nothing}",
        ];
        for text in wrong {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn counts_balance_only_if_they_do() {
        let text = "{stats, #{offered => 9, delivered => 5, dropped => 3, queued => 1, \
                    high_water => 4, capacity => 8}}";
        let answer: Value = text.parse().expect("a term");
        let counts = Counts::from_answer(&answer).expect("counts");
        assert!(counts.balance());
        assert!(
            !Counts {
                queued: 2,
                ..counts
            }
            .balance()
        );
        assert_eq!(FaultCounts::from_answer(&answer), None);
    }
}
