//! Calls that wait for room: in order, bounded, and never forgotten.

mod common;

use avm_term::Pid;
use common::{answer, bytes, open, play, speaker, stat, told};
use port_audio::MAX_WAITING;
use proptest::prelude::*;

#[test]
fn the_reply_waits_until_all_is_queued() {
    let (mut vm, port) = open(16, "#{}");
    let main = vm.main();
    let call = vm.start_call(main, port, &play(&bytes(0, 40)));
    assert_eq!(
        vm.answer(call).to_string(),
        "{error,timeout}",
        "24 too many"
    );
    assert_eq!(stat(&mut vm, port, "waiting"), 1);
    speaker::tick(4);
    assert_eq!(vm.answer(call).to_string(), "{error,timeout}", "8 too many");
    speaker::tick(2);
    assert_eq!(vm.answer(call).to_string(), "ok");
    assert_eq!(stat(&mut vm, port, "waiting"), 0);
    speaker::tick(4);
    assert_eq!(speaker::with(|s| s.heard.clone()), bytes(0, 40));
}

#[test]
fn callers_are_served_in_order() {
    let (mut vm, port) = open(16, "#{}");
    let callers: Vec<Pid> = (0..3).map(|_| vm.spawn()).collect();
    let calls: Vec<_> = callers
        .iter()
        .zip([bytes(0, 20), bytes(20, 8), bytes(28, 0)])
        .map(|(caller, data)| vm.start_call(*caller, port, &play(&data)))
        .collect();
    vm.run();
    // A small buffer does not overtake, though there would be room for it.
    speaker::tick(1);
    vm.run();
    let answers = |vm: &mut vm_host::Vm| calls.iter().map(|c| vm.answer(*c).to_string()).collect();
    let first: Vec<String> = answers(&mut vm);
    assert_eq!(first, ["ok", "{error,timeout}", "{error,timeout}"]);
    speaker::tick(4);
    vm.run();
    let rest: Vec<String> = calls[1..]
        .iter()
        .map(|c| vm.answer(*c).to_string())
        .collect();
    assert_eq!(rest, ["ok", "ok"]);
    speaker::tick(4);
    assert_eq!(speaker::with(|s| s.heard.clone()), bytes(0, 28));
}

#[test]
fn more_than_can_wait_are_told_so() {
    let (mut vm, port) = open(16, "#{}");
    let main = vm.main();
    let calls: Vec<_> = (0..MAX_WAITING + 2)
        .map(|n| vm.start_call(main, port, &play(&bytes(20 * n as u8, 20))))
        .collect();
    let answers: Vec<_> = calls.iter().map(|c| vm.answer(*c).to_string()).collect();
    let (wait, refused) = answers.split_at(MAX_WAITING);
    assert!(wait.iter().all(|answer| answer == "{error,timeout}"));
    assert!(refused.iter().all(|answer| answer == "{error,busy}"));
    for _ in 0..5 * MAX_WAITING {
        speaker::tick(1);
        vm.run();
    }
    assert!(
        calls[..MAX_WAITING]
            .iter()
            .all(|c| vm.answer(*c).to_string() == "ok")
    );
    let heard = speaker::with(|s| s.heard.clone());
    assert_eq!(
        heard,
        bytes(0, 20 * MAX_WAITING),
        "and nothing of the others"
    );
}

#[test]
fn an_underrun_is_told_while_a_call_waits() {
    let (mut vm, port) = open(16, "#{}");
    let main = vm.main();
    let call = vm.start_call(main, port, &play(&bytes(0, 32)));
    vm.run();
    // The port is late: the path runs dry before it comes.
    speaker::tick(7);
    assert_eq!(vm.answer(call).to_string(), "ok");
    assert_eq!(told(&mut vm, port), ["{underrun,3}"]);
    speaker::tick(5);
    vm.run();
    assert_eq!(told(&mut vm, port), ["drained"]);
    assert_eq!(stat(&mut vm, port, "underrun_frames"), 3);
}

