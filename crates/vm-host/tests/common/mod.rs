//! A port that shows what it sees of the VM.
#![allow(dead_code, reason = "each test program uses a part of it")]

use std::thread;
use std::time::Duration;

use avm_port::{Bell, Call, EventContext, Flow, OpenContext, Port, PortError};
use avm_term::{FromTerm, Pid, PortId, Term, Value, atom, now_us};
use isr_ring::Doorbell;
use vm_host::Vm;

/// Tells its owner what happens to it.
#[derive(Debug)]
pub(crate) struct Mirror {
    bell: Bell,
    owner: Pid,
    events: u32,
}

#[derive(FromTerm)]
pub(crate) struct Options {}

#[derive(FromTerm)]
pub(crate) enum Request<'a> {
    /// Answers with the term.
    Echo(Term<'a>),
    /// Answers with the term as it prints.
    Print(Term<'a>),
    /// Answers what kind of a term it is.
    Kind(Term<'a>),
    /// Answers what a time of the VM's clock it is.
    Now,
    /// Answers caller and owner.
    Who,
    /// Sends a term to a process; answers whether it arrived.
    Send {
        to: Pid,
        message: Term<'a>,
    },
    /// Rings from another thread after so many milliseconds.
    RingLater(u64),
    /// Rings so many times at once.
    Ring(u32),
    /// Answers how often it was served.
    Events,
    Panic,
}

impl Port for Mirror {
    const NAME: &'static str = "mirror";
    type Options<'a> = Options;
    type Request<'a> = Request<'a>;

    fn open(_: Options, cx: OpenContext<'_>) -> Result<Self, PortError> {
        Ok(Self {
            bell: cx.bell()?,
            owner: cx.owner(),
            events: 0,
        })
    }

    fn call(&mut self, request: Request<'_>, call: Call<'_>) -> Flow {
        match request {
            Request::Echo(term) => call.reply(&term),
            Request::Print(term) => call.reply(&term.to_string()),
            Request::Kind(term) => call.reply(&format!("{:?}", term.kind())),
            Request::Now => call.reply(&now_us()),
            Request::Who => {
                let caller = call.caller();
                call.reply(&(caller, self.owner))
            }
            Request::Send { to, message } => {
                let sent = to.send(&(atom!("sent"), message));
                call.reply(&sent.is_ok())
            }
            Request::RingLater(ms) => {
                let bell = self.bell;
                thread::spawn(move || {
                    thread::sleep(Duration::from_millis(ms));
                    bell.ring();
                });
                call.reply(&())
            }
            Request::Ring(times) => {
                (0..times).for_each(|_| self.bell.ring());
                call.reply(&())
            }
            Request::Events => call.reply(&self.events),
            Request::Panic => panic!("asked to"),
        }
    }

    fn event(&mut self, cx: EventContext<'_>) -> Flow {
        self.events += 1;
        // A dead owner hears nothing, and takes the port along.
        let _ = cx.send(self.owner, &(atom!("event"), cx.port(), self.events));
        Flow::Continue
    }
}

/// The term that a text says.
pub(crate) fn term(text: &str) -> Value {
    text.parse().unwrap_or_else(|e| panic!("{text}: {e}"))
}

/// A VM with an open [`Mirror`] of its main process.
pub(crate) fn open() -> (Vm, PortId) {
    let mut vm = Vm::new();
    let port = vm.open::<Mirror>("#{}").expect("opens");
    (vm, port)
}

pub(crate) fn answer(vm: &mut Vm, port: PortId, request: &str) -> String {
    vm.call(port, request).to_string()
}
