//! What names something on a node: pids, ports, references, exports.

use super::reader::not_of_type;
use super::{Atom, DecodeError, Reader, tag};

/// A process of some node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pid<'a> {
    /// The name of its node.
    pub node: Atom<'a>,
    /// Its number.
    pub id: u32,
    /// Counts how often the numbers were used up.
    pub serial: u32,
    /// Tells incarnations of the node apart.
    pub creation: u32,
}

/// A port of some node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Port<'a> {
    /// The name of its node.
    pub node: Atom<'a>,
    /// Its number.
    pub id: u64,
    /// Tells incarnations of the node apart.
    pub creation: u32,
}

/// A reference of some node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reference<'a> {
    /// The name of its node.
    pub node: Atom<'a>,
    /// Tells incarnations of the node apart.
    pub creation: u32,
    /// Its number, lowest word first; the words that it does not have are 0.
    pub id: [u32; 5],
}

/// A function by its name: `fun Module:Function/Arity`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Export<'a> {
    /// The module.
    pub module: Atom<'a>,
    /// The function.
    pub function: Atom<'a>,
    /// How many arguments it takes.
    pub arity: u8,
}

impl<'a> Reader<'a> {
    /// Reads a pid.
    ///
    /// # Errors
    ///
    /// The term is no pid, or its node's name is not allowed.
    pub fn read_pid(&mut self) -> Result<Pid<'a>, DecodeError> {
        let is_new = match self.rest.tag()? {
            tag::NEW_PID => true,
            tag::PID => false,
            other => return Err(not_of_type(other)),
        };
        Ok(Pid {
            node: self.read_atom()?,
            id: self.rest.word()?,
            serial: self.rest.word()?,
            creation: self.creation(is_new)?,
        })
    }

    /// Reads a port.
    ///
    /// # Errors
    ///
    /// The term is no port, or its node's name is not allowed.
    pub fn read_port(&mut self) -> Result<Port<'a>, DecodeError> {
        let tag = self.rest.tag()?;
        if !matches!(tag, tag::V4_PORT | tag::NEW_PORT | tag::PORT) {
            return Err(not_of_type(tag));
        }
        Ok(Port {
            node: self.read_atom()?,
            id: if tag == tag::V4_PORT {
                u64::from_be_bytes(self.rest.chunk()?)
            } else {
                self.rest.word()?.into()
            },
            creation: self.creation(tag != tag::PORT)?,
        })
    }

    /// Reads a reference.
    ///
    /// # Errors
    ///
    /// The term is no reference, or its node's name is not allowed.
    pub fn read_reference(&mut self) -> Result<Reference<'a>, DecodeError> {
        let tag = self.rest.tag()?;
        let words = match tag {
            tag::NEWER_REFERENCE | tag::NEW_REFERENCE => self.rest.half()?.into(),
            tag::REFERENCE => 1,
            other => return Err(not_of_type(other)),
        };
        let mut id = [0; 5];
        let words = id.get_mut(..words).ok_or(DecodeError::Range)?;
        let node = self.read_atom()?;
        if tag == tag::REFERENCE {
            words.fill(self.rest.word()?);
            let creation = self.creation(false)?;
            return Ok(Reference { node, creation, id });
        }
        let creation = self.creation(tag == tag::NEWER_REFERENCE)?;
        for word in words {
            *word = self.rest.word()?;
        }
        Ok(Reference { node, creation, id })
    }

    /// Reads a function by its name.
    ///
    /// # Errors
    ///
    /// The term is no such function, or its names are not allowed.
    pub fn read_export(&mut self) -> Result<Export<'a>, DecodeError> {
        match self.rest.tag()? {
            tag::EXPORT => {}
            other => return Err(not_of_type(other)),
        }
        Ok(Export {
            module: self.read_atom()?,
            function: self.read_atom()?,
            arity: match self.rest.chunk()? {
                [tag::SMALL_INTEGER, arity] => arity,
                [other, _] => return Err(DecodeError::Tag(other)),
            },
        })
    }

    /// Reads how often a node was started: one byte in the oldest forms.
    fn creation(&mut self, is_new: bool) -> Result<u32, DecodeError> {
        if is_new {
            return self.rest.word();
        }
        let [creation] = self.rest.chunk()?;
        Ok(creation.into())
    }
}
