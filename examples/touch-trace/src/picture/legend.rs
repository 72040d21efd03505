//! What the colours mean, and which way the events came.

use std::collections::BTreeMap;

use super::canvas::{Canvas, Colour, Nib};
use super::layout::Layout;
use super::letters::Pen;
use super::{HAIR, LOST, ink};
use crate::Outcome;

/// The letters of the colours.
const PEN: Pen = Pen {
    unit: 2.6,
    radius: HAIR,
    colour: [0x4B, 0x55, 0x63],
};

/// The letters of the way, which matter less.
const FAINT: Pen = Pen {
    colour: [0x9A, 0xA3, 0xAF],
    ..PEN
};

/// The way of an event.
const WAY: &str = "chip > I2C > sampler > ring > port > process";

/// How long a sample of a colour is, in pixels.
const SAMPLE: f32 = 26.0;

/// Pixels between a sample and its text; and twice that to the next.
const GAP: f32 = 18.0;

/// A colour, half the width of its lines, and what they are.
struct Entry {
    colour: Colour,
    radius: f32,
    text: String,
}

/// Writes the legend below the panel, as far as there is room.
pub(super) fn write(canvas: &mut Canvas, layout: &Layout, outcome: &Outcome) {
    let (mut x, y, right) = layout.legend();
    for Entry {
        colour,
        radius,
        text,
    } in entries(outcome)
    {
        let start = x + SAMPLE + GAP;
        let end = start + PEN.width(&text);
        if end > right {
            return;
        }
        let nib = |x| Nib {
            x,
            y: y - 6.0,
            radius,
        };
        canvas.line(&[nib(x), nib(x + SAMPLE)], colour);
        PEN.write(canvas, (start, y), &text);
        x = end + 2.0 * GAP;
    }
    let start = right - FAINT.width(WAY);
    if start > x {
        FAINT.write(canvas, (start, y), WAY);
    }
}

/// A line for each finger, and one for what was lost.
fn entries(outcome: &Outcome) -> Vec<Entry> {
    let mut events: BTreeMap<u8, usize> = BTreeMap::new();
    for received in &outcome.received {
        *events.entry(received.event.id).or_default() += 1;
    }
    let finger = |(id, count)| Entry {
        colour: ink(id),
        radius: 5.0,
        text: format!("finger {id}, {count} events"),
    };
    let dropped = outcome.counts.dropped;
    let lost = (dropped > 0).then(|| Entry {
        colour: LOST,
        radius: HAIR,
        text: format!("{dropped} events lost"),
    });
    events.into_iter().map(finger).chain(lost).collect()
}
