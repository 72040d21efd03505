//! What a test sees of a VM, and what it changes behind the back of its ports.

use alloc::vec::Vec;
use core::time::Duration;

use avm_term::{Pid, PortId, Value};

use crate::fault::Fault;
use crate::heap;
use crate::message::Message;
use crate::vm::Vm;
use crate::world::{self, World, host};

impl Vm {
    /// Takes all messages out of a process's mailbox. The process still refers to what it has
    /// read, so it goes on holding the resources in it until [`collect`](Vm::collect).
    pub fn mailbox(&mut self, process: Pid) -> Vec<Value> {
        let (vm, process) = (self.id, world::number(process));
        let read = |world: &mut World| {
            let process = world.processes.get_mut(&process)?;
            let messages: Vec<Message> = process.mailbox.drain(..).collect();
            let values = messages.iter().map(|message| message.value(vm)).collect();
            let unheld: Vec<_> = messages.into_iter().map(|m| process.keep(m)).collect();
            Some((values, unheld))
        };
        // What the process holds nothing by is dropped here, where no lock is held.
        self.world(read).map_or(Vec::new(), |(values, _)| values)
    }

    /// Whether a process lives.
    pub fn is_alive(&self, process: Pid) -> bool {
        self.world(|world| world.processes.contains_key(&world::number(process)))
    }

    /// Whether a port is open.
    pub fn is_open(&self, port: PortId) -> bool {
        host().ports.extra(port).is_some()
    }

    /// The term that processes know the port by: `#Port<0.N>`.
    pub fn port_value(&self, port: PortId) -> Option<Value> {
        host()
            .ports
            .extra(port)
            .map(|extra| Value::Port(extra.number))
    }

    /// The term of a process: `<0.N.0>`.
    pub fn pid_value(&self, process: Pid) -> Value {
        Value::Pid(world::number(process))
    }

    /// Moves the clock that ports see.
    pub fn advance(&mut self, by: Duration) {
        let us = u64::try_from(by.as_micros()).unwrap_or(u64::MAX);
        self.world(|world| world.now_us = world.now_us.saturating_add(us));
    }

    /// Plants a fault at the `step`-th occasion from now on, counted from 1.
    pub fn inject(&mut self, fault: Fault, step: u64) {
        self.world(|world| world.plan.plant(fault, step));
    }

    /// Takes a planted fault away; `true` if its step was never reached.
    pub fn lift_fault(&mut self) -> bool {
        self.world(|world| world.plan.lift())
    }

    /// How many allocations the VM has done for ports.
    pub fn allocations(&self) -> u64 {
        host()
            .worlds
            .get(&self.id)
            .map_or(0, |world| world.allocations)
    }

    /// How many heaps are open: 0 between callbacks, but for the replies that ports owe.
    pub fn open_heaps(&self) -> usize {
        heap::open_count(self.id)
    }
}
