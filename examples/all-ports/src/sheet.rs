//! What is on the panel beside the strokes: an icon, letters, bars.

use display::{Area, Color, Draw};

/// The whole panel, as it lies on its side.
pub const WIDTH: u16 = 320;
/// Its rows.
pub const HEIGHT: u16 = 240;
/// Rows for strokes, from the top; those of the bars are below.
pub const SHEET: u16 = 204;

const PAPER: Color = 0xF7_F8_FA;
const LETTERS: Color = 0x56_60_6E;
const UNHEARD: Color = 0xC9_CE_D6;
const HEARD: Color = 0x12_80_6A;

/// Columns and rows of the icon.
pub const ICON: u16 = 20;
/// Where it is, from the left and from the top.
const CORNER: i16 = 8;

/// How many bars there are.
pub const BARS: usize = 76;
/// From one bar to the next, and how wide one is.
const PITCH: i16 = 4;
const BAR: u16 = 3;
/// The row that bars are around, and how far they reach at most.
const MIDDLE: i16 = 221;
const REACH: f32 = 16.0;

/// What is there before anything happens.
#[must_use]
pub fn paper() -> Draw {
    Draw::Fill(PAPER)
}

/// The icon, row by row: two rings, one in the other.
#[must_use]
pub fn icon() -> Vec<u16> {
    let middle = i32::from(ICON) - 1;
    let pixel = |x: i32, y: i32| {
        // In halves of a pixel, so that the middle has a place.
        let (x, y) = (2 * x - middle, 2 * y - middle);
        match x * x + y * y {
            0..=30 => 0x1F_3A_8A,
            120..=380 => 0xE0_5A_1E,
            _ => PAPER,
        }
    };
    let side = i32::from(ICON);
    let pixels = (0..side).flat_map(|y| (0..side).map(move |x| pixel(x, y)));
    pixels.map(rgb565).collect()
}

/// The upper five, six and five bits of a colour.
fn rgb565(color: Color) -> u16 {
    let [_, red, green, blue] = color.to_be_bytes().map(u16::from);
    red >> 3 << 11 | green >> 2 << 5 | blue >> 3
}

/// The icon, as it came out of the flash, and where it came from.
#[must_use]
pub fn caption(icon: Vec<u16>, identity: [u8; 3]) -> [Draw; 2] {
    let [maker, kind, capacity] = identity;
    let area = Area {
        x: CORNER,
        y: CORNER,
        width: ICON,
        height: ICON,
    };
    [
        Draw::Blit { area, pixels: icon },
        Draw::Text {
            x: CORNER + ICON as i16 + 8,
            y: CORNER,
            text: format!("flash {maker:02X} {kind:02X} {capacity:02X}"),
            color: LETTERS,
        },
    ]
}

/// How far bars reach for parts that are so loud: the loudest as far as there
/// is room, and silence not at all.
#[must_use]
pub fn heights(loud: &[f32]) -> Vec<u16> {
    let loudest = loud.iter().copied().fold(0.0, f32::max);
    let height = |loud: &f32| (loud / loudest * REACH).round() as u16;
    // Of silence the quotient is no number, which is no height either.
    loud.iter().map(height).collect()
}

/// The bar of a part of the sound, which reaches so far up and down.
#[must_use]
pub fn bar(nth: usize, reach: u16, is_heard: bool) -> Draw {
    // There are few enough bars for any integer.
    let x = CORNER + nth as i16 * PITCH;
    Draw::Rect {
        area: Area {
            x,
            y: MIDDLE - reach as i16,
            width: BAR,
            height: 2 * reach + 1,
        },
        color: if is_heard { HEARD } else { UNHEARD },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_is_on_the_panel_and_no_bar_on_the_sheet() {
        assert_eq!(heights(&[0.0, 0.0]), [0, 0]);
        let heights = heights(&[0.0, 0.1, 0.2]);
        assert_eq!(heights, [0, 8, 16]);
        for height in heights {
            let Draw::Rect { area, .. } = bar(BARS - 1, height, true) else {
                panic!("a bar is a rectangle");
            };
            assert!(area.x as u16 + area.width <= WIDTH - CORNER as u16);
            assert!(area.y as u16 >= SHEET);
            assert!(area.y as u16 + area.height <= HEIGHT);
        }
        let side = usize::from(ICON);
        assert_eq!(icon().len(), side * side);
    }
}
