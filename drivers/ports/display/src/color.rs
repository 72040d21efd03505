//! Colours, as Erlang says them.

use avm_term::{FromTerm, Invalid, Term};
use class_panel::Rgb565;

/// `16#RRGGBB`: eight bits each of red, green and blue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Color(u32);

impl Color {
    /// The upper five, six and five bits of it, which is what a panel of 16 bits can show.
    pub fn rgb565(self) -> Rgb565 {
        let [_, red, green, blue] = self.0.to_be_bytes();
        Rgb565::new(red >> 3, green >> 2, blue >> 3)
    }
}

impl<'a> FromTerm<'a> for Color {
    fn from_term(term: Term<'a>) -> Result<Self, Invalid<'a>> {
        match u32::from_term(term)? {
            rgb @ 0..=0xFF_FFFF => Ok(Self(rgb)),
            _ => Err(Invalid::Term(term)),
        }
    }
}
