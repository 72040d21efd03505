//! Programs made for AtomGL and `avm_scene`, on these ports.

use std::fmt::Write as _;

use example_testing::Picture;

use crate::trace::{self, Row};
use crate::vm::{Program, vm};

/// What `scene_dots` leaves on the panel.
fn picture(dots: &[&Row]) -> Picture {
    let mut picture = Picture::new(240, 320, 0xFF_FF_FF);
    for (nth, row) in dots.iter().enumerate() {
        let red = ((dots.len() - nth) % 32) as u16;
        for (column, line) in (0..7).flat_map(|line| (0..9).map(move |column| (column, line))) {
            let (x, y) = (i32::from(row.x) + column, i32::from(row.y) + line);
            picture.set(x, y, red << 11);
        }
    }
    // (255 * 128 + 127) / 255 of red and (255 * 127 + 127) / 255 of blue.
    let mixed = (128 >> 3 << 11) | (127 >> 3);
    for (place, color) in (0..).zip([mixed, 0x07E0, 0x001F, 0xFFFF]) {
        for (column, line) in [(0, 0), (1, 0), (0, 1), (1, 1)] {
            picture.set(place % 2 * 2 + column, place / 2 * 2 + line, color);
        }
    }
    picture
}

#[test]
fn a_program_for_scenes_runs_as_it_is() {
    let Some(vm) = vm() else { return };
    // Fewer than the ring of events holds, so none is lost while the panel is drawn on.
    let mut trace = trace::two_fingers(23, 56, 2_500);
    for row in &mut trace {
        row.time_us += 2_000_000;
    }
    // The first tap comes before anybody listens.
    let tap = [(0, "down"), (1, "up")].map(|(time_us, kind)| Row {
        time_us,
        kind,
        id: 0,
        x: 9,
        y: 9,
        pressure: 1,
    });
    let recording = [&tap[..], &trace[..]].concat();
    let dots: Vec<&Row> = trace.iter().filter(|row| row.kind == "down").collect();
    assert!(dots.len() > 4, "{}", dots.len());
    let run = vm.run(Program {
        module: "scene_dots",
        defines: &[("DOTS", &dots.len().to_string())],
        trace: Some(&trace::csv(&recording)),
        speed: "1",
    });
    let mut expected = String::new();
    for row in &dots {
        let _ = writeln!(
            expected,
            "touched = {{{},{},{}}}",
            row.time_us / 1000,
            row.x,
            row.y
        );
    }
    expected += "odd = {error,{unsupported_item,{circle,1,2,3}}}\nby_name = ok\n\
                 stopped = {ok,ok}\nclosed = {error,closed}\nagain = ok\n";
    run.assert_transcript(&expected);
    assert_eq!([run.drops_of("touch"), run.drops_of("display")], [2, 1]);
    let mut seen = Picture::read(&run.dir.join("out/panel.png"));
    assert_eq!(seen.difference(&picture(&dots)), None);
    // And one pixel that differs would be seen.
    seen.set(239, 319, 0x1234);
    assert!(seen.difference(&picture(&dots)).is_some());
}
