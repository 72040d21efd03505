//! A port that makes counters, which Erlang holds.

use avm_port::{Call, Flow, OpenContext, Port, PortError};
use avm_resource::{Counters as Counts, Resource, ResourceArc, ResourceRef};
use avm_term::{FromTerm, atom};
use portable_atomic::{AtomicU32, Ordering};

/// Counts up.
#[derive(Debug)]
pub(crate) struct Counter(AtomicU32);

static COUNTS: Counts = Counts::new();

impl Resource for Counter {
    const NAME: &'static str = "counter";

    fn counters() -> &'static Counts {
        &COUNTS
    }
}

/// The port. It keeps nothing.
pub(crate) struct Counters;

#[derive(FromTerm)]
pub(crate) struct Options {}

#[derive(FromTerm)]
pub(crate) enum Request<'a> {
    /// Answers a counter that begins with 0.
    New,
    /// Answers the next number of a counter.
    Next(Of<'a>),
    /// Answers `{Created, Alive, Dropped}`.
    Counts,
}

#[derive(FromTerm)]
pub(crate) struct Of<'a> {
    counter: ResourceRef<'a, Counter>,
}

impl Port for Counters {
    const NAME: &'static str = "counters";
    type Options<'a> = Options;
    type Request<'a> = Request<'a>;

    fn open(_: Options, _: OpenContext<'_>) -> Result<Self, PortError> {
        Ok(Self)
    }

    fn call(&mut self, request: Request<'_>, call: Call<'_>) -> Flow {
        match request {
            Request::New => match ResourceArc::try_new(Counter(AtomicU32::new(0))) {
                Ok(counter) => call.reply(&counter),
                Err(_) => call.reply(&(atom!("error"), atom!("out_of_memory"))),
            },
            Request::Next(Of { counter }) => call.reply(&counter.0.fetch_add(1, Ordering::Relaxed)),
            Request::Counts => {
                let counts = COUNTS.counts();
                let [created, alive, dropped] =
                    [counts.created, counts.alive, counts.dropped].map(|count| count as u32);
                call.reply(&(created, alive, dropped))
            }
        }
    }
}
