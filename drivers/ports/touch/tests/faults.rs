//! Every fault at every step: no event is lost that a process could have had.

mod common;

use avm_resource::ResourceArc;
use avm_term::{Pid, PortId, Value};
use class_panel::{Geometry, Orientation};
use common::bench::{self, Bench};
use common::{Came, stat, term};
use port_config::DisplayConfig;
use port_touch::Touch;
use vm_host::{Fault, Trial, Vm, sweep};

/// A port between a finger, a process that owns and reads it, and one that subscribes.
struct Run {
    vm: Vm,
    port: PortId,
    name: Value,
    /// The configuration of a display of the same size.
    display: Value,
    owner: Pid,
    subscriber: Pid,
    /// What each process got, by the times of the events, in the order in which it was sent.
    times: Vec<i128>,
    notices: usize,
    errors: Vec<String>,
    fingers: u64,
    /// The script's numbers of events are divided by this.
    divisor: u64,
}

impl Run {
    fn new(divisor: u64) -> Self {
        bench::reset();
        let mut vm = Vm::new();
        let [owner, subscriber] = [vm.spawn(), vm.spawn()];
        let port = vm.create::<Touch<Bench>>(owner).expect("made");
        let name = vm.port_value(port).expect("open");
        let geometry = Geometry {
            width: 320,
            height: 480,
        };
        let display = DisplayConfig::new(geometry, Orientation::Deg0, 0);
        let display = ResourceArc::new(display).expect("memory");
        let display = vm.make(subscriber, &display).expect("a term");
        Self {
            vm,
            port,
            name,
            display,
            owner,
            subscriber,
            times: Vec::new(),
            notices: 0,
            errors: Vec::new(),
            fingers: 0,
            divisor,
        }
    }

    /// The finger moves so many times, and the port serves its bell.
    fn moves(&mut self, count: u64) {
        let count = count.div_ceil(self.divisor);
        bench::moves(self.fingers, count);
        self.fingers += count;
        self.vm.run();
        self.receive();
    }

    fn ask(&mut self, who: Pid, request: &str) {
        let answer = self.vm.call_by(who, self.port, request);
        match answer.as_tuple() {
            Some([tag, reason]) if *tag == term("error") => self.errors.push(reason.to_string()),
            Some([tag, events]) if *tag == term("events") => self.note(events),
            _ => {}
        }
        self.receive();
    }

    fn receive(&mut self) {
        let mut came = Came::default();
        came.take(&mut self.vm, self.subscriber, &self.name);
        self.notices += came.notices;
        self.note(&Value::List(came.events));
    }

    fn note(&mut self, events: &Value) {
        for event in events.as_list().expect("a list") {
            let fields = event.as_tuple().expect("an event");
            self.times.extend(fields[6].as_integer());
        }
    }

    /// What the counts say, before and after the reader has taken what is left.
    fn account(&mut self) {
        self.count();
        let owner = self.owner;
        self.ask(owner, "read_events");
        assert_eq!(self.count(), 0, "all was read");
        let in_order = self.times.is_sorted_by(|a, b| a < b);
        assert!(in_order, "in order, none twice: {:?}", self.times);
    }

    /// Checks the counts against what arrived; tells how many events wait.
    fn count(&mut self) -> i128 {
        let [offered, delivered, dropped, queued] = ["offered", "delivered", "dropped", "queued"]
            .map(|name| stat(&mut self.vm, self.port, name));
        assert_eq!(offered, i128::from(self.fingers));
        assert_eq!(offered, delivered + dropped + queued);
        assert_eq!(delivered, self.times.len() as i128, "all that left arrived");
        queued
    }
}

impl Trial for Run {
    fn vm(&mut self) -> &mut Vm {
        &mut self.vm
    }

