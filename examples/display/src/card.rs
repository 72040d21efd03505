//! The test card: what shows that a panel is wired and driven rightly.

use crate::{Area, Color, Draw};

const PAPER: Color = 0x14_1A_24;
const INK: Color = 0xF2_F5_F9;
const MARK: Color = 0xE0_5A_1E;

/// White, the mixtures of two colours, the three colours, black.
const BARS: [Color; 8] = [
    0xFF_FF_FF, 0xFF_FF_00, 0x00_FF_FF, 0x00_FF_00, 0xFF_00_FF, 0xFF_00_00, 0x00_00_FF, 0x00_00_00,
];

/// Steps of grey.
const GREYS: u16 = 16;

/// Everything that is drawn, in order, on a panel of this size: bars of all
/// colours, every level of each, greys, letters, and marks that reach beyond
/// every corner.
#[must_use]
pub fn card(width: u16, height: u16) -> Vec<Draw> {
    let mut card = vec![Draw::Fill(PAPER)];
    card.extend(bars(width, 0, height * 3 / 8));
    let band = height / 12;
    let mut y = height * 3 / 8;
    for (levels, shift) in [(32, 11), (64, 5), (32, 0)] {
        card.push(ramp(area(0, y, width, band), levels, shift));
        y += band;
    }
    card.extend(greys(width, y, band));
    card.extend(nested(width, height));
    card.extend(letters(width, height, y + band));
    card.extend(marks(width, height));
    card
}

/// A rectangle on the panel.
fn area(x: u16, y: u16, width: u16, height: u16) -> Area {
    // No panel has so many columns or rows that this saturates.
    let place = |at| i16::try_from(at).unwrap_or(i16::MAX);
    Area {
        x: place(x),
        y: place(y),
        width,
        height,
    }
}

/// The `nth` of so many columns that fill the width.
fn column(nth: usize, of: usize, width: u16) -> (u16, u16) {
    let edge = |nth| (usize::from(width) * nth / of) as u16;
    (edge(nth), edge(nth + 1) - edge(nth))
}

fn bars(width: u16, y: u16, height: u16) -> impl Iterator<Item = Draw> {
    BARS.into_iter().enumerate().map(move |(nth, color)| {
        let (x, width) = column(nth, BARS.len(), width);
        Draw::Rect {
            area: area(x, y, width, height),
            color,
        }
    })
}

/// All levels of one colour from the left to the right, `shift` bits up in the
/// pixel.
fn ramp(area: Area, levels: u32, shift: u32) -> Draw {
    let columns = u32::from(area.width);
    let row = (0..columns).map(|x| ((x * levels / columns) << shift) as u16);
    let rows = (0..area.height).flat_map(|_| row.clone());
    Draw::Blit {
        area,
        pixels: rows.collect(),
    }
}

fn greys(width: u16, y: u16, height: u16) -> impl Iterator<Item = Draw> {
    (0..GREYS).map(move |nth| {
        let (x, width) = column(nth.into(), GREYS.into(), width);
        Draw::Rect {
            area: area(x, y, width, height),
            color: u32::from(nth) * 0x11_11_11,
        }
    })
}

/// Squares within squares at the lower right, of one pixel each.
fn nested(width: u16, height: u16) -> impl Iterator<Item = Draw> {
    let side = height / 5;
    let (left, top) = (
        width.saturating_sub(side + 16),
        height.saturating_sub(side + 16),
    );
    (0..side / 2).map(move |inset| {
        let side = side - 2 * inset;
        Draw::Rect {
            area: area(left + inset, top + inset, side, side),
            color: if inset % 2 == 0 { INK } else { PAPER },
        }
    })
}

fn letters(width: u16, height: u16, y: u16) -> [Draw; 3] {
    let size = format!("{width} x {height}, 16 bits");
    let lines = [size.as_str(), "Grüße, Erlang", "«façade» ±½°"];
    let mut y = i16::try_from(y).unwrap_or(i16::MAX).saturating_add(8);
    lines.map(|text| {
        let line = Draw::Text {
            x: 16,
            y,
            text: text.into(),
            color: INK,
        };
        y = y.saturating_add(22);
        line
    })
}

/// Squares around the corners, of which the panel shows a quarter.
fn marks(width: u16, height: u16) -> impl Iterator<Item = Draw> {
    const HALF: u16 = 6;
    let mark = |x: u16, y: u16| {
        let corner = area(x, y, 2 * HALF, 2 * HALF);
        Draw::Rect {
            area: Area {
                x: corner.x - HALF as i16,
                y: corner.y - HALF as i16,
                ..corner
            },
            color: MARK,
        }
    };
    let corners = [(0, 0), (width, 0), (0, height), (width, height)];
    corners.into_iter().map(move |(x, y)| mark(x, y))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ramps_have_every_level_and_their_own_colour() {
        for (levels, shift, full) in [(32, 11, 0xF800), (64, 5, 0x07E0), (32, 0, 0x001F)] {
            let Draw::Blit { pixels, .. } = ramp(area(0, 0, 320, 2), levels, shift) else {
                panic!("a ramp is a blit");
            };
            assert_eq!(pixels.len(), 640);
            let mut row = pixels[..320].to_vec();
            assert_eq!(row, pixels[320..]);
            row.dedup();
            assert_eq!(row.len(), levels as usize);
            assert_eq!(row[row.len() - 1], full);
        }
    }

    #[test]
    fn columns_fill_any_width() {
        for width in [8, 13, 240, 320] {
            let mut next = 0;
            for nth in 0..8 {
                let (x, columns) = column(nth, 8, width);
                assert_eq!(x, next);
                next = x + columns;
            }
            assert_eq!(next, width);
        }
    }

    #[test]
    fn a_panel_of_any_size_has_a_card() {
        for (width, height) in [(1, 1), (16, 16), (240, 320), (1024, 600)] {
            assert!(card(width, height).len() > 30);
        }
    }
}
