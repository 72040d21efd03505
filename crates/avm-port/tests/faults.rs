//! Every fault at every step: nobody hangs, nothing leaks or is lost.

mod common;

use avm_term::{Pid, PortId, Value};
use common::{Probe, hardware, term};
use vm_host::{Fault, Trial, Vm, sweep_with};

/// What becomes of one run.
struct Run {
    vm: Vm,
    port: Option<PortId>,
    owner: Pid,
    asker: Pid,
    reader: Pid,
    /// The answers that differ from what a run without faults gets.
    deviations: Vec<(&'static str, String)>,
}

/// What each request of the run is answered when nothing goes wrong, and who asks it.
const SCRIPT: [(Who, &str, &str); 15] = [
    (Who::Owner, "{'$open', #{level => 9}}", "ok"),
    (Who::Owner, "get", "9"),
    (
        Who::Owner,
        "{echo, {a, [1, <<\"b\">>]}}",
        "{a,[1,<<\"b\">>]}",
    ),
    (
        Who::Owner,
        "{dance, 1}",
        "{error,{unknown_command,{dance,1}}}",
    ),
    (Who::Owner, "{push, -1}", "{error,{bad_value,-1}}"),
    (Who::Owner, "{push, 2}", "2"),
    (Who::Reader, "{subscribe, 3}", "0"),
    (Who::Owner, "{push, 2}", "1"),
    (Who::Owner, "{push, 0}", "1"),
    (Who::Reader, "{subscribe, true}", "0"),
    (Who::Asker, "defer", "late"),
    (Who::Owner, "{answer, late}", "ok"),
    (Who::Owner, "{ring, nothing}", "ok"),
    (Who::Owner, "{push, 0}", "0"),
    (
        Who::Owner,
        "'$info'",
        "{ok,#{calls => 15,events => 1,malformed => 1,name => probe}}",
    ),
];

#[derive(Clone, Copy, PartialEq)]
enum Who {
    Owner,
    Asker,
    Reader,
}

impl Run {
    fn new() -> Self {
        hardware::reset();
        let mut vm = Vm::new();
        let [owner, asker, reader] = [vm.spawn(), vm.spawn(), vm.spawn()];
        Self {
            vm,
            port: None,
            owner,
            asker,
            reader,
            deviations: Vec::new(),
        }
    }

    fn create(&mut self) {
        match self.vm.create::<Probe>(self.owner) {
            Ok(port) => self.port = Some(port),
            Err(reason) => self.deviations.push(("create", reason.to_string())),
        }
    }

    fn process(&self, who: Who) -> Pid {
        match who {
            Who::Owner => self.owner,
            Who::Asker => self.asker,
            Who::Reader => self.reader,
        }
    }

    fn note(&mut self, request: &'static str, expected: &str, asked: vm_host::Pending) {
        let answer = self.vm.answer(asked).to_string();
        if answer != expected {
            self.deviations.push((request, answer));
        }
    }

    /// The numbers that the reader got, each once and in order; and the notices.
    fn read(&mut self) -> (Vec<i128>, usize) {
        let (mut numbers, mut notices) = (Vec::new(), 0);
        for message in self.vm.mailbox(self.reader) {
            match message.as_tuple() {
                Some([tag, _, number]) if *tag == term("probe") => {
                    numbers.extend(number.as_integer());
                }
                Some([tag, _]) if *tag == term("probe_passive") => notices += 1,
                _ => panic!("a message to nobody: {message}"),
            }
        }
        (numbers, notices)
    }
}

impl Trial for Run {
    fn vm(&mut self) -> &mut Vm {
        &mut self.vm
    }

    /// Asks all questions of the script, and then for the answer that came late.
    fn play(&mut self) {
        let Some(port) = self.port else { return };
        let mut late = None;
        for (who, request, expected) in SCRIPT {
            let asked = self.vm.start_call(self.process(who), port, request);
            if who == Who::Asker {
                late = Some((asked, request, expected));
                // Something that is no call lies between the two.
                self.vm.send(port, "nonsense");
                self.vm.run();
                continue;
            }
            self.note(request, expected, asked);
        }
        if let Some((asked, request, expected)) = late {
            self.note(request, expected, asked);
        }
    }

    fn unharmed(&mut self) {
        assert_eq!(self.deviations, [], "without a fault all is as written");
        assert_eq!(self.read(), ((1..=4).collect(), 1));
    }

    fn close(&mut self) {
        if let Some(port) = self.port {
            let open = self.vm.is_open(port);
            let closed = self.vm.close(port).to_string();
            assert_eq!(closed, if open { "ok" } else { "{error,closed}" });
        }
        let (opened, dropped) = hardware::counts();
        assert_eq!(opened, dropped, "each opening is closed once");
        assert!(opened <= 1);
        let _: Vec<Value> = self.vm.mailbox(self.owner);
    }

