//! The display port: the picture on the emulated OLED, pixel for pixel.

mod expected;

use std::fs::{self, File};
use std::io::Write;
use std::thread;
use std::time::{Duration, Instant};

use tools::Failure;

use super::{NOTHING, Ports, judge, told};
use crate::run::{Ending, LIMIT, Run, TRANSCRIPT};
use expected::{COLUMNS, Greys, ROWS};

/// QEMU shows each pixel as so many by so many.
const MAGNIFIED: usize = 4;
/// How the file begins, before three bytes a pixel.
const HEADER: &str = "P6\n512 256\n255\n";
/// What the file is called.
const PICTURE: &str = "picture.ppm";

pub(super) fn check(ports: &mut Ports<'_>) -> Result<(), Failure> {
    let expected = expected::greys();
    let differ = |seen: &Greys| {
        let pairs = seen.iter().zip(&expected);
        pairs.filter(|(seen, expected)| seen != expected).count()
    };
    let seen = show(ports, "display")?;
    let wrong = differ(&seen);
    let lit = seen.iter().filter(|grey| **grey != 0).count();
    println!(
        "{:<24} {wrong} of {} pixels wrong, {lit} lit",
        "",
        seen.len()
    );
    if wrong != 0 {
        return Err(Failure::new("the picture is another"));
    }
    let wrong = differ(&show(ports, "display_seeded")?);
    println!("{:<24} {wrong} of {} pixels wrong", "", expected.len());
    let sentence = "the one wrong pixel went unnoticed";
    (wrong == 1)
        .then_some(())
        .ok_or_else(|| Failure::new(sentence))
}

/// Runs a scenario, and takes the picture once it is drawn.
fn show(ports: &mut Ports<'_>, scenario: &str) -> Result<Greys, Failure> {
    let run = ports.image(scenario, NOTHING)?;
    let begin = Instant::now();
    let mut picture = Err(Failure::new("no picture was taken"));
    let ending = run.run_with(LIMIT, |run, mut qemu, end| {
        run.until(end, TRANSCRIPT, |text| text.contains("drawn\n"))?;
        let request = r#"{"execute":"screendump","arguments":{"filename":"picture.ppm"}}"#;
        writeln!(qemu, r#"{{"execute":"qmp_capabilities"}}{request}"#)?;
        picture = take(run, end);
        File::create(run.file("taken"))?;
        Ok(())
    })?;
    told(scenario, &["", "ssd0323"], ending, begin);
    judge(scenario, &run, ending, Ending::Status(0))?;
    read(&picture?)
}

/// Waits until the file is whole.
fn take(run: &Run<'_>, end: Instant) -> Result<Vec<u8>, Failure> {
    let whole = HEADER.len() + 3 * MAGNIFIED * MAGNIFIED * COLUMNS * ROWS;
    loop {
        let picture = fs::read(run.file(PICTURE)).unwrap_or_default();
        if picture.len() == whole {
            return Ok(picture);
        }
        if Instant::now() >= end {
            return Err(Failure::new("the picture was not taken"));
        }
        thread::sleep(Duration::from_millis(10));
    }
}

/// The greys of a file: every pixel has to be a square of one grey.
fn read(picture: &[u8]) -> Result<Greys, Failure> {
    let other = || Failure::new("the picture is no magnified picture of greys");
    let pixels = picture.strip_prefix(HEADER.as_bytes()).ok_or_else(other)?;
    let (pixels, _) = pixels.as_chunks::<3>();
    let mut greys = vec![0; COLUMNS * ROWS];
    for (nth, [red, green, blue]) in pixels.iter().enumerate() {
        let line = nth / (COLUMNS * MAGNIFIED);
        let row = line / MAGNIFIED;
        let column = nth % (COLUMNS * MAGNIFIED) / MAGNIFIED;
        let is_first = nth.is_multiple_of(MAGNIFIED) && line.is_multiple_of(MAGNIFIED);
        let grey = greys.get_mut(row * COLUMNS + column).ok_or_else(other)?;
        if is_first {
            *grey = red / 17;
        }
        let is_grey = red == green && green == blue && *red == 17 * *grey;
        is_grey.then_some(()).ok_or_else(other)?;
    }
    Ok(greys)
}
