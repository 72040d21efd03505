//! How an owner hears of bytes, and of the end.

mod common;

use std::sync::Arc;

use common::Bed;
use pore::layout::Field;
use pore::membrane::unix::UnixPore;
use pore::memory::Raw;
use vm_host::Fault;

/// Writes all, as the port reads.
fn write_all(bed: &mut Bed, peer: &mut UnixPore, bytes: &[u8]) {
    let mut rest = bytes;
    while !rest.is_empty() {
        rest = &rest[peer.write(rest).expect("open")..];
        bed.vm.wait(common::SHORT / 10);
    }
}

#[test]
fn active_true_sends_all_bytes_in_order() {
    let mut bed = Bed::new();
    let a = bed.vm.spawn();
    let (port, mut peer) = bed.with_peer(a, ", active => true");
    let sent: Vec<u8> = (0..600_000_u32).map(|n| (n % 251) as u8).collect();
    write_all(&mut bed, &mut peer, &sent);
    let mut came = Vec::new();
    while came.len() < sent.len() {
        assert!(bed.vm.is_open(port));
        bed.vm.wait(common::SHORT);
        for message in bed.vm.mailbox(a) {
            let [tag, _, bytes] = message.as_tuple().expect("a message") else {
                panic!("{message}");
            };
            assert_eq!(tag.to_string(), "pore");
            let bytes = bytes.as_binary().expect("bytes");
            assert!((1..=64 * 1024).contains(&bytes.len()));
            came.extend_from_slice(bytes);
        }
    }
    assert!(came == sent, "in order, none twice");
    peer.write(b"last words").expect("open");
    drop(peer);
    let last = bed.says(port, "pore", ",<<\"last words\">>");
    assert_eq!(bed.take(a, 2), [last, bed.says(port, "closed", ",peer")]);
    assert_eq!(bed.ask(a, port, "avail"), "{error,{closed,peer}}");
    assert_eq!(bed.ask(a, port, "close"), "true");
}

#[test]
fn active_once_and_a_count_send_so_many() {
    let mut bed = Bed::new();
    let a = bed.vm.spawn();
    let (port, mut peer) = bed.with_peer(a, ", active => once");
    peer.write(b"1").expect("open");
    assert_eq!(bed.take(a, 1), [bed.says(port, "pore", ",<<\"1\">>")]);
    peer.write(b"2").expect("open");
    assert!(bed.quiet(a).is_empty(), "no credit");
    assert_eq!(bed.ask(a, port, "{active, 2}"), "ok");
    assert_eq!(bed.take(a, 1), [bed.says(port, "pore", ",<<\"2\">>")]);
    peer.write(b"3").expect("open");
    let third = bed.says(port, "pore", ",<<\"3\">>");
    assert_eq!(bed.take(a, 2), [third, bed.says(port, "pore_passive", "")]);
    peer.write(b"4").expect("open");
    assert!(bed.quiet(a).is_empty(), "no credit");
    // It can be read, too.
    assert_eq!(bed.ask(a, port, "read"), "{ok,<<\"4\">>}");
    peer.write(b"5").expect("open");
    drop(peer);
    assert!(bed.quiet(a).is_empty(), "bytes come before the end");
    assert_eq!(bed.ask(a, port, "{active, once}"), "ok");
    let fifth = bed.says(port, "pore", ",<<\"5\">>");
    assert_eq!(bed.take(a, 2), [fifth, bed.says(port, "closed", ",peer")]);
}

/// Its socket is closed and nothing is rung for, whatever came before that.
#[test]
fn who_dies_is_told_of_even_if_nobody_looks() {
    let mut bed = Bed::new();
    let a = bed.vm.spawn();
    for round in 0..40 {
        let rights = ["", ", rights => read"][round % 4 / 2];
        let (port, mut peer) = bed.with_peer(a, rights);
        if round % 2 == 0 {
            peer.write(b"unread").expect("open");
            assert_eq!(bed.take(a, 1), [bed.says(port, "irq", "")], "{round}");
        }
        let [line, ..] = peer.fds();
        rustix::net::shutdown(line, rustix::net::Shutdown::Both).expect("a socket");
        let closed = bed.says(port, "closed", ",gone");
        assert_eq!(bed.take(a, 1), [closed], "{round}");
        assert_eq!(bed.ask(a, port, "close"), "true");
    }
}

