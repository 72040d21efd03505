//! Resources that NIFs make, read and hold; faults at every step.

use std::sync::atomic::{AtomicU32, Ordering};

use avm_nif::{Nif, Raise, nif};
use avm_port::{Call, Flow, OpenContext, Port, PortError};
use avm_resource::{Counters, Resource, ResourceArc, ResourceRef};
use avm_term::FromTerm;
use vm_host::{Fault, Vm};

/// Counts up.
#[derive(Debug)]
struct Counter(AtomicU32);

static COUNTERS: Counters = Counters::new();

impl Resource for Counter {
    const NAME: &'static str = "counter";

    fn counters() -> &'static Counters {
        &COUNTERS
    }
}

#[nif]
fn new(first: u32) -> Result<ResourceArc<Counter>, Raise> {
    Ok(ResourceArc::try_new(Counter(AtomicU32::new(first)))?)
}

#[nif]
fn next(counter: ResourceRef<'_, Counter>) -> u32 {
    counter.0.fetch_add(1, Ordering::Relaxed)
}

#[nif]
fn twice(counter: ResourceArc<Counter>) -> (ResourceArc<Counter>, ResourceArc<Counter>) {
    (counter.clone(), counter)
}

const NIFS: &[Nif] = &[new::NIF, next::NIF, twice::NIF];

/// A port that has a counter of its own, which NIFs may read.
struct Lender(ResourceArc<Counter>);

#[derive(FromTerm)]
struct Options {}

#[derive(FromTerm)]
enum Request {
    Lend,
    Next,
}

impl Port for Lender {
    const NAME: &'static str = "lender";
    type Options<'a> = Options;
    type Request<'a> = Request;

    fn open(_: Options, _: OpenContext<'_>) -> Result<Self, PortError> {
        Ok(Self(ResourceArc::try_new(Counter(AtomicU32::new(0)))?))
    }

    fn call(&mut self, request: Request, call: Call<'_>) -> Flow {
        match request {
            Request::Lend => call.reply(&self.0),
            Request::Next => call.reply(&self.0.0.fetch_add(1, Ordering::Relaxed)),
        }
    }
}

fn alive() -> usize {
    COUNTERS.counts().alive
}

/// One test, because the counts are of all of the program's values.
#[test]
fn nifs_and_ports_share_values() {
    held_by_terms();
    shared_with_a_port();
    every_fault();
}

fn held_by_terms() {
    let mut vm = Vm::new();
    let counter = vm
        .call_nif(NIFS, "new", "40")
        .expect("a counter")
        .to_string();
    let next = |vm: &mut Vm| {
        vm.call_nif(NIFS, "next", &counter)
            .map(|next| next.to_string())
    };
    assert_eq!(next(&mut vm), Ok("40".into()));
    assert_eq!(next(&mut vm), Ok("41".into()));
    let both = vm.call_nif(NIFS, "twice", &counter).expect("two terms");
    assert_eq!(both.to_string(), format!("{{{counter},{counter}}}"));
    assert_eq!(alive(), 1);
    vm.collect(vm.main());
    assert_eq!(alive(), 0, "nobody holds it any more");
    assert!(
        next(&mut vm).is_err_and(|why| why.to_string() == "badarg"),
        "a name of nothing"
    );
    assert!(
        vm.call_nif(NIFS, "next", "5")
            .is_err_and(|why| why.to_string() == "badarg")
    );
}

fn shared_with_a_port() {
    let mut vm = Vm::new();
    let lender = vm.open::<Lender>("#{}").expect("opens");
    let counter = vm.call(lender, "lend").to_string();
    for (count, way) in [(0, true), (1, false), (2, true), (3, false)] {
        let next = match way {
            true => vm.call(lender, "next"),
            false => vm.call_nif(NIFS, "next", &counter).expect("a number"),
        };
        assert_eq!(next.to_string(), count.to_string());
    }
    assert_eq!(vm.close(lender).to_string(), "ok");
    assert_eq!(alive(), 1, "the process holds it after the port");
    assert_eq!(
        vm.call_nif(NIFS, "next", &counter)
            .expect("a number")
            .to_string(),
        "4"
    );
    vm.collect(vm.main());
    assert_eq!(alive(), 0);
}

/// Each allocation that fails and each step that panics is an exception, and leaves nothing.
fn every_fault() {
    for (fault, reason) in [
        (Fault::Allocation, "out_of_memory"),
        (Fault::Panic, "panic"),
    ] {
        let mut reached = 0;
        for step in 1.. {
            let mut vm = Vm::new();
            vm.inject(fault, step);
            let made = vm.call_nif(NIFS, "new", "1");
            if vm.lift_fault() {
                assert!(made.is_ok());
                break;
            }
            reached += 1;
            assert!(
                made.is_err_and(|why| why.to_string() == reason),
                "{fault:?} {step}"
            );
            assert_eq!((alive(), vm.open_heaps()), (0, 0), "{fault:?} {step}");
            assert!(vm.call_nif(NIFS, "new", "1").is_ok(), "the VM goes on");
            vm.collect(vm.main());
        }
        assert!(reached >= 2, "{fault:?}: {reached} steps");
    }
}
