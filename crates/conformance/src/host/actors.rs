//! Processes, and what each step does in their name.

use std::collections::VecDeque;
use std::time::Duration;

use avm_term::{Pid, Value};
use conformance_ports::nifs::NIFS;
use vm_host::{Pending, Vm};

use super::names::{self, Begin};
use super::{PATIENCE, Stage, Watched};
use crate::script::{Step, Verb};
use crate::template::Template;

/// How long nothing must come for a process to be left alone.
const A_MOMENT: Duration = Duration::from_millis(50);

/// A process.
pub(super) struct Actor {
    pub(super) pid: Pid,
    /// Messages that it has not received yet.
    mailbox: VecDeque<Value>,
    pending: Option<Pending>,
}

impl Actor {
    pub(super) fn new(pid: Pid) -> Self {
        Self {
            pid,
            mailbox: VecDeque::new(),
            pending: None,
        }
    }

    pub(super) fn next(&mut self, vm: &mut Vm) -> Option<Value> {
        self.mailbox.extend(vm.mailbox(self.pid));
        self.mailbox.pop_front()
    }
}

impl Stage {
    /// Does what a step says; gives what it gave.
    pub(super) fn act(&mut self, step: &Step) -> Result<Value, String> {
        let number = match &step.actor {
            Some(name) => Some(self.number(&Template::parse(name))?),
            None => None,
        };
        let by = self.pid(number)?;
        let ok = Value::atom("ok");
        Ok(match &step.verb {
            Verb::Open { name, options } => {
                let options = options.fill(&self.bindings)?.to_string();
                self.begin(by, name, Begin::Open(&options))
            }
            Verb::Create { name } => self.begin(by, name, Begin::Create),
            Verb::Call {
                port,
                request,
                within,
            } => {
                let request = request.fill(&self.bindings)?;
                let within = within.map(|ms| Duration::from_millis(ms.into()));
                let pending = self.vm.start_call_with(by, self.port(port)?.id, request);
                self.answer(pending, within.unwrap_or(PATIENCE))
            }
            Verb::Close { port } => {
                let (port, close) = (self.port(port)?.id, Value::atom("$close"));
                let pending = self.vm.start_call_with(by, port, close);
                let answer = self.answer(pending, PATIENCE);
                // A port that is gone is closed: so says `avm_port:close/1`.
                if answer == super::error("closed") {
                    ok
                } else {
                    answer
                }
            }
            Verb::Send { port, message } => {
                let message = message.fill(&self.bindings)?.to_string();
                self.vm.send(self.port(port)?.id, &message);
                self.vm.run();
                ok
            }
            Verb::Receive => self.next(number, PATIENCE),
            Verb::Quiet => self.next(number, A_MOMENT),
            Verb::Read { port, count } => self.read(by, port, *count)?,
            Verb::Take { port, count } => self.take(number, port, *count)?,
            Verb::Process { .. } => {
                let pid = self.vm.spawn();
                let value = self.vm.pid_value(pid);
                if let Value::Pid(number) = value {
                    self.others.insert(number, Actor::new(pid));
                }
                value
            }
            other => self.act_on_ends(other, number, by)?,
        })
    }

    /// The steps that begin calls and end things.
    fn act_on_ends(&mut self, verb: &Verb, number: Option<u64>, by: Pid) -> Result<Value, String> {
        match verb {
            Verb::Start { port, request } => {
                let request = request.fill(&self.bindings)?;
                let pending = self.vm.start_call_with(by, self.port(port)?.id, request);
                let number = number.ok_or("only another process starts a call")?;
                self.actor(number)?.pending = Some(pending);
                self.vm.run();
            }
            Verb::Await { process } => {
                let number = self.number(process)?;
                let pending = self.actor(number)?.pending.ok_or("no call was started")?;
                return Ok(self.answer(pending, PATIENCE));
            }
            Verb::Leave { process, reason } => {
                let number = self.number(process)?;
                let reason = reason.fill(&self.bindings)?.to_string();
                self.end(number, &reason)?;
            }
            Verb::Exit { target, reason } => {
                let reason = reason.fill(&self.bindings)?.to_string();
                match target.fill(&self.bindings)? {
                    Value::Pid(number) => self.end(number, &reason)?,
                    _ => self.vm.exit_port(self.port(target)?.id, &reason),
                }
            }
            Verb::Link { port } => self.vm.link(by, self.port(port)?.id),
            Verb::Gone { port } => return self.gone(port),
            Verb::Dead { process } => {
                let number = self.number(process)?;
                let actor = self.others.get(&number).ok_or("no such process")?;
                return Ok((!self.vm.is_alive(actor.pid)).into());
            }
            Verb::Forget { variable } => {
                self.bindings.remove(variable);
                self.vm.collect(by);
            }
            Verb::Nif { name, arguments } => return self.nif(name, arguments),
            Verb::Sleep { ms } => {
                self.vm.wait(Duration::from_millis((*ms).into()));
            }
            _ => return Err("only Erlang does this".to_owned()),
        }
        Ok(Value::atom("ok"))
    }

