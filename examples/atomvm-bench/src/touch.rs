//! A port that answers an atom, 64 events, and what it read of options.
//!
//! In C it is `crates/vm-atomvm/bench/c_touch.c`, and for Erlang/OTP
//! `examples/otp-bench/c/bench_c_port.c`.

use avm_port::{Call, Flow, OpenContext, Port, PortError};
use avm_term::{BuildError, Builder, FromTerm, IntoTerm, atom};
use class_touch::{TouchEvent, TouchKind};

use crate::settings::Settings;
use crate::stroke::{STROKE, Strokes};

/// The port.
pub(crate) struct TouchBench(Strokes);

/// No options.
#[derive(Debug, FromTerm)]
pub(crate) struct Options {}

/// What the port is asked.
#[derive(Clone, Copy, Debug, FromTerm)]
pub(crate) enum Request {
    /// Answers `pong`: what a call costs.
    Ping,
    /// Answers the next stroke: what 64 events cost.
    ReadEvents,
    /// Answers what it read, in one number: what five options cost.
    Options(Settings),
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
            Request::Options(settings) => call.reply(&settings.sum()),
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
