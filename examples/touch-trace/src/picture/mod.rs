//! The picture: what the process had, drawn.

mod canvas;
mod curve;
mod layout;
mod legend;
mod letters;
mod strokes;

use class_touch::TouchEvent;

use crate::Replayed;
use canvas::{Canvas, Colour, Nib};
use layout::Layout;
use strokes::{Piece, pieces};

/// Inks, a finger each; after the last comes the first again.
const INKS: [Colour; 6] = [
    [0x1F, 0x3A, 0x8A],
    [0xE0, 0x5A, 0x1E],
    [0x12, 0x80, 0x6A],
    [0xA2, 0x1C, 0x5B],
    [0x6D, 0x4A, 0xC4],
    [0x8A, 0x6A, 0x0F],
];
const LOST: Colour = [0xC9, 0xCE, 0xD6];
const FRAME: Colour = [0xD5, 0xDA, 0xE1];
const GRID: Colour = [0xE3, 0xE7, 0xEC];

/// Half the width of the thinnest line.
const HAIR: f32 = 1.1;

/// A finished picture.
pub(crate) struct Picture(Canvas);

impl Picture {
    /// Draws what was received; `found` has the row of each event.
    pub(crate) fn draw(replayed: &Replayed, found: &[usize]) -> Self {
        let layout = Layout::of(replayed.recording.panel);
        let (width, height) = layout.size();
        let mut canvas = Canvas::new(width, height);
        background(&mut canvas, &layout);
        let pieces = pieces(&replayed.recording.rows, found);
        let (lost, came): (Vec<&Piece>, Vec<&Piece>) = pieces.iter().partition(|p| p.lost);
        for piece in lost {
            canvas.line(&layout.path(&piece.places, |_| HAIR), LOST);
        }
        for piece in came {
            canvas.line(&layout.path(&piece.places, breadth), ink(piece.id));
        }
        legend::write(&mut canvas, &layout, &replayed.outcome);
        Self(canvas)
    }

    /// Width and height, in pixels.
    pub(crate) fn size(&self) -> (usize, usize) {
        (self.0.width(), self.0.height())
    }

    /// The picture as a PNG.
    pub(crate) fn encode(&self) -> Result<Vec<u8>, png::EncodingError> {
        let mut bytes = Vec::new();
        let (width, height) = self.size();
        let mut encoder = png::Encoder::new(&mut bytes, width as u32, height as u32);
        encoder.set_color(png::ColorType::Rgb);
        encoder.set_depth(png::BitDepth::Eight);
        let mut writer = encoder.write_header()?;
        writer.write_image_data(self.0.bytes())?;
        writer.finish()?;
        Ok(bytes)
    }
}

fn ink(id: u8) -> Colour {
    INKS[usize::from(id) % INKS.len()]
}

/// Half the width of a line: the harder the finger, the broader.
fn breadth(event: &TouchEvent) -> f32 {
    1.6 + f32::from(event.pressure) / 255.0 * 11.5
}

fn background(canvas: &mut Canvas, layout: &Layout) {
    for (x, y) in layout.grid() {
        canvas.line(&[Nib { x, y, radius: 1.7 }], GRID);
    }
    let corners = layout.frame().map(|(x, y)| Nib { x, y, radius: 1.0 });
    canvas.line(&corners, FRAME);
}
