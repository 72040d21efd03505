//! Colours, as Erlang says them.

use avm_term::{FromTerm, Invalid, Term};
use class_panel::Rgb565;

/// `16#RRGGBB`: eight bits each of red, green and blue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Color(u32);

impl Color {
    /// Of so much red, green and blue.
    pub(crate) fn of(red: u8, green: u8, blue: u8) -> Self {
        Self(u32::from_be_bytes([0, red, green, blue]))
    }

    /// This colour, with `ink` over it that covers `alpha` parts of 255.
    pub(crate) fn mixed(self, ink: Self, alpha: u8) -> Self {
        let (paper, ink) = (self.0.to_be_bytes(), ink.0.to_be_bytes());
        let mix = |part: usize| {
            let (over, under) = (u32::from(ink[part]), u32::from(paper[part]));
            let (alpha, rest) = (u32::from(alpha), u32::from(u8::MAX - alpha));
            ((over * alpha + under * rest + 127) / 255) as u8
        };
        Self::of(mix(1), mix(2), mix(3))
    }

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
