//! A board with a device whose transactions a test carries out.
#![allow(dead_code, reason = "each test program uses a part of it")]

pub(crate) mod device;

use avm_term::{Pid, PortId, Value};
use device::Bench;
use port_spi::Spi;
use vm_host::Vm;

/// Opens the device, for so many transactions at a time.
pub(crate) fn open(limit: usize, options: &str) -> (Vm, PortId) {
    device::reset(limit);
    let mut vm = Vm::new();
    let port = vm.open::<Spi<Bench>>(options).expect("opens");
    (vm, port)
}

pub(crate) fn answer(vm: &mut Vm, port: PortId, request: &str) -> String {
    vm.call(port, request).to_string()
}

pub(crate) fn request(kind: &str, write: &[u8], read: usize) -> String {
    let write = Value::Binary(write.to_vec());
    format!("{{{kind},#{{write => {write},read => {read}}}}}")
}

/// Submits, and returns the id.
pub(crate) fn submit(vm: &mut Vm, who: Pid, port: PortId, write: &[u8], read: usize) -> i128 {
    let answer = vm.call_by(who, port, &request("submit", write, read));
    match answer.as_tuple() {
        Some([ok, id]) if *ok == Value::atom("ok") => id.as_integer().expect("an id"),
        _ => panic!("{answer}"),
    }
}

/// The results that came to a process: ids and what came of them.
pub(crate) fn results(vm: &mut Vm, who: Pid, port: PortId) -> Vec<(i128, String)> {
    let name = vm.port_value(port);
    let result = |message: Value| {
        let Some([spi, from, done]) = message.as_tuple() else {
            panic!("an unexpected {message}")
        };
        assert_eq!(*spi, Value::atom("spi"));
        assert!(name.is_none() || name.as_ref() == Some(from), "{message}");
        match done.as_tuple() {
            Some([tag, id, result]) if *tag == Value::atom("done") => {
                (id.as_integer().expect("an id"), result.to_string())
            }
            _ => panic!("an unexpected {message}"),
        }
    };
    vm.mailbox(who).into_iter().map(result).collect()
}

/// What a transaction answers.
pub(crate) fn read_back(write: &[u8], read: usize) -> String {
    let bytes = Value::Binary(device::answer(write, read));
    format!("{{ok,{bytes}}}")
}

/// A count out of `{stats, #{...}}`.
pub(crate) fn stat(vm: &mut Vm, port: PortId, name: &str) -> i128 {
    let answer = vm.call(port, "get_stats");
    let stats = &answer.as_tuple().expect("a tuple")[1];
    let count = stats.get(name).and_then(Value::as_integer);
    count.unwrap_or_else(|| panic!("{answer}"))
}

/// The configuration, as Erlang shows it.
pub(crate) fn config(vm: &mut Vm, port: PortId) -> Value {
    let answer = vm.call(port, "get_config");
    match answer.as_tuple() {
        Some([ok, config]) if *ok == Value::atom("ok") => config.clone(),
        _ => panic!("{answer}"),
    }
}
