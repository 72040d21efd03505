//! A peer that is no node: it writes what it likes.

use std::time::{Duration, Instant};

use avm_term::PortId;
use pore::membrane::unix::{Endpoint, Name, Negotiation, Settings, Step, UnixPore};
use pore::ring::{Config, features};
use vm_host::Vm;

use super::{End, LONG, Node, second};

/// What such a peer says of itself.
pub(crate) fn settings() -> Settings {
    Settings {
        order: 20,
        config: Config {
            features: features::ERLANG,
            max_frame: 0,
            start: 0,
        },
        ..Settings::DEFAULT
    }
}

/// Where a node of this name listens.
pub(crate) fn name(node: &str) -> Name {
    Name::hidden(format!("avm-straw/{node}")).expect("a name")
}

/// A pore to a node, and the port that has it there.
pub(crate) fn arrive(vm: &mut Vm, node: &mut Node, settings: Settings) -> (UnixPore, PortId) {
    let mut begun = Negotiation::begin(&name(&node.name), settings).expect("begun");
    let until = Instant::now() + LONG;
    let pore = loop {
        begun = match begun.step().expect("negotiated") {
            Step::Done(pore) => break pore,
            Step::Waiting(begun) => begun,
        };
        assert!(Instant::now() < until, "it takes too long");
        vm.wait(Duration::from_millis(1));
    };
    let listener = node.listener;
    let arrival = node.news(vm, listener, "arrival")[1].to_string();
    (pore, node.take(vm, &arrival))
}

/// A straw with a node that such a peer has asked for.
pub(crate) fn open(vm: &mut Vm, node: &mut Node) -> (UnixPore, End) {
    let (mut pore, port) = arrive(vm, node, settings());
    write(&mut pore, &hello());
    node.news(vm, port, "hello");
    let outlet = second(&vm.call_by(node.owner, port, "welcome"));
    (pore, End { port, outlet })
}

/// Writes all of these bytes.
pub(crate) fn write(pore: &mut UnixPore, bytes: &[u8]) {
    assert_eq!(pore.write(bytes), Ok(bytes.len()));
}

/// A frame with a payload.
pub(crate) fn frame(payload: &[u8]) -> Vec<u8> {
    let mut frame = (payload.len() as u32).to_be_bytes().to_vec();
    frame.extend(payload);
    frame
}

/// A frame with an envelope for a name, with a message in the external format.
pub(crate) fn to(name: &str, message: &[u8]) -> Vec<u8> {
    let mut name_bytes = vec![119, name.len() as u8];
    name_bytes.extend(name.as_bytes());
    envelope(&name_bytes, message)
}

/// A frame with an envelope.
pub(crate) fn envelope(addressee: &[u8], message: &[u8]) -> Vec<u8> {
    let mut payload = b"\x83h\x03w\x08envelope".to_vec();
    payload.extend(addressee);
    payload.extend(message);
    frame(&payload)
}

/// What who asks says first.
pub(crate) fn hello() -> Vec<u8> {
    to("$straw", b"h\x02w\x05hellom\0\0\0\x03raw")
}

/// Runs until the pore has so many bytes, and reads them.
pub(crate) fn read(vm: &mut Vm, pore: &mut UnixPore, most: usize) -> Vec<u8> {
    let mut bytes = vec![0; most];
    let until = Instant::now() + LONG;
    loop {
        vm.run();
        let read = pore.read(&mut bytes).expect("it is open");
        if read > 0 {
            bytes.truncate(read);
            return bytes;
        }
        assert!(Instant::now() < until, "nothing came");
        vm.wait(Duration::from_millis(5));
    }
}

/// A name that such a peer listens under.
pub(crate) fn listen(node: &str) -> Endpoint {
    Endpoint::bind(&name(node), settings()).expect("it listens")
}

/// The pore that a node asks for.
pub(crate) fn accept(vm: &mut Vm, endpoint: &mut Endpoint) -> UnixPore {
    let until = Instant::now() + LONG;
    loop {
        if let Ok(pore) = endpoint.accept(Some(Duration::from_millis(1))) {
            return pore;
        }
        assert!(Instant::now() < until, "nobody came");
        vm.wait(Duration::from_millis(1));
    }
}
