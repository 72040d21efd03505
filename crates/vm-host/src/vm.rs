//! The VM as a test drives it.

use std::time::{Duration, Instant};

use avm_port::{AnyPort, Driver, Flow, Port, guarded};
use avm_term::vm::RawEnv;
use avm_term::{Env, ParseError, Pid, PortId, Value};

use crate::fault::Fault;
use crate::world::{self, BELLS, PortExtra, World, host};
use crate::{heap, provider};

/// A virtual machine of processes that only the test runs, and of ports.
///
/// Text that is no Erlang term panics: it is the test's own mistake.
#[derive(Debug)]
pub struct Vm {
    id: u32,
    main: Pid,
}

/// A call whose answer has not been looked at yet.
#[derive(Clone, Copy, Debug)]
pub struct Pending {
    caller: u64,
    reference: u64,
    port: PortId,
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
        Self {
            id,
            main: Pid::from_raw(world::pid(id, main)),
        }
    }

    /// The process that opens and calls where no other is named.
    pub fn main(&self) -> Pid {
        self.main
    }

    /// Starts a process.
    pub fn spawn(&mut self) -> Pid {
        let process = self.world(World::spawn);
        Pid::from_raw(world::pid(self.id, process))
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
        let port = self.create(&Driver::of::<P>(), owner)?;
        let request = Value::tuple([Value::atom("$open"), parse(options)]);
        let pending = self.start(owner, port, request);
        match self.answer(pending) {
            Value::Atom(ok) if ok == "ok" => Ok(port),
            refused => Err(reason(refused)),
        }
    }

    /// Makes a port that waits for its `{'$open', Options}`, as `open_port/2` does.
    fn create(&mut self, driver: &Driver, owner: Pid) -> Result<PortId, Value> {
        let (vm, process) = world::process(owner.raw());
        let mut host = host();
        let out_of_memory = Value::atom("out_of_memory");
        if !host.allocate(vm) {
            return Err(out_of_memory);
        }
        let Some(world) = host.worlds.get_mut(&vm) else {
            return Err(Value::atom("no_vm"));
        };
        if !world.processes.contains_key(&process) {
            return Err(Value::atom("noproc"));
        }
        world.next_port += 1;
        let number = world.next_port;
        let extra = PortExtra::new(vm, number, process);
        let created = host.ports.open(driver, owner, extra);
        let id = created.map_err(|error| Value::atom(error.atom().text()))?;
        if let Some(world) = host.worlds.get_mut(&vm) {
            world.ports.push(id);
        }
        Ok(id)
    }

    /// Calls a port from the main process, as `avm_port:call(Port, Request)` does: the reply,
    /// `{error, closed}` if the port is gone, or `{error, timeout}` if everything is quiet and
    /// the port still owes the reply.
    pub fn call(&mut self, port: PortId, request: &str) -> Value {
        self.call_by(self.main, port, request)
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

    fn start(&mut self, caller: Pid, port: PortId, request: Value) -> Pending {
        let (_, caller) = world::process(caller.raw());
        let reference = self.world(World::reference);
        let from = Value::tuple([Value::Pid(caller), Value::Reference(reference)]);
        self.send_value(port, Value::tuple([Value::atom("$call"), from, request]));
        Pending {
            caller,
            reference,
            port,
        }
    }

    /// Runs, then takes the answer of a call out of its caller's mailbox.
    pub fn answer(&mut self, pending: Pending) -> Value {
        self.run();
        let reference = Value::Reference(pending.reference);
        let found = self.take_message(pending.caller, |message| match message.as_tuple() {
            Some([tag, answer]) if *tag == reference => Some(answer.clone()),
            _ => None,
        });
        found.unwrap_or_else(|| {
            error(if self.is_open(pending.port) {
                "timeout"
            } else {
                "closed"
            })
        })
    }

    /// Closes a port, as `avm_port:close(Port)` does.
    pub fn close(&mut self, port: PortId) -> Value {
        let pending = self.start(self.main, port, Value::atom("$close"));
        self.answer(pending)
    }

    /// Puts any message into a port's mailbox.
    pub fn send(&mut self, port: PortId, message: &str) {
        self.send_value(port, parse(message));
    }

    fn send_value(&mut self, port: PortId, message: Value) {
        if let Some(extra) = host().ports.extra_mut(port) {
            extra.mailbox.push_back(message);
        }
    }

    /// Takes all messages out of a process's mailbox.
    pub fn mailbox(&mut self, process: Pid) -> Vec<Value> {
        let (_, process) = world::process(process.raw());
        let take = |world: &mut World| {
            world
                .processes
                .get_mut(&process)
                .map(|p| p.mailbox.drain(..).collect())
        };
        self.world(take).unwrap_or_default()
    }

    fn take_message(
        &mut self,
        process: u64,
        wanted: impl Fn(&Value) -> Option<Value>,
    ) -> Option<Value> {
        self.world(|world| {
            let mailbox = &mut world.processes.get_mut(&process)?.mailbox;
            let (place, value) = mailbox
                .iter()
                .enumerate()
                .find_map(|(place, m)| Some((place, wanted(m)?)))?;
            mailbox.remove(place);
            Some(value)
        })
    }

    /// Runs callbacks until every port is quiet.
    pub fn run(&mut self) {
        while self.step() {}
    }

    /// Runs until a bell is rung from another thread, at most for `limit` of real time; then
    /// until all is quiet. `false`: no bell rang.
    pub fn wait(&mut self, limit: Duration) -> bool {
        let deadline = Instant::now() + limit;
        let mut host = host();
        while host
            .ports
            .select(|extra| extra.vm == self.id && extra.woken)
            .is_empty()
        {
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return false;
            }
            host = match BELLS.wait_timeout(host, left) {
                Ok((host, _)) => host,
                Err(_) => return false,
            };
        }
        drop(host);
        self.run();
        true
    }

    /// Runs one callback; `false` if there was nothing to run.
    fn step(&mut self) -> bool {
        let Some((id, work)) = self.next_work() else {
            return false;
        };
        let Some(mut port) = host().ports.take(id) else {
            return false;
        };
        let flow = provider::callback(self.id, |env| run_one(&mut *port, env, &work));
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
            if core::mem::take(&mut extra.woken) {
                return Some((id, Work::Event));
            }
            extra
                .mailbox
                .pop_front()
                .map(|message| (id, Work::Message(message)))
        })
    }

    fn carry_out_due(&mut self) {
        match self.world(|world| world.plan.take_due()) {
            Some(Fault::KillPort(port)) => self.exit_port(port, "killed"),
            Some(Fault::KillProcess(pid)) => self.exit(pid, "killed"),
            Some(Fault::Allocation | Fault::Panic) | None => {}
        }
    }

    /// Ends a process, with every port that it owns, and, unless the reason is `normal`, every
    /// port that is linked to it.
    pub fn exit(&mut self, process: Pid, reason: &str) {
        let (vm, number) = world::process(process.raw());
        let reason = parse(reason);
        let Some(dead) = self.world(|world| world.processes.remove(&number)) else {
            return;
        };
        let mut doomed = host()
            .ports
            .select(|extra| extra.vm == vm && extra.owner == number);
        if reason != Value::atom("normal") {
            doomed.extend(dead.links);
        }
        for port in doomed {
            self.end_port(port, &reason);
        }
    }

    /// Ends a port as an exit signal does: `exit(Port, Reason)`. `normal` is ignored.
    pub fn exit_port(&mut self, port: PortId, reason: &str) {
        if reason != "normal" {
            self.end_port(port, &parse(reason));
        }
    }

    /// Removes a port, tells who watches it, and drops it last.
    fn end_port(&mut self, port: PortId, reason: &Value) {
        let mut host = host();
        let Some((state, extra)) = host.ports.remove(port) else {
            return;
        };
        let name = Value::Port(extra.number);
        for (process, reference) in extra.monitors {
            let reference = Value::Reference(reference);
            let kind = Value::atom("port");
            let down = [
                Value::atom("DOWN"),
                reference,
                kind,
                name.clone(),
                reason.clone(),
            ];
            host.post(extra.vm, process, Value::tuple(down));
        }
        let world = host.worlds.get_mut(&extra.vm);
        let linked = world.map_or(Vec::new(), |world| world.unlink(port));
        drop(host);
        // A port's `Drop` may ring bells and read the clock, so no lock is held here.
        drop(state);
        if *reason != Value::atom("normal") {
            for process in linked {
                let pid = Pid::from_raw(world::pid(extra.vm, process));
                self.exit(pid, &reason.to_string());
            }
        }
    }

    /// Monitors a port: the process gets `{'DOWN', Ref, port, Port, Reason}` when it ends.
    pub fn monitor(&mut self, process: Pid, port: PortId) -> Value {
        let (_, process) = world::process(process.raw());
        let reference = self.world(World::reference);
        if let Some(extra) = host().ports.extra_mut(port) {
            extra.monitors.push((process, reference));
        }
        Value::Reference(reference)
    }

    /// Links a process and a port: the abnormal end of one ends the other.
    pub fn link(&mut self, process: Pid, port: PortId) {
        let (_, process) = world::process(process.raw());
        self.world(|world| {
            if let Some(process) = world.processes.get_mut(&process) {
                process.links.push(port);
            }
        });
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
        Value::Pid(world::process(process.raw()).1)
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

    fn world<R: Default>(&self, f: impl FnOnce(&mut World) -> R) -> R {
        host().worlds.get_mut(&self.id).map(f).unwrap_or_default()
    }
}