    /// The ring has 128 slots, a message takes 64 events.
    fn play(&mut self) {
        let (owner, subscriber) = (self.owner, self.subscriber);
        let display = self.display.clone();
        let open = format!("{{'$open', #{{swap_xy => true, display => {display}}}}}");
        self.ask(owner, &open);
        self.moves(70);
        self.ask(owner, "get_stats");
        self.ask(owner, "read_events");
        self.ask(owner, "read_events");
        self.moves(100);
        self.ask(subscriber, "{subscribe, #{active => 3}}");
        self.moves(100);
        self.moves(20);
        self.ask(subscriber, "{subscribe, #{active => once}}");
        self.ask(subscriber, "{subscribe, #{active => true}}");
        self.moves(128);
        self.ask(owner, "get_faults");
        self.ask(owner, "unsubscribe");
        self.moves(140);
        self.ask(owner, "read_events");
        self.ask(owner, "get_stats");
    }

    fn unharmed(&mut self) {
        assert_eq!(self.errors, Vec::<String>::new());
        self.account();
        let counts = (self.fingers, self.times.len(), self.notices);
        let expected = if self.divisor == 1 {
            (558, 546, 1)
        } else {
            (38, 38, 1)
        };
        assert_eq!(counts, expected);
    }

    fn close(&mut self) {
        if self.vm.is_open(self.port) {
            assert_eq!(self.vm.close(self.port).to_string(), "ok");
        }
        let (opened, dropped) = bench::counts();
        assert!(opened <= 1);
        assert_eq!(opened, dropped);
    }

    fn end(self) {
        let before = bench::counts();
        assert_eq!(before.0, before.1, "none twice");
        drop(self);
        assert_eq!(bench::counts(), before);
    }
}

/// With so few events that each of the operations on them can be tried.
fn few() -> Run {
    Run::new(16)
}

#[test]
fn an_allocation_fails() {
    let all = || Run::new(1);
    let points = sweep(
        "allocation",
        all,
        |_| Fault::Allocation,
        |run| {
            if run.vm.is_open(run.port) {
                assert!(run.errors.len() <= 1, "one failure, one answer");
                assert!(run.errors.iter().all(|error| error == "out_of_memory"));
                assert_eq!(run.notices, 1, "made up for");
                run.account();
            } else {
                assert_eq!(run.errors[0], "out_of_memory");
                assert_eq!(bench::counts().0, bench::counts().1, "it did not open");
            }
        },
    );
    assert!(points >= 25, "{points}");
}

/// A port that ended: whoever asks is told, and what arrived before has no gap.
fn ended(run: &mut Run) {
    assert!(!run.vm.is_open(run.port));
    let told = ["panic", "closed", "noproc"];
    for error in &run.errors {
        assert!(told.contains(&error.as_str()), "{error}");
    }
    assert!(
        (0..).zip(&run.times).all(|(n, time)| n == *time),
        "{:?}",
        run.times
    );
}

#[test]
fn a_panic() {
    let points = sweep("panic", few, |_| Fault::Panic, ended);
    assert!(points >= 25, "{points}");
}

#[test]
fn the_port_is_killed() {
    let fault = |run: &Run| Fault::KillPort(run.port);
    let points = sweep("kill port", few, fault, ended);
    assert!(points >= 25, "{points}");
}

#[test]
fn the_owner_is_killed() {
    let fault = |run: &Run| Fault::KillProcess(run.owner);
    let points = sweep("kill owner", few, fault, ended);
    assert!(points >= 25, "{points}");
}

#[test]
fn the_subscriber_is_killed() {
    let fault = |run: &Run| Fault::KillProcess(run.subscriber);
    let points = sweep("kill subscriber", few, fault, |run| {
        assert!(run.vm.is_open(run.port));
        assert!(run.errors.iter().all(|error| error == "noproc"));
        let [offered, delivered, dropped, queued] = ["offered", "delivered", "dropped", "queued"]
            .map(|name| stat(&mut run.vm, run.port, name));
        assert_eq!(offered, delivered + dropped + queued);
        // What lay in its mailbox died with it.
        assert!(delivered >= run.times.len() as i128);
        assert!(run.times.is_sorted_by(|a, b| a < b));
    });
    assert!(points >= 25, "{points}");
}
