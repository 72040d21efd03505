//! NIFs, called by the main process.

use alloc::format;
use alloc::vec::Vec;

use avm_nif::{Nif, Raised};
use avm_term::Value;

use crate::callback;
use crate::convert;
use crate::message::Message;
use crate::vm::{Vm, parse};

impl Vm {
    /// Calls a NIF from the main process, with arguments as they stand between a call's
    /// parentheses: `vm.nif(area::NIF, "320, 240")`.
    ///
    /// # Errors
    ///
    /// The reason of the exception, which is of class `error`; another number of arguments is
    /// `undef`, as in Erlang.
    pub fn nif(&mut self, nif: Nif, arguments: &str) -> Result<Value, Value> {
        self.call_nif(&[nif], nif.name(), arguments)
    }

    /// Calls the NIF of this name, and of as many arguments, that is among `nifs`.
    ///
    /// # Errors
    ///
    /// As for [`nif`](Vm::nif); `undef` if there is none.
    pub fn call_nif(&mut self, nifs: &[Nif], name: &str, arguments: &str) -> Result<Value, Value> {
        let arguments = parse(&format!("[{arguments}]"));
        let arguments = arguments.as_list().unwrap_or_default();
        let wanted = |nif: &&Nif| nif.is(name, arguments.len());
        match nifs.iter().find(wanted) {
            Some(nif) => self.run_nif(nif, arguments),
            None => Err(Value::atom("undef")),
        }
    }

    fn run_nif(&mut self, nif: &Nif, arguments: &[Value]) -> Result<Value, Value> {
        let vm = self.id;
        let mut nodes = Vec::new();
        let roots: Vec<_> = arguments
            .iter()
            .map(|argument| convert::import(vm, &mut nodes, argument))
            .collect();
        let (ended, nodes) = callback::kept(vm, nodes, |env| {
            let env = callback::env(env);
            let terms = roots.iter().map(|root| callback::message(env, *root));
            let terms: Vec<_> = terms.collect();
            match nif.call(env, &terms) {
                Ok(term) => Ok(term.raw()),
                Err(Raised::Error(reason)) => Err(Some(reason.raw())),
                Err(Raised::Badarg) => Err(None),
            }
        });
        self.carry_out_due();
        match ended {
            Ok(root) => Ok(self.read(Message { nodes, root })),
            Err(Some(root)) => Err(self.read(Message { nodes, root })),
            Err(None) => Err(Value::atom("badarg")),
        }
    }

    /// What the main process has got; it holds what is in it as if it were a message.
    fn read(&mut self, message: Message) -> Value {
        let value = message.value(self.id);
        let main = crate::world::number(self.main());
        let rest = self.world(|world| match world.processes.get_mut(&main) {
            Some(process) => process.keep(message),
            None => Some(message),
        });
        // What it holds nothing by is dropped here, where no lock is held.
        drop(rest);
        value
    }
}
