//! What `scene_dots` is given and prints, and leaves on the panel.

use std::fmt::Write as _;

use example_testing::Picture;

use crate::trace::{self, Row};

/// The fingers that come down.
pub(crate) struct Scene {
    /// The recording, which begins with a tap before anybody listens.
    pub(crate) recording: String,
    /// What is seen of it.
    dots: Vec<Row>,
}

impl Scene {
    pub(crate) fn new() -> Self {
        // Fewer than the ring of events holds, so none is lost while the panel is drawn on.
        let mut trace = trace::two_fingers(23, 56, 2_500);
        for row in &mut trace {
            row.time_us += 2_000_000;
        }
        let tap = [(0, "down"), (1, "up")].map(|(time_us, kind)| Row {
            time_us,
            kind,
            id: 0,
            x: 9,
            y: 9,
            pressure: 1,
        });
        let recording = trace::csv(&[&tap[..], &trace[..]].concat());
        trace.retain(|row| row.kind == "down");
        assert!(trace.len() > 4, "{}", trace.len());
        Self {
            recording,
            dots: trace,
        }
    }

    /// How many fingers come down.
    pub(crate) fn count(&self) -> String {
        self.dots.len().to_string()
    }

    /// What the program prints.
    pub(crate) fn transcript(&self) -> String {
        let mut expected = String::new();
        for Row { time_us, x, y, .. } in &self.dots {
            let ms = time_us / 1000;
            let _ = writeln!(expected, "touched = {{{ms},{x},{y}}}");
        }
        expected
            + "odd = {error,{unsupported_item,{circle,1,2,3}}}\nby_name = ok\n\
               stopped = {ok,ok}\nclosed = {error,closed}\nagain = ok\n"
    }

    /// What it leaves on the panel.
    pub(crate) fn picture(&self) -> Picture {
        let mut picture = Picture::new(240, 320, 0xFF_FF_FF);
        for (nth, row) in self.dots.iter().enumerate() {
            let red = ((self.dots.len() - nth) % 32) as u16;
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
}
