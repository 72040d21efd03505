//! Ends of processes and ports, and who is told of them.

use alloc::string::ToString;
use alloc::vec::Vec;

use avm_term::{Pid, PortId, Value};

use crate::heap;
use crate::message::Message;
use crate::running;
use crate::vm::{Vm, parse};
use crate::watch;
use crate::world::{self, World, host};

impl Vm {
    /// Ends a process, with every port that it owns, and, unless the reason is `normal`, every
    /// port that is linked to it.
    pub fn exit(&mut self, process: Pid, reason: &str) {
        let (vm, number) = (self.id, world::number(process));
        let reason = parse(reason);
        let Some(dead) = self.world(|world| world.processes.remove(&number)) else {
            return;
        };
        let mut doomed = host().ports_where(|extra| extra.vm == vm && extra.owner == number);
        if reason != Value::atom("normal") {
            doomed.extend(&dead.links);
        }
        for port in doomed {
            self.end_port(port, &reason);
        }
        watch::ended(vm, heap::pid_word(process.raw()));
        // Its heap goes last, and with it what only this process held.
        drop(dead);
    }

    /// Ends a port as an exit signal does: `exit(Port, Reason)`. `normal` is ignored, and of
    /// `kill` others hear as `killed`.
    pub fn exit_port(&mut self, port: PortId, reason: &str) {
        match reason {
            "normal" => {}
            "kill" => self.end_port(port, &Value::atom("killed")),
            _ => self.end_port(port, &parse(reason)),
        }
    }

    /// Removes a port, tells who watches it, and drops it last.
    pub(crate) fn end_port(&mut self, port: PortId, reason: &Value) {
        let mut host = host();
        let Some((state, extra)) = host.ports.remove(port) else {
            return;
        };
        let mut unread = Vec::new();
        for (process, reference) in &extra.monitors {
            let down = down(*reference, Value::Port(extra.number), reason);
            let down = Message::of(extra.vm, &down);
            unread.extend(host.post(extra.vm, *process, down).err());
        }
        let world = host.worlds.get_mut(&extra.vm);
        let linked = world.map_or(Vec::new(), |world| world.unlink(port));
        drop(host);
        // A port's `Drop` may ring bells and read the clock, so no lock is held here.
        running::entered(extra.vm, || drop(state));
        watch::ended(extra.vm, heap::port_word(extra.number));
        if *reason != Value::atom("normal") {
            for process in linked {
                self.exit(world::pid(process), &reason.to_string());
            }
        }
    }

    /// Monitors a port: the process gets `{'DOWN', Ref, port, Port, Reason}` when it ends, at
    /// once with the reason `noproc` if it has.
    pub fn monitor(&mut self, process: Pid, port: PortId) -> Value {
        let process = world::number(process);
        let reference = self.world(World::reference);
        let mut host = host();
        match host.ports.extra_mut(port) {
            Some(extra) => extra.monitors.push((process, reference)),
            None => {
                let gone = down(reference, Value::atom("undefined"), &Value::atom("noproc"));
                let gone = host.post(self.id, process, Message::of(self.id, &gone));
                drop(host);
                drop(gone);
            }
        }
        Value::Reference(reference)
    }

    /// Links a process and a port: the abnormal end of one ends the other.
    pub fn link(&mut self, process: Pid, port: PortId) {
        let process = world::number(process);
        self.world(|world| {
            if let Some(process) = world.processes.get_mut(&process) {
                process.links.push(port);
            }
        });
    }
}

/// Ends every port, as the end of a VM does.
impl Drop for Vm {
    fn drop(&mut self) {
        let ports = host().ports_where(|extra| extra.vm == self.id);
        for port in ports {
            self.end_port(port, &Value::atom("normal"));
        }
        // The lock is free again when the processes' heaps go.
        let world = host().worlds.remove(&self.id);
        drop(world);
    }
}

fn down(reference: u64, port: Value, reason: &Value) -> Value {
    let (tag, kind) = (Value::atom("DOWN"), Value::atom("port"));
    Value::tuple([tag, Value::Reference(reference), kind, port, reason.clone()])
}
