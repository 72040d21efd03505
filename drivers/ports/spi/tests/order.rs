//! In order, bounded, and every transaction answered once.

mod common;

use common::{answer, device, open, read_back, request, results, stat, submit};
use proptest::prelude::*;

#[test]
fn more_than_can_be_in_flight_are_told_so() {
    let (mut vm, port) = open(2, "#{}");
    let main = vm.main();
    let first = submit(&mut vm, main, port, &[1], 1);
    let call = vm.start_call(main, port, &request("transfer", &[2], 1));
    vm.run();
    for kind in ["submit", "transfer"] {
        let answer = answer(&mut vm, port, &request(kind, &[3], 1));
        assert_eq!(answer, "{error,busy}");
    }
    assert_eq!(stat(&mut vm, port, "refused"), 2);
    device::work(1);
    vm.run();
    assert_eq!(results(&mut vm, main, port), [(first, read_back(&[1], 1))]);
    let third = submit(&mut vm, main, port, &[3], 1);
    assert_ne!(third, first);
    device::work(2);
    assert_eq!(vm.answer(call).to_string(), read_back(&[2], 1));
    assert_eq!(results(&mut vm, main, port), [(third, read_back(&[3], 1))]);
    assert_eq!(device::with(|d| d.written.clone()), [[1], [2], [3]]);
}

#[test]
fn a_queue_of_its_own_mind_is_believed() {
    // The port has room for four, the queue for one.
    let (mut vm, port) = open(4, "#{}");
    device::with(|d| d.limit = 1);
    let main = vm.main();
    let id = submit(&mut vm, main, port, &[1], 1);
    for kind in ["submit", "transfer"] {
        let answer = answer(&mut vm, port, &request(kind, &[2], 1));
        assert_eq!(answer, "{error,busy}");
    }
    device::work(1);
    vm.run();
    assert_eq!(results(&mut vm, main, port), [(id, read_back(&[1], 1))]);
    submit(&mut vm, main, port, &[2], 1);
}

#[test]
fn the_results_of_a_process_that_died_go_nowhere() {
    let (mut vm, port) = open(4, "#{}");
    let (main, other) = (vm.main(), vm.spawn());
    submit(&mut vm, other, port, &[1], 1);
    let _unheard = vm.start_call(other, port, &request("transfer", &[2], 1));
    vm.run();
    let mine = submit(&mut vm, main, port, &[3], 1);
    vm.exit(other, "killed");
    device::work(3);
    vm.run();
    assert_eq!(results(&mut vm, main, port), [(mine, read_back(&[3], 1))]);
    assert_eq!(stat(&mut vm, port, "in_flight"), 0);
    assert_eq!(vm.open_heaps(), 0);
}

#[test]
fn the_end_of_the_port_leaves_no_caller_waiting() {
    for end in ["close", "kill", "owner"] {
        let (mut vm, port) = open(4, "#{}");
        let (main, caller) = (vm.main(), vm.spawn());
        let call = vm.start_call(caller, port, &request("transfer", &[1], 1));
        submit(&mut vm, caller, port, &[2], 1);
        let reason = match end {
            "close" => {
                assert_eq!(vm.close(port).to_string(), "ok");
                "{error,no_reply}"
            }
            "kill" => {
                vm.exit_port(port, "kill");
                "{error,closed}"
            }
            _ => {
                vm.exit(main, "normal");
                "{error,closed}"
            }
        };
        device::work(2);
        vm.run();
        assert_eq!(vm.answer(call).to_string(), reason, "{end}");
        assert_eq!(results(&mut vm, caller, port), [], "{end}");
        assert_eq!(device::with(|d| (d.opened, d.dropped)), (1, 1), "{end}");
        assert_eq!(vm.open_heaps(), 0, "{end}");
    }
}

#[derive(Clone, Debug)]
enum Step {
    Transfer(Vec<u8>, usize),
    Submit(Vec<u8>, usize),
    Work(usize),
    Serve,
}

fn step() -> impl Strategy<Value = Step> {
    let transaction = || (prop::collection::vec(any::<u8>(), 1..6), 0..9_usize);
    prop_oneof![
        transaction().prop_map(|(write, read)| Step::Transfer(write, read)),
        transaction().prop_map(|(write, read)| Step::Submit(write, read)),
        (0..4_usize).prop_map(Step::Work),
        Just(Step::Serve),
    ]
}

proptest! {
    /// Beside a model: what was taken is done in order and answered once; the rest is `busy`.
    #[test]
    fn results_are_in_order(
        steps in prop::collection::vec(step(), 1..80),
        limit in 1..6_usize,
    ) {
        let (mut vm, port) = open(limit, "#{}");
        let main = vm.main();
        let (mut calls, mut ids, mut taken) = (Vec::new(), Vec::new(), Vec::new());
        // In flight: not served yet, of which the first so many are done.
        let (mut in_flight, mut done) = (0_usize, 0_usize);
        for step in steps {
            match step {
                Step::Transfer(write, read) => {
                    let call = vm.start_call(main, port, &request("transfer", &write, read));
                    let busy = vm.answer(call).to_string() == "{error,busy}";
                    // The port serves its bell before its mailbox.
                    in_flight -= core::mem::take(&mut done);
                    prop_assert_eq!(busy, in_flight == limit);
                    if !busy {
                        calls.push((call, read_back(&write, read)));
                        taken.push(write);
                        in_flight += 1;
                    }
                }
                Step::Submit(write, read) => {
                    let answer = vm.call(port, &request("submit", &write, read));
                    in_flight -= core::mem::take(&mut done);
                    prop_assert_eq!(answer.to_string() == "{error,busy}", in_flight == limit);
                    if in_flight < limit {
                        let id = answer.as_tuple().expect("ok")[1].as_integer().expect("an id");
                        ids.push((id, read_back(&write, read)));
                        taken.push(write);
                        in_flight += 1;
                    }
                }
                Step::Work(count) => {
                    device::work(count);
                    done = (done + count).min(in_flight);
                }
                Step::Serve => {
                    vm.run();
                    in_flight -= core::mem::take(&mut done);
                }
            }
        }
        prop_assert_eq!(stat(&mut vm, port, "in_flight"), (in_flight - done) as i128);
        device::work(limit);
        vm.run();
        for (call, expected) in calls {
            prop_assert_eq!(vm.answer(call).to_string(), expected);
        }
        prop_assert_eq!(device::with(|d| d.written.clone()), taken);
        prop_assert_eq!(results(&mut vm, main, port), ids);
        prop_assert_eq!(vm.open_heaps(), 0);
    }
}
