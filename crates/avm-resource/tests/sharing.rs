//! One value, many holders: dropped by the last of them, not before.

mod common;
mod probe;

use avm_term::{Pid, PortId};
use common::Bench;
use probe::Probe;
use vm_host::Vm;

/// Two ports and three processes that all hold one value.
struct Shared {
    bench: Bench,
    processes: [Pid; 3],
    ports: [PortId; 2],
}

/// The creator asks a port for a value and gets a term; the port sends it to the second process,
/// which sends it to the third, which tells it to the second port.
fn share() -> Shared {
    let mut bench = Bench::new();
    let other_log = bench.number + (1 << 32);
    let options = format!("#{{log => {other_log}}}");
    let other = bench.vm.open::<Probe>(&options).expect("opens");
    let [(creator, _), (second, pid), (third, _)] = [bench.spawn(), bench.spawn(), bench.spawn()];

    assert_eq!(bench.ask_by(creator, "{create, #{value => 7}}"), "0");
    let term = bench.term_by(creator, "{term, 0}");
    let send = format!("{{send, #{{holder => 0, to => {pid}}}}}");
    assert_eq!(bench.ask_by(creator, &send), "true");
    let received = bench.vm.mailbox(second);
    assert_eq!(received.len(), 1);
    assert_eq!(received[0].to_string(), term, "the same resource");
    bench.vm.deliver(third, &format!("{{yours, {term}}}"));
    let hold = format!("{{hold, {term}}}");
    assert_eq!(bench.vm.call_by(third, other, &hold).to_string(), "0");
    // Whoever only passed it on holds it no longer.
    let main = bench.vm.main();
    bench.vm.collect(main);
    Shared {
        processes: [creator, second, third],
        ports: [bench.port, other],
        bench,
    }
}

/// One of the five lets go.
fn let_go(shared: &mut Shared, who: usize) {
    let vm: &mut Vm = &mut shared.bench.vm;
    match who {
        0 => vm.exit(shared.processes[0], "normal"),
        1 => vm.collect(shared.processes[1]),
        // The third never read its message: it goes with the mailbox.
        2 => vm.exit(shared.processes[2], "killed"),
        3 => assert_eq!(vm.close(shared.ports[0]).to_string(), "ok"),
        _ => vm.exit_port(shared.ports[1], "kill"),
    }
}

/// All orders of so many numbers.
fn orders(of: usize) -> Vec<Vec<usize>> {
    if of == 0 {
        return vec![Vec::new()];
    }
    let mut all = Vec::new();
    for shorter in orders(of - 1) {
        for place in 0..of {
            let mut order = shorter.clone();
            order.insert(place, of - 1);
            all.push(order);
        }
    }
    all
}

#[test]
fn a_value_is_dropped_once_by_its_last_holder() {
    let all = orders(5);
    assert_eq!(all.len(), 120);
    for order in all {
        let mut shared = share();
        for (left, who) in (0..5).rev().zip(&order) {
            let log = shared.bench.log.clone();
            assert_eq!(log.dropped(), [], "{order:?}, before {who}");
            assert_eq!(shared.bench.vm.resources_alive(), 1);
            let_go(&mut shared, *who);
            let expected: &[u32] = if left == 0 { &[7] } else { &[] };
            assert_eq!(log.dropped(), expected, "{order:?}, after {who}");
        }
        let log = shared.bench.log.clone();
        assert_eq!(shared.bench.vm.resources_alive(), 0);
        assert_eq!(shared.bench.vm.open_heaps(), 0);
        drop(shared);
        assert_eq!(log.dropped(), [7], "once");
    }
}

#[test]
fn a_name_without_a_holder_names_nothing() {
    let mut bench = Bench::new();
    assert_eq!(bench.ask("{create, #{value => 1}}"), "0");
    let main = bench.vm.main();
    let term = bench.term_by(main, "{term, 0}");
    bench.vm.collect(main);
    let read = format!("{{read, {term}}}");
    assert_eq!(bench.ask(&read), "{ok,1}", "the port holds it");
    bench.ask("{release, 0}");
    assert_eq!(bench.ask("dropped"), "[1]");
    assert_eq!(bench.ask(&read), "{error,bad_resource}");
    // Its name is not given to another.
    assert_eq!(bench.ask("{create, #{value => 2}}"), "1");
    assert_ne!(bench.term_by(main, "{term, 1}"), term);
    assert_eq!(bench.ask(&read), "{error,bad_resource}");
}

#[test]
fn a_closed_port_s_resource_is_as_good_as_any() {
    let mut bench = Bench::new();
    assert_eq!(bench.ask("{create, #{value => 1}}"), "0");
    let main = bench.vm.main();
    let term = bench.term_by(main, "{term, 0}");
    assert_eq!(bench.vm.close(bench.port).to_string(), "ok");
    let options = format!("#{{log => {}, resource => {term}}}", bench.number);
    bench.port = bench.vm.open::<Probe>(&options).expect("opens");
    assert_eq!(bench.ask(&format!("{{read, {term}}}")), "{ok,1}");
    bench.vm.collect(main);
    assert_eq!(bench.ask("dropped"), "[]");
    bench.ask("{release, 0}");
    assert_eq!(bench.ask("dropped"), "[1]");
}

#[test]
fn a_bad_resource_is_told_wherever_it_stands() {
    let mut bench = Bench::new();
    let main = bench.vm.main();
    let other = bench.term_by(main, "{other, 1}");
    let plain = bench.term_by(main, "{plain, 2}");
    for wrong in [
        &*other,
        &plain,
        "#Ref<0.99>",
        "atom",
        "<0.1.0>",
        "#{}",
        "<<1>>",
    ] {
        for request in [
            format!("{{read, {wrong}}}"),
            format!("{{hold_option, #{{resource => {wrong}}}}}"),
            format!("{{hold_option, [{{resource, {wrong}}}]}}"),
        ] {
            assert_eq!(bench.ask(&request), "{error,bad_resource}", "{request}");
        }
        let options = format!("#{{log => {}, resource => {wrong}}}", bench.number);
        let refused = bench.vm.open::<Probe>(&options).expect_err("refuses");
        assert_eq!(refused.to_string(), "bad_resource", "{options}");
        assert_eq!(bench.log.next_holder(), 0);
    }
    let missing = bench.ask("{hold_option, #{}}");
    assert_eq!(missing, "{error,{missing_option,resource}}");
}

#[test]
fn the_same_resource_is_the_same_term() {
    let mut bench = Bench::new();
    assert_eq!(bench.ask("{create, #{value => 1}}"), "0");
    assert_eq!(bench.ask("{create, #{value => 2}}"), "1");
    let main = bench.vm.main();
    let first = bench.term_by(main, "{term, 0}");
    assert_eq!(bench.term_by(main, "{term, 0}"), first);
    assert_ne!(bench.term_by(main, "{term, 1}"), first);
}
