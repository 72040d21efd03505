//! An Erlang port as a Rust trait: open, call, event, close.
//!
//! A driver is a type that implements [`Port`]. A VM opens it, calls it and drops it; whatever
//! ends the port, `Drop` runs, so `Drop` is where the hardware is put to rest.
//!
//! ```
//! use avm_port::{Call, Flow, OpenContext, Port, PortError};
//! use avm_term::FromTerm;
//!
//! struct Counter(u32);
//!
//! #[derive(FromTerm)]
//! struct Options {
//!     #[avm(default)]
//!     start: u32,
//! }
//!
//! #[derive(FromTerm)]
//! enum Request {
//!     Next,
//! }
//!
//! impl Port for Counter {
//!     const NAME: &'static str = "counter";
//!     type Options<'a> = Options;
//!     type Request<'a> = Request;
//!
//!     fn open(options: Options, _: OpenContext<'_>) -> Result<Self, PortError> {
//!         Ok(Self(options.start))
//!     }
//!
//!     fn call(&mut self, request: Request, call: Call<'_>) -> Flow {
//!         let Request::Next = request;
//!         self.0 = self.0.wrapping_add(1);
//!         call.reply(&self.0)
//!     }
//! }
//!
//! // Three lines to open it and call it in a test, with Erlang text:
//! let mut vm = vm_host::Vm::new();
//! let port = vm.open::<Counter>("#{start => 41}").unwrap();
//! assert_eq!(vm.call(port, "next").to_string(), "42");
//! ```
//!
//! # Messages
//!
//! A request comes as `{'$call', {Pid, Ref}, Request}`, as AtomVM's `port:call/2` sends it, and
//! is answered with `{Ref, Reply}`. Three requests belong to every port: `{'$open', Options}`,
//! `'$close'` and `'$info'`. Any other message is counted as malformed and dropped.
#![no_std]
#![forbid(unsafe_code)]

#[cfg(feature = "std")]
extern crate std;

extern crate alloc;

mod active;
mod call;
mod context;
mod driver;
mod error;
mod guard;
mod instance;
mod port;
mod registry;

pub use active::{Active, Delivery, Subscription};
pub use call::{Call, Reply};
pub use context::{Bell, EventContext, OpenContext};
pub use driver::{AnyPort, Driver};
pub use error::PortError;
pub use guard::{Panicked, guarded};
pub use port::{Flow, Port};
pub use registry::{Registry, RegistryError};
