//! The frame memory, the window in it, and how both are turned.

use super::LcdComplaint;

/// A colour, eight bits each of red, green and blue as the memory has them.
pub(super) type Color = [u8; 3];

/// `MADCTL` (36h): page order, column order, exchange, colour order.
const MY: u8 = 0x80;
const MX: u8 = 0x40;
const MV: u8 = 0x20;
const BGR: u8 = 0x08;

/// How the host's columns and pages lie in the memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Order {
    /// `MADCTL`.
    pub(super) bits: u8,
    columns: u16,
    rows: u16,
}

impl Order {
    /// Columns and pages that the host can address.
    pub(super) const fn size(self) -> (u16, u16) {
        if self.bits & MV == 0 {
            (self.columns, self.rows)
        } else {
            (self.rows, self.columns)
        }
    }

    /// The place in the memory, row by row; inside [`Self::size`] only.
    pub(super) fn place(self, column: u16, page: u16) -> usize {
        let (x, y) = if self.bits & MV == 0 {
            (column, page)
        } else {
            (page, column)
        };
        let (last_x, last_y) = (self.columns - 1, self.rows - 1);
        let x = if self.bits & MX == 0 { x } else { last_x - x };
        let y = if self.bits & MY == 0 { y } else { last_y - y };
        usize::from(y) * usize::from(self.columns) + usize::from(x)
    }

    /// Whether what the host writes is turned only, and not mirrored.
    pub(super) const fn is_turn(self) -> bool {
        (self.bits & (MV | MX | MY)).count_ones().is_multiple_of(2)
    }

    pub(super) const fn is_bgr(self) -> bool {
        self.bits & BGR != 0
    }
}

/// A pixel on its way in, and where the next one goes.
#[derive(Debug, Clone, Copy, Default)]
struct Cursor {
    bytes: [u8; 3],
    filled: usize,
    column: u16,
    page: u16,
    full: bool,
}

/// The memory, behind `CASET`, `PASET`, `MADCTL`, `COLMOD` and `RAMWR`.
#[derive(Debug)]
pub(super) struct Memory {
    pixels: Vec<Color>,
    pub(super) order: Order,
    columns: (u16, u16),
    pages: (u16, u16),
    /// Bytes of a pixel on the wire: 2 (16 bits) or 3 (18 bits).
    pub(super) pixel_bytes: usize,
    cursor: Cursor,
}

impl Memory {
    /// Powered up: what is in it is anything but a picture.
    pub(super) fn new(columns: u16, rows: u16) -> Self {
        let mut state = 0x9E37_79B9_u32;
        let mut noise = || {
            state ^= state << 13;
            state ^= state >> 17;
            state ^= state << 5;
            let [r, g, b, _] = state.to_le_bytes();
            [r, g, b]
        };
        let pixels = usize::from(columns) * usize::from(rows);
        let mut memory = Self {
            pixels: (0..pixels).map(|_| noise()).collect(),
            order: Order {
                bits: 0,
                columns,
                rows,
            },
            columns: (0, 0),
            pages: (0, 0),
            pixel_bytes: 3,
            cursor: Cursor::default(),
        };
        memory.reset();
        memory
    }

    /// The registers as after a reset; what is in the memory stays.
    pub(super) fn reset(&mut self) {
        self.order.bits = 0;
        self.columns = (0, self.order.columns - 1);
        self.pages = (0, self.order.rows - 1);
        self.pixel_bytes = 3;
        self.cursor = Cursor::default();
    }

    pub(super) fn pixel(&self, place: usize) -> Color {
        self.pixels.get(place).copied().unwrap_or_default()
    }

    pub(super) fn set_columns(&mut self, start: u16, end: u16) {
        self.columns = (start, end);
    }

    pub(super) fn set_pages(&mut self, start: u16, end: u16) {
        self.pages = (start, end);
    }

    /// `RAMWR`: the next pixel goes to the window's first place.
    pub(super) fn start(&mut self) {
        self.cursor = Cursor {
            column: self.columns.0,
            page: self.pages.0,
            ..Cursor::default()
        };
    }

    /// Whether the window is inside the memory as it is turned now.
    pub(super) fn check(&self) -> Result<(), LcdComplaint> {
        let (columns, pages) = self.order.size();
        let (column, page) = (self.columns.1, self.pages.1);
        if column < columns && page < pages {
            Ok(())
        } else {
            Err(LcdComplaint::Outside { column, page })
        }
    }

    /// Bytes of a pixel that is not complete.
    pub(super) const fn odd_bytes(&self) -> usize {
        self.cursor.filled
    }

    /// A byte of a pixel; the window is inside.
    pub(super) fn push(&mut self, byte: u8) -> Result<(), LcdComplaint> {
        let cursor = &mut self.cursor;
        if let Some(place) = cursor.bytes.get_mut(cursor.filled) {
            *place = byte;
        }
        cursor.filled += 1;
        if cursor.filled < self.pixel_bytes {
            return Ok(());
        }
        cursor.filled = 0;
        let overflow = cursor.full;
        let color = match self.pixel_bytes {
            2 => from_565(cursor.bytes),
            _ => cursor.bytes.map(|b| b & 0xFC | b >> 6),
        };
        let place = self.order.place(cursor.column, cursor.page);
        if let Some(pixel) = self.pixels.get_mut(place) {
            *pixel = color;
        }
        self.advance();
        if overflow {
            // Said once for each round.
            self.cursor.full = false;
            return Err(LcdComplaint::TooMany);
        }
        Ok(())
    }

    /// Column by column, page by page, and from the end to the beginning.
    fn advance(&mut self) {
        let cursor = &mut self.cursor;
        if cursor.column < self.columns.1 {
            cursor.column += 1;
            return;
        }
        cursor.column = self.columns.0;
        if cursor.page < self.pages.1 {
            cursor.page += 1;
            return;
        }
        cursor.page = self.pages.0;
        cursor.full = true;
    }
}

/// The high bits again as low ones, so that all ones are white.
fn from_565([high, low, _]: [u8; 3]) -> Color {
    let r = high & 0xF8;
    let g = high << 5 | low >> 3 & 0x1C;
    let b = low << 3;
    [r | r >> 5, g | g >> 6, b | b >> 5]
}
