//! The text of an atom, where it stands.

use core::fmt::{self, Write};

/// The text of an atom, in the bytes that it was read from. Compares with a `str`.
#[derive(Clone, Copy)]
pub struct Atom<'a>(Text<'a>);

/// How the text is encoded.
#[derive(Clone, Copy)]
enum Text<'a> {
    Utf8(&'a str),
    /// Each byte is a character; some are above 127.
    Latin1(&'a [u8]),
}

impl<'a> Atom<'a> {
    /// Takes UTF-8.
    pub(super) fn utf8(bytes: &'a [u8]) -> Option<Self> {
        core::str::from_utf8(bytes)
            .ok()
            .map(|text| Self(Text::Utf8(text)))
    }

    /// Takes Latin-1, as OTP writes atoms up to release 25.
    pub(super) fn latin1(bytes: &'a [u8]) -> Self {
        if !bytes.is_ascii() {
            return Self(Text::Latin1(bytes));
        }
        // Never the empty fallback: ASCII is UTF-8.
        Self(Text::Utf8(core::str::from_utf8(bytes).unwrap_or_default()))
    }

    /// The text, if it stands there as UTF-8; only what OTP up to release 25 writes with letters
    /// such as `ö` does not.
    pub fn as_str(self) -> Option<&'a str> {
        match self.0 {
            Text::Utf8(text) => Some(text),
            Text::Latin1(_) => None,
        }
    }

    /// The characters of the text.
    pub fn chars(self) -> impl Iterator<Item = char> + 'a {
        let (utf8, latin1) = match self.0 {
            Text::Utf8(text) => (text, [].as_slice()),
            Text::Latin1(bytes) => ("", bytes),
        };
        utf8.chars()
            .chain(latin1.iter().map(|byte| char::from(*byte)))
    }

    #[inline(never)]
    pub(super) fn is(self, text: &str) -> bool {
        self == Atom(Text::Utf8(text))
    }

    /// How many characters the text has.
    pub fn count(self) -> usize {
        match self.0 {
            Text::Utf8(text) => text.chars().count(),
            Text::Latin1(bytes) => bytes.len(),
        }
    }
}

impl PartialEq for Atom<'_> {
    fn eq(&self, other: &Self) -> bool {
        match (self.0, other.0) {
            (Text::Utf8(a), Text::Utf8(b)) => a == b,
            _ => self.chars().eq(other.chars()),
        }
    }
}

impl Eq for Atom<'_> {}

impl PartialEq<str> for Atom<'_> {
    fn eq(&self, other: &str) -> bool {
        self.is(other)
    }
}

impl PartialEq<&str> for Atom<'_> {
    fn eq(&self, other: &&str) -> bool {
        *self == **other
    }
}

/// The text.
impl fmt::Display for Atom<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Text::Utf8(text) => f.pad(text),
            Text::Latin1(_) => self.chars().try_for_each(|letter| f.write_char(letter)),
        }
    }
}

impl fmt::Debug for Atom<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "'{self}'")
    }
}
