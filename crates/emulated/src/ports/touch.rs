//! The touch port: fingers that come from outside of the emulator.

use std::fs::File;
use std::io::Write;
use std::process::ChildStdin;
use std::time::Instant;

use emulated_suite::Fault;
use tools::Failure;

use super::{Ports, TOUCH, compare, judge, told};
use crate::run::{Ending, LIMIT, TRANSCRIPT};

/// Where the finger comes down and goes. From one point to the next it moves
/// along one axis, because a reading takes one after the other.
const POINTS: [(u16, u16); 24] = [
    (120, 160),
    (121, 160),
    (121, 161),
    (200, 161),
    (200, 20),
    (30, 20),
    (30, 300),
    (220, 300),
    (220, 100),
    (10, 100),
    (10, 200),
    (9, 200),
    (9, 199),
    (8, 199),
    (8, 310),
    (230, 310),
    (230, 5),
    (231, 5),
    (231, 50),
    (64, 50),
    (64, 128),
    (32, 128),
    (32, 64),
    (3, 64),
];

/// What QEMU converts: an axis is 0 to 0x7FFF, and a conversion is so much at
/// 0, and so much more at the end, with up to 7 of noise.
struct Axis {
    first: f64,
    more: f64,
    /// Conversions at the first and the last pixel, as the board takes them.
    edges: (f64, f64),
    pixels: f64,
}

/// Along a row: QEMU's y.
const COLUMN: Axis = Axis {
    first: 200.0,
    more: 3450.0,
    edges: (200.0, 3650.0),
    pixels: 240.0,
};
/// Along a column: QEMU's x, which it counts backwards.
const ROW: Axis = Axis {
    first: 290.0,
    more: 3470.0,
    edges: (3760.0, 290.0),
    pixels: 320.0,
};

impl Axis {
    /// Where QEMU has to be told that the finger is, for a pixel: so that the
    /// middle of the noise is converted to the middle of the pixel.
    fn place(&self, pixel: u16) -> u32 {
        let (first, last) = self.edges;
        let conversion = first + f64::from(pixel) * (last - first) / (self.pixels - 1.0);
        let place = (conversion - 3.5 - self.first) * 32_768.0 / self.more;
        place.round().clamp(0.0, 32_767.0) as u32
    }
}

pub(super) fn check(ports: &mut Ports<'_>) -> Result<(), Failure> {
    follow(ports, "touch", false)?;
    follow(ports, "touch_seeded", true)?;
    alone(ports)?;
    disturbed(ports)
}

/// The finger goes its way, each step after the port has told of the last.
fn follow(ports: &mut Ports<'_>, scenario: &str, is_seeded: bool) -> Result<(), Failure> {
    let run = ports.image(scenario, TOUCH)?;
    let begin = Instant::now();
    let ending = run.run_with(LIMIT, |run, mut qemu, end| {
        run.until(end, TRANSCRIPT, |text| text.contains("ready\n"))?;
        for (nth, point) in POINTS.iter().enumerate() {
            press(&mut qemu, *point)?;
            run.until(end, TRANSCRIPT, |text| events(text).len() > nth)?;
        }
        File::create(run.file("last"))?;
        Ok(())
    })?;
    told(scenario, TOUCH, ending, begin);
    judge(scenario, &run, ending, Ending::Status(0))?;
    let seen = events(&run.transcript()?);
    let kinds = |nth| if nth == 0 { "down" } else { "move" };
    let expected = POINTS.iter().enumerate();
    let expected = expected
        .map(|(nth, point)| (kinds(nth).into(), *point))
        .collect();
    compare("points", &seen, &expected, is_seeded)?;
    println!("{:<24} {} points", "", seen.len());
    Ok(())
}

/// Nobody touches the panel.
fn alone(ports: &mut Ports<'_>) -> Result<(), Failure> {
    let run = ports.image("untouched", TOUCH)?;
    File::create(run.file("begin"))?;
    let begin = Instant::now();
    let ending = run.run(LIMIT)?;
    told("untouched", TOUCH, ending, begin);
    judge("untouched", &run, ending, Ending::Status(0))
}

/// A finger where nobody should be: the image without events has to notice.
fn disturbed(ports: &mut Ports<'_>) -> Result<(), Failure> {
    let run = ports.image("untouched", TOUCH)?;
    let begin = Instant::now();
    let ending = run.run_with(LIMIT, |run, mut qemu, end| {
        press(&mut qemu, (100, 100))?;
        // Its greeting, and two replies, whatever they say.
        run.until(end, "qemu.txt", |text| text.lines().count() >= 3)?;
        File::create(run.file("begin"))?;
        Ok(())
    })?;
    told("untouched, touched", TOUCH, ending, begin);
    let failed = Ending::Status(i32::from(Fault::Answer.status()));
    judge("untouched, touched", &run, ending, failed)
}

/// Has QEMU's finger press a pixel.
fn press(qemu: &mut ChildStdin, (x, y): (u16, u16)) -> Result<(), Failure> {
    // Its x is counted backwards before it is converted.
    let (qemu_x, qemu_y) = (0x7FFF - ROW.place(y), COLUMN.place(x));
    let axis = |name: &str, value: u32| {
        format!(r#"{{"type":"abs","data":{{"axis":"{name}","value":{value}}}}}"#)
    };
    let button = r#"{"type":"btn","data":{"down":true,"button":"left"}}"#;
    let events = [axis("x", qemu_x), axis("y", qemu_y), button.into()].join(",");
    // A second greeting is refused, which is all the same.
    let text = [
        r#"{"execute":"qmp_capabilities"}{"execute":"input-send-event","#,
        r#""arguments":{"events":["#,
        &events,
        "]}}\n",
    ]
    .concat();
    qemu.write_all(text.as_bytes())?;
    Ok(())
}

/// A kind, and a point.
type Event = (String, (u16, u16));

/// The events of a transcript: `{touch,Kind,0,X,Y,Pressure,Time}`.
fn events(transcript: &str) -> Vec<Event> {
    let messages = transcript
        .lines()
        .filter(|line| line.starts_with("{touch,#Port"));
    let parts = messages.flat_map(|line| line.split("{touch,").skip(2));
    parts.filter_map(event).collect()
}

fn event(text: &str) -> Option<Event> {
    let mut words = text.split(',');
    let (kind, _finger) = (words.next()?, words.next()?);
    let (x, y) = (words.next()?.parse().ok()?, words.next()?.parse().ok()?);
    Some((kind.into(), (x, y)))
}

#[cfg(test)]
mod tests {
    use super::{POINTS, event, events};

    #[test]
    fn a_finger_moves_along_one_axis() {
        for pair in POINTS.windows(2) {
            let ((x, y), (next_x, next_y)) = (pair[0], pair[1]);
            assert!((x == next_x) != (y == next_y), "{pair:?}");
        }
    }

    #[test]
    fn events_are_read_from_a_transcript() {
        let down = "down,0,120,160,255,2000}";
        assert_eq!(event(down), Some(("down".into(), (120, 160))));
        let text = "open touch #{}\n\
                    {touch,#Port<0.4>,[{touch,down,0,1,2,255,9},{touch,move,0,3,4,255,11}]}\n";
        let expected = [("down".into(), (1, 2)), ("move".into(), (3, 4))];
        assert_eq!(events(text), expected);
    }
}