/// Ends every port, as the end of a VM does.
impl Drop for Vm {
    fn drop(&mut self) {
        let ports = host().ports.select(|extra| extra.vm == self.id);
        for port in ports {
            self.end_port(port, &Value::atom("normal"));
        }
        host().worlds.remove(&self.id);
    }
}

enum Work {
    Event,
    Message(Value),
}

/// Runs a callback, in an environment that lives as long. The port catches its own panics; one
/// of the VM interface itself, planted outside of the driver's code, closes the port.
fn run_one(port: &mut dyn AnyPort, env: &RawEnv, work: &Work) -> Flow {
    let env: Env<'_> = provider::env(env);
    let outcome = guarded(|| match work {
        Work::Event => port.event(env),
        Work::Message(message) => port.message(provider::import(env, message)),
    });
    outcome.unwrap_or(Flow::Terminate)
}

fn parse(text: &str) -> Value {
    let parsed: Result<Value, ParseError> = text.parse();
    parsed.unwrap_or_else(|error| panic!("{text:?} is no Erlang term: {error}"))
}

fn error(reason: &str) -> Value {
    Value::tuple([Value::atom("error"), Value::atom(reason)])
}

/// The reason of `{error, Reason}`; any other term as it is.
fn reason(answer: Value) -> Value {
    match answer.as_tuple() {
        Some([error, reason]) if *error == Value::atom("error") => reason.clone(),
        _ => answer,
    }
}