    fn begin(&mut self, owner: Pid, name: &Template, how: Begin<'_>) -> Value {
        let name = name.0.as_atom().unwrap_or_default();
        let id = match names::begin(&mut self.vm, owner, name, how) {
            Ok(id) => id,
            Err(reason) => return Value::tuple([Value::atom("error"), reason]),
        };
        let term = self.vm.port_value(id);
        let watcher = self.vm.spawn();
        self.vm.monitor(watcher, id);
        if let Some(Value::Port(number)) = term {
            self.ports.insert(number, Watched { id, watcher });
        }
        let port = term.unwrap_or_else(|| Value::atom("undefined"));
        Value::tuple([Value::atom("ok"), port])
    }

    /// What a NIF returns, or `{raised, Reason}`.
    fn nif(&mut self, name: &Template, arguments: &Template) -> Result<Value, String> {
        let name = name.0.as_atom().unwrap_or_default();
        let arguments = arguments.fill(&self.bindings)?;
        let arguments = arguments.as_list().ok_or("arguments are a list")?;
        let texts: Vec<String> = arguments.iter().map(ToString::to_string).collect();
        let returned = self.vm.call_nif(NIFS, name, &texts.join(", "));
        // A function that has returned holds nothing.
        self.vm.collect(self.vm.main());
        Ok(returned.unwrap_or_else(|reason| Value::tuple([Value::atom("raised"), reason])))
    }

    /// Events, by `read_events`, until there are so many.
    fn read(&mut self, by: Pid, port: &Template, count: usize) -> Result<Value, String> {
        let id = self.port(port)?.id;
        let mut events = Vec::new();
        for _ in 0..1000 {
            let answer = self.vm.call_by(by, id, "read_events");
            match answer.as_tuple() {
                Some([_, Value::List(more)]) => events.extend(more.clone()),
                _ => drop(self.vm.wait(Duration::from_millis(5))),
            }
            if events.len() >= count {
                break;
            }
        }
        Ok(Value::list(events))
    }

    /// Events, by messages, until there are so many.
    fn take(
        &mut self,
        number: Option<u64>,
        port: &Template,
        count: usize,
    ) -> Result<Value, String> {
        let port = port.fill(&self.bindings)?;
        let mut events = Vec::new();
        while events.len() < count {
            let message = self.next(number, PATIENCE);
            match message.as_tuple() {
                Some([_, from, Value::List(more)]) if *from == port => events.extend(more.clone()),
                _ => return Ok(message),
            }
        }
        Ok(Value::list(events))
    }

    /// The reason of a port's end.
    fn gone(&mut self, port: &Template) -> Result<Value, String> {
        let watcher = self.port(port)?.watcher;
        for _ in 0..1000 {
            self.vm.run();
            let down = self.vm.mailbox(watcher);
            if let Some([.., reason]) = down.first().and_then(Value::as_tuple) {
                return Ok(reason.clone());
            }
            self.vm.wait(Duration::from_millis(5));
        }
        Ok(Value::atom("still_there"))
    }

    fn end(&mut self, number: u64, reason: &str) -> Result<(), String> {
        let pid = self.actor(number)?.pid;
        self.vm.exit(pid, reason);
        Ok(())
    }

    fn pid(&self, number: Option<u64>) -> Result<Pid, String> {
        let Some(number) = number else {
            return Ok(self.own.pid);
        };
        let actor = self.others.get(&number).ok_or("no such process")?;
        Ok(actor.pid)
    }

    fn actor(&mut self, number: u64) -> Result<&mut Actor, String> {
        self.others
            .get_mut(&number)
            .ok_or_else(|| "no such process".to_owned())
    }

    fn number(&self, process: &Template) -> Result<u64, String> {
        match process.fill(&self.bindings)? {
            Value::Pid(number) => Ok(number),
            other => Err(format!("{other} is no process")),
        }
    }

    fn port(&self, port: &Template) -> Result<Watched, String> {
        let term = port.fill(&self.bindings)?;
        let found = match &term {
            Value::Port(number) => self.ports.get(number).copied(),
            _ => None,
        };
        found.ok_or_else(|| format!("{term} is no port"))
    }
}
