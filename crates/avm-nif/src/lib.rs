//! NIFs as typed Rust functions, on every VM.
//!
//! A NIF is a function that Erlang calls as one of its own, in the calling process, without a
//! message. [`#[nif]`](nif) makes one of a Rust function; its arguments are read by
//! [`FromTerm`](avm_term::FromTerm), and its result is written by
//! [`IntoTerm`](avm_term::IntoTerm):
//!
//! ```
//! use avm_nif::nif;
//!
//! /// `area(Width, Height)`: `0..`.
//! #[nif]
//! fn area(width: u32, height: u32) -> u64 {
//!     u64::from(width) * u64::from(height)
//! }
//!
//! // It is still a function of Rust's,
//! assert_eq!(area(3, 4), 12);
//!
//! // and what a VM calls, here from a test, with Erlang text.
//! let mut vm = vm_host::Vm::new();
//! assert_eq!(vm.nif(area::NIF, "320, 240").unwrap().to_string(), "76800");
//! assert_eq!(vm.nif(area::NIF, "320, tall").unwrap_err().to_string(), "badarg");
//! ```
//!
//! # What Erlang sees
//!
//! | Rust | Erlang |
//! |---|---|
//! | an argument that is not of its type, or out of its range | `error:badarg` |
//! | a result `T: IntoTerm` | the term; of `()` it is `ok`, of an `Option` the value or `undefined` |
//! | `Result<T, E>`, `E: IntoTerm` | `{ok, T}`, or `{error, E}`: a value, as a port answers |
//! | `Result<T, Raise>`, `Ok(value)` | `value`, as it is |
//! | the same, `Err(Raise::Badarg)` | `error:badarg` |
//! | the same, `Err(Raise::Error(reason))` | `error:Reason` |
//! | a panic | `error:panic`; where none can be caught, the artefact's end |
//! | a result that the VM has no memory or no term for | `error:out_of_memory`, `error:unrepresentable`, `error:unknown_atom` |
//!
//! What fails because of *how it was called* is an exception, as for Erlang's own functions; what
//! fails because of *how things are* is better a value, `{error, Reason}`, as a port's failures.
//!
//! ```
//! use avm_nif::{Raise, nif};
//! use avm_term::atom;
//!
//! /// `divide(A, B)`: as `A div B`, whose exception it raises, too.
//! #[nif]
//! fn divide(a: i64, b: i64) -> Result<i64, Raise> {
//!     if b == 0 {
//!         return Err(Raise::Error(atom!("badarith")));
//!     }
//!     a.checked_div(b).ok_or(Raise::Badarg)
//! }
//!
//! let mut vm = vm_host::Vm::new();
//! assert_eq!(vm.nif(divide::NIF, "7, 2").unwrap().to_string(), "3");
//! assert_eq!(vm.nif(divide::NIF, "7, 0").unwrap_err().to_string(), "badarith");
//! ```
//!
//! # Where it runs
//!
//! On the scheduler of the calling process, which runs nothing else meanwhile: a NIF is done in
//! well under a millisecond. One that waits says `#[nif(blocks)]`, and runs on a scheduler for
//! that where the VM has some (Erlang/OTP's dirty schedulers; AtomVM has none, and waits). It has
//! no state of its own: state is a port's, or an `avm_resource`, which NIFs and ports share.
#![no_std]
#![forbid(unsafe_code)]

mod nif;

pub use avm_derive::nif;
pub use avm_term::{Env, Outcome, Raise, Raised, Term};
pub use nif::{Entry, Function, MAX_ARITY, Nif, argument, arguments, call};
