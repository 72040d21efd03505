//! Fingers on a glass, and what of a recording parts of a kind can report.

use class_touch::{TouchEvent, TouchKind};

/// Where each finger on the glass was last, the earliest first.
#[derive(Debug, Default)]
pub(super) struct Hand(Vec<TouchEvent>);

impl Hand {
    /// A finger did this.
    pub(super) fn follow(&mut self, row: TouchEvent) {
        self.0
            .retain(|finger| finger.id != row.id || row.kind == TouchKind::Move);
        match row.kind {
            TouchKind::Up => {}
            TouchKind::Down => self.0.push(row),
            TouchKind::Move => {
                let same = |finger: &&mut TouchEvent| finger.id == row.id;
                if let Some(finger) = self.0.iter_mut().find(same) {
                    *finger = row;
                }
            }
        }
    }

    pub(super) fn fingers(&self) -> &[TouchEvent] {
        &self.0
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// What a part can say of what its fingers do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Says {
    /// That a finger has moved to where it is.
    pub(super) still_moves: bool,
    /// Where a finger was lifted, and how hard it pressed then.
    pub(super) lifts: bool,
}

/// The rows of a recording, as a part reports them that can say so much.
pub(super) fn reported(rows: &[TouchEvent], says: Says) -> Vec<TouchEvent> {
    let mut hand = Hand::default();
    let mut reported = Vec::with_capacity(rows.len());
    for row in rows {
        let mut row = *row;
        let same = |finger: &&TouchEvent| finger.id == row.id;
        let last = hand.fingers().iter().find(same).copied();
        if let (TouchKind::Up, Some(last), false) = (row.kind, last, says.lifts) {
            (row.x, row.y, row.pressure) = (last.x, last.y, 0);
        }
        let place = |event: TouchEvent| (event.x, event.y, event.pressure);
        let is_still = row.kind == TouchKind::Move && last.map(place) == Some(place(row));
        if says.still_moves || !is_still {
            reported.push(row);
        }
        hand.follow(row);
    }
    reported
}

/// What of a recording a part sees that knows one finger: the first that comes
/// down, until it is lifted. It is number 0, with this pressure.
pub(super) fn one_finger(rows: &[TouchEvent], pressure: u8) -> Vec<TouchEvent> {
    let mut who = None;
    let mut seen = Vec::with_capacity(rows.len());
    for row in rows {
        if row.kind == TouchKind::Down {
            who = who.or(Some(row.id));
        }
        if who != Some(row.id) {
            continue;
        }
        if row.kind == TouchKind::Up {
            who = None;
        }
        seen.push(TouchEvent::new(row.time_us, row.kind, 0, row.x, row.y).with_pressure(pressure));
    }
    seen
}

#[cfg(test)]
mod tests {
    use class_touch::TouchKind::{Down, Move, Up};

    use super::*;

    fn row(kind: TouchKind, id: u8, x: u16) -> TouchEvent {
        TouchEvent::new(u64::from(x), kind, id, x, 5).with_pressure(9)
    }

    #[test]
    fn without_flags_a_lift_is_where_the_finger_was() {
        let rows = [
            row(Down, 1, 1),
            row(Down, 2, 2),
            row(Move, 1, 1),
            row(Move, 1, 3),
            row(Up, 1, 4),
            row(Up, 2, 2),
        ];
        let says = Says {
            still_moves: false,
            lifts: false,
        };
        let mut first = row(Up, 1, 4).with_pressure(0);
        first.x = 3;
        let last = row(Up, 2, 2).with_pressure(0);
        let expected = [rows[0], rows[1], rows[3], first, last];
        assert_eq!(reported(&rows, says), expected);
        let all = Says {
            still_moves: true,
            lifts: true,
        };
        assert_eq!(reported(&rows, all), rows);
    }

    #[test]
    fn one_finger_at_a_time() {
        let rows = [
            row(Down, 3, 1),
            row(Down, 2, 2),
            row(Move, 3, 3),
            row(Up, 3, 4),
            row(Move, 2, 5),
            row(Up, 2, 6),
            row(Down, 2, 7),
        ];
        let kept: Vec<_> = one_finger(&rows, 255)
            .iter()
            .map(|row| (row.kind, row.id, row.x, row.pressure))
            .collect();
        let expected = [
            (Down, 0, 1, 255),
            (Move, 0, 3, 255),
            (Up, 0, 4, 255),
            (Down, 0, 7, 255),
        ];
        assert_eq!(kept, expected);
    }
}
