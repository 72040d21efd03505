//! The names that a peer may send to.

use alloc::boxed::Box;
use alloc::vec::Vec;
use core::fmt;

use avm_term::etf::Atom;

/// The most bytes of a name.
pub const MAX_NAME: usize = 255;

/// Names that peers may send to, and what each stands for: a pid, a handle.
///
/// Only this side adds names; a peer's are looked up.
#[derive(Clone, Debug)]
pub struct Exports<T> {
    /// In the order of their names.
    names: Vec<(Box<str>, T)>,
    most: usize,
}

/// Why a name was not exported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ExportError {
    /// There are as many names as may be.
    Full,
    /// It is empty, or has more than [`MAX_NAME`] bytes.
    Name,
    /// There is no memory for it.
    OutOfMemory,
}

impl fmt::Display for ExportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Full => "no more names may be exported",
            Self::Name => "a name has 1 to 255 bytes",
            Self::OutOfMemory => "no memory for the name",
        })
    }
}

impl core::error::Error for ExportError {}

impl<T> Exports<T> {
    /// No names; at most `most`.
    pub const fn new(most: usize) -> Self {
        Self {
            names: Vec::new(),
            most,
        }
    }

    /// Lets peers send to `name`; what it stood for before is handed back.
    ///
    /// # Errors
    ///
    /// There are too many names, the name cannot be one, or there is no memory.
    pub fn export(&mut self, name: &str, target: T) -> Result<Option<T>, ExportError> {
        if name.is_empty() || name.len() > MAX_NAME {
            return Err(ExportError::Name);
        }
        match self.position(name) {
            Ok(at) => {
                let place = self.names.get_mut(at);
                Ok(place.map(|(_, old)| core::mem::replace(old, target)))
            }
            Err(_) if self.names.len() >= self.most => Err(ExportError::Full),
            Err(at) => {
                let reserved = self.names.try_reserve(1);
                reserved.map_err(|_| ExportError::OutOfMemory)?;
                self.names.insert(at, (name.into(), target));
                Ok(None)
            }
        }
    }

    /// Takes a name back, and hands out what it stood for.
    pub fn unexport(&mut self, name: &str) -> Option<T> {
        let at = self.position(name).ok()?;
        Some(self.names.remove(at).1)
    }

    /// What a name stands for.
    pub fn get(&self, name: &str) -> Option<&T> {
        let at = self.position(name).ok()?;
        self.names.get(at).map(|(_, target)| target)
    }

    /// What the name that an atom is stands for.
    pub(super) fn find(&self, name: Atom<'_>) -> Option<&T> {
        if let Some(name) = name.as_str() {
            return self.get(name);
        }
        // In the encoding of old, which no order is kept for.
        let found = self.names.iter().find(|(text, _)| name == **text);
        found.map(|(_, target)| target)
    }

    /// How many names there are.
    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// Whether there is no name.
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    fn position(&self, name: &str) -> Result<usize, usize> {
        self.names.binary_search_by(|(text, _)| (**text).cmp(name))
    }
}
