//! AtomGL's display lists: what lies where, and what of it is seen.
//!
//! The list is read whole before anything is drawn. Then each pixel is sent once, in the colour of
//! the first item that is not seen through there: nothing flickers, and no copy of the picture is
//! kept.

use alloc::vec::Vec;

use avm_term::vm::OutOfMemory;
use avm_term::{StaticAtom, Term, atom};
use class_panel::{Geometry, Panel, PanelError, Rgb565, Window};
use embedded_graphics::prelude::RgbColor;

use crate::item::{Fault, Item};

/// Why a display list is not shown.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Refusal<'a> {
    /// The reason, and the term that it is about.
    Term(&'static StaticAtom, Term<'a>),
    OutOfMemory,
}

impl From<OutOfMemory> for Refusal<'_> {
    fn from(_: OutOfMemory) -> Self {
        Self::OutOfMemory
    }
}

/// A display list that can be shown.
#[derive(Debug)]
pub(crate) struct Scene<'a> {
    /// The first lies above all.
    items: Vec<Item<'a>>,
    panel: Geometry,
}

/// Pixels of one colour, side by side, up to the column `end`.
struct Span {
    color: Option<Rgb565>,
    end: i32,
}

impl<'a> Scene<'a> {
    /// Reads a list that is to be shown on a panel of this size.
    pub(crate) fn read(list: Term<'a>, panel: Geometry) -> Result<Self, Refusal<'a>> {
        let no_list = Refusal::Term(atom!("bad_value"), list);
        let mut items = Vec::new();
        for term in list.list().ok_or(no_list)? {
            let term = term.map_err(|_| no_list)?;
            let item = Item::read(term, panel).map_err(|fault| match fault {
                Fault::Unsupported => Refusal::Term(atom!("unsupported_item"), term),
                Fault::Bad => Refusal::Term(atom!("bad_item"), term),
                Fault::OutOfMemory => Refusal::OutOfMemory,
            })?;
            items.try_reserve(1).map_err(|_| OutOfMemory)?;
            items.push(item);
        }
        Ok(Self { items, panel })
    }

    /// Shows it. What no item covers stays as it is.
    pub(crate) fn show<P: Panel>(&self, panel: &mut P) -> Result<(), PanelError> {
        let Geometry { width, height } = self.panel;
        if self.items.iter().any(|item| item.hides(self.panel)) {
            return self.write(panel, (0, width), (0, height));
        }
        for y in 0..height {
            let mut from = 0;
            while let Some((left, right)) = self.covered(from, y) {
                self.write(panel, (left, right), (y, y + 1))?;
                from = right;
            }
        }
        Ok(())
    }

    /// Sends the columns and rows, each from the first to the one behind the last.
    fn write<P: Panel>(
        &self,
        panel: &mut P,
        columns: (u16, u16),
        rows: (u16, u16),
    ) -> Result<(), PanelError> {
        let (width, height) = (columns.1 - columns.0, rows.1 - rows.0);
        let Some(window) = Window::new(columns.0, rows.0, width, height) else {
            return Ok(());
        };
        let rows = i32::from(rows.0)..i32::from(rows.1);
        let pixels = rows.flat_map(|y| self.pixels(columns, y));
        panel.write(window, pixels)
    }

    /// The pixels of a row between two columns.
    fn pixels(&self, columns: (u16, u16), y: i32) -> impl Iterator<Item = Rgb565> + '_ {
        let mut span = Span {
            color: None,
            end: i32::MIN,
        };
        (columns.0.into()..columns.1.into()).map(move |x| {
            if x >= span.end {
                span = self.span(x, y);
            }
            // Only what is covered is sent.
            span.color.unwrap_or(Rgb565::BLACK)
        })
    }

    /// The first pixels of a row from a column on that are covered.
    fn covered(&self, from: u16, y: u16) -> Option<(u16, u16)> {
        let (width, y) = (self.panel.width.into(), y.into());
        let mut x = i32::from(from);
        let mut left = None;
        while x < width {
            let span = self.span(x, y);
            match (span.color, left) {
                (Some(_), None) => left = Some(x),
                (None, Some(_)) => break,
                _ => {}
            }
            x = span.end;
        }
        // Both are within the panel.
        Some((left? as u16, x as u16))
    }

    /// What is seen at a column and a row, and up to which column it surely is the same.
    fn span(&self, x: i32, y: i32) -> Span {
        let mut end = i32::from(self.panel.width);
        for item in &self.items {
            if y < item.top || y >= item.bottom || x >= item.right {
                continue;
            }
            if x < item.left {
                end = end.min(item.left);
                continue;
            }
            let seen = item.color(x, y);
            end = match seen {
                Some((_, true)) => end.min(item.right),
                _ => x + 1,
            };
            if let Some((color, _)) = seen {
                let color = Some(color);
                return Span { color, end };
            }
        }
        Span { color: None, end }
    }
}
