//! The pass that writes bytes, from the last to the first.
//!
//! In the external format a header stands before what it counts, while a description comes to a
//! tuple after its elements and to a list after its end. Written backwards, both meet: nothing
//! moves. Elements that were described first to last are turned round in place.
//!
//! What is written and not yet part of another part lies as a stack: the newest part begins at
//! `front`, each one ends where the next older begins, the oldest at the end of the buffer. A part
//! knows its place in it, so one that is used twice, or not at all, is found out.

mod list;
mod number;

use super::encode::EncodeError;
use super::{Encoded, Form, MAX_ATOM_CHARACTERS, VERSION, tag};
use crate::Value;
use crate::atom::StaticAtom;
use crate::build::{BuildError, Builder, sealed};
use crate::into::IntoTerm;
use crate::term::{Pid, Term};

/// Writes into a buffer, from its end.
#[derive(Debug)]
pub(super) struct Writer<'b> {
    buffer: &'b mut [u8],
    /// Where the written bytes begin.
    front: usize,
    /// How many parts are on the stack.
    level: usize,
    /// What went wrong where no error could be told.
    failed: Option<EncodeError>,
}

/// An encoding on the stack.
#[derive(Clone, Copy, Debug)]
pub(super) struct Part {
    start: usize,
    end: usize,
    /// How many older parts the stack has.
    level: usize,
    form: Form,
}

/// What the buffer lacks, as the description hears it.
const FULL: BuildError = BuildError::OutOfMemory;

impl<'b> Writer<'b> {
    pub(super) fn new(buffer: &'b mut [u8]) -> Self {
        Self {
            front: buffer.len(),
            buffer,
            level: 0,
            failed: None,
        }
    }

    /// Ends with the version; returns where the encoding begins.
    pub(super) fn finish(mut self, whole: Result<Part, BuildError>) -> Result<usize, EncodeError> {
        if let Some(error) = self.failed {
            return Err(error);
        }
        let whole = whole?;
        let is_all = whole.start == self.front && whole.level == 0 && self.level == 1;
        if !is_all || whole.end != self.buffer.len() {
            return Err(EncodeError::Unrepresentable);
        }
        self.put([VERSION])?;
        Ok(self.front)
    }

    /// Makes room in front of all others.
    #[inline(always)]
    fn room<const N: usize>(&mut self) -> Result<&mut [u8; N], BuildError> {
        let free = self.buffer.get_mut(..self.front).ok_or(FULL)?;
        let (free, room) = free.split_last_chunk_mut().ok_or(FULL)?;
        self.front = free.len();
        Ok(room)
    }

    /// Writes bytes in front of all others.
    #[inline(always)]
    fn put<const N: usize>(&mut self, bytes: [u8; N]) -> Result<(), BuildError> {
        *self.room()? = bytes;
        Ok(())
    }

    /// Writes bytes of any number in front of all others.
    #[inline(always)]
    fn put_slice(&mut self, bytes: &[u8]) -> Result<(), BuildError> {
        let start = self.front.checked_sub(bytes.len()).ok_or(FULL)?;
        let into = self.buffer.get_mut(start..self.front).ok_or(FULL)?;
        copy_short(into, bytes);
        self.front = start;
        Ok(())
    }

    /// Puts what was written since `end` onto the stack.
    #[inline(always)]
    fn push(&mut self, end: usize, form: Form) -> Part {
        let level = self.level;
        self.level += 1;
        Part {
            start: self.front,
            end,
            level,
            form,
        }
    }

    /// Takes parts from the stack, which now begin at `front` and stand in this order. Returns
    /// where they end.
    fn pop<I>(&mut self, parts: I) -> Result<usize, BuildError>
    where
        I: DoubleEndedIterator<Item = Part> + Clone,
    {
        if let Some(end) = self.pop_last_first(parts.clone()) {
            return Ok(end);
        }
        let end = self.pop_last_first(parts.clone().rev());
        let end = end.ok_or(BuildError::Unrepresentable)?;
        // Turned round are all bytes, then those of each part again.
        let mut rest = self.buffer.get_mut(self.front..end).ok_or(FULL)?;
        rest.reverse();
        for part in parts {
            let length = part.end - part.start;
            let (bytes, others) = rest.split_at_mut_checked(length).ok_or(FULL)?;
            bytes.reverse();
            rest = others;
        }
        Ok(end)
    }

