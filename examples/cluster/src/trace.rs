//! What fingers do on a device: a recording for the simulated board.

use std::fmt::Write as _;

/// How many events a device offers in a second.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rate {
    /// As many as are taken: the finger waits while the queue is full.
    Unpaced,
    /// So many, whether they are taken or not.
    Paced(u32),
}

impl Rate {
    /// Microseconds between rows of the recording.
    fn period_us(self) -> u64 {
        match self {
            Self::Unpaced => 1_000,
            Self::Paced(rate) => (1_000_000 / u64::from(rate)).max(1),
        }
    }

    /// What `SIM_SPEED` is to be.
    pub(crate) fn speed(self) -> &'static str {
        match self {
            Self::Unpaced => "0",
            Self::Paced(_) => "1",
        }
    }
}

/// Steps of one stroke: one that comes down, moves, one that goes up.
const STROKE: u64 = 20;

/// A recording of so many events: one finger that draws stroke after stroke.
#[must_use]
pub fn trace(events: u64, rate: Rate) -> String {
    let mut text = String::from("time_us,kind,id,x,y,pressure\n");
    for nth in 0..events {
        let kind = match nth % STROKE {
            _ if nth + 1 == events => "up",
            0 => "down",
            step if step + 1 == STROKE => "up",
            _ => "move",
        };
        let (x, y) = (nth * 7 % 480, nth * 3 % 320);
        let _ = writeln!(text, "{},{kind},0,{x},{y},9", nth * rate.period_us());
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_recording_has_as_many_rows_as_events_and_ends_with_no_finger_down() {
        let text = trace(41, Rate::Paced(2_000));
        let rows: Vec<&str> = text.lines().skip(1).collect();
        assert_eq!(rows.len(), 41);
        assert_eq!(rows[0], "0,down,0,0,0,9");
        assert_eq!(rows[1], "500,move,0,7,3,9");
        assert!(rows[19].contains(",up,") && rows[20].contains(",down,"));
        assert!(rows[40].contains(",up,"));
    }
}