#[test]
fn a_caller_that_died_is_played_to_the_end() {
    let (mut vm, port) = open(16, "#{}");
    let (caller, next) = (vm.spawn(), vm.spawn());
    let dead = vm.start_call(caller, port, &play(&bytes(0, 24)));
    let alive = vm.start_call(next, port, &play(&bytes(24, 8)));
    vm.run();
    vm.exit(caller, "killed");
    for _ in 0..8 {
        speaker::tick(1);
        vm.run();
    }
    assert_eq!(vm.answer(dead).to_string(), "{error,noproc}");
    assert_eq!(vm.answer(alive).to_string(), "ok");
    assert_eq!(speaker::with(|s| s.heard.clone()), bytes(0, 32));
}

#[test]
fn the_end_of_the_port_leaves_no_caller_waiting() {
    for end in ["close", "kill", "owner"] {
        let (mut vm, port) = open(16, "#{}");
        let (main, caller) = (vm.main(), vm.spawn());
        let call = vm.start_call(caller, port, &play(&bytes(0, 100)));
        vm.run();
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
        assert_eq!(vm.answer(call).to_string(), reason, "{end}");
        assert_eq!(speaker::with(|s| (s.opened, s.dropped)), (1, 1), "{end}");
        assert_eq!(vm.open_heaps(), 0, "{end}");
    }
}

#[derive(Clone, Debug)]
enum Step {
    Play(usize),
    Tick(usize),
    Pause,
    Resume,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => (0..30_usize).prop_map(Step::Play),
        6 => (0..12_usize).prop_map(Step::Tick),
        1 => Just(Step::Pause),
        1 => Just(Step::Resume),
    ]
}

proptest! {
    /// What is heard is what was accepted, in order, and each call is answered once.
    #[test]
    fn nothing_is_lost_or_turned_round(
        steps in prop::collection::vec(step(), 1..60),
        room in 4..70_usize,
        frame in prop::sample::select(&[(16, 1), (16, 2), (24, 1), (24, 2), (32, 2)][..]),
    ) {
        let (depth, channels) = frame;
        let options = format!("#{{bit_depth => {depth}, channels => {channels}}}");
        let frame = depth / 8 * channels;
        let (mut vm, port) = open(room.max(frame), &options);
        let main = vm.main();
        let (mut calls, mut sent, mut next) = (Vec::new(), Vec::new(), 0);
        for step in steps {
            match step {
                Step::Play(frames) => {
                    let data = bytes(next, frames * frame);
                    let call = vm.start_call(main, port, &play(&data));
                    if vm.answer(call).to_string() == "{error,timeout}" {
                        calls.push(call);
                    }
                    // Eight at most, so that none is refused.
                    while calls.len() == MAX_WAITING {
                        answer(&mut vm, port, "resume");
                        speaker::tick(1);
                        calls.retain(|c| vm.answer(*c).to_string() == "{error,timeout}");
                    }
                    next = next.wrapping_add(data.len() as u8);
                    sent.extend(data);
                }
                Step::Tick(frames) => speaker::tick(frames),
                Step::Pause => prop_assert_eq!(answer(&mut vm, port, "pause"), "ok"),
                Step::Resume => prop_assert_eq!(answer(&mut vm, port, "resume"), "ok"),
            }
            vm.run();
            let still = |c: &vm_host::Pending| vm.answer(*c).to_string() == "{error,timeout}";
            let waits: Vec<bool> = calls.iter().map(still).collect();
            prop_assert!(waits.is_sorted(), "in order");
            calls = calls.into_iter().zip(waits).filter_map(|(c, waits)| waits.then_some(c)).collect();
            prop_assert_eq!(stat(&mut vm, port, "waiting"), calls.len() as i128);
        }
        answer(&mut vm, port, "resume");
        for _ in 0..sent.len() + 1 {
            speaker::tick(1);
            vm.run();
        }
        prop_assert!(calls.iter().all(|c| vm.answer(*c).to_string() == "ok"));
        prop_assert_eq!(speaker::with(|s| s.heard.clone()), sent);
    }
}
