//! Says on standard error that a port is dropped, if `AVM_TRACE_DROP` is set.

use avm_port::{Call, EventContext, Flow, OpenContext, Port, PortError};

/// A port, and what is printed after its drop.
pub(crate) struct Traced<P: Port> {
    port: P,
    _said_last: SaidLast,
}

impl<P: Port> Port for Traced<P> {
    const NAME: &'static str = P::NAME;
    const BLOCKS: bool = P::BLOCKS;
    type Options<'a> = P::Options<'a>;
    type Request<'a> = P::Request<'a>;

    fn open(options: P::Options<'_>, cx: OpenContext<'_>) -> Result<Self, PortError> {
        let port = P::open(options, cx)?;
        Ok(Self {
            port,
            _said_last: SaidLast(P::NAME),
        })
    }

    fn call(&mut self, request: P::Request<'_>, call: Call<'_>) -> Flow {
        self.port.call(request, call)
    }

    fn event(&mut self, cx: EventContext<'_>) -> Flow {
        self.port.event(cx)
    }
}

/// A field after the port, and so dropped after it.
struct SaidLast(&'static str);

impl Drop for SaidLast {
    fn drop(&mut self) {
        if std::env::var_os("AVM_TRACE_DROP").is_some() {
            eprintln!("avm: {} port dropped", self.0);
        }
    }
}