/// Its socket stays open, so that the end shows in its pages alone.
#[test]
fn what_a_peer_read_before_it_closed_is_no_loss() {
    let mut bed = Bed::new();
    let a = bed.vm.spawn();
    for read in [4, 6] {
        let (port, mut peer) = bed.with_peer(a, "");
        assert_eq!(bed.ask(a, port, "{write, <<\"as far\">>}"), "{ok,6}");
        assert_eq!(peer.read(&mut [0; 6][..read]), Ok(read));
        peer.close();
        assert_eq!(bed.take(a, 1), [bed.says(port, "closed", ",peer")]);
        let left = format!("undelivered => {}", 6 - read);
        let info = bed.ask(a, port, "get_info");
        assert!(info.contains(&left), "{left}: {info}");
    }
}

#[test]
fn active_false_interrupts_again() {
    let mut bed = Bed::new();
    let a = bed.vm.spawn();
    let (port, mut peer) = bed.with_peer(a, ", active => 1");
    peer.write(b"1").expect("open");
    bed.take(a, 2);
    peer.write(b"2").expect("open");
    assert!(bed.quiet(a).is_empty());
    assert_eq!(bed.ask(a, port, "{active, false}"), "ok");
    assert_eq!(bed.take(a, 1), [bed.says(port, "irq", "")]);
}

#[test]
fn a_peer_that_leaves_is_told_once_and_its_bytes_can_be_read() {
    let mut bed = Bed::new();
    let a = bed.vm.spawn();
    let (port, mut peer) = bed.with_peer(a, "");
    peer.write(b"goodbye").expect("open");
    drop(peer);
    let irq = bed.says(port, "irq", "");
    assert_eq!(bed.take(a, 2), [irq, bed.says(port, "closed", ",peer")]);
    assert_eq!(bed.ask(a, port, "{write, <<1>>}"), "{error,{closed,peer}}");
    assert_eq!(bed.ask(a, port, "poke"), "{error,{closed,peer}}");
    assert_eq!(bed.ask(a, port, "avail"), "{7,0}");
    assert_eq!(bed.ask(a, port, "{notify_when, {in, 3}}"), "now");
    assert_eq!(
        bed.ask(a, port, "{notify_when, {in, 9}}"),
        "{error,{closed,peer}}"
    );
    assert_eq!(bed.ask(a, port, "read"), "{ok,<<\"goodbye\">>}");
    assert_eq!(bed.ask(a, port, "read"), "{error,{closed,peer}}");
    assert_eq!(bed.ask(a, port, "avail"), "{error,{closed,peer}}");
    assert_eq!(bed.ask(a, port, "detach"), "{error,{closed,peer}}");
    assert!(bed.quiet(a).is_empty());
    assert_eq!(bed.ask(a, port, "close"), "true");
}

/// Conformance test T9.
#[test]
fn t9_a_million_pokes_are_one_message() {
    let mut bed = Bed::new();
    let a = bed.vm.spawn();
    let (port, mut peer) = bed.with_peer(a, "");
    let mut events = 0;
    for round in 0..3 {
        let done = std::thread::scope(|scope| {
            let pokes = scope.spawn(|| {
                for _ in 0..340_000 {
                    peer.link().producer.poke();
                }
            });
            while !pokes.is_finished() {
                bed.vm.wait(common::SHORT / 10);
            }
            pokes.join()
        });
        done.expect("no panic");
        assert_eq!(bed.quiet(a), [bed.says(port, "irq", "")], "round {round}");
        assert_eq!(bed.ask(a, port, "avail"), "{0,65536}");
        let info = bed.value(a, port, "'$info'");
        let info = info.as_tuple().expect("a pair")[1].get("events").cloned();
        events = info
            .and_then(|events| events.as_integer())
            .expect("a count");
    }
    // Nor do they wake the port: it does not listen to the bells until it is asked.
    println!("1020000 pokes: {events} events");
    assert!(events < 20, "{events}");
}

