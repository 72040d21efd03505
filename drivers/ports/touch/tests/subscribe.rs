//! Events as messages: all, one message, or a count of them.

mod common;

use avm_term::{Pid, PortId, Value};
use common::bench::{self, Bench};
use common::{Came, answer, read, stat};
use port_touch::Touch;
use vm_host::{Fault, Vm};

struct Fixture {
    vm: Vm,
    port: PortId,
    name: Value,
    to: Pid,
}

impl Fixture {
    fn new() -> Self {
        bench::reset();
        let mut vm = Vm::new();
        let port = vm.open::<Touch<Bench>>("#{}").expect("opens");
        let name = vm.port_value(port).expect("open");
        let to = vm.spawn();
        Self { vm, port, name, to }
    }

    fn subscribe(&mut self, argument: &str) {
        let request = format!("{{subscribe, {argument}}}");
        let answer = self.vm.call_by(self.to, self.port, &request);
        assert_eq!(answer.to_string(), "ok");
    }

    /// Takes interrupts, and lets the port serve its bell.
    fn moves(&mut self, from: u64, count: u64) {
        bench::moves(from, count);
        self.vm.run();
    }

    /// The times of the events that came, the messages and the notices.
    fn came(&mut self) -> (Vec<i128>, usize, usize) {
        let mut came = Came::default();
        came.take(&mut self.vm, self.to, &self.name);
        (times(&came.events), came.messages, came.notices)
    }
}

fn times(events: &[Value]) -> Vec<i128> {
    let time = |event: &Value| event.as_tuple()?.last()?.as_integer();
    events.iter().filter_map(time).collect()
}

#[test]
fn one_message_for_all_that_waits() {
    let mut f = Fixture::new();
    f.subscribe("#{active => true}");
    f.moves(0, 3);
    assert_eq!(f.came(), (vec![0, 1, 2], 1, 0));
    f.moves(3, 1);
    assert_eq!(f.came(), (vec![3], 1, 0));
    assert_eq!(answer(&mut f.vm, f.port, "read_events"), "no_events");
    assert_eq!(stat(&mut f.vm, f.port, "delivered"), 4);
}

#[test]
fn no_argument_means_all() {
    let mut f = Fixture::new();
    let answer = f.vm.call_by(f.to, f.port, "subscribe");
    assert_eq!(answer.to_string(), "ok");
    f.moves(0, 1);
    f.moves(1, 1);
    assert_eq!(f.came(), (vec![0, 1], 2, 0));
}

#[test]
fn no_message_has_more_than_64_events() {
    let mut f = Fixture::new();
    f.subscribe("#{active => true}");
    f.moves(0, 128);
    assert_eq!(f.came(), ((0..128).collect(), 2, 0));
}

#[test]
fn once_is_one_message() {
    let mut f = Fixture::new();
    f.subscribe("#{active => once}");
    f.moves(0, 2);
    f.moves(2, 2);
    assert_eq!(f.came(), (vec![0, 1], 1, 0), "and no notice");
    assert_eq!(stat(&mut f.vm, f.port, "queued"), 2);
    f.subscribe("#{active => once}");
    assert_eq!(f.came(), (vec![2, 3], 1, 0), "what waited comes at once");
}

#[test]
fn a_count_ends_with_a_notice() {
    let mut f = Fixture::new();
    f.subscribe("[{active, 2}]");
    f.moves(0, 2);
    assert_eq!(f.came(), (vec![0, 1], 1, 0));
    f.moves(2, 1);
    assert_eq!(f.came(), (vec![2], 1, 1));
    f.moves(3, 1);
    assert_eq!(f.came(), (vec![], 0, 0));
    assert_eq!(times(&read(&mut f.vm, f.port)), [3], "nothing is lost");
}

#[test]
fn the_largest_count() {
    let mut f = Fixture::new();
    f.subscribe("#{active => 32767}");
    for time in 0..32_766 {
        f.moves(time, 1);
    }
    assert_eq!(f.came(), ((0..32_766).collect(), 32_766, 0));
    f.moves(32_766, 1);
    assert_eq!(f.came(), (vec![32_766], 1, 1));
}

#[test]
fn unsubscribed_events_wait() {
    let mut f = Fixture::new();
    f.subscribe("#{}");
    f.moves(0, 1);
    assert_eq!(answer(&mut f.vm, f.port, "unsubscribe"), "ok");
    f.moves(1, 2);
    assert_eq!(f.came(), (vec![0], 1, 0));
    assert_eq!(times(&read(&mut f.vm, f.port)), [1, 2]);
}

#[test]
fn the_last_subscriber_gets_all() {
    let mut f = Fixture::new();
    f.subscribe("#{}");
    let (old, new) = (f.to, f.vm.spawn());
    f.to = new;
    f.subscribe("#{}");
    f.moves(0, 1);
    assert_eq!(f.came(), (vec![0], 1, 0));
    assert_eq!(f.vm.mailbox(old), []);
}

#[test]
fn a_dead_subscriber_takes_nothing() {
    let mut f = Fixture::new();
    f.subscribe("#{}");
    f.vm.exit(f.to, "crash");
    f.moves(0, 2);
    assert_eq!(stat(&mut f.vm, f.port, "queued"), 2);
    assert_eq!(times(&read(&mut f.vm, f.port)), [0, 1]);
}

#[test]
fn what_could_not_be_sent_comes_without_another_bell() {
    // Two messages; either may find no memory, with events left in the ring that rang before.
    for step in 1.. {
        let mut f = Fixture::new();
        f.subscribe("#{}");
        f.vm.inject(Fault::Allocation, step);
        f.moves(0, 100);
        let reached = !f.vm.lift_fault();
        assert_eq!(f.came(), ((0..100).collect(), 2, 0), "{step}");
        if !reached {
            assert!(step > 2);
            return;
        }
    }
}

#[test]
fn a_reader_takes_from_a_subscriber() {
    let mut f = Fixture::new();
    f.subscribe("#{active => once}");
    f.moves(0, 1);
    f.moves(1, 1);
    assert_eq!(times(&read(&mut f.vm, f.port)), [1]);
    f.subscribe("#{active => once}");
    f.moves(2, 1);
    assert_eq!(f.came(), (vec![0, 2], 2, 0));
}

#[test]
fn a_close_forgets_what_waits() {
    let mut f = Fixture::new();
    f.moves(0, 9);
    assert_eq!(f.vm.close(f.port).to_string(), "ok");
    assert_eq!(bench::counts(), (1, 1));
    bench::moves(9, 9);
    let answer = f.vm.call(f.port, "read_events");
    assert_eq!(answer.to_string(), "{error,closed}");
}