    /// Takes parts from the stack, the newest first, and returns where they end; `None`, and nothing
    /// is taken, if they are not its newest.
    #[inline(always)]
    fn pop_last_first(&mut self, parts: impl Iterator<Item = Part>) -> Option<usize> {
        let (mut at, mut level) = (self.front, self.level);
        for part in parts {
            if part.start != at || part.level + 1 != level {
                return None;
            }
            (at, level) = (part.end, part.level);
        }
        self.level = level;
        Some(at)
    }

    /// Ends a tuple whose elements are written.
    #[inline(always)]
    fn end_tuple(&mut self, arity: usize, end: usize) -> Result<Part, BuildError> {
        if let Ok(arity) = u8::try_from(arity) {
            self.put([tag::SMALL_TUPLE, arity])?;
        } else {
            let [a, b, c, d] = length(arity)?;
            self.put([tag::LARGE_TUPLE, a, b, c, d])?;
        }
        Ok(self.push(end, Form::Other))
    }

    fn part(&self, part: Part) -> &[u8] {
        self.buffer.get(part.start..part.end).unwrap_or_default()
    }

    /// Whether two of the keys are the same.
    fn is_twice(&self, pairs: &mut [(Part, Part)]) -> bool {
        pairs.sort_unstable_by(|a, b| self.part(a.0).cmp(self.part(b.0)));
        let mut neighbours = pairs.windows(2);
        neighbours.any(|pair| matches!(pair, [a, b] if self.part(a.0) == self.part(b.0)))
    }

    #[inline(always)]
    fn small_atom(&mut self, prefixed: &[u8]) -> Result<Part, BuildError> {
        let end = self.front;
        let free = self.buffer.get_mut(..end).ok_or(FULL)?;
        let start = end.checked_sub(1 + prefixed.len()).ok_or(FULL)?;
        if let Some((first, text)) = free.get_mut(start..).and_then(<[u8]>::split_first_mut) {
            *first = tag::SMALL_ATOM_UTF8;
            copy_short(text, prefixed);
        }
        self.front = start;
        Ok(self.push(end, Form::Other))
    }
}

/// Copies what is mostly shorter than 16 bytes, as two pieces that may overlap.
#[inline(always)]
fn copy_short(into: &mut [u8], from: &[u8]) {
    if let (4..8, Some(first), Some(last)) = (from.len(), from.first_chunk(), from.last_chunk()) {
        put_ends::<4>(into, first, last);
    } else if let (8..17, Some(first), Some(last)) =
        (from.len(), from.first_chunk(), from.last_chunk())
    {
        put_ends::<8>(into, first, last);
    } else if into.len() == from.len() {
        into.copy_from_slice(from);
    }
}

#[inline(always)]
fn put_ends<const N: usize>(into: &mut [u8], first: &[u8; N], last: &[u8; N]) {
    if let Some(place) = into.first_chunk_mut() {
        *place = *first;
    }
    if let Some(place) = into.last_chunk_mut() {
        *place = *last;
    }
}

fn length(count: usize) -> Result<[u8; 4], BuildError> {
    let count = u32::try_from(count).map_err(|_| BuildError::Unrepresentable)?;
    Ok(count.to_be_bytes())
}

impl sealed::Sealed for Writer<'_> {}

