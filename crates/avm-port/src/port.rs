//! The trait that a driver implements.

use avm_term::FromTerm;

use crate::call::Call;
use crate::context::{EventContext, OpenContext};
use crate::error::PortError;

/// What becomes of the port after a callback.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub enum Flow {
    /// It stays open.
    Continue,
    /// It closes: the state is dropped, then the port is gone.
    Terminate,
}

/// A native driver: a Rust value that a VM opens, calls and drops.
///
/// The callbacks of one port never run at the same time, but they may run on different threads.
/// `Drop` runs exactly once after a successful [`open`](Port::open), whatever ends the port: a
/// close, [`Flow::Terminate`], the end of its owner, an exit signal, a panic, the end of the VM.
/// `Drop` has no environment; it can close hardware, not send messages.
pub trait Port: Sized + Send + 'static {
    /// The name that Erlang opens the port by, in `snake_case`.
    const NAME: &'static str;

    /// Whether callbacks, or `Drop`, may take longer than a millisecond, as one that waits for a
    /// device does. On Erlang/OTP they then run where they keep no other process waiting, at a
    /// cost of some microseconds each; elsewhere it means nothing.
    const BLOCKS: bool = false;

    /// The options of `avm_port:open/2`. What is wrong with them is told to Erlang before
    /// [`open`](Port::open) runs.
    type Options<'a>: FromTerm<'a>;

    /// The requests of `avm_port:call/2`. What is wrong with one is told to Erlang before
    /// [`call`](Port::call) runs.
    type Request<'a>: FromTerm<'a>;

    /// Opens the hardware.
    ///
    /// # Errors
    ///
    /// What Erlang gets as `{error, Reason}`; the port is gone then.
    fn open(options: Self::Options<'_>, cx: OpenContext<'_>) -> Result<Self, PortError>;

    /// Serves a request: answers it now, or keeps the [`Reply`](crate::Reply) for later.
    fn call(&mut self, request: Self::Request<'_>, call: Call<'_>) -> Flow;

    /// Serves the bell that the open context gave out. One ring may stand for many.
    fn event(&mut self, cx: EventContext<'_>) -> Flow {
        let _ = cx;
        Flow::Continue
    }
}
