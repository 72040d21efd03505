//! Traces of two fingers, made up anew from a seed.

use std::fmt::Write as _;

/// One row of a trace: what one finger does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Row {
    pub(crate) time_us: u64,
    pub(crate) kind: &'static str,
    pub(crate) id: u8,
    pub(crate) x: u16,
    pub(crate) y: u16,
    pub(crate) pressure: u8,
}

impl Row {
    /// The row as it stands in a trace, and as the test programs print an event.
    pub(crate) fn text(&self) -> String {
        let Self {
            time_us,
            kind,
            id,
            x,
            y,
            pressure,
        } = self;
        format!("{time_us},{kind},{id},{x},{y},{pressure}")
    }
}

/// A trace of about `rows` rows, `period_us` apart, which ends with both fingers lifted.
pub(crate) fn two_fingers(seed: u64, rows: usize, period_us: u64) -> Vec<Row> {
    let mut random = Random(seed);
    let mut down = [false; 2];
    let mut trace = Vec::new();
    while trace.len() < rows {
        let id = random.below(2);
        let finger = &mut down[id as usize];
        let kind = match (*finger, random.below(20)) {
            (false, _) => "down",
            (true, 0) => "up",
            (true, _) => "move",
        };
        *finger = kind != "up";
        trace.push(random.row(kind, id));
    }
    for (id, finger) in (0..).zip(down) {
        if finger {
            trace.push(random.row("up", id));
        }
    }
    for (nth, row) in (1..).zip(&mut trace) {
        row.time_us = nth * period_us;
    }
    trace
}

/// The trace as a file.
pub(crate) fn csv(rows: &[Row]) -> String {
    let mut text = String::from("time_us,kind,id,x,y,pressure\n");
    for row in rows {
        let _ = writeln!(text, "{}", row.text());
    }
    text
}

/// Xorshift: the same numbers on every run.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: u16) -> u8 {
        u8::try_from(self.number() % u64::from(limit)).unwrap_or(u8::MAX)
    }

    fn coordinate(&mut self, limit: u64) -> u16 {
        u16::try_from(self.number() % limit).unwrap_or(0)
    }

    fn row(&mut self, kind: &'static str, id: u8) -> Row {
        let (x, y) = (self.coordinate(320), self.coordinate(240));
        let pressure = 1 + self.below(255);
        Row {
            time_us: 0,
            kind,
            id,
            x,
            y,
            pressure,
        }
    }

    fn number(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 >> 11
    }
}
