//! The program, run; and its picture, reckoned from a trace.
#![allow(dead_code, reason = "each test program uses a part of it")]

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use all_ports::{BARS, HEIGHT, INKS, SHEET, WIDTH, bar, caption, icon, paper};
use display::Draw;
use example_testing::{Picture, Ran, folder, run};

/// The built-in trace, as its file has it: 480 x 320 points.
pub(crate) const SIGNATURE: &str = include_str!("../../../../boards/models/traces/signature.csv");

pub(crate) fn all_ports(at: &Path, args: &[&str], environment: &[(&str, &str)]) -> Ran {
    run(env!("CARGO_BIN_EXE_all-ports"), at, args, environment)
}

pub(crate) fn place(name: &str) -> PathBuf {
    folder(env!("CARGO_TARGET_TMPDIR"), &format!("all-ports-{name}"))
}

/// What everything but the strokes looks like, `heights` being those of the
/// bars.
pub(crate) fn background(heights: &[u16]) -> Picture {
    let mut picture = Picture::new(WIDTH.into(), HEIGHT.into(), 0);
    let mut draws = vec![paper()];
    draws.extend(caption(icon(), [0xEF, 0x40, 0x14]));
    draws.extend((0..BARS).map(|nth| bar(nth, heights[nth], true)));
    draws.iter().for_each(|draw| paint(&mut picture, draw));
    picture
}

fn paint(picture: &mut Picture, draw: &Draw) {
    match draw {
        Draw::Fill(color) => *picture = Picture::new(picture.width, picture.height, *color),
        Draw::Rect { area, color } => {
            let place = [area.x.into(), area.y.into()];
            picture.rect(place, [area.width.into(), area.height.into()], *color);
        }
        Draw::Text { x, y, text, color } => {
            picture.text([(*x).into(), (*y).into()], text, *color);
        }
        Draw::Blit { area, pixels } => {
            picture.blit([area.x.into(), area.y.into()], area.width.into(), pixels);
        }
    }
}

/// How far the bars of a sound of 16 bits reach.
pub(crate) fn heights(samples: &[i32]) -> Vec<u16> {
    let part = samples.len().div_ceil(BARS);
    let parts = samples.chunks(part);
    let mut loud: Vec<i32> = parts
        .map(|part| part.iter().map(|sample| sample.abs()).max().expect("one"))
        .collect();
    loud.resize(BARS, 0);
    let loudest = loud.iter().copied().max().expect("bars").max(1);
    let height = |loud: &i32| (f64::from(*loud) / f64::from(loudest) * 16.0).round() as u16;
    loud.iter().map(height).collect()
}

/// Draws what the fingers of a trace did, whose points are 480 x 320.
pub(crate) fn strokes(picture: &mut Picture, csv: &str) {
    let mut fingers: HashMap<i32, (f64, f64)> = HashMap::new();
    for row in csv.lines().skip(1) {
        let fields: Vec<&str> = row.split(',').collect();
        let number = |nth: usize| fields[nth].parse::<i32>().expect("a number");
        // The first and the last point are the first and the last pixel.
        let to = (
            (f64::from(number(3)) * 319.0 / 479.0).round(),
            (f64::from(number(4)) * 239.0 / 319.0).round(),
        );
        let (id, pressure) = (number(2), number(5));
        let from = *fingers.entry(id).or_insert(to);
        let color = INKS[id as usize % INKS.len()];
        segment(picture, from, to, pressure, color);
        match fields[1] {
            "up" => fingers.remove(&id),
            _ => fingers.insert(id, to),
        };
    }
}

/// Round dots along a line, its end included.
fn segment(picture: &mut Picture, from: (f64, f64), to: (f64, f64), pressure: i32, color: u32) {
    let (right, down) = (to.0 - from.0, to.1 - from.1);
    let steps = right.abs().max(down.abs()).max(1.0);
    // Whole quarters of a pixel.
    let radius = (f64::from(pressure) * 16.0 / 255.0).floor() / 4.0 + 0.75;
    let mut step = 1.0;
    while step <= steps {
        let half_up = |start: f64, side: f64| (start + side * step / steps + 0.5).floor();
        let middle = (half_up(from.0, right), half_up(from.1, down));
        for x in middle.0 as i32 - 6..=middle.0 as i32 + 6 {
            for y in middle.1 as i32 - 6..=middle.1 as i32 + 6 {
                let far = (f64::from(x) - middle.0).hypot(f64::from(y) - middle.1);
                if far <= radius && y < SHEET.into() {
                    picture.rect([x, y], [1, 1], color);
                }
            }
        }
        step += 1.0;
    }
}
