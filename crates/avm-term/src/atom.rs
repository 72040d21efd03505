//! Atoms that a program names: interned once, compared as one word.

use alloc::vec::Vec;
use core::sync::atomic::{AtomicUsize, Ordering};

use crate::env::Env;
use crate::term::Term;
use crate::vm::{OutOfMemory, RawTerm};

/// The text of an atom behind a byte that holds its length, as AtomVM keeps them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AtomName(&'static [u8]);

impl AtomName {
    /// A name for an atom that the VM has not yet, kept as long as the program runs, as the VM
    /// keeps the atom; `None` above 255 bytes, and without memory.
    pub(crate) fn kept(text: &str) -> Option<Self> {
        let length = u8::try_from(text.len()).ok()?;
        let mut bytes = Vec::new();
        bytes.try_reserve_exact(1 + text.len()).ok()?;
        bytes.push(length);
        bytes.extend_from_slice(text.as_bytes());
        Some(Self(Vec::leak(bytes)))
    }

    /// The length byte, then the text.
    pub fn prefixed(self) -> &'static [u8] {
        self.0
    }

    /// The text; at most 255 bytes of UTF-8.
    pub fn text(self) -> &'static str {
        // `prefixed` wrote a whole `str` behind the length, so this is never the empty fallback.
        self.0
            .get(1..)
            .and_then(|text| core::str::from_utf8(text).ok())
            .unwrap_or("")
    }
}

/// An atom whose text is known when the program is built. Made by [`atom!`](crate::atom!).
#[derive(Debug)]
pub struct StaticAtom {
    name: AtomName,
    /// The VM's word for it, or 0 while nobody asked. No VM gives an atom the word 0.
    raw: AtomicUsize,
}

impl StaticAtom {
    /// Wraps a text that [`prefixed`] made.
    pub const fn new(prefixed: &'static [u8]) -> Self {
        Self {
            name: AtomName(prefixed),
            raw: AtomicUsize::new(0),
        }
    }

    /// The text of the atom.
    pub fn text(&self) -> &'static str {
        self.name.text()
    }

    /// The name as the VM interface takes it.
    pub fn name(&self) -> AtomName {
        self.name
    }

    /// The VM's word for the atom; interns it on first use.
    ///
    /// Two threads may both intern it: they get the same word, so no more than load and store
    /// is needed, and cores without compare-and-swap can run this.
    #[inline]
    pub(crate) fn raw(&self, env: Env<'_>) -> Result<RawTerm, OutOfMemory> {
        match self.raw.load(Ordering::Relaxed) {
            0 => self.intern(env),
            raw => Ok(RawTerm(raw)),
        }
    }

    #[cold]
    fn intern(&self, env: Env<'_>) -> Result<RawTerm, OutOfMemory> {
        let raw = env.intern(self.name)?;
        self.raw.store(raw.0, Ordering::Relaxed);
        Ok(raw)
    }

    /// The atom as a term.
    ///
    /// # Errors
    ///
    /// The atom was not interned yet and the VM's table cannot grow.
    // In firmware size counts for more.
    #[cfg_attr(not(target_os = "none"), inline)]
    pub fn term<'a>(&self, env: Env<'a>) -> Result<Term<'a>, OutOfMemory> {
        Ok(env.wrap_atom(self.raw(env)?))
    }
}

/// Puts a length byte before a text. Fails to compile above 255 bytes.
pub const fn prefixed<const N: usize>(text: &str) -> [u8; N] {
    let text = text.as_bytes();
    assert!(text.len() <= 255, "an atom has at most 255 bytes");
    assert!(N == text.len() + 1, "one byte for the length");
    let mut bytes = [0; N];
    bytes[0] = text.len() as u8;
    let mut at = 0;
    while at < text.len() {
        bytes[at + 1] = text[at];
        at += 1;
    }
    bytes
}

/// Names an atom: `atom!("ok")` is a `&'static StaticAtom`.
///
/// ```
/// use avm_term::{StaticAtom, atom};
///
/// let busy: &'static StaticAtom = atom!("busy");
/// assert_eq!(busy.text(), "busy");
/// ```
#[macro_export]
macro_rules! atom {
    ($text:expr) => {{
        const TEXT: &str = $text;
        const PREFIXED: [u8; TEXT.len() + 1] = $crate::prefixed(TEXT);
        static ATOM: $crate::StaticAtom = $crate::StaticAtom::new(&PREFIXED);
        &ATOM
    }};
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_name_keeps_its_length_and_its_text() {
        let name = atom!("größe").name();
        assert_eq!(name.prefixed()[0], 7);
        assert_eq!(name.text(), "größe");
        assert_eq!(atom!("").name().prefixed(), [0]);
    }
}
