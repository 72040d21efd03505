//! Many threads send through one straw: now and then, or many at one blow.

mod common;

use std::cell::RefCell;
use std::collections::VecDeque;
use std::thread;
use std::time::{Duration, Instant};

use avm_nif::nif;
use avm_resource::ResourceArc;
use common::{LONG, Node, count, events, raw};
use pore::membrane::unix::{UnixPore, Wanted};
use port_straw::Outlet;
use vm_host::Vm;

const SENDERS: usize = 4;
/// Messages of each.
const COUNT: u32 = 4000;
/// So many of them are sent at one blow, and as many then and when.
const BURST: u32 = 50;

thread_local! {
    static SHARED: RefCell<Option<ResourceArc<Outlet>>> = const { RefCell::new(None) };
}

/// `share(Outlet)`: for those that are in other VMs.
#[nif]
fn share(outlet: ResourceArc<Outlet>) {
    SHARED.set(Some(outlet));
}

/// Sends who it is and a number, again and again, from a VM of its own.
fn send_all(id: usize, outlet: &ResourceArc<Outlet>) {
    let mut vm = Vm::new();
    let main = vm.main();
    let outlet = vm.make(main, outlet).expect("there is memory");
    for number in 0..COUNT {
        let is_burst = (number / BURST + id as u32).is_multiple_of(2);
        let [a, b, c, d] = number.to_be_bytes();
        // Some are so long that the ring is full after a few.
        let more = "0,".repeat(if is_burst { number as usize % 90 } else { 0 });
        let arguments = format!("{outlet}, shell, <<{more}{id},{a},{b},{c},{d}>>");
        let late = Instant::now() + LONG;
        loop {
            let sent = vm.nif(port_straw::queue::NIF, &arguments);
            match sent.expect("no exception").to_string().as_str() {
                "ok" => break,
                busy => assert_eq!(busy, "{error,busy}"),
            }
            assert!(Instant::now() < late, "the port writes nothing");
            thread::sleep(Duration::from_millis(1));
        }
        if !is_burst {
            thread::sleep(Duration::from_micros(20));
        }
    }
}

/// Takes a whole frame out.
fn frame(bytes: &mut VecDeque<u8>) -> Option<Vec<u8>> {
    let header: Vec<u8> = bytes.iter().take(4).copied().collect();
    let length = u32::from_be_bytes(header.try_into().ok()?) as usize;
    let whole = bytes.len() >= 4 + length;
    whole.then(|| bytes.drain(..4 + length).skip(4).collect())
}

/// Reads all that is sent, and says how often it did; no message of any sender may be missing, or
/// come before another.
fn receive_all(pore: &mut UnixPore) -> i128 {
    let mut reads = 0;
    let (mut bytes, mut next) = (VecDeque::new(), [0; SENDERS]);
    let mut some = [0; 512];
    while next != [COUNT; SENDERS] {
        let came = pore.wait(Wanted::INPUT, Some(LONG));
        assert_eq!(came, Ok(true), "only {next:?}");
        let read = pore.read(&mut some).expect("it is open");
        bytes.extend(&some[..read]);
        reads += 1;
        while let Some(frame) = frame(&mut bytes) {
            let (_, said) = frame.split_last_chunk::<5>().expect("a number");
            let (id, number) = (said[0] as usize, &said[1..]);
            assert_eq!(number, next[id].to_be_bytes(), "of {id}");
            next[id] += 1;
        }
    }
    assert!(bytes.is_empty(), "no more than was sent");
    reads
}

#[test]
fn what_each_sends_comes_once_and_in_order() {
    let mut vm = Vm::new();
    let mut node = Node::with(&mut vm, "many", ", order => 10, high => 4000, low => 1000");
    let (mut pore, end) = raw::open(&mut vm, &mut node);
    let welcome = raw::read(&mut vm, &mut pore, 1024);
    assert!(!welcome.is_empty());
    vm.nif(share::NIF, &end.outlet).expect("shared");
    let outlet = SHARED.take().expect("it was shared");

    let before = events(&mut vm, node.owner, &end);
    let reads = thread::scope(|scope| {
        let all = scope.spawn(|| receive_all(&mut pore));
        for id in 0..SENDERS {
            let outlet = &outlet;
            scope.spawn(move || send_all(id, outlet));
        }
        while !all.is_finished() {
            vm.wait(Duration::from_millis(20));
        }
        all.join().expect("all came")
    });
    vm.run();
    // It has a turn for what was sent or read, and none to wait for a sender.
    let turns = events(&mut vm, node.owner, &end) - before;
    let causes = i128::from(COUNT) * SENDERS as i128 + reads;
    assert!(turns <= causes, "{turns} of {causes}");
    for name in ["queued", "undelivered"] {
        assert_eq!(count(&mut vm, node.owner, &end, name), 0, "{name}");
    }
}
