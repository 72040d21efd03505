//! Pictures in display lists: red, green, blue and alpha, a byte each.

use avm_term::{Term, atom};
use class_panel::Rgb565;

use crate::color::Color;
use crate::item::Fault;

/// A picture.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Image<'a> {
    width: u16,
    height: u16,
    /// Row by row.
    pixels: &'a [[u8; 4]],
}

impl<'a> Image<'a> {
    /// Reads `{rgba8888, Width, Height, Pixels}`.
    pub(crate) fn read(term: Term<'a>) -> Result<Self, Fault> {
        let [format, width, height, pixels] = term.tuple().ok_or(Fault::Bad)?;
        if !format.is(atom!("rgba8888")) {
            return Err(Fault::Unsupported);
        }
        let (width, height): (u16, u16) = (width.get()?, height.get()?);
        let bytes: &[u8] = pixels.get()?;
        let (pixels, rest) = bytes.as_chunks();
        let area = u64::from(width) * u64::from(height);
        if pixels.len() as u64 != area || !rest.is_empty() {
            return Err(Fault::Bad);
        }
        Ok(Self {
            width,
            height,
            pixels,
        })
    }

    fn pixel(&self, column: i32, row: i32) -> Option<[u8; 4]> {
        let (column, row) = (u16::try_from(column).ok()?, u16::try_from(row).ok()?);
        if column >= self.width {
            return None;
        }
        let place = usize::from(row) * usize::from(self.width) + usize::from(column);
        self.pixels.get(place).copied()
    }
}

/// A part of a picture, enlarged.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Part<'a> {
    image: Image<'a>,
    /// The column and the row of the picture that are shown in the corner.
    from: (i32, i32),
    /// Pixels that one pixel of the picture becomes, across and down.
    scale: (i32, i32),
}

impl<'a> Part<'a> {
    pub(crate) fn whole(image: Image<'a>) -> Self {
        Self {
            image,
            from: (0, 0),
            scale: (1, 1),
        }
    }

    /// `None` for a scale below 1.
    pub(crate) fn new(image: Image<'a>, from: (i32, i32), scale: (i32, i32)) -> Option<Self> {
        let enlarges = scale.0 >= 1 && scale.1 >= 1;
        enlarges.then_some(Self { image, from, scale })
    }

    /// Columns and rows of the picture.
    pub(crate) fn size(&self) -> (i32, i32) {
        (self.image.width.into(), self.image.height.into())
    }

    /// The colour at a column and a row of what is shown, on this paper; `None` where it is seen
    /// through: beside the picture, and without paper where the picture is not opaque.
    pub(crate) fn color(&self, column: i32, row: i32, paper: Option<Color>) -> Option<Rgb565> {
        let column = self.from.0.checked_add(column / self.scale.0)?;
        let row = self.from.1.checked_add(row / self.scale.1)?;
        let [red, green, blue, alpha] = self.image.pixel(column, row)?;
        let ink = Color::of(red, green, blue);
        if alpha == u8::MAX {
            return Some(ink.rgb565());
        }
        Some(paper?.mixed(ink, alpha).rgb565())
    }
}