impl Builder for Writer<'_> {
    type Part = Part;

    const LAST_FIRST: bool = true;

    #[inline(always)]
    fn signed(&mut self, value: i64) -> Result<Part, BuildError> {
        self.integer(value)
    }

    #[inline(always)]
    fn unsigned(&mut self, value: u64) -> Result<Part, BuildError> {
        self.natural(value)
    }

    fn float(&mut self, value: f64) -> Result<Part, BuildError> {
        if !value.is_finite() {
            return Err(BuildError::Unrepresentable);
        }
        let end = self.front;
        let [tag, bits @ ..] = self.room::<9>()?;
        (*tag, *bits) = (tag::NEW_FLOAT, value.to_be_bytes());
        Ok(self.push(end, Form::Other))
    }

    #[inline(always)]
    fn atom(&mut self, atom: &'static StaticAtom) -> Result<Part, BuildError> {
        self.small_atom(atom.name().prefixed())
    }

    #[inline(always)]
    fn known_atom(
        &mut self,
        _: &'static StaticAtom,
        prefixed: &'static [u8],
    ) -> Result<Part, BuildError> {
        self.small_atom(prefixed)
    }

    fn existing_atom(&mut self, text: &str) -> Result<Part, BuildError> {
        let end = self.front;
        self.put_slice(text.as_bytes())?;
        match (u8::try_from(text.len()), u16::try_from(text.len())) {
            (Ok(length), _) => self.put([tag::SMALL_ATOM_UTF8, length])?,
            (_, Ok(length)) if text.chars().count() <= MAX_ATOM_CHARACTERS => {
                let [high, low] = length.to_be_bytes();
                self.put([tag::ATOM_UTF8, high, low])?;
            }
            _ => return Err(BuildError::Unrepresentable),
        }
        Ok(self.push(end, Form::Other))
    }

    fn named_atom(&mut self, text: &'static str) -> Result<Part, BuildError> {
        self.existing_atom(text)
    }

    fn binary(&mut self, bytes: &[u8]) -> Result<Part, BuildError> {
        let end = self.front;
        let [a, b, c, d] = length(bytes.len())?;
        self.put_slice(bytes)?;
        self.put([tag::BINARY, a, b, c, d])?;
        Ok(self.push(end, Form::Other))
    }

    fn tuple(&mut self, elements: &[Part]) -> Result<Part, BuildError> {
        let end = self.pop(elements.iter().copied())?;
        self.end_tuple(elements.len(), end)
    }

    #[inline(always)]
    fn tuple_last_first(&mut self, elements: &[Part]) -> Result<Part, BuildError> {
        let end = self.pop_last_first(elements.iter().copied());
        self.end_tuple(elements.len(), end.ok_or(BuildError::Unrepresentable)?)
    }

    fn nil(&mut self) -> Part {
        let end = self.front;
        if self.put([tag::NIL]).is_err() {
            self.failed = Some(EncodeError::Full);
        }
        self.push(end, Form::Nil)
    }

    fn cell(&mut self, head: Part, tail: Part) -> Result<Part, BuildError> {
        self.join(head, tail)
    }

    #[inline]
    fn list<T: IntoTerm>(&mut self, items: &[T]) -> Result<Part, BuildError> {
        self.list_of(items)
    }

    fn map(&mut self, pairs: &mut [(Part, Part)]) -> Result<Part, BuildError> {
        let end = self.pop(pairs.iter().flat_map(|(key, value)| [*key, *value]))?;
        if self.is_twice(pairs) {
            return Err(BuildError::Unrepresentable);
        }
        let [a, b, c, d] = length(pairs.len())?;
        self.put([tag::MAP, a, b, c, d])?;
        Ok(self.push(end, Form::Other))
    }

    fn encoded(&mut self, encoded: Encoded<'_>) -> Result<Part, BuildError> {
        let end = self.front;
        self.put_slice(encoded.as_bytes())?;
        Ok(self.push(end, Form::Other))
    }

    fn pid(&mut self, _: Pid) -> Part {
        self.no_term()
    }

    fn port(&mut self, _: u32) -> Result<Part, BuildError> {
        Err(BuildError::Unrepresentable)
    }

    fn term(&mut self, term: Term<'_>) -> Result<Part, BuildError> {
        let value: Value = term.get().map_err(|_| BuildError::Unrepresentable)?;
        value.build(self)
    }

    fn no_term(&mut self) -> Part {
        self.failed = Some(EncodeError::Unrepresentable);
        self.nil()
    }
}
