//! The external term format: terms as bytes, without a VM.
//!
//! What `term_to_binary` writes and `binary_to_term` reads, for messages between machines and for
//! tests. Facts are those of "External Term Format" in the User's Guide of Erlang's runtime system.
//!
//! * [`encode`] and [`to_vec`] write any [`IntoTerm`](crate::IntoTerm) value as bytes, with no term
//!   between.
//! * [`decode`] reads bytes as any [`FromEtf`] type; a [`Reader`] reads them step by step. Whatever
//!   the bytes are, it ends with a value or with a [`DecodeError`], within [`Limits`].
//!
//! ```
//! use avm_term::IntoTerm;
//! use avm_term::etf::{self, FromEtf, Limits};
//!
//! /// `{touch, X, Y}`
//! #[derive(Debug, PartialEq, IntoTerm, FromEtf)]
//! #[avm(tag = "touch")]
//! struct Touch {
//!     x: u16,
//!     y: u16,
//! }
//!
//! let mut buffer = [0; 64];
//! let bytes = etf::encode(&Touch { x: 3, y: 400 }, &mut buffer)?;
//! assert_eq!(bytes, b"\x83\x68\x03\x77\x05touch\x61\x03\x62\x00\x00\x01\x90");
//! assert_eq!(etf::decode(bytes, &Limits::DEFAULT), Ok(Touch { x: 3, y: 400 }));
//! # Ok::<(), etf::EncodeError>(())
//! ```

mod atom;
mod encode;
mod encoded;
mod error;
mod from;
mod identifier;
mod limits;
mod reader;
mod sizer;
mod tag;
mod token;
mod value;
mod writer;

pub use atom::Atom;
#[cfg(feature = "derive")]
pub use avm_derive::FromEtf;
pub use encode::{EncodeError, encode, encode_at_end, size, to_vec};
pub use encoded::Encoded;
pub use error::DecodeError;
#[doc(hidden)]
pub use from::within;
pub use from::{FromEtf, decode};
pub use identifier::{Export, Pid, Port, Reference};
pub use limits::{Atoms, Limits};
pub use reader::{Inside, Reader};
pub use token::Token;

/// The first byte of every encoded term.
pub const VERSION: u8 = 131;

/// The most bytes of a list that is written as a string; Erlang's.
const MAX_STRING: usize = 0xffff;

/// The most characters of an atom; Erlang's.
const MAX_ATOM_CHARACTERS: usize = 255;

/// What the encoding of a part may still turn into when it is put into a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    /// The empty list.
    Nil,
    /// An integer of 0 to 255, which may be part of a string.
    Byte,
    /// A list of bytes only, at most [`MAX_STRING`] of them.
    String,
    /// Any other list, improper ones too.
    List,
    /// Anything else.
    Other,
}
