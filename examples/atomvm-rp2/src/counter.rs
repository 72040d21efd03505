//! A port that makes counters, which Erlang holds and NIFs count, too.

use avm_port::{Call, Flow, OpenContext, Port, PortError};
use avm_resource::ResourceRef;
use avm_term::{FromTerm, atom};
use example_nifs::{COUNTERS, Counter};

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
            Request::New => match Counter::try_new(0) {
                Ok(counter) => call.reply(&counter),
                Err(_) => call.reply(&(atom!("error"), atom!("out_of_memory"))),
            },
            Request::Next(Of { counter }) => call.reply(&counter.next()),
            Request::Counts => {
                let counts = COUNTERS.counts();
                let [created, alive, dropped] =
                    [counts.created, counts.alive, counts.dropped].map(|count| count as u32);
                call.reply(&(created, alive, dropped))
            }
        }
    }
}
