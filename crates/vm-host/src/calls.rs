//! Calls and messages, from a process to a port.

use avm_term::{Pid, PortId, Value};

use crate::message::Message;
use crate::vm::{Vm, parse};
use crate::world::{self, World, host};

/// A call whose answer has not been looked at yet.
#[derive(Clone, Copy, Debug)]
pub struct Pending {
    caller: u64,
    reference: u64,
    port: PortId,
}

impl Vm {
    /// Calls a port from the main process, as `avm_port:call(Port, Request)` does: the reply,
    /// `{error, closed}` if the port is gone, or `{error, timeout}` if everything is quiet and
    /// the port still owes the reply.
    pub fn call(&mut self, port: PortId, request: &str) -> Value {
        self.call_by(self.main(), port, request)
    }

    /// Calls a port from any process.
    pub fn call_by(&mut self, caller: Pid, port: PortId, request: &str) -> Value {
        let pending = self.start_call(caller, port, request);
        self.answer(pending)
    }

    /// Starts a call, and does not wait for its answer.
    pub fn start_call(&mut self, caller: Pid, port: PortId, request: &str) -> Pending {
        self.start(caller, port, parse(request))
    }

    /// The same, with a request that is a value: cheaper where it carries many bytes.
    pub fn start_call_with(&mut self, caller: Pid, port: PortId, request: Value) -> Pending {
        self.start(caller, port, request)
    }

    pub(crate) fn start(&mut self, caller: Pid, port: PortId, request: Value) -> Pending {
        let caller = world::number(caller);
        let reference = self.world(World::reference);
        let from = Value::tuple([Value::Pid(caller), Value::Reference(reference)]);
        self.send_value(port, Value::tuple([Value::atom("$call"), from, request]));
        Pending {
            caller,
            reference,
            port,
        }
    }

    /// Runs, then takes the answer of a call out of its caller's mailbox. It may be asked for
    /// again after a `{error, timeout}`. A caller that is dead has no mailbox: `{error, noproc}`.
    pub fn answer(&mut self, pending: Pending) -> Value {
        self.run();
        let reference = Value::Reference(pending.reference);
        let found = self.take_message(pending.caller, |message| match message.as_tuple() {
            Some([tag, answer]) if *tag == reference => Some(answer.clone()),
            _ => None,
        });
        let has_caller = self.world(|world| world.processes.contains_key(&pending.caller));
        found.unwrap_or_else(|| {
            error(match (has_caller, self.is_open(pending.port)) {
                (false, _) => "noproc",
                (true, true) => "timeout",
                (true, false) => "closed",
            })
        })
    }

    /// Closes a port, as `avm_port:close(Port)` does.
    pub fn close(&mut self, port: PortId) -> Value {
        let pending = self.start(self.main(), port, Value::atom("$close"));
        self.answer(pending)
    }

    /// Puts any message into a port's mailbox.
    pub fn send(&mut self, port: PortId, message: &str) {
        self.send_value(port, parse(message));
    }

    fn send_value(&mut self, port: PortId, message: Value) {
        let mut message = Some(Message::of(self.id, &message));
        if let Some(extra) = host().ports.extra_mut(port) {
            extra.mailbox.extend(message.take());
        }
    }

    fn take_message(
        &mut self,
        process: u64,
        wanted: impl Fn(&Value) -> Option<Value>,
    ) -> Option<Value> {
        let vm = self.id;
        let taken = self.world(|world| {
            let process = world.processes.get_mut(&process)?;
            let seen = process.mailbox.iter().map(|message| message.value(vm));
            let (place, value) = seen
                .enumerate()
                .find_map(|(place, message)| Some((place, wanted(&message)?)))?;
            let message = process.mailbox.remove(place)?;
            Some((value, process.keep(message)))
        });
        // What the process holds nothing by is dropped here, where no lock is held.
        taken.map(|(value, _)| value)
    }
}

fn error(reason: &str) -> Value {
    Value::tuple([Value::atom("error"), Value::atom(reason)])
}
