//! Time under the test's control, and bells from other threads.

mod common;

use std::time::{Duration, Instant};

use common::{answer, open, term};

const LONG: Duration = Duration::from_secs(60);

#[test]
fn the_clock_stands_unless_it_is_moved() {
    let (mut vm, port) = open();
    assert_eq!(answer(&mut vm, port, "now"), "0");
    assert_eq!(answer(&mut vm, port, "now"), "0");
    vm.advance(Duration::from_millis(1500));
    assert_eq!(answer(&mut vm, port, "now"), "1500000");
    vm.advance(Duration::MAX);
    assert_eq!(answer(&mut vm, port, "now"), u64::MAX.to_string());
}

#[test]
fn each_vm_has_its_own_clock() {
    let ((mut one, port), (mut other, another)) = (open(), open());
    one.advance(Duration::from_micros(7));
    assert_eq!(answer(&mut one, port, "now"), "7");
    assert_eq!(answer(&mut other, another, "now"), "0");
}

#[test]
fn wait_sleeps_until_a_bell_rings() {
    let (mut vm, port) = open();
    let main = vm.main();
    assert_eq!(answer(&mut vm, port, "{ring_later, 20}"), "ok");
    let started = Instant::now();
    assert!(vm.wait(LONG));
    assert!(started.elapsed() < LONG, "it did not sleep to the end");
    assert_eq!(vm.mailbox(main), [term("{event,#Port<0.1>,1}")]);
}

#[test]
fn wait_gives_up() {
    let (mut vm, port) = open();
    let limit = Duration::from_millis(5);
    let started = Instant::now();
    assert!(!vm.wait(limit));
    assert!(started.elapsed() >= limit);
    assert_eq!(answer(&mut vm, port, "events"), "0");
}

#[test]
fn wait_sees_a_bell_that_rang_before() {
    let (mut vm, port) = open();
    port.wake();
    assert!(vm.wait(Duration::ZERO));
    assert_eq!(answer(&mut vm, port, "events"), "1");
}

#[test]
fn bells_of_other_vms_wake_nobody_here() {
    let ((mut one, port), (mut other, another)) = (open(), open());
    another.wake();
    assert!(!one.wait(Duration::from_millis(5)));
    assert_eq!(answer(&mut one, port, "events"), "0");
    assert!(other.wait(LONG));
    assert_eq!(answer(&mut other, another, "events"), "1");
}

#[test]
fn a_bell_may_outlive_its_port() {
    let (mut vm, port) = open();
    vm.close(port);
    port.wake();
    assert!(!vm.wait(Duration::ZERO));
    drop(vm);
    port.wake();
}
