//! A port that does with resources what it is asked, and logs ends.
#![allow(dead_code, reason = "each test program uses a part of it")]

mod log;
mod value;

use std::sync::Arc;

use avm_port::{Call, Flow, OpenContext, Port, PortError};
use avm_resource::{Monitor, MonitorError, ResourceArc, ResourceBinary};
use avm_term::{FromTerm, List, Pid, Term, atom};

pub(crate) use log::{Log, log};
pub(crate) use value::{OnDown, Other, Owner, Plain, Value};

/// Holders of values, by number, and what became of the values.
pub(crate) struct Probe {
    log: Arc<Log>,
    binaries: Vec<Option<ResourceBinary<Owner>>>,
    others: Vec<ResourceArc<Other>>,
    monitors: Vec<Monitor>,
}

#[derive(FromTerm)]
pub(crate) struct Options {
    /// Which log to write.
    log: u64,
    /// A resource to begin with: holder 0.
    resource: Option<ResourceArc<Value>>,
}

#[derive(FromTerm)]
pub(crate) enum Request<'a> {
    /// Makes a value; answers its holder.
    Create {
        value: u32,
        #[avm(default = OnDown::Note)]
        down: OnDown,
        /// Whom to tell of a `down`.
        tell: Option<Pid>,
    },
    /// Makes a value of another type; answers a term of it.
    Other(u32),
    /// Makes a value of a type that monitors nothing; answers a term of it.
    Plain(u32),
    /// Answers a term of a holder's value.
    Term(usize),
    /// Sends a term of a holder's value to a process.
    Send {
        holder: usize,
        to: Pid,
    },
    /// Sends any term to a process.
    Pass {
        term: Term<'a>,
        to: Pid,
    },
    /// Makes one holder more; answers it.
    Keep(usize),
    /// Makes a holder of a term's value; answers it.
    Hold(ResourceArc<Value>),
    /// The same, from options.
    HoldOption {
        resource: ResourceArc<Value>,
    },
    Release(usize),
    /// Reads the value behind a term.
    Read(ResourceArc<Value>),
    Monitor {
        holder: usize,
        process: Pid,
    },
    Demonitor {
        holder: usize,
        monitor: usize,
    },
    /// Answers the values that were dropped, in order.
    Dropped,
    /// Answers what was noted of each `down`: value, monitor, process or port.
    Downs,
    /// Makes the owner of `helloworld`; answers its holder.
    CreateBinary(u32),
    /// Answers a part of a holder's binary.
    Part {
        holder: usize,
        from: usize,
        to: usize,
    },
    ReleaseBinary(usize),
}

impl Port for Probe {
    const NAME: &'static str = "resource_probe";
    type Options<'a> = Options;
    type Request<'a> = Request<'a>;

    fn open(options: Options, _: OpenContext<'_>) -> Result<Self, PortError> {
        let log = log(options.log);
        if let Some(resource) = options.resource {
            log.add_holder(resource);
        }
        Ok(Self {
            log,
            binaries: Vec::new(),
            others: Vec::new(),
            monitors: Vec::new(),
        })
    }

    fn call(&mut self, request: Request<'_>, call: Call<'_>) -> Flow {
        match request {
            Request::Create { value, down, tell } => self.create(value, down, tell, call),
            Request::Other(value) => match ResourceArc::new(Other(value)) {
                Ok(other) => call.reply(&Ok::<_, ()>(other)),
                Err(_) => call.error(&atom!("out_of_memory")),
            },
            Request::Plain(value) => match ResourceArc::new(Plain(value, self.log.clone())) {
                Ok(plain) => call.reply(&Ok::<_, ()>(plain)),
                Err(_) => call.error(&atom!("out_of_memory")),
            },
            Request::Term(holder) => match self.log.holder(holder) {
                Some(resource) => call.reply(&Ok::<_, ()>(resource)),
                None => call.error(&atom!("no_holder")),
            },
            Request::Send { holder, to } => {
                let sent = self.log.holder(holder).map(|resource| to.send(&resource));
                call.reply(&matches!(sent, Some(Ok(()))))
            }
            Request::Pass { term, to } => call.reply(&to.send(&term).is_ok()),
            Request::Keep(holder) => match self.log.holder(holder) {
                Some(resource) => call.reply(&self.log.add_holder(resource)),
                None => call.error(&atom!("no_holder")),
            },
            Request::Hold(resource) | Request::HoldOption { resource } => {
                call.reply(&self.log.add_holder(resource))
            }
            Request::Release(holder) => {
                let released = self.log.take_holder(holder);
                let was_held = released.is_some();
                drop(released);
                call.reply(&was_held)
            }
            Request::Read(resource) => call.reply(&Ok::<_, ()>(resource.number)),
            Request::Dropped => call.reply(&List(&self.log.dropped())),
            other => self.monitors_and_binaries(&other, call),
        }
    }
}

/// A port that ends lets go of what it holds.
impl Drop for Probe {
    fn drop(&mut self) {
        drop(self.log.take_holders());
    }
}

impl Probe {
    fn create(&self, number: u32, down: OnDown, tell: Option<Pid>, call: Call<'_>) -> Flow {
        let value = Value {
            number,
            down,
            tell,
            holder: self.log.next_holder(),
            log: self.log.clone(),
        };
        match ResourceArc::new(value) {
            Ok(resource) => call.reply(&self.log.add_holder(resource)),
            Err(back) => {
                // It came back whole, and was not counted as dropped.
                assert_eq!(back.0.number, number);
                drop(back.0.disarm());
                call.error(&atom!("out_of_memory"))
            }
        }
    }

    fn monitors_and_binaries(&mut self, request: &Request<'_>, call: Call<'_>) -> Flow {
        match *request {
            Request::Monitor { holder, process } => {
                let monitored = self.log.holder(holder).map(|r| r.monitor(process));
                match monitored {
                    Some(Ok(monitor)) => {
                        self.monitors.push(monitor);
                        call.reply(&Ok::<_, ()>(self.monitors.len() - 1))
                    }
                    Some(Err(MonitorError::NoProcess)) => call.error(&atom!("noproc")),
                    Some(Err(MonitorError::OutOfMemory)) => call.error(&atom!("out_of_memory")),
                    None => call.error(&atom!("no_holder")),
                }
            }
            Request::Demonitor { holder, monitor } => {
                let both = self.log.holder(holder).zip(self.monitors.get(monitor));
                match both {
                    Some((resource, monitor)) => call.reply(&resource.demonitor(*monitor)),
                    None => call.error(&atom!("no_holder")),
                }
            }
            Request::Downs => call.reply(&List(&self.log.downs(&self.monitors))),
            Request::CreateBinary(value) => {
                match ResourceBinary::new(Owner::new(value, self.log.clone())) {
                    Ok(binary) => {
                        self.binaries.push(Some(binary));
                        call.reply(&(self.binaries.len() - 1))
                    }
                    Err(_) => call.error(&atom!("out_of_memory")),
                }
            }
            Request::Part { holder, from, to } => {
                let binary = self.binaries.get(holder).and_then(Option::as_ref);
                match binary.and_then(|binary| binary.slice(from..to)) {
                    Some(part) => call.reply(&part),
                    None => call.error(&atom!("no_part")),
                }
            }
            Request::ReleaseBinary(holder) => {
                let released = self.binaries.get_mut(holder).and_then(Option::take);
                call.reply(&released.is_some())
            }
            _ => call.error(&atom!("not_here")),
        }
    }
}
