//! Every example on every board that has the parts: one table.
//!
//! [`boards!`] is the table. The program of this crate runs one of its fields,
//! `ON_BOARDS=BOARD/EXAMPLE`, and its tests run them all and look at what is
//! left: the picture, the sound, the summary, and what the models complain of.
//! What is not in the table must not compile, and says why: the tests see to
//! that, too.
#![forbid(unsafe_code)]

mod table;

/// What the environment names: `BOARD/EXAMPLE`.
pub const VARIABLE: &str = "ON_BOARDS";
