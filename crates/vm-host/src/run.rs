//! Running: one callback after the other, when the test says so.

use alloc::vec::Vec;

use avm_port::{AnyPort, Flow};
use avm_term::vm::{RawEnv, RawTerm};
use avm_term::{Env, PortId, Value};

use crate::callback;
use crate::fault::Fault;
use crate::message::Message;
use crate::vm::Vm;
use crate::world::host;

/// What a port is to do.
enum Work {
    Event,
    Message(Message),
}

impl Vm {
    /// Runs callbacks until every port is quiet.
    pub fn run(&mut self) {
        while self.step() {}
    }

    /// Runs one callback; `false` if there was nothing to run.
    fn step(&mut self) -> bool {
        let Some((id, work)) = self.next_work() else {
            return false;
        };
        let Some(mut port) = host().ports.take(id) else {
            return false;
        };
        let (nodes, message) = match work {
            Work::Event => (Vec::new(), None),
            Work::Message(message) => (message.nodes, Some(message.root)),
        };
        let flow = callback::callback(self.id, nodes, |env| run_one(&mut *port, env, message));
        let reason = Value::atom(port.exit_reason().text());
        let orphan = host().ports.put(id, port);
        drop(orphan);
        if flow == Flow::Terminate {
            self.end_port(id, &reason);
        }
        self.carry_out_due();
        true
    }

    /// Finds the first port, by age, that has something to do: its bell, then its mailbox.
    fn next_work(&mut self) -> Option<(PortId, Work)> {
        let mut host = host();
        let ports = host.worlds.get(&self.id)?.ports.clone();
        ports.into_iter().find_map(|id| {
            let extra = host.ports.extra_mut(id)?;
            if extra.bell.take(id) {
                return Some((id, Work::Event));
            }
            extra
                .mailbox
                .pop_front()
                .map(|message| (id, Work::Message(message)))
        })
    }

    pub(crate) fn carry_out_due(&mut self) {
        match self.world(|world| world.plan.take_due()) {
            Some(Fault::KillPort(port)) => self.exit_port(port, "killed"),
            Some(Fault::KillProcess(pid)) => self.exit(pid, "killed"),
            Some(Fault::Allocation | Fault::Panic) | None => {}
        }
    }
}

/// Runs a callback, in an environment that lives as long: that of a message, or of a bell.
fn run_one(port: &mut dyn AnyPort, env: &RawEnv, message: Option<RawTerm>) -> Flow {
    let env: Env<'_> = callback::env(env);
    match message {
        None => port.event(env),
        Some(root) => port.message(callback::message(env, root)),
    }
}