    fn end(self) {
        let (opened, _) = hardware::counts();
        drop(self);
        assert_eq!(hardware::counts(), (opened, opened));
    }
}

/// Plants a fault of a port that is made already, because its number is part of the fault.
fn with_port(fault: impl Fn(&Run, PortId) -> Fault) -> impl Fn(&mut Run, u64) {
    move |run, step| {
        run.create();
        let port = run.port.expect("made");
        let fault = fault(run, port);
        run.vm.inject(fault, step);
    }
}

/// Sweeps with a fault of the VM that `inject` plants, before or after it makes the port.
fn sweep_created(what: &str, inject: impl Fn(&mut Run, u64), check: impl Fn(&mut Run)) -> u64 {
    sweep_with(what, Run::new, inject, |run| run.vm.lift_fault(), check)
}

fn assert_answers_are_among(run: &Run, allowed: &[&str]) {
    for (request, answer) in &run.deviations {
        assert!(
            allowed.contains(&answer.as_str()),
            "{request} was answered {answer}"
        );
    }
}

/// Whether the numbers are 1, 2, 3 and so on, none left out.
fn assert_no_gap(numbers: &[i128]) {
    assert!((1..).zip(numbers).all(|(n, m)| n == *m), "{numbers:?}");
}

#[test]
fn an_allocation_fails() {
    let inject = |run: &mut Run, step| {
        run.vm.inject(Fault::Allocation, step);
        run.create();
    };
    let points = sweep_created("allocation", inject, |run| {
        let survives = run.port.is_some_and(|port| run.vm.is_open(port));
        if survives {
            // Messages that were not sent at once show in the count that the script is told.
            let allowed = ["{error,out_of_memory}", "0", "1", "2", "3"];
            assert_answers_are_among(run, &allowed);
            let told_no = run.deviations.iter().any(|(r, _)| *r == SCRIPT[0].1);
            assert!(!told_no, "who is told of no port must have none");
            assert_eq!(run.read(), ((1..=4).collect(), 1), "no message is lost");
        } else {
            let first = run.deviations[0].0;
            let no_port = ["create", SCRIPT[0].1].contains(&first);
            assert!(no_port, "an open port lives on without memory, but {first}");
        }
    });
    assert!(points >= 20, "{points}");
}

#[test]
fn a_panic_anywhere_in_a_callback() {
    let points = sweep_created("panic", with_port(|_, _| Fault::Panic), |run| {
        let port = run.port.expect("made");
        assert!(!run.vm.is_open(port), "it ends the port");
        let allowed = ["{error,panic}", "{error,closed}", "{error,no_reply}"];
        assert_answers_are_among(run, &allowed);
        assert_no_gap(&run.read().0);
    });
    assert!(points >= 100, "{points}");
}

#[test]
fn the_port_is_killed_at_any_step() {
    let fault = |_: &Run, port| Fault::KillPort(port);
    let points = sweep_created("kill port", with_port(fault), |run| {
        let port = run.port.expect("made");
        assert!(!run.vm.is_open(port));
        assert_answers_are_among(run, &["{error,closed}"]);
        assert_no_gap(&run.read().0);
    });
    assert!(points >= 100, "{points}");
}

#[test]
fn the_owner_is_killed_at_any_step() {
    let fault = |run: &Run, _| Fault::KillProcess(run.owner);
    let points = sweep_created("kill owner", with_port(fault), |run| {
        let port = run.port.expect("made");
        assert!(!run.vm.is_open(port), "it ends with its owner");
        assert_answers_are_among(run, &["{error,closed}", "{error,noproc}"]);
        assert_no_gap(&run.read().0);
    });
    assert!(points >= 100, "{points}");
}

#[test]
fn a_caller_is_killed_at_any_step() {
    let fault = |run: &Run, _| Fault::KillProcess(run.asker);
    let points = sweep_created("kill caller", with_port(fault), |run| {
        let port = run.port.expect("made");
        assert!(run.vm.is_open(port), "the port is none of the caller's");
        let others: Vec<_> = run
            .deviations
            .iter()
            .filter(|(r, _)| *r != "defer")
            .collect();
        assert!(others.is_empty(), "only the dead get no answer: {others:?}");
        assert_eq!(run.read(), ((1..=4).collect(), 1));
    });
    assert!(points >= 100, "{points}");
}

#[test]
fn a_subscriber_is_killed_at_any_step() {
    let fault = |run: &Run, _| Fault::KillProcess(run.reader);
    let points = sweep_created("kill subscriber", with_port(fault), |run| {
        let port = run.port.expect("made");
        assert!(run.vm.is_open(port));
        // Messages that were not sent show in the counts.
        assert_answers_are_among(run, &["1", "2", "3", "4", "{error,noproc}"]);
    });
    assert!(points >= 100, "{points}");
}
