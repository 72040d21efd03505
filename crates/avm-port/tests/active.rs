//! Active messages: exactly as many as were asked for.

mod common;

use avm_term::{Pid, PortId, Value};
use common::{answer, open, term};
use vm_host::{Fault, Vm};

/// The numbers of the messages that came, and how many notices did.
fn came(vm: &mut Vm, to: Pid, port: PortId) -> (Vec<i128>, usize) {
    let name = vm.port_value(port).expect("open");
    let (mut numbers, mut notices) = (Vec::new(), 0);
    for message in vm.mailbox(to) {
        match message.as_tuple() {
            Some([tag, from, number]) if *tag == term("probe") && *from == name => {
                assert_eq!(notices, 0, "the notice comes last");
                numbers.extend(number.as_integer());
            }
            Some([tag, from]) if *tag == term("probe_passive") && *from == name => notices += 1,
            _ => panic!("{message}"),
        }
    }
    (numbers, notices)
}

fn subscribe(vm: &mut Vm, to: Pid, port: PortId, active: &str) -> Value {
    vm.call_by(to, port, &format!("{{subscribe, {active}}}"))
}

#[test]
fn true_takes_all() {
    let (mut vm, port) = open();
    let to = vm.spawn();
    assert_eq!(subscribe(&mut vm, to, port, "true"), term("0"));
    assert_eq!(answer(&mut vm, port, "{push, 100}"), "0");
    assert_eq!(came(&mut vm, to, port), ((1..=100).collect(), 0));
    assert_eq!(answer(&mut vm, port, "unsubscribe"), "0");
    assert_eq!(answer(&mut vm, port, "{push, 3}"), "3");
    assert_eq!(came(&mut vm, to, port), (vec![], 0));
}

#[test]
fn once_takes_one_without_a_notice() {
    let (mut vm, port) = open();
    let to = vm.spawn();
    subscribe(&mut vm, to, port, "once");
    assert_eq!(answer(&mut vm, port, "{push, 3}"), "2");
    assert_eq!(came(&mut vm, to, port), (vec![1], 0));
    assert_eq!(answer(&mut vm, port, "{push, 0}"), "2");
    assert_eq!(subscribe(&mut vm, to, port, "once"), term("1"));
    assert_eq!(came(&mut vm, to, port), (vec![2], 0));
}

#[test]
fn a_count_takes_as_many_and_then_a_notice() {
    for count in [1, 2, 5, 32_767] {
        let (mut vm, port) = open();
        let to = vm.spawn();
        subscribe(&mut vm, to, port, &count.to_string());
        vm.call(port, &format!("{{push, {}}}", count - 1));
        assert_eq!(came(&mut vm, to, port), ((1..count).collect(), 0));
        assert_eq!(answer(&mut vm, port, "{push, 3}"), "2");
        assert_eq!(came(&mut vm, to, port), (vec![count], 1), "{count}");
        assert_eq!(answer(&mut vm, port, "{push, 0}"), "2");
        assert_eq!(came(&mut vm, to, port), (vec![], 0), "no second notice");
    }
}

#[test]
fn anything_else_is_refused() {
    let (mut vm, port) = open();
    let to = vm.spawn();
    subscribe(&mut vm, to, port, "2");
    for active in [
        "0",
        "-1",
        "32768",
        "65537",
        "4294967297",
        "false",
        "always",
        "[]",
        "1.0",
        "<<1>>",
        "{1}",
    ] {
        assert_eq!(
            subscribe(&mut vm, to, port, active).to_string(),
            format!("{{error,{{bad_value,{active}}}}}")
        );
    }
    assert_eq!(answer(&mut vm, port, "{push, 3}"), "1");
    let (numbers, notices) = came(&mut vm, to, port);
    assert_eq!((numbers, notices), (vec![1, 2], 1), "the old one stands");
}

#[test]
fn the_last_subscriber_is_the_only_one() {
    let (mut vm, port) = open();
    let (old, new) = (vm.spawn(), vm.spawn());
    subscribe(&mut vm, old, port, "true");
    subscribe(&mut vm, new, port, "true");
    assert_eq!(answer(&mut vm, port, "{push, 1}"), "0");
    assert_eq!(came(&mut vm, old, port), (vec![], 0));
    assert_eq!(came(&mut vm, new, port), (vec![1], 0));
}

#[test]
fn a_dead_subscriber_is_passive() {
    let (mut vm, port) = open();
    let (dead, to) = (vm.spawn(), vm.spawn());
    subscribe(&mut vm, dead, port, "3");
    assert_eq!(answer(&mut vm, port, "is_active"), "true");
    vm.exit(dead, "crash");
    assert_eq!(answer(&mut vm, port, "is_active"), "false");
    assert_eq!(answer(&mut vm, port, "{push, 2}"), "2", "nothing is lost");
    assert_eq!(subscribe(&mut vm, to, port, "true"), term("0"));
    assert_eq!(came(&mut vm, to, port), (vec![1, 2], 0));
}

/// Fails each allocation of a push that uses up the credit, and pushes once more.
#[test]
fn what_could_not_be_sent_is_sent_later() {
    let mut points = 0;
    loop {
        let (mut vm, port) = open();
        let to = vm.spawn();
        subscribe(&mut vm, to, port, "2");
        vm.inject(Fault::Allocation, points + 1);
        vm.call(port, "{push, 3}");
        if vm.lift_fault() {
            break;
        }
        points += 1;
        let (first, early) = came(&mut vm, to, port);
        vm.call(port, "{push, 0}");
        let (rest, late) = came(&mut vm, to, port);
        let all: Vec<i128> = first.into_iter().chain(rest).collect();
        assert_eq!(all, [1, 2], "point {points}: in order, none twice");
        assert_eq!(early + late, 1, "point {points}: exactly one notice");
        assert_eq!(answer(&mut vm, port, "{push, 0}"), "1");
        assert_eq!(came(&mut vm, to, port), (vec![], 0));
    }
    println!("{points} points of failure");
    assert!(points >= 4, "two messages, a notice and an answer allocate");
}

#[test]
fn a_notice_that_is_owed_to_the_dead_is_forgotten() {
    let (mut vm, port) = open();
    let to = vm.spawn();
    subscribe(&mut vm, to, port, "1");
    // The first allocation is the message, the second is the notice.
    vm.inject(Fault::Allocation, 2);
    vm.call(port, "{push, 1}");
    assert!(!vm.lift_fault());
    assert_eq!(came(&mut vm, to, port), (vec![1], 0), "the notice failed");
    vm.exit(to, "crash");
    assert_eq!(answer(&mut vm, port, "{push, 1}"), "1");
    assert_eq!(vm.open_heaps(), 0);
}
