//! One item of AtomGL's display lists.
//!
//! The forms are those of AtomGL's `docs/primitives.md`.

use avm_term::vm::OutOfMemory;
use avm_term::{FromTerm, Invalid, Term, Text, atom};
use class_panel::{Geometry, Rgb565};

use crate::color::Color;
use crate::image::{Image, Part};
use crate::letters::{self, Letters};

/// The largest column, row and size, either way: far beyond any panel, and sums do not overflow.
const FAR: i32 = 1 << 20;

/// Why a term is no item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// There is no such item, font, format or option.
    Unsupported,
    /// The item is one of AtomGL's, and one of its values is of the wrong type or size.
    Bad,
    /// There is no memory to read it.
    OutOfMemory,
}

impl From<Invalid<'_>> for Fault {
    fn from(invalid: Invalid<'_>) -> Self {
        match invalid {
            Invalid::OutOfMemory => Self::OutOfMemory,
            _ => Self::Bad,
        }
    }
}

impl From<OutOfMemory> for Fault {
    fn from(_: OutOfMemory) -> Self {
        Self::OutOfMemory
    }
}

/// An item that can be shown.
#[derive(Debug)]
pub(crate) struct Item<'a> {
    pub(crate) left: i32,
    pub(crate) top: i32,
    /// The column behind the last.
    pub(crate) right: i32,
    /// The row behind the last.
    pub(crate) bottom: i32,
    look: Look<'a>,
}

#[derive(Debug)]
enum Look<'a> {
    Solid(Rgb565),
    Text {
        letters: Letters,
        ink: Rgb565,
        paper: Option<Rgb565>,
    },
    Image(Part<'a>, Option<Color>),
}

impl<'a> Item<'a> {
    /// Reads an item that is to be shown on a panel of this size.
    pub(crate) fn read(term: Term<'a>, panel: Geometry) -> Result<Self, Fault> {
        let tag = term.element(0).ok_or(Fault::Unsupported)?;
        if tag.is(atom!("rect")) {
            Self::rect(term)
        } else if tag.is(atom!("text")) {
            Self::text(term, panel)
        } else if tag.is(atom!("image")) {
            Self::image(term)
        } else if tag.is(atom!("scaled_cropped_image")) {
            Self::scaled_cropped_image(term)
        } else {
            Err(Fault::Unsupported)
        }
    }

    fn rect(term: Term<'a>) -> Result<Self, Fault> {
        let [_, x, y, width, height, color] = fields(term)?;
        let look = Look::Solid(Color::from_term(color)?.rgb565());
        Self::new([x, y], number(width)?, number(height)?, look)
    }

    fn text(term: Term<'a>, panel: Geometry) -> Result<Self, Fault> {
        let [_, x, y, font, ink, paper, text] = fields(term)?;
        if !font.is(atom!("default16px")) {
            return Err(Fault::Unsupported);
        }
        let Text(line) = text.get()?;
        let look = Look::Text {
            letters: Letters::of(&line, number(x)?, panel.width.into())?,
            ink: Color::from_term(ink)?.rgb565(),
            paper: background(paper)?.map(Color::rgb565),
        };
        // At most 64 Ki letters.
        let width = line.chars().count() as i32 * letters::WIDTH;
        Self::new([x, y], width, letters::HEIGHT, look)
    }

    fn image(term: Term<'a>) -> Result<Self, Fault> {
        let [_, x, y, paper, image] = fields(term)?;
        let part = Part::whole(Image::read(image)?);
        let (width, height) = part.size();
        let look = Look::Image(part, background(paper)?);
        Self::new([x, y], width, height, look)
    }

    fn scaled_cropped_image(term: Term<'a>) -> Result<Self, Fault> {
        let [_, x, y, width, height, paper, source @ .., options, image] = fields::<12>(term)?;
        if !options.is_nil() {
            return Err(Fault::Unsupported);
        }
        let [from_x, from_y, scale_x, scale_y] = source;
        let from = (from_x.get()?, from_y.get()?);
        let scale = (scale_x.get()?, scale_y.get()?);
        let part = Part::new(Image::read(image)?, from, scale).ok_or(Fault::Bad)?;
        let look = Look::Image(part, background(paper)?);
        Self::new([x, y], number(width)?, number(height)?, look)
    }

    fn new(corner: [Term<'a>; 2], width: i32, height: i32, look: Look<'a>) -> Result<Self, Fault> {
        let [left, top] = [number(corner[0])?, number(corner[1])?];
        Ok(Self {
            left,
            top,
            right: left + width,
            bottom: top + height,
            look,
        })
    }

    /// Its colour there, and whether it is the same up to its right edge; `None` where it is seen
    /// through. The column and row are of the panel, and within the item.
    pub(crate) fn color(&self, x: i32, y: i32) -> Option<(Rgb565, bool)> {
        let (column, row) = (x - self.left, y - self.top);
        match &self.look {
            Look::Solid(color) => Some((*color, true)),
            Look::Text {
                letters,
                ink,
                paper,
            } => {
                let color = if letters.ink(column, row)? {
                    Some(*ink)
                } else {
                    *paper
                };
                Some((color?, false))
            }
            Look::Image(part, paper) => Some((part.color(column, row, *paper)?, false)),
        }
    }

    /// Whether it hides all of a panel of this size.
    pub(crate) fn hides(&self, panel: Geometry) -> bool {
        let (right, bottom) = (panel.width.into(), panel.height.into());
        let all = self.left <= 0 && self.top <= 0 && self.right >= right && self.bottom >= bottom;
        all && matches!(self.look, Look::Solid(_))
    }
}

/// The fields of a tuple of so many.
fn fields<'a, const N: usize>(term: Term<'a>) -> Result<[Term<'a>; N], Fault> {
    term.tuple().ok_or(Fault::Unsupported)
}

/// A column, a row or a size.
fn number(term: Term<'_>) -> Result<i32, Fault> {
    let number = term.get()?;
    let is_near = (-FAR..=FAR).contains(&number);
    if is_near { Ok(number) } else { Err(Fault::Bad) }
}

/// A colour, or `transparent`.
fn background(term: Term<'_>) -> Result<Option<Color>, Fault> {
    if term.is(atom!("transparent")) {
        return Ok(None);
    }
    Ok(Some(term.get()?))
}
