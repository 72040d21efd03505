//! Lists, which are strings as long as they hold nothing but bytes.

use core::ops::Range;

use super::{FULL, Part, Writer, length};
use crate::build::BuildError;
use crate::etf::{Form, MAX_STRING, tag};
use crate::into::IntoTerm;

/// What stands before the cells of a list, and before the bytes of a string.
const LIST_HEADER: usize = 5;
const STRING_HEADER: usize = 3;

impl Writer<'_> {
    /// A list whose items are at hand: its header is written once. As long as there were nothing
    /// but bytes, they lie packed at the end, so a string never takes more than its own room.
    #[inline]
    pub(super) fn list_of<T: IntoTerm>(&mut self, items: &[T]) -> Result<Part, BuildError> {
        let end = self.front;
        self.put([tag::NIL])?;
        if items.is_empty() {
            return Ok(self.push(end, Form::Nil));
        }
        let is_short = items.len() <= MAX_STRING;
        let is_string = self.items(items, is_short, end)?;
        let [a, b, c, d] = length(items.len())?;
        if is_string {
            self.put([tag::STRING, c, d])?;
            return Ok(self.push(end, Form::String));
        }
        self.put([tag::LIST, a, b, c, d])?;
        Ok(self.push(end, Form::List))
    }

    /// Writes items in front of the end of their list; returns whether they lie packed.
    #[inline(always)]
    fn items<T: IntoTerm>(
        &mut self,
        items: &[T],
        is_short: bool,
        end: usize,
    ) -> Result<bool, BuildError> {
        // A writer whose address nobody else has stays in registers.
        let mut writer = Writer {
            buffer: &mut *self.buffer,
            ..*self
        };
        let written = writer.items_here(items, is_short, end);
        (self.front, self.failed) = (writer.front, writer.failed);
        written
    }

    #[inline(always)]
    fn items_here<T: IntoTerm>(
        &mut self,
        items: &[T],
        mut is_string: bool,
        end: usize,
    ) -> Result<bool, BuildError> {
        let mut is_first = true;
        for item in items.iter().rev() {
            let start = self.front;
            let part = item.build(self)?;
            if self.pop_last_first([part].into_iter()) != Some(start) {
                return Err(BuildError::Unrepresentable);
            }
            if is_string {
                is_string = part.form == Form::Byte;
                let done = if is_first { 0 } else { end - start };
                self.front = pack(self.buffer, part, done, end)?;
                is_first = false;
            }
        }
        Ok(is_string)
    }

    /// Puts a head before a tail.
    pub(super) fn join(&mut self, head: Part, tail: Part) -> Result<Part, BuildError> {
        let head_bytes = head.end - head.start;
        let end = self.pop([head, tail].into_iter())?;
        // `pop` put them in order, so this is where they are now.
        let at_tail = self.front + head_bytes;
        match (head.form, tail.form) {
            (Form::Byte, Form::Nil) => {
                self.front = pack_first(self.buffer, self.front, end)?;
                self.put([tag::STRING, 0, 1])?;
                Ok(self.push(end, Form::String))
            }
            (Form::Byte, Form::String) if end - at_tail < STRING_HEADER + MAX_STRING => {
                self.grow_string(at_tail, end)
            }
            (_, Form::String) => {
                let count = end - at_tail - STRING_HEADER;
                self.front = spread(self.buffer, self.front..at_tail, count, end)?;
                let [a, b, c, d] = length(count + 1)?;
                self.put([tag::LIST, a, b, c, d])?;
                Ok(self.push(end, Form::List))
            }
            (_, Form::List) => self.grow_list(head_bytes, end),
            (_, Form::Nil | Form::Byte | Form::Other) => {
                self.put([tag::LIST, 0, 0, 0, 1])?;
                Ok(self.push(end, Form::List))
            }
        }
    }

    /// A byte before a string: it takes the last place of the string's header.
    fn grow_string(&mut self, at_tail: usize, end: usize) -> Result<Part, BuildError> {
        let byte = *self.buffer.get(self.front + 1).ok_or(FULL)?;
        let count = end - at_tail - STRING_HEADER + 1;
        *self.at(at_tail + STRING_HEADER - 1)? = byte;
        self.front += 1;
        let [_, _, high, low] = length(count)?;
        self.overwrite(self.front, [tag::STRING, high, low])?;
        Ok(self.push(end, Form::String))
    }

    /// Anything before a list: it changes places with the list's header.
    fn grow_list(&mut self, head_bytes: usize, end: usize) -> Result<Part, BuildError> {
        let at_header = self.front + head_bytes;
        let header = self.buffer.get(at_header..).ok_or(FULL)?;
        let &[_, a, b, c, d] = header.first_chunk::<LIST_HEADER>().ok_or(FULL)?;
        self.buffer
            .copy_within(self.front..at_header, self.front + LIST_HEADER);
        let count = u32::from_be_bytes([a, b, c, d]).checked_add(1);
        let [a, b, c, d] = count.ok_or(BuildError::Unrepresentable)?.to_be_bytes();
        self.overwrite(self.front, [tag::LIST, a, b, c, d])?;
        Ok(self.push(end, Form::List))
    }

    fn overwrite<const N: usize>(&mut self, at: usize, bytes: [u8; N]) -> Result<(), BuildError> {
        let place = self.buffer.get_mut(at..).ok_or(FULL)?;
        *place.first_chunk_mut().ok_or(FULL)? = bytes;
        Ok(())
    }

    fn at(&mut self, index: usize) -> Result<&mut u8, BuildError> {
        self.buffer.get_mut(index).ok_or(FULL)
    }
}

/// Packs an item if it is a byte, before so many others; if not, they become cells. Returns where
/// it begins then.
fn pack(buffer: &mut [u8], part: Part, done: usize, end: usize) -> Result<usize, BuildError> {
    match (part.form, done) {
        (Form::Byte, 0) => pack_first(buffer, part.start, end),
        // The second of its two bytes is its value.
        (Form::Byte, _) => Ok(part.start + 1),
        (_, 0) => Ok(part.start),
        _ => spread(buffer, part.start..part.end, done, end),
    }
}

/// Makes one byte of an integer and the end of its list.
fn pack_first(buffer: &mut [u8], front: usize, end: usize) -> Result<usize, BuildError> {
    let byte = *buffer.get(front + 1).ok_or(FULL)?;
    let last = end.checked_sub(1).ok_or(FULL)?;
    *buffer.get_mut(last).ok_or(FULL)? = byte;
    Ok(last)
}

/// Makes cells, and the end of a list, of the packed bytes before `end`; `head` moves out of the
/// way. Returns where it begins then.
fn spread(
    buffer: &mut [u8],
    head: Range<usize>,
    count: usize,
    end: usize,
) -> Result<usize, BuildError> {
    let front = end.checked_sub(head.len() + 2 * count + 1).ok_or(FULL)?;
    let (cells, packed) = (front + head.len(), end - count);
    buffer.copy_within(head, front);
    for index in 0..count {
        let byte = *buffer.get(packed + index).ok_or(FULL)?;
        let cell = buffer.get_mut(cells + 2 * index..).ok_or(FULL)?;
        *cell.first_chunk_mut().ok_or(FULL)? = [tag::SMALL_INTEGER, byte];
    }
    *buffer.get_mut(end - 1).ok_or(FULL)? = tag::NIL;
    Ok(front)
}
