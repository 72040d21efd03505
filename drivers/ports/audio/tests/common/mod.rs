//! A board with a speaker whose interrupts a test takes itself.
#![allow(dead_code, reason = "each test program uses a part of it")]

pub(crate) mod speaker;

use avm_term::{PortId, Value};
use port_audio::Audio;
use speaker::Bench;
use vm_host::Vm;

/// Opens a quiet speaker with room for so many bytes.
pub(crate) fn open(room: usize, options: &str) -> (Vm, PortId) {
    speaker::reset(room);
    let mut vm = Vm::new();
    let port = vm.open::<Audio<Bench>>(options).expect("opens");
    (vm, port)
}

pub(crate) fn answer(vm: &mut Vm, port: PortId, request: &str) -> String {
    vm.call(port, request).to_string()
}

/// So many bytes that count up from `first`.
pub(crate) fn bytes(first: u8, count: usize) -> Vec<u8> {
    (0..count).map(|n| first.wrapping_add(n as u8)).collect()
}

pub(crate) fn play(data: &[u8]) -> String {
    let data = Value::Binary(data.to_vec());
    format!("{{play_buffer,#{{data => {data}}}}}")
}

/// A count out of `{stats, #{...}}`.
pub(crate) fn stat(vm: &mut Vm, port: PortId, name: &str) -> i128 {
    let answer = vm.call(port, "get_stats");
    let stats = &answer.as_tuple().expect("a tuple")[1];
    let count = stats.get(name).and_then(Value::as_integer);
    count.unwrap_or_else(|| panic!("{answer}"))
}

/// The messages of the port to the main process, without the port.
pub(crate) fn told(vm: &mut Vm, port: PortId) -> Vec<String> {
    let (main, name) = (vm.main(), vm.port_value(port));
    let message = |message: Value| match message.as_tuple() {
        Some([audio, from, what]) if *audio == Value::atom("audio") => {
            assert!(name.is_none() || name.as_ref() == Some(from), "{message}");
            what.to_string()
        }
        _ => panic!("an unexpected {message}"),
    };
    vm.mailbox(main).into_iter().map(message).collect()
}
