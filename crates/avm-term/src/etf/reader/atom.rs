//! Atoms: those that are read, and those that are expected.

use super::{Cursor, Reader, not_of_type};
use crate::etf::{Atom, DecodeError, MAX_ATOM_CHARACTERS, tag};

impl<'a> Reader<'a> {
    /// Reads an atom.
    ///
    /// # Errors
    ///
    /// The next term is no atom, or none that the limits allow.
    pub fn read_atom(&mut self) -> Result<Atom<'a>, DecodeError> {
        let (atom, rest) = any_atom(self.rest)?;
        self.rest = rest;
        if atom.count() > self.limits.atom_characters.min(MAX_ATOM_CHARACTERS) {
            return Err(DecodeError::LongAtom);
        }
        if !self.limits.atoms.allow(atom) {
            return Err(DecodeError::UnknownAtom);
        }
        Ok(atom)
    }

    /// Reads the atom of this text.
    ///
    /// # Errors
    ///
    /// The next term is no atom, or another.
    #[inline(always)]
    pub fn expect_atom(&mut self, text: &str) -> Result<(), DecodeError> {
        self.read_choice([(text, ())])
    }

    /// Reads one of the atoms of these texts, and returns what stands for it.
    ///
    /// ```
    /// # use avm_term::etf::{DecodeError, Limits, Reader};
    /// #[derive(Clone, Copy, Debug, PartialEq)]
    /// enum Edge {
    ///     Rising,
    ///     Falling,
    /// }
    ///
    /// let mut reader = Reader::new(b"\x83w\x07falling", &Limits::DEFAULT)?;
    /// let edge = reader.read_choice([("rising", Edge::Rising), ("falling", Edge::Falling)]);
    /// assert_eq!(edge, Ok(Edge::Falling));
    /// # Ok::<(), DecodeError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The next term is no atom, or another.
    #[inline(always)]
    pub fn read_choice<T: Copy, const N: usize>(
        &mut self,
        choices: [(&str, T); N],
    ) -> Result<T, DecodeError> {
        for (text, choice) in choices {
            let Ok(length) = u8::try_from(text.len()) else {
                continue;
            };
            let header = [tag::SMALL_ATOM_UTF8, length];
            if let Some(rest) = self.rest.behind::<2, 4>(header, text) {
                self.rest = rest;
                return Ok(choice);
            }
        }
        // However else it is encoded.
        let (atom, rest) = any_atom(self.rest)?;
        self.rest = rest;
        for (text, choice) in choices {
            if atom.is(text) {
                return Ok(choice);
            }
        }
        Err(DecodeError::Mismatch)
    }

    /// Reads the atom of this text if that is what comes next; reads nothing otherwise.
    #[inline]
    pub fn take_atom(&mut self, text: &str) -> bool {
        let before = self.rest;
        let found = self.expect_atom(text).is_ok();
        if !found {
            self.rest = before;
        }
        found
    }
}

/// An atom, and what is behind it.
#[cold]
#[inline(never)]
pub(super) fn any_atom(mut bytes: Cursor<'_>) -> Result<(Atom<'_>, Cursor<'_>), DecodeError> {
    let tag = bytes.tag()?;
    let length = match tag {
        tag::SMALL_ATOM_UTF8 | tag::SMALL_ATOM => bytes.tag()?.into(),
        tag::ATOM_UTF8 | tag::ATOM => bytes.half()?,
        other => return Err(not_of_type(other)),
    };
    let text = bytes.take(length)?;
    let atom = match tag {
        tag::SMALL_ATOM_UTF8 | tag::ATOM_UTF8 => Atom::utf8(text).ok_or(DecodeError::Text)?,
        _ => Atom::latin1(text),
    };
    Ok((atom, bytes))
}
