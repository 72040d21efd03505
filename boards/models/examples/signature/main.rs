//! Writes the built-in trace: a word signed by one finger, underlined by two.
//!
//! `cargo run -p board-models --example signature > boards/models/traces/signature.csv`
//!
//! Letters are splines through a few points; the finger follows them as a hand
//! does, slower where they bend, harder where they go down. Only operations
//! that IEEE 754 rounds exactly are used, so every machine writes the same
//! file; a test compares.

mod hand;
mod letters;

use std::fmt::Write;

use hand::{Point, Sample, walk};
use letters::strokes;

/// Microseconds between two reports of the controller.
const PERIOD_US: u64 = 6_000;

fn main() {
    print!("{}", csv());
}

/// The whole trace, as text.
pub(crate) fn csv() -> String {
    let mut out = String::from("time_us,kind,id,x,y,pressure\n");
    let mut now_us = 250_000;
    let [capital, word, underline] = strokes();
    for stroke in [capital, word] {
        rows(&mut out, &mut now_us, &[(0, 0, &walk(&stroke))]);
        now_us += 210_000;
    }
    let upper = walk(&underline);
    let lower: Vec<Sample> = upper.iter().map(|s| shifted(*s, (7.0, 19.0))).collect();
    // The second finger comes down a little later, and stays a little longer.
    rows(&mut out, &mut now_us, &[(0, 0, &upper), (1, 9, &lower)]);
    out
}

/// The same for a second finger, which presses less.
fn shifted(sample: Sample, (dx, dy): Point) -> Sample {
    Sample {
        at: (sample.at.0 + dx, sample.at.1 + dy),
        pressure: sample.pressure * 0.8,
    }
}

/// Fingers as rows: each with its id, the report that it comes down in, and
/// what it does from there.
fn rows(out: &mut String, now_us: &mut u64, fingers: &[(u8, usize, &[Sample])]) {
    let reports = fingers
        .iter()
        .map(|(_, from, samples)| from + samples.len())
        .max();
    for report in 0..reports.unwrap_or(0) {
        for (id, from, samples) in fingers {
            let Some(nth) = report.checked_sub(*from) else {
                continue;
            };
            let Some(sample) = samples.get(nth) else {
                continue;
            };
            let kind = match nth {
                0 => "down",
                _ if nth + 1 == samples.len() => "up",
                _ => "move",
            };
            let (x, y) = (sample.at.0.round(), sample.at.1.round());
            let pressure = sample.pressure.round();
            writeln!(out, "{now_us},{kind},{id},{x},{y},{pressure}").expect("text grows");
        }
        // The controller scans a little faster or slower as it pleases.
        *now_us += PERIOD_US + u64::from(report % 3 == 0) * 40 + u64::from(report % 7 == 0) * 90;
    }
}
