//! A board with a panel that a test looks at.
#![allow(dead_code, reason = "each test program uses a part of it")]

pub(crate) mod glass;

use avm_term::{PortId, Value};
use glass::Bench;
use port_display::Display;
use vm_host::Vm;

/// Opens a panel of so many columns and rows, black.
pub(crate) fn open(width: u16, height: u16, more: &str) -> (Vm, PortId) {
    glass::reset(width, height);
    let mut vm = Vm::new();
    let options = format!("#{{width => {width}, height => {height}{more}}}");
    let port = vm.open::<Display<Bench>>(&options).expect("opens");
    (vm, port)
}

pub(crate) fn answer(vm: &mut Vm, port: PortId, request: &str) -> String {
    vm.call(port, request).to_string()
}

/// Asks for something that is done.
pub(crate) fn done(vm: &mut Vm, port: PortId, request: &str) {
    assert_eq!(answer(vm, port, request), "ok", "{request}");
}

/// The configuration, as Erlang shows it.
pub(crate) fn config(vm: &mut Vm, port: PortId) -> Value {
    let answer = vm.call(port, "get_config");
    match answer.as_tuple() {
        Some([ok, config]) if *ok == Value::atom("ok") => config.clone(),
        _ => panic!("{answer}"),
    }
}

pub(crate) fn read_config(config: &Value) -> String {
    format!("{{read_config,#{{config => {config}}}}}")
}
