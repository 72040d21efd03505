//! A port that takes its time to open and to close.

use std::thread::sleep;
use std::time::Duration;

use avm_port::{Call, EventContext, Flow, OpenContext, Port, PortError};

use crate::witness;

/// While the hardware is up, after the opening and before the closing.
const A_WHILE: Duration = Duration::from_millis(10);

/// A port, slow: its opening and its closing take a while in which it can be ended. On standard
/// error it says when the hardware is up, and how it was left.
#[derive(Debug)]
pub struct Slow<P: Port> {
    port: P,
    /// Dropped after the port.
    _last: Left,
}

impl<P: Port> Port for Slow<P> {
    const NAME: &'static str = P::NAME;
    const BLOCKS: bool = true;
    type Options<'a> = P::Options<'a>;
    type Request<'a> = P::Request<'a>;

    fn open(options: P::Options<'_>, cx: OpenContext<'_>) -> Result<Self, PortError> {
        let port = P::open(options, cx)?;
        eprintln!("witness: {} is up", P::NAME);
        sleep(A_WHILE);
        Ok(Self {
            port,
            _last: Left(P::NAME),
        })
    }

    fn call(&mut self, request: P::Request<'_>, call: Call<'_>) -> Flow {
        self.port.call(request, call)
    }

    fn event(&mut self, cx: EventContext<'_>) -> Flow {
        self.port.event(cx)
    }
}

impl<P: Port> Drop for Slow<P> {
    fn drop(&mut self) {
        sleep(A_WHILE);
    }
}

/// Says how a part was left.
#[derive(Debug)]
struct Left(&'static str);

impl Drop for Left {
    fn drop(&mut self) {
        let is_quiet = self.0 != "audio" || witness::is_muted();
        let left = match is_quiet && witness::is_idle(self.0) {
            true => "at rest",
            false => "restless",
        };
        eprintln!("witness: {} is {left}", self.0);
    }
}
