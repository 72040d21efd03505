//! Atoms: those that are read, and those that are expected.

use super::Reader;
use crate::etf::{Atom, DecodeError, MAX_ATOM_CHARACTERS, tag};

impl<'a> Reader<'a> {
    /// Reads an atom.
    ///
    /// # Errors
    ///
    /// The next term is no atom, or none that the limits allow.
    pub fn read_atom(&mut self) -> Result<Atom<'a>, DecodeError> {
        let atom = self.any_atom()?;
        if atom.count() > self.limits.atom_characters.min(MAX_ATOM_CHARACTERS) {
            return Err(DecodeError::LongAtom);
        }
        if !self.limits.atoms.allow(atom) {
            return Err(DecodeError::UnknownAtom);
        }
        Ok(atom)
    }

    fn any_atom(&mut self) -> Result<Atom<'a>, DecodeError> {
        let tag = self.tag()?;
        let length = match tag {
            tag::SMALL_ATOM_UTF8 | tag::SMALL_ATOM => self.take_chunk::<1>()?[0].into(),
            tag::ATOM_UTF8 | tag::ATOM => self.half()?,
            other => return Err(Self::not_of_type(other)),
        };
        let bytes = self.take(length)?;
        match tag {
            tag::SMALL_ATOM_UTF8 | tag::ATOM_UTF8 => Atom::utf8(bytes).ok_or(DecodeError::Text),
            _ => Ok(Atom::latin1(bytes)),
        }
    }

    /// Reads the atom of this text.
    ///
    /// # Errors
    ///
    /// The next term is no atom, or another.
    #[inline(always)]
    pub fn expect_atom(&mut self, text: &str) -> Result<(), DecodeError> {
        self.read_one_of(&[text]).map(|_| ())
    }

    /// Reads one of the atoms of these texts, and returns which.
    ///
    /// # Errors
    ///
    /// The next term is no atom, or another.
    #[inline(always)]
    pub fn read_one_of(&mut self, texts: &[&str]) -> Result<usize, DecodeError> {
        if let [tag::SMALL_ATOM_UTF8, length, rest @ ..] = self.rest {
            for (index, text) in texts.iter().enumerate() {
                if usize::from(*length) == text.len()
                    && let Some(rest) = rest.strip_prefix(text.as_bytes())
                {
                    self.rest = rest;
                    return Ok(index);
                }
            }
        }
        self.other_one_of(texts)
    }

    /// The same, however the atom is encoded.
    #[cold]
    fn other_one_of(&mut self, texts: &[&str]) -> Result<usize, DecodeError> {
        let atom = self.any_atom()?;
        let found = texts.iter().position(|text| atom == *text);
        found.ok_or(DecodeError::Mismatch)
    }

    /// Reads the atom of this text if that is what comes next; reads nothing otherwise.
    #[inline]
    pub fn take_atom(&mut self, text: &str) -> bool {
        let before = self.clone();
        let found = self.expect_atom(text).is_ok();
        if !found {
            *self = before;
        }
        found
    }
}
