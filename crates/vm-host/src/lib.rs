//! The VM interface in plain Rust: deterministic, with fault injection.
//!
//! For `cargo test` and for demonstrations: processes with mailboxes, ports with owners, monitors
//! and links, a clock that the test moves. A driver's author needs three lines:
//!
//! ```
//! # use avm_port::{Call, Flow, OpenContext, Port, PortError};
//! # use avm_term::FromTerm;
//! # struct Lamp(u8);
//! # #[derive(FromTerm)]
//! # struct Level { #[avm(range = 0..=100)] level: u8 }
//! # #[derive(FromTerm)]
//! # enum Request { Dim(Level), Read }
//! # #[derive(FromTerm)]
//! # struct Options {}
//! # impl Port for Lamp {
//! #     const NAME: &'static str = "lamp";
//! #     type Options<'a> = Options;
//! #     type Request<'a> = Request;
//! #     fn open(_: Options, _: OpenContext<'_>) -> Result<Self, PortError> { Ok(Lamp(0)) }
//! #     fn call(&mut self, request: Request, call: Call<'_>) -> Flow {
//! #         match request {
//! #             Request::Dim(to) => { self.0 = to.level; call.reply(&()) }
//! #             Request::Read => call.reply(&self.0),
//! #         }
//! #     }
//! # }
//! let mut vm = vm_host::Vm::new();
//! let lamp = vm.open::<Lamp>("#{}").unwrap();
//! assert_eq!(vm.call(lamp, "{dim, #{level => 40}}").to_string(), "ok");
//!
//! // What a driver must refuse is as easy to write down.
//! let refused = vm.call(lamp, "{dim, [{level, 101}]}");
//! assert_eq!(refused.to_string(), "{error,{bad_option,level,101}}");
//! ```
//!
//! Everything happens on the thread of the test, when the test says so: a message to a port waits
//! until [`Vm::run`], which [`Vm::call`] includes. Only a bell may be rung from other threads;
//! [`Vm::wait`] sleeps until one is.
//!
//! # Resources
//!
//! Each term of a resource holds it: in the heap of a callback, in a message, in a process. A
//! process holds what it has read until it ends or a test says [`Vm::collect`]. A test sees a
//! resource as a reference, `#Ref<0.N>`, and names it by that in what it sends; a name alone
//! holds nothing, and after the last holder is gone it names nothing. A value that nobody but
//! Rust still holds when its VM ends lives on.
//!
//! # Faults
//!
//! [`Vm::inject`] plants one [`Fault`] at a counted step: an allocation that fails, a panic in a
//! callback, a kill. [`sweep`] walks the step from 1 until it is no longer reached, and so tries
//! them all.
//!
//! # On a microcontroller
//!
//! Without the feature `std`, which is on by default, the VM runs where there is an allocator and
//! a [`critical_section`]: firmware in an emulator opens whole ports by it. One core uses it, and
//! its interrupts do nothing but ring bells; a panic cannot be caught there, so the artefact
//! decides what it means. Sweeps and `Vm::wait`, which need threads, are left out.
#![no_std]

extern crate alloc;
#[cfg(feature = "std")]
extern crate std;

mod atoms;
mod bells;
mod callback;
mod calls;
mod convert;
mod ends;
mod fault;
mod heap;
mod holds;
mod lent;
mod lock;
mod message;
mod nifs;
mod provider;
mod resources;
mod run;
mod running;
#[cfg(feature = "std")]
mod sweep;
mod test_side;
mod vm;
mod watch;
mod world;

pub use calls::Pending;
pub use fault::{Fault, PLANTED_PANIC};
pub use resources::ResourceCounts;
#[cfg(feature = "std")]
pub use sweep::{Trial, sweep, sweep_with};
pub use vm::Vm;
