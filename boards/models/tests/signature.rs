//! The built-in trace is what its generator writes, and what it claims to be.

use std::collections::HashSet;

use board_models::Trace;
use class_touch::{PanelSize, TouchKind};

#[path = "../examples/signature/main.rs"]
#[expect(dead_code, reason = "its main is not called here")]
mod generator;

#[test]
fn the_file_is_what_the_generator_writes() {
    let written = generator::csv();
    let file = include_str!("../traces/signature.csv");
    for (line, (written, file)) in (1..).zip(written.lines().zip(file.lines())) {
        assert_eq!(written, file, "line {line}");
    }
    assert_eq!(written.len(), file.len());
}

#[test]
fn a_few_thousand_points_and_two_fingers_at_once() {
    let trace = Trace::builtin();
    let rows = trace.rows();
    assert!((2_000..4_000).contains(&rows.len()), "{}", rows.len());
    let (mut down, mut most) = (HashSet::new(), 0);
    for row in rows {
        match row.kind {
            TouchKind::Up => down.remove(&row.id),
            _ => down.insert(row.id),
        };
        most = most.max(down.len());
    }
    assert_eq!((most, down.len()), (2, 0));
    let panel = PanelSize {
        width: 480,
        height: 320,
    };
    assert_eq!(trace.panel(), panel);
}

#[test]
fn at_a_controllers_pace_and_with_pressure() {
    let trace = Trace::builtin();
    let mut times: Vec<u64> = trace.rows().iter().map(|row| row.time_us).collect();
    times.dedup();
    let mut pauses = 0;
    for pair in times.windows(2) {
        match pair[1] - pair[0] {
            5_000..10_000 => {}
            200_000..300_000 => pauses += 1,
            other => panic!("{other} us between two reports"),
        }
    }
    assert_eq!(pauses, 2, "between three strokes");
    let pressures: HashSet<u8> = trace.rows().iter().map(|row| row.pressure).collect();
    assert!(pressures.len() > 50);
}
