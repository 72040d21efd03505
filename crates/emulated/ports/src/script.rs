//! What a process asks its ports, and what it has to be told.

use alloc::string::ToString;
use alloc::vec::Vec;

use avm_port::Port;
use avm_term::{PortId, Value};
use emulated_suite::Fault;
use vm_host::Vm;

use crate::{heap, print};

/// An answer: a term that can be compared with its text.
pub type Answer = Value;

/// A VM with one process, and what it says and hears on the transcript.
#[derive(Debug)]
pub struct Script {
    vm: Vm,
}

impl Script {
    pub(crate) fn new() -> Self {
        Self { vm: Vm::new() }
    }

    /// Opens a port.
    ///
    /// # Errors
    ///
    /// [`Fault::Answer`] if it does not open.
    pub fn open<P: Port>(&mut self, options: &str) -> Result<PortId, Fault> {
        match self.vm.open::<P>(options) {
            Ok(port) => {
                print(format_args!("open {} {options}", P::NAME));
                Ok(port)
            }
            Err(reason) => {
                print(format_args!("open {} {options}: {reason}", P::NAME));
                Err(Fault::Answer)
            }
        }
    }

    /// Tries to open a port that must not open, for a reason.
    ///
    /// # Errors
    ///
    /// [`Fault::Answer`] if it opens, or for another reason does not.
    pub fn refuse<P: Port>(&mut self, options: &str, reason: &str) -> Result<(), Fault> {
        let refused = match self.vm.open::<P>(options) {
            Ok(_) => "ok".to_string(),
            Err(why) => why.to_string(),
        };
        print(format_args!("open {} {options}: {refused}", P::NAME));
        is(&refused, reason)
    }

    /// Asks a port.
    pub fn call(&mut self, port: PortId, request: &str) -> Answer {
        let answer = self.vm.call(port, request);
        print(format_args!("{request}: {answer}"));
        answer
    }

    /// Asks a port, which has to answer so.
    ///
    /// # Errors
    ///
    /// [`Fault::Answer`] if it answers anything else.
    pub fn expect(&mut self, port: PortId, request: &str, answer: &str) -> Result<(), Fault> {
        let said = self.call(port, request).to_string();
        is(&said, answer)
    }

    /// Runs until all ports are quiet, and takes the messages that came.
    pub fn messages(&mut self) -> Vec<Answer> {
        self.vm.run();
        self.vm.mailbox(self.vm.main())
    }

    /// Runs and sleeps, until messages come.
    pub fn wait(&mut self) -> Vec<Answer> {
        loop {
            let messages = self.messages();
            if !messages.is_empty() {
                return messages;
            }
            emulated_core::wait();
        }
    }

    /// Closes a port.
    ///
    /// # Errors
    ///
    /// [`Fault::Answer`] if it does not say `ok`.
    pub fn close(&mut self, port: PortId) -> Result<(), Fault> {
        let said = self.vm.close(port).to_string();
        print(format_args!("close: {said}"));
        is(&said, "ok")
    }

    /// Does the same three times: after the third time, not a byte more is in
    /// use than after the second.
    ///
    /// # Errors
    ///
    /// What goes wrong; [`Fault::Memory`] if there is more.
    pub fn thrice(
        &mut self,
        mut work: impl FnMut(&mut Self) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        work(self)?;
        work(self)?;
        let before = heap::used();
        work(self)?;
        let after = heap::used();
        print(format_args!("memory: {before} bytes, then {after}"));
        (before == after).then_some(()).ok_or(Fault::Memory)
    }

    /// Ends the VM: nothing may be left on it.
    pub(crate) fn end(mut self) -> Result<(), Fault> {
        self.vm.exit(self.vm.main(), "normal");
        let is_clean = self.vm.open_heaps() == 0 && self.vm.resources_alive() == 0;
        is_clean.then_some(()).ok_or(Fault::Memory)
    }
}

fn is(said: &str, expected: &str) -> Result<(), Fault> {
    if said == expected {
        return Ok(());
    }
    print(format_args!("expected: {expected}"));
    Err(Fault::Answer)
}
