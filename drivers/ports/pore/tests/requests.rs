//! What an owner asks of a pore.

mod common;

use common::{Bed, LONG};
use pore::membrane::unix::Wanted;

#[test]
fn bytes_go_both_ways() {
    let mut bed = Bed::new();
    let [a, b] = [bed.vm.spawn(), bed.vm.spawn()];
    let (here, there) = bed.pair((a, ""), (b, ""));
    assert_eq!(bed.ask(a, here, "{write, <<\"to b\">>}"), "{ok,4}");
    assert_eq!(bed.take(b, 1), [bed.says(there, "irq", "")]);
    assert_eq!(bed.ask(b, there, "avail"), "{4,65536}");
    assert_eq!(bed.ask(b, there, "{read, #{max => 3}}"), "{ok,<<\"to \">>}");
    assert_eq!(bed.ask(b, there, "read"), "{ok,<<\"b\">>}");
    assert_eq!(bed.ask(b, there, "read"), "{ok,<<>>}");
    assert_eq!(bed.ask(b, there, "{write, <<1, 0, 255>>}"), "{ok,3}");
    assert_eq!(bed.take(a, 1), [bed.says(here, "irq", "")]);
    assert_eq!(bed.ask(a, here, "read"), "{ok,<<1,0,255>>}");
    assert_eq!(bed.ask(a, here, "{write, <<>>}"), "{ok,0}");
    assert_eq!(bed.ask(a, here, "close"), "true");
    assert_eq!(bed.ask(a, here, "close"), "{error,closed}");
}

#[test]
fn a_full_ring_takes_what_fits_and_tells_when_there_is_room() {
    let mut bed = Bed::new();
    let a = bed.vm.spawn();
    let (port, mut peer) = bed.with_peer(a, ", order => 6");
    let bytes = vec!["7"; 100].join(",");
    let write = format!("{{write, <<{bytes}>>}}");
    assert_eq!(bed.ask(a, port, &write), "{ok,64}");
    assert_eq!(bed.ask(a, port, &write), "{ok,0}");
    assert_eq!(bed.ask(a, port, "avail"), "{0,0}");
    assert_eq!(bed.ask(a, port, "{notify_when, {out, 20}}"), "armed");
    assert!(bed.quiet(a).is_empty());
    let mut taken = [0; 19];
    assert_eq!(peer.read(&mut taken), Ok(19));
    assert!(bed.quiet(a).is_empty(), "one byte is missing");
    assert_eq!(peer.read(&mut taken[..1]), Ok(1));
    assert_eq!(bed.take(a, 1), [bed.says(port, "irq", "")]);
    assert_eq!(bed.ask(a, port, "{notify_when, {out, 20}}"), "now");
    assert_eq!(bed.ask(a, port, "avail"), "{0,20}");
    // More than the ring has is as much as it has.
    assert_eq!(bed.ask(a, port, "{notify_when, {out, 1000}}"), "armed");
    assert_eq!(peer.read(&mut [0; 64]), Ok(44));
    assert_eq!(bed.take(a, 1), [bed.says(port, "irq", "")]);
    assert!(bed.quiet(a).is_empty());
}

#[test]
fn an_owner_waits_for_as_many_bytes_as_it_likes() {
    let mut bed = Bed::new();
    let a = bed.vm.spawn();
    let (port, mut peer) = bed.with_peer(a, "");
    assert_eq!(bed.ask(a, port, "{notify_when, {in, 10}}"), "armed");
    // To ask for something else changes nothing.
    bed.ask(a, port, "get_info");
    assert_eq!(bed.ask(a, port, "{write, <<1>>}"), "{ok,1}");
    assert_eq!(peer.write(b"nine byte"), Ok(9));
    assert!(bed.quiet(a).is_empty());
    assert_eq!(peer.write(b"s"), Ok(1));
    assert_eq!(bed.take(a, 1), [bed.says(port, "irq", "")]);
    assert_eq!(bed.ask(a, port, "{notify_when, {in, 10}}"), "now");
    assert!(bed.quiet(a).is_empty(), "it was told, so nothing comes");
    // What it knows of does not interrupt it again; what comes does.
    assert_eq!(bed.ask(a, port, "avail"), "{10,65535}");
    assert!(bed.quiet(a).is_empty());
    assert_eq!(peer.write(b"!"), Ok(1));
    assert_eq!(bed.take(a, 1), [bed.says(port, "irq", "")]);
    // What it left does, too: it asked for less.
    assert_eq!(bed.ask(a, port, "{read, #{max => 1}}"), "{ok,<<\"n\">>}");
    assert_eq!(bed.take(a, 1), [bed.says(port, "irq", "")]);
}

#[test]
fn only_the_owner_has_a_say() {
    let mut bed = Bed::new();
    let [a, b] = [bed.vm.spawn(), bed.vm.spawn()];
    let (port, mut peer) = bed.with_peer(a, "");
    peer.write(b"secret").expect("open");
    for request in [
        "read",
        "{write, <<1>>}",
        "avail",
        "{notify_when, {in, 1}}",
        "{active, true}",
        "get_info",
        "poke",
        "detach",
        "close",
        "connect",
        "accept",
    ] {
        assert_eq!(bed.ask(b, port, request), "{error,not_owner}", "{request}");
    }
    assert_eq!(bed.ask(a, port, "read"), "{ok,<<\"secret\">>}");
    assert_eq!(bed.ask(a, port, "poke"), "true");
    assert_eq!(peer.wait(Wanted::INPUT, Some(LONG / 1000)), Ok(false));
}

