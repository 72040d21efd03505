//! The VM as a test drives it.

use avm_port::{Driver, Port};
use avm_term::{ParseError, Pid, PortId, Value};

use crate::world::{self, PortExtra, World, host};
use crate::{atoms, running};

/// A virtual machine of processes that only the test runs, and of ports.
///
/// Text that is no Erlang term panics: it is the test's own mistake.
#[derive(Debug)]
pub struct Vm {
    pub(crate) id: u32,
    main: Pid,
}

impl Default for Vm {
    fn default() -> Self {
        Self::new()
    }
}

impl Vm {
    /// Starts a VM with one process, [`main`](Vm::main).
    pub fn new() -> Self {
        let mut host = host();
        let id = host.start();
        let main = host.worlds.get_mut(&id).map_or(0, World::spawn);
        running::started(id);
        Self {
            id,
            main: world::pid(main),
        }
    }

    /// The process that opens and calls where no other is named.
    pub fn main(&self) -> Pid {
        self.main
    }

    /// Starts a process.
    pub fn spawn(&mut self) -> Pid {
        let process = self.world(World::spawn);
        world::pid(process)
    }

    /// Opens a port of the main process, as `avm_port:open(Name, Options)` does.
    ///
    /// # Errors
    ///
    /// The `Reason` of `{error, Reason}`.
    pub fn open<P: Port>(&mut self, options: &str) -> Result<PortId, Value> {
        self.open_by::<P>(self.main, options)
    }

    /// Opens a port of any process.
    ///
    /// # Errors
    ///
    /// The `Reason` of `{error, Reason}`.
    pub fn open_by<P: Port>(&mut self, owner: Pid, options: &str) -> Result<PortId, Value> {
        let port = self.create::<P>(owner)?;
        let request = Value::tuple([Value::atom("$open"), parse(options)]);
        let pending = self.start(owner, port, request);
        match self.answer(pending) {
            Value::Atom(ok) if ok == "ok" => Ok(port),
            refused => Err(reason(refused)),
        }
    }

    /// Makes a port that waits for its `{'$open', Options}`, as `open_port/2` does. Only a peer
    /// that does without `avm_port` sees it like that.
    ///
    /// # Errors
    ///
    /// `noproc` for a dead owner, `too_many_ports`, or `out_of_memory`.
    pub fn create<P: Port>(&mut self, owner: Pid) -> Result<PortId, Value> {
        let (vm, process) = (self.id, world::number(owner));
        // Who opens a port names it by an atom.
        atoms::intern(P::NAME);
        let mut host = host();
        if !host.allocate(vm) {
            return Err(Value::atom("out_of_memory"));
        }
        let Some(world) = host.worlds.get_mut(&vm) else {
            return Err(Value::atom("noproc"));
        };
        if !world.processes.contains_key(&process) {
            return Err(Value::atom("noproc"));
        }
        world.next_port += 1;
        let number = world.next_port;
        let extra = PortExtra::new(vm, number, process);
        let created = host.ports.open(&Driver::of::<P>(), owner, extra);
        let id = created.map_err(|error| Value::atom(error.atom().text()))?;
        if let Some(world) = host.worlds.get_mut(&vm) {
            world.ports.push(id);
        }
        Ok(id)
    }

    pub(crate) fn world<R: Default>(&self, f: impl FnOnce(&mut World) -> R) -> R {
        host().worlds.get_mut(&self.id).map(f).unwrap_or_default()
    }
}

pub(crate) fn parse(text: &str) -> Value {
    let parsed: Result<Value, ParseError> = text.parse();
    parsed.unwrap_or_else(|error| panic!("{text:?} is no Erlang term: {error}"))
}

/// The reason of `{error, Reason}`; any other term as it is.
fn reason(answer: Value) -> Value {
    match answer.as_tuple() {
        Some([error, reason]) if *error == Value::atom("error") => reason.clone(),
        _ => answer,
    }
}
