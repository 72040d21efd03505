//! Letters as strokes, for the legend.

use super::canvas::{Canvas, Colour, Nib};
use super::curve::rounded;

/// Each glyph: its character and its strokes. A place is two digits: units to
/// the right, and down from the top of the capitals, whose foot is at 6. The
/// corners of strokes are rounded, but for places given twice.
const GLYPHS: &[(char, &str)] = &[
    ('a', "44 42 02 06 46 44|42 46"),
    ('b', "00 06|04 02 42 46 06 04"),
    ('c', "43 42 02 06 46 45"),
    ('d', "40 46|44 42 02 06 46 44"),
    ('e', "04 44 44 42 02 06 46 45"),
    ('f', "30 10 16|02 32"),
    ('g', "44 42 02 06 46 44|42 48 08 07"),
    ('h', "00 06|04 02 42 46"),
    ('i', "02 06|00"),
    ('j', "22 28 08|20"),
    ('k', "00 06|32 04 04 36"),
    ('l', "00 06"),
    ('m', "02 06|04 02 32 36|34 32 62 66"),
    ('n', "02 06|04 02 42 46"),
    ('o', "22 02 06 46 42 22"),
    ('p', "02 08|04 02 42 46 06 04"),
    ('q', "42 48|44 42 02 06 46 44"),
    ('r', "02 06|04 02 32"),
    ('s', "43 42 02 04 44 46 06 05"),
    ('t', "10 14 16 36|02 32"),
    ('u', "02 06 46 42|42 46"),
    ('v', "02 26 26 42"),
    ('w', "02 16 16 33 33 56 56 62"),
    ('x', "02 46|42 06"),
    ('y', "02 26|42 18"),
    ('z', "02 42 42 06 06 46"),
    ('0', "20 00 06 46 40 20"),
    ('1', "01 20 20 26"),
    ('2', "01 00 40 43 06 06 46"),
    ('3', "01 00 40 43 23|23 43 46 06 05"),
    ('4', "36 30 30 04 04 44"),
    ('5', "40 00 00 03 03 42 46 06 05"),
    ('6', "30 00 06 46 43 03 04"),
    ('7', "00 40 40 16"),
    ('8', "20 00 03 43 40 20|23 03 06 46 43 23"),
    ('9', "16 46 40 00 03 43 42"),
    ('C', "41 40 00 06 46 45"),
    ('I', "00 20|10 16|06 26"),
    ('>', "04 64|42 64 64 46"),
    (',', "06 07"),
    ('.', "06"),
    ('-', "04 34"),
];

/// Units between two letters.
const GAP: f32 = 2.2;

/// Units that a space takes.
const SPACE: f32 = 3.0;

/// A size and a colour of letters.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Pen {
    /// Pixels of a unit; a capital is six units high.
    pub(crate) unit: f32,
    /// Half the width of a stroke, in pixels.
    pub(crate) radius: f32,
    /// The ink.
    pub(crate) colour: Colour,
}

impl Pen {
    /// Writes from (x, y) to the right, y being the foot of the letters. A
    /// character that has no glyph is a space.
    pub(crate) fn write(self, canvas: &mut Canvas, (x, y): (f32, f32), text: &str) {
        let mut x = x;
        for letter in text.chars() {
            for stroke in strokes(letter) {
                let nib = |(right, down): (f32, f32)| Nib {
                    x: x + right * self.unit,
                    y: y + (down - 6.0) * self.unit,
                    radius: self.radius,
                };
                let nibs: Vec<Nib> = stroke.into_iter().map(nib).collect();
                canvas.line(&rounded(&nibs), self.colour);
            }
            x += advance(letter) * self.unit;
        }
    }

    /// How far to the right a text reaches, in pixels.
    pub(crate) fn width(self, text: &str) -> f32 {
        let units: f32 = text.chars().map(advance).sum();
        (units - GAP).max(0.0) * self.unit
    }
}

/// The places of a glyph's strokes.
fn strokes(letter: char) -> Vec<Vec<(f32, f32)>> {
    let glyph = GLYPHS.iter().find(|(known, _)| *known == letter);
    let place = |pair: &str| {
        let mut digits = pair
            .bytes()
            .map(|digit| f32::from(digit.saturating_sub(b'0')));
        Some((digits.next()?, digits.next()?))
    };
    let stroke = |text: &str| text.split(' ').filter_map(place).collect();
    glyph.map_or(Vec::new(), |(_, text)| {
        text.split('|').map(stroke).collect()
    })
}

/// Units from a letter's beginning to that of the next.
fn advance(letter: char) -> f32 {
    let right = strokes(letter)
        .into_iter()
        .flatten()
        .map(|(right, _)| right)
        .reduce(f32::max);
    right.map_or(SPACE, |right| right + GAP)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_glyph_is_strokes_of_places_in_its_cell() {
        for (letter, text) in GLYPHS {
            let written: usize = strokes(*letter).iter().map(Vec::len).sum();
            assert_eq!(written * 3, text.len() + 1, "{letter}");
            let inside = |&(right, down): &(f32, f32)| right <= 6.0 && down <= 8.0;
            assert!(strokes(*letter).iter().flatten().all(inside), "{letter}");
        }
    }

    #[test]
    fn text_is_as_wide_as_it_is_said_to_be() {
        let mut canvas = Canvas::new(200, 20);
        let pen = Pen {
            unit: 2.0,
            radius: 0.5,
            colour: [0; 3],
        };
        pen.write(&mut canvas, (3.0, 15.0), "48 eu");
        let dark = canvas
            .bytes()
            .chunks(3)
            .enumerate()
            .filter(|(_, pixel)| pixel[0] < 128);
        let right = dark.map(|(nth, _)| nth % 200).max().unwrap_or(0);
        assert!(
            (right as f32 + 1.0 - 3.0 - pen.width("48 eu")).abs() <= 1.5,
            "{right}"
        );
    }
}
