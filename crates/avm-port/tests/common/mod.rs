//! A port that does whatever a test asks of it, on hardware that counts.
#![allow(dead_code, reason = "each test program uses a part of it")]

pub(crate) mod hardware;
pub(crate) mod probe;

use avm_port::Port;
use avm_term::{PortId, Value};
use vm_host::Vm;

pub(crate) use hardware::Hardware;
pub(crate) use probe::Probe;

/// The term that a text says.
pub(crate) fn term(text: &str) -> Value {
    text.parse()
        .unwrap_or_else(|error| panic!("{text}: {error}"))
}

/// A VM with an open [`Probe`].
pub(crate) fn open() -> (Vm, PortId) {
    open_with("#{level => 7}")
}

pub(crate) fn open_with(options: &str) -> (Vm, PortId) {
    hardware::reset();
    let mut vm = Vm::new();
    let port = vm.open::<Probe>(options).expect("opens");
    (vm, port)
}

/// What `Probe` answers to options that it must refuse.
pub(crate) fn refused<P: Port>(vm: &mut Vm, options: &str) -> String {
    match vm.open::<P>(options) {
        Ok(_) => format!("{options} was accepted"),
        Err(reason) => reason.to_string(),
    }
}

/// What a call answers, as text.
pub(crate) fn answer(vm: &mut Vm, port: PortId, request: &str) -> String {
    vm.call(port, request).to_string()
}