#[test]
fn a_poke_is_heard_without_bytes() {
    let mut bed = Bed::new();
    let [a, b] = [bed.vm.spawn(), bed.vm.spawn()];
    let (here, there) = bed.pair((a, ""), (b, ""));
    assert_eq!(bed.ask(a, here, "poke"), "true");
    assert_eq!(bed.take(b, 1), [bed.says(there, "irq", "")]);
    assert_eq!(bed.ask(a, here, "poke"), "true");
    assert!(bed.quiet(b).is_empty(), "it is out");
    assert_eq!(bed.ask(b, there, "avail"), "{0,65536}");
    assert!(bed.quiet(b).is_empty(), "it has been looked at");
    assert_eq!(bed.ask(a, here, "poke"), "true");
    assert_eq!(bed.take(b, 1), [bed.says(there, "irq", "")]);
}

/// What an honest side never writes, and what its peer is told.
#[test]
fn a_peer_that_lies_is_told_by_name() {
    let lies: [(Field, u32, &str); 4] = [
        (Field::Prod, 0x8000_0000, "{protocol,ring_index}"),
        (Field::State, 99, "{protocol,state}"),
        (Field::Epoch, 12_345, "restarted"),
        (Field::Err, 7, "{peer_error,7}"),
    ];
    for (field, value, reason) in lies {
        for mode in ["", ", active => true"] {
            let mut bed = Bed::new();
            let a = bed.vm.spawn();
            let (port, mut peer) = bed.with_peer(a, mode);
            let link = peer.link();
            let raw = Raw(Arc::clone(link.producer.region()));
            let value = match field {
                Field::Prod => raw.load(Field::Prod).wrapping_add(value),
                _ => value,
            };
            raw.store(field, value);
            if field == Field::Err {
                raw.store(Field::State, 5);
            }
            link.producer.poke();
            let told = bed.says(port, "closed", &format!(",{reason}"));
            assert_eq!(bed.take(a, 1), [told], "{field:?} {mode}");
            let over = format!("{{error,{{closed,{reason}}}}}");
            for request in ["read", "{write, <<1>>}", "avail", "poke"] {
                assert_eq!(bed.ask(a, port, request), over, "{field:?} {request}");
            }
            assert_eq!(bed.ask(a, port, "close"), "true");
        }
    }
}

#[test]
fn a_fault_in_a_message_loses_no_byte() {
    let mut bed = Bed::new();
    let a = bed.vm.spawn();
    let (port, mut peer) = bed.with_peer(a, "");
    bed.vm.run();
    bed.vm.inject(Fault::Allocation, 1);
    peer.write(b"kept").expect("open");
    assert_eq!(bed.take(a, 1), [bed.says(port, "irq", "")], "made up for");
    bed.vm.lift_fault();
    let reading = bed.vm.start_call(a, port, "read");
    bed.vm.inject(Fault::Allocation, 1);
    assert_eq!(bed.late(port, reading).to_string(), "{error,out_of_memory}");
    bed.vm.lift_fault();
    assert_eq!(bed.ask(a, port, "read"), "{ok,<<\"kept\">>}");
    let writing = bed.vm.start_call(a, port, "{write, <<\"never written\">>}");
    bed.vm.inject(Fault::Allocation, 1);
    assert_eq!(bed.late(port, writing).to_string(), "{error,out_of_memory}");
    bed.vm.lift_fault();
    assert_eq!(peer.read(&mut [0; 20]), Ok(0), "nothing was written");
}
