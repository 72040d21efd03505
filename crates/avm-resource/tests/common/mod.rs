//! A VM with the probe, and short ways to ask it.
#![allow(dead_code, reason = "each test program uses a part of it")]

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use avm_term::{Pid, PortId};
use vm_host::Vm;

use crate::probe::{Log, Probe, log};

/// A VM, one probe of its main process, and the log that the probe writes.
pub(crate) struct Bench {
    pub(crate) vm: Vm,
    pub(crate) port: PortId,
    pub(crate) log: Arc<Log>,
    pub(crate) number: u64,
}

impl Bench {
    pub(crate) fn new() -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let mut vm = Vm::new();
        let options = format!("#{{log => {number}}}");
        let port = vm.open::<Probe>(&options).expect("opens");
        Self {
            vm,
            port,
            log: log(number),
            number,
        }
    }

    /// Asks the probe, from the main process.
    pub(crate) fn ask(&mut self, request: &str) -> String {
        self.vm.call(self.port, request).to_string()
    }

    /// Asks the probe, from any process.
    pub(crate) fn ask_by(&mut self, process: Pid, request: &str) -> String {
        self.vm.call_by(process, self.port, request).to_string()
    }

    /// Asks for `{ok, Term}`; the process holds the term.
    pub(crate) fn term_by(&mut self, process: Pid, request: &str) -> String {
        let answer = self.vm.call_by(process, self.port, request);
        match answer.as_tuple() {
            Some([ok, term]) if ok.as_atom() == Some("ok") => term.to_string(),
            _ => panic!("{request} was answered {answer}"),
        }
    }

    /// Makes a process; its pid as text, too.
    pub(crate) fn spawn(&mut self) -> (Pid, String) {
        let process = self.vm.spawn();
        (process, self.vm.pid_value(process).to_string())
    }
}
