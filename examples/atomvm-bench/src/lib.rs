//! Ports beside the same ports in C, on AtomVM.
//!
//! The port `touch_bench` answers `ping` by `pong`, and `read_events` by the 64 events of a
//! stroke, which go through its ring. Its peer, `crates/vm-atomvm/bench/c_touch.c`, does the same
//! in C and makes the same events; neither has an interrupt. The port `resource_bench` makes and
//! reads resources, as `c_resource.c` does. `just atomvm-bench` compares them.

mod cell;
mod stroke;

use avm_port::{Call, Flow, OpenContext, Port, PortError};
use avm_term::{BuildError, Builder, FromTerm, IntoTerm, atom};
use cell::ResourceBench;
use class_touch::{TouchEvent, TouchKind};
use stroke::{STROKE, Strokes};

/// The port.
pub struct TouchBench(Strokes);

/// No options.
#[derive(Debug, FromTerm)]
pub struct Options {}

/// What the port is asked.
#[derive(Clone, Copy, Debug, FromTerm)]
pub enum Request {
    /// Answers `pong`: what a call costs.
    Ping,
    /// Answers the next stroke: what 64 events cost.
    ReadEvents,
}

impl Port for TouchBench {
    const NAME: &'static str = "touch_bench";
    type Options<'a> = Options;
    type Request<'a> = Request;

    fn open(_: Options, _: OpenContext<'_>) -> Result<Self, PortError> {
        Ok(Self(Strokes::default()))
    }

    fn call(&mut self, request: Request, call: Call<'_>) -> Flow {
        match request {
            Request::Ping => call.reply(&atom!("pong")),
            Request::ReadEvents => {
                let mut events = [TouchEvent::new(0, TouchKind::Up, 0, 0, 0); STROKE];
                let count = self.0.read(&mut events);
                let events = events.get(..count).unwrap_or_default();
                call.reply(&(atom!("events"), Events(events)))
            }
        }
    }
}

/// A list of `{touch, Kind, Id, X, Y, Pressure, TimestampUs}`, as the touch port sends it.
struct Events<'s>(&'s [TouchEvent]);

impl IntoTerm for Events<'_> {
    #[inline]
    fn build<B: Builder>(&self, b: &mut B) -> Result<B::Part, BuildError> {
        let mut list = b.nil();
        // From the end, because a cell needs its tail.
        for e in self.0.iter().rev() {
            let kind = match e.kind {
                TouchKind::Down => atom!("down"),
                TouchKind::Move => atom!("move"),
                TouchKind::Up => atom!("up"),
            };
            let touch = atom!("touch");
            let event = (touch, kind, e.id, e.x, e.y, e.pressure, e.time_us).build(b)?;
            list = b.cell(event, list)?;
        }
        Ok(list)
    }
}

vm_atomvm::export_port!(touch_bench_create_port, TouchBench);
vm_atomvm::export_port!(resource_bench_create_port, ResourceBench);
