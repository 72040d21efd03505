//! The port that keeps resources.

use avm_port::{Call, Flow, OpenContext, Port, PortError};
use avm_resource::{Monitor, MonitorError, ResourceArc};
use avm_term::{FromTerm, List, Pid, StaticAtom, Term, atom};

use crate::late;
use crate::probe::Probe;

/// The port, and what it keeps.
#[derive(Debug, Default)]
pub(crate) struct Keeper {
    kept: Vec<ResourceArc<Probe>>,
    monitors: Vec<Monitor>,
}

/// What is kept from the beginning.
#[derive(Debug, FromTerm)]
pub(crate) struct Options {
    #[avm(default)]
    resource: Option<ResourceArc<Probe>>,
}

/// What to do with resources.
#[derive(Debug, FromTerm)]
pub(crate) enum Request<'a> {
    /// Keeps one.
    Keep(One),
    /// Answers all that are kept.
    Kept,
    /// Lets go of all that are kept.
    LetGo,
    /// Has one monitor a process; answers the number of the monitor.
    Monitor(Watch),
    /// The same with this port.
    MonitorThisPort(One),
    /// Ends a monitor of one.
    Demonitor(Unwatch),
    /// Has one hold itself.
    HoldItself(One),
    /// Sends what is kept to a process, each in a message.
    SendKept(To),
    /// Answers any terms as they came.
    Echo(Any<'a>),
    /// Leaves a term to the first thread of the process, if this is it; answers whether it is.
    Leave(Left<'a>),
}

/// A probe.
#[derive(Debug, FromTerm)]
pub(crate) struct One {
    resource: ResourceArc<Probe>,
}

/// A probe, and whom it monitors.
#[derive(Debug, FromTerm)]
pub(crate) struct Watch {
    resource: ResourceArc<Probe>,
    process: Pid,
}

/// A probe, and a number that `monitor` answered.
#[derive(Debug, FromTerm)]
pub(crate) struct Unwatch {
    resource: ResourceArc<Probe>,
    monitor: usize,
}

/// A process.
#[derive(Debug, FromTerm)]
pub(crate) struct To {
    process: Pid,
}

/// A term, and a process that is sent it in the end.
#[derive(Debug, FromTerm)]
pub(crate) struct Left<'a> {
    value: Term<'a>,
    process: Pid,
}

/// A term.
#[derive(Debug, FromTerm)]
pub(crate) struct Any<'a> {
    value: Term<'a>,
}

impl Port for Keeper {
    const NAME: &'static str = "keeper";
    type Options<'a> = Options;
    type Request<'a> = Request<'a>;

    fn open(options: Options, _: OpenContext<'_>) -> Result<Self, PortError> {
        Ok(Self {
            kept: options.resource.into_iter().collect(),
            monitors: Vec::new(),
        })
    }

    fn call(&mut self, request: Request<'_>, call: Call<'_>) -> Flow {
        match request {
            Request::Keep(One { resource }) => {
                self.kept.push(resource);
                call.reply(&())
            }
            Request::Kept => call.reply(&List(&self.kept)),
            Request::LetGo => {
                self.kept.clear();
                call.reply(&())
            }
            Request::Monitor(Watch { resource, process }) => {
                call.reply(&self.note(resource.monitor(process)))
            }
            Request::MonitorThisPort(One { resource }) => {
                let port = call.context().port();
                call.reply(&self.note(resource.monitor_port(port)))
            }
            Request::Demonitor(Unwatch { resource, monitor }) => {
                let monitor = self.monitors.get(monitor);
                call.reply(&monitor.map(|monitor| resource.demonitor(*monitor)))
            }
            Request::HoldItself(One { resource }) => {
                Probe::hold_itself(&resource);
                call.reply(&())
            }
            Request::SendKept(To { process }) => {
                let sent = self.kept.iter().try_for_each(|one| process.send(one));
                call.reply(&sent.is_ok())
            }
            Request::Echo(Any { value }) => call.reply(&Ok::<_, ()>(value)),
            Request::Leave(Left { value, process }) => call.reply(&late::leave(process, value)),
        }
    }
}

impl Drop for Keeper {
    fn drop(&mut self) {
        if std::env::var_os("AVM_TRACE_DROP").is_some() {
            eprintln!("avm: keeper port dropped");
        }
    }
}

impl Keeper {
    /// Remembers a monitor, and gives it the number by which Erlang calls it.
    fn note(&mut self, made: Result<Monitor, MonitorError>) -> Result<usize, &'static StaticAtom> {
        let monitor = made.map_err(|error| match error {
            MonitorError::NoProcess => atom!("no_process"),
            MonitorError::OutOfMemory => atom!("out_of_memory"),
        })?;
        self.monitors.push(monitor);
        Ok(self.monitors.len() - 1)
    }
}
