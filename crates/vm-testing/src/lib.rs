//! How tests build for real VMs and run them: AtomVM and Erlang/OTP.
//!
//! A test takes a [`folder`], puts there what it needs ([`library`], [`erlc`], [`otp_bundle`]),
//! asks for the VM that the environment names ([`Erl::named`] by `ERL`, [`AtomVm::named`] by
//! `ATOMVM`), and has it [`Run`] to its end. A VM that is not named, or a tool that is not there,
//! is said loudly, once, and the test returns.
//!
//! Everything here panics where something is not as it must be: it is for tests only.
#![forbid(unsafe_code)]

mod atomvm;
mod build;
mod erl;
mod page;
mod places;
mod run;

pub use atomvm::{AtomVm, has_valgrind, memcheck};
pub use build::{cargo, copy, erlc, library, otp_bundle, own_library, succeed};
pub use erl::Erl;
pub use page::record;
pub use places::{files, folder, repository, scratch, target};
pub use run::{Run, shout, simulate, skipped};