#[test]
fn what_is_asked_wrongly_is_told() {
    let mut bed = Bed::new();
    let a = bed.vm.spawn();
    let (port, _peer) = bed.with_peer(a, "");
    for (request, reason) in [
        ("{read, #{max => -1}}", "{bad_option,max,-1}"),
        ("{write, [108]}", "{bad_value,[108]}"),
        ("{write, 7}", "{bad_value,7}"),
        ("{notify_when, {in, 0}}", "{bad_value,{in,0}}"),
        ("{notify_when, {up, 1}}", "{bad_value,{up,1}}"),
        ("{notify_when, 5}", "{bad_value,5}"),
        ("{active, 0}", "{bad_value,0}"),
        ("{active, sometimes}", "{bad_value,sometimes}"),
        ("{accept, #{}}", "not_listening"),
        (
            "{accept, #{timeout => never}}",
            "{bad_option,timeout,never}",
        ),
        ("flush", "{unknown_command,flush}"),
    ] {
        let answer = bed.ask(a, port, request);
        assert_eq!(answer, format!("{{error,{reason}}}"), "{request}");
    }
    assert_eq!(bed.ask(a, port, "connect"), "ok", "it is");
}

#[test]
fn a_pore_tells_what_is_known_of_it() {
    let mut bed = Bed::new();
    let a = bed.vm.spawn();
    let (port, mut peer) = bed.with_peer(a, ", order => 8");
    peer.write(b"three").expect("open");
    assert_eq!(bed.ask(a, port, "{write, <<\"to be read\">>}"), "{ok,10}");
    let info = bed.value(a, port, "get_info");
    let info = &info.as_tuple().expect("a pair")[1];
    let get = |key: &str| info.get(key).expect("a key").to_string();
    assert_eq!(get("state"), "open");
    assert_eq!(get("reason"), "undefined");
    let pid = std::process::id();
    assert!(get("peer").contains(&format!("pid => {pid}")), "{info}");
    let (there, here) = peer.epochs();
    assert_eq!(get("epochs"), format!("{{{here},{there}}}"));
    assert_eq!(get("orders"), "{8,16}");
    assert_eq!(get("rights"), "both");
    assert_eq!([get("in"), get("out")], ["5", "246"]);
    assert_eq!(get("undelivered"), "10");
    peer.read(&mut [0; 4]).expect("open");
    drop(peer);
    let irq = bed.says(port, "irq", "");
    assert_eq!(bed.take(a, 2), [irq, bed.says(port, "closed", ",peer")]);
    let info = bed.ask(a, port, "get_info");
    assert!(info.contains("undelivered => 6"), "{info}");
    assert!(info.contains("state => closed"), "{info}");
    assert!(info.contains("reason => peer"), "{info}");
}

#[test]
fn a_side_that_only_reads_or_writes() {
    let mut bed = Bed::new();
    let [a, b] = [bed.vm.spawn(), bed.vm.spawn()];
    let (here, there) = bed.pair((a, ""), (b, ", rights => read"));
    assert_eq!(bed.ask(b, there, "{write, <<1>>}"), "{error,denied}");
    assert_eq!(bed.ask(a, here, "read"), "{error,denied}");
    assert_eq!(bed.ask(a, here, "{write, <<\"one way\">>}"), "{ok,7}");
    assert_eq!(bed.take(b, 1), [bed.says(there, "irq", "")]);
    assert_eq!(bed.ask(b, there, "avail"), "{7,0}");
    assert_eq!(bed.ask(b, there, "read"), "{ok,<<\"one way\">>}");
    assert_eq!(bed.ask(a, here, "close"), "true");
    assert_eq!(bed.take(b, 1), [bed.says(there, "closed", ",peer")]);
    assert_eq!(bed.ask(b, there, "read"), "{error,{closed,peer}}");
}

#[test]
fn a_pore_goes_from_one_port_to_another_with_its_bytes() {
    let mut bed = Bed::new();
    let [a, b] = [bed.vm.spawn(), bed.vm.spawn()];
    let (port, mut peer) = bed.with_peer(a, "");
    peer.write(b"before").expect("open");
    let gift = bed.value(a, port, "detach").as_tuple().expect("a pair")[1].clone();
    assert!(!bed.vm.is_open(port));
    peer.write(b", between").expect("open");
    let options = format!("#{{gift => {gift}}}");
    let port = bed.vm.open_by::<common::Port>(b, &options).expect("a pore");
    assert_eq!(bed.take(b, 1), [bed.says(port, "irq", "")]);
    assert_eq!(bed.ask(b, port, "read"), "{ok,<<\"before, between\">>}");
    let again = bed.vm.open_by::<common::Port>(a, &options);
    assert_eq!(again.expect_err("taken").to_string(), "taken");
    assert_eq!(bed.ask(b, port, "{write, <<\"on\">>}"), "{ok,2}");
    assert_eq!(peer.read(&mut [0; 8]), Ok(2));
    // A gift that nobody took closes the pore with the last term.
    let gift = bed.value(b, port, "detach");
    drop(gift);
    assert_eq!(peer.wait(Wanted::INPUT, Some(common::SHORT)), Ok(false));
    bed.vm.collect(b);
    assert_eq!(
        peer.wait(Wanted::INPUT, Some(LONG)),
        Err(pore::ring::Closed::Peer)
    );
}
