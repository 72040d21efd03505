//! Events as lines, broken where events are missing.

use std::collections::BTreeMap;

use class_touch::{TouchEvent, TouchKind};

/// What one finger did without a gap, or a gap in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Piece {
    pub(crate) id: u8,
    /// Whether the events between its ends were lost.
    pub(crate) lost: bool,
    pub(crate) places: Vec<TouchEvent>,
}

/// Breaks a recording into pieces, `received` being the rows that came out. A
/// gap reaches from the last event before it to the first after it.
pub(crate) fn pieces(rows: &[TouchEvent], received: &[usize]) -> Vec<Piece> {
    let mut came = vec![false; rows.len()];
    for row in received {
        if let Some(came) = came.get_mut(*row) {
            *came = true;
        }
    }
    let mut open: BTreeMap<u8, Piece> = BTreeMap::new();
    let mut done = Vec::new();
    for (row, came) in rows.iter().zip(came) {
        let fresh = Piece {
            id: row.id,
            lost: !came,
            places: Vec::new(),
        };
        let piece = open.entry(row.id).or_insert(fresh);
        if piece.lost == came {
            let next = turn(piece, *row);
            done.push(std::mem::replace(piece, next));
        } else {
            piece.places.push(*row);
        }
        if row.kind == TouchKind::Up {
            done.extend(open.remove(&row.id));
        }
    }
    done.extend(open.into_values());
    done
}

/// Ends a piece at a row of the other sort, and begins the next.
fn turn(piece: &mut Piece, row: TouchEvent) -> Piece {
    let (id, lost) = (piece.id, !piece.lost);
    let shared = if lost {
        piece.places.last().copied()
    } else {
        None
    };
    if piece.lost {
        piece.places.push(row);
    }
    Piece {
        id,
        lost,
        places: shared.into_iter().chain([row]).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(of: &[(TouchKind, u8, u16)]) -> Vec<TouchEvent> {
        let row = |(kind, id, x): &(TouchKind, u8, u16)| TouchEvent::new(0, *kind, *id, *x, 0);
        of.iter().map(row).collect()
    }

    /// Pieces in short: id, lost, columns.
    fn short(rows: &[TouchEvent], received: &[usize]) -> Vec<(u8, bool, Vec<u16>)> {
        let columns = |piece: &Piece| piece.places.iter().map(|place| place.x).collect();
        let pieces = pieces(rows, received);
        pieces
            .iter()
            .map(|piece| (piece.id, piece.lost, columns(piece)))
            .collect()
    }

    use TouchKind::{Down, Move, Up};

    #[test]
    fn two_fingers_are_two_lines_and_a_finger_twice_is_two() {
        let rows = rows(&[
            (Down, 0, 1),
            (Down, 1, 2),
            (Move, 0, 3),
            (Up, 1, 4),
            (Up, 0, 5),
            (Down, 0, 6),
        ]);
        let expected = [
            (1, false, vec![2, 4]),
            (0, false, vec![1, 3, 5]),
            (0, false, vec![6]),
        ];
        assert_eq!(short(&rows, &[0, 1, 2, 3, 4, 5]), expected);
    }

    #[test]
    fn a_gap_reaches_from_event_to_event() {
        let rows = rows(&[
            (Down, 0, 1),
            (Move, 0, 2),
            (Move, 0, 3),
            (Move, 0, 4),
            (Move, 0, 5),
            (Up, 0, 6),
        ]);
        let expected = [
            (0, false, vec![1, 2]),
            (0, true, vec![2, 3, 4, 5]),
            (0, false, vec![5, 6]),
        ];
        assert_eq!(short(&rows, &[0, 1, 4, 5]), expected);
        let expected = [
            (0, true, vec![1, 2, 3]),
            (0, false, vec![3]),
            (0, true, vec![3, 4, 5, 6]),
        ];
        assert_eq!(short(&rows, &[2]), expected);
    }

    #[test]
    fn a_lift_that_was_lost_ends_its_stroke_all_the_same() {
        let rows = rows(&[(Down, 0, 1), (Up, 0, 2), (Down, 0, 9), (Up, 0, 8)]);
        let expected = [
            (0, false, vec![1]),
            (0, true, vec![1, 2]),
            (0, false, vec![9, 8]),
        ];
        assert_eq!(short(&rows, &[0, 2, 3]), expected);
    }
}
