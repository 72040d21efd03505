//! A process that has ports.

use std::time::{Duration, Instant};

use avm_port::Port;
use avm_term::{PortId, Value};
use vm_host::{Pending, Vm};

use crate::{Counts, Error};

/// How long to sleep at most before looking again.
pub const TICK: Duration = Duration::from_millis(5);

/// How long an answer may take before it is given up.
const PATIENCE: Duration = Duration::from_secs(30);

/// The main process of a VM of its own.
#[derive(Debug, Default)]
pub struct Process {
    vm: Vm,
}

impl Process {
    /// Starts a VM with a process.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The VM that it runs on.
    pub fn vm(&mut self) -> &mut Vm {
        &mut self.vm
    }

    /// Opens a port, as `avm_port:open(Name, Options)` does.
    ///
    /// # Errors
    ///
    /// [`Error::Open`] with the port's reason.
    pub fn open<P: Port>(&mut self, options: &Value) -> Result<PortId, Error> {
        let opened = self.vm.open::<P>(&options.to_string());
        opened.map_err(|reason| Error::Open {
            port: P::NAME,
            reason,
        })
    }

    /// Begins a call, and does not wait for its answer.
    pub fn begin(&mut self, port: PortId, request: &Value) -> Pending {
        let caller = self.vm.main();
        self.vm.start_call_with(caller, port, request.clone())
    }

    /// The answer of a call, if it has come.
    pub fn poll(&mut self, pending: Pending) -> Option<Value> {
        let answer = self.vm.answer(pending);
        let is_owed = crate::tagged("error", &answer).and_then(Value::as_atom) == Some("timeout");
        (!is_owed).then_some(answer)
    }

    /// Calls a port, and waits for the answer.
    ///
    /// # Errors
    ///
    /// [`Error::Late`] if it does not come.
    pub fn call(&mut self, port: PortId, request: &Value) -> Result<Value, Error> {
        let pending = self.begin(port, request);
        let deadline = Instant::now() + PATIENCE;
        loop {
            if let Some(answer) = self.poll(pending) {
                return Ok(answer);
            }
            if Instant::now() > deadline {
                return Err(Error::Late("an answer"));
            }
            self.vm.wait(TICK);
        }
    }

    /// Calls a port that is to answer `ok`.
    ///
    /// # Errors
    ///
    /// [`Error::Answer`] if it does not.
    pub fn order(&mut self, port: PortId, request: &Value) -> Result<(), Error> {
        match self.call(port, request)? {
            Value::Atom(ok) if ok == "ok" => Ok(()),
            answer => Err(not(request, answer)),
        }
    }

    /// Calls a port that is to answer `{ok, Value}`, and gives the value.
    ///
    /// # Errors
    ///
    /// [`Error::Answer`] if it does not.
    pub fn ask(&mut self, port: PortId, request: &Value) -> Result<Value, Error> {
        let answer = self.call(port, request)?;
        let value = crate::tagged("ok", &answer).cloned();
        value.ok_or_else(|| not(request, answer))
    }

    /// The port's counts: what it answers to `get_stats`.
    ///
    /// # Errors
    ///
    /// [`Error::Answer`] if it answers something else.
    pub fn stats(&mut self, port: PortId) -> Result<Counts, Error> {
        let request = Value::atom("get_stats");
        let answer = self.call(port, &request)?;
        Counts::from_answer("stats", &answer).ok_or_else(|| not(&request, answer))
    }

    /// Closes a port.
    ///
    /// # Errors
    ///
    /// [`Error::Answer`] if it does not answer `ok`.
    pub fn close(&mut self, port: PortId) -> Result<(), Error> {
        match self.vm.close(port) {
            Value::Atom(ok) if ok == "ok" => Ok(()),
            answer => Err(not(&Value::atom("close"), answer)),
        }
    }

    /// The term that messages name a port by; an atom where it is closed.
    #[must_use]
    pub fn name(&self, port: PortId) -> Value {
        self.vm
            .port_value(port)
            .unwrap_or_else(|| Value::atom("closed"))
    }

    /// Takes the messages that have come. Not while a call is begun: its
    /// answer would be among them.
    pub fn messages(&mut self) -> Vec<Value> {
        let main = self.vm.main();
        self.vm.mailbox(main)
    }
}

/// The error of an answer that was not promised.
fn not(request: &Value, answer: Value) -> Error {
    let command = match request.as_tuple() {
        Some([command, ..]) => command,
        _ => request,
    };
    Error::Answer {
        request: command.to_string(),
        answer,
    }
}
