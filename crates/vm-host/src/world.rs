//! The state of all VMs of the process, behind one lock.

use alloc::collections::{BTreeMap, VecDeque};
use alloc::vec::Vec;

use avm_port::Registry;
use avm_term::vm::RawPid;
use avm_term::{Pid, PortId};

use crate::bells::Bell;
use crate::fault::Plan;
use crate::lock::{Guard, Lock};
use crate::message::Message;

/// How many ports all VMs of the process can have open at once: what handles can number, or what
/// a microcontroller has memory for.
pub(crate) const PORTS: usize = if cfg!(feature = "std") { 255 } else { 16 };

/// A process: nothing runs in it but the test.
#[derive(Debug, Default)]
pub(crate) struct Process {
    pub(crate) mailbox: VecDeque<Message>,
    /// What it has read and may still refer to, until [`Vm::collect`](crate::Vm::collect).
    pub(crate) read: Vec<Message>,
    /// Ports that end abnormally when this process does, and the other way round.
    pub(crate) links: Vec<PortId>,
}

impl Process {
    /// Keeps a message that was read if the process holds something by it; hands any other back,
    /// to be dropped once no lock is held.
    pub(crate) fn keep(&mut self, message: Message) -> Option<Message> {
        if !message.holds() {
            return Some(message);
        }
        self.read.push(message);
        None
    }
}

/// What is kept beside a port.
#[derive(Debug)]
pub(crate) struct PortExtra {
    pub(crate) vm: u32,
    /// The number in `#Port<0.N>`.
    pub(crate) number: u64,
    /// The process that it ends with.
    pub(crate) owner: u64,
    pub(crate) mailbox: VecDeque<Message>,
    /// What wakes it.
    pub(crate) bell: Bell,
    /// Who gets `{'DOWN', Ref, port, Port, Reason}`: process and reference.
    pub(crate) monitors: Vec<(u64, u64)>,
}

impl PortExtra {
    pub(crate) fn new(vm: u32, number: u64, owner: u64) -> Self {
        Self {
            vm,
            number,
            owner,
            mailbox: VecDeque::new(),
            bell: Bell::new(),
            monitors: Vec::new(),
        }
    }
}

/// The pid of a process: its number, which is also what is printed. It means a process of the VM
/// that it is used with.
pub(crate) fn pid(process: u64) -> Pid {
    Pid::from_raw(RawPid(process as usize))
}

/// The process of a pid.
pub(crate) fn number(pid: Pid) -> u64 {
    pid.raw().0 as u64
}

/// One VM.
#[derive(Debug, Default)]
pub(crate) struct World {
    pub(crate) processes: BTreeMap<u64, Process>,
    /// Open ports in the order they were opened, which is the order that their callbacks run in.
    pub(crate) ports: Vec<PortId>,
    pub(crate) next_process: u64,
    pub(crate) next_port: u64,
    next_reference: u64,
    pub(crate) now_us: u64,
    pub(crate) plan: Plan,
    pub(crate) allocations: u64,
}

impl World {
    /// Starts a process.
    pub(crate) fn spawn(&mut self) -> u64 {
        self.next_process += 1;
        self.processes.insert(self.next_process, Process::default());
        self.next_process
    }

    /// Forgets a port; returns the processes that were linked to it.
    pub(crate) fn unlink(&mut self, port: PortId) -> Vec<u64> {
        self.ports.retain(|open| *open != port);
        let is_linked = |(_, process): &(&u64, &mut Process)| process.links.contains(&port);
        let linked = self.processes.iter_mut().filter(is_linked);
        linked
            .map(|(number, process)| {
                process.links.retain(|link| *link != port);
                *number
            })
            .collect()
    }

    /// A reference that was never given out before.
    pub(crate) fn reference(&mut self) -> u64 {
        self.next_reference += 1;
        self.next_reference
    }
}

/// All VMs.
pub(crate) struct Host {
    pub(crate) worlds: BTreeMap<u32, World>,
    pub(crate) ports: Registry<PortExtra>,
    next_world: u32,
}

impl Host {
    /// Starts a VM.
    pub(crate) fn start(&mut self) -> u32 {
        self.next_world += 1;
        self.worlds.insert(self.next_world, World::default());
        self.next_world
    }

    /// Puts a message into a process's mailbox. If the process is dead it comes back, to be
    /// dropped once no lock is held.
    pub(crate) fn post(&mut self, vm: u32, process: u64, message: Message) -> Result<(), Message> {
        let process = self
            .worlds
            .get_mut(&vm)
            .and_then(|w| w.processes.get_mut(&process));
        let Some(process) = process else {
            return Err(message);
        };
        process.mailbox.push_back(message);
        Ok(())
    }

    /// The open ports of which `wanted` holds.
    pub(crate) fn ports_where(&self, wanted: impl Fn(&PortExtra) -> bool) -> Vec<PortId> {
        let open = self.ports.iter();
        open.filter(|(_, extra)| wanted(extra))
            .map(|(port, _)| port)
            .collect()
    }

    /// Counts an allocation of a VM; `false`: the test wants it to fail. Nobody's allocations
    /// succeed.
    pub(crate) fn allocate(&mut self, vm: u32) -> bool {
        let Some(world) = self.worlds.get_mut(&vm) else {
            return true;
        };
        world.allocations += 1;
        world.plan.allocation()
    }
}

/// Locks the state of all VMs. Never held while a callback runs, nor the `Drop` of a port or of a
/// resource: so nothing that may hold a resource is dropped under it.
pub(crate) fn host() -> Guard<'static, Host> {
    // Each locked section leaves the state whole, so a panic elsewhere does not harm it.
    static HOST: Lock<Host> = Lock::new(|| Host {
        worlds: BTreeMap::new(),
        ports: Registry::with_capacity(PORTS).expect("memory for the table of ports"),
        next_world: 0,
    });
    HOST.lock()
}
